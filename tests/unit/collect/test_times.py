"""Dates as they are written, and what they mean."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.times import ABSOLUTE, EMPTY, LOCAL, UNREADABLE, Given, parse
from footpath.collect.zones import to_utc, zone_named
from footpath.errors import UsageError

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001


def read(
    *texts: str | None, time_format: str | None = None, year: int | None = None, month: int | None = None
):
    return parse(pa.chunked_array([pa.array(texts, pa.string())]), time_format, Given(year, month))


def moment(text: str, **how) -> tuple[str, int]:
    found = read(text, **how)
    time = (EPOCH + timedelta(microseconds=int(found.time[0]))).isoformat()
    return time.rstrip("0") if "." in time else time, int(found.state[0])


@pytest.mark.parametrize(
    ("text", "meaning", "state"),
    [
        ("2012-01-01 10:00:00.123+00:00", "2012-01-01T10:00:00.123", ABSOLUTE),
        ("2012-01-01T10:00:00Z", "2012-01-01T10:00:00", ABSOLUTE),
        ("2012-01-01T10:00:01+02:00", "2012-01-01T08:00:01", ABSOLUTE),
        ("2012-01-01 10:00:01 -0530", "2012-01-01T15:30:01", ABSOLUTE),
        ("2016/02/29 06:26", "2016-02-29T06:26:00", LOCAL),
        ("22.01.2025", "2025-01-22T00:00:00", LOCAL),
        ("02.01.2025 18:00", "2025-01-02T18:00:00", LOCAL),
        ("2.1.2025, 18:00:30", "2025-01-02T18:00:30", LOCAL),
        ("29.02.2024 18:00:30.5 +01:00", "2024-02-29T17:00:30.5", ABSOLUTE),
        ("2016-2-9 6:26:11", "2016-02-09T06:26:11", LOCAL),
        ("2015-09-09 08:41:16.933000001", "2015-09-09T08:41:16.933", LOCAL),
        ("20160229T061001", "2016-02-29T06:10:01", LOCAL),
        (" 2016-02-29T01:02:03 ", "2016-02-29T01:02:03", LOCAL),
        ("1456726861", "2016-02-29T06:21:01", ABSOLUTE),
        ("1456726861.25", "2016-02-29T06:21:01.25", ABSOLUTE),
        ("1456726861123", "2016-02-29T06:21:01.123", ABSOLUTE),
        ("1456726861123456", "2016-02-29T06:21:01.123456", ABSOLUTE),
        ("1456726861123456789", "2016-02-29T06:21:01.123456", ABSOLUTE),
    ],
)
def test_a_date_is_read_in_all_usual_shapes(text, meaning, state):
    assert moment(text) == (meaning, state)


@pytest.mark.parametrize(
    "text",
    [
        "2016-02-30",
        "2016-13-01",
        "2016-01-01 25:00",
        "29/2/2016 01:16",
        "31.02.2025",
        "01.22.2025 18:00",
        "yesterday",
        "13",
        "?",
        "NaT",
        "٢٠١٦-٠٢-٠١",
    ],
)
def test_what_is_no_date_is_not_guessed(text):
    assert read(text).state.tolist() == [UNREADABLE]


def test_shapes_may_be_mixed_from_row_to_row():
    found = read("2016-02-29", None, "1456726861", "", "no", "2016-02-29T00:00:00+01:00")
    assert found.state.tolist() == [LOCAL, EMPTY, ABSOLUTE, EMPTY, UNREADABLE, ABSOLUTE]


def test_a_format_decides_where_day_and_month_could_be_either():
    assert moment("29/2/2016 01:16:05", time_format="%d/%m/%Y %H:%M:%S") == ("2016-02-29T01:16:05", LOCAL)
    assert moment("02/03/16", time_format="%m/%d/%y")[0] == "2016-02-03T00:00:00"
    assert read("2016-02-29", time_format="%d/%m/%Y").state.tolist() == [UNREADABLE]


def test_a_format_may_hold_names_and_the_year_may_be_said_apart():
    assert moment("3 May 11:05:09", time_format="%d %b %H:%M:%S", year=2017)[0] == "2017-05-03T11:05:09"
    assert moment("5/12 11:05:09", time_format="%m/%d %H:%M:%S", year=2017)[0] == "2017-05-12T11:05:09"
    assert read("29 Feb", time_format="%d %b", year=2017).state.tolist() == [UNREADABLE]


def test_the_month_may_be_said_apart_too():
    assert moment("13", time_format="%d", year=2017, month=5)[0] == "2017-05-13T00:00:00"
    assert moment("3rd 9h", time_format="%drd %Hh", year=2017, month=5)[0] == "2017-05-03T09:00:00"
    assert moment("Sat 13", time_format="%a %d", year=2017, month=5)[0] == "2017-05-13T00:00:00"
    assert moment("13 Jun", time_format="%d %b", year=2017, month=5)[0] == "2017-06-13T00:00:00"
    assert read("31", time_format="%d", year=2017, month=4).state.tolist() == [UNREADABLE]


def test_typed_columns_are_times_too():
    naive = parse(pa.chunked_array([pa.array([datetime(2020, 1, 1)], pa.timestamp("ms"))]))  # noqa: DTZ001
    aware = parse(
        pa.chunked_array([pa.array([datetime(2020, 1, 1, tzinfo=UTC), None], pa.timestamp("ns", "UTC"))])
    )
    numbers = parse(pa.chunked_array([pa.array([1577836800.5, float("nan"), None])]))
    assert naive.state.tolist() == [LOCAL]
    assert aware.state.tolist() == [ABSOLUTE, EMPTY]
    assert naive.time[0] == aware.time[0] == numbers.time[0] - 500_000
    assert numbers.state.tolist() == [ABSOLUTE, UNREADABLE, EMPTY]


def in_zone(name: str, *times: datetime):
    local = np.array([(each - EPOCH) // timedelta(microseconds=1) for each in times])
    return to_utc(local, zone_named(name))


def utc(*times: datetime) -> list[int]:
    return [(each - EPOCH) // timedelta(microseconds=1) for each in times]


def test_an_ambiguous_hour_is_the_first():
    found = in_zone("Europe/Amsterdam", datetime(2012, 10, 28, 2, 30))  # noqa: DTZ001
    assert found.time.tolist() == utc(datetime(2012, 10, 28, 0, 30))  # noqa: DTZ001
    assert (found.ambiguous, found.skipped) == (1, 0)


def test_a_skipped_hour_moves_forward():
    found = in_zone("Europe/Amsterdam", datetime(2012, 3, 25, 2, 30))  # noqa: DTZ001
    assert found.time.tolist() == utc(datetime(2012, 3, 25, 1, 30))  # 03:30 on the clock  # noqa: DTZ001
    assert (found.ambiguous, found.skipped) == (0, 1)


def test_an_offset_is_a_zone_and_a_wrong_name_is_told():
    assert in_zone("+02:00", datetime(2012, 3, 25, 2)).time.tolist() == utc(datetime(2012, 3, 25))  # noqa: DTZ001
    with pytest.raises(UsageError, match=r'no time zone "Europe/Amsterdm".*Did you mean "Europe/Amsterdam"'):
        zone_named("Europe/Amsterdm")


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(1975, 1, 1), datetime(2036, 1, 1)),  # noqa: DTZ001
    st.sampled_from(
        ["Europe/Amsterdam", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
)
def test_any_local_time_becomes_what_python_says(local, zone):
    aware = local.replace(tzinfo=ZoneInfo(zone))
    found = in_zone(zone, local)
    assert found.time[0] == (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    change = aware.utcoffset() - aware.replace(fold=1).utcoffset()
    assert (found.ambiguous, found.skipped) == (change > timedelta(0), change < timedelta(0))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)), min_size=1, max_size=20),  # noqa: DTZ001
    st.sampled_from(["seconds", "milliseconds", "microseconds"]),
    st.sampled_from(["T", " "]),
)
def test_what_isoformat_writes_is_read_again(times, precision, separator):
    texts = [each.isoformat(separator, precision) for each in times]
    expected = [datetime.fromisoformat(text) for text in texts]
    assert read(*texts).time.tolist() == utc(*expected)
