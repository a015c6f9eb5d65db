"""A system on a chain without keys, each role in another hand, for the tests of operations."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import silkline as sl
from scripts.ops.__main__ import main
from silkline.cli.plans import read_plan
from tests.scripts.nodes import HANDS, PLAN, fund

LASTING = 11_155_111


@dataclass(frozen=True)
class Site:
    """The system, and a folder to work in."""

    chain: sl.LocalChain
    deployment: sl.Deployment
    folder: Path
    runner: CliRunner

    def system(self, hand: str = "") -> sl.Silkline:
        """Return the system as somebody sees it; by default as a reader."""
        signer = HANDS[hand] if hand else None
        return sl.connect(self.chain.url, signer=signer, deployment=self.deployment)

    def run(self, hand: str, *words: str, yes: bool = True) -> Result:
        """Run an operation with somebody's key; nobody's and a dry run, if it is empty."""
        how = (["--yes"] if yes else []) if hand else ["--dry-run"]
        secret = bytes(HANDS[hand]._account.key).hex() if hand else ""
        where = {"SILKLINE_RPC": self.chain.url, "SILKLINE_KEY": secret}
        record = {"SILKLINE_DEPLOYMENT": str(self.folder / "deployment.json")}
        return self.runner.invoke(main, [*words, *how], env={**where, **record})

    def records(self) -> list[Path]:
        """Return the records of operations, oldest first."""
        return sorted((self.folder / "operations").rglob("*.json"))


@pytest.fixture(scope="session")
def standing() -> Iterator[tuple[sl.LocalChain, sl.Deployment]]:
    """A chain of these tests' own with the system on it."""
    with sl.local_chain(accounts=0, chain_id=LASTING) as chain:
        deployer = sl.Key.create()
        fund(chain, deployer.address, *(key.address for key in HANDS.values()))
        yield chain, sl.deploy(chain.url, _plan(), signer=deployer)


def _plan() -> sl.Plan:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(PLAN)
        file.flush()
        return read_plan(Path(file.name))


@pytest.fixture
def site(
    standing: tuple[sl.LocalChain, sl.Deployment],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    """The system as deployed, with a party; the working directory is empty."""
    chain, deployment = standing
    snapshot = chain.snapshot()
    monkeypatch.chdir(tmp_path)
    deployment.save(tmp_path / "deployment.json")
    made = Site(chain, deployment, tmp_path, CliRunner())
    profiles = [(1, HANDS["stranger"].address, sl.Profile(sl.Role.SUPPLIER, "2050-12-31"))]
    made.system("registrar").parties.register_many(profiles).submit()
    yield made
    chain.revert(snapshot)
