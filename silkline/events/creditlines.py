# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# ruff: noqa: E501
# isort: skip_file
"""Events of CreditLines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from silkline.chain.logs import Event
from silkline.ids import PartyId, ProgrammeId


@dataclass(frozen=True, kw_only=True)
class ConsumerAdded(Event):
    """Emitted when a contract may use lines from now on."""

    signature: ClassVar[str] = "ConsumerAdded(address)"
    consumer: str


@dataclass(frozen=True, kw_only=True)
class GroupLineFreezeChanged(Event):
    """Emitted when a lender freezes or thaws a group's line."""

    signature: ClassVar[str] = "GroupLineFreezeChanged(uint40,uint40,bool,bytes32)"
    lender: PartyId
    group: int
    frozen: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class GroupLineGranted(Event):
    """Emitted when a lender grants a group a line, for the first time or anew."""

    signature: ClassVar[str] = "GroupLineGranted(uint40,uint40,uint256,uint256,bytes32,bytes32)"
    lender: PartyId
    group: int
    limit: int
    expiry: int
    decision_hash: bytes
    model_version: bytes


@dataclass(frozen=True, kw_only=True)
class LineDrawn(Event):
    """Emitted when a line is used."""

    signature: ClassVar[str] = "LineDrawn(uint40,uint40,uint256,uint256,uint256)"
    lender: PartyId
    party: PartyId
    amount: int
    used: int
    group_used: int


@dataclass(frozen=True, kw_only=True)
class LineFreezeChanged(Event):
    """Emitted when a lender freezes or thaws a party's line."""

    signature: ClassVar[str] = "LineFreezeChanged(uint40,uint40,bool,bytes32)"
    lender: PartyId
    party: PartyId
    frozen: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class LineGranted(Event):
    """Emitted when a lender grants a line, for the first time or anew."""

    signature: ClassVar[str] = "LineGranted(uint40,uint40,(uint256,uint32,uint256,uint40,bytes32,bytes32))"
    lender: PartyId
    party: PartyId
    grant: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class LineRestored(Event):
    """Emitted when principal comes back to a line."""

    signature: ClassVar[str] = "LineRestored(uint40,uint40,uint256,uint256,uint256)"
    lender: PartyId
    party: PartyId
    amount: int
    used: int
    group_used: int


@dataclass(frozen=True, kw_only=True)
class OutcomeRecorded(Event):
    """Emitted when a party's record grows."""

    signature: ClassVar[str] = "OutcomeRecorded(uint40,uint40,uint8,uint256,uint256)"
    lender: PartyId
    party: PartyId
    outcome: int
    amount: int
    days_late: int


@dataclass(frozen=True, kw_only=True)
class SponsorAccepted(Event):
    """Emitted when an anchor accepts the sponsor of its programme, for ever."""

    signature: ClassVar[str] = "SponsorAccepted(uint48,uint40)"
    programme: ProgrammeId
    lender: PartyId


@dataclass(frozen=True, kw_only=True)
class SponsorOffered(Event):
    """Emitted when a lender offers to stand behind a programme (`on`), or withdraws that."""

    signature: ClassVar[str] = "SponsorOffered(uint48,uint40,bool)"
    programme: ProgrammeId
    lender: PartyId
    on: bool
