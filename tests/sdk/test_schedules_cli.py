"""
silkline schedule

├── show
│   ├── when terms are refused          → exit 2, the reason on stderr, or JSON on stdout
│   └── otherwise                       → a table, JSON or CSV, from a file, options or both
└── actus
    ├── when the file cannot be read    → exit 2, the same
    ├── when a case cannot be read      → exit 2, and the answers to the others
    └── otherwise                       → events in the form of the published results
"""

import json
import subprocess
import sys
from decimal import Decimal

import pytest
from click.testing import CliRunner

from silkline.cli import COMMANDS, main
from silkline.schedules import schedule_of, term_sheet

TERMS = {
    "amount": "1200.00",
    "currency": "EUR",
    "rate": "0.05",
    "method": "equal-principal",
    "drawn": "2027-01-15",
    "first-due": "2027-02-15",
    "count": "3",
}
CASE = {
    "identifier": "one",
    "terms": {
        "contractType": "PAM",
        "contractRole": "RPA",
        "currency": "EUR",
        "statusDate": "2026-12-31T00:00:00",
        "initialExchangeDate": "2027-01-01T00:00:00",
        "maturityDate": "2027-03-31T23:59:59",
        "notionalPrincipal": "  1200",
        "nominalInterestRate": 0.1,
        "dayCountConvention": "30E360",
    },
    "to": "",
    "dataObserved": {},
    "eventsObserved": [],
    "results": [],
}


def run(*arguments):
    """Run the command line and return its result."""
    return CliRunner().invoke(main, ["schedule", *map(str, arguments)])


def options(**changes):
    """Return the options of a term sheet."""
    terms = {**TERMS, **changes}
    return [part for name, value in terms.items() for part in (f"--{name}", value)]


@pytest.fixture
def saved(tmp_path):
    """Write text or JSON to a file and return its path."""

    def write(content, name="input.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


def test_the_command_is_listed():
    """``silkline --help`` shows it without importing it."""
    assert "schedule" in COMMANDS
    assert "Reckon what falls due" in CliRunner().invoke(main, ["--help"]).stdout


def test_it_works_without_the_chain():
    """Neither the package nor the command imports web3."""
    program = (
        "import sys, silkline.schedules, silkline.cli.schedule; sys.exit('web3' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_refused_terms_are_json_on_stdout_and_exit_2():
    """Programs get the reason where they read the answer."""
    result = run("show", *options(rate="five"), "--json")

    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["code"] == "bad-input"
    assert "rate is a number" in json.loads(result.stdout)["error"]["message"]


def test_refused_terms_are_told_on_stderr():
    """People get the reason and what to write instead."""
    result = run("show", *options(), "--day-count", "30/360")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Refused: '30/360' is no day count; name one exactly" in result.stderr


def test_missing_terms_are_told():
    """Without a file and options the answer is what a term sheet needs."""
    result = run("show")

    assert result.exit_code == 2
    assert "the term sheet lacks ['amount', 'currency', 'rate'" in result.stderr


def test_a_schedule_is_printed_with_its_cost():
    """The table has the due days, the totals, and under it the effective rate a year."""
    result = run("show", *options())

    assert result.exit_code == 0
    assert "1200.00 EUR drawn on 2027-01-15" in result.stdout
    assert "2027-04-15" in result.stdout
    assert "1,200.00" in result.stdout
    assert "Yearly cost (effective): 5.12" in result.stdout


def test_a_schedule_without_a_rate_of_its_own_is_shown():
    """Where the fee is all of the loan there is no yearly cost, but a schedule all the same."""
    table = run("show", *options(), "--fee", "1200.00")
    answer = json.loads(run("show", *options(), "--fee", "1200.00", "--json").stdout)

    assert "Yearly cost (effective): none" in table.stdout
    assert answer["apr"] is None
    assert len(answer["rows"]) == 3


def test_json_and_csv_are_those_of_the_schedule():
    """What is printed is what the SDK exports."""
    terms = {name.replace("-", "_"): value for name, value in TERMS.items()}
    expected = schedule_of(term_sheet(terms))

    answer = json.loads(run("show", *options(), "--json").stdout)
    assert answer.pop("apr").startswith("0.0512")
    assert answer == expected.to_json()
    assert run("show", *options(), "--csv").stdout_bytes.decode() == expected.to_csv()


def test_options_replace_what_the_file_says(saved):
    """A term sheet from a file can be tried with another rate."""
    path = saved("".join(f"{n.replace('-', '_')}: {v}\n" for n, v in TERMS.items()), "loan.yaml")
    plain = json.loads(run("show", path, "--json").stdout)
    changed = json.loads(run("show", path, "--rate", "0", "--json").stdout)

    assert plain["interest"] > 0
    assert changed["interest"] == 0


@pytest.mark.parametrize("content", ["[]", "{", "7"])
def test_a_file_that_is_no_object_of_cases_is_refused(saved, content):
    """Broken JSON and other values end with exit 2 and the reason."""
    result = run("actus", saved(content), "--json")

    assert result.exit_code == 2
    assert set(json.loads(result.stdout)) == {"error"}


def test_a_missing_file_is_refused(tmp_path):
    """A path that leads nowhere ends with exit 2."""
    result = run("actus", tmp_path / "nowhere.json")

    assert result.exit_code == 2
    assert "Refused:" in result.stderr


def test_one_case_is_answered_with_its_events(saved):
    """Dates, types and numbers are in the form of the results, with exact digits."""
    result = run("actus", saved(CASE), "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout, parse_float=Decimal)[1] == {
        "eventDate": "2027-03-31T23:59:59",
        "eventType": "IP",
        "payoff": 30,
        "currency": "EUR",
        "notionalPrincipal": 1200,
        "nominalInterestRate": Decimal("0.1"),
        "accruedInterest": 0,
    }
    assert json.loads(result.stdout)[0]["eventDate"] == "2027-01-01T00:00"


def test_terms_alone_are_a_case(saved):
    """What has a contract type is taken for the terms."""
    assert run("actus", saved(CASE["terms"]), "--json").stdout == (
        run("actus", saved(CASE), "--json").stdout
    )


def test_many_cases_are_answered_by_name(saved):
    """A case that needs more is answered with the feature, beside those that do not."""
    other = {**CASE, "terms": {**CASE["terms"], "contractType": "SWPPV"}}
    result = run("actus", saved({"a": CASE, "b": other, "c": {**CASE, "results": None}}), "--json")
    answers = json.loads(result.stdout)

    assert result.exit_code == 0
    assert answers["b"] == {"unsupported": "contractType SWPPV"}
    assert answers["a"] == answers["c"]


def test_one_unreadable_case_does_not_hide_the_others(saved):
    """Its answer is the error, the exit code is 2, and the others are answered."""
    result = run("actus", saved({"good": CASE, "bad": {"terms": {}}, "worse": 7}), "--json")
    answers = json.loads(result.stdout)

    assert result.exit_code == 2
    assert len(answers["good"]) == 3
    assert answers["bad"] == {
        "error": {"code": "bad-input", "message": "the terms lack contractType"}
    }
    assert answers["worse"]["error"]["message"].startswith("a case is")


def test_an_unsupported_case_alone(saved):
    """One case is answered without a name, and exit 0: the question was answered."""
    case = {**CASE, "terms": {**CASE["terms"], "prepaymentEffect": "M"}}
    result = run("actus", saved(case), "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"unsupported": "prepaymentEffect M"}


def test_no_cases_are_answered_with_nothing(saved):
    """An empty object has an empty answer."""
    assert json.loads(run("actus", saved({}), "--json").stdout) == {}


def test_events_are_printed_as_a_table(saved):
    """Without --json people see a table per case, and nothing of a file steers the terminal."""
    cases = {"on\x1b[31me": CASE, "two": {**CASE, "eventsObserved": [{"type": "PP"}]}}
    result = run("actus", saved(cases))

    assert result.exit_code == 0
    assert "MD" in run("actus", saved(CASE)).stdout
    assert "\x1b" not in result.stdout
    assert "2027-03-31T23:59:59" in result.stdout
    assert '{"unsupported": "eventsObserved"}' in result.stdout
