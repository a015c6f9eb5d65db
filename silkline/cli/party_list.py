"""
Parties from a CSV file.

Columns: party, account, roles (joined by +), kyc_expiry, and where wanted group, industry, region.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from silkline.chain import abi
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.kinds import Role
from silkline.parties import Profile

__all__ = ["MOST_AT_ONCE", "Row", "read_parties"]

T = TypeVar("T")
MOST_AT_ONCE = 50
"""Parties that one transaction registers."""
NEEDED = ("party", "account", "roles", "kyc_expiry")
OPTIONAL = ("group", "industry", "region")


@dataclass(frozen=True)
class Row:
    """A line of the file."""

    line: int
    id: PartyId
    account: str
    profile: Profile


def read_parties(path: Path) -> list[Row]:
    """
    Read all lines.

    Raises:
        BadInput: Lines are wrong; all of them are named, each with its number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} cannot be read: {error}") from None
    reader = csv.DictReader(text.splitlines(), strict=True)
    problems: list[str] = []
    rows = [row for row in _rows(path, reader, problems) if row is not None]
    problems += _twice(rows)
    if problems:
        raise BadInput(f"{path}: " + "; ".join(problems))
    if not rows:
        raise BadInput(f"{path} has no line but its head")
    return rows


def _rows(path: Path, reader: csv.DictReader[str], problems: list[str]) -> Iterable[Row | None]:
    try:
        head = reader.fieldnames or []
        if missing := [name for name in NEEDED if name not in head]:
            raise BadInput(f"{path}: line 1: no column {', '.join(missing)}")
        if unknown := [name for name in head if name not in (*NEEDED, *OPTIONAL)]:
            raise BadInput(f"{path}: line 1: unknown column {', '.join(unknown)}")
        yield from (_row(reader.line_num, fields, problems) for fields in reader)
    except csv.Error as error:
        problems.append(f"line {reader.reader.line_num}: {error}")


def _row(line: int, fields: Mapping[str | None, Any], problems: list[str]) -> Row | None:
    """Return a line, or None and what is wrong with it."""
    found = len(problems)
    if None in fields or None in fields.values():
        problems.append(f"line {line}: not as many fields as the head")
        return None

    def field(name: str, make: Callable[[str], T]) -> T | None:
        try:
            return make(str(fields[name]).strip())
        except (ValueError, KeyError) as error:
            problems.append(f"line {line}: {name}: {error}")
            return None

    identifier, account = field("party", _party), field("account", abi.address)
    roles, expiry = field("roles", _roles), field("kyc_expiry", str)
    numbers = {name: field(name, _number) for name in OPTIONAL if name in fields}
    if len(problems) > found or roles is None or identifier is None or account is None:
        return None
    try:
        profile = Profile(roles, expiry, **numbers)  # type: ignore[arg-type]
    except BadInput as error:
        problems.append(f"line {line}: kyc_expiry: {error}")
        return None
    return Row(line, identifier, account, profile)


def _party(text: str) -> PartyId:
    return PartyId.of(_number(text))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{text!r} is no whole number")
    return int(text)


def _roles(text: str) -> Role:
    known = {one.name.lower(): one for one in Role if one.name}
    roles = Role.NONE
    for name in text.split("+"):
        if name.strip().lower() not in known:
            raise BadInput(f"{name.strip()!r} is none of {', '.join(known)}")
        roles |= known[name.strip().lower()]
    return roles


def _twice(rows: list[Row]) -> list[str]:
    """Name parties and accounts that stand on two lines."""
    seen: dict[object, int] = {}
    found = []
    for row in rows:
        for what in (row.id, row.account):
            first = seen.setdefault(what, row.line)
            if first != row.line:
                named = f"party {what}" if what == row.id else f"account {what}"
                found.append(f"line {row.line}: {named} stands on line {first} already")
    return found
