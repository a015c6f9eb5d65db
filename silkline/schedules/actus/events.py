"""
When a contract's events are: dates by cycles, shifts and stubs, in the order they are evaluated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from fractions import Fraction

from silkline.errors import BadInput
from silkline.schedules.actus.contract import Base, Contract, Kind, Recurrence
from silkline.schedules.calendars import shifted
from silkline.schedules.cycles import between, nth
from silkline.schedules.daycounts import year_fraction

__all__ = ["Event", "EventType", "events_of", "interest_times", "payoff_events", "with_maturity"]

_ONE_DAY = timedelta(days=1)
_MOST_EVENTS = 100_000


class EventType(IntEnum):
    """What happens; at one time the lower number happens first."""

    IED = 1
    FP = 2
    PR = 3
    IP = 4
    IPCI = 5
    RRF = 6
    RR = 7
    PRF = 8
    PRD = 9
    TD = 10
    SC = 11
    IPCB = 12
    MD = 13


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens under a contract."""

    time: datetime
    """When it happens, after the shift to a business day."""
    kind: EventType
    due: datetime
    """When it is scheduled."""

    def reckoned(self, contract: Contract) -> datetime:
        """Return the time to which interest counts."""
        return self.due if contract.shift.calculates_first else self.time


def with_maturity(contract: Contract) -> Contract:
    """
    Return *contract* with a maturity: where none is given, the date of the last payment.

    Raises:
        BadInput: The terms do not say when it ends.
    """
    if contract.maturity is not None:
        return contract
    if contract.kind is Kind.ANN and contract.amortization is not None:
        return replace(contract, maturity=contract.amortization)
    if contract.kind is Kind.PAM or not contract.payment:
        raise BadInput("the terms need a maturity date, or an amount of the principal payments")
    return replace(contract, maturity=_last_payment(contract))


def _last_payment(contract: Contract) -> datetime:
    start, cycle = _start(contract, contract.principal), contract.principal.cycle
    if start is None or cycle is None or contract.payment is None:
        raise BadInput("without a maturity date the principal payments need a cycle")
    first = 0
    while nth(start, cycle, first, contract.end_of_month) <= contract.status_date:
        first += 1
    per_cycle = Fraction(contract.payment)
    if contract.kind is Kind.ANN:
        begin, end = (nth(start, cycle, first + k, contract.end_of_month) for k in (0, 1))
        interest = year_fraction(begin, end, contract.day_count) * (contract.rate or 0)
        per_cycle -= interest * Fraction(contract.notional)
    if per_cycle <= 0:
        raise BadInput(f"payments of {contract.payment} never redeem {contract.notional}")
    payments = math.ceil(Fraction(contract.notional) / per_cycle)
    if payments > _MOST_EVENTS:
        raise BadInput(f"{payments} payments are more than {_MOST_EVENTS}")
    return nth(start, cycle, first + payments - 1, contract.end_of_month)


def events_of(contract: Contract) -> list[Event]:
    """
    Return all events after the status date in the order in which they are evaluated.

    Those before a purchase are among them: they make the state in which it is bought.
    *contract* must have a maturity, see ``with_maturity``.
    """
    found = sorted(set(_all_events(contract)))
    end = _end(contract)
    if contract.termination is not None:
        last = Event(contract.termination, EventType.TD, contract.termination)
        found = [event for event in found if event <= last]
    start = contract.status_date
    begun = [event for event in found if start < event.time <= end]
    if contract.running:
        return begun
    return [event for event in begun if event.time >= contract.initial_exchange]


def payoff_events(contract: Contract, after: tuple[datetime, EventType]) -> list[Event]:
    """Return the events after one of that time and kind that decide on how a debt is paid off."""
    kinds = (EventType.PR, EventType.IP, EventType.IPCI, EventType.IPCB, EventType.MD)
    dates = (*_principal(contract), *_interest(contract), *_bases(contract), *_ends(contract))
    later = (event for event in set(dates) if (event.time, event.kind) > after)
    return sorted(event for event in later if event.kind in kinds)


def interest_times(contract: Contract) -> set[datetime]:
    """
    Return when interest is paid or capitalised, before shifts; nothing without a rate.

    An annuity pays interest on each of its principal dates.
    """
    if contract.rate is None:
        return set()
    times = {*_times(contract, contract.interest), _end(contract)}
    if contract.kind is Kind.ANN:
        times.update(_times(contract, contract.principal))
    if contract.capitalization_end is not None:
        times.add(contract.capitalization_end)
    return times


def _all_events(contract: Contract) -> Iterator[Event]:
    if not contract.running:
        yield _fixed(contract.initial_exchange, EventType.IED)
    yield from _principal(contract)
    yield from _fixings(contract)
    yield from _interest(contract)
    yield from _resets(contract)
    yield from _bases(contract)
    yield from _ends(contract)
    if contract.fee_rate:
        yield from _recurring(contract, contract.fees, EventType.FP, at_end=True)
    if contract.scales_interest or contract.scales_notional:
        yield from _recurring(contract, contract.scaling, EventType.SC)
    for time, kind in ((contract.purchase, EventType.PRD), (contract.termination, EventType.TD)):
        if time is not None:
            yield _fixed(time, kind)


def _principal(contract: Contract) -> Iterator[Event]:
    if contract.kind is not Kind.PAM:
        yield from _recurring(contract, contract.principal, EventType.PR)


def _fixings(contract: Contract) -> Iterator[Event]:
    """Yield the day before an annuity's first payment, where its amount is not in the terms."""
    if contract.kind is not Kind.ANN or contract.payment is not None:
        return
    first = next(iter(_times(contract, contract.principal)), None)
    if first is not None:
        yield _fixed(first - _ONE_DAY, EventType.PRF)


def _interest(contract: Contract) -> Iterator[Event]:
    until = contract.capitalization_end
    for time in interest_times(contract):
        capitalized = until is not None and time <= until
        yield _event(contract, time, EventType.IPCI if capitalized else EventType.IP)


def _resets(contract: Contract) -> Iterator[Event]:
    events = sorted(_recurring(contract, contract.resets, EventType.RR))
    known = contract.reset.next_rate is not None
    for event in events:
        if known and event.time > contract.status_date:
            event, known = replace(event, kind=EventType.RRF), False
        yield event
        if contract.kind is Kind.ANN:
            yield replace(event, kind=EventType.PRF)


def _bases(contract: Contract) -> Iterator[Event]:
    if contract.kind is not Kind.PAM and contract.base is Base.LAGGED:
        yield from _recurring(contract, contract.base_fixing, EventType.IPCB)


def _ends(contract: Contract) -> Iterator[Event]:
    yield _fixed(_end(contract), EventType.MD)


def _recurring(
    contract: Contract, recurrence: Recurrence, kind: EventType, *, at_end: bool = False
) -> Iterator[Event]:
    for time in _times(contract, recurrence):
        yield _event(contract, time, kind)
    if at_end:
        yield _event(contract, _end(contract), kind)


def _times(contract: Contract, recurrence: Recurrence) -> Iterable[datetime]:
    """Return the times of a recurrence before the contract ends."""
    start, end = _start(contract, recurrence), _end(contract)
    if start is None or start >= end:
        return []
    if recurrence.cycle is None:
        return [start]
    return between(start, recurrence.cycle, end, contract.end_of_month)[recurrence.skipped : -1]


def _start(contract: Contract, recurrence: Recurrence) -> datetime | None:
    if recurrence.anchor is None and recurrence.cycle is not None:
        return nth(contract.initial_exchange, recurrence.cycle, 1, contract.end_of_month)
    return recurrence.anchor


def _end(contract: Contract) -> datetime:
    if contract.maturity is None:
        raise BadInput("the contract has no maturity yet")
    return contract.maturity


def _event(contract: Contract, due: datetime, kind: EventType) -> Event:
    """Return an event, shifted to a business day; the last day of a contract never is."""
    if due == contract.maturity:
        return _fixed(due, kind)
    return Event(shifted(due, contract.shift, contract.calendar), kind, due)


def _fixed(time: datetime, kind: EventType) -> Event:
    return Event(time, kind, time)
