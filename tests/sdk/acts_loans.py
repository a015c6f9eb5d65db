"""Acts on loans and what secures them; see ``tests.sdk.acts``."""

from __future__ import annotations

from datetime import date, timedelta

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.acts import Scene, Table
from tests.sdk.security import GUARANTOR, SECOND, drawn, opened, sheet, with_guarantors
from tests.sdk.world import ANCHOR, BANK_A, DOCUMENT, DUE, OUTSIDER, TIER1, TIER2, eur

TABLE = Table()
add = TABLE.add
OF = "of party 5 to party 2"


def agreed(s: Scene, **changes: object) -> lt.Agreement:
    """Return terms of 100,000.00 as they are signed."""
    return lt.agreement(sheet(s.world, **changes), s.hub.deposits.token("EUR"))


@TABLE.stage
def lending(s: Scene) -> None:
    """A loan that is drawn in part, one that pays a list, a frozen payee, pledged notes."""
    list_of = lt.PayoutList([(s.chain.accounts[OUTSIDER], 300), (s.chain.accounts[8], 500)], 1)
    payee = s.chain.accounts[TIER2]
    milestones = (
        lt.Milestone(amount=eur("60000.00"), payees=payee),
        lt.Milestone(amount=eur("8.00"), payees=list_of.root),
        lt.Milestone(amount=eur("39992.00"), payees=payee),
    )
    s.keep(list=list_of, loan=drawn(s.world, milestones=milestones, reserved=True))
    s.as_(BANK_A).loans.release(s.loan, 1).submit()
    s.as_(TIER2).deposits.approve("Loans", None, "EUR").submit()
    s.as_(TIER1).deposits.approve("Loans", None, "EUR").submit()
    s.fund(TIER1, "500.00")
    s.keep(note=s.confirmed(), small=s.confirmed(0xF2, "500.00"))
    s.as_(TIER1).collateral.pledge(s.loan, s.note).submit()


def opening(s: Scene) -> sl.Operation:
    """Return the opening of a second loan by the lender, signed by the borrower."""
    made = agreed(s, salt=2)
    return s.as_(BANK_A).loans.open(made, [s.as_(TIER1).loans.sign(made)])


def amending(s: Scene) -> sl.Operation:
    """Return new terms of the loan, by the lender, signed by the borrower."""
    old = s.as_(BANK_A).loans.sheet(s.loan)
    changes = {"amends": s.loan, "rate": "3 %", "salt": 2, "deadline": s.chain.time + 86_400}
    made = lt.agreement(lt.TermSheet(**{**vars(old), **changes}), s.hub.deposits.token("EUR"))
    return s.as_(BANK_A).loans.amend(s.loan, made, [s.as_(TIER1).loans.sign(made)])


def claim_for(s: Scene) -> sl.Operation:
    """Return the claim of a payee whose account was frozen when it was to be paid."""
    payee = s.chain.accounts[TIER2]
    s.hub.deposits.set_freeze(payee, True, DOCUMENT, "EUR").submit()
    s.hub.loans.release(s.loan, 2).submit()
    s.hub.deposits.set_freeze(payee, False, DOCUMENT, "EUR").submit()
    return s.hub.loans.claim_for(payee, "EUR")


def returned(s: Scene) -> sl.Operation:
    """Return the reserve, after the draw deadline."""
    s.go_to(date(2027, 2, 1))
    return s.hub.loans.return_reserve(s.loan)


def collected(s: Scene) -> sl.Operation:
    """Return the collection of the first instalment."""
    s.go_to(date(2027, 2, 28))
    return s.hub.loans.collect(s.loan)


add(
    lending, "LoanAgreements.open", opening,
    "party 5 lends party 2 up to 100000.00 EUR", "agreed to by 0x", "of party 5",
)  # fmt: skip
add(lending, "LoanAgreements.amend", amending, "Amend loan 0x", "up to 100000.00 EUR", "3 %")
add(
    lending, "LoanAgreements.voidTerms",
    lambda s: s.as_(TIER1).loans.void(agreed(s, salt=2)), OF, "over 100000.00 EUR",
)  # fmt: skip
add(
    lending, "LoanAgreements.freeze",
    lambda s: s.hub.loans.freeze(s.loan, True, DOCUMENT), "Freeze payouts of loan 0x",
)  # fmt: skip
add(
    lending, "Loans.release",
    lambda s: s.hub.loans.release(s.loan, 2),
    "Release milestone 2 of loan 0x", OF, "pay 39992.00 EUR to 0x", "of party 3 from the reserve",
)  # fmt: skip
add(
    lending, "Loans.payOut",
    lambda s: s.hub.loans.pay_out(s.loan, 1, s.list, 0),
    "Pay chunk 0", OF, "3.00 EUR to 1 payees",
)  # fmt: skip
add(lending, "Loans.claimFor", claim_for, "of party 3", "now 39992.00 EUR")
add(
    lending, "Loans.refund",
    lambda s: s.as_(TIER2).loans.refund(s.loan, 0, eur("10.00")),
    "Return 10.00 EUR of milestone 0", OF, "of party 3",
)  # fmt: skip
add(
    lending, "Loans.repay",
    lambda s: s.as_(TIER1).loans.repay(s.loan, eur("20.00")), "Pay up to 20.00 EUR on loan 0x", OF,
)  # fmt: skip
add(lending, "Loans.returnReserve", returned, OF, "now 40000.00 EUR")
add(lending, "Loans.collect", collected, "Collect what is due on loan 0x", OF, "EUR")
add(
    lending, "Collateral.pledge",
    lambda s: s.as_(TIER1).collateral.pledge(s.loan, s.small),
    "of 500.00 EUR, which party 2 has, for loan 0x", OF,
)  # fmt: skip
add(
    lending, "Collateral.release",
    lambda s: s.as_(BANK_A).collateral.release(s.loan, s.note),
    "of 120000.00 EUR, which party 2 has, from loan 0x", OF,
)  # fmt: skip


@TABLE.stage
def defaulted(s: Scene) -> None:
    """A covered loan in default, another that could be marked, and the proceeds of a pledge."""
    with_guarantors(s.world)
    covers = (
        lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("40000.00")),
        lt.Cover(guarantor=sl.PartyId(SECOND), share="20 %", cap=eur("90000.00")),
    )
    s.keep(loan=drawn(s.world, GUARANTOR, SECOND, covers=covers))
    s.keep(other=opened(s.world, salt=2), note=s.confirmed(), small=s.confirmed(0xF2, "500.00"))
    s.hub.loans.release(s.other, 0).submit()
    s.as_(TIER1).collateral.pledge(s.loan, s.note).submit()
    s.as_(TIER1).collateral.pledge(s.loan, s.small).submit()
    s.go_to(DUE + timedelta(days=60))
    s.hub.loans.mark_default(s.loan).submit()
    s.fund(ANCHOR, "150000.00")
    for note in (s.note, s.small):
        s.hub.settlements.collect(note.receivable).submit()
    s.hub.settlements.redeem(s.small).submit()


def parked(s: Scene, contract: str) -> sl.Operation:
    """Return the claim of what was parked for a party while it was suspended."""
    payee = {"loans": BANK_A, "collateral": TIER1}[contract]
    s.hub.parties.suspend(payee, DOCUMENT).submit()
    s.hub.collateral.redeem(s.loan).submit()
    s.hub.parties.reinstate(payee, DOCUMENT).submit()
    return getattr(s.hub, contract).claim(payee, "EUR")


add(
    defaulted, "Loans.markDefault",
    lambda s: s.hub.loans.mark_default(s.other), OF, "becomes due, now 10", "EUR",
)  # fmt: skip
add(
    defaulted, "Loans.liftDefault",
    lambda s: s.as_(BANK_A).loans.lift_default(s.loan), "Lift the mark of default", OF,
)  # fmt: skip
add(
    defaulted, "Guarantees.callLoanCover",
    lambda s: s.hub.guarantees.call_loan_cover(s.loan, GUARANTOR),
    "Let party 7 pay 50 %", "up to 40000.00 EUR", "to party 5",
)  # fmt: skip
add(
    defaulted, "Collateral.redeem",
    lambda s: s.hub.collateral.redeem(s.loan), "of 120000.00 EUR, which party 2 has", OF,
)  # fmt: skip
add(
    defaulted, "Collateral.applyProceeds",
    lambda s: s.hub.collateral.apply_proceeds(s.loan), "together 5", "EUR", OF,
)  # fmt: skip
add(defaulted, "Loans.claim", lambda s: parked(s, "loans"), "party 5", "EUR")
add(defaulted, "Collateral.claim", lambda s: parked(s, "collateral"), "party 2", "EUR")
