# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Collateral."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import NoteId, PartyId


class NotPledged(
    Refused,
    signature="NotPledged(uint128)",
    fields="note",
    advice="redeem through Settlements: only payouts on pledged notes come here",
):
    """Thrown when a payout is told of a note that is not pledged."""

    note: NoteId


class NotSettlements(
    Refused,
    signature="NotSettlements(address)",
    fields="caller",
    advice="redeem through Settlements: only it tells of payouts",
):
    """Thrown when another contract than Settlements tells of a payout."""

    caller: str


class NotePledged(
    Refused,
    signature="NotePledged(uint128,bytes32)",
    fields="note loan",
    advice="release the note from the loan that it secures first",
):
    """Thrown when a note is pledged that secures a loan already."""

    note: NoteId
    loan: bytes


class NothingBooked(
    Refused,
    signature="NothingBooked(bytes32)",
    fields="loan",
    advice="go on: there are no proceeds to apply",
):
    """Thrown when no proceeds wait for a loan."""

    loan: bytes


class SecurityClaimed(
    Refused,
    signature="SecurityClaimed(bytes32,bool,bool)",
    fields="loan defaulted covered",
    advice="wait until the debt is paid: the security is needed",
):
    """
    Thrown when the lender releases notes of a loan in default, or on which a guarantor has
    paid.
    """

    loan: bytes
    defaulted: bool
    covered: bool


class StillSecuring(
    Refused,
    signature="StillSecuring(bytes32,uint256,uint40,uint40)",
    fields="loan payoff caller lender",
    amounts="payoff",
    advice="wait until nothing is owed, or have the lender release the notes",
):
    """
    Thrown when another party than the lender releases notes of a loan on which something is
    owed, or may still be drawn.
    """

    loan: bytes
    payoff: int
    caller: PartyId
    lender: PartyId


class TokenMismatch(
    Refused,
    signature="TokenMismatch(uint128,address,address)",
    fields="note token loan_token",
    advice="pledge notes that are paid in the token of the loan",
):
    """Thrown when a note is not paid in the token of the loan."""

    note: NoteId
    token: str
    loan_token: str


class WrongAmountTaken(
    Refused,
    signature="WrongAmountTaken(address,uint256,uint256,uint256)",
    fields="token said before left",
    amounts="said before left",
    advice="report it: the token moved another amount than asked",
):
    """Thrown when Loans takes another amount than it says."""

    token: str
    said: int
    before: int
    left: int
