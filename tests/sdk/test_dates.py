"""
Days and moments.

├── when a day is a datetime, a number, a bad text or before 1970  → BadInput
├── when a moment has no time zone or is no int                    → BadInput
└── otherwise                                                      → the numbers of the contracts
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline import BadInput, dates


@pytest.mark.parametrize(
    "value",
    [datetime(2027, 1, 1, tzinfo=UTC), 20_000, "31.3.2027", "2027-02-30", None, date(1969, 12, 31)],
)
def test_what_is_no_day_is_refused(value):
    """A moment is not silently cut to a day, and a number is not taken for one."""
    with pytest.raises(BadInput):
        dates.day_number(value)


@pytest.mark.parametrize("value", [datetime(2027, 1, 1), 1.5, "2027-01-01", "noon", True, None])  # noqa: DTZ001
def test_what_is_no_moment_is_refused(value):
    """A time without a zone would mean another second on another machine."""
    with pytest.raises(BadInput):
        dates.unix_time(value)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 1, 1)))
def test_days_go_both_ways(day):
    """A date, its text and its number are the same day."""
    number = dates.day_number(day)

    assert dates.date_of(number) == day
    assert dates.day_number(day.isoformat()) == number
    assert dates.today(number * 86_400, 0) == dates.today(number * 86_400 + 86_399, 0) == number


@given(st.integers(0, 2**33), st.integers(-48, 56))
def test_a_calendar_is_quarter_hours_from_utc(time, offset):
    """The day is that of a clock which runs so many quarter hours ahead."""
    shifted = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=time, minutes=15 * offset)

    if time + offset * 900 >= 0:
        assert dates.date_of(dates.today(time, offset)) == shifted.date()


def test_moments_are_rounded_down():
    """A deadline never counts a second longer than it says."""
    zone = timezone(timedelta(hours=8))

    assert dates.unix_time(datetime(1970, 1, 1, 8, 0, 1, 999_999, tzinfo=zone)) == 1
    assert dates.unix_time("1970-01-01T08:00:01.9+08:00") == 1
    assert dates.unix_time("1970-01-01T00:00:02Z") == 2
    assert dates.moment(1) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
