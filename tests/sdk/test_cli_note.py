"""
silkline note: what parties hold, and how they pass it on.

├── list, show     nobody's, nothing, unknown → refused, or an empty list
│                  by party, by debt, what waits
├── assign         without consent, with a signed one, accepted, refused, withdrawn, released
├── split, merge   by the holder
├── freeze, thaw   by COMPLIANCE
└── tree           as text, as JSON, as a picture
"""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

import silkline as sl
from tests.sdk.commands import Commands, commands
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    OPERATOR,
    OUTSIDER,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    eur,
)

UNKNOWN = "0xdead#1"


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def later(cli: Commands, seconds: int = 600) -> str:
    """Return a moment after the present one of the chain."""
    return datetime.fromtimestamp(cli.world.chain.time + seconds, UTC).isoformat()


def assigned(cli: Commands, note, receiver: int, *options: object, by: int = TIER1) -> dict:
    """Assign with the trade of the tests, and return what became of it."""
    command = ("note", "assign", note, receiver, "--trade", TRADE, *options, "--yes")
    return cli.json(*command, by=by)["result"]


def proposed(cli: Commands, note) -> str:
    """Propose 1,000.00 to the tier-3 supplier, and return the note that waits."""
    made = assigned(cli, note, TIER3, "--value", "1000.00 EUR", "--accept-until", later(cli))
    assert made["pending"] is True
    return str(made["note"])


# Reading


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "whose notes? name PARTY by its number, or a debt by --receivable"),
        (("--waiting",), "--waiting lists what waits for a party: name it by its number"),
        (("bank",), "'bank' is not a PartyId"),
        (("--receivable", "x"), "'x' is not a ReceivableId"),
    ],
)
def test_notes_of_nobody_are_not_listed(cli, arguments, message):
    """Whose they are has to be said, by numbers."""
    assert cli.error("note", "list", *arguments)["message"] == message


def test_what_is_not_there_is_not_shown(cli):
    """A note or a debt that nobody confirmed is the contract's refusal."""
    assert cli.error("note", "show", UNKNOWN, code=1)["name"] == "NoteUnknown"
    assert cli.error("note", "show", "0xdead")["message"].startswith("'0xdead' is not a NoteId")
    for command in (("note", "tree", "0xdead"), ("note", "list", "--receivable", "0xdead")):
        assert cli.error(*command, code=1)["name"] == "ReceivableUnknown"


def test_who_holds_nothing_has_an_empty_list(cli, note):
    """Neither notes nor what waits for it, and no error; so has a number that is nobody's."""
    for party in (BANK_A, 99):
        assert cli.json("note", "list", party) == {"notes": []}
        assert cli.json("note", "list", party, "--waiting") == {"waiting": []}


def test_notes_are_listed_by_party_and_by_debt(cli, world, note):
    """What was passed on is its new holder's, and a burnt note is nobody's."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    other = world.confirmed(0xF2, "5000.00")
    gone = world.passed(other, TIER1, TIER2)
    world.as_(TIER2).notes.split(piece, eur("5000.00")).submit()

    def ids(*arguments: object) -> list[str]:
        return [one["id"] for one in cli.json("note", "list", *arguments)["notes"]]

    cut = note.receivable.note(3)
    assert ids(TIER1) == [str(note)]
    assert ids(TIER2) == [str(piece), str(gone), str(cut)]
    assert ids("--receivable", note.receivable) == [str(note), str(piece), str(cut)]
    assert ids(TIER2, "--receivable", note.receivable) == [str(piece), str(cut)]
    world.as_(TIER2).notes.merge(cut, piece).submit()
    assert ids(TIER2) == [str(piece), str(gone)]
    told = cli("note", "list", TIER2).stdout
    assert "20000.00 EUR" in told
    assert "free" in told


def test_notes_stay_listed_when_the_cash_account_changes(cli, world, note):
    """They are the party's, under whichever account they came to it."""
    fresh = world.key(OUTSIDER)
    consent = world.hub.parties.account_consent(TIER1, fresh.address, world.chain.time + 600)
    world.as_(TIER1).parties.rotate(consent.sign(fresh)).submit()

    assert [one["id"] for one in cli.json("note", "list", TIER1)["notes"]] == [str(note)]


def test_a_note_is_shown_with_its_debt(cli, note):
    """Value, holder, debtor, what it waits for, what could be had now."""
    waits = proposed(cli, note)
    shown = cli.json("note", "show", waits)
    told = cli("note", "show", waits).stdout

    assert shown["note"]["value"] == eur("1000.00").to_json()
    assert (shown["note"]["owner"], shown["receivable"]["anchor"]) == (TIER1, ANCHOR)
    assert shown["pending"]["receiver"] == TIER3
    assert shown["redeemable"] == eur("0.00").to_json()
    assert "waits for its receiver" in told
    assert f"party {TIER3}" in told
    assert cli.json("note", "show", note)["pending"] is None


# Passing on


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--value", "1000"), "--value: '1000' is no amount"),
        (("--trade", "0x12"), "trade_reference must be 32 bytes"),
        (("--accept-until", "2027-01-31"), "--accept-until: '2027-01-31' is no moment"),
        (("--consent", "nowhere.json"), "nowhere.json cannot be read"),
    ],
)
def test_an_assignment_without_sense_is_not_made(cli, note, options, message):
    """By the name of the option."""
    error = cli.error("note", "assign", note, TIER2, *options, "--yes", by=TIER1)

    assert message in error["message"]


def test_who_did_not_consent_gets_nothing(cli, note):
    """The contract says what is missing, and exits with 1."""
    command = ("note", "assign", note, TIER3, "--trade", TRADE, "--yes")
    error = cli.error(*command, by=TIER1, code=1)

    assert error["name"] == "ConsentMissing"
    assert error["values"] == {"receiver": TIER3}


def test_a_rehearsed_assignment_leaves_the_note(cli, note):
    """It is told in words, with the gas, and nothing is sent."""
    command = ("note", "assign", note, TIER2, "--trade", TRADE, "--value", "20000.00 EUR")
    answer = cli.json(*command, "--dry-run", by=TIER1)

    assert answer["sent"] is False
    assert answer["words"] == (
        f"Assign 20000.00 EUR of note {note} to party {TIER2}, in payment of trade 0x7e7e7e7e…"
    )
    assert cli.json("note", "show", note)["note"]["value"] == eur("120000.00").to_json()


def test_a_part_passes_to_who_opted_in(cli, note):
    """At once, one tier deeper; on account of the trade where that is said."""
    made = assigned(cli, note, TIER2, "--value", "20000.00 EUR", "--on-account")

    assert made == {"note": str(note.receivable.note(2)), "pending": False}
    shown = cli.json("note", "show", made["note"])["note"]
    assert (shown["owner"], shown["tier"]) == (TIER2, 2)
    assert shown["value"] == eur("20000.00").to_json()
    station = cli.json("note", "tree", note.receivable)["stations"][1]
    assert (station["in_payment"], station["trade_reference"]) == (False, TRADE)


def test_a_signed_consent_lets_a_note_pass(cli, note):
    """It counts for exactly what was signed, and for nothing else."""
    path, part = cli.path("consent.json"), ("--value", "1000.00 EUR")
    sign = ("note", "consent", note, TIER3, "--trade", TRADE, *part, "--deadline", later(cli))
    rehearsed = cli.json(*sign, "--dry-run")
    assert rehearsed["signed"] is False
    assert rehearsed["message"]["message"] == "Consent"
    assert cli(*sign, "--yes", "--out", path, by=TIER3).exit_code == 0

    command = ("note", "assign", note, TIER3, "--trade", TRADE, "--consent", path, "--yes")
    error = cli.error(*command, "--value", "2000.00 EUR", by=TIER1)
    assert "value: signed 100000, asked for 200000" in error["message"]
    made = cli.json(*command, *part, by=TIER1)["result"]
    assert cli.json("note", "show", made["note"])["note"]["owner"] == TIER3


def test_a_receiver_finds_and_accepts_what_waits(cli, note):
    """With the trade that was proposed; another is refused, and afterwards nothing waits."""
    waits = proposed(cli, note)
    (found,) = cli.json("note", "list", TIER3, "--waiting")["waiting"]
    assert (found["note"], found["receiver"]) == (waits, TIER3)
    assert found["value"] == eur("1000.00").to_json()
    debt = ("--receivable", "0xf2")
    assert cli.json("note", "list", TIER3, "--waiting", *debt) == {"waiting": []}
    assert "1000.00 EUR" in cli("note", "list", TIER3, "--waiting").stdout
    wrong = cli.error("note", "accept", waits, "--trade", DOCUMENT, "--yes", by=TIER3, code=1)
    assert wrong["name"] == "TradeReferenceMismatch"

    trade = found["trade_reference"]
    done = cli.json("note", "accept", waits, "--trade", trade, "--yes", by=TIER3)
    assert done["result"] == {"note": waits, "pending": False}
    assert cli.json("note", "show", waits)["note"]["owner"] == TIER3
    assert cli.json("note", "list", TIER3, "--waiting") == {"waiting": []}


@pytest.mark.parametrize(("command", "by"), [("refuse", TIER3), ("withdraw", TIER1)])
def test_what_waits_is_refused_or_withdrawn(cli, note, command, by):
    """By the receiver, by the sender; a stranger to it can do neither."""
    waits = proposed(cli, note)
    assert cli.error("note", command, waits, "--yes", by=BANK_A, code=1)["code"] == "refused"

    assert cli.json("note", command, waits, "--yes", by=by)["result"] is None
    shown = cli.json("note", "show", waits)
    assert (shown["note"]["owner"], shown["pending"]) == (TIER1, None)


def test_anyone_releases_what_waited_too_long(cli, note):
    """Not before its time; afterwards the note is free."""
    waits = proposed(cli, note)
    release = ("note", "release", waits, "--yes")
    assert cli.error(*release, by=OUTSIDER, code=1)["code"] == "refused"

    cli.world.chain.advance(601)
    cli.json(*release, by=OUTSIDER)
    assert cli.json("note", "show", waits)["pending"] is None


# Cutting, joining, freezing


def test_a_note_is_cut_and_joined_again(cli, note):
    """By its holder alone; the value is the same afterwards."""
    split = ("note", "split", note, "20000.00 EUR", "--yes")
    assert cli.error(*split, by=TIER2, code=1)["name"] == "NotOwnerNorApproved"
    cut = cli.json(*split, by=TIER1)["result"]
    assert cut == str(note.receivable.note(2))
    assert cli.json("note", "show", note)["note"]["value"] == eur("100000.00").to_json()

    cli.json("note", "merge", cut, note, "--yes", by=TIER1)
    assert cli.json("note", "show", note)["note"]["value"] == eur("120000.00").to_json()
    assert cli.error("note", "show", cut, code=1)["name"] == "NoteUnknown"


def test_a_frozen_note_does_not_move(cli, note):
    """Until COMPLIANCE lifts it; nobody else freezes."""
    freeze = ("note", "freeze", note, "--document", DOCUMENT, "--yes")
    assert cli.error(*freeze, by=TIER1, code=1)["code"] == "refused"
    cli.json(*freeze, by=OPERATOR)
    assert "frozen" in cli("note", "show", note).stdout
    move = ("note", "assign", note, TIER2, "--trade", TRADE, "--yes")
    assert cli.error(*move, by=TIER1, code=1)["name"] == "NoteFrozen"

    cli.json("note", "thaw", note, "--document", DOCUMENT, "--yes", by=OPERATOR)
    assert cli.json(*move, by=TIER1)["result"]["note"] == str(note)


# Lineage


@pytest.mark.parametrize("name", ["Maker", "x=Maker", "2=", "-2=Maker"])
def test_a_name_of_no_party_is_refused(cli, note, name):
    """A name belongs to a number."""
    error = cli.error("note", "tree", note.receivable, "--name", name)

    assert error["message"] == f"--name: {name!r} names no party; write it as '2=Maker'"


def test_the_lineage_of_a_debt_is_drawn(cli, world, note):
    """Confirmed, passed on in part, sold: each below the one that it came from."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    offer = world.as_(BANK_A).offers.sign(world.offer())
    world.as_(TIER2).offers.take(offer, piece, min_proceeds=eur("1.00")).submit()
    names = ("--name", f"{TIER1}=Maker", "--name", f"{TIER2}=\x1b[2JForge")
    told = cli("note", "tree", note.receivable, *names).stdout

    answer = cli.json("note", "tree", note.receivable)
    stations = answer["stations"]
    assert [one["owner"] for one in stations] == [TIER1, TIER2, BANK_A]
    assert [one["parent"] for one in stations] == [None, 0, 1]
    assert [one["how"] for one in stations] == ["confirmed", "assigned", "sold"]
    assert stations[1]["trade_reference"] == TRADE
    assert answer["receivable"]["face"] == eur("120000.00").to_json()
    assert "Maker  120,000.00" in told
    assert "\ufffd[2JForge  20,000.00" in told
    assert f"party {BANK_A}" in told


def test_the_lineage_is_a_picture_as_well(cli, world, note):
    """A well-formed SVG; a file that is there already is not overwritten."""
    world.passed(note, TIER1, TIER2, "20000.00")
    path = cli.path("lineage.svg")
    command = ("note", "tree", note.receivable, "--name", f"{TIER1}=Maker & Sons", "--svg", path)
    assert cli(*command).exit_code == 0
    assert "cannot be written" in cli.error(*command)["message"]

    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  (our own)
    said = ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("text")]
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert any("Maker & Sons" in text for text in said)
    assert "100,000.00" in said


def test_the_picture_shows_who_was_paid(cli, world, note):
    """After the due day, as the text does."""
    world.paid(note)
    world.hub.settlements.redeem(note).submit()
    station = cli.json("note", "tree", note.receivable)["stations"][0]

    assert (station["state"], station["paid"]) == ("redeemed", eur("120000.00").to_json())
    assert sl.Money(**station["paid"]) == eur("120000.00")
    assert cli.json("note", "list", TIER1) == {"notes": []}
