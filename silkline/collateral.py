"""Pledged notes: security of a loan, which their proceeds repay, the surplus being the owners'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.domain import party, short
from silkline.errors import BadInput
from silkline.ids import NoteId, PartyId
from silkline.loan_terms.agreement import loan_of
from silkline.loans.known import known, loan_events, loan_id
from silkline.money import Money
from silkline.notes import note_words
from silkline.operation import Operation, act, every
from silkline.parking import ParkingDomain
from silkline.state import note_fields
from silkline.tokens import Token, token_known, token_of_note

__all__ = ["Applied", "Collateral", "Part", "Pledge", "Proceeds"]

AnyLoan = bytes | str
AnyNote = NoteId | int | str
EVERYTHING: Final = 2**256 - 1


@dataclass(frozen=True)
class Pledge:
    """A note that secures a loan."""

    note: NoteId
    loan: str
    """Id of the loan."""
    owner: PartyId
    to_come: Money
    """What is still to come on the note: its value less what it was paid."""
    as_of: AsOf


@dataclass(frozen=True)
class Proceeds:
    """Money from pledged notes that waits to be applied to their loan."""

    amount: Money
    entries: int
    """How many ``apply_proceeds`` would go through."""
    as_of: AsOf


@dataclass(frozen=True)
class Part:
    """What became of the proceeds of one owner's notes."""

    owner: PartyId
    paid: Money
    """Paid on the loan."""
    surplus: Money
    """Paid to the owner, or parked for it."""


@dataclass(frozen=True)
class Applied:
    """Proceeds of pledged notes that left: to the loan, and to the owners of the notes."""

    loan: str
    paid: Money
    surplus: Money
    parts: tuple[Part, ...]
    """Both by owner, in the order in which the proceeds came."""


class Collateral(ParkingDomain):
    """Pledge notes, apply what they are paid, release them; read what secures a loan."""

    contract_name = "Collateral"

    def get(self, note: AnyNote) -> Pledge | None:
        """Return the pledge of a note, or None."""
        return self._pledge(NoteId.of(note), self._connection.head())

    def pledges(self, loan: AnyLoan) -> tuple[Pledge, ...]:
        """Return the notes that secure a loan, in the order in which they were first pledged."""
        chosen, head = loan_id(loan), self._connection.head()
        found = loan_events(self._connection, chosen, events.Pledged)
        notes = dict.fromkeys(event.note for event in found)
        pledges = (self._pledge(note, head) for note in notes)
        return tuple(one for one in pledges if one and one.loan == chosen)

    def value(self, loan: AnyLoan) -> Money:
        """Return what is still to come on the notes that secure a loan."""
        found = known(self._connection, loan)
        return found.token.money(self._read("pledgedValue", found.loan))

    def proceeds(self, loan: AnyLoan) -> Proceeds:
        """Return the proceeds that wait for a loan."""
        found, head = known(self._connection, loan), self._connection.head()
        waiting = self._read("proceedsOf", found.loan, block=head.number)
        return Proceeds(found.token.money(waiting["amount"]), waiting["entries"], head)

    def pledge(self, loan: AnyLoan, *notes: AnyNote) -> Operation[tuple[Pledge, ...]]:
        """Pledge notes of one's own party for an open loan, its own or another's. Scope assign."""
        found = known(self._connection, loan)
        return self._by_party(PLEDGE, found.terms, _notes(notes))

    def release(self, loan: AnyLoan, *notes: AnyNote) -> Operation[tuple[NoteId, ...]]:
        """
        End pledges, of all notes of the loan unless some are named; others are skipped.

        By anyone once nothing is owed and nothing can be drawn. Before that by the lender (scope
        fund), but not in default and not once a guarantor has paid.
        """
        found = known(self._connection, loan)
        chosen = _notes(notes) if notes else [one.note for one in self.pledges(found.loan)]
        return self._by_party(RELEASE, found.terms, chosen)

    def redeem(self, loan: AnyLoan, *notes: AnyNote) -> Operation[Applied]:
        """
        Pay notes what they are due, and apply all that waits for the loan, by anyone.

        Of all notes of the loan unless some are named. Where more waits than one transaction can
        pay, ``apply_proceeds`` in parts.
        """
        found = known(self._connection, loan)
        chosen = _notes(notes) if notes else [one.note for one in self.pledges(found.loan)]
        return self._by_anyone(REDEEM, found.terms, chosen)

    def apply_proceeds(self, loan: AnyLoan, most: int | None = None) -> Operation[Applied]:
        """
        Apply proceeds that wait for a loan, by anyone, in the order in which they came.

        They pay what is due, then, if the terms say so, the rest of the debt; what is left goes
        to the owners of the notes.

        Args:
            loan: Id of the loan.
            most: Entries to apply; None applies all.
        """
        entries = EVERYTHING if most is None else most
        return self._by_anyone(APPLY, known(self._connection, loan).terms, entries)

    def _pledge(self, note: NoteId, head: AsOf) -> Pledge | None:
        found = self._read("pledgeOf", note, block=head.number)
        if not any(found["loan"]):
            return None
        owner = note_fields(self._connection, note, head.number)["owner"]
        to_come = token_of_note(self._connection, note).money(found["toCome"])
        return Pledge(note, abi.to_hex(found["loan"]), owner, to_come, head)


def _notes(notes: Sequence[AnyNote]) -> list[NoteId]:
    if not notes:
        raise BadInput("name at least one note to pledge")
    return [NoteId.of(note) for note in notes]


def _token(connection: Connection, arguments: Mapping[str, Any]) -> Token:
    return token_known(connection, arguments["terms"]["token"])


def _pledge_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    loan = _loan_words(arguments["terms"])
    notes = (note_words(connection, note) for note in arguments["notes"])
    return "\n".join(f"Pledge {note}, for {loan}" for note in notes)


def _loan_words(terms: Mapping[str, Any]) -> str:
    lender, borrower = party(terms["lender"]), party(terms["borrower"])
    return f"loan {short(loan_of(terms))} of {lender} to {borrower}"


def _release_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    loan = _loan_words(arguments["terms"])
    notes = (note_words(connection, note) for note in arguments["notes"])
    return "\n".join(f"Release {note}, from {loan}" for note in notes) or f"Release nothing: {loan}"


def _redeem_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    loan = _loan_words(arguments["terms"])
    notes = (note_words(connection, note) for note in arguments["notes"])
    lines = [f"Redeem {note}, pledged for {loan}" for note in notes]
    return "\n".join([*lines, f"Apply all proceeds to {loan}"])


def _apply_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    terms, most = arguments["terms"], arguments["most"]
    where = connection.contract("Collateral")
    waiting = connection.call(where, "proceedsOf", loan_of(terms))
    amount = _token(connection, arguments).money(waiting["amount"])
    entries = min(most, waiting["entries"])
    return (
        f"Apply {entries} of {waiting['entries']} entries of proceeds, together {amount}, to "
        f"{_loan_words(terms)}"
    )


def _pledged(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> tuple[Pledge, ...]:
    money, made = _token(connection, operation.arguments).money, every(found, events.Pledged)
    head = connection.head(made[0].place.block if made else None)
    return tuple(Pledge(e.note, abi.to_hex(e.loan), e.owner, money(e.to_come), head) for e in made)


def _released(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> tuple[NoteId, ...]:
    return tuple(event.note for event in every(found, events.PledgeReleased))


def _applied(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Applied:
    arguments = operation.arguments
    money, left = _token(connection, arguments).money, every(found, events.ProceedsApplied)
    paid, surplus = sum(e.paid for e in left), sum(e.surplus for e in left)
    parts = tuple(Part(e.owner, money(e.paid), money(e.surplus)) for e in left)
    return Applied(loan_of(arguments["terms"]), money(paid), money(surplus), parts)


PLEDGE = act("Collateral", "pledge", _pledge_words, _pledged)
RELEASE = act("Collateral", "release", _release_words, _released)
REDEEM = act("Collateral", "redeem", _redeem_words, _applied)
APPLY = act("Collateral", "applyProceeds", _apply_words, _applied)
