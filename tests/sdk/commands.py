"""The command line as the tests call it: a node, a deployment record and a party's key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

import silkline as sl
from silkline import loan_terms as lt
from silkline.cli import main
from tests.sdk.lending import KEYS
from tests.sdk.world import World

FOREVER = "2027-12-31T00:00:00Z"


@dataclass(frozen=True)
class Commands:
    """``silkline …`` in a folder of its own, against the tests' chain."""

    world: World
    folder: Path

    def __call__(
        self, *arguments: object, by: int | None = None, answer: str | None = None, **env: str
    ) -> Result:
        """Run a command, signed by a party's key where *by* names one."""
        given = {
            "SILKLINE_RPC": self.world.chain.url,
            "SILKLINE_DEPLOYMENT": str(self.folder / "deployment.json"),
            "SILKLINE_JOURNAL": str(self.folder / "silkline.journal"),
            "SILKLINE_KEY": "" if by is None else secret(self.key(by)),
            "SILKLINE_KEYSTORE": "",
            "COLUMNS": "200",
            **env,
        }
        return CliRunner().invoke(main, list(map(str, arguments)), input=answer, env=given)

    def key(self, party: int) -> sl.Key:
        """Return the key of a party."""
        return KEYS.get(party) or self.world.key(party)

    def json(self, *arguments: object, by: int | None = None, code: int = 0, **env: str) -> Any:
        """Run a command with --json, check its exit code, and return what it answers."""
        done = self(*arguments, "--json", by=by, **env)
        assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
        return json.loads(done.stdout)

    def error(self, *arguments: object, by: int | None = None, code: int = 2, **env: str) -> Any:
        """Run a command with --json that fails, and return its error."""
        return self.json(*arguments, by=by, code=code, **env)["error"]

    def path(self, name: str) -> Path:
        """Return the path of a file in the folder."""
        return self.folder / name

    def saved(self, sheet: lt.TermSheet, name: str = "loan.json") -> Path:
        """Write a term sheet as its file, and return the path."""
        path = self.path(name)
        path.write_text(json.dumps(lt.sheet_json(sheet)), encoding="utf-8")
        return path


def commands(world: World, folder: Path) -> Commands:
    """Write the deployment's record into a folder and return the command line."""
    world.hub.deployment.save(folder / "deployment.json")
    return Commands(world, folder)


def secret(key: sl.Key) -> str:
    """Return the private key of a signer of the tests, which no signer gives away."""
    return "0x" + bytes(key._account.key).hex()
