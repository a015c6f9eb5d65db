"""
How every operation runs: plan, rehearsal, approval, execution, verification, record.

The rehearsal does all of it on a copy of the chain, by whoever has the roles, waiting included.
What is then done is what was rehearsed; each person does the steps of their role, and whoever
starts the same command next goes on. The record says what this start did.
"""

from __future__ import annotations

from collections.abc import Callable

import click

import silkline as sl
from scripts.ops.hands import Played, Signing
from scripts.ops.procedure import Act, Procedure, carry_out, who
from scripts.ops.record import Record
from silkline.chain.fork import address_of, forked
from silkline.cli.answers import folded, printable, say
from silkline.cli.session import Session
from silkline.errors import BadInput, SilklineError

__all__ = ["Build", "perform", "rehearse"]

Build = Callable[[sl.Silkline], Procedure]


def perform(session: Session, name: str, build: Build) -> None:
    """
    Carry an operation out, as far as the key at hand can, and print what came of it.

    Args:
        session: Who does it, where.
        name: Name of the operation.
        build: Makes its plan from the chain as it stands.

    Raises:
        SilklineError: The plan, the rehearsal or a step was refused, or the end is not as meant.
    """
    system = session.acting_client()
    record = Record(name, system)
    hands = Signing(system, name, record.add)
    if not session.dry_run:
        hands.catch_up()
    procedure = build(system)
    record.title = procedure.title
    if not procedure.open_steps(system):
        record.end("")
        _require(procedure, system)
        return _answer(session, procedure, record)
    copied = rehearse(address_of(system.connection.rpc), system, procedure)
    words = approval(system, procedure, copied)
    if session.dry_run:
        return _rehearsed(session, name, words)
    session.ask(lambda: words, "Carry it out?")
    try:
        record.end(carry_out(procedure, hands))
    except SilklineError as error:
        record.end(f"it failed: {error}")
        raise
    if not record.waits:
        _require(procedure, system)
    return _answer(session, procedure, record)


def rehearse(url: str, system: sl.Silkline, procedure: Procedure) -> tuple[Act, ...]:
    """
    Do it all on a copy of the chain at *url*, and return what was done there.

    Raises:
        SilklineError: A step is refused, nobody has its role, or the end is not as meant.
    """
    with forked(url) as copy:
        seen = sl.connect(copy.url, deployment=system.deployment)
        acts: list[Act] = []
        if waits := carry_out(procedure, Played(seen, copy, acts.append)):
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
        lines.append(f"  by        {who(step.by)}")
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


def _rehearsed(session: Session, name: str, words: str) -> None:
    """Print the plan; nothing is sent."""
    if session.as_json:
        return say({"operation": name, "done": False, "sent": False, "words": words})
    return click.echo(f"{folded(printable(words), err=False)}\nNothing was sent.")


def _answer(session: Session, procedure: Procedure, record: Record) -> None:
    """Print what was done, and what it waits for."""
    path = record.path
    if session.as_json:
        content = {"done": not record.waits, "waits": record.waits, "acts": record.acts}
        return say({"operation": record.operation, **content, "record": path and str(path)})
    for act in record.acts:
        said = f"Done in block {act.block}: {printable(act.words)}"
        click.echo(folded(said, err=False))
    if path:
        click.echo(f"Recorded: {path}")
    if record.waits:
        return click.echo(folded(f"To be continued: {record.waits}", err=False))
    stands = procedure.standing(record.system)
    return click.echo(f"{'Done' if record.acts else 'Nothing to do'}: {stands}")
