"""Rules and tests name each other: no rule without a test, no number that is no rule."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "XPGRSDTLCUKFQ"
RULE = rf"\b[{LETTERS}]-\d{{1,3}}\b"


def rules() -> set[str]:
    """Return the numbers of the rules in SPECIFICATION.md."""
    return set(re.findall(r"\*\*([A-Z]-\d+)\*\*", (ROOT / "SPECIFICATION.md").read_text()))


def cited() -> set[str]:
    """Return the numbers that tests cite."""
    tests = [*ROOT.glob("tests/**/*.sol"), *ROOT.glob("tests/**/*.py")]
    return {number for path in tests for number in re.findall(RULE, path.read_text())}


def test_every_rule_is_cited_by_a_test() -> None:
    """A rule that no test names is a promise that nobody checks."""
    assert sorted(rules() - cited()) == []


def test_no_test_cites_a_rule_that_does_not_exist() -> None:
    """A number in a test leads to its sentence."""
    assert sorted(cited() - rules()) == []


def test_rules_are_numbered_without_gaps() -> None:
    """Each letter counts from one."""
    for letter in LETTERS:
        numbers = sorted(int(rule[2:]) for rule in rules() if rule.startswith(letter))
        assert numbers == list(range(1, len(numbers) + 1)), letter
