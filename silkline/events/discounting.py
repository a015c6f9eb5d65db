# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# ruff: noqa: E501
# isort: skip_file
"""Events of Discounting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId


@dataclass(frozen=True, kw_only=True)
class LowestSaltRaised(Event):
    """Emitted when all offers of a funder below a salt are cancelled."""

    signature: ClassVar[str] = "LowestSaltRaised(uint40,uint256)"
    funder: PartyId
    lowest_salt: int


@dataclass(frozen=True, kw_only=True)
class OfferTaken(Event):
    """Emitted when an offer is taken."""

    signature: ClassVar[str] = "OfferTaken(bytes32,uint128,uint40,uint128,uint40,uint256,uint256,bytes32,bool)"
    offer: bytes
    note: NoteId
    seller: PartyId
    from_: NoteId
    funder: PartyId
    value: int
    proceeds: int
    registry_reference: bytes
    recourse: bool


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event):
    """Emitted when one offer is cancelled."""

    signature: ClassVar[str] = "OfferWithdrawn(bytes32,uint40)"
    offer: bytes
    funder: PartyId


@dataclass(frozen=True, kw_only=True)
class PutBack(Event):
    """Emitted when a note goes back to its seller for `price`."""

    signature: ClassVar[str] = "PutBack(uint128,uint40,uint40,uint256)"
    note: NoteId
    seller: PartyId
    buyer: PartyId
    price: int


@dataclass(frozen=True, kw_only=True)
class RecourseClaimed(Event):
    """
    Emitted when a put-back could not be paid: the buyer keeps the note and has a claim of
    `price`.
    """

    signature: ClassVar[str] = "RecourseClaimed(uint128,uint40,uint40,uint256)"
    note: NoteId
    seller: PartyId
    buyer: PartyId
    price: int
