"""
silkline invoice show

├── when the document is refused        → exit 2, the reason on stderr, or JSON on stdout
├── when the file cannot be read        → the same
└── otherwise                           → exit 0, a table, or JSON with exactly the fixed keys
"""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from silkline.cli import COMMANDS, main

DATA = Path(__file__).parent / "data"
SCHEMA = json.loads(files("silkline").joinpath("schemas/invoice.schema.json").read_text("utf-8"))
KEYS = [
    "syntax",
    "number",
    "issue_date",
    "due_date",
    "currency",
    "amount_due",
    "amount_due_minor",
    "prepaid",
    "seller",
    "buyer",
    "fingerprint_input",
    "findings",
]


def run(*arguments):
    """Run the command line and return its result."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def show_json(path, *options):
    """Run invoice show --json, check the answer against the schema and return it."""
    result = run("invoice", "show", path, "--json", *options)
    answer = json.loads(result.stdout)
    jsonschema.validate(answer, SCHEMA)
    assert result.stderr == ""
    return result.exit_code, answer


@pytest.fixture
def variant(tmp_path):
    """Write a changed copy of the UBL sample and return its path."""

    def write(old, new):
        path = tmp_path / "variant.xml"
        text = (DATA / "ubl.xml").read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return path

    return write


def test_a_refusal_is_json_on_stdout_and_exit_2(variant):
    """Programs get code, field and message where they read the answer."""
    code, answer = show_json(variant("PayableAmount currencyID", 'PayableAmount x="" currencyID'))
    assert code == 0
    code, answer = show_json(variant("Code>380<", "Code>381<"))

    assert code == 2
    assert answer["error"]["code"] == "credit-note"
    assert answer["error"]["field"] == "BT-3"
    assert set(answer) == {"error"}


def test_a_refusal_is_words_on_stderr(variant):
    """People get the reason on stderr and nothing on stdout."""
    path = variant("Rounding", "Roundung").as_posix()
    result = run("invoice", "show", path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Refused: amount due is 1000.00, but gross - prepaid")
    assert "code BR-CO-16, field BT-115" in result.stderr


def test_files_that_cannot_be_read(tmp_path):
    """A missing file and a folder are refused like any document."""
    missing, folder = show_json(tmp_path / "none.xml"), show_json(tmp_path)

    assert (missing[0], missing[1]["error"]["code"]) == (2, "file-not-found")
    assert (folder[0], folder[1]["error"]["code"]) == (2, "not-a-file")
    assert run("invoice", "show", tmp_path).exit_code == 2


def test_strict_refuses_wrong_check_digits(variant):
    """The same file is shown with a finding, and refused when strict."""
    path = variant("DE999999018", "DE123456789")

    assert show_json(path)[1]["findings"][-1]["code"] == "vat-check"
    assert show_json(path, "--strict") == (
        2,
        {
            "error": {
                "code": "vat-check",
                "field": "BT-31",
                "message": "'DE123456789' is not a valid VAT number",
            }
        },
    )


def test_json_has_exactly_the_fixed_keys():
    """Keys, their order and the forms of amounts and dates are fixed."""
    code, answer = show_json(DATA / "ubl.xml")

    assert code == 0
    assert list(answer) == KEYS
    assert (answer["amount_due"], answer["amount_due_minor"], answer["prepaid"]) == (
        "1000.00",
        100000,
        "137.40",
    )
    assert (answer["issue_date"], answer["due_date"]) == ("2027-02-01", "2027-03-31")
    assert answer["seller"]["ids"][0] == {"scheme": "VA", "value": "DE999999018", "kind": "vat"}
    assert answer["fingerprint_input"].startswith("v1|DE999999018|")
    assert answer["findings"] == [
        {
            "code": "attachment-skipped",
            "field": "BG-24",
            "message": "'delivery.pdf' was not read",
            "severity": "info",
        }
    ]


def test_json_of_what_is_missing_is_null(variant):
    """No due date is null, and so is the fingerprint input of a party without identifier."""
    assert show_json(variant("<cbc:DueDate>2027-03-31</cbc:DueDate>", ""))[1]["due_date"] is None

    text = (DATA / "ubl.xml").read_text("utf-8")
    for number in ("DE999999026", "C-1044", "999900ANCHOREXAMPL61", "4000000000013"):
        text = text.replace(number, "")
    path = variant("Buyer", "Buyer")
    path.write_text(text, "utf-8")
    answer = show_json(path)[1]

    assert answer["fingerprint_input"] is None
    assert "none: see findings" in run("invoice", "show", path).stdout
    assert "no-identifier" in [finding["code"] for finding in answer["findings"]]


@pytest.mark.parametrize("key", KEYS)
def test_the_schema_needs_every_key(key):
    """Neither a missing key nor a foreign one is an answer."""
    _, answer = show_json(DATA / "cii.xml")
    shorter = {name: value for name, value in answer.items() if name != key}

    for wrong in (shorter, {**answer, "more": 1}, {**answer, "error": {}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)


@pytest.mark.parametrize("name", ["invoice.json", "efapiao.xml"])
def test_every_form_of_invoice_is_shown(name):
    """JSON and e-fapiao give the same keys as UBL and CII, and strict takes both."""
    code, answer = show_json(DATA / name, "--strict")

    assert (code, list(answer)) == (0, KEYS)
    assert answer["syntax"] in ("JSON", "EFAPIAO")


def test_the_schema_of_invoices_is_printed():
    """What is printed is the published schema, which the sample keeps to."""
    plain, as_json = run("invoice", "schema"), run("invoice", "schema", "--json")
    schema = json.loads(plain.stdout)

    assert plain.stdout == (
        files("silkline").joinpath("schemas/invoice_form.schema.json").read_text("utf-8")
    )
    assert json.loads(as_json.stdout) == schema
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((DATA / "invoice.json").read_text("utf-8")), schema)


def test_the_table_shows_parties_amounts_and_findings():
    """People see who owes what to whom until when, and what to look at."""
    result = run("invoice", "show", DATA / "ubl.xml")

    assert result.exit_code == 0
    for text in (
        "Invoice Re-2027/0042 a",
        "commercial invoice, UBL",
        "vat      DE999999018",
        "2027-03-31",
        "1,137.44",
        "-137.40",
        "Amount due   1,000.00",
        "Findings",
        "'delivery.pdf' was not read",
    ):
        assert text in result.stdout


def test_a_document_cannot_steer_the_terminal(variant):
    """Control characters and rich's markup in a document are shown, not obeyed."""
    result = run("invoice", "show", variant("Seller<", "[red]\x9b2J\u202eSeller[/red]<"))

    assert result.exit_code == 0
    assert "[red]\ufffd2J\ufffdSeller[/red]" in result.stdout
    refusal = run("invoice", "show", variant(">2027-03-31<", ">\x9b2J<"))
    assert "\x9b" not in refusal.stderr


def test_help_has_an_example():
    """Each level of help says what to type."""
    assert "silkline invoice show demo/invoice.xml" in run("invoice", "show", "--help").stdout
    for name, (_, line) in COMMANDS.items():
        assert (
            f"{name}  {line}" in " ".join(run("--help").stdout.split())
            or line in run("--help").stdout
        )


def test_unknown_commands_are_refused():
    """A command that does not exist is a usage error."""
    result = run("invoices")

    assert result.exit_code == 2
    assert "No such command 'invoices'" in result.stderr
