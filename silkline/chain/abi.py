"""
Contract interfaces as typed values: functions, events and errors read from an ABI.

Python values go in (ids, days, hex strings, dataclasses as mappings) and come out with their
names (structs as dictionaries). Every value is checked against its type before it is encoded,
so that a mistake is a ``BadInput`` that names the argument and not a revert.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from eth_abi.abi import decode as abi_decode
from eth_abi.abi import encode as abi_encode
from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from silkline.errors import BadInput, NodeError
from silkline.kinds import KINDS

__all__ = ["Error", "Event", "Function", "Param", "address", "from_hex", "to_hex"]

_ARRAY = re.compile(r"^(.*)\[(\d*)\]$")
_NUMBER = re.compile(r"-?[0-9]{1,78}", re.ASCII)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")


def to_hex(data: bytes) -> str:
    """Return *data* as 0x-prefixed lower-case hex."""
    return "0x" + data.hex()


def from_hex(text: object, *, name: str = "value") -> bytes:
    """
    Return the bytes of 0x-prefixed hex.

    Raises:
        BadInput: *text* is not such hex; *name* is used in the message.
    """
    if isinstance(text, str) and text[:2] in ("0x", "0X"):
        with suppress(ValueError):
            return unhexlify(text[2:])
    raise BadInput(f"{name} must be 0x-prefixed hex of whole bytes, got {text!r}")


def address(value: object, *, name: str = "address") -> str:
    """
    Return *value* as a checksummed address.

    Raises:
        BadInput: It is not 20 bytes of hex, or its upper and lower case fail EIP-55.
    """
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        raise BadInput(f"{name} must be an address (0x and 40 hex digits), got {value!r}")
    checksummed = str(to_checksum_address(value))
    if value not in (checksummed, value.lower(), "0x" + value[2:].upper()):
        raise BadInput(f"{name} {value} has a wrong checksum: a letter may be mistyped")
    return checksummed


@dataclass(frozen=True)
class Param:
    """One argument, return value or field: a name, a Solidity type and, for structs, the fields."""

    name: str
    type: str
    components: tuple[Param, ...] = ()
    indexed: bool = False
    kind: str = ""
    """The type's name in the sources where it has one, such as ``NoteId`` or ``Status``."""

    @classmethod
    def read(cls, item: Mapping[str, Any]) -> Param:
        """Return the parameter that an entry of an ABI describes."""
        fields = tuple(cls.read(field) for field in item.get("components", ()))
        kind = item.get("internalType", "").split(" ")[-1].split(".")[-1].partition("[")[0]
        return cls(item.get("name", ""), item["type"], fields, item.get("indexed", False), kind)

    @cached_property
    def canonical(self) -> str:
        """The type as it stands in a signature: a struct is the tuple of its fields."""
        if not self.type.startswith("tuple"):
            return self.type
        return f"({','.join(c.canonical for c in self.components)}){self.type[5:]}"

    @cached_property
    def item(self) -> Param | None:
        """The element of an array, or None."""
        array = _ARRAY.match(self.type)
        return replace(self, type=array[1]) if array else None

    def encodable(self, value: Any) -> Any:
        """
        Return *value* as the encoder wants it.

        Raises:
            BadInput: The value does not fit the type; the message names the argument.
        """
        if self.item:
            return self._encodable_array(value, self.item)
        if self.components:
            return self._encodable_struct(value)
        if self.type.startswith(("uint", "int")):
            return self._encodable_int(value)
        if self.type == "address":
            return address(value, name=self.name)
        if self.type.startswith("bytes"):
            return self._encodable_bytes(value)
        expected = {"bool": bool, "string": str}[self.type]
        if not isinstance(value, expected):
            raise BadInput(f"{self.name} must be a {self.type}, got {value!r}")
        return value

    def _encodable_array(self, value: Any, item: Param) -> list[Any]:
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            raise BadInput(f"{self.name} must be a sequence, got {value!r}")
        return [item.encodable(element) for element in value]

    def _encodable_struct(self, value: Any) -> tuple[Any, ...]:
        if isinstance(value, Mapping):
            missing = {c.name for c in self.components} ^ set(value)
            if missing:
                raise BadInput(f"{self.name}: fields missing or unknown: {sorted(missing)}")
            value = [value[c.name] for c in self.components]
        if not isinstance(value, Sequence) or len(value) != len(self.components):
            raise BadInput(f"{self.name} must have {len(self.components)} fields, got {value!r}")
        return tuple(c.encodable(v) for c, v in zip(self.components, value, strict=True))

    def _encodable_int(self, value: Any) -> int:
        if isinstance(value, bool | float) or not hasattr(value, "__index__"):
            raise BadInput(f"{self.name} must be an integer ({self.type}), got {value!r}")
        number = int(value.__index__())
        signed = self.type.startswith("int")
        bits = int(self.type.lstrip("uint") or 256) - signed
        if not -(signed << bits) <= number < 1 << bits:
            raise BadInput(f"{self.name} does not fit {self.type}: {number}")
        return number

    def _encodable_bytes(self, value: Any) -> bytes:
        data = from_hex(value, name=self.name) if isinstance(value, str) else value
        if not isinstance(data, bytes):
            raise BadInput(f"{self.name} must be bytes or hex, got {value!r}")
        size = self.type[5:]
        if size and len(data) != int(size):
            raise BadInput(f"{self.name} must be {size} bytes, got {len(data)}")
        return bytes(data)

    def named(self, value: Any) -> Any:
        """Return a decoded value: typed ids and states, checksummed addresses, structs by name."""
        if self.item:
            return [self.item.named(element) for element in value]
        if self.components:
            pairs = zip(self.components, value, strict=True)
            return {c.name: c.named(v) for c, v in pairs}
        if self.kind in KINDS:
            return KINDS[self.kind](value)
        return to_checksum_address(value) if self.type == "address" else value

    def jsonable(self, value: Any) -> Any:
        """Return *value* for JSON: integers as decimal strings, bytes as hex, structs by name."""
        if self.item:
            return [self.item.jsonable(element) for element in value]
        if self.components:
            named = isinstance(value, Mapping)
            pairs = ((c, value[c.name if named else i]) for i, c in enumerate(self.components))
            return {c.name: c.jsonable(v) for c, v in pairs}
        if isinstance(value, bytes):
            return to_hex(value)
        return str(int(value)) if self.type.startswith(("uint", "int")) else value

    def from_jsonable(self, value: Any) -> Any:
        """Return what ``jsonable`` was given; the types are checked when it is encoded."""
        if self.item and isinstance(value, list):
            return [self.item.from_jsonable(element) for element in value]
        if self.components and isinstance(value, dict):
            known = {c.name: c for c in self.components}
            return {k: known[k].from_jsonable(v) if k in known else v for k, v in value.items()}
        number = self.type.startswith(("uint", "int")) and isinstance(value, str)
        return int(value) if number and _NUMBER.fullmatch(value) else value


def encode(params: Sequence[Param], values: Sequence[Any]) -> bytes:
    """
    Return the ABI encoding of *values*, each checked against its parameter.

    Raises:
        BadInput: A value does not fit, or there are more or fewer than parameters.
    """
    if len(params) != len(values):
        names = ", ".join(p.name for p in params)
        raise BadInput(f"expected {len(params)} arguments ({names}), got {len(values)}")
    checked = [p.encodable(v) for p, v in zip(params, values, strict=True)]
    return bytes(abi_encode([p.canonical for p in params], checked))


def decode(params: Sequence[Param], data: bytes) -> list[Any]:
    """Return the values encoded in *data*; raises ``NodeError`` when they cannot be read."""
    try:
        values = abi_decode([p.canonical for p in params], data)
        return [p.named(v) for p, v in zip(params, values, strict=True)]
    except (DecodingError, ValueError, OverflowError) as error:
        names = ", ".join(f"{p.canonical} {p.name}" for p in params)
        raise NodeError(f"cannot read ({names}) from {to_hex(data)}: {error}") from error


@dataclass(frozen=True)
class _Item:
    name: str
    inputs: tuple[Param, ...]

    @cached_property
    def signature(self) -> str:
        """The canonical form that is hashed, such as ``assign(uint256,uint96)``."""
        return f"{self.name}({','.join(p.canonical for p in self.inputs)})"

    @cached_property
    def hash(self) -> bytes:
        """Keccak-256 of the signature."""
        return bytes(keccak(text=self.signature))

    @property
    def selector(self) -> bytes:
        """First four bytes of the hash."""
        return self.hash[:4]


@dataclass(frozen=True)
class Function(_Item):
    """A function of a contract."""

    outputs: tuple[Param, ...] = ()
    mutability: str = "nonpayable"

    @classmethod
    def read(cls, item: Mapping[str, Any]) -> Function:
        """Return the function that an entry of an ABI describes."""
        inputs, outputs = (tuple(map(Param.read, item[k])) for k in ("inputs", "outputs"))
        return cls(item["name"], inputs, outputs, item["stateMutability"])

    def encode(self, args: Sequence[Any]) -> bytes:
        """Return the calldata of a call with *args*."""
        return self.selector + encode(self.inputs, args)

    def decode_call(self, calldata: bytes) -> dict[str, Any]:
        """Return the arguments of a call by name; raises ``BadInput`` for another function's."""
        if calldata[:4] != self.selector:
            raise BadInput(f"{to_hex(calldata[:4])} is not a call of {self.signature}")
        values = decode(self.inputs, calldata[4:])
        return {p.name: v for p, v in zip(self.inputs, values, strict=True)}

    def decode_answer(self, data: bytes) -> Any:
        """Return the answer: nothing, the one value, or a dictionary of several by name."""
        values = decode(self.outputs, data)
        if len(values) < 2:
            return values[0] if values else None
        return {
            p.name or str(i): v for i, (p, v) in enumerate(zip(self.outputs, values, strict=True))
        }


@dataclass(frozen=True)
class Error(_Item):
    """A custom error of a contract."""

    @classmethod
    def read(cls, item: Mapping[str, Any]) -> Error:
        """Return the error that an entry of an ABI describes."""
        return cls(item["name"], tuple(map(Param.read, item["inputs"])))


@dataclass(frozen=True)
class Event(_Item):
    """An event of a contract."""

    @classmethod
    def read(cls, item: Mapping[str, Any]) -> Event:
        """Return the event that an entry of an ABI describes."""
        return cls(item["name"], tuple(map(Param.read, item["inputs"])))

    @cached_property
    def indexed(self) -> tuple[Param, ...]:
        """Parameters that travel as topics."""
        return tuple(p for p in self.inputs if p.indexed)

    @cached_property
    def plain(self) -> tuple[Param, ...]:
        """Parameters that travel as data."""
        return tuple(p for p in self.inputs if not p.indexed)

    def decode_log(self, topics: Sequence[bytes], data: bytes) -> dict[str, Any]:
        """
        Return the arguments by name, in the order of the declaration.

        Raises:
            NodeError: The number of topics is not this event's (another contract's event
                may share the signature but not what is indexed).
        """
        if len(topics) != len(self.indexed) + 1:
            raise NodeError(
                f"{self.signature} has {len(self.indexed)} indexed arguments, "
                f"the log has {len(topics) - 1}"
            )
        values = {p.name: decode([p], t)[0] for p, t in zip(self.indexed, topics[1:], strict=True)}
        values |= {p.name: v for p, v in zip(self.plain, decode(self.plain, data), strict=True)}
        return {p.name: values[p.name] for p in self.inputs}
