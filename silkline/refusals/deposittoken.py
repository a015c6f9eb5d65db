# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of DepositToken."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.kinds import InstructionState


class AccountFrozen(
    Refused,
    signature="AccountFrozen(address)",
    fields="account",
    advice="ask compliance for the document",
):
    """Thrown when a frozen account would send or receive."""

    account: str


class AccountZero(
    Refused,
    signature="AccountZero()",
    advice="name the account to freeze: the zero address stands for issuing and redeeming",
):
    """
    Thrown when the zero address would be frozen, which would stop issuing and redeeming for
    everybody.
    """


class AmountExceeds96Bits(
    Refused,
    signature="AmountExceeds96Bits(uint256)",
    fields="amount",
    amounts="amount",
    advice="check the decimals: amounts fit 96 bits",
):
    """Thrown when an amount does not fit 96 bits."""

    amount: int


class AmountZero(
    Refused,
    signature="AmountZero()",
    advice="give an amount above zero",
):
    """Thrown when an amount is zero."""


class ECDSAInvalidSignature(
    Refused,
    signature="ECDSAInvalidSignature()",
    advice="check that the signature belongs to exactly this message",
):
    """ECDSAInvalidSignature of OpenZeppelin Contracts."""


class ECDSAInvalidSignatureLength(
    Refused,
    signature="ECDSAInvalidSignatureLength(uint256)",
    fields="length",
    advice="give a signature of 65 bytes",
):
    """ECDSAInvalidSignatureLength of OpenZeppelin Contracts."""

    length: int


class ECDSAInvalidSignatureS(
    Refused,
    signature="ECDSAInvalidSignatureS(bytes32)",
    fields="s",
    advice="give the signature in its canonical form (low s)",
):
    """ECDSAInvalidSignatureS of OpenZeppelin Contracts."""

    s: bytes


class ERC20InsufficientAllowance(
    Refused,
    signature="ERC20InsufficientAllowance(address,uint256,uint256)",
    fields="spender allowance needed",
    amounts="allowance needed",
    advice="have the owner approve the spender for this amount",
):
    """ERC20InsufficientAllowance of OpenZeppelin Contracts."""

    spender: str
    allowance: int
    needed: int


class ERC20InsufficientBalance(
    Refused,
    signature="ERC20InsufficientBalance(address,uint256,uint256)",
    fields="sender balance needed",
    amounts="balance needed",
    advice="fund the account with the amount first",
):
    """ERC20InsufficientBalance of OpenZeppelin Contracts."""

    sender: str
    balance: int
    needed: int


class ERC20InvalidApprover(
    Refused,
    signature="ERC20InvalidApprover(address)",
    fields="approver",
    advice="approve from a real account",
):
    """ERC20InvalidApprover of OpenZeppelin Contracts."""

    approver: str


class ERC20InvalidReceiver(
    Refused,
    signature="ERC20InvalidReceiver(address)",
    fields="receiver",
    advice="send to a real account",
):
    """ERC20InvalidReceiver of OpenZeppelin Contracts."""

    receiver: str


class ERC20InvalidSender(
    Refused,
    signature="ERC20InvalidSender(address)",
    fields="sender",
    advice="send from a real account",
):
    """ERC20InvalidSender of OpenZeppelin Contracts."""

    sender: str


class ERC20InvalidSpender(
    Refused,
    signature="ERC20InvalidSpender(address)",
    fields="spender",
    advice="approve a real account",
):
    """ERC20InvalidSpender of OpenZeppelin Contracts."""

    spender: str


class ERC2612ExpiredSignature(
    Refused,
    signature="ERC2612ExpiredSignature(uint256)",
    fields="deadline",
    times="deadline",
    advice="have the permit signed anew with a later deadline",
):
    """ERC2612ExpiredSignature of OpenZeppelin Contracts."""

    deadline: int


class ERC2612InvalidSigner(
    Refused,
    signature="ERC2612InvalidSigner(address,address)",
    fields="signer owner",
    advice="check owner, spender, amount, nonce, chain and token of the permit",
):
    """ERC2612InvalidSigner of OpenZeppelin Contracts."""

    signer: str
    owner: str


class FreezeUnchanged(
    Refused,
    signature="FreezeUnchanged(address,bool)",
    fields="account frozen",
    advice="go on: it is in that state already",
):
    """Thrown when an account is frozen that is frozen, or thawed that is not."""

    account: str
    frozen: bool


class InvalidAccountNonce(
    Refused,
    signature="InvalidAccountNonce(address,uint256)",
    fields="account current_nonce",
    advice="sign with the present nonce of the account",
):
    """InvalidAccountNonce of OpenZeppelin Contracts."""

    account: str
    current_nonce: int


class ReferenceUsed(
    Refused,
    signature="ReferenceUsed(bytes32)",
    fields="booking_reference",
    advice="do not book it twice: it was booked before",
):
    """Thrown when a reference was used before."""

    booking_reference: bytes


class ReferenceZero(
    Refused,
    signature="ReferenceZero()",
    advice="give the booking reference",
):
    """Thrown when a reference is zero."""


class WrongState(
    Refused,
    signature="WrongState(bytes32,uint8)",
    fields="booking_reference state",
    advice="look at the instruction's state before answering it",
):
    """Thrown when an instruction is not in the state that the act needs."""

    booking_reference: bytes
    state: InstructionState
