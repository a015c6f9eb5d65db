"""What is whose, straight from the chain: a party's accounts, its notes, what waits for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eth_utils.crypto import keccak

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import Connection
from silkline.chain.logs import Event
from silkline.ids import NoteId, PartyId
from silkline.state import notes_fields

__all__ = ["accounts", "held", "proposed"]


def held(connection: Connection, party: PartyId, block: int) -> dict[NoteId, dict[str, Any]]:
    """
    Return the notes that *party* holds at *block*, in the order in which it got them.

    With the fields of each: who holds a note now is only to be had by asking for the note.
    """
    cash = [_topic(int(address, 16)) for address in _cash_accounts(connection, party, block)]
    if not cash:
        return {}
    arrived = _logs(connection, block, events.ReceivablesTransfer, None, cash)
    came = dict.fromkeys(
        NoteId(event.token_id) for event in arrived if isinstance(event, events.ReceivablesTransfer)
    )
    found = notes_fields(connection, list(came), block)
    return {note: fields for note, fields in found.items() if fields["owner"] == party}


def proposed(connection: Connection, receiver: PartyId, block: int) -> tuple[NoteId, ...]:
    """Return the notes that were ever proposed to *receiver* until *block*, each once."""
    found = _logs(connection, block, events.AssignmentProposed, None, None, _topic(int(receiver)))
    kinds = (event.note for event in found if isinstance(event, events.AssignmentProposed))
    return tuple(dict.fromkeys(kinds))


def accounts(connection: Connection, party: PartyId, block: int) -> tuple[str, ...]:
    """Return the accounts that *party* ever had until *block*, cash accounts first, each once."""
    found = _cash_accounts(connection, party, block)
    for event in _logs(connection, block, events.AccountSet, _topic(int(party))):
        if isinstance(event, events.AccountSet):
            found.append(event.account)
    return tuple(dict.fromkeys(found))


def _cash_accounts(connection: Connection, party: PartyId, block: int) -> list[str]:
    """Return every cash account that a party ever had: notes stay when it changes."""
    own, found = _topic(int(party)), []
    for event in _logs(connection, block, events.PartyRegistered, own):
        if isinstance(event, events.PartyRegistered):
            found.append(event.cash)
    for event in _logs(connection, block, events.CashAccountChanged, own):
        if isinstance(event, events.CashAccountChanged):
            found.append(event.current)
    return found


def _logs(
    connection: Connection, block: int, kind: type[Event], *topics: str | list[str] | None
) -> Iterable[Event]:
    """Return the events of a kind from the deployment's first block to *block*."""
    asked = [abi.to_hex(keccak(text=kind.signature)), *topics]
    return connection.logs(asked, first=connection.first_block, last=block)


def _topic(value: int) -> str:
    return f"0x{value:064x}"
