"""
Public vectors of LEI and USCC, as printed in the standards and on public pages.

Needs the folder of public vectors: SILKLINE_DATA=<folder with invoices/, identifiers/, iso4217/>.
"""

import json
import os
from pathlib import Path

import pytest

from silkline.identifiers import check_lei, check_uscc

FOLDER = os.environ.get("SILKLINE_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="SILKLINE_DATA names no folder with the public vectors"
)


def vectors(name: str) -> list[str]:
    """Return one list of the vectors."""
    path = Path(FOLDER or ".", "identifiers", "vectors.json")
    return json.loads(path.read_text("utf-8"))[name]


@pytest.mark.parametrize(("name", "check"), [("lei", check_lei), ("uscc", check_uscc)])
def test_valid_and_invalid_numbers(name, check):
    """Every valid number passes, every invalid one does not."""
    valid, invalid = vectors(f"{name}_valid"), vectors(f"{name}_invalid")

    assert len(valid) >= 4
    assert len(invalid) >= 2
    assert [number for number in valid if not check(number)] == []
    assert [number for number in invalid if check(number)] == []


@pytest.mark.parametrize(("name", "check"), [("lei", check_lei), ("uscc", check_uscc)])
def test_one_wrong_character_is_always_noticed(name, check):
    """One digit for another, or one letter for another, makes a valid number invalid."""
    digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for number in vectors(f"{name}_valid"):
        for place, character in enumerate(number):
            for other in digits if character.isdigit() else letters:
                changed = number[:place] + other + number[place + 1 :]
                assert check(changed) == (other == character)
