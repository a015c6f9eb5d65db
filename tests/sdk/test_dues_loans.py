"""
What is due on loans.

├── a milestone    while it may be released, known to those who have the agreement
├── a reserve      what is left of it goes back after the draw deadline
├── default        marked on the first day after those of the terms; then covers are called
└── a loan that is not known here and was never drawn on has nothing due
"""

from __future__ import annotations

from datetime import date

import pytest

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.lending import GUARANTOR, KEYS, Lending, prepared
from tests.sdk.world import BANK_A, TIER1, TIER2, eur


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors and a guarantor."""
    return prepared(world)


def test_a_milestone_without_a_condition_can_be_released_by_anybody(lending):
    """By those who have the agreement, until its last day; then the reserve goes back."""
    world, bank = lending.world, lending.bank
    loan = lending.opened(reserved=True, milestones=(lending.milestone("10000.00"),))
    (due,) = bank.dues.triggers()
    assert (due.what, due.index, due.amount) == ("milestone", 0, eur("10000.00"))
    assert (due.day, due.payee) == (date(2027, 1, 31), sl.PartyId(TIER2))
    assert "milestone" in [one.what for one in bank.dues.of(TIER2)]

    world.go_to(date(2027, 2, 1))
    (back,) = bank.dues.triggers()
    assert (back.what, back.amount, back.payee) == (
        "return-reserve", eur("10000.00"), sl.PartyId(BANK_A),
    )  # fmt: skip
    bank.dues.operation(back).submit()
    assert bank.dues.triggers() == ()
    assert bank.loans.get(loan).reserve == eur("0.00")


def test_a_loan_that_nobody_here_knows_has_nothing_due(lending, monkeypatch):
    """Opened by a call that cannot be read, and never drawn on: nothing is told, nothing fails."""
    lending.opened()
    stranger = sl.connect(lending.world.chain.url, deployment=lending.world.hub.deployment)
    monkeypatch.setattr("silkline.loans.known.calls_in", lambda *_: iter(()))

    assert stranger.dues.of(BANK_A) == ()
    assert stranger.dues.triggers() == ()


def test_default_is_marked_when_its_days_have_passed_and_covers_are_called(lending):
    """The first day after; then the guarantor stands in, and is told what it is owed for."""
    cover = lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("5000.00"))
    made = lending.agreed(covers=(cover,))
    for side in (lending.bank, lending.borrower):
        side.deposits.approve("Loans", None, "EUR").submit()
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    loan = lending.bank.loans.open(made, signed).submit().result
    lending.bank.loans.release(loan, 0).submit()
    lending.world.go_to(date(2027, 4, 29))
    dues = lending.world.hub.dues
    assert dues.triggers() == ()

    lending.world.go_to(date(2027, 4, 30))
    (mark,) = dues.triggers()
    assert (mark.what, mark.day) == ("mark-default", date(2027, 4, 30))
    assert mark.amount == lending.bank.loans.quote(loan).payoff
    dues.operation(mark).submit()
    (told_,) = [one for one in dues.of(GUARANTOR) if one.what == "call-cover"]
    assert told_.command == f"silkline guarantee call {GUARANTOR} --loan {loan}"
    assert not told_.ready
    assert [one.what for one in dues.of(TIER1)] == ["call-cover", "pay-loan"][::-1]
