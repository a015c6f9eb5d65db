"""
silkline loan: from the term sheet to the last payment.

├── signing    by nobody's key, or rehearsed                → no signature
├── opening    a signature missing, or on something else    → exit 2; otherwise the loan's id
├── evidence   asked, signed, checked; too little of it     → no release
├── paying     beyond the allowance, or nothing due         → exit 1; otherwise what was paid
├── amending   terms of another loan                        → exit 2; otherwise in force
└── reading    unknown loans and days that are past         → refused; otherwise to the cent
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date

import pytest
import yaml

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.commands import FOREVER, Commands, commands
from tests.sdk.lending import ENGINEER, INSPECTOR, Lending, prepared
from tests.sdk.world import BANK_A, DOCUMENT, OUTSIDER, TIER1, TIER2, TODAY, eur

UNKNOWN = "0x" + "77" * 32
EUR = "EUR"


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors, and a loan that may be opened."""
    return prepared(world)


@pytest.fixture
def cli(lending, tmp_path) -> Commands:
    """The command line, with allowances of bank and borrower."""
    made = commands(lending.world, tmp_path)
    for party in (BANK_A, TIER1):
        lending.world.as_(party).deposits.approve("Loans", None, EUR).submit()
    lending.world.fund(TIER1, "500.00")
    return made


@pytest.fixture
def opened(lending, cli) -> str:
    """A loan that bank and borrower opened from their command lines."""
    sheet = cli.saved(lending.sheet())
    cli("loan", "sign", sheet, "--yes", "--out", cli.path("borrower.json"), by=TIER1)
    signature = ("--signature", cli.path("borrower.json"))
    return cli.json("loan", "open", sheet, *signature, "--yes", by=BANK_A)["result"]


@pytest.fixture
def drawn(cli, opened) -> str:
    """The same with its first milestone released: 6,000.00."""
    cli.json("loan", "release", opened, 0, "--yes", by=OUTSIDER)
    return opened


def written(cli: Commands) -> lt.Agreement:
    """Return what the SDK makes of the sheet in the folder."""
    token = cli.world.hub.deposits.token(EUR)
    return lt.agreement(lt.read_sheet(cli.path("loan.json")), token)


def money(amount: str) -> dict[str, str]:
    """Return an amount as JSON has it."""
    return eur(amount).to_json()


# Signing


def test_nothing_is_signed_unasked(lending, cli):
    """No confirmation, no signature; a rehearsal shows what it would bind to."""
    sheet, out = cli.saved(lending.sheet()), cli.path("borrower.json")
    refused = cli("loan", "sign", sheet, "--out", out, by=TIER1, answer="n\n")
    assert refused.exit_code == 2
    assert "party 5 lends party 2 up to 10000.00 EUR" in refused.stderr

    shown = cli.json("loan", "sign", sheet, "--out", out, "--dry-run", by=TIER1)
    assert shown["signed"] is False
    assert "party 5 lends party 2 up to 10000.00 EUR" in shown["words"]
    assert shown["message"]["message"] == "Terms"
    assert not out.exists()


def test_a_rehearsed_signature_is_shown_to_people(lending, cli):
    """The sheet may as well be YAML."""
    path = cli.path("loan.yaml")
    path.write_text(yaml.safe_dump(lt.sheet_json(lending.sheet())), encoding="utf-8")
    done = cli("loan", "sign", path, "--dry-run", by=TIER1)

    assert "party 5 lends party 2 up to 10000.00 EUR" in done.stdout
    assert done.stdout.endswith("Nothing was signed.\n")


def test_a_sheet_that_is_not_there_is_refused(cli):
    """By its path."""
    done = cli("loan", "sign", cli.path("none.yaml"), "--yes", by=TIER1)

    assert done.exit_code == 2
    assert "none.yaml cannot be read" in done.stderr


def test_a_signature_overwrites_nothing(lending, cli):
    """A file that is there stays as it is."""
    out = cli.path("borrower.json")
    out.write_text("mine", encoding="utf-8")
    error = cli.error("loan", "sign", cli.saved(lending.sheet()), "--yes", "--out", out, by=TIER1)

    assert "cannot be written: File exists" in error["message"]
    assert out.read_text(encoding="utf-8") == "mine"


# Opening


def test_a_missing_signature_is_named(lending, cli):
    """Who has not agreed is told before anything is sent."""
    error = cli.error("loan", "open", cli.saved(lending.sheet()), "--yes", by=BANK_A)

    assert error["message"] == "signatures are missing of party 2"


def test_a_signature_on_other_terms_is_refused(lending, cli):
    """With both values."""
    out = cli.path("borrower.json")
    cli("loan", "sign", cli.saved(lending.sheet(rate="5 %")), "--yes", "--out", out, by=TIER1)
    sheet = cli.saved(lending.sheet())
    error = cli.error("loan", "open", sheet, "--signature", out, "--yes", by=BANK_A)

    assert "rate: signed 50000, asked for 60000" in error["message"]


def test_what_is_no_signature_is_refused(lending, cli):
    """By the name of its file."""
    sheet = cli.saved(lending.sheet())
    error = cli.error("loan", "open", sheet, "--signature", sheet, "--yes", by=BANK_A)

    assert error["message"].startswith(f"{sheet}: not a message")


def test_terms_that_were_made_dead_cannot_be_opened(lending, cli):
    """A party takes them back; the contract's refusal has its name."""
    sheet, out = cli.saved(lending.sheet()), cli.path("borrower.json")
    cli("loan", "sign", sheet, "--yes", "--out", out, by=TIER1)
    cli.json("loan", "void", sheet, "--yes", by=TIER1)
    error = cli.error("loan", "open", sheet, "--signature", out, "--yes", by=BANK_A, code=1)

    assert error["code"] == "refused"
    assert error["name"].startswith(("Loan", "Terms"))


def test_a_loan_is_opened_from_its_sheet(cli, opened):
    """Its id is the one that the SDK reckons, and it shows what was agreed."""
    assert opened == written(cli).loan
    shown = cli.json("loan", "show", opened)

    assert (shown["lender"], shown["borrower"]) == (BANK_A, TIER1)
    assert shown["commitment"] == money("10000.00")
    assert [one["released"] for one in shown["milestones"]] == [False, False]
    assert shown["milestones"][0]["condition"] is None
    assert "2 of the attestors 11, 12, 13" in shown["milestones"][1]["condition"]
    assert shown["quote"]["payoff"] == money("0.00")
    assert "6000.00 EUR" in cli("loan", "show", opened).stdout


def test_an_agreement_serves_as_its_sheet(cli, opened):
    """Who was given the agreement as JSON keeps it, and knows the loan by its id."""
    made = cli.path("agreement.json")
    made.write_text(written(cli).to_json(), encoding="utf-8")
    other = {"SILKLINE_JOURNAL": str(cli.path("other.journal"))}
    assert cli.json("loan", "show", opened, **other)["milestones"] == []
    assert "silkline loan remember SHEET" in cli("loan", "show", opened, **other).stderr

    kept = cli.json("loan", "remember", made, **other)
    assert kept["loan"] == opened
    assert len(cli.json("loan", "show", opened, **other)["milestones"]) == 2


# Paying out


def test_a_milestone_is_not_released_without_evidence(cli, opened):
    """The contract says what is missing; the payee gets nothing (T23)."""
    error = cli.error("loan", "release", opened, 1, "--yes", by=OUTSIDER, code=1)
    assert error["code"] == "refused"
    assert cli.json("loan", "evidence", "check", opened, 1)["met"] is False


def test_a_milestone_that_is_none_is_refused(cli, opened):
    """With the numbers that there are."""
    commands = (
        ("loan", "release", opened, 2, "--dry-run"),
        ("loan", "evidence", "check", opened, 2),
    )
    for command in commands:
        assert "numbered 0..1, got 2" in cli.error(*command)["message"]
    error = cli.error("loan", "evidence", "check", opened, 0)
    assert "asks for nothing" in error["message"]


def test_a_release_can_be_rehearsed_by_anybody(cli, opened):
    """Without a key; nothing moves."""
    shown = cli.json("loan", "release", opened, 0, "--dry-run")

    assert shown["sent"] is False
    assert "pay 6000.00 EUR to" in shown["words"]
    assert cli.json("loan", "show", opened)["milestones"][0]["released"] is False


def asked(cli: Commands, loan: str, **changes: str) -> str:
    """Write a request for evidence of the second milestone, and return its path."""
    given = {"document": DOCUMENT, "observed": "2026-12-31T12:00:00Z", "until": FOREVER, **changes}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    path = cli.path("request.json")
    done = cli("loan", "evidence", "ask", loan, 1, *options, "--out", path)
    assert done.exit_code == 0, done.stderr
    return str(path)


def attested(cli: Commands, request: str, *attestors: int) -> list[str]:
    """Let attestors sign a request, and return the options that bring it."""
    brought: list[str] = []
    for one in attestors:
        path = cli.path(f"attestor-{one}.json")
        done = cli("loan", "evidence", "sign", request, "--yes", "--out", path, by=one)
        assert done.exit_code == 0, done.stderr
        brought += ["--evidence", str(path)]
    return brought


def test_a_moment_without_a_zone_is_refused(cli, opened):
    """Noon is at another time elsewhere."""
    for noon in ("2026-12-31T12:00", "noon"):
        given = ("--document", DOCUMENT, "--observed", noon, "--until", FOREVER)
        done = cli("loan", "evidence", "ask", opened, 1, *given)

        assert done.exit_code == 2
        assert f"--observed: '{noon}' is no moment with a zone" in done.stderr


def test_nothing_but_evidence_is_signed_as_evidence(lending, cli, opened):
    """A request that says something else is not signed by mistake."""
    path = cli.path("request.json")
    terms = lending.world.hub.loans.message(written(cli))
    path.write_text(terms.to_json(), encoding="utf-8")
    error = cli("loan", "evidence", "sign", path, "--yes", by=INSPECTOR)

    assert error.exit_code == 2
    assert "asks for a Terms, which is no evidence: nothing was signed" in error.stderr


def test_attestors_let_money_move(lending, cli, opened):
    """The request travels as a file, comes back signed, is checked, and releases the milestone."""
    brought = attested(cli, asked(cli, opened), INSPECTOR, ENGINEER)
    half = cli.json("loan", "evidence", "check", opened, 1, brought[1])
    assert (half["met"], half["have"], half["needed"]) == (False, 1, 2)
    full = cli.json("loan", "evidence", "check", opened, 1, brought[1], brought[3])
    assert (full["met"], full["rejected"]) == (True, [])
    assert (
        "met: 2 of the attestors"
        in cli("loan", "evidence", "check", opened, 1, brought[1], brought[3]).stdout
    )

    done = cli.json("loan", "release", opened, 1, *brought, "--yes", by=OUTSIDER)

    assert done["result"] == {
        "loan": opened,
        "index": 1,
        "payees": lending.world.chain.accounts[OUTSIDER],
        "amount": money("4000.00"),
        "parked": money("0.00"),
    }
    assert lending.world.balance(OUTSIDER) == eur("4000.00")


# Paying back


def test_a_payment_beyond_the_allowance_is_refused(cli, drawn):
    """By the token, with both amounts; approving helps."""
    cli.world.fund(TIER2, "50.00")
    pay = ("loan", "pay", drawn, "50.00 EUR", "--yes")
    error = cli.error(*pay, by=TIER2, code=1)
    assert error["code"] == "refused"

    cli.json("loan", "approve", "50.00 EUR", "--yes", by=TIER2)
    assert cli.json(*pay, by=TIER2)["result"]["principal"] == money("50.00")


def test_nothing_is_collected_before_it_is_due(cli, drawn):
    """The contract says so by name."""
    error = cli.error("loan", "collect", drawn, "--yes", by=OUTSIDER, code=1)

    assert error["name"] == "NothingToCollectOn"


def test_default_is_not_marked_before_its_days(cli, drawn):
    """The values say how late it is, and how late it has to be."""
    error = cli.error("loan", "default", drawn, "--yes", by=OUTSIDER, code=1)

    assert error["code"] == "refused"
    assert error["values"]


def test_a_loan_is_quoted_paid_and_collected(cli, drawn):
    """What is quoted for a day is what is taken on it; the same order is never paid twice."""
    quote = cli.json("loan", "quote", drawn, "--on", "2027-02-28")
    assert quote["billed"] == money("58.00")  # 6,000.00 x 6 % x 58 / 360
    assert quote["overdue"] == money("1500.00")
    assert quote["due"] == money("1558.00")
    assert quote["day"] == "2027-02-28"

    order = ("loan", "pay", drawn, "100.00 EUR", "--once", "order 4711", "--yes")
    first, second = (cli.json(*order, by=TIER1) for _ in range(2))
    assert first == second
    cli.world.go_to(date(2027, 2, 28))
    cli.world.fund(TIER1, "2000.00")
    due = cli.json("loan", "quote", drawn)["due"]
    done = cli.json("loan", "collect", drawn, "--yes", by=OUTSIDER)["result"]
    paid = eur(done["interest"]["amount"]) + eur(done["principal"]["amount"])
    assert paid.to_json() == due
    assert cli.json("loan", "quote", drawn)["due"] == money("0.00")


# Amending


def test_terms_of_another_loan_amend_nothing(lending, cli, drawn):
    """The sheet has to name the loan."""
    sheet = cli.saved(replace(lending.sheet(), amends=UNKNOWN), "longer.json")
    error = cli.error("loan", "amend", drawn, sheet, "--yes", by=BANK_A)

    assert error["message"] == f"the new terms amend {UNKNOWN}, not {drawn}"


def test_terms_that_are_not_known_make_no_sheet(cli, drawn):
    """Who was not given the agreement cannot begin an amendment."""
    other = {"SILKLINE_JOURNAL": str(cli.path("other.journal"))}
    error = cli.error("loan", "terms", "of", drawn, "--amending", **other)

    assert "are not known here" in error["message"]


def test_an_amendment_begins_with_the_terms_in_force(cli, lending, drawn):
    """The sheet that is written back makes the same terms; as an amendment it names the loan."""
    same = json.loads(cli("loan", "terms", "of", drawn).stdout)
    assert lt.agreement(lt.sheet_from(same), lending.world.hub.deposits.token(EUR)).hash == drawn
    sheet, out = cli.path("longer.json"), cli.path("amended.json")
    cli("loan", "terms", "of", drawn, "--amending", "--out", sheet)
    begun = json.loads(sheet.read_text(encoding="utf-8"))
    assert begun == {**same, "amends": drawn, "salt": same["salt"] + 1}

    sheet.write_text(json.dumps({**begun, "rate": "5 %"}), encoding="utf-8")
    cli("loan", "sign", sheet, "--yes", "--out", out, by=TIER1)
    done = cli.json("loan", "amend", drawn, sheet, "--signature", out, "--yes", by=BANK_A)
    shown = cli.json("loan", "show", drawn)
    assert shown["terms_hash"] == done["result"]


def test_a_loan_is_amended_from_its_new_sheet(lending, cli, drawn):
    """Both have agreed; the id stays, and the new terms are in force."""
    given = {"amends": drawn, "rate": "5 %", "salt": 2}
    sheet = cli.saved(lending.sheet(**given), "longer.json")
    out = cli.path("amended.json")
    cli("loan", "sign", sheet, "--yes", "--out", out, by=TIER1)
    done = cli.json("loan", "amend", drawn, sheet, "--signature", out, "--yes", by=BANK_A)

    assert cli.json("loan", "show", drawn)["terms_hash"] == done["result"]


# Reading


def test_loans_are_listed_by_their_sides(cli, lending, opened):
    """All of them, a lender's, a borrower's; in the order of their opening."""
    second = lending.opened(salt=2)
    assert cli.json("loan", "list", "--lender", TIER1) == {"loans": []}
    both = cli.json("loan", "list")["loans"]

    assert [one["loan"] for one in both] == [opened, second]
    assert {(one["lender"], one["borrower"]) for one in both} == {(BANK_A, TIER1)}
    assert cli.json("loan", "list", "--lender", BANK_A, "--borrower", TIER1)["loans"] == both
    assert opened in cli("loan", "list", "--borrower", TIER1).stdout
    assert "PartyId" in cli.error("loan", "list", "--lender", -1)["message"]


@pytest.mark.parametrize("command", ["show", "quote", "statement", "collect"])
def test_a_loan_that_was_never_opened_is_unknown(cli, command):
    """To every command, by exit code 1."""
    error = cli.error("loan", command, UNKNOWN, *(["--yes"] if command == "collect" else []),
                      by=BANK_A if command == "collect" else None, code=1)  # fmt: skip

    assert error["name"] == "LoanUnknown"


def test_what_is_no_id_of_a_loan_is_refused(cli):
    """It is 32 bytes in hex."""
    assert "loan must be" in cli.error("loan", "show", "0x12")["message"]


def test_a_day_that_is_past_is_not_quoted(cli, drawn):
    """The debt then is in the statement."""
    error = cli.error("loan", "quote", drawn, "--on", "2026-12-31")

    assert error["message"] == f"2026-12-31 is past: today is {TODAY}"


def test_a_statement_has_every_event(cli, drawn):
    """As a table, CSV and JSON, with the balance after each."""
    cli.json("loan", "pay", drawn, "100.00 EUR", "--yes", by=TIER1)
    found = cli.json("loan", "statement", drawn)

    assert [one["what"] for one in found["entries"]] == ["opened", "released", "paid"]
    assert [one["principal"] for one in found["entries"]] == ["0.00", "6000.00", "5900.00"]
    rows = list(csv.DictReader(cli("loan", "statement", drawn, "--csv").stdout.splitlines()))
    assert rows == found["entries"]
    assert "5900.00" in cli("loan", "statement", drawn).stdout


def test_answers_are_json_with_stable_names(cli, drawn):
    """Programs rely on them."""
    quote = cli.json("loan", "quote", drawn)
    names = ["day", "penalty", "billed", "accrued", "overdue", "principal", "due", "payoff"]
    assert list(quote) == [*names, "days_past_due", "as_of"]
    shown = cli.json("loan", "show", drawn)
    assert set(shown["milestones"][0]) == {
        "index", "amount", "payees", "is_list", "condition", "deadline", "released", "paid", "state"
    }  # fmt: skip
    assert json.dumps(shown)
    assert isinstance(sl.Money.from_json(shown["commitment"]), sl.Money)
