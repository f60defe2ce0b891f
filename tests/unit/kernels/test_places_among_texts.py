import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.texts import places
from footpath.model.fingerprint import bytes_of

TEXTS = st.lists(st.text("abé", max_size=4))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_text_stands_after_all_that_are_less_byte_by_byte(texts, others):
    ordered = sorted(texts, key=str.encode)
    found = places(*bytes_of(pa.array(ordered, pa.string())), *bytes_of(pa.array(others, pa.string())))
    assert found.tolist() == [sum(each.encode() < other.encode() for each in texts) for other in others]
