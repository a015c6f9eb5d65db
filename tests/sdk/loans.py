"""Loans for tests: terms at random, histories of what happens to them, and the wire's names."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from silkline import loan_math as lm
from silkline.dates import date_of, day_number
from tests.model.loan_model import LoanModel

OPENED = day_number("2027-01-29")
INDEX = b"\1" * 32
RESETS = [OPENED - 29, OPENED, OPENED + 2, OPENED + 30]
"""First reset days: 31 December, 29 and 31 January, 28 February."""


def wire(terms: lm.LoanTerms) -> dict[str, Any]:
    """Return the members of ``ILoans.Terms`` that say the same."""
    return {
        "rate": terms.rate,
        "index": INDEX if terms.floating else bytes(32),
        "spread": terms.spread,
        "floor": terms.floor,
        "firstReset": terms.first_reset,
        "resetMonths": terms.reset_months,
        "dayCount": int(terms.day_count),
        "method": int(terms.method),
        "interestOnly": terms.interest_only,
        "firstDue": terms.first_due,
        "instalments": terms.instalments,
        "interval": terms.interval,
        "inDays": terms.in_days,
        "endOfMonth": terms.end_of_month,
        "graceDays": terms.grace_days,
        "penaltyRate": terms.penalty_rate,
        "daysToDefault": terms.days_to_default,
        "prepayment": int(terms.prepayment),
    }


def rounded_plan(terms: lm.LoanTerms):
    """Return the twin's plan for the model, whose own has exact powers."""
    return lambda base, recast, number: lm.planned(terms, base, recast, number)


def both(terms: lm.LoanTerms, fixings: list[lm.Fixing], opened: int = OPENED):
    """Return a new loan twice: for the twin, and for the model."""
    state = lm.roll(terms, lm.LoanState.opened(terms), opened)
    known = [(date_of(fixing.day), fixing.rate) for fixing in fixings]
    return state, LoanModel(wire(terms), date_of(opened), known, rounded_plan(terms))


def figures(quote: lm.Quote) -> dict[str, int]:
    """Return a quote by the names of ``ILoans.Quote``."""
    named = vars(quote)
    return {**{k: v for k, v in named.items() if "_" not in k}, "daysPastDue": quote.days_past_due}


@st.composite
def loan_terms(draw: Any, floating: bool | None = None) -> lm.LoanTerms:
    """Terms of all kinds, short enough to be reckoned day by day."""
    method = draw(st.sampled_from(lm.Method))
    instalments = 1 if method is lm.Method.BULLET else draw(st.integers(1, 8))
    floats = draw(st.booleans()) if floating is None else floating
    in_days = draw(st.booleans())
    return lm.LoanTerms(
        rate=draw(st.one_of(st.just(0), st.integers(1, 250_000))),
        day_count=draw(st.sampled_from(lm.DayCount)),
        method=method,
        first_due=OPENED + draw(st.integers(1, 70)),
        instalments=instalments,
        interval=draw(st.integers(1, 40) if in_days else st.integers(1, 3)),
        in_days=in_days,
        end_of_month=draw(st.booleans()),
        interest_only=draw(st.integers(0, instalments - 1)),
        grace_days=draw(st.integers(0, 12)),
        penalty_rate=draw(st.integers(0, 200_000)),
        days_to_default=draw(st.integers(0, 40)),
        prepayment=draw(st.sampled_from(lm.Prepayment)),
        floating=floats,
        spread=draw(st.integers(-20_000, 30_000)),
        floor=draw(st.integers(0, 20_000)),
        first_reset=draw(st.sampled_from(RESETS)) if floats else 0,
        reset_months=draw(st.integers(1, 4)) if floats else 0,
    )


FIXING_DAYS = st.builds(
    lambda first, months, beside: lm.add_months(first, months) + beside,
    st.sampled_from(RESETS),
    st.integers(0, 12),
    st.sampled_from([-1, 0, 0, 1, 11]),
)
"""Days on and beside reset days, where it matters when a value was recorded."""
FIXINGS = st.lists(
    st.builds(lm.Fixing, FIXING_DAYS, st.integers(-10_000, 80_000)),
    max_size=6,
    unique_by=lambda fixing: fixing.day,
).map(sorted)

AMOUNTS = st.one_of(st.integers(1, 50), st.integers(1, 10**6), st.integers(1, 10**12))
KINDS = ("pay", "pay", "collect", "collect", "release", "refund", "default", "lift")
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 75), AMOUNTS), min_size=1, max_size=9
)
"""What happens, how many days after the step before, and with how much money."""


def sized(terms: lm.LoanTerms, state: lm.LoanState, kind: str, amount: int) -> int:
    """Return an amount that means something: what is due, a part of the debt, or as it is."""
    owed = lm.account(terms, state)
    if kind not in ("pay", "collect") or not owed.payoff:
        return amount
    interest = owed.penalty + owed.billed + owed.accrued
    ahead = max(owed.payoff - owed.due, 0)
    choices = (
        amount,
        owed.due,
        owed.due + ahead * (amount % 97) // 97,
        owed.payoff * (amount % 89) // 89,
        interest + owed.overdue // 2,
        owed.penalty + owed.billed + owed.overdue // 3,
    )
    return min(max(choices[amount % len(choices)], 1), lm.MAX_AMOUNT)


def happen(terms: lm.LoanTerms, state: lm.LoanState, kind: str, amount: int) -> lm.LoanState:
    """Let one thing happen where it may, and return the loan after it."""
    if kind == "pay":
        return lm.pay(terms, state, amount).state
    if kind == "collect":
        return lm.collect(terms, state, amount).state
    if kind == "release":
        # Nothing is drawn any more once all has fallen due (L-6).
        return lm.release(state, amount) if state.dues < terms.instalments else state
    if kind == "refund":
        amount = min(amount, state.principal)
        return lm.refund(terms, state, amount) if amount else state
    if kind == "lift":
        return lm.lift_default(terms, state)
    late = lm.account(terms, state).days_past_due > terms.days_to_default
    return lm.mark_default(terms, state) if late and not state.defaulted else state


def happen_in_model(model: LoanModel, kind: str, amount: int) -> None:
    """Let the same happen to the model."""
    if kind in ("pay", "collect"):
        model.pay(amount, only_due=kind == "collect")
    elif kind == "release":
        if model.fallen_due < len(model.dues):
            model.release(amount)
    elif kind == "refund":
        if amount := min(amount, model.principal):
            model.refund(amount)
    elif kind == "lift":
        model.lift_default()
    else:
        model.mark_default()


def lived(
    terms: lm.LoanTerms, fixings: list[lm.Fixing], drawn: int, steps: list[tuple[str, int, int]]
) -> lm.LoanState:
    """Return a loan after *drawn* was paid out and *steps* happened to it."""
    state = lm.release(lm.roll(terms, lm.LoanState.opened(terms), OPENED), drawn)
    for kind, days, amount in steps:
        state = lm.roll(terms, state, state.day + days, fixings)
        state = happen(terms, state, kind, sized(terms, state, kind, amount))
    return state
