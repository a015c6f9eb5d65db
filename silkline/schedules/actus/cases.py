"""Files of ACTUS test cases: read, reckoned, and answered in the form of their results."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Final

from silkline.currencies import MINOR_UNITS
from silkline.errors import BadInput
from silkline.schedules.actus.contract import Contract, Unsupported
from silkline.schedules.actus.engine import Outcome, evaluate
from silkline.schedules.actus.reader import read_contract, read_series
from silkline.schedules.actus.values import moment
from silkline.schedules.rounding import Scale

__all__ = ["EXTRA_DECIMALS", "read_json", "run_case", "scale_of"]

EXTRA_DECIMALS: Final = 10
"""Decimals beyond the currency's own in which cases are reckoned."""
MOST_NESTED: Final = 100
"""How deep a file of cases may be nested; cases need four."""
_RATE_DECIMALS: Final = Decimal("1e-18")

Event = dict[str, str | Decimal]


def read_json(written: str) -> Any:
    """
    Read JSON with numbers exactly as they are written.

    Raises:
        BadInput: It is no JSON, or nested too deeply.
    """
    try:
        _check_depth(written)
        return json.loads(written, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this is no JSON that can be read: {error}") from None


def _check_depth(written: str) -> None:
    """Refuse what is nested too deeply, whatever the interpreter's own limit is set to."""
    depth = 0
    for bracket in re.findall(r"[\[{}\]]", re.sub(r'"(?:[^"\\]|\\.)*"', "", written)):
        depth += 1 if bracket in "[{" else -1
        if depth > MOST_NESTED:
            raise ValueError(f"nested more than {MOST_NESTED} deep")


def run_case(case: Mapping[str, Any]) -> list[Event] | dict[str, str]:
    """
    Return the events of a test case in the form of its results, numbers as ``Decimal``.

    Args:
        case: ``terms``, and as far as there are any ``to``, ``dataObserved``, ``eventsObserved``.

    Returns:
        The events, or ``{"unsupported": feature}`` when the case needs what is not offered.

    Raises:
        BadInput: The case cannot be read, or a term or an observation is missing.
    """
    terms, observed = case.get("terms"), case.get("dataObserved") or {}
    if not isinstance(terms, dict) or not isinstance(observed, dict):
        raise BadInput('a case is {"terms": {…}, "to": …, "dataObserved": {…}}')
    if case.get("eventsObserved"):
        return {"unsupported": "eventsObserved"}
    try:
        contract = read_contract(terms, read_series(observed))
    except Unsupported as missing:
        return {"unsupported": missing.feature}
    scale = scale_of(contract)
    until = moment(case["to"], "to") if case.get("to") else None
    return [_row(one, contract.currency, scale) for one in evaluate(contract, scale, until)]


def scale_of(contract: Contract) -> Scale:
    """Return ten more decimals than the contract's currency has (two where it is not known)."""
    return Scale(MINOR_UNITS.get(contract.currency, 2) + EXTRA_DECIMALS)


def _row(outcome: Outcome, currency: str, scale: Scale) -> Event:
    seconds = "seconds" if outcome.time.second else "minutes"
    return {
        "eventDate": outcome.time.isoformat(timespec=seconds),
        "eventType": outcome.kind.name,
        "payoff": scale.amount(outcome.payoff),
        "currency": currency,
        "notionalPrincipal": scale.amount(outcome.notional),
        "nominalInterestRate": _rate(outcome.rate),
        "accruedInterest": scale.amount(outcome.accrued),
    }


def _rate(rate: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return (Decimal(rate.numerator) / Decimal(rate.denominator)).quantize(_RATE_DECIMALS)
