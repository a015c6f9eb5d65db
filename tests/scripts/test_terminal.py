"""
The command line in a real terminal, as an operator sees it

├── a job of several acts: password asked for and not shown, each act told and confirmed
├── tables and words fit the width, addresses are whole; colours only in the terminal
├── Ctrl-C at a question       → nothing was done, exit 2
└── Ctrl-C in the middle       → said what it means, exit 130; the same command goes on
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import silkline as sl
from silkline.cli import main
from tests.scripts.conftest import Site
from tests.scripts.nodes import HANDS, PASSWORD, environment, keystore, run

NEW = sl.Key("0x" + "79" * 32).address
CTRL_C = "\x03"
SILENCE, PATIENCE = 2, 60
"""Seconds after which a terminal is silent, and after which it is given up."""
# Whoever leads a session and has no terminal yet takes the one that it is given for its own.
# Tests that run in the background inherit that Ctrl-C is ignored, which no terminal does.
LEADER = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "silkline", *sys.argv[1:]])
"""
Reply = str | Callable[[], str]
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Screen:
    """What stood on the terminal, and how the command ended."""

    raw: str = ""
    code: int | None = None
    replies: list[tuple[str, Reply]] = field(default_factory=list)
    """What is waited for, as a regular expression, and what is typed or done then."""

    @property
    def text(self) -> str:
        """The text without colours, a line that was drawn over only as it was last."""
        lines = ESCAPE.sub("", self.raw).replace("\r\n", "\n").split("\n")
        return "\n".join(line.rpartition("\r")[2] for line in lines)

    def read(self, terminal: int) -> Iterator[str]:
        """Read until whoever writes there has ended, and reply to what is asked."""
        silent, last = 0, ""
        while (part := _part(terminal)) != "":
            self.raw += part or ""
            silent = 0 if part else silent + 1
            assert silent * SILENCE < PATIENCE, f"it says nothing more: {self.text}"
            if self.replies and re.search(self.replies[0][0], self.raw):
                reply = self.replies.pop(0)[1]
                last = reply if isinstance(reply, str) else reply()
                yield last
            elif silent and last == CTRL_C:  # Python misses it between prompt and reading
                yield last


def _part(terminal: int) -> str | None:
    """Return what stands there next; nothing at its end, None while it is silent."""
    if not select.select([terminal], [], [], SILENCE)[0]:
        return None
    try:
        return os.read(terminal, 1 << 16).decode(errors="replace")
    except OSError:  # how Linux says that the other side of a terminal is closed
        return ""


def typed(
    *words: object,
    folder: Path,
    width: int,
    replies: tuple[tuple[str, Reply], ...] = (),
    **env: str,
) -> Screen:
    """Run ``silkline`` in a terminal; reply to each question when it stands there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    screen = Screen(replies=list(replies))
    with subprocess.Popen(
        [sys.executable, "-c", LEADER, *map(str, words)],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=environment(COLUMNS=str(width), TERM="xterm-256color", **env),
    ) as process:
        os.close(theirs)
        try:
            for reply in screen.read(ours):
                os.write(ours, reply.encode())
            screen.code = process.wait(PATIENCE)
        finally:
            process.kill()
            os.close(ours)
    assert not screen.replies, screen.text
    return screen


def named(site: Site, hand: str) -> dict[str, str]:
    """Return the environment of somebody with a keystore, whose password is asked for."""
    keystore(site.folder / "key.json", HANDS[hand])
    return {**reading(site), "SILKLINE_KEYSTORE": "key.json"}


def reading(site: Site) -> dict[str, str]:
    """Return the environment of somebody who only reads."""
    return {"SILKLINE_RPC": site.chain.url, "SILKLINE_DEPLOYMENT": "deployment.json"}


def test_a_job_of_several_acts(site: Site) -> None:
    """A party is registered, changed and looked at; the password never stands there."""
    signing, seen = named(site, "registrar"), {"folder": site.folder, "width": 80}
    asked = (("Password: ", f"{PASSWORD}\n"), (r"Send it\? \[y/N\]: ", "y\n"))
    profile = ("--role", "supplier", "--kyc", "2050-12-31")
    done = typed("party", "register", 7, NEW, *profile, replies=asked, **seen, **signing)
    assert done.code == 0, done.text
    assert PASSWORD not in done.raw
    assert f"Register party 7 with cash account {NEW}:\n    roles supplier, KYC" in done.text
    assert re.search(r"^Transaction   0x[0-9a-f]{64}$", done.text, re.MULTILINE)
    _check_width(done, 80)

    wrong = (asked[0], (r"Send it\? \[y/N\]: ", "n\n"))
    refused = typed("party", "update", 7, *profile, replies=wrong, **seen, **signing)
    assert (refused.code, "not confirmed, so nothing was done" in refused.text) == (2, True)
    words = ("party", "update", 7, "--role", "funder", "--kyc", "2050-12-31")
    assert typed(*words, replies=asked, **seen, **signing).code == 0
    shown = typed("party", "show", 7, **seen, **reading(site))
    assert re.search(r"^Roles          funder *$", shown.text, re.MULTILINE)
    again = typed("party", "register", 7, NEW, *profile, replies=asked[:1], **seen, **signing)
    assert (again.code, "Refused by the contract: " in again.text) == (1, True)


@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_terminal(site: Site, width: int) -> None:
    """No line is longer than the terminal is wide, no address is cut; a pipe gets plain text."""
    for words in (("status",), ("account", "list", "1")):
        shown = typed(*words, folder=site.folder, width=width, **reading(site))
        piped = site.runner.invoke(main, words, env={**reading(site), "COLUMNS": "200"})
        assert (shown.code, piped.exit_code) == (0, 0)
        _check_width(shown, width)
        assert "\x1b[" in shown.raw
        assert "\x1b" not in piped.stdout
        addresses = re.findall(r"0x[0-9a-fA-F]{40}", piped.stdout)
        assert addresses
        assert re.findall(r"0x[0-9a-fA-F]{40}", shown.text) == addresses


def test_a_pipe_gets_plain_text(site: Site) -> None:
    """Without colours, and a line for each, however narrow the terminal is."""
    profile = ("--role", "supplier", "--kyc", "2050-12-31")
    words = ("party", "register", "7", NEW, *profile, "--dry-run")
    key = bytes(HANDS["registrar"]._account.key).hex()
    seen = {**reading(site), "SILKLINE_KEY": key, "COLUMNS": "40"}
    piped = run("silkline", *words, folder=site.folder, **seen)
    assert piped.returncode == 0, piped.stderr
    first = f"Register party 7 with cash account {NEW}: roles supplier, KYC until 2050-12-31"
    assert piped.stdout.splitlines()[0] == first
    assert "\x1b" not in piped.stdout + piped.stderr


def _check_width(screen: Screen, width: int) -> None:
    long = [line for line in screen.text.split("\n") if len(line) > width]
    assert long == []


def test_ctrl_c_at_a_question(site: Site) -> None:
    """Nothing is done: neither when the password is asked for, nor when the act is."""
    signing, seen = named(site, "guardian"), {"folder": site.folder, "width": 80}
    secret = ("Password: ", f"{PASSWORD}\n")
    first = typed("halt", "--hours", 1, replies=(("Password: ", CTRL_C),), **seen, **signing)
    assert (first.code, "no password was given, so nothing was done" in first.text) == (2, True)
    asked = (secret, (r"Send it\? \[y/N\]: ", CTRL_C))
    second = typed("halt", "--hours", 1, replies=asked, **seen, **signing)
    assert (second.code, "not confirmed, so nothing was done" in second.text) == (2, True)
    assert site.system().parties.halted_until() == 0


def test_ctrl_c_in_the_middle(tmp_path: Path) -> None:
    """A deployment is interrupted while its bar moves, and goes on; nothing is sent twice."""
    with sl.local_chain() as chain:
        chain.rpc("evm_setAutomine", False)
        words = ("deploy", "--journal", "journal", "--deployment", "system.json")
        key = bytes(chain.keys[0]._account.key).hex()
        seen = {"folder": tmp_path, "width": 80, "SILKLINE_RPC": chain.url, "SILKLINE_KEY": key}

        def one_block() -> str:
            while chain.rpc.number("eth_getTransactionCount", chain.accounts[0], "pending") < 16:
                time.sleep(0.02)
            chain.mine()
            return ""

        middle = ((" 0/28", one_block), (r"[1-9]\d?/28", CTRL_C))
        stopped = typed(*words, replies=middle, **seen)
        assert stopped.code == 130
        assert "Interrupted: what was sent stays sent; the same command goes on" in stopped.text
        chain.rpc("evm_setIntervalMining", 1)
        done = typed(*words, **seen)
        assert done.code == 0, done.text
        assert "Transactions ━" in done.text
        assert " 28/28 " in done.text
        _check_width(done, 80)
        deployment = sl.Deployment.load(tmp_path / "system.json")
        assert deployment.address("Receivables") in done.text
        assert chain.rpc.number("eth_getTransactionCount", chain.accounts[0], "latest") == 28
