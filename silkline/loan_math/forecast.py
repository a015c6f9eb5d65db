"""What a loan will bring if everything is paid on its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from silkline.dates import date_of
from silkline.loan_math.account import account, collect, roll
from silkline.loan_math.days import due_day
from silkline.loan_math.terms import MAX_AMOUNT, Fixing, LoanState, LoanTerms

if TYPE_CHECKING:
    from silkline.schedules.table import Schedule

__all__ = ["Instalment", "forecast", "schedule_of"]


@dataclass(frozen=True)
class Instalment:
    """One due day: what is due on it, and what is left to pay afterwards; base units."""

    number: int
    """From 1."""
    day: int
    """Day number."""
    interest: int
    principal: int
    left: int
    """Principal after it."""

    @property
    def amount(self) -> int:
        """What is due in all."""
        return self.interest + self.principal


def forecast(
    terms: LoanTerms, state: LoanState, fixings: Sequence[Fixing] = ()
) -> Iterator[Instalment]:
    """
    Yield the instalments that are to come, each paid on its day.

    What is overdue by now is not one of them: it is taken as paid on the state's day.

    Args:
        terms: The terms in force.
        state: The loan as it stands.
        fixings: What is known of the index; later rates are those of the last one.
    """
    state = _cleared(terms, state)
    for number in range(state.dues + 1, terms.instalments + 1):
        due = roll(terms, state, due_day(terms, number), fixings)
        owed = account(terms, due)
        state = _cleared(terms, due)
        yield Instalment(number, due.day, owed.billed, owed.overdue, state.principal)


def _cleared(terms: LoanTerms, state: LoanState) -> LoanState:
    """Return the loan after all that is due was paid."""
    return collect(terms, state, MAX_AMOUNT).state


def schedule_of(
    terms: LoanTerms,
    state: LoanState,
    *,
    currency: str,
    decimals: int,
    fixings: Sequence[Fixing] = (),
) -> Schedule:
    """
    Return what is to come as a schedule, which prints, exports and has a yield.

    Args:
        terms: The terms in force.
        state: The loan as it stands; the schedule begins on its day, with what is not due of its
            principal.
        currency: ISO 4217 code.
        decimals: Decimal places of the loan's token.
        fixings: What is known of the index.
    """
    from silkline.schedules.table import Row, Schedule

    rows = [
        Row(date_of(one.day), one.interest, one.principal, one.left)
        for one in forecast(terms, state, fixings)
    ]
    left = _cleared(terms, state).principal
    return Schedule(currency, decimals, date_of(state.day), left, rows)
