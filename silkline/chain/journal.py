"""
What was signed, written down before it is sent: the memory that makes a retry harmless.

A row is written, with the raw bytes and their hash, in the same transaction that takes the
nonce; only then are the bytes sent. Whatever happens afterwards, the same bytes are sent again,
never others under the same key. Without a path the journal lives in memory and keeps its promise
for as long as the process. A second table keeps texts of which the chain has only the hash.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Literal

from silkline.errors import Conflict, NotReady

__all__ = ["Intent", "Journal"]

State = Literal["signed", "sent", "mined", "reverted", "superseded"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS intents (
    chain_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    sender TEXT NOT NULL,
    nonce INTEGER NOT NULL,
    hash TEXT NOT NULL,
    raw BLOB NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (chain_id, key)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS open_nonces ON intents (chain_id, sender, nonce)
    WHERE state IN ('signed', 'sent');
CREATE TABLE IF NOT EXISTS texts (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Intent:
    """One transaction of ours, from its signature on."""

    chain_id: int
    key: str
    payload: str
    """Hash of what shall be done: the same key never stands for anything else."""
    sender: str
    nonce: int
    hash: str
    raw: bytes
    state: State = "signed"


class Journal:
    """A table of intents in an SQLite file, or in memory."""

    def __init__(self, path: str | Path | None = None) -> None:
        """
        Args:
            path: The file; it is made when missing. Several processes may share it.
        """
        self._path = str(path or ":memory:")
        self._lock = threading.RLock()
        with self._errors():
            if path is not None:
                _make_private(Path(path))
            self._db = sqlite3.connect(
                self._path, timeout=10, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
        self.close = weakref.finalize(self, self._db.close)
        """Close the file; done by itself when the journal is no longer used."""

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """One thread at a time; a database that cannot be used is ``NotReady``."""
        try:
            with self._lock:
                yield
        except (sqlite3.OperationalError, OSError) as error:
            raise NotReady(
                f"the journal {self._path} cannot be used ({error}); nothing was sent, "
                "repeat the call once it can"
            ) from error

    def find(self, chain_id: int, key: str, payload: str) -> Intent | None:
        """
        Return the intent recorded under *key*, or None.

        Raises:
            Conflict: The key stands for something else.
        """
        where = "WHERE chain_id = ? AND key = ?"
        found = self._rows(where, chain_id, key)
        if found and found[0].payload != payload:
            raise Conflict(
                f"the key {key!r} was used for another operation (transaction "
                f"{found[0].hash}); a new operation needs a key of its own"
            )
        return found[0] if found else None

    def unfinished(self, chain_id: int, sender: str) -> list[Intent]:
        """Return the sender's intents that are not known to be mined, by nonce."""
        where = "WHERE chain_id = ? AND sender = ? AND state IN ('signed', 'sent') ORDER BY nonce"
        return self._rows(where, chain_id, sender)

    def record(
        self, draft: Callable[[int], Intent], chain_id: int, sender: str, count: int
    ) -> Intent:
        """
        Take the next nonce, sign with it and write the intent down, all or nothing.

        Args:
            draft: Signs with the nonce that it is given.
            chain_id: The chain.
            sender: The account.
            count: Transactions of the account that the node knows of, pending ones included.
        """
        with self._errors(), self._transaction():
            unfinished = self.unfinished(chain_id, sender)
            intent = draft(max([count, *(row.nonce + 1 for row in unfinished)]))
            self._insert(intent)
        return intent

    def _insert(self, intent: Intent) -> None:
        try:
            self._db.execute("INSERT INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(intent))
        except sqlite3.IntegrityError as error:
            raise Conflict(
                f"key {intent.key!r} or nonce {intent.nonce} of {intent.sender} was "
                "taken by another process just now; repeat the call"
            ) from error

    def mark(self, intent: Intent, state: State) -> Intent:
        """Record how far *intent* has come."""
        with self._errors():
            self._db.execute(
                "UPDATE intents SET state = ? WHERE chain_id = ? AND key = ?",
                (state, intent.chain_id, intent.key),
            )
        return replace(intent, state=state)

    def forget(self, intent: Intent) -> None:
        """Remove an intent that no node ever took: its nonce and its key are free again."""
        with self._errors():
            self._db.execute(
                "DELETE FROM intents WHERE chain_id = ? AND key = ? AND state = 'signed'",
                (intent.chain_id, intent.key),
            )

    def keep(self, digest: str, text: str) -> None:
        """Keep a text of which the chain has only the hash; keeping it again changes nothing."""
        with self._errors():
            self._db.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (digest, text))

    def kept(self, digest: str) -> str | None:
        """Return the text kept under a hash, or None; whoever reads it checks the hash."""
        with self._errors():
            found = self._db.execute("SELECT text FROM texts WHERE hash = ?", (digest,)).fetchone()
        return None if found is None else str(found[0])

    def _rows(self, where: str, *values: object) -> list[Intent]:
        with self._errors():
            rows = self._db.execute(f"SELECT * FROM intents {where}", values)  # noqa: S608
            return [Intent(*row) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one."""
    if not path.exists():
        path.touch(mode=0o600)
