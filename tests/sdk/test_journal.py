"""
What was signed, written down before it is sent.

├── when a key stands for something else, or a nonce is taken twice  → Conflict
├── when the file cannot be used (locked, read-only)                 → NotReady, nothing sent
├── when a later version wrote the file                              → BadInput, it stays as it is
├── when signing fails                                               → nothing is written
├── when the file is of an earlier version                           → its intents go on
├── when other bytes take the place of an intent's                   → all are kept
└── otherwise                                                        → another process finds it
"""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace

import pytest

from silkline import BadInput, Conflict, NotReady
from silkline.chain.journal import Intent, Journal

SENDER = "0x" + "11" * 20


def intent(key: str = "a", nonce: int = 0, payload: str = "p") -> Intent:
    """Return an intent as ``draft`` makes it."""
    return Intent(1, key, payload, SENDER, nonce, f"0x{nonce:064x}", b"\x02" + bytes([nonce]))


def record(journal: Journal, key: str, count: int = 0) -> Intent:
    """Record an intent under *key*."""
    return journal.record(lambda nonce: intent(key, nonce), 1, SENDER, count)


@pytest.fixture
def path(tmp_path):
    """The file of a journal."""
    return tmp_path / "journal.db"


def test_a_key_never_stands_for_two_things(path):
    """The refusal names the key and the transaction that it stands for."""
    record(Journal(path), "deal-17")
    with pytest.raises(Conflict, match=r"'deal-17' was used for another operation .*0x0{64}"):
        Journal(path).find(1, "deal-17", "other")


def test_a_key_cannot_be_recorded_twice(path):
    """Of two processes with one key the second is refused."""
    record(Journal(path), "a")
    with pytest.raises(Conflict, match=r"taken by another process"):
        record(Journal(path), "a")


def test_a_locked_file_sends_nothing(path, monkeypatch):
    """When the intent cannot be stored the call ends before anything is sent (F27)."""
    journal = Journal(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    journal._db.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(NotReady, match=r"cannot be used \(database is locked\); nothing was sent"):
        record(journal, "a")
    other.execute("ROLLBACK")
    other.close()
    assert record(journal, "a").nonce == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """A journal in a place that does not exist says so at once (F28)."""
    with pytest.raises(NotReady, match=r"No such file"):
        Journal(tmp_path / "none" / "journal.db")


def test_a_failed_signature_leaves_nothing(path):
    """Nonce and key are free again when the signer refuses."""
    journal = Journal(path)

    def draft(nonce: int) -> Intent:
        raise RuntimeError("the vault is closed")

    with pytest.raises(RuntimeError, match=r"vault"):
        journal.record(draft, 1, SENDER, 0)
    assert journal.find(1, "a", "p") is None
    assert record(journal, "a").nonce == 0


def test_nonces_follow_the_node_and_the_journal(path):
    """The next nonce is above what the node has seen and above what is written down."""
    journal = Journal(path)

    assert [record(journal, "a", 5).nonce, record(journal, "b", 5).nonce] == [5, 6]
    assert record(Journal(path), "c", 9).nonce == 9


def test_a_mined_nonce_may_come_again(path):
    """After a local chain is set back, a number is used a second time."""
    journal = Journal(path)
    journal.mark(record(journal, "a"), "mined")

    assert record(journal, "b").nonce == 0
    assert [row.key for row in journal.unfinished(1, SENDER)] == ["b"]


def test_what_was_recorded_is_found_by_another_process(path):
    """Raw bytes, hash and state survive the process that wrote them."""
    made = Journal(path)
    made.mark(record(made, "a"), "sent")
    made.close()

    found = Journal(path).find(1, "a", "p")

    assert found == Intent(1, "a", "p", SENDER, 0, f"0x{0:064x}", b"\x02\x00", "sent")
    assert Journal(path).find(2, "a", "p") is None


def test_only_what_no_node_took_is_forgotten(path):
    """A transaction that was sent once stays written down."""
    journal = Journal(path)
    kept = journal.mark(record(journal, "a"), "sent")
    gone = record(journal, "b")
    journal.forget(kept)
    journal.forget(gone)

    assert journal.find(1, "a", "p") == kept
    assert journal.find(1, "b", "p") is None


def test_the_file_is_private(path):
    """Signed transactions are nobody else's business."""
    record(Journal(path), "a")

    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


BEFORE = """
CREATE TABLE intents (
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
CREATE UNIQUE INDEX open_nonces ON intents (chain_id, sender, nonce)
    WHERE state IN ('signed', 'sent');
CREATE TABLE texts (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
"""
"""The tables as they were before bytes could be exchanged."""


def higher(journal: Journal, old: Intent, number: int = 0xAA) -> Intent:
    """Write down other bytes in place of an intent's."""
    return journal.exchange(old, lambda: replace(old, hash=f"0x{number:064x}", raw=b"\x02\xff"))


def test_a_file_of_a_later_version_is_refused(path):
    """What this package does not know it does not touch."""
    Journal(path).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 9")
    with pytest.raises(BadInput, match=r"is of version 9, this package knows 1: a later silkline"):
        Journal(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (9,)


def test_what_another_process_gave_up_is_not_signed_again(path):
    """Its nonce may be another act's by now."""
    journal = Journal(path)
    gone = record(journal, "a")
    journal.forget(gone)
    with pytest.raises(NotReady, match=r"another process gave 0x0+ \(key 'a'\) up just now"):
        higher(journal, gone)
    assert journal.versions(gone.hash) == []


@pytest.mark.parametrize("how", ["outbid", "mined"])
def test_an_intent_that_moved_on_is_returned(path, how):
    """What another process exchanged, or saw mined, is signed no more."""
    old = record(Journal(path), "a")
    other = Journal(path)
    moved = higher(other, old) if how == "outbid" else other.mark(old, "mined")

    assert Journal(path).exchange(old, lambda: pytest.fail("it was signed")) == moved


def test_a_file_of_before_goes_on(path):
    """It is brought up to date in place: intents and texts stay, and bytes can be exchanged."""
    old = replace(intent("a", 7), state="sent")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript(BEFORE)
        row = (1, "a", "p", SENDER, 7, old.hash, old.raw, "sent")
        file.execute("INSERT INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        file.execute("INSERT INTO texts VALUES ('0x1', 'terms')")
    journal = Journal(path)

    assert (journal.find(1, "a", "p"), journal.kept("0x1")) == (old, "terms")
    assert journal.versions(old.hash) == [old]
    new = higher(journal, old)
    assert Journal(path).versions(new.hash) == [new, old]
    assert record(journal, "b").nonce == 8


def test_every_version_of_an_act_is_kept(path):
    """By the hash of any of them all are found, the last first, with the state of the act."""
    journal = Journal(path)
    one = record(journal, "a")
    two = higher(journal, one)
    three = higher(journal, two, 0xBB)
    record(journal, "b")
    journal.mark(three, "sent")

    expected = [replace(made, state="sent") for made in (three, two, one)]
    assert [Journal(path).versions(made.hash) for made in expected] == [expected] * 3
    assert journal.find(1, "a", "p") == expected[0]
    assert journal.versions("0x12") == []
