"""
Day counts, calendars, cycles and roundings.

├── day counts    → an independent count, by day or by the published formula
├── calendars     → the nearest business day on the right side
├── cycles        → from the anchor, with ends of months and stubs
└── roundings     → by name, with ties in both directions
"""

import calendar
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline.errors import BadInput
from silkline.schedules import (
    Calendar,
    Cycle,
    DayCount,
    EndOfMonth,
    Rounding,
    Scale,
    Shift,
    Stub,
    between,
    day_of,
    is_business_day,
    nth,
    shifted,
    year_fraction,
)

DAYS = st.dates(date(1970, 1, 1), date(2200, 12, 31))
NEAR = st.integers(0, 1500)
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("name", ["30/360", "ACT/365", "", "act/360", None])
def test_day_count_of_another_name_is_refused(name):
    """A name that means several day counts is refused with the exact ones."""
    with pytest.raises(BadInput, match="name one exactly: ACT/360, ACT/365F"):
        DayCount.of(name)


@pytest.mark.parametrize("convention", DayCount)
def test_every_day_count_is_found_by_its_name(convention):
    """What ``of`` is given back is the day count of that value."""
    assert DayCount.of(convention.value) is convention


@given(DAYS, NEAR)
def test_act_act_isda_counts_each_day_by_its_year(start, length):
    """The sum over days of 1/366 in leap years and 1/365 in others is the year fraction."""
    end = start + timedelta(days=length)
    days = (start + timedelta(days=k) for k in range(length))
    leap = sum(calendar.isleap(day.year) for day in days)

    expected = Fraction(leap, 366) + Fraction(length - leap, 365)
    assert year_fraction(start, end, DayCount.ACT_ACT_ISDA) == expected


@given(DAYS, NEAR)
def test_actual_day_counts_are_days_by_the_year(start, length):
    """ACT/360 and ACT/365F divide the days by a fixed year."""
    end = start + timedelta(days=length)

    assert year_fraction(start, end, DayCount.ACT_360) == Fraction(length, 360)
    assert year_fraction(start, end, DayCount.ACT_365F) == Fraction(length, 365)


@given(DAYS, NEAR)
def test_thirty_day_months_follow_the_published_formula(start, length):
    """Years, months and days count 360, 30 and 1, after each rule has moved the days."""
    end = start + timedelta(days=length)

    def formula(first, last):
        years, months = end.year - start.year, end.month - start.month
        return Fraction(360 * years + 30 * months + last - first, 360)

    european = formula(min(start.day, 30), min(end.day, 30))
    american = end.day
    if end.day == 31 and start.day >= 30:
        american = 30
    bond = formula(30 if start.day == 31 else start.day, american)
    if length:
        assert year_fraction(start, end, DayCount.THIRTY_E_360) == european
        assert year_fraction(start, end, DayCount.THIRTY_360_BOND) == bond


@pytest.mark.parametrize(
    ("start", "end", "maturity", "days"),
    [
        ("2027-01-31", "2027-02-28", None, 30),
        ("2027-01-31", "2027-02-28", "2027-02-28", 28),
        ("2027-01-31", "2027-02-28", "2027-12-31", 30),
        ("2027-02-28", "2027-03-31", "2027-03-31", 30),
        ("2028-02-29", "2028-08-31", "2029-02-28", 180),
        ("2028-02-28", "2028-02-29", "2028-02-29", 1),
    ],
)
def test_isda_months_of_thirty_days_treat_february_specially(start, end, maturity, days):
    """The last day of February is the 30th, but not the end at maturity; by hand."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    until = date.fromisoformat(maturity) if maturity else None

    found = year_fraction(first, last, DayCount.THIRTY_E_360_ISDA, maturity=until)
    assert found == Fraction(days, 360)


@given(DAYS, NEAR)
def test_months_of_28_days_cut_later_days_off(start, length):
    """28E/336 counts a whole month as a twelfth, whatever day beyond the 28th it ends on."""
    end = start + timedelta(days=length)
    months = 12 * (end.year - start.year) + end.month - start.month
    days = min(end.day, 28) - min(start.day, 28)

    if length:
        expected = Fraction(28 * months + days, 336)
        assert year_fraction(start, end, DayCount.TWENTY_EIGHT_E_336) == expected


@given(DAYS, NEAR, st.sampled_from(DayCount))
def test_no_time_passes_backwards(start, length, convention):
    """From a day to itself or to an earlier one is no part of a year."""
    assert year_fraction(start, start - timedelta(days=length), convention) == 0


def test_the_last_second_of_a_day_counts_as_the_next():
    """23:59:59 is the midnight that follows; any other time belongs to its day."""
    assert day_of(datetime.fromisoformat("2027-12-31T23:59:59")) == date(2028, 1, 1)
    assert day_of(datetime.fromisoformat("2027-12-31T23:59:58")) == date(2027, 12, 31)


@given(DAYS, st.sampled_from(Shift))
def test_a_shift_finds_the_nearest_business_day_on_its_side(day, shift):
    """The day found is a business day and none lies between; modified stays in the month."""
    found = shifted(day, shift, Calendar.MONDAY_TO_FRIDAY)

    if shift is Shift.NONE:
        assert found == day
        return
    assert found.weekday() < 5
    low, high = sorted((day, found))
    assert (high - low).days <= 2
    between_them = [low + k * ONE_DAY for k in range((high - low).days + 1)]
    assert [d for d in between_them if d.weekday() < 5] in ([found], [])
    forward = "F" in shift.value.removeprefix("CS").removeprefix("SC")
    if "M" in shift.value:
        assert found.month == day.month
    else:
        assert (found >= day) is forward or found == day


def test_without_a_calendar_every_day_is_a_business_day():
    """A Sunday stays where it is."""
    sunday = date(2027, 1, 31)

    assert is_business_day(sunday, Calendar.NONE)
    assert not is_business_day(sunday, Calendar.MONDAY_TO_FRIDAY)
    assert shifted(sunday, Shift.SHIFT_FOLLOWING, Calendar.NONE) == sunday


@pytest.mark.parametrize(
    ("shift", "expected"),
    [("SCF", "2027-02-01"), ("SCMF", "2027-01-29"), ("CSP", "2027-01-29"), ("CSMP", "2027-01-29")],
)
def test_shifts_of_a_sunday_that_ends_a_month(shift, expected):
    """31 January 2027 is a Sunday: following leaves the month, the others do not."""
    sunday = date(2027, 1, 31)

    found = shifted(sunday, Shift(shift), Calendar.MONDAY_TO_FRIDAY)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["", "P1", "P0M", "M1", "P1X", "P1ML2", "P1M L1", "P-1M"])
def test_what_is_no_cycle_is_refused(text):
    """A cycle is a number of units and a stub, nothing else."""
    with pytest.raises(BadInput, match="cycle"):
        Cycle.parse(text)


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("P3ML1", Cycle(3, "M", Stub.SHORT)),
        (" P2WL0 ", Cycle(2, "W", Stub.LONG)),
        ("1Y", Cycle(1, "Y", Stub.LONG)),
        ("6M-", Cycle(6, "M", Stub.SHORT)),
        ("6M+", Cycle(6, "M", Stub.LONG)),
    ],
)
def test_cycles_are_read(text, cycle):
    """Both forms that ACTUS has used are read, and the stub is long where none is named."""
    assert Cycle.parse(text) == cycle
    assert Cycle.parse(str(cycle)) == cycle


@given(DAYS, st.integers(1, 40), st.sampled_from("MQHY"), st.booleans())
def test_monthly_dates_are_reckoned_from_the_anchor(anchor, k, unit, to_end):
    """The k-th date has the anchor's day or its month's last, never a day that wandered."""
    rule = EndOfMonth.END_OF_MONTH if to_end else EndOfMonth.SAME_DAY
    found = nth(anchor, Cycle(1, unit), k, rule)
    months = {"M": 1, "Q": 3, "H": 6, "Y": 12}[unit]

    passed = 12 * (found.year - anchor.year) + found.month - anchor.month
    last = calendar.monthrange(found.year, found.month)[1]
    ends = to_end and (anchor + ONE_DAY).day == 1
    assert passed == k * months
    assert found.day == (last if ends else min(anchor.day, last))


@given(DAYS, st.integers(1, 60), st.integers(0, 700), st.sampled_from(Stub))
def test_a_schedule_of_days_covers_the_time_to_its_end(anchor, count, length, stub):
    """Periods are whole but the last; a long last one is under two, a short one at most one."""
    end = anchor + timedelta(days=length)
    dates = between(anchor, Cycle(count, "D", stub), end)
    gaps = [(b - a).days for a, b in pairwise(dates)]

    assert dates[-1] == end
    assert dates[0] == anchor
    assert all(gap == count for gap in gaps[:-1])
    if gaps and stub is Stub.SHORT:
        assert 0 < gaps[-1] <= count
    elif len(gaps) > 1:
        assert count <= gaps[-1] < 2 * count


def test_an_anchor_after_the_end_leaves_the_end():
    """Nothing recurs before it begins."""
    assert between(date(2027, 5, 1), Cycle(1, "M"), date(2027, 1, 1)) == [date(2027, 1, 1)]


def test_cycles_beyond_the_calendar_are_refused():
    """Neither years without end nor millions of dates are run through."""
    with pytest.raises(BadInput, match="lies in the year"):
        nth(date(2027, 1, 1), Cycle(99999, "Y"), 1)
    with pytest.raises(BadInput, match="beyond the calendar"):
        nth(date(2027, 1, 1), Cycle(99999, "W"), 99999)
    with pytest.raises(BadInput, match="more than 100000 dates"):
        between(date(2027, 1, 1), Cycle(1, "D"), date(2700, 1, 1))


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.HALF_EVEN, [2, 2, 2, 3, 4]),
        (Rounding.HALF_UP, [2, 2, 3, 3, 4]),
        (Rounding.UP, [2, 3, 3, 3, 4]),
        (Rounding.DOWN, [2, 2, 2, 2, 3]),
    ],
)
def test_roundings_by_name(rounding, expected):
    """Ties and others go where the name says, with negative amounts as mirror images."""
    quarters = [Fraction(n, 4) for n in (8, 9, 10, 11, 15)]
    scale = Scale(2, rounding)

    assert [scale.rounded(one) for one in quarters] == expected
    assert [scale.rounded(-one) for one in quarters] == [-n for n in expected]


@given(st.fractions(-(10**6), 10**6), st.sampled_from(Rounding))
def test_rounding_moves_by_less_than_a_unit(value, rounding):
    """No rounding is off by a unit, nor does it turn a sign around."""
    found = Scale(0, rounding).rounded(value)

    assert abs(found - value) < 1
    assert found * value >= 0


@given(st.integers(-(10**20), 10**20), st.integers(0, 12))
def test_units_and_amounts_are_the_same_thing(units, decimals):
    """What is written out in the main unit is read back as the same units."""
    scale = Scale(decimals)

    assert scale.units(scale.amount(units)) == units
