"""Payouts that failed: they wait in the contract that made them until their payee claims them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from silkline import events
from silkline.chain.connection import Connection
from silkline.chain.logs import Event
from silkline.domain import Domain, party
from silkline.ids import PartyId
from silkline.money import Money
from silkline.operation import Act, Operation, Words, act, only
from silkline.tokens import Token, chosen_token, token_known

__all__ = ["ParkingDomain"]

PARKING: Final = ("Loans", "Guarantees", "Collateral")
"""Contracts that do."""


class ParkingDomain(Domain):
    """A domain whose contract keeps what it could not pay out."""

    def parked(self, payee: PartyId | int | str, token: Token | str) -> Money:
        """Return what waits for a party in a token, or in the token of a currency."""
        chosen = chosen_token(self._connection, token)
        return chosen.money(self._read("parkedOf", PartyId.of(payee), chosen.address))

    def claim(self, payee: PartyId | int | str, token: Token | str) -> Operation[Money]:
        """Pay a party what was parked for it, to its cash account, by anyone."""
        chosen = chosen_token(self._connection, token)
        return self._by_anyone(_CLAIMS[self.contract_name], PartyId.of(payee), chosen.address)


def _words(contract: str) -> Words:
    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        payee, token = arguments["party"], token_known(connection, arguments["token"])
        where = connection.contract(contract)
        units = connection.call(where, "parkedOf", payee, token.address)
        return f"Pay {party(payee)} what {contract} parked for it, now {token.money(units)}"

    return words


def _claimed(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Money:
    event = only(found, events.Claimed)
    return token_known(connection, event.token).money(event.amount)


_CLAIMS: Final[dict[str, Act[Money]]] = {
    name: act(name, "claim", _words(name), _claimed) for name in PARKING
}
