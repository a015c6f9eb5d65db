"""Check house rules that no linter knows, by searching the sources.

python -m tools.house
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.lengths import ROOT, sources


@dataclass(frozen=True)
class Rule:
    """A pattern that must not occur in files whose path matches, and why."""

    where: re.Pattern[str]
    banned: re.Pattern[str]
    why: str


def _rule(where: str, banned: str, why: str) -> Rule:
    return Rule(re.compile(where), re.compile(banned, re.MULTILINE), why)


RULES = (
    _rule(r"\.sol$", r'^\s*import\s+["*]', "import by name: import {Name} from ..."),
    _rule(r"^contracts/", r'\brequire\s*\([^;]*,\s*"', "errors are custom errors with values"),
    _rule(
        r"^contracts/[^/]*\.sol$", r"^pragma solidity [^0]", "contracts pin the compiler exactly"
    ),
    _rule(r"^contracts/", r"\bdelegatecall\b|\bselfdestruct\b|\btx\.origin\b", "never used here"),
    _rule(r"^tests/(?!frame/).*\.py$", r"\breverts\(\s*\)", "name the error and its arguments"),
    _rule(r"\.py$", r"^\s*except\s*:", "name the exception"),
    _rule(
        r"^(silkline|tools)/", r"^\s*(?:import|from)\s+brownie\b", "the SDK never imports Brownie"
    ),
    _rule(
        r"^(silkline|scripts)/.*\.py$",
        r"""["']0x(?!0{39})[0-9a-fA-F]{40}["']""",
        "addresses live in deployments/ only",
    ),
    _rule(r"^contracts/[^/]*\.sol$", r'from\s+"[^"]*periphery', "the core imports no periphery"),
)

_DECLARATION = re.compile(r"^\s*(error|event)\s+(\w+)\s*\(")
_HEAD = re.compile(r"^[ ]*function\s+(?P<name>\w+)\s*\([^{;]*[{;]", re.MULTILINE)
_OPENING = {"error": "Thrown when", "event": "Emitted when"}


def banned(path: str, text: str) -> list[str]:
    """List the rules that a file breaks."""
    found = []
    for rule in RULES:
        if rule.where.search(path):
            for match in rule.banned.finditer(text):
                line = (
                    text.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip())) + 1
                )
                found.append(f"{path}:{line}: {rule.why}")
    return found


def undated(path: str, text: str) -> list[str]:
    """List errors and events of an interface whose comment does not say when they occur."""
    found = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        match = _DECLARATION.match(line)
        if match and not _comment_above(lines, number).startswith(_OPENING[match[1]]):
            found.append(f'{path}:{number + 1}: {match[2]}: say "{_OPENING[match[1]]} ..."')
    return found


def undocumented(path: str, text: str) -> list[str]:
    """List external and public functions, and all functions of interfaces, without a comment."""
    found = []
    lines = text.splitlines()
    for match in _HEAD.finditer(text):
        number = text.count("\n", 0, match.start())
        is_open = path.startswith("interfaces/") or re.search(r"\b(external|public)\b", match[0])
        if is_open and not _comment_above(lines, number):
            found.append(f"{path}:{number + 1}: {match['name']} needs a comment or @inheritdoc")
    return found


def _comment_above(lines: list[str], number: int) -> str:
    """Return the first line of the `///` comment that ends right above a line, or nothing."""
    above = number
    while above > 0 and lines[above - 1].lstrip().startswith("///"):
        above -= 1
    if above == number:
        return ""
    return lines[above].strip().removeprefix("///").strip().removeprefix("@notice ")


def faults(root: Path, paths: list[Path]) -> list[str]:
    """List everything in the given files that breaks a house rule."""
    found = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        found += banned(name, text)
        if name.startswith("interfaces/"):
            found += undated(name, text)
        if name.startswith(("interfaces/", "contracts/")) and name.endswith(".sol"):
            found += undocumented(name, text)
    return found


def main() -> int:
    """Print what breaks a house rule; return 1 if anything does."""
    found = faults(ROOT, sources())
    print("\n".join(found) or "house rules hold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
