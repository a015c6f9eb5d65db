"""
What the arithmetic of a loan takes and gives: terms, fixings, state, quote, payment.

Amounts are base units of the loan's token, rates parts per million a year, days whole days since
1970-01-01 on the loan's own calendar. The members are those of ``Terms``, ``LoanState`` and
``Quote`` in interfaces/ILoans.sol; of the terms only what the arithmetic needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Final

from silkline.dates import today
from silkline.errors import BadInput

__all__ = [
    "DayCount",
    "Fixing",
    "LoanState",
    "LoanTerms",
    "Method",
    "Payment",
    "Prepayment",
    "Quote",
]

MILLION: Final = 1_000_000
"""Parts of a whole: 100 % a year."""
MAX_AMOUNT: Final = (1 << 96) - 1
"""Largest amount that is stored; interest billed stops there."""
MAX_ACCRUED: Final = (1 << 130) - 1
"""Largest numerator of accrued interest that is stored; it stops there."""
MAX_PENALTY: Final = (1 << 256) - 1
"""Largest numerator of a penalty that is stored; it stops there."""

_BITS: Final = {
    "rate": 32,
    "floor": 32,
    "first_reset": 24,
    "reset_months": 8,
    "interest_only": 16,
    "first_due": 24,
    "instalments": 16,
    "interval": 16,
    "grace_days": 16,
    "penalty_rate": 32,
    "days_to_default": 16,
}
"""Widths of the terms on chain."""
_SPREAD_LIMIT: Final = 1 << 31


class DayCount(IntEnum):
    """How days become parts of a year."""

    ACT_360 = 1
    ACT_365F = 2
    THIRTY_E_360 = 3

    @property
    def year(self) -> int:
        """Days of a year: what the sum of days is divided by."""
        return 365 if self is DayCount.ACT_365F else 360


class Method(IntEnum):
    """How principal comes back."""

    BULLET = 1
    """All on the only due day, with all interest."""
    INTEREST_ONLY = 2
    """Interest on each due day, principal on the last."""
    EQUAL_PRINCIPAL = 3
    """In equal parts once the interest-only periods are over."""
    ANNUITY = 4
    """In growing parts, so that interest and principal together stay equal."""


class Prepayment(IntEnum):
    """What paying principal ahead does to the instalments that are left."""

    SHORTER = 1
    """They stay as they are, and there are fewer."""
    SMALLER = 2
    """As many, but smaller ones."""


@dataclass(frozen=True, kw_only=True)
class LoanTerms:
    """
    The terms that what is owed depends on.

    Checked is what the arithmetic rests on; which terms may be opened is the contract's to say.

    Raises:
        BadInput: A value does not fit its width, or has no meaning; the message names it.
    """

    rate: int
    """Rate of the interest; where it floats, before the first fixing and for the annuity's plan."""
    day_count: DayCount
    method: Method
    first_due: int
    """First day on which an instalment is due."""
    instalments: int
    interval: int = 1
    """Months, or days where ``in_days``, between due days, always counted from the first."""
    in_days: bool = False
    end_of_month: bool = False
    """Whether due days are last days of months if the first one is."""
    interest_only: int = 0
    """First instalments that are of interest alone."""
    grace_days: int = 0
    """Days past due for which no penalty is payable."""
    penalty_rate: int = 0
    """Rate on what is overdue, besides the interest."""
    days_to_default: int = 0
    """Days past due after which default may be marked."""
    prepayment: Prepayment = Prepayment.SHORTER
    floating: bool = False
    """Whether the rate follows an index; the four next say how."""
    spread: int = 0
    floor: int = 0
    first_reset: int = 0
    reset_months: int = 0

    def __post_init__(self) -> None:
        for name, bits in _BITS.items():
            _fits(name, getattr(self, name), 0, 1 << bits)
        _fits("spread", self.spread, -_SPREAD_LIMIT, _SPREAD_LIMIT)
        for name, kind in (("day_count", DayCount), ("method", Method), ("prepayment", Prepayment)):
            if not isinstance(getattr(self, name), kind):
                raise BadInput(f"{name} is a {kind.__name__}, got {getattr(self, name)!r}")
        self._check_instalments()
        if self.floating and not (self.reset_months and self.floor <= MILLION):
            raise BadInput(
                f"a floating rate has resets every month or more and a floor of at most 100 %, "
                f"got {self.reset_months} months and {self.floor} parts per million"
            )

    def _check_instalments(self) -> None:
        """Check that there are instalments, apart from each other, and one of principal."""
        if not self.instalments > self.interest_only:
            raise BadInput(
                f"instalments ({self.instalments}) must be more than those of interest only "
                f"({self.interest_only})"
            )
        if not self.interval:
            raise BadInput("interval must be at least 1 month or day, got 0")
        if self.method is Method.BULLET and self.instalments != 1:
            raise BadInput(f"a bullet has one instalment, got {self.instalments}")

    @property
    def scale(self) -> int:
        """What a numerator (amount x parts per million x days) is divided by."""
        return MILLION * self.day_count.year

    @classmethod
    def from_chain(cls, terms: Mapping[str, Any]) -> LoanTerms:
        """
        Return the part of ``ILoans.Terms`` that the arithmetic needs.

        Args:
            terms: The struct by the names of its members, as the chain's ABI decodes it.
        """
        index = terms["index"]
        floats = any(index) if isinstance(index, bytes) else bool(int(index, 16))
        return cls(
            rate=terms["rate"],
            day_count=DayCount(terms["dayCount"]),
            method=Method(terms["method"]),
            first_due=terms["firstDue"],
            instalments=terms["instalments"],
            interval=terms["interval"],
            in_days=terms["inDays"],
            end_of_month=terms["endOfMonth"],
            interest_only=terms["interestOnly"],
            grace_days=terms["graceDays"],
            penalty_rate=terms["penaltyRate"],
            days_to_default=terms["daysToDefault"],
            prepayment=Prepayment(terms["prepayment"]),
            floating=floats,
            spread=terms["spread"],
            floor=terms["floor"],
            first_reset=terms["firstReset"],
            reset_months=terms["resetMonths"],
        )


@dataclass(frozen=True, order=True)
class Fixing:
    """A value of a reference rate, and the day of the loan's calendar on which it was recorded."""

    day: int
    rate: int
    """Parts per million a year; may be negative."""

    @classmethod
    def recorded(cls, time: int, rate: int, utc_offset: int) -> Fixing:
        """Return what was recorded at a Unix time, on a calendar *utc_offset* quarter hours on."""
        return cls(today(time, utc_offset), rate)


@dataclass(frozen=True, kw_only=True)
class LoanState:
    """A loan as it stands on ``day``: ``ILoans.LoanState``."""

    open: bool = True
    frozen: bool = False
    defaulted: bool = False
    covered: bool = False
    released: int = 0
    """Bit i is set once milestone i is released."""
    base: int = 0
    """Amount that the plan of instalments divides."""
    recast: int = 0
    """Instalment after which the plan begins."""
    principal: int = 0
    accrued: int = 0
    """Interest of the running period: amount x parts per million x days."""
    day: int = 0
    """Day up to which interest counts."""
    dues: int = 0
    """Instalments that have fallen due by then."""
    billed: int = 0
    """Interest that fell due and is unpaid."""
    overdue: int = 0
    """Principal that fell due and is unpaid."""
    penalty: int = 0
    """Penalty so far: amount x parts per million x days."""
    oldest: int = 0
    """Oldest unpaid due day; 0 for none."""

    @classmethod
    def opened(cls, terms: LoanTerms) -> LoanState:
        """Return a loan on which nothing was drawn yet."""
        return cls(recast=terms.interest_only)

    @classmethod
    def from_chain(cls, state: Mapping[str, Any]) -> LoanState:
        """Return what ``Loans.stateOf`` answered."""
        return cls(**{one.name: state[one.name] for one in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What is owed on a day: ``ILoans.Quote``, in base units."""

    penalty: int
    """Payable penalty, rounded up."""
    billed: int
    """Interest that is due: after the last due day, and in default, all of it."""
    accrued: int
    """Interest that is not due yet, rounded up."""
    overdue: int
    """Principal that fell due: all of it once default is marked."""
    principal: int
    """All principal."""
    due: int
    """What ``collect`` may take."""
    payoff: int
    """What ends the debt."""
    days_past_due: int
    """Days since the oldest unpaid due day; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What a payment paid, in base units, and the loan after it."""

    penalty: int
    interest: int
    """Billed and accrued."""
    principal: int
    state: LoanState

    @property
    def taken(self) -> int:
        """What was taken of the payer: every unit of it paid something."""
        return self.penalty + self.interest + self.principal


def _fits(name: str, value: object, low: int, end: int) -> None:
    if type(value) is not int or not low <= value < end:
        raise BadInput(f"{name} must be an int in {low}..{end - 1}, got {value!r}")
