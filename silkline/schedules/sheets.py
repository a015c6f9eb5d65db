"""
Term sheets: a loan in a dozen lines, and the schedule that follows from it.

The schedule is reckoned by the engine of ``silkline.schedules.actus`` in minor units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Final, TypeVar

from silkline.errors import BadInput
from silkline.money import Money, minor_digits
from silkline.nesting import check_yaml
from silkline.schedules.actus.contract import Contract, Kind, Recurrence
from silkline.schedules.actus.engine import Outcome, evaluate
from silkline.schedules.actus.events import EventType
from silkline.schedules.cycles import Cycle, EndOfMonth, Stub, nth
from silkline.schedules.daycounts import DayCount
from silkline.schedules.rounding import Rounding, Scale
from silkline.schedules.table import Row, Schedule

__all__ = ["Method", "TermSheet", "read_term_sheet", "schedule_of", "term_sheet"]

_E = TypeVar("_E", bound=Enum)
_RATE = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,18})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,5}", re.ASCII)
_MOST_INSTALMENTS: Final = 1200


class Method(Enum):
    """How a loan is paid back."""

    BULLET = "bullet"
    """Principal and all interest in one sum."""
    INTEREST_ONLY = "interest-only"
    """Interest on each due day, the principal on the last."""
    EQUAL_PRINCIPAL = "equal-principal"
    """Equal parts of the principal, rounded down, and the interest; the last takes the rest."""
    ANNUITY = "annuity"
    """Level payments of interest and principal together; the last takes the rest."""


@dataclass(frozen=True)
class TermSheet:
    """
    A loan that is drawn at once.

    Raises:
        BadInput: The terms contradict each other.
    """

    amount: Money
    rate: Decimal
    """For one year: 0.045 is 4.5 %."""
    method: Method
    drawn: date
    first_due: date
    count: int = 1
    """Number of due days."""
    every: Cycle = field(default_factory=partial(Cycle, 1, "M"))
    """From one due day to the next."""
    interest_only: int = 0
    """Due days at the start that pay interest alone; with equal principal or an annuity."""
    day_count: DayCount = DayCount.ACT_365F
    end_of_month: bool = False
    """Whether a first due day that ends its month stands for the end of every month."""
    rounding: Rounding = Rounding.HALF_EVEN
    """How interest and level payments are rounded to minor units."""

    def __post_init__(self) -> None:
        if self.amount.minor < 1:
            raise BadInput(f"amount is above 0, got {self.amount}")
        if self.first_due <= self.drawn:
            raise BadInput(f"first_due {self.first_due} is not after drawn {self.drawn}")
        if not 1 <= self.count <= _MOST_INSTALMENTS:
            raise BadInput(f"count is 1 to {_MOST_INSTALMENTS}, got {self.count}")
        if self.method is Method.BULLET and self.count != 1:
            raise BadInput(f"a bullet has one due day, got count {self.count}")
        amortises = self.method in (Method.EQUAL_PRINCIPAL, Method.ANNUITY)
        if not 0 <= self.interest_only <= (self.count - 1 if amortises else 0):
            raise BadInput(
                f"interest_only {self.interest_only} does not fit {self.method.value} "
                f"with {self.count} due days"
            )


def schedule_of(sheet: TermSheet) -> Schedule:
    """
    Return the schedule of a term sheet, in the currency's minor units.

    Interest runs from the day drawn to each due day, by the day count, on what is outstanding;
    each payment of it is rounded once. Principal adds up to the amount: the last row takes
    what roundings left.
    """
    currency = sheet.amount.currency
    digits = minor_digits(currency)
    outcomes = evaluate(_contract(sheet), Scale(digits, sheet.rounding))
    due = (one for one in outcomes if one.kind in _PAID)
    by_day = groupby(due, key=lambda one: one.time.date())
    rows = tuple(_row(day, list(group)) for day, group in by_day)
    return Schedule(currency, digits, sheet.drawn, sheet.amount.minor, rows)


def _row(day: date, outcomes: list[Outcome]) -> Row:
    interest = sum(one.payoff for one in outcomes if one.kind is EventType.IP)
    principal = sum(one.payoff for one in outcomes if one.kind is not EventType.IP)
    return Row(day, interest, principal, outcomes[-1].notional)


def _contract(sheet: TermSheet) -> Contract:
    """Return a term sheet as a contract whose events the engine knows."""
    rule = EndOfMonth.END_OF_MONTH if sheet.end_of_month else EndOfMonth.SAME_DAY
    cycle = replace(sheet.every, stub=Stub.SHORT)
    first = _midnight(sheet.first_due)
    bullet = sheet.method is Method.BULLET
    return Contract(
        kind=_KINDS[sheet.method],
        currency=sheet.amount.currency,
        status_date=_midnight(sheet.drawn) - timedelta(days=1),
        initial_exchange=_midnight(sheet.drawn),
        notional=sheet.amount.amount,
        maturity=nth(first, cycle, sheet.count - 1, rule),
        rate=Fraction(sheet.rate),
        day_count=sheet.day_count,
        end_of_month=rule,
        interest=Recurrence() if bullet else Recurrence(first, cycle),
        principal=Recurrence(first, cycle, sheet.interest_only),
        payment=_part(sheet) if sheet.method is Method.EQUAL_PRINCIPAL else None,
    )


def _part(sheet: TermSheet) -> Decimal:
    """Return the equal part of the principal, rounded down to minor units."""
    parts = sheet.count - sheet.interest_only
    return Money.minor(sheet.amount.minor // parts, sheet.amount.currency).amount


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - ACTUS times have no zone


def term_sheet(terms: Mapping[str, str]) -> TermSheet:
    """
    Return the term sheet of *terms*: names as ``TermSheet`` has them and ``currency``, all text.

    Raises:
        BadInput: A name is not known, or is missing, or its value cannot be read.

    >>> term_sheet({"amount": "1000.00", "currency": "EUR", "rate": "0.05", "method": "bullet",
    ...     "drawn": "2027-01-01", "first_due": "2028-01-01"}).amount
    Money('1000.00', 'EUR')
    """
    unknown = sorted(set(terms) - {*_READERS, "amount", "currency"})
    missing = [name for name in _REQUIRED if name not in terms]
    if unknown or missing:
        raise BadInput(
            f"a term sheet has no {unknown}" if unknown else f"the term sheet lacks {missing}"
        )
    values = {name: read(terms[name], name) for name, read in _READERS.items() if name in terms}
    return TermSheet(amount=Money(terms["amount"], terms["currency"]), **values)


def read_term_sheet(path: str | Path) -> dict[str, str]:
    """
    Read a term sheet from YAML or JSON: names and values, all as text.

    Raises:
        BadInput: The file cannot be read, or is not names with single values.
    """
    import yaml

    try:
        written = Path(path).read_text(encoding="utf-8")
        check_yaml(written)
        # Text only: no number is read as a float, and nothing is made but text.
        read = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path} is no term sheet that can be read: {error}") from None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise BadInput(f"{path} is no term sheet: it needs names with single values")
    return read


def _rate(written: str, name: str) -> Decimal:
    if not _RATE.fullmatch(written):
        raise BadInput(f"{name} is a number for one year such as 0.045, got {written[:40]!r}")
    return Decimal(written)


def _whole(written: str, name: str) -> int:
    if not _WHOLE.fullmatch(written):
        raise BadInput(f"{name} is a whole number, got {written[:40]!r}")
    return int(written)


def _day(written: str, name: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(f"{name} is a day such as 2027-03-31, got {written[:40]!r}") from None


def _truth(written: str, name: str) -> bool:
    if written not in ("true", "false"):
        raise BadInput(f"{name} is true or false, got {written[:40]!r}")
    return written == "true"


def _member(kind: type[_E]) -> Callable[[str, str], _E]:
    def read(written: str, name: str) -> _E:
        try:
            return kind(written)
        except ValueError:
            known = ", ".join(str(one.value) for one in kind)
            raise BadInput(f"{name} is one of {known}; got {written[:40]!r}") from None

    return read


_PAID: Final = (EventType.PR, EventType.IP, EventType.MD)
_KINDS: Final = {
    Method.BULLET: Kind.PAM,
    Method.INTEREST_ONLY: Kind.PAM,
    Method.EQUAL_PRINCIPAL: Kind.LAM,
    Method.ANNUITY: Kind.ANN,
}
_READERS: Final[dict[str, Callable[[str, str], Any]]] = {
    "rate": _rate,
    "method": _member(Method),
    "drawn": _day,
    "first_due": _day,
    "count": _whole,
    "every": lambda written, _: Cycle.parse(written),
    "interest_only": _whole,
    "day_count": lambda written, _: DayCount.of(written),
    "end_of_month": _truth,
    "rounding": _member(Rounding),
}
_REQUIRED: Final = ("amount", "currency", "rate", "method", "drawn", "first_due")
