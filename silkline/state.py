"""A receivable and a note as the contracts hold them, before they become money and dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from silkline.chain.connection import Connection
from silkline.ids import NoteId, ReceivableId
from silkline.kinds import Status
from silkline.refusals import NoteUnknown, ReceivableUnknown

__all__ = ["Debts", "note_fields", "notes_fields", "receivable_fields"]


def receivable_fields(
    connection: Connection, receivable: ReceivableId, block: int | None = None
) -> dict[str, Any]:
    """
    Return the fields of a receivable, with its own ``id`` among them.

    A further fingerprint gives the receivable that it belongs to.

    Raises:
        ReceivableUnknown: No receivable has this id.
    """
    described = connection.contract("Descriptor")
    where = connection.contract("Receivables").address
    found = connection.call(described, "receivableOf", where, receivable, block=block)
    if found["status"] == Status.LINKED:
        return receivable_fields(connection, found["first"], block)
    if found["status"] == Status.NONE:
        raise ReceivableUnknown(receivable)
    return {**found, "id": receivable}


def note_fields(connection: Connection, note: NoteId, block: int | None = None) -> dict[str, Any]:
    """
    Return the fields of a note.

    Raises:
        NoteUnknown: No live note has this id.
    """
    described = connection.contract("Descriptor")
    where = connection.contract("Receivables").address
    found: dict[str, Any] = connection.call(described, "noteOf", where, note, block=block)
    if not found["owner"]:
        raise NoteUnknown(note)
    return found


def notes_fields(
    connection: Connection, notes: Sequence[NoteId], block: int
) -> dict[NoteId, dict[str, Any]]:
    """Return the fields of those of *notes* that are not burnt, in few requests."""
    described = connection.contract("Descriptor")
    where = connection.contract("Receivables").address
    asked = [(described, "noteOf", where, note) for note in notes]
    answers = connection.calls(asked, block=block)
    return {note: found for note, found in zip(notes, answers, strict=True) if found["owner"]}


class Debts:
    """Receivables as read once each, for a reader that meets many notes of one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[tuple[ReceivableId, int], dict[str, Any]] = {}

    def load(self, receivables: Iterable[ReceivableId], block: int) -> None:
        """Read many receivables of notes in few requests."""
        connection, chosen = self._connection, list(dict.fromkeys(receivables))
        described = connection.contract("Descriptor")
        where = connection.contract("Receivables").address
        asked = [(described, "receivableOf", where, one) for one in chosen]
        for one, found in zip(chosen, connection.calls(asked, block=block), strict=True):
            self._found[one, block] = {**found, "id": one}

    def at(self, receivable: ReceivableId, block: int) -> dict[str, Any]:
        """Return the fields of a receivable at a block; see ``receivable_fields``."""
        key = (receivable, block)
        if key not in self._found:
            self._found[key] = receivable_fields(self._connection, receivable, block)
        return self._found[key]
