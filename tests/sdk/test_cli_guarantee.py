"""
silkline guarantee: covers of receivables and loans.

├── when the debt is not named, or twice        → exit 2
├── when a cover makes no sense or is no cover  → exit 2
├── when a call comes too early, or of nobody   → exit 1, or exit 2
├── of a receivable  signed, brought, called    → what is owed is shown
└── of a loan        called after default       → what is owed is shown
"""

from __future__ import annotations

from datetime import timedelta

import pytest

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.commands import Commands, commands
from tests.sdk.security import GUARANTOR, SECOND, drawn, with_guarantors
from tests.sdk.world import AGREEMENT, ANCHOR, DOCUMENT, DUE, OUTSIDER, TIER1, eur

LATE = DUE + timedelta(days=4)


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line, and two guarantors with money."""
    with_guarantors(world)
    return commands(world, tmp_path)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def signing(note, **changes: str) -> list[object]:
    """Return the command that signs a cover of half of the debt."""
    given = {
        "guarantor": GUARANTOR,
        "share": "50 %",
        "cap": "60000.00 EUR",
        "payer": TIER1,
        "agreement": AGREEMENT,
        "deadline": "2027-01-31T12:00:00Z",
        **changes,
    }
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    return ["guarantee", "sign", note.receivable, *options]


def covered(cli: Commands, note) -> dict:
    """Let the guarantor sign and the holder bring the cover, and return what is in force."""
    path = cli.path("cover.json")
    signed = cli(*signing(note), "--yes", "--out", path, by=GUARANTOR)
    assert signed.exit_code == 0, signed.stderr
    return cli.json("guarantee", "cover", path, "--note", note, "--yes", by=TIER1)["result"]


@pytest.mark.parametrize("command", [("status",), ("call", GUARANTOR)])
def test_a_debt_is_named_in_one_way(cli, command):
    """Neither none nor two."""
    for debts in ((), ("--receivable", "0x1", "--loan", "0x2")):
        error = cli.error("guarantee", *command, *debts)
        assert error["message"] == "name the debt with either --receivable or --loan"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"share": "0.5"}, "share: '0.5' is no percentage"),
        ({"cap": "60000"}, "--cap: '60000' is no amount"),
        ({"cap": "60000.00 USD"}, "cap is in USD"),
        ({"agreement": "0x12"}, "agreement_hash must be 32 bytes"),
        ({"deadline": "2027-01-31"}, "--deadline: '2027-01-31' is no moment with a zone"),
    ],
)
def test_a_cover_without_sense_is_not_signed(cli, note, change, message):
    """By the name of the value."""
    done = cli(*signing(note, **change), "--yes", by=GUARANTOR)

    assert done.exit_code == 2
    assert message in done.stderr


def test_what_is_no_cover_is_not_brought(cli):
    """A file with something else is refused by its name."""
    path = cli.path("cover.json")
    path.write_text("{}", encoding="utf-8")
    error = cli.error("guarantee", "cover", path, "--yes", by=TIER1)

    assert error["message"].startswith(f"{path}: not a message")


def test_nobody_is_called_before_the_debt_is_overdue(cli, note):
    """Neither the guarantor, nor one that has no cover; each has its refusal."""
    covered(cli, note)
    debt = ("--receivable", note.receivable, "--yes")

    early = cli.error("guarantee", "call", GUARANTOR, *debt, by=OUTSIDER, code=1)
    assert early["code"] == "refused"
    nobody = cli.error("guarantee", "call", SECOND, *debt, by=OUTSIDER, code=1)
    assert nobody["name"] == "CoverUnknown"


def test_a_guarantor_that_a_loan_does_not_have_is_told(cli, world):
    """With those that it has."""
    error = cli.error("guarantee", "call", GUARANTOR, "--loan", drawn(world), "--dry-run")

    assert "its guarantors: none" in error["message"]


def test_a_cover_taken_back_is_not_brought(cli, note):
    """By the account that signed it; what is no cover is not taken back."""
    path = cli.path("cover.json")
    cli(*signing(note), "--yes", "--out", path, by=GUARANTOR)
    other = cli.path("terms.json")
    other.write_text(another_message(cli).to_json(), encoding="utf-8")
    error = cli.error("guarantee", "void", other, "--yes", by=GUARANTOR)
    assert error["message"] == f"{other} is a signed AccountConsent, no cover: nothing was done"

    assert "it counts no more" in cli.json("guarantee", "void", path, "--dry-run")["words"]
    assert cli.json("guarantee", "void", path, "--yes", by=GUARANTOR)["result"] is None
    bring = ("guarantee", "cover", path, "--note", note, "--yes")
    assert cli.error(*bring, by=TIER1, code=1)["name"] == "SignatureVoid"


def another_message(cli: Commands) -> sl.SignedMessage:
    """Return a signed message that is no cover."""
    world = cli.world
    consent = world.hub.parties.account_consent(GUARANTOR, world.chain.accounts[OUTSIDER], 1)
    return consent.sign(world.key(OUTSIDER))


def test_nothing_is_claimed_that_is_not_parked(cli):
    """By the contract's name for it."""
    claim = ("guarantee", "claim", GUARANTOR, "--currency", "EUR", "--yes")

    assert cli.error(*claim, by=OUTSIDER, code=1)["name"] == "NothingParked"


def test_a_guarantor_gets_what_was_parked_for_it(cli, note):
    """It was suspended when the debtor paid."""
    covered(cli, note)
    world, debt = cli.world, ("--receivable", note.receivable)
    world.go_to(LATE)
    world.hub.settlements.mark_overdue(note.receivable).submit()
    cli.json("guarantee", "call", GUARANTOR, *debt, "--yes", by=OUTSIDER)
    world.hub.parties.suspend(GUARANTOR, DOCUMENT).submit()
    world.fund(ANCHOR, "121000.00")
    world.hub.settlements.collect(note.receivable).submit()
    world.hub.parties.reinstate(GUARANTOR, DOCUMENT).submit()
    claim = ("guarantee", "claim", GUARANTOR, "--currency", "EUR")
    assert "now 60000.00 EUR" in cli.json(*claim, "--dry-run")["words"]

    done = cli.json(*claim, "--yes", by=OUTSIDER)
    assert done["result"] == eur("60000.00").to_json()
    assert world.balance(GUARANTOR) == eur("200000.00")


def test_a_cover_of_a_receivable_is_signed_brought_and_called(cli, note):
    """Half of what is owed is paid by the guarantor, who is owed it afterwards."""
    assert covered(cli, note)["cap"] == eur("60000.00").to_json()
    cli.world.go_to(LATE)
    cli.world.hub.settlements.mark_overdue(note.receivable).submit()
    debt = ("--receivable", note.receivable)
    done = cli.json("guarantee", "call", GUARANTOR, *debt, "--yes", by=OUTSIDER)["result"]

    assert done["debt"] == str(note.receivable)
    assert done["amount"] == done["claim"] == eur("60000.00").to_json()
    shown = cli.json("guarantee", "status", *debt)
    assert [one["guarantor"] for one in shown["covers"]] == [GUARANTOR]
    assert [one["claim"] for one in shown["claims"]] == [eur("60000.00").to_json()]
    told = cli("guarantee", "status", *debt).stdout
    assert "50 %" in told
    assert told.count("60000.00 EUR") == 3


def test_the_state_of_a_loan_without_guarantors_is_empty(cli, world):
    """No covers, nobody is owed anything."""
    assert cli.json("guarantee", "status", "--loan", drawn(world)) == {"covers": [], "claims": []}


def test_what_guarantees_may_take_is_set(cli):
    """In place of what they might before; an amount without currency is refused."""
    hub, account = cli.world.hub, cli.world.chain.accounts[GUARANTOR]
    spender = hub.deployment.address("Guarantees")
    error = cli.error("guarantee", "approve", "500", "--yes", by=GUARANTOR)
    assert "AMOUNT: '500' is no amount" in error["message"]
    assert hub.deposits.allowance(account, spender, "EUR") is None  # without limit

    cli.json("guarantee", "approve", "500.00 EUR", "--yes", by=GUARANTOR)
    assert hub.deposits.allowance(account, spender, "EUR") == eur("500.00")


def test_a_cover_of_a_loan_is_called_after_default(cli, world):
    """The command line marks the default and calls; before it the contract refuses."""
    cover = lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("40000.00"))
    loan = drawn(world, GUARANTOR, covers=(cover,))
    call = ("guarantee", "call", GUARANTOR, "--loan", loan, "--yes")
    assert cli.error(*call, by=OUTSIDER, code=1)["name"] == "NotDefaulted"

    world.go_to(DUE + timedelta(days=60))
    debt = cli.json("loan", "default", loan, "--yes", by=OUTSIDER)["result"]
    done = cli.json(*call, by=OUTSIDER)["result"]

    assert (done["debt"], done["guarantor"], done["shortfall"]) == (loan, GUARANTOR, 1)
    assert done["claim"] == eur("40000.00").to_json()
    assert cli.json("loan", "quote", loan)["payoff"] == debt
    shown = cli.json("guarantee", "status", "--loan", loan)
    assert shown["covers"][0]["share"] == 500_000
    assert shown["claims"][0]["paid"] == eur("40000.00").to_json()
