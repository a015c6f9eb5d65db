"""
scripts.console

├── prints what is at hand, and does the lines that it suggests
├── answers what docs/console.md says
├── has contracts, interfaces and parties of one system
├── ends with exit code 1 when a line fails
└── refuses to start when somebody has Brownie's port, or on an unknown node
"""

from __future__ import annotations

import doctest
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import console

ROOT = Path(__file__).resolve().parents[2]
CHECKS = (
    "receivables.ownerOf(int(note)) == tier1.account",
    "interface.IReceivables(receivables.address).custodianAt(1) == discounting.address",
    "parties.holderOf(anchor.account) == int(anchor.id)",
    "system.programmes.get(programme).used == sl.Money('1190000.00', 'EUR')",
    "descriptor.noteOf(receivables, int(note))['owner'] == int(tier1.id)",
    "euro.balanceOf(bank_a.account) == console_cash",
    "tier4.account.balance() == 0",
    "programmes.address == system.deployment.address('Programmes')",
    "authority.hasRole(1, system.account)[0]",
    "Parties is not None and len(chain) > 20",
)


def run(*lines: str) -> tuple[int, str]:
    """Feed lines to the console; return exit code and output without colours."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.console"],
        cwd=ROOT,
        input="".join(f"{line}\n" for line in lines),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=900,
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def suggested() -> list[str]:
    """Return the lines that the console suggests to try."""
    _, _, lines = console.WELCOME.partition("Try:\n")
    return [line.strip() for line in lines.strip().splitlines()]


def session() -> list[doctest.Example]:
    """Return the lines of docs/console.md, each with what comes back."""
    page = (ROOT / "docs/console.md").read_text(encoding="utf-8")
    return doctest.DocTestParser().get_examples(re.sub(r"(?m)^```.*$", "", page))


def test_unattended() -> None:
    """The session of docs/console.md goes as written, and everything that is named is there."""
    lines = [example.source.rstrip("\n") for example in session()]
    first = suggested()
    assert lines[: len(first)] == first
    cash = f"console_cash = {console.CASH.minor}"
    code, output = run(*first, cash, *CHECKS, *lines[len(first) :])
    assert code == 0, output
    assert "Silkline 0.1.0 on development" in output
    assert "contracts   authority, forwarder, parties, programmes" in output
    # Brownie prints an empty line now and then, when it reads the chain in the background.
    shown = re.sub(r"\n{2,}", "\n", output)
    for line in CHECKS:
        assert f">>> {line}\nTrue\n" in shown, line
    _check_session(shown)


def _check_session(shown: str) -> None:
    """See that each line of the page gave what the page says."""
    checker, end = doctest.OutputChecker(), 0
    for example in session():
        start = shown.index(f">>> {example.source}", end) + len(f">>> {example.source}")
        end = shown.find("\n>>> ", start - 1) + 1 or shown.index("\nTerminating", start) + 1
        got = shown[start:end]
        assert checker.check_output(example.want, got, doctest.ELLIPSIS), (example.source, got)


def test_failing_line() -> None:
    """A line that the chain refuses is shown with its reason, and makes the exit code 1."""
    refused = "tier1.desk.notes.get('0x000000000000000000000001#1')"
    code, output = run(refused, "1 +", "print('still here')")
    assert code == 1
    assert "NoteUnknown" in output
    assert "SyntaxError" in output
    assert "still here" in output


def test_port_taken(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With Brownie's port taken the console says so in one line."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        monkeypatch.setattr(console, "PORT", listener.getsockname()[1])
        assert console.main() == 1
    assert "is taken: stop what listens there" in capsys.readouterr().err


def test_unknown_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that is neither Anvil nor Ganache is refused by name."""
    monkeypatch.setenv("SILKLINE_NETWORK", "mainnet")
    with pytest.raises(ValueError, match="not 'mainnet'"):
        console.brownie_node.name()
