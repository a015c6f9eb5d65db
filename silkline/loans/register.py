"""Which loans there are, and who has to do with each: what the chain says of their openings."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from eth_utils.crypto import keccak

from silkline import events, holdings
from silkline.chain import abi
from silkline.chain.connection import Connection
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_terms.agreement import payees_in
from silkline.loans.known import Known, known

if TYPE_CHECKING:
    from silkline.loans.domain import Loans
    from silkline.loans.model import Loan

__all__ = ["Involved", "LoanRole", "Opened"]

AnyParty = PartyId | int | str
LoanRole = Literal["lender", "borrower", "guarantor", "payee"]


@dataclass(frozen=True)
class Opened:
    """A loan that was opened."""

    loan: str
    """Its id: 32 bytes in hex."""
    lender: PartyId
    borrower: PartyId
    block: int
    """Number of the block in which it was opened."""


@dataclass(frozen=True)
class Involved:
    """A loan that a party has to do with."""

    roles: tuple[LoanRole, ...]
    opened: Opened
    loan: Loan | None
    """The loan as it stands; None where its terms are not to be found (``loans.remember``)."""


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


@dataclass(frozen=True)
class _Search:
    """A party whose loans are looked for, and what the events say of it."""

    connection: Connection
    party: PartyId
    own: Sequence[str]
    """Its accounts."""
    paid: Container[bytes]
    """Loans of which a milestone was released to it."""
    covered: Container[bytes]
    """Loans that it ever covered."""


def involved_in(loans: Loans, connection: Connection, party: PartyId) -> tuple[Involved, ...]:
    """Return the loans that a party has to do with; see ``Loans.of``."""
    head = connection.head()
    own = holdings.accounts(connection, party, head.number)
    kinds = (events.LoanOpened, events.CoverGiven, events.Released)
    topics = [[abi.to_hex(keccak(text=kind.signature)) for kind in kinds]]
    told = list(connection.logs(topics, first=connection.first_block, last=head.number))
    paid = {one.loan for one in told if isinstance(one, events.Released) and _pays(vars(one), own)}
    covered = {
        one.loan for one in told if isinstance(one, events.CoverGiven) and one.guarantor == party
    }
    search = _Search(connection, party, own, paid, covered)
    opened = [one for one in told if isinstance(one, events.LoanOpened)]
    found = (_involved(loans, search, one) for one in opened)
    return tuple(one for one in found if one)


def _pays(milestone: Mapping[str, Any], accounts: Sequence[str]) -> bool:
    """Tell whether a milestone pays one of some accounts; of lists only the root is known."""
    payee, is_list = payees_in(milestone)
    return not is_list and payee in accounts


def _involved(loans: Loans, search: _Search, event: events.LoanOpened) -> Involved | None:
    loan = abi.to_hex(event.loan)
    by_chain = search.party in (event.lender, event.borrower)
    told = by_chain or event.loan in search.paid or event.loan in search.covered
    if not told and search.connection.journal.kept(loan) is None:
        return None
    terms = _terms(search, loan)
    roles = tuple(_roles(search, event, terms))
    opened = Opened(loan, event.lender, event.borrower, event.place.block)
    return Involved(roles, opened, loans.get(loan) if terms else None) if roles else None


def _terms(search: _Search, loan: str) -> Known | None:
    try:
        return known(search.connection, loan)
    except BadInput:
        return None


def _roles(search: _Search, event: events.LoanOpened, terms: Known | None) -> Iterator[LoanRole]:
    if event.lender == search.party:
        yield "lender"
    if event.borrower == search.party:
        yield "borrower"
    covers = terms.covers if terms and event.loan in search.covered else ()
    in_force = any(int(one["guarantor"]) == int(search.party) for one in covers)
    if in_force or (terms is None and event.loan in search.covered):
        yield "guarantor"
    agreed = terms.agreement.milestones if terms and terms.agreement else ()
    if event.loan in search.paid or any(_pays(one, search.own) for one in agreed):
        yield "payee"
