"""Guarantees: signed covers of receivables; calling them, and those of loans; who is owed what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth_utils.crypto import keccak

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.dates import Moment, unix_time
from silkline.domain import SigningDomain, party, short
from silkline.errors import BadInput
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.loan_terms.agreement import loan_of
from silkline.loan_terms.sheet import Percent, named, percent, ppm
from silkline.loans.known import known
from silkline.messages import Message, SignedMessage
from silkline.money import Money
from silkline.needs import Need, cash_of
from silkline.operation import Operation, act, only
from silkline.parking import ParkingDomain
from silkline.tokens import Token, hash32, token_known, token_of_receivable

if TYPE_CHECKING:
    from silkline.covers import Guarantee

__all__ = ["Called", "Claim", "Covered", "Guarantees", "ReceivableCover"]

AnyParty = PartyId | int | str
AnyReceivable = ReceivableId | int | str
_RECORDED = abi.to_hex(keccak(text=events.CoverRecorded.signature))


@dataclass(frozen=True, kw_only=True)
class ReceivableCover:
    """A guarantor's promise to pay a part of an anchor's debt when it is overdue."""

    receivable: ReceivableId
    guarantor: PartyId
    share: Percent
    """Part of a shortfall that it covers."""
    cap: Money
    """Most that it ever pays."""
    payer: PartyId
    """Party that brings the cover and pays its fee: the anchor, or a holder of a note."""
    agreement_hash: bytes | str
    """Hash of the agreement behind it."""
    deadline: Moment
    """Last second at which it can be brought."""
    fee: Money | None = None
    """Paid to the guarantor when it is brought."""
    salt: int = 0
    """Makes equal covers two messages."""


@dataclass(frozen=True)
class Covered:
    """A cover of a receivable that is in force."""

    receivable: ReceivableId
    guarantor: PartyId
    payer: PartyId
    share: int
    """Parts per million of a shortfall."""
    cap: Money
    fee: Money
    agreement_hash: str


@dataclass(frozen=True)
class Called:
    """A call on a cover: what the guarantor paid, and what it is owed by the debtor for it now."""

    debt: ReceivableId | str
    """The receivable, or the id of the loan."""
    guarantor: PartyId
    shortfall: int
    """Number of the shortfall: of a receivable 1, of a loan that of the mark of default."""
    amount: Money
    claim: Money


@dataclass(frozen=True)
class Claim:
    """Where a guarantor that has paid on a debt stands."""

    debt: ReceivableId | str
    """The receivable, or the id of the loan."""
    guarantor: PartyId
    claim: Money
    """What it paid and has not got back; it bears no interest."""
    paid: Money
    """All that it ever paid."""
    shortfall: int
    """Number of the shortfall on which it last paid."""
    paid_on_shortfall: Money
    as_of: AsOf


class Guarantees(SigningDomain, ParkingDomain):
    """Sign and bring covers, which a halt stops; call them, which nothing stops; read claims."""

    contract_name = "Guarantees"

    def message(self, cover: ReceivableCover) -> Message:
        """
        Return the message that an account of the guarantor (scope fund) signs.

        Raises:
            BadInput: A value cannot be expressed; the message begins with its name.
        """
        token = token_of_receivable(self._connection, cover.receivable)
        values = {
            "receivable": cover.receivable,
            "guarantor": cover.guarantor,
            "share": named("share", ppm, cover.share),
            "cap": token.units(cover.cap, name="cap"),
            "payer": cover.payer,
            "fee": token.units(cover.fee, name="fee") if cover.fee is not None else 0,
            "agreementHash": hash32(cover.agreement_hash, name="agreement_hash"),
            "deadline": unix_time(cover.deadline),
            "salt": cover.salt,
        }
        return Message.build(self._connection, "ReceivableCover", values)

    def sign(self, cover: ReceivableCover, signer: Signer | None = None) -> SignedMessage:
        """Return the cover signed by *signer*, by default the acting account's."""
        return self.message(cover).sign(signer or self._connection.signer(self._account))

    def cover(
        self, signed: SignedMessage, holding: NoteId | int | str | None = None
    ) -> Operation[Covered]:
        """
        Put a signed cover in force and pay its fee. The payer of the fee, scope fund.

        Args:
            signed: The cover, signed for the guarantor.
            holding: A note of the receivable that the payer holds; None where the payer is the
                anchor.

        Raises:
            BadInput: It is no cover, or the signature is not the signer's.
        """
        if signed.message.kind != "ReceivableCover":
            raise BadInput(f"expected a signed ReceivableCover, got a signed {signed.message.kind}")
        signed.check(signed.message.on(self._connection))
        note = 0 if holding is None else NoteId.of(holding)
        terms = dict(signed.message.fields)
        return self._by_party(COVER, terms, note, signed.signer, signed.signature)

    def covers(self, receivable: AnyReceivable) -> tuple[Covered, ...]:
        """Return the covers of a receivable, in the order in which they were brought."""
        chosen = ReceivableId.of(receivable)
        topics = [_RECORDED, abi.to_hex(int(chosen).to_bytes(32, "big"))]
        first = self._connection.first_block
        found = self._connection.logs(topics, first=first)
        made = (event for event in found if isinstance(event, events.CoverRecorded))
        return tuple(_covered_by(self._connection, event) for event in made)

    def call_cover(self, receivable: AnyReceivable, guarantor: AnyParty) -> Operation[Called]:
        """Let a guarantor pay on a receivable that is marked overdue, by anyone."""
        return self._by_anyone(CALL_COVER, ReceivableId.of(receivable), PartyId.of(guarantor))

    def call_loan_cover(self, loan: bytes | str, guarantor: AnyParty) -> Operation[Called]:
        """
        Let a guarantor pay on a loan of which default is marked, by anyone.

        Raises:
            BadInput: The guarantor has no cover in the terms in force, or these are not found.
        """
        found, chosen = known(self._connection, loan), int(PartyId.of(guarantor))
        covers = list(found.covers)
        guarantors = [int(cover["guarantor"]) for cover in covers]
        if chosen not in guarantors:
            there = ", ".join(map(str, guarantors)) or "none"
            raise BadInput(
                f"party {chosen} has no cover of loan {found.loan}; its guarantors: {there}"
            )
        return self._by_anyone(CALL_LOAN_COVER, found.terms, covers, guarantors.index(chosen))

    def claims(self, receivable: AnyReceivable) -> tuple[Claim, ...]:
        """Return where the guarantors that paid on a receivable stand, in order of payment."""
        chosen = ReceivableId.of(receivable)
        token = token_of_receivable(self._connection, chosen)
        return self._claims(chosen, int(chosen).to_bytes(32, "big"), token)

    def loan_claims(self, loan: bytes | str) -> tuple[Claim, ...]:
        """Return where the guarantors that paid on a loan stand, in order of payment."""
        found = known(self._connection, loan)
        return self._claims(found.loan, hash32(found.loan, name="loan"), found.token)

    def given(self, guarantor: AnyParty) -> tuple[Guarantee, ...]:
        """Return the covers that a party has given; each says what it paid and is owed for it."""
        chosen = PartyId.of(guarantor)
        return tuple(one for one in self._all() if one.guarantor == chosen)

    def received(self, creditor: AnyParty) -> tuple[Guarantee, ...]:
        """Return the covers of what a party is owed: as holder of a note, or as lender."""
        chosen = PartyId.of(creditor)
        return tuple(one for one in self._all() if chosen in one.creditors)

    def claims_against(self, debtor: AnyParty) -> tuple[Guarantee, ...]:
        """Return the covers by which guarantors are creditors of a party now (subrogation)."""
        chosen = PartyId.of(debtor)
        return tuple(one for one in self._all() if one.debtor == chosen and one.claim)

    def _all(self) -> Iterator[Guarantee]:
        """Yield all covers in force, from one search of all events."""
        from silkline.covers import guarantees
        from silkline.survey import survey

        return guarantees(survey(self._connection))

    def _claims(self, debt: ReceivableId | str, key: bytes, token: Token) -> tuple[Claim, ...]:
        head = self._connection.head()
        whose = self._read("guarantorsOf", key, block=head.number)
        return tuple(self._claim(debt, key, one, token, head) for one in whose)

    def _claim(
        self, debt: ReceivableId | str, key: bytes, guarantor: PartyId, token: Token, head: AsOf
    ) -> Claim:
        found = self._read("positionOf", key, guarantor, block=head.number)
        claim, paid, on_shortfall = (
            token.money(found[name]) for name in ("claim", "paid", "paidOnShortfall")
        )
        return Claim(debt, guarantor, claim, paid, found["shortfall"], on_shortfall, head)


def cover_words(connection: Connection, fields: Mapping[str, Any]) -> str:
    """Say what the guarantor of a receivable binds itself to."""
    receivable = ReceivableId(int(fields["receivable"]))
    money = token_of_receivable(connection, receivable).money
    guarantor, payer = (party(PartyId(int(fields[who]))) for who in ("guarantor", "payer"))
    fee = int(fields["fee"])
    paid = f"{payer} brings it and pays {money(fee)} for it" if fee else f"{payer} brings it"
    return (
        f"{guarantor} covers {percent(int(fields['share']))} of what is unpaid of receivable "
        f"{receivable} once it is marked overdue, up to {money(int(fields['cap']))}; {paid}; "
        f"agreement {short(fields['agreementHash'])}"
    )


def _bring_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Put this cover in force: {cover_words(connection, arguments['terms'])}"


def _call_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    receivable, guarantor = arguments["id"], arguments["guarantor"]
    contract = connection.contract("Guarantees")
    found = connection.call(contract, "coverOf", receivable, guarantor)
    cap = token_of_receivable(connection, receivable).money(found["cap"])
    return (
        f"Let {party(guarantor)} pay {percent(found['share'])} of the shortfall of receivable "
        f"{receivable}, up to {cap} in all, to its holders"
    )


def _call_loan_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    terms, index = arguments["terms"], arguments["index"]
    cover = arguments["covers"][index]
    cap = token_known(connection, terms["token"]).money(cover["cap"])
    return (
        f"Let {party(cover['guarantor'])} pay {percent(cover['share'])} of the shortfall of loan "
        f"{short(loan_of(terms))} of {party(terms['borrower'])}, up to {cap} in all, to "
        f"{party(terms['lender'])}"
    )


def _fee_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    terms = arguments["terms"]
    if terms["fee"]:
        token = token_of_receivable(connection, terms["receivable"]).address
        yield Need(token, cash_of(connection, terms["payer"]), "Guarantees", terms["fee"])


def _call_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    token = token_of_receivable(connection, arguments["id"]).address
    yield Need(token, cash_of(connection, arguments["guarantor"]), "Guarantees", None)


def _call_loan_needs(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    guarantor = arguments["covers"][arguments["index"]]["guarantor"]
    token = arguments["terms"]["token"]
    yield Need(token, cash_of(connection, guarantor), "Guarantees", None)


def _covered_by(connection: Connection, event: events.CoverRecorded) -> Covered:
    money = token_of_receivable(connection, event.id).money
    return Covered(
        event.id,
        event.guarantor,
        event.payer,
        event.share,
        money(event.cap),
        money(event.fee),
        abi.to_hex(event.agreement_hash),
    )


def _covered(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Covered:
    return _covered_by(connection, only(found, events.CoverRecorded))


def _called(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Called:
    event = only(found, events.CoverCalled)
    debt: ReceivableId | str = abi.to_hex(event.debt)
    if operation.function == CALL_COVER.function:
        debt = ReceivableId(int.from_bytes(event.debt, "big"))
        token = token_of_receivable(connection, debt)
    else:
        token = token_known(connection, operation.arguments["terms"]["token"])
    amounts = token.money(event.amount), token.money(event.claim)
    return Called(debt, event.guarantor, event.shortfall, *amounts)


COVER = act("Guarantees", "cover", _bring_words, _covered, _fee_needs)
CALL_COVER = act("Guarantees", "callCover", _call_words, _called, _call_needs)
CALL_LOAN_COVER = act("Guarantees", "callLoanCover", _call_loan_words, _called, _call_loan_needs)
