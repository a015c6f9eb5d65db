"""
Public XRechnung samples (github.com/itplr-kosit/xrechnung-testsuite, Apache-2.0).

Needs the folder of public vectors: SILKLINE_DATA=<folder with invoices/, identifiers/, iso4217/>.
"""

import os
from pathlib import Path

import pytest

from silkline import documents
from silkline.documents import DocumentRefused, fingerprint_input, require_twins

FOLDER = os.environ.get("SILKLINE_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="SILKLINE_DATA names no folder with the public vectors"
)
FILES = sorted(Path(FOLDER or ".", "invoices").glob("*.xml")) if FOLDER else []

# number, issued, due, amount due, prepaid; worked out by hand from the files
EXPECTED = {
    "extension__04.01a-INVOICE_ubl": ("12345", "2019-05-15", None, "4918.84", "10000.00"),
    "standard__01.01a-INVOICE_ubl": ("123456XX", "2016-04-04", None, "336.90", "0.00"),
    "standard__01.02a-INVOICE_ubl": ("123456", "2016-06-21", None, "12.60", "0.00"),
    "standard__01.03a-INVOICE_ubl": ("RR123456", "2016-06-24", None, "182.20", "0.00"),
    "standard__01.04a-INVOICE_ubl": ("1234/78/901", "2016-06-16", None, "120.00", "0.00"),
    "standard__01.05a-INVOICE_ubl": ("PRG1502112", "2015-04-24", None, "10555.30", "0.00"),
    "standard__01.06a-INVOICE_ubl": ("R123456789", "2016-07-06", None, "21701.70", "0.00"),
    "standard__01.08a-INVOICE_ubl": ("R123456789", "2016-01-18", "2016-02-01", "2825.87", "0.00"),
    "standard__01.10a-INVOICE_ubl": ("Rechnungsnummer", "2016-06-27", None, "2594.20", "0.00"),
}


def test_the_samples_are_there():
    """The folder holds the eleven files that these tests are about."""
    assert len(FILES) == 11


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sample_imports(path):
    """All public samples are read without strict, with number, dates and amounts as printed."""
    answer = documents.to_json(documents.read(path))
    expected = EXPECTED[path.stem.replace("uncefact", "ubl")]

    keys = ("number", "issue_date", "due_date", "amount_due", "prepaid")
    assert tuple(answer[key] for key in keys) == expected
    assert answer["fingerprint_input"]


@pytest.mark.parametrize("number", ["01.01a", "01.02a"])
def test_ubl_and_cii_of_a_sample_are_one_invoice(number):
    """The two syntaxes of one sample agree and have one fingerprint input."""
    ubl, cii = (
        documents.read(Path(FOLDER, "invoices", f"standard__{number}-INVOICE_{syntax}.xml"))
        for syntax in ("ubl", "uncefact")
    )

    require_twins(ubl, cii)
    assert fingerprint_input(ubl) == fingerprint_input(cii)
    assert ubl.seller == cii.seller
    assert ubl.buyer == cii.buyer


def test_dummy_vat_numbers_are_found_and_refused_when_strict():
    """Nine samples use a dummy VAT number and one a tax number in its place."""
    dummies = []
    for path in FILES:
        if any(finding.code == "vat-check" for finding in documents.read(path).findings):
            dummies.append(path)
            with pytest.raises(DocumentRefused, match="is not a valid VAT number"):
                documents.read(path, strict=True)

    assert len(dummies) == 10
    assert len({path for path in FILES if "04a" in path.stem} & set(dummies)) == 0
