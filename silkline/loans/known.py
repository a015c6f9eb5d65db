"""
What is agreed on a loan, found by its id: the chain has only hashes, and every call brings terms.

Terms come from the client's own journal, from the event of the first release or of an amendment,
or from the call that opened the loan, whoever made it; their hash proves them. Milestones are
known to those who were given the agreement, and of a released one from the call that released it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from eth_utils.crypto import keccak

from silkline import events, merkle
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection
from silkline.chain.logs import Event
from silkline.errors import BadInput, NodeError
from silkline.loan_terms.agreement import (
    Agreement,
    covers_hash,
    loan_of,
    milestone_leaf,
    terms_hash,
)
from silkline.refusals import LoanUnknown
from silkline.tokens import Token, hash32, token_known

__all__ = [
    "Known",
    "known",
    "learn",
    "loan_events",
    "loan_id",
    "release_call",
    "remember",
    "terms_of_hash",
]

E = TypeVar("E", bound=Event)
Struct = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """The terms in force of a loan, and as much of the rest as this client knows."""

    connection: Connection
    loan: str
    """Id of the loan: 32 bytes in hex."""
    hash: str
    """Hash of the terms in force."""
    terms: Struct
    """Members of ``ILoans.Terms`` by name, as calls take them."""
    agreement: Agreement | None
    """The whole, where this client has it."""

    @property
    def token(self) -> Token:
        """The token that is lent."""
        return token_known(self.connection, self.terms["token"])

    @property
    def covers(self) -> Sequence[Struct]:
        """The covers by the names of their members."""
        if self.agreement:
            return self.agreement.covers
        return _covers(self.connection, self.loan, self.terms)

    def milestone(self, index: int) -> Struct:
        """
        Return a milestone by the names of its members.

        Raises:
            BadInput: There is none of that index, or this client does not know it.
        """
        count = self.terms["milestones"]
        if not 0 <= index < count:
            raise BadInput(f"milestones of {self.loan} are numbered 0..{count - 1}, got {index}")
        if self.agreement:
            return self.agreement.milestones[index]
        found = _milestone_called(self.connection, self.loan, index)
        return found or self.whole.milestones[index]

    def released(self, index: int) -> Struct:
        """
        Return a milestone as it was released: a list that has begun outlives new terms.

        Raises:
            BadInput: As for ``milestone``.
        """
        loans = self.connection.contract("Loans")
        leaf = self.connection.call(loans, "listOf", self.loan, index)["leaf"]
        present = self.agreement.milestones[index : index + 1] if self.agreement else ()
        if not any(leaf) or any(milestone_leaf(one) == leaf for one in present):
            return self.milestone(index)
        return _milestone_called(self.connection, self.loan, index) or self.milestone(index)

    def proof(self, index: int) -> tuple[bytes, ...]:
        """Return what proves a milestone; raises ``BadInput`` where this client cannot."""
        return self.whole.proof(index)

    @property
    def whole(self) -> Agreement:
        """The agreement; raises ``BadInput`` where this client does not have it."""
        if self.agreement is None:
            raise BadInput(
                f"the milestones of loan {self.loan} are not known here, and the chain has only "
                "their root: read the agreement with Agreement.from_json() and pass it to "
                "loans.remember()"
            )
        return self.agreement


def loan_id(loan: bytes | str) -> str:
    """Return the id of a loan as hex; raises ``BadInput`` when it is none."""
    return abi.to_hex(hash32(loan, name="loan"))


def remember(connection: Connection, agreement: Agreement) -> None:
    """Keep an agreement in the connection's journal, where ``known`` finds it."""
    connection.journal.keep(agreement.hash, agreement.to_json())


def known(connection: Connection, loan: bytes | str) -> Known:
    """
    Return what is agreed on a loan.

    Raises:
        LoanUnknown: It was never opened.
        BadInput: Its terms are nowhere to be found.
    """
    chosen = loan_id(loan)
    in_force = connection.call(connection.contract("Loans"), "termsInForce", chosen)
    if not any(in_force):
        raise LoanUnknown(hash32(chosen, name="loan"))
    given = abi.to_hex(in_force)
    terms = terms_of_hash(connection, chosen, given)
    return Known(connection, chosen, given, terms, _kept(connection, given))


def terms_of_hash(connection: Connection, loan: str, given: str) -> Struct:
    """Return those terms of a loan, present or former ones, that have the hash *given*."""
    agreement = _kept(connection, given)
    if agreement:
        return agreement.terms
    return connection.remembered(("terms", given), lambda: _terms(connection, loan, given))


def learn(connection: Connection, found: Iterable[Event]) -> None:
    """Remember the terms that events tell, so that ``known`` need not search for them."""
    for event in found:
        if isinstance(event, events.TermsPublished | events.TermsAmended):
            _learnt(connection, event.terms)


def _learnt(connection: Connection, terms: Struct) -> None:
    connection.remembered(("terms", terms_hash(terms)), lambda: _plain_sides(terms))


def _plain_sides(terms: Struct) -> Struct:
    """Return terms with the numbers of lender and borrower, as calls take them."""
    return {**terms, **{name: int(terms[name]) for name in ("lender", "borrower")}}


def loan_events(connection: Connection, loan: str, kind: type[E]) -> Iterator[E]:
    """Yield the events of a loan that are of *kind*, in order."""
    topics = [abi.to_hex(keccak(text=kind.signature)), loan]
    for event in connection.logs(topics, first=connection.first_block):
        if isinstance(event, kind):
            yield event


def _kept(connection: Connection, given: str) -> Agreement | None:
    """Return the agreement of the journal with that hash, or None."""
    text = connection.journal.kept(given)
    if text is None:
        return None
    agreement = Agreement.from_json(text)
    if agreement.hash != given:
        raise BadInput(f"the journal has terms of hash {agreement.hash} in the place of {given}")
    return agreement


def _terms(connection: Connection, loan: str, given: str) -> Struct:
    """Return the terms of that hash from events, or from the call that opened the loan."""
    for candidate in _candidates(connection, loan):
        if terms_hash(candidate) == given:
            return _plain_sides(candidate)
    raise BadInput(
        f"the terms of loan {loan} are in no event and no call that could be read: pass the "
        "agreement to loans.remember()"
    )


def _candidates(connection: Connection, loan: str) -> Iterator[Struct]:
    for published in loan_events(connection, loan, events.TermsPublished):
        yield published.terms
    for amended in loan_events(connection, loan, events.TermsAmended):
        yield amended.terms
    for opened in loan_events(connection, loan, events.LoanOpened):
        for call in calls_in(connection, opened, "LoanAgreements", "open"):
            yield call["terms"]


def calls_in(
    connection: Connection, event: Event, contract: str, function: str
) -> Iterator[dict[str, Any]]:
    """
    Yield what may be calls of a function in the transaction of an event, wherever they lie in it.

    A call may be wrapped by a forwarder, a multisig or a bundler, so its selector is looked for;
    the reader checks that it is the one meant, by a hash.
    """
    sent = connection.rpc("eth_getTransactionByHash", event.place.transaction) or {"input": "0x"}
    data = abi.from_hex(sent["input"], name="input")
    described = artifact(contract).function(function)
    at = data.find(described.selector)
    while at >= 0:
        with suppress(NodeError, OverflowError):  # four bytes that happen to be the same
            yield described.decode_call(data[at:])
        at = data.find(described.selector, at + 1)


def _covers(connection: Connection, loan: str, terms: Struct) -> Sequence[Struct]:
    """Return the covers that terms name, from the events that gave them."""
    given: dict[str, list[Struct]] = {"": []}
    for event in loan_events(connection, loan, events.CoverGiven):
        cover = {"guarantor": int(event.guarantor), "share": event.share}
        cover |= {"cap": event.cap, "fee": event.fee}
        given.setdefault(event.place.transaction, []).append(cover)
    for covers in reversed(given.values()):
        if covers_hash(covers) == terms["covers"]:
            return covers
    raise BadInput(f"the covers of loan {loan} are in no event: pass its agreement to remember()")


def release_call(connection: Connection, loan: str, index: int) -> Struct | None:
    """Return the arguments of the call that released a milestone, or None where none is found."""
    for event in loan_events(connection, loan, events.Released):
        for call in calls_in(connection, event, "Loans", "release"):
            if event.index == call["milestone"]["index"] == index and _is_of(call, loan):
                return call
    return None


def _milestone_called(connection: Connection, loan: str, index: int) -> Struct | None:
    call = release_call(connection, loan, index)
    return call["milestone"] if call else None


def _is_of(call: Mapping[str, Any], loan: str) -> bool:
    """Tell whether a call of ``release`` proves its milestone to be one of that loan."""
    terms, leaf = call["terms"], milestone_leaf(call["milestone"])
    return loan_of(terms) == loan and merkle.verify(terms["milestonesRoot"], leaf, call["proof"])
