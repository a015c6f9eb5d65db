"""
Days of a loan: day counts, due days, resets, and the rate between them.

Python's own calendar says what a month is; it ends with the year 9999.
"""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final

from silkline.dates import date_of, day_number
from silkline.errors import BadInput
from silkline.loan_math.terms import MILLION, DayCount, Fixing, LoanTerms

__all__ = ["add_months", "day_count_days", "due_day", "dues_by", "ppm_days", "rate_on"]

_LAST_MONTH: Final = 9999 * 12 + 11
"""December of the last year of Python's calendar, in months since the year 0."""


def day_count_days(day_count: DayCount, start: int, end: int) -> int:
    """
    Return the days from *start* to *end* as *day_count* counts them; by its year it is a part.

    Exact, and additive: two spans side by side count what the whole counts.

    >>> day_count_days(DayCount.THIRTY_E_360, day_number("2027-01-31"), day_number("2027-03-01"))
    31
    """
    if day_count is DayCount.THIRTY_E_360:
        return _thirty(end) - _thirty(start)
    return end - start


def _thirty(day: int) -> int:
    """Return the number of a day where every month has 30: a 31st counts as the 30th."""
    on = date_of(day)
    return 360 * on.year + 30 * on.month + min(on.day, 30)


def add_months(day: int, months: int, *, end_of_month: bool = False) -> int:
    """
    Return the day *months* months after *day*, on the same day of the month or its last.

    Args:
        day: Day number to count from.
        months: At least 0.
        end_of_month: Whether the last day of a month stays a last day of a month.

    Raises:
        BadInput: It lies after the year 9999.

    >>> date_of(add_months(day_number("2027-01-31"), 1)).isoformat()
    '2027-02-28'
    """
    start = date_of(day)
    month = start.year * 12 + start.month - 1 + months
    if month > _LAST_MONTH:
        raise BadInput(f"{months} months after {start} lies beyond the year 9999")
    year, month = month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    at_end = end_of_month and start.day == calendar.monthrange(start.year, start.month)[1]
    return day_number(date(year, month, last if at_end else min(start.day, last)))


def due_day(terms: LoanTerms, number: int) -> int:
    """
    Return the day on which instalment *number* (from 1) is due, counted from the first due day.

    Raises:
        BadInput: There is no such instalment.
    """
    if not 1 <= number <= terms.instalments:
        raise BadInput(f"instalments are numbered 1..{terms.instalments}, got {number}")
    distance = (number - 1) * terms.interval
    if terms.in_days:
        return terms.first_due + distance
    return add_months(terms.first_due, distance, end_of_month=terms.end_of_month)


def dues_by(terms: LoanTerms, day: int) -> int:
    """Return how many instalments have fallen due up to the end of *day*."""
    if day < terms.first_due:
        return 0
    if terms.instalments == 1:
        return 1
    if terms.in_days:
        return min((day - terms.first_due) // terms.interval + 1, terms.instalments)
    number = min(_months_between(terms.first_due, day) // terms.interval + 1, terms.instalments)
    return number if due_day(terms, number) <= day else number - 1


def _months_between(start: int, end: int) -> int:
    """Return how many months the month of *end* lies after that of *start*."""
    first, last = date_of(start), date_of(end)
    return (last.year - first.year) * 12 + last.month - first.month


def rate_on(terms: LoanTerms, day: int, fixings: Sequence[Fixing] = ()) -> int:
    """
    Return the rate of the interest on *day*, parts per million a year.

    Args:
        terms: The terms.
        day: Day number.
        fixings: What was recorded of the index, in order of days; of one day the last counts.
    """
    return _rate_from(terms, day, fixings)[0]


def _rate_from(terms: LoanTerms, day: int, fixings: Sequence[Fixing]) -> tuple[int, int | None]:
    """Return the rate on *day*, and the next day on which it may change."""
    if not terms.floating:
        return terms.rate, None
    if day < terms.first_reset:
        return terms.rate, terms.first_reset
    passed = _months_between(terms.first_reset, day) // terms.reset_months
    if _reset(terms, passed) > day:
        passed -= 1
    return _fixed(terms, _reset(terms, passed), fixings), _reset(terms, passed + 1)


def _reset(terms: LoanTerms, number: int) -> int:
    """Return reset day *number* (from 0); a shorter month has it on its last day."""
    return add_months(terms.first_reset, number * terms.reset_months)


def _fixed(terms: LoanTerms, reset: int, fixings: Sequence[Fixing]) -> int:
    """Return the rate that the last fixing up to the end of a reset day gives."""
    known = bisect_right(fixings, reset, key=lambda fixing: fixing.day)
    if not known:
        return terms.rate
    return min(max(fixings[known - 1].rate + terms.spread, terms.floor), MILLION)


def ppm_days(terms: LoanTerms, start: int, end: int, fixings: Sequence[Fixing] = ()) -> int:
    """
    Return the sum of rate x days from *start* to *end*: parts per million x days of the day count.

    Times an amount it is a numerator of interest; exact, and additive over spans side by side.
    """
    total = 0
    while start < end:
        rate, change = _rate_from(terms, start, fixings)
        stop = end if change is None else min(change, end)
        total += rate * day_count_days(terms.day_count, start, stop)
        start = stop
    return total
