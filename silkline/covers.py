"""Guarantees as those see them whom they concern: given, received, and what is owed for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from silkline import events
from silkline.chain.connection import AsOf
from silkline.ids import PartyId, ReceivableId
from silkline.kinds import Status
from silkline.loan_terms.agreement import covers_hash
from silkline.money import Money
from silkline.survey import LoanRecord, Survey
from silkline.survey.loans import debt_of

__all__ = ["Guarantee", "guarantees"]


@dataclass(frozen=True)
class Guarantee:
    """A cover of a receivable or a loan that is in force."""

    debt: ReceivableId | str
    """The receivable, or the id of the loan."""
    guarantor: PartyId
    debtor: PartyId
    creditors: tuple[PartyId, ...]
    """Who is paid when it is called: the holders of the debt's notes, or the lender."""
    share: int
    """Parts per million of a shortfall."""
    cap: Money
    """Most that it ever pays."""
    fee: Money
    paid: Money
    """All that it ever paid."""
    claim: Money
    """What it paid and has not got back: the debtor owes it that, without interest."""
    callable: bool
    """Whether the debt is marked overdue or in default; what a call brings, a rehearsal tells."""
    as_of: AsOf


def guarantees(found: Survey) -> Iterator[Guarantee]:
    """Yield the covers in force, those of receivables first, each kind as it was made."""
    paid = _paid(found)
    holders: dict[ReceivableId, dict[PartyId, None]] = {}
    for note in found.live_notes():
        holders.setdefault(note.id.receivable, {})[note.owner] = None
    for (debt, _), cover in found.covers.items():
        sides = (found.debts[debt].programme.anchor, tuple(holders.get(debt, ())))
        is_overdue = found.debts[debt].status is Status.OVERDUE
        yield _guarantee(found, paid, debt, cover, *sides, is_overdue)
    for loan in found.loans.values():
        for given in _in_force(loan):
            sides = (loan.borrower, (loan.lender,))
            yield _guarantee(found, paid, loan.id, given, *sides, loan.defaulted)


def _in_force(loan: LoanRecord) -> list[events.CoverGiven]:
    """Return the covers of a loan; new terms may have taken them away, which no event lists."""
    if loan.terms is None:
        return loan.covers
    names = ("share", "cap", "fee")
    listed = [
        {"guarantor": int(one.guarantor), **{name: getattr(one, name) for name in names}}
        for one in loan.covers
    ]
    return loan.covers if covers_hash(listed) == loan.terms["covers"] else []


def _paid(found: Survey) -> dict[tuple[ReceivableId | str, PartyId], int]:
    """Return what guarantors ever paid, by debt."""
    paid: dict[tuple[ReceivableId | str, PartyId], int] = {}
    for event in found.events:
        if isinstance(event, events.CoverCalled):
            key = (debt_of(found, event.debt)[0], event.guarantor)
            paid[key] = paid.get(key, 0) + event.amount
    return paid


def _guarantee(
    found: Survey,
    paid: dict[tuple[ReceivableId | str, PartyId], int],
    debt: ReceivableId | str,
    cover: events.CoverRecorded | events.CoverGiven,
    debtor: PartyId,
    creditors: tuple[PartyId, ...],
    callable_: bool,
) -> Guarantee:
    money, key = found.token(debt).money, (debt, cover.guarantor)
    return Guarantee(
        debt,
        cover.guarantor,
        debtor,
        creditors,
        cover.share,
        money(cover.cap),
        money(cover.fee),
        money(paid.get(key, 0)),
        money(found.claims.get(key, 0)),
        callable_,
        found.head,
    )
