"""
What an operation is: its steps, in order, and how to see that each is done.

A step is done when the chain says so, never because a file does: an operation that was
interrupted, or that several people carry out one after the other, goes on where the chain stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import silkline as sl
from silkline.domain import when
from silkline.errors import SilklineError

__all__ = ["Act", "Hands", "Procedure", "Step", "carry_out", "role_name"]


def _at_once(_system: sl.Silkline) -> int:
    return 0


@dataclass(frozen=True)
class Step:
    """One act of an operation."""

    role: int | None
    """Role of the account that does it; None when anyone may."""
    act: Callable[[sl.Silkline], sl.Operation[Any]]
    """Returns the act, of the account that the system is seen by."""
    done: Callable[[sl.Silkline], bool]
    """Tells from the chain whether it is done."""
    ready_at: Callable[[sl.Silkline], int] = _at_once
    """Returns the Unix time from which it can be done."""


@dataclass(frozen=True)
class Procedure:
    """An operation: its name, what it is for, its steps, and what must hold in the end."""

    name: str
    title: str
    steps: tuple[Step, ...]
    verify: Callable[[sl.Silkline], Sequence[str]]
    """Returns how the chain differs from what was meant, one sentence each."""
    remarks: tuple[str, ...] = ()
    """What whoever approves it should know."""

    def open_steps(self, system: sl.Silkline) -> list[Step]:
        """Return the steps that are not done."""
        return [step for step in self.steps if not step.done(system)]


@dataclass(frozen=True)
class Act:
    """One transaction of an operation as it happened."""

    words: str
    by: str
    transaction: str
    block: int
    time: int
    """Unix time of its block."""
    gas: int


class Hands(Protocol):
    """Who does the steps: somebody with keys, or a rehearsal."""

    @property
    def system(self) -> sl.Silkline:
        """The system that they work on."""
        ...

    def holder(self, role: int | None) -> str | None:
        """Return an account that has *role* and can act here, or None."""
        ...

    def reach(self, moment: int) -> bool:
        """Return whether the chain has come to the Unix time *moment*."""
        ...

    def send(self, operation: sl.Operation[Any]) -> Act:
        """Do it; raises the refusal."""
        ...


def carry_out(procedure: Procedure, hands: Hands, acts: list[Act]) -> str:
    """
    Do what is not done yet, as far as these hands can; return what the rest waits for.

    Args:
        procedure: What is to be done.
        hands: Who does it.
        acts: Gets each transaction as soon as it is done, whatever happens to the next one.

    Raises:
        Refused: The chain refuses a step.
        SilklineError: A step was done, and the chain does not show it.
    """
    for step in procedure.steps:
        if step.done(hands.system):
            continue
        if waits := _do(step, hands, acts):
            return waits
        if not step.done(hands.system):
            raise SilklineError(f"done, but the chain does not show it: {acts[-1].words}")
    return ""


def _do(step: Step, hands: Hands, acts: list[Act]) -> str:
    """Do one step; return what it waits for, if it does."""
    ready = step.ready_at(hands.system)
    if not hands.reach(ready):
        return f"the next step can be done from {when(ready)}"
    account = hands.holder(step.role)
    if account is None:
        return f"the next step is for {role_name(step.role)}"
    system = replace(hands.system, account=account)
    operation = step.act(system)
    if step.role is not None and system.roles.get(step.role, account).delay:
        ready = system.roles.ready_at(operation)
        if not ready:
            acts.append(hands.send(system.roles.schedule(operation)))
            ready = system.roles.ready_at(operation)
        if not hands.reach(ready):
            return f"announced; it can be done from {when(ready)}"
    acts.append(hands.send(operation))
    return ""


def role_name(role: int | None) -> str:
    """Return a role for reading."""
    if role is None:
        return "anyone with some gas"
    known = [one.name for one in sl.SystemRole if one == role]
    return known[0] if known else f"role {role}"
