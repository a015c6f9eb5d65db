"""Settlements: the anchor's payment, what each note is paid of it, late interest, overdue mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from silkline import events
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.dates import Day, date_of, day_number
from silkline.domain import Domain, party
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.money import Money
from silkline.needs import Need, cash_of
from silkline.notes import note_words
from silkline.operation import Operation, act, every, no_result, only
from silkline.receivables import owed_words
from silkline.state import receivable_fields
from silkline.tokens import (
    Token,
    chosen_token,
    token_known,
    token_of_note,
    token_of_receivable,
)

__all__ = ["Account", "Payment", "Payout", "Settlements"]

AnyReceivable = ReceivableId | int | str
AnyNote = NoteId | int | str


@dataclass(frozen=True)
class Account:
    """The accounts of one receivable."""

    receivable: ReceivableId
    received: Money
    unpaid: Money
    """Principal not yet paid."""
    interest: Money
    """Late interest charged so far."""
    paid_out: Money
    charged_to: date
    """Day up to which interest is charged."""
    as_of: AsOf


@dataclass(frozen=True)
class Payment:
    """Money that arrived for a receivable."""

    receivable: ReceivableId
    amount: Money
    interest: Money
    """Part of the amount that paid late interest."""
    owed: Money
    """What is still owed on that day."""


@dataclass(frozen=True)
class Payout:
    """What a note was paid; parked for its payee when it could not be delivered."""

    note: NoteId
    payee: PartyId
    amount: Money
    final: bool
    """Whether nothing more will come: the note is burnt."""


class Settlements(Domain):
    """Pay, collect, redeem and claim; nothing here can be halted."""

    contract_name = "Settlements"

    def account(self, receivable: AnyReceivable) -> Account:
        """Return the accounts of a receivable."""
        chosen, head = ReceivableId.of(receivable), self._connection.head()
        money = self._token(chosen).money
        found = self._read("accountOf", chosen, block=head.number)
        return Account(
            chosen,
            money(found["received"]),
            money(found["unpaid"]),
            money(found["interest"]),
            money(found["paidOut"]),
            date_of(found["chargedTo"]),
            head,
        )

    def owed(self, receivable: AnyReceivable, day: Day | None = None) -> Money:
        """Return what is owed today, or will be on *day* if nothing is paid until then."""
        chosen = ReceivableId.of(receivable)
        if day is None:
            return self._token(chosen).money(self._read("owed", chosen))
        return self._token(chosen).money(self._read("owedOn", chosen, day_number(day)))

    def redeemable(self, note: AnyNote) -> Money:
        """Return what ``redeem`` would pay a note now."""
        chosen = NoteId.of(note)
        token = token_of_note(self._connection, chosen)
        return token.money(self._read("redeemable", chosen))

    def parked(self, payee: PartyId | int | str, token: Token | str) -> Money:
        """Return what waits for a party in a token, or in the token of a currency."""
        chosen = chosen_token(self._connection, token)
        return chosen.money(self._read("parkedOf", PartyId.of(payee), chosen.address))

    def settle(self, receivable: AnyReceivable, amount: Money) -> Operation[Payment]:
        """
        Pay a receivable from the account's allowance; what exceeds the debt is not taken.

        Before the due day only the whole is taken, from then on also parts, interest first.
        """
        chosen = ReceivableId.of(receivable)
        return self._by_party(SETTLE, chosen, self._token(chosen).units(amount))

    def collect(self, receivable: AnyReceivable) -> Operation[Payment]:
        """Collect what is owed from the anchor, by anyone, from the due day."""
        return self._by_anyone(COLLECT, ReceivableId.of(receivable))

    def redeem(self, *notes: AnyNote) -> Operation[tuple[Payout, ...]]:
        """Pay notes what they are due, to their owners, by anyone."""
        return self._by_anyone(REDEEM, [NoteId.of(note) for note in notes])

    def claim(self, payee: PartyId | int | str, token: Token | str) -> Operation[Money]:
        """Pay a party what was parked for it, to its cash account, by anyone."""
        chosen = chosen_token(self._connection, token)
        return self._by_anyone(CLAIM, PartyId.of(payee), chosen.address)

    def mark_overdue(self, receivable: AnyReceivable) -> Operation[None]:
        """Mark a debt overdue, by anyone, once its grace has passed; it stops the anchor."""
        return self._by_anyone(MARK_OVERDUE, ReceivableId.of(receivable))

    def _token(self, receivable: ReceivableId) -> Token:
        return token_of_receivable(self._connection, receivable)


def _settle_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    receivable = arguments["id"]
    amount = token_of_receivable(connection, receivable).money(arguments["amount"])
    return f"Pay up to {amount} on {owed_words(connection, receivable)}"


def _collect_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    receivable = arguments["id"]
    debt, amount = owed_words(connection, receivable), _owed_now(connection, receivable)
    return f"Collect what the anchor owes on {debt}; now {amount}"


def _owed_now(connection: Connection, receivable: ReceivableId) -> Money:
    return token_of_receivable(connection, receivable).money(_owed(connection, receivable))


def _redeem_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    settlements = connection.contract("Settlements")
    lines = []
    for note in arguments["notes"]:
        due = connection.call(settlements, "redeemable", note)
        amount = token_of_note(connection, note).money(due)
        lines.append(f"Pay {note_words(connection, note)}: now {amount}")
    return "\n".join(lines) or "Pay nothing: no notes are given"


def _claim_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    payee, address = arguments["party"], arguments["token"]
    token = token_known(connection, address)
    units = connection.call(connection.contract("Settlements"), "parkedOf", payee, address)
    return f"Pay {party(payee)} what is parked for it, now {token.money(units)}"


def _overdue_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    receivable = arguments["id"]
    anchor = party(receivable_fields(connection, receivable)["anchor"])
    amount = _owed_now(connection, receivable)
    return f"Mark receivable {receivable} overdue: {anchor} owes {amount} and confirms no more"


def _settle_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    if arguments["by"]:
        owed = _owed(connection, arguments["id"])
        units = min(owed, arguments["amount"])
        yield _taken(connection, arguments["id"], arguments["by"], units)


def _collect_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    receivable = arguments["id"]
    anchor = cash_of(connection, receivable_fields(connection, receivable)["anchor"])
    yield _taken(connection, receivable, anchor, _owed(connection, receivable))


def _owed(connection: Connection, receivable: ReceivableId) -> int:
    return int(connection.call(connection.contract("Settlements"), "owed", receivable))


def _taken(connection: Connection, receivable: ReceivableId, owner: str, units: int) -> Need:
    token = token_of_receivable(connection, receivable).address
    return Need(token, owner, "Settlements", units)


def _payment(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Payment:
    event = only(found, events.Paid)
    money = token_of_receivable(connection, event.id).money
    return Payment(event.id, money(event.amount), money(event.interest), money(event.owed))


def _payouts(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> tuple[Payout, ...]:
    return tuple(
        Payout(e.note, e.payee, token_of_note(connection, e.note).money(e.amount), e.burnt)
        for e in every(found, events.Redeemed)
    )


def _claimed(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Money:
    event = only(found, events.Claimed)
    return token_known(connection, event.token).money(event.amount)


SETTLE = act("Settlements", "settle", _settle_words, _payment, _settle_needs)
COLLECT = act("Settlements", "collect", _collect_words, _payment, _collect_needs)
REDEEM = act("Settlements", "redeem", _redeem_words, _payouts)
CLAIM = act("Settlements", "claim", _claim_words, _claimed)
MARK_OVERDUE = act("Settlements", "markOverdue", _overdue_words, no_result)
