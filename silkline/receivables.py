"""Receivables: debts confirmed by their anchor, amended by consent, disputed, frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from silkline import events
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.dates import Day, Moment, date_of, day_number, unix_time
from silkline.domain import Domain, party, short
from silkline.errors import BadInput
from silkline.ids import NoteId, PartyId, ProgrammeId, ReceivableId
from silkline.kinds import Status
from silkline.messages import Message, SignedMessage
from silkline.money import Money
from silkline.operation import Operation, act, every, no_result, only
from silkline.state import receivable_fields
from silkline.tokens import Token, hash32, token_of, token_of_receivable

if TYPE_CHECKING:
    from silkline.documents import Invoice
    from silkline.lineage import Tree

__all__ = ["Confirmed", "Receivable", "Receivables", "Terms", "terms_from_invoice"]

NO_DEADLINE: Final = (1 << 48) - 1
"""Deadline of a confirmation that is called, not signed."""
AnyReceivable = ReceivableId | int | str


@dataclass(frozen=True)
class Terms:
    """What an anchor confirms: one debt under one of its programmes."""

    programme: ProgrammeId
    creditor: PartyId
    id: ReceivableId
    """Fingerprint of the (first) invoice."""
    face: Money
    due: date
    """Due day on the programme's calendar, shifted to a business day already where agreed."""
    evidence_root: bytes = bytes(32)
    """Root of the evidence: undertaking, order, delivery, acceptance, invoice."""
    further: tuple[ReceivableId, ...] = ()
    """Fingerprints of up to 63 further invoices of the same debt."""
    deadline: int = NO_DEADLINE
    """Last second (Unix time) at which a signature on these terms counts."""


@dataclass(frozen=True)
class Confirmed:
    """A debt that was confirmed, and its first note, held by the creditor."""

    receivable: ReceivableId
    note: NoteId


@dataclass(frozen=True)
class Receivable:
    """A receivable as it stands."""

    id: ReceivableId
    programme: ProgrammeId
    anchor: PartyId
    status: Status
    face: Money
    due: date
    smallest_piece: Money
    deepest_tier: int
    issued: int
    """Notes made so far."""
    live: int
    """Notes not yet burnt."""
    utc_offset: int
    """Quarter hours that its calendar is ahead of UTC."""
    trade_reference_required: bool
    disputed: bool
    frozen: bool
    as_of: AsOf


def terms_from_invoice(
    invoice: Invoice,
    *further: Invoice,
    key: bytes,
    programme: ProgrammeId | int | str,
    creditor: PartyId | int | str,
    due: Day | None = None,
    face: Money | None = None,
    seller_id: str | None = None,
    buyer_id: str | None = None,
    instalment: tuple[int, int] = (1, 1),
    evidence_root: bytes | str | None = None,
    deadline: Moment = NO_DEADLINE,
) -> Terms:
    """
    Return the terms of one debt over an invoice, or over several of one seller and buyer.

    Args:
        invoice: The invoice whose fingerprint becomes the id.
        further: Further invoices of the same debt, at most 63.
        key: The consortium key of the fingerprints, at least 32 bytes.
        programme: The anchor's programme.
        creditor: The seller, as the party that it is registered as.
        due: Due day; the (first) invoice's own unless given.
        face: What is confirmed; the sum of the amounts due unless given, and never more.
        seller_id: The seller's identifier as registered; the invoice's primary one by default.
        buyer_id: Likewise for the buyer.
        instalment: (k, n), the k-th of n parts that fall due separately; give its *face*.
        evidence_root: Root of the evidence.
        deadline: Last second at which a signature counts.

    Raises:
        BadInput: No due day is given, and the invoice names none; the invoices are of
            several currencies; or *face* is more than they leave due.
    """
    from silkline.documents import fingerprint, fingerprint_input

    chosen = due or invoice.due_date
    if chosen is None:
        raise BadInput(
            f"invoice {invoice.number} names no due date: pass due=, as agreed; it is "
            "never guessed from payment terms in words"
        )
    every_one = (invoice, *further)
    most = sum((one.amount_due for one in further), start=invoice.amount_due)
    if face is not None and face > most:
        raise BadInput(f"the face {face} is more than the {most} that the invoices leave due")
    prints = [
        ReceivableId(fingerprint(key, fingerprint_input(one, seller_id, buyer_id, instalment)))
        for one in every_one
    ]
    return Terms(
        ProgrammeId.of(programme),
        PartyId.of(creditor),
        prints[0],
        most if face is None else face,
        date_of(day_number(chosen)),
        hash32(evidence_root, name="evidence_root"),
        tuple(prints[1:]),
        unix_time(deadline),
    )


class Receivables(Domain):
    """Confirm, amend, dispute and freeze debts; read them and their lineage."""

    contract_name = "Receivables"

    def get(self, receivable: AnyReceivable) -> Receivable:
        """
        Return a receivable; a further invoice's fingerprint returns the debt it belongs to.

        Raises:
            ReceivableUnknown: There is none of this id.
        """
        head = self._connection.head()
        found = receivable_fields(self._connection, ReceivableId.of(receivable), head.number)
        return _receivable(token_of(self._connection, found["programme"]), found, head)

    def tree(self, receivable: AnyReceivable) -> Tree:
        """Rebuild from the events who holds which part of a debt, and by which trades."""
        from silkline import lineage

        return lineage.tree(self._connection, self.get(receivable))

    def evidence_roots(self, receivable: AnyReceivable) -> tuple[bytes, ...]:
        """
        Return the roots of evidence that a debt was confirmed and amended with, oldest first.

        The last one is in force: an amendment that names none leaves the one before. Compare a
        ``silkline.documents.evidence.Disclosure`` with it.

        Raises:
            ReceivableUnknown: There is none of this id.
        """
        from silkline import lineage

        return lineage.evidence_roots(self._connection, self.get(receivable))

    def terms(
        self,
        programme: ProgrammeId | int | str,
        creditor: PartyId | int | str,
        fingerprint: AnyReceivable,
        face: Money,
        due: Day,
        *,
        evidence_root: bytes | str | None = None,
        further: Sequence[AnyReceivable] = (),
        deadline: Moment = NO_DEADLINE,
    ) -> Terms:
        """Return terms from their parts; see ``Terms``."""
        return Terms(
            ProgrammeId.of(programme),
            PartyId.of(creditor),
            ReceivableId.of(fingerprint),
            face,
            date_of(day_number(due)),
            hash32(evidence_root, name="evidence_root"),
            tuple(ReceivableId.of(value) for value in further),
            unix_time(deadline),
        )

    def confirmation(self, terms: Terms) -> Message:
        """Return the message by which the anchor confirms *terms*."""
        rules = self._connection.call(
            self._connection.contract("Programmes"), "rulesOf", terms.programme
        )
        values = {**self._fields(terms), "agreementHash": rules["agreementHash"]}
        return Message.build(self._connection, "Confirmation", values)

    def confirm(self, terms: Terms, signature: SignedMessage | None = None) -> Operation[Confirmed]:
        """
        Confirm a debt: by the anchor's account, or by the anchor's signature from anyone.

        Raises:
            BadInput: The amount does not fit, or the signature is on other terms.
        """
        if signature is None:
            return self._by_party(CONFIRM, self._fields(terms))
        signature.check(self.confirmation(terms))
        values = (self._fields(terms), signature.signer, signature.signature)
        return self._by_anyone(CONFIRM_SIGNED, *values)

    def confirm_many(
        self, terms: Sequence[Terms], signatures: Sequence[SignedMessage] = ()
    ) -> Operation[tuple[Confirmed, ...]]:
        """
        Confirm many debts, all or none; with signatures of one account from anyone.

        Raises:
            BadInput: A signature is missing, on other terms, or of another account.
        """
        fields = [self._fields(one) for one in terms]
        if not signatures:
            return self._by_party(CONFIRM_MANY, fields)
        signers = {signature.signer for signature in signatures}
        if len(signatures) != len(fields) or len(signers) != 1:
            raise BadInput(
                f"{len(fields)} debts need as many signatures of one account, got "
                f"{len(signatures)} of {len(signers)}"
            )
        for one, signature in zip(terms, signatures, strict=True):
            signature.check(self.confirmation(one))
        raw = [signature.signature for signature in signatures]
        return self._by_anyone(CONFIRM_MANY_SIGNED, fields, signers.pop(), raw)

    def correction(
        self,
        note: NoteId | int | str,
        face: Money,
        due: Day,
        *,
        deadline: Moment,
        evidence_root: bytes | str | None = None,
    ) -> Message:
        """Return the message by which one side agrees to new terms of an undivided debt."""
        chosen = NoteId.of(note)
        units = token_of_receivable(self._connection, chosen.receivable).units(face, name="face")
        return self._amendment(chosen, False, units, day_number(due), evidence_root, deadline)

    def cancellation(
        self,
        note: NoteId | int | str,
        *,
        deadline: Moment,
        evidence_root: bytes | str | None = None,
    ) -> Message:
        """Return the message by which one side agrees to cancel an undivided debt."""
        return self._amendment(NoteId.of(note), True, 0, 0, evidence_root, deadline)

    def amend(self, signature: SignedMessage) -> Operation[None]:
        """Correct or cancel a debt: the caller is one side, the signature the other's."""
        found = dict(signature.message.on(self._connection).fields)
        signature.check(signature.message)
        found.pop("agreementHash")
        return self._by_party(AMEND, found, signature.signer, signature.signature)

    def set_dispute(
        self, receivable: AnyReceivable, on: bool, document: bytes | str
    ) -> Operation[None]:
        """Raise or end a dispute: it stops assignment and sale, never payment. Role REGISTRAR."""
        proof = hash32(document, name="document")
        return self._by_party(SET_DISPUTE, ReceivableId.of(receivable), on, proof)

    def set_freeze(
        self, receivable: AnyReceivable, on: bool, document: bytes | str
    ) -> Operation[None]:
        """Freeze a receivable, so that its notes do not move, or lift it. Role COMPLIANCE."""
        proof = hash32(document, name="document")
        return self._by_party(SET_FREEZE, ReceivableId.of(receivable), on, proof)

    def _amendment(
        self,
        note: NoteId,
        cancel: bool,
        face: int,
        due: int,
        evidence_root: bytes | str | None,
        deadline: Moment,
    ) -> Message:
        programme = self.get(note.receivable).programme
        programmes = self._connection.contract("Programmes")
        agreement = self._connection.call(programmes, "rulesOf", programme)["agreementHash"]
        values = {
            "note": note,
            "cancel": cancel,
            "face": face,
            "dueDay": due,
            "evidenceRoot": hash32(evidence_root, name="evidence_root"),
            "deadline": unix_time(deadline),
            "agreementHash": agreement,
        }
        return Message.build(self._connection, "Amendment", values)

    def _fields(self, terms: Terms) -> dict[str, Any]:
        """Return the terms as the contract takes them."""
        return {
            "programme": terms.programme,
            "creditor": terms.creditor,
            "id": terms.id,
            "face": token_of(self._connection, terms.programme).units(terms.face, name="face"),
            "dueDay": day_number(terms.due),
            "evidenceRoot": terms.evidence_root,
            "further": list(terms.further),
            "deadline": terms.deadline,
        }


def _receivable(token: Token, found: Mapping[str, Any], head: AsOf) -> Receivable:
    """Return the receivable that the contract answered."""
    return Receivable(
        found["id"],
        found["programme"],
        found["anchor"],
        found["status"],
        token.money(found["face"]),
        date_of(found["dueDay"]),
        token.money(found["smallestPiece"]),
        found["deepestTier"],
        found["issued"],
        found["live"],
        found["utcOffset"],
        found["tradeReferenceRequired"],
        found["disputed"],
        found["frozen"],
        head,
    )


def debt_words(connection: Connection, found: Mapping[str, Any]) -> str:
    """Say the terms of a debt that is confirmed."""
    programme = ProgrammeId.of(int(found["programme"]))
    amount = token_of(connection, programme).money(found["face"])
    more = f" and {len(found['further'])} further invoices" if found["further"] else ""
    return (
        f"{party(programme.anchor)} owes {amount} to {party(PartyId(int(found['creditor'])))}, "
        f"due {date_of(found['dueDay'])}, as receivable {ReceivableId(int(found['id']))}{more} "
        f"under programme {programme} (evidence {short(found['evidenceRoot'])})"
    )


def owed_words(connection: Connection, receivable: ReceivableId) -> str:
    """Name a receivable with its debtor, its face and its due day."""
    found = receivable_fields(connection, receivable)
    amount = token_of(connection, found["programme"]).money(found["face"])
    due = date_of(found["dueDay"])
    return f"receivable {receivable} of {party(found['anchor'])} over {amount}, due {due}"


def amendment_words(connection: Connection, found: Mapping[str, Any]) -> str:
    """Say what is agreed about an undivided debt."""
    note = NoteId(int(found["note"]))
    debt = owed_words(connection, note.receivable)
    if found["cancel"]:
        return f"Cancel {debt}: its id stays spent, the limit returns"
    amount = token_of_receivable(connection, note.receivable).money(found["face"])
    return f"Correct {debt}: from now on {amount}, due {date_of(found['dueDay'])}"


def _confirm_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    signer = arguments.get("signer")
    signed = f", signed by {signer}" if signer else ""
    terms = arguments["terms"]
    debts = terms if isinstance(terms, list) else [terms]
    return "\n".join(f"Confirm: {debt_words(connection, one)}{signed}" for one in debts)


def _amend_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    words = amendment_words(connection, arguments["amendment"])
    return f"{words}; agreed by {arguments['signer']}"


def _flag_words(what: str) -> Any:
    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        verb = "Begin" if arguments["on"] else "End"
        debt = owed_words(connection, arguments["id"])
        return f"{verb} {what} of {debt} (document {short(arguments['document'])})"

    return words


def _first(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Confirmed:
    event = only(found, events.Confirmed)
    return Confirmed(event.id, event.id.note(1))


def _all(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> tuple[Confirmed, ...]:
    return tuple(Confirmed(e.id, e.id.note(1)) for e in every(found, events.Confirmed))


CONFIRM = act("Programmes", "confirm", _confirm_words, _first)
CONFIRM_SIGNED = act("Programmes", "confirmSigned", _confirm_words, _first)
CONFIRM_MANY = act("Programmes", "confirmMany", _confirm_words, _all)
CONFIRM_MANY_SIGNED = act("Programmes", "confirmManySigned", _confirm_words, _all)
AMEND = act("Programmes", "amend", _amend_words, no_result)
SET_DISPUTE = act("Programmes", "setDispute", _flag_words("the dispute"), no_result)
SET_FREEZE = act("Programmes", "setFreeze", _flag_words("the freeze"), no_result)
