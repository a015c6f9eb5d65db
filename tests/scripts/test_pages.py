"""What docs/operations.md shows can be used as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import silkline as sl
from scripts.ops.__main__ import main
from scripts.ops.rules import read_rules
from silkline.cli.party_list import read_parties
from silkline.cli.plans import read_plan, require_safe
from tests.scripts.nodes import ROOT

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the block of the page in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_plan_of_the_page_is_one(tmp_path: Path) -> None:
    """It is read, has every field, and is safe on a chain that lasts."""
    (tmp_path / "plan.yaml").write_text(block("yaml"))
    plan = read_plan(tmp_path / "plan.yaml")
    require_safe(plan, sl.Key.create().address, 11_155_111)
    assert (plan.recovery_delay, plan.admin_delay) == (7 * 86_400, 2 * 86_400)
    assert plan.tokens[0].currency == "EUR"


def test_the_parties_of_the_page_are_parties(tmp_path: Path) -> None:
    """Its CSV is read."""
    (tmp_path / "parties.csv").write_text(block("csv"))
    rows = read_parties(tmp_path / "parties.csv")
    assert [(row.line, int(row.id), row.profile.group) for row in rows] == [(2, 17, 0), (3, 18, 4)]
    assert rows[1].profile.roles == sl.Role.ANCHOR | sl.Role.GUARANTOR


def test_the_programme_of_the_page_is_one(tmp_path: Path) -> None:
    """Its rules are read."""
    (tmp_path / "rules.yaml").write_text(block("rules"))
    found = read_rules(tmp_path / "rules.yaml")
    assert (str(found.programme), found.rules.late_rate, found.rules.utc_offset) == (
        "18/1", 500_000, 4,
    )  # fmt: skip


@pytest.mark.parametrize("words", re.findall(r"`python -m scripts\.ops ([^`]+)`", PAGE))
def test_the_commands_of_the_page_can_be_typed(words: str) -> None:
    """Each operation that the page names takes the arguments that it shows."""
    replaced = {"HASH": "0x" + "11" * 32, "ACCOUNT": "0x" + "F1" * 20, "TOKEN": "0x" + "22" * 20}
    name, *rest = (replaced.get(word, word) for word in words.split())
    command = main.commands[name]
    context = command.make_context(name, list(rest))
    assert context.params["yes"] is False
