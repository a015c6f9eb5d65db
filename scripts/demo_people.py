"""Workers and farmers of the demos: made by rule, known by card, paid on accounts of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import silkline as sl
from scripts.demo_assumptions import Assumptions
from silkline.documents.evidence import Leaf, fresh_salt

TRADES = ("labourer", "mason", "foreman")
GRADES = ("A", "B", "C")
SCALE_DIVISION = 20
"""Kilograms by which the scales of a station count."""


def new_account() -> str:
    """
    Return a new account; its key is its owner's alone.

    Each person has one for this project only, so that nobody finds the person by the account,
    or one job of the person by another. Here no person spends, so the key is not kept.
    """
    return sl.Key.create().address


@dataclass(frozen=True)
class Worker:
    """One line of the wage office's list; of it only the account is ever on the chain."""

    card: str
    national_id: str
    trade: str
    account: str = field(default_factory=new_account)

    def days(self, number: int, month: int) -> int:
        """Return the days that worker *number* worked in a month: 17 to 22."""
        return 17 + (7 * number + 3 * month) % 6


def crew(size: int) -> tuple[Worker, ...]:
    """Return the workers: of ten, one leads, three are masons, six are labourers."""
    trades = [TRADES[2], *[TRADES[1]] * 3, *[TRADES[0]] * 6]
    return tuple(
        Worker(f"SITE-{7_040_000 + 37 * i}", f"{310_000_000_000 + 7_919 * i}", trades[i % 10])
        for i in range(size)
    )


def wages(
    workers: Sequence[Worker], month: int, assumed: Assumptions, currency: str
) -> dict[str, sl.Money]:
    """Return what each account is paid for a month: days worked times the rate of the trade."""
    rates = {trade: assumed.money(f"day_rate_{trade}", currency) for trade in TRADES}
    return {
        worker.account: rates[worker.trade] * worker.days(number, month)
        for number, worker in enumerate(workers)
    }


@dataclass(frozen=True)
class Ticket:
    """One delivery, as the scales print it; of it only account and amount are on the chain."""

    number: int
    card: str
    kilograms: int
    grade: str
    price: sl.Money
    """For a tonne."""
    amount: sl.Money
    time: int
    """Unix time."""
    account: str = field(default_factory=new_account)
    salt: bytes = field(default_factory=fresh_salt, repr=False)

    @property
    def leaf(self) -> Leaf:
        """The ticket as a leaf of the evidence: salted, so that nobody guesses it from its hash."""
        parts = (self.card, self.kilograms, self.grade, self.price, self.amount, self.time)
        value = "|".join(map(str, (*parts, self.account)))
        return Leaf(f"ticket {self.number}", "text", self.salt, value)


def deliveries(
    count: int, begin: int, seconds: int, assumed: Assumptions, currency: str
) -> tuple[Ticket, ...]:
    """
    Return the tickets of one weighing window, in the order of the scales.

    Args:
        count: How many farmers deliver.
        begin: Unix time at which the window opens.
        seconds: How long it is open.
        assumed: Has the price of each grade.
        currency: Currency of the prices.
    """
    prices = {grade: assumed.money(f"price_{grade.lower()}", currency) for grade in GRADES}
    return tuple(
        _ticket(number, begin + seconds * number // count, prices) for number in range(1, count + 1)
    )


def _ticket(number: int, time: int, prices: dict[str, sl.Money]) -> Ticket:
    kilograms = SCALE_DIVISION * (120 + 37 * number % 260)
    grade = "AAAAABBBCC"[7 * number % 10]
    price, card = prices[grade], f"FARM-{52_000_000 + 7_919 * number}"
    return Ticket(number, card, kilograms, grade, price, worth(kilograms, price), time)


def worth(kilograms: int, price: sl.Money) -> sl.Money:
    """
    Return what a delivery comes to at a price for a tonne, exactly.

    Raises:
        BadInput: It is no whole number of minor units: nobody rounds a farmer's money.
    """
    units, rest = divmod(kilograms * price.minor, 1000)
    if rest:
        raise sl.BadInput(
            f"{kilograms} kg at {price} for a tonne is no whole amount: with scales that count by "
            f"{SCALE_DIVISION} kg, prices are multiples of 0.50"
        )
    return sl.Money.minor(units, price.currency)
