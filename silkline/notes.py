"""Notes: pass a claim on, whole or in part, with the receiver's consent; cut, join, freeze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from silkline import events, holdings
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.dates import Moment, date_of, unix_time
from silkline.domain import Domain, account, party, short
from silkline.errors import BadInput
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.kinds import Status
from silkline.messages import Message, SignedMessage
from silkline.money import Money
from silkline.operation import Operation, Words, act, every, no_result, only
from silkline.refusals import NoteUnknown
from silkline.state import Debts, note_fields, notes_fields
from silkline.tokens import hash32, token_of, token_of_note

__all__ = ["Assigned", "Assignment", "Note", "Notes", "Pending"]

AnyNote = NoteId | int | str
AnyParty = PartyId | int | str
State = Literal["free", "pending", "locked", "frozen"]


@dataclass(frozen=True)
class Note:
    """A note as it stands."""

    id: NoteId
    owner: PartyId
    value: Money
    """Part of the face that it carries; it does not shrink when the note is paid in parts."""
    claimed: Money
    """What it has been paid so far."""
    tier: int
    custodian: str | None
    """Contract that has locked it."""
    pending: bool
    """Whether it waits for the consent of a receiver."""
    frozen: bool
    debtor: PartyId
    due: date
    """Due day of its debt."""
    status: Status
    """Where its debt stands."""
    as_of: AsOf

    @property
    def state(self) -> State:
        """What keeps it from moving; the debt may keep it as well (frozen, disputed, due)."""
        if self.frozen:
            return "frozen"
        if self.custodian:
            return "locked"
        return "pending" if self.pending else "free"

    @property
    def to_come(self) -> Money:
        """What is still to come on it of its value; late interest comes on top."""
        return max(self.value - self.claimed, Money.zero(self.value.currency))


@dataclass(frozen=True)
class Pending:
    """An assignment that waits for its receiver."""

    note: NoteId
    receiver: PartyId
    in_payment: bool
    accept_until: int
    """Last second (Unix time) at which the receiver may accept."""
    trade_reference: str
    as_of: AsOf


@dataclass(frozen=True)
class Assignment:
    """Passing a note, whole or in part, to the next supplier."""

    note: NoteId
    receiver: PartyId
    value: Money | None = None
    """Part to pass; None passes the whole note."""
    trade_reference: bytes | str | None = None
    """Root of the trade behind it; needed unless the programme says otherwise."""
    in_payment: bool = True
    """Whether it pays the trade debt at once, or is taken on account of it."""
    accept_until: Moment = 0
    """Time to accept for a receiver without standing consent; 0 refuses then."""


@dataclass(frozen=True)
class Assigned:
    """What became of an assignment: the note that passed or waits, and which of the two."""

    note: NoteId
    pending: bool


class Notes(Domain):
    """Read notes; assign, split and merge them; answer assignments."""

    contract_name = "Receivables"

    def get(self, note: AnyNote) -> Note:
        """Return a note; raises ``NoteUnknown``."""
        return self._note(NoteId.of(note), self._connection.head())

    def of(self, party: AnyParty) -> tuple[Note, ...]:
        """
        Return the notes that a party holds, those first that it got first.

        They are found by the events of the whole chain, which the node has to keep; notes and
        debts are then read many at a time.
        """
        head, debts = self._connection.head(), Debts(self._connection)
        found = holdings.held(self._connection, PartyId.of(party), head.number)
        debts.load((note.receivable for note in found), head.number)
        return tuple(self._read_note(note, one, debts, head) for note, one in found.items())

    def on(self, receivable: ReceivableId | int | str) -> tuple[Note, ...]:
        """
        Return the notes of a receivable that are not burnt.

        Raises:
            ReceivableUnknown: There is no receivable of this id.
        """
        head, debts = self._connection.head(), Debts(self._connection)
        debt = debts.at(ReceivableId.of(receivable), head.number)
        ids = [debt["id"].note(number) for number in range(1, debt["issued"] + 1)]
        found = notes_fields(self._connection, ids, head.number)
        return tuple(self._read_note(note, one, debts, head) for note, one in found.items())

    def waiting(self, receiver: AnyParty) -> tuple[Pending, ...]:
        """Return the assignments that wait for a party to accept or refuse them."""
        chosen, head = PartyId.of(receiver), self._connection.head()
        asked = holdings.proposed(self._connection, chosen, head.number)
        found = (self._pending(note, head) for note in asked)
        return tuple(one for one in found if one and one.receiver == chosen)

    def _note(self, chosen: NoteId, head: AsOf, debts: Debts | None = None) -> Note:
        """Return a note as of a block."""
        found = note_fields(self._connection, chosen, head.number)
        return self._read_note(chosen, found, debts or Debts(self._connection), head)

    def _read_note(
        self, chosen: NoteId, found: Mapping[str, Any], debts: Debts, head: AsOf
    ) -> Note:
        """Return the note that the contract answered, with what its debt says."""
        debt = debts.at(chosen.receivable, head.number)
        money = token_of(self._connection, debt["programme"]).money
        return Note(
            chosen,
            found["owner"],
            money(found["value"]),
            money(found["claimed"]),
            found["tier"],
            found["custodian"] if int(found["custodian"], 16) else None,
            found["pending"],
            found["frozen"],
            debt["anchor"],
            date_of(debt["dueDay"]),
            debt["status"],
            head,
        )

    def pending(self, note: AnyNote) -> Pending | None:
        """Return the assignment that a note waits for, or None."""
        return self._pending(NoteId.of(note), self._connection.head())

    def _pending(self, chosen: NoteId, head: AsOf) -> Pending | None:
        """Return the assignment that a note waits for as of a block, or None."""
        found = self._read("pendingOf", chosen, block=head.number)
        if not found["receiver"]:
            return None
        reference = "0x" + found["tradeReference"].hex()
        rest = (found["inPayment"], found["acceptUntil"], reference)
        return Pending(chosen, found["receiver"], *rest, head)

    def assign(
        self,
        note: AnyNote,
        receiver: AnyParty,
        value: Money | None = None,
        *,
        trade_reference: bytes | str | None = None,
        in_payment: bool = True,
        accept_until: Moment = 0,
        consent: SignedMessage | None = None,
    ) -> Operation[Assigned]:
        """
        Pass a note, whole or in part, to the next supplier: tier + 1. Scope assign.

        The receiver consents beforehand (opt-in), by *consent* in the call, or by a later
        ``accept`` until *accept_until*; see ``Assignment`` for the rest.

        Raises:
            BadInput: The consent is to something else.
        """
        chosen = Assignment(
            NoteId.of(note),
            PartyId.of(receiver),
            value,
            trade_reference,
            in_payment,
            accept_until,
        )
        fields = self._fields(chosen)
        if consent is None:
            return self._by_party(ASSIGN, fields)
        deadline = consent.message.fields["deadline"]
        consent.check(self.consent(chosen, deadline=deadline))
        given = (consent.signer, deadline, consent.signature)
        return self._by_party(ASSIGN_WITH_CONSENT, fields, *given)

    def assign_many(self, assignments: Sequence[Assignment]) -> Operation[tuple[Assigned, ...]]:
        """Pass many notes, all or none. Scope assign."""
        return self._by_party(ASSIGN_MANY, [self._fields(one) for one in assignments])

    def consent(self, assignment: Assignment, *, deadline: Moment) -> Message:
        """Return the message by which the receiver consents to *assignment*."""
        fields = self._fields(assignment)
        fields.pop("acceptUntil")
        values = {
            **fields,
            "sender": note_fields(self._connection, assignment.note)["owner"],
            "receivables": self._connection.contract("Receivables").address,
            "deadline": unix_time(deadline),
        }
        return Message.build(self._connection, "Consent", values)

    def accept(self, note: AnyNote, trade_reference: bytes | str | None) -> Operation[Assigned]:
        """Accept a pending assignment for exactly the trade proposed. The receiver."""
        reference = hash32(trade_reference, name="trade_reference")
        return self._by_party(ACCEPT, NoteId.of(note), reference)

    def refuse(self, note: AnyNote) -> Operation[None]:
        """Refuse a pending assignment: the note is the sender's, and free. The receiver."""
        return self._by_party(REFUSE, NoteId.of(note))

    def withdraw(self, note: AnyNote) -> Operation[None]:
        """Withdraw a pending assignment. The sender."""
        return self._by_party(WITHDRAW, NoteId.of(note))

    def release(self, notes: Sequence[AnyNote]) -> Operation[None]:
        """Free pending notes, by anyone, from the due day or after the time to accept."""
        return self._by_anyone(RELEASE, [NoteId.of(note) for note in notes])

    def split(self, note: AnyNote, value: Money) -> Operation[NoteId]:
        """Cut *value* off a note into a new note of the same owner and tier."""
        chosen = NoteId.of(note)
        units = token_of_note(self._connection, chosen).units(value, name="value")
        return self._by_party(SPLIT, chosen, units)

    def merge(self, source: AnyNote, into: AnyNote) -> Operation[None]:
        """Move the whole value of *source* into another note of the same owner and tier."""
        return self._by_party(MERGE, NoteId.of(source), NoteId.of(into))

    def announce(self, notes: Sequence[AnyNote]) -> Operation[None]:
        """Tell wallets, by events alone, that notes moved to the new cash account."""
        return self._by_party(ANNOUNCE, [NoteId.of(note) for note in notes])

    def set_freeze(self, note: AnyNote, on: bool, document: bytes | str) -> Operation[None]:
        """Freeze a note, so that it does not move, or lift it. Role COMPLIANCE."""
        proof = hash32(document, name="document")
        return self._by_party(SET_NOTE_FREEZE, NoteId.of(note), on, proof)

    def transfer(self, note: AnyNote, cash: str) -> Operation[Assigned]:
        """Pass a note as a plain token, where programme and receiver allow it (ERC-721)."""
        chosen = NoteId.of(note)
        owner = self._connection.call(
            self._connection.contract("Receivables"), "ownerOf", int(chosen)
        )
        return self._by_party(TRANSFER, owner, cash, int(chosen))

    def transfer_value(
        self, note: AnyNote, target: NoteId | str, value: Money
    ) -> Operation[Assigned | None]:
        """
        Move part of a note as plain value (ERC-3525).

        Args:
            note: The note.
            target: A note of the same receivable, or the cash account of the receiver, which
                then gets a new note. Between notes of one owner nothing is assigned.
            value: How much.
        """
        chosen = NoteId.of(note)
        units = token_of_note(self._connection, chosen).units(value, name="value")
        if isinstance(target, NoteId):
            return self._by_party(MOVE_VALUE, int(chosen), int(target), units)
        return self._by_party(SEND_VALUE, int(chosen), target, units)

    def approve(self, note: AnyNote, operator: str) -> Operation[None]:
        """Let *operator* pass the note (ERC-721); the zero address ends it."""
        return self._by_party(APPROVE, operator, int(NoteId.of(note)))

    def approve_all(self, operator: str, on: bool = True) -> Operation[None]:
        """Let *operator* pass every note of the account, or no longer (ERC-721)."""
        return self._by_party(APPROVE_ALL, operator, on)

    def approve_value(self, note: AnyNote, operator: str, value: Money) -> Operation[None]:
        """Let *operator* move up to *value* out of the note (ERC-3525)."""
        chosen = NoteId.of(note)
        units = token_of_note(self._connection, chosen).units(value, name="value")
        return self._by_party(APPROVE_VALUE, int(chosen), operator, units)

    def _fields(self, one: Assignment) -> dict[str, Any]:
        """Return the assignment as the contract takes it."""
        if one.value is None:
            units = note_fields(self._connection, one.note)["value"]
        else:
            units = token_of_note(self._connection, one.note).units(one.value, name="value")
        return {
            "note": one.note,
            "receiver": one.receiver,
            "value": units,
            "tradeReference": hash32(one.trade_reference, name="trade_reference"),
            "inPayment": one.in_payment,
            "acceptUntil": unix_time(one.accept_until),
        }


def assignment_words(connection: Connection, found: Mapping[str, Any]) -> str:
    """Say what an assignment passes to whom, and for which trade."""
    note = NoteId(int(found["note"]))
    amount = token_of_note(connection, note).money(found["value"])
    how = "in payment of" if found["inPayment"] else "on account of"
    return (
        f"{amount} of note {note} to {party(PartyId(int(found['receiver'])))}, {how} trade "
        f"{short(found['tradeReference'])}"
    )


def _assign_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    given = arguments.get("assignments") or [arguments["assignment"]]
    signer = f", with the consent of {arguments['signer']}" if "signer" in arguments else ""
    return "\n".join(f"Assign {assignment_words(connection, one)}{signer}" for one in given)


def note_words(connection: Connection, note: NoteId) -> str:
    """Name a note with what it carries and who has it; one that is no more by its id alone."""
    try:
        found = note_fields(connection, note)
    except NoteUnknown:
        return f"note {note}"
    amount = token_of_note(connection, note).money(found["value"])
    return f"note {note} of {amount}, which {party(found['owner'])} has"


def _one_note(template: str) -> Words:
    """Return words of a template in which ``note`` is named with its value and its holder."""

    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        shown = {k: short(v) if isinstance(v, bytes) else v for k, v in arguments.items()}
        shown["note"] = note_words(connection, arguments["note"])
        return template.format(**shown)

    return words


def _each_note(verb: str) -> Words:
    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        return "\n".join(f"{verb} {note_words(connection, one)}" for one in arguments["notes"])

    return words


def _withdraw_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note = arguments["note"]
    found = connection.call(connection.contract("Receivables"), "pendingOf", note)
    whom = f" to {party(found['receiver'])}" if found["receiver"] else ""
    return f"Withdraw the assignment{whom} of {note_words(connection, note)}"


def _split_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note = arguments["note"]
    amount = token_of_note(connection, note).money(arguments["value"])
    return f"Cut {amount} off {note_words(connection, note)}, into a new one of the same owner"


def _merge_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    source, into = (note_words(connection, arguments[name]) for name in ("from", "into"))
    return f"Move the whole value of {source}, into {into}"


def _value_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note = NoteId(arguments["tokenId"])
    amount = token_of_note(connection, note).money(arguments["value"])
    operator = account(connection, arguments["operator"])
    return f"Let {operator} move up to {amount} out of {note_words(connection, note)}"


def _transfer_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note, to = NoteId(arguments["tokenId"]), account(connection, arguments["to"])
    whole = note_words(connection, note)
    return f"Transfer {whole}, as a plain token to {to}, without a trade"


def _move_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    source, target, value = (arguments[k] for k in ("fromTokenId", "toTokenId", "value"))
    amount = token_of_note(connection, NoteId(source)).money(value)
    into = note_words(connection, NoteId(target))
    return f"Move {amount} of note {NoteId(source)} into {into}"


def _send_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note, to = NoteId(arguments["fromTokenId"]), account(connection, arguments["to"])
    amount = token_of_note(connection, note).money(arguments["value"])
    return f"Send {amount} of note {note} as plain value to {to}, without a trade"


def _approve_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    note = note_words(connection, NoteId(arguments["tokenId"]))
    if not int(arguments["to"], 16):
        return f"Let nobody else pass {note}"
    return f"Let {account(connection, arguments['to'])} pass {note}"


def _approve_all_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    operator = account(connection, arguments["operator"])
    may = "" if arguments["approved"] else " no longer"
    return f"Let {operator}{may} pass every note of the account"


def _freeze_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    verb = "Freeze" if arguments["on"] else "Unfreeze"
    note = note_words(connection, arguments["note"])
    return f"{verb} {note} (document {short(arguments['document'])})"


def outcomes(found: Sequence[Event]) -> tuple[Assigned, ...]:
    """Return what became of each assignment of a transaction, in order."""
    return tuple(
        Assigned(e.to, False) if isinstance(e, events.Assigned) else Assigned(e.note, True)
        for e in found
        if isinstance(e, events.Assigned | events.AssignmentProposed)
    )


def _one(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Assigned:
    made = outcomes(found)
    if len(made) != 1:
        raise BadInput(f"expected one assignment among the events, found {len(made)}")
    return made[0]


def _maybe(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> Assigned | None:
    return next(iter(outcomes(found)), None)


def _many(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> tuple[Assigned, ...]:
    return outcomes(found)


def _created(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> NoteId:
    return NoteId(only(every(found, events.TransferValue), events.TransferValue).to_token_id)


ASSIGN = act("Receivables", "assign", _assign_words, _one)
ASSIGN_WITH_CONSENT = act("Receivables", "assignWithConsent", _assign_words, _one)
ASSIGN_MANY = act("Receivables", "assignMany", _assign_words, _many)
ACCEPT = act("Receivables", "accept", _one_note("Accept {note}, for trade {tradeReference}"), _one)
REFUSE = act("Receivables", "refuse", _one_note("Refuse {note}"), no_result)
WITHDRAW = act("Receivables", "withdraw", _withdraw_words, no_result)
RELEASE = act("Receivables", "release", _each_note("Release the pending"), no_result)
SPLIT = act("Receivables", "split", _split_words, _created)
MERGE = act("Receivables", "merge", _merge_words, no_result)
ANNOUNCE = act("Receivables", "announce", _each_note("Announce to wallets"), no_result)
SET_NOTE_FREEZE = act("Programmes", "setNoteFreeze", _freeze_words, no_result)
TRANSFER = act("Receivables", "transferFrom(address,address,uint256)", _transfer_words, _one)
MOVE_VALUE = act("Receivables", "transferFrom(uint256,uint256,uint256)", _move_words, _maybe)
SEND_VALUE = act("Receivables", "transferFrom(uint256,address,uint256)", _send_words, _maybe)
APPROVE = act("Receivables", "approve(address,uint256)", _approve_words, no_result)
APPROVE_ALL = act("Receivables", "setApprovalForAll", _approve_all_words, no_result)
APPROVE_VALUE = act("Receivables", "approve(uint256,address,uint256)", _value_words, no_result)
