"""Values of every type of the contracts' interfaces, for tests that go over all of them."""

from __future__ import annotations

from enum import IntEnum
from random import Random
from typing import Any

from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.kinds import KINDS

_TEXTS = ("", "a", "Ärger mit 票据 🧵", "x" * 65)


def drawn(param: Param, random: Random) -> Any:
    """Return a value that a parameter can have: any, and those at the edges more often."""
    if param.item:
        return [drawn(param.item, random) for _ in range(random.choice((0, 1, 2, 5)))]
    if param.components:
        return {one.name: drawn(one, random) for one in param.components}
    if param.type == "bool":
        return random.random() < 0.5
    if param.type == "string":
        return random.choice(_TEXTS)
    if param.type == "address":
        return abi.address(abi.to_hex(_bytes(20, random)))
    if param.type.startswith("bytes"):
        return _bytes(int(param.type[5:] or random.choice((0, 1, 31, 65))), random)
    return _integer(param, random)


def sample(param: Param) -> Any:
    """Return the same value of a parameter's type every time."""
    return drawn(param, Random(1))


def _bytes(size: int, random: Random) -> bytes:
    edges = (bytes(size), b"\xff" * size, b"\x80" + bytes(size))
    return random.choice(edges)[:size] if random.random() < 0.3 else random.randbytes(size)


def _integer(param: Param, random: Random) -> int:
    kind = KINDS.get(param.kind)
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return int(random.choice(list(kind)))
    if param.type == "uint8" and param.kind not in ("", "uint8"):
        return random.choice((0, 1))  # another enum: each has two members at least
    signed = param.type.startswith("int")
    bits = int(param.type.lstrip("uint") or 256)
    lowest = -(1 << (bits - 1)) if signed else 0
    highest = lowest + (1 << bits) - 1
    edges = (lowest, highest, 0, 1, 1 << (bits - 2), highest - 1, -1 if signed else 1 << (bits - 1))
    return random.choice(edges) if random.random() < 0.4 else random.randint(lowest, highest)
