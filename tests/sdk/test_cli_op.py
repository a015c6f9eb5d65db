"""
silkline op: an act between its maker, its checker and its sender.

├── --save, --account  without sense → exit 2; refused → nothing is kept
├── show               altered, another chain's → exit 2; what it does, and whether it would fail
├── sign               by another, twice, what needs none → exit 2; otherwise a request
└── submit             by another, a message → exit 2; what is signed by anyone, once
"""

from __future__ import annotations

import json

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import ANCHOR, BANK_A, OUTSIDER, TIER1, TIER2, TRADE, eur


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def passing(cli: Commands, note, *options: object) -> tuple[object, ...]:
    """Return the command by which somebody without its key assigns the note of the supplier."""
    account = cli.world.chain.accounts[TIER1]
    made = ("note", "assign", note, TIER2, "--trade", TRADE, "--account", account)
    return (*made, *options)


def saved(cli: Commands, note, name: str = "pass.json"):
    """Keep the assignment of the note in a file, and return its path."""
    path = cli.path(name)
    answer = cli.json(*passing(cli, note, "--save", path))
    assert (answer["sent"], answer["saved"]) == (False, str(path))
    return path


def signed(cli: Commands, note):
    """Let the supplier sign the assignment, and return the path of the request."""
    path = cli.path("signed.json")
    done = cli("op", "sign", saved(cli, note), "--yes", "--out", path, by=TIER1)
    assert done.exit_code == 0, done.stderr
    return path


def message(cli: Commands):
    """Return the path of a message that nobody has signed."""
    world, path = cli.world, cli.path("message.json")
    consent = world.hub.parties.account_consent(TIER1, world.chain.accounts[OUTSIDER], 2**32)
    path.write_text(consent.to_json(), encoding="utf-8")
    return path


# Keeping


def test_an_act_is_kept_once_and_named_when_it_is_sent(cli, note):
    """A file that is there stays; a name for what is sent is given to who sends."""
    path = saved(cli, note)
    assert "cannot be written" in cli.error(*passing(cli, note, "--save", path))["message"]
    error = cli.error(*passing(cli, note, "--save", cli.path("b.json"), "--once", "a"))
    assert error["message"].startswith("--once names what is sent, and --save sends nothing")


def test_who_acts_is_named_rightly(cli, note):
    """An address; and another's act is not sent with one's own key."""
    act = ("note", "assign", note, TIER2, "--trade", TRADE, "--account")
    error = cli.error(*act, "0x12", "--dry-run")
    assert "--account must be an address" in error["message"]
    error = cli.error(*act, cli.world.chain.accounts[TIER1], "--yes", by=BANK_A)
    assert "leave --account out, or keep the act for its key with --save FILE" in error["message"]


def test_what_would_be_refused_is_not_kept(cli, note):
    """It is rehearsed as the account whose act it is."""
    path = cli.path("a.json")
    account = cli.world.chain.accounts[TIER2]
    act = ("note", "split", note, "100.00 EUR", "--account", account, "--save", path)

    assert cli.error(*act, code=1)["name"] == "NotOwnerNorApproved"
    assert not path.exists()


def test_what_is_kept_is_told(cli, note):
    """In words, for people; the file is the operation itself."""
    path = cli.path("a.json")
    done = cli(*passing(cli, note, "--save", path))

    assert done.exit_code == 0
    assert f"Assign 120000.00 EUR of note {note} to party {TIER2}" in done.stdout
    assert json.loads(path.read_text())["account"] == cli.world.chain.accounts[TIER1]
    assert cli.json("note", "show", note)["note"]["owner"] == TIER1


# Checking


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"chain_id": 1}, "the operation is for chain 1"),
        ({"address": "0x" + "11" * 20}, "is unknown in this deployment"),
        ({"words": "Pay nothing"}, "not an operation: expected the fields"),
    ],
)
def test_an_altered_act_is_not_shown(cli, note, change, message):
    """What does not belong to this system, or carries words of its own, is refused."""
    path = saved(cli, note)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}), encoding="utf-8")
    error = cli.error("op", "show", path)

    assert error["message"].startswith(f"{path}: ")
    assert message in error["message"]


def test_a_checker_reads_what_an_act_does(cli, note):
    """Words, contract, arguments and gas, made here from the act itself."""
    path = saved(cli, note)
    shown, told = cli.json("op", "show", path), cli("op", "show", path).stdout

    assert shown["words"].startswith(f"Assign 120000.00 EUR of note {note} to party {TIER2}")
    assert (shown["kind"], shown["contract"]) == ("operation", "Receivables")
    assert shown["account"] == cli.world.chain.accounts[TIER1]
    assert shown["arguments"]["assignment"]["value"] == 12_000_000
    assert shown["gas"] > 21_000
    assert shown["refused"] is None
    assert f"by        account {shown['account']} of party {TIER1}" in told


def test_a_checker_reads_why_an_act_would_fail(cli, world, note):
    """What was right when it was made may have changed since."""
    path = saved(cli, note)
    world.passed(note, TIER1, TIER2)
    shown = cli.json("op", "show", path)

    assert shown["gas"] is None
    assert "AccountOfAnother" in shown["refused"]


def test_messages_are_shown_and_checked(cli):
    """Those that are signed with whether the signature is good."""
    path, out = message(cli), cli.path("consent.json")
    assert cli.json("op", "show", path)["message"] == "AccountConsent"
    assert cli("op", "sign", path, "--yes", "--out", out, by=OUTSIDER).exit_code == 0
    shown = cli.json("op", "show", out)
    assert (shown["signer"], shown["valid"]) == (cli.world.chain.accounts[OUTSIDER], True)
    assert "the signature is valid" in cli("op", "show", out).stdout

    content = json.loads(out.read_text())
    content["fields"]["party"] = str(TIER2)
    out.write_text(json.dumps(content), encoding="utf-8")
    assert cli.json("op", "show", out)["valid"] is False
    assert "the signature is NOT VALID" in cli("op", "show", out).stdout


# Signing and sending


def test_only_the_account_of_an_act_signs_it(cli, note):
    """Another key is told whose signature it takes; what anyone may do needs none."""
    path, owner = saved(cli, note), cli.world.chain.accounts[TIER1]
    for command in ("sign", "submit"):
        error = cli.error("op", command, path, "--yes", by=BANK_A)
        assert error["message"].startswith(f"the act is for account {owner}, the key is of 0x")
    free = cli.path("free.json")
    cli.world.paid(note)
    cli.json("redeem", note, "--save", free)
    error = cli.error("op", "sign", free, "--yes", by=BANK_A)
    assert error["message"].startswith("anyone may send this act, so there is nothing to sign")
    assert cli.json("op", "submit", free, "--yes", by=OUTSIDER)["result"][0]["payee"] == TIER1


def test_what_is_signed_is_not_signed_again(cli, note):
    """Neither a request nor a message; and a message is nothing to send."""
    error = cli.error("op", "sign", signed(cli, note), "--yes", by=TIER1)
    assert "there is nothing to sign" in error["message"]
    path, out = message(cli), cli.path("consent.json")
    cli("op", "sign", path, "--yes", "--out", out, by=OUTSIDER)
    error = cli.error("op", "sign", out, "--yes", by=OUTSIDER)
    assert error["message"].startswith(f"{out} is signed already, by 0x")
    error = cli.error("op", "submit", out, "--yes", by=OUTSIDER)
    assert error["message"].startswith(f"{out} is a message and no act")


def test_a_rehearsed_signature_signs_nothing(cli, note):
    """It says what would be signed; no key is needed."""
    path = saved(cli, note)
    answer = cli.json("op", "sign", path, "--dry-run")

    assert (answer["signed"], answer["function"]) == (False, "assign")
    assert "Nothing was signed." in cli("op", "sign", path, "--dry-run", by=TIER1).stdout


def test_what_is_signed_is_sent_by_anyone_once(cli, world, note):
    """The sender is no party; what happened is the supplier's act."""
    path = signed(cli, note)
    assert "signed by" in cli.json("op", "show", path)["words"]
    submit = ("op", "submit", path, "--once", "order 7", "--yes")
    done = cli.json(*submit, by=OUTSIDER)
    assert done["result"] == {"note": str(note), "pending": False}
    assert cli.json(*submit, by=OUTSIDER)["transaction"] == done["transaction"]

    shown = cli.json("note", "show", note)["note"]
    assert (shown["owner"], shown["value"]) == (TIER2, eur("120000.00").to_json())
    again = cli.error("op", "submit", path, "--yes", by=ANCHOR, code=1)
    assert again["code"] == "refused"


def test_an_act_is_sent_by_its_own_account(cli, note):
    """Without a request, where its key pays the gas itself."""
    done = cli.json("op", "submit", saved(cli, note), "--yes", by=TIER1)

    assert done["result"]["note"] == str(note)
    assert cli.json("note", "show", note)["note"]["owner"] == TIER2
