"""
How every operation runs: plan, rehearsal, approval, execution, verification, record.

The rehearsal does all of it on a copy of the chain, by whoever has the roles, waiting included.
What is then done is what was rehearsed; each person does the steps of their role, and whoever
starts the same command next goes on. The record says what this start did.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import click

import silkline as sl
from scripts.ops.hands import Played, Signing
from scripts.ops.procedure import Act, Procedure, carry_out, role_name
from silkline.chain.fork import forked
from silkline.chain.local import CHAIN_IDS
from silkline.cli.answers import printable, say
from silkline.cli.session import Session
from silkline.dates import moment
from silkline.errors import BadInput, SilklineError

__all__ = ["perform", "rehearse"]

FOLDER = Path("operations")
"""Records of operations, by chain id, in the working directory."""
Build = Callable[[sl.Silkline], Procedure]


def perform(session: Session, build: Build) -> None:
    """
    Carry an operation out, as far as the key at hand can, and print what came of it.

    Raises:
        SilklineError: The plan, the rehearsal or a step was refused, or the end is not as meant.
    """
    system = session.acting_client()
    procedure = build(system)
    if not procedure.open_steps(system):
        _require(procedure, system)
        return _answer(session, procedure, _Record.of(system, procedure, [], ""), None)
    rehearsed = rehearse(session.rpc or "", system, procedure)
    words = approval(system, procedure, rehearsed)
    if session.dry_run:
        click.echo(f"{printable(words)}\nNothing was sent.")
        return None
    session.ask(lambda: words, "Carry it out?")
    return _execute(session, system, procedure)


def _execute(session: Session, system: sl.Silkline, procedure: Procedure) -> None:
    """Do it, check it, and record what was done, also when a step fails."""
    acts: list[Act] = []
    waits = "it was interrupted"
    try:
        waits = carry_out(procedure, Signing(system, procedure.name), acts)
    finally:
        what = _Record.of(system, procedure, acts, waits)
        path = what.save()
    if not waits:
        _require(procedure, system)
    _answer(session, procedure, what, path)


def rehearse(url: str, system: sl.Silkline, procedure: Procedure) -> tuple[Act, ...]:
    """
    Do it all on a copy of the chain at *url*, and return what was done there.

    Raises:
        SilklineError: A step is refused, nobody has its role, or the end is not as meant.
    """
    with forked(url) as copy:
        seen = sl.connect(copy.url, deployment=system.deployment)
        acts: list[Act] = []
        if waits := carry_out(procedure, Played(seen, copy), acts):
            raise BadInput(f"rehearsed: {waits}, and nobody has it")
        _require(procedure, seen)
    return tuple(acts)


def _require(procedure: Procedure, system: sl.Silkline) -> None:
    if differences := procedure.verify(system):
        raise SilklineError(f"{procedure.title}: {'; '.join(differences)}")


def approval(system: sl.Silkline, procedure: Procedure, rehearsed: tuple[Act, ...]) -> str:
    """Return the plan in words, for whoever approves it."""
    connection = system.connection
    lines = [procedure.title, f"  chain     {connection.chain_id} at {connection.rpc.endpoint}"]
    lines += [f"  mind      {remark}" for remark in procedure.remarks]
    stands = len(procedure.steps) - len(procedure.open_steps(system))
    lines += [f"  stands    {stands} of {len(procedure.steps)} steps"] if stands else []
    for step in procedure.open_steps(system):
        lines.append(f"  by        {role_name(step.role)}")
    began = rehearsed[0].time if rehearsed else 0
    lines.append("  rehearsed on a copy of the chain, all as meant:")
    for act in rehearsed:
        waited = _waited(act.time - began)
        lines += [f"    {line}" for line in act.words.splitlines()]
        lines.append(f"      {act.gas:,} gas{waited}")
    return "\n".join(lines)


def _waited(seconds: int) -> str:
    hours = seconds // 3600
    return f", {hours} hours after the first step" if hours else ""


@dataclass(frozen=True)
class _Record:
    """What one start of an operation did."""

    operation: str
    title: str
    chain_id: int
    system: str
    """Address of the AccessManager: which system it was."""
    acts: tuple[Act, ...]
    waits: str

    @classmethod
    def of(cls, system: sl.Silkline, procedure: Procedure, acts: list[Act], waits: str) -> _Record:
        manager = system.deployment.address("AccessManager")
        chain_id = system.connection.chain_id
        return cls(procedure.name, procedure.title, chain_id, manager, tuple(acts), waits)

    def save(self) -> Path | None:
        """Write it into a new file, unless nothing was done or the chain is a throw-away one."""
        if not self.acts or self.chain_id in CHAIN_IDS:
            return None
        last = self.acts[-1]
        name = f"{moment(last.time):%Y%m%dT%H%M%SZ}-{last.block}-{self.operation}.json"
        path = FOLDER / str(self.chain_id) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps(asdict(self), indent=1) + "\n")
        return path


def _answer(session: Session, procedure: Procedure, what: _Record, path: Path | None) -> None:
    """Print what was done, and what it waits for."""
    if session.as_json:
        content = {"done": not what.waits, "waits": what.waits, "acts": what.acts}
        return say({"operation": procedure.name, **content, "record": path and str(path)})
    for act in what.acts:
        click.echo(f"Done in block {act.block}: {printable(act.words)}")
    if path:
        click.echo(f"Recorded: {path}")
    if what.waits:
        return click.echo(f"To be continued: {what.waits}")
    return click.echo(f"{'' if what.acts else 'Nothing to do: '}it stands as meant")
