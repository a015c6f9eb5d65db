"""
A chain of one's own.

├── when the kind is unknown, the program missing, or it ends at once  → the error says so
├── when the test fails inside                                         → the node is stopped
└── otherwise                                                          → both nodes work alike
"""

from __future__ import annotations

import os
import time

import pytest

import silkline as sl
from silkline.chain import local
from tests.sdk.world import START

KINDS = [pytest.param("anvil"), pytest.param("ganache", marks=pytest.mark.ganache)]


def is_alive(group: int) -> bool:
    """Return whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_unknown_kind_is_refused():
    """There are two kinds of local chain."""
    with (
        pytest.raises(sl.BadInput, match=r"'anvil' or 'ganache', got 'hardhat'"),
        sl.local_chain("hardhat"),
    ):
        pass


@pytest.mark.parametrize("kind", ["anvil", "ganache"])
def test_a_missing_program_says_what_to_do(kind, monkeypatch, tmp_path):
    """The message names the folders, the command that installs it, and PATH."""
    monkeypatch.setattr(local, "__file__", str(tmp_path / "a" / "b" / "local.py"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(sl.NodeError, match=rf"no {kind}: .*make demo.*put {kind} on PATH"):
        local.find_node(kind)


def test_a_program_that_ends_at_once_tells_its_last_words():
    """An option that the node does not know is shown in the node's own words."""
    with (
        pytest.raises(sl.NodeError, match=r"(?s)anvil does not start: .*--no-such-option"),
        sl.local_chain(options=("--no-such-option",)),
    ):
        pass


def test_a_program_that_never_answers_is_stopped(monkeypatch, tmp_path):
    """The start has a deadline, after which nothing is left running."""
    script = tmp_path / "anvil"
    script.write_text("#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 60\n")
    script.chmod(0o755)
    monkeypatch.setattr(local, "find_node", lambda kind: str(script))
    monkeypatch.setattr(local, "START_SECONDS", 1.0)
    with pytest.raises(sl.NodeError, match=r"did not answer"), sl.local_chain():
        pass
    assert not is_alive(int((tmp_path / "pid").read_text()))


def test_a_failure_inside_stops_the_node():
    """Whatever happens to the test, no node survives it."""
    with pytest.raises(ZeroDivisionError), sl.local_chain() as running:
        _ = 1 // 0
    deadline = time.monotonic() + 5
    while is_alive(running.process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(running.process.pid)


@pytest.mark.parametrize("kind", KINDS)
def test_time_and_snapshots(kind):
    """Blocks have the time asked for, and a snapshot brings state back once."""
    with sl.local_chain(kind, accounts=2, timestamp=START, chain_id=31337) as running:
        assert START <= running.time <= START + 5
        snapshot = running.snapshot()

        assert running.set_time(START + 1_000) in (START + 1_000, START + 1_001)
        before = running.time
        assert running.advance(86_400) in (before + 86_400, before + 86_401)
        with pytest.raises(sl.BadInput, match=r"time only moves on"):
            running.set_time(START)
        running.revert(snapshot)

        assert running.rpc.number("eth_blockNumber") == 0
        with pytest.raises((sl.BadInput, sl.NodeError)):
            running.revert(snapshot)
        running.mine(3)
        assert running.rpc.number("eth_blockNumber") == 3
        assert running.rpc.number("eth_chainId") == 31337
        assert len(running.accounts) == len(running.keys) == 2
        for account in running.accounts:
            assert running.rpc.number("eth_getBalance", account, "latest") == 10_000 * 10**18


def test_two_chains_run_beside_each_other():
    """Each has a port of its own."""
    with sl.local_chain(accounts=1) as one, sl.local_chain(accounts=1, block_time=60) as other:
        one.mine()

        assert one.url != other.url
        assert (one.rpc.number("eth_blockNumber"), other.rpc.number("eth_blockNumber")) == (1, 0)
