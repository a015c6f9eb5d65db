"""
The compiled arithmetic of loans beside its twin in Python.

├── days      every due day and month end from 1970 to 2200, and 30E/360 of every day
├── plan      every instalment of any plan
└── account   every figure after every step of any life of a loan, to the unit and the numerator

One call of a harness takes many cases; it is never deployed, its code travels with the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silkline import loan_math as lm
from silkline.dates import date_of, day_number
from tests.model.loan_model import shifted
from tests.sdk.harness import Harness, harness_of
from tests.sdk.loans import AMOUNTS, FIXINGS, OPENED, STEPS, figures, loan_terms, sized, wire

DAYS = day_number("2201-01-01")
SLOW = [HealthCheck.data_too_large]
KINDS = ("roll", "pay", "collect", "release", "refund", "default", "lift", "amend")
SECONDS = 86_400


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    """The compiled arithmetic."""
    with harness_of("LoanMathHarness") as running:
        yield running


ZEROS = {
    "address": "0x" + "00" * 20,
    "bool": False,
    "bytes32": bytes(32),
    "bytes4": bytes(4),
}


def on_wire(harness: Harness, terms: lm.LoanTerms, utc_offset: int = 0) -> dict[str, Any]:
    """Return all members of ``ILoans.Terms``, those that the arithmetic does not know as zero."""
    members = harness.functions["dueDays"].inputs[0].components
    empty = {param.name: ZEROS.get(param.type, 0) for param in members}
    return {**empty, **wire(terms), "offset": utc_offset}


def unpacked(packed: bytes) -> list[int]:
    """Return the numbers of three bytes each."""
    return [int.from_bytes(packed[i : i + 3], "big") for i in range(0, len(packed), 3)]


def plain(**changes: Any) -> lm.LoanTerms:
    """Return terms that are only about days."""
    given = {
        "rate": 0,
        "day_count": lm.DayCount.ACT_360,
        "method": lm.Method.INTEREST_ONLY,
        "first_due": 0,
        "instalments": 1,
        **changes,
    }
    return lm.LoanTerms(**given)


FIRSTS = [date(1970, 1, day) for day in (1, 2, 15, 27, 28, 29, 30, 31)] + [
    date(1970, 2, 28),
    date(1971, 4, 30),
    date(1972, 2, 28),
    date(1972, 2, 29),
]


@pytest.mark.parametrize("keep_end", [False, True])
def test_every_due_day_to_2200_is_pythons(harness, keep_end):
    """From each kind of day, every month for 231 years: contract, twin and calendar (T52)."""
    for first in FIRSTS:
        months = (2200 - first.year) * 12 + 12 - first.month
        terms = plain(first_due=day_number(first), instalments=months + 1, end_of_month=keep_end)
        found = harness("dueDays", on_wire(harness, terms))
        due = first
        expected = [day_number(due)]
        for _ in range(months):
            due = next_due(first, due, keep_end)
            expected.append(day_number(due))
        assert unpacked(found["packed"]) == expected
        assert found["wrong"] == 0
        for number in (1, 2, months // 2, months + 1):
            assert lm.due_day(terms, number) == expected[number - 1]


def next_due(first: date, due: date, keep_end: bool) -> date:
    """Return the due day of the month after, by stepping from the month's first day."""
    start = (due.replace(day=1) + timedelta(days=31)).replace(day=1)
    last = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    at_end = keep_end and (first + timedelta(days=1)).day == 1
    return last if at_end else start.replace(day=min(first.day, last.day))


@pytest.mark.parametrize(
    "terms",
    [
        plain(first_due=30, instalments=2772),
        plain(first_due=58, instalments=900, interval=3, end_of_month=True),
        plain(first_due=17, instalments=8000, interval=10, in_days=True),
    ],
)
def test_on_every_day_to_2200_as_many_have_fallen_due(harness, terms):
    """The count rises on the due days and on no other, in the contract and in the twin (T52)."""
    rises = {lm.due_day(terms, number) for number in range(1, terms.instalments + 1)}
    counted, expected = 0, []
    for day in range(DAYS):
        counted += day in rises
        expected.append(counted)

    assert unpacked(harness("duesBy", on_wire(harness, terms), DAYS)) == expected
    assert [lm.dues_by(terms, day) for day in range(0, DAYS, 7)] == expected[::7]


@pytest.mark.parametrize("day_count", list(lm.DayCount))
def test_every_day_to_2200_counts_as_pythons(harness, day_count):
    """Actual days and months of thirty, from 1970 to each day (T52)."""
    found = unpacked(harness("daysTo", day_count, DAYS))
    if day_count is lm.DayCount.THIRTY_E_360:
        dates = (date_of(day) for day in range(DAYS))
        expected = [360 * (d.year - 1970) + 30 * (d.month - 1) + min(d.day, 30) - 1 for d in dates]
    else:
        expected = list(range(DAYS))

    assert found == expected
    sample = range(0, DAYS, 11)
    assert [lm.day_count_days(day_count, 0, day) for day in sample] == expected[::11]


@settings(max_examples=40, suppress_health_check=SLOW)
@given(loan_terms(floating=False), st.integers(0, lm.MAX_AMOUNT), st.integers(2, 600), st.data())
def test_every_planned_amount_is_the_contracts(harness, terms, base, instalments, data):
    """All four methods, any base and recast, up to 600 instalments: to the unit."""
    if terms.method is not lm.Method.BULLET:
        terms = replace(terms, instalments=max(instalments, terms.instalments))
    recast = data.draw(st.integers(terms.interest_only, terms.instalments))
    if lm.period_rate(terms) * (terms.instalments - recast) > 26 * lm.RAY:
        terms = replace(terms, rate=0)

    found = harness("plan", on_wire(harness, terms), base, recast)
    numbers = range(terms.instalments + 1)
    assert found == [lm.planned(terms, base, recast, number) for number in numbers]


# Lives


def stored(state: lm.LoanState) -> dict[str, Any]:
    """Return a state by the names of ``ILoans.LoanState``."""
    return asdict(state)


def owed(terms: lm.LoanTerms, state: lm.LoanState) -> dict[str, int]:
    """Return a quote by the names of ``ILoans.Quote``."""
    return figures(lm.account(terms, state))


@dataclass
class Life:
    """One loan: what the twin makes of it, and the case that asks the contract the same."""

    versions: list[lm.LoanTerms]
    fixings: list[lm.Fixing]
    utc_offset: int
    steps: list[dict[str, int]]
    figures: list[dict[str, Any]] = field(repr=False)
    state: lm.LoanState

    @property
    def terms(self) -> lm.LoanTerms:
        """The terms in force."""
        return self.versions[-1]

    def step(self, kind: str, day: int, amount: int, new: lm.LoanTerms | None = None) -> None:
        """Let something happen, if it may, and write down how the loan stands then."""
        state = lm.roll(self.terms, self.state, day, self.fixings)
        split = {"penalty": 0, "interest": 0, "principal": 0}
        if kind in ("pay", "collect"):
            paid = (lm.pay if kind == "pay" else lm.collect)(self.terms, state, amount)
            state = paid.state
            split = {name: getattr(paid, name) for name in split}
        elif kind == "release":
            # Nothing is drawn any more once all has fallen due (L-6).
            room = lm.MAX_AMOUNT - state.base if state.dues < self.terms.instalments else 0
            amount = min(amount, room)
            state = lm.release(state, amount) if amount else state
        elif kind == "refund":
            amount = min(amount, state.principal)
            state = lm.refund(self.terms, state, amount) if amount else state
        elif kind == "amend" and new:
            new = replace(new, first_due=max(new.first_due, day + 1))
            state = lm.amend(self.terms, new, state)
            self.versions.append(new)
        elif kind == "default":
            state = replace(state, defaulted=True)
        elif kind == "lift":
            state = lm.lift_default(self.terms, state)
        self.state = state
        self.steps.append({"kind": KINDS.index(kind), "day": day, "amount": amount})
        quote = owed(self.terms, state)
        self.figures.append({"state": stored(state), "quote": quote, "split": split})

    def case(self, harness: Harness) -> dict[str, Any]:
        """Return the case for the harness."""
        start = -900 * self.utc_offset
        fixings = [
            {"time": max(fixing.day * SECONDS + start + second, 0), "rate": fixing.rate}
            for fixing, second in zip(self.fixings, [0, SECONDS - 1] * 9, strict=False)
        ]
        terms = [on_wire(harness, one, self.utc_offset) for one in self.versions]
        return {"terms": terms, "fixings": fixings, "steps": self.steps}


def begun(terms: lm.LoanTerms, fixings: list[lm.Fixing], utc_offset: int, drawn: int) -> Life:
    """Return a life that has begun with a payout."""
    life = Life([terms], fixings, utc_offset, [], [], lm.LoanState.opened(terms))
    life.step("release", OPENED, drawn)
    return life


@st.composite
def lives(draw: Any, amounts: st.SearchStrategy[int] = AMOUNTS) -> Life:
    """Lives of all kinds."""
    fixings = draw(FIXINGS)
    life = begun(draw(loan_terms()), fixings, draw(st.integers(-48, 56)), draw(amounts))
    for kind, days, _ in draw(STEPS):
        new = draw(st.one_of(st.none(), st.none(), loan_terms()))
        day = life.state.day + days
        due = lm.roll(life.terms, life.state, day, fixings)
        amount = sized(life.terms, due, kind, draw(amounts))
        life.step("amend" if new else kind, day, amount, new)
        life.step("roll", day + draw(st.integers(0, 3)), 0)
    return life


BATCH = 10


@settings(max_examples=12, suppress_health_check=SLOW)
@given(st.lists(lives(), min_size=BATCH, max_size=BATCH))
def test_every_figure_of_any_life_is_the_contracts(harness, batch):
    """State, quote and split after every step are the contract's own (T50, T51, T55, T58)."""
    found = harness("live", [life.case(harness) for life in batch])

    for life, answers in zip(batch, found, strict=True):
        assert answers == life.figures


@settings(max_examples=6, suppress_health_check=SLOW)
@given(
    st.lists(lives(st.integers(lm.MAX_AMOUNT >> 3, lm.MAX_AMOUNT)), min_size=BATCH, max_size=BATCH)
)
def test_the_largest_amounts_are_the_contracts_too(harness, batch):
    """Nothing overflows or is cut where a loan has as many units as there can be."""
    found = harness("live", [life.case(harness) for life in batch])

    for life, answers in zip(batch, found, strict=True):
        assert answers == life.figures


def test_interest_of_centuries_stops_at_the_words_in_both(harness):
    """At 100 % a year on the largest amount, for the longest time that terms may have."""
    terms = plain(
        rate=1_000_000, penalty_rate=1_000_000, first_due=OPENED + 365, instalments=170, interval=12
    )
    life = begun(terms, [], 0, lm.MAX_AMOUNT)
    for day in (OPENED + 400, OPENED + 800, OPENED + 20_000, OPENED + 63_000, 2**17 - 1):
        life.step("roll", day, 0)
        life.step("pay", day, 10**6)
    new = plain(rate=1_000_000, first_due=2**17, day_count=lm.DayCount.ACT_365F, penalty_rate=1)
    life.step("amend", 2**17 - 1, 0, new)

    assert harness("live", [life.case(harness)]) == [life.figures]


@pytest.mark.parametrize("ahead", [0, 3, 5])
@pytest.mark.parametrize("prepayment", list(lm.Prepayment))
def test_the_oldest_due_day_is_the_contracts_at_every_unit(harness, ahead, prepayment):
    """Four parts of ten overdue, some principal paid ahead, then paid unit by unit (T51)."""
    terms = plain(
        method=lm.Method.EQUAL_PRINCIPAL,
        first_due=OPENED + 10,
        instalments=6,
        interval=10,
        in_days=True,
        prepayment=prepayment,
    )
    life = begun(terms, [], 0, 60)
    if ahead:
        life.step("pay", OPENED + 10, 10 + ahead)
    life.step("roll", OPENED + 45 + 20 * (ahead == 5), 0)
    while life.state.overdue:
        life.step("pay", life.state.day, 1)

    assert harness("live", [life.case(harness)]) == [life.figures]


def test_months_of_the_model_are_those_of_the_contract(harness):
    """The model's own way of counting months gives the same due days."""
    terms = plain(first_due=day_number("2027-01-31"), instalments=30, interval=5)
    found = unpacked(harness("dueDays", on_wire(harness, terms))["packed"])

    assert found == [day_number(shifted(date(2027, 1, 31), 5 * k)) for k in range(30)]
