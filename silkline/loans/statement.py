"""
The statement of a loan: every event with the balances after it, rebuilt from the chain's logs.

Between events the loan is brought forward by ``silkline.loan_math``, and what falls due on the
way gets a line of its own. What the contract says of a balance is compared with what comes out
here: a statement that differs is not given.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from silkline import events
from silkline import loan_math as lm
from silkline.chain import abi
from silkline.chain.connection import AsOf, Connection
from silkline.chain.events import decode_all
from silkline.chain.logs import Event
from silkline.dates import date_of, today
from silkline.errors import SilklineError
from silkline.fixings import Fixings
from silkline.loan_terms.agreement import payees_in
from silkline.loans.known import Known, terms_of_hash
from silkline.money import Money

__all__ = ["Balance", "Entry", "Statement"]


@dataclass(frozen=True)
class Balance:
    """What is owed after an event."""

    principal: Money
    interest: Money
    """Due or not, rounded up."""
    penalty: Money
    """Payable penalty."""
    due: Money
    """What ``collect`` may take."""
    payoff: Money
    """What ends the debt."""


@dataclass(frozen=True)
class Entry:
    """One line of a statement."""

    day: date
    """On the loan's calendar."""
    what: str
    """Kind of event, such as ``paid``; ``due`` is the calendar's own."""
    text: str
    """In words."""
    amount: Money
    """What moved or fell due; nothing where the event has no amount."""
    balance: Balance
    event: Event | None
    """The event; None where an instalment fell due."""

    def row(self) -> dict[str, str]:
        """Return the line as text by column; amounts without the currency."""
        after = {one.name: getattr(self.balance, one.name).number for one in fields(Balance)}
        what = {"day": self.day.isoformat(), "what": self.what, "amount": self.amount.number}
        place = self.event.place.transaction if self.event else ""
        return {**what, **after, "text": self.text, "transaction": place}


@dataclass(frozen=True)
class Statement:
    """The statement of a loan; the balances of the last entry are those of today."""

    loan: str
    currency: str
    entries: tuple[Entry, ...]
    balance: Balance
    """What is owed today."""
    as_of: AsOf

    def render(self) -> str:
        """Return the statement as a table of text."""
        names = ["day", "what", "amount", *(one.name for one in fields(Balance))]
        rows = [names, *([entry.row()[name] for name in names] for entry in self.entries)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(names))]
        texts = ["", *(entry.text for entry in self.entries)]
        lines = [
            "  ".join(
                cell.ljust(width) if i < 2 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            + (f"  {text}" if text else "")
            for row, text in zip(rows, texts, strict=True)
        ]
        return "\n".join([f"loan {self.loan}, {self.currency}", *lines])

    def to_csv(self) -> str:
        """Return the statement as CSV with a header."""
        rows = [entry.row() for entry in self.entries]
        file = io.StringIO()
        writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return file.getvalue()

    def to_json(self) -> str:
        """Return the statement as JSON."""
        content = {"loan": self.loan, "currency": self.currency, "block": self.as_of.number}
        return json.dumps({**content, "entries": [entry.row() for entry in self.entries]}, indent=2)


@dataclass
class _Replay:
    """A loan while its events are replayed."""

    known: Known
    terms: lm.LoanTerms
    fixings: Sequence[lm.Fixing]
    state: lm.LoanState
    entries: list[Entry] = field(default_factory=list)

    def money(self, units: int) -> Money:
        """Return base units as money."""
        return self.known.token.money(units)

    def balance(self) -> Balance:
        """Return what is owed on the state's day."""
        owed = lm.account(self.terms, self.state)
        interest = owed.billed + owed.accrued
        units = (owed.principal, interest, owed.penalty, owed.due, owed.payoff)
        return Balance(*map(self.money, units))

    def write(self, what: str, text: str, amount: int, event: Event | None) -> None:
        """Add a line."""
        day = date_of(self.state.day)
        entry = Entry(day, what, text, self.money(amount), self.balance(), event)
        self.entries.append(entry)

    def go_to(self, day: int) -> None:
        """Bring the loan to a day, with a line for each instalment that falls due on the way."""
        for number in range(self.state.dues + 1, lm.dues_by(self.terms, day) + 1):
            before = self.state
            self._roll(lm.due_day(self.terms, number))
            interest = self.state.billed - before.billed
            principal = self.state.overdue - before.overdue
            if interest or principal:
                parts = f"{self.money(interest)} interest, {self.money(principal)} principal"
                self.write("due", f"instalment {number}: {parts}", interest + principal, None)
        self._roll(day)

    def _roll(self, day: int) -> None:
        if day > self.state.day:
            self.state = lm.roll(self.terms, self.state, day, self.fixings)

    def take(self, event: Event) -> None:
        """Take in one event, with its line."""
        handle = _HANDLERS.get(type(event))
        if handle is None:
            return
        self.go_to(self._day(event))
        what, text, amount = handle(self, event)
        self.write(what, text, amount, event)

    def _day(self, event: Event) -> int:
        connection, place = self.known.connection, event.place
        found: AsOf = connection.remembered(
            ("block", place.block_hash), lambda: connection.head(place.block)
        )
        return today(found.time, self.known.terms["offset"])


Line = tuple[str, str, int]
"""Kind, words and amount of a line."""


def _opened(work: _Replay, event: events.LoanOpened) -> Line:
    return "opened", f"agreed between party {event.lender} and party {event.borrower}", 0


def _released(work: _Replay, event: events.Released) -> Line:
    payees, is_list = payees_in({"payees": event.payees})
    if is_list:
        return "released", f"milestone {event.index}: payout list {payees}", 0
    work.state = lm.release(work.state, event.amount)
    text = f"paid to {payees}"
    if _was_parked(work.known.connection, event, payees):
        text = f"parked for {payees}, which could not be paid"
    return "released", f"milestone {event.index}: {text}", event.amount


def _was_parked(connection: Connection, event: events.Released, payee: str) -> bool:
    """Tell whether what was released waits for its payee, by the events of the transaction."""
    receipt = connection.rpc("eth_getTransactionReceipt", event.place.transaction)
    parked = (payee, event.amount)
    found = decode_all(receipt["logs"], connection.names)
    return any(isinstance(e, events.ParkedFor) and (e.payee, e.amount) == parked for e in found)


def _chunk(work: _Replay, event: events.ChunkPaidOut) -> Line:
    work.state = lm.release(work.state, event.amount)
    parked = f", {work.money(event.parked)} of it parked" if event.parked else ""
    return "released", f"milestone {event.index}: chunk {event.chunk} paid{parked}", event.amount


def _repaid(work: _Replay, event: events.Repaid) -> Line:
    amount, parts = event.penalty + event.interest + event.principal, _parts(event)
    made = lm.pay(work.terms, work.state, amount)
    if _parts(made) != parts:  # what is not due was left out
        made = lm.collect(work.terms, work.state, amount)
    work.state = made.state
    left = lm.account(work.terms, work.state).payoff
    if (_parts(made), left) != (parts, event.left):
        raise _differs(work.known.loan, (*_parts(made), left), (*parts, event.left))
    named = ("penalty", "interest", "principal")
    shown = [f"{work.money(n)} {name}" for name, n in zip(named, parts, strict=True) if n]
    return "paid", f"by {event.payer}: {', '.join(shown)}", amount


def _parts(paid: events.Repaid | lm.Payment) -> tuple[int, int, int]:
    return paid.penalty, paid.interest, paid.principal


def _refunded(work: _Replay, event: events.Refunded) -> Line:
    work.state = lm.refund(work.terms, work.state, event.amount)
    return "refunded", f"milestone {event.index}: by {event.payee}", event.amount


def _defaulted(work: _Replay, event: events.Defaulted) -> Line:
    work.state = lm.mark_default(work.terms, work.state)
    return "default", f"marked {event.days_past_due} days past due: all is due", event.debt


def _lifted(work: _Replay, event: events.DefaultLifted) -> Line:
    work.state = lm.lift_default(work.terms, work.state)
    return "default", "lifted by the lender", 0


def _amended(work: _Replay, event: events.LoanAmended) -> Line:
    given = abi.to_hex(event.terms_hash)
    terms = terms_of_hash(work.known.connection, work.known.loan, given)
    work.terms, work.state = lm.LoanTerms.from_chain(terms), lm.LoanState.from_chain(event.state)
    work.fixings = fixings_of(work.known.connection, terms)
    return "amended", f"new terms {given}", 0


def _frozen(work: _Replay, event: events.LoanFreezeChanged) -> Line:
    return "frozen" if event.frozen else "unfrozen", f"document {abi.to_hex(event.document)}", 0


def _reserved(work: _Replay, event: events.ReserveChanged) -> Line:
    return "reserve", "set aside now", event.reserve


def _covered(work: _Replay, event: events.CoverGiven) -> Line:
    cap = work.money(event.cap)
    return "covered", f"by party {event.guarantor}, up to {cap}; its fee", event.fee


def _called(work: _Replay, event: events.CoverCalled) -> Line:
    claim = work.money(event.claim)
    return "cover", f"party {event.guarantor} paid, and is creditor of {claim} now", event.amount


def _recovered(work: _Replay, event: events.Recovered) -> Line:
    claim = work.money(event.claim)
    return "cover", f"party {event.guarantor} got back, and is creditor of {claim}", event.amount


def _pledged(work: _Replay, event: events.Pledged) -> Line:
    return "pledged", f"note {event.note} of party {event.owner}: to come", event.to_come


def _unpledged(work: _Replay, event: events.PledgeReleased) -> Line:
    return "pledge ended", f"note {event.note}", 0


def _booked(work: _Replay, event: events.ProceedsBooked) -> Line:
    return "proceeds", f"of note {event.note}", event.amount


def _applied(work: _Replay, event: events.ProceedsApplied) -> Line:
    surplus = work.money(event.surplus)
    return "proceeds", f"paid on the loan; {surplus} to party {event.owner}", event.paid


_HANDLERS: Final[Mapping[type[Event], Callable[[_Replay, Any], Line]]] = {
    events.LoanOpened: _opened,
    events.Released: _released,
    events.ChunkPaidOut: _chunk,
    events.Repaid: _repaid,
    events.Refunded: _refunded,
    events.Defaulted: _defaulted,
    events.DefaultLifted: _lifted,
    events.LoanAmended: _amended,
    events.LoanFreezeChanged: _frozen,
    events.ReserveChanged: _reserved,
    events.CoverGiven: _covered,
    events.CoverCalled: _called,
    events.Recovered: _recovered,
    events.Pledged: _pledged,
    events.PledgeReleased: _unpledged,
    events.ProceedsBooked: _booked,
    events.ProceedsApplied: _applied,
}


def statement(known: Known, head: AsOf) -> Statement:
    """
    Return the statement of a loan as of a block.

    Raises:
        SilklineError: What comes out differs from what the contract says.
    """
    connection = known.connection
    first = terms_of_hash(connection, known.loan, known.loan)
    terms = lm.LoanTerms.from_chain(first)
    work = _Replay(known, terms, fixings_of(connection, first), lm.LoanState.opened(terms))
    for event in _history(known, head):
        work.take(event)
    work.go_to(today(head.time, known.terms["offset"]))
    loans = connection.contract("Loans")
    owed = connection.call(loans, "quote", known.terms, 0, block=head.number)["1"]["payoff"]
    mine = lm.account(work.terms, work.state).payoff
    if mine != owed:
        raise _differs(known.loan, mine, owed)
    entries, currency = tuple(work.entries), known.token.currency
    return Statement(known.loan, currency, entries, work.balance(), head)


def _history(known: Known, head: AsOf) -> Iterator[Event]:
    """Yield all events about a loan, in order."""
    connection = known.connection
    logs = connection.logs([None, known.loan], first=connection.first_block, last=head.number)
    yield from sorted(logs, key=lambda event: (event.place.block, event.place.index))


def fixings_of(connection: Connection, terms: Mapping[str, Any]) -> list[lm.Fixing]:
    """Return what was recorded of the index of terms, on the loan's calendar."""
    if not any(terms["index"]):
        return []
    found = Fixings(connection, None).history(abi.to_hex(terms["index"]))
    return [lm.Fixing.recorded(one.recorded_at, one.rate, terms["offset"]) for one in found]


def _differs(loan: str, mine: object, theirs: object) -> SilklineError:
    return SilklineError(
        f"the statement of loan {loan} comes to {mine}, the contract says {theirs}: please "
        "report this"
    )
