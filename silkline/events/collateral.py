# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of Collateral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId


@dataclass(frozen=True, kw_only=True)
class PledgeReleased(Event):
    """Emitted when a note no longer secures its loan."""

    signature: ClassVar[str] = "PledgeReleased(bytes32,uint128)"
    loan: bytes
    note: NoteId


@dataclass(frozen=True, kw_only=True)
class Pledged(Event):
    """Emitted when a note is pledged."""

    signature: ClassVar[str] = "Pledged(bytes32,uint128,uint40,uint256)"
    loan: bytes
    note: NoteId
    owner: PartyId
    to_come: int


@dataclass(frozen=True, kw_only=True)
class ProceedsApplied(Event):
    """Emitted when proceeds of an owner's notes leave."""

    signature: ClassVar[str] = "ProceedsApplied(bytes32,uint40,uint256,uint256)"
    loan: bytes
    owner: PartyId
    paid: int
    surplus: int


@dataclass(frozen=True, kw_only=True)
class ProceedsBooked(Event):
    """
    Emitted when a pledged note is paid, by whose call ever: the amount waits here for its loan.
    """

    signature: ClassVar[str] = "ProceedsBooked(bytes32,uint128,uint40,uint256,uint256)"
    loan: bytes
    note: NoteId
    owner: PartyId
    amount: int
    to_come: int
