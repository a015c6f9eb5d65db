"""
silkline line: what parties may draw from a lender.

├── when a grant makes no sense                → exit 2, by the name of the value
├── when the signer may not, or no line is there → exit 1, by the name of the refusal
├── grant, freeze, thaw, status                → of parties
├── and of groups
└── sponsor: offer, withdraw, accept, status  → refused, or who stands behind a programme
"""

from __future__ import annotations

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import ANCHOR, BANK_A, BANK_B, DOCUMENT, TIER1, eur, rules

GRANT = ("line", "grant", TIER1, "50000.00 EUR", "--model", "scores 3.1", "--yes")
UNTIL = ("--until", "2027-12-31")
DECISION = ("--decision", DOCUMENT)
STATUS = ("line", "status", BANK_A, TIER1, "--currency", "EUR")


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def test_a_grant_without_what_it_needs_is_refused(cli):
    """Click names the option."""
    done = cli("line", "grant", TIER1, "50000.00 EUR", by=BANK_A)

    assert done.exit_code == 2
    assert "Missing option '--until'" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--until", "31.12.2027", *DECISION), "expiry: '31.12.2027' is no ISO date"),
        ((*UNTIL, "--decision", "0x12"), "decision must be 32 bytes"),
        ((*UNTIL, *DECISION, "--rate-floor", "3.5"), "rate_floor: '3.5' is no percentage"),
        (
            (*UNTIL, *DECISION, "--group", "--within", "7"),
            "are for lines of parties, not of groups",
        ),
    ],
)
def test_a_grant_without_sense_is_refused(cli, options, message):
    """By the name of the value."""
    assert message in cli.error(*GRANT, *options, by=BANK_A)["message"]


def test_who_is_no_funder_grants_nothing(cli):
    """The contract says which role is missing."""
    error = cli.error(*GRANT, *UNTIL, *DECISION, by=TIER1, code=1)

    assert error["code"] == "refused"


def test_a_line_that_was_not_granted_is_unknown(cli):
    """Nor is there anything to freeze."""
    assert cli.error(*STATUS, code=1)["name"] == "LineUnknown"
    assert cli.error(*STATUS, "--group", code=1)["name"] == "LineUnknown"
    freeze = ("line", "freeze", TIER1, "--document", DOCUMENT, "--yes")
    assert cli.error(*freeze, by=BANK_B, code=1)["name"] == "LineUnknown"


def test_a_line_is_granted_frozen_and_thawed(cli):
    """Its status follows, with the record of the party."""
    cli.json(*GRANT, *UNTIL, *DECISION, "--rate-floor", "3.5 %", by=BANK_A)
    shown = cli.json(*STATUS)
    assert set(shown) == {"line", "record"}
    line = shown["line"]
    assert (line["lender"], line["party"], line["rate_floor"]) == (BANK_A, TIER1, 35_000)
    assert line["limit"] == line["room"] == eur("50000.00").to_json()
    assert (line["expiry"], line["frozen"]) == ("2027-12-31", False)
    assert shown["record"]["on_time"] == {"count": 0, "units": 0}

    for command, frozen in (("freeze", True), ("thaw", False)):
        cli.json("line", command, TIER1, "--document", DOCUMENT, "--yes", by=BANK_A)
        assert cli.json(*STATUS)["line"]["frozen"] is frozen
    assert "50000.00 EUR" in cli(*STATUS).stdout


def test_a_line_of_a_group_is_granted_frozen_and_thawed(cli):
    """The same by the group's number."""
    group = ("--group", "--yes")
    given = ("line", "grant", 77, "80000.00 EUR", "--model", "scores 3.1", *UNTIL, *DECISION)
    cli.json(*given, *group, by=BANK_A)
    status = ("line", "status", BANK_A, 77, "--currency", "EUR", "--group")
    assert cli.json(*status)["line"]["limit"] == eur("80000.00").to_json()

    for command, frozen in (("freeze", True), ("thaw", False)):
        cli.json("line", command, 77, "--document", DOCUMENT, *group, by=BANK_A)
        assert cli.json(*status)["line"]["frozen"] is frozen
    assert "80000.00 EUR" in cli(*status).stdout


# Sponsors


@pytest.fixture
def sponsored(world) -> str:
    """A second programme of the anchor, behind which a sponsor has to stand."""
    contract = world.hub.deployment.address("CreditLines")
    world.hub.programmes.open("1/2", rules(limit_contract=contract)).submit()
    return "1/2"


def test_a_sponsor_is_not_accepted_before_it_offers_itself(cli, sponsored):
    """A funder offers, the anchor accepts; a programme is named by two numbers."""
    accept = ("line", "sponsor", "accept", sponsored, BANK_A, "--yes")
    assert cli.error(*accept, by=ANCHOR, code=1)["name"] == "SponsorNotOffered"
    offer = ("line", "sponsor", "offer")
    assert cli.error(*offer, sponsored, "--yes", by=TIER1, code=1)["name"] == "RoleMissing"
    assert "ProgrammeId" in cli.error(*offer, "2", "--yes", by=BANK_A)["message"]
    cli.json(*offer, sponsored, "--yes", by=BANK_A)
    assert cli.error(*accept, by=TIER1, code=1)["name"] == "NotAnchor"


def test_a_sponsor_is_offered_withdrawn_and_accepted(cli, sponsored):
    """For ever: then another cannot even offer itself."""
    status = ("line", "sponsor", "status", sponsored, "--lender", BANK_A)
    nobody = {"programme": "1/2", "sponsor": None, "offered": False}
    assert cli.json(*status) == nobody
    for command, offered in (("offer", True), ("withdraw", False), ("offer", True)):
        cli.json("line", "sponsor", command, sponsored, "--yes", by=BANK_A)
        assert cli.json(*status) == {**nobody, "offered": offered}
    assert "nobody" in cli(*status).stdout
    accept = ("line", "sponsor", "accept", sponsored, BANK_A)
    words = cli.json(*accept, "--dry-run", by=ANCHOR)["words"]
    assert words == "Accept party 5 as sponsor of programme 1/2, for ever"

    assert cli.json(*accept, "--yes", by=ANCHOR)["result"] is None
    assert cli.json(*status)["sponsor"] == BANK_A
    error = cli.error("line", "sponsor", "offer", sponsored, "--yes", by=BANK_B, code=1)
    assert (error["name"], error["values"]["lender"]) == ("SponsorFixed", BANK_A)
