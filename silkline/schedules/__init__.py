"""
Schedules of loans: day counts, due days, what is paid on each, and what it costs a year.

    >>> from silkline import schedules
    >>> sheet = schedules.term_sheet({"amount": "120000.00", "currency": "EUR", "rate": "0.045",
    ...     "method": "annuity", "drawn": "2027-01-15", "first_due": "2027-02-15", "count": "12"})
    >>> schedules.schedule_of(sheet).to_csv().splitlines()[1]
    '1,2027-02-15,458.63,9785.79,10244.42,110214.21'

Everything works offline, in whole minor units and exact fractions.
"""

from __future__ import annotations

from silkline.schedules import actus
from silkline.schedules.calendars import Calendar, Shift, is_business_day, shifted
from silkline.schedules.cycles import Cycle, EndOfMonth, Stub, between, nth
from silkline.schedules.daycounts import DayCount, day_of, year_fraction
from silkline.schedules.rounding import Rounding, Scale
from silkline.schedules.sheets import (
    Method,
    TermSheet,
    read_term_sheet,
    schedule_of,
    term_sheet,
)
from silkline.schedules.table import Row, Schedule
from silkline.schedules.yields import apr, irr

__all__ = [
    "Calendar",
    "Cycle",
    "DayCount",
    "EndOfMonth",
    "Method",
    "Rounding",
    "Row",
    "Scale",
    "Schedule",
    "Shift",
    "Stub",
    "TermSheet",
    "actus",
    "apr",
    "between",
    "day_of",
    "irr",
    "is_business_day",
    "nth",
    "read_term_sheet",
    "schedule_of",
    "shifted",
    "term_sheet",
    "year_fraction",
]
