"""
Contracts by the ACTUS standard: principal at maturity, linear amortiser, annuity.

    from silkline.schedules import actus
    for event in actus.run_case(actus.read_json(text)):
        print(event["eventDate"], event["eventType"], event["payoff"])
"""

from __future__ import annotations

from silkline.schedules.actus.cases import EXTRA_DECIMALS, read_json, run_case, scale_of
from silkline.schedules.actus.contract import (
    Base,
    Contract,
    Kind,
    RateReset,
    Recurrence,
    Series,
    Unsupported,
)
from silkline.schedules.actus.engine import Outcome, evaluate
from silkline.schedules.actus.events import EventType
from silkline.schedules.actus.reader import read_contract, read_series

__all__ = [
    "EXTRA_DECIMALS",
    "Base",
    "Contract",
    "EventType",
    "Kind",
    "Outcome",
    "RateReset",
    "Recurrence",
    "Series",
    "Unsupported",
    "evaluate",
    "read_contract",
    "read_json",
    "read_series",
    "run_case",
    "scale_of",
]
