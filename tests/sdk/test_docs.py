"""docs/loans.md runs as it stands, block after block, and prints what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sdk.pages import blocks, run

LOANS = Path(__file__).resolve().parents[2] / "docs" / "loans.md"


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


def test_the_page_of_loans_stays_short():
    """It is read in one sitting: 240 lines at most, none wider than the code."""
    lines = LOANS.read_text(encoding="utf-8").splitlines()
    code = "".join(block.code for block in blocks(LOANS.read_text(encoding="utf-8")))

    assert len(lines) <= 240
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
