"""
The arithmetic of loans, to the base unit: what is owed on any day, without a node.

The exact twin of ``LoanMath`` (contracts/libraries/LoanMath.sol) and of what ``Loans`` does with
it: integers only, pure functions over frozen dataclasses.

    >>> from silkline import loan_math as lm
    >>> terms = lm.LoanTerms(
    ...     rate=60_000, day_count=lm.DayCount.ACT_360, method=lm.Method.BULLET,
    ...     first_due=20_180, instalments=1,
    ... )
    >>> drawn = lm.release(lm.roll(terms, lm.LoanState.opened(terms), 20_000), 1_000_000)
    >>> lm.quote(terms, drawn, 20_180).payoff
    1030000
"""

from silkline.loan_math.account import (
    account,
    amend,
    collect,
    lift_default,
    mark_default,
    pay,
    quote,
    refund,
    release,
    roll,
)
from silkline.loan_math.days import (
    add_months,
    day_count_days,
    due_day,
    dues_by,
    ppm_days,
    rate_on,
)
from silkline.loan_math.forecast import Instalment, forecast, schedule_of
from silkline.loan_math.plan import RAY, growth, period_rate, planned
from silkline.loan_math.terms import (
    MAX_ACCRUED,
    MAX_AMOUNT,
    MAX_PENALTY,
    DayCount,
    Fixing,
    LoanState,
    LoanTerms,
    Method,
    Payment,
    Prepayment,
    Quote,
)

__all__ = [
    "MAX_ACCRUED",
    "MAX_AMOUNT",
    "MAX_PENALTY",
    "RAY",
    "DayCount",
    "Fixing",
    "Instalment",
    "LoanState",
    "LoanTerms",
    "Method",
    "Payment",
    "Prepayment",
    "Quote",
    "account",
    "add_months",
    "amend",
    "collect",
    "day_count_days",
    "due_day",
    "dues_by",
    "forecast",
    "growth",
    "lift_default",
    "mark_default",
    "pay",
    "period_rate",
    "planned",
    "ppm_days",
    "quote",
    "rate_on",
    "refund",
    "release",
    "roll",
    "schedule_of",
]
