"""Single values of ACTUS terms, as JSON has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final, TypeVar

from silkline.errors import BadInput
from silkline.schedules.actus.contract import Unsupported

__all__ = ["choice", "moment", "number", "one_of", "period", "text"]

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Enum)
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII
)
_PERIOD = re.compile(r"P([0-9]{1,4})([DW])(?:L[01])?", re.ASCII)
_YEARS: Final = range(1583, 9000)
_MIDNIGHT = re.compile(r"T24:00(:00)?$")


def number(value: object, name: str) -> Decimal:
    """
    Return a number exactly as it is written.

    Raises:
        BadInput: It is none, or a float, which would not be what was written.
    """
    written = str(value).strip()
    fits = isinstance(value, str | Decimal | int) and not isinstance(value, bool)
    if not fits or not _NUMBER.fullmatch(written):
        raise BadInput(f"{name} is a number such as 0.08, got {str(value)[:80]!r}")
    return Decimal(written)


def moment(value: object, name: str) -> datetime:
    """
    Return a time without a zone; 24:00 is the midnight that begins the next day.

    Raises:
        BadInput: It is no ISO time, has a zone, or lies outside the years 1583 to 8999.
    """
    written = str(value).strip()
    day, ends = _MIDNIGHT.subn("", written)
    try:
        found = datetime.fromisoformat(day)
    except ValueError:
        found = None
    readable = isinstance(value, str) and found is not None and found.tzinfo is None
    if not readable or found is None or found.year not in _YEARS:
        raise BadInput(f"{name} is a time such as 2027-03-31T00:00:00, got {written[:80]!r}")
    return found + timedelta(days=ends)


def period(value: object, name: str) -> timedelta:
    """Return a period of days or weeks such as ``P2D``; raises ``Unsupported``."""
    found = _PERIOD.fullmatch(str(value).strip())
    if not found:
        raise Unsupported(f"{name} {value}")
    return timedelta(days=int(found[1]) * (7 if found[2] == "W" else 1))


def text(value: object, name: str) -> str:
    """Return a text without the spaces around it; raises ``BadInput`` for what is none."""
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{name} is text, got {value!r}")
    return value.strip()


def one_of(values: Mapping[str, _T]) -> Callable[[object, str], _T]:
    """Return a reader of a term that has one of *values*; it raises ``Unsupported``."""

    def read(value: object, name: str) -> _T:
        written = str(value).strip()
        if written not in values:
            raise Unsupported(f"{name} {written[:40]}")
        return values[written]

    return read


def choice(kind: type[_E], value: object, name: str) -> _E:
    """Return the member of an enumeration that *value* names; any other is not offered."""
    return one_of({str(one.value): one for one in kind})(value, name)
