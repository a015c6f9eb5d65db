# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Loans."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId


class AlreadyDefaulted(
    Refused,
    signature="AlreadyDefaulted(bytes32)",
    fields="loan",
    advice="go on: default is marked",
):
    """Thrown when the mark of default is already set."""

    loan: bytes


class ChunkMalformed(
    Refused,
    signature="ChunkMalformed(uint256)",
    fields="length",
    advice="pack 20 bytes of account and 12 of amount for each payee",
):
    """Thrown when the bytes of a chunk are not whole entries of 32 bytes, or none."""

    length: int


class ChunkPaid(
    Refused,
    signature="ChunkPaid(bytes32,uint256)",
    fields="list chunk",
    advice="go on with the next chunk: this one is paid",
):
    """Thrown when a chunk is paid twice."""

    list: bytes
    chunk: int


class ChunkUnknown(
    Refused,
    signature="ChunkUnknown(bytes32,uint256)",
    fields="list chunk",
    advice="bring the chunk of the signed list with its number and proof",
):
    """Thrown when a chunk is none of the list's."""

    list: bytes
    chunk: int


class CommitmentExceeded(
    Refused,
    signature="CommitmentExceeded(uint256,uint256)",
    fields="amount room",
    amounts="amount room",
    advice="draw at most the room left, or amend the commitment",
):
    """Thrown when more would be drawn than was committed."""

    amount: int
    room: int


class ConditionNotMet(
    Refused,
    signature="ConditionNotMet(bytes32,uint8,address)",
    fields="loan index condition",
    advice="bring the evidence that the milestone's condition asks for",
):
    """Thrown when a milestone's condition does not hold."""

    loan: bytes
    index: int
    condition: str


class CoverCalled(
    Refused,
    signature="CoverCalled(bytes32)",
    fields="loan",
    advice="amend the loan with the consent of its guarantors instead",
):
    """Thrown when the mark of default would be lifted after a guarantor was called on it."""

    loan: bytes


class DefaultTooEarly(
    Refused,
    signature="DefaultTooEarly(bytes32,uint256,uint256)",
    fields="loan days_past_due days_to_default",
    advice="wait until more days are past due than the terms allow",
):
    """Thrown when default is marked too early."""

    loan: bytes
    days_past_due: int
    days_to_default: int


class DrawDeadlinePassed(
    Refused,
    signature="DrawDeadlinePassed(uint256,uint256)",
    fields="deadline today",
    days="deadline today",
    advice="amend the loan to revive the milestone: it has lapsed",
):
    """Thrown when money would be paid out after the last day for it."""

    deadline: int
    today: int


class ListExceeded(
    Refused,
    signature="ListExceeded(bytes32,uint256,uint256)",
    fields="list amount room",
    amounts="amount room",
    advice="check the list against the amount of its milestone",
):
    """Thrown when a list would pay more than its milestone."""

    list: bytes
    amount: int
    room: int


class LoanDefaulted(
    Refused,
    signature="LoanDefaulted(bytes32)",
    fields="loan",
    advice="have the lender lift the default first: in default nothing is paid out",
):
    """Thrown when a defaulted loan would pay out."""

    loan: bytes


class LoanExists(
    Refused,
    signature="LoanExists(bytes32)",
    fields="loan",
    advice="choose another salt for another loan: these terms are open already",
):
    """Thrown when terms were opened before."""

    loan: bytes


class LoanFrozen(
    Refused,
    signature="LoanFrozen(bytes32)",
    fields="loan",
    advice="ask compliance for the reason; repaying goes on",
):
    """Thrown when a frozen loan would pay out."""

    loan: bytes


class LoanUnknown(
    Refused,
    signature="LoanUnknown(bytes32)",
    fields="loan",
    advice="check the id, and that the loan was opened",
):
    """Thrown when a loan was never opened."""

    loan: bytes


class MilestoneNotReleased(
    Refused,
    signature="MilestoneNotReleased(bytes32,uint8)",
    fields="loan index",
    advice="release the milestone first, with its evidence",
):
    """Thrown when a payout list is paid before its milestone is released."""

    loan: bytes
    index: int


class MilestoneReleased(
    Refused,
    signature="MilestoneReleased(bytes32,uint8)",
    fields="loan index",
    advice="do not release it again: it was paid, or its list is open",
):
    """Thrown when a milestone is released twice."""

    loan: bytes
    index: int


class MilestoneUnknown(
    Refused,
    signature="MilestoneUnknown(bytes32,uint8)",
    fields="loan index",
    advice="bring a milestone of these terms with its proof",
):
    """Thrown when a milestone is none of the loan's."""

    loan: bytes
    index: int


class NotLender(
    Refused,
    signature="NotLender(uint40,uint40)",
    fields="party lender",
    advice="act through an account of the loan's lender",
):
    """Thrown when a lift of default is tried by another party than the lender."""

    party: PartyId
    lender: PartyId


class NotPayee(
    Refused,
    signature="NotPayee(address,bytes32)",
    fields="caller payees",
    advice="act as the payee of a released milestone; the borrower repays instead",
):
    """Thrown when a refund is not brought by the payee of a released milestone."""

    caller: str
    payees: bytes


class NothingOwedOn(
    Refused,
    signature="NothingOwedOn(bytes32)",
    fields="loan",
    advice="pay nothing: nothing is owed",
):
    """Thrown when nothing is owed."""

    loan: bytes


class NothingParkedFor(
    Refused,
    signature="NothingParkedFor(address,address)",
    fields="payee token",
    advice="go on: there is nothing to claim for this account",
):
    """Thrown when no payout is parked for an account."""

    payee: str
    token: str


class NothingReserved(
    Refused,
    signature="NothingReserved(bytes32)",
    fields="loan",
    advice="go on: there is no reserve to return",
):
    """Thrown when no reserve is left, or it is still needed."""

    loan: bytes


class NothingToCollectOn(
    Refused,
    signature="NothingToCollectOn(bytes32,uint256,uint256,uint256)",
    fields="loan due allowance balance",
    amounts="due allowance balance",
    advice="wait for the due day; the borrower must allow and hold the amount",
):
    """Thrown when nothing can be collected."""

    loan: bytes
    due: int
    allowance: int
    balance: int


class PayeeOfBorrowersGroup(
    Refused,
    signature="PayeeOfBorrowersGroup(address,uint40)",
    fields="payee party",
    advice="agree on a payee outside the borrower's group",
):
    """Thrown when a payee is a party of the borrower's group, and not the borrower."""

    payee: str
    party: PartyId


class RefundTooLarge(
    Refused,
    signature="RefundTooLarge(uint256,uint256)",
    fields="amount room",
    amounts="amount room",
    advice="return at most what was paid and is still owed",
):
    """Thrown when a payee would refund more than it was paid, or more than is owed."""

    amount: int
    room: int


class ReserveStillNeeded(
    Refused,
    signature="ReserveStillNeeded(bytes32,uint256,uint256)",
    fields="loan draw_deadline today",
    days="draw_deadline today",
    advice="wait until the draw deadline has passed",
):
    """Thrown when a reserve would be returned on or before the last day for payouts."""

    loan: bytes
    draw_deadline: int
    today: int


class TermsDead(
    Refused,
    signature="TermsDead(bytes32)",
    fields="loan",
    advice="agree on new terms: these were taken back or used",
):
    """
    Thrown when terms never take effect again: a party has marked them dead, or they were used
    to amend.
    """

    loan: bytes


class TermsNotInForce(
    Refused,
    signature="TermsNotInForce(bytes32,bytes32,bytes32)",
    fields="loan given in_force",
    advice="bring the terms in force: the loan was amended, or these are another's",
):
    """Thrown when the terms brought are not those in force."""

    loan: bytes
    given: bytes
    in_force: bytes
