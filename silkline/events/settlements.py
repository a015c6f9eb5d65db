# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of Settlements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId, ReceivableId


@dataclass(frozen=True, kw_only=True)
class Claimed(Event):
    """Emitted when a parked payout reaches its payee."""

    signature: ClassVar[str] = "Claimed(uint40,address,address,uint256)"
    party: PartyId
    token: str
    account: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Paid(Event):
    """Emitted when money for a receivable arrives."""

    signature: ClassVar[str] = "Paid(uint96,address,uint256,uint256,uint256)"
    id: ReceivableId
    payer: str
    amount: int
    interest: int
    owed: int


@dataclass(frozen=True, kw_only=True)
class PaidByGuarantor(Event):
    """
    Emitted when a guarantor pays, and becomes creditor of that: guarantors are now owed
    `claim`.
    """

    signature: ClassVar[str] = "PaidByGuarantor(uint96,uint256,uint256,uint256,uint256)"
    id: ReceivableId
    amount: int
    interest: int
    owed: int
    claim: int


@dataclass(frozen=True, kw_only=True)
class PaidToGuarantors(Event):
    """
    Emitted when guarantors get `amount` of the payment told next; they are still owed `claim`.
    """

    signature: ClassVar[str] = "PaidToGuarantors(uint96,uint256,uint256)"
    id: ReceivableId
    amount: int
    claim: int


@dataclass(frozen=True, kw_only=True)
class Parked(Event):
    """Emitted when a payout fails, or its payee is suspended: it waits for the payee here."""

    signature: ClassVar[str] = "Parked(uint40,address,uint256)"
    party: PartyId
    token: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Redeemed(Event):
    """Emitted when a note is paid; `burnt` when nothing more will come."""

    signature: ClassVar[str] = "Redeemed(uint128,uint40,uint256,bool)"
    note: NoteId
    payee: PartyId
    amount: int
    burnt: bool
