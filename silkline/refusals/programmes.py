# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Programmes."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId, ProgrammeId, ReceivableId
from silkline.kinds import Status


class AmountTooLarge(
    Refused,
    signature="AmountTooLarge(uint256,uint256)",
    fields="amount largest",
    amounts="amount largest",
    advice="check the decimals: amounts fit 96 bits",
):
    """Thrown when an amount does not fit 96 bits."""

    amount: int
    largest: int


class AnchorNotSuspended(
    Refused,
    signature="AnchorNotSuspended(uint40)",
    fields="anchor",
    advice="go on: there is no suspension to lift",
):
    """Thrown when an anchor's suspension would be lifted that is not suspended."""

    anchor: PartyId


class AnchorSuspended(
    Refused,
    signature="AnchorSuspended(uint40)",
    fields="anchor",
    advice="ask the registrar to lift the suspension; nothing is confirmed before",
):
    """Thrown when a suspended anchor would confirm."""

    anchor: PartyId


class ChangeUnknown(
    Refused,
    signature="ChangeUnknown(uint48,bytes32)",
    fields="programme change_hash",
    advice="accept exactly the change that the registrar proposed last",
):
    """Thrown when the anchor accepts a change that was not proposed."""

    programme: ProgrammeId
    change_hash: bytes


class CurrencyInvalid(
    Refused,
    signature="CurrencyInvalid(bytes3)",
    fields="currency",
    advice="give the ISO 4217 code in three capital letters",
):
    """Thrown when a currency code is not three capital letters."""

    currency: bytes


class DeepestTierZero(
    Refused,
    signature="DeepestTierZero()",
    advice="allow tier 1 at least, which is the creditor",
):
    """Thrown when the deepest tier is zero."""


class DueDayPassed(
    Refused,
    signature="DueDayPassed(uint256,uint256)",
    fields="due_day today",
    days="due_day today",
    advice="confirm only debts that fall due after today",
):
    """Thrown when a debt would be due today or earlier."""

    due_day: int
    today: int


class FaceTooSmall(
    Refused,
    signature="FaceTooSmall(uint256,uint256)",
    fields="face smallest",
    amounts="face smallest",
    advice="combine invoices: a debt carries at least the smallest piece",
):
    """Thrown when a debt is smaller than the smallest piece."""

    face: int
    smallest: int


class FingerprintSpent(
    Refused,
    signature="FingerprintSpent(uint96)",
    fields="fingerprint",
    advice="do not finance it: this invoice was confirmed before",
):
    """Thrown when an invoice was confirmed before, here or in a predecessor."""

    fingerprint: ReceivableId


class FingerprintZero(
    Refused,
    signature="FingerprintZero()",
    advice="compute the fingerprint from the invoice",
):
    """Thrown when a fingerprint is zero."""


class LimitContractNotAdmitted(
    Refused,
    signature="LimitContractNotAdmitted(address)",
    fields="limit_contract",
    advice="have ADMIN review the limit contract and admit it",
):
    """Thrown when a limit contract was not admitted."""

    limit_contract: str


class LimitExceeded(
    Refused,
    signature="LimitExceeded(uint48,uint256,uint256)",
    fields="programme amount room",
    amounts="amount room",
    advice="wait for repayments, confirm less, or have the limit raised",
):
    """Thrown when the programme's limit has less room than the debt needs."""

    programme: ProgrammeId
    amount: int
    room: int


class LimitTooLarge(
    Refused,
    signature="LimitTooLarge(uint256,uint256)",
    fields="limit largest",
    amounts="limit largest",
    advice="set a limit that fits 96 bits",
):
    """Thrown when a limit does not fit 96 bits."""

    limit: int
    largest: int


class NeitherAnchorNorHolder(
    Refused,
    signature="NeitherAnchorNorHolder(uint40,uint40,uint40)",
    fields="caller anchor holder",
    advice="let one side call and the other sign: anchor and holder of the note",
):
    """Thrown when an account acts that is neither the anchor's nor the holder's."""

    caller: PartyId
    anchor: PartyId
    holder: PartyId


class NotAnchor(
    Refused,
    signature="NotAnchor(uint40,uint40)",
    fields="caller anchor",
    advice="act through an account of the programme's anchor",
):
    """Thrown when an account of another party acts for the anchor."""

    caller: PartyId
    anchor: PartyId


class NotSystem(
    Refused,
    signature="NotSystem(address)",
    fields="caller",
    advice="use the act that leads here: only the system's own contracts call this",
):
    """Thrown when a function of the system is called from outside."""

    caller: str


class ProgrammeExists(
    Refused,
    signature="ProgrammeExists(uint48)",
    fields="programme",
    advice="choose another number, or propose a change to the programme",
):
    """Thrown when a programme is opened twice."""

    programme: ProgrammeId


class ProgrammeNumberZero(
    Refused,
    signature="ProgrammeNumberZero(uint48)",
    fields="programme",
    advice="number programmes from 1 to 255",
):
    """Thrown when the number part of a programme's id is zero."""

    programme: ProgrammeId


class ProgrammeUnknown(
    Refused,
    signature="ProgrammeUnknown(uint48)",
    fields="programme",
    advice="check the id (anchor/number), or have the registrar open the programme",
):
    """Thrown when no programme has this id."""

    programme: ProgrammeId


class SmallestPieceInvalid(
    Refused,
    signature="SmallestPieceInvalid(uint256)",
    fields="smallest_piece",
    amounts="smallest_piece",
    advice="choose at most 2047 times a power of ten, and not zero",
):
    """
    Thrown when a smallest piece is zero or cannot be stored exactly (2047 times a power of ten
    up to 28).
    """

    smallest_piece: int


class TenorTooLong(
    Refused,
    signature="TenorTooLong(uint256,uint256)",
    fields="tenor longest",
    advice="agree on an earlier due day, or have the programme changed",
):
    """Thrown when a debt would run longer than the programme allows."""

    tenor: int
    longest: int


class TenorZero(
    Refused,
    signature="TenorZero()",
    advice="allow a tenor of at least one day",
):
    """Thrown when the longest tenor is zero."""


class TokenNotAllowed(
    Refused,
    signature="TokenNotAllowed(address)",
    fields="token",
    advice="have ADMIN review the token and put it on the allow-list",
):
    """Thrown when a token is not on the allow-list."""

    token: str


class TooManyInvoices(
    Refused,
    signature="TooManyInvoices(uint256,uint256)",
    fields="further most",
    advice="confirm the rest as a receivable of its own",
):
    """Thrown when a debt names more than 63 further invoices."""

    further: int
    most: int


class TooManyPredecessors(
    Refused,
    signature="TooManyPredecessors(uint256,uint256)",
    fields="given most",
    advice="name at most this many predecessors",
):
    """Thrown when more predecessors are given than can be asked."""

    given: int
    most: int


class UtcOffsetInvalid(
    Refused,
    signature="UtcOffsetInvalid(int256)",
    fields="offset",
    advice="give quarter hours from -48 to 56",
):
    """Thrown when an offset is outside -48 to 56 quarter hours."""

    offset: int


class WrongCounterparty(
    Refused,
    signature="WrongCounterparty(uint40,uint40)",
    fields="signer expected",
    advice="get the signature of an account of the expected party",
):
    """Thrown when the other side's signature is by an account of a third party."""

    signer: PartyId
    expected: PartyId


class WrongStatus(
    Refused,
    signature="WrongStatus(uint96,uint8)",
    fields="id status",
    advice="look at the receivable's status: the act is for another one",
):
    """Thrown when a state forbids the act."""

    id: ReceivableId
    status: Status
