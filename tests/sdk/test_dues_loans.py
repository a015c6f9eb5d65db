"""
What is due on loans.

├── a milestone    while it may be released, known to those who have the agreement
├── a reserve      what is left of it goes back after the draw deadline
├── pledged notes  their proceeds are applied, and they are let go when nothing is owed
├── parked money   of a lender that could not be paid
├── default        marked on the first day after those of the terms; then covers are called
└── a loan that is not known here and was never drawn on has nothing due
"""

from __future__ import annotations

from datetime import date

import pytest

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.lending import GUARANTOR, KEYS, Lending, prepared
from tests.sdk.world import ANCHOR, BANK_A, DOCUMENT, TIER1, TIER2, eur


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


def test_what_secures_a_loan_is_applied_and_let_go(lending):
    """Proceeds that wait are applied; once nothing is owed and nothing can be drawn, notes go."""
    world, bank = lending.world, lending.bank
    loan = lending.drawn(proceeds_to_principal=True)
    note, kept = world.confirmed(0xF1, "7000.00"), world.confirmed(0xF2, "500.00")
    world.as_(TIER1).collateral.pledge(loan, note, kept).submit()
    world.fund(ANCHOR, "7000.00")
    world.as_(ANCHOR).settlements.settle(note.receivable, eur("7000.00")).submit()
    world.go_to(date(2027, 2, 1))
    kinds = ["redeem", "apply-proceeds", "release-pledges"]
    for kind in kinds:
        (due,) = bank.dues.triggers()
        assert due.what == kind
        bank.dues.operation(due).submit()

    assert bank.dues.triggers() == ()
    assert [one.state for one in world.hub.notes.of(TIER1)] == ["free"]
    assert bank.loans.quote(loan).payoff == eur("0.00")


def test_what_a_lender_could_not_be_paid_is_claimed_for_it(lending):
    """At loans, by anybody, once its account may receive again."""
    world, bank = lending.world, lending.bank
    loan = lending.drawn()
    world.fund(TIER1, "100.00")
    cash = world.chain.accounts[BANK_A]
    world.hub.deposits.set_freeze(cash, True, DOCUMENT, "EUR").submit()
    lending.borrower.loans.repay(loan, eur("100.00")).submit()
    (waits,) = [one for one in bank.dues.of(BANK_A) if one.what == "claim"]
    assert (waits.ready, waits.contract, waits.amount) == (False, "Loans", eur("100.00"))
    assert waits.command == f"silkline loan claim {BANK_A} --currency EUR"

    world.hub.deposits.set_freeze(cash, False, DOCUMENT, "EUR").submit()
    before = world.balance(BANK_A)
    (claim,) = bank.dues.triggers()
    bank.dues.operation(claim).submit()
    assert world.balance(BANK_A) - before == eur("100.00")


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
