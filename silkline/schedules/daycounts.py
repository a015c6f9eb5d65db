"""
Day counts: the part of a year between two days, as an exact fraction.

Each is named in full: "30/360" alone means four different things, so it is refused.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Final

from silkline.errors import BadInput

__all__ = ["DayCount", "day_of", "ends_month", "year_fraction"]

_LAST_SECOND: Final = (23, 59, 59)


class DayCount(Enum):
    """A day count by its full name."""

    ACT_360 = "ACT/360"
    """Days, by 360."""
    ACT_365F = "ACT/365F"
    """Days, by 365 in leap years too."""
    ACT_ACT_ISDA = "ACT/ACT ISDA"
    """Days in leap years by 366, other days by 365."""
    THIRTY_E_360 = "30E/360"
    """Months of 30 days: a 31st counts as the 30th."""
    THIRTY_E_360_ISDA = "30E/360 ISDA"
    """As 30E/360, and the last day of February counts as the 30th unless it is the maturity."""
    THIRTY_360_BOND = "30/360 Bond Basis"
    """As 30E/360, but an end on a 31st counts as such unless the start is a 30th or 31st."""
    TWENTY_EIGHT_E_336 = "28E/336"
    """Months of 28 days: any later day counts as the 28th."""

    @classmethod
    def of(cls, name: str | DayCount) -> DayCount:
        """
        Return the day count of that name.

        Raises:
            BadInput: There is none of that name; the message lists those that there are.

        >>> DayCount.of("ACT/360")
        <DayCount.ACT_360: 'ACT/360'>
        """
        try:
            return cls(name)
        except ValueError:
            known = ", ".join(one.value for one in cls)
            raise BadInput(f"{name!r} is no day count; name one exactly: {known}") from None


def day_of(moment: date) -> date:
    """Return the day that *moment* counts for; the last second of a day is the next midnight."""
    if not isinstance(moment, datetime):
        return moment
    late = (moment.hour, moment.minute, moment.second) == _LAST_SECOND
    return moment.date() + timedelta(days=1) if late else moment.date()


def year_fraction(
    start: date, end: date, convention: DayCount, *, maturity: date | None = None
) -> Fraction:
    """
    Return the part of a year from *start* to *end*, never rounded; 0 when they are in disorder.

    Args:
        start: First day; of a ``datetime`` the day that ``day_of`` gives.
        end: Day after the last one counted.
        convention: How days and years are counted.
        maturity: Last day of the contract, which 30E/360 ISDA alone looks at.

    >>> year_fraction(date(2027, 1, 31), date(2027, 2, 28), DayCount.THIRTY_E_360)
    Fraction(7, 90)
    """
    first, last = day_of(start), day_of(end)
    if last <= first:
        return Fraction(0)
    if convention is DayCount.THIRTY_E_360_ISDA:
        return _thirty_e_360_isda(first, last, day_of(maturity) if maturity else None)
    return _FRACTIONS[convention](first, last)


def _act_360(first: date, last: date) -> Fraction:
    return Fraction((last - first).days, 360)


def _act_365f(first: date, last: date) -> Fraction:
    return Fraction((last - first).days, 365)


def _act_act_isda(first: date, last: date) -> Fraction:
    total = Fraction(0)
    while first.year < last.year:
        new_year = date(first.year + 1, 1, 1)
        total += Fraction((new_year - first).days, _year_length(first.year))
        first = new_year
    return total + Fraction((last - first).days, _year_length(last.year))


def _thirty_e_360(first: date, last: date) -> Fraction:
    return _months(first, last, min(first.day, 30), min(last.day, 30), 30)


def _thirty_360_bond(first: date, last: date) -> Fraction:
    start = min(first.day, 30)
    end = 30 if last.day == 31 and start == 30 else last.day
    return _months(first, last, start, end, 30)


def _twenty_eight_e_336(first: date, last: date) -> Fraction:
    return _months(first, last, min(first.day, 28), min(last.day, 28), 28)


def _thirty_e_360_isda(first: date, last: date, maturity: date | None) -> Fraction:
    start = 30 if ends_month(first) else first.day
    at_maturity = last == maturity and last.month == 2
    end = 30 if ends_month(last) and not at_maturity else last.day
    return _months(first, last, start, end, 30)


def _months(first: date, last: date, start: int, end: int, length: int) -> Fraction:
    """Return the part of a year of twelve months of *length* days."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return Fraction(months * length + end - start, 12 * length)


def ends_month(day: date) -> bool:
    """Return whether *day* is the last of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _year_length(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


_FRACTIONS: Final[dict[DayCount, Callable[[date, date], Fraction]]] = {
    DayCount.ACT_360: _act_360,
    DayCount.ACT_365F: _act_365f,
    DayCount.ACT_ACT_ISDA: _act_act_isda,
    DayCount.THIRTY_E_360: _thirty_e_360,
    DayCount.THIRTY_360_BOND: _thirty_360_bond,
    DayCount.TWENTY_EIGHT_E_336: _twenty_eight_e_336,
}
