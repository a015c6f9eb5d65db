"""
The compiled contracts that ship inside the package (``silkline/artifacts/<Contract>.json``).

Nothing here needs a compiler or Node; a test proves that the files match the sources.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from silkline.chain.abi import Error, Event, Function, Param, encode, from_hex
from silkline.errors import BadInput

__all__ = ["Artifact", "artifact", "names"]

_IMMUTABLE = b"\x7f" + bytes(32)
"""Where an immutable is pushed (PUSH32): zeros until the constructor writes its value there."""


@dataclass(frozen=True)
class Artifact:
    """One compiled contract."""

    name: str
    abi: tuple[dict[str, Any], ...]
    bytecode: bytes
    """Creation code without constructor arguments."""
    runtime: bytes
    """Deployed code, with zeros in place of the immutables, each pushed as 32 bytes."""

    @classmethod
    def read(cls, text: str) -> Artifact:
        """Return the artifact in the JSON *text*."""
        content = json.loads(text)
        codes = [from_hex(_prefixed(content[k]), name=k) for k in ("bytecode", "deployedBytecode")]
        return cls(content["contractName"], tuple(content["abi"]), *codes)

    def _items(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in self.abi if item["type"] == kind]

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Functions by signature."""
        return {f.signature: f for f in map(Function.read, self._items("function"))}

    @cached_property
    def events(self) -> dict[bytes, Event]:
        """Events by their first topic."""
        return {e.hash: e for e in map(Event.read, self._items("event"))}

    @cached_property
    def errors(self) -> dict[bytes, Error]:
        """Custom errors by selector."""
        return {e.selector: e for e in map(Error.read, self._items("error"))}

    def function(self, name: str) -> Function:
        """
        Return a function by its name, or by its signature where the name is overloaded.

        Raises:
            BadInput: There is no such function, or more than one.
        """
        if name in self.functions:
            return self.functions[name]
        found = [f for f in self.functions.values() if f.name == name]
        if len(found) != 1:
            choice = ", ".join(f.signature for f in found) or "no such function"
            raise BadInput(f"{self.name}.{name} is not one function: {choice}")
        return found[0]

    def matches(self, code: bytes) -> bool:
        """Return whether deployed *code* is the artifact's, the values of immutables aside."""
        parts = self.runtime.split(_IMMUTABLE)
        at, masked = 0, bytearray(code)
        for part in parts[:-1]:
            at += len(part) + 1
            masked[at : at + 32] = bytes(32)
            at += 32
        return len(code) == len(self.runtime) and bytes(masked) == self.runtime

    def creation(self, *args: Any) -> bytes:
        """Return the creation code with the constructor's arguments."""
        inputs = [p for item in self._items("constructor") for p in map(Param.read, item["inputs"])]
        return self.bytecode + encode(inputs, args)


def _prefixed(code: str) -> str:
    return code if code.startswith("0x") else "0x" + code


@cache
def artifact(name: str) -> Artifact:
    """
    Return the shipped artifact of the contract *name*.

    Raises:
        BadInput: The package ships no such contract.
    """
    path = files("silkline") / "artifacts" / f"{name}.json"
    if not path.is_file():
        raise BadInput(f"no artifact of {name}: the package ships {', '.join(names())}")
    return Artifact.read(path.read_text(encoding="utf-8"))


@cache
def names() -> tuple[str, ...]:
    """Return the names of the contracts that ship with the package."""
    folder = files("silkline") / "artifacts"
    if not folder.is_dir():
        return ()
    found = (entry.name for entry in folder.iterdir())
    return tuple(sorted(n.removesuffix(".json") for n in found if n.endswith(".json")))
