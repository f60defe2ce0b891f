"""Laws: objects are written as dictionaries would be, and pieces are laid side by side as texts are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.objects import Members, side_by_side, write_objects
from reference import objects as twin

law = settings(max_examples=100, deadline=None)
KNOWN = ("app", "os", "url")  # in order
NAMES = ("total", "value", "name", "url")  # in another order than by letter
TAKEN = 3
keys = st.sampled_from([*KNOWN, *NAMES, "é", "", "va"])
raw = st.sampled_from(["null", '"x"', "12.5", '{"a":1}', '""'])
member = st.tuples(keys, raw, st.integers(1, 2))
own = st.dictionaries(st.sampled_from(NAMES), raw, max_size=len(NAMES)).map(
    lambda found: [(key, value, 2) for key, value in found.items()]
)
rows_drawn = st.lists(
    st.tuples(
        st.tuples(*[st.sampled_from(["", "one", "é"])] * len(KNOWN)),
        st.lists(member, max_size=6) | own | st.lists(member, unique_by=lambda each: (each[0], each[2])),
    ),
    max_size=4,
)


class Page:
    """Bytes that are written on, each text at a place."""

    def __init__(self):
        self.data = b"\n"

    def put(self, text, quoted=True):
        begin = len(self.data) + quoted
        self.data += f'"{text}"'.encode() if quoted else text.encode()
        return begin, len(self.data) - quoted

    def at(self, span):
        return None if span[0] < 0 else self.data[span[0] : span[1]].decode()


@law
@given(rows_drawn)
def test_objects_are_those_that_dictionaries_make(rows):
    page = Page()
    known = np.array([page.put(key) for key in KNOWN], np.int32)
    # As in a message, the slots do not stand in the order of the names
    places = np.array([2, 0, 1])
    slots = np.full((len(rows), len(KNOWN), 2), -1, np.int32)
    others, ranks, first = [], [], [0]
    for row, (texts, members) in enumerate(rows):
        for place, text in zip(places, texts, strict=True):
            slots[row, place] = page.put(text)
        for key, value, rank in members:
            others.append((*page.put(key), *page.put(value, quoted=False)))
            ranks.append(rank)
        first.append(len(others))
    sought = np.array([page.put(name) for name in NAMES], np.int32)
    made = Members(
        known,
        slots,
        places,
        np.array(others, np.int32).reshape(-1, 4),
        np.array(ranks, np.int8),
        np.array(first),
    )
    data = np.frombuffer(page.data, np.uint8)
    found = write_objects(data, made, sought, TAKEN, 4 * len(data) + 64)
    texts = found.text.tobytes()
    for row, (filled, members) in enumerate(rows):
        expected = twin.written(zip(KNOWN, filled, strict=True), members, NAMES, TAKEN)
        assert found.good[row] == (expected is not None)
        if expected is not None:
            begin, end = found.offsets[row], found.offsets[row + 1]
            assert texts[begin:end].decode() == expected[0]
            assert [page.at(span) for span in found.sought[row]] == expected[1]


@law
@given(st.lists(st.lists(st.none() | st.text("aé", max_size=3), min_size=2, max_size=2), max_size=10))
def test_pieces_are_laid_side_by_side(rows):
    page = Page()
    pieces = np.array(
        [[(-1, -1) if piece is None else page.put(piece) for piece in row] for row in rows], np.int32
    ).reshape(-1, 2, 2)
    offsets, text, bits, missing = side_by_side(np.frombuffer(page.data, np.uint8), pieces)
    there = np.unpackbits(bits, bitorder="little")[: len(rows)].astype(bool)
    found = [
        (text[begin:end].tobytes().decode(), given_)
        for begin, end, given_ in zip(offsets, offsets[1:], there.tolist(), strict=False)
    ]
    assert found == twin.side_by_side(rows)
    assert missing == len(rows) - there.sum()
