"""
What a loan's lender could not be paid.

├── when nothing is parked, or the lender is suspended  → the contract's refusal
└── otherwise                                           → it waits, and anybody brings it
"""

from __future__ import annotations

import pytest

from silkline import refusals
from tests.sdk.security import drawn
from tests.sdk.world import BANK_A, DOCUMENT, OUTSIDER, TIER1, eur


def repaid(world):
    """Let the borrower pay 500.00 on a new loan."""
    loan = drawn(world)
    world.fund(TIER1, "500.00")
    world.as_(TIER1).deposits.approve("Loans", None, "EUR").submit()
    return world.as_(TIER1).loans.repay(loan, eur("500.00"))


def test_where_nothing_is_parked_nothing_is_claimed(world):
    """A claim needs a payout that failed."""
    assert world.hub.loans.parked(BANK_A, "EUR") == eur("0.00")
    with pytest.raises(refusals.NothingParked):
        world.hub.loans.claim(BANK_A, "EUR").submit()


def test_a_lender_whose_account_is_frozen_stops_no_repayment(world):
    """The borrower pays, the money waits in Loans, and reaches the lender's account later."""
    act, frozen = repaid(world), world.chain.accounts[BANK_A]
    world.hub.deposits.set_freeze(frozen, True, DOCUMENT, "EUR").submit()
    before = world.balance(BANK_A)

    assert act.submit().result.amount == eur("500.00")
    assert world.hub.loans.parked(BANK_A, "EUR") == eur("500.00")
    world.hub.deposits.set_freeze(frozen, False, DOCUMENT, "EUR").submit()
    claim = world.hub.as_(world.key(OUTSIDER)).loans.claim(BANK_A, "EUR")
    assert claim.words() == "Pay party 5 what Loans parked for it, now 500.00 EUR"
    assert claim.submit().result == eur("500.00")
    assert world.balance(BANK_A) == before + eur("500.00")


def test_a_suspended_lender_waits(world):
    """Its money is its own, and out of reach until it is reinstated."""
    act = repaid(world)
    world.hub.parties.suspend(BANK_A, DOCUMENT).submit()
    act.submit()
    with pytest.raises(refusals.PayeeSuspended):
        world.hub.loans.claim(BANK_A, "EUR").submit()
    world.hub.parties.reinstate(BANK_A, DOCUMENT).submit()
    assert world.hub.loans.claim(BANK_A, "EUR").submit().result == eur("500.00")
