"""
Business days, and where an event goes that falls on none.

A shift is following or preceding, plain or modified (never out of the month). Whether interest
is counted to the shifted day or to the day first scheduled is a second choice, see ``Shift``.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import Final, TypeVar

__all__ = ["Calendar", "Shift", "is_business_day", "shifted"]

_Day = TypeVar("_Day", bound=date)
_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


class Calendar(Enum):
    """Which days are business days, by its ACTUS code."""

    NONE = "NC"
    """Every day."""
    MONDAY_TO_FRIDAY = "MF"
    """Monday to Friday, without holidays."""


class Shift(Enum):
    """
    What becomes of an event on a day off, by its ACTUS code.

    SC…: shifted first, and interest counted to the shifted day.
    CS…: interest counted to the day scheduled, then shifted.
    """

    NONE = "NOS"
    SHIFT_FOLLOWING = "SCF"
    SHIFT_MODIFIED_FOLLOWING = "SCMF"
    SHIFT_PRECEDING = "SCP"
    SHIFT_MODIFIED_PRECEDING = "SCMP"
    CALCULATE_FOLLOWING = "CSF"
    CALCULATE_MODIFIED_FOLLOWING = "CSMF"
    CALCULATE_PRECEDING = "CSP"
    CALCULATE_MODIFIED_PRECEDING = "CSMP"

    @property
    def calculates_first(self) -> bool:
        """Whether interest counts to the day scheduled, not to the shifted one."""
        return self.value.startswith("CS")


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Return whether *day* is a business day of *calendar*."""
    return calendar is Calendar.NONE or day.weekday() < _SATURDAY


def shifted(day: _Day, shift: Shift, calendar: Calendar) -> _Day:
    """
    Return the business day that *day* is moved to; a business day stays where it is.

    >>> shifted(date(2027, 1, 31), Shift.SHIFT_MODIFIED_FOLLOWING, Calendar.MONDAY_TO_FRIDAY)
    datetime.date(2027, 1, 29)
    """
    if shift is Shift.NONE:
        return day
    step = -_ONE_DAY if shift.value.endswith("P") else _ONE_DAY
    moved = _moved(day, step, calendar)
    if "M" in shift.value and moved.month != day.month:
        return _moved(day, -step, calendar)
    return moved


def _moved(day: _Day, step: timedelta, calendar: Calendar) -> _Day:
    while not is_business_day(day, calendar):
        day += step
    return day
