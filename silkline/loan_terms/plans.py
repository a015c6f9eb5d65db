"""The plan of a loan: what its terms bring if everything goes by them, before anybody signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from silkline import loan_math as lm
from silkline.dates import Day, day_number
from silkline.errors import BadInput
from silkline.loan_terms.agreement import agreement, offline_token
from silkline.loan_terms.sheet import TermSheet

if TYPE_CHECKING:
    from silkline.schedules import Schedule

__all__ = ["plan_of"]


def plan_of(sheet: TermSheet, drawn: Day | None = None) -> Schedule:
    """
    Return what a loan brings if all of it is drawn on one day and everything is paid when due.

    Args:
        sheet: Its terms; where the rate floats, that of the sheet counts throughout.
        drawn: The day; the draw deadline unless given.

    Returns:
        The schedule, in minor units of the currency.

    Raises:
        BadInput: The terms make no sense, or the day is none on which it may be drawn.
    """
    token = offline_token(sheet.commitment.currency)
    message = agreement(sheet, token).message
    day = message["drawDeadline"] if drawn is None else day_number(drawn)
    if day > message["drawDeadline"]:
        raise BadInput(f"drawn {drawn} is after the draw deadline {sheet.draw_deadline}")
    terms = sheet.loan_terms()
    opened = lm.roll(terms, lm.LoanState.opened(terms), day)
    state = lm.release(opened, message["commitment"])
    return lm.schedule_of(terms, state, currency=token.currency, decimals=token.decimals)
