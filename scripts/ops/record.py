"""The record of one start of an operation, written anew as soon as each of its acts is mined."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import silkline as sl
from scripts.ops.procedure import Act
from silkline.chain.local import CHAIN_IDS
from silkline.dates import moment

__all__ = ["FOLDER", "Record"]

FOLDER = Path("operations")
"""Records of operations, by chain id, in the working directory."""


@dataclass
class Record:
    """What one start of an operation did."""

    operation: str
    system: sl.Silkline
    title: str = ""
    acts: list[Act] = field(default_factory=list)
    waits: str = "it was interrupted"
    """What the rest waits for; nothing when all is done."""

    def add(self, act: Act) -> None:
        """Write down an act that is mined, once: a start that is killed leaves what it did."""
        folder = FOLDER / str(self.system.connection.chain_id)
        if not any(act.transaction in file.read_text("utf-8") for file in folder.glob("*.json")):
            self.acts.append(act)
            self.save()

    def end(self, waits: str) -> None:
        """Write down how it ended."""
        self.waits = waits
        self.save()

    @property
    def path(self) -> Path | None:
        """Where it is; nowhere if nothing was done, or the chain is a throw-away one."""
        chain_id = self.system.connection.chain_id
        if not self.acts or chain_id in CHAIN_IDS:
            return None
        first = self.acts[0]
        when = f"{moment(first.time):%Y%m%dT%H%M%SZ}-{first.block}"
        name = f"{when}-{self.operation}-{first.transaction[2:10]}.json"
        return FOLDER / str(chain_id) / name

    def save(self) -> None:
        """Write it in one go, so that there is never half a record."""
        if path := self.path:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".part")
            draft.write_text(json.dumps(self._content(), indent=1) + "\n", encoding="utf-8")
            draft.replace(path)

    def _content(self) -> dict[str, Any]:
        return {
            "operation": self.operation,
            "title": self.title or self.operation,
            "chain_id": self.system.connection.chain_id,
            "system": self.system.deployment.address("AccessManager"),
            "acts": [asdict(act) for act in self.acts],
            "waits": self.waits,
        }
