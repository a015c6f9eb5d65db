# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Settlements."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId, ReceivableId
from silkline.kinds import Status


class GasTooLow(
    Refused,
    signature="GasTooLow(uint256,uint256)",
    fields="left needed",
    advice="send with more gas, or redeem fewer notes at once",
):
    """Thrown when too little gas is left for an isolated payout."""

    left: int
    needed: int


class GraceNotOver(
    Refused,
    signature="GraceNotOver(uint96,uint256,uint256)",
    fields="id last_grace_day today",
    days="last_grace_day today",
    advice="wait until the last day of grace has passed",
):
    """Thrown when the grace has not passed."""

    id: ReceivableId
    last_grace_day: int
    today: int


class MoreThanOwed(
    Refused,
    signature="MoreThanOwed(uint96,uint256,uint256)",
    fields="id amount owed",
    amounts="amount owed",
    advice="pay at most what is owed to the holders",
):
    """Thrown when a guarantor would pay more than is owed to the holders."""

    id: ReceivableId
    amount: int
    owed: int


class NotDue(
    Refused,
    signature="NotDue(uint96,uint256,uint256)",
    fields="id due_day today",
    days="due_day today",
    advice="wait for the due day; the anchor may settle the whole before",
):
    """Thrown when a collection is tried before the due day."""

    id: ReceivableId
    due_day: int
    today: int


class NotMarkedOverdue(
    Refused,
    signature="NotMarkedOverdue(uint96,uint8)",
    fields="id status",
    advice="mark the debt overdue first, once its grace has passed",
):
    """Thrown when a guarantor's payment is booked on a debt that is not marked overdue."""

    id: ReceivableId
    status: Status


class NotOpen(
    Refused,
    signature="NotOpen(uint96,uint8)",
    fields="id status",
    advice="look at the receivable's status: only an open debt becomes overdue",
):
    """Thrown when a debt is marked overdue that is not open."""

    id: ReceivableId
    status: Status


class NothingOwed(
    Refused,
    signature="NothingOwed(uint96,uint8)",
    fields="id status",
    advice="pay nothing: nothing is owed in this state",
):
    """Thrown when nothing is owed on the receivable in its state."""

    id: ReceivableId
    status: Status


class NothingParked(
    Refused,
    signature="NothingParked(uint40,address)",
    fields="party token",
    advice="go on: everything due to the party has reached it",
):
    """Thrown when nothing is parked."""

    party: PartyId
    token: str


class NothingToCollect(
    Refused,
    signature="NothingToCollect(uint96,uint256,uint256,uint256)",
    fields="id owed allowance balance",
    amounts="owed allowance balance",
    advice="have the anchor approve Settlements and fund its cash account",
):
    """Thrown when the anchor's account gives nothing to collect."""

    id: ReceivableId
    owed: int
    allowance: int
    balance: int


class PartBeforeDueDay(
    Refused,
    signature="PartBeforeDueDay(uint96,uint256,uint256)",
    fields="id amount owed",
    amounts="amount owed",
    advice="pay the whole, or wait for the due day to pay parts",
):
    """Thrown when a part is paid before the due day."""

    id: ReceivableId
    amount: int
    owed: int


class PayeeSuspended(
    Refused,
    signature="PayeeSuspended(uint40)",
    fields="party",
    advice="wait until compliance reinstates the party: it stays parked",
):
    """Thrown when a claim is for a party that is suspended."""

    party: PartyId


class SafeERC20FailedOperation(
    Refused,
    signature="SafeERC20FailedOperation(address)",
    fields="token",
    advice="check balance, allowance and freezes: the token refused",
):
    """SafeERC20FailedOperation of OpenZeppelin Contracts."""

    token: str


class UnknownReceivable(
    Refused,
    signature="UnknownReceivable(uint96)",
    fields="id",
    advice="check the id: it is the fingerprint of the first invoice",
):
    """Thrown when a receivable does not exist."""

    id: ReceivableId


class WrongAmountReceived(
    Refused,
    signature="WrongAmountReceived(address,uint256,uint256)",
    fields="token expected received",
    amounts="expected received",
    advice="stop using this token: it does not move what it is told to",
):
    """Thrown when a pull brings another amount than asked for."""

    token: str
    expected: int
    received: int


class ZeroPayment(
    Refused,
    signature="ZeroPayment()",
    advice="pay an amount above zero",
):
    """Thrown when a payment is zero."""
