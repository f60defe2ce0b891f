"""Law: what is read of lines is what a decoder finds under the names that are asked for."""

import json

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from footpath.kernels.messages import (
    ABSENT,
    ESCAPED,
    IDENTIFIER,
    INSIDE,
    MEMBERS,
    NEVER,
    NOTHING,
    NUMBER,
    OBJECT,
    SLOT,
    STRING,
    Found,
    Names,
    read_lines,
)
from reference.messages import Pairs, told

law = settings(max_examples=100, deadline=None)
LEVELS = (
    {"id": IDENTIFIER, "text": SLOT, "more": MEMBERS, "who": OBJECT, "in": 1, "no": NEVER},
    {"text": SLOT, "tags": MEMBERS, "deep": 2},
    {"text": SLOT},
)
KEYS = [(level, key) for level, names in enumerate(LEVELS) for key in names]
letters = [key.encode() for _, key in KEYS]
stops = np.cumsum([len(each) for each in letters])
NAMES = Names(
    np.frombuffer(b"".join(letters), np.uint8),
    np.column_stack([stops - [len(each) for each in letters], stops]),
    np.cumsum([0, *map(len, LEVELS)]),
    np.array([leads for names in LEVELS for leads in names.values()]),
)


def read(lines, room):
    """What the kernel finds in lines, and whether there was room for all members."""
    data = np.frombuffer("".join(f"{line}\n" for line in lines).encode(), np.uint8)
    n, k = len(lines), len(KEYS)
    found = Found(
        np.full((n, k, 2), -1, np.int32),
        np.zeros((n, k), np.int8),
        np.empty((room, 4), np.int32),
        np.empty((room, 2), np.int32),
        np.empty(room, np.int8),
        np.zeros(n + 1, np.int64),
        np.zeros(n, np.bool_),
        np.zeros(1, np.int64),
    )
    return data.tobytes(), found, read_lines(data, np.flatnonzero(data == 10), NAMES, found)


def value_of(data, span, holds):
    """What a slot tells, by what it is said to hold."""
    text = data[span[0] : span[1]].decode()
    if holds == NUMBER:
        return int(text)
    return {NOTHING: None, STRING: text, ESCAPED: json.loads(f'"{text}"') if holds == ESCAPED else ""}[holds]


def assert_same(data, found, row, expected):
    values, members = expected
    for name, key in enumerate(KEYS):
        holds = found.holds[row, name]
        assert (holds == ABSENT) == (key not in values)
        assert (holds == INSIDE) == isinstance(values.get(key), Pairs)
        if holds not in (ABSENT, INSIDE):
            assert value_of(data, found.slots[row, name], holds) == values[key]
    some = slice(found.first[row], found.first[row + 1])
    assert (found.owner[some, 0] == row).all()
    assert [
        (
            KEYS[name],
            data[key:key_end].decode(),
            json.loads(data[value:value_end], object_pairs_hook=Pairs),
        )
        for (_, name), (key, key_end, value, value_end) in zip(
            found.owner[some], found.members[some], strict=True
        )
    ] == members


def is_doubted(data, found, row):
    """Whether something that is written with escapes is none that a decoder knows: then the line is its."""
    slots = [f'"{data[a:b].decode()}"' for a, b in found.slots[row][found.holds[row] == ESCAPED]]
    some = slice(found.first[row], found.first[row + 1])
    return not all(map(is_json, [*slots, *(data[a:b] for a, b in found.members[some, 2:])]))


def is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


plain = st.text("aé {", max_size=9)
simple = st.none() | st.booleans() | plain | st.integers(0, 99)
objects = st.dictionaries(
    st.sampled_from(["a", "text", ""]), simple | st.lists(simple, max_size=2), max_size=3
)


def some(**fields):
    return st.fixed_dictionaries({}, optional=fields | {"else": simple | objects})


usual = some(
    id=plain | st.integers(1, 10**14) | st.none(),
    text=plain | st.none(),
    more=objects | st.none(),
    who=objects | st.none(),
    no=st.none(),
    **{"in": st.none() | some(text=plain, tags=objects, deep=some(text=plain | st.none()))},
)
partly = st.builds(
    lambda message, key, value: message | {key: value},
    usual,
    st.sampled_from([key for _, key in KEYS]),
    simple | objects | st.just(0),
)
lines_of_usual = usual.map(lambda message: json.dumps(message, ensure_ascii=False))
cuts = st.builds(
    lambda text, at, put, off: text[: at % len(text)] + put + text[at % len(text) + off :],
    st.builds(json.dumps, usual | partly),
    st.integers(0, 90),
    st.sampled_from([*'"{},:\\ 1', '"text":"b",', '"more":{},', "\\u0041"]),
    st.integers(0, 2),
)


@law
@given(st.lists(lines_of_usual | partly.map(json.dumps) | cuts, max_size=4))
@example(['{"id":0}', '{"id":12}', '{"id":-1}', '{"id":1.0}', '{"id":true}', '{"text":12}'])
@example(['{"t\\u0065xt":"a"}', '{"more":{"\\u0061":1}}', '{"else":{"\\u0061":1}}', '{"text":"\\u0061"}'])
@example(['{"text":"\\a"}', '{"id":"\\u00g1"}', '{"more":{"a":"\\a"}}', '{"else":"\\a"}'])
@example(['{"text":"a","text":"b"}', '{"in":{"text":"a"},"in":null}', "[]", "", '{"text":"a"} x'])
def test_a_line_that_is_read_tells_what_a_decoder_finds(lines):
    data, found, _ = read(lines, room=64)
    for row, line in enumerate(lines):
        if found.read[row] and not is_doubted(data, found, row):
            assert_same(data, found, row, told(line, LEVELS))


@law
@given(st.lists(lines_of_usual, max_size=4))
def test_usual_lines_are_read(lines):
    assert read(lines, room=64)[1].read.all()


def test_where_there_is_no_room_it_is_said():
    lines = ['{"more":{"a":1,"b":2}}', '{"more":{"c":3}}']
    assert [read(lines, room)[2] for room in (0, 2, 3)] == [False, False, True]
