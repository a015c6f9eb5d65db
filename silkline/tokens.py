"""Tokens in which debts are paid: how money becomes base units and back, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from silkline.chain import abi
from silkline.chain.connection import Connection, Contract
from silkline.errors import BadInput, Refused
from silkline.events import ProgrammeOpened
from silkline.ids import NoteId, ProgrammeId, ReceivableId
from silkline.money import Money
from silkline.state import receivable_fields

__all__ = ["Token", "named_token", "token_known", "token_of"]

KIND = "DepositToken"
"""Every token is spoken to through this interface, of which ERC-20 is a part."""
_OPENED = keccak(text=ProgrammeOpened.signature)


@dataclass(frozen=True)
class Token:
    """A token and the currency that it stands for."""

    address: str
    currency: str
    decimals: int

    def units(self, amount: Money, *, name: str = "amount") -> int:
        """
        Return *amount* in base units, exactly.

        Raises:
            BadInput: It is no ``Money``, of another currency, negative, or too fine for the token.
        """
        if not isinstance(amount, Money):
            raise BadInput(
                f"{name} must be Money, such as Money('120.00', '{self.currency}'), "
                f"got {type(amount).__name__} {amount!r}"
            )
        if amount.currency != self.currency:
            raise BadInput(
                f"{name} is in {amount.currency}, the token {self.address} is for {self.currency}"
            )
        units = amount.to_units(self.decimals)
        if units < 0:
            raise BadInput(f"{name} must not be negative, got {amount}")
        return units

    def money(self, units: int) -> Money:
        """Return base units as money, exactly."""
        return Money.from_units(units, self.currency, decimals=self.decimals)

    @property
    def contract(self) -> Contract:
        """The token as a contract."""
        return Contract(KIND, self.address)


def token_at(connection: Connection, address: str, currency: str) -> Token:
    """Return the token at an address, read once per connection."""

    def read() -> Token:
        contract = Contract(KIND, abi.address(address))
        return Token(contract.address, currency, connection.call(contract, "decimals"))

    return connection.remembered(("token", address, currency), read)


def named_token(connection: Connection, currency: str) -> Token:
    """
    Return the deposit token of the deployment for *currency*.

    Raises:
        BadInput: The deployment has none.
    """
    return token_at(connection, connection.contract(f"{KIND} {currency}").address, currency)


def token_known(connection: Connection, address: str) -> Token:
    """
    Return the token at *address*, whose currency the deployment or a programme tells.

    Raises:
        BadInput: No programme uses it, and it is none of the deployment.
    """
    for name, entry in (connection.deployment.contracts if connection.deployment else {}).items():
        if entry.address == address and entry.kind == KIND:
            return token_at(connection, address, name.removeprefix(f"{KIND} "))
    topics = [abi.to_hex(_OPENED), None, None, "0x" + address[2:].lower().rjust(64, "0")]
    for event in connection.logs(topics, first=connection.first_block):
        if isinstance(event, ProgrammeOpened):
            return token_at(connection, address, event.rules["currency"].decode())
    raise BadInput(f"no programme is paid in {address}, so its currency is unknown")


def chosen_token(connection: Connection, token: Token | str) -> Token:
    """Return a token given as itself or by its currency."""
    return token if isinstance(token, Token) else named_token(connection, token)


def token_of(connection: Connection, programme: ProgrammeId) -> Token:
    """Return the token of a programme; it never changes, so it is read once per connection."""

    def read() -> Token:
        rules = connection.call(connection.contract("Programmes"), "rulesOf", programme)
        return token_at(connection, rules["token"], rules["currency"].decode())

    return connection.remembered(("programme", programme), read)


def token_of_receivable(connection: Connection, receivable: ReceivableId) -> Token:
    """
    Return the token in which a receivable is paid.

    Raises:
        ReceivableUnknown: No receivable has this id.
    """

    def read() -> Token:
        return token_of(connection, receivable_fields(connection, receivable)["programme"])

    return connection.remembered(("receivable", receivable), read)


def token_of_note(connection: Connection, note: NoteId) -> Token:
    """Return the token in which a note is paid."""
    return token_of_receivable(connection, note.receivable)


def token_in(connection: Connection, arguments: Any) -> Token | None:
    """
    Return the token of the terms, or the first debt, note or programme, among arguments.

    None where there is nothing of these.

    Raises:
        BadInput: The token of terms is unknown.
    """
    if isinstance(arguments, Mapping) and isinstance(arguments.get("token"), str):
        return token_known(connection, arguments["token"])
    values = arguments.values() if isinstance(arguments, Mapping) else arguments
    for value in values:
        try:
            if isinstance(value, NoteId):
                return token_of_note(connection, value)
            if isinstance(value, ReceivableId):
                return token_of_receivable(connection, value)
            if isinstance(value, ProgrammeId):
                return token_of(connection, value)
        except Refused:  # there is none of this id
            continue
        if isinstance(value, Mapping | tuple | list) and (found := token_in(connection, value)):
            return found
    return None


def hash32(value: bytes | str | None, *, name: str) -> bytes:
    """
    Return 32 bytes given as bytes or hex; None is zero, which stands for none.

    Raises:
        BadInput: It is something else, or of another length.
    """
    data: Any = abi.from_hex(value, name=name) if isinstance(value, str) else value
    if data is None:
        return bytes(32)
    if not isinstance(data, bytes) or len(data) != 32:
        raise BadInput(f"{name} must be 32 bytes or their hex, got {value!r}")
    return data
