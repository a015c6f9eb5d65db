"""
What was signed, written down before it is sent: the memory that makes a retry harmless.

A row is written, with the raw bytes and their hash, in the same transaction that takes the
nonce; only then are the bytes sent. Whatever happens afterwards, the same bytes are sent again,
or the same call with the same nonce and higher fees: at most one of them is ever mined, and all
are kept, the last in the row and the earlier ones in a table of their own. Without a path the
journal lives in memory and keeps its promise for as long as the process. A third table keeps
texts of which the chain has only the hash.
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

from silkline.errors import BadInput, Conflict, NotReady

__all__ = ["Intent", "Journal"]

State = Literal["signed", "sent", "mined", "reverted", "superseded"]

VERSION = 1
"""Version of the tables: 1 added that of earlier bytes; a file of before has 0."""

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
CREATE INDEX IF NOT EXISTS intent_hashes ON intents (hash);
CREATE TABLE IF NOT EXISTS replaced (
    hash TEXT PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    raw BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS replaced_keys ON replaced (chain_id, key);
CREATE TABLE IF NOT EXISTS texts (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Intent:
    """
    One transaction of ours, from its signature on.

    What was signed with other fees for the same act differs in ``hash`` and ``raw`` alone.
    """

    chain_id: int
    key: str
    payload: str
    """Hash of what shall be done: the same key never stands for anything else."""
    sender: str
    nonce: int
    hash: str
    raw: bytes
    state: State = "signed"

    @property
    def is_open(self) -> bool:
        """Whether it is not known how it ended."""
        return self.state in ("signed", "sent")


class Journal:
    """A table of intents in an SQLite file, or in memory."""

    def __init__(self, path: str | Path | None = None) -> None:
        """
        Args:
            path: The file; it is made when missing, and one of an earlier version is brought up
                to date in place. Several processes may share it.

        Raises:
            BadInput: A later version of this package wrote it.
            NotReady: It cannot be used now.
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
            self._migrate()
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

    def _migrate(self) -> None:
        """Bring an empty or earlier file up to date; what is in it stays as it is."""
        found = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if found > VERSION:
            self._db.close()
            raise BadInput(
                f"the journal {self._path} is of version {found}, this package knows {VERSION}: "
                "a later silkline wrote it, so use that one, or name another file"
            )
        if found < VERSION:
            self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION};")
            self._db.execute("COMMIT")

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

    def exchange(self, intent: Intent, draft: Callable[[], Intent]) -> Intent:
        """
        Write down other bytes of the same act with the same nonce; the present ones are kept.

        Where another process has done so just now, or knows how the act ended, its intent is
        returned and nothing is signed.

        Args:
            intent: What is written down now.
            draft: Signs and returns the intent with the new bytes.

        Raises:
            NotReady: It is not written down any more, or the file cannot be used.
        """
        with self._errors(), self._transaction():
            where = "WHERE chain_id = ? AND key = ?"
            rows = self._rows(where, intent.chain_id, intent.key)
            if not rows:
                raise NotReady(
                    f"another process gave {intent.hash} (key {intent.key!r}) up just now, as no "
                    "node took it; repeat the call"
                )
            found = rows[0]
            if found.hash != intent.hash or not found.is_open:
                return found
            made = draft()
            kept = (found.hash, found.chain_id, found.key, found.raw)
            self._db.execute("INSERT INTO replaced VALUES (?, ?, ?, ?)", kept)
            self._db.execute(
                "UPDATE intents SET hash = ?, raw = ? WHERE chain_id = ? AND key = ?",
                (made.hash, made.raw, made.chain_id, made.key),
            )
        return made

    def versions(self, digest: str) -> list[Intent]:
        """
        Return all that was signed for an act, the last first: any of it may be what is mined.

        Args:
            digest: Hash of any of them; what is not ours has no versions.
        """
        kept = "(SELECT chain_id, key FROM replaced WHERE hash = ?)"
        found = self._rows(f"WHERE hash = ? OR (chain_id, key) IN {kept}", digest, digest)
        if not found:
            return []
        last = found[0]
        with self._errors():
            rows = self._db.execute(
                "SELECT hash, raw FROM replaced WHERE chain_id = ? AND key = ? ORDER BY rowid DESC",
                (last.chain_id, last.key),
            )
            return [last, *(replace(last, hash=hash_, raw=raw) for hash_, raw in rows)]

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
