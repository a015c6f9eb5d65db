"""Why something moved: the business behind a transfer of cash or a note, by its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from silkline import events
from silkline.chain import abi
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.kinds import Status
from silkline.survey import Survey
from silkline.survey.loans import debt_of

__all__ = ["KINDS", "Reason", "note_reasons", "payments"]

KINDS: Final[Mapping[type[Event], str]] = {
    events.Confirmed: "confirmation",
    events.Corrected: "correction",
    events.StatusChanged: "cancellation",
    events.Extinguished: "extinction",
    events.Paid: "settlement",
    events.PaidByGuarantor: "cover",
    events.Released: "release",
    events.ChunkPaidOut: "payout",
    events.Repaid: "repayment",
    events.Refunded: "refund",
    events.ReserveChanged: "reserve",
    events.ProceedsBooked: "proceeds",
    events.ProceedsApplied: "application",
    events.CoverCalled: "cover",
    events.Recovered: "recovery",
    events.Parked: "parking",
    events.ParkedFor: "parking",
    events.Claimed: "claim",
    events.ClaimedFor: "claim",
}
"""What a posting other than of notes is called, by its event."""


@dataclass(frozen=True)
class Reason:
    """What a movement is for."""

    what: str
    about: ReceivableId | NoteId | str | None = None
    document: str = ""
    amount: int | None = None
    """What moved for it, in base units, where the event says so."""
    payer: PartyId | None = None
    payee: PartyId | None = None


def _hash(value: bytes) -> str:
    return abi.to_hex(value) if any(value) else ""


# Notes


def note_reasons(found: Iterable[Event]) -> dict[tuple[str, NoteId | ReceivableId], Reason]:
    """Return why notes moved, by transaction and note, or receivable where all of it is meant."""
    told: dict[tuple[str, NoteId | ReceivableId], Reason] = {}
    for event in found:
        for key, reason in _note_reason(event):
            told.setdefault((event.place.transaction, key), reason)
    return told


def _note_reason(event: Event) -> Iterator[tuple[NoteId | ReceivableId, Reason]]:
    if isinstance(event, events.Assigned):
        for note in (event.to, event.from_):
            yield note, Reason("assignment", document=_hash(event.trade_reference))
    elif isinstance(event, events.OfferTaken):
        for note in (event.note, event.from_):
            yield note, Reason("sale", document=_hash(event.offer))
    elif isinstance(event, events.Confirmed):
        yield event.id.note(1), Reason("confirmation", document=_hash(event.evidence_root))
    elif isinstance(event, events.PutBack):
        yield event.note, Reason("put-back")
    elif isinstance(event, events.Redeemed):
        yield event.note, Reason("redemption")
    elif isinstance(event, events.Corrected):
        yield event.id, Reason("correction")
    elif isinstance(event, events.StatusChanged) and event.status is Status.CANCELLED:
        yield event.id, Reason("cancellation")


# Cash


def payments(survey: Survey) -> dict[str, list[Reason]]:
    """Return what was paid for what, as the events of each transaction tell it."""
    found: dict[str, list[Reason]] = {}
    booked = {
        (event.place.transaction, event.note)
        for event in survey.events
        if isinstance(event, events.ProceedsBooked)
    }
    for event in survey.events:
        tell = _PAYMENTS.get(type(event))
        if isinstance(event, events.Redeemed) and (event.place.transaction, event.note) in booked:
            tell = None  # what a pledged note is paid goes to its loan, not to its owner
        if tell:
            found.setdefault(event.place.transaction, []).extend(tell(survey, event))
    return found


def _sale(survey: Survey, event: events.OfferTaken) -> list[Reason]:
    sides = {"payer": event.funder, "payee": event.seller}
    return [Reason("sale", event.note, _hash(event.offer), event.proceeds, **sides)]


def _put_back(survey: Survey, event: events.PutBack) -> list[Reason]:
    sides = {"payer": event.seller, "payee": event.buyer}
    return [Reason("put-back", event.note, "", event.price, **sides)]


def _settled(survey: Survey, event: events.Paid) -> list[Reason]:
    payer = survey.holders.get(event.payer)
    return [Reason("settlement", event.id, "", event.amount, payer)]


def _redeemed(survey: Survey, event: events.Redeemed) -> list[Reason]:
    anchor = survey.debts[event.note.receivable].programme.anchor
    return [Reason("redemption", event.note, "", event.amount, anchor, event.payee)]


def _claimed(survey: Survey, event: events.Claimed) -> list[Reason]:
    return [Reason("claim", None, "", event.amount, None, event.party)]


def _claimed_for(survey: Survey, event: events.ClaimedFor) -> list[Reason]:
    return [Reason("claim", None, "", event.amount, None, survey.holders.get(event.payee))]


def _covered(survey: Survey, event: events.CoverRecorded) -> list[Reason]:
    document = _hash(event.agreement_hash)
    return [Reason("fee", event.id, document, event.fee, event.payer, event.guarantor)]


def _called(survey: Survey, event: events.CoverCalled) -> list[Reason]:
    debt, _ = debt_of(survey, event.debt)
    payee = survey.loans[debt].lender if isinstance(debt, str) else None
    return [Reason("cover", debt, "", event.amount, event.guarantor, payee)]


def _recovered(survey: Survey, event: events.Recovered) -> list[Reason]:
    debt, debtor = debt_of(survey, event.debt)
    return [Reason("recovery", debt, "", event.amount, debtor, event.guarantor)]


def _opened(survey: Survey, event: events.LoanOpened) -> list[Reason]:
    """Return the fee of the terms, whose amount no event has."""
    return [Reason("fee", abi.to_hex(event.loan), "", None, event.borrower)]


def _loan_fee(survey: Survey, event: events.CoverGiven) -> list[Reason]:
    loan = survey.loans[abi.to_hex(event.loan)]
    return [Reason("fee", loan.id, "", event.fee, loan.borrower, event.guarantor)]


def _reserved(survey: Survey, event: events.ReserveChanged) -> list[Reason]:
    """Return what is set aside, or comes back: one of the two is the lender's."""
    loan = survey.loans[abi.to_hex(event.loan)]
    return [Reason("reserve", loan.id, "", None, loan.lender, loan.lender)]


def _released(survey: Survey, event: events.Released) -> list[Reason]:
    loan = survey.loans[abi.to_hex(event.loan)]
    return [Reason("release", loan.id, "", event.amount, loan.lender)]


def _paid_out(survey: Survey, event: events.ChunkPaidOut) -> list[Reason]:
    loan = survey.loans[abi.to_hex(event.loan)]
    return [Reason("payout", loan.id, "", event.amount, loan.lender)]


def _repaid(survey: Survey, event: events.Repaid) -> list[Reason]:
    loan, units = survey.loans[abi.to_hex(event.loan)], event.penalty + event.interest
    payer = survey.holders.get(event.payer)
    return [Reason("repayment", loan.id, "", units + event.principal, payer, loan.lender)]


def _refunded(survey: Survey, event: events.Refunded) -> list[Reason]:
    loan = survey.loans[abi.to_hex(event.loan)]
    payer = survey.holders.get(event.payee)
    return [Reason("refund", loan.id, "", event.amount, payer, loan.lender)]


def _applied(survey: Survey, event: events.ProceedsApplied) -> list[Reason]:
    loan = survey.loans[abi.to_hex(event.loan)]
    return [Reason("surplus", loan.id, "", event.surplus, None, event.owner)]


_PAYMENTS: Final[Mapping[type[Event], Callable[[Survey, Any], list[Reason]]]] = {
    events.OfferTaken: _sale,
    events.PutBack: _put_back,
    events.Paid: _settled,
    events.Redeemed: _redeemed,
    events.Claimed: _claimed,
    events.ClaimedFor: _claimed_for,
    events.CoverRecorded: _covered,
    events.CoverCalled: _called,
    events.Recovered: _recovered,
    events.LoanOpened: _opened,
    events.CoverGiven: _loan_fee,
    events.ReserveChanged: _reserved,
    events.Released: _released,
    events.ChunkPaidOut: _paid_out,
    events.Repaid: _repaid,
    events.Refunded: _refunded,
    events.ProceedsApplied: _applied,
}
