# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of Receivables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.kinds import Status


@dataclass(frozen=True, kw_only=True)
class ReceivablesApproval(Event):
    """Approval of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "Approval(address,address,uint256)"
    owner: str
    approved: str
    token_id: int


@dataclass(frozen=True, kw_only=True)
class ApprovalForAll(Event):
    """ApprovalForAll of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "ApprovalForAll(address,address,bool)"
    owner: str
    operator: str
    approved: bool


@dataclass(frozen=True, kw_only=True)
class ApprovalValue(Event):
    """Emitted when an operator may move value out of a token."""

    signature: ClassVar[str] = "ApprovalValue(uint256,address,uint256)"
    token_id: int
    operator: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Assigned(Event):
    """Emitted when a note, or a part of one, has passed to the next supplier."""

    signature: ClassVar[str] = "Assigned(uint128,uint128,uint40,uint40,uint256,uint8,bytes32,bool)"
    from_: NoteId
    to: NoteId
    receiver: PartyId
    sender: PartyId
    value: int
    tier: int
    trade_reference: bytes
    in_payment: bool


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Event):
    """
    Emitted when a pending assignment ends without acceptance: refused, withdrawn or released.
    """

    signature: ClassVar[str] = "AssignmentEnded(uint128,uint40)"
    note: NoteId
    by: PartyId


@dataclass(frozen=True, kw_only=True)
class AssignmentProposed(Event):
    """Emitted when `note` (cut from `from`, or the same) waits for the consent of `receiver`."""

    signature: ClassVar[str] = "AssignmentProposed(uint128,uint128,uint40,uint256,bytes32,bool)"
    note: NoteId
    from_: NoteId
    receiver: PartyId
    accept_until: int
    trade_reference: bytes
    in_payment: bool


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """Emitted when anchor and holder correct face and due day."""

    signature: ClassVar[str] = "Corrected(uint96,uint256,uint256)"
    id: ReceivableId
    face: int
    due_day: int


@dataclass(frozen=True, kw_only=True)
class CustodianAdded(Event):
    """Emitted when ADMIN admits a custodian; `index` is its number in the words of notes."""

    signature: ClassVar[str] = "CustodianAdded(address,uint8)"
    custodian: str
    index: int


@dataclass(frozen=True, kw_only=True)
class DisputeChanged(Event):
    """Emitted when a dispute is raised or ended."""

    signature: ClassVar[str] = "DisputeChanged(uint96,bool,bytes32)"
    id: ReceivableId
    disputed: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class Extinguished(Event):
    """Emitted when the anchor bought its own debt: `value` of the face no longer exists."""

    signature: ClassVar[str] = "Extinguished(uint96,uint128,uint256)"
    id: ReceivableId
    note: NoteId
    value: int


@dataclass(frozen=True, kw_only=True)
class ReceivablesFreezeChanged(Event):
    """Emitted when an account is frozen or thawed."""

    signature: ClassVar[str] = "FreezeChanged(uint96,bool,bytes32)"
    id: ReceivableId
    frozen: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class InvoiceLinked(Event):
    """Emitted when a further invoice is linked to its receivable."""

    signature: ClassVar[str] = "InvoiceLinked(uint96,uint96)"
    fingerprint: ReceivableId
    first: ReceivableId


@dataclass(frozen=True, kw_only=True)
class LockChanged(Event):
    """Emitted when a custodian locks (`locked`) or unlocks a note."""

    signature: ClassVar[str] = "LockChanged(uint128,address,bool)"
    note: NoteId
    custodian: str
    locked: bool


@dataclass(frozen=True, kw_only=True)
class NoteFreezeChanged(Event):
    """Emitted when compliance freezes a note or lifts it."""

    signature: ClassVar[str] = "NoteFreezeChanged(uint128,bool,bytes32)"
    note: NoteId
    frozen: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class SlotChanged(Event):
    """Emitted when a token gets its slot."""

    signature: ClassVar[str] = "SlotChanged(uint256,uint256,uint256)"
    token_id: int
    old_slot: int
    new_slot: int


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Event):
    """
    Emitted when a receivable reaches a new status, unless a payment settles it (then `Paid`
    says so).
    """

    signature: ClassVar[str] = "StatusChanged(uint96,uint8)"
    id: ReceivableId
    status: Status


@dataclass(frozen=True, kw_only=True)
class ReceivablesTransfer(Event):
    """Transfer of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "Transfer(address,address,uint256)"
    from_: str
    to: str
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TransferValue(Event):
    """Emitted when value moves between tokens, or a token is created (from 0) or burnt (to 0)."""

    signature: ClassVar[str] = "TransferValue(uint256,uint256,uint256)"
    from_token_id: int
    to_token_id: int
    value: int
