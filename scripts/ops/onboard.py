"""
Register parties from a CSV file.

Columns: party, account, roles (joined by +), kyc_expiry, and where wanted group, industry, region.
A line whose party stands as it says is passed over; one that contradicts the chain is an error.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import silkline as sl
from scripts.ops.procedure import Procedure, Step
from silkline.chain import abi
from silkline.dates import date_of
from silkline.errors import BadInput
from silkline.refusals import PartyUnknown

__all__ = ["Row", "onboard", "read"]

T = TypeVar("T")
BATCH = 50
"""Parties that one transaction registers."""
NEEDED = ("party", "account", "roles", "kyc_expiry")
OPTIONAL = ("group", "industry", "region")


@dataclass(frozen=True)
class Row:
    """A line of the file."""

    line: int
    id: sl.PartyId
    account: str
    profile: sl.Profile


def read(path: Path) -> list[Row]:
    """
    Read all lines.

    Raises:
        BadInput: Lines are wrong; all of them are named, each with its number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
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
        profile = sl.Profile(roles, expiry, **numbers)  # type: ignore[arg-type]
    except BadInput as error:
        problems.append(f"line {line}: kyc_expiry: {error}")
        return None
    return Row(line, identifier, account, profile)


def _party(text: str) -> sl.PartyId:
    return sl.PartyId.of(_number(text))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{text!r} is no whole number")
    return int(text)


def _roles(text: str) -> sl.Role:
    known = {one.name.lower(): one for one in sl.Role if one.name}
    roles = sl.Role.NONE
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


def onboard(path: Path) -> Callable[[sl.Silkline], Procedure]:
    """Return what builds the operation for a file."""

    def build(system: sl.Silkline) -> Procedure:
        rows = read(path)
        if problems := [p for row in rows for p in _contradictions(system, row)]:
            raise BadInput(f"{path}: " + "; ".join(problems))
        missing = [row for row in rows if not _stands(system, row)]
        batches = [missing[i : i + BATCH] for i in range(0, len(missing), BATCH)]
        return Procedure(
            "onboard",
            f"Register {len(missing)} of the {len(rows)} parties of {path.name}",
            tuple(_step(batch) for batch in batches),
            lambda now: [f"line {r.line}: party {r.id} is not so" for r in rows
                         if not _stands(now, r)],
            ("the registrar has checked who each of them is, and whose account it is",),
        )  # fmt: skip

    return build


def _step(batch: list[Row]) -> Step:
    entries = [(row.id, row.account, row.profile) for row in batch]
    return Step(
        sl.SystemRole.REGISTRAR,
        lambda system: system.parties.register_many(entries),
        lambda system: all(_stands(system, row) for row in batch),
    )


def _registered(system: sl.Silkline, row: Row) -> Any:
    try:
        return system.parties.get(row.id)
    except PartyUnknown:
        return None


def _stands(system: sl.Silkline, row: Row) -> bool:
    found = _registered(system, row)
    return found is not None and (found.cash, found.profile) == (row.account, row.profile)


def _contradictions(system: sl.Silkline, row: Row) -> list[str]:
    """Say what of a line contradicts the chain."""
    found, owner = _registered(system, row), system.parties.account(row.account).party
    problems = []
    if found and (found.cash, found.profile) != (row.account, row.profile):
        is_now = f"account {found.cash}, {found.profile}"
        problems.append(f"line {row.line}: party {row.id} is registered otherwise: {is_now}")
    if owner not in (None, row.id):
        problems.append(f"line {row.line}: account {row.account} is of party {owner} already")
    if date_of(system.head().time // 86_400) > row.profile.kyc_expiry:
        problems.append(f"line {row.line}: KYC ended on {row.profile.kyc_expiry}")
    return problems
