# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Receivables."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import NoteId, PartyId, ReceivableId


class AcceptUntilInvalid(
    Refused,
    signature="AcceptUntilInvalid(uint256,uint256)",
    fields="accept_until time",
    times="accept_until time",
    advice="give a Unix time in the future",
):
    """Thrown when a time to accept lies in the past, or does not fit 48 bits."""

    accept_until: int
    time: int


class AcceptanceExpired(
    Refused,
    signature="AcceptanceExpired(uint128,uint256,uint256)",
    fields="note accept_until time",
    times="accept_until time",
    advice="ask the sender to assign again",
):
    """Thrown when the time to accept has passed."""

    note: NoteId
    accept_until: int
    time: int


class ConsentMissing(
    Refused,
    signature="ConsentMissing(uint40)",
    fields="receiver",
    advice="get the receiver's signature, or give it time to accept",
):
    """Thrown when a receiver gave no consent and the sender allows no waiting."""

    receiver: PartyId


class ConsentUsed(
    Refused,
    signature="ConsentUsed(bytes32)",
    fields="digest",
    advice="have the receiver sign a new consent with another deadline",
):
    """Thrown when a signed consent is used a second time."""

    digest: bytes


class CustodianExists(
    Refused,
    signature="CustodianExists(address)",
    fields="custodian",
    advice="go on: it is a custodian already",
):
    """Thrown when a custodian is added twice."""

    custodian: str


class DueDayNotReached(
    Refused,
    signature="DueDayNotReached(uint96,uint256,uint256)",
    fields="id due_day today",
    days="due_day today",
    advice="wait for the due day",
):
    """Thrown when something is done before the due day that is for later."""

    id: ReceivableId
    due_day: int
    today: int


class DueDayReached(
    Refused,
    signature="DueDayReached(uint96,uint256,uint256)",
    fields="id due_day today",
    days="due_day today",
    advice="collect and redeem instead: notes no longer pass",
):
    """Thrown when notes pass on or after the due day."""

    id: ReceivableId
    due_day: int
    today: int


class ERC721InvalidReceiver(
    Refused,
    signature="ERC721InvalidReceiver(address)",
    fields="receiver",
    advice="send to the cash account of a registered party that takes tokens",
):
    """ERC721InvalidReceiver of OpenZeppelin Contracts."""

    receiver: str


class InsufficientAllowance(
    Refused,
    signature="InsufficientAllowance(uint256,address,uint256,uint256)",
    fields="note operator value allowance",
    amounts="value allowance",
    advice="ask the owner for a higher allowance",
):
    """Thrown when an operator moves more value than it was allowed."""

    note: int
    operator: str
    value: int
    allowance: int


class NotCashAccount(
    Refused,
    signature="NotCashAccount(address)",
    fields="account",
    advice="send to the cash account of a registered party",
):
    """Thrown when a note would go to an address that is no party's cash account."""

    account: str


class NotCustodian(
    Refused,
    signature="NotCustodian(address)",
    fields="caller",
    advice="have ADMIN admit the contract as custodian: only such lock or move notes",
):
    """Thrown when a contract that is no custodian would lock or move."""

    caller: str


class NotLockedByCaller(
    Refused,
    signature="NotLockedByCaller(uint128,address)",
    fields="note custodian",
    advice="have the custodian that locked the note unlock it",
):
    """Thrown when a note is not locked by the caller."""

    note: NoteId
    custodian: str


class NotOwnerNorApproved(
    Refused,
    signature="NotOwnerNorApproved(address,uint256)",
    fields="caller note",
    advice="act through an account of the owner, or one that it approved",
):
    """Thrown when the caller is neither the owner nor allowed by it."""

    caller: str
    note: int


class NotPending(
    Refused,
    signature="NotPending(uint128)",
    fields="note",
    advice="read the note again: it was accepted, refused, withdrawn or released already",
):
    """Thrown when a note waits for no consent."""

    note: NoteId


class NotReceiver(
    Refused,
    signature="NotReceiver(uint40,uint40)",
    fields="caller receiver",
    advice="have the receiver answer: nobody else accepts or refuses",
):
    """Thrown when another than the receiver of a pending assignment answers it."""

    caller: PartyId
    receiver: PartyId


class NotSystemContract(
    Refused,
    signature="NotSystemContract(address)",
    fields="caller",
    advice="use the act that leads here: only the system's own contracts call this",
):
    """Thrown when a function of the system is called by another contract."""

    caller: str


class NotWhole(
    Refused,
    signature="NotWhole(uint96,uint256)",
    fields="id live",
    advice="amend only while one free note carries the whole face",
):
    """Thrown when a receivable is amended that is split, or whose note is not free."""

    id: ReceivableId
    live: int


class NoteFrozen(
    Refused,
    signature="NoteFrozen(uint128)",
    fields="note",
    advice="ask compliance for the document behind the freeze of the note",
):
    """Thrown when a note is frozen."""

    note: NoteId


class NoteLocked(
    Refused,
    signature="NoteLocked(uint128,address)",
    fields="note custodian",
    advice="have the custodian release it first",
):
    """Thrown when a custodian has locked the note."""

    note: NoteId
    custodian: str


class NotePending(
    Refused,
    signature="NotePending(uint128)",
    fields="note",
    advice="accept, refuse, withdraw or release the pending assignment first",
):
    """Thrown when a note waits for a consent."""

    note: NoteId


class NoteUnknown(
    Refused,
    signature="NoteUnknown(uint256)",
    fields="note",
    advice="check the id: the note may have been merged, redeemed or extinguished",
):
    """Thrown when no note has this id."""

    note: int


class NothingToChange(
    Refused,
    signature="NothingToChange()",
    advice="go on: it is in that state already",
):
    """Thrown when a dispute or freeze is set that is set, or lifted that is not."""


class PieceTooSmall(
    Refused,
    signature="PieceTooSmall(uint256,uint256)",
    fields="piece smallest",
    amounts="piece smallest",
    advice="choose a split whose two pieces are at least the smallest piece",
):
    """Thrown when a piece would be smaller than the programme allows."""

    piece: int
    smallest: int


class ReceivableDisputed(
    Refused,
    signature="ReceivableDisputed(uint96)",
    fields="id",
    advice="wait for the end of the dispute; payment is not affected",
):
    """Thrown when a receivable is disputed."""

    id: ReceivableId


class ReceivableFrozen(
    Refused,
    signature="ReceivableFrozen(uint96)",
    fields="id",
    advice="ask compliance for the document behind the freeze of the receivable",
):
    """Thrown when a receivable is frozen."""

    id: ReceivableId


class ReceivableUnknown(
    Refused,
    signature="ReceivableUnknown(uint96)",
    fields="id",
    advice="check the id: it is the fingerprint of the first invoice",
):
    """Thrown when no receivable has this id."""

    id: ReceivableId


class ReceiverRefused(
    Refused,
    signature="ReceiverRefused(address)",
    fields="receiver",
    advice="send to a receiver that takes such tokens",
):
    """Thrown when a receiving contract refuses the token."""

    receiver: str


class ReleaseTooEarly(
    Refused,
    signature="ReleaseTooEarly(uint128)",
    fields="note",
    advice="wait for the end of the time to accept, or the due day",
):
    """Thrown when a pending assignment is released before its time to accept and the due day."""

    note: NoteId


class SameNote(
    Refused,
    signature="SameNote(uint128)",
    fields="note",
    advice="name two different notes",
):
    """Thrown when a note would be merged into itself."""

    note: NoteId


class SelfAssignment(
    Refused,
    signature="SelfAssignment(uint40)",
    fields="party",
    advice="assign to another party, or split the note",
):
    """Thrown when a party would pass a note to itself."""

    party: PartyId


class SlotMismatch(
    Refused,
    signature="SlotMismatch(uint96,uint96)",
    fields="from_ to",
    advice="name notes of one receivable: only they exchange value",
):
    """Thrown when value would move between notes of two receivables."""

    from_: ReceivableId
    to: ReceivableId


class TierMismatch(
    Refused,
    signature="TierMismatch(uint256,uint256)",
    fields="from_ to",
    advice="name notes of one tier: only they are merged",
):
    """Thrown when value would move between notes whose tiers do not fit."""

    from_: int
    to: int


class TierTooDeep(
    Refused,
    signature="TierTooDeep(uint256,uint256)",
    fields="tier deepest",
    advice="sell the note instead: it can be assigned no deeper",
):
    """Thrown when a note would go deeper than its programme allows."""

    tier: int
    deepest: int


class TooManyCustodians(
    Refused,
    signature="TooManyCustodians(uint256)",
    fields="most",
    advice="use one of the custodians that there are: no more fit into this version",
):
    """Thrown when there is no room for another custodian."""

    most: int


class TooManyNotes(
    Refused,
    signature="TooManyNotes(uint96)",
    fields="id",
    advice="merge or redeem notes: no further one can be numbered",
):
    """Thrown when a receivable has made all the notes that it can number."""

    id: ReceivableId


class TradeReferenceMismatch(
    Refused,
    signature="TradeReferenceMismatch(bytes32,bytes32)",
    fields="given proposed",
    advice="check which trade was proposed before accepting it",
):
    """Thrown when a receiver accepts for another trade than was proposed."""

    given: bytes
    proposed: bytes


class TradeReferenceMissing(
    Refused,
    signature="TradeReferenceMissing(uint128)",
    fields="note",
    advice="name the trade: order, delivery, invoice and amount",
):
    """Thrown when an assignment names no trade where one is required."""

    note: NoteId


class TransfersNotWanted(
    Refused,
    signature="TransfersNotWanted(uint40)",
    fields="party",
    advice="assign the note instead, or ask the party to opt in",
):
    """Thrown when the receiving party did not opt in to plain token transfers."""

    party: PartyId


class ValueExceedsNote(
    Refused,
    signature="ValueExceedsNote(uint128,uint256,uint256)",
    fields="note value carried",
    amounts="value carried",
    advice="pass at most what the note carries",
):
    """Thrown when more is passed than the note carries."""

    note: NoteId
    value: int
    carried: int


class WrongOwner(
    Refused,
    signature="WrongOwner(uint128,uint40,uint40)",
    fields="note said owner",
    advice="read the note again: it has another owner now",
):
    """Thrown when a note is said to be of a party that does not own it."""

    note: NoteId
    said: PartyId
    owner: PartyId


class ZeroAmount(
    Refused,
    signature="ZeroAmount()",
    advice="give an amount above zero",
):
    """Thrown when an amount is zero."""
