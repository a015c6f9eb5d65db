"""
Connecting.

├── when the deployment is of another chain, or its code is missing or other  → BadInput (F25, F26)
├── when there is no record of a deployment, or it is no record               → BadInput
├── without a signer                                                          → reading only
└── otherwise                                                                 → one view each
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from eth_utils.crypto import keccak

import silkline as sl
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.chain.connection import AsOf
from silkline.chain.deploy import ORDER
from tests.sdk.faults import Node, answering
from tests.sdk.world import ANCHOR, TIER1, TIER2, World


def test_a_deployment_of_another_chain_is_refused(world):
    """Both chain ids are named (F25)."""
    other = replace(world.hub.deployment, chain_id=5)
    with pytest.raises(sl.BadInput, match=r"deployment is of chain 5, http://.* is chain 31337"):
        sl.connect(world.chain.url, deployment=other)


def test_missing_code_is_refused(world):
    """A chain that was started anew has nothing at the recorded addresses (F26)."""
    address = world.hub.deployment.address("Settlements")
    world.chain.rpc("anvil_setCode", address, "0x")
    with pytest.raises(sl.BadInput, match=rf"no code at {address}, where Settlements should be"):
        sl.connect(world.chain.url, deployment=world.hub.deployment)


def test_other_code_is_refused(world):
    """Code whose hash is not the recorded one is not worked with (F26)."""
    world.chain.rpc("anvil_setCode", world.hub.deployment.address("Parties"), "0x00")
    with pytest.raises(sl.BadInput, match=r"the code of Parties .* recorded is 0x.*do not use"):
        sl.connect(world.chain.url, deployment=world.hub.deployment)


def test_code_of_another_version_is_refused(world):
    """What was recorded stands there, but it is not what this package was made for (F26)."""
    deployment = world.hub.deployment
    entry = deployment.contracts["Settlements"]
    code = world.chain.rpc("eth_getCode", entry.address, "latest")
    other = "0x61" + code[4:]
    world.chain.rpc("anvil_setCode", entry.address, other)
    recorded = replace(entry, code_hash=abi.to_hex(keccak(hexstr=other)))
    contracts = {**deployment.contracts, "Settlements": recorded}
    with pytest.raises(
        sl.BadInput,
        match=r"Settlements at .* is not the Settlements of this package: .* version 0.1.0, so",
    ):
        sl.connect(world.chain.url, deployment=replace(deployment, contracts=contracts))


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda code, at: code, True),
        (lambda code, at: code[: at + 1] + b"\xab" * 32 + code[at + 33 :], True),
        (lambda code, at: code[:at] + b"\x7e" + code[at + 1 :], False),
        (lambda code, at: code[: at + 33] + bytes([code[at + 33] ^ 1]) + code[at + 34 :], False),
        (lambda code, at: code[:-1], False),
        (lambda code, at: code + b"\0", False),
        (lambda code, at: b"", False),
    ],
)
def test_only_immutables_may_differ_from_the_artifact(change, same):
    """Their 32 bytes are the constructor's; every other byte is the compiler's."""
    shipped = artifact("Settlements")
    at = shipped.runtime.index(b"\x7f" + bytes(32))

    assert shipped.matches(change(shipped.runtime, at)) is same


def test_a_missing_record_says_what_to_do(world, tmp_path, monkeypatch):
    """Without a deployment the record of the chain is looked for in the working directory."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(sl.BadInput, match=r"deployments/31337.json: No such file.*deploy to this"):
        sl.connect(world.chain.url)
    world.hub.deployment.save(tmp_path / "deployments" / "31337.json")

    assert sl.connect(world.chain.url).deployment == world.hub.deployment


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"deployment": 1, "chain_id": 1, "version": "1", "contracts": {}}']
)
def test_what_is_no_record_is_refused(tmp_path, text):
    """A file of another kind, or with contracts missing, is no deployment."""
    path = tmp_path / "5.json"
    path.write_text(text)
    with pytest.raises(sl.BadInput, match=r"not a deployment record"):
        sl.Deployment.load(path)


def test_throw_away_chains_are_not_recorded(world, tmp_path, monkeypatch):
    """The record of a chain that is gone tomorrow would mislead; a path keeps it all the same."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(sl.BadInput, match=r"throw-away chain"):
        world.hub.deployment.save()
    path = world.hub.deployment.save(tmp_path / "here.json")
    with pytest.raises(sl.BadInput, match=r"never overwritten"):
        world.hub.deployment.save(path)
    live = replace(world.hub.deployment, chain_id=12345)

    assert live.save().as_posix() == "deployments/12345.json"


def test_a_record_reads_back(world, tmp_path):
    """Address, block, transaction, code hash and version survive; nothing else is in the file."""
    path = world.hub.deployment.save(tmp_path / "d.json")
    content = json.loads(path.read_text())

    assert sl.Deployment.load(path) == world.hub.deployment
    assert set(content) == {"deployment", "chain_id", "version", "contracts"}
    assert set(content["contracts"]) == {*ORDER, "DepositToken EUR"}
    assert all(len(entry) == 5 for entry in content["contracts"].values())
    assert sl.connect(world.chain.url, deployment=path).deployment == world.hub.deployment


def test_a_contract_that_is_not_there_is_named(world):
    """The message lists what the deployment has."""
    with pytest.raises(sl.BadInput, match=r"has no Lottery: it has AccessManager"):
        world.hub.connection.contract("Lottery")
    with pytest.raises(sl.BadInput, match=r"has no DepositToken JPY"):
        world.hub.deposits.token("JPY")


def test_without_a_signer_there_is_only_reading(world):
    """Reads work; an act says how to get a signer."""
    reader = sl.connect(world.chain.url, deployment=world.hub.deployment)

    assert reader.account is None
    assert reader.parties.get(ANCHOR).active
    with pytest.raises(sl.BadInput, match=r"no signer"):
        reader.parties.set_opt_ins(sl.OptIn.NONE).submit()


def test_accounts_are_chosen_by_signer_or_address(world):
    """The same connection is seen by different accounts; others' keys are not needed."""
    assert world.hub.as_(world.key(TIER1)).account == world.chain.accounts[TIER1]
    assert world.hub.as_(world.chain.accounts[TIER2]).account == world.chain.accounts[TIER2]
    alone = sl.connect(world.chain.url, signer=world.key(TIER1), deployment=world.hub.deployment)
    with pytest.raises(sl.BadInput, match=r"no signer of 0x"):
        alone.as_(world.chain.accounts[TIER2])
    assert alone.as_(world.key(TIER2)).account == world.chain.accounts[TIER2]
    with pytest.raises(sl.BadInput, match=r"expected a signer"):
        sl.connect(world.chain.url, signer=["0x12"], deployment=world.hub.deployment)


def test_reads_say_as_of_which_block(world):
    """Number, hash, time and finality of the block travel with what was read (T86)."""
    found = world.hub.parties.get(ANCHOR).as_of
    block = world.chain.rpc("eth_getBlockByNumber", "latest", False)

    expected = AsOf(int(block["number"], 16), block["hash"], int(block["timestamp"], 16), "latest")
    assert found == expected == world.hub.head()
    settled = sl.connect(world.chain.url, deployment=world.hub.deployment, at="earliest")
    assert settled.head().finality == "earliest"


def test_a_block_that_the_node_lacks_is_an_error(world):
    """A node behind the block asked for is not taken for an empty chain."""
    with pytest.raises(sl.NodeError, match=r"the node has no block 99999"):
        world.hub.connection.head(99_999)


def test_an_address_without_a_contract_is_told(world):
    """An empty answer where a value is due means that nothing is there."""

    def fault(method, params, forward):
        return {"result": "0x"} if method == "eth_call" else forward()

    node = Node(world.chain.rpc, fault)
    client = sl.connect(node, deployment=world.hub.deployment)
    with pytest.raises(sl.NodeError, match=r"answered nothing to partyOf: no such contract there"):
        client.parties.get(ANCHOR)


def test_a_connection_without_deployment_says_so(world):
    """Where a deployment is needed, its absence is named with the remedy."""
    from silkline.chain.connection import open_connection

    connection = open_connection(answering("0x1"))
    assert connection.names == {}
    with pytest.raises(sl.BadInput, match=r"no deployment: pass connect"):
        connection.contract("Parties")
    with pytest.raises(sl.BadInput, match=r"has no deployment"):
        _ = sl.Silkline(connection).deployment


def test_the_world_is_the_same_for_each_test(world: World):
    """No test sees what another has done."""
    assert world.hub.programmes.get("1/1").used == sl.Money("0.00", "EUR")


def test_a_connection_is_shown_in_a_line(world, reader):
    """A console shows which chain, through which node, as whom; no record of all contracts."""
    url, account = world.chain.url, world.chain.accounts[ANCHOR]
    assert repr(world.as_(ANCHOR)) == f"<Silkline: chain 31337 at {url}, as {account}>"
    assert repr(reader.notes) == f"<Notes: chain 31337 at {url}, reading>"
