"""One pass over the events of all contracts of the suite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from silkline.chain.connection import AsOf, Connection
from silkline.loans.known import learn
from silkline.survey import debts, loans
from silkline.survey.records import Survey

__all__ = ["Progress", "survey"]

Progress = Callable[[str, int, int], None]
"""Told what is being read, how much of it is done, and how much there is."""
EVERY: Final = 1000
"""Events after which progress is told."""
_HANDLERS: Final = {**debts.HANDLERS, **loans.HANDLERS}


def survey(
    connection: Connection, head: AsOf | None = None, progress: Progress | None = None
) -> Survey:
    """
    Return the system at a block, from one search of the events of all its contracts.

    The node sends every event since the deployment, and some three thousand a second are read:
    half a minute for a hundred thousand. What is asked often is the ledger's to keep.

    Args:
        connection: The node and the deployment.
        head: The block, the latest unless given.
        progress: Told how far the reading is.
    """
    found = Survey(connection, head or connection.head())
    suite = [address for address, kind in connection.names.items() if kind != "DepositToken"]
    first, last = connection.first_block, found.head.number
    logs = connection.logs(addresses=suite, first=first, last=last)
    found.events = tuple(sorted(logs, key=lambda one: (one.place.block, one.place.index)))
    for number, event in enumerate(found.events, start=1):
        handle = _HANDLERS.get(type(event))
        if handle:
            handle(found, event)
        if progress and number % EVERY == 0:
            progress("events", number, len(found.events))
    learn(connection, found.events)
    return found
