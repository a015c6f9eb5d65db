"""What the project's own pages point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the project names one that exists."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text())

    missing = [target for target in targets if not (page.parent / target).exists()]

    assert missing == []


def test_invariants_name_tests_that_exist() -> None:
    """Each test that docs/invariants.md names is one."""
    named = re.findall(r"`((?:invariant|test)_\w+)`", (ROOT / "docs/invariants.md").read_text())
    sources = "".join(path.read_text() for path in ROOT.glob("tests/contracts/**/*.sol"))

    missing = [name for name in named if f"function {name}(" not in sources]

    assert named
    assert missing == []
