"""
documents.read, invoices written as JSON

├── damaged, too deep, too large, not UTF-8, names twice      → the same codes as XML
├── another form, unknown names, numbers instead of text      → wrong-form, bad-form
├── what the rules refuse in XML                              → refused in the same words
├── whatever the schema refuses                               → is refused or read as empty
└── otherwise                                                 → the same invoice as its XML
"""

import copy
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silkline import documents
from silkline.documents import DocumentRefused, fingerprint_input, identity, require_twins

DATA = Path(__file__).parent / "data"
SAMPLE = (DATA / "invoice.json").read_bytes()
CONTENT = json.loads(SAMPLE)
SCHEMA = json.loads(
    files("silkline").joinpath("schemas/invoice_form.schema.json").read_text("utf-8")
)
VALID = jsonschema.Draft202012Validator(SCHEMA)


def changed(path, value):
    """Return the sample with the value at *path* changed, or taken out where it is None."""
    content = json.loads(SAMPLE)
    *way, last = path.split(".")
    inner = content
    for step in way:
        inner = inner[int(step) if isinstance(inner, list) else step]
    if value is None:
        del inner[last]
    else:
        inner[int(last) if isinstance(inner, list) else last] = value
    return content


def refused(content):
    """Return the refusal that reading gives."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(DocumentRefused) as refusal:
        documents.read(data)
    return refusal.value


DAMAGED = {
    "half a document": (SAMPLE[:200], "not-json"),
    "a comma too many": (b'{"form": "silkline-invoice/1",}', "not-json"),
    "something behind": (b"{} {}", "not-json"),
    "a name without quotes": (b"{form: 1}", "not-json"),
    "depth": (b'{"a":' + b"[" * 16 + b"]" * 16 + b"}", "too-deep"),
    "great depth": (b'{"a":' + b"[" * 5_000_000, "too-deep"),
    "depth behind a bracket in a text": (rb'{"a": "\"}}}", "b":' + b'{"c":' * 16, "too-deep"),
    "an open text": (b'{"a": "' + rb"\"" * 2_000_000, "not-json"),
    "many texts": (b'{"' * 2_000_000, "too-deep"),
    "members": (b'{"lines": [' + b"{}," * 250_001 + b"{}]}", "too-many-elements"),
    "a name twice": (b'{"form": "x", "number": "1", "number": "2"}', "duplicate-element"),
    "a name twice inside": (b'{"totals": {"due": "1", "due": "2"}}', "duplicate-element"),
    "UTF-16": (SAMPLE.decode().encode("utf-16"), "utf-16"),
    "UTF-16 without mark": (SAMPLE.decode().encode("utf-16-le"), "utf-16"),
    "UTF-16, other order": (SAMPLE.decode().encode("utf-16-be"), "utf-16"),
    "damaged UTF-8": (SAMPLE.replace(b"Rebate", b"Reb\xc3te"), "bad-utf8"),
    "no form": (b"{}", "wrong-form"),
    "another form": (SAMPLE.replace(b"invoice/1", b"invoice/2"), "wrong-form"),
    "an answer of invoice show": (
        json.dumps(documents.to_json(documents.read(SAMPLE))).encode(),
        "wrong-form",
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_files_are_refused(case):
    """Each has its code and names the document."""
    data, code = DAMAGED[case]
    refusal = refused(data)

    assert (refusal.code, refusal.field) == (code, "document")


def test_limits_hold_exactly():
    """What is at a limit passes, so that the refusals above are about the excess."""
    deepest = json.dumps({"form": "[" * 50}).encode()[:-1] + b', "a": ' + b"[" * 15 + b"]" * 15

    assert refused(deepest + b"}").code == "wrong-form"
    assert refused(b'{"lines": [' + b"{}," * 250_000 + b"{}]}").code == "wrong-form"


def test_the_limit_of_bytes_holds_exactly():
    """A file at the limit is read, one byte less is refused."""
    assert documents.read(SAMPLE, max_bytes=len(SAMPLE)).number == "Re-2027/0042 a"
    with pytest.raises(DocumentRefused, match="more than 10 bytes") as refusal:
        documents.read(SAMPLE, max_bytes=10)
    assert refusal.value.code == "too-large"


CASES = {
    "a number as amount": ("totals.due", 1000.0, "bad-form", "BT-115"),
    "a whole number as amount": ("lines.0.amount", 700, "bad-form", "BT-131"),
    "a number as number": ("number", 42, "bad-form", "BT-1"),
    "not a number": ("totals.vat", float("nan"), "bad-form", "BT-110"),
    "a truth": ("payee", True, "bad-form", "BT-59"),
    "a text for a list": ("accounts", "DE09", "bad-form", "BT-84"),
    "a list of lists": ("accounts", [["DE09"]], "bad-form", "BT-84"),
    "a list of texts for objects": ("lines", ["700.00"], "bad-form", "document"),
    "an object for a list": ("lines", {"amount": "700.00"}, "bad-form", "BG-25"),
    "a text for an object": ("seller", "Seller", "bad-form", "BG-4"),
    "an object for a text": ("order", {"id": "PO-13"}, "bad-form", "BT-13"),
    "an unknown name": ("tax", "147.44", "bad-form", "document"),
    "an unknown name inside": ("totals.total", "1.00", "bad-form", "document"),
    "an unknown kind": ("buyer.ids.0.kind", "duns", "bad-form", "BT-46"),
    "no kind": ("buyer.ids.0.kind", None, "bad-form", "BT-46"),
    "no value": ("seller.ids.0.value", None, "bad-form", "BT-31"),
    "no number": ("number", None, "missing-number", "BT-1"),
    "no date": ("issue_date", None, "missing-date", "BT-2"),
    "no currency": ("currency", None, "missing-currency", "BT-5"),
    "no seller": ("seller", None, "missing-seller", "BT-27"),
    "no buyer": ("buyer", None, "missing-buyer", "BT-44"),
    "a nameless seller": ("seller.name", " ", "missing-seller", "BT-27"),
    "no totals": ("totals", None, "missing-amount", "BT-109"),
    "no line total": ("totals.lines", None, "missing-amount", "BT-106"),
    "a line without amount": ("lines.0.amount", None, "missing-amount", "BT-131"),
    "no lines": ("lines", None, "BR-CO-10", "BT-106"),
    "credit note": ("type", "381", "credit-note", "BT-3"),
    "correction": ("type", "384", "correction", "BT-3"),
    "prepayment": ("type", "386", "type-code", "BT-3"),
    "no date such as 2027": ("issue_date", "01.02.2027", "bad-date", "BT-2"),
    "no day of the calendar": ("due_date", "2027-02-30", "bad-date", "BT-9"),
    "due before issue": ("due_date", "2027-01-31", "due-before-issue", "BT-9"),
    "unknown currency": ("currency", "EUX", "unknown-currency", "BT-5"),
    "withdrawn currency": ("currency", "DEM", "withdrawn-currency", "BT-5"),
    "decimals in JPY": ("currency", "JPY", "decimals", "BT-106"),
    "three decimals": ("totals.due", "1000.000", "decimals", "BT-115"),
    "no amount": ("totals.due", "1,000.00", "bad-amount", "BT-115"),
    "negative": ("totals.due", "-1000.00", "negative", "BT-115"),
    "zero": ("totals.due", "0.00", "fully-prepaid", "BT-115"),
    "lines": ("lines.2.amount", "49.51", "BR-CO-10", "BT-106"),
    "net": ("totals.allowances", "20.01", "BR-CO-13", "BT-109"),
    "VAT": ("vat.1.amount", "18.25", "BR-CO-14", "BT-110"),
    "gross": ("totals.gross", "1137.45", "BR-CO-15", "BT-112"),
    "due": ("totals.rounding", "0.04", "BR-CO-16", "BT-115"),
    "senseless identifier": ("seller.ids.3.value", "V\u0378", "bad-identifier", "BT-29"),
}


@pytest.mark.parametrize("case", CASES)
def test_refusals_are_those_of_xml(case):
    """The rules and their words do not depend on how an invoice is written."""
    path, value, code, field = CASES[case]
    refusal = refused(changed(path, value))

    assert (refusal.code, refusal.field) == (code, field)


def test_refusals_say_where_and_what():
    """The place is written as programs write it, and the value as it stands in the file."""
    refusal = refused(changed("lines.1.amount", 250.5))
    unknown = refused(changed("seller.ids.0.schema", "VA"))

    assert refusal.message == (
        "lines[1].amount has to be text in quotation marks, it is the number 250.5"
    )
    assert unknown.message == (
        "'seller.ids[0].schema' is no name of this form; take it out or spell it right"
    )


@pytest.mark.parametrize("name", ["number", "issue_date", "currency", "seller", "buyer", "totals"])
def test_schema_and_reader_ask_for_the_same(name):
    """What is required by the schema is refused by the reader when it is not there."""
    content = changed(name, None)

    assert not VALID.is_valid(content)
    assert refused(content).code.startswith("missing-")


def test_the_schema_lists_what_is_accepted():
    """Types of documents and kinds of identifiers are those of the rules."""
    kinds = SCHEMA["$defs"]["identifier"]["properties"]["kind"]["enum"]

    assert SCHEMA["properties"]["type"]["enum"] == list(documents.TYPE_CODES)
    assert kinds == list(identity.ORDER)


def test_it_is_the_invoice_that_its_xml_is():
    """Every field, the fingerprint input included, is what the UBL of the same invoice gives."""
    assert list(VALID.iter_errors(CONTENT)) == []
    xml, read = documents.read(DATA / "ubl.xml"), documents.read(SAMPLE)
    require_twins(xml, read)

    assert fingerprint_input(read) == fingerprint_input(xml)
    assert replace(xml, syntax="JSON", customization=None, findings=()) == read


def test_little_is_enough():
    """Numbers, names, lines and totals make an invoice; the type is 380 unless given."""
    little = {
        "form": "silkline-invoice/1",
        "number": "7",
        "issue_date": "2027-02-01",
        "currency": "KWD",
        "seller": {"name": "Seller", "ids": [{"kind": "uscc", "value": "91000000EXAMPE001W"}]},
        "buyer": {"name": "Buyer", "ids": [{"kind": "lei", "value": "999900ANCHOREXAMPL62"}]},
        "lines": [{"amount": "1.125"}],
        "totals": {"lines": "1.125", "net": "1.125", "gross": "1.125", "due": "1.125"},
    }
    read = documents.read(b"\xef\xbb\xbf\n" + json.dumps(little).encode())

    assert list(VALID.iter_errors(little)) == []
    assert (read.syntax, read.type_code, read.amount_due.minor) == ("JSON", "380", 1125)
    assert [finding.code for finding in read.findings] == ["no-due-date", "lei-check"]


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False))
def test_damaged_invoices_are_read_or_refused(chance):
    """Values moved, dropped and filled with odd things never give another error."""
    content = json.loads(SAMPLE)
    odd = ["", " ", "-1", "1e9", "380", 7, 1.5, None, True, [], {}, [{}], "x" * 50, "2027-02-30"]
    for _ in range(chance.randint(1, 3)):
        _damage(content, chance, odd)
    try:
        read = documents.read(json.dumps(content).encode())
    except DocumentRefused:
        return
    assert read.gross - read.prepaid + read.rounding == read.amount_due
    assert read.amount_due.minor > 0


def _damage(content, chance, odd):
    """Change one value somewhere in *content*."""
    inner = content
    while True:
        names = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not names:
            return
        name = chance.choice(names)
        if isinstance(inner[name], dict | list) and inner[name] and chance.random() < 0.8:
            inner = inner[name]
            continue
        if chance.random() < 0.2:
            del inner[name]
        else:
            inner[name] = copy.deepcopy(chance.choice(odd))
        return
