"""
Register parties from a CSV file.

Columns: party, account, roles (joined by +), kyc_expiry, and where wanted group, industry, region.
A line whose party stands as it says is passed over; one that contradicts the chain is an error.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import silkline as sl
from scripts.ops.frame import Build
from scripts.ops.procedure import Procedure, Step
from silkline.cli.party_list import MOST_AT_ONCE, Row, read_parties
from silkline.dates import date_of
from silkline.errors import BadInput
from silkline.parties import Party
from silkline.refusals import PartyUnknown

__all__ = ["onboard"]


def onboard(path: Path) -> Build:
    """Return what builds the operation for a file."""

    def build(system: sl.Silkline) -> Procedure:
        rows = read_parties(path)
        today = date_of(system.head().time // 86_400)
        stands = {row.id: _registered(system, row) for row in rows}
        if problems := [
            p for row in rows for p in _contradictions(system, row, stands[row.id], today)
        ]:
            raise BadInput(f"{path}: " + "; ".join(problems))
        missing = [row for row in rows if stands[row.id] is None]
        batches = [missing[i : i + MOST_AT_ONCE] for i in range(0, len(missing), MOST_AT_ONCE)]
        return Procedure(
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
        # All of a batch or none: one of them tells of all. In the end each is compared.
        lambda system: _stands(system, batch[0]),
    )


def _registered(system: sl.Silkline, row: Row) -> Party | None:
    try:
        return system.parties.get(row.id)
    except PartyUnknown:
        return None


def _as_said(found: Party | None, row: Row) -> bool:
    return found is not None and (found.cash, found.profile) == (row.account, row.profile)


def _stands(system: sl.Silkline, row: Row) -> bool:
    return _as_said(_registered(system, row), row)


def _contradictions(system: sl.Silkline, row: Row, found: Party | None, today: date) -> list[str]:
    """Say what of a line contradicts the chain."""
    if _as_said(found, row):
        return []
    owner = system.parties.account(row.account).party
    problems = []
    if found:
        is_now = f"account {found.cash}, {found.profile}"
        problems.append(f"line {row.line}: party {row.id} is registered otherwise: {is_now}")
    if owner not in (None, row.id):
        problems.append(f"line {row.line}: account {row.account} is of party {owner} already")
    if today > row.profile.kyc_expiry:
        problems.append(f"line {row.line}: KYC ended on {row.profile.kyc_expiry}")
    return problems
