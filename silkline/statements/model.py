"""A statement as values, as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from silkline.chain.connection import AsOf
from silkline.dates import moment
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.money import Money
from silkline.survey import Book

__all__ = ["COLUMNS", "BookBalance", "Movement", "PartyStatement"]

COLUMNS: Final = (
    "day", "time", "book", "currency", "what", "amount", "balance", "about", "counterpart",
    "account", "document", "block", "transaction", "log",
)  # fmt: skip
"""Columns of the CSV, in this order for ever; what is added comes after them."""


@dataclass(frozen=True)
class Movement:
    """A change of one book."""

    day: date
    """UTC day of its block."""
    time: int
    """Unix time of its block."""
    book: Book
    what: str
    """Kind of business, such as ``sale``, ``redemption`` or ``repayment``."""
    amount: Money
    """What came; negative for what went."""
    balance: Money
    """Of the book in this currency, after it."""
    about: ReceivableId | NoteId | str | None
    """Debt, note, or id of the loan."""
    counterpart: PartyId | None
    account: str | None
    """The other side's account, where money moved and that is no party's."""
    document: str
    """Hash or reference behind it: trade, evidence, offer, booking; empty for none."""
    block: int
    transaction: str
    log: int
    """Number of the log in its block."""

    def row(self) -> dict[str, str]:
        """Return it as text by column; amounts without the currency, times in UTC."""
        values: dict[str, Any] = {
            **{name: getattr(self, name) for name in COLUMNS if hasattr(self, name)},
            "time": moment(self.time).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "currency": self.amount.currency,
            "amount": self.amount.number,
            "balance": self.balance.number,
        }
        return {name: _text(values[name]) for name in COLUMNS}


def _text(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class BookBalance:
    """A book in one currency over the period."""

    book: Book
    opening: Money
    came: Money
    went: Money
    """What left it, as a positive amount."""
    closing: Money

    @property
    def currency(self) -> str:
        """The currency."""
        return self.opening.currency


@dataclass(frozen=True)
class PartyStatement:
    """The statement of a party; ``as_of`` is the last block that it counts."""

    party: PartyId
    first: date
    last: date
    """First and last UTC day."""
    balances: tuple[BookBalance, ...]
    """Of each book and currency in which there ever was anything."""
    movements: tuple[Movement, ...]
    as_of: AsOf

    def to_csv(self) -> str:
        """Return the movements as CSV with a header; its columns are ``COLUMNS``."""
        file = io.StringIO()
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(one.row() for one in self.movements)
        return file.getvalue()

    def to_json(self) -> str:
        """Return the statement as JSON: amounts as text, ``{"amount", "currency"}`` in balances."""
        balances = [
            {
                "book": one.book,
                **{
                    name: getattr(one, name).to_json()
                    for name in ("opening", "came", "went", "closing")
                },
            }
            for one in self.balances
        ]
        content = {
            "party": int(self.party),
            "from": self.first.isoformat(),
            "until": self.last.isoformat(),
            "block": self.as_of.number,
            "balances": balances,
            "movements": [one.row() for one in self.movements],
        }
        return json.dumps(content, indent=2)
