"""Laws: instants are read as a calendar reads them and as all other times are; what is none is left alone."""

import numpy as np
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from footpath.collect.times import ABSOLUTE, parse
from footpath.kernels.instants import read_instants
from reference.instants import instant

law = settings(max_examples=100, deadline=None)
two = st.integers(0, 61).map("{:02}".format)
written = st.builds(
    "{}-{}-{}{}{}:{}:{}{}{}".format,
    st.integers(0, 9999).map("{:04}".format),
    st.integers(0, 13).map("{:02}".format),
    st.integers(0, 32).map("{:02}".format),
    st.sampled_from("TTTTt "),
    st.integers(0, 24).map("{:02}".format),
    two,
    two,
    st.just("") | st.text("0123456789", max_size=10).map(".{}".format) | st.just(",5"),
    st.sampled_from(["Z", "Z", "", "z", "UTC"])
    | st.builds("{}{:02}:{}".format, st.sampled_from("+-"), st.integers(0, 25), two),
)
untimely = st.sampled_from(
    [
        *("2024-02-29", "20240229", "29.02.2024", "2024-01-01 10:00", "2024-01-01T10:00Z"),
        *("2024-01-01T10:00:00", "2024-01-01T10:00:00+0100", "2024-01-01T10:00:00+01"),
        *("2024-01-01T10:00:00.5", "1700000000", "", "soon"),
    ]
)
cuts = st.builds(
    lambda text, at, put, off: text[: at % len(text)] + put + text[at % len(text) + off :],
    written,
    st.integers(0, 30),
    st.sampled_from([*"TZ:-+. 0é", ""]),
    st.integers(0, 2),
)
times = st.lists(written | untimely | cuts, max_size=6)


def read(texts):
    """The µs of each text, None for what is left to others."""
    raw = [text.encode() for text in texts]
    ends = np.cumsum([len(each) for each in raw], dtype=np.int32)
    begins = ends - np.array([len(each) for each in raw], np.int32)
    # Letters stand behind the last text too, as in a block of lines
    data = np.frombuffer(b"".join(raw) + b"0Z\n" * 9, np.uint8)
    found, good = read_instants(data, np.column_stack([begins, ends]))
    return [time if known else None for time, known in zip(found.tolist(), good.tolist(), strict=True)]


@law
@given(times)
@example(
    ["2024-02-29T23:59:60.123456789Z", "2000-02-29T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z"]
)
@example(["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:60-23:59", "0000-01-01T00:00:00Z"])
def test_an_instant_is_what_a_calendar_says(texts):
    assert read(texts) == [instant(text) for text in texts]


def test_one_letter_makes_the_difference():
    whole = "2024-02-29T23:59:60.5+01:30"
    texts = [whole[:at] + letter + whole[at + 1 :] for at in range(len(whole)) for letter in "T:-+. 069Zé"]
    assert read(texts) == [instant(text) for text in texts]


@law
@given(times)
def test_an_instant_is_read_as_all_other_times_are(texts):
    parsed = parse(pa.chunked_array([pa.array(texts, pa.string())]))
    for time, general, state in zip(read(texts), parsed.time, parsed.state, strict=True):
        assert time is None or (time, ABSOLUTE) == (general, state)


def test_what_is_absent_is_no_instant():
    time, good = read_instants(
        np.frombuffer(b"2024-01-01T10:00:00Z\n", np.uint8), np.array([[-1, -1]], np.int32)
    )
    assert (time.tolist(), good.tolist()) == ([0], [False])
