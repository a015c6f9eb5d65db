# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of LoanAgreements."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId


class AmendmentInvalid(
    Refused,
    signature="AmendmentInvalid(bytes32)",
    fields="term",
    advice="leave this term as it is: an amendment cannot change it",
):
    """Thrown when an amendment would change what cannot change."""

    term: bytes


class NotParty(
    Refused,
    signature="NotParty(uint40)",
    fields="party",
    advice="act through an account of lender, borrower or a guarantor of these terms",
):
    """Thrown when a party is none of those that the terms name."""

    party: PartyId


class SignatureCount(
    Refused,
    signature="SignatureCount(uint256,uint256)",
    fields="given needed",
    advice="bring one signature each of lender, borrower and every guarantor, in order",
):
    """Thrown when there are not as many signatures as signing parties."""

    given: int
    needed: int


class SignerRoleMissing(
    Refused,
    signature="SignerRoleMissing(uint40,uint256,uint256)",
    fields="party needed held",
    advice="have the registrar record the role, after checking that it may be had",
):
    """Thrown when a party does not have the role of what it signs as."""

    party: PartyId
    needed: int
    held: int


class TermInvalid(
    Refused,
    signature="TermInvalid(bytes32,uint256,uint256)",
    fields="term value bound",
    advice="correct the term named (ASCII) so that it keeps to the bound",
):
    """Thrown when a term has no meaning or contradicts another."""

    term: bytes
    value: int
    bound: int


class TokenNotListed(
    Refused,
    signature="TokenNotListed(address)",
    fields="token",
    advice="have ADMIN review the token and put it on the allow-list",
):
    """Thrown when a token is not on the list of Programmes."""

    token: str
