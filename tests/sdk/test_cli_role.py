"""
silkline role, halt, resume

├── a role that is none, an account that is none, the wrong role  → exit 2, or exit 1
├── role           listed with delays, given, taken
├── halt           new business stops, for some hours
└── resume         announced by an ADMIN with a delay, done after it
"""

from __future__ import annotations

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import OPERATOR, OUTSIDER, TIER1, TIER2, TRADE


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def holders(cli: Commands, name: str) -> list[tuple[str, int]]:
    """Return who has a role, with the delay."""
    rows = cli.json("role", "list")["roles"]
    return [(row["account"], row["delay"]) for row in rows if row["role"] == name]


def test_what_is_no_role_or_account_is_refused(cli):
    """With the roles there are; and only ADMIN gives one."""
    account = cli.world.chain.accounts[OUTSIDER]
    said = cli.error("role", "grant", "KING", account, by=OPERATOR)["message"]
    assert said == "'KING' is none of ADMIN, REGISTRAR, COMPLIANCE, GUARDIAN, ISSUER EUR"
    said = cli.error("role", "revoke", "ADMIN", "0x1", by=OPERATOR)["message"]
    assert said.startswith("ACCOUNT must be an address")
    error = cli.error("role", "grant", "GUARDIAN", account, "--yes", by=TIER1, code=1)
    assert error["name"] == "AccessManagerUnauthorizedAccount"


def test_roles_are_given_and_taken(cli):
    """Those of tokens by their currency; the list says who has which."""
    operator, account = (cli.world.chain.accounts[one] for one in (OPERATOR, OUTSIDER))
    for name in ("GUARDIAN", "ISSUER EUR"):
        cli.json("role", "grant", name, account, "--delay", 60, "--yes", by=OPERATOR)
        assert holders(cli, name) == [(operator, 0), (account, 60)]
    told = cli("role", "list").stdout
    assert "60 s before" in told
    assert "ISSUER EUR" in told

    cli.json("role", "revoke", "GUARDIAN", account, "--yes", by=OPERATOR)
    assert holders(cli, "GUARDIAN") == [(operator, 0)]


def test_business_is_halted_and_resumed(cli, world):
    """By GUARDIAN for some hours, and by an ADMIN that announces it and waits."""
    note = world.confirmed()
    move = ("note", "assign", note, TIER2, "--trade", TRADE, "--yes")
    assert cli.error("halt", "--hours", 1, "--yes", by=TIER1, code=1)["code"] == "refused"
    cli.json("halt", "--hours", 1, "--yes", by=OPERATOR)
    assert cli.error(*move, by=TIER1, code=1)["name"] == "Halted"

    account = cli.world.chain.accounts[OUTSIDER]
    cli.json("role", "grant", "ADMIN", account, "--delay", 60, "--yes", by=OPERATOR)
    assert cli.error("resume", "--yes", by=OUTSIDER, code=1)["name"] == "AccessManagerNotScheduled"
    words = cli.json("resume", "--announce", "--dry-run", by=OUTSIDER)["words"]
    assert (
        words == "Announce, to be done as soon as its delay allows: Lift the halt of new business"
    )
    cli.json("resume", "--announce", "--yes", by=OUTSIDER)
    world.chain.advance(60)
    cli.json("resume", "--yes", by=OUTSIDER)
    cli.json(*move, by=TIER1)
