"""What the events of loans, guarantees and pledged notes mean for a survey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from silkline import events
from silkline.chain import abi
from silkline.chain.logs import Event
from silkline.ids import PartyId, ReceivableId
from silkline.loan_terms.agreement import payees_in
from silkline.survey.records import LoanRecord, Survey

__all__ = ["HANDLERS", "debt_of"]


def _loan(work: Survey, loan: bytes) -> LoanRecord:
    return work.loans[abi.to_hex(loan)]


def _opened(work: Survey, event: events.LoanOpened) -> None:
    loan = abi.to_hex(event.loan)
    work.loans[loan] = LoanRecord(loan, event.lender, event.borrower, event.place.block)


def _covered(work: Survey, event: events.CoverGiven) -> None:
    record = _loan(work, event.loan)
    same = [one for one in record.covers if one.place.transaction == event.place.transaction]
    record.covers = [*same, event]


def _terms(work: Survey, event: events.TermsPublished | events.TermsAmended) -> None:
    sides = {name: int(event.terms[name]) for name in ("lender", "borrower")}
    _loan(work, event.loan).terms = {**event.terms, **sides}


def _released(work: Survey, event: events.Released) -> None:
    record = _loan(work, event.loan)
    record.released.add(event.index)
    if payees_in({"payees": event.payees})[1]:
        record.lists[event.index] = [event.amount, 0]
    else:
        _draw(work, event, event.amount)


def _chunk(work: Survey, event: events.ChunkPaidOut) -> None:
    _loan(work, event.loan).lists[event.index][1] += event.amount
    _draw(work, event, event.amount)


def _repaid(work: Survey, event: events.Repaid) -> None:
    _draw(work, event, -event.principal)


def _refunded(work: Survey, event: events.Refunded) -> None:
    _draw(work, event, -event.amount)


def _draw(
    work: Survey,
    event: events.Released | events.ChunkPaidOut | events.Repaid | events.Refunded,
    units: int,
) -> None:
    """Let the principal of a loan grow, or fall."""
    record = _loan(work, event.loan)
    record.principal += units
    lender, borrower = record.lender, record.borrower
    work.post(event, lender, "lent", units, record.id, counterpart=borrower)
    work.post(event, borrower, "borrowed", units, record.id, counterpart=lender)


def _reserved(work: Survey, event: events.ReserveChanged) -> None:
    record = _loan(work, event.loan)
    units, record.reserve = event.reserve - record.reserve, event.reserve
    work.post(event, record.lender, "reserved", units, record.id, counterpart=record.borrower)


def _defaulted(work: Survey, event: events.Defaulted) -> None:
    _loan(work, event.loan).defaulted = True


def _lifted(work: Survey, event: events.DefaultLifted | events.LoanAmended) -> None:
    _loan(work, event.loan).defaulted = False


def _frozen(work: Survey, event: events.LoanFreezeChanged) -> None:
    _loan(work, event.loan).frozen = event.frozen


def _parked_for(work: Survey, event: events.ParkedFor) -> None:
    key, party = (event.payee, event.token), work.holders.get(event.payee)
    work.parked_for[key] = work.parked_for.get(key, 0) + event.amount
    work.post(event, party, "parked", event.amount, None, token=event.token)


def _claimed_for(work: Survey, event: events.ClaimedFor) -> None:
    units = work.parked_for.pop((event.payee, event.token))
    work.post(event, work.holders.get(event.payee), "parked", -units, None, token=event.token)


def debt_of(work: Survey, debt: bytes) -> tuple[ReceivableId | str, PartyId]:
    """Return the debt that a guarantor pays on, and its debtor."""
    number = int.from_bytes(debt, "big")
    if number >> 96:
        loan = work.loans[abi.to_hex(debt)]
        return loan.id, loan.borrower
    receivable = ReceivableId(number)
    return receivable, work.debts[receivable].programme.anchor


def _cover(work: Survey, event: events.CoverRecorded) -> None:
    work.covers[event.id, event.guarantor] = event


def _called(work: Survey, event: events.CoverCalled) -> None:
    _claim(work, event, event.amount)


def _recovered(work: Survey, event: events.Recovered) -> None:
    _claim(work, event, -event.amount)


def _claim(work: Survey, event: events.CoverCalled | events.Recovered, units: int) -> None:
    debt, debtor = debt_of(work, event.debt)
    work.claims[debt, event.guarantor] = event.claim
    work.post(event, event.guarantor, "claims", units, debt, counterpart=debtor)


def _pledged(work: Survey, event: events.Pledged) -> None:
    _loan(work, event.loan).pledged[event.note] = event.owner


def _unpledged(work: Survey, event: events.PledgeReleased) -> None:
    _loan(work, event.loan).pledged.pop(event.note)


def _booked(work: Survey, event: events.ProceedsBooked) -> None:
    _proceed(work, event, event.amount)


def _applied(work: Survey, event: events.ProceedsApplied) -> None:
    _proceed(work, event, -event.paid - event.surplus)


def _proceed(
    work: Survey, event: events.ProceedsBooked | events.ProceedsApplied, units: int
) -> None:
    record = _loan(work, event.loan)
    record.proceeds += units
    other = record.lender
    work.post(event, event.owner, "proceeds", units, record.id, counterpart=other)


HANDLERS: Final[Mapping[type[Event], Callable[[Survey, Any], None]]] = {
    events.LoanOpened: _opened,
    events.CoverGiven: _covered,
    events.TermsPublished: _terms,
    events.TermsAmended: _terms,
    events.Released: _released,
    events.ChunkPaidOut: _chunk,
    events.Repaid: _repaid,
    events.Refunded: _refunded,
    events.ReserveChanged: _reserved,
    events.Defaulted: _defaulted,
    events.DefaultLifted: _lifted,
    events.LoanAmended: _lifted,
    events.LoanFreezeChanged: _frozen,
    events.ParkedFor: _parked_for,
    events.ClaimedFor: _claimed_for,
    events.CoverRecorded: _cover,
    events.CoverCalled: _called,
    events.Recovered: _recovered,
    events.Pledged: _pledged,
    events.PledgeReleased: _unpledged,
    events.ProceedsBooked: _booked,
    events.ProceedsApplied: _applied,
}
