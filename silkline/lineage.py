"""
The lineage of a receivable, rebuilt from the events: who held which part, by which trade.

Every time a note, or a part of one, reaches a holder, the tree gets a station. What a holder
passed on hangs below its station, so the path from any station to the root is the chain of
trades behind it. Nothing but events is read: an archive of the logs gives the same tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from eth_utils.crypto import keccak

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.kinds import Status
from silkline.money import Money
from silkline.receivables import Receivable
from silkline.tokens import Token, token_of

__all__ = ["Station", "Tree", "tree"]

How = Literal["confirmed", "assigned", "split", "sold", "put back"]
State = Literal["held", "pending", "passed", "merged", "redeemed", "extinguished", "cancelled"]


@dataclass(frozen=True)
class Station:
    """A part of the debt in the hands of one holder."""

    index: int
    parent: int | None
    """Index of the station that it came from; None for the creditor's."""
    note: NoteId
    owner: PartyId
    tier: int
    received: Money
    """What arrived."""
    value: Money
    """What is held now; what a redeemed note was worth."""
    paid: Money
    """What was paid on it."""
    how: How
    state: State
    trade_reference: str
    """Root of the trade behind it; zero where there is none."""
    in_payment: bool
    waits_for: PartyId | None
    """Receiver of the assignment that the note waits for."""
    refused_by: tuple[PartyId, ...]
    """Receivers that refused an assignment of it."""
    price: Money | None
    """Cash paid for it, where it was sold or put back."""
    block: int
    transaction: str


@dataclass(frozen=True)
class Tree:
    """The stations of a receivable, the creditor's first."""

    receivable: Receivable
    stations: tuple[Station, ...]
    as_of: AsOf

    @property
    def root(self) -> Station:
        """The creditor's station."""
        return self.stations[0]

    def children(self, station: Station) -> tuple[Station, ...]:
        """Return the stations that *station* passed something on to."""
        return tuple(s for s in self.stations if s.parent == station.index)

    def path(self, station: Station) -> tuple[Station, ...]:
        """Return the way from the creditor to *station*."""
        above = () if station.parent is None else self.path(self.stations[station.parent])
        return (*above, station)

    def held(self) -> tuple[Station, ...]:
        """Return the stations whose notes are alive."""
        return tuple(s for s in self.stations if s.state in ("held", "pending"))

    def render(self) -> str:
        """Return the tree as indented text."""
        return "\n".join(self._lines(self.root, 0))

    def _lines(self, station: Station, depth: int) -> list[str]:
        paid = f", paid {station.paid}" if station.paid else ""
        line = (
            f"{'  ' * depth}{station.received} to party {station.owner}, tier {station.tier} "
            f"({station.how}, note #{station.note.number}): {station.state} "
            f"{station.value}{paid}"
        )
        below = (self._lines(child, depth + 1) for child in self.children(station))
        return [line, *(text for lines in below for text in lines)]


@dataclass
class _Draft:
    """A station while it is being rebuilt; amounts in base units."""

    index: int
    parent: int | None
    note: int
    owner: PartyId
    tier: int
    received: int
    value: int
    how: How
    event: Event
    paid: int = 0
    state: State = "held"
    reference: bytes = bytes(32)
    in_payment: bool = False
    waits_for: PartyId | None = None
    refused_by: tuple[PartyId, ...] = ()
    price: int | None = None
    cut_for_proposal: bool = False


@dataclass
class _Builder:
    """Replays the events of one receivable."""

    receivable: ReceivableId
    anchor: PartyId
    drafts: list[_Draft] = field(default_factory=list)
    current: dict[int, _Draft] = field(default_factory=dict)
    """The station of each note that ever was, by note."""

    def replay(self, found: Iterable[Event]) -> list[_Draft]:
        for event in found:
            handle = _HANDLERS.get(type(event))
            if handle:
                handle(self, event)
        return self.drafts

    def _add(
        self,
        event: Event,
        note: int,
        owner: PartyId,
        tier: int,
        value: int,
        how: How,
        parent: _Draft | None,
    ) -> _Draft:
        index = len(self.drafts)
        above = parent.index if parent else None
        draft = _Draft(index, above, note, owner, tier, value, value, how, event)
        self.drafts.append(draft)
        self.current[note] = draft
        return draft

    def confirmed(self, event: events.Confirmed) -> None:
        note = int(event.id.note(1))
        self._add(event, note, event.creditor, 1, event.face, "confirmed", None)

    def value_moved(self, event: events.TransferValue) -> None:
        source = self.current.get(event.from_token_id)
        if source is None or not event.to_token_id:
            return  # the first note, or value that ended: other events say how
        source.value -= event.value
        target = self.current.get(event.to_token_id)
        if target is None:
            how: How = "split"
            where = (source.owner, source.tier, event.value, how, source)
            self._add(event, event.to_token_id, *where)
        else:
            target.value += event.value
            if not source.value:
                source.state = "merged"

    def assigned(self, event: events.Assigned) -> None:
        draft = self._arrived(event, event.from_, event.to, event.receiver, event.value, "assigned")
        draft.tier, draft.reference = event.tier, event.trade_reference
        draft.in_payment, draft.waits_for = event.in_payment, None

    def proposed(self, event: events.AssignmentProposed) -> None:
        draft = self.current[int(event.note)]
        draft.state, draft.waits_for = "pending", event.receiver
        draft.cut_for_proposal = event.note != event.from_

    def ended(self, event: events.AssignmentEnded) -> None:
        draft = self.current[int(event.note)]
        if draft.waits_for and event.by == draft.waits_for:
            draft.refused_by += (event.by,)
        draft.state, draft.waits_for, draft.cut_for_proposal = "held", None, False

    def sold(self, event: events.OfferTaken) -> None:
        if event.funder != self.anchor:  # the debtor's own purchase ends the value
            where = (event.from_, event.note, event.funder, event.value)
            self._paid_for(self._arrived(event, *where, "sold"), event, event.proceeds)

    def put_back(self, event: events.PutBack) -> None:
        value = self.current[int(event.note)].value
        where = (event.note, event.note, event.seller, value)
        self._paid_for(self._arrived(event, *where, "put back"), event, event.price)

    def _paid_for(self, draft: _Draft, event: Event, price: int) -> None:
        if draft.event is event:  # not where it was poured into a note that the owner had
            draft.price = price

    def _arrived(
        self, event: Event, source: NoteId, note: NoteId, owner: PartyId, value: int, how: How
    ) -> _Draft:
        """Record that a holder was reached: a piece just cut for it, or a note passed whole."""
        present = self.current[int(note)]
        cut_for_it = source != note and present.how == "split" and present.owner != owner
        if cut_for_it or (present.cut_for_proposal and present.waits_for == owner):
            fresh = present
        elif source != note:
            return present  # poured into a note that the owner had
        else:
            present.value, present.state, present.waits_for = 0, "passed", None
            return self._add(event, int(note), owner, present.tier, value, how, present)
        fresh.owner, fresh.how, fresh.state, fresh.event = owner, how, "held", event
        fresh.cut_for_proposal = False
        return fresh

    def redeemed(self, event: events.Redeemed) -> None:
        draft = self.current[int(event.note)]
        draft.paid += event.amount
        if event.burnt:
            draft.state, draft.waits_for = "redeemed", None

    def extinguished(self, event: events.Extinguished) -> None:
        draft = self.current[int(event.note)]
        draft.value -= event.value
        if not draft.value:
            draft.state = "extinguished"

    def corrected(self, event: events.Corrected) -> None:
        draft = self._only()
        draft.received += event.face - draft.value
        draft.value = event.face

    def status(self, event: events.StatusChanged) -> None:
        if event.status is Status.CANCELLED:
            draft = self._only()
            draft.state, draft.value = "cancelled", 0

    def _only(self) -> _Draft:
        """Return the one station that is alive: only an undivided debt is amended."""
        return next(d for d in self.drafts if d.state == "held")


_HANDLERS: dict[type[Event], Callable[[_Builder, Any], None]] = {
    events.Confirmed: _Builder.confirmed,
    events.TransferValue: _Builder.value_moved,
    events.Assigned: _Builder.assigned,
    events.AssignmentProposed: _Builder.proposed,
    events.AssignmentEnded: _Builder.ended,
    events.OfferTaken: _Builder.sold,
    events.PutBack: _Builder.put_back,
    events.Redeemed: _Builder.redeemed,
    events.Extinguished: _Builder.extinguished,
    events.Corrected: _Builder.corrected,
    events.StatusChanged: _Builder.status,
}


def tree(connection: Connection, receivable: Receivable) -> Tree:
    """Return the lineage of a receivable as of the block at which it was read."""
    token = token_of(connection, receivable.programme)
    drafts = _Builder(receivable.id, receivable.anchor).replay(_history(connection, receivable))
    stations = tuple(_station(token, draft) for draft in drafts)
    return Tree(receivable, stations, receivable.as_of)


def evidence_roots(connection: Connection, receivable: Receivable) -> tuple[bytes, ...]:
    """Return the roots under which a debt was confirmed and amended; the last is in force."""
    asked = [_topics([events.Confirmed, events.Amended]), _topic(int(receivable.id))]
    last = receivable.as_of.number
    found = connection.logs(asked, first=connection.first_block, last=last)
    return tuple(
        event.evidence_root
        for event in found
        if isinstance(event, events.Confirmed | events.Amended) and any(event.evidence_root)
    )


def _history(connection: Connection, receivable: Receivable) -> list[Event]:
    """Return every event about a receivable or one of its notes, in order."""
    last, own = receivable.as_of.number, _topic(int(receivable.id))
    notes = [_topic(int(receivable.id.note(n))) for n in range(1, receivable.issued + 1)]
    started = _topics([events.Confirmed])
    first = connection.first_block
    opening = list(connection.logs([started, own], first=first, last=last))
    first = opening[0].place.block if opening else first
    about = _topics([events.Corrected, events.StatusChanged])
    of_notes = _topics([kind for kind in _HANDLERS if kind is not events.Confirmed])
    asked = ([about, own], [of_notes, notes], [of_notes, None, notes])
    found = {event.place: event for event in opening}
    for topics in asked:
        for event in connection.logs(topics, first=first, last=last):
            found[event.place] = event
    return [found[p] for p in sorted(found, key=lambda p: (p.block, p.index))]


def _topics(kinds: Iterable[type[Event]]) -> list[str]:
    return [abi.to_hex(keccak(text=kind.signature)) for kind in kinds]


def _topic(value: int) -> str:
    return f"0x{value:064x}"


def _station(token: Token, draft: _Draft) -> Station:
    return Station(
        draft.index,
        draft.parent,
        NoteId(draft.note),
        draft.owner,
        draft.tier,
        token.money(draft.received),
        token.money(draft.value),
        token.money(draft.paid),
        draft.how,
        draft.state,
        abi.to_hex(draft.reference),
        draft.in_payment,
        draft.waits_for,
        draft.refused_by,
        None if draft.price is None else token.money(draft.price),
        draft.event.place.block,
        draft.event.place.transaction,
    )
