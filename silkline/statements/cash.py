"""The cash of a party: every transfer of a token to or from its cash accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from eth_utils.crypto import keccak

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import AsOf
from silkline.chain.logs import Event
from silkline.errors import SilklineError
from silkline.ids import PartyId
from silkline.statements.reasons import Reason, payments
from silkline.survey import Survey
from silkline.tokens import Token

__all__ = ["CashMove", "cash_moves", "held_before"]

NOBODY: Final = "0x" + "00" * 20
Booked = events.Issued | events.RedemptionInstructed | events.RedemptionReturned
"""What the bank that issues a token books, under a reference of its own."""


@dataclass(frozen=True)
class CashMove:
    """Cash that came to a party, or went."""

    event: events.DepositTokenTransfer
    token: Token
    units: int
    """Base units; negative for what went."""
    reason: Reason
    counterpart: PartyId | None
    account: str | None
    """The other side's account, where it is no party's."""


def cash_moves(survey: Survey, party: PartyId, last: AsOf) -> list[CashMove]:
    """
    Return all movements of a party's cash up to block *last*, in order.

    Three searches of the tokens' events. What moves between two accounts of the party, as when
    its cash account was replaced, is none.
    """
    own = survey.cash_accounts(party)
    tokens = {one.address: one for one in survey.tokens()}
    topics, places = [_topic(account) for account in own], list(tokens)
    transfers = _found(survey, places, last, [events.DepositTokenTransfer], None, topics)
    transfers += _found(survey, places, last, [events.DepositTokenTransfer], topics)
    booked = _found(survey, places, last, list(get_args(Booked)), None, topics)
    known = payments(survey)
    for reason, event in _bookings(booked):
        known.setdefault(event.place.transaction, []).append(reason)
    moves = dict.fromkeys(one for one in transfers if isinstance(one, events.DepositTokenTransfer))
    ordered = sorted(moves, key=lambda one: (one.place.block, one.place.index))
    return [
        _move(survey, tokens[one.place.address], one, own, party, known)
        for one in ordered
        if (one.from_ in own) != (one.to in own)
    ]


def _topic(account: str) -> str:
    return "0x" + account[2:].lower().rjust(64, "0")


def _found(
    survey: Survey,
    tokens: list[str],
    last: AsOf,
    kinds: Sequence[type[Event]],
    *topics: list[str] | None,
) -> list[Event]:
    connection = survey.connection
    signatures = [abi.to_hex(keccak(text=kind.signature)) for kind in kinds]
    first, until = connection.first_block, last.number
    asked = [signatures, *topics]
    return list(connection.logs(asked, addresses=tokens, first=first, last=until))


def _bookings(found: Sequence[Event]) -> Iterator[tuple[Reason, Event]]:
    for event in found:
        if isinstance(event, events.Issued):
            yield _booked("issue", event), event
        elif isinstance(event, events.RedemptionInstructed):
            yield _booked("withdrawal", event), event
        elif isinstance(event, events.RedemptionReturned):
            yield _booked("return", event), event


def _booked(what: str, event: Booked) -> Reason:
    return Reason(what, None, abi.to_hex(event.booking_reference), event.amount)


def _move(
    survey: Survey,
    token: Token,
    event: events.DepositTokenTransfer,
    own: tuple[str, ...],
    party: PartyId,
    known: dict[str, list[Reason]],
) -> CashMove:
    came = event.to in own
    reason = _reason(known.get(event.place.transaction, []), event.value, party, came=came)
    account = event.from_ if came else event.to
    other = survey.holders.get(account)
    if other is None and account in survey.connection.names:
        other = reason.payer if came else reason.payee
    shown = None if other or account == NOBODY else account
    units = event.value if came else -event.value
    return CashMove(event, token, units, reason, None if other == party else other, shown)


def _reason(told: list[Reason], units: int, party: PartyId, *, came: bool) -> Reason:
    """Return what a payment is for: best where amount and side agree; each is one payment's."""

    def fits(one: Reason) -> tuple[bool, bool]:
        side = one.payee if came else one.payer
        return one.amount == units, side == party

    best = max(told, key=fits, default=None)
    if best is None or not any(fits(best)):
        return Reason("transfer")
    if best.amount == units:
        told.remove(best)
    return best


def held_before(
    survey: Survey, party: PartyId, moves: Sequence[CashMove], last: AsOf
) -> dict[Token, int]:
    """
    Return what a party had of each token before the suite was there, in base units.

    Raises:
        SilklineError: The movements do not come to what the token says that it has.
    """
    own, connection = survey.cash_accounts(party), survey.connection
    found: dict[Token, int] = {}
    for token in survey.tokens():
        asked = (
            connection.call(token.contract, "balanceOf", account, block=last.number)
            for account in own
        )
        held, moved = sum(asked), sum(one.units for one in moves if one.token == token)
        found[token] = held - moved
        since_the_start = token.address in connection.names
        if held < moved or (held > moved and since_the_start):
            raise SilklineError(
                f"the cash of party {party} comes to {token.money(moved)}, its token says "
                f"{token.money(held)}: please report this"
            )
    return found
