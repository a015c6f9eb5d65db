"""From a node's error to the contract's refusal, as Anvil, Ganache and geth wrap it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from silkline import refusals
from silkline.chain import abi, artifacts
from silkline.chain.rpc import RpcError
from silkline.errors import NodeError, Refused

__all__ = ["refusal", "refusal_of", "revert_data"]

_TEXT = abi.Error("Error", (abi.Param("text", "string"),))
_PANIC = abi.Error("Panic", (abi.Param("code", "uint256"),))
_PANICS = {
    0x01: "an assertion failed",
    0x11: "arithmetic overflow",
    0x12: "division by zero",
    0x21: "a value outside its enumeration",
    0x31: "pop of an empty array",
    0x32: "an index out of range",
    0x41: "out of memory",
}


def revert_data(error: RpcError) -> bytes | None:
    """
    Return what a reverted call answered, or None when the error is not a revert.

    An answer of no bytes (``require(false)``, out of gas, no such function) is ``b""``.
    """
    for text in _candidates(error.data):
        if text.startswith("Reverted "):  # OpenEthereum's prefix
            text = text.removeprefix("Reverted ")
        if text.startswith("0x"):
            return abi.from_hex(text, name="revert data")
    return b"" if "revert" in error.message.lower() else None


def _candidates(data: Any) -> Iterator[str]:
    """Yield the texts that may hold the answer: geth and Anvil send a string, Ganache an object."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key in ("result", "return", "data"):
            yield from _candidates(data.get(key))
        for value in data.values():  # one entry per transaction hash, in older Ganaches
            if isinstance(value, Mapping):
                yield from _candidates(value)


def refusal(data: bytes) -> Refused:
    """Return the refusal that a contract's answer means; an unknown one carries its bytes."""
    known = _errors().get(data[:4])
    if known is not None:
        return refusals.BY_NAME[known.name](*_arguments(known, data))
    if data[:4] == _TEXT.selector:
        return Refused(_arguments(_TEXT, data)[0])
    if data[:4] == _PANIC.selector:
        code = _arguments(_PANIC, data)[0]
        return Refused(f"the contract panicked: {_PANICS.get(code, 'unknown reason')} ({code:#x})")
    if not data:
        return Refused("the contract reverted without a reason (no such function, or out of gas)")
    return Refused(f"the contract reverted with an unknown error: {abi.to_hex(data)}")


@cache
def _errors() -> dict[bytes, abi.Error]:
    """Return the custom errors of all contracts by selector."""
    found: dict[bytes, abi.Error] = {}
    for name in artifacts.names():
        found |= artifacts.artifact(name).errors
    return found


def _arguments(error: abi.Error, data: bytes) -> list[Any]:
    return abi.decode(error.inputs, data[4:])


def refusal_of(error: NodeError) -> Refused | None:
    """Return the refusal inside a node's error, or None when it is about something else."""
    if not isinstance(error, RpcError):
        return None
    data = revert_data(error)
    return None if data is None else refusal(data)
