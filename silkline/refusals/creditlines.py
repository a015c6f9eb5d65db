# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of CreditLines."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId, ProgrammeId


class ExpiryInvalid(
    Refused,
    signature="ExpiryInvalid(uint256,uint256,uint256)",
    fields="expiry today latest",
    days="expiry today latest",
    advice="choose a last day from today to the latest day",
):
    """
    Thrown when a line would expire before today, or so late that the day does not fit 16 bits.
    """

    expiry: int
    today: int
    latest: int


class GroupTied(
    Refused,
    signature="GroupTied(uint40,uint40,uint40,uint256)",
    fields="lender party group used",
    amounts="used",
    advice="change the tie once nothing of the party's line is used",
):
    """Thrown when the tie of a line to a group would change while some of it is used."""

    lender: PartyId
    party: PartyId
    group: int
    used: int


class GroupZero(
    Refused,
    signature="GroupZero()",
    advice="name the group",
):
    """Thrown when a line would be granted to no group."""


class LineExceeded(
    Refused,
    signature="LineExceeded(uint40,uint40,uint40,uint256,uint256)",
    fields="lender party group amount room",
    amounts="amount room",
    advice="use at most the room left, or ask the lender for a higher limit",
):
    """Thrown when more would be drawn than is left of a line."""

    lender: PartyId
    party: PartyId
    group: int
    amount: int
    room: int


class LineExpired(
    Refused,
    signature="LineExpired(uint40,uint40,uint40,uint256,uint256)",
    fields="lender party group expiry today",
    days="expiry today",
    advice="ask the lender for a new grant",
):
    """Thrown when a line would be drawn after its last day."""

    lender: PartyId
    party: PartyId
    group: int
    expiry: int
    today: int


class LineFrozen(
    Refused,
    signature="LineFrozen(uint40,uint40,uint40)",
    fields="lender party group",
    advice="ask the lender to thaw the line",
):
    """Thrown when a frozen line would be drawn."""

    lender: PartyId
    party: PartyId
    group: int


class LineUnknown(
    Refused,
    signature="LineUnknown(uint40,uint40,uint40)",
    fields="lender party group",
    advice="have the lender grant the line first",
):
    """Thrown when a lender has granted no such line."""

    lender: PartyId
    party: PartyId
    group: int


class NotConsumer(
    Refused,
    signature="NotConsumer(address)",
    fields="caller",
    advice="have ADMIN add the contract: only such draw on lines",
):
    """Thrown when another contract than a consumer draws, gives back or records."""

    caller: str


class NotOfGroup(
    Refused,
    signature="NotOfGroup(uint40,uint40,uint40)",
    fields="party group actual",
    advice="tie the line to the group that the party is registered with",
):
    """Thrown when a line would be tied to another group than its party's."""

    party: PartyId
    group: int
    actual: int


class NotProgrammes(
    Refused,
    signature="NotProgrammes(address)",
    fields="caller",
    advice="confirm through Programmes: only it asks this",
):
    """Thrown when another contract than Programmes asks for or tells of confirmed debt."""

    caller: str


class NotUsed(
    Refused,
    signature="NotUsed(uint40,uint40,uint256,uint256)",
    fields="lender party amount used",
    amounts="amount used",
    advice="give back at most what is used",
):
    """Thrown when more would be given back to a line than is used of it."""

    lender: PartyId
    party: PartyId
    amount: int
    used: int


class RateBelowFloor(
    Refused,
    signature="RateBelowFloor(uint40,uint40,uint256,uint256)",
    fields="lender party rate rate_floor",
    advice="agree on a rate of at least the line's floor",
):
    """Thrown when a loan would bear less than its line asks."""

    lender: PartyId
    party: PartyId
    rate: int
    rate_floor: int


class SponsorFixed(
    Refused,
    signature="SponsorFixed(uint48,uint40)",
    fields="programme lender",
    advice="open another programme: this one keeps its sponsor",
):
    """Thrown when a programme has its sponsor already."""

    programme: ProgrammeId
    lender: PartyId


class SponsorMissing(
    Refused,
    signature="SponsorMissing(uint48)",
    fields="programme",
    advice="have a funder offer itself as sponsor, and the anchor accept it",
):
    """Thrown when nobody stands behind a programme."""

    programme: ProgrammeId


class SponsorNotOffered(
    Refused,
    signature="SponsorNotOffered(uint48,uint40)",
    fields="programme lender",
    advice="have the funder offer itself first",
):
    """Thrown when the sponsor that an anchor would accept does not offer itself."""

    programme: ProgrammeId
    lender: PartyId
