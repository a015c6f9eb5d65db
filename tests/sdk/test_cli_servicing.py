"""
silkline loan, once it runs.

├── refund           by a stranger, or too much            → exit 1; otherwise principal falls
├── return-reserve   nothing set aside, or still needed    → exit 1; otherwise the lender has it
├── default          lifted by another than the lender     → exit 1; otherwise nothing is past due
├── freeze, thaw     without the role, or without reason   → refused; otherwise payouts stop and go
├── claim            where nothing is parked               → exit 1; otherwise the payee has it
└── condition        one without sense, or none at all     → exit 2; otherwise as a sheet has it
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from silkline import conditions as sc
from tests.sdk.commands import Commands, commands
from tests.sdk.lending import AUDITOR, ENGINEER, INSPECTOR, Lending, prepared
from tests.sdk.world import (
    BANK_A,
    BANK_B,
    DOCUMENT,
    OPERATOR,
    OUTSIDER,
    TIER1,
    TIER2,
    eur,
)

REASON = ("--document", DOCUMENT)
IN_EUR = ("--currency", "EUR")
YES = "--yes"


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors, and a loan that may be opened."""
    return prepared(world)


@pytest.fixture
def cli(lending, tmp_path) -> Commands:
    """The command line."""
    return commands(lending.world, tmp_path)


@pytest.fixture
def drawn(cli, lending) -> str:
    """A loan of which 6,000.00 went to the tier-2 supplier; the command line knows its terms."""
    return known(cli, lending, lending.drawn())


def known(cli: Commands, lending: Lending, loan: str) -> str:
    """Let the command line remember the agreement of a loan."""
    path = cli.path("agreement.json")
    path.write_text(lending.bank.loans.agreement(loan).to_json(), encoding="utf-8")
    assert cli.json("loan", "remember", path)["loan"] == loan
    return loan


def money(amount: str) -> dict[str, str]:
    """Return an amount as JSON has it."""
    return eur(amount).to_json()


def rehearsed(cli: Commands, *command: object, by: int) -> str:
    """Rehearse a command, which sends nothing, and return its words."""
    shown = cli.json(*command, "--dry-run", by=by)
    assert shown["sent"] is False
    return shown["words"]


# Refunds


def test_only_the_payee_returns_money_and_no_more_than_it_got(cli, drawn):
    """Each refusal has its name and its values."""
    refund = ("loan", "refund", drawn, 0)
    error = cli.error(*refund, "1.00 EUR", YES, by=TIER1, code=1)
    assert (error["name"], error["values"]["caller"]) == (
        "NotPayee", cli.world.chain.accounts[TIER1],
    )  # fmt: skip
    error = cli.error(*refund, "6000.01 EUR", YES, by=TIER2, code=1)
    assert (error["name"], error["values"]) == (
        "RefundTooLarge", {"amount": 600_001, "room": 600_000},
    )  # fmt: skip
    assert "AMOUNT: '5' is no amount" in cli.error(*refund, "5", YES, by=TIER2)["message"]


def test_a_payee_returns_money(cli, drawn):
    """Principal falls by it; the same order is never returned twice."""
    cli.json("loan", "approve", "1000.00 EUR", YES, by=TIER2)
    order = ("loan", "refund", drawn, 0, "1000.00 EUR", "--once", "credit note 17", YES)
    assert "Return 1000.00 EUR of milestone 0" in rehearsed(cli, *order[:-3], by=TIER2)
    first, second = (cli.json(*order, by=TIER2) for _ in range(2))

    assert first == second
    assert first["result"] == money("1000.00")
    assert cli.json("loan", "quote", drawn)["principal"] == money("5000.00")


# Reserves


def test_a_reserve_is_not_returned_without_or_too_early(cli, lending, drawn):
    """Nothing was set aside; or it may still be drawn."""
    error = cli.error("loan", "return-reserve", drawn, YES, by=OUTSIDER, code=1)
    assert error["name"] == "NothingReserved"
    reserved = lending.opened(reserved=True, salt=2)
    error = cli.error("loan", "return-reserve", reserved, YES, by=OUTSIDER, code=1)
    assert error["name"] == "ReserveStillNeeded"


def test_a_reserve_is_returned_to_the_lender(cli, lending):
    """By anyone, after the draw deadline."""
    loan = lending.drawn(reserved=True)
    before = lending.world.balance(BANK_A)
    lending.world.go_to(date(2027, 2, 1))
    done = cli.json("loan", "return-reserve", loan, YES, by=OUTSIDER)

    assert done["result"] == money("4000.00")
    assert lending.world.balance(BANK_A) == before + eur("4000.00")
    assert cli.json("loan", "show", loan)["reserve"] == money("0.00")


# Default


def test_default_is_lifted_by_the_lender_alone(cli, lending, drawn):
    """And only where it is marked."""
    lift = ("loan", "lift-default", drawn, YES)
    assert cli.error(*lift, by=BANK_A, code=1)["name"] == "NotDefaulted"
    lending.world.go_to(date(2027, 5, 1))
    cli.json("loan", "default", drawn, YES, by=OUTSIDER)
    assert cli.json("loan", "show", drawn)["defaulted"] is True
    error = cli.error(*lift, by=BANK_B, code=1)
    assert (error["name"], error["values"]) == ("NotLender", {"party": BANK_B, "lender": BANK_A})

    assert "Lift the mark of default" in rehearsed(cli, *lift[:-1], by=BANK_A)
    assert cli.json(*lift, by=BANK_A)["result"] is None
    assert cli.json("loan", "show", drawn)["defaulted"] is False


# Freezes


def test_a_loan_is_not_frozen_without_role_and_reason(cli, drawn):
    """The reason is a document's hash."""
    error = cli.error("loan", "freeze", drawn, *REASON, YES, by=BANK_A, code=1)
    assert error["name"] == "AccessManagedUnauthorized"
    error = cli.error("loan", "freeze", drawn, "--document", "0x12", YES, by=OPERATOR)
    assert "document must be 32 bytes" in error["message"]
    assert "Missing option '--document'" in cli("loan", "freeze", drawn, by=OPERATOR).stderr


def test_a_frozen_loan_pays_nothing_out_until_it_is_thawed(cli, lending):
    """Repaying is not stopped by it."""
    loan = known(cli, lending, lending.opened())
    release = ("loan", "release", loan, 0, YES)
    assert "Freeze payouts" in rehearsed(cli, "loan", "freeze", loan, *REASON, by=OPERATOR)
    cli.json("loan", "freeze", loan, *REASON, YES, by=OPERATOR)
    assert cli.json("loan", "show", loan)["frozen"] is True
    assert cli.error(*release, by=OUTSIDER, code=1)["name"] == "LoanFrozen"

    cli.json("loan", "thaw", loan, *REASON, YES, by=OPERATOR)
    assert cli.json("loan", "show", loan)["frozen"] is False
    assert cli.json(*release, by=OUTSIDER)["result"]["amount"] == money("6000.00")


# Parked money


def test_nothing_is_claimed_that_is_not_parked(cli, drawn):
    """For an account and for a party; what is neither is refused by its name."""
    account = cli.world.chain.accounts[TIER2]
    for payee, name in ((account, "NothingParkedFor"), (BANK_A, "NothingParked")):
        error = cli.error("loan", "claim", payee, *IN_EUR, YES, by=OUTSIDER, code=1)
        assert error["name"] == name
    for payee in ("0x12", "bank A"):
        assert cli.error("loan", "claim", payee, *IN_EUR, YES, by=OUTSIDER)["code"] == "bad-input"
    assert cli.error("loan", "claim", BANK_A, "--currency", "USD", YES, by=OUTSIDER)["message"]


def test_a_payee_gets_what_was_parked_for_its_account(cli, lending):
    """It was frozen when the milestone was released (T66)."""
    loan, token = known(cli, lending, lending.opened()), lending.world.hub.deposits
    token.set_freeze(lending.payee, True, DOCUMENT, "EUR").submit()
    cli.json("loan", "release", loan, 0, YES, by=OUTSIDER)
    waiting = ("loan", "parked", lending.payee, *IN_EUR)
    assert cli.json(*waiting) == {"payee": lending.payee, "parked": {"loans": money("6000.00")}}
    assert "6000.00 EUR" in cli(*waiting).stdout
    token.set_freeze(lending.payee, False, DOCUMENT, "EUR").submit()
    claim = ("loan", "claim", lending.payee, *IN_EUR)
    assert "now 6000.00 EUR" in rehearsed(cli, *claim, by=OUTSIDER)

    assert cli.json(*claim, YES, by=OUTSIDER)["result"] == money("6000.00")
    assert lending.world.balance(TIER2) == eur("6000.00")
    assert cli.json(*waiting)["parked"] == {"loans": money("0.00")}


def test_a_lender_gets_what_was_parked_for_it(cli, lending, drawn):
    """A payment is never refused because the lender's account is."""
    account, token = lending.world.chain.accounts[BANK_A], lending.world.hub.deposits
    lending.world.fund(TIER1, "100.00")
    token.set_freeze(account, True, DOCUMENT, "EUR").submit()
    cli.json("loan", "pay", drawn, "100.00 EUR", YES, by=TIER1)
    none = money("0.00")
    assert cli.json("loan", "parked", BANK_A, *IN_EUR)["parked"] == {
        "loans": money("100.00"), "guarantees": none, "collateral": none,
    }  # fmt: skip
    token.set_freeze(account, False, DOCUMENT, "EUR").submit()
    before = lending.world.balance(BANK_A)

    done = cli.json("loan", "claim", BANK_A, *IN_EUR, YES, by=OUTSIDER)
    assert done["result"] == money("100.00")
    assert lending.world.balance(BANK_A) == before + eur("100.00")


# Conditions

PANEL = ("--attestor", INSPECTOR, "--attestor", ENGINEER)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("attested", *PANEL, "--threshold", 3), "threshold must be in 1..2, got 3"),
        (("not-before", "2027-03-01"), "MOMENT: '2027-03-01' is no moment with a zone"),
        (("notes-pledged", "5000"), "AMOUNT: '5000' is no amount"),
    ],
)
def test_a_condition_without_sense_is_refused(cli, given, message):
    """By the name of the value."""
    assert message in cli.error("loan", "condition", *given)["message"]


def test_a_part_that_is_no_condition_is_refused(cli):
    """By the name of its file: nonsense, other JSON, a config that its contract cannot read."""
    address = cli.world.hub.deployment.address("NotBefore")
    texts = ("nonsense", "[]", "{}", f'{{"condition": "{address}", "config": "0x12"}}')
    for text in texts:
        path = cli.path("part.json")
        path.write_text(text, encoding="utf-8")
        error = cli.error("loan", "condition", "all-of", path, *IN_EUR)
        assert error["message"].startswith(str(path))


def said(cli: Commands, name: str, *given: object) -> Path:
    """Let the command line say a condition, write its JSON into a file, and return the path."""
    path = cli.path(f"{name}.json")
    path.write_text(cli("loan", "condition", *given, "--json").stdout, encoding="utf-8")
    return path


def test_conditions_are_said_as_a_sheet_has_them(cli, lending):
    """Each kind, alone and as parts of others, reads back as what was meant."""
    attested = said(cli, "a", "attested", *PANEL, "--threshold", 2)
    metric = said(cli, "m", "attested", "--attestor", AUDITOR, "--threshold", 1, "--at-least", 50)
    spring = said(cli, "t", "not-before", "2027-03-01T00:00:00Z")
    pledged = said(cli, "n", "notes-pledged", "5000.00 EUR")
    paid = said(cli, "i", "instalments-paid", 3)
    either = said(cli, "e", "any-of", pledged, paid, metric, *IN_EUR)
    whole = cli.json("loan", "condition", "all-of", attested, spring, either, *IN_EUR)

    parts = (
        sc.NotesPledged(eur("5000.00")),
        sc.InstalmentsPaid(3),
        sc.AttestedMetric((13,), 1, 50),
    )
    meant = sc.AllOf((sc.Attested((11, 12), 2), sc.NotBefore(1_803_859_200), sc.AnyOf(parts)))
    read, token = lending.world.hub.conditions.read, lending.world.hub.deposits.token("EUR")
    assert read(whole["condition"], whole["config"], token) == meant
    assert whole["words"] == meant.words()
    lines = yaml.safe_load(cli("loan", "condition", "instalments-paid", 3).stdout)
    assert lines == lending.world.hub.conditions.place(sc.InstalmentsPaid(3))
