"""The README's example runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sdk.pages import blocks, run

README = Path(__file__).resolve().parents[2] / "README.md"


def test_readme_example_runs() -> None:
    """The ten lines confirm a debt and print the note that the supplier then holds."""
    (example,) = blocks(README.read_text(encoding="utf-8"))

    printed = run(README, example, {})

    assert "120,000.00 EUR" in printed or "120000.00 EUR" in printed
    assert "NoteId" in printed or "Note(" in printed


def test_readme_stays_short() -> None:
    """A newcomer reads it in one sitting: under 120 lines."""
    assert len(README.read_text().splitlines()) < 120


def test_readme_leads_to_every_page() -> None:
    """Whoever begins here finds each page of docs/."""
    root = README.parent
    linked = set(re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")))
    pages = {f"docs/{page.name}" for page in (root / "docs").glob("*.md")}

    assert pages - linked == set()
