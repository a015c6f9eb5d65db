"""
Term sheets as files: YAML or JSON by silkline/schemas/term_sheet.schema.json.

Every value is read as text: no number becomes a float, no word a truth, no name is taken twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from silkline.chain import abi
from silkline.dates import date_of, day_number, moment, unix_time
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_math import DayCount, Method, Prepayment
from silkline.loan_terms.sheet import Cover, FloatingRate, Milestone, TermSheet, percent, ppm
from silkline.money import Money
from silkline.nesting import check_yaml
from silkline.tokens import hash32

__all__ = ["read_sheet", "sheet_from", "sheet_json"]

_E = TypeVar("_E", bound=IntEnum)
_S = TypeVar("_S", TermSheet, Cover, FloatingRate, Milestone)
Reader = Callable[[str], Any]

_WHOLE: Final = re.compile(r"[0-9]{1,78}", re.ASCII)
_MONEY: Final = re.compile(r"([0-9.]+) ([A-Z]{3})", re.ASCII)
_INTERVAL: Final = re.compile(r"([0-9]{1,5}) (month|day)s?", re.ASCII)
_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):(00|15|30|45)", re.ASCII)
_NESTED: Final = ("floating", "covers", "milestones")
_DAY_COUNTS: Final = {
    "ACT/360": DayCount.ACT_360,
    "ACT/365F": DayCount.ACT_365F,
    "30E/360": DayCount.THIRTY_E_360,
}


def read_sheet(path: str | Path) -> TermSheet:
    """
    Read a term sheet from a YAML or JSON file.

    Raises:
        BadInput: It cannot be read, a name is unknown, missing or there twice, or a value is not
            what it should be; the message begins with the name of the field.
    """
    import yaml

    try:
        text = Path(path).read_text(encoding="utf-8")
        check_yaml(text)
        _refuse_twice(yaml.compose(text, Loader=yaml.BaseLoader))
        # Text only: nothing is made but text, lists and names with values.
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path} is no term sheet that can be read: {error}") from None
    return sheet_from(content)


def _refuse_twice(node: Any) -> None:
    """Check that no name stands twice in any mapping of a YAML document."""
    children = getattr(node, "value", ())
    if not isinstance(children, list):
        return
    names = [child[0].value for child in children if isinstance(child, tuple)]
    if twice := sorted({str(name) for name in names if names.count(name) > 1}):
        raise BadInput(f"{', '.join(twice)}: stands twice (line {node.start_mark.line + 1} on)")
    for child in children:
        _refuse_twice(child[1] if isinstance(child, tuple) else child)


def sheet_from(content: object) -> TermSheet:
    """
    Return the term sheet that *content* describes, as a file has it.

    Args:
        content: Names and values: text, whole numbers, truths, lists and names with values.

    Raises:
        BadInput: As for ``read_sheet``.
    """
    given = dict(_mapping(content, "term sheet"))
    nested = {name: given.pop(name) for name in _NESTED if name in given}
    found = _read(TermSheet, given, _SHEET, "", left_out={"in_days", *nested})
    if "interval" in found:
        found["interval"], found["in_days"] = found["interval"]
    if "floating" in nested:
        found["floating"] = _made(FloatingRate, nested["floating"], _FLOATING, "floating")
    for name, make in (("covers", _cover), ("milestones", _milestone)):
        if name in nested:
            ones = enumerate(_list(nested[name], name))
            found[name] = tuple(make(one, f"{name}[{i}]") for i, one in ones)
    return TermSheet(**found)


def _cover(content: object, name: str) -> Cover:
    return _made(Cover, content, _COVER, name)


def _milestone(content: object, name: str) -> Milestone:
    return _made(Milestone, content, _MILESTONE, name)


def _made(kind: type[_S], content: object, readers: Mapping[str, Reader], name: str) -> _S:
    return kind(**_read(kind, _mapping(content, name), readers, f"{name}."))


def _read(
    kind: type[_S],
    given: Mapping[str, object],
    readers: Mapping[str, Reader],
    prefix: str,
    left_out: set[str] | None = None,
) -> dict[str, Any]:
    """Return the values of a dataclass's fields, each read by its reader."""
    if unknown := sorted(set(given) - set(readers)):
        raise BadInput(f"{prefix}{unknown[0]}: no such field; there are {', '.join(readers)}")
    needed = {one.name for one in fields(kind) if one.default is MISSING} - (left_out or set())
    if missing := sorted(needed - set(given)):
        raise BadInput(f"{prefix}{missing[0]}: is missing")
    return {name: _value(readers[name], given[name], prefix + name) for name in given}


def _value(read: Reader, given: object, name: str) -> Any:
    if isinstance(given, bool):
        given = "true" if given else "false"
    if isinstance(given, int):
        given = str(given)
    if not isinstance(given, str):
        raise BadInput(f"{name}: expected text, got {type(given).__name__} {given!r}")
    try:
        return read(given.strip())
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from None


def _mapping(content: object, name: str) -> Mapping[str, object]:
    if not isinstance(content, Mapping) or not all(isinstance(key, str) for key in content):
        raise BadInput(f"{name}: expected names with values, got {str(content)[:60]!r}")
    return content


def _list(content: object, name: str) -> list[object]:
    if not isinstance(content, list):
        raise BadInput(f"{name}: expected a list, got {str(content)[:60]!r}")
    return content


# Readers


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise BadInput(f"{text[:40]!r} is no whole number")
    return int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise BadInput(f"{text[:40]!r} is neither true nor false")
    return text == "true"


def _money(text: str) -> Money:
    if not (match := _MONEY.fullmatch(text)):
        raise BadInput(f"{text[:40]!r} is no amount; write it as '120000.00 EUR'")
    return Money(match[1], match[2])


def _percent(text: str) -> str:
    return percent(ppm(text))


def _day(text: str) -> date:
    return date_of(day_number(text))


def _moment(text: str) -> datetime:
    try:
        return moment(unix_time(datetime.fromisoformat(text)))
    except ValueError:
        raise BadInput(
            f"{text[:40]!r} is no moment with a time zone such as 2027-01-31T12:00:00Z"
        ) from None


def _interval(text: str) -> tuple[int, bool]:
    if not (match := _INTERVAL.fullmatch(text)):
        raise BadInput(f"{text[:40]!r} is no interval such as '1 month' or '30 days'")
    return int(match[1]), match[2] == "day"


def _offset(text: str) -> int:
    if not (match := _OFFSET.fullmatch(text)):
        raise BadInput(f"{text[:40]!r} is no offset from UTC such as '+08:00'")
    quarters = int(match[2]) * 4 + int(match[3]) // 15
    return -quarters if match[1] == "-" else quarters


def _hash(text: str) -> str:
    return abi.to_hex(hash32(text, name="it"))


def _bytes(text: str) -> str:
    return abi.to_hex(abi.from_hex(text, name="it"))


def _address(text: str) -> str:
    return abi.address(text, name="it")


def _payees(text: str) -> str:
    return _address(text) if len(text) == 42 else _hash(text)


def _one_of(names: Mapping[str, _E]) -> Callable[[str], _E]:
    def read(text: str) -> _E:
        if text not in names:
            raise BadInput(f"{text[:40]!r} is none of {', '.join(names)}")
        return names[text]

    return read


def _names(kind: type[_E]) -> dict[str, _E]:
    return {one.name.lower().replace("_", "-"): one for one in kind}


_MILESTONE: Final[dict[str, Reader]] = {
    "amount": _money,
    "payees": _payees,
    "condition": _address,
    "config": _bytes,
    "deadline": _day,
}
_COVER: Final[dict[str, Reader]] = {
    "guarantor": PartyId.of,
    "share": _percent,
    "cap": _money,
    "fee": _money,
}
_FLOATING: Final[dict[str, Reader]] = {
    "index": _hash,
    "spread": _percent,
    "floor": _percent,
    "first_reset": _day,
    "reset_months": _whole,
}
_SHEET: Final[dict[str, Reader]] = {
    "lender": PartyId.of,
    "borrower": PartyId.of,
    "commitment": _money,
    "draw_deadline": _day,
    "rate": _percent,
    "day_count": _one_of(_DAY_COUNTS),
    "method": _one_of(_names(Method)),
    "first_due": _day,
    "instalments": _whole,
    "interval": _interval,
    "end_of_month": _truth,
    "interest_only": _whole,
    "grace_days": _whole,
    "penalty_rate": _percent,
    "days_to_default": _whole,
    "prepayment": _one_of(_names(Prepayment)),
    "fee": _money,
    "fee_payee": _address,
    "reserved": _truth,
    "lined": _truth,
    "proceeds_to_principal": _truth,
    "purpose": str,
    "agreement_hash": _hash,
    "evidence_root": _hash,
    "utc_offset": _offset,
    "amends": _hash,
    "salt": _whole,
    "deadline": _moment,
}


# Writing


def sheet_json(sheet: TermSheet) -> dict[str, Any]:
    """Return a term sheet as a file has it; what it leaves out is left out."""
    written = _written(sheet)
    plural = "" if sheet.interval == 1 else "s"
    written["interval"] = f"{sheet.interval} {'day' if sheet.in_days else 'month'}{plural}"
    written.pop("in_days", None)
    if sheet.utc_offset:
        hours, quarter = divmod(abs(sheet.utc_offset), 4)
        sign = "-" if sheet.utc_offset < 0 else "+"
        written["utc_offset"] = f"{sign}{hours:02}:{15 * quarter:02}"
    return written


def _written(sheet: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that differ from their defaults, as text and numbers."""
    given = {one.name: getattr(sheet, one.name) for one in fields(sheet)}
    defaults = {one.name: one.default for one in fields(sheet)}
    return {name: _plain(name, v) for name, v in given.items() if v != defaults[name]}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, FloatingRate):
        return _written(value)
    if isinstance(value, DayCount):
        return next(text for text, one in _DAY_COUNTS.items() if one is value)
    if isinstance(value, IntEnum):
        return value.name.lower().replace("_", "-")
    if name in _PERCENTS:
        return percent(ppm(value))
    if name == "deadline" and isinstance(value, int | datetime):
        return moment(unix_time(value)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PartyId):
        return int(value)
    return value if isinstance(value, bool | int | str) else str(value)


_PERCENTS: Final = {"rate", "penalty_rate", "spread", "floor", "share"}
