# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of Fixings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event


@dataclass(frozen=True, kw_only=True)
class FixingRecorded(Event):
    """Emitted when a value is recorded: it holds from the time of the block."""

    signature: ClassVar[str] = "FixingRecorded(bytes32,bytes32,uint40[],uint256,uint256,int256)"
    index: bytes
    name_: bytes
    attestors: list[int]
    threshold: int
    observed_on: int
    rate: int
