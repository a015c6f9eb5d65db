# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of ERC2771Forwarder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event


@dataclass(frozen=True, kw_only=True)
class ExecutedForwardRequest(Event):
    """ExecutedForwardRequest of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "ExecutedForwardRequest(address,uint256,bool)"
    signer: str
    nonce: int
    success: bool
