"""docs/tutorial.md and docs/loans.md run as they stand, and print what they say."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest

from tests.sdk.pages import Block, blocks, run

DOCS = Path(__file__).resolve().parents[2] / "docs"
LOANS = DOCS / "loans.md"
TUTORIAL = DOCS / "tutorial.md"


def test_the_page_of_loans_runs(tmp_path, monkeypatch):
    """Every block, in a folder of its own; each prints exactly the text under it."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    found = list(blocks(LOANS.read_text(encoding="utf-8")))
    try:
        printed = {block.line: run(LOANS, block, names) for block in found}
    finally:
        if "running" in names:
            names["running"].close()

    assert len(found) == 8
    assert printed == {block.line: block.printed or "" for block in found}


def test_the_tutorial_runs(tmp_path, monkeypatch):
    """Every block, beside the demo's invoice; what is printed is what stands under it."""
    (tmp_path / "demo").symlink_to(TUTORIAL.parents[1] / "demo")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    found = list(blocks(TUTORIAL.read_text(encoding="utf-8")))
    try:
        printed = [(block, run(TUTORIAL, block, names)) for block in found]
    finally:
        if "running" in names:
            names["running"].close()

    assert len(found) == 13
    assert [(block.line, told) for block, told in printed if not same(block, told)] == []


def same(block: Block, told: str) -> bool:
    """Tell whether a block told what stands under it, ``...`` there standing for anything."""
    return doctest.OutputChecker().check_output(block.printed or "", told, doctest.ELLIPSIS)


@pytest.mark.parametrize(("page", "most"), [(LOANS, 240), (TUTORIAL, 275)])
def test_pages_stay_short(page, most):
    """They are read in one sitting, and no line of code is wider than in the sources."""
    text = page.read_text(encoding="utf-8")
    code = "".join(block.code for block in blocks(text))

    assert len(text.splitlines()) <= most
    assert max(map(len, code.splitlines())) <= 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```python\n1\n```\n```text\n2\n```\n", [("1\n", "2\n")]),
        ("```python\n1\n```\n\n```text\n2\n```\n", [("1\n", None)]),
        ("```sh\n1\n```\n", []),
    ],
)
def test_blocks_are_read_with_what_they_print(text, expected):
    """Only what stands right under a block is its output."""
    assert [(block.code, block.printed) for block in blocks(text)] == expected
