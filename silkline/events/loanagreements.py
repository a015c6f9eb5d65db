# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# ruff: noqa: E501
# isort: skip_file
"""Events of LoanAgreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from silkline.chain.logs import Event
from silkline.ids import PartyId


@dataclass(frozen=True, kw_only=True)
class CoverGiven(Event):
    """Emitted when a guarantor covers a loan: at its opening, or with amended terms."""

    signature: ClassVar[str] = "CoverGiven(bytes32,uint40,uint256,uint256,uint256)"
    loan: bytes
    guarantor: PartyId
    share: int
    cap: int
    fee: int


@dataclass(frozen=True, kw_only=True)
class LoanFreezeChanged(Event):
    """Emitted when compliance freezes or thaws a loan."""

    signature: ClassVar[str] = "LoanFreezeChanged(bytes32,bool,bytes32)"
    loan: bytes
    frozen: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class LoanOpened(Event):
    """
    Emitted when a loan is opened; its terms are in the call, and in Loans' event of the first
    release.
    """

    signature: ClassVar[str] = "LoanOpened(bytes32,uint40,uint40)"
    loan: bytes
    lender: PartyId
    borrower: PartyId


@dataclass(frozen=True, kw_only=True)
class TermsAmended(Event):
    """Emitted when amended terms are in force."""

    signature: ClassVar[str] = "TermsAmended(bytes32,bytes32,(bytes32,uint40,uint40,address,int8,uint256,bool,uint24,uint32,bytes32,int32,uint32,uint24,uint8,uint8,uint8,uint16,uint24,uint16,uint16,bool,bool,uint16,uint32,uint16,uint8,uint256,address,bytes32,bool,bool,bytes4,bytes32,bytes32,bytes32,uint8,uint256,uint256))"
    loan: bytes
    terms_hash: bytes
    terms: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TermsVoided(Event):
    """Emitted when a party marks unopened terms dead."""

    signature: ClassVar[str] = "TermsVoided(bytes32,uint40)"
    loan: bytes
    party: PartyId
