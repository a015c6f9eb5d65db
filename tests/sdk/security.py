"""Loans and guarantors for the tests of guarantees and pledged notes."""

from __future__ import annotations

from datetime import date

import silkline as sl
from silkline import loan_terms as lt
from silkline.loan_math import DayCount, Method
from tests.sdk.world import AGREEMENT, BANK_A, TIER1, TIER2, World, eur

GUARANTOR, SECOND = 7, 8
"""Parties with the role guarantor; their accounts have the same numbers."""


def with_guarantors(world: World) -> None:
    """Register the guarantors, give each 200,000.00, and let covers be paid of it."""
    profile = sl.Profile(sl.Role.GUARANTOR, date(2029, 12, 31))
    people = [(one, world.chain.accounts[one], profile) for one in (GUARANTOR, SECOND)]
    world.hub.parties.register_many(people).submit()
    for one in (GUARANTOR, SECOND):
        world.fund(one, "200000.00")
        world.as_(one).deposits.approve("Guarantees", None, "EUR").submit()


def sheet(world: World, **changes: object) -> lt.TermSheet:
    """Return terms by which bank A lends the tier-1 supplier 100,000.00, paid out to tier 2."""
    payee = world.chain.accounts[TIER2]
    values: dict[str, object] = {
        "lender": sl.PartyId(BANK_A),
        "borrower": sl.PartyId(TIER1),
        "commitment": eur("100000.00"),
        "draw_deadline": "2027-01-31",
        "rate": "6 %",
        "day_count": DayCount.ACT_360,
        "method": Method.EQUAL_PRINCIPAL,
        "first_due": "2027-02-28",
        "instalments": 4,
        "interval": 1,
        "days_to_default": 60,
        "milestones": (lt.Milestone(amount=eur("100000.00"), payees=payee),),
        "agreement_hash": AGREEMENT,
        "salt": 1,
        "deadline": world.chain.time + 86_400,
    }
    return lt.TermSheet(**{**values, **changes})


def opened(world: World, *guarantors: int, **changes: object) -> str:
    """Open the loan under the signatures of all parties, and return its id."""
    made = lt.agreement(sheet(world, **changes), world.hub.deposits.token("EUR"))
    world.as_(BANK_A).deposits.approve("Loans", None, "EUR").submit()
    signed = [world.as_(one).loans.sign(made) for one in (TIER1, *guarantors)]
    return world.as_(BANK_A).loans.open(made, signed).submit().result


def drawn(world: World, *guarantors: int, **changes: object) -> str:
    """Open the loan, pay it out, and return its id."""
    loan = opened(world, *guarantors, **changes)
    world.hub.loans.release(loan, 0).submit()
    return loan
