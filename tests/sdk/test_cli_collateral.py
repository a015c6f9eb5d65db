"""
silkline collateral: notes pledged for loans.

├── pledge    no note, or one that cannot secure       → exit 2, exit 1; otherwise it is pledged
├── release   while it is needed                       → exit 1; otherwise it is free
├── redeem    pays what is due, the rest is the owner's
├── apply     where nothing waits                      → exit 1; otherwise so many entries
├── claim     where nothing is parked                  → exit 1; otherwise the owner has it
└── status    of an unknown loan                       → exit 1; otherwise notes, value, proceeds
"""

from __future__ import annotations

import pytest

from silkline import NoteId
from tests.sdk.commands import Commands, commands
from tests.sdk.security import drawn, opened
from tests.sdk.world import BANK_A, DOCUMENT, OUTSIDER, TIER1, TIER2, eur

UNKNOWN = "0x" + "77" * 32
FACE = "120000.00"
YES = "--yes"


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line."""
    return commands(world, tmp_path)


@pytest.fixture
def note(world) -> NoteId:
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


@pytest.fixture
def loan(world) -> str:
    """A loan of 100,000.00 to that supplier, paid out."""
    return drawn(world)


def money(amount: str) -> dict[str, str]:
    """Return an amount as JSON has it."""
    return eur(amount).to_json()


def pledged(cli: Commands, loan: str, *notes: NoteId) -> list[dict]:
    """Let the tier-1 supplier pledge notes, and return the pledges."""
    return cli.json("collateral", "pledge", loan, *notes, YES, by=TIER1)["result"]


# Refusals


def test_a_note_is_named_and_can_secure(cli, world, note, loan):
    """None, no id, one of another party, one that is pledged already."""
    pledge = ("collateral", "pledge", loan)
    assert "Missing argument 'NOTE...'" in cli(*pledge, by=TIER1).stderr
    assert "NoteId" in cli.error(*pledge, "f1", YES, by=TIER1)["message"]
    error = cli.error(*pledge, note, YES, by=TIER2, code=1)
    assert (error["code"], error["name"]) == ("refused", "AccountOfAnother")
    pledged(cli, loan, note)
    error = cli.error(*pledge, note, YES, by=TIER1, code=1)
    assert (error["name"], error["values"]) == ("NotePledged", {"note": str(note), "loan": loan})


@pytest.mark.parametrize(
    "command", [("pledge", "0xf1#1"), ("release",), ("redeem",), ("apply",), ("status",)]
)
def test_a_loan_that_was_never_opened_is_unknown(cli, command):
    """To every command."""
    name, *notes = command
    rest = [] if name == "status" else [YES]
    error = cli.error("collateral", name, UNKNOWN, *notes, *rest, by=TIER1, code=1)

    assert error["name"] == "LoanUnknown"


def test_a_note_is_not_let_go_while_it_is_needed(cli, note, loan):
    """Its owner is told who may."""
    pledged(cli, loan, note)
    error = cli.error("collateral", "release", loan, note, YES, by=TIER1, code=1)

    assert (error["name"], error["values"]["lender"]) == ("StillSecuring", BANK_A)


def test_where_nothing_waits_nothing_is_applied_or_claimed(cli, note, loan):
    """Each with its name."""
    pledged(cli, loan, note)
    error = cli.error("collateral", "apply", loan, YES, by=OUTSIDER, code=1)
    assert error["name"] == "NothingBooked"
    claim = ("collateral", "claim", TIER1, "--currency", "EUR", YES)
    assert cli.error(*claim, by=OUTSIDER, code=1)["name"] == "NothingParked"


# Pledges


def test_notes_are_pledged_and_shown(cli, world, note, loan):
    """A rehearsal pledges nothing; then the loan is secured by what is to come."""
    pledge = ("collateral", "pledge", loan, note)
    shown = cli.json(*pledge, "--dry-run", by=TIER1)
    assert f"Pledge note {note} of 120000.00 EUR" in shown["words"]
    status = ("collateral", "status", loan)
    nothing = {"amount": money("0.00"), "entries": 0}
    found = cli.json(*status)
    assert (found["pledges"], found["value"]) == ([], money("0.00"))
    assert {name: found["proceeds"][name] for name in nothing} == nothing

    (made,) = pledged(cli, loan, note)
    expected = {"note": str(note), "loan": loan, "owner": TIER1, "to_come": money(FACE)}
    assert {name: made[name] for name in expected} == expected
    found = cli.json(*status)
    assert [one["note"] for one in found["pledges"]] == [str(note)]
    assert found["value"] == money(FACE)
    told = cli(*status).stdout
    assert str(note) in told
    assert "120000.00 EUR" in told


def test_the_lender_lets_a_note_go(cli, world, note):
    """People read which notes are free."""
    loan = opened(world)
    pledged(cli, loan, note)
    done = cli("collateral", "release", loan, note, YES, by=BANK_A)

    assert done.exit_code == 0
    assert str(note) in done.stdout.split("Result")[1]
    assert world.hub.collateral.get(note) is None


# Proceeds


def test_proceeds_pay_what_is_due(cli, world, note, loan):
    """The surplus is the owner's at once."""
    pledged(cli, loan, note)
    world.paid(note)
    due = world.hub.loans.quote(loan).due
    done = cli.json("collateral", "redeem", loan, YES, by=OUTSIDER)["result"]

    surplus = eur(FACE) - due
    part = {"owner": TIER1, "paid": due.to_json(), "surplus": surplus.to_json()}
    assert done == {
        "loan": loan, "paid": part["paid"], "surplus": part["surplus"], "parts": [part]
    }  # fmt: skip
    assert world.balance(TIER1) == surplus
    assert world.hub.loans.quote(loan).due == eur("0.00")


def test_proceeds_are_applied_in_parts(cli, world, note, loan):
    """Somebody else redeemed the notes: so many entries at a time; people see whose they were."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    pledged(cli, loan, note)
    cli.json("collateral", "pledge", loan, piece, YES, by=TIER2)
    world.paid(note)
    due = world.hub.loans.quote(loan).due
    world.hub.settlements.redeem(note, piece).submit()
    assert cli.json("collateral", "status", loan)["proceeds"]["entries"] == 2
    assert cli("collateral", "apply", loan, "--most", 0, by=OUTSIDER).exit_code == 2

    first = cli.json("collateral", "apply", loan, "--most", 1, YES, by=OUTSIDER)["result"]
    assert first["paid"] == due.to_json()
    told = cli("collateral", "apply", loan, YES, by=OUTSIDER).stdout
    assert f"owner {TIER2}, paid 0.00 EUR, surplus 20000.00 EUR" in told


def test_a_surplus_that_was_parked_is_claimed(cli, world, note, loan):
    """Its owner was suspended when it came."""
    pledged(cli, loan, note)
    world.paid(note)
    world.hub.parties.suspend(TIER1, DOCUMENT).submit()
    surplus = cli.json("collateral", "redeem", loan, YES, by=OUTSIDER)["result"]["surplus"]
    claim = ("collateral", "claim", TIER1, "--currency", "EUR", YES)
    assert cli.error(*claim, by=OUTSIDER, code=1)["name"] == "PayeeSuspended"
    world.hub.parties.reinstate(TIER1, DOCUMENT).submit()

    assert cli.json(*claim, by=OUTSIDER)["result"] == surplus
    assert world.balance(TIER1).to_json() == surplus
