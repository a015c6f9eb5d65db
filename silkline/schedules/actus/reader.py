"""
Contracts and observations in the JSON of the public ACTUS tests.

Numbers may be JSON numbers or text, with spaces around them. A term that this package does not
know, or a value that it does not offer, is never passed over: ``Unsupported`` names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

from silkline.errors import BadInput
from silkline.schedules.actus.contract import (
    Base,
    Contract,
    Kind,
    RateReset,
    Recurrence,
    Series,
    Unsupported,
)
from silkline.schedules.actus.values import choice, moment, number, one_of, period, text
from silkline.schedules.calendars import Calendar, Shift
from silkline.schedules.cycles import Cycle, EndOfMonth
from silkline.schedules.daycounts import DayCount

__all__ = ["read_contract", "read_series"]

_DAY_COUNTS: Final = {
    "AA": DayCount.ACT_ACT_ISDA,
    "A360": DayCount.ACT_360,
    "A365": DayCount.ACT_365F,
    "30E360": DayCount.THIRTY_E_360,
    "30E360ISDA": DayCount.THIRTY_E_360_ISDA,
    "28E336": DayCount.TWENTY_EIGHT_E_336,
    "A/AISDA": DayCount.ACT_ACT_ISDA,
    "A/360": DayCount.ACT_360,
    "A/365": DayCount.ACT_365F,
    "30E/360": DayCount.THIRTY_E_360,
    "30E/360ISDA": DayCount.THIRTY_E_360_ISDA,
}
_NO_EFFECT: Final = frozenset(
    {
        "contractDealDate",
        "contractID",
        "counterpartyID",
        "creatorID",
        "delinquencyPeriod",
        "delinquencyRate",
        "gracePeriod",
        "guaranteedExposure",
        "legalEntityIDCounterparty",
        "legalEntityIDRecordCreator",
        "marketObjectCode",
        "marketValueObserved",
        "nonPerformingDate",
        "penaltyRate",
        "penaltyType",
        "seniority",
        "settlementPeriod",
    }
)
"""Terms that no event of the kinds offered depends on; penalties are for prepayment only."""
_NEUTRAL: Final = {
    "prepaymentEffect": {"N"},
    "contractPerformance": {"PF", "P"},
    "cyclePointOfInterestPayment": {"E"},
    "cyclePointOfRateReset": {"B"},
}
"""Terms of features that are not offered, with the values that do without the feature."""
_RECURRENCES: Final = {
    "interest": "InterestPayment",
    "principal": "PrincipalRedemption",
    "base_fixing": "InterestCalculationBase",
    "resets": "RateReset",
    "fees": "Fee",
    "scaling": "ScalingIndex",
}
"""Field of ``Contract`` -> end of the names of its anchor and its cycle."""


def _fraction(value: object, name: str) -> Fraction:
    return Fraction(number(value, name))


def _kind(value: object, name: str) -> Kind:
    return choice(Kind, value, name)


_Reader = Callable[[object, str], Any]
_TERMS: Final[dict[str, tuple[str, _Reader]]] = {
    "contractType": ("kind", _kind),
    "contractRole": ("sign", one_of({"RPA": 1, "RPL": -1})),
    "currency": ("currency", text),
    "statusDate": ("status_date", moment),
    "initialExchangeDate": ("initial_exchange", moment),
    "maturityDate": ("maturity", moment),
    "amortizationDate": ("amortization", moment),
    "notionalPrincipal": ("notional", number),
    "premiumDiscountAtIED": ("premium_discount", number),
    "nominalInterestRate": ("rate", _fraction),
    "accruedInterest": ("accrued", number),
    "dayCountConvention": ("day_count", one_of(_DAY_COUNTS)),
    "calendar": ("calendar", one_of({one.value: one for one in Calendar})),
    "businessDayConvention": (
        "shift",
        one_of({"NULL": Shift.NONE, **{one.value: one for one in Shift}}),
    ),
    "endOfMonthConvention": ("end_of_month", one_of({one.value: one for one in EndOfMonth})),
    "capitalizationEndDate": ("capitalization_end", moment),
    "nextPrincipalRedemptionPayment": ("payment", number),
    "interestCalculationBase": ("base", one_of({one.value: one for one in Base})),
    "interestCalculationBaseAmount": ("base_amount", number),
    "feeRate": ("fee_rate", _fraction),
    "feeBasis": ("fee_is_amount", one_of({"A": True, "N": False})),
    "feeAccrued": ("fee_accrued", number),
    "marketObjectCodeOfScalingIndex": ("scaling_index", text),
    "scalingIndexAtContractDealDate": ("scaling_start", _fraction),
    "interestScalingMultiplier": ("interest_multiplier", _fraction),
    "notionalScalingMultiplier": ("notional_multiplier", _fraction),
    "purchaseDate": ("purchase", moment),
    "priceAtPurchaseDate": ("purchase_price", number),
    "terminationDate": ("termination", moment),
    "priceAtTerminationDate": ("termination_price", number),
}
_RESET: Final[dict[str, tuple[str, _Reader]]] = {
    "marketObjectCodeOfRateReset": ("index", text),
    "rateMultiplier": ("multiplier", _fraction),
    "rateSpread": ("spread", _fraction),
    "fixingDays": ("fixing", period),
    "fixingPeriod": ("fixing", period),
    "nextResetRate": ("next_rate", _fraction),
    "lifeFloor": ("life_floor", _fraction),
    "lifeCap": ("life_cap", _fraction),
    "periodFloor": ("period_floor", _fraction),
    "periodCap": ("period_cap", _fraction),
}
_SCALINGS: Final = {
    "OOO": (False, False),
    "IOO": (True, False),
    "ONO": (False, True),
    "INO": (True, True),
}
_OWN: Final = {"scalingEffect", "settlementCurrency"}
_CYCLIC: Final = {
    f"{prefix}{suffix}"
    for prefix in ("cycleAnchorDateOf", "cycleOf")
    for suffix in _RECURRENCES.values()
}


def read_contract(terms: Mapping[str, object], series: Mapping[str, Series]) -> Contract:
    """
    Return the contract of *terms*, named as in the ACTUS dictionary.

    Args:
        terms: The terms; those that are null or empty count as not there.
        series: What was observed of each market object, see ``read_series``.

    Raises:
        Unsupported: A feature of the terms is not offered.
        BadInput: A term is missing or cannot be read.
    """
    given = {name: value for name, value in terms.items() if not _absent(value)}
    _require_offered(given)
    values = _read(given, _TERMS)
    values["reset"] = RateReset(**_read(given, _RESET))
    for field, suffix in _RECURRENCES.items():
        values[field] = _recurrence(given, suffix)
    effect = one_of(_SCALINGS)(given.get("scalingEffect", "OOO"), "scalingEffect")
    values["scales_interest"], values["scales_notional"] = effect
    missing = {"currency", "status_date", "initial_exchange", "notional"} - set(values)
    if missing:
        names = sorted(name for name, (field, _) in _TERMS.items() if field in missing)
        raise BadInput(f"the terms lack {', '.join(names)}")
    return _checked(Contract(**values, series=series))


def read_series(observed: Mapping[str, Any]) -> dict[str, Series]:
    """
    Return the series of ``dataObserved``: per market object its values in order of time.

    Raises:
        BadInput: A series has not the form {"data": [{"timestamp": …, "value": …}]}.
    """
    return {name: _series(name, given) for name, given in observed.items()}


def _series(name: str, given: object) -> Series:
    rows = given.get("data") if isinstance(given, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput(f'series {name!r} is {{"data": [{{"timestamp": …, "value": …}}]}}')
    points = sorted(
        (moment(row.get("timestamp"), f"{name} timestamp"), _fraction(row.get("value"), name))
        for row in rows
    )
    return Series(tuple(time for time, _ in points), tuple(value for _, value in points))


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _require_offered(given: Mapping[str, object]) -> None:
    if "contractType" not in given:
        raise BadInput("the terms lack contractType")
    choice(Kind, given["contractType"], "contractType")
    for name, value in given.items():
        known = name in _TERMS or name in _RESET or name in _CYCLIC or name in _OWN
        if known or name in _NO_EFFECT:
            continue
        if str(value).strip() not in _NEUTRAL.get(name, ()):
            raise Unsupported(f"{name} {value}" if name in _NEUTRAL else name)
    settled = given.get("settlementCurrency", given.get("currency"))
    if settled != given.get("currency"):
        raise Unsupported(f"settlementCurrency {settled}")


def _read(
    given: Mapping[str, object], readers: Mapping[str, tuple[str, _Reader]]
) -> dict[str, Any]:
    return {
        field: read(given[name], name) for name, (field, read) in readers.items() if name in given
    }


def _recurrence(given: Mapping[str, object], suffix: str) -> Recurrence:
    anchor, cycle = given.get(f"cycleAnchorDateOf{suffix}"), given.get(f"cycleOf{suffix}")
    return Recurrence(
        None if anchor is None else moment(anchor, f"cycleAnchorDateOf{suffix}"),
        None if cycle is None else Cycle.parse(text(cycle, f"cycleOf{suffix}")),
    )


def _checked(contract: Contract) -> Contract:
    if contract.notional <= 0:
        raise BadInput(f"notionalPrincipal is above 0, got {contract.notional}: see contractRole")
    if contract.scaling_start == 0:
        raise BadInput("scalingIndexAtContractDealDate is not 0: the index is divided by it")
    return contract
