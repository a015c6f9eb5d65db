"""
silkline deploy, scripts.deploy

├── when the plan is wrong, or puts too much into one hand  → BadInput, nothing sent
├── when a lasting chain has no plan, or nobody signs        → BadInput
├── when the deployer has not enough coin                    → BadInput, nothing sent
├── on a node without keys, killed half-way                  → goes on, records, has its sources
├── when it stands                                           → nothing to do, or what differs
└── by Brownie on a node of its own                          → deployed, and not recorded
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import pytest
from click.testing import CliRunner

import silkline as sl
from scripts.ops.__main__ import main as ops
from silkline.chain.artifacts import artifact
from silkline.chain.rpc import Rpc
from silkline.cli import deploying
from silkline.cli.plans import read_plan, require_safe
from silkline.cli.session import Session
from tests.scripts.nodes import (
    HANDS,
    PASSWORD,
    PLAN,
    ROOT,
    command,
    environment,
    fund,
    keystore,
    run,
)
from tools.artifacts import shipped_contracts, standard_input

DEPLOYER = sl.Key("0x" + "d1" * 32)
CHAIN = 11_155_111
TRANSACTIONS = 29
"""21 contracts, a token, the roles, two custodians, limit contract, consumer, list, hand-over."""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "says nothing"),
        ("[]", "line 1: expected names with values: admin, registrars"),
        ("admin: {", "cannot be read: while parsing"),
        (PLAN.replace("admin:", "boss:"), "line 1: boss is unknown; there are admin"),
        (PLAN.replace("admin:", "boss:"), "line 1: admin missing"),
        (
            PLAN.replace("registrars: [", "registrars: ['0x12', "),
            "line 2: registrars: address ",
        ),
        (PLAN + "guardians: []\n", "line 7: guardians stands twice"),
        (PLAN.replace("guardians: [", "guardians: 7 #"), "line 4: guardians: expected a list"),
        (PLAN.replace("currency: EUR", "currency: XYZ"), "line 6: tokens: currency: 'XYZ' is not"),
        (PLAN.replace("currency", "money"), "line 6: tokens: money is unknown"),
        (PLAN.replace("EUR,", "EUR, decimals: two,"), "decimals: 'two' is no whole number"),
        (PLAN.replace("EUR,", "EUR, decimals: 19,"), "19 decimals: 0 to 18 are counted with"),
        (PLAN + "admin_delay: 2 days\n", "line 7: admin_delay: '2 days' is no whole number"),
    ],
)
def test_a_wrong_plan_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """What is wrong with a plan is said with its line and the name of its field."""
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(sl.BadInput, match=re.escape(said)):
        read_plan(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (HANDS["guardian"].address, DEPLOYER.address, "would keep the roles [3]"),
        (HANDS["compliance"].address, HANDS["registrar"].address, "would be registrar and compl"),
        ("tokens:", "admin_delay: 0\ntokens:", "ADMIN must announce its acts"),
    ],
)
def test_too_much_in_one_hand_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """On a chain that lasts the roles are in different hands; on a throw-away one they need not."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace(old, new))
    with pytest.raises(sl.BadInput, match=re.escape(said)):
        require_safe(read_plan(path), DEPLOYER.address, CHAIN)
    require_safe(read_plan(path), DEPLOYER.address, 31337)


def test_who_signs_and_for_whom_must_be_said(tmp_path: Path) -> None:
    """A chain that lasts needs a plan and coin for gas, and a node without accounts a key."""
    with sl.local_chain(accounts=0, chain_id=CHAIN) as chain:
        node = Rpc(chain.url)
        with pytest.raises(sl.BadInput, match="chain 11155111 lasts: say with a plan"):
            deploying.Order.of(Session(), node, None)
        (tmp_path / "plan.yaml").write_text(PLAN)
        session = Session(journal=str(tmp_path / "journal"))
        order = deploying.Order.of(session, node, tmp_path / "plan.yaml")
        with pytest.raises(sl.BadInput, match="nobody signs: name a key"):
            deploying.carry_out(order, pytest.fail)
        order = replace(order, signer=DEPLOYER)
        with (
            patch.object(deploying, "rehearse", return_value=(0, 44_000_000)),
            pytest.raises(sl.BadInput, match=r"may cost 0.* at most, the deployer has 0.000000"),
        ):
            deploying.carry_out(order, pytest.fail)
    with (
        sl.local_chain(accounts=0) as chain,
        pytest.raises(sl.BadInput, match="the node has no account"),
    ):
        deploying.Order.of(Session(), Rpc(chain.url), None)


def test_on_a_node_without_keys(tmp_path: Path) -> None:
    """Killed half-way and started again, each transaction is sent once; the third start has nothing
    to do, and a plan that differs is refused."""
    (tmp_path / "plan.yaml").write_text(PLAN)
    keystore(tmp_path / "key.json", DEPLOYER)
    with sl.local_chain(accounts=0, chain_id=CHAIN, block_time=1) as chain:
        options = ("--rpc", chain.url, "--plan", "plan.yaml", "--keystore", "key.json", "--yes")
        secret = {"SILKLINE_PASSWORD": PASSWORD}
        fund(chain, DEPLOYER.address)

        _kill_half_way(chain, tmp_path, "silkline", "deploy", *options)
        assert not (tmp_path / "deployments").exists()
        second = run("scripts.deploy", *options, folder=tmp_path, **secret)
        assert second.returncode == 0, second.stderr
        assert "rehearsed     on a copy of block" in second.stderr
        assert f"{TRANSACTIONS} transactions" in second.stderr
        assert "goes on       where it stopped" in second.stderr
        deployment = sl.Deployment.load(tmp_path / f"deployments/{CHAIN}.json")
        _check_chain(chain, deployment)
        _check_sources(chain, deployment, tmp_path / f"build/verification/{CHAIN}")

        third = run("silkline", "deploy", *options, folder=tmp_path, **secret)
        assert third.returncode == 0, third.stderr
        assert f"Nothing to do: deployments/{CHAIN}.json stands as planned" in third.stderr
        assert _nonce(chain) == TRANSACTIONS
        other = PLAN.replace(HANDS["guardian"].address, HANDS["stranger"].address)
        (tmp_path / "plan.yaml").write_text(other)
        session = Session(deployment=str(tmp_path / f"deployments/{CHAIN}.json"))
        changed = deploying.Order.of(session, Rpc(chain.url), tmp_path / "plan.yaml")
        with pytest.raises(sl.SilklineError, match=f"{HANDS['stranger'].address} lacks role 3"):
            deploying.carry_out(changed, pytest.fail)


def _kill_half_way(chain: sl.LocalChain, folder: Path, *words: str) -> None:
    """Start a deployment, and kill it when its first block is there."""
    with subprocess.Popen(
        command(*words),
        cwd=folder,
        env=environment(SILKLINE_PASSWORD=PASSWORD),
        stderr=subprocess.DEVNULL,
    ) as started:
        deadline = time.monotonic() + 120
        while _nonce(chain) == 0:
            assert started.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        started.kill()
    assert started.returncode == -9
    assert _nonce(chain) < TRANSACTIONS


def _nonce(chain: sl.LocalChain) -> int:
    return chain.rpc.number("eth_getTransactionCount", DEPLOYER.address, "latest")


def _check_chain(chain: sl.LocalChain, deployment: sl.Deployment) -> None:
    """See that everything stands, sent with EIP-1559 fees, confirmed, in the hands planned."""
    system = sl.connect(chain.url, deployment=deployment)
    roles = sl.SystemRole.ADMIN, sl.SystemRole.REGISTRAR, sl.SystemRole.GUARDIAN
    hands = [(HANDS[name].address,) for name in ("admin", "registrar", "guardian")]
    assert [system.roles.members(role) for role in roles] == hands
    assert system.roles.get(sl.SystemRole.ADMIN, HANDS["admin"].address).delay == 2 * 86_400
    assert _nonce(chain) == TRANSACTIONS
    blocks = {entry.block for entry in deployment.contracts.values()}
    assert len(blocks) <= 5  # 22 contracts: many in a block
    last = max(blocks)
    assert system.head().number >= last + deploying.CONFIRMATIONS
    for entry in deployment.contracts.values():
        sent = chain.rpc("eth_getTransactionByHash", entry.transaction)
        assert (sent["type"], int(sent["blockNumber"], 16)) == ("0x2", entry.block)


def _check_sources(chain: sl.LocalChain, deployment: sl.Deployment, folder: Path) -> None:
    """See that input, name and arguments of each contract make the code that was sent."""
    listed = json.loads((folder / "contracts.json").read_text())
    assert list(listed) == list(deployment.contracts)
    units = {f"{one.unit}:{one.name}": one for one in shipped_contracts()}
    for name, entry in deployment.contracts.items():
        given = listed[name]
        assert given["address"] == entry.address
        sent = chain.rpc("eth_getTransactionByHash", entry.transaction)["input"]
        assert sent == f"0x{artifact(entry.kind).bytecode.hex()}{given['constructor_arguments']}"
        content = json.loads((folder / given["input"]).read_text())
        assert content == standard_input(units[given["contract"]])
    assert listed["Parties"]["compiler"] == "v0.8.37+commit.f401782d"


@pytest.mark.parametrize("kind", ["anvil", "ganache"])
def test_a_throw_away_chain_needs_neither_plan_nor_key(
    tmp_path: Path, kind: Literal["anvil", "ganache"], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a node's own chain its first account deploys, nothing is recorded; operations go there."""
    with sl.local_chain(kind) as chain:
        done = run("scripts.deploy", "--rpc", chain.url, "--json", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        deployment = sl.Deployment.from_json(done.stdout)
        system = sl.connect(chain.url, deployment=deployment)
        assert system.roles.members(sl.SystemRole.ADMIN) == (chain.accounts[0],)
        assert list(tmp_path.iterdir()) == []
        monkeypatch.chdir(tmp_path)
        deployment.save("system.json")
        _operate(chain)
        assert system.parties.get(11).cash == chain.accounts[5]
        guardians = system.roles.members(sl.SystemRole.GUARDIAN)
        assert guardians == (chain.accounts[0], chain.accounts[4])
    assert not (tmp_path / "operations").exists()


def _operate(chain: sl.LocalChain) -> None:
    """Onboard a party and give a role, each twice: the second time there is nothing to do."""
    head, line = "party,account,roles,kyc_expiry", f"11,{chain.accounts[5]},supplier,2050-01-01"
    Path("parties.csv").write_text(f"{head}\n{line}\n")
    where = {"SILKLINE_RPC": chain.url, "SILKLINE_DEPLOYMENT": "system.json"}
    env = {**where, "SILKLINE_KEY": bytes(chain.keys[0]._account.key).hex()}
    for words in (("onboard", "parties.csv"), ("grant", "GUARDIAN", chain.accounts[4])):
        first, second = (CliRunner().invoke(ops, [*words, "--yes"], env=env) for _ in range(2))
        assert "Done: it stands as meant" in first.output
        assert "Nothing to do: it stands as meant" in second.output


def test_by_brownie() -> None:
    """`brownie run` deploys on a node of Brownie's own."""
    brownie = Path(sys.executable).with_name("brownie")
    if not brownie.exists():
        pytest.skip("Brownie is not in this environment")
    done = subprocess.run(
        [brownie, "run", "scripts/deploy.py", "--network", "development"],
        cwd=ROOT,
        env=environment(PATH=f"{ROOT}/node_modules/.bin:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "Deploy Silkline 0.1.0" in output
    assert re.search(r"Receivables +0x[0-9a-fA-F]{40} +\d+", output), output
    assert "deployments/" not in output
