"""What every decoded event has in common; the events themselves are in ``silkline.events``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

__all__ = ["Event", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log stands on the chain."""

    contract: str
    """Name of the contract, such as ``Receivables``; every token is ``DepositToken``."""
    address: str
    block: int
    block_hash: str
    transaction: str
    index: int
    """Number of the log in its block."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event, decoded; amounts are base units of the token, times are Unix times."""

    place: Place
    signature: ClassVar[str] = ""
    """The event as Solidity writes it."""

    @property
    def name(self) -> str:
        """Name of the event in its contract."""
        return self.signature.partition("(")[0]
