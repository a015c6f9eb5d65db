"""
Effective rates a year.

├── when the flows change their sign never or twice  → BadInput
├── when the rate lies outside the bounds            → BadInput
└── otherwise                                        → the rate at which they are worth nothing
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline.errors import BadInput
from silkline.schedules import DayCount, Row, Schedule, apr, irr

START = date(2027, 1, 1)


def yearly(amounts):
    """Return flows on the first of January of years in turn."""
    return [(date(2027 + k, 1, 1), amount) for k, amount in enumerate(amounts)]


@pytest.mark.parametrize("amounts", [[], [-1], [5, 5], [-1, 3, -1], [-100, 0]])
def test_flows_without_one_rate_are_refused(amounts):
    """Never, or more than once: the message says how often the sign changes."""
    with pytest.raises(BadInput, match=r"change their sign [02] times; a rate needs exactly once"):
        irr(yearly(amounts))


def test_rates_beyond_all_bounds_are_refused():
    """Neither losing all nor winning a thousand millionfold is called a rate."""
    with pytest.raises(BadInput, match="lies outside"):
        irr(yearly([-(10**9), 1]))
    with pytest.raises(BadInput, match="lies outside"):
        irr(yearly([-1, 10**10 + 1]))


def test_a_loss_over_a_long_time_is_found():
    """A thousand millionth is left after 200 years: ten to the -9/200 less one a year."""
    flows = [(date(1990, 1, 1), -(10**9)), (date(2190, 1, 1), 1)]

    assert irr(flows, DayCount.THIRTY_E_360) == Decimal("-0.098428862394")


def test_flows_of_one_day_have_no_rate():
    """Where no time passes no rate makes the flows worth nothing."""
    with pytest.raises(BadInput, match="lies outside"):
        irr([(START, -100), (START, 110)])


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_the_rate_makes_flows_worth_nothing(lent, back):
    """In whole years (30E/360) the value is a rational number, and it changes sign there."""
    if not any(back):
        back = [*back, 1]
    try:
        rate = Fraction(irr(yearly([-lent, *back]), DayCount.THIRTY_E_360))
    except BadInput:
        assert sum(back) < lent / 1000 or sum(back) > lent * 1000
        return

    def worth(at):
        return sum(flow / (1 + at) ** k for k, flow in enumerate([-lent, *back]))

    step = Fraction(1, 10**12)
    assert worth(rate - step) >= 0 >= worth(rate + step)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_rate_does_not_depend_on_the_side(lent, back):
    """Lender and borrower reckon the same rate."""
    flows = yearly([-lent, back])
    rate = None
    try:
        rate = irr(flows)
    except BadInput:
        with pytest.raises(BadInput):
            irr([(day, -amount) for day, amount in flows])
    if rate is not None:
        assert irr([(day, -amount) for day, amount in flows]) == rate


def test_a_fee_raises_the_cost():
    """A hundred of which two are kept back, for a hundred and five after a year: 7/98."""
    schedule = Schedule("EUR", 2, START, 100_00, [Row(date(2028, 1, 1), 5_00, 100_00, 0)])

    assert apr(schedule) == Decimal("0.050000000000")
    assert apr(schedule, fee=2_00) == Decimal("0.071428571429")


def test_monthly_interest_costs_more_than_its_rate():
    """One per cent a month of 30 days by 360 is 12.6825 % a year, as tables have it."""
    days = [date(2027, m, 1) for m in range(2, 13)] + [date(2028, 1, 1)]
    rows = [Row(day, 1_00, 0, 100_00) for day in days[:-1]]
    schedule = Schedule("EUR", 2, START, 100_00, [*rows, Row(days[-1], 1_00, 100_00, 0)])

    assert apr(schedule, day_count=DayCount.THIRTY_E_360) == Decimal("0.126825030132")
