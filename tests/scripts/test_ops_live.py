"""
scripts.ops in truth: a node without keys, a block a second, EIP-1559, a keystore, real processes.

├── onboarding, killed half-way          → goes on; each party registered and recorded once
├── a role, announced, killed meanwhile  → found by the next start, recorded, then done
└── started once more                    → nothing to do
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import silkline as sl
from silkline.cli.plans import read_plan
from tests.scripts.nodes import HANDS, PASSWORD, PLAN, command, environment, fund, keystore, run

CHAIN = 11_155_111
PARTIES = 60  # two transactions
NEW = sl.Key("0x" + "78" * 32)


@dataclass(frozen=True)
class Desk:
    """A folder in which operations are started, each by its own process."""

    chain: sl.LocalChain
    folder: Path

    def signed(self, hand: str) -> dict[str, str]:
        """Return the environment of somebody: the registrar signs with a keystore."""
        where = {"SILKLINE_RPC": self.chain.url, "SILKLINE_DEPLOYMENT": "system.json"}
        if hand == "registrar":
            return {**where, "SILKLINE_KEYSTORE": "key.json", "SILKLINE_PASSWORD": PASSWORD}
        return {**where, "SILKLINE_KEY": bytes(HANDS[hand]._account.key).hex()}

    def start(self, hand: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Start an operation, and return what it said."""
        return run("scripts.ops", *words, "--yes", folder=self.folder, **self.signed(hand))

    def kill(self, hand: str, *words: str, when: Callable[[], bool]) -> None:
        """Start an operation while no block is made, and kill it when something has come true."""
        self.chain.rpc("evm_setIntervalMining", 0)
        try:
            self._kill(hand, *words, when=when)
        finally:
            self.chain.rpc("evm_setIntervalMining", 1)

    def _kill(self, hand: str, *words: str, when: Callable[[], bool]) -> None:
        with subprocess.Popen(
            command("scripts.ops", *words, "--yes"),
            cwd=self.folder,
            env=environment(**self.signed(hand)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as started:
            deadline = time.monotonic() + 60
            while not when():
                assert started.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
            started.kill()
        assert started.returncode == -9

    def sent(self, hand: str, state: str = "latest") -> int:
        """Return how many transactions somebody has sent."""
        return self.chain.rpc.number("eth_getTransactionCount", HANDS[hand].address, state)

    def acts(self) -> list[dict[str, Any]]:
        """Return the acts of all records, oldest first."""
        files = sorted((self.folder / "operations" / str(CHAIN)).glob("*.json"))
        return [act for file in files for act in json.loads(file.read_text())["acts"]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A system whose ADMIN announces its acts two seconds before."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "plan.yaml").write_text(f"{PLAN}admin_delay: 2\n")
    with sl.local_chain(accounts=0, chain_id=CHAIN) as chain:
        deployer = sl.Key.create()
        fund(chain, deployer.address, *(key.address for key in HANDS.values()))
        made = sl.deploy(chain.url, read_plan(folder / "plan.yaml"), signer=deployer)
        made.save(folder / "system.json")
        keystore(folder / "key.json", HANDS["registrar"])
        chain.rpc("evm_setIntervalMining", 1)
        yield Desk(chain, folder)


def test_onboarding_goes_on_after_a_kill(desk: Desk) -> None:
    """Killed when the first transaction is mined and the next one sent: nothing is done twice."""
    lines = [f"{n},0x{(0xC0DE << 32) + n:040x},supplier,2050-01-01" for n in range(1, PARTIES + 1)]
    text = "\n".join(["party,account,roles,kyc_expiry", *lines]) + "\n"
    (desk.folder / "parties.csv").write_text(text)
    words = ("onboard", "parties.csv")

    def half_way() -> bool:
        if desk.sent("registrar", "pending") == 1:
            desk.chain.mine()
        return desk.sent("registrar", "pending") == 2

    desk.kill("registrar", *words, when=half_way)
    second = desk.start("registrar", *words)
    assert second.returncode == 0, second.stderr
    third = desk.start("registrar", *words)
    assert (third.returncode, third.stdout) == (0, "Nothing to do: it stands as meant\n")

    system = sl.connect(desk.chain.url, deployment=desk.folder / "system.json")
    assert system.parties.get(PARTIES).active
    assert desk.sent("registrar") == 2
    acts = desk.acts()
    assert [len(act["words"].splitlines()) for act in acts] == [50, 10]
    for act in acts:
        sent = desk.chain.rpc("eth_getTransactionByHash", act["transaction"])
        assert (sent["type"], int(sent["blockNumber"], 16)) == ("0x2", act["block"])


def test_a_role_is_given_after_a_kill(desk: Desk) -> None:
    """Killed when the announcement is sent and not mined; the next start records it and goes on."""
    words, before = ("grant", "GUARDIAN", NEW.address), len(desk.acts())
    desk.kill("admin", *words, when=lambda: desk.sent("admin", "pending") > 0)
    deadline = time.monotonic() + 30
    while (done := desk.start("admin", *words, "--json")) and desk.sent("admin") < 2:
        assert done.returncode == 0, done.stderr
        assert "announced; it can be done from" in json.loads(done.stdout)["waits"]
        assert time.monotonic() < deadline
    assert json.loads(done.stdout)["done"] is True
    again = desk.start("admin", *words)
    assert (again.returncode, again.stdout) == (0, "Nothing to do: it stands as meant\n")

    system = sl.connect(desk.chain.url, deployment=desk.folder / "system.json")
    assert system.roles.members(sl.SystemRole.GUARDIAN) == (HANDS["guardian"].address, NEW.address)
    assert desk.sent("admin") == 2
    acts = [act["words"].partition(",")[0] for act in desk.acts()[before:]]
    assert acts == ["Announce", f"Give GUARDIAN to {NEW.address}"]
