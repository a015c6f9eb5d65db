"""What is due to and of parties, and what a keeper does about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from silkline.collateral import Collateral
from silkline.dates import Day, date_of, day_number
from silkline.domain import Domain
from silkline.dues.debts import of_debts, of_notes
from silkline.dues.lending import of_loans
from silkline.dues.model import Due, What
from silkline.dues.search import Search
from silkline.errors import BadInput
from silkline.guarantees import Guarantees
from silkline.ids import PartyId
from silkline.loans import Loans
from silkline.notes import Notes
from silkline.operation import Operation
from silkline.settlements import Settlements
from silkline.survey import Progress, Survey, survey
from silkline.tokens import token_known

__all__ = ["Dues"]

_KEPT: Final = ("call-cover", "claim", "milestone")
"""What a party is told of although it cannot be done now, with the reason."""


class Dues(Domain):
    """
    Read what is due; make the operation that does it.

    One search of all events; then amounts, many at a time, and a rehearsal of each act that may
    be due: for one party, only of what it has to do with.
    """

    def of(
        self,
        party: PartyId | int | str,
        until: Day | None = None,
        *,
        progress: Progress | None = None,
    ) -> tuple[Due, ...]:
        """
        Return what a party has to pay, can have, has to answer, and what may be done about it.

        Sorted by date. Payments to come are what they will be if nothing happens until then;
        instalments of a floating rate are at its last known value. Milestones, and payees of
        them, are told where this client was given the agreement (``loans.remember``).

        Args:
            party: The party.
            until: Last day of what is to come; all of it unless given.
            progress: Told how far the reading is.

        Raises:
            BadInput: There is no such party.
        """
        chosen, last = PartyId.of(party), None if until is None else date_of(day_number(until))
        found = survey(self._connection, progress=progress)
        found.cash_accounts(chosen)
        search = Search(found, self.operation, chosen, last)
        dues = (due for due in _all(search, progress) if due.concerns(chosen))
        told = (due for due in dues if due.ready or not due.anyone or due.what in _KEPT)
        return tuple(sorted(told, key=Due.order))

    def triggers(self, *, progress: Progress | None = None) -> tuple[Due, ...]:
        """
        Return everything that anybody may do now: each was rehearsed, and its contract takes it.

        Doing one may make another pointless, or possible: ask again after some were done.
        """
        search = Search(survey(self._connection, progress=progress), self.operation)
        found = (due for due in _all(search, progress) if due.anyone and due.ready)
        return tuple(sorted(found, key=Due.order))

    def operation(self, due: Due) -> Operation[Any]:
        """
        Return the operation that does what is due.

        Raises:
            BadInput: It is not for anybody to do: an anchor settles, a receiver accepts, and a
                list is paid by who has it.
        """
        build = _BUILDERS.get(due.what)
        if build is None:
            raise BadInput(f"to {due.text} is for its party to decide: {due.command}")
        return replace(build(self, due), account=None)

    @property
    def settlements(self) -> Settlements:
        """Where debts are collected and notes are paid."""
        return Settlements(self._connection, self._account)

    @property
    def loans(self) -> Loans:
        """Where loans are."""
        return Loans(self._connection, self._account)

    @property
    def guarantees(self) -> Guarantees:
        """Where covers are."""
        return Guarantees(self._connection, self._account)

    @property
    def collateral(self) -> Collateral:
        """Where pledged notes are."""
        return Collateral(self._connection, self._account)

    @property
    def notes(self) -> Notes:
        """Where notes are."""
        return Notes(self._connection, self._account)

    def claim(self, due: Due) -> Operation[Any]:
        """Return what pays out money that is parked."""
        token = token_known(self._connection, due.token or "")
        if due.account:
            return self.loans.claim_for(due.account, token)
        payee, keepers = due.payee or 0, (self.loans, self.guarantees, self.collateral)
        for keeper in keepers:
            if keeper.contract_name == due.contract:
                return keeper.claim(payee, token)
        return self.settlements.claim(payee, token)

    def cover(self, due: Due) -> Operation[Any]:
        """Return what calls a cover."""
        if isinstance(due.about, str):
            return self.guarantees.call_loan_cover(due.about, due.payer or 0)
        return self.guarantees.call_cover(_about(due), due.payer or 0)


def _all(search: Search, progress: Progress | None) -> Iterator[Due]:
    readers = {"debts": of_debts, "notes": of_notes, "loans": of_loans, "parked": _parked}
    for number, (name, read) in enumerate(readers.items()):
        if progress:
            progress(name, number, len(readers))
        yield from read(search)


def _parked(search: Search) -> Iterator[Due]:
    """Yield what waits for parties, and for accounts that loans pay."""
    found: Survey = search.survey
    for (contract, party, token), units in found.parked.items():
        if search.concerns(party):
            amount = found.token_at(token).money(units)
            known = {"payee": party, "contract": contract, "token": token, "amount": amount}
            yield _waits(search, **known)
    for (account, token), units in found.parked_for.items():
        whose = found.holders.get(account)
        if search.concerns(whose):
            amount = found.token_at(token).money(units)
            known = {"payee": whose, "contract": "Loans", "token": token, "amount": amount}
            yield _waits(search, account=account, **known)


def _waits(search: Search, **known: Any) -> Due:
    due = Due(
        what="claim", day=search.today(), about=None, anyone=True, as_of=search.head, **known
    )  # fmt: skip
    return search.rehearsed(due)


def _about(due: Due) -> Any:
    return due.about


_BUILDERS: Final[Mapping[What, Callable[[Dues, Due], Operation[Any]]]] = {
    "collect": lambda dues, due: dues.settlements.collect(_about(due)),
    "mark-overdue": lambda dues, due: dues.settlements.mark_overdue(_about(due)),
    "redeem": lambda dues, due: dues.settlements.redeem(_about(due)),
    "free-note": lambda dues, due: dues.notes.release([_about(due)]),
    "collect-loan": lambda dues, due: dues.loans.collect(_about(due)),
    "milestone": lambda dues, due: dues.loans.release(_about(due), due.index or 0),
    "mark-default": lambda dues, due: dues.loans.mark_default(_about(due)),
    "return-reserve": lambda dues, due: dues.loans.return_reserve(_about(due)),
    "apply-proceeds": lambda dues, due: dues.collateral.apply_proceeds(_about(due)),
    "release-pledges": lambda dues, due: dues.collateral.release(_about(due)),
    "call-cover": Dues.cover,
    "claim": Dues.claim,
}
