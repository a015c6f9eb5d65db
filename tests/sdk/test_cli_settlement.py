"""
silkline approve, settle, collect, redeem, claim, overdue, owed.

├── too early, too little, nothing there, not named  → exit 1, or exit 2
├── settled by the anchor, collected by anyone       → owed and the accounts say so
├── redeemed by note and by debt                     → the holders are paid
└── parked for a suspended payee                     → claimed once it is reinstated
"""

from __future__ import annotations

import shlex
from datetime import timedelta

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import ANCHOR, DOCUMENT, DUE, OUTSIDER, TIER1, TIER2, eur


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def allowed(cli: Commands, spender: str):
    """Return what a contract may take from the anchor."""
    hub = cli.world.hub
    account = cli.world.chain.accounts[ANCHOR]
    return hub.deposits.allowance(account, hub.deployment.address(spender), "EUR")


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (("settle", "1.00 EUR"), "PartBeforeDueDay"),
        (("collect",), "NotDue"),
        (("overdue",), "GraceNotOver"),
    ],
)
def test_what_comes_too_early_is_refused(cli, note, command, error):
    """By the contract's name, with what to do."""
    name, *rest = command
    found = cli.error(name, note.receivable, *rest, "--yes", by=ANCHOR, code=1)

    assert found["name"] == error
    assert found["advice"]


def test_what_is_not_there_or_not_allowed_is_told_with_the_command_that_helps(cli, note):
    """Whose it would be, what is there, and what to type; the explanation says it before."""
    cli.world.fund(ANCHOR, "120000.00")
    cli.json("approve", "5.00 EUR", "--for", "settlements", "--yes", by=ANCHOR)
    found = cli.error("settle", note.receivable, "120000.00 EUR", by=ANCHOR, code=1)

    assert found["name"] == "MoneyMissing"
    assert found["values"] == {
        "token": cli.world.hub.deposits.token("EUR").address,
        "owner": cli.world.chain.accounts[ANCHOR],
        "spender": cli.world.hub.deployment.address("Settlements"),
        "needed": {"amount": "120000.00", "currency": "EUR"},
        "balance": {"amount": "120000.00", "currency": "EUR"},
        "allowance": {"amount": "5.00", "currency": "EUR"},
    }
    command = found["advice"].partition(", or silkline ")[2]
    assert command == 'approve "120000.00 EUR" --for settlements'
    cli.json(*shlex.split(command), "--yes", by=ANCHOR)
    done = cli("settle", note.receivable, "120000.00 EUR", "--yes", by=ANCHOR)
    assert "takes     120000.00 EUR for Settlements from" in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (("owed", "0xdead"), "ReceivableUnknown"),
        (("settle", "0xdead", "1.00 EUR", "--yes"), "ReceivableUnknown"),
        (("overdue", "0xdead", "--yes"), "UnknownReceivable"),
    ],
)
def test_a_debt_that_is_not_there_is_not_paid(cli, command, error):
    """Neither shown, nor paid, nor marked."""
    assert cli.error(*command, by=ANCHOR, code=1)["name"] == error


@pytest.mark.parametrize("command", [("settle", "0xf1", "5"), ("approve", "5", "--for", "offers")])
def test_an_amount_needs_its_currency(cli, note, command):
    """A bare number is no amount."""
    error = cli.error(*command, "--yes", by=ANCHOR)

    assert "AMOUNT: '5' is no amount; write it as" in error["message"]


def test_notes_are_named_in_one_way(cli, note):
    """By themselves or by their debt, and one of both."""
    for arguments in ((), (note, "--receivable", note.receivable)):
        error = cli.error("redeem", *arguments, "--yes", by=OUTSIDER)
        assert error["message"].startswith("name what is paid: either NOTEs, or all of a debt")


def test_nothing_is_claimed_that_is_not_parked(cli):
    """By the contract's name for it."""
    error = cli.error("claim", TIER2, "--currency", "EUR", "--yes", by=OUTSIDER, code=1)

    assert error["name"] == "NothingParked"


def test_what_contracts_may_take_is_set(cli):
    """In place of what they might before; each spender for itself."""
    cli.json("approve", "500.00 EUR", "--for", "settlements", "--yes", by=ANCHOR)
    cli.json("approve", "70.00 EUR", "--for", "offers", "--yes", by=ANCHOR)

    assert allowed(cli, "Settlements") == eur("500.00")
    assert allowed(cli, "Discounting") == eur("70.00")


def test_the_anchor_pays_the_whole_early(cli, note):
    """What exceeds the debt is not taken, and nothing is owed afterwards."""
    cli.world.fund(ANCHOR, "130000.00")
    done = cli.json("settle", note.receivable, "130000.00 EUR", "--yes", by=ANCHOR)["result"]

    assert done["amount"] == eur("120000.00").to_json()
    assert done["owed"] == eur("0.00").to_json()
    shown = cli.json("owed", note.receivable)
    assert shown["receivable"]["status"] == "settled"
    assert shown["account"]["received"] == eur("120000.00").to_json()
    assert shown["owed"] == eur("0.00").to_json()
    assert cli.world.balance(ANCHOR) == eur("10000.00")


def test_late_interest_is_told_beforehand(cli, note):
    """By day, without paying."""
    late = DUE + timedelta(days=2)
    shown = cli.json("owed", note.receivable, "--day", late)

    assert (shown["owed"], shown["day"]) == (eur("120120.00").to_json(), late.isoformat())
    told = cli("owed", note.receivable, "--day", late).stdout
    assert f"Owed on {late}" in told
    assert "120120.00 EUR" in told
    assert "is no ISO date" in cli.error("owed", note.receivable, "--day", "soon")["message"]


def test_one_payment_reaches_every_holder(cli, world, note):
    """Collected and paid out by anyone; a second time nothing is left to pay."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    world.go_to(DUE)
    world.fund(ANCHOR, "120000.00")
    cli.json("collect", note.receivable, "--once", "collect f1", "--yes", by=OUTSIDER)
    rehearsed = cli.json("redeem", piece, "--dry-run")["words"]
    whole = f"note {piece} of 20000.00 EUR, which party 3 has"
    assert rehearsed == f"Pay {whole}: now 20000.00 EUR"

    paid = cli.json("redeem", "--receivable", note.receivable, "--yes", by=OUTSIDER)["result"]
    assert [(one["note"], one["payee"], one["final"]) for one in paid] == [
        (str(note), TIER1, True), (str(piece), TIER2, True),
    ]  # fmt: skip
    assert (world.balance(TIER1), world.balance(TIER2)) == (eur("100000.00"), eur("20000.00"))
    assert cli.json("redeem", piece, "--yes", by=OUTSIDER)["result"] == []


def test_a_suspended_payee_claims_once_it_is_reinstated(cli, world, note):
    """Its money waits for it and goes to nobody else."""
    world.paid(note)
    world.hub.parties.suspend(TIER1, DOCUMENT).submit()
    cli.json("redeem", note, "--yes", by=OUTSIDER)
    claim = ("claim", TIER1, "--currency", "EUR", "--yes")
    assert cli.error(*claim, by=OUTSIDER, code=1)["name"] == "PayeeSuspended"

    world.hub.parties.reinstate(TIER1, DOCUMENT).submit()
    assert cli.json(*claim, by=OUTSIDER)["result"] == eur("120000.00").to_json()
    assert world.balance(TIER1) == eur("120000.00")


def test_an_overdue_debt_is_marked_by_anyone(cli, world, note):
    """After the grace; its anchor may not confirm any more."""
    world.go_to(DUE + timedelta(days=4))
    cli.json("overdue", note.receivable, "--yes", by=OUTSIDER)

    assert cli.json("owed", note.receivable)["receivable"]["status"] == "overdue"
    assert world.hub.programmes.get("1/1").suspended
