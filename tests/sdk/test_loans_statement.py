"""
Money back, and the statement of it.

├── paying    too early, too much, by nobody's allowance  → refused, or not taken
├── default   marked and lifted only as the terms say
├── quotes    of any day from today
└── statement every event with the balances after it, the same as the contract's to the unit
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest

import silkline as sl
from silkline import loan_math as lm
from silkline import loan_terms as lt
from silkline import refusals
from silkline.errors import SilklineError
from silkline.loans import statement as module
from tests.sdk.lending import AUDITOR, GUARANTOR, KEYS, Lending, prepared
from tests.sdk.security import SECOND, drawn, with_guarantors
from tests.sdk.world import BANK_A, DOCUMENT, OUTSIDER, TIER1, TIER2, eur


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors, and a borrower with money."""
    made = prepared(world)
    world.fund(TIER1, "20000.00")
    return made


def whats(statement) -> list[str]:
    """Return the kinds of a statement's entries."""
    return [entry.what for entry in statement.entries]


# Paying


def test_nothing_is_collected_before_it_is_due(lending):
    """And nothing where nothing is owed."""
    loan = lending.opened()
    with pytest.raises(refusals.NothingOwedOn):
        lending.bank.loans.collect(loan).submit()
    lending.bank.loans.release(loan, 0).submit()
    with pytest.raises(refusals.NothingToCollectOn):
        lending.bank.loans.collect(loan).simulate()


@pytest.mark.parametrize("amount", [6000.0, 6000, "6000.00", sl.Money("1", "JPY")])
def test_an_amount_that_is_no_money_of_the_loan_is_refused(lending, amount):
    """Numbers are never taken for amounts (T77)."""
    with pytest.raises(sl.BadInput, match=r"amount (must be Money|is in JPY)"):
        lending.borrower.loans.repay(lending.drawn(), amount)


def test_a_quote_of_the_past_is_refused(lending):
    """What was owed then is in the statement."""
    with pytest.raises(sl.BadInput, match=r"2026-12-31 is past: today is 2027-01-01"):
        lending.bank.loans.quote(lending.drawn(), "2026-12-31")


@pytest.mark.parametrize("signature", [False, True])
def test_what_is_due_is_collected(lending, signature):
    """By anyone, from the borrower's account, to the lender's; a request does as well."""
    loan, world = lending.drawn(), lending.world
    world.go_to(date(2027, 2, 28))
    before = world.balance(BANK_A)
    act = world.hub.loans.collect(loan)
    assert act.words() == (
        f"Collect what is due on loan {loan[:10]}… of party 5 to party 2, now 1558.00 EUR, as far "
        "as the borrower's account has it"
    )
    act = act.by_signature(world.key(TIER2)) if signature else act
    result = act.submit(signer=world.key(OUTSIDER)).result

    assert (result.penalty, result.interest, result.principal) == (
        eur("0.00"), eur("58.00"), eur("1500.00"),
    )  # fmt: skip
    assert (result.amount, result.left) == (eur("1558.00"), eur("4500.00"))
    assert world.balance(BANK_A) == before + eur("1558.00")


@pytest.mark.parametrize("signature", [False, True])
def test_the_payoff_of_a_day_ends_the_debt_on_it(lending, signature):
    """To the unit; what exceeds it is not taken."""
    loan, world = lending.drawn(), lending.world
    payoff = world.hub.loans.quote(loan, "2027-02-10").payoff
    world.go_to(date(2027, 2, 10))
    act = lending.borrower.loans.repay(loan, payoff + eur("100.00"))
    assert act.words() == (
        f"Pay up to {payoff + eur('100.00')} on loan {loan[:10]}… of party 5 to party 2"
    )
    act = act.by_signature() if signature else act
    result = act.submit(signer=world.key(OUTSIDER) if signature else None).result

    assert (result.amount, result.left) == (payoff, eur("0.00"))
    assert lending.bank.loans.get(loan).closed
    with pytest.raises(refusals.NothingOwedOn):
        lending.borrower.loans.repay(loan, eur("1.00")).submit()


@pytest.mark.parametrize("prepayment", lm.Prepayment)
def test_a_loan_is_closed_once_all_came_back(lending, prepayment):
    """By whichever rule it was paid ahead; one that paid nothing out is not."""
    payouts = lt.PayoutList([(lending.payee, 100)])
    milestones = (
        lt.Milestone(amount=eur("1.00"), payees=payouts.root),
        lending.milestone("6000.00"),
    )
    loan = lending.drawn(prepayment=prepayment, milestones=milestones)
    loans = lending.bank.loans
    assert not loans.get(loan).closed
    loans.release(loan, 1).submit()
    assert not loans.get(loan).closed
    lending.borrower.loans.repay(loan, eur("6000.00")).submit()

    assert loans.get(loan).closed


# Default


def test_default_is_marked_when_the_terms_say_and_lifted_by_the_lender(lending):
    """Not a day earlier, by nobody else."""
    loan, world = lending.drawn(), lending.world
    last = date(2027, 2, 28) + timedelta(days=60)
    world.go_to(last)
    mark = world.hub.loans.mark_default(loan)
    with pytest.raises(refusals.DefaultTooEarly):
        mark.submit()
    with pytest.raises(refusals.NotDefaulted):
        lending.bank.loans.lift_default(loan).submit()
    world.go_to(last + timedelta(days=1))
    assert mark.words() == (
        f"Mark loan {loan[:10]}… of party 5 to party 2 in default: all of it becomes due, now "
        "6168.51 EUR"
    )
    debt = mark.submit().result

    found = lending.bank.loans.get(loan)
    assert found.defaulted
    assert found.quote.due == found.quote.payoff == debt
    with pytest.raises(refusals.NotLender):
        world.as_(6).loans.lift_default(loan).submit()
    lending.bank.loans.lift_default(loan).by_signature().submit(signer=world.key(OUTSIDER))
    assert not lending.bank.loans.get(loan).defaulted
    assert whats(lending.bank.loans.statement(loan))[-2:] == ["default", "default"]


# Statements


def test_a_statement_that_differs_is_not_given(lending, monkeypatch):
    """A balance that the contract does not have would be worse than none."""
    loan = lending.drawn()
    lending.borrower.loans.repay(loan, eur("100.00")).submit()
    monkeypatch.setattr(module.lm, "pay", lambda terms, state, amount: lm.collect(terms, state, 1))
    with pytest.raises(SilklineError, match=r"statement of loan 0x.* the contract says"):
        lending.bank.loans.statement(loan)


def test_a_statement_has_every_event_with_balances(lending):
    """Drawing, instalments, payments late and early, with penalty, a refund, the end."""
    loan, world = lending.drawn(), lending.world
    payee = world.as_(TIER2)
    payee.deposits.approve("Loans", None, "EUR").submit()
    payee.loans.refund(loan, 0, eur("400.00")).submit()
    world.go_to(date(2027, 2, 28))
    lending.bank.loans.collect(loan).submit()
    world.go_to(date(2027, 4, 20))
    lending.borrower.loans.repay(loan, eur("500.00")).submit()
    lending.bank.loans.collect(loan).submit()
    world.go_to(date(2027, 7, 1))
    payoff = lending.bank.loans.quote(loan).payoff
    lending.borrower.loans.repay(loan, payoff).submit()
    found = lending.bank.loans.statement(loan)

    assert whats(found) == [
        "opened", "released", "refunded", "due", "paid", "due", "paid", "paid", "due", "due",
        "paid",
    ]  # fmt: skip
    assert found.entries[1].balance.principal == eur("6000.00")
    assert found.entries[2].balance.payoff == eur("5600.00")
    due = found.entries[3]
    assert (due.day, due.event, due.text) == (
        date(2027, 2, 28), None, "instalment 1: 54.14 EUR interest, 1400.00 EUR principal",
    )  # fmt: skip
    assert (due.amount, due.balance.due) == (eur("1454.14"), eur("1454.14"))
    assert found.entries[6].text.startswith(f"by {world.chain.accounts[TIER1]}: ")
    assert "penalty" in found.entries[6].text
    assert found.balance.payoff == eur("0.00")
    assert found.entries[-1].amount == payoff
    paid = sum((e.amount for e in found.entries if e.what == "paid"), eur("0.00"))
    interest = paid - eur("5600.00")
    assert interest > eur("0.00")
    assert world.balance(BANK_A) == eur("300000.00") + interest


def test_a_statement_prints_and_exports(lending):
    """As a table, as CSV and as JSON, all with the same figures."""
    loan = lending.drawn()
    lending.world.go_to(date(2027, 3, 1))
    found = lending.bank.loans.statement(loan)
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))

    assert json.loads(found.to_json())["entries"] == rows
    assert [row["what"] for row in rows] == ["opened", "released", "due"]
    assert rows[-1]["payoff"] == "6058.00"
    lines = found.render().splitlines()
    assert lines[0] == f"loan {loan}, EUR"
    assert lines[1].split() == [
        "day", "what", "amount", "principal", "interest", "penalty", "due", "payoff",
    ]  # fmt: skip
    assert len(lines) == 2 + len(rows)
    assert found.balance.interest == eur("59.00")


def test_a_statement_has_what_stands_behind_the_loan(lending):
    """Reserve, covers, freezes, pledged notes and the chunks of a list."""
    world = lending.world
    cover = lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("10.00"), fee=eur("2"))
    payouts = lt.PayoutList([(lending.payee, 150), (world.chain.accounts[OUTSIDER], 250)], 1)
    milestone = lt.Milestone(amount=eur("4.00"), payees=payouts.root)
    made = lending.agreed(covers=(cover,), reserved=True, milestones=(milestone,))
    for one in (lending.bank, lending.borrower):
        one.deposits.approve("Loans", None, "EUR").submit()
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    loan = lending.bank.loans.open(made, signed).submit().result
    world.hub.loans.freeze(loan, True, DOCUMENT).submit()
    world.hub.loans.freeze(loan, False, DOCUMENT).submit()
    note = world.confirmed()
    lending.borrower.collateral.pledge(loan, note).submit()
    lending.bank.loans.release(loan, 0).submit()
    world.hub.deposits.set_freeze(lending.payee, True, DOCUMENT, "EUR").submit()
    lending.bank.loans.pay_out_list(loan, 0, payouts)
    found = lending.bank.loans.statement(loan)

    assert whats(found) == [
        "opened", "covered", "reserve", "frozen", "unfrozen", "pledged", "released",
        "reserve", "released", "reserve", "released",
    ]  # fmt: skip
    assert found.entries[1].amount == eur("2.00")
    assert found.entries[5].amount == eur("120000.00")
    parked = "milestone 0: chunk 0 paid, 1.50 EUR of it parked"
    assert parked in [entry.text for entry in found.entries]
    assert found.balance.principal == eur("4.00")


def test_a_floating_loan_is_stated_by_what_was_recorded(lending):
    """Each value counts from its reset day on, as in the contract."""
    world, index = lending.world, sl.Index("ESTR", (AUDITOR,), 1)
    floating = lt.FloatingRate(
        index=index.id, spread="1 %", first_reset="2027-01-10", reset_months=1
    )
    loan = lending.drawn(floating=floating)
    for day, rate in (("2027-01-05", "3 %"), ("2027-02-03", "8.5 %"), ("2027-03-10", "-4 %")):
        world.go_to(date.fromisoformat(day))
        valid = world.chain.time + 999
        signed = world.hub.fixings.sign(index, day, rate, valid_until=valid, signer=KEYS[AUDITOR])
        world.hub.fixings.record(index, [signed]).submit()
    world.go_to(date(2027, 6, 1))
    lending.borrower.loans.repay(loan, eur("3000.00")).submit()
    world.go_to(date(2027, 6, 15))
    found = lending.bank.loans.statement(loan)

    assert found.balance.payoff == lending.bank.loans.quote(loan).payoff
    assert lending.bank.loans.get(loan).arithmetic.floating
    assert whats(found).count("due") == 4


def test_an_amended_loan_is_stated_through(lending):
    """From the first terms to the last, whoever asks."""
    loan, world = lending.drawn(), lending.world
    world.go_to(date(2027, 3, 10))
    made = lending.agreed(
        amends=loan, rate="3 %", first_due="2027-04-30", salt=2, draw_deadline="2027-03-15",
        purpose="SUPP",
    )  # fmt: skip
    lending.bank.loans.amend(loan, made, [lending.borrower.loans.sign(made)]).submit()
    world.go_to(date(2027, 5, 5))
    lending.bank.loans.collect(loan).submit()
    stranger = sl.connect(world.chain.url, deployment=world.hub.deployment)
    found = stranger.loans.statement(loan)

    assert whats(found) == ["opened", "released", "due", "amended", "due", "paid"]
    assert found.entries[3].text == f"new terms {made.hash}"
    assert found.balance.payoff == stranger.loans.quote(loan).payoff
    assert stranger.loans.get(loan).purpose == "SUPP"


def test_a_statement_has_what_guarantors_and_notes_paid(lending):
    """The debt does not fall when a guarantor pays; it falls when the borrower or a note does."""
    world = lending.world
    with_guarantors(world)
    cover = lt.Cover(guarantor=sl.PartyId(SECOND), share="50 %", cap=eur("500.00"))
    terms = {"covers": (cover,), "days_to_default": 5, "grace_days": 0}
    loan = drawn(world, SECOND, **terms, proceeds_to_principal=True)
    note = world.confirmed()
    other = world.confirmed(0xF2, "500.00")
    lending.borrower.collateral.pledge(loan, note, other).submit()
    world.go_to(date(2027, 3, 6))
    world.hub.loans.mark_default(loan).submit()
    world.hub.guarantees.call_loan_cover(loan, SECOND).submit()
    before = world.hub.loans.statement(loan)
    world.paid(note)
    world.hub.collateral.redeem(loan, note).submit()
    world.hub.collateral.release(loan).submit()
    found = world.hub.loans.statement(loan)

    assert whats(before)[-2:] == ["default", "cover"]
    assert before.entries[-1].amount == eur("500.00")
    assert before.entries[-1].balance == before.entries[-2].balance
    assert whats(found)[len(before.entries) :] == [
        "due", "proceeds", "paid", "cover", "proceeds", "pledge ended",
    ]  # fmt: skip
    assert found.balance.payoff == eur("0.00")
    assert world.hub.loans.get(loan).covered
