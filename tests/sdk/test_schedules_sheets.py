"""
Term sheets and the schedules that follow from them.

├── when terms are missing, unknown, unreadable or contradict each other  → BadInput says which
├── when a row does not follow from the one before                        → BadInput
└── otherwise → the rows of an independent model in fractions, to the unit
"""

import csv
import doctest
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silkline.errors import BadInput
from silkline.money import Money
from silkline.schedules import (
    Cycle,
    DayCount,
    Method,
    Rounding,
    Row,
    Schedule,
    TermSheet,
    read_term_sheet,
    schedule_of,
    term_sheet,
)

TERMS = {
    "amount": "120000.00",
    "currency": "EUR",
    "rate": "0.045",
    "method": "annuity",
    "drawn": "2027-01-15",
    "first_due": "2027-02-15",
    "count": "12",
}
SHEET = term_sheet(TERMS)


@st.composite
def sheets(draw):
    """Return any term sheet of a sensible size."""
    method = draw(st.sampled_from(Method))
    count = 1 if method is Method.BULLET else draw(st.integers(1, 40))
    amortises = method in (Method.EQUAL_PRINCIPAL, Method.ANNUITY)
    drawn = draw(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
    return TermSheet(
        amount=Money.minor(draw(st.integers(1, 10**12)), draw(st.sampled_from(["EUR", "JPY"]))),
        rate=Decimal(draw(st.integers(0, 300_000))).scaleb(-6),
        method=method,
        drawn=drawn,
        first_due=drawn + timedelta(days=draw(st.integers(1, 100))),
        count=count,
        every=draw(st.sampled_from([Cycle(1, "M"), Cycle(3, "M"), Cycle(14, "D"), Cycle(1, "Y")])),
        interest_only=draw(st.integers(0, count - 1)) if amortises else 0,
        day_count=draw(st.sampled_from([DayCount.ACT_360, DayCount.ACT_365F])),
        end_of_month=draw(st.booleans()),
        rounding=draw(st.sampled_from(Rounding)),
    )


def rounded(value, rounding):
    """Round a fraction that is not negative, in the plainest way there is for each rule."""
    whole, rest = value.numerator // value.denominator, value - value.numerator // value.denominator
    half = Fraction(1, 2)
    up = {
        Rounding.UP: rest > 0,
        Rounding.DOWN: False,
        Rounding.HALF_UP: rest >= half,
        Rounding.HALF_EVEN: rest > half or (rest == half and whole % 2 == 1),
    }
    return whole + up[rounding]


def interest(sheet, balance, start, end):
    """Return the interest on a balance from day to day, rounded."""
    basis = {DayCount.ACT_360: 360, DayCount.ACT_365F: 365}[sheet.day_count]
    return rounded(balance * Fraction(sheet.rate) * (end - start).days / basis, sheet.rounding)


def level_payment(sheet, days):
    """Return the annuity by its closed formula: P times all growths, by the sum of their tails."""
    basis = {DayCount.ACT_360: 360, DayCount.ACT_365F: 365}[sheet.day_count]
    ends = days[sheet.interest_only :]
    starts = [days[sheet.interest_only - 1] if sheet.interest_only else sheet.drawn, *ends]
    growths = [
        1 + Fraction(sheet.rate) * (b - a).days / basis for a, b in zip(starts, ends, strict=False)
    ]
    tail, tails = Fraction(1), Fraction(0)
    for growth in reversed(growths):
        tails, tail = tails + tail, tail * growth
    return rounded(sheet.amount.minor * tail / tails, sheet.rounding)


def model(sheet, days):
    """Return interest and principal of each due day, by the words of the methods alone."""
    balance, start, rows = sheet.amount.minor, sheet.drawn, []
    parts = sheet.count - sheet.interest_only
    level = level_payment(sheet, days) if sheet.method is Method.ANNUITY else 0
    for number, day in enumerate(days, 1):
        bearing = interest(sheet, balance, start, day)
        principal = 0
        if number == sheet.count:
            principal = balance
        elif number > sheet.interest_only and sheet.method is Method.EQUAL_PRINCIPAL:
            principal = sheet.amount.minor // parts
        elif number > sheet.interest_only and sheet.method is Method.ANNUITY:
            principal = min(level - bearing, balance)
        balance, start = balance - principal, day
        rows.append((bearing, principal))
    return rows


@settings(max_examples=150)
@given(sheets())
def test_every_schedule_is_that_of_the_model(sheet):
    """All four methods agree to the unit with a model that shares no code with them."""
    rows = schedule_of(sheet).rows

    assert len(rows) == sheet.count
    assert [(r.interest, r.principal) for r in rows] == model(sheet, [r.date for r in rows])


@settings(max_examples=100)
@given(sheets())
def test_principal_adds_up_and_nothing_is_left(sheet):
    """Whatever is rounded, the principal paid back is the amount drawn, to the unit."""
    schedule = schedule_of(sheet)

    assert sum(row.principal for row in schedule.rows) == sheet.amount.minor
    assert schedule.rows[-1].balance == 0
    assert schedule.paid == sheet.amount.minor + schedule.interest


def test_known_annuity():
    """1,200,000 at 4.35 % in twelve equal months is 102,371.88 a month (worked out by hand)."""
    months = {**TERMS, "amount": "1200000.00", "rate": "0.0435", "day_count": "30E/360"}
    schedule = schedule_of(term_sheet(months))

    assert {row.payment for row in schedule.rows[:-1]} == {102_371_88}
    assert abs(schedule.interest - 28_462_57) <= 6


def test_ends_of_months_stay_ends():
    """With the rule a first due day on 28 February stands for the end of every month."""
    ends = {**TERMS, "drawn": "2027-01-31", "first_due": "2027-02-28", "end_of_month": "true"}
    days = [row.date.day for row in schedule_of(term_sheet(ends)).rows]

    assert days == [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]


def test_interest_only_days_do_not_move_the_due_day():
    """A loan due on the 31st is due on the 31st again after an interest-only February."""
    terms = {**TERMS, "drawn": "2027-01-01", "first_due": "2027-01-31", "interest_only": "2"}
    rows = schedule_of(term_sheet(terms)).rows

    assert [row.date.day for row in rows[:4]] == [31, 28, 31, 30]
    assert [row.principal for row in rows[:2]] == [0, 0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": "0.00"}, "amount is above 0, got 0.00 EUR"),
        ({"amount": "1.005"}, "too many decimals"),
        ({"currency": "EURO"}, "no|not an ISO 4217"),
        ({"rate": "4.5%"}, "rate is a number for one year such as 0.045"),
        ({"method": "balloon"}, "method is one of bullet, interest-only, equal-principal, annuity"),
        ({"drawn": "15.01.2027"}, "drawn is a day such as 2027-03-31"),
        ({"first_due": "2027-01-15"}, "first_due 2027-01-15 is not after drawn 2027-01-15"),
        ({"count": "0"}, "count is 1 to 1200, got 0"),
        ({"count": "twelve"}, "count is a whole number"),
        ({"method": "bullet"}, "a bullet has one due day, got count 12"),
        ({"interest_only": "12"}, "interest_only 12 does not fit annuity with 12 due days"),
        ({"method": "interest-only", "interest_only": "1"}, "does not fit interest-only"),
        ({"day_count": "30/360"}, "name one exactly"),
        ({"every": "monthly"}, "is no cycle"),
        ({"end_of_month": "yes"}, "end_of_month is true or false"),
        ({"rounding": "bankers"}, "rounding is one of half-even, half-up, up, down"),
        ({"colour": "red"}, r"a term sheet has no \['colour'\]"),
    ],
)
def test_wrong_terms_are_refused(change, message):
    """Each refusal names the term and what it would have to be."""
    with pytest.raises(BadInput, match=message):
        term_sheet({**TERMS, **change})


def test_missing_terms_are_named():
    """A term sheet without a rate says so."""
    with pytest.raises(BadInput, match=r"lacks \['rate'\]"):
        term_sheet({name: value for name, value in TERMS.items() if name != "rate"})


@pytest.mark.parametrize("written", ["- 1\n- 2\n", "amount: [1]\n", "a: 'b\n", "\x00"])
def test_files_that_are_no_term_sheets_are_refused(tmp_path, written):
    """A list, a nested value, broken YAML: none is taken for terms."""
    path = tmp_path / "loan.yaml"
    path.write_text(written)

    with pytest.raises(BadInput, match="no term sheet"):
        read_term_sheet(path)


def test_a_missing_file_is_refused(tmp_path):
    """The path that cannot be read is named."""
    with pytest.raises(BadInput, match=r"nowhere\.yaml is no term sheet that can be read"):
        read_term_sheet(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_files_are_read_as_text(tmp_path, suffix):
    """A rate written as a number stays what was written; YAML and JSON give the same terms."""
    path = tmp_path / f"loan.{suffix}"
    lines = "".join(f"{name}: {value}\n" for name, value in TERMS.items())
    path.write_text(lines if suffix == "yaml" else json.dumps(TERMS))

    assert read_term_sheet(path) == TERMS
    assert term_sheet(read_term_sheet(path)) == SHEET


def test_rows_that_do_not_follow_are_refused():
    """A balance that is not the one before less the principal cannot be printed or exported."""
    day = date(2027, 2, 1)

    with pytest.raises(BadInput, match="balance on 2027-02-01 is 60; 50 is left"):
        Schedule("EUR", 2, date(2027, 1, 1), 100, [Row(day, 1, 50, 60)])
    with pytest.raises(BadInput, match="row of 2027-02-01 stands after 2027-03-01"):
        Schedule("EUR", 2, date(2027, 3, 1), 100, [Row(day, 1, 50, 50)])


@settings(max_examples=60)
@given(sheets())
def test_exports_say_what_the_rows_say(sheet):
    """JSON has minor units and CSV the same amounts in the main unit, exactly."""
    schedule = schedule_of(sheet)
    exported = json.loads(json.dumps(schedule.to_json()))
    lines = list(csv.DictReader(io.StringIO(schedule.to_csv(), newline="")))

    assert len(exported["rows"]) == len(lines) == len(schedule.rows)
    for row, from_json, from_csv in zip(schedule.rows, exported["rows"], lines, strict=True):
        for name in ("interest", "principal", "payment", "balance"):
            assert from_json[name] == getattr(row, name)
            money = Money(from_csv[name], schedule.currency)
            assert money.minor == getattr(row, name)
        assert from_json["date"] == from_csv["date"] == row.date.isoformat()


MODULES = ["calendars", "cycles", "daycounts", "rounding", "sheets", "table", "yields"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    """What the docstrings show is what happens."""
    result = doctest.testmod(import_module(f"silkline.schedules.{name}"))

    assert result.attempted > 0
    assert result.failed == 0


def test_amounts_of_other_decimals_are_written():
    """A token of six decimals, a currency of none, and negative amounts are written exactly."""
    token = Schedule("USDC", 6, date(2027, 1, 1), 0, ())
    yen = Schedule("JPY", 0, date(2027, 1, 1), 0, ())

    assert [token.written(n) for n in (1, -1, 1_500_000)] == ["0.000001", "-0.000001", "1.500000"]
    assert [yen.written(n) for n in (0, -7, 1500)] == ["0", "-7", "1500"]
