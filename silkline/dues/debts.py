"""What is due on debts and notes: payment, payout, answers, the mark, covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from silkline.dates import date_of, moment
from silkline.dues.model import Due
from silkline.dues.search import Search
from silkline.ids import PartyId, ReceivableId
from silkline.kinds import Status
from silkline.refusals import NoRecourse
from silkline.survey import DebtRecord, NoteRecord

__all__ = ["of_debts", "of_notes"]

Parties = tuple[PartyId, ...]


def of_debts(search: Search) -> Iterator[Due]:
    """Yield what is due on receivables that are owed."""
    holders: dict[ReceivableId, dict[PartyId, None]] = {}
    for note in search.survey.live_notes():
        holders.setdefault(note.id.receivable, {})[note.owner] = None
    debts = search.survey.debts.values()
    search.prepare(_owed(search, debt) for debt in debts if _asked(search, debt))
    for debt in debts:
        anchor, around = debt.programme.anchor, tuple(holders.get(debt.id, ()))
        if not debt.is_owed:
            continue
        if _asked(search, debt):
            yield from _settle(search, debt)
        if search.concerns(anchor, *around):
            yield from _collect(search, debt, around)
            yield from _mark(search, debt, around)
        if debt.status is Status.OVERDUE:
            yield from _covers(search, debt, around)


def _asked(search: Search, debt: DebtRecord) -> bool:
    """Tell whether what the anchor owes on a debt is asked about."""
    whose = search.party == debt.programme.anchor
    return whose and debt.is_owed and search.in_time(date_of(debt.due_day))


def _owed(search: Search, debt: DebtRecord) -> tuple[Any, ...]:
    """Return the question what is owed on a debt today, or on its due day."""
    present = search.number(search.survey.programme_of(debt.id).utc_offset)
    return "Settlements", "owedOn", debt.id, max(debt.due_day, present)


def _settle(search: Search, debt: DebtRecord) -> Iterator[Due]:
    owed = search.prepared(_owed(search, debt))
    claim = search.ask("Settlements", "claimOf", debt.id) if debt.received else 0
    yield Due(
        day=date_of(debt.due_day),
        what="settle",
        about=debt.id,
        payer=debt.programme.anchor,
        amount=search.survey.token(debt.id).money(owed + claim),
        ready=True,
        as_of=search.head,
    )


def _collect(search: Search, debt: DebtRecord, holders: Parties) -> Iterator[Due]:
    present = search.number(search.survey.programme_of(debt.id).utc_offset)
    if present < debt.due_day:
        return
    due = Due(
        day=date_of(debt.due_day),
        what="collect",
        about=debt.id,
        payer=debt.programme.anchor,
        others=holders,
        anyone=True,
        as_of=search.head,
    )
    found = search.rehearsed(due, amount_in="")
    if found.ready:
        yield found


def _mark(search: Search, debt: DebtRecord, holders: Parties) -> Iterator[Due]:
    programme = search.survey.programme_of(debt.id)
    last = debt.due_day + programme.grace_days
    if debt.status is Status.OPEN and search.number(programme.utc_offset) > last:
        yield search.rehearsed(
            Due(
                day=date_of(last + 1),
                what="mark-overdue",
                about=debt.id,
                payer=debt.programme.anchor,
                others=holders,
                anyone=True,
                as_of=search.head,
            )
        )


def _covers(search: Search, debt: DebtRecord, holders: Parties) -> Iterator[Due]:
    """Yield the covers that can be called, and those whose guarantor cannot pay."""
    for receivable, guarantor in search.survey.covers:
        if receivable != debt.id or not search.concerns(guarantor, debt.programme.anchor, *holders):
            continue
        due = Due(
            day=search.today(search.survey.programme_of(debt.id).utc_offset),
            what="call-cover",
            about=debt.id,
            payer=guarantor,
            others=(debt.programme.anchor, *holders),
            anyone=True,
            as_of=search.head,
        )
        found = search.rehearsed(due, amount_in="")
        if not (found.refused or "").startswith("NothingToCall"):
            yield found


def of_notes(search: Search) -> Iterator[Due]:
    """Yield what is due on notes that are not burnt."""
    search.prepare(
        _redeemable(note)
        for note in search.survey.live_notes()
        if search.concerns(note.owner) and _was_paid(search.survey.debts[note.id.receivable])
    )
    for note in search.survey.live_notes():
        debt = search.survey.debts[note.id.receivable]
        asked = note.pending.receiver if note.pending else None
        if search.concerns(note.owner, asked):
            yield from _answer(search, note, debt)
        if search.concerns(note.owner):
            yield from _falls_due(search, note, debt)
            yield from _redeem(search, note, debt)
        seller = search.survey.sales.get(note.id, {}).get(note.owner)
        if seller and search.party in (note.owner, seller) and debt.status is Status.OVERDUE:
            yield from _put_back(search, note, seller)


def _answer(search: Search, note: NoteRecord, debt: DebtRecord) -> Iterator[Due]:
    """Yield that a note waits: for its receiver's answer, or for anybody to free it."""
    waits = note.pending
    if waits is None:
        return
    offset = search.survey.programme_of(debt.id).utc_offset
    in_time = search.head.time <= waits.accept_until and search.number(offset) < debt.due_day
    last = min(moment(waits.accept_until).date(), date_of(debt.due_day - 1))
    due = Due(
        day=last if in_time else search.today(offset),
        what="accept" if in_time else "free-note",
        about=note.id,
        payer=note.owner,
        payee=waits.receiver,
        amount=search.survey.token(note.id).money(note.value),
        trade="0x" + waits.trade_reference.hex(),
        anyone=not in_time,
        ready=in_time,
        as_of=search.head,
    )
    if not in_time:
        yield search.rehearsed(due)
    elif search.party and search.in_time(last):
        yield due


def _falls_due(search: Search, note: NoteRecord, debt: DebtRecord) -> Iterator[Due]:
    to_come, day = max(note.value - note.claimed, 0), date_of(debt.due_day)
    if search.party and debt.is_owed and to_come and search.in_time(day):
        yield Due(
            day=day,
            what="falls-due",
            about=note.id,
            payer=debt.programme.anchor,
            payee=note.owner,
            amount=search.survey.token(note.id).money(to_come),
            as_of=search.head,
        )


def _was_paid(debt: DebtRecord) -> bool:
    return debt.received > 0 or debt.status is Status.SETTLED


def _redeemable(note: NoteRecord) -> tuple[Any, ...]:
    """Return the question what a note would be paid now."""
    return "Settlements", "redeemable", note.id


def _redeem(search: Search, note: NoteRecord, debt: DebtRecord) -> Iterator[Due]:
    if not _was_paid(debt):
        return
    units = search.prepared(_redeemable(note))
    if units or debt.status is Status.SETTLED:
        yield Due(
            day=search.today(search.survey.programme_of(debt.id).utc_offset),
            what="redeem",
            about=note.id,
            payer=debt.programme.anchor,
            payee=note.owner,
            amount=search.survey.token(note.id).money(units),
            anyone=True,
            ready=True,
            as_of=search.head,
        )


def _put_back(search: Search, note: NoteRecord, seller: PartyId) -> Iterator[Due]:
    """Yield what the buyer of a note may have from its seller, unless it was paid that much."""
    try:
        units = search.ask("Discounting", "putBackPrice", note.id)
    except NoRecourse:
        return
    yield Due(
        day=search.today(search.survey.programme_of(note.id.receivable).utc_offset),
        what="put-back",
        about=note.id,
        payer=seller,
        payee=note.owner,
        amount=search.survey.token(note.id).money(units),
        ready=True,
        as_of=search.head,
    )
