"""A loan of bank A to the tier-1 supplier, its attestors and its files, for the tests of loans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import silkline as sl
from silkline import loan_terms as lt
from silkline.conditions import Attested, Condition
from silkline.loan_math import DayCount, Method
from tests.sdk.world import AGREEMENT, BANK_A, OUTSIDER, TIER1, TIER2, World, eur

INSPECTOR, ENGINEER, AUDITOR, GUARANTOR = 11, 12, 13, 14
"""Parties without accounts on the chain's list: they sign, and send nothing."""
KEYS = {n: sl.Key(n.to_bytes(32, "big")) for n in (INSPECTOR, ENGINEER, AUDITOR, GUARANTOR)}
PANEL = Attested((INSPECTOR, ENGINEER, AUDITOR), 2)
"""Two of the three attestors."""


@dataclass(frozen=True)
class Lending:
    """The system with attestors and a guarantor, and a loan that can be opened on it."""

    world: World

    @property
    def bank(self) -> sl.Silkline:
        """The system as the lender sees it."""
        return self.world.as_(BANK_A)

    @property
    def borrower(self) -> sl.Silkline:
        """The system as the borrower sees it."""
        return self.world.as_(TIER1)

    @property
    def payee(self) -> str:
        """The account that the first milestone pays."""
        return self.world.chain.accounts[TIER2]

    def milestone(
        self, amount: str, condition: Condition | None = None, payees: str | None = None
    ) -> lt.Milestone:
        """Return a milestone that pays the tier-2 supplier, unless told otherwise."""
        placed = self.world.hub.conditions.place(condition) if condition else {}
        return lt.Milestone(amount=eur(amount), payees=payees or self.payee, **placed)

    def sheet(self, **changes: object) -> lt.TermSheet:
        """Return terms of 10,000.00 in four instalments, 4,000.00 of it on two attestors' word."""
        attested = self.milestone("4000.00", PANEL, self.world.chain.accounts[OUTSIDER])
        values: dict[str, object] = {
            "lender": sl.PartyId(BANK_A),
            "borrower": sl.PartyId(TIER1),
            "commitment": eur("10000.00"),
            "draw_deadline": "2027-01-31",
            "rate": "6 %",
            "day_count": DayCount.ACT_360,
            "method": Method.EQUAL_PRINCIPAL,
            "first_due": "2027-02-28",
            "instalments": 4,
            "interval": 1,
            "grace_days": 5,
            "penalty_rate": "12 %",
            "days_to_default": 60,
            "milestones": (self.milestone("6000.00"), attested),
            "agreement_hash": AGREEMENT,
            "salt": 1,
            "deadline": self.world.chain.time + 86_400,
        }
        return lt.TermSheet(**{**values, **changes})

    def agreed(self, **changes: object) -> lt.Agreement:
        """Return the terms as they are signed."""
        return lt.agreement(self.sheet(**changes), self.world.hub.deposits.token("EUR"))

    def opened(self, **changes: object) -> str:
        """Open a loan, with the allowances that it lives from, and return its id."""
        made = self.agreed(**changes)
        self.bank.deposits.approve("Loans", None, "EUR").submit()
        self.borrower.deposits.approve("Loans", None, "EUR").submit()
        return self.bank.loans.open(made, [self.borrower.loans.sign(made)]).submit().result

    def drawn(self, **changes: object) -> str:
        """Open a loan and release its first milestone, 6,000.00; return its id."""
        loan = self.opened(**changes)
        self.bank.loans.release(loan, 0).submit()
        return loan

    def signed(self, request: sl.Message, *attestors: int) -> list[sl.SignedMessage]:
        """Return a request as it comes back from attestors: it travelled as JSON both ways."""
        texts = [sl.Message.from_json(request.to_json()).sign(KEYS[n]).to_json() for n in attestors]
        return [sl.SignedMessage.from_json(text) for text in texts]


def prepared(world: World) -> Lending:
    """Register the attestors and the guarantor."""
    expiry = date(2029, 12, 31)
    roles = dict.fromkeys((INSPECTOR, ENGINEER, AUDITOR), sl.Role.ATTESTOR)
    people = [
        (n, KEYS[n].address, sl.Profile(role, expiry))
        for n, role in {**roles, GUARANTOR: sl.Role.GUARANTOR}.items()
    ]
    world.hub.parties.register_many(people).submit()
    return Lending(world)
