"""The level payment of an annuity: the one that leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from silkline.errors import BadInput
from silkline.schedules.actus.contract import Base, Contract
from silkline.schedules.actus.events import Event, EventType
from silkline.schedules.daycounts import year_fraction

__all__ = ["Position", "level_payment"]

_DIGITS: Final = 60


@dataclass(frozen=True)
class Position:
    """What is outstanding at a time, without signs, in whatever unit the payment is wanted in."""

    time: datetime
    notional: Fraction
    base: Fraction
    accrued: Fraction
    rate: Fraction


def level_payment(contract: Contract, start: Position, events: Sequence[Event]) -> Fraction:
    """
    Return the payment that, made on each principal date, leaves nothing after the last.

    What is left is a straight line in the payment, so two trials find where it is nothing.
    Irregular periods, capitalisation and a base of interest of its own are as they will be.

    Args:
        contract: The terms; its rate is not looked at.
        start: The position from which the payments start.
        events: Payments of principal (PR), of interest (IP), capitalisations (IPCI), fixings
            of the base (IPCB), and the end (MD), in order.

    Returns:
        The payment, exact to 60 digits.

    Raises:
        BadInput: No payment leaves nothing.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        without = _left_over(contract, start, events, Decimal(0))
        slope = without - _left_over(contract, start, events, Decimal(1))
        if not slope:
            raise BadInput("no payment pays the annuity off: it has no principal payments")
        return Fraction(without / slope)


def _left_over(
    contract: Contract, start: Position, events: Sequence[Event], payment: Decimal
) -> Decimal:
    """Return what is outstanding at the end, interest included, after *payment* on each date."""
    time, rate = start.time, _decimal(start.rate)
    notional, base, accrued = (_decimal(x) for x in (start.notional, start.base, start.accrued))
    unpaid = Decimal(0)
    for event in events:
        moment = event.reckoned(contract)
        part = year_fraction(time, moment, contract.day_count, maturity=contract.maturity)
        accrued, time = accrued + base * rate * _decimal(part), moment
        if event.kind is EventType.PR:
            notional -= payment - accrued
        elif event.kind is EventType.IPCI:
            notional, accrued = notional + accrued, Decimal(0)
        elif event.kind is EventType.IP:
            unpaid, accrued = accrued, Decimal(0)
        if event.kind is EventType.IPCB or contract.base is Base.NOTIONAL:
            base = notional
    return notional + accrued + (unpaid if _pays_at_end(events) else 0) - payment


def _pays_at_end(events: Sequence[Event]) -> bool:
    """Return whether interest is paid with the last payment, so that it is part of it."""
    return any(e.kind is EventType.IP and e.due == events[-1].due for e in events)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
