"""Which loans there are: what the chain says of each opening."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils.crypto import keccak

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import Connection
from silkline.ids import PartyId

__all__ = ["Opened"]

AnyParty = PartyId | int | str


@dataclass(frozen=True)
class Opened:
    """A loan that was opened."""

    loan: str
    """Its id: 32 bytes in hex."""
    lender: PartyId
    borrower: PartyId
    block: int
    """Number of the block in which it was opened."""


def opened_loans(
    connection: Connection, lender: AnyParty | None, borrower: AnyParty | None
) -> tuple[Opened, ...]:
    """Return the loans that were opened; see ``Loans.find``."""
    signature = abi.to_hex(keccak(text=events.LoanOpened.signature))
    topics = [signature, None, _side(lender), _side(borrower)]
    found = connection.logs(topics, first=connection.first_block)
    return tuple(
        Opened(abi.to_hex(one.loan), one.lender, one.borrower, one.place.block)
        for one in found
        if isinstance(one, events.LoanOpened)
    )


def _side(party: AnyParty | None) -> str | None:
    return None if party is None else abi.to_hex(int(PartyId.of(party)).to_bytes(32, "big"))
