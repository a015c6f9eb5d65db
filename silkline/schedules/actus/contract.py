"""
A contract by the ACTUS standard: the terms that this package offers, typed.

Three kinds are offered: principal at maturity (PAM), linear amortiser (LAM), annuity (ANN).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from silkline.errors import BadInput
from silkline.schedules.calendars import Calendar, Shift
from silkline.schedules.cycles import Cycle, EndOfMonth
from silkline.schedules.daycounts import DayCount

__all__ = ["Base", "Contract", "Kind", "RateReset", "Recurrence", "Series", "Unsupported"]


class Unsupported(BadInput):
    """A contract needs what this package does not offer; ``feature`` says what."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        super().__init__(f"not offered: {feature}")


class Kind(Enum):
    """How the principal comes back."""

    PAM = "PAM"
    """In one sum at maturity."""
    LAM = "LAM"
    """In equal parts."""
    ANN = "ANN"
    """In level payments of interest and principal together."""


class Base(Enum):
    """What interest is reckoned on."""

    NOTIONAL = "NT"
    """The principal outstanding."""
    INITIAL = "NTIED"
    """The principal paid out."""
    LAGGED = "NTL"
    """An amount of its own, set to the principal outstanding on days of its own."""


@dataclass(frozen=True)
class Recurrence:
    """When something recurs: from an anchor, or one cycle after the initial exchange."""

    anchor: datetime | None = None
    cycle: Cycle | None = None
    skipped: int = 0
    """How many of the first times are left out; those after them keep the anchor's day."""


@dataclass(frozen=True)
class Series:
    """What was observed of an index, in order of time."""

    times: tuple[datetime, ...]
    values: tuple[Fraction, ...]

    def at(self, due: datetime, shown: datetime) -> Fraction:
        """
        Return the value at *due*, else the last one at or before *shown*.

        Raises:
            BadInput: There is none so early.
        """
        found = bisect_left(self.times, due)
        if found < len(self.times) and self.times[found] == due:
            return self.values[found]
        before = bisect_right(self.times, shown)
        if not before:
            raise BadInput(f"no observation at or before {shown.isoformat()}; add one to the data")
        return self.values[before - 1]


@dataclass(frozen=True)
class RateReset:
    """How a new rate is made of an index; bounds are None where there are none."""

    index: str | None = None
    multiplier: Fraction = Fraction(1)
    spread: Fraction = Fraction(0)
    fixing: timedelta = timedelta(0)
    """How long before the reset the index is observed."""
    next_rate: Fraction | None = None
    """Rate of the first reset after the status date, where it is known already."""
    life_floor: Fraction | None = None
    life_cap: Fraction | None = None
    period_floor: Fraction | None = None
    """Lowest change of the rate at one reset, negative for a fall."""
    period_cap: Fraction | None = None


@dataclass(frozen=True)
class Contract:
    """
    Terms of a contract as they stand on its status date.

    Amounts are in the currency's main unit and positive whoever owes them: ``sign`` is 1 for the
    creditor's view (RPA) and -1 for the debtor's (RPL). Rates are for one year.
    """

    kind: Kind
    currency: str
    status_date: datetime
    initial_exchange: datetime
    notional: Decimal
    sign: int = 1
    maturity: datetime | None = None
    amortization: datetime | None = None
    """Day at which an annuity would be paid off; the maturity where there is none."""
    premium_discount: Decimal = Decimal(0)
    rate: Fraction | None = None
    accrued: Decimal | None = None
    day_count: DayCount = DayCount.ACT_365F
    calendar: Calendar = Calendar.NONE
    shift: Shift = Shift.NONE
    end_of_month: EndOfMonth = EndOfMonth.SAME_DAY
    interest: Recurrence = field(default_factory=Recurrence)
    capitalization_end: datetime | None = None
    principal: Recurrence = field(default_factory=Recurrence)
    payment: Decimal | None = None
    """Next principal payment; of an annuity interest and principal together."""
    base: Base = Base.NOTIONAL
    base_amount: Decimal | None = None
    base_fixing: Recurrence = field(default_factory=Recurrence)
    resets: Recurrence = field(default_factory=Recurrence)
    reset: RateReset = field(default_factory=RateReset)
    fees: Recurrence = field(default_factory=Recurrence)
    fee_rate: Fraction = Fraction(0)
    """A share of the principal a year, or an amount for each payment."""
    fee_is_amount: bool = False
    fee_accrued: Decimal = Decimal(0)
    scaling: Recurrence = field(default_factory=Recurrence)
    scales_interest: bool = False
    scales_notional: bool = False
    scaling_index: str | None = None
    scaling_start: Fraction = Fraction(1)
    """Value of the scaling index that stands for a multiplier of one."""
    interest_multiplier: Fraction = Fraction(1)
    notional_multiplier: Fraction = Fraction(1)
    purchase: datetime | None = None
    purchase_price: Decimal = Decimal(0)
    termination: datetime | None = None
    termination_price: Decimal = Decimal(0)
    series: Mapping[str, Series] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Whether the money was paid out by the status date."""
        return self.initial_exchange <= self.status_date

    def observed(self, index: str | None, due: datetime, shown: datetime) -> Fraction:
        """
        Return what was observed of *index* for an event due then, and shown at *shown*.

        Raises:
            BadInput: Nothing was.
        """
        if index is None or index not in self.series:
            raise BadInput(f"no data on the market object {index!r}; known: {sorted(self.series)}")
        return self.series[index].at(due, shown)
