"""
silkline party, silkline account

├── unknown, without sense, by the wrong role  → exit 1, or exit 2
├── party    registered, also from a file, updated, suspended, reinstated, recovered, opted in
└── account  consented, added, changed, closed, rotated; shown and listed
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import DOCUMENT, OPERATOR, OUTSIDER, TIER1, TIER2, TIER3, TRADE

NEW = 77


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def account(cli: Commands, number: int) -> str:
    """Return an account of the chain."""
    return cli.world.chain.accounts[number]


def registering(cli: Commands, *options: object) -> tuple[object, ...]:
    """Return the command that registers the outsider."""
    profile = ("--role", "supplier", "--role", "funder", "--kyc", "2029-12-31", "--region", 276)
    return ("party", "register", NEW, account(cli, OUTSIDER), *profile, *options)


def consent(cli: Commands, party: int = TIER1, by: int = OUTSIDER):
    """Let an account consent to act for a party, and return the file."""
    path = cli.path("consent.json")
    until = datetime.fromtimestamp(cli.world.chain.time + 600, UTC).isoformat()
    command = ("account", "consent", party, "--deadline", until, "--yes", "--out", path)
    assert cli(*command, by=by).exit_code == 0
    return path


# Parties


def test_what_is_not_registered_is_not_shown(cli):
    """By the contract's name, or that it is no number."""
    for command in (("party", "show", NEW), ("account", "list", NEW)):
        assert cli.error(*command, code=1)["name"] == "PartyUnknown"
    assert cli.error("party", "show", "maker")["message"] == "'maker' is not a PartyId"
    assert "ADDRESS must be an address" in cli.error("account", "show", "0x12")["message"]


def test_only_the_registrar_registers(cli):
    """And once; a day that is none is refused before."""
    assert cli.error(*registering(cli), "--yes", by=TIER1, code=1)["code"] == "refused"
    error = cli.error(*registering(cli, "--kyc", "soon"), "--yes", by=OPERATOR)
    assert "'soon' is no ISO date" in error["message"]
    cli.json(*registering(cli), "--yes", by=OPERATOR)
    assert cli.error(*registering(cli), "--yes", by=OPERATOR, code=1)["code"] == "refused"


def test_a_party_is_registered_and_updated(cli):
    """With what was given; an update replaces all of it."""
    cli.json(*registering(cli), "--yes", by=OPERATOR)
    shown = cli.json("party", "show", NEW)
    assert (shown["roles"], shown["opt_ins"]) == (["supplier", "funder"], [])
    assert shown["party"]["cash"] == account(cli, OUTSIDER)
    assert shown["party"]["profile"]["kyc_expiry"] == "2029-12-31"
    assert shown["party"]["profile"]["region"] == 276

    update = ("party", "update", NEW, "--role", "attestor", "--kyc", "2030-12-31", "--group", 9)
    cli.json(*update, "--yes", by=OPERATOR)
    shown = cli.json("party", "show", NEW)
    assert shown["roles"] == ["attestor"]
    assert (shown["party"]["profile"]["region"], shown["party"]["profile"]["group"]) == (0, 9)
    told = cli("party", "show", NEW).stdout
    assert "attestor" in told
    assert "2030-12-31" in told


def test_a_suspended_party_does_nothing_new(cli, world):
    """Until it is reinstated, both by COMPLIANCE alone."""
    note = world.confirmed()
    document = ("--document", DOCUMENT, "--yes")
    assert cli.error("party", "suspend", TIER1, *document, by=TIER2, code=1)["code"] == "refused"
    cli.json("party", "suspend", TIER1, *document, by=OPERATOR)
    assert cli.json("party", "show", TIER1)["party"]["active"] is False
    assert "suspended" in cli("party", "show", TIER1).stdout
    move = ("note", "assign", note, TIER2, "--trade", TRADE, "--yes")
    assert cli.error(*move, by=TIER1, code=1)["code"] == "refused"

    cli.json("party", "reinstate", TIER1, *document, by=OPERATOR)
    assert cli.json(*move, by=TIER1)["result"]["pending"] is False


def test_parties_come_from_a_file(cli):
    """Those of a file in one act; what the options say besides contradicts it."""
    path = cli.path("parties.csv")
    head = "party,account,roles,kyc_expiry,region\n"
    path.write_text(f"{head}{NEW},{account(cli, OUTSIDER)},supplier+funder,2029-12-31,276\n")
    more = cli.error(*registering(cli), "--csv", path, "--yes", by=OPERATOR)["message"]
    assert more == "--csv says it all: leave out PARTY, ACCOUNT, --role, --kyc"
    less = cli.error("party", "register", NEW, "--yes", by=OPERATOR)["message"]
    assert less == "say PARTY, ACCOUNT, --role and --kyc, or --csv FILE"

    cli.json("party", "register", "--csv", path, "--yes", by=OPERATOR)
    assert cli.json("party", "show", NEW)["roles"] == ["supplier", "funder"]
    lines = [f"{200 + i},0x{0xC0DE0000 + i:040x},supplier,2029-12-31,0" for i in range(51)]
    path.write_text(head + "\n".join(lines) + "\n3,me,king,soon,\n")
    wrong = cli.error("party", "register", "--csv", path, "--yes", by=OPERATOR)["message"]
    assert "line 53: account: address must be an address" in wrong
    assert "line 53: roles: 'king' is none of supplier, anchor" in wrong
    path.write_text(head + "\n".join(lines) + "\n")
    many = cli.error("party", "register", "--csv", path, "--yes", by=OPERATOR)["message"]
    assert "has 51 parties, one transaction takes 50" in many


def test_a_party_is_recovered(cli, world):
    """Proposed and stopped, by its own key or the registrar; approved, and carried out later."""
    new = account(cli, OUTSIDER)
    assert cli.json("party", "show", TIER1)["recovery"] is None
    recovery, about = ("party", "recovery"), (TIER1, new, "--document", DOCUMENT, "--yes")
    assert cli.error(*recovery, "propose", *about, by=TIER2, code=1)["code"] == "refused"
    for stop, by in ((("veto",), TIER1), (("withdraw", TIER1), OPERATOR)):
        cli.json(*recovery, "propose", *about, by=OPERATOR)
        assert new in cli("party", "show", TIER1).stdout
        cli.json(*recovery, *stop, "--yes", by=by)
        assert cli.json("party", "show", TIER1)["recovery"] is None

    cli.json(*recovery, "propose", *about, by=OPERATOR)
    cli.json(*recovery, "approve", *about, by=OPERATOR)
    ready = cli.json("party", "show", TIER1)["recovery"]["ready_at"]
    early = cli.error(*recovery, "finish", TIER1, "--yes", by=TIER2, code=1)
    assert early["name"] == "RecoveryTooEarly"
    world.chain.set_time(ready)
    cli.json(*recovery, "finish", TIER1, "--yes", by=TIER2)
    assert cli.json("party", "show", TIER1)["party"]["cash"] == new


def test_a_standing_consent_is_given_and_taken_back(cli):
    """What is set replaces what was; nothing at all has to be said."""
    for options in ((), ("assignments", "--none")):
        error = cli.error("party", "opt-in", *options, "--yes", by=TIER3)
        assert error["message"] == "say what is consented to, or --none"
    cli.json("party", "opt-in", "assignments", "transfers", "--yes", by=TIER3)
    assert cli.json("party", "show", TIER3)["opt_ins"] == ["assignments", "transfers"]

    cli.json("party", "opt-in", "--none", "--yes", by=TIER3)
    assert cli.json("party", "show", TIER3)["opt_ins"] == []
    assert "nothing beforehand" in cli("party", "show", TIER3).stdout


# Accounts


def test_what_is_no_consent_adds_no_account(cli, world):
    """Nor a consent to act for another party."""
    offer = cli.path("offer.json")
    offer.write_text(world.as_(5).offers.sign(world.offer()).to_json(), encoding="utf-8")
    error = cli.error("account", "add", offer, "--scope", "assign", "--yes", by=TIER1)
    assert error["message"] == f"{offer} is a signed Offer, no consent of an account"

    add = ("account", "add", consent(cli, TIER2), "--scope", "assign", "--yes")
    assert cli.error(*add, by=TIER1, code=1)["code"] == "refused"


def test_a_consent_names_the_key_that_gives_it(cli):
    """Even where it is only rehearsed."""
    deadline = ("--deadline", "2027-01-31T12:00:00Z")
    error = cli.error("account", "consent", TIER1, *deadline, "--dry-run")

    assert error["message"].startswith("whose consent? name the new account's key")


def test_an_account_is_added_changed_and_closed(cli):
    """With scopes and a limit; a closed one never comes back."""
    path, address = consent(cli), account(cli, OUTSIDER)
    add = ("account", "add", path, "--scope", "assign", "--limit-units", 500, "--yes")
    cli.json(*add, by=TIER1)
    shown = cli.json("account", "show", address)["account"]
    assert (shown["party"], shown["live"]) == (TIER1, True)
    assert (shown["scopes"], shown["limit_units"]) == (["assign"], "500")

    cli.json(
        "account", "change", address, "--scope", "fund", "--scope", "trigger", "--yes", by=TIER1
    )
    shown = cli.json("account", "show", address)["account"]
    assert (shown["scopes"], shown["limit_units"]) == (["fund", "trigger"], None)
    assert "no limit" in cli("account", "show", address).stdout
    cli.json("account", "remove", address, "--yes", by=TIER1)
    assert cli.json("account", "show", address)["account"]["live"] is False
    assert cli.error(*add, by=TIER1, code=1)["code"] == "refused"


def test_the_accounts_of_a_party_are_listed(cli):
    """Its cash account first, and what each may do."""
    cli.json("account", "add", consent(cli), "--scope", "all", "--yes", by=TIER1)
    found = cli.json("account", "list", TIER1)["accounts"]

    assert [one["address"] for one in found] == [account(cli, TIER1), account(cli, OUTSIDER)]
    assert all(one["live"] and len(one["scopes"]) == 6 for one in found)
    assert account(cli, OUTSIDER) in cli("account", "list", TIER1).stdout


def test_the_cash_account_is_rotated(cli, world):
    """The party keeps its notes; the former key acts no more."""
    note = world.confirmed()
    cli.json("account", "rotate", consent(cli), "--yes", by=TIER1)

    assert cli.json("party", "show", TIER1)["party"]["cash"] == account(cli, OUTSIDER)
    assert [one["id"] for one in cli.json("note", "list", TIER1)["notes"]] == [str(note)]
    states = {one["address"]: one["live"] for one in cli.json("account", "list", TIER1)["accounts"]}
    assert states == {account(cli, TIER1): False, account(cli, OUTSIDER): True}
    move = ("note", "assign", note, TIER2, "--trade", TRADE, "--yes")
    assert cli.error(*move, by=TIER1, code=1)["code"] == "refused"
    assert cli.json(*move, by=OUTSIDER)["result"]["note"] == str(note)
