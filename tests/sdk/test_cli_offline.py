"""
What the command line answers about loans and lists without a node.

├── loan terms show  terms without sense → exit 2; otherwise words, milestones and the plan
├── schedule show    of the term sheet of a loan
└── payout check     every line that cannot be paid, with its number; otherwise the root
"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from silkline import loan_terms as lt
from silkline.cli import main
from silkline.cli.answers import table

SHEET = Path(__file__).parent / "data" / "term_sheet.yaml"
ACCOUNTS = ["0x" + f"{n:040x}" for n in range(1, 251)]


def run(*arguments):
    """Run the command line without any environment."""
    names = ("RPC", "DEPLOYMENT", "JOURNAL", "KEYSTORE", "KEY")
    env = {f"SILKLINE_{name}": "" for name in names} | {"COLUMNS": "200"}
    return CliRunner().invoke(main, list(map(str, arguments)), env=env)


def error(*arguments):
    """Run a command that fails with exit code 2, and return its error."""
    done = run(*arguments, "--json")
    assert done.exit_code == 2, done.output
    return json.loads(done.stdout)["error"]


def answer(*arguments):
    """Run a command, and return what it answers."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def changed(tmp_path, old, new):
    """Write the term sheet with a change and return its path."""
    path = tmp_path / "loan.yaml"
    path.write_text(SHEET.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def listed(tmp_path, *lines):
    """Write a payout list and return its path."""
    path = tmp_path / "wages.csv"
    path.write_text("\n".join(["name,account,amount", *lines]) + "\n", encoding="utf-8")
    return path


def wages(count=250):
    """Return as many lines of 12.50."""
    return [f"worker {n},{account},12.50" for n, account in enumerate(ACCOUNTS[:count], 1)]


# Terms


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rate: 4.35 %", "rate: 4.35", "rate: '4.35' is no percentage; write '4.35 %'"),
        ("instalments: 12", "instalments: 601", "instalments: must be in 1..600, got 601"),
        ("lender: 5", "lendr: 5", "lendr: no such field"),
        ("commitment: 1200000.00 EUR", "commitment: 1200000.00", "commitment: '1200000.00' is no"),
        ("draw_deadline: 2027-03-31", "draw_deadline: 2027-05-31", "first principal day: must be"),
    ],
)
def test_terms_without_sense_are_refused(tmp_path, old, new, message):
    """By the name of the field."""
    found = error("loan", "terms", "show", changed(tmp_path, old, new))

    assert found["code"] == "bad-input"
    assert found["message"].startswith(message)


def test_a_sheet_that_cannot_be_read_is_told_on_stderr(tmp_path):
    """With its path."""
    done = run("loan", "terms", "show", tmp_path / "missing.yaml")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Refused: " in done.stderr
    assert "missing.yaml is no term sheet that can be read" in done.stderr


def test_a_day_after_the_draw_deadline_is_refused():
    """Nothing can be drawn then."""
    found = error("loan", "terms", "show", SHEET, "--drawn", "2027-04-01")

    assert found["message"] == "drawn 2027-04-01 is after the draw deadline 2027-03-31"


def test_terms_are_shown_as_they_bind():
    """In words, milestone by milestone, with what is paid back when."""
    shown = answer("loan", "terms", "show", SHEET)

    assert set(shown) == {"terms", "words", "milestones", "plan"}
    assert shown["terms"] == lt.sheet_json(lt.read_sheet(SHEET))
    assert shown["words"][0].startswith("party 5 lends party 2 up to 1200000.00 EUR")
    assert [one["is_list"] for one in shown["milestones"]] == [True, False]
    assert shown["milestones"][0]["amount"] == {"amount": "700000.00", "currency": "EUR"}
    assert shown["milestones"][1]["deadline"] == "2027-03-31"
    assert shown["plan"]["drawn"] == "2027-03-31"
    rows = shown["plan"]["rows"]
    assert (len(rows), rows[-1]["balance"]) == (12, 0)
    assert sum(row["principal"] for row in rows) == 120_000_000
    assert rows[0]["interest"] == 435_000  # 1,200,000.00 x 4.35 % x 30 / 360


def test_terms_are_shown_to_people():
    """As lines, a table of milestones, and the plan."""
    done = run("loan", "terms", "show", SHEET)

    assert done.exit_code == 0
    assert "- party 6 covers 80 % of a shortfall, up to 900000.00 EUR" in done.stdout
    assert "1200000.00 EUR drawn on 2027-03-31" in done.stdout


# Schedules


def test_the_schedule_of_a_loan_is_shown():
    """The same as with its terms, also as CSV; the yearly cost comes with it."""
    shown = answer("schedule", "show", SHEET, "--drawn", "2027-02-28")

    cost = shown.pop("apr")
    assert shown == answer("loan", "terms", "show", SHEET, "--drawn", "2027-02-28")["plan"]
    assert cost.startswith("0.04")
    assert run("schedule", "show", SHEET, "--csv").stdout.count("\n") == 13


def test_the_schedule_of_a_loan_takes_no_other_terms():
    """What was agreed is not overridden by an option."""
    found = error("schedule", "show", SHEET, "--rate", "0.05")

    assert found["message"] == "rate: the sheet of a loan says it; only drawn may be given"


# Lists


def test_every_line_that_cannot_be_paid_is_told(tmp_path):
    """All at once, with their numbers, as text and as JSON."""
    good, again = wages(1)[0], f"again,{ACCOUNTS[0]},1.00"
    path = listed(tmp_path, good, "bad account,0x12,1.00", f"bad amount,{ACCOUNTS[1]},1.001", again)
    given = ("payout", "check", path, "--total", "12.50 EUR")

    found = error(*given)
    assert [one["line"] for one in found["problems"]] == [3, 4, 5]
    assert found["problems"][2]["message"].endswith("stands on line 2 already")
    done = run(*given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()[1:]] == [
        "  line 3",
        "  line 4",
        "  line 5",
    ]


def test_another_total_is_refused(tmp_path):
    """With both sums."""
    found = error("payout", "check", listed(tmp_path, *wages(2)), "--total", "25.01 EUR")

    assert found["problems"] == [
        {"line": 3, "message": "the list comes to 25.00 EUR, the milestone is 25.01 EUR"}
    ]


@pytest.mark.parametrize(
    "options", [(), ("--total", "25.00"), ("--total", "25.00 EUR", "--currency", "USD")]
)
def test_a_list_without_one_currency_is_refused(tmp_path, options):
    """Amounts of no currency, or of two, are nothing."""
    found = error("payout", "check", listed(tmp_path, *wages(2)), *options)

    assert "25.00" in found["message"] or "name the currency" in found["message"]


def test_a_list_that_is_missing_is_refused(tmp_path):
    """By its path."""
    found = error("payout", "check", tmp_path / "none.csv", "--currency", "EUR")

    assert "none.csv is no payout list that can be read" in found["message"]


def test_a_list_has_the_root_that_its_milestone_names(tmp_path):
    """It is that of the SDK, for the decimals and the size of chunks that are asked for."""
    path = listed(tmp_path, *wages())
    shown = answer("payout", "check", path, "--total", "3125.00 EUR", "--decimals", "6")
    entries = [(account, 12_500_000) for account in ACCOUNTS]

    assert shown == {
        "payees": 250,
        "total": {"amount": "3125.00", "currency": "EUR"},
        "decimals": 6,
        "chunk_size": 100,
        "chunks": 3,
        "root": lt.PayoutList([(one, units) for one, units in entries]).root,
    }
    small = answer("payout", "check", path, "--currency", "EUR", "--chunk-size", "10")
    assert (small["chunks"], small["decimals"]) == (25, 2)
    assert small["root"] != shown["root"]
    assert (
        shown["root"] in run("payout", "check", path, "--currency", "EUR", "--decimals", 6).stdout
    )


def with_list(tmp_path, root):
    """Write the term sheet with a list as its second milestone, 3,125.00, and return its path."""
    account = '"0x9999999999999999999999999999999999999999"'
    sheet = SHEET.read_text(encoding="utf-8").replace("amount: 500000.00", "amount: 3125.00")
    path = tmp_path / "loan.yaml"
    path.write_text(sheet.replace(account, f'"{root}"'), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--sheet", SHEET), "--sheet and --milestone go together"),
        (("--milestone", 1), "--sheet and --milestone go together"),
        (("--sheet", SHEET, "--milestone", 2), "has milestones 0..1, got 2"),
        (("--sheet", SHEET, "--milestone", 1), "milestone 1 pays 0x9999"),
        (
            ("--sheet", SHEET, "--milestone", 0, "--total", "1.00 EUR"),
            "--total: the milestone is 700000.00 EUR, got 1.00 EUR",
        ),
    ],
)
def test_a_milestone_without_this_list_is_refused(tmp_path, options, message):
    """One that is none, that pays an account, or another amount."""
    assert message in error("payout", "check", listed(tmp_path, *wages(2)), *options)["message"]


def test_a_list_is_compared_with_its_sheet(tmp_path):
    """Its total, its entries, and the size of chunks, which is found."""
    path = listed(tmp_path, *wages())
    made = lt.PayoutList([(one, 1250) for one in ACCOUNTS], 40)
    agreed = ("--sheet", with_list(tmp_path, made.root), "--milestone", 1)
    shown = answer("payout", "check", path, *agreed)
    assert (shown["root"], shown["chunk_size"], shown["chunks"]) == (made.root, 40, 7)

    found = error("payout", "check", path, *agreed, "--chunk-size", 50)
    assert found["message"].startswith(f"the milestone pays the list {made.root}, this one is 0x")
    short = error("payout", "check", listed(tmp_path, *wages(249)), *agreed)
    assert short["problems"][0]["message"] == (
        "the list comes to 3112.50 EUR, the milestone is 3125.00 EUR"
    )
    swapped = error("payout", "check", listed(tmp_path, *wages()[::-1]), *agreed)
    assert "no other size of chunks fits" in swapped["message"]


def test_the_schema_of_term_sheets_is_printed():
    """As it is published; what keeps to it is read."""
    shown = answer("loan", "terms", "schema")
    jsonschema.Draft202012Validator.check_schema(shown)
    sheet = answer("loan", "terms", "show", SHEET)["terms"]

    jsonschema.Draft202012Validator(shown).validate(sheet)
    assert json.loads(run("loan", "terms", "schema").stdout) == shown
    with pytest.raises(jsonschema.ValidationError, match=r"'4\.35' does not match"):
        jsonschema.Draft202012Validator(shown).validate({**sheet, "rate": "4.35"})


def test_a_table_without_rows_says_so(capsys):
    """An empty frame looks like a fault."""
    table({"Day": "left", "Amount": "right"}, [])
    assert capsys.readouterr().out == "Nothing (Day, Amount).\n"
