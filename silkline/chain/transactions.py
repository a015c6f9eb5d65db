"""
One transaction from its estimate to its receipt.

The order is what makes it safe: ask the node what it would do (a refusal ends here and costs
nothing), take the nonce, sign, write down, send, wait. A lost answer is looked up by our own
hash and the same bytes are sent again, to the same node or another. As long as some node may
have them, only one thing is ever sent in their place: the same call with the same nonce and
higher fees, written down before it is sent, so that one of them is mined at most.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from eth_utils.crypto import keccak

from silkline.chain import abi, fees, reverts, wire
from silkline.chain.connection import Connection
from silkline.chain.journal import Intent
from silkline.chain.local import CHAIN_IDS
from silkline.chain.rpc import RpcError
from silkline.chain.signers import Signer
from silkline.errors import Conflict, GasMissing, NodeError, NotReady

__all__ = ["Envelope", "estimate", "execute", "prepare", "sign"]

GAS_MARGIN_PERCENT = 20
"""How much more gas than estimated a transaction may use: the state moves on until it is mined."""
ATTEMPTS = 3
"""How often the same bytes are sent when no answer comes."""
WAIT_SECONDS = 120.0
"""How long a receipt is waited for."""

_KNOWN = ("already known", "known transaction", "already imported", "already exists")
_NONCE_USED = ("nonce too low", "nonce is too low", "correct nonce")
_REPLACING = ("replacement",)
"""Another transaction of the nonce waits in the node, and this one does not offer clearly more."""
_TOO_CHEAP = (
    *_REPLACING,
    *("underpriced", "fee too low", "feetoolow", "gas price below", "less than block base fee"),
)
_NO_MONEY = ("insufficient funds", "enough funds", "insufficient balance")


class _TooCheapError(NotReady):
    """The node wants higher fees for what was sent before."""


@dataclass(frozen=True)
class Envelope:
    """
    Everything of a transaction but what it does.

    Fees are wei per unit of gas; ``tip`` is None on a chain without a base fee, where
    ``max_fee`` is the plain gas price.
    """

    chain_id: int
    sender: str
    nonce: int
    gas: int
    max_fee: int
    tip: int | None

    def transaction(self, to: str | None, data: bytes) -> dict[str, Any]:
        """Return the transaction's fields as in JSON-RPC, integers as int."""
        fees = (
            {"gasPrice": self.max_fee}
            if self.tip is None
            else {"maxFeePerGas": self.max_fee, "maxPriorityFeePerGas": self.tip, "type": 2}
        )
        rest = {"data": abi.to_hex(data), "nonce": self.nonce, "gas": self.gas, **_target(to)}
        return {**rest, "value": 0, "chainId": self.chain_id, **fees}


def _target(to: str | None) -> dict[str, str]:
    """Return the field that names the contract; a creation has none."""
    return {} if to is None else {"to": to}


def estimate(connection: Connection, sender: str | None, to: str | None, data: bytes) -> int:
    """
    Return the gas that the node thinks a transaction needs, without margin.

    Raises:
        Refused: The contract would refuse it.
    """
    request = {"data": abi.to_hex(data), **_target(to)} | ({"from": sender} if sender else {})
    try:
        return connection.rpc.number("eth_estimateGas", request)
    except NodeError as error:
        raise reverts.refusal_of(error) or _explained(connection, error, sender) from error


def pending_count(connection: Connection, account: str) -> int:
    """Return how many transactions of *account* the node knows of, pending ones included."""
    return connection.rpc.number("eth_getTransactionCount", account, "pending")


def prepare(connection: Connection, sender: str, to: str | None, data: bytes) -> Envelope:
    """
    Return the envelope of a transaction sent now: gas with its margin, fees, next nonce.

    The margin ends where a block does: a node takes no transaction that asks for more.

    Raises:
        Refused: The contract would refuse it.
        FeeTooHigh: Blocks ask for more than the connection's ``max_fee``.
    """
    gas = estimate(connection, sender, to, data)
    block = connection.rpc("eth_getBlockByNumber", "latest", False)
    most = max(gas, int(block["gasLimit"], 16))
    return Envelope(
        connection.chain_id,
        sender,
        pending_count(connection, sender),
        min(gas + gas * GAS_MARGIN_PERCENT // 100, most),
        *fees.offered(fees.ask(connection.rpc, block), connection.max_fee),
    )


def sign(signer: Signer, envelope: Envelope, to: str | None, data: bytes) -> tuple[bytes, str]:
    """Return the raw signed transaction and its hash."""
    raw = signer.sign_transaction(envelope.transaction(to, data))
    return raw, abi.to_hex(keccak(raw))


def execute(
    connection: Connection, signer: Signer, to: str | None, data: bytes, *, key: str, payload: str
) -> Intent:
    """
    Bring one transaction under way, once per *key*, and return what was recorded of it.

    What is under way and not mined is sent again. Where it offers less than blocks ask for now,
    it and what has to be mined before it are signed with higher fees first, if *signer* is whose
    account they are of. Once one is mined that is what is returned, whatever was signed later.

    Args:
        connection: Where to.
        signer: Whose account sends it.
        to: The contract; None creates one.
        data: The calldata.
        key: Names the business act; the same key never acts twice.
        payload: Hash of what is meant; another payload under the same key is a ``Conflict``.

    Raises:
        Refused: The contract would refuse it; nothing was signed.
        Conflict: The key stands for something else, or its nonce was used by somebody else.
        NotReady: It may or may not have been sent: the same call finds out.
        GasMissing: The sender cannot pay for the gas; nothing was signed.
        FeeTooHigh: Blocks ask for more than may be offered; nothing new was signed.
        SignerError: The signer does not sign; nothing new was sent.
        NodeError: The node will not take it; nothing was sent.
    """
    intent = connection.journal.find(connection.chain_id, key, payload)
    if intent is None:
        intent = _record(connection, signer, to, data, key, payload)
        for row in _before(connection, intent):
            _send(connection, row, fresh=False)
        return _send(connection, intent, fresh=True)
    for version in connection.journal.versions(intent.hash):
        if connection.rpc("eth_getTransactionReceipt", version.hash):
            return version
    asked = fees.ask(connection.rpc)
    for row in _before(connection, intent, asked):
        _again(connection, signer, row, asked)
    return _again(connection, signer, intent, asked)


def _record(
    connection: Connection, signer: Signer, to: str | None, data: bytes, key: str, payload: str
) -> Intent:
    """Estimate, then sign with the next nonce and write down before anything is sent."""
    connection.check_chain()
    envelope = prepare(connection, signer.address, to, data)
    _check_gas_money(connection, envelope)

    def draft(nonce: int) -> Intent:
        final = Envelope(**{**vars(envelope), "nonce": nonce})
        raw, digest = sign(signer, final, to, data)
        return Intent(connection.chain_id, key, payload, signer.address, nonce, digest, raw)

    return connection.journal.record(draft, connection.chain_id, signer.address, envelope.nonce)


def _before(
    connection: Connection, intent: Intent, asked: fees.Asked | None = None
) -> list[Intent]:
    """
    Return what blocks *intent*: written down with a lower nonce, and it never arrived.

    With *asked* also what arrived, is not mined, and offers less than that.
    """
    unfinished = connection.journal.unfinished(intent.chain_id, intent.sender)
    earlier = [row for row in unfinished if row.nonce < intent.nonce]
    if not earlier:
        return []
    arrived = mined = pending_count(connection, intent.sender)
    if asked:
        mined = connection.rpc.number("eth_getTransactionCount", intent.sender, "latest")
    waiting = (row for row in earlier if row.nonce >= mined)
    return [row for row in waiting if row.nonce >= arrived or (asked and _is_outbid(row, asked))]


def _is_outbid(intent: Intent, asked: fees.Asked) -> bool:
    signed = wire.read_transaction(intent.raw)
    return signed is not None and intent.is_open and fees.is_outbid(signed, asked)


def _again(connection: Connection, signer: Signer, intent: Intent, asked: fees.Asked) -> Intent:
    """Send what is not mined once more, with higher fees where blocks or the node ask for them."""
    if _is_outbid(intent, asked):
        intent = _raised(connection, signer, intent, asked)
    try:
        return _send(connection, intent, fresh=False)
    except _TooCheapError:
        higher = _raised(connection, signer, intent, asked)
        if higher.hash == intent.hash:
            raise
        return _send(connection, higher, fresh=False)


def _raised(connection: Connection, signer: Signer, intent: Intent, asked: fees.Asked) -> Intent:
    """
    Sign the same call with the same nonce and higher fees, and write it down.

    Everything but the fees is read from the bytes that were signed before. Where *signer* is not
    whose account it is, or the bytes are none of this package's, all stays as it is.

    Raises:
        FeeTooHigh: More would have to be offered than may be.
    """
    signed = wire.read_transaction(intent.raw)
    if signed is None or signer.address != intent.sender:
        return intent
    connection.check_chain()
    first = wire.read_transaction(connection.journal.versions(intent.hash)[-1].raw) or signed
    higher = fees.raised(signed, asked, fees.limit_of(first, connection.max_fee))

    def draft() -> Intent:
        raw = signer.sign_transaction(higher)
        return replace(intent, hash=abi.to_hex(keccak(raw)), raw=raw)

    return connection.journal.exchange(intent, draft)


def _send(connection: Connection, intent: Intent, fresh: bool) -> Intent:
    """
    Send the bytes of *intent*; no answer is answered by looking for them and sending again.

    Args:
        connection: Where to.
        intent: What was written down.
        fresh: Whether no node can have the bytes yet.
    """
    problem: NodeError | None = None
    for attempt in range(ATTEMPTS):
        try:
            connection.rpc("eth_sendRawTransaction", abi.to_hex(intent.raw))
            return connection.journal.mark(intent, "sent")
        except RpcError as error:
            unsent = fresh and problem is None and not error.others_silent
            return _judge(connection, intent, error, unsent)
        except NodeError as error:
            problem = error
            time.sleep(0.2 * 2**attempt)
    raise NotReady(
        f"no answer to {intent.hash} (key {intent.key!r}): it may have been sent; call "
        f"again with the same key to find out. Last: {problem}"
    )


def _judge(connection: Connection, intent: Intent, error: RpcError, unsent: bool) -> Intent:
    """Decide what a node's "no" means for bytes that, unless *unsent*, some node may have."""
    if _says(error, _KNOWN) or _is_known(connection, intent.hash):
        return connection.journal.mark(intent, "sent")
    others = {version.hash for version in connection.journal.versions(intent.hash)} - {intent.hash}
    has_other = any(_is_known(connection, digest) for digest in others)
    if _says(error, _NONCE_USED):
        if has_other:
            return connection.journal.mark(intent, "sent")
        connection.journal.mark(intent, "superseded")
        raise Conflict(
            f"nonce {intent.nonce} of {intent.sender} was used by another transaction, so "
            f"{intent.hash} (key {intent.key!r}) never happens; see what was done, then "
            "act under a new key"
        ) from error
    if not unsent:
        ours = has_other or not _says(error, _REPLACING)
        raise (_TooCheapError if ours and _says(error, _TOO_CHEAP) else NotReady)(
            f"{connection.rpc.endpoint} does not take {intent.hash} (key {intent.key!r}) now: "
            f"{error.message}; it may have been sent before, so it is not given up: call again "
            "with the same key"
        ) from error
    connection.journal.forget(intent)
    raise _explained(connection, error, intent.sender) from error


def _says(error: RpcError, words: tuple[str, ...]) -> bool:
    return any(word in error.message.lower() for word in words)


def _check_gas_money(connection: Connection, envelope: Envelope) -> None:
    """Raise ``GasMissing`` when the sender has less than the transaction may cost."""
    needed = envelope.gas * envelope.max_fee
    if needed:
        found = _coins(connection, envelope.sender)
        if found < needed:
            raise GasMissing(envelope.sender, needed, found)


def _coins(connection: Connection, account: str) -> int:
    """Return what an account has of the chain's own coin, in wei."""
    return connection.rpc.number("eth_getBalance", account, "latest")


def _explained(
    connection: Connection, error: NodeError, sender: str | None
) -> NodeError | GasMissing:
    """Return a node's error as one that says what to do, where that is known."""
    if isinstance(error, RpcError) and _says(error, _NO_MONEY) and sender:
        return GasMissing(sender, None, _coins(connection, sender), error.message)
    return error


def _is_known(connection: Connection, digest: str) -> bool:
    return bool(connection.rpc("eth_getTransactionByHash", digest))


def receipt(
    connection: Connection, digest: str, *, seconds: float = WAIT_SECONDS
) -> Mapping[str, Any]:
    """
    Wait for the receipt of a transaction, or of what was signed in its place or before it.

    What another process signs meanwhile is looked for, too.

    Raises:
        NotReady: It is not mined within *seconds*.
    """
    start, pause = time.monotonic(), 0.01
    while True:
        found, silence = _receipt_now(connection, digest)
        if found:
            return dict(found)
        waited = time.monotonic() - start
        if waited > seconds:
            raise NotReady(
                f"{digest} is not mined after {seconds:g} seconds, as far as is known; call "
                "again with the same key to go on waiting, with a higher fee where blocks ask "
                f"for more now{silence}"
            )
        if waited > 1:
            _nudge(connection)
        time.sleep(pause)
        pause = min(pause * 2, 0.5)


def _receipt_now(connection: Connection, digest: str) -> tuple[Any, str]:
    """Return the receipt, or None, and why nothing was heard: silence does not end the wait."""
    try:
        for one in [v.hash for v in connection.journal.versions(digest)] or [digest]:
            if found := connection.rpc("eth_getTransactionReceipt", one):
                return found, ""
    except RpcError:
        raise
    except NodeError as error:
        return None, f". Last: {error}"
    return None, ""


def _nudge(connection: Connection) -> None:
    """Mine on an Anvil that should have mined by itself: its automine loses wake-ups."""
    if connection.chain_id in CHAIN_IDS:
        try:
            if connection.rpc("anvil_getAutomine") is True:
                connection.rpc("evm_mine")
        except RpcError:
            return  # another node than Anvil


def refusal_of_mined(connection: Connection, mined: Mapping[str, Any], data: bytes) -> Exception:
    """Return why a mined transaction reverted, by repeating it on the state before its block."""
    from silkline.errors import Refused

    block = int(mined["blockNumber"], 16)
    try:
        connection.call_raw(mined["to"], data, block - 1, mined["from"])
    except Refused as refusal:
        return refusal
    return Refused(
        f"transaction {mined['transactionHash']} reverted in block {block}, though it "
        "passes on the state before that block: another transaction of the block, or "
        "its gas, is the reason"
    )
