# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of DepositToken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event


@dataclass(frozen=True, kw_only=True)
class DepositTokenApproval(Event):
    """Approval of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "Approval(address,address,uint256)"
    owner: str
    spender: str
    value: int


@dataclass(frozen=True, kw_only=True)
class DepositTokenFreezeChanged(Event):
    """Emitted when an account is frozen or thawed."""

    signature: ClassVar[str] = "FreezeChanged(address,bool,bytes32)"
    account: str
    frozen: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class Issued(Event):
    """Emitted when money arrived at the bank and its token was issued."""

    signature: ClassVar[str] = "Issued(bytes32,address,uint256)"
    booking_reference: bytes
    account: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class RedemptionExecuted(Event):
    """Emitted when the bank has paid."""

    signature: ClassVar[str] = "RedemptionExecuted(bytes32,address,uint256)"
    booking_reference: bytes
    holder: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class RedemptionInstructed(Event):
    """Emitted when a holder instructs the bank to pay out; the tokens are gone."""

    signature: ClassVar[str] = "RedemptionInstructed(bytes32,address,uint256,bytes32)"
    booking_reference: bytes
    holder: str
    amount: int
    account_reference: bytes


@dataclass(frozen=True, kw_only=True)
class RedemptionReturned(Event):
    """Emitted when the bank could not pay and the tokens are back."""

    signature: ClassVar[str] = "RedemptionReturned(bytes32,address,uint256,bytes32)"
    booking_reference: bytes
    holder: str
    amount: int
    reason: bytes


@dataclass(frozen=True, kw_only=True)
class DepositTokenTransfer(Event):
    """Transfer of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "Transfer(address,address,uint256)"
    from_: str
    to: str
    value: int
