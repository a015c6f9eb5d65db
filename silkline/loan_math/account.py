"""
The account of a loan: what a day, a payment, a release or new terms make of it.

Every function takes a state and returns another; nothing is divided before it is due or quoted,
so neither asking nor splitting a payment changes what is owed. ``roll`` brings a state to a day;
all the others work on the state as of its own day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from silkline.errors import BadInput
from silkline.loan_math.days import day_count_days, due_day, dues_by, ppm_days
from silkline.loan_math.plan import planned
from silkline.loan_math.terms import (
    MAX_ACCRUED,
    MAX_AMOUNT,
    MAX_PENALTY,
    Fixing,
    LoanState,
    LoanTerms,
    Method,
    Payment,
    Prepayment,
    Quote,
)

__all__ = [
    "account",
    "amend",
    "collect",
    "lift_default",
    "mark_default",
    "pay",
    "quote",
    "refund",
    "release",
    "roll",
]


def roll(terms: LoanTerms, state: LoanState, day: int, fixings: Sequence[Fixing] = ()) -> LoanState:
    """
    Return the loan on *day* if nothing else happens until then.

    On each due day the interest so far is billed, rounded up, and the instalment's principal
    falls due; the last instalment makes all of it due. Path independent: stopping on the way
    changes nothing. Where nothing is owed, only the day changes, and how many have fallen due.

    Args:
        terms: The terms in force.
        state: The loan as it stands.
        day: Day number, not before the state's.
        fixings: What was recorded of the index, in order of days.

    Raises:
        BadInput: *day* lies before the state's.
    """
    if day < state.day:
        raise BadInput(f"a loan does not go back: it stands at day {state.day}, asked for {day}")
    dues = dues_by(terms, day)
    if not (state.principal or state.billed or state.accrued):
        return replace(state, day=day, dues=dues)
    for number in range(state.dues + 1, dues + 1):
        state = _accrued(terms, state, due_day(terms, number), fixings)
        state = _fallen_due(terms, state, number)
    return _accrued(terms, state, day, fixings)


def _accrued(terms: LoanTerms, state: LoanState, day: int, fixings: Sequence[Fixing]) -> LoanState:
    """Add interest and penalty up to *day*, undivided; what a word cannot hold is left out."""
    interest = state.principal * ppm_days(terms, state.day, day, fixings)
    late = state.billed + _principal_due(state) if state.oldest else 0
    days = day_count_days(terms.day_count, state.day, day)
    return replace(
        state,
        accrued=min(state.accrued + interest, MAX_ACCRUED),
        penalty=min(state.penalty + late * terms.penalty_rate * days, MAX_PENALTY),
        day=day,
    )


def _fallen_due(terms: LoanTerms, state: LoanState, number: int) -> LoanState:
    """Bill the interest of the period that ends with instalment *number*, and its principal."""
    state = _billed(terms, state)
    overdue = state.principal
    if number < terms.instalments:
        overdue = min(overdue, state.overdue + _part(terms, state, number))
    oldest = state.oldest or (state.day if state.billed + overdue else 0)
    return replace(state, overdue=overdue, oldest=oldest, dues=number)


def _billed(terms: LoanTerms, state: LoanState) -> LoanState:
    """Let what has accrued fall due, rounded up; what a word cannot hold is left out."""
    billed = min(state.billed + _up(state.accrued, terms.scale), MAX_AMOUNT)
    return replace(state, billed=billed, accrued=0)


def _part(terms: LoanTerms, state: LoanState, number: int) -> int:
    """Return the principal of one instalment by the plan as it is now."""
    before = planned(terms, state.base, state.recast, number - 1)
    return planned(terms, state.base, state.recast, number) - before


def account(terms: LoanTerms, state: LoanState) -> Quote:
    """Return what is owed on the state's own day; what the borrower owes is rounded up."""
    penalty, accrued = _penalty_due(terms, state), _up(state.accrued, terms.scale)
    billed, principal_due = state.billed, _principal_due(state)
    if _all_due(terms, state):
        billed, accrued = billed + accrued, 0
    return Quote(
        penalty=penalty,
        billed=billed,
        accrued=accrued,
        overdue=principal_due,
        principal=state.principal,
        due=penalty + billed + principal_due,
        payoff=penalty + billed + accrued + state.principal,
        days_past_due=state.day - state.oldest if state.oldest else 0,
    )


def quote(terms: LoanTerms, state: LoanState, day: int, fixings: Sequence[Fixing] = ()) -> Quote:
    """Return what is owed on *day* if nothing happens until then; errors as for ``roll``."""
    return account(terms, roll(terms, state, day, fixings))


def _penalty_due(terms: LoanTerms, state: LoanState) -> int:
    """Return the payable penalty, rounded up: none within the days of grace."""
    late = state.oldest and state.day > state.oldest + terms.grace_days
    return _up(state.penalty, terms.scale) if late else 0


def _principal_due(state: LoanState) -> int:
    """Return the principal that is due: after the mark of default all of it."""
    return state.principal if state.defaulted else state.overdue


def _all_due(terms: LoanTerms, state: LoanState) -> bool:
    """Tell whether interest is due as it accrues: after the last due day, or in default."""
    return state.defaulted or state.dues == terms.instalments


def pay(terms: LoanTerms, state: LoanState, amount: int) -> Payment:
    """
    Pay on a loan: penalty, billed interest, accrued interest, principal, in this order.

    Args:
        terms: The terms in force.
        state: The loan on the day of the payment (``roll`` brings it there).
        amount: Most to pay, base units; what exceeds the debt is not taken.
    """
    owed = account(terms, state)
    return _paid(terms, state, owed, min(_positive(amount), owed.payoff))


def collect(terms: LoanTerms, state: LoanState, amount: int) -> Payment:
    """
    Take what is due: as ``pay``, but accrued interest and principal only as far as they are due.

    Args:
        terms: The terms in force.
        state: The loan on the day of the collection.
        amount: What is there to be taken, base units; what is not due stays with the borrower.
    """
    owed = account(terms, state)
    return _paid(terms, state, replace(owed, accrued=0), min(_positive(amount), owed.due))


def _paid(terms: LoanTerms, state: LoanState, owed: Quote, amount: int) -> Payment:
    """Pour *amount* down the tiers of what is owed: penalty, interest, principal."""
    penalty = min(amount, owed.penalty)
    interest = min(amount - penalty, owed.billed + owed.accrued)
    billed = min(interest, state.billed)
    accrued, principal = interest - billed, amount - penalty - interest
    after = replace(
        state,
        penalty=max(state.penalty - penalty * terms.scale, 0),
        billed=state.billed - billed,
        accrued=max(state.accrued - accrued * terms.scale, 0),
        overdue=max(state.overdue - principal, 0),
        principal=state.principal - principal,
    )
    if principal > owed.overdue and terms.prepayment is Prepayment.SMALLER:
        after = _planned_anew(terms, after)
    settled = _arrears_after(terms, after)
    return Payment(penalty=penalty, interest=interest, principal=principal, state=settled)


def _planned_anew(terms: LoanTerms, state: LoanState) -> LoanState:
    """Divide what is left by the instalments that are left."""
    return replace(state, base=state.principal, recast=max(terms.interest_only, state.dues))


def _arrears_after(terms: LoanTerms, state: LoanState) -> LoanState:
    """
    Say since when something is overdue, once something was paid, returned or lifted.

    With nothing overdue the penalty ends too: after the days of grace it was paid first, within
    them it is forgiven. While interest is overdue, penalty payable, or principal owed in
    default, the oldest due day stays.
    """
    in_default = state.defaulted and state.principal
    if state.billed or in_default or _penalty_due(terms, state):
        return state
    if not state.overdue:
        return replace(state, oldest=0, penalty=0)
    return replace(state, oldest=max(state.oldest, _reaches_back(terms, state)))


def _reaches_back(terms: LoanTerms, state: LoanState) -> int:
    """
    Return the due day of the oldest instalment of which overdue principal is a part.

    0 where that is not known: principal paid ahead has shortened the plan (whose parts are of
    the whole base) and all that is left is overdue.
    """
    in_parts = terms.method in (Method.EQUAL_PRINCIPAL, Method.ANNUITY)
    shorter = terms.prepayment is Prepayment.SHORTER
    if in_parts and shorter and state.overdue == state.principal:
        return 0
    number = state.dues
    reached = _part(terms, state, number)
    while reached < state.overdue and number > 1:
        number -= 1
        reached += _part(terms, state, number)
    return due_day(terms, number)


def release(state: LoanState, amount: int) -> LoanState:
    """Pay out *amount* to a payee on the state's day: principal and plan grow by it."""
    drawn = _positive(amount)
    return replace(state, principal=state.principal + drawn, base=state.base + drawn)


def refund(terms: LoanTerms, state: LoanState, amount: int) -> LoanState:
    """
    Take back *amount* from a payee on the state's day: principal and plan fall by it.

    After the last due day a refund of all principal bills the accrued interest: no due day comes
    any more that would, and what is never overdue would bear no penalty and lead to no default.

    Raises:
        BadInput: It is more than the principal.
    """
    if _positive(amount) > state.principal:
        raise BadInput(f"refund of {amount} is more than the principal of {state.principal}")
    principal = state.principal - amount
    after = replace(
        state,
        principal=principal,
        base=state.base - min(state.base, amount),
        overdue=min(state.overdue, principal),
    )
    if not principal and state.dues == terms.instalments:
        after = _billed(terms, after)
    return _arrears_after(terms, after)


def mark_default(terms: LoanTerms, state: LoanState) -> LoanState:
    """
    Mark default on the state's day: all principal and the accrued interest become due.

    Raises:
        BadInput: It is too early by the terms, or marked already.
    """
    days = account(terms, state).days_past_due
    if state.defaulted or days <= terms.days_to_default:
        raise BadInput(
            f"default cannot be marked: {days} days past due, more than {terms.days_to_default} "
            f"needed{', and it is marked already' if state.defaulted else ''}"
        )
    return replace(state, defaulted=True)


def lift_default(terms: LoanTerms, state: LoanState) -> LoanState:
    """Take the mark of default away: due is what would be due without it."""
    return _arrears_after(terms, replace(state, defaulted=False))


def amend(old: LoanTerms, new: LoanTerms, state: LoanState) -> LoanState:
    """
    Put new terms in force on the state's day.

    Payable penalty and billed interest stay due, as billed interest and since today; a penalty
    within grace ends. Accrued interest is carried; where the years of the day counts differ, it
    is first rounded up to units. All principal follows the new plan.

    Raises:
        BadInput: The new first due day is not after the state's day.
    """
    if new.first_due <= state.day:
        raise BadInput(f"new first due day {new.first_due} must lie after day {state.day}")
    billed = min(state.billed + _penalty_due(old, state), MAX_AMOUNT)
    accrued = state.accrued
    if new.scale != old.scale:
        accrued = min(_up(accrued, old.scale) * new.scale, MAX_ACCRUED)
    return replace(
        state,
        defaulted=False,
        base=state.principal,
        recast=new.interest_only,
        dues=0,
        accrued=accrued,
        billed=billed,
        overdue=0,
        penalty=0,
        oldest=state.day if billed else 0,
    )


def _up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def _positive(amount: int) -> int:
    if type(amount) is not int or not 0 < amount <= MAX_AMOUNT:
        raise BadInput(f"an amount is an int in 1..{MAX_AMOUNT}, got {amount!r}")
    return amount
