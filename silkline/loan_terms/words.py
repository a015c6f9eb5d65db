"""Terms of a loan in words: what lender, borrower and guarantors bind themselves to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from silkline.chain.connection import Connection
from silkline.dates import date_of
from silkline.domain import party, short, when
from silkline.ids import PartyId
from silkline.loan_math import DayCount, LoanTerms, Method, Prepayment
from silkline.loan_terms.sheet import percent
from silkline.tokens import Token, token_known

__all__ = ["terms_words", "words_in"]

_DAY_COUNTS: Final = {
    DayCount.ACT_360: "ACT/360",
    DayCount.ACT_365F: "ACT/365F",
    DayCount.THIRTY_E_360: "30E/360",
}
_METHODS: Final = {
    Method.BULLET: "in one sum with all interest",
    Method.INTEREST_ONLY: "with the last instalment, interest with each",
    Method.EQUAL_PRINCIPAL: "in equal parts of the principal and interest",
    Method.ANNUITY: "in equal instalments of principal and interest",
}
_PREPAYMENTS: Final = {
    Prepayment.SHORTER: "fewer instalments",
    Prepayment.SMALLER: "smaller instalments",
}


def terms_words(connection: Connection, fields: Mapping[str, Any]) -> str:
    """
    Say what terms bind their signers to.

    Raises:
        BadInput: The currency of the loan's token is not known.
    """
    return words_in(token_known(connection, fields["token"]), fields)


def words_in(token: Token, fields: Mapping[str, Any]) -> str:
    """Say what the terms of a loan in *token* bind their signers to."""
    terms = LoanTerms.from_chain(fields)
    parts = [
        _sum(token, fields),
        _interest(terms, fields),
        _repayment(terms),
        _lateness(terms),
        f"principal paid ahead makes {_PREPAYMENTS[terms.prepayment]}",
        *_costs(token, fields),
        *_rest(fields),
    ]
    return "; ".join(parts) + f"; counts until {when(int(fields['deadline']))}"


def _lateness(terms: LoanTerms) -> str:
    return (
        f"{terms.grace_days} days of grace, then {percent(terms.penalty_rate)} a year on what is "
        f"overdue, since it fell due; default after {terms.days_to_default} days past due"
    )


def _sum(token: Token, fields: Mapping[str, Any]) -> str:
    lender, borrower = (party(PartyId(int(fields[who]))) for who in ("lender", "borrower"))
    until = date_of(int(fields["drawDeadline"]))
    source = "set aside at opening" if fields["reserved"] else "from the lender's account when due"
    return (
        f"{lender} lends {borrower} up to {token.money(int(fields['commitment']))}, paid out "
        f"{source} in {fields['milestones']} milestones ({short(fields['milestonesRoot'])}) "
        f"until {until}"
    )


def _interest(terms: LoanTerms, fields: Mapping[str, Any]) -> str:
    base = f"interest at {percent(terms.rate)} a year ({_DAY_COUNTS[terms.day_count]})"
    if not terms.floating:
        return base
    return (
        f"{base}, from {date_of(terms.first_reset)} {_every(terms.reset_months, 'month')} that of "
        f"index {short(fields['index'])} plus {percent(terms.spread)}, at least "
        f"{percent(terms.floor)}"
    )


def _repayment(terms: LoanTerms) -> str:
    unit = "day" if terms.in_days else "month"
    ends = ", at ends of months" if terms.end_of_month else ""
    first = f", the first {terms.interest_only} of interest only" if terms.interest_only else ""
    times = f"{terms.instalments} times from {date_of(terms.first_due)}"
    every = f" {_every(terms.interval, unit)}" if terms.instalments > 1 else ""
    return f"repaid {times}{every}{ends}{first}, {_METHODS[terms.method]}"


def _every(count: int, unit: str) -> str:
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"


def _costs(token: Token, fields: Mapping[str, Any]) -> list[str]:
    """Say who is paid a fee, and who answers for the loan."""
    said = []
    if int(fields["fee"]):
        said.append(f"fee {token.money(int(fields['fee']))} to {fields['feePayee']} at opening")
    for cover in fields["covers"]:
        said.append(
            f"{party(PartyId(int(cover['guarantor'])))} covers {percent(int(cover['share']))} of "
            f"a shortfall, up to {token.money(int(cover['cap']))}, for "
            f"{token.money(int(cover['fee']))}"
        )
    return said


def _rest(fields: Mapping[str, Any]) -> list[str]:
    said = []
    if fields["lined"]:
        said.append("within the borrower's line")
    if fields["proceedsToPrincipal"]:
        said.append("proceeds of pledged notes pay principal ahead")
    amends = short(fields["amends"])
    if amends != "none":
        said.append(f"in place of the terms of loan {amends}")
    return [*said, f"agreement {short(fields['agreementHash'])}"]
