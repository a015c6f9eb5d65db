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

__all__ = ["Act", "Doer", "Hands", "Note", "Procedure", "Step", "carry_out", "may", "who"]

Doer = int | sl.PartyId | None
"""Whose act it is: a role of the system, a party (scope administer), or anyone's."""


def _at_once(_system: sl.Silkline) -> int:
    return 0


def _as_meant(_system: sl.Silkline) -> str:
    return "it stands as meant"


@dataclass(frozen=True)
class Step:
    """One act of an operation."""

    by: Doer
    act: Callable[[sl.Silkline], sl.Operation[Any]]
    """Returns the act, of the account that the system is seen by."""
    done: Callable[[sl.Silkline], bool]
    """Tells from the chain whether it is done."""
    ready_at: Callable[[sl.Silkline], int] = _at_once
    """Returns the Unix time from which it can be done."""


@dataclass(frozen=True)
class Procedure:
    """An operation: what it is for, its steps, and what must hold in the end."""

    title: str
    steps: tuple[Step, ...]
    verify: Callable[[sl.Silkline], Sequence[str]]
    """Returns how the chain differs from what was meant, one sentence each."""
    remarks: tuple[str, ...] = ()
    """What whoever approves it should know."""
    standing: Callable[[sl.Silkline], str] = _as_meant
    """Returns what is said when all of it is done."""

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


Note = Callable[[Act], None]
"""Is told each transaction as soon as it is mined, whatever happens to the next one."""


class Hands(Protocol):
    """Who does the steps: somebody with keys, or a rehearsal."""

    @property
    def system(self) -> sl.Silkline:
        """The system that they work on."""
        ...

    def holder(self, by: Doer) -> str | None:
        """Return an account whose act it may be and that can act here, or None."""
        ...

    def reach(self, moment: int) -> bool:
        """Return whether the chain has come to the Unix time *moment*."""
        ...

    def send(self, operation: sl.Operation[Any]) -> None:
        """Do it, and note it as soon as it is mined; raises the refusal."""
        ...


def carry_out(procedure: Procedure, hands: Hands) -> str:
    """
    Do what is not done yet, as far as these hands can; return what the rest waits for.

    Args:
        procedure: What is to be done.
        hands: Who does it.

    Raises:
        Refused: The chain refuses a step.
        SilklineError: A step was done, and the chain does not show it.
    """
    for number, step in enumerate(procedure.steps, start=1):
        if step.done(hands.system):
            continue
        if waits := _do(step, hands):
            return waits
        if not step.done(hands.system):
            raise SilklineError(f"{procedure.title}: step {number} was done, but does not show")
    return ""


def _do(step: Step, hands: Hands) -> str:
    """Do one step; return what it waits for, if it does."""
    ready = step.ready_at(hands.system)
    if not hands.reach(ready):
        return f"the next step can be done from {when(ready)}"
    account = hands.holder(step.by)
    if account is None:
        return f"the next step is for {who(step.by)}"
    system = replace(hands.system, account=account)
    operation = step.act(system)
    if isinstance(step.by, int) and system.roles.get(step.by, account).delay:
        ready = system.roles.ready_at(operation)
        if not ready:
            hands.send(system.roles.schedule(operation))
            ready = system.roles.ready_at(operation)
        if not hands.reach(ready):
            return f"announced; it can be done from {when(ready)}"
    hands.send(operation)
    return ""


def may(system: sl.Silkline, by: Doer, account: str) -> bool:
    """Return whether an act can be an account's."""
    if by is None:
        return True
    if isinstance(by, sl.PartyId):
        found = system.parties.account(account)
        return found.party == by and found.live and sl.Scope.ADMINISTER in found.scopes
    return system.roles.get(by, account).member


def who(by: Doer) -> str:
    """Return whose act it is, for reading."""
    if by is None:
        return "anyone with some gas"
    if isinstance(by, sl.PartyId):
        return f"party {by}, by an account with the scope administer"
    known = [one.name for one in sl.SystemRole if one == by]
    return known[0] if known else f"role {by}"
