"""
What a party has to do with: loans, lines, guarantees.

├── nobody's             empty, not an error
├── loans of a party     in which roles, as they stand; milestones with their state
├── lines of a party     granted and received, of groups as well
├── guarantees           given, received, and what guarantors are owed
└── the lists of silkline loan, line and guarantee
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.commands import Commands, commands
from tests.sdk.lending import GUARANTOR, KEYS
from tests.sdk.stories import Story, fallen_due, paid_and_called, told
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    BANK_B,
    DOCUMENT,
    TIER1,
    TIER2,
    TIER3,
    TODAY,
    eur,
)

LAST = TODAY + timedelta(days=400)


@pytest.fixture(scope="module")
def early(chain, deployment) -> Iterator[Story]:
    """A loan drawn in part, covered to a half; two lines of bank A and one for a group."""
    with told(chain, deployment) as story:
        lines = story.world.as_(BANK_A).lines
        given = {"decision": DOCUMENT, "model": "scores 3.1"}
        lines.grant(TIER1, eur("50000.00"), LAST, **given).submit()
        lines.grant(TIER2, eur("20000.00"), LAST, **given).submit()
        lines.grant(TIER1, eur("60000.00"), LAST, **given).submit()
        lines.grant_group(77, eur("90000.00"), LAST, **given).submit()
        story.world.as_(BANK_B).lines.grant(TIER1, eur("5000.00"), LAST, **given).submit()
        yield story


@pytest.fixture
def undone(early) -> Iterator[Story]:
    """The same, for a test that goes on with it."""
    snapshot = early.world.chain.snapshot()
    yield early
    early.world.chain.revert(snapshot)


@pytest.fixture
def stranger(early) -> sl.Silkline:
    """Somebody who was never given an agreement."""
    return sl.connect(early.world.chain.url, deployment=early.hub.deployment)


# Loans


def test_who_has_nothing_to_do_with_loans_has_none(early, stranger):
    """Nor has a number that is nobody's."""
    for party in (TIER3, 99):
        assert early.hub.loans.of(party) == ()
        assert stranger.loans.of(party) == ()


def test_a_loan_is_found_by_everybody_whom_it_concerns(early, stranger):
    """Lender, borrower and guarantor by the chain; the payee of a released milestone as well."""
    roles = {BANK_A: "lender", TIER1: "borrower", GUARANTOR: "guarantor", TIER2: "payee"}
    for party, role in roles.items():
        for hub in (early.hub, stranger):
            (found,) = hub.loans.of(party)
            assert found.roles == (role,)
            assert found.opened.loan == early.loan
            assert found.loan == hub.loans.get(early.loan)


def test_a_payee_of_what_is_not_released_is_known_by_the_agreement(undone, stranger):
    """The chain has only the root of the milestones."""
    lending = undone.lending
    later = lt.Milestone(amount=eur("100.00"), payees=undone.world.chain.accounts[TIER3])
    loan = lending.opened(commitment=eur("100.00"), milestones=(later,), salt=9)

    (found,) = lending.bank.loans.of(TIER3)
    assert (found.roles, found.opened.loan) == (("payee",), loan)
    assert stranger.loans.of(TIER3) == ()


def test_a_loan_whose_terms_are_nowhere_is_told_all_the_same(undone, stranger, monkeypatch):
    """With its sides, and without how it stands."""
    loan = undone.lending.opened(salt=9, covers=())
    monkeypatch.setattr("silkline.loans.known.calls_in", lambda *_: iter(()))
    found = {one.opened.loan: one for one in stranger.loans.of(BANK_A)}

    assert (found[loan].roles, found[loan].loan) == (("lender",), None)
    assert found[undone.loan].loan is not None


def test_milestones_say_where_they_stand(undone):
    """Open until their last day, released, lapsed afterwards."""
    states = [one.state for one in undone.hub.loans.get(undone.loan).milestones]
    assert states == ["released", "open"]

    undone.world.go_to(date(2027, 2, 1))
    states = [one.state for one in undone.hub.loans.get(undone.loan).milestones]
    assert states == ["released", "lapsed"]


# Lines


def test_lines_are_found_from_both_sides(early):
    """Each once, as it was granted last."""
    lines = early.hub.lines
    granted = [(int(one.lender), int(one.party), one.limit) for one in lines.of(BANK_A, "EUR")]
    assert granted == [(BANK_A, TIER1, eur("60000.00")), (BANK_A, TIER2, eur("20000.00"))]
    received = [(int(one.lender), one.limit) for one in lines.of(TIER1, "EUR")]
    assert received == [(BANK_A, eur("60000.00")), (BANK_B, eur("5000.00"))]
    assert lines.of(TIER1, "EUR")[0] == lines.get(BANK_A, TIER1, "EUR")
    assert lines.groups_of(BANK_A, "EUR") == (lines.group_line(BANK_A, 77, "EUR"),)
    assert (lines.of(TIER3, "EUR"), lines.groups_of(BANK_B, "EUR")) == ((), ())


# Guarantees


def test_guarantees_are_seen_from_all_sides(early):
    """By who gave them, by holders of the notes, by the lender; nothing is claimed yet."""
    guarantees = early.hub.guarantees
    given = guarantees.given(GUARANTOR)
    assert [one.debt for one in given] == [early.debts[1], early.loan]
    assert [(int(one.debtor), one.share, one.cap) for one in given] == [
        (ANCHOR, 500_000, eur("2000.00")), (TIER1, 500_000, eur("5000.00")),
    ]  # fmt: skip
    assert [(one.fee, one.paid, one.claim, one.callable) for one in given] == [
        (eur("10.00"), eur("0.00"), eur("0.00"), False),
        (eur("0.00"), eur("0.00"), eur("0.00"), False),
    ]
    assert guarantees.received(TIER1) == given[:1]
    assert guarantees.received(BANK_A) == given[1:]
    assert guarantees.given(BANK_A) == guarantees.received(TIER3) == ()
    assert guarantees.claims_against(ANCHOR) == ()


def test_what_a_guarantor_paid_is_owed_to_it(undone):
    """Its positions are those of the contract; the debtor sees who is its creditor now."""
    fallen_due(undone)
    paid_and_called(undone)
    guarantees = undone.hub.guarantees
    debt, loan = guarantees.given(GUARANTOR)

    (position,) = guarantees.claims(undone.debts[1])
    assert (debt.paid, debt.claim, debt.callable) == (position.paid, position.claim, True)
    (position,) = guarantees.loan_claims(undone.loan)
    assert (loan.paid, loan.claim, loan.callable) == (position.paid, position.claim, True)
    assert guarantees.claims_against(ANCHOR) == (debt,)
    assert guarantees.claims_against(TIER1) == (loan,)
    assert debt.claim < debt.paid


def test_covers_that_new_terms_take_away_are_no_more(undone):
    """What is in force is what the terms name."""
    lending = undone.lending
    old, amends = lending.bank.loans.sheet(undone.loan), undone.loan
    made = lending.agreed(
        **{**vars(old), "covers": (), "amends": amends, "salt": 2}
    )  # fmt: skip
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    lending.bank.loans.amend(undone.loan, made, signed).submit()

    assert [one.debt for one in undone.hub.guarantees.given(GUARANTOR)] == [undone.debts[1]]
    assert undone.hub.loans.of(GUARANTOR) == ()


# The commands


@pytest.fixture
def cli(early, tmp_path) -> Commands:
    """The command line against the story."""
    return commands(early.world, tmp_path)


def test_the_list_of_loans_of_a_party(cli, early):
    """As JSON, and as a table; milestones are not known where the journal has no agreement."""
    (found,) = cli.json("loan", "list", "--party", TIER1)["loans"]
    assert (found["loan"], found["roles"]) == (early.loan, ["borrower"])
    assert found["as_it_stands"]["quote"]["principal"] == eur("6000.00").to_json()
    assert found["as_it_stands"]["milestones"] == []
    shown = cli("loan", "list", "--party", TIER1, COLUMNS="240").stdout
    assert "6000.00 EUR" in shown
    assert "in order" in shown
    assert cli.json("loan", "list", "--party", TIER1, "--lender", BANK_B) == {"loans": []}


def test_a_loan_without_known_terms_is_listed(cli, monkeypatch):
    """With a word on it."""
    monkeypatch.setattr("silkline.loans.register._terms", lambda *_: None)
    shown = cli("loan", "list", "--party", TIER1, COLUMNS="240").stdout

    assert "its terms are not known here" in shown
    (found,) = cli.json("loan", "list", "--party", TIER1)["loans"]
    assert found["as_it_stands"] is None


def test_the_lists_of_lines_and_guarantees(cli, early):
    """As JSON and as tables."""
    found = cli.json("line", "list", BANK_A, "--currency", "EUR")
    assert [one["limit"]["amount"] for one in found["lines"]] == ["60000.00", "20000.00"]
    assert [one["group"] for one in found["groups"]] == [77]
    assert "group 77" in cli("line", "list", BANK_A, "--currency", "EUR").stdout

    given = cli.json("guarantee", "list", GUARANTOR)
    assert [one["debt"] for one in given["given"]] == [str(early.debts[1]), early.loan]
    assert (given["received"], given["claims_against"]) == ([], [])
    assert "50 %" in cli("guarantee", "list", GUARANTOR, COLUMNS="240").stdout
