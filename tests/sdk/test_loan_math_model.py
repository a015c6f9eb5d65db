"""
The arithmetic of loans beside a model in fractions that goes day by day.

├── the plan is that of exact powers, to the unit
└── after any history every figure agrees: releases, payments, collections, refunds, defaults,
    new terms
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from silkline import loan_math as lm
from silkline.dates import date_of
from tests.model.loan_model import LoanModel
from tests.sdk.loans import (
    AMOUNTS,
    FIXINGS,
    OPENED,
    STEPS,
    both,
    figures,
    happen,
    happen_in_model,
    loan_terms,
    rounded_plan,
    sized,
    wire,
)


def assert_same(terms: lm.LoanTerms, state: lm.LoanState, model: LoanModel) -> None:
    """Compare all that is stored, and all that is owed."""
    assert figures(lm.account(terms, state)) == model.quote()
    assert (state.base, state.recast) == (model.base, model.recast)
    assert (state.billed, state.overdue) == (model.billed, model.overdue)
    assert Fraction(state.accrued, terms.scale) == model.accrued
    assert Fraction(state.penalty, terms.scale) == model.penalty
    assert (date_of(state.oldest) if state.oldest else None) == model.oldest


@settings(max_examples=80)
@given(loan_terms(), FIXINGS, AMOUNTS, STEPS)
def test_any_history_comes_to_the_models_figures(terms, fixings, drawn, steps):
    """Whatever happens on whatever days, the twin and day-by-day fractions agree (T50, T52)."""
    state, model = both(terms, fixings)
    state = lm.release(state, drawn)
    model.release(drawn)
    for kind, days, amount in steps:
        state = lm.roll(terms, state, state.day + days, fixings)
        model.live_to(date_of(state.day))
        assert_same(terms, state, model)
        amount = sized(terms, state, kind, amount)
        state = happen(terms, state, kind, amount)
        happen_in_model(model, kind, amount)
        assert_same(terms, state, model)


@settings(max_examples=60)
@given(loan_terms(), loan_terms(), FIXINGS, AMOUNTS, st.integers(0, 200), STEPS)
def test_new_terms_carry_what_the_model_carries(terms, new, fixings, drawn, late, steps):
    """Interest, billed amounts and the day count's change agree after an amendment."""
    state, model = both(terms, fixings)
    state = lm.roll(terms, lm.release(state, drawn), OPENED + late, fixings)
    model.release(drawn)
    model.live_to(date_of(state.day))
    new = replace(new, first_due=new.first_due + late)

    state = lm.amend(terms, new, state)
    model.plan = rounded_plan(new)
    model.amend(wire(new))
    assert_same(new, state, model)
    for kind, days, amount in steps:
        state = lm.roll(new, state, state.day + days, fixings)
        model.live_to(date_of(state.day))
        amount = sized(new, state, kind, amount)
        state = happen(new, state, kind, amount)
        happen_in_model(model, kind, amount)
        assert_same(new, state, model)


@settings(max_examples=300)
@given(loan_terms(floating=False), st.integers(1, 10**15), st.data())
def test_the_plan_is_that_of_exact_powers(terms, base, data):
    """Powers rounded to 27 decimals move a planned amount by at most one unit."""
    recast = data.draw(st.integers(terms.interest_only, terms.instalments))
    number = data.draw(st.integers(0, terms.instalments))
    _, model = both(terms, [])
    model.base, model.recast, model.plan = base, recast, model.exact_plan

    planned = lm.planned(terms, base, recast, number)
    assert abs(planned - model.fallen(number)) <= (terms.method is lm.Method.ANNUITY)
