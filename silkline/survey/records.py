"""
What a survey keeps of each thing, in base units and day numbers, and its postings.

A posting says by how much an event changed what a party has or owes in one of its books. The
balance of a book is the sum of its postings, and equals what the contracts say of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.errors import BadInput
from silkline.events import AssignmentProposed, CoverGiven, CoverRecorded
from silkline.ids import NoteId, PartyId, ProgrammeId, ReceivableId
from silkline.kinds import Status
from silkline.loans.known import known
from silkline.tokens import Token, token_at, token_known

__all__ = [
    "Book",
    "DebtRecord",
    "LoanRecord",
    "NoteRecord",
    "Posting",
    "ProgrammeRecord",
    "Survey",
]

Book = Literal[
    "cash", "notes", "debts", "lent", "borrowed", "reserved", "proceeds", "claims", "parked"
]
"""
What is kept of a party, each in the currency of its token.

``cash``: the tokens of its cash accounts. ``notes``: face value of the notes that it holds, which
falls when a note is burnt, not with each part that is paid on it. ``debts``: what it owes as an
anchor, to holders and guarantors, without late interest. ``lent`` and ``borrowed``: principal of
loans. ``reserved``: its money set aside for loans. ``proceeds``: what its pledged notes were paid,
not yet applied. ``claims``: what it paid as a guarantor and has not got back. ``parked``: payouts
that wait for it.
"""
About = ReceivableId | NoteId | str
"""A debt, a note, or the id of a loan."""


@dataclass(frozen=True)
class Posting:
    """A change of one book of one party."""

    event: Event
    party: PartyId
    book: Book
    units: int
    """Base units; more is positive."""
    about: About | None
    token: str
    """Address of the token; empty where it is that of the loan."""
    counterpart: PartyId | None


@dataclass(frozen=True)
class ProgrammeRecord:
    """What of a programme never changes."""

    id: ProgrammeId
    token: str
    currency: str
    grace_days: int
    utc_offset: int


@dataclass
class DebtRecord:
    """A receivable."""

    id: ReceivableId
    programme: ProgrammeId
    creditor: PartyId
    face: int
    due_day: int
    status: Status = Status.OPEN
    received: int = 0
    """Received for its holders."""
    passed_on: int = 0
    """Guarantors' part of the payment that the next event tells."""

    @property
    def is_owed(self) -> bool:
        """Whether something of it is unpaid."""
        return self.status in (Status.OPEN, Status.OVERDUE)


@dataclass
class NoteRecord:
    """A note; burnt, it keeps its last owner."""

    id: NoteId
    owner: PartyId
    value: int = 0
    claimed: int = 0
    live: bool = True
    custodian: str | None = None
    frozen: bool = False
    pending: AssignmentProposed | None = None


@dataclass
class LoanRecord:
    """A loan."""

    id: str
    lender: PartyId
    borrower: PartyId
    block: int
    terms: Mapping[str, Any] | None = None
    """The terms in force, where events tell them."""
    principal: int = 0
    reserve: int = 0
    defaulted: bool = False
    frozen: bool = False
    released: set[int] = field(default_factory=set)
    lists: dict[int, list[int]] = field(default_factory=dict)
    """By the index of its milestone: the amount of a payout list, and what of it is paid."""
    covers: list[CoverGiven] = field(default_factory=list)
    pledged: dict[NoteId, PartyId] = field(default_factory=dict)
    proceeds: int = 0
    """What pledged notes were paid, not yet applied."""


@dataclass
class Survey:
    """The system at a block."""

    connection: Connection
    head: AsOf
    events: tuple[Event, ...] = ()
    """All events of the suite's contracts, in order."""
    holders: dict[str, PartyId] = field(default_factory=dict)
    """Parties by every cash account that they ever had."""
    programmes: dict[ProgrammeId, ProgrammeRecord] = field(default_factory=dict)
    debts: dict[ReceivableId, DebtRecord] = field(default_factory=dict)
    notes: dict[NoteId, NoteRecord] = field(default_factory=dict)
    loans: dict[str, LoanRecord] = field(default_factory=dict)
    covers: dict[tuple[ReceivableId, PartyId], CoverRecorded] = field(default_factory=dict)
    claims: dict[tuple[ReceivableId | str, PartyId], int] = field(default_factory=dict)
    """What guarantors are owed, by debt and guarantor."""
    sales: dict[NoteId, dict[PartyId, PartyId]] = field(default_factory=dict)
    """Open sales with recourse: the seller of a note by its buyer, who may sell on."""
    parked: dict[tuple[str, PartyId, str], int] = field(default_factory=dict)
    """What waits, by contract, party and token."""
    parked_for: dict[tuple[str, str], int] = field(default_factory=dict)
    """What waits at Loans for accounts, by account and token."""
    postings: list[Posting] = field(default_factory=list)

    def post(
        self,
        event: Event,
        party: PartyId | None,
        book: Book,
        units: int,
        about: About | None,
        *,
        counterpart: PartyId | None = None,
        token: str | None = None,
    ) -> None:
        """Write a posting, unless nothing changed or nobody is concerned."""
        if units and party:
            chosen = self.token_address(about) if token is None else token
            self.postings.append(Posting(event, party, book, units, about, chosen, counterpart))

    def programme_of(self, debt: ReceivableId) -> ProgrammeRecord:
        """Return the programme of a receivable."""
        return self.programmes[self.debts[debt].programme]

    def token_address(self, about: About | None) -> str:
        """Return the address of the token of a debt or a note; empty for a loan."""
        if isinstance(about, NoteId):
            about = about.receivable
        return self.programme_of(about).token if isinstance(about, ReceivableId) else ""

    def token(self, about: About) -> Token:
        """
        Return the token of a debt, a note or a loan.

        Raises:
            BadInput: The terms of the loan are nowhere to be found.
        """
        address = self.token_address(about)
        if address or not isinstance(about, str):
            return self.token_at(address)
        terms = self.loans[about].terms or known(self.connection, about).terms
        return self.token_at(terms["token"])

    def token_at(self, address: str) -> Token:
        """Return the token at an address."""
        for programme in self.programmes.values():
            if programme.token == address:
                return token_at(self.connection, address, programme.currency)
        return token_known(self.connection, address)

    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that programmes and loans use, and those of the deployment."""
        found = dict.fromkeys(one.token for one in self.programmes.values())
        for loan in self.loans.values():
            if loan.terms:
                found[loan.terms["token"]] = None
        for address, kind in self.connection.names.items():
            if kind == "DepositToken":
                found[address] = None
        return tuple(map(self.token_at, found))

    def live_notes(self) -> Iterator[NoteRecord]:
        """Yield the notes that are not burnt."""
        return (note for note in self.notes.values() if note.live)

    def cash_accounts(self, party: PartyId) -> tuple[str, ...]:
        """
        Return every cash account that a party ever had.

        Raises:
            BadInput: No party has this id.
        """
        found = tuple(account for account, one in self.holders.items() if one == party)
        if not found:
            raise BadInput(f"there is no party {party} up to {self.head}")
        return found
