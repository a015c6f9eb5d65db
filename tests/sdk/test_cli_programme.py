"""
silkline programme

├── without sense, or by the wrong role   → exit 2, or exit 1
├── opened and shown                      → the rules that were given
├── proposed and accepted                 → only what is given changes, and only as proposed
└── suspended, disputed, frozen, and back
"""

from __future__ import annotations

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import AGREEMENT, ANCHOR, DOCUMENT, OPERATOR, TIER1, TIER2, TRADE, eur

RULES = {
    "--limit": "5000.00 EUR",
    "--smallest": "10.00 EUR",
    "--tenor": "90",
    "--tier": "3",
    "--late-rate": "0.05 %",
    "--agreement": AGREEMENT,
}


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def opening(**changes: str) -> list[str]:
    """Return the command that opens the anchor's second programme."""
    given = {**RULES, **changes}
    return ["programme", "open", "1/2", *(part for pair in given.items() for part in pair)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"--limit": "5000"}, "--limit: '5000' is no amount"),
        ({"--smallest": "x EUR"}, "--smallest: "),
        ({"--late-rate": "0.05"}, "--late-rate: '0.05' is no percentage"),
        ({"--late-rate": "0.00000001 %"}, "--late-rate: 0.00000001 % is finer than 0.0000001 %"),
        ({"--agreement": "0x12"}, "agreement_hash must be 32 bytes"),
        ({"--limit": "5000.00 USD"}, "has no DepositToken USD"),
    ],
)
def test_rules_without_sense_open_no_programme(cli, changes, message):
    """By the name of the rule."""
    assert message in cli.error(*opening(**changes), "--yes", by=OPERATOR)["message"]


def test_what_is_no_programme_is_not_shown(cli):
    """Neither by its name, nor on the chain."""
    assert "'1' is not a ProgrammeId" in cli.error("programme", "show", "1")["message"]
    assert cli.error("programme", "show", "1/9", code=1)["name"] == "ProgrammeUnknown"


def test_a_programme_is_opened_by_the_registrar_alone(cli):
    """With the rules that were given."""
    assert cli.error(*opening(), "--yes", by=ANCHOR, code=1)["code"] == "refused"
    options = ("--grace", 5, "--utc-offset", 32, "--no-trade", "--yes")
    cli.json(*opening(), *options, by=OPERATOR)
    shown = cli.json("programme", "show", "1/2")
    rules = shown["programme"]["rules"]

    assert rules["limit"] == shown["room"] == eur("5000.00").to_json()
    assert (rules["max_tenor"], rules["deepest_tier"], rules["grace_days"]) == (90, 3, 5)
    assert (rules["late_rate"], rules["utc_offset"]) == (500_000, 32)
    assert rules["trade_reference_required"] is False
    told = cli("programme", "show", "1/2").stdout
    for text in ("5000.00 EUR", "0.05 % a day", "+8 h from UTC", "not required"):
        assert text in told


def test_late_interest_is_exact(cli):
    """To a part of a billion, as a year's rate divided by its days has it."""
    cli.json(*opening(**{"--late-rate": "0.0246575 %"}), "--yes", by=OPERATOR)

    assert cli.json("programme", "show", "1/2")["programme"]["rules"]["late_rate"] == 246_575
    assert "0.0246575 % a day" in cli("programme", "show", "1/2").stdout


def test_a_change_needs_something_that_changes(cli):
    """Otherwise it is a mistake."""
    for command in ("propose", "accept"):
        error = cli.error("programme", command, "1/1", "--yes", by=OPERATOR)
        assert error["message"] == "nothing is changed: give the rules that shall be others"


def test_rules_change_with_the_anchors_consent(cli):
    """It accepts exactly what was proposed; what was not named stays as it is."""
    change = ("--limit", "2000000.00 EUR", "--tier", 5)
    cli.json("programme", "propose", "1/1", *change, "--yes", by=OPERATOR)
    accept = ("programme", "accept", "1/1", "--yes")
    assert cli.error(*accept, "--tier", 5, by=ANCHOR, code=1)["code"] == "refused"
    assert cli.error(*accept, *change, by=TIER1, code=1)["code"] == "refused"
    before = cli.json("programme", "show", "1/1")["programme"]["rules"]
    cli.json(*accept, *change, by=ANCHOR)

    after = cli.json("programme", "show", "1/1")["programme"]["rules"]
    assert before["limit"] == eur("1000000.00").to_json()
    changed = {"limit": eur("2000000.00").to_json(), "deepest_tier": 5}
    assert after == {**before, **changed}


def test_a_suspended_anchor_confirms_nothing(cli, world):
    """Until the registrar lifts it."""
    document = ("--document", DOCUMENT, "--yes")
    cli.json("programme", "suspend", ANCHOR, *document, by=OPERATOR)
    assert "party 1, suspended" in cli("programme", "show", "1/1").stdout
    assert cli.error("programme", "lift", ANCHOR, *document, by=ANCHOR, code=1)["code"] == "refused"

    cli.json("programme", "lift", ANCHOR, *document, by=OPERATOR)
    assert cli.json("programme", "show", "1/1")["programme"]["suspended"] is False
    assert world.confirmed()


@pytest.mark.parametrize(
    ("command", "flag", "error"),
    [("dispute", "disputed", "ReceivableDisputed"), ("freeze", "frozen", "ReceivableFrozen")],
)
def test_a_debt_in_question_is_not_passed_on(cli, world, command, flag, error):
    """Until that is ended; nobody of the trade decides on it."""
    note = world.confirmed()
    act = ("programme", command, note.receivable, "--document", DOCUMENT, "--yes")
    assert cli.error(*act, by=TIER1, code=1)["code"] == "refused"
    cli.json(*act, by=OPERATOR)
    assert cli.json("owed", note.receivable)["receivable"][flag] is True
    move = ("note", "assign", note, TIER2, "--trade", TRADE, "--yes")
    assert cli.error(*move, by=TIER1, code=1)["name"] == error

    cli.json(*act, "--end", by=OPERATOR)
    assert cli.json(*move, by=TIER1)["result"]["note"] == str(note)
