"""
What holds for every loan, whatever its terms and history.

├── payments  every unit pays something, the senior tier first; splitting changes nothing
├── time      stopping on the way changes nothing; a debt does not fall by itself, nor lies idle
├── payoff    leaves nothing, on any day
├── plan      grows and comes to the base
└── default   marking and lifting leave the accounts as they were
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from silkline import BadInput
from silkline import loan_math as lm
from tests.sdk.loans import AMOUNTS, FIXINGS, STEPS, lived, loan_terms

HISTORIES = st.tuples(loan_terms(), FIXINGS, AMOUNTS, STEPS)
WAITS = st.integers(0, 400)
WAYS = st.sampled_from([lm.pay, lm.collect])


@settings(max_examples=100)
@given(HISTORIES, WAYS, AMOUNTS)
def test_every_unit_of_a_payment_pays_something(history, way, amount):
    """What is taken is penalty, interest and principal, and the debt falls so (T54, T58, I17)."""
    terms, state = history[0], lived(*history)
    owed = lm.account(terms, state)
    paid = way(terms, state, amount)
    room = owed.payoff if way is lm.pay else owed.due

    assert paid.taken == min(amount, room)
    assert 0 <= paid.penalty <= owed.penalty
    assert 0 <= paid.interest <= owed.billed + owed.accrued
    assert 0 <= paid.principal <= owed.principal
    left = lm.account(terms, paid.state)
    assert left.payoff == owed.payoff - paid.taken


@settings(max_examples=100)
@given(HISTORIES, WAYS, AMOUNTS)
def test_no_tier_is_paid_before_the_one_above(history, way, amount):
    """Penalty, billed interest, accrued interest, principal: each after the last (I18, T58)."""
    terms, state = history[0], lived(*history)
    owed, paid = lm.account(terms, state), way(terms, state, amount)

    if paid.interest:
        assert paid.penalty == owed.penalty
    if paid.principal:
        first = owed.billed + (owed.accrued if way is lm.pay else 0)
        assert (paid.penalty, paid.interest) == (owed.penalty, first)


@settings(max_examples=100)
@given(HISTORIES, WAYS, AMOUNTS, AMOUNTS)
def test_splitting_a_payment_changes_nothing(history, way, one, other):
    """Two payments on a day leave what one of both leaves (I16, T51)."""
    terms, state = history[0], lived(*history)
    together, first = way(terms, state, one + other), way(terms, state, one)
    assume(lm.account(terms, first.state).payoff)
    second = way(terms, first.state, other)

    assert second.state == together.state
    assert first.taken + second.taken == together.taken


@settings(max_examples=100)
@given(HISTORIES, WAITS, WAITS)
def test_stopping_on_the_way_changes_nothing(history, wait, more):
    """Rolled to a day by another or at once, a loan is the same to the numerator (I15, T50)."""
    (terms, fixings, _, _), state = history, lived(*history)
    between, end = state.day + wait, state.day + wait + more
    by_another = lm.roll(terms, lm.roll(terms, state, between, fixings), end, fixings)

    assert by_another == lm.roll(terms, state, end, fixings)


@settings(max_examples=100)
@given(HISTORIES, WAITS)
def test_a_debt_does_not_fall_by_itself(history, wait):
    """Without a payment nothing that is owed gets less from day to day (I15)."""
    (terms, fixings, _, _), state = history, lived(*history)
    today = lm.account(terms, state)
    later = lm.quote(terms, state, state.day + wait, fixings)

    for name in ("penalty", "billed", "overdue", "due", "payoff"):
        assert getattr(later, name) >= getattr(today, name)
    assert later.principal == today.principal


@settings(max_examples=100)
@given(HISTORIES, WAITS)
def test_the_payoff_leaves_nothing(history, wait):
    """Paying what a quote of any day says ends the debt for ever, to the numerator (I25, T55)."""
    (terms, fixings, _, _), state = history, lived(*history)
    state = lm.roll(terms, state, state.day + wait, fixings)
    owed = lm.account(terms, state).payoff
    assume(owed)
    paid = lm.pay(terms, state, owed)

    assert paid.taken == owed
    assert lm.account(terms, paid.state).payoff == 0
    ended = (paid.state.principal, paid.state.accrued, paid.state.billed, paid.state.overdue)
    assert (*ended, paid.state.penalty, paid.state.oldest) == (0,) * 6
    assert lm.quote(terms, paid.state, state.day + 500, fixings).payoff == 0
    assert lm.pay(terms, paid.state, 1).taken == 0


@settings(max_examples=100)
@given(HISTORIES, st.integers(0, 60))
def test_whatever_is_owed_after_the_last_due_day_is_late(history, wait):
    """No debt is left that never bears penalty nor leads to default, whatever came back (L-44)."""
    (terms, fixings, _, _), state = history, lived(*history)
    last = lm.due_day(terms, terms.instalments)
    state = lm.roll(terms, state, max(state.day, last) + wait, fixings)
    owed = lm.account(terms, state)
    assert owed.due == owed.payoff
    assert bool(state.oldest) == (owed.payoff > 0)


@settings(max_examples=100)
@given(HISTORIES, AMOUNTS)
def test_nothing_is_collected_before_it_is_due(history, amount):
    """A collection takes what is due and no more; a second one on the day finds nothing (I13)."""
    terms, state = history[0], lived(*history)
    owed = lm.account(terms, state)
    all_of_it = lm.collect(terms, state, lm.MAX_AMOUNT)

    assert all_of_it.taken == owed.due
    assert lm.account(terms, all_of_it.state).due == 0
    assert lm.collect(terms, state, amount).taken <= owed.due


@given(loan_terms(floating=False), st.integers(0, lm.MAX_AMOUNT))
def test_planned_principal_grows_to_the_base(terms, base):
    """No instalment takes principal back, and all together take it once."""
    plan = [lm.planned(terms, base, terms.interest_only, k) for k in range(terms.instalments + 1)]

    assert plan == sorted(plan)
    assert (plan[0], plan[-1]) == (0, base)
    assert not any(plan[: terms.interest_only + 1])


@settings(max_examples=80)
@given(loan_terms(), FIXINGS, AMOUNTS)
def test_instalments_paid_on_their_days_end_the_loan(terms, fixings, drawn):
    """Each is due on its day, their principal comes to what was drawn, and nothing is left."""
    state = lived(terms, fixings, drawn, [])
    rows = list(lm.forecast(terms, state, fixings))

    assert [row.day for row in rows] == [lm.due_day(terms, row.number) for row in rows]
    assert [row.number for row in rows] == list(range(1, terms.instalments + 1))
    assert sum(row.principal for row in rows) == drawn
    assert rows[-1].left == 0


@settings(max_examples=80)
@given(HISTORIES, st.integers(0, 60))
def test_a_mark_lifted_at_once_leaves_no_trace(history, wait):
    """Default makes everything due, and lifted on the same day it was never there (T63)."""
    (terms, fixings, _, _), state = history, lived(*history)
    state = lm.lift_default(terms, lm.roll(terms, state, state.day + wait, fixings))
    owed = lm.account(terms, state)
    assume(owed.days_past_due > terms.days_to_default)
    marked = lm.mark_default(terms, state)

    assert lm.account(terms, marked).due == lm.account(terms, marked).payoff == owed.payoff
    assert lm.lift_default(terms, marked) == state


@settings(max_examples=80)
@given(HISTORIES, WAITS)
def test_a_loan_knows_how_many_instalments_fell_due(history, wait):
    """What is remembered is what the calendar says, and what is stored fits its words."""
    (terms, fixings, _, _), state = history, lived(*history)
    state = lm.roll(terms, state, state.day + wait, fixings)

    assert state.dues == lm.dues_by(terms, state.day)
    assert 0 <= state.overdue <= state.principal <= lm.MAX_AMOUNT


@settings(max_examples=80)
@given(HISTORIES)
def test_default_is_not_marked_too_early_or_twice(history):
    """Until the days of the terms have passed the mark is refused, and so is a second (T63)."""
    terms, state = history[0], lived(*history)
    days = lm.account(terms, state).days_past_due
    assume(state.defaulted or days <= terms.days_to_default)

    with pytest.raises(BadInput, match=rf"{days} days past due, more than {terms.days_to_default}"):
        lm.mark_default(terms, state)


@settings(max_examples=100)
@given(HISTORIES, loan_terms())
def test_new_terms_leave_the_debt_as_it_was(history, new):
    """An amendment on a day changes nothing that is owed, but for a fraction of a unit."""
    terms, state = history[0], lived(*history)
    new = replace(new, first_due=state.day + 1)
    before, amended = lm.account(terms, state), lm.amend(terms, new, state)
    after = lm.account(new, amended)

    assert after.payoff == before.payoff
    assert after.due == after.billed == before.penalty + state.billed
    assert (amended.base, amended.recast) == (state.principal, new.interest_only)
