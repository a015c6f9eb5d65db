"""Terms of small ACTUS contracts, and the events that they have."""

from decimal import Decimal

from silkline.schedules import actus

PAM = {
    "contractType": "PAM",
    "contractRole": "RPA",
    "currency": "EUR",
    "statusDate": "2026-12-31T00:00:00",
    "initialExchangeDate": "2027-01-01T00:00:00",
    "maturityDate": "2027-04-01T00:00:00",
    "notionalPrincipal": "1200",
    "nominalInterestRate": "0.1",
    "dayCountConvention": "30E360",
    "cycleAnchorDateOfInterestPayment": "2027-02-01T00:00:00",
    "cycleOfInterestPayment": "P1ML0",
}
LAM = {
    **PAM,
    "contractType": "LAM",
    "cycleAnchorDateOfPrincipalRedemption": "2027-02-01T00:00:00",
    "cycleOfPrincipalRedemption": "P1ML0",
    "nextPrincipalRedemptionPayment": "500",
}
ANN = {
    name: value
    for name, value in {**LAM, "contractType": "ANN"}.items()
    if name != "nextPrincipalRedemptionPayment"
}
RESET = {
    "cycleAnchorDateOfRateReset": "2027-02-01T00:00:00",
    "cycleOfRateReset": "P1ML0",
    "marketObjectCodeOfRateReset": "INDEX",
}
SCALING = {
    "cycleAnchorDateOfScalingIndex": "2027-02-15T00:00:00",
    "cycleOfScalingIndex": "P1YL1",
    "marketObjectCodeOfScalingIndex": "INDEX",
    "scalingIndexAtContractDealDate": "50",
}


def run(terms, to="", **observed):
    """Run a case; *observed* is index = [(day, value), ...]."""
    data = {
        name: {"data": [{"timestamp": f"{day}T00:00:00", "value": value} for day, value in points]}
        for name, points in observed.items()
    }
    return actus.run_case({"terms": terms, "to": to, "dataObserved": data})


def brief(events, *kinds):
    """Return month and day, kind and payoff of each event, or of those of some kinds."""
    chosen = [e for e in events if not kinds or e["eventType"] in kinds]
    return [(e["eventDate"][5:10], e["eventType"], e["payoff"].normalize() + 0) for e in chosen]


def pairs(*rows):
    """Return rows with their payoffs as decimals, to compare with ``brief``."""
    return [(day, kind, Decimal(payoff).normalize() + 0) for day, kind, payoff in rows]
