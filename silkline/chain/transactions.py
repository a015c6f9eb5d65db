"""
One transaction from its estimate to its receipt.

The order is what makes it safe: ask the node what it would do (a refusal ends here and costs
nothing), take the nonce, sign, write down, send, wait. A lost answer is looked up by our own
hash and the same bytes are sent again, to the same node or another; as long as some node may
have them, nothing else is ever sent in their place.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from silkline.chain import abi, reverts
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
_NONCE_USED = ("nonce too low", "nonce is too low", "correct nonce", "replacement transaction")
_NO_MONEY = ("insufficient funds", "enough funds", "insufficient balance")


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


def fees(connection: Connection, block: Mapping[str, Any] | None = None) -> tuple[int, int | None]:
    """Return (most, tip) per unit of gas in wei; the tip is None without a base fee."""
    block = block or connection.rpc("eth_getBlockByNumber", "latest", False)
    if block.get("baseFeePerGas") is None:
        return connection.rpc.number("eth_gasPrice"), None
    try:
        tip = connection.rpc.number("eth_maxPriorityFeePerGas")
    except RpcError:  # not every client has it
        tip = 10**9
    return 2 * int(block["baseFeePerGas"], 16) + tip, tip


def pending_count(connection: Connection, account: str) -> int:
    """Return how many transactions of *account* the node knows of, pending ones included."""
    return connection.rpc.number("eth_getTransactionCount", account, "pending")


def prepare(connection: Connection, sender: str, to: str | None, data: bytes) -> Envelope:
    """
    Return the envelope of a transaction sent now: gas with its margin, fees, next nonce.

    The margin ends where a block does: a node takes no transaction that asks for more.
    """
    gas = estimate(connection, sender, to, data)
    block = connection.rpc("eth_getBlockByNumber", "latest", False)
    most = max(gas, int(block["gasLimit"], 16))
    return Envelope(
        connection.chain_id,
        sender,
        pending_count(connection, sender),
        min(gas + gas * GAS_MARGIN_PERCENT // 100, most),
        *fees(connection, block),
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
        NodeError: The node will not take it; nothing was sent.
    """
    intent = connection.journal.find(connection.chain_id, key, payload)
    fresh = intent is None
    if intent is None:
        intent = _record(connection, signer, to, data, key, payload)
    elif connection.rpc("eth_getTransactionReceipt", intent.hash):
        return intent
    _catch_up(connection, intent)
    return _send(connection, intent, fresh)


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


def _catch_up(connection: Connection, intent: Intent) -> None:
    """Send what was written down with lower nonces and never arrived: gaps block what follows."""
    earlier = [
        row
        for row in connection.journal.unfinished(intent.chain_id, intent.sender)
        if row.nonce < intent.nonce
    ]
    if earlier and earlier[0].nonce < intent.nonce:
        count = pending_count(connection, intent.sender)
        for row in earlier:
            if row.nonce >= count:
                _send(connection, row, fresh=False)


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
    message = error.message.lower()
    if any(word in message for word in _KNOWN) or _is_known(connection, intent.hash):
        return connection.journal.mark(intent, "sent")
    if any(word in message for word in _NONCE_USED):
        connection.journal.mark(intent, "superseded")
        raise Conflict(
            f"nonce {intent.nonce} of {intent.sender} was used by another transaction, so "
            f"{intent.hash} (key {intent.key!r}) never happens; see what was done, then "
            "act under a new key"
        ) from error
    if not unsent:
        raise NotReady(
            f"{connection.rpc.endpoint} does not take {intent.hash} (key {intent.key!r}) now: "
            f"{error.message}; it may have been sent before, so it is neither given up nor "
            "replaced: call again with the same key"
        ) from error
    connection.journal.forget(intent)
    raise _explained(connection, error, intent.sender) from error


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
    no_money = isinstance(error, RpcError) and any(w in error.message.lower() for w in _NO_MONEY)
    if isinstance(error, RpcError) and no_money and sender:
        return GasMissing(sender, None, _coins(connection, sender), error.message)
    return error


def _is_known(connection: Connection, digest: str) -> bool:
    return bool(connection.rpc("eth_getTransactionByHash", digest))


def receipt(
    connection: Connection, digest: str, *, seconds: float = WAIT_SECONDS
) -> Mapping[str, Any]:
    """
    Wait for the receipt of a transaction.

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
                f"again with the same key to go on waiting{silence}"
            )
        if waited > 1:
            _nudge(connection)
        time.sleep(pause)
        pause = min(pause * 2, 0.5)


def _receipt_now(connection: Connection, digest: str) -> tuple[Any, str]:
    """Return the receipt, or None, and why nothing was heard: silence does not end the wait."""
    try:
        return connection.rpc("eth_getTransactionReceipt", digest), ""
    except RpcError:
        raise
    except NodeError as error:
        return None, f". Last: {error}"


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
