"""
Acts by signature: the request that an account signs and anyone brings (ERC-2771).

A request is an operation on the forwarder, so it travels, explains itself and is submitted like
every other; what it does is the operation inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from silkline import operation as operations
from silkline.chain import abi, transactions
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection, Contract
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.errors import BadInput, Refused
from silkline.needs import Need

if TYPE_CHECKING:
    from silkline.operation import Operation

__all__ = ["data_inside", "inner", "inner_refusal", "request"]

T = TypeVar("T")
NAME = "ERC2771Forwarder"
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


def request(
    operation: Operation[T], connection: Connection, signer: Signer, seconds: int, nonce: int | None
) -> Operation[T]:
    """Return *operation* as a request signed by *signer*; see ``Operation.by_signature``."""
    connection.check_chain()
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


def _document(
    connection: Connection, forwarder: Contract, message: Mapping[str, Any]
) -> dict[str, Any]:
    domain = connection.call(forwarder, "eip712Domain")
    return {
        "types": _TYPES,
        "primaryType": "ForwardRequest",
        "domain": {
            "name": domain["name"],
            "version": domain["version"],
            "chainId": connection.chain_id,
            "verifyingContract": forwarder.address,
        },
        "message": dict(message),
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

    The forwarder only says that a call failed, so the call is repeated as it makes it.
    """
    if operation.contract != NAME:
        return None
    content = operation.args[0]
    tail = abi.from_hex(content["from"], name="from")
    try:
        data = abi.from_hex(content["data"], name="data") + tail
        connection.call_raw(content["to"], data, None, operation.address)
    except Refused as refusal:
        return refusal
    return None


def data_inside(signed: Operation[Any]) -> bytes:
    """
    Return the calldata of the act inside a request.

    Raises:
        BadInput: The operation is no request.
    """
    if signed.contract != NAME:
        raise BadInput(
            f"expected a signed request, got a plain {signed.contract}.{signed.function}: "
            "use by_signature()"
        )
    return abi.from_hex(signed.args[0]["data"], name="data")


def _words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    content = arguments["request"]
    act = inner(connection, content)
    words = act.words()
    return f"{words}\n  signed by {content['from']}, good until Unix time {content['deadline']}"


def _result(connection: Connection, signed: Operation[Any], found: Sequence[Event]) -> Any:
    return inner(connection, signed.args[0]).result_of(found)


def _needs(connection: Connection, arguments: Mapping[str, Any]) -> list[Need]:
    return inner(connection, arguments["request"]).needs()


EXECUTE: operations.Act[Any] = operations.act(NAME, "execute", _words, _result, _needs)
