"""
A loan as its parties agree on it: dates, money, percentages and names.

Nothing here is a base unit or a day number yet; ``silkline.loan_terms.agreement`` makes the
terms of it that are signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from silkline.dates import Day, Moment, day_number
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_math import DayCount, LoanTerms, Method, Prepayment
from silkline.loan_math.terms import MILLION
from silkline.money import Money

__all__ = [
    "Cover",
    "FloatingRate",
    "Milestone",
    "Percent",
    "TermSheet",
    "named",
    "percent",
    "ppm",
]

Percent = Decimal | str
"""A rate or a share: text with its sign such as ``"4.35 %"``, or a Decimal (0.0435 is 4.35 %)."""

_T = TypeVar("_T")
_PERCENT: Final = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,8})?) ?%", re.ASCII)


def named(name: str, read: Callable[[_T], int], value: _T) -> int:
    """Return what *read* makes of *value*; raises its ``BadInput`` with the name of the field."""
    try:
        return read(value)
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from None


def ppm(value: Percent) -> int:
    """
    Return a percentage in parts per million, exactly.

    Raises:
        BadInput: It has no percent sign, is no Decimal, or is finer than 0.0001 %.

    >>> ppm("4.35 %"), ppm(Decimal("0.0435"))
    (43500, 43500)
    """
    given: object = value
    match = _PERCENT.fullmatch(given) if isinstance(given, str) else None
    if match:
        parts = Decimal(match[1]).scaleb(4)
    elif isinstance(given, Decimal) and given.is_finite():
        parts = given.scaleb(6)
    else:
        raise BadInput(f"{given!r} is no percentage; write '4.35 %', or Decimal('0.0435')")
    if parts != parts.to_integral_value():
        raise BadInput(f"{value} is finer than 0.0001 %")
    return int(parts)


def percent(parts: int) -> str:
    """
    Return parts per million as a percentage, as ``ppm`` reads it.

    >>> percent(43_500)
    '4.35 %'
    """
    sign, size = "-" if parts < 0 else "", abs(parts)
    whole, rest = divmod(size, MILLION // 100)
    return f"{sign}{whole}.{rest:04}".rstrip("0").rstrip(".") + " %"


@dataclass(frozen=True, kw_only=True)
class FloatingRate:
    """An interest that follows a reference rate."""

    index: str
    """Id of the reference rate: 32 bytes in hex."""
    spread: Percent
    """Added to each fixing; may be negative."""
    first_reset: Day
    """First day of which the fixing counts."""
    reset_months: int
    """Months from one such day to the next."""
    floor: Percent = "0 %"
    """Least rate that comes of it."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A guarantor's part in the loan."""

    guarantor: PartyId
    share: Percent
    """Part of a shortfall that it covers."""
    cap: Money
    """Most that it ever pays."""
    fee: Money | None = None
    """Paid to it by the borrower at opening."""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A part of the loan, and to whom and on what condition it is paid."""

    amount: Money
    payees: str
    """The account that is paid, or the root of a payout list (32 bytes in hex)."""
    condition: str | None = None
    """Contract that says whether it may be released; None for no condition."""
    config: str = "0x"
    """What the condition needs to know, in hex."""
    deadline: Day | None = None
    """Last day on which it may be released; None for the draw deadline."""


@dataclass(frozen=True, kw_only=True)
class TermSheet:
    """All terms of a loan; those with a default may be left out of a file."""

    lender: PartyId
    borrower: PartyId
    commitment: Money
    """Most that is ever drawn."""
    draw_deadline: Day
    """Last day on which money is paid out."""
    rate: Percent
    """For one year; where it floats, before the first fixing and for the annuity's plan."""
    day_count: DayCount
    method: Method
    first_due: Day
    instalments: int
    interval: int
    """Months, or days where ``in_days``, from one due day to the next."""
    days_to_default: int
    """Days past due after which default may be marked."""
    milestones: tuple[Milestone, ...]
    """Parts in which it is paid out, 1 to 64."""
    agreement_hash: str
    """SHA-256 of the loan agreement, in hex."""
    salt: int
    """Makes equal terms two loans."""
    deadline: Moment
    """Last second at which the signatures count."""
    in_days: bool = False
    end_of_month: bool = False
    """Whether due days are last days of months if the first one is."""
    interest_only: int = 0
    """First instalments that are of interest alone."""
    grace_days: int = 0
    """Days past due for which no penalty is payable."""
    penalty_rate: Percent = "0 %"
    """For one year, on what is overdue, besides the interest."""
    prepayment: Prepayment = Prepayment.SHORTER
    floating: FloatingRate | None = None
    fee: Money | None = None
    """Paid by the borrower to ``fee_payee`` at opening."""
    fee_payee: str | None = None
    covers: tuple[Cover, ...] = ()
    """Of guarantors, at most four."""
    reserved: bool = False
    """Whether the commitment is set aside at opening."""
    lined: bool = False
    """Whether what is drawn uses the borrower's line with the lender."""
    proceeds_to_principal: bool = False
    """Whether proceeds of pledged notes beyond what is due pay principal ahead."""
    purpose: str = ""
    """ISO 20022 external purpose code of four letters, such as ``SUPP``."""
    evidence_root: str | None = None
    """Root of the documents behind the loan, 32 bytes in hex."""
    utc_offset: int = 0
    """Quarter hours that the loan's calendar is ahead of UTC."""
    amends: str | None = None
    """Id of the loan that these terms amend; None for first terms."""

    def loan_terms(self) -> LoanTerms:
        """
        Return the terms that the arithmetic goes by.

        Raises:
            BadInput: A field cannot be read; the message begins with its name.
        """
        floats = self.floating
        resets: dict[str, int] = {}
        if floats:
            resets = {
                "spread": named("floating.spread", ppm, floats.spread),
                "floor": named("floating.floor", ppm, floats.floor),
                "first_reset": named("floating.first_reset", day_number, floats.first_reset),
                "reset_months": floats.reset_months,
            }
        return LoanTerms(
            rate=named("rate", ppm, self.rate),
            day_count=self.day_count,
            method=self.method,
            first_due=named("first_due", day_number, self.first_due),
            instalments=self.instalments,
            interval=self.interval,
            in_days=self.in_days,
            end_of_month=self.end_of_month,
            interest_only=self.interest_only,
            grace_days=self.grace_days,
            penalty_rate=named("penalty_rate", ppm, self.penalty_rate),
            days_to_default=self.days_to_default,
            prepayment=self.prepayment,
            floating=floats is not None,
            **resets,
        )
