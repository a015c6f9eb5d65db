"""Statements of parties, from the events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Place
from silkline.dates import Day, date_of, day_number, moment
from silkline.domain import Domain
from silkline.errors import BadInput
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.money import Money
from silkline.statements.cash import CashMove, cash_moves, held_before
from silkline.statements.model import BookBalance, Movement, PartyStatement
from silkline.statements.reasons import KINDS, Reason, note_reasons
from silkline.survey import Book, Posting, Progress, Survey, survey

__all__ = ["Statements"]

_DAY: Final = 86_400


@dataclass(frozen=True)
class _Line:
    """A movement before it has a day and a balance."""

    place: Place
    book: Book
    amount: Money
    reason: Reason
    counterpart: PartyId | None
    account: str | None = None


@dataclass(frozen=True)
class _Period:
    """The days of a statement, and its first and last block."""

    first: date
    last: date
    begin: int
    until: AsOf


class Statements(Domain):
    """Read what moved in the books of a party; see ``silkline.survey.Book`` for what they are."""

    def of(
        self,
        party: PartyId | int | str,
        first: Day | None = None,
        last: Day | None = None,
        *,
        progress: Progress | None = None,
    ) -> PartyStatement:
        """
        Return the statement of a party from one day to another, both included, in UTC.

        Every movement is an event: what only time brings, such as accrued interest, is in none
        (``dues`` and ``loans.statement`` reckon that). Cash is that of the cash accounts. What
        the events come to is compared with what the tokens say.

        Costs a search of all events, three of the tokens' events, some forty requests to find the
        first and the last block, and the times of the blocks with a movement, many at a time.

        Args:
            party: The party.
            first: First day; that of the deployment unless given.
            last: Last day; today unless given.
            progress: Told how far the reading is.

        Raises:
            BadInput: There is no such party, or the days are none, or in the wrong order.
            SilklineError: The events do not come to what the tokens say.
        """
        chosen, head = PartyId.of(party), self._connection.head()
        period = self._period(first, last, head)
        found = survey(self._connection, period.until, progress)
        moves = cash_moves(found, chosen, head)
        books = _Books(_held_before(found, chosen, moves, head))
        lines = [*_posted(found, chosen), *_cash(moves, period.until)]
        lines.sort(key=lambda one: (one.place.block, one.place.index))
        for line in lines:
            if line.place.block < period.begin:
                books.open(line)
        inside = [line for line in lines if line.place.block >= period.begin]
        movements = tuple(books.move(one, time) for one, time in self._timed(inside, progress))
        days = (period.first, period.last)
        return PartyStatement(chosen, *days, books.balances(), movements, period.until)

    def _period(self, first: Day | None, last: Day | None, head: AsOf) -> _Period:
        connection = self._connection
        begun = connection.head(connection.first_block)
        start = moment(begun.time).date() if first is None else date_of(day_number(first))
        end = moment(head.time).date() if last is None else date_of(day_number(last))
        if end < start:
            raise BadInput(f"the period ends on {end}, before it begins on {start}")
        begin = _first_at(connection, day_number(start) * _DAY, head)
        after = _first_at(connection, (day_number(end) + 1) * _DAY, head)
        if after <= connection.first_block:
            raise BadInput(f"on {end} nothing was there yet: the suite begins with {begun}")
        until = head if after > head.number else connection.head(after - 1)
        return _Period(start, end, begin, until)

    def _timed(
        self, lines: Sequence[_Line], progress: Progress | None
    ) -> Iterator[tuple[_Line, int]]:
        """Yield lines with the times of their blocks, which are read many at a time."""
        blocks = sorted({line.place.block for line in lines})
        if progress:
            progress("times of blocks", 0, len(blocks))
        asked = [("eth_getBlockByNumber", hex(block), False) for block in blocks]
        found = self._connection.rpc.many(asked)
        times = {block: int(one["timestamp"], 16) for block, one in zip(blocks, found, strict=True)}
        yield from ((line, times[line.place.block]) for line in lines)


def _first_at(connection: Connection, time: int, head: AsOf) -> int:
    """Return the first block of that Unix time or a later one; the one after *head* for none."""
    low, high = connection.first_block, head.number + 1
    while low < high:
        middle = (low + high) // 2
        if connection.head(middle).time < time:
            low = middle + 1
        else:
            high = middle
    return low


class _Books:
    """The books of a party while they are written."""

    def __init__(self, opening: dict[tuple[Book, str], Money]) -> None:
        self._opening = dict(opening)
        self._now = dict(opening)
        self._came: dict[tuple[Book, str], Money] = {}
        self._went: dict[tuple[Book, str], Money] = {}

    def open(self, line: _Line) -> None:
        """Take in what was before the period."""
        key, nothing = self._key(line)
        self._opening[key] = self._now[key] = self._now.get(key, nothing) + line.amount

    def move(self, line: _Line, time: int) -> Movement:
        """Take in a movement, and return it with its balance."""
        key, nothing = self._key(line)
        self._now[key] = self._now.get(key, nothing) + line.amount
        side, amount = (
            (self._went, -line.amount) if line.amount < nothing else (self._came, line.amount)
        )
        side[key] = side.get(key, nothing) + amount
        return Movement(
            moment(time).date(),
            time,
            line.book,
            line.reason.what,
            line.amount,
            self._now[key],
            line.reason.about,
            line.counterpart,
            line.account,
            line.reason.document,
            line.place.block,
            line.place.transaction,
            line.place.index,
        )

    def balances(self) -> tuple[BookBalance, ...]:
        """Return what was, came, went and is, of each book in which there ever was anything."""
        return tuple(
            BookBalance(
                key[0],
                self._opening.get(key, closing - closing),
                self._came.get(key, closing - closing),
                self._went.get(key, closing - closing),
                closing,
            )
            for key, closing in sorted(self._now.items())
            if closing or key in self._came or key in self._went
        )

    @staticmethod
    def _key(line: _Line) -> tuple[tuple[Book, str], Money]:
        currency = line.amount.currency
        return (line.book, currency), Money.zero(currency)


# Lines


def _held_before(
    found: Survey, party: PartyId, moves: Sequence[CashMove], head: AsOf
) -> dict[tuple[Book, str], Money]:
    """Return the cash with which a party came, by currency: several tokens may stand for one."""
    held: dict[tuple[Book, str], Money] = {}
    for token, units in held_before(found, party, moves, head).items():
        before = held.get(("cash", token.currency), token.money(0))
        held["cash", token.currency] = before + token.money(units)
    return held


def _cash(moves: Iterable[CashMove], until: AsOf) -> Iterator[_Line]:
    for one in moves:
        if one.event.place.block <= until.number:
            amount, sides = one.token.money(one.units), (one.counterpart, one.account)
            yield _Line(one.event.place, "cash", amount, one.reason, *sides)


def _posted(found: Survey, party: PartyId) -> Iterator[_Line]:
    reasons = note_reasons(found.events)
    for one in found.postings:
        if one.party == party:
            token = found.token_at(one.token) if one.token else found.token(one.about or "")
            amount, reason = token.money(one.units), _reason(one, reasons)
            yield _Line(one.event.place, one.book, amount, reason, one.counterpart)


def _reason(one: Posting, reasons: dict[tuple[str, NoteId | ReceivableId], Reason]) -> Reason:
    """Return what a posting is called, about what, by which document."""
    if not isinstance(one.about, NoteId):
        return Reason(KINDS[type(one.event)], one.about)
    transaction, note = one.event.place.transaction, one.about
    keys = [(transaction, note), (transaction, note.receivable)]
    found = next((reasons[key] for key in keys if key in reasons), Reason("transfer"))
    return Reason(found.what, note, found.document)
