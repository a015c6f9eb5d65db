"""
The arithmetic of loans, by hand.

├── terms     what has no meaning                            → BadInput that names it
├── days      leap years, month ends, 30E/360, resets
├── plan      the four methods; powers as the contract rounds them, or refuses them
├── account   days of grace, default, prepayment, refunds, new terms
└── words     what does not fit stops at the largest number
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from silkline import BadInput
from silkline import loan_math as lm
from silkline.dates import date_of, day_number

START = day_number("2027-01-15")
CENTS = 1_200_000_00


def terms(**changes: object) -> lm.LoanTerms:
    """Return an annuity of twelve months at 4.35 %, with changes."""
    given = {
        "rate": 43_500,
        "day_count": lm.DayCount.THIRTY_E_360,
        "method": lm.Method.ANNUITY,
        "first_due": day_number("2027-02-15"),
        "instalments": 12,
        "penalty_rate": 60_000,
        "grace_days": 5,
        "days_to_default": 30,
        **changes,
    }
    return lm.LoanTerms(**given)  # type: ignore[arg-type]


def drawn(of: lm.LoanTerms, amount: int = CENTS, day: int = START) -> lm.LoanState:
    """Return a loan of which *amount* was paid out on *day*."""
    return lm.release(lm.roll(of, lm.LoanState.opened(of), day), amount)


def after(of: lm.LoanTerms, state: lm.LoanState, day: str) -> lm.LoanState:
    """Return the loan on a day."""
    return lm.roll(of, state, day_number(day))


# Terms


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rate": -1}, r"rate must be an int in 0\.\.4294967295, got -1"),
        ({"rate": 4.35}, r"rate must be an int in 0\.\.4294967295, got 4\.35"),
        ({"spread": 1 << 31}, r"spread must be an int in -2147483648\.\.2147483647"),
        ({"instalments": True}, r"instalments must be an int in 0\.\.65535, got True"),
        ({"first_due": 1 << 24}, r"first_due must be an int in 0\.\.16777215"),
        ({"method": 4}, r"method is a Method, got 4"),
        ({"day_count": "ACT/360"}, r"day_count is a DayCount, got 'ACT/360'"),
        ({"prepayment": None}, r"prepayment is a Prepayment, got None"),
        ({"interest_only": 12}, r"instalments \(12\) must be more than .* \(12\)"),
        ({"instalments": 0}, r"instalments \(0\) must be more than .* \(0\)"),
        ({"interval": 0}, r"interval must be at least 1 month or day, got 0"),
        ({"method": lm.Method.BULLET}, r"a bullet has one instalment, got 12"),
        ({"floating": True}, r"resets every month or more .* got 0 months"),
        (
            {"floating": True, "reset_months": 1, "floor": 1_000_001},
            r"a floor of at most 100 %, got 1 months and 1000001 parts",
        ),
    ],
)
def test_terms_without_meaning_are_refused(change, message):
    """The refusal names the term and what it says."""
    with pytest.raises(BadInput, match=message):
        terms(**change)


def test_a_loan_does_not_go_back():
    """A day before the state's is refused with both."""
    with pytest.raises(BadInput, match=rf"stands at day {START}, asked for {START - 1}"):
        lm.quote(terms(), drawn(terms()), START - 1)


@pytest.mark.parametrize("amount", [0, -1, 1.0, "1", lm.MAX_AMOUNT + 1])
def test_what_is_no_amount_is_refused(amount):
    """Payments, payouts and refunds are whole numbers that fit 96 bits."""
    state = drawn(terms())
    for act in (
        lambda: lm.pay(terms(), state, amount),
        lambda: lm.collect(terms(), state, amount),
        lambda: lm.release(state, amount),
        lambda: lm.refund(terms(), state, amount),
    ):
        with pytest.raises(BadInput, match=r"an amount is an int in 1\.\."):
            act()


def test_more_than_the_principal_is_not_refunded():
    """A refund is principal that comes back; the refusal names both amounts."""
    with pytest.raises(BadInput, match=r"refund of 101 is more than the principal of 100"):
        lm.refund(terms(), drawn(terms(), 100), 101)


def test_instalments_have_numbers():
    """Instalment 0 and one after the last are refused."""
    for number in (0, 13):
        with pytest.raises(BadInput, match=rf"numbered 1\.\.12, got {number}"):
            lm.due_day(terms(), number)


# Days


def due_dates(of: lm.LoanTerms) -> list[str]:
    """List the due days as dates."""
    return [date_of(lm.due_day(of, number)).isoformat() for number in range(1, of.instalments + 1)]


def test_a_31st_falls_on_the_last_day_of_shorter_months():
    """31 January, 28 February, 31 March: each is counted from the first, not the one before."""
    first = terms(first_due=day_number("2027-01-31"), instalments=4)

    assert due_dates(first) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_the_end_of_a_month_stays_one_only_by_the_rule():
    """From 28 February on: the 28th of each month, or its last day."""
    first = terms(first_due=day_number("2027-02-28"), instalments=3)

    assert due_dates(first) == ["2027-02-28", "2027-03-28", "2027-04-28"]
    by_rule = replace(first, end_of_month=True)
    assert due_dates(by_rule) == ["2027-02-28", "2027-03-31", "2027-04-30"]
    earlier = replace(by_rule, first_due=day_number("2027-02-27"))
    assert due_dates(earlier) == ["2027-02-27", "2027-03-27", "2027-04-27"]


def test_leap_days_come_every_four_years_but_not_in_2100():
    """29 February is a due day in 2028 and 2000, and the 28th in 2027 and 2100."""
    for first, second in [
        ("2027-02-28", "2028-02-29"),
        ("2099-02-28", "2100-02-28"),
        ("1999-02-28", "2000-02-29"),
    ]:
        yearly = terms(first_due=day_number(first), instalments=2, interval=12, end_of_month=True)
        assert due_dates(yearly) == [first, second]


def test_due_days_in_days_know_no_months():
    """Every 30 days is every 30 days."""
    every = terms(interval=30, in_days=True, instalments=3, end_of_month=True)

    assert due_dates(every) == ["2027-02-15", "2027-03-17", "2027-04-16"]


def test_due_days_are_counted_to_the_end_of_a_day():
    """An instalment has fallen due on its day, not before, and there are only so many."""
    for of in (
        terms(),
        terms(in_days=True, interval=30),
        terms(first_due=day_number("2027-01-31")),
    ):
        for number in range(1, 13):
            due = lm.due_day(of, number)
            assert (lm.dues_by(of, due - 1), lm.dues_by(of, due)) == (number - 1, number)
        assert lm.dues_by(of, day_number("2100-01-01")) == 12


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2027-01-30", "2027-01-31", 0),
        ("2027-01-31", "2027-02-28", 28),
        ("2027-02-28", "2027-03-31", 32),
        ("2028-02-29", "2028-03-01", 2),
        ("2027-08-31", "2028-08-31", 360),
        ("2027-12-31", "2028-01-01", 1),
    ],
)
def test_thirty_e_360_by_hand(start, end, days):
    """A 31st counts as the 30th at either end, and the end of February is not moved."""
    span = (day_number(start), day_number(end))

    assert lm.day_count_days(lm.DayCount.THIRTY_E_360, *span) == days


def test_every_day_from_1970_to_2200_is_pythons():
    """Spans, months and 30E/360 agree with reckoning by calendar dates on each day (T52)."""
    day, number, months = date(1970, 1, 1), 0, 0
    while day < date(2200, 12, 31):
        following = day + timedelta(days=1)
        turned = (following.year - day.year) * 12 + following.month - day.month
        thirty = turned * 30 + min(following.day, 30) - min(day.day, 30)
        assert lm.day_count_days(lm.DayCount.THIRTY_E_360, number, number + 1) == thirty
        assert lm.day_count_days(lm.DayCount.ACT_360, number, number + 1) == 1
        if day.day == 31:
            assert date_of(lm.add_months(30, months)) == day
        months += turned
        day, number = following, number + 1


def test_months_end_with_pythons_calendar():
    """After the year 9999 there is nothing to count."""
    with pytest.raises(BadInput, match=r"120000 months after 2027-01-15 lies beyond the year 9999"):
        lm.add_months(START, 120_000)


FLOATING = terms(
    floating=True,
    spread=10_000,
    floor=20_000,
    first_reset=day_number("2027-03-31"),
    reset_months=1,
)


def test_a_rate_follows_the_last_fixing_up_to_its_reset_day():
    """One recorded on the reset day counts from it, one a day later from the next reset."""
    fixings = [
        lm.Fixing(day_number("2027-03-31"), 31_000),
        lm.Fixing(day_number("2027-04-01"), 50_000),
        lm.Fixing(day_number("2027-05-31"), -90_000),
        lm.Fixing(day_number("2027-06-30"), 2_000_000),
    ]
    rates = {
        "2027-03-30": 43_500,
        "2027-03-31": 41_000,
        "2027-04-29": 41_000,
        "2027-04-30": 60_000,
        "2027-05-30": 60_000,
        "2027-05-31": 20_000,
        "2027-06-30": 1_000_000,
    }

    found = {day: lm.rate_on(FLOATING, day_number(day), fixings) for day in rates}
    assert found == rates


def test_without_a_fixing_the_rate_of_the_terms_stays():
    """Nobody is charged by a rate that nobody has recorded."""
    assert lm.rate_on(FLOATING, day_number("2030-01-01"), []) == 43_500
    late = [lm.Fixing(day_number("2027-04-01"), 31_000)]
    assert lm.rate_on(FLOATING, day_number("2027-04-15"), late) == 43_500


def test_of_two_fixings_on_a_day_the_last_counts():
    """A correction on the same day is what holds in the end."""
    day = day_number("2027-03-31")

    assert lm.rate_on(FLOATING, day, [lm.Fixing(day, 31_000), lm.Fixing(day, 32_000)]) == 42_000


def test_interest_changes_its_rate_on_the_reset_day():
    """Two days at one rate and three at another are added, day by day."""
    fixings = [lm.Fixing(day_number("2027-03-01"), 31_000)]
    span = (day_number("2027-03-29"), day_number("2027-04-03"))
    act = replace(FLOATING, day_count=lm.DayCount.ACT_365F)

    assert lm.ppm_days(act, *span, fixings) == 2 * 43_500 + 3 * 41_000
    assert lm.ppm_days(FLOATING, *span, fixings) == 43_500 + 3 * 41_000


def test_a_fixing_counts_for_the_day_of_the_loans_calendar():
    """A value recorded at 20:00 UTC belongs to the next day eight hours further east."""
    seconds = START * 86_400 + 20 * 3600

    assert lm.Fixing.recorded(seconds, 1, 0) == lm.Fixing(START, 1)
    assert lm.Fixing.recorded(seconds, 1, 32) == lm.Fixing(START + 1, 1)


# Plan


def test_an_annuity_is_the_textbooks():
    """1.2 million at 4.35 % over twelve months: 102,371.88 a month, to the cent."""
    rows = list(lm.forecast(terms(), drawn(terms())))

    assert [row.principal for row in rows] == [
        *(9_802_188, 9_837_721, 9_873_382, 9_909_174, 9_945_094, 9_981_146),
        *(10_017_327, 10_053_640, 10_090_084, 10_126_661, 10_163_370, 10_200_213),
    ]
    assert [row.interest for row in rows[:3]] == [435_000, 399_468, 363_806]
    assert {row.amount for row in rows} == {10_237_188, 10_237_189}
    assert sum(row.principal for row in rows) == CENTS


def test_equal_principal_leaves_the_residue_to_the_last():
    """100 in three parts is 33, 33 and 34."""
    equal = terms(method=lm.Method.EQUAL_PRINCIPAL, instalments=3)

    assert [row.principal for row in lm.forecast(equal, drawn(equal, 100))] == [33, 33, 34]


def test_the_first_instalments_may_be_of_interest_alone():
    """Two periods of interest only, then the plan divides all of it by the other four."""
    later = terms(method=lm.Method.EQUAL_PRINCIPAL, instalments=6, interest_only=2)
    rows = list(lm.forecast(later, drawn(later, 1_000)))

    assert [row.principal for row in rows] == [0, 0, 250, 250, 250, 250]


def test_interest_only_and_bullet_pay_principal_at_the_end():
    """One pays interest on the way, the other all of it on its only due day."""
    only = terms(method=lm.Method.INTEREST_ONLY, instalments=3)
    bullet = terms(method=lm.Method.BULLET, instalments=1, first_due=day_number("2027-04-15"))

    assert [(r.interest, r.principal) for r in lm.forecast(only, drawn(only))] == [
        (435_000, 0),
        (435_000, 0),
        (435_000, CENTS),
    ]
    assert [r.amount for r in lm.forecast(bullet, drawn(bullet))] == [CENTS + 3 * 435_000]


def test_a_plan_in_days_goes_by_the_year_of_its_day_count():
    """Thirty days are 30/360 or 30/365 of a year, a month is a twelfth of any."""
    days = terms(in_days=True, interval=30, day_count=lm.DayCount.ACT_365F)

    assert lm.period_rate(days) == lm.RAY * 43_500 * 30 // (365 * 10**6)
    assert lm.period_rate(replace(days, day_count=lm.DayCount.ACT_360)) == lm.RAY * 3_625 // 10**6
    assert lm.period_rate(terms()) == lm.RAY * 3_625 // 10**6
    assert lm.period_rate(terms(interval=3)) == lm.RAY * 10_875 // 10**6


def test_an_annuity_without_interest_is_divided_once():
    """At 0 % the k-th instalment completes k parts of the whole, rounded down: 33, 33, 34."""
    free = terms(rate=0, instalments=6)

    assert [lm.planned(free, 100, 0, k) for k in range(7)] == [0, 16, 33, 50, 66, 83, 100]


@pytest.mark.parametrize(("rate", "periods"), [(lm.RAY, 400), (9 * lm.RAY, 78), (lm.RAY * 10, 128)])
def test_powers_beyond_the_contracts_words_are_refused(rate, periods):
    """What the contract would refuse to reckon is refused before anybody signs it."""
    with pytest.raises(BadInput, match=rf"{periods} periods at {rate} / 10\*\*27 each"):
        lm.growth(rate, periods)


def test_powers_are_rounded_to_the_nearest_at_each_step():
    """A product that ends in half a unit of the last place goes up."""
    tiny = lm.RAY // 2 + 1

    assert lm.growth(0, 5) == lm.growth(123, 0) == lm.RAY
    assert lm.growth(tiny - 1, 1) == lm.RAY + tiny - 1
    assert lm.growth(tiny, 2) == ((lm.RAY + tiny) ** 2 + lm.RAY // 2) // lm.RAY


# Account


def test_penalty_is_payable_only_after_the_days_of_grace():
    """Five days late it is forgiven with the payment, six days late it runs from the due day."""
    of, due = terms(), "2027-02-15"
    state = drawn(of)
    billed, late = 435_000, 435_000 + 9_802_188

    fifth, sixth = (after(of, state, day) for day in ("2027-02-20", "2027-02-21"))
    assert lm.account(of, fifth).penalty == 0
    assert lm.account(of, sixth).penalty == -(-late * 60_000 * 6 // (360 * 10**6))
    assert lm.account(of, sixth).days_past_due == 6
    assert lm.account(of, sixth).billed == billed
    paid = lm.pay(of, fifth, late + lm.account(of, fifth).accrued)
    assert (paid.penalty, paid.state.penalty, paid.state.oldest) == (0, 0, 0)
    assert after(of, state, due).oldest == day_number(due)


def test_overdue_principal_is_that_of_the_oldest_instalment_first():
    """Two instalments late, the first paid: the days are counted from the second."""
    of = terms(penalty_rate=0, rate=0, method=lm.Method.EQUAL_PRINCIPAL)
    late = after(of, drawn(of), "2027-03-20")
    half, one = (lm.pay(of, late, part).state for part in (5_000_000, 10_000_000))

    assert lm.account(of, late).overdue == 20_000_000
    assert date_of(half.oldest) == date(2027, 2, 15)
    assert date_of(one.oldest) == date(2027, 3, 15)


def test_of_a_shortened_loan_all_of_which_is_overdue_the_oldest_day_stays():
    """Which part is the last one is not known then, so no payment but the last moves the day."""
    of = terms(penalty_rate=0, rate=0, method=lm.Method.EQUAL_PRINCIPAL, instalments=4)
    ahead = lm.pay(of, drawn(of, 400), 250).state
    late = after(of, ahead, "2027-06-20")

    assert (late.overdue, late.principal) == (150, 150)
    assert lm.pay(of, late, 149).state.oldest == late.oldest == day_number("2027-02-15")
    smaller = replace(of, prepayment=lm.Prepayment.SMALLER)
    again = after(smaller, lm.pay(smaller, drawn(smaller, 400), 250).state, "2027-06-20")
    assert date_of(lm.pay(smaller, again, 149).state.oldest) == date(2027, 5, 15)


def test_while_interest_is_overdue_the_oldest_day_stays():
    """A part of the interest does not make the debtor younger in arrears."""
    of = terms(method=lm.Method.INTEREST_ONLY, penalty_rate=0)
    late = after(of, drawn(of), "2027-03-20")

    assert lm.pay(of, late, 869_999).state.oldest == day_number("2027-02-15")
    assert lm.pay(of, late, 870_000).state.oldest == 0


def test_paying_ahead_makes_fewer_instalments_or_smaller_ones():
    """A third paid on the first due day: eight instalments more, or eleven smaller ones."""
    for rule, numbers, second in (
        (lm.Prepayment.SHORTER, 8, 10_000_000),
        (lm.Prepayment.SMALLER, 12, 70_000_000 // 11),
    ):
        of = terms(rate=0, method=lm.Method.EQUAL_PRINCIPAL, prepayment=rule)
        due = after(of, drawn(of), "2027-02-15")
        ahead = lm.pay(of, due, 50_000_000).state
        rows = list(lm.forecast(of, ahead))
        assert rows[0].principal == second
        assert max(row.number for row in rows if row.principal) == numbers
        assert sum(row.principal for row in rows) == 70_000_000


def test_paying_exactly_what_is_due_is_not_paying_ahead():
    """The plan stays as it is until principal is paid that nobody has called for."""
    of = terms(prepayment=lm.Prepayment.SMALLER)
    due = after(of, drawn(of), "2027-02-15")
    exact, more = (lm.pay(of, due, 10_237_188 + extra).state for extra in (0, 1))

    assert (exact.base, exact.recast) == (CENTS, 0)
    assert (more.base, more.recast) == (CENTS - 9_802_189, 1)


def test_default_makes_everything_due_until_it_is_lifted():
    """Thirty-one days late the mark is set, and interest and penalty count on all principal."""
    of = terms()
    late = after(of, drawn(of), "2027-03-18")
    marked = lm.mark_default(of, late)
    owed = lm.account(of, marked)

    assert owed.due == owed.payoff
    assert owed.overdue == owed.principal == CENTS
    next_day = lm.roll(of, marked, marked.day + 1)
    assert next_day.penalty - late.penalty == (CENTS + late.billed) * 60_000
    assert lm.lift_default(of, marked) == late


def test_a_refund_lowers_principal_and_plan():
    """What a payee returns is as if it had not been drawn, from that day on."""
    of = terms(method=lm.Method.EQUAL_PRINCIPAL)
    back = lm.refund(of, drawn(of), CENTS // 2)

    assert (back.principal, back.base) == (CENTS // 2, CENTS // 2)
    assert [row.principal for row in lm.forecast(of, back)] == [CENTS // 24] * 12


def test_a_refund_of_a_part_keeps_the_arrears_of_the_rest():
    """It lowers what is overdue, but not the days past due nor the penalty so far."""
    of = terms(rate=0, method=lm.Method.BULLET, instalments=1, first_due=START + 10)
    late = lm.roll(of, drawn(of), START + 16)
    left = lm.refund(of, late, CENTS - 1)

    assert (left.overdue, left.principal, left.base) == (1, 1, 1)
    assert (left.oldest, left.penalty) == (late.oldest, late.penalty)


def test_a_refund_of_all_within_the_grace_ends_arrears():
    """With nothing overdue left and no penalty payable, nothing is past due."""
    of = terms(rate=0, method=lm.Method.BULLET, instalments=1, first_due=START + 10)
    late = lm.roll(of, drawn(of), START + 11)

    assert lm.account(of, late).penalty == 0 < late.penalty
    assert (lm.refund(of, late, CENTS).oldest, lm.refund(of, late, CENTS).penalty) == (0, 0)


def test_a_refund_of_all_after_the_last_due_day_bills_the_interest():
    """What accrued since is overdue and bears penalty: no due day comes that would bill it."""
    of = terms(method=lm.Method.BULLET, instalments=1, first_due=START + 10)
    late = lm.roll(of, drawn(of), START + 10)
    late = lm.roll(of, lm.collect(of, late, late.billed).state, START + 13)
    left = lm.refund(of, late, CENTS)

    owed = lm.account(of, late).payoff - CENTS
    assert (left.billed, left.accrued, left.oldest) == (owed, 0, START + 10)
    assert lm.account(of, left).due == lm.account(of, left).payoff == owed > 0
    next_day = lm.roll(of, left, START + 14)
    assert next_day.penalty - left.penalty == owed * 60_000


def test_a_refund_of_all_in_a_period_leaves_its_interest_to_the_due_day():
    """Interest is billed once, on its due day, though nothing accrues any more."""
    of = terms()
    late = lm.roll(of, drawn(of), START + 5)
    left = lm.refund(of, late, CENTS)

    assert (left.billed, left.accrued) == (0, late.accrued)
    assert lm.roll(of, left, of.first_due).billed == lm.account(of, left).accrued > 0


def test_principal_called_in_early_stays_overdue_until_default_is_lifted():
    """In default, with all that fell due paid, all principal is past due and bears penalty."""
    of = terms()
    marked = lm.mark_default(of, after(of, drawn(of), "2027-03-18"))
    owed = lm.account(of, marked)
    arrears = owed.penalty + owed.billed + marked.overdue
    current = lm.pay(of, marked, arrears).state

    assert (current.oldest, current.overdue, current.defaulted) == (marked.oldest, 0, True)
    assert lm.roll(of, current, current.day + 1).penalty == current.principal * 60_000
    assert lm.lift_default(of, current).oldest == 0


def test_new_terms_carry_what_is_due_and_what_has_accrued():
    """Billed interest and payable penalty stay due from today; the plan begins anew."""
    of = terms()
    new = replace(of, first_due=day_number("2027-06-15"), instalments=6, interest_only=1)
    late = after(of, drawn(of), "2027-02-25")
    before, state = lm.account(of, late), lm.amend(of, new, late)

    assert state.billed == before.billed + before.penalty
    assert (state.oldest, state.overdue, state.penalty) == (late.day, 0, 0)
    assert (state.base, state.recast, state.accrued) == (CENTS, 1, late.accrued)
    assert lm.account(new, state).payoff == before.payoff


def test_another_year_has_accrued_interest_rounded_up():
    """From a year of 360 days to one of 365 whole units are carried, not numerators."""
    of = terms(rate=43_501)
    new = replace(of, day_count=lm.DayCount.ACT_365F, first_due=day_number("2027-06-15"))
    state = lm.roll(of, drawn(of), START + 1)
    amended = lm.amend(of, new, state)

    assert state.accrued % of.scale
    assert amended.accrued == lm.account(of, state).accrued * new.scale
    with pytest.raises(BadInput, match=rf"new first due day {START} must lie after day {START}"):
        lm.amend(of, replace(of, first_due=START), drawn(of))


def test_a_loan_without_debt_only_gets_older():
    """Before the first release due days pass without a trace."""
    empty = lm.LoanState.opened(terms(interest_only=3))
    later = lm.roll(terms(interest_only=3), empty, day_number("2030-01-01"))

    assert later == replace(empty, day=day_number("2030-01-01"), dues=12)


# Words


def test_what_a_word_cannot_hold_is_left_out():
    """The largest loan at the largest rates stops at the widths of its words, for ever."""
    only, most = lm.Method.INTEREST_ONLY, 2**32 - 1
    of = terms(rate=most, penalty_rate=most, instalments=2, interval=600, method=only)
    huge = drawn(of, lm.MAX_AMOUNT)
    before, end = (after(of, huge, day) for day in ("2027-02-14", "2300-01-01"))

    assert before.accrued == lm.MAX_ACCRUED
    assert end.billed <= lm.MAX_AMOUNT
    assert end.accrued == lm.MAX_ACCRUED
    assert after(of, end, "2320-01-01").billed == end.billed


def test_billed_interest_stops_at_the_largest_amount():
    """It can always be stored."""
    of = terms(method=lm.Method.INTEREST_ONLY)
    full = replace(drawn(of), billed=lm.MAX_AMOUNT - 1)

    assert after(of, full, "2027-02-15").billed == lm.MAX_AMOUNT


# From the chain


def test_terms_and_state_are_read_from_the_chains_answers():
    """The wire's names and numbers are taken over; an index of zeros is a fixed rate."""
    from tests.sdk.loans import wire

    of = replace(FLOATING, grace_days=3, prepayment=lm.Prepayment.SMALLER, end_of_month=True)
    for one in (of, terms()):
        assert lm.LoanTerms.from_chain(wire(one)) == one
        text = {**wire(one), "index": "0x" + wire(one)["index"].hex()}
        assert lm.LoanTerms.from_chain(text) == one
    state = after(terms(), drawn(terms()), "2027-03-20")
    assert lm.LoanState.from_chain(vars(state)) == state
