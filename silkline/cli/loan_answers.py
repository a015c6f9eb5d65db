"""Loans as commands answer them: one as JSON, those of a party as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from silkline.cli.answers import plain, say, table

if TYPE_CHECKING:
    from silkline.cli.session import Session
    from silkline.loans import Involved, Loan, Milestone

__all__ = ["list_of_party", "loan_answer", "milestone_answer"]


def loan_answer(found: Loan) -> dict[str, Any]:
    """Return a loan as JSON has it."""
    return {
        "loan": found.id,
        "terms_hash": found.terms_hash,
        "lender": found.lender,
        "borrower": found.borrower,
        "purpose": found.purpose or None,
        "commitment": found.commitment,
        "reserve": found.reserve,
        "closed": found.closed,
        "frozen": found.frozen,
        "defaulted": found.defaulted,
        "covered": found.covered,
        "covers": found.covers,
        "milestones": [milestone_answer(one) for one in found.milestones],
        "quote": found.quote,
    }


def milestone_answer(one: Milestone) -> dict[str, Any]:
    """Return a milestone as JSON has it."""
    return {
        "index": one.index,
        "amount": one.amount,
        "payees": one.payees,
        "is_list": one.is_list,
        "condition": one.condition.words() if one.condition else None,
        "deadline": one.deadline,
        "released": one.released,
        "paid": one.paid,
        "state": one.state,
    }


def list_of_party(session: Session, party: int, lender: int | None, borrower: int | None) -> None:
    """Print the loans of a party as they stand; only those of the sides that are named."""
    found = [
        one
        for one in session.client().loans.of(party)
        if lender in (None, int(one.opened.lender)) and borrower in (None, int(one.opened.borrower))
    ]
    if session.as_json:
        return say({"loans": [_involved_answer(one) for one in found]})
    columns = {"Loan": "left", "As": "left", "Lender": "right", "Borrower": "right"}
    columns |= {"Principal": "right", "Due": "right", "Milestones": "left", "State": "left"}
    return table(columns, (_involved_row(one) for one in found))


def _involved_answer(one: Involved) -> dict[str, Any]:
    answer = loan_answer(one.loan) if one.loan else None
    return {**plain(one.opened), "roles": one.roles, "as_it_stands": answer}


def _involved_row(one: Involved) -> tuple[object, ...]:
    start = (one.opened.loan, ", ".join(one.roles), one.opened.lender, one.opened.borrower)
    if one.loan is None:
        return (*start, "", "", "", "its terms are not known here")
    quote, milestones = one.loan.quote, one.loan.milestones
    shown = ", ".join(f"{m.index} {m.state}" for m in milestones) or "not known here"
    return (*start, quote.principal, quote.due, shown, _state(one.loan))


def _state(loan: Loan) -> str:
    """Return in a word or two how a loan stands."""
    states = {"in default": loan.defaulted, "frozen": loan.frozen, "paid back": loan.closed}
    late = loan.quote.days_past_due
    states[f"{late} days past due"] = late > 0
    return ", ".join(words for words, holds in states.items() if holds) or "in order"
