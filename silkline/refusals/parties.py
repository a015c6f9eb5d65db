# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Parties."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId


class AccessManagedInvalidAuthority(
    Refused,
    signature="AccessManagedInvalidAuthority(address)",
    fields="authority",
    advice="give the address of an AccessManager",
):
    """AccessManagedInvalidAuthority of OpenZeppelin Contracts."""

    authority: str


class AccessManagedRequiredDelay(
    Refused,
    signature="AccessManagedRequiredDelay(address,uint32)",
    fields="caller delay",
    advice="schedule the call at the AccessManager and wait for the delay",
):
    """AccessManagedRequiredDelay of OpenZeppelin Contracts."""

    caller: str
    delay: int


class AccessManagedUnauthorized(
    Refused,
    signature="AccessManagedUnauthorized(address)",
    fields="caller",
    advice="act through an account with the role for this function",
):
    """AccessManagedUnauthorized of OpenZeppelin Contracts."""

    caller: str


class AccountOfAnother(
    Refused,
    signature="AccountOfAnother(address,uint40,uint40)",
    fields="account party caller",
    advice="act through an account of the party that this is for",
):
    """Thrown when an account belongs to another party than the caller's."""

    account: str
    party: PartyId
    caller: PartyId


class AccountRetired(
    Refused,
    signature="AccountRetired(address)",
    fields="account",
    advice="use a fresh address: a closed account never acts again",
):
    """Thrown when an address was an account once: a closed account never acts again."""

    account: str


class AccountTaken(
    Refused,
    signature="AccountTaken(address,uint40)",
    fields="account party",
    advice="use an address that acts for nobody yet",
):
    """Thrown when an address already acts for a party."""

    account: str
    party: PartyId


class AccountUnknown(
    Refused,
    signature="AccountUnknown(address)",
    fields="account",
    advice="use an account that acts for a party, or add this one to its party",
):
    """Thrown when an address is no account of any party."""

    account: str


class CashAccountStays(
    Refused,
    signature="CashAccountStays(address)",
    fields="account",
    advice="rotate the cash account to a new one instead of removing it",
):
    """Thrown when the cash account would be removed: rotate it instead."""

    account: str


class ConsentOfAnother(
    Refused,
    signature="ConsentOfAnother(uint40,uint40)",
    fields="signer receiver",
    advice="get the consent signed by an account of the receiver",
):
    """Thrown when a consent is signed by an account of another party than the receiver."""

    signer: PartyId
    receiver: PartyId


class HaltTooLong(
    Refused,
    signature="HaltTooLong(uint256,uint256)",
    fields="duration longest",
    advice="halt for at most the longest time, in seconds",
):
    """Thrown when a halt is longer than allowed, in seconds."""

    duration: int
    longest: int


class HaltTooSoon(
    Refused,
    signature="HaltTooSoon(uint256)",
    fields="earliest",
    times="earliest",
    advice="wait until the earliest time (Unix); a halt must not become permanent",
):
    """Thrown when a halt follows the last one too soon."""

    earliest: int


class Halted(
    Refused,
    signature="Halted(uint256)",
    fields="until",
    times="until",
    advice="wait for the end of the halt or its lifting; payments and claims go on",
):
    """Thrown when new business is tried during a halt."""

    until: int


class InvalidShortString(
    Refused,
    signature="InvalidShortString()",
    advice="give a shorter name",
):
    """InvalidShortString of OpenZeppelin Contracts."""


class KycExpired(
    Refused,
    signature="KycExpired(uint40,uint256,uint256)",
    fields="party expiry today",
    days="expiry today",
    advice="have the registrar renew the party's KYC; payments go on meanwhile",
):
    """Thrown when a party would do new business after its KYC has run out."""

    party: PartyId
    expiry: int
    today: int


class LengthMismatch(
    Refused,
    signature="LengthMismatch(uint256,uint256)",
    fields="first second",
    advice="give lists of equal length",
):
    """Thrown when two lists that belong together differ in length."""

    first: int
    second: int


class LimitPerActExceeded(
    Refused,
    signature="LimitPerActExceeded(address,uint256,uint256)",
    fields="account amount limit",
    amounts="amount limit",
    advice="act through an account with a higher limit, such as the multisig",
):
    """Thrown when one act is worth more than the account's limit."""

    account: str
    amount: int
    limit: int


class NotHalted(
    Refused,
    signature="NotHalted()",
    advice="go on: there is nothing to resume",
):
    """Thrown when nothing is halted."""


class PartyExists(
    Refused,
    signature="PartyExists(uint40)",
    fields="party",
    advice="choose another id, or update the party that has it",
):
    """Thrown when a party is registered twice."""

    party: PartyId


class PartyNotSuspended(
    Refused,
    signature="PartyNotSuspended(uint40)",
    fields="party",
    advice="go on: the party is active, there is nothing to reinstate",
):
    """Thrown when an active party is reinstated."""

    party: PartyId


class PartySuspended(
    Refused,
    signature="PartySuspended(uint40)",
    fields="party",
    advice="ask compliance for the reason; payments due to the party are parked for it",
):
    """Thrown when a suspended party would act or receive."""

    party: PartyId


class PartyUnknown(
    Refused,
    signature="PartyUnknown(uint40)",
    fields="party",
    advice="check the id, or have the registrar register the party first",
):
    """Thrown when no party has this id."""

    party: PartyId


class RecoveryNotApproved(
    Refused,
    signature="RecoveryNotApproved(uint40)",
    fields="party",
    advice="have compliance approve it first",
):
    """Thrown when a recovery is carried out before both roles agreed."""

    party: PartyId


class RecoveryPending(
    Refused,
    signature="RecoveryPending(uint40)",
    fields="party",
    advice="finish, veto or withdraw the recovery under way first",
):
    """Thrown when a recovery of the party is already under way."""

    party: PartyId


class RecoveryTooEarly(
    Refused,
    signature="RecoveryTooEarly(uint40,uint256,uint256)",
    fields="party ready_at time",
    times="ready_at time",
    advice="wait until the delay has passed: the party's live key may still veto",
):
    """Thrown when a recovery is carried out before its delay has passed."""

    party: PartyId
    ready_at: int
    time: int


class RecoveryUnknown(
    Refused,
    signature="RecoveryUnknown(uint40)",
    fields="party",
    advice="propose exactly this recovery first",
):
    """Thrown when no such recovery was proposed."""

    party: PartyId


class RoleMissing(
    Refused,
    signature="RoleMissing(uint40,uint256,uint256)",
    fields="party needed held",
    advice="have the registrar record the role, after checking that the party may have it",
):
    """Thrown when a party lacks a role."""

    party: PartyId
    needed: int
    held: int


class SameGroup(
    Refused,
    signature="SameGroup(uint40,uint40)",
    fields="party debtor",
    advice="pass the debt to a party outside the debtor's group",
):
    """Thrown when debt would reach a party of the debtor's own group, or the debtor itself."""

    party: PartyId
    debtor: PartyId


class ScopeMissing(
    Refused,
    signature="ScopeMissing(address,uint256,uint256)",
    fields="account needed held",
    advice="act through an account with this scope, or have an administrator add it",
):
    """Thrown when an account lacks the scope of the act."""

    account: str
    needed: int
    held: int


class SignatureExpired(
    Refused,
    signature="SignatureExpired(uint256,uint256)",
    fields="deadline time",
    times="deadline time",
    advice="have the message signed anew with a later deadline",
):
    """Thrown when a signed message is brought after its deadline."""

    deadline: int
    time: int


class SignatureInvalid(
    Refused,
    signature="SignatureInvalid(address,bytes32)",
    fields="signer digest",
    advice="check the signer, chain, contract and every field that was signed",
):
    """Thrown when a signature is not the signer's over exactly this message."""

    signer: str
    digest: bytes


class SignatureVoid(
    Refused,
    signature="SignatureVoid(address,bytes32)",
    fields="signer digest",
    advice="have a new message signed: this one was used or taken back",
):
    """Thrown when the signer has taken the message back, or it was used before."""

    signer: str
    digest: bytes


class StringTooLong(
    Refused,
    signature="StringTooLong(string)",
    fields="str",
    advice="give a shorter name",
):
    """StringTooLong of OpenZeppelin Contracts."""

    str: str


class ZeroAccount(
    Refused,
    signature="ZeroAccount()",
    advice="give the address of a real account",
):
    """Thrown when an account is the zero address."""


class ZeroParty(
    Refused,
    signature="ZeroParty()",
    advice="give an id from 1 on",
):
    """Thrown when a party id is zero."""
