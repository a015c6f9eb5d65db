"""Offers: a funder's standing, signed offer to buy notes; taking it; recourse to the seller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from silkline import events
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.dates import Moment, date_of, unix_time
from silkline.domain import Domain, party, when
from silkline.errors import BadInput
from silkline.ids import NoteId, PartyId, ProgrammeId, ReceivableId
from silkline.messages import Message, SignedMessage
from silkline.money import Money
from silkline.needs import Need, cash_of
from silkline.operation import Operation, act, every, no_result, only
from silkline.state import note_fields, receivable_fields
from silkline.tokens import Token, hash32, token_of, token_of_note, token_of_receivable

if TYPE_CHECKING:
    from silkline.bids import Bid

__all__ = ["Deal", "Offer", "Offers", "PutBack", "Quote", "Sale"]

AnyNote = NoteId | int | str


@dataclass(frozen=True)
class Offer:
    """A standing offer to buy notes of one programme, or of one receivable."""

    funder: PartyId
    scope: ProgrammeId | ReceivableId
    """Whose notes are bought."""
    rate: int
    """Discount rate a year in parts per million (45_000 is 4.5 %)."""
    cap: Money
    """Most face value that all fills together may reach."""
    smallest: Money
    """Least face value of a fill."""
    fee: Money
    """Fee of each fill."""
    valid_until: Moment
    """Last second at which it may be taken."""
    salt: int
    """Makes offers distinct; ``cancel_below`` ends all with a lower one."""
    deepest_tier: int = 255
    """Deepest tier that is bought."""
    basis: Literal[360, 365] = 360
    """Days of a year: ACT/360 or ACT/365F."""
    recourse: bool = False
    """Whether an overdue note may be put back to its seller."""
    registry_required: bool = False
    """Whether a fill names an entry of the receivables registry."""


@dataclass(frozen=True)
class Quote:
    """What selling now would bring."""

    value: Money
    proceeds: Money
    cost: Money
    days: int
    """Days to the due day."""
    rate: int
    """Parts per million a year."""
    as_of: AsOf


@dataclass(frozen=True)
class Deal:
    """A fill that happened."""

    note: NoteId
    """Note that the funder holds now; extinguished when the funder is its debtor."""
    offer: str
    """The offer's digest, which is its id."""
    seller: PartyId
    funder: PartyId
    value: Money
    proceeds: Money


@dataclass(frozen=True)
class Sale:
    """A sale with recourse that is still open."""

    note: NoteId
    seller: PartyId
    buyer: PartyId
    value: Money
    proceeds: Money
    day: date
    rate: int
    """Discount rate a year in parts per million."""
    basis: int
    """Days of its year: 360 or 365."""
    claimed: bool
    """Whether a put-back was tried and could not be paid."""
    as_of: AsOf


@dataclass(frozen=True)
class PutBack:
    """A note put back: paid by the seller, or recorded as a claim against it."""

    note: NoteId
    seller: PartyId
    price: Money
    paid: bool


class Offers(Domain):
    """Make, sign, quote, take and cancel offers; put overdue notes back."""

    contract_name = "Discounting"

    def message(self, offer: Offer) -> Message:
        """Return the message that an account of the funder (scope fund) signs."""
        rules = self._connection.call(
            self._connection.contract("Programmes"), "rulesOf", self._programme(offer.scope)
        )
        values = {**self._fields(offer), "agreementHash": rules["agreementHash"]}
        return Message.build(self._connection, "Offer", values)

    def sign(self, offer: Offer, signer: Signer | None = None) -> SignedMessage:
        """Return the offer signed by *signer*, by default the acting account's."""
        return self.message(offer).sign(signer or self._connection.signer(self._account))

    def quote(
        self, offer: Offer | SignedMessage, note: AnyNote, value: Money | None = None
    ) -> Quote:
        """
        Return what selling *value* of a note (None: the whole) under *offer* would bring now.

        Raises:
            Refused: The offer cannot be taken so; the class says why.
        """
        fields, chosen = self._struct(offer), NoteId.of(note)
        token, head = token_of_note(self._connection, chosen), self._connection.head()
        units = self._value(chosen, value, head.number)
        found = self._read("preview", fields, chosen, units, block=head.number)
        proceeds, cost = token.money(found["proceeds"]), token.money(found["cost"])
        days, rate = found["daysToDue"], fields["rate"]
        return Quote(token.money(units), proceeds, cost, days, rate, head)

    def open_to(
        self, note: AnyNote, offers: Iterable[SignedMessage], value: Money | None = None
    ) -> tuple[Bid, ...]:
        """
        Return what each of *offers* would bring for *value* of a note (None: the whole).

        The best comes first: by cash, then without recourse, at the lower rate, open longer.
        Those that cannot be taken now come last, each with the reason. All are judged at one
        block, by rehearsing the sale with the contract. Costs four requests an offer.

        Raises:
            NoteUnknown: No live note has this id.
            BadInput: One is no signed offer, or *value* is of another currency.
        """
        from silkline.bids import bids

        return bids(self._connection, NoteId.of(note), offers, value)

    def take(
        self,
        offer: SignedMessage,
        note: AnyNote,
        *,
        value: Money | None = None,
        min_proceeds: Money,
        registry_reference: bytes | str | None = None,
        on_behalf: Operation[Deal] | Signer | None = None,
    ) -> Operation[Deal]:
        """
        Sell a note, or a part, under a signed offer. The holder, scope assign.

        Args:
            offer: The signed offer.
            note: The note to sell.
            value: Part to sell; None sells the whole.
            min_proceeds: Least cash that the seller takes.
            registry_reference: Entry of the receivables registry.
            on_behalf: The seller's signed request for exactly this sale, for submission by
                somebody else, or the seller's signer, which then signs one.

        Raises:
            BadInput: The signature is not the signer's, or the request is for another sale.
        """
        offer.check(offer.message.on(self._connection))
        chosen = NoteId.of(note)
        token = token_of_note(self._connection, chosen)
        fill = {
            "note": chosen,
            "value": self._value(chosen, value),
            "minProceeds": token.units(min_proceeds, name="min_proceeds"),
            "registryReference": hash32(registry_reference, name="registry_reference"),
        }
        sale = self._by_party(TAKE, self._struct(offer), offer.signer, offer.signature, fill)
        return sale if on_behalf is None else _on_behalf(sale, on_behalf)

    def cancel(self, offer: Offer | SignedMessage) -> Operation[None]:
        """Cancel one offer. The funder, scope fund."""
        return self._by_party(CANCEL, self._struct(offer))

    def cancel_below(self, lowest_salt: int) -> Operation[None]:
        """Cancel all offers of one's own party with a salt below *lowest_salt*."""
        return self._by_party(CANCEL_BELOW, lowest_salt)

    def put_back(self, note: AnyNote) -> Operation[PutBack]:
        """Put an overdue note back to its seller, whole. The buyer, scope fund."""
        return self._by_party(PUT_BACK, NoteId.of(note))

    def put_back_price(self, note: AnyNote) -> Money:
        """Return what the buyer would be owed for putting a note back today."""
        chosen = NoteId.of(note)
        return token_of_note(self._connection, chosen).money(self._read("putBackPrice", chosen))

    def sale(self, note: AnyNote) -> Sale | None:
        """Return the open sale with recourse of a note, or None."""
        chosen, head = NoteId.of(note), self._connection.head()
        found = self._read("saleOf", chosen, block=head.number)
        if not found["buyer"]:
            return None
        money = token_of_note(self._connection, chosen).money
        return Sale(
            chosen,
            found["seller"],
            found["buyer"],
            money(found["value"]),
            money(found["proceeds"]),
            date_of(found["day"]),
            found["rate"],
            found["basis"],
            found["claimed"],
            head,
        )

    def left(self, offer: SignedMessage) -> Money:
        """
        Return the face value that may still be sold under an offer.

        Nothing when it is cancelled, alone or with all below a salt.
        """
        units = left_units(self._connection, offer)
        return self._token(offer.message.fields).money(units)

    def lowest_salt(self, funder: PartyId | int | str) -> int:
        """Return the lowest salt of a funder's offers that is still valid."""
        return int(self._read("lowestSaltOf", PartyId.of(funder)))

    def _struct(self, offer: Offer | SignedMessage) -> dict[str, Any]:
        """Return an offer as the contract takes it."""
        if isinstance(offer, Offer):
            return self._fields(offer)
        fields = dict(offer.message.fields)
        if offer.message.kind != "Offer":
            raise BadInput(f"expected a signed Offer, got a signed {offer.message.kind}")
        fields.pop("agreementHash")
        return fields

    def _fields(self, offer: Offer) -> dict[str, Any]:
        token = token_of(self._connection, self._programme(offer.scope))
        whole = isinstance(offer.scope, ProgrammeId)
        return {
            "funder": offer.funder,
            "programme": offer.scope if whole else 0,
            "receivable": 0 if whole else offer.scope,
            "deepestTier": offer.deepest_tier,
            "rate": offer.rate,
            "basis": offer.basis,
            "fee": token.units(offer.fee, name="fee"),
            "smallest": token.units(offer.smallest, name="smallest"),
            "cap": token.units(offer.cap, name="cap"),
            "recourse": offer.recourse,
            "registryRequired": offer.registry_required,
            "validUntil": unix_time(offer.valid_until),
            "salt": offer.salt,
        }

    def _programme(self, scope: ProgrammeId | ReceivableId) -> ProgrammeId:
        if isinstance(scope, ProgrammeId):
            return scope
        found: ProgrammeId = receivable_fields(self._connection, scope)["programme"]
        return found

    def _token(self, fields: Mapping[str, Any]) -> Token:
        return token_of_offer(self._connection, fields)

    def _value(self, note: NoteId, value: Money | None, block: int | None = None) -> int:
        """Return a part of a note in base units; None is the whole."""
        if value is not None:
            return token_of_note(self._connection, note).units(value, name="value")
        return int(note_fields(self._connection, note, block)["value"])


def _on_behalf(sale: Operation[Deal], given: Operation[Deal] | Signer) -> Operation[Deal]:
    """Return the seller's signed request, after checking that it is for exactly *sale*."""
    if not isinstance(given, Operation):
        from dataclasses import replace

        return replace(sale, account=given.address).by_signature(given)
    from silkline.chain import forwarder

    bound = given.on(sale.connected)
    if forwarder.data_inside(bound) != sale.data:
        raise BadInput(
            f"the seller's request is for something else than asked: {bound.words()}; "
            f"asked is: {sale.words()}"
        )
    return bound


def left_units(connection: Connection, offer: SignedMessage, block: int | str | None = None) -> int:
    """Return what may still be sold under an offer, in base units."""
    contract, fields = connection.contract("Discounting"), offer.message.fields
    lowest = connection.call(contract, "lowestSaltOf", fields["funder"], block=block)
    filled = connection.call(contract, "filledOf", offer.message.digest, block=block)
    return 0 if int(fields["salt"]) < lowest else max(int(fields["cap"]) - filled, 0)


def token_of_offer(connection: Connection, fields: Mapping[str, Any]) -> Token:
    """Return the token in which an offer names its amounts."""
    if int(fields["programme"]):
        return token_of(connection, ProgrammeId(int(fields["programme"])))
    return token_of_receivable(connection, ReceivableId(int(fields["receivable"])))


def offer_words(connection: Connection, fields: Mapping[str, Any]) -> str:
    """Say what an offer offers."""
    money = token_of_offer(connection, fields).money
    scope = (
        f"programme {ProgrammeId(int(fields['programme']))}"
        if int(fields["programme"])
        else f"receivable {ReceivableId(int(fields['receivable']))}"
    )
    recourse = "with recourse to the seller" if fields["recourse"] else "without recourse"
    return (
        f"{party(PartyId(int(fields['funder'])))} buys notes of {scope} to tier "
        f"{fields['deepestTier']} at {fields['rate'] / 10_000:g} % a year (ACT/"
        f"{fields['basis']}) plus {money(fields['fee'])} a fill, from "
        f"{money(fields['smallest'])} up to {money(fields['cap'])} together, {recourse}, "
        f"until {when(fields['validUntil'])}"
    )


def _take_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    offer, fill = arguments["offer"], arguments["fill"]
    money = token_of_note(connection, fill["note"]).money
    return (
        f"Sell {money(fill['value'])} of note {fill['note']} for at least "
        f"{money(fill['minProceeds'])} under this offer: {offer_words(connection, offer)}"
    )


def _cancel_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Cancel this offer: {offer_words(connection, arguments['offer'])}"


def _below_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Cancel all own offers with a salt below {arguments['lowestSalt']}"


def _put_back_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note = arguments["note"]
    price = connection.call(connection.contract("Discounting"), "putBackPrice", note)
    amount = token_of_note(connection, note).money(price)
    return f"Put note {note} back to its seller for {amount}"


def _take_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    offer, fill = arguments["offer"], arguments["fill"]
    asked = (offer, fill["note"], fill["value"])
    found = connection.call(connection.contract("Discounting"), "preview", *asked)
    yield _taken(connection, fill["note"], offer["funder"], found["proceeds"])


def _put_back_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    note, contract = arguments["note"], connection.contract("Discounting")
    price = connection.call(contract, "putBackPrice", note)
    seller = connection.call(contract, "saleOf", note)["seller"]
    yield _taken(connection, note, seller, price)


def _taken(connection: Connection, note: NoteId, payer: PartyId, units: int) -> Need:
    token = token_of_note(connection, note).address
    return Need(token, cash_of(connection, payer), "Discounting", units)


def _deal(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Deal:
    event = only(found, events.OfferTaken)
    money = token_of_note(connection, event.note).money
    return Deal(
        event.note,
        "0x" + event.offer.hex(),
        event.seller,
        event.funder,
        money(event.value),
        money(event.proceeds),
    )


def _returned(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> PutBack:
    paid = every(found, events.PutBack)
    event = only(found, events.PutBack) if paid else only(found, events.RecourseClaimed)
    price = token_of_note(connection, event.note).money(event.price)
    return PutBack(event.note, event.seller, price, bool(paid))


TAKE = act("Discounting", "take", _take_words, _deal, _take_needs)
CANCEL = act("Discounting", "cancel", _cancel_words, no_result)
CANCEL_BELOW = act("Discounting", "cancelBelow", _below_words, no_result)
PUT_BACK = act("Discounting", "putBack", _put_back_words, _returned, _put_back_needs)
