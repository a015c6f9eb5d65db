"""
Cyclic dates: every so many days, weeks, months or years from an anchor.

The k-th date is reckoned from the anchor and not from the date before it, so that 31 January
is followed by 28 February and then by 31 March.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final, TypeVar

from silkline.errors import BadInput
from silkline.schedules.daycounts import ends_month

__all__ = ["Cycle", "EndOfMonth", "Stub", "between", "nth"]

_Day = TypeVar("_Day", bound=date)
_WRITTEN = re.compile(r"P?([0-9]{1,5})([DWMQHY])(L0|L1|[+-])?", re.ASCII)
_SHORT: Final = ("L1", "-")
_DAYS: Final = {"D": 1, "W": 7}
_MONTHS: Final = {"M": 1, "Q": 3, "H": 6, "Y": 12}
_LAST_YEAR: Final = 9998
_MOST_DATES: Final = 100_000
"""Guards: a cycle that goes beyond is refused rather than run on."""


class Stub(Enum):
    """What happens to the last period when it is not a whole one."""

    LONG = "0"
    """The last regular date is left out: the last period is longer than a whole one."""
    SHORT = "1"
    """The last regular date stays: the last period is shorter."""


class EndOfMonth(Enum):
    """What happens when the anchor is the last day of a month of fewer than 31 days."""

    END_OF_MONTH = "EOM"
    """All dates are last days of months."""
    SAME_DAY = "SD"
    """All dates have the anchor's day, or the last day of a shorter month."""


@dataclass(frozen=True)
class Cycle:
    """A number of units of time, and what becomes of the last period."""

    count: int
    unit: str
    """D, W, M, Q (three months), H (six months) or Y."""
    stub: Stub = Stub.LONG

    def __post_init__(self) -> None:
        if self.count < 1 or self.unit not in {*_DAYS, *_MONTHS}:
            raise BadInput(f"a cycle is at least one of D, W, M, Q, H, Y; got {self}")

    def __str__(self) -> str:
        return f"P{self.count}{self.unit}L{self.stub.value}"

    @classmethod
    def parse(cls, text: str) -> Cycle:
        """
        Read a cycle as ACTUS writes it: ``P3ML1`` is three months, a short last period.

        Its older form, ``3M-`` for short and ``3M+`` for long, is read as well.

        Raises:
            BadInput: *text* is no such cycle.

        >>> Cycle.parse("P3ML1")
        Cycle(count=3, unit='M', stub=<Stub.SHORT: '1'>)
        """
        found = _WRITTEN.fullmatch(text.strip())
        if not found:
            raise BadInput(f"{text!r} is no cycle such as P1ML0, P2WL1 or P1YL1")
        return cls(int(found[1]), found[2], Stub.SHORT if found[3] in _SHORT else Stub.LONG)


def nth(anchor: _Day, cycle: Cycle, k: int, rule: EndOfMonth = EndOfMonth.SAME_DAY) -> _Day:
    """
    Return the *k*-th date after *anchor*, which is the 0-th; *k* may be negative.

    Raises:
        BadInput: It lies beyond the calendar.

    >>> [nth(date(2027, 1, 31), Cycle(1, "M"), k).day for k in range(4)]
    [31, 28, 31, 30]
    """
    if cycle.unit in _DAYS:
        return _later(anchor, k * cycle.count * _DAYS[cycle.unit])
    months = anchor.year * 12 + anchor.month - 1 + k * cycle.count * _MONTHS[cycle.unit]
    year, month = divmod(months, 12)
    if not 1 <= year <= _LAST_YEAR:
        raise BadInput(f"date {k} of {cycle} from {anchor:%Y-%m-%d} lies in the year {year}")
    last = calendar.monthrange(year, month + 1)[1]
    to_end = rule is EndOfMonth.END_OF_MONTH and ends_month(anchor)
    return anchor.replace(year=year, month=month + 1, day=last if to_end else min(anchor.day, last))


def _later(anchor: _Day, days: int) -> _Day:
    try:
        return anchor + timedelta(days=days)
    except OverflowError:
        raise BadInput(f"{days} days after {anchor:%Y-%m-%d} is beyond the calendar") from None


def between(
    anchor: _Day, cycle: Cycle, end: _Day, rule: EndOfMonth = EndOfMonth.SAME_DAY
) -> list[_Day]:
    """
    Return the dates from *anchor* to *end*, both included, in order.

    With a long stub the last regular date before *end* is left out, unless a whole period lies
    between the two or it is the anchor itself. *anchor* after *end* gives *end* alone.

    Raises:
        BadInput: They are more than a schedule may have.

    >>> [f"{day:%d.%m.}" for day in between(date(2027, 1, 1), Cycle(1, "M"), date(2027, 3, 15))]
    ['01.01.', '01.02.', '15.03.']
    """
    dates: list[_Day] = []
    while (following := nth(anchor, cycle, len(dates), rule)) < end:
        dates.append(following)
        if len(dates) > _MOST_DATES:
            raise BadInput(f"{cycle} from {anchor:%Y-%m-%d} has more than {_MOST_DATES} dates")
    if cycle.stub is Stub.LONG and following != end and len(dates) > 1:
        dates.pop()
    return [*dates, end]
