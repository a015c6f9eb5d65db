"""What the events of parties, programmes, notes and settlements mean for a survey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from silkline import events
from silkline.chain.logs import Event
from silkline.ids import NoteId
from silkline.kinds import Status
from silkline.survey.records import DebtRecord, NoteRecord, ProgrammeRecord, Survey

__all__ = ["HANDLERS"]

NOBODY: Final = "0x" + "00" * 20


def _registered(work: Survey, event: events.PartyRegistered) -> None:
    work.holders[event.cash] = event.party


def _moved_in(work: Survey, event: events.CashAccountChanged) -> None:
    work.holders[event.current] = event.party


def _opened(work: Survey, event: events.ProgrammeOpened) -> None:
    rules = event.rules
    fixed = (rules["currency"].decode(), rules["graceDays"], rules["utcOffset"])
    work.programmes[event.programme] = ProgrammeRecord(event.programme, event.token, *fixed)


def _confirmed(work: Survey, event: events.Confirmed) -> None:
    terms = (event.programme, event.creditor, event.face, event.due_day)
    work.debts[event.id] = DebtRecord(event.id, *terms)
    _owe(work, event, event.face)


def _owe(
    work: Survey,
    event: events.Confirmed | events.Corrected | events.StatusChanged | events.Extinguished,
    units: int,
) -> None:
    """Let the anchor owe more, or less."""
    debt = work.debts[event.id]
    anchor, other = debt.programme.anchor, debt.creditor
    work.post(event, anchor, "debts", units, event.id, counterpart=other)


def _corrected(work: Survey, event: events.Corrected) -> None:
    debt = work.debts[event.id]
    _owe(work, event, event.face - debt.face)
    debt.face, debt.due_day = event.face, event.due_day


def _extinguished(work: Survey, event: events.Extinguished) -> None:
    work.debts[event.id].face -= event.value
    _owe(work, event, -event.value)


def _status(work: Survey, event: events.StatusChanged) -> None:
    debt = work.debts[event.id]
    debt.status = event.status
    if event.status is Status.CANCELLED:
        _owe(work, event, -debt.face)


def _transferred(work: Survey, event: events.ReceivablesTransfer) -> None:
    note = NoteId(event.token_id)
    if event.from_ == NOBODY:
        work.notes[note] = NoteRecord(note, work.holders[event.to])
        return
    record = work.notes[note]
    if event.to == NOBODY:
        record.live, record.pending = False, None
        return
    owner = work.holders[event.to]
    if owner != record.owner:
        work.post(event, record.owner, "notes", -record.value, note, counterpart=owner)
        work.post(event, owner, "notes", record.value, note, counterpart=record.owner)
        record.owner, record.custodian = owner, None


def _value_moved(work: Survey, event: events.TransferValue) -> None:
    source, target = event.from_token_id, event.to_token_id
    giver = work.notes[NoteId(source)] if source else None
    taker = work.notes[NoteId(target)] if target else None
    if giver:
        giver.value -= event.value
    if taker:
        taker.value += event.value
    if giver and taker and giver.owner == taker.owner:
        return
    note = NoteId(target or source)
    anchor = work.debts[note.receivable].programme.anchor
    for record, other, units in ((giver, taker, -event.value), (taker, giver, event.value)):
        if record:
            against = other.owner if other else anchor
            work.post(event, record.owner, "notes", units, note, counterpart=against)


def _assigned(work: Survey, event: events.Assigned) -> None:
    work.notes[event.from_].pending = None
    work.notes[event.to].pending = None


def _proposed(work: Survey, event: events.AssignmentProposed) -> None:
    work.notes[event.note].pending = event


def _ended(work: Survey, event: events.AssignmentEnded) -> None:
    work.notes[event.note].pending = None


def _locked(work: Survey, event: events.LockChanged) -> None:
    work.notes[event.note].custodian = event.custodian if event.locked else None


def _frozen(work: Survey, event: events.NoteFreezeChanged) -> None:
    work.notes[event.note].frozen = event.frozen


def _redeemed(work: Survey, event: events.Redeemed) -> None:
    work.notes[event.note].claimed += event.amount


def _paid(work: Survey, event: events.Paid) -> None:
    debt = work.debts[event.id]
    debt.received += event.amount - debt.passed_on
    debt.passed_on = 0
    if not event.owed:
        debt.status = Status.SETTLED
    principal, payer = event.amount - event.interest, work.holders.get(event.payer)
    anchor = debt.programme.anchor
    other = None if payer == anchor else payer
    work.post(event, anchor, "debts", -principal, event.id, counterpart=other)


def _passed_on(work: Survey, event: events.PaidToGuarantors) -> None:
    work.debts[event.id].passed_on = event.amount


def _paid_by_guarantor(work: Survey, event: events.PaidByGuarantor) -> None:
    debt = work.debts[event.id]
    debt.received += event.amount
    # The interest that it paid is owed to it as a sum: what is owed without interest grows.
    work.post(event, debt.programme.anchor, "debts", event.interest, event.id)


def _sold(work: Survey, event: events.OfferTaken) -> None:
    if event.recourse and event.funder != work.debts[event.note.receivable].programme.anchor:
        work.sales.setdefault(event.note, {})[event.funder] = event.seller


def _put_back(work: Survey, event: events.PutBack) -> None:
    work.sales[event.note].pop(event.buyer)


def _parked(work: Survey, event: events.Parked) -> None:
    key = (event.place.contract, event.party, event.token)
    work.parked[key] = work.parked.get(key, 0) + event.amount
    work.post(event, event.party, "parked", event.amount, None, token=event.token)


def _claimed(work: Survey, event: events.Claimed) -> None:
    work.parked.pop((event.place.contract, event.party, event.token))
    work.post(event, event.party, "parked", -event.amount, None, token=event.token)


HANDLERS: Final[Mapping[type[Event], Callable[[Survey, Any], None]]] = {
    events.PartyRegistered: _registered,
    events.CashAccountChanged: _moved_in,
    events.ProgrammeOpened: _opened,
    events.Confirmed: _confirmed,
    events.Corrected: _corrected,
    events.Extinguished: _extinguished,
    events.StatusChanged: _status,
    events.ReceivablesTransfer: _transferred,
    events.TransferValue: _value_moved,
    events.Assigned: _assigned,
    events.AssignmentProposed: _proposed,
    events.AssignmentEnded: _ended,
    events.LockChanged: _locked,
    events.NoteFreezeChanged: _frozen,
    events.Redeemed: _redeemed,
    events.Paid: _paid,
    events.PaidToGuarantors: _passed_on,
    events.PaidByGuarantor: _paid_by_guarantor,
    events.OfferTaken: _sold,
    events.PutBack: _put_back,
    events.Parked: _parked,
    events.Claimed: _claimed,
}
