"""Whether terms make sense: what the contract refuses at opening, said by the sheet's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from silkline.errors import BadInput
from silkline.loan_math import (
    MAX_AMOUNT,
    RAY,
    LoanTerms,
    Method,
    due_day,
    period_rate,
)
from silkline.loan_math.terms import MILLION

__all__ = ["check"]

LAST_DAY: Final = 84_005
"""Last day of the year 2199."""
MOST_INSTALMENTS: Final = 600
MOST_COVERS: Final = 4
MOST_MILESTONES: Final = 64
MOST_GROWTH: Final = 26 * RAY
"""Periods x rate of a period up to which the contract works out an annuity's plan."""

Bound = tuple[str, int, int, int]
"""Name of a field, what it says, the least and the most that it may."""


def check(message: Mapping[str, Any], milestones: Sequence[Mapping[str, Any]]) -> None:
    """
    Check terms as far as that is possible without the chain (``LoanTerms.check``).

    Args:
        message: Members of the signed message by name.
        milestones: Members of each milestone by name.

    Raises:
        BadInput: A field is out of its bounds; the message has name, value and bound.
    """
    for bounds in (_amounts, _rates, _schedule, _covers):
        for name, value, least, most in bounds(message):
            if not least <= value <= most:
                raise BadInput(f"{name}: must be in {least}..{most}, got {value}")
    _check_parties(message)
    _check_milestones(message, milestones)


def _amounts(message: Mapping[str, Any]) -> Iterator[Bound]:
    yield "commitment", message["commitment"], 1, MAX_AMOUNT
    yield "fee", message["fee"], 0, message["commitment"]
    yield "milestones", message["milestones"], 1, MOST_MILESTONES
    yield "salt", message["salt"], 0, (1 << 256) - 1
    yield "deadline", message["deadline"], 1, (1 << 256) - 1


def _rates(message: Mapping[str, Any]) -> Iterator[Bound]:
    yield "rate", message["rate"], 0, MILLION
    yield "penalty_rate", message["penaltyRate"], 0, MILLION
    if any(message["index"]):
        yield "floating.spread", message["spread"], -MILLION, MILLION
        yield "floating.floor", message["floor"], 0, MILLION
        yield "floating.first_reset", message["firstReset"], 1, LAST_DAY
        yield "floating.reset_months", message["resetMonths"], 1, 255


def _schedule(message: Mapping[str, Any]) -> Iterator[Bound]:
    terms = LoanTerms.from_chain(message)
    yield "utc_offset", message["offset"], -48, 56
    yield "instalments", terms.instalments, 1, MOST_INSTALMENTS
    yield "draw_deadline", message["drawDeadline"], 0, LAST_DAY
    yield "first_due", terms.first_due, 1, LAST_DAY
    yield "last due day", due_day(terms, terms.instalments), 1, LAST_DAY
    yield "first principal day", _first_principal(terms), message["drawDeadline"] + 1, LAST_DAY
    yield "days_to_default", terms.days_to_default, terms.grace_days, (1 << 16) - 1
    if terms.method is Method.ANNUITY:
        parts = terms.instalments - terms.interest_only
        yield "rate x instalments", period_rate(terms) * parts, 0, MOST_GROWTH


def _first_principal(terms: LoanTerms) -> int:
    """Return the first day on which principal is due: it lies after the last payout."""
    in_parts = terms.method in (Method.EQUAL_PRINCIPAL, Method.ANNUITY)
    return due_day(terms, terms.interest_only + 1 if in_parts else terms.instalments)


def _covers(message: Mapping[str, Any]) -> Iterator[Bound]:
    covers = message["covers"]
    yield "covers", len(covers), 0, MOST_COVERS
    for number, cover in enumerate(covers):
        yield f"covers[{number}].share", cover["share"], 1, MILLION
        yield f"covers[{number}].cap", cover["cap"], 1, MAX_AMOUNT
        yield f"covers[{number}].fee", cover["fee"], 0, MAX_AMOUNT
    yield "covers: shares together", sum(cover["share"] for cover in covers), 0, MILLION


def _check_parties(message: Mapping[str, Any]) -> None:
    """Check that nobody is on two sides, and that a fee has somebody to go to."""
    if message["fee"] and not int(message["feePayee"], 16):
        raise BadInput("fee_payee: a fee needs an account that it is paid to")
    if message["lender"] == message["borrower"]:
        raise BadInput(f"borrower: party {message['borrower']} is the lender")
    seen = {message["lender"]: "the lender", message["borrower"]: "the borrower"}
    for number, cover in enumerate(message["covers"]):
        name, guarantor = f"covers[{number}].guarantor", cover["guarantor"]
        if guarantor in seen:
            raise BadInput(f"{name}: party {guarantor} is {seen[guarantor]}")
        seen[guarantor] = f"the guarantor of covers[{number}]"


def _check_milestones(message: Mapping[str, Any], milestones: Sequence[Mapping[str, Any]]) -> None:
    """Check that milestones pay somebody, in time, and no more than is committed."""
    for number, milestone in enumerate(milestones):
        name = f"milestones[{number}]"
        if not 0 < milestone["amount"] <= MAX_AMOUNT:
            raise BadInput(f"{name}.amount: must be in 1..2**96-1, got {milestone['amount']}")
        if not any(milestone["payees"]):
            raise BadInput(f"{name}.payees: names nobody")
        if milestone["deadline"] > message["drawDeadline"]:
            raise BadInput(
                f"{name}.deadline: day {milestone['deadline']} is after the draw deadline, day "
                f"{message['drawDeadline']}"
            )
    total = sum(milestone["amount"] for milestone in milestones)
    if total > message["commitment"]:
        raise BadInput(f"milestones: come to {total}, commitment is {message['commitment']}")
