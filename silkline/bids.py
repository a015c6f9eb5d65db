"""
Offers that a note may be sold under, the best first.

Each offer is rehearsed as the note's holder would take it, at one block: the contract itself says
what it brings or why it refuses, so that terms, what is left of the cap, cancellation, time, tier,
the signature and its account's limit, the note's freedom, and the funder's money and allowance are
all judged by the rules that a sale is judged by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from silkline import formulas
from silkline.chain.connection import AsOf, Connection
from silkline.dates import moment, today
from silkline.errors import BadInput, Refused
from silkline.ids import NoteId, PartyId
from silkline.messages import SignedMessage
from silkline.money import Money
from silkline.offers import Quote, left_units, token_of_offer
from silkline.state import note_fields, receivable_fields
from silkline.tokens import Token, token_of_note

__all__ = ["Bid", "bids"]

SOME_ENTRY: Final = b"\xff" * 32
"""Stands for the registry's entry, which a seller names only when it sells."""
_FOR_EVER: Final = 1 << 36
"""From this Unix time on an end is none: it is the year 4147."""


@dataclass(frozen=True)
class Bid:
    """An offer as the holder of a note compares it."""

    offer: SignedMessage
    id: str
    """The offer's digest."""
    funder: PartyId
    rate: int
    """Discount rate a year in parts per million."""
    fee: Money
    left: Money
    """Face value that may still be sold under it; nothing when it is cancelled."""
    valid_until: datetime | None
    """Last second at which it may be taken; None for ever."""
    recourse: bool
    registry_required: bool
    quote: Quote | None
    """What the sale would bring now; None where it is refused."""
    refused: str | None
    """Why it cannot be taken now, with the values that disagree."""
    as_of: AsOf

    @property
    def all_in_rate(self) -> int | None:
        """
        What the sale costs a year, fee included, on the cash that it brings.

        Parts per million on the offer's days of a year, rounded up; None where it is refused.
        """
        if self.quote is None:
            return None
        basis = int(self.offer.message.fields["basis"])
        share = Fraction(self.quote.cost.amount) / Fraction(self.quote.proceeds.amount)
        return ceil(share * basis * formulas.YEAR_RATE_SCALE / self.quote.days)


@dataclass(frozen=True)
class _Sale:
    """A sale that is rehearsed under one offer after the other."""

    connection: Connection
    note: NoteId
    cash: str
    """Cash account of the holder, who alone may sell."""
    units: int
    days: int
    token: Token
    head: AsOf


def bids(
    connection: Connection,
    note: NoteId,
    offers: Iterable[SignedMessage],
    value: Money | None = None,
) -> tuple[Bid, ...]:
    """
    Return offers as the holder of *note* compares them; see ``Offers.open_to``.

    Raises:
        NoteUnknown: No live note has this id.
        BadInput: One is no offer, or *value* is of another currency.
    """
    sale = _sale(connection, note, value)
    return tuple(sorted((_bid(sale, offer) for offer in offers), key=_order))


def _sale(connection: Connection, note: NoteId, value: Money | None) -> _Sale:
    head = connection.head()
    held = note_fields(connection, note, head.number)
    debt = receivable_fields(connection, note.receivable, head.number)
    parties, token = connection.contract("Parties"), token_of_note(connection, note)
    cash = connection.call(parties, "partyOf", held["owner"], block=head.number)["cash"]
    units = held["value"] if value is None else token.units(value, name="value")
    days = debt["dueDay"] - today(head.time, debt["utcOffset"])
    return _Sale(connection, note, cash, units, days, token, head)


def _bid(sale: _Sale, offer: SignedMessage) -> Bid:
    if offer.message.kind != "Offer":
        raise BadInput(f"expected a signed Offer, got a signed {offer.message.kind}")
    fields, until = offer.message.fields, int(offer.message.fields["validUntil"])
    try:
        quote, refused = _rehearsed(sale, offer), None
    except Refused as refusal:
        refusal.paid_in = sale.token
        quote, refused = None, str(refusal)
    own = token_of_offer(sale.connection, fields)
    return Bid(
        offer,
        offer.message.digest,
        PartyId(int(fields["funder"])),
        int(fields["rate"]),
        own.money(int(fields["fee"])),
        own.money(left_units(sale.connection, offer, sale.head.number)),
        moment(until) if until < _FOR_EVER else None,
        bool(fields["recourse"]),
        bool(fields["registryRequired"]),
        quote,
        refused,
        sale.head,
    )


def _rehearsed(sale: _Sale, offer: SignedMessage) -> Quote:
    """Return what the sale brings; raises ``Refused`` with the contract's or the SDK's reason."""
    if not offer.verify(sale.connection):
        raise Refused(f"the signature is not one of {offer.signer}")
    fields = {name: one for name, one in offer.message.fields.items() if name != "agreementHash"}
    wanted = SOME_ENTRY if fields["registryRequired"] else bytes(32)
    fill = {"note": sale.note, "value": sale.units, "minProceeds": 0, "registryReference": wanted}
    contract = sale.connection.contract("Discounting")
    values = (fields, offer.signer, offer.signature, fill)
    brought = sale.connection.call(
        contract, "take", *values, block=sale.head.number, sender=sale.cash
    )["proceeds"]
    sold, proceeds = sale.token.money(sale.units), sale.token.money(brought)
    return Quote(sold, proceeds, sold - proceeds, sale.days, int(fields["rate"]), sale.head)


def _order(bid: Bid) -> tuple[bool, Decimal, bool, int, int, str]:
    """Return what puts the best first: most cash, then no recourse, then the lower rate."""
    proceeds = bid.quote.proceeds.amount if bid.quote else Decimal()
    until = int(bid.offer.message.fields["validUntil"])
    return bid.quote is None, -proceeds, bid.recourse, bid.rate, -until, bid.id
