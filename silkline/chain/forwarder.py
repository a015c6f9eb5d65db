"""
Acts by signature: the request that an account signs and anyone brings (ERC-2771).

A request is an operation on the forwarder, so it travels, explains itself and is submitted like
every other; what it does is the operation inside. ``batch`` brings several in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from silkline import operation as operations
from silkline.chain import abi, transactions
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection, Contract
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.domain import account, when
from silkline.errors import BadInput, Refused
from silkline.events import ExecutedForwardRequest
from silkline.needs import Need

if TYPE_CHECKING:
    from silkline.operation import Operation

__all__ = ["Brought", "batch", "data_inside", "inner", "inner_refusal", "request", "signing_domain"]

T = TypeVar("T")
NAME = "ERC2771Forwarder"
NOBODY = "0x" + "00" * 20
"""Receives no refund: with it the forwarder refuses a batch with a request that does not count."""
_TYPES = {
    "ForwardRequest": [
        {"name": "from", "type": "address"},
        {"name": "to", "type": "address"},
        {"name": "value", "type": "uint256"},
        {"name": "gas", "type": "uint256"},
        {"name": "nonce", "type": "uint256"},
        {"name": "deadline", "type": "uint48"},
        {"name": "data", "type": "bytes"},
    ]
}


@dataclass(frozen=True)
class Brought:
    """What came of one request of several that were brought together."""

    signer: str
    """Account that signed it."""
    done: bool
    """False where the contract refused it: nothing of it happened, and its number is used up."""
    result: Any
    """The act's own result; None where it was refused."""


_TRUSTS = abi.Function("isTrustedForwarder", (abi.Param("forwarder", "address"),))


def request(
    operation: Operation[T], connection: Connection, signer: Signer, seconds: int, nonce: int | None
) -> Operation[T]:
    """
    Return *operation* as a request signed by *signer*; see ``Operation.by_signature``.

    Raises:
        BadInput: The contract takes no acts by signature, such as the AccessManager.
        Refused: The contract would refuse the act now.
    """
    connection.check_chain()
    _check_trust(connection, operation)
    gas = transactions.estimate(connection, signer.address, operation.address, operation.data)
    gas += gas * transactions.GAS_MARGIN_PERCENT // 100
    forwarder = connection.contract(NAME)
    if nonce is None:
        nonce = connection.call(forwarder, "nonces", signer.address)
    content = {
        "from": signer.address,
        "to": operation.address,
        "value": 0,
        "gas": gas,
        "deadline": connection.head().time + seconds,
        "data": abi.to_hex(operation.data),
    }
    document = _document(connection, forwarder, {**content, "nonce": nonce})
    signature = abi.to_hex(signer.sign_typed(document))
    signed: Operation[T] = operations.Operation.build(
        connection, EXECUTE, {**content, "signature": signature}, account=None
    )
    return signed


def _check_trust(connection: Connection, operation: Operation[Any]) -> None:
    """Check that the contract takes the forwarder's word for who acts."""
    data = _TRUSTS.encode([connection.contract(NAME).address])
    try:
        trusts = any(connection.call_raw(operation.address, data))
    except Refused:
        trusts = False
    if not trusts:
        raise BadInput(
            f"{operation.contract}.{operation.function} cannot go by signature: the contract at "
            f"{operation.address} takes no signed requests; submit it from its own account"
        )


def batch(
    connection: Connection, requests: Sequence[Operation[Any]]
) -> Operation[tuple[Brought, ...]]:
    """
    Return signed requests as one operation; see ``Silkline.bring``.

    Raises:
        BadInput: There is none, or one is no signed request of this deployment.
    """
    if not requests:
        raise BadInput("give at least one signed request to bring")
    for one in requests:
        data_inside(one.on(connection))  # an operation that is no request has nothing to bring
    contents = [one.args[0] for one in requests]
    return operations.Operation.build(connection, EXECUTE_BATCH, contents, NOBODY, account=None)


def _document(
    connection: Connection, forwarder: Contract, message: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "types": _TYPES,
        "primaryType": "ForwardRequest",
        "domain": signing_domain(connection, forwarder),
        "message": dict(message),
    }


def signing_domain(connection: Connection, contract: Contract) -> dict[str, Any]:
    """Return the EIP-712 domain that a contract says it has (ERC-5267)."""
    found = connection.call(contract, "eip712Domain")
    return {
        "name": found["name"],
        "version": found["version"],
        "chainId": connection.chain_id,
        "verifyingContract": contract.address,
    }


def inner(connection: Connection, content: Mapping[str, Any]) -> Operation[Any]:
    """
    Return the operation inside a request.

    Raises:
        BadInput: It calls a contract or a function that the deployment does not have.
    """
    contract = connection.names.get(content["to"], "DepositToken")
    data = content["data"] if isinstance(content["data"], bytes) else abi.from_hex(content["data"])
    for described in artifact(contract).functions.values():
        if described.selector == data[:4]:
            break
    else:
        raise BadInput(f"the request calls no function of {contract}: {abi.to_hex(data[:4])}")
    overloaded = sum(f.name == described.name for f in artifact(contract).functions.values()) > 1
    return operations.Operation(
        connection.chain_id,
        contract,
        content["to"],
        described.signature if overloaded else described.name,
        tuple(described.decode_call(data).values()),
        content["from"],
        connection,
    )


def inner_refusal(connection: Connection, operation: Operation[Any]) -> Refused | None:
    """
    Return why the act inside a request is refused, or None when that is not the reason.

    The forwarder only says that a call failed, so the call is repeated as it makes it. Where
    the request itself does not count, the forwarder's own refusal says why.
    """
    if (operation.contract, operation.function) != (NAME, EXECUTE.function):
        return None
    content = operation.args[0]
    if not connection.call(connection.contract(NAME), "verify", content):
        return None
    tail = abi.from_hex(content["from"], name="from")
    try:
        data = abi.from_hex(content["data"], name="data") + tail
        connection.call_raw(content["to"], data, None, operation.address)
    except Refused as refusal:
        refusal.paid_in = inner(connection, content).paid_in()
        return refusal
    return None


def data_inside(signed: Operation[Any]) -> bytes:
    """
    Return the calldata of the act inside a request.

    Raises:
        BadInput: The operation is no request.
    """
    if (signed.contract, signed.function) != (NAME, EXECUTE.function):
        raise BadInput(
            f"expected a signed request, got a plain {signed.contract}.{signed.function}: "
            "use by_signature()"
        )
    return abi.from_hex(signed.args[0]["data"], name="data")


def _request_words(connection: Connection, content: Mapping[str, Any]) -> str:
    words = inner(connection, content).words()
    signer = account(connection, content["from"])
    return f"{words}\n  signed by {signer}, good until {when(content['deadline'])}"


def _words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return _request_words(connection, arguments["request"])


def _batch_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return "\n".join(_request_words(connection, one) for one in arguments["requests"])


def _result(connection: Connection, signed: Operation[Any], found: Sequence[Event]) -> Any:
    return inner(connection, signed.args[0]).result_of(found)


def _needs(connection: Connection, arguments: Mapping[str, Any]) -> list[Need]:
    return inner(connection, arguments["request"]).needs()


def _batch_needs(connection: Connection, arguments: Mapping[str, Any]) -> list[Need]:
    return [one for r in arguments["requests"] for one in inner(connection, r).needs()]


def _results(
    connection: Connection, signed: Operation[Any], found: Sequence[Event]
) -> tuple[Brought, ...]:
    """Return what came of each request, of the events up to the forwarder's word on it."""
    made: list[Brought] = []
    own: list[Event] = []
    for event in found:
        if not isinstance(event, ExecutedForwardRequest):
            own.append(event)
            continue
        act = inner(connection, signed.args[0][len(made)])
        result = act.result_of(own) if event.success else None
        made.append(Brought(event.signer, event.success, result))
        own = []
    return tuple(made)


EXECUTE: operations.Act[Any] = operations.act(NAME, "execute", _words, _result, _needs)
EXECUTE_BATCH: operations.Act[tuple[Brought, ...]] = operations.act(
    NAME, "executeBatch", _batch_words, _results, _batch_needs
)
