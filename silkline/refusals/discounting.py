# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Discounting."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import NoteId, PartyId, ProgrammeId, ReceivableId


class BasisInvalid(
    Refused,
    signature="BasisInvalid(uint256)",
    fields="basis",
    advice="use 360 or 365 days",
):
    """Thrown when the day count basis is neither 360 nor 365."""

    basis: int


class CostExceedsValue(
    Refused,
    signature="CostExceedsValue(uint256,uint256)",
    fields="cost value",
    amounts="cost value",
    advice="sell more at once, or under a cheaper offer",
):
    """Thrown when the cost is the whole value or more."""

    cost: int
    value: int


class FillTooSmall(
    Refused,
    signature="FillTooSmall(uint256,uint256)",
    fields="value smallest",
    amounts="value smallest",
    advice="sell at least the smallest value of a fill",
):
    """Thrown when a fill is smaller than the offer allows."""

    value: int
    smallest: int


class FunderRoleMissing(
    Refused,
    signature="FunderRoleMissing(uint40)",
    fields="funder",
    advice="have a funder, or the debtor of the note, buy it",
):
    """Thrown when a party that is neither a funder nor the note's debtor makes an offer."""

    funder: PartyId


class NoRecourse(
    Refused,
    signature="NoRecourse(uint128)",
    fields="note",
    advice="keep the note: it was sold without recourse, or passed on or split since",
):
    """
    Thrown when a note was not sold with recourse, or not to its present owner, or is no longer
    whole.
    """

    note: NoteId


class NotFunder(
    Refused,
    signature="NotFunder(uint40,uint40)",
    fields="caller funder",
    advice="act through an account of the party that this is for",
):
    """Thrown when the caller is not of the party that it acts for."""

    caller: PartyId
    funder: PartyId


class NotOfferedFor(
    Refused,
    signature="NotOfferedFor(uint128)",
    fields="note",
    advice="look for an offer for this programme or receivable",
):
    """Thrown when the note is of another programme or receivable than offered for."""

    note: NoteId


class NotOverdue(
    Refused,
    signature="NotOverdue(uint96)",
    fields="id",
    advice="mark the debt overdue first, once its grace has passed",
):
    """Thrown when a note is put back before the overdue mark."""

    id: ReceivableId


class OfferCancelled(
    Refused,
    signature="OfferCancelled(uint256,uint256)",
    fields="salt lowest_salt",
    advice="ask the funder for a new offer",
):
    """Thrown when an offer's salt is below the funder's lowest valid one."""

    salt: int
    lowest_salt: int


class OfferExhausted(
    Refused,
    signature="OfferExhausted(uint256,uint256)",
    fields="value left",
    amounts="value left",
    advice="sell at most what is left of the offer",
):
    """Thrown when an offer has less left than the fill needs."""

    value: int
    left: int


class OfferExpired(
    Refused,
    signature="OfferExpired(uint256,uint256)",
    fields="valid_until time",
    times="valid_until time",
    advice="ask the funder for a new offer",
):
    """Thrown when an offer has expired."""

    valid_until: int
    time: int


class OfferScopeInvalid(
    Refused,
    signature="OfferScopeInvalid(uint48,uint96)",
    fields="programme receivable",
    advice="name either a programme or a receivable",
):
    """Thrown when an offer names neither or both of programme and receivable."""

    programme: ProgrammeId
    receivable: ReceivableId


class OfferTierExceeded(
    Refused,
    signature="OfferTierExceeded(uint256,uint256)",
    fields="tier deepest",
    advice="look for an offer that buys deeper tiers",
):
    """Thrown when the note is deeper than the offer goes."""

    tier: int
    deepest: int


class OwnOffer(
    Refused,
    signature="OwnOffer(uint40)",
    fields="funder",
    advice="have another party sell: nobody takes its own offer",
):
    """Thrown when a party takes its own offer."""

    funder: PartyId


class ProceedsTooLow(
    Refused,
    signature="ProceedsTooLow(uint256,uint256)",
    fields="proceeds min_proceeds",
    amounts="proceeds min_proceeds",
    advice="quote again, then accept less or take another offer",
):
    """Thrown when the proceeds are under the seller's least."""

    proceeds: int
    min_proceeds: int


class RegistryReferenceMissing(
    Refused,
    signature="RegistryReferenceMissing()",
    advice="register the sale and name the entry",
):
    """Thrown when a registry reference is required and missing."""


class SaltNotRaised(
    Refused,
    signature="SaltNotRaised(uint256,uint256)",
    fields="given current",
    advice="give a salt above the present lowest",
):
    """Thrown when a lowest salt is lowered."""

    given: int
    current: int


class SignerNotOfFunder(
    Refused,
    signature="SignerNotOfFunder(uint40,uint40)",
    fields="signer funder",
    advice="get the offer signed by an account of the funder",
):
    """Thrown when the offer's signer acts for another party than its funder."""

    signer: PartyId
    funder: PartyId


class TooLateToSell(
    Refused,
    signature="TooLateToSell(uint256,uint256)",
    fields="due_day today",
    days="due_day today",
    advice="collect and redeem instead",
):
    """Thrown when the receivable is due."""

    due_day: int
    today: int
