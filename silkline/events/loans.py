# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# ruff: noqa: E501
# isort: skip_file
"""Events of Loans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from silkline.chain.logs import Event


@dataclass(frozen=True, kw_only=True)
class ChunkPaidOut(Event):
    """Emitted when a chunk of a payout list is paid."""

    signature: ClassVar[str] = "ChunkPaidOut(bytes32,uint256,uint256,uint256,uint256)"
    loan: bytes
    index: int
    chunk: int
    amount: int
    parked: int


@dataclass(frozen=True, kw_only=True)
class ClaimedFor(Event):
    """Emitted when a parked payout reaches its payee."""

    signature: ClassVar[str] = "ClaimedFor(address,address,uint256)"
    payee: str
    token: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class DefaultLifted(Event):
    """Emitted when the lender lifts the mark of default."""

    signature: ClassVar[str] = "DefaultLifted(bytes32)"
    loan: bytes


@dataclass(frozen=True, kw_only=True)
class Defaulted(Event):
    """Emitted when default is marked: all is due."""

    signature: ClassVar[str] = "Defaulted(bytes32,uint256,uint256)"
    loan: bytes
    debt: int
    days_past_due: int


@dataclass(frozen=True, kw_only=True)
class LoanAmended(Event):
    """Emitted when amended terms are in force, with the state that they begin from."""

    signature: ClassVar[str] = "LoanAmended(bytes32,bytes32,(bool,bool,bool,bool,uint64,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256))"
    loan: bytes
    terms_hash: bytes
    state: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ParkedFor(Event):
    """Emitted when a payee's transfer fails: the amount waits for it here."""

    signature: ClassVar[str] = "ParkedFor(address,address,uint256)"
    payee: str
    token: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Refunded(Event):
    """Emitted when a payee returns money."""

    signature: ClassVar[str] = "Refunded(bytes32,uint256,address,uint256)"
    loan: bytes
    index: int
    payee: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Released(Event):
    """
    Emitted when a milestone is released; to a payout list (`list`, a root) no money moves yet.
    """

    signature: ClassVar[str] = "Released(bytes32,uint256,bytes32,uint256)"
    loan: bytes
    index: int
    payees: bytes
    amount: int


@dataclass(frozen=True, kw_only=True)
class Repaid(Event):
    """Emitted when a loan is paid on."""

    signature: ClassVar[str] = "Repaid(bytes32,address,uint256,uint256,uint256,uint256)"
    loan: bytes
    payer: str
    penalty: int
    interest: int
    principal: int
    left: int


@dataclass(frozen=True, kw_only=True)
class ReserveChanged(Event):
    """
    Emitted when money is set aside for a loan, and when what is left of it returns to the
    lender.
    """

    signature: ClassVar[str] = "ReserveChanged(bytes32,uint256)"
    loan: bytes
    reserve: int


@dataclass(frozen=True, kw_only=True)
class TermsPublished(Event):
    """
    Emitted when the first milestone is released: all that follows can be worked out from
    events.
    """

    signature: ClassVar[str] = "TermsPublished(bytes32,(bytes32,uint40,uint40,address,int8,uint256,bool,uint24,uint32,bytes32,int32,uint32,uint24,uint8,uint8,uint8,uint16,uint24,uint16,uint16,bool,bool,uint16,uint32,uint16,uint8,uint256,address,bytes32,bool,bool,bytes4,bytes32,bytes32,bytes32,uint8,uint256,uint256))"
    loan: bytes
    terms: Mapping[str, Any]
