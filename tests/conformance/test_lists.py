"""Every demand of a standard's list has a test with its number, and every test a demand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
FORGE = HERE.parent / "contracts" / "conformance"
LINE = re.compile(r"^\| ([MRS]\d\d) \|", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+?)(?:\.\.\.)?`(?: \((\d+) tests)?")
TEST = re.compile(r"^ *function (test_([MRS]\d\d)_\w+)\(", re.MULTILINE)


def forge_tests(standard: str) -> list[tuple[str, str]]:
    """Return name and number of every Forge test of a standard."""
    files = sorted((FORGE / standard).glob("*.t.sol"))
    return [found for file in files for found in TEST.findall(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("standard", ["erc721", "erc3525"])
def test_list_and_tests_have_the_same_numbers(standard: str) -> None:
    """No demand is without a test, and no numbered test without a demand."""
    listed = LINE.findall((HERE / f"{standard}.md").read_text(encoding="utf-8"))

    assert len(listed) == len(set(listed))
    assert set(listed) == {number for _, number in forge_tests(standard)}


@pytest.mark.parametrize("standard", ["erc721", "erc3525"])
def test_list_names_tests_that_exist(standard: str) -> None:
    """A test named in a list is there; a name cut short stands for as many tests as it says."""
    names = [name for name, _ in forge_tests(standard)]
    named = NAMED.findall((HERE / f"{standard}.md").read_text(encoding="utf-8"))

    assert named
    for name, count in named:
        matching = [n for n in names if (n.startswith(name) if count else n == name)]
        assert len(matching) == int(count or 1), name
