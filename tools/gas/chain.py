"""A chain for measuring: fixed keys, fixed times, and the gas of mined transactions.

What moves a figure is fixed: accounts are derived from their names, ids and references from
theirs, every block's time is set, and the rules of the chain are those of one named upgrade.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from silkline.chain import abi
from silkline.chain.artifacts import Artifact, artifact
from silkline.chain.local import LocalChain, local_chain
from silkline.chain.reverts import refusal_of
from silkline.chain.rpc import RpcError

DAY_SECONDS = 86_400
FIRST_DAY = 20_000
"""Day on which everything begins (days since 1970-01-01)."""
UPGRADE = "prague"
CHAIN_ID = 31_337
GAS_LIMIT = 12_000_000
GAS_PRICE = 10**10
BALANCE = 10**24
RECEIPT_SECONDS = 10


class MeasuringError(Exception):
    """Raised when a transaction that should be measured was refused."""


@dataclass(frozen=True)
class Contract:
    """A deployed contract: its compiled form and its address."""

    artifact: Artifact
    address: str


def secret(name: str, size: int = 32) -> bytes:
    """Return *size* bytes that look random and are the same for a name on every run."""
    return bytes(keccak(text=f"silkline gas: {name}"))[:size]


def number(name: str, bits: int) -> int:
    """Return a number of exactly *bits* bits that is the same for a name on every run."""
    return int.from_bytes(secret(name, bits // 8)) | 1 << bits - 1


class Chain:
    """Sends signed transactions to a node of one's own and reads the gas off their receipts."""

    def __init__(self, node: LocalChain) -> None:
        self.node = node
        self.clock = FIRST_DAY * DAY_SECONDS + DAY_SECONDS // 2

    def account(self, name: str) -> LocalAccount:
        """Return the account of a name, with means to pay for gas."""
        account: LocalAccount = Account.from_key(secret(name))
        self.node.rpc("anvil_setBalance", account.address, hex(BALANCE))
        return account

    def deploy(self, sender: LocalAccount, name: str | Artifact, *args: Any) -> Contract:
        """Deploy a contract, by default one that ships, and return it."""
        found = artifact(name) if isinstance(name, str) else name
        receipt = self._mine(sender, None, found.creation(*args))
        return Contract(found, to_checksum_address(receipt["contractAddress"]))

    def nonce(self, sender: LocalAccount) -> int:
        """Return how many transactions an account has sent."""
        return self.node.rpc.number("eth_getTransactionCount", sender.address, "latest")

    def send(self, sender: LocalAccount, contract: Contract, function: str, *args: Any) -> int:
        """Call a function in a transaction and return the gas on its receipt.

        Raises:
            MeasuringError: The call was refused; its cause is the refusal.
        """
        data = contract.artifact.function(function).encode(args)
        receipt = self._mine(sender, contract.address, data)
        if int(receipt["status"], 16) != 1:
            act = f"{contract.artifact.name}.{function}"
            raise MeasuringError(f"{act} was refused") from self._reason(sender, contract, data)
        return int(receipt["gasUsed"], 16)

    def call(self, contract: Contract, function: str, *args: Any) -> Any:
        """Return what a view answers."""
        described = contract.artifact.function(function)
        call = {"to": contract.address, "data": abi.to_hex(described.encode(args))}
        answer = self.node.rpc("eth_call", call, "latest")
        return described.decode_answer(abi.from_hex(answer))

    def go_to_day(self, day: int) -> None:
        """Let the next block be mined at noon of a day."""
        self.clock = day * DAY_SECONDS + DAY_SECONDS // 2

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo at the end whatever happens inside."""
        snapshot, clock = self.node.snapshot(), self.clock
        try:
            yield
        finally:
            self.node.revert(snapshot)
            self.clock = clock

    def _mine(self, sender: LocalAccount, to: str | None, data: bytes) -> Any:
        self.clock += 12
        self.node.rpc("evm_setNextBlockTimestamp", hex(self.clock))
        content: dict[str, Any] = {
            "nonce": self.nonce(sender),
            "gas": GAS_LIMIT,
            "gasPrice": GAS_PRICE,
            "value": 0,
            "data": data,
            "chainId": CHAIN_ID,
        }
        signed = sender.sign_transaction(content | ({"to": to} if to else {}))
        raw = abi.to_hex(bytes(signed.raw_transaction))
        sent = self.node.rpc("eth_sendRawTransaction", raw)
        return self._receipt(sent)

    def _receipt(self, sent: str) -> Any:
        """Return a receipt; the node may need a moment after it took the transaction."""
        deadline = time.monotonic() + RECEIPT_SECONDS
        while time.monotonic() < deadline:
            if receipt := self.node.rpc("eth_getTransactionReceipt", sent):
                return receipt
            time.sleep(0.002)
        raise MeasuringError(f"no receipt of {sent} within {RECEIPT_SECONDS} seconds")

    def _reason(self, sender: LocalAccount, contract: Contract, data: bytes) -> Exception | None:
        call = {"from": sender.address, "to": contract.address, "data": abi.to_hex(data)}
        try:
            self.node.rpc("eth_call", call, "latest")
        except RpcError as error:
            return refusal_of(error) or error
        return None


@contextmanager
def started() -> Iterator[Chain]:
    """Start a node of one's own for measuring, and stop it at the end."""
    options = ("--hardfork", UPGRADE)
    start = FIRST_DAY * DAY_SECONDS
    with local_chain("anvil", chain_id=CHAIN_ID, timestamp=start, options=options) as node:
        yield Chain(node)
