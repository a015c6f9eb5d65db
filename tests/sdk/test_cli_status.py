"""
silkline status

├── no node, no record, another chain's record  → exit 2
├── code missing, changed, or another's         → told by contract, exit 2
└── whole                                       → chain, contracts, and whether it is halted
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.sdk.commands import Commands, commands

AWAY = "0x" + "77" * 20


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def recorded(cli: Commands, **changes: object) -> str:
    """Write a record in which something of Parties or of the whole is changed; return its path."""
    content = json.loads(cli.path("deployment.json").read_text())
    for name, value in changes.items():
        where = content if name in content else content["contracts"]["Parties"]
        where[name] = value
    path = cli.path("other.json")
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def states(answer: dict) -> dict[str, str]:
    """Return the state of each contract."""
    return {one["name"]: one["state"] for one in answer["contracts"]}


def test_without_node_or_record_there_is_no_state(cli):
    """It is told what to name."""
    error = cli.error("status", SILKLINE_RPC="")
    assert error["message"] == (
        "no node: name it with --rpc URL, or set SILKLINE_RPC; silkline up starts one to try "
        "things on"
    )
    error = cli.error("status", "--deployment", cli.path("none.json"))
    assert "deploy to this chain first, or give the path" in error["message"]


def test_the_record_of_another_chain_is_refused(cli):
    """With both chains."""
    error = cli.error("status", "--deployment", recorded(cli, chain_id=7))

    assert error["message"].startswith("the record is of chain 7, http://127.0.0.1:")
    assert "is chain 31337" in error["message"]


@pytest.mark.parametrize(
    ("changes", "state", "told"),
    [
        ({"address": AWAY}, "missing", "no code there"),
        ({"code_hash": "0x" + "11" * 32}, "changed", "not the code that was recorded"),
        ({"kind": "Programmes"}, "other", "not the code of this version"),
    ],
)
def test_what_is_not_whole_is_told_by_contract(cli, changes, state, told):
    """The others are as they should be; nobody is told that business is open."""
    path = recorded(cli, **changes)
    answer = cli.json("status", "--deployment", path, code=2)
    found = states(answer)

    assert answer["whole"] is False
    assert answer["halted_until"] is None
    assert found.pop("Parties") == state
    assert set(found.values()) == {"whole"}
    shown = cli("status", "--deployment", path)
    assert shown.exit_code == 2
    assert told in shown.stdout
    assert "unknown" in shown.stdout


def test_a_whole_deployment_is_shown(cli):
    """Every contract, and that it is open."""
    answer, shown = cli.json("status"), cli("status").stdout
    contracts = cli.world.hub.deployment.contracts

    assert (answer["chain_id"], answer["whole"], answer["halted_until"]) == (31337, True, None)
    assert states(answer) == dict.fromkeys(contracts, "whole")
    assert answer["block"]["number"] == cli.world.hub.head().number
    assert "open" in shown
    assert all(entry.address in shown for entry in contracts.values())


def test_a_halt_is_shown(cli):
    """With its end."""
    cli.world.hub.parties.halt(3600).submit()
    until = cli.world.hub.parties.halted_until()
    moment = datetime.fromtimestamp(until, UTC).isoformat()

    assert cli.json("status")["halted_until"] == moment
    assert f"halted until {moment}" in cli("status").stdout
