"""
ACTUS contracts that are not offered or cannot be read.

├── when a feature is not offered            → {"unsupported": feature}
├── when a term is missing or unreadable     → BadInput names it
└── when an observation is missing           → BadInput names the market object or the time
"""

import pytest

from silkline.errors import BadInput
from silkline.schedules import actus
from tests.sdk.actus_terms import ANN, PAM, RESET, run


@pytest.mark.parametrize(
    ("change", "feature"),
    [
        ({"contractType": "NAM"}, "contractType NAM"),
        ({"contractRole": "BUY"}, "contractRole BUY"),
        ({"dayCountConvention": "BUS252"}, "dayCountConvention BUS252"),
        ({"calendar": "CC"}, "calendar CC"),
        ({"businessDayConvention": "XF"}, "businessDayConvention XF"),
        ({"endOfMonthConvention": "EM"}, "endOfMonthConvention EM"),
        ({"prepaymentEffect": "A"}, "prepaymentEffect A"),
        ({"contractPerformance": "DF"}, "contractPerformance DF"),
        ({"cyclePointOfInterestPayment": "B"}, "cyclePointOfInterestPayment B"),
        ({"scalingEffect": "OOM"}, "scalingEffect OOM"),
        ({"settlementCurrency": "USD"}, "settlementCurrency USD"),
        ({"fixingDays": "P1M"}, "fixingDays P1M"),
        ({"arrayCycleOfInterestPayment": ["P1ML0"]}, "arrayCycleOfInterestPayment"),
    ],
)
def test_what_is_not_offered_is_named(change, feature):
    """No feature is passed over in silence: the answer is its name."""
    assert run({**PAM, **change}) == {"unsupported": feature}


def test_observed_events_are_not_offered():
    """A case with unscheduled events needs what is not offered."""
    case = {"terms": PAM, "eventsObserved": [{"type": "PP"}]}

    assert actus.run_case(case) == {"unsupported": "eventsObserved"}


def test_terms_without_effect_are_passed_over():
    """Neutral values, nulls, empty text and terms that no event depends on change nothing."""
    more = {
        "prepaymentEffect": "N",
        "penaltyType": "A",
        "settlementCurrency": "EUR",
        "contractID": "x",
        "calendar": None,
        "feeRate": " ",
    }

    assert run({**PAM, **more}) == run(PAM)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"notionalPrincipal": None}, "the terms lack notionalPrincipal"),
        ({"notionalPrincipal": "-5"}, "notionalPrincipal is above 0, got -5: see contractRole"),
        ({"notionalPrincipal": "1,200"}, "notionalPrincipal is a number such as 0.08"),
        ({"notionalPrincipal": 1200.5}, "notionalPrincipal is a number"),
        ({"notionalPrincipal": True}, "notionalPrincipal is a number"),
        ({"nominalInterestRate": "1e999"}, "nominalInterestRate is a number"),
        ({"maturityDate": "1 April"}, "maturityDate is a time such as 2027-03-31T00:00:00"),
        ({"maturityDate": "2027-04-01T00:00:00Z"}, "maturityDate is a time"),
        ({"maturityDate": "9999-04-01T00:00:00"}, "maturityDate is a time"),
        ({"maturityDate": 2027}, "maturityDate is a time"),
        ({"maturityDate": None}, "need a maturity date"),
        ({"currency": 978}, "currency is text, got 978"),
        ({"cycleOfInterestPayment": "monthly"}, "'monthly' is no cycle"),
        ({"scalingIndexAtContractDealDate": "0"}, "scalingIndexAtContractDealDate is not 0"),
    ],
)
def test_terms_that_cannot_be_read_are_refused(change, message):
    """The refusal names the term, what it was and what it would have to be."""
    with pytest.raises(BadInput, match=message):
        run({**PAM, **change})


@pytest.mark.parametrize("case", [{}, {"terms": []}, {"terms": PAM, "dataObserved": ["x"]}])
def test_what_is_no_case_is_refused(case):
    """A case has terms and observations by name."""
    with pytest.raises(BadInput, match="a case is"):
        actus.run_case(case)


@pytest.mark.parametrize("series", [None, [], {"data": 1}, {"data": [1]}])
def test_what_is_no_series_is_refused(series):
    """Observations are times and values."""
    with pytest.raises(BadInput, match="series 'INDEX' is"):
        actus.run_case({"terms": PAM, "dataObserved": {"INDEX": series}})


def test_json_that_is_none_is_refused():
    """Broken text and nesting without end are refused alike."""
    for written in ("{", "[" * 100_000):
        with pytest.raises(BadInput, match="no JSON that can be read"):
            actus.read_json(written)


def test_a_reset_needs_an_observation():
    """Neither an unknown market object nor one observed too late is taken for a rate."""
    with pytest.raises(BadInput, match=r"no data on the market object 'INDEX'; known: \['OTHER'\]"):
        run({**PAM, **RESET}, OTHER=[("2027-02-01", "0.02")])
    with pytest.raises(BadInput, match="no observation at or before 2027-02-01T00:00:00"):
        run({**PAM, **RESET}, INDEX=[("2027-02-02", "0.02")])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nextPrincipalRedemptionPayment": "5"}, "payments of 5 never redeem 1200"),
        ({"nextPrincipalRedemptionPayment": "10.00001"}, "are more than 100000"),
        ({"nextPrincipalRedemptionPayment": None}, "an amount of the principal payments"),
        ({"cycleOfPrincipalRedemption": None}, "principal payments need a cycle"),
    ],
)
def test_an_annuity_without_end_is_refused(change, message):
    """Without a maturity the payments have to exceed the interest, and to have a cycle."""
    terms = {**ANN, "maturityDate": None, "nextPrincipalRedemptionPayment": "500", **change}

    with pytest.raises(BadInput, match=message):
        run(terms)


def test_an_annuity_that_no_payment_pays_off_is_refused():
    """At -200 % a year a payment a year early takes as much interest away as it pays."""
    terms = {
        **ANN,
        "nominalInterestRate": "-2",
        "cycleAnchorDateOfPrincipalRedemption": "2028-01-01T00:00:00",
        "cycleAnchorDateOfInterestPayment": "2028-01-01T00:00:00",
        "cycleOfPrincipalRedemption": "P1YL0",
        "cycleOfInterestPayment": "P1YL0",
        "maturityDate": "2029-01-01T00:00:00",
    }

    with pytest.raises(BadInput, match="no payment pays the annuity off"):
        run(terms)
