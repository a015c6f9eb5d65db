"""
silkline up: a system to try things on, in a process of its own.

├── without a node's program      → exit 3, and where it was looked for
├── when the node dies            → exit 3
├── while it runs                 → everybody can act with what was printed, in a terminal as well
└── stopped by Ctrl-C or kill     → exit 0, and nothing of it is left
"""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import silkline as sl
from silkline import starter
from silkline.cli import main
from silkline.cli.up import up
from tests.sdk.world import TRADE

PATIENCE = 120
"""Seconds that a busy machine may take."""
PROGRAM = [sys.executable, "-c", "from silkline.cli import main; main()"]


def started(*options: str) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    pipe = subprocess.PIPE
    return subprocess.Popen([*PROGRAM, "up", *options], stdout=pipe, stderr=pipe, text=True)


def answer_of(process: subprocess.Popen[str], last: str) -> str:
    """Return what it prints, up to the line that begins with *last*."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or not lines[-1].startswith(last):
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else ""
        lines.append(line)
    return "".join(lines)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The command while it runs, and what it answered."""
    with started("--json") as process:
        yield process, json.loads(answer_of(process, "}"))
        process.send_signal(signal.SIGTERM)


def run(answer: dict[str, Any], member: int, *arguments: object) -> Any:
    """Run a command as one of those that were printed, and return its answer."""
    env = {**answer["environment"], "SILKLINE_KEY": answer["members"][member]["key"]}
    done = CliRunner().invoke(main, [*map(str, arguments), "--json"], env=env)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_without_a_node_it_says_what_to_do(monkeypatch):
    """The program is missing: the same call succeeds once it is there."""

    def missing(kind: str) -> str:
        raise sl.NodeError(f"no {kind}: neither in the project's node_modules nor on PATH")

    monkeypatch.setattr("silkline.chain.local.find_node", missing)
    done = CliRunner().invoke(up, ["--json"])

    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"]["code"] == "node"


def test_everybody_is_there(running):
    """The operator and the parties by role, whole and with money."""
    _, answer = running
    assert run(answer, 0, "status")["whole"] is True
    assert [one["party"] for one in answer["members"]] == [None, 1, 2, 3, 4, 5, 6, 7]
    assert run(answer, 0, "party", "show", 1)["roles"] == ["anchor"]
    assert run(answer, 0, "party", "show", 5)["roles"] == ["funder", "guarantor"]

    shown = run(answer, 0, "programme", "show", answer["programme"])
    assert shown["room"] == {"amount": "5000000.00", "currency": "EUR"}
    environment = answer["environment"]
    bank = sl.connect(
        environment["SILKLINE_RPC"], deployment=environment["SILKLINE_DEPLOYMENT"]
    ).deposits
    assert bank.balance(answer["members"][5]["account"], "EUR") == starter.CASH


def test_a_debt_goes_from_the_anchor_to_the_bank(running):
    """Confirmed, passed on, sold, with nothing but what was printed."""
    _, answer = running
    environment = answer["environment"]
    system = sl.connect(
        environment["SILKLINE_RPC"],
        deployment=environment["SILKLINE_DEPLOYMENT"],
        signer=[sl.Key(one["key"]) for one in answer["members"]],
    )
    due = sl.dates.moment(system.head().time).date() + timedelta(days=90)
    face = sl.Money("120000.00", "EUR")
    terms = system.receivables.terms(answer["programme"], 2, 0xF1, face, due)
    anchor = system.as_(answer["members"][1]["account"])
    note = anchor.receivables.confirm(terms).submit().result.note
    passed = run(answer, 2, "note", "assign", note, 3, "--trade", TRADE, "--yes")["result"]["note"]
    until = sl.dates.moment(system.head().time + 86_400).isoformat()
    offer = Path(environment["SILKLINE_DEPLOYMENT"]).with_name("offer.json")
    terms_of_offer = ("--rate", "4.5 %", "--cap", "500000.00 EUR", "--smallest", "1.00 EUR")
    rest = ("--fee", "25.00 EUR", "--until", until, "--salt", 1, "--yes", "--out", offer)
    make = ("offer", "make", "--funder", 5, "--programme", "1/1", *terms_of_offer, *rest)
    env = {**environment, "SILKLINE_KEY": answer["members"][5]["key"]}
    assert CliRunner().invoke(main, [*map(str, make)], env=env).exit_code == 0

    deal = run(answer, 3, "offer", "take", offer, passed, "--at-least", "1.00 EUR", "--yes")
    assert (deal["result"]["seller"], deal["result"]["funder"]) == (3, 5)
    assert run(answer, 0, "note", "show", note)["note"]["owner"] == 5


def test_an_act_is_confirmed_in_a_real_terminal(running):
    """It is told in words and asked for; what is typed is taken, and the result is a table."""
    _, answer = running
    ours, theirs = pty.openpty()
    env = {**os.environ, **answer["environment"], "SILKLINE_KEY": answer["members"][4]["key"]}
    command = [*PROGRAM, "party", "opt-in", "assignments", "transfers"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        shown = typed(ours, "Send it? [y/N]: ", "y\n")
        assert process.wait(timeout=PATIENCE) == 0

    assert "Consent beforehand to: assignments+transfers" in shown
    assert "Transaction" in shown
    assert run(answer, 0, "party", "show", 4)["opt_ins"] == ["assignments", "transfers"]


def typed(terminal: int, question: str, reply: str) -> str:
    """Read a terminal to its end, reply to the question, and return all that stood there."""
    shown, replied = "", False
    with open(terminal, "r+b", buffering=0) as screen:
        while part := chunk(screen):
            shown += part
            if question in shown and not replied:
                screen.write(reply.encode())
                replied = True
    return shown


def chunk(screen: io.FileIO) -> str:
    """Return what stands there next; nothing once whoever wrote there has ended."""
    try:
        return screen.read(4096).decode()
    except OSError:  # how Linux says that the other side of a terminal is closed
        return ""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_it_prints_what_to_type_and_leaves_nothing(how):
    """Keys and variables; once it is stopped, the node and its folder are gone."""
    with started() as process:
        shown = answer_of(process, "Ctrl-C stops it.")
        folder = Path(shown.partition("SILKLINE_DEPLOYMENT=")[2].splitlines()[0]).parent
        url = shown.partition("SILKLINE_RPC=")[2].splitlines()[0]
        assert (folder / "deployment.json").exists()
        assert "supplier of tier 1" in shown
        named = re.findall(r"^export SILKLINE_KEY=0x[0-9a-f]{64}  # (.+)$", shown, re.MULTILINE)
        assert (len(named), named[0], named[5]) == (8, "operator", "bank A")
        process.send_signal(how)
        _, told = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert "Stopped: nothing of it is left" in told
    assert not folder.exists()
    with pytest.raises(sl.NodeError):
        sl.connect(url)


def test_a_node_that_dies_is_told(monkeypatch):
    """With exit 3, since the same call may succeed."""
    furnish = starter.furnish

    def then_dies(chain: sl.LocalChain) -> sl.Deployment:
        record = furnish(chain)
        os.killpg(chain.process.pid, signal.SIGKILL)
        return record

    monkeypatch.setattr(starter, "furnish", then_dies)
    done = CliRunner().invoke(up, ["--json"])

    assert done.exit_code == 3
    assert "the local chain ended by itself, with code" in done.stdout
