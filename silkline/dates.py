"""
Days and times as the contracts count them: whole days since 1970-01-01, seconds of Unix time.

A programme's days are those of its own calendar, a fixed number of quarter hours from UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from silkline.errors import BadInput

__all__ = ["Day", "Moment", "date_of", "day_number", "moment", "today", "unix_time"]

Day = date | str
"""A day: a ``date`` (not a ``datetime``) or ISO text such as ``"2027-03-31"``."""
Moment = datetime | int | str
"""A moment: an aware ``datetime``, ISO text with its zone, or whole seconds of Unix time."""

_EPOCH: Final = date(1970, 1, 1)
_SECONDS_PER_DAY: Final = 86_400
_SECONDS_PER_QUARTER: Final = 900


def day_number(day: Day) -> int:
    """
    Return the days from 1970-01-01 to *day*.

    Raises:
        BadInput: It is neither a date nor an ISO date, or before 1970.

    >>> day_number("2027-03-31")
    20908
    """
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            raise BadInput(f"{day!r} is no ISO date such as 2027-03-31") from None
    given: object = day
    if not isinstance(given, date) or isinstance(given, datetime):
        raise BadInput(f"a day is a date or an ISO date such as '2027-03-31', got {day!r}")
    if day < _EPOCH:
        raise BadInput(f"{day} lies before 1970")
    return (day - _EPOCH).days


def date_of(number: int) -> date:
    """
    Return the date of a day number.

    >>> date_of(20908).isoformat()
    '2027-03-31'
    """
    return _EPOCH + timedelta(days=number)


def today(time: int, utc_offset: int) -> int:
    """
    Return the day number at the Unix time *time* on a calendar.

    Twin of ``Calendar.dayOf`` (contracts/libraries/Calendar.sol); rounded down.

    Args:
        time: Seconds of Unix time.
        utc_offset: Quarter hours that the calendar is ahead of UTC, -48 to 56.

    >>> today(86_399, 0), today(86_399, 1)
    (0, 1)
    """
    return (time + utc_offset * _SECONDS_PER_QUARTER) // _SECONDS_PER_DAY


def unix_time(value: Moment) -> int:
    """
    Return a moment in seconds of Unix time, rounded down.

    Raises:
        BadInput: It is a datetime without a time zone, text that is none, or neither of these.

    >>> unix_time("1970-01-01T08:00:01+08:00")
    1
    """
    found = _aware(value) if isinstance(value, str) else value
    if isinstance(found, datetime) and found.tzinfo is not None:
        return int(found.timestamp() // 1)
    if type(found) is int:
        return found
    raise BadInput(
        "a moment is an aware datetime, text with a time zone such as 2027-01-31T12:00:00Z, or an "
        f"int of Unix seconds, got {value!r}"
    )


def _aware(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def moment(seconds: int) -> datetime:
    """
    Return the UTC datetime of a Unix time.

    >>> moment(1_806_451_200).isoformat()
    '2027-03-31T00:00:00+00:00'
    """
    return datetime.fromtimestamp(seconds, UTC)
