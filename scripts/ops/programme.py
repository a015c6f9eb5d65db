"""Open a programme, or change one with its anchor's consent, by a file with its rules."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak

import silkline as sl
from scripts.ops.frame import Build
from scripts.ops.procedure import Procedure, Step
from scripts.ops.rules import RulesFile, read_rules
from silkline.chain import abi
from silkline.cli.programme import percentage
from silkline.errors import BadInput
from silkline.events import ProgrammeChanged, ProgrammeChangeProposed
from silkline.refusals import ProgrammeUnknown
from silkline.tokens import named_token

__all__ = ["change", "opening"]

CHANGING = tuple(one.name for one in fields(sl.Change))
"""The rules that a change may touch."""
KEPT = "debts that are confirmed already keep their terms"


def _rules(system: sl.Silkline, programme: sl.ProgrammeId) -> sl.Rules | None:
    """Return the rules in force; None when there is no such programme."""
    try:
        return system.programmes.get(programme).rules
    except ProgrammeUnknown:
        return None


def _wanted(system: sl.Silkline, file: RulesFile) -> sl.Rules:
    """Return the rules of a file with the token that they mean."""
    token = file.rules.token
    if token is None:
        token = named_token(system.connection, file.rules.limit.currency).address
    return replace(file.rules, token=token)


def _shown(name: str, value: Any) -> str:
    """Return a rule as the file has it."""
    if name == "late_rate":
        return percentage(value)
    if name == "utc_offset":
        return f"{'-' if value < 0 else '+'}{abs(value) // 4:02}:{abs(value) % 4 * 15:02}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _differences(file: RulesFile, found: sl.Rules, wanted: sl.Rules) -> dict[str, str]:
    """Return what the rules in force say otherwise than a file, by name."""
    return {
        one.name: f"{file.line(one.name)}: {_shown(one.name, now)} in force, "
        f"{_shown(one.name, then)} in the file"
        for one in fields(sl.Rules)
        if (now := getattr(found, one.name)) != (then := getattr(wanted, one.name))
    }


def opening(path: Path) -> Build:
    """Return what builds the opening of the programme of a file."""

    def build(system: sl.Silkline) -> Procedure:
        file = read_rules(path)
        wanted, found = _wanted(system, file), _rules(system, file.programme)
        if found and (wrong := _differences(file, found, wanted)):
            raise BadInput(
                f"{path}: programme {file.programme} stands with other rules, so change it "
                f"(programme-change): {'; '.join(wrong.values())}"
            )

        def stands(now: sl.Silkline) -> bool:
            return _rules(now, file.programme) == wanted

        step = Step(
            sl.SystemRole.REGISTRAR,
            lambda now: now.programmes.open(file.programme, file.rules),
            stands,
        )
        return Procedure(
            f"Open programme {file.programme} by the rules of {path.name}",
            (step,),
            lambda now: [] if stands(now) else [f"programme {file.programme} is not so"],
            ("currency, token, late rate, grace, calendar and sponsor stay as they are for ever",),
        )

    return build


def change(path: Path) -> Build:
    """Return what builds the change of a programme to the rules of a file."""

    def build(system: sl.Silkline) -> Procedure:
        file = read_rules(path)
        wanted, found = _wanted(system, file), system.programmes.get(file.programme).rules
        differing = _differences(file, found, wanted)
        if fixed := [said for name, said in differing.items() if name not in CHANGING]:
            raise BadInput(f"{path}: open another programme, this cannot change: "
                           f"{'; '.join(fixed)}")  # fmt: skip
        return Procedure(
            f"Change programme {file.programme} to the rules of {path.name}",
            _change_steps(file, wanted),
            lambda now: list(_differences(file, _in_force(now, file), wanted).values()),
            (KEPT, *differing.values()),
        )

    return build


def _in_force(now: sl.Silkline, file: RulesFile) -> sl.Rules:
    return now.programmes.get(file.programme).rules


def _change_steps(file: RulesFile, wanted: sl.Rules) -> tuple[Step, ...]:
    """Return the proposal by the registrar, and the consent of the anchor."""
    made = sl.Change(**{name: getattr(wanted, name) for name in CHANGING})

    def stands(now: sl.Silkline) -> bool:
        return _in_force(now, file) == wanted

    propose = Step(
        sl.SystemRole.REGISTRAR,
        lambda now: now.programmes.propose_change(file.programme, made),
        lambda now: stands(now) or _is_proposed(now, file.programme, made),
    )
    accept = Step(
        file.programme.anchor,
        lambda now: now.programmes.accept_change(file.programme, made),
        stands,
    )
    return propose, accept


def _is_proposed(now: sl.Silkline, programme: sl.ProgrammeId, made: sl.Change) -> bool:
    """Return whether exactly this change waits for the anchor."""
    kinds = (ProgrammeChangeProposed, ProgrammeChanged)
    topics = [abi.to_hex(keccak(text=kind.signature)) for kind in kinds]
    connection = now.connection
    where = [connection.contract("Programmes").address]
    chosen = [topics, f"0x{int(programme):064x}"]
    found = list(connection.logs(chosen, addresses=where, first=connection.first_block))
    meant = now.programmes.propose_change(programme, made).arguments["change"]
    last = found[-1] if found else None
    return isinstance(last, ProgrammeChangeProposed) and last.change == meant
