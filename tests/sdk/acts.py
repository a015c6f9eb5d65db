"""
Every act of the system, in a state in which it can be done, for the tests that go over all acts.

A stage is the state that acts of one kind need; it is built once. A case is one act on a stage,
what its explanation has to name, and what must be done before where the stage is not enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import silkline as sl
from tests.sdk.world import OUTSIDER, TIER3, World

Build = Callable[["Scene"], sl.Operation[Any]]


@dataclass
class Scene:
    """A stage as it stands: the system, and what was made on the way by name."""

    world: World
    made: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Return what was made, or else what the world has."""
        made = self.__dict__.get("made", {})
        return made[name] if name in made else getattr(self.__dict__["world"], name)

    def keep(self, **made: Any) -> None:
        """Remember what was made."""
        self.made.update(made)

    def signer(self, account: str | None) -> sl.Signer:
        """Return the key of an account; where anyone may act, that of the tier-3 supplier."""
        known = {key.address: key for key in (*self.chain.keys, *self.made.get("keys", ()))}
        return known[account] if account else self.key(TIER3)

    @property
    def stranger(self) -> sl.Signer:
        """Whoever brings what others signed: no party of the system."""
        return self.key(OUTSIDER)


@dataclass(frozen=True)
class Case:
    """One act: the function that it calls, how it is built, and what its explanation names."""

    stage: str
    act: str
    """``Contract.function`` as the act was declared, with a remark where there are several."""
    build: Build
    says: tuple[str, ...] = ()

    @property
    def declared(self) -> tuple[str, str]:
        """Contract and function."""
        contract, _, function = self.act.partition(" ")[0].partition(".")
        return contract, function


@dataclass(frozen=True)
class Table:
    """The cases of one file, and how the stages of that file are built."""

    stages: dict[str, Callable[[Scene], None]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)

    def stage(self, build: Callable[[Scene], None]) -> Callable[[Scene], None]:
        """Declare a stage by the function that builds it."""
        self.stages[build.__name__] = build
        return build

    def add(self, stage: Callable[[Scene], None], act: str, build: Build, *says: str) -> None:
        """Declare a case."""
        self.cases.append(Case(stage.__name__, act, build, says))
