"""
silkline offer: made by funders, compared and taken by holders.

├── make      without sense → exit 2; signed → a file
├── list      no offers, another's signature → exit 2, or said; the best first
├── quote     what selling would bring
├── take      too little, not the holder → exit 1; a part → the funder holds it
├── cancel    one, or all below a salt
└── put-back  an overdue note returns to its seller
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.sdk.commands import Commands, commands
from tests.sdk.world import BANK_A, BANK_B, DUE, OUTSIDER, TIER1, TIER2, eur


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def making(cli: Commands, *, funder: int = BANK_A, **changes: str | None) -> list[object]:
    """Return the command that makes an offer on the programme of the tests."""
    until = datetime.fromtimestamp(cli.world.chain.time + 86_400, UTC).isoformat()
    given = {
        "programme": "1/1",
        "rate": "4.5 %",
        "cap": "500000.00 EUR",
        "smallest": "1000.00 EUR",
        "fee": "25.00 EUR",
        "until": until,
        "salt": "1",
        **changes,
    }
    options = [part for name, value in given.items() if value for part in (f"--{name}", value)]
    return ["offer", "make", "--funder", funder, *options]


def made(cli: Commands, name: str, *flags: str, funder: int = BANK_A, **changes: str | None):
    """Make an offer and return the path of its file."""
    path = cli.path(name)
    command = [*making(cli, funder=funder, **changes), *flags, "--yes", "--out", path]
    done = cli(*command, by=funder)
    assert done.exit_code == 0, done.stderr
    return path


# Making


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rate": "4.5"}, "--rate: '4.5' is no percentage"),
        ({"cap": "500000"}, "--cap: '500000' is no amount"),
        ({"fee": "25.00 USD"}, "fee is in USD"),
        ({"until": "2027-01-31"}, "--until: '2027-01-31' is no moment with a zone"),
        ({"programme": None}, "name what is bought with either --programme or --receivable"),
        ({"receivable": "0xf1"}, "name what is bought with either --programme or --receivable"),
        ({"programme": "1"}, "'1' is not a ProgrammeId"),
    ],
)
def test_an_offer_without_sense_is_not_signed(cli, changes, message):
    """By the name of the option."""
    error = cli.error(*making(cli, **changes), "--yes", by=BANK_A)

    assert message in error["message"]


def test_an_offer_is_rehearsed_and_made(cli):
    """Words first; what is signed is what was asked for."""
    rehearsed = cli.json(*making(cli), "--dry-run")
    assert "at 4.5 % a year (ACT/360) plus 25.00 EUR a fill" in rehearsed["words"]
    signed = json.loads(made(cli, "a.json", "--recourse", basis="365", tier="2").read_text())

    assert signed["message"] == "Offer"
    assert signed["fields"]["rate"] == "45000"
    assert (signed["fields"]["recourse"], signed["fields"]["basis"]) == (True, "365")
    assert signed["fields"]["deepestTier"] == "2"
    assert signed["signer"] == cli.world.chain.accounts[BANK_A]


# Comparing


def test_what_is_no_offer_is_not_listed(cli, world):
    """Neither another file, nor another message; a part belongs to a note."""
    other = cli.path("consent.json")
    consent = world.hub.parties.account_consent(TIER1, world.chain.accounts[OUTSIDER], 1)
    other.write_text(consent.sign(world.key(OUTSIDER)).to_json(), encoding="utf-8")

    error = cli.error("offer", "list", other)
    assert error["message"] == f"{other} is a signed AccountConsent, no offer"
    assert "cannot be read" in cli.error("offer", "list", cli.path("none.json"))["message"]
    error = cli.error("offer", "list", other, "--value", "1.00 EUR")
    assert error["message"] == "--value is a part of a note: name it by --note"


def test_offers_are_compared_best_first(cli, note):
    """By what they bring; what cannot be taken comes last, with the reason."""
    dear = made(cli, "dear.json", funder=BANK_B, rate="6 %")
    small = made(cli, "small.json", cap="1000.00 EUR", salt="2")
    best = made(cli, "best.json", rate="3 %", salt="3")
    files, about = (dear, small, best), ("--note", note, "--value", "10000.00 EUR")
    found = cli.json("offer", "list", *files, *about)["offers"]

    assert [one["file"] for one in found] == [str(best), str(dear), str(small)]
    assert found[0]["quote"]["proceeds"] == eur("9900.00").to_json()
    assert found[1]["quote"]["proceeds"] == eur("9825.00").to_json()
    assert found[2]["quote"] is None
    assert "OfferExhausted" in found[2]["refused"]
    told = cli("offer", "list", *files, *about).stdout
    assert told.index("best.json") < told.index("dear.json") < told.index("small.json")
    assert "9900.00 EUR" in told


def test_a_folder_stands_for_the_files_in_it(cli, note):
    """An empty one has no offers; two copies of one offer are two lines."""
    inbox = cli.path("inbox")
    inbox.mkdir()
    error = cli.error("offer", "list", inbox)
    assert error["message"].startswith(f"{inbox} has no .json files: name the files of offers")

    text = made(cli, "a.json").read_text(encoding="utf-8")
    for name in ("one.json", "two.json", "three.txt"):
        (inbox / name).write_text(text, encoding="utf-8")
    found = cli.json("offer", "list", inbox, "--note", note)["offers"]
    assert [one["file"] for one in found] == [str(inbox / "one.json"), str(inbox / "two.json")]
    assert {one["all_in_rate"] for one in found} == {46_365}
    assert "4.6365 %" in cli("offer", "list", inbox, "--note", note).stdout


def test_offers_are_listed_without_a_note(cli):
    """With what is left of each."""
    (one,) = cli.json("offer", "list", made(cli, "a.json"))["offers"]

    assert (one["funder"], one["rate"], one["quote"]) == (BANK_A, 45_000, None)
    assert one["left"] == eur("500000.00").to_json()
    assert "500000.00 EUR" in cli("offer", "list", cli.path("a.json")).stdout


def test_a_forged_offer_is_told(cli, note):
    """Its signature is not one of the account that it names."""
    path = made(cli, "a.json")
    content = json.loads(path.read_text())
    content["fields"]["rate"] = 1
    path.write_text(json.dumps(content), encoding="utf-8")
    (one,) = cli.json("offer", "list", path, "--note", note)["offers"]

    assert one["refused"] == f"the signature is not one of {cli.world.chain.accounts[BANK_A]}"
    assert one["quote"] is None


def test_a_sale_is_quoted(cli, note):
    """Proceeds, cost, days and rate, of a part or of the whole."""
    path = made(cli, "a.json")
    part = cli.json("offer", "quote", path, note, "--value", "10000.00 EUR")["quote"]
    assert (part["proceeds"], part["days"]) == (eur("9862.50").to_json(), 90)

    told = cli("offer", "quote", path, note).stdout
    assert "120000.00 EUR" in told
    assert "4.5 %" in told
    error = cli.error("offer", "quote", path, note, "--value", "1.00 EUR", code=1)
    assert error["name"] == "FillTooSmall"


# Selling


def test_nobody_sells_for_less_than_asked_or_what_is_anothers(cli, note):
    """The contract's refusals."""
    sale = ("offer", "take", made(cli, "a.json"), note, "--value", "10000.00 EUR", "--yes")

    error = cli.error(*sale, "--at-least", "9862.51 EUR", by=TIER1, code=1)
    assert error["name"] == "ProceedsTooLow"
    error = cli.error(*sale, "--at-least", "1.00 EUR", by=TIER2, code=1)
    assert error["code"] == "refused"


def test_a_part_is_sold(cli, world, note):
    """The funder holds it, the seller has the cash, the offer has less left."""
    path = made(cli, "a.json")
    sale = ("offer", "take", path, note, "--value", "10000.00 EUR", "--at-least", "9862.50 EUR")
    deal = cli.json(*sale, "--yes", by=TIER1)["result"]

    assert (deal["seller"], deal["funder"]) == (TIER1, BANK_A)
    assert deal["proceeds"] == eur("9862.50").to_json()
    assert world.balance(TIER1) == eur("9862.50")
    assert cli.json("note", "show", deal["note"])["note"]["owner"] == BANK_A
    (one,) = cli.json("offer", "list", path)["offers"]
    assert (one["id"], one["left"]) == (deal["offer"], eur("490000.00").to_json())


# Taking back


def test_what_is_cancelled_is_named_in_one_way(cli):
    """A file, or a salt."""
    for arguments in ((), (made(cli, "a.json"), "--below", 2)):
        error = cli.error("offer", "cancel", *arguments, "--yes", by=BANK_A)
        assert error["message"].startswith("name what is cancelled: either FILE")


def test_a_cancelled_offer_is_not_taken(cli, note):
    """One by its file, all by their salts; nobody cancels another's."""
    first, second = made(cli, "a.json"), made(cli, "b.json", salt="2")
    assert cli.error("offer", "cancel", first, "--yes", by=BANK_B, code=1)["code"] == "refused"
    cli.json("offer", "cancel", first, "--yes", by=BANK_A)
    assert cli.error("offer", "quote", first, note, code=1)["code"] == "refused"
    assert cli.json("offer", "quote", second, note)["quote"]["days"] == 90

    cli.json("offer", "cancel", "--below", 3, "--yes", by=BANK_A)
    assert cli.error("offer", "quote", second, note, code=1)["code"] == "refused"


def test_an_overdue_note_is_put_back(cli, world, note):
    """To its seller, for cash, by its buyer; not before it is overdue."""
    path = made(cli, "a.json", "--recourse")
    sale = ("offer", "take", path, note, "--value", "10000.00 EUR", "--at-least", "1.00 EUR")
    piece = cli.json(*sale, "--yes", by=TIER1)["result"]["note"]
    command = ("offer", "put-back", piece, "--yes")
    assert cli.error(*command, by=BANK_A, code=1)["code"] == "refused"
    world.go_to(DUE + timedelta(days=4))
    cli.json("overdue", note.receivable, "--yes", by=OUTSIDER)
    world.fund(TIER1, "1000.00")
    world.as_(TIER1).deposits.approve("Discounting", None, "EUR").submit()

    done = cli.json(*command, by=BANK_A)["result"]
    assert (done["seller"], done["paid"]) == (TIER1, True)
    assert cli.json("note", "show", piece)["note"]["owner"] == TIER1
