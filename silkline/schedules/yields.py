"""
What a schedule costs a year: the rate at which its flows are worth nothing together.

The rate is effective, so it counts interest on interest: a flow after t years is divided by
(1 + rate) to the t. Years are days by 365 unless another day count is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final

from silkline.errors import BadInput
from silkline.schedules.daycounts import DayCount, year_fraction
from silkline.schedules.table import Schedule

__all__ = ["apr", "irr"]

_DIGITS: Final = 40
_PLACES: Final = Decimal("1e-12")
_CLOSE: Final = Decimal("1e-20")
_LOWEST: Final = Decimal("-0.999999")
_HIGHEST: Final = Decimal(10) ** 9

_Flows = list[tuple[Decimal, Decimal]]


def irr(flows: Sequence[tuple[date, int]], day_count: DayCount = DayCount.ACT_365F) -> Decimal:
    """
    Return the effective rate a year of *flows*, to 12 decimals.

    Newton's steps, and a halving wherever one would leave the bounds that hold the rate.

    Args:
        flows: Days and amounts in any one unit; what is paid has the other sign than what
            is received.
        day_count: How the years from the first flow are counted.

    Raises:
        BadInput: The flows change their sign not once, so that there is no rate or several; or
            the rate lies outside -99.9999 % to a thousand million.

    >>> irr([(date(2027, 1, 1), -100_00), (date(2028, 1, 1), 110_00)])
    Decimal('0.100000000000')
    """
    ordered = sorted(flow for flow in flows if flow[1])
    signs = [amount > 0 for _, amount in ordered]
    changes = sum(one != other for one, other in pairwise(signs))
    if changes != 1:
        raise BadInput(f"the flows change their sign {changes} times; a rate needs exactly once")
    with localcontext() as context:
        context.prec = _DIGITS
        return _root(_timed(ordered, day_count)).quantize(_PLACES)


def apr(schedule: Schedule, *, fee: int = 0, day_count: DayCount = DayCount.ACT_365F) -> Decimal:
    """
    Return the effective rate a year that a schedule costs its borrower, to 12 decimals.

    Args:
        schedule: What is drawn and paid back.
        fee: Kept back from the amount drawn, in minor units.
        day_count: How years are counted.

    Raises:
        BadInput: Nothing is drawn, or nothing paid back.
    """
    return irr(schedule.flows(fee), day_count)


def _timed(ordered: Sequence[tuple[date, int]], day_count: DayCount) -> _Flows:
    """Return the flows with their years from the first; received after paid, whoever asks."""
    first, amount = ordered[0]
    sign = -1 if amount > 0 else 1
    timed = []
    for day, flow in ordered:
        years = year_fraction(first, day, day_count)
        timed.append((Decimal(years.numerator) / Decimal(years.denominator), Decimal(sign * flow)))
    return timed


def _root(flows: _Flows) -> Decimal:
    """Return the rate at which the value of *flows*, which falls with the rate, is 0."""
    low, high = _bounds(flows)
    rate = (low + high) / 2
    step = 0
    while True:
        step += 1
        value, slope = _value(flows, rate)
        low, high = (rate, high) if value > 0 else (low, rate)
        following = rate - value / slope if slope else low
        if abs(following - rate) < _CLOSE or high - low < _CLOSE:
            return following
        # Every third step halves, so that the end is reached however flat or steep the value is.
        if step % 3 == 0 or not low < following < high:
            following = (low + high) / 2
        rate = following


def _bounds(flows: _Flows) -> tuple[Decimal, Decimal]:
    high = Decimal(1)
    while high < _HIGHEST and _value(flows, high)[0] > 0:
        high *= 10
    if _value(flows, _LOWEST)[0] <= 0 or _value(flows, high)[0] > 0:
        raise BadInput(f"the rate lies outside {_LOWEST} to {_HIGHEST}")
    return _LOWEST, high


def _value(flows: _Flows, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return what *flows* are worth at *rate*, and how that changes with the rate."""
    worth = slope = Decimal(0)
    for years, amount in flows:
        present = amount / (1 + rate) ** years
        worth += present
        slope -= years * present / (1 + rate)
    return worth, slope
