# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Guarantees."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId, ReceivableId


class CapInvalid(
    Refused,
    signature="CapInvalid(uint256,uint256)",
    fields="cap largest",
    amounts="cap largest",
    advice="sign a cap above nothing that fits 96 bits",
):
    """Thrown when a cap is nothing or above 96 bits."""

    cap: int
    largest: int


class CoverExists(
    Refused,
    signature="CoverExists(uint96,uint40)",
    fields="id guarantor",
    advice="have another guarantor sign: each covers a receivable once",
):
    """Thrown when a guarantor covers a receivable twice."""

    id: ReceivableId
    guarantor: PartyId


class CoverUnknown(
    Refused,
    signature="CoverUnknown(bytes32,uint256)",
    fields="debt cover",
    advice="look up the covers of this debt",
):
    """Thrown when a debt has no such cover."""

    debt: bytes
    cover: int


class CoversMismatch(
    Refused,
    signature="CoversMismatch(bytes32,bytes32)",
    fields="given named",
    advice="bring exactly the covers that the terms name, in their order",
):
    """Thrown when the covers brought are not those that the terms name."""

    given: bytes
    named: bytes


class NotDefaulted(
    Refused,
    signature="NotDefaulted(bytes32)",
    fields="loan",
    advice="mark default first, once the terms' days past due have passed",
):
    """Thrown when there is no mark of default."""

    loan: bytes


class NotFeePayer(
    Refused,
    signature="NotFeePayer(uint40,uint40)",
    fields="caller payer",
    advice="have the party bring the cover that it names as payer of the fee",
):
    """Thrown when a cover is brought by another party than the one that pays its fee."""

    caller: PartyId
    payer: PartyId


class NothingToCall(
    Refused,
    signature="NothingToCall(bytes32,uint40,uint256,uint256,uint256,uint256)",
    fields="debt guarantor part paid room owed",
    amounts="part paid room owed",
    advice="go on: the guarantor has paid its share or its cap, or nothing is owed",
):
    """Thrown when nothing is to be paid under a cover."""

    debt: bytes
    guarantor: PartyId
    part: int
    paid: int
    room: int
    owed: int


class ShareInvalid(
    Refused,
    signature="ShareInvalid(uint256,uint256)",
    fields="share largest",
    advice="sign a share above nothing that the other covers leave",
):
    """
    Thrown when a share is nothing, or shares of a receivable's covers are more than all
    together.
    """

    share: int
    largest: int


class TooManyCovers(
    Refused,
    signature="TooManyCovers(uint96,uint256)",
    fields="id most",
    advice="combine covers: a receivable has no room for a further guarantor",
):
    """Thrown when a receivable would have more covers than it may."""

    id: ReceivableId
    most: int
