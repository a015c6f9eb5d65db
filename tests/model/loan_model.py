"""
A loan reckoned day by day in fractions, as one would by hand: what the contract must agree with.

It knows nothing of numerators, words or logarithmic powers: each day adds its interest as a
fraction, each due day bills what has come together, rounded up, and payments are poured from the
top. It shares no code with the SDK's arithmetic. Terms are a mapping by the names of
``ILoans.Terms``; amounts are base units, days dates of the loan's own calendar.

Left out: the widths of words, so amounts must stay where nothing is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

EPOCH = date(1970, 1, 1)
ACT_360, ACT_365F, THIRTY_E_360 = 1, 2, 3
BULLET, INTEREST_ONLY, EQUAL_PRINCIPAL, ANNUITY = 1, 2, 3, 4
SHORTER, SMALLER = 1, 2
ONE_DAY = timedelta(days=1)

Plan = Callable[[int, int, int], int]
"""Principal fallen due by an instalment, of a base and the instalment after which it begins."""


def on_day(number: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=number)


def shifted(first: date, months: int, keep_end: bool = False) -> date:
    """Return the date *months* later, one day earlier until the month has such a day."""
    year, month = first.year, first.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    day = 31 if keep_end and (first + ONE_DAY).day == 1 else first.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def due_dates(terms: Mapping[str, Any]) -> list[date]:
    """List the due days of all instalments."""
    first, step = on_day(terms["firstDue"]), terms["interval"]
    if terms["inDays"]:
        return [first + k * step * ONE_DAY for k in range(terms["instalments"])]
    return [shifted(first, k * step, terms["endOfMonth"]) for k in range(terms["instalments"])]


class LoanModel:
    """One loan from its opening: move it to a day, then let something happen on it."""

    def __init__(
        self,
        terms: Mapping[str, Any],
        opened: date,
        fixings: Sequence[tuple[date, int]] = (),
        plan: Plan | None = None,
    ) -> None:
        """
        Args:
            terms: Members of ``ILoans.Terms``.
            opened: Day on which it begins.
            fixings: Days and values of the index, in parts per million, in order.
            plan: Takes the place of the plan in exact fractions, whose powers a contract rounds.
        """
        self.today = opened
        self.principal = self.base = self.billed = self.overdue = 0
        self.accrued = self.penalty = Fraction(0)
        self.oldest: date | None = None
        self.defaulted = False
        self.fixings = list(fixings)
        self.plan = plan or self.exact_plan
        self.take_terms(terms)

    def take_terms(self, terms: Mapping[str, Any]) -> None:
        """Go by other terms from now on."""
        self.terms, self.dues, self.recast = terms, due_dates(terms), terms["interestOnly"]

    # Time

    def live_to(self, day: date) -> None:
        """Let days pass until *day* has begun."""
        while self.today < day:
            self.one_day()

    def one_day(self) -> None:
        """Add the interest and the penalty of today, and begin the next day."""
        part = self.part_of_year(self.today, self.today + ONE_DAY)
        late = self.billed + self.principal_due if self.oldest else 0
        self.accrued += self.principal * self.rate_today() * part
        self.penalty += late * Fraction(self.terms["penaltyRate"], 10**6) * part
        self.today += ONE_DAY
        for number in [k for k, due in enumerate(self.dues, 1) if due == self.today]:
            self.fall_due(number)

    def part_of_year(self, start: date, end: date) -> Fraction:
        """Return the part of a year between two days."""
        if self.terms["dayCount"] == THIRTY_E_360:
            months = (end.year - start.year) * 12 + end.month - start.month
            return Fraction(months * 30 + min(end.day, 30) - min(start.day, 30), 360)
        return Fraction((end - start).days, 365 if self.terms["dayCount"] == ACT_365F else 360)

    def rate_today(self) -> Fraction:
        """Return the rate of the interest of today as a part of the amount a year."""
        return Fraction(self.ppm_on(self.today), 10**6)

    def ppm_on(self, day: date) -> int:
        """Return the rate of a day in parts per million."""
        terms, reset = self.terms, None
        following, step = on_day(terms["firstReset"]), 0
        while any(terms["index"]) and following <= day:
            reset, step = following, step + terms["resetMonths"]
            following = shifted(on_day(terms["firstReset"]), step)
        known = [value for recorded, value in self.fixings if reset and recorded <= reset]
        if not known:
            return int(terms["rate"])
        return int(min(10**6, max(terms["floor"], known[-1] + terms["spread"])))

    def fall_due(self, number: int) -> None:
        """Bill the interest that has come together, and call in the principal of an instalment."""
        self.bill()
        if number == len(self.dues):
            self.overdue = self.principal
        else:
            self.overdue = min(self.principal, self.overdue + self.part(number))
        if self.oldest is None and self.billed + self.overdue:
            self.oldest = self.today

    def bill(self) -> None:
        """Let the interest that has come together fall due."""
        self.billed += ceil(self.accrued)
        self.accrued = Fraction(0)

    # The plan

    def part(self, number: int) -> int:
        """Return the principal of one instalment."""
        return self.fallen(number) - self.fallen(number - 1)

    def fallen(self, number: int) -> int:
        """Return the principal of all instalments up to one."""
        if number <= self.recast:
            return 0
        return self.base if number == len(self.dues) else self.plan(self.base, self.recast, number)

    def exact_plan(self, base: int, recast: int, number: int) -> int:
        """Return the principal planned by an instalment, with powers as exact fractions."""
        passed, whole = number - recast, len(self.dues) - recast
        if self.terms["method"] == EQUAL_PRINCIPAL:
            return floor(Fraction(base, whole)) * passed
        if self.terms["method"] != ANNUITY:
            return 0
        if not (rate := self.rate_of_interval()):
            return floor(Fraction(base * passed, whole))
        return floor(base * ((1 + rate) ** passed - 1) / ((1 + rate) ** whole - 1))

    def rate_of_interval(self) -> Fraction:
        """Return the plan's rate from one instalment to the next."""
        year = 12
        if self.terms["inDays"]:
            year = 365 if self.terms["dayCount"] == ACT_365F else 360
        return Fraction(self.terms["rate"], 10**6) * Fraction(self.terms["interval"], year)

    # What is owed

    @property
    def fallen_due(self) -> int:
        """How many instalments have fallen due."""
        return sum(due <= self.today for due in self.dues)

    @property
    def principal_due(self) -> int:
        """Principal that has fallen due and is unpaid."""
        return self.principal if self.defaulted else self.overdue

    @property
    def penalty_due(self) -> int:
        """Penalty that is payable."""
        if self.oldest is None or (self.today - self.oldest).days <= self.terms["graceDays"]:
            return 0
        return ceil(self.penalty)

    @property
    def accrued_due(self) -> int:
        """Interest of the running period that is due already."""
        ended = self.fallen_due == len(self.dues) or self.defaulted
        return ceil(self.accrued) if ended else 0

    @property
    def debt(self) -> int:
        """What ends the loan today."""
        return self.penalty_due + self.billed + ceil(self.accrued) + self.principal

    def quote(self) -> dict[str, int]:
        """Return what is owed today, by the names of ``ILoans.Quote``."""
        interest_due = self.billed + self.accrued_due
        return {
            "penalty": self.penalty_due,
            "billed": interest_due,
            "accrued": ceil(self.accrued) - self.accrued_due,
            "overdue": self.principal_due,
            "principal": self.principal,
            "due": self.penalty_due + interest_due + self.principal_due,
            "payoff": self.debt,
            "daysPastDue": (self.today - self.oldest).days if self.oldest else 0,
        }

    # What happens

    def release(self, amount: int) -> None:
        """Pay out to a payee."""
        self.principal += amount
        self.base += amount

    def refund(self, amount: int) -> None:
        """Take back from a payee."""
        self.principal -= amount
        self.base = max(0, self.base - amount)
        self.overdue = min(self.overdue, self.principal)
        if not self.principal and self.today >= self.dues[-1]:
            self.bill()
        self.look_back()

    def lift_default(self) -> None:
        """Take the mark of default away."""
        self.defaulted = False
        self.look_back()

    def pay(self, amount: int, *, only_due: bool = False) -> tuple[int, int, int]:
        """Pay, and return what of it was penalty, interest and principal."""
        called = self.principal_due
        accrued = self.accrued_due if only_due else ceil(self.accrued)
        tiers = [self.penalty_due, self.billed, accrued, called if only_due else self.principal]
        paid = []
        for tier in tiers:
            paid.append(min(tier, amount))
            amount -= paid[-1]
        self.penalty = max(Fraction(0), self.penalty - paid[0])
        self.billed -= paid[1]
        self.accrued = max(Fraction(0), self.accrued - paid[2])
        self.principal -= paid[3]
        self.overdue = max(0, self.overdue - paid[3])
        if paid[3] > called and self.terms["prepayment"] == SMALLER:
            self.base = self.principal
            self.recast = max(self.terms["interestOnly"], self.fallen_due)
        self.look_back()
        return paid[0], paid[1] + paid[2], paid[3]

    def look_back(self) -> None:
        """Say anew since when something is overdue."""
        if self.billed or self.penalty_due or (self.defaulted and self.principal):
            return
        if not self.overdue:
            self.oldest, self.penalty = None, Fraction(0)
            return
        parted = self.terms["method"] in (EQUAL_PRINCIPAL, ANNUITY)
        shorter = self.terms["prepayment"] == SHORTER
        if self.oldest and not (parted and shorter and self.overdue == self.principal):
            self.oldest = max(self.oldest, self.oldest_part())

    def oldest_part(self) -> date:
        """Return the due day of the oldest instalment whose principal is not paid in full."""
        fallen = self.fallen_due
        paid = self.fallen(fallen) - self.overdue
        unpaid = [k for k in range(1, fallen + 1) if self.fallen(k) > paid]
        return self.dues[unpaid[0] - 1]

    def mark_default(self) -> bool:
        """Mark default if it is late enough; return whether it was."""
        late = self.quote()["daysPastDue"] > self.terms["daysToDefault"]
        self.defaulted = self.defaulted or late
        return late

    def amend(self, terms: Mapping[str, Any]) -> None:
        """Go by new terms from today."""
        self.billed += self.penalty_due
        if (self.terms["dayCount"] == ACT_365F) != (terms["dayCount"] == ACT_365F):
            self.accrued = Fraction(ceil(self.accrued))
        self.penalty, self.overdue, self.defaulted = Fraction(0), 0, False
        self.oldest = self.today if self.billed else None
        self.base = self.principal
        self.take_terms(terms)
