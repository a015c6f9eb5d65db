"""
What is due.

├── when there is no such party, or it is not anybody's to do  → BadInput
├── of a party       what it pays, has, answers, by date, with parts and reasons
├── until a day      what is to come is cut there, what can be done now is not
├── triggers         what anybody may do now, rehearsed, with the amount that moves
└── a keeper         that does all of it finds nothing left, and everybody is paid
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest

import silkline as sl
from silkline import loan_math as lm
from silkline.cli import progress
from silkline.dues import Due
from tests.sdk.commands import Commands, commands
from tests.sdk.lending import GUARANTOR, KEYS
from tests.sdk.stories import LAST_GRACE, Story, fallen_due, told
from tests.sdk.test_cli_help import parsed
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    DUE,
    TIER1,
    TIER2,
    TIER3,
    eur,
)

AFTER = LAST_GRACE + timedelta(days=1)


@pytest.fixture(scope="module")
def early(chain, deployment):
    """The story before anything falls due; nobody changes it."""
    with told(chain, deployment) as story:
        yield story


@pytest.fixture
def late(early) -> Iterator[Story]:
    """The story after the grace of all debts."""
    snapshot = early.world.chain.snapshot()
    fallen_due(early)
    yield early
    early.world.chain.revert(snapshot)


def lines(dues: tuple[Due, ...]) -> list[tuple[str, str, str | None]]:
    """Return day, kind and amount of each."""
    return [
        (one.day.isoformat(), one.what, one.amount.number if one.amount else None) for one in dues
    ]


# Refused


def test_a_party_that_is_not_there_has_nothing_due(early):
    """It is refused, and so is a day that is none."""
    with pytest.raises(sl.BadInput, match=r"there is no party 99"):
        early.hub.dues.of(99)
    with pytest.raises(sl.BadInput, match=r"'soon' is no ISO date"):
        early.hub.dues.of(TIER1, "soon")


def test_what_a_party_decides_is_nobody_elses_operation(early):
    """An anchor settles, a receiver accepts: only what anybody may do has an operation here."""
    (answer,) = early.hub.dues.of(TIER3)
    with pytest.raises(sl.BadInput, match=r"accept or refuse note .* is for its party to decide"):
        early.hub.dues.operation(answer)


# Of a party


def test_a_supplier_sees_what_it_owes_and_is_owed_by_date(early):
    """The milestone's last day, its instalments, its notes as they fall due."""
    found = early.lending.bank.dues.of(TIER1)

    assert lines(found) == [
        ("2027-01-02", "accept", "1000.00"),
        ("2027-01-31", "milestone", "4000.00"),
        ("2027-02-28", "pay-loan", "1558.00"),
        ("2027-03-28", "pay-loan", "1521.00"),
        ("2027-04-01", "falls-due", "99000.00"),
        ("2027-04-01", "falls-due", "1000.00"),
        ("2027-04-01", "falls-due", "5000.00"),
        ("2027-04-01", "falls-due", "8000.00"),
        ("2027-04-28", "pay-loan", "1515.50"),
        ("2027-05-28", "pay-loan", "1507.50"),
    ]
    assert found[2].parts.interest + found[2].parts.principal == eur("1558.00")
    assert {int(one.payer) for one in found if one.what == "falls-due"} == {ANCHOR}
    assert found[1].refused.startswith("TooFewSignatures(given 0, needed 2)")
    cut = early.lending.bank.dues.of(TIER1, "2027-03-31")
    assert cut == tuple(replace(one, as_of=cut[0].as_of) for one in found[:4])


def test_milestones_are_known_to_those_who_have_the_agreement(early):
    """Others see what the chain tells: instalments, not milestones; its payee sees it too."""
    stranger = sl.connect(early.world.chain.url, deployment=early.hub.deployment)
    kinds = {one.what for one in stranger.dues.of(TIER1)}

    assert kinds == {"accept", "pay-loan", "falls-due"}
    assert [one.what for one in early.lending.bank.dues.of(TIER2)] == ["falls-due"]


def test_instalments_are_the_forecast_of_the_loan(early):
    """Reckoned from the loan as it stands, each paid on its day."""
    loan = early.lending.bank.loans.get(early.loan)
    expected = [(one.day, one.amount) for one in lm.forecast(loan.arithmetic, loan.state)]
    found = [one for one in early.hub.dues.of(BANK_A) if one.what == "pay-loan"]

    assert [(sl.dates.day_number(one.day), one.amount.minor) for one in found] == expected
    assert {(int(one.payer), int(one.payee)) for one in found} == {(TIER1, BANK_A)}


def test_an_anchor_sees_what_it_has_to_settle(early):
    """Each debt on its due day, without interest before it; and nothing else of others."""
    found = early.hub.dues.of(ANCHOR)

    assert lines(found) == [
        ("2027-04-01", "settle", "120000.00"),
        ("2027-04-01", "settle", "5000.00"),
        ("2027-04-01", "settle", "8000.00"),
    ]
    assert early.hub.dues.of(ANCHOR, DUE - timedelta(days=1)) == ()
    assert {one.anyone for one in found} == {False}


def test_nothing_can_be_triggered_before_anything_is_due(early):
    """A rehearsal refuses it all."""
    assert early.hub.dues.triggers() == ()


# Late


def test_what_is_late_has_its_interest_and_its_parts(late):
    """As the contracts say today: owed, penalty, interest, principal."""
    hub = late.hub
    settle = [one for one in hub.dues.of(ANCHOR) if one.what == "settle"]
    assert [one.amount for one in settle] == [hub.settlements.owed(debt) for debt in late.debts]
    assert {one.day for one in settle} == {DUE}

    (owed,) = [one for one in hub.dues.of(BANK_A) if one.what == "pay-loan" and one.ready]
    quote = hub.loans.quote(late.loan)
    parts = (owed.parts.penalty, owed.parts.interest, owed.parts.principal)
    assert parts == (quote.penalty, quote.billed, quote.overdue)
    assert (owed.amount, owed.day) == (quote.due, date(2027, 2, 28))


def test_a_guarantor_is_told_that_its_cover_is_called_for(late):
    """With the reason why it cannot be called now, and without, with the amount."""
    (told_,) = [one for one in late.hub.dues.of(GUARANTOR) if one.what == "call-cover"]
    assert (told_.ready, told_.amount) == (False, None)
    assert "allowance 0.00 EUR, needed 2000.00 EUR" in told_.refused

    _funds(late, "4000.00")
    assert ("call-cover", eur("2000.00")) in [
        (one.what, one.amount) for one in late.hub.dues.triggers()
    ]
    for whom in (GUARANTOR, TIER1, ANCHOR):
        assert "call-cover" in [one.what for one in late.hub.dues.of(whom) if one.ready]


def _funds(story: Story, amount: str) -> None:
    """Let the guarantor have money, and let guarantees take it."""
    hub, key = story.hub, KEYS[GUARANTOR]
    hub.deposits.issue(key.address, eur(amount), "0x" + "ee" * 32).submit()
    hub.connection.rpc("anvil_setBalance", key.address, hex(10**20))
    theirs = sl.connect(story.world.chain.url, signer=key, deployment=hub.deployment)
    theirs.deposits.approve("Guarantees", None, "EUR").submit()


def test_what_anybody_may_do_is_told_with_its_day(late):
    """Since when; what would be refused is not told; each command can be typed."""
    found = late.hub.dues.triggers()

    assert lines(found) == [
        ("2027-02-28", "collect-loan", "3108.78"),
        (AFTER.isoformat(), "mark-overdue", None),
        (AFTER.isoformat(), "mark-overdue", None),
        (AFTER.isoformat(), "free-note", "1000.00"),
    ]
    every = [*found, *late.hub.dues.of(TIER1), *late.hub.dues.of(GUARANTOR)]
    assert all(parsed(one.command) for one in every)
    assert all(str(one.about) in one.text for one in every)


def test_what_is_parked_waits_until_its_payee_may_have_it(late):
    """A suspended party is told, and nobody can trigger it; reinstated, anybody can."""
    world, hub = late.world, late.hub
    hub.parties.suspend(TIER2, DOCUMENT).submit()
    world.fund(ANCHOR, "2000.00")
    hub.settlements.collect(late.debts[0]).submit()
    hub.settlements.redeem(late.debts[0].note(2)).submit()
    waiting = hub.settlements.parked(TIER2, "EUR")
    (claim,) = [one for one in hub.dues.of(TIER2) if one.what == "claim"]
    assert (claim.amount, claim.ready) == (waiting, False)
    assert claim.refused.startswith("PayeeSuspended(")

    hub.parties.reinstate(TIER2, DOCUMENT).submit()
    (ready,) = [one for one in hub.dues.triggers() if one.what == "claim"]
    assert ready.text == "pay out what Settlements parked"
    assert parsed(ready.command)
    before = world.balance(TIER2)
    hub.dues.operation(ready).submit()
    assert world.balance(TIER2) - before == waiting


def test_a_keeper_that_does_everything_finds_nothing_left(late):
    """Round by round until nothing can be triggered: debts are collected, notes are paid."""
    world, hub = late.world, late.hub
    _funds(late, "9000.00")
    world.fund(ANCHOR, "100000.00")
    world.go_to(AFTER + timedelta(days=100))
    done: set[str] = set()
    for _ in range(6):
        found = late.lending.bank.dues.triggers()
        if not found:
            break
        for one in found:
            hub.dues.operation(one).submit()
            done.add(one.what)
            if one.what == "collect":
                break  # what is collected changes what the others may do

    assert hub.dues.triggers() == ()
    expected = {"collect-loan", "collect", "redeem", "free-note", "apply-proceeds"}
    assert expected <= done
    owed = [hub.settlements.owed(debt) for debt in late.debts]
    assert owed == [eur("0.00")] * 3
    assert hub.notes.of(TIER2) == ()


# The command


@pytest.fixture
def cli(early, tmp_path) -> Commands:
    """The command line against the story."""
    return commands(early.world, tmp_path)


def test_the_command_needs_a_party_for_what_is_to_come(cli):
    """And one that is there."""
    error = cli.error("due", "--until", "2027-12-31")
    assert error["message"] == "--until is for what is to come to a party: name it by --party"
    assert cli.error("due", "--party", 99)["message"].startswith("there is no party 99")


def test_the_command_tells_what_is_due(cli):
    """As JSON with text and command, and as a table."""
    found = cli.json("due", "--party", TIER3)["dues"]
    assert [(one["what"], one["payer"], one["payee"]) for one in found] == [
        ("accept", TIER1, TIER3)
    ]
    assert found[0]["amount"] == eur("1000.00").to_json()
    assert found[0]["command"].startswith("silkline note accept ")
    assert cli.json("due") == {"party": None, "until": None, "dues": []}

    shown = cli("due", "--party", TIER1, "--until", "2027-03-31", COLUMNS="240").stdout
    assert "2027-02-28" in shown
    assert "58.00 EUR interest, 1500.00 EUR principal" in shown
    assert "refused now: TooFewSignatures" not in shown  # the agreement is not known here
    assert "2027-04" not in shown


def test_progress_is_told_on_a_terminal_alone(cli, monkeypatch):
    """What is read, and how far; nothing where nobody sits in front of it."""

    class Terminal(StringIO):
        def isatty(self) -> bool:
            """Pretend that somebody looks."""
            return True

    with progress.told("Reading") as nobody:
        assert nobody is None
    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    with progress.told("Reading") as tell:
        tell("events", 1000, 2500)
    assert "Reading" in shown.getvalue()
