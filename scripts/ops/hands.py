"""Who does the steps of an operation: the key of whoever runs it, or a copy of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import silkline as sl
from scripts.ops.procedure import Act, Doer, Note, may
from silkline.chain import abi, transactions
from silkline.chain.connection import Connection
from silkline.chain.journal import Intent

__all__ = ["Played", "Signing", "play"]

FINISHED = ("mined", "reverted", "superseded")


@dataclass(frozen=True)
class Signing:
    """Signs with the keys at hand, each act once however often the operation is started."""

    system: sl.Silkline
    name: str
    """Name of the operation."""
    note: Note

    def holder(self, by: Doer) -> str | None:
        """Return the first account at hand whose act it may be."""
        accounts = (signer.address for signer in self.system.connection.signers)
        return next((one for one in accounts if may(self.system, by, one)), None)

    def reach(self, moment: int) -> bool:
        """Return whether the latest block is of that time or later."""
        return self.system.head().time >= moment

    def send(self, operation: sl.Operation[Any]) -> None:
        """Send it; one that is under way already is waited for."""
        self.system.connection.journal.keep(operation.payload, operation.to_json())
        self._send_as(operation, self._key(operation))

    def catch_up(self) -> None:
        """
        Note what an earlier start sent and did not note, once it is mined.

        What no node knows of is left alone: nobody has approved it in this start.
        """
        connection = self.system.connection
        journal, chain_id = connection.journal, connection.chain_id
        for signer in connection.signers:
            for intent in journal.unfinished(chain_id, signer.address):
                text = journal.kept(intent.payload)
                ours = intent.key.startswith(f"{self.name}:") and text is not None
                if ours and connection.rpc("eth_getTransactionByHash", intent.hash):
                    self._send_as(sl.Operation.from_json(text or "", connection), intent.key)

    def _send_as(self, operation: sl.Operation[Any], key: str) -> None:
        """Send it under a key, wait, and note it before the journal forgets that it is open."""
        connection, words = self.system.connection, operation.words()
        sent = operation.submit(key=key, wait=False)
        mined = transactions.receipt(connection, sent.hash)
        if int(mined["status"], 16) == 1:
            account = operation.account or connection.signer().address
            self.note(_act(connection, words, account, mined))
        sent.wait()  # raises the refusal of one that reverted

    def _key(self, operation: sl.Operation[Any]) -> str:
        """Return the name of the act: that of one under way, or a new one."""
        number = 1
        while (found := self._sent(operation, number)) and found.state in FINISHED:
            number += 1
        return self._named(operation, number)

    def _sent(self, operation: sl.Operation[Any], number: int) -> Intent | None:
        connection, key = self.system.connection, self._named(operation, number)
        return connection.journal.find(connection.chain_id, key, operation.payload)

    def _named(self, operation: sl.Operation[Any], number: int) -> str:
        return f"{self.name}:{operation.payload[:16]}:{number}"


@dataclass(frozen=True)
class Played:
    """Plays whoever has a role, on a copy of the chain whose time can be moved."""

    system: sl.Silkline
    copy: sl.LocalChain
    note: Note

    def holder(self, by: Doer) -> str | None:
        """Return an account whose act it may be; anyone is the copy's own first account."""
        if by is None:
            return self.copy.accounts[0]
        if isinstance(by, sl.PartyId):
            accounts = (one.address for one in self.system.parties.accounts(by))
            return next((one for one in accounts if may(self.system, by, one)), None)
        return next(iter(self.system.roles.members(by)), None)

    def reach(self, moment: int) -> bool:
        """Move the copy's time on."""
        if self.copy.time < moment:
            self.copy.set_time(moment)
        return True

    def send(self, operation: sl.Operation[Any]) -> None:
        """Let the copy do it for the account, which signs nothing."""
        account = operation.account or self.copy.accounts[0]
        connection, to = self.system.connection, operation.address
        words, gas = operation.words(), operation.gas()  # raises the refusal
        digest = play(self.copy, account, to, operation.data, gas * 2)
        mined = transactions.receipt(connection, digest)
        if int(mined["status"], 16) != 1:
            raise transactions.refusal_of_mined(connection, mined, operation.data)
        self.note(_act(connection, words, account, mined))


def _act(connection: Connection, words: str, account: str, mined: Mapping[str, Any]) -> Act:
    """Return what happened, by its receipt."""
    block = connection.head(int(mined["blockNumber"], 16))
    gas = int(mined["gasUsed"], 16)
    return Act(words, account, str(mined["transactionHash"]), block.number, block.time, gas)


def play(copy: sl.LocalChain, account: str, to: str | None, data: bytes, gas: int) -> str:
    """Send a transaction on a copy as any account, and return its hash."""
    copy.rpc("anvil_impersonateAccount", account)
    copy.rpc("anvil_setBalance", account, hex(10**24))
    target = {} if to is None else {"to": to}
    sent = {"from": account, **target, "data": abi.to_hex(data), "gas": hex(gas)}
    digest = str(copy.rpc("eth_sendTransaction", sent))
    copy.mine()  # Anvil's automine loses a wake-up at times
    return digest
