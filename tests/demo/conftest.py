"""Runs the demo once per node, as its user does, and keeps what it printed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODES = ("anvil", pytest.param("ganache", marks=pytest.mark.ganache))


@dataclass(frozen=True)
class Outcome:
    """What a run of the demo left: exit code, output, seconds, and its folder."""

    code: int
    printed: str
    complaint: str
    seconds: float
    folder: Path

    @property
    def page(self) -> str:
        """The page that the demo left."""
        return (self.folder / "tree.html").read_text(encoding="utf-8")


def demo(folder: Path, *options: str) -> Outcome:
    """Run the demo as a child process."""
    command: Sequence[str] = [sys.executable, "-m", "scripts.demo", "--output", str(folder)]
    began = time.monotonic()
    done = subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    seconds = time.monotonic() - began
    return Outcome(done.returncode, done.stdout, done.stderr, seconds, folder)


@pytest.fixture(scope="session", params=NODES)
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One whole run on each node."""
    return demo(tmp_path_factory.mktemp(request.param), "--network", request.param)
