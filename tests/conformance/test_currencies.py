"""
The ISO 4217 table against the list that it was generated from (public domain).

Needs the folder of public vectors: SILKLINE_DATA=<folder with invoices/, identifiers/, iso4217/>.
"""

import csv
import os
from pathlib import Path

import pytest

from silkline.currencies import MINOR_UNITS, NO_MINOR_UNIT, WITHDRAWN

FOLDER = os.environ.get("SILKLINE_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="SILKLINE_DATA names no folder with the public vectors"
)


@pytest.fixture(scope="module")
def rows():
    """Return the list's rows that have a code."""
    with Path(FOLDER, "iso4217", "codes-all.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["AlphabeticCode"]]


def test_active_codes_and_their_digits(rows):
    """Exactly the active codes with a minor unit are there, with that unit."""
    active = {r["AlphabeticCode"]: r["MinorUnit"] for r in rows if not r["WithdrawalDate"]}
    listed = {code: str(digits) for code, digits in MINOR_UNITS.items()}

    assert {**listed, **dict.fromkeys(NO_MINOR_UNIT, "-")} == active


def test_withdrawn_codes_and_their_dates(rows):
    """Exactly the codes that are only listed as withdrawn are there, with their last date."""
    for row in rows:
        code = row["AlphabeticCode"]
        if row["WithdrawalDate"] and code not in MINOR_UNITS:
            assert WITHDRAWN[code] >= row["WithdrawalDate"]
    dates = {(r["AlphabeticCode"], r["WithdrawalDate"]) for r in rows}

    assert set(WITHDRAWN.items()) <= dates
    assert not set(WITHDRAWN) & {r["AlphabeticCode"] for r in rows if not r["WithdrawalDate"]}
