"""
Contracts by the ACTUS standard: what the public cases do not show, worked out by hand.

├── with ten more decimals   → fees, bounds of rates, shifts, purchases, capitalisation, ...
└── in minor units           → principal adds up, and roundings stay small
"""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silkline.errors import BadInput
from silkline.schedules import Rounding, Scale, actus
from silkline.schedules.actus.events import events_of
from tests.sdk.actus_terms import ANN, LAM, PAM, RESET, SCALING, brief, pairs, run


def test_bullet_by_hand():
    """1,200 at ten per cent by 30E/360 pays ten a month and the principal at the end."""
    assert brief(run(PAM)) == pairs(
        ("01-01", "IED", -1200),
        ("02-01", "IP", 10),
        ("03-01", "IP", 10),
        ("04-01", "IP", 10),
        ("04-01", "MD", 1200),
    )


def test_events_need_a_maturity():
    """The dates of a contract whose end has not been worked out are not guessed."""
    contract = actus.read_contract({**LAM, "maturityDate": None}, {})

    with pytest.raises(BadInput, match="the contract has no maturity yet"):
        events_of(contract)


def test_without_a_rate_nothing_is_said_of_interest():
    """A loan without a rate has its principal events alone."""
    events = run({**PAM, "nominalInterestRate": None})

    assert brief(events) == pairs(("01-01", "IED", -1200), ("04-01", "MD", 1200))


def test_without_a_cycle_interest_is_paid_at_the_end():
    """With a rate and no interest dates the interest of all three months is paid at maturity."""
    once = {"cycleAnchorDateOfInterestPayment": None, "cycleOfInterestPayment": None}

    assert brief(run({**PAM, **once}), "IP") == pairs(("04-01", "IP", 30))


def test_an_anchor_without_a_cycle_is_one_date():
    """An interest date of its own, and the end."""
    events = run({**PAM, "cycleOfInterestPayment": None})

    assert brief(events, "IP") == pairs(("02-01", "IP", 10), ("04-01", "IP", 20))


def test_a_cycle_without_an_anchor_begins_one_period_later():
    """The first interest date is one cycle after the money was paid out."""
    assert run({**PAM, "cycleAnchorDateOfInterestPayment": None}) == run(PAM)


def test_interest_dates_before_the_money_make_accrued_interest():
    """An anchor before the initial exchange accrues from there, and has no event of its own."""
    early = {"cycleAnchorDateOfInterestPayment": "2026-12-16T00:00:00"}
    events = run({**PAM, "statusDate": "2026-12-01T00:00:00", **early})

    assert events[0]["accruedInterest"] == 5
    assert brief(events, "IP")[0] == pairs(("01-16", "IP", 10))[0]


def test_accrued_interest_of_the_terms_is_paid_first():
    """What the terms say has accrued is taken over, before and after the initial exchange."""
    before = run({**PAM, "accruedInterest": "3"})
    after = run({**PAM, "accruedInterest": "3", "statusDate": "2027-01-16T00:00:00"})

    assert brief(before, "IP")[0] == pairs(("02-01", "IP", 13))[0]
    assert brief(after)[0] == pairs(("02-01", "IP", 8))[0]


def test_a_running_contract_accrues_from_its_last_interest_date():
    """Half a month had accrued on the status date; events up to then are not shown."""
    events = run({**PAM, "statusDate": "2027-02-16T00:00:00"})

    assert brief(events) == pairs(("03-01", "IP", 10), ("04-01", "IP", 10), ("04-01", "MD", 1200))


def test_events_on_the_status_date_have_been():
    """A contract as it stands after the events of a day does not repeat them."""
    assert brief(run({**PAM, "statusDate": "2027-03-01T00:00:00"}), "IP") == pairs(
        ("04-01", "IP", 10)
    )


def test_nothing_is_shown_after_the_last_time_of_interest():
    """Events at that time are shown, later ones are not."""
    assert brief(run(PAM, to="2027-02-01T00:00:00"))[-1] == pairs(("02-01", "IP", 10))[0]


def test_midnight_has_two_names():
    """24:00 is the 00:00 of the next day."""
    assert run({**PAM, "maturityDate": "2027-03-31T24:00:00"}) == run(PAM)


@pytest.mark.parametrize(
    ("convention", "shown", "days"),
    [
        ("SCF", ["02-01", "03-01"], [30, 30]),
        ("SCP", ["01-29", "02-26"], [28, 27]),
        ("CSF", ["02-01", "03-01"], [29, 28]),
        ("CSP", ["01-29", "02-26"], [29, 28]),
    ],
)
def test_shifts_before_or_after_calculation(convention, shown, days):
    """31 January and 28 February 2027 are Sundays: days move, interest only where it follows."""
    shift = {"calendar": "MF", "businessDayConvention": convention}
    events = run({**PAM, **shift, "cycleAnchorDateOfInterestPayment": "2027-01-31T00:00:00"})
    paid = [event for event in events if event["eventType"] == "IP"][:2]

    assert [event["eventDate"][5:10] for event in paid] == shown
    assert [round(event["payoff"] * 3) for event in paid] == days


def test_a_known_reset_comes_before_observed_ones():
    """The first reset after the status date has the rate of the terms; no data is needed."""
    terms = {**PAM, **RESET, "nextResetRate": "0.2"}
    events = run(terms, INDEX=[("2027-03-01", "0.3")])

    assert brief(events, "RRF", "RR") == pairs(("02-01", "RRF", 0), ("03-01", "RR", 0))
    assert brief(events, "IP") == pairs(
        ("02-01", "IP", 10), ("03-01", "IP", 20), ("04-01", "IP", 30)
    )


@pytest.mark.parametrize(
    ("bounds", "observed", "rates"),
    [
        ({}, ["0.3", "0.01"], ["0.3", "0.01"]),
        ({"rateMultiplier": "2", "rateSpread": "0.05"}, ["0.1", "-0.1"], ["0.25", "-0.15"]),
        ({"lifeCap": "0.2", "lifeFloor": "0.05"}, ["0.3", "0.01"], ["0.2", "0.05"]),
        ({"periodCap": "0.03", "periodFloor": "-0.02"}, ["0.3", "0.01"], ["0.13", "0.11"]),
        ({"periodCap": "0.03", "lifeCap": "0.12"}, ["0.3", "0.3"], ["0.12", "0.12"]),
    ],
)
def test_resets_are_held_in_their_bounds(bounds, observed, rates):
    """Multiplier and spread make the rate; a period bounds its change, a life its level."""
    points = list(zip(("2027-02-01", "2027-03-01"), observed, strict=True))
    events = run({**PAM, **RESET, **bounds}, INDEX=points)

    found = [event["nominalInterestRate"] for event in events if event["eventType"] == "RR"]
    assert found == [Decimal(rate) for rate in rates]


def test_rates_are_fixed_days_before_they_apply():
    """With two fixing days the reset of 1 February takes what was observed by 30 January."""
    terms = {**PAM, **RESET, "fixingDays": "P2D"}
    points = [("2027-01-29", "0.2"), ("2027-01-31", "0.9"), ("2027-02-27", "0.3")]

    found = run(terms, INDEX=points)
    rates = [event["nominalInterestRate"] for event in found if event["eventType"] == "RR"]
    assert rates == [Decimal("0.2"), Decimal("0.3")]


@pytest.mark.parametrize(("basis", "fees"), [("A", [-6, -6]), ("N", [-12, -6])])
def test_fees_by_amount_or_on_the_principal(basis, fees):
    """Six at a time, or six per cent a year on the principal; the debtor pays them."""
    terms = {
        **PAM,
        "contractRole": "RPL",
        "feeBasis": basis,
        "feeRate": "6" if basis == "A" else "0.06",
        "cycleAnchorDateOfFee": "2027-03-01T00:00:00",
        "cycleOfFee": "P1ML0",
    }

    assert [payoff for _, _, payoff in brief(run(terms), "FP")] == fees


def test_interest_on_the_initial_principal():
    """With the base NTIED redemptions do not lower the interest."""
    events = run({**LAM, "interestCalculationBase": "NTIED"})

    assert [payoff for _, _, payoff in brief(events, "IP")] == [10, 10, 10]


@pytest.mark.parametrize(
    ("effect", "interest", "principal"),
    [("IOO", "20", "1200"), ("ONO", "10", "2400"), ("INO", "20", "2400"), ("OOO", "10", "1200")],
)
def test_scaling_of_interest_and_principal(effect, interest, principal):
    """An index twice its start doubles what its effect names, from its date on."""
    events = run({**PAM, **SCALING, "scalingEffect": effect}, INDEX=[("2027-01-01", "100")])

    assert brief(events, "IP")[1:] == pairs(("03-01", "IP", interest), ("04-01", "IP", interest))
    assert brief(events, "MD") == pairs(("04-01", "MD", principal))


@pytest.mark.parametrize(("role", "bought", "sold"), [("RPA", -1105, 1305), ("RPL", 1095, -1295)])
def test_purchase_and_termination(role, bought, sold):
    """Price and accrued interest change hands; what lies before and after is not shown."""
    terms = {
        **PAM,
        "contractRole": role,
        "purchaseDate": "2027-01-16T00:00:00",
        "priceAtPurchaseDate": "1100",
        "terminationDate": "2027-02-16T00:00:00",
        "priceAtTerminationDate": "1300",
    }
    events = run(terms)

    assert brief(events, "PRD", "TD") == pairs(("01-16", "PRD", bought), ("02-16", "TD", sold))
    assert [event["eventType"] for event in events] == ["PRD", "IP", "TD"]
    assert events[-1]["notionalPrincipal"] == 0


def test_capitalised_interest_bears_interest():
    """January's ten become principal, so that February and March bear more."""
    events = run({**PAM, "capitalizationEndDate": "2027-02-01T00:00:00"})

    assert brief(events) == pairs(
        ("01-01", "IED", -1200),
        ("02-01", "IPCI", 0),
        ("03-01", "IP", "10.083333333333"),
        ("04-01", "IP", "10.083333333333"),
        ("04-01", "MD", 1210),
    )


def test_capitalisation_while_an_annuity_is_paid():
    """An annuity that capitalises its first interest is paid off all the same."""
    events = run({**ANN, "capitalizationEndDate": "2027-02-01T00:00:00"})

    last = {event["eventType"]: event["payoff"] for event in events[-2:]}
    level = [e["payoff"] for e in events if e["eventDate"] == "2027-03-01T00:00"]
    assert abs(sum(last.values()) - sum(level)) < Decimal("1e-10")


def test_an_annuity_whose_base_lags():
    """With a base of interest of its own the level payment still leaves nothing."""
    base = {
        "interestCalculationBase": "NTL",
        "interestCalculationBaseAmount": "1200",
        "cycleAnchorDateOfInterestCalculationBase": "2027-03-01T00:00:00",
        "cycleOfInterestCalculationBase": "P1ML1",
    }
    events = run({**ANN, **base})

    paid = [
        sum(e["payoff"] for e in events if e["eventDate"][5:7] == m) for m in ("02", "03", "04")
    ]
    assert max(paid) - min(paid) < Decimal("1e-10")


def test_an_annuity_for_longer_than_its_term_leaves_a_rest():
    """Payments as for a year are lower, and the maturity takes what they leave."""
    year = run({**ANN, "amortizationDate": "2028-01-01T00:00:00"})
    term = run(ANN)

    assert year[2]["payoff"] < term[2]["payoff"]
    assert year[-1]["payoff"] > 900


def test_a_running_annuity_fixes_its_payment_without_an_event():
    """On the status date the payment follows from what is outstanding and the dates to come."""
    events = run({**ANN, "statusDate": "2027-02-01T00:00:00"})
    payments = [sum(e["payoff"] for e in events if e["eventDate"][5:7] == m) for m in ("03", "04")]

    assert [e["eventType"] for e in events] == ["PR", "IP", "IP", "MD"]
    assert abs(payments[0] - payments[1]) < Decimal("1e-10")


def test_equal_parts_of_what_is_outstanding():
    """Without a payment in the terms each principal date and the maturity take an equal part."""
    parts = {**LAM, "nextPrincipalRedemptionPayment": None}
    running = {**parts, "statusDate": "2027-02-01T00:00:00"}

    assert [p for _, _, p in brief(run(parts), "PR", "MD")] == [400, 400, 400]
    assert [p for _, _, p in brief(run(running), "PR", "MD")] == [600, 600]


def test_the_last_payment_of_a_running_amortiser_is_its_maturity():
    """1,200 in parts of 500 from the next date on: two of them, and the rest a month later."""
    terms = {**LAM, "maturityDate": None, "statusDate": "2027-02-01T00:00:00"}

    assert brief(run(terms), "PR", "MD") == pairs(
        ("03-01", "PR", 500), ("04-01", "PR", 500), ("05-01", "MD", 200)
    )


@st.composite
def loans(draw):
    """Return terms of an amortising loan with irregular dates."""
    kind = draw(st.sampled_from([LAM, ANN]))
    months = draw(st.integers(2, 40))
    return {
        **kind,
        "contractRole": draw(st.sampled_from(["RPA", "RPL"])),
        "notionalPrincipal": str(draw(st.integers(100_00, 10**10)) / Decimal(100)),
        "nominalInterestRate": str(Decimal(draw(st.integers(0, 2000))).scaleb(-4)),
        "nextPrincipalRedemptionPayment": None,
        "dayCountConvention": draw(st.sampled_from(["A360", "A365", "AA", "30E360"])),
        "maturityDate": f"{2027 + months // 12}-{1 + months % 12:02}-17T00:00:00",
    }


@settings(max_examples=80)
@given(loans(), st.sampled_from(Rounding))
def test_minor_units_add_up(terms, rounding):
    """In cents principal comes back to the cent, and only the last payment takes residues."""
    contract = actus.read_contract(terms, {})
    outcomes = actus.evaluate(contract, Scale(2, rounding))
    redeemed = sum(o.payoff for o in outcomes if o.kind.name in ("PR", "MD"))

    assert redeemed == contract.sign * int(contract.notional * 100)
    assert outcomes[-1].notional == outcomes[-1].accrued == 0
    if contract.kind is actus.Kind.ANN:
        due = {}
        for o in outcomes[1:]:
            due[o.time] = due.get(o.time, 0) + o.payoff
        levels = {payoff for time, payoff in due.items() if payoff and time != outcomes[-1].time}
        assert len(levels) <= 1


@settings(max_examples=60)
@given(loans())
def test_the_same_code_with_ten_more_decimals(terms):
    """Cents and exact figures differ by no more than the roundings, grown by the interest."""
    contract = actus.read_contract(terms, {})
    cents = actus.evaluate(contract, Scale(2))
    fine = actus.evaluate(contract, Scale(12))

    assert [(o.time, o.kind) for o in cents] == [(o.time, o.kind) for o in fine]
    for number, (rough, exact) in enumerate(zip(cents, fine, strict=True), 1):
        assert abs(rough.payoff * 10**10 - exact.payoff) <= 4 * number * 10**10
