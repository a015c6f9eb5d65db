# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# ruff: noqa: E501
# isort: skip_file
"""Events of Programmes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from silkline.chain.logs import Event
from silkline.ids import PartyId, ProgrammeId, ReceivableId


@dataclass(frozen=True, kw_only=True)
class Amended(Event):
    """
    Emitted when anchor and holder correct or cancel a receivable; `face` is 0 when cancelled.
    """

    signature: ClassVar[str] = "Amended(uint96,uint256,uint256,bytes32)"
    id: ReceivableId
    face: int
    due_day: int
    evidence_root: bytes


@dataclass(frozen=True, kw_only=True)
class AnchorStatusChanged(Event):
    """Emitted when an anchor is suspended or its suspension lifted."""

    signature: ClassVar[str] = "AnchorStatusChanged(uint40,bool,bytes32)"
    anchor: PartyId
    suspended: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class Confirmed(Event):
    """
    Emitted when a debt is confirmed. Its first note has number 1, tier 1, and the whole face.
    """

    signature: ClassVar[str] = "Confirmed(uint96,uint48,uint40,uint256,uint256,bytes32)"
    id: ReceivableId
    programme: ProgrammeId
    creditor: PartyId
    face: int
    due_day: int
    evidence_root: bytes


@dataclass(frozen=True, kw_only=True)
class LimitContractAdmitted(Event):
    """Emitted when ADMIN admits a limit contract."""

    signature: ClassVar[str] = "LimitContractAdmitted(address)"
    limit_contract: str


@dataclass(frozen=True, kw_only=True)
class ProgrammeChangeProposed(Event):
    """Emitted when the registrar proposes a change."""

    signature: ClassVar[str] = "ProgrammeChangeProposed(uint48,bytes32,(uint256,uint16,uint8,uint256,bool,bytes32))"
    programme: ProgrammeId
    change_hash: bytes
    change: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ProgrammeChanged(Event):
    """Emitted when the anchor consents and the change takes effect."""

    signature: ClassVar[str] = "ProgrammeChanged(uint48,bytes32,(uint256,uint16,uint8,uint256,bool,bytes32))"
    programme: ProgrammeId
    change_hash: bytes
    change: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ProgrammeOpened(Event):
    """Emitted when a programme is opened."""

    signature: ClassVar[str] = "ProgrammeOpened(uint48,uint40,address,(address,bytes3,uint256,uint16,uint8,uint256,uint24,uint8,int8,bool,address,bytes32))"
    programme: ProgrammeId
    anchor: PartyId
    token: str
    rules: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TokenAllowed(Event):
    """Emitted when ADMIN puts a token on the allow-list or takes it off (for new programmes)."""

    signature: ClassVar[str] = "TokenAllowed(address,bool)"
    token: str
    allowed: bool
