"""The drill goes well, prints its times, and fails when something is not as it must be."""

from __future__ import annotations

import re

import pytest

import silkline as sl
from scripts import drill


def test_the_drill(capsys: pytest.CaptureFixture[str]) -> None:
    """A system is halted, a stolen key replaced, and business resumed, with the times printed."""
    assert drill.main() == 0
    said = capsys.readouterr().out
    for line in (
        r"new business halted +0 d 00:00 +[\d.]+ s",
        r"recovery under way +0 d 00:00 +[\d.]+ s",
        r"the stolen key is dead +5 d 00:00 +[\d.]+ s",
        r"business resumed +5 d 00:00 +[\d.]+ s",
        r"the victim is paid +5 d 00:00 +[\d.]+ s",
        r"refused: the thief passes the note on \(AccountRetired\)",
        r"^13 checks passed\.",
    ):
        assert re.search(line, said, re.MULTILINE), said


def test_what_is_not_as_it_must_be_ends_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thief who is not refused fails the drill with exit code 1."""
    with sl.local_chain(accounts=12, timestamp=drill.START) as chain:
        made = drill.deployed(chain)
        held, _ = drill.set_up(made)
        made.note("the supplier calls")
        away = made.desk("supplier").notes.assign(held, 3, drill.FACE)
        with pytest.raises(drill.DrillFailed, match=r"^a theft: was not refused$"):
            made.refused("a theft", away, sl.refusals.Halted)
        with pytest.raises(drill.DrillFailed, match=r"^it: is 1, should be 2$"):
            made.check("it", 1, 2)

    def failing() -> None:
        raise drill.DrillFailed("it: is 1, should be 2")

    monkeypatch.setattr(drill, "run", failing)
    assert drill.main() == 1
    assert capsys.readouterr().err == "drill failed: it: is 1, should be 2\n"
