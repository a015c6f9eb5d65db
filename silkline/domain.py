"""What all domain modules share: a connection, the account that acts, and short words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from silkline.chain import abi
from silkline.chain.connection import Connection
from silkline.dates import moment
from silkline.ids import PartyId
from silkline.operation import Act, Operation, act, no_result

__all__ = ["Domain", "SigningDomain"]

T = TypeVar("T")


def described(connection: Connection, account: str | None) -> str:
    """Return in a few words which chain, through which node, as whom."""
    who = f"as {account}" if account else "reading"
    return f"chain {connection.chain_id} at {connection.rpc.endpoint}, {who}"


class Domain:
    """A group of acts and reads on one contract, for one account."""

    contract_name = ""

    def __init__(self, connection: Connection, account: str | None) -> None:
        """
        Args:
            connection: What it works through.
            account: The account that acts; None where there is only reading.
        """
        self._connection = connection
        self._account = account

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {described(self._connection, self._account)}>"

    def _read(self, function: str, *args: Any, block: int | None = None) -> Any:
        contract = self._connection.contract(self.contract_name)
        return self._connection.call(contract, function, *args, block=block)

    def _by_party(self, act: Act[T], *args: Any) -> Operation[T]:
        """Return an act that only the account may do."""
        return Operation.build(self._connection, act, *args, account=self._account)

    def _by_anyone(self, act: Act[T], *args: Any) -> Operation[T]:
        """Return an act that changes nothing by who does it."""
        return Operation.build(self._connection, act, *args, account=None)


class SigningDomain(Domain):
    """A domain whose contract accepts signed messages."""

    def void_signature(self, digest: str) -> Operation[None]:
        """Take back a signed message of the account's, used or not."""
        return self._by_party(_VOIDS[self.contract_name], digest)

    def is_void(self, signer: str, digest: str) -> bool:
        """Return whether *signer* has used up or taken back the message *digest*."""
        return bool(self._read("isSignatureVoid", signer, digest))


def short(data: bytes | str) -> str:
    """Return a hash for reading: its first eight digits, or ``none`` when it is zero."""
    text = data.hex() if isinstance(data, bytes) else data.removeprefix("0x")
    return f"0x{text[:8]}…" if text.strip("0") else "none"


def when(seconds: int) -> str:
    """Return a Unix time for reading, in UTC."""
    return moment(seconds).strftime("%Y-%m-%d %H:%M:%S UTC") if seconds < 1 << 36 else "for ever"


def party(identifier: PartyId) -> str:
    """Return a party for reading."""
    return f"party {identifier}" if identifier else "nobody"


def account(connection: Connection, address: str) -> str:
    """Return an address for reading: with the contract's name or the party where it has one."""
    if address in connection.names:
        return f"{connection.names[address]} at {address}"
    found = connection.call(connection.contract("Parties"), "accountOf", address)["party"]
    return f"{address} of {party(found)}" if found else address


def _void_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Take back the message {abi.to_hex(arguments['digest'])}: it counts no more"


_VOIDS = {
    name: act(name, "voidSignature", _void_words, no_result)
    for name in ("Parties", "Programmes", "Guarantees")
}
