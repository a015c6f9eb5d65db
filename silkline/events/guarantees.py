# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of Guarantees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event
from silkline.ids import PartyId, ReceivableId


@dataclass(frozen=True, kw_only=True)
class CoverCalled(Event):
    """Emitted when a guarantor pays under its cover, and is creditor of `claim` now."""

    signature: ClassVar[str] = "CoverCalled(bytes32,uint40,uint256,uint256,uint256)"
    debt: bytes
    guarantor: PartyId
    shortfall: int
    amount: int
    claim: int


@dataclass(frozen=True, kw_only=True)
class CoverRecorded(Event):
    """Emitted when a cover of a receivable is recorded."""

    signature: ClassVar[str] = "CoverRecorded(uint96,uint40,uint40,uint256,uint256,uint256,bytes32)"
    id: ReceivableId
    guarantor: PartyId
    payer: PartyId
    share: int
    cap: int
    fee: int
    agreement_hash: bytes


@dataclass(frozen=True, kw_only=True)
class Recovered(Event):
    """Emitted when a guarantor gets back `amount`; it is still creditor of `claim`."""

    signature: ClassVar[str] = "Recovered(bytes32,uint40,uint256,uint256)"
    debt: bytes
    guarantor: PartyId
    amount: int
    claim: int
