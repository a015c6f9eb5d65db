"""
The state of a contract from event to event, and what each event pays.

Amounts are whole units of a scale; accrued interest is kept as the fraction that it is and
rounded once, when it is paid, capitalised or shown. The same code reckons minor units and
amounts with ten more decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from silkline.schedules.actus.annuity import Position, level_payment
from silkline.schedules.actus.contract import Base, Contract, Kind
from silkline.schedules.actus.events import (
    Event,
    EventType,
    events_of,
    interest_times,
    payoff_events,
    with_maturity,
)
from silkline.schedules.daycounts import year_fraction
from silkline.schedules.rounding import Scale

__all__ = ["Outcome", "evaluate"]


@dataclass(frozen=True)
class Outcome:
    """An event with what it pays and the state after it; amounts in units of the scale."""

    time: datetime
    kind: EventType
    payoff: int
    """Received if positive, paid if negative, as the contract's ``sign`` has it."""
    notional: int
    rate: Fraction
    accrued: int


def evaluate(contract: Contract, scale: Scale, until: datetime | None = None) -> list[Outcome]:
    """
    Return what happens under *contract*, in order of time.

    Args:
        contract: The terms.
        scale: The unit of all amounts, and how fractions of it are rounded.
        until: Last time that is of interest; to the end where there is none.

    Raises:
        BadInput: The terms do not fit each other, or an observation is missing.
    """
    contract = with_maturity(contract)
    run = _Run(contract, scale)
    outcomes = [run.take(event) for event in events_of(contract)]
    bought = next((i for i, one in enumerate(outcomes) if one.kind is EventType.PRD), 0)
    return [one for one in outcomes[bought:] if until is None or one.time <= until]


class _Run:
    """The state of one contract, moved on by ``take``; amounts carry the contract's sign."""

    def __init__(self, contract: Contract, scale: Scale) -> None:
        self.contract, self.scale = contract, scale
        self.time = contract.status_date
        self.position = (contract.status_date, EventType.MD)
        self.notional = 0
        self.base = 0
        self.rate = self.accrued = Fraction(0)
        self.fee = contract.sign * self.scale.fraction(contract.fee_accrued)
        self.interest_multiplier = contract.interest_multiplier
        self.notional_multiplier = contract.notional_multiplier
        self.payment = self._payment()
        if contract.running:
            self._begin()
            self.accrued = self._accrued_before()
            self._fix_at_start()

    def take(self, event: Event) -> Outcome:
        """Move the state on to *event* and return what it does."""
        self._accrue(event.reckoned(self.contract))
        self.position = (event.time, event.kind)
        payoff = _HANDLERS[event.kind](self, event)
        accrued = self.scale.rounded(self.accrued)
        return Outcome(event.time, event.kind, payoff, self.notional, self.rate, accrued)

    def _signed(self, amount: Decimal) -> int:
        return self.contract.sign * self.scale.units(amount)

    def _year_fraction(self, start: datetime, end: datetime) -> Fraction:
        contract = self.contract
        return year_fraction(start, end, contract.day_count, maturity=contract.maturity)

    def _payment(self) -> int:
        """Return the principal payment of the terms, or an equal part; 0 until it is fixed."""
        contract = self.contract
        if contract.payment is not None:
            return self.scale.units(contract.payment)
        if contract.kind is not Kind.LAM:
            return 0
        events = payoff_events(contract, self.position)
        parts = sum(event.kind in (EventType.PR, EventType.MD) for event in events)
        return self.scale.rounded(self.scale.fraction(contract.notional) / max(parts, 1))

    def _begin(self) -> None:
        """Set the state of a contract whose money has been paid out."""
        contract = self.contract
        self.notional = self._signed(contract.notional)
        self.rate = contract.rate or Fraction(0)
        own = contract.base is not Base.NOTIONAL and contract.base_amount is not None
        self.base = self._signed(contract.base_amount or Decimal(0)) if own else self.notional

    def _accrued_before(self) -> Fraction:
        """
        Return the interest accrued at the status date since the last interest date.

        Nothing where there was none yet: what accrued before is then for the terms to say.
        """
        contract = self.contract
        if contract.accrued is not None:
            return contract.sign * self.scale.fraction(contract.accrued)
        past = [t for t in interest_times(contract) if t <= contract.status_date]
        if not past:
            return Fraction(0)
        return self.base * self.rate * self._year_fraction(max(past), contract.status_date)

    def _fix_at_start(self) -> None:
        """Fix an annuity's payment, for contracts that have no event of its own for it."""
        contract = self.contract
        if contract.kind is Kind.ANN and contract.payment is None:
            self.payment = self._level_payment()

    def _level_payment(self) -> int:
        contract, sign = self.contract, self.contract.sign
        horizon = replace(contract, maturity=contract.amortization or contract.maturity)
        start = Position(
            self.time,
            Fraction(sign * self.notional),
            Fraction(sign * self.base),
            sign * self.accrued,
            self.rate,
        )
        events = payoff_events(horizon, self.position)
        return self.scale.rounded(level_payment(horizon, start, events)) if events else 0

    def _accrue(self, time: datetime) -> None:
        part = self._year_fraction(self.time, time)
        self.accrued += self.base * self.rate * part
        if not self.contract.fee_is_amount:
            self.fee += self.notional * self.contract.fee_rate * part
        self.time = max(time, self.time)

    def _follow(self) -> None:
        """Let the base of interest follow the principal, where it does."""
        if self.contract.base is Base.NOTIONAL:
            self.base = self.notional

    def _taken(self) -> int:
        """Return the accrued interest in whole units, and start again from nothing."""
        interest = self.scale.rounded(self.accrued)
        self.accrued = Fraction(0)
        return interest

    def pay_out(self, _: Event) -> int:
        """IED: the principal, less a discount or with a premium."""
        contract = self.contract
        self._begin()
        anchor = contract.interest.anchor
        if contract.accrued is not None:
            self.accrued = contract.sign * self.scale.fraction(contract.accrued)
        elif anchor is not None and anchor < contract.initial_exchange:
            part = self._year_fraction(anchor, contract.initial_exchange)
            self.accrued = self.base * self.rate * part
        self._fix_at_start()
        return -self._signed(contract.notional + contract.premium_discount)

    def pay_interest(self, _: Event) -> int:
        """IP: the accrued interest."""
        interest = self.scale.rounded(self.interest_multiplier * self.accrued)
        self.accrued = Fraction(0)
        return interest

    def capitalize(self, _: Event) -> int:
        """IPCI: the accrued interest becomes principal."""
        self.notional += self._taken()
        self._follow()
        return 0

    def redeem(self, _: Event) -> int:
        """PR: a part of the principal, never more than there is."""
        sign = self.contract.sign
        payment = self.payment
        if self.contract.kind is Kind.ANN:
            payment -= sign * self.scale.rounded(self.accrued)
        payment = sign * min(payment, sign * self.notional)
        self.notional -= payment
        self._follow()
        return self.scale.rounded(self.notional_multiplier * payment)

    def pay_fee(self, _: Event) -> int:
        """FP: an amount, or what has accrued."""
        fee, self.fee = self.fee, Fraction(0)
        if self.contract.fee_is_amount:
            fee = self.contract.sign * self.scale.fraction(self.contract.fee_rate)
        return self.scale.rounded(fee)

    def reset(self, event: Event) -> int:
        """RR: a new rate from the index, within its bounds."""
        terms, contract = self.contract.reset, self.contract
        due, shown = event.due - terms.fixing, event.time - terms.fixing
        wanted = contract.observed(terms.index, due, shown) * terms.multiplier + terms.spread
        change = _bounded(wanted - self.rate, terms.period_floor, terms.period_cap)
        self.rate = _bounded(self.rate + change, terms.life_floor, terms.life_cap)
        return 0

    def reset_known(self, _: Event) -> int:
        """RRF: the new rate that the terms have already."""
        self.rate = self.contract.reset.next_rate or Fraction(0)
        return 0

    def fix_payment(self, _: Event) -> int:
        """PRF: a new level payment."""
        self.payment = self._level_payment()
        return 0

    def fix_base(self, _: Event) -> int:
        """IPCB: interest is reckoned on the principal as it is now."""
        self.base = self.notional
        return 0

    def rescale(self, event: Event) -> int:
        """SC: new multipliers of what is paid."""
        contract = self.contract
        index = contract.observed(contract.scaling_index, event.due, event.time)
        if contract.scales_interest:
            self.interest_multiplier = index / contract.scaling_start
        if contract.scales_notional:
            self.notional_multiplier = index / contract.scaling_start
        return 0

    def buy(self, _: Event) -> int:
        """PRD: the price and the accrued interest, which stays accrued."""
        price = self.scale.units(self.contract.purchase_price)
        return -self.contract.sign * (price + self.scale.rounded(self.accrued))

    def terminate(self, _: Event) -> int:
        """TD: the price and the accrued interest; nothing is left."""
        price = self.scale.units(self.contract.termination_price)
        payoff = self.contract.sign * (price + self._taken())
        self.notional, self.base, self.fee = 0, 0, Fraction(0)
        return payoff

    def mature(self, event: Event) -> int:
        """MD: all that is outstanding; nothing is left."""
        principal = self.scale.rounded(self.notional_multiplier * self.notional)
        payoff = principal + self.pay_interest(event) + self.scale.rounded(self.fee)
        self.notional, self.base, self.fee = 0, 0, Fraction(0)
        return payoff


def _bounded(value: Fraction, floor: Fraction | None, cap: Fraction | None) -> Fraction:
    value = value if floor is None else max(value, floor)
    return value if cap is None else min(value, cap)


_HANDLERS: Final[dict[EventType, Callable[[_Run, Event], int]]] = {
    EventType.IED: _Run.pay_out,
    EventType.FP: _Run.pay_fee,
    EventType.PR: _Run.redeem,
    EventType.IP: _Run.pay_interest,
    EventType.IPCI: _Run.capitalize,
    EventType.RRF: _Run.reset_known,
    EventType.RR: _Run.reset,
    EventType.PRF: _Run.fix_payment,
    EventType.PRD: _Run.buy,
    EventType.TD: _Run.terminate,
    EventType.SC: _Run.rescale,
    EventType.IPCB: _Run.fix_base,
    EventType.MD: _Run.mature,
}
