"""
docs/documents.md

├── its Python blocks run and print what stands under them
└── its codes of refusals are those of the sources, and each has a test
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.sdk.pages import blocks, run

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "documents.md"
COMPUTED = {
    *("missing-seller", "missing-buyer", "unknown-currency", "withdrawn-currency"),
    *(f"BR-CO-{number}" for number in (10, 13, 14, 15, 16)),
}
"""Codes that the sources put together."""


def codes_of_the_sources() -> set[str]:
    """Return the codes with which documents are refused."""
    pattern = re.compile(r"(?:DocumentRefused|_refused)\(\s*\"([\w-]+)\"")
    files = (ROOT / "silkline" / "documents").glob("*.py")
    found = {code for file in files for code in pattern.findall(file.read_text("utf-8"))}
    return found | COMPUTED


def test_every_refusal_is_listed():
    """The page names each code, and none that does not exist."""
    table = PAGE.read_text("utf-8").partition("## Refusals")[2]
    listed = re.findall(r"`([\w-]+)`", table.partition("With `strict`")[0])

    assert len(listed) == len(set(listed))
    assert set(listed) == codes_of_the_sources()


def test_every_refusal_has_a_test():
    """Each code is expected by a test of documents."""
    files = (ROOT / "tests" / "sdk").glob("test_documents*.py")
    text = "".join(file.read_text("utf-8") for file in files)

    assert [code for code in sorted(codes_of_the_sources()) if f'"{code}"' not in text] == []


def test_the_page_of_documents_runs(tmp_path, monkeypatch):
    """Every block, in a folder of its own; each prints exactly the text under it."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    found = list(blocks(PAGE.read_text("utf-8")))
    printed = {block.line: run(PAGE, block, names) for block in found}

    assert len(found) == 3
    assert printed == {block.line: block.printed or "" for block in found}
