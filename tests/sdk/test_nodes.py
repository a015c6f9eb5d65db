"""
Several nodes of one chain.

├── when none is given, or two are on different chains          → BadInput, with both chains
├── when none can be used                                       → NodeError: each, and why
├── when one is not in sync, far behind, or lacks what was seen → it is passed over
├── an answer, a refusal too                                    → no other node is asked
├── silence (refused, timeout, 5xx, no JSON-RPC)                → the next one goes on
├── sending                                                     → the same bytes, counted once
└── addresses with credentials                                  → never shown whole
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import silkline as sl
from silkline.chain import rpc as rpcs
from silkline.chain import transactions
from silkline.chain.rpc import Rpc, RpcError
from tests.sdk.faults import Fault, Node, after, before
from tests.sdk.world import ANCHOR, BANK_A, BANK_B, TIER1, World, eur

NOBODY = "http://127.0.0.1:9"
FIT = {
    "eth_chainId": "0x1",
    "eth_blockNumber": "0x64",
    "eth_syncing": False,
    "eth_getBlockByNumber": {"number": "0x0", "hash": "0xfirst"},
}


def node(name: str = "a", **answers: object) -> Node:
    """Return a node that answers as given; an exception is raised, None is no such method."""

    def fault(method: str, *_: object) -> dict[str, object]:
        found = {**FIT, **answers}.get(method)
        if isinstance(found, Exception):
            raise found
        if found is None:
            return {"error": {"code": -32601, "message": f"{name} has no {method}"}}
        return {"result": found}

    made = Node(fault=fault)
    made.provider.endpoint_uri = f"http://{name}"
    return made


def silent(name: str = "a") -> Node:
    """Return a node that refuses every connection."""
    made = node(name)
    made.provider.fault = silence()
    return made


def silence() -> Fault:
    """Return the fault of a node that is gone."""

    def fault(*_: object) -> dict[str, object]:
        raise ConnectionError("gone")

    return fault


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Repeat without pauses."""
    monkeypatch.setattr(transactions.time, "sleep", lambda seconds: None)


@pytest.fixture
def slow() -> Iterator[str]:
    """The address of a server that fails at once with 503, or under /slow answers too late."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if self.path.startswith("/slow"):
                threading.Event().wait(0.3)
            self.send_error(503)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


# What is refused


def test_no_node_at_all_is_refused():
    """An empty list leads nowhere."""
    with pytest.raises(sl.BadInput, match=r"no node: give the address of one"):
        sl.connect([])


@pytest.mark.parametrize("given", [None, 5, ["http://a", None]])
def test_what_is_no_node_is_refused(given):
    """Each of several is looked at before any is asked."""
    with pytest.raises(sl.BadInput, match=r"expected an http\(s\) address or a Web3 object, got"):
        Rpc(given)


def test_nodes_of_two_chains_are_refused():
    """Both are named with their chains, wherever they stand in the list."""
    nodes = [silent("a"), node("b"), node("c", eth_chainId="0x5"), node("d")]
    with pytest.raises(
        sl.BadInput, match=r"^http://b is on chain 1 .*, http://c is on chain 5 .*: give nodes of"
    ):
        Rpc(nodes).chain_id()


def test_chains_of_one_id_are_told_apart(world):
    """Throw-away chains share their ids, and differ in their first block."""
    other = node("b", eth_chainId=hex(31337))
    with pytest.raises(
        sl.BadInput, match=r"is on chain 31337 \(first block 0x\w{64}\), http://b is on"
    ):
        Rpc([world.chain.url, other]).chain_id()


def test_a_node_without_its_first_block_is_taken_at_its_id():
    """One that keeps only the latest blocks cannot tell."""
    nodes = [node("a", eth_getBlockByNumber=None), node("b"), node("c", eth_getBlockByNumber=None)]

    assert Rpc(nodes).chain_id() == 1


def test_when_none_answers_each_is_named_with_its_reason(slow):
    """Connection refused, a failing server, one that is too slow, one that is not in sync."""
    behind = node("late", eth_syncing={"currentBlock": "0x64", "highestBlock": "0xffff"})
    nodes = [NOBODY, f"{slow}/", f"{slow}/slow", behind]
    with pytest.raises(sl.NodeError, match=r"no usable answer from any of 4 nodes") as info:
        Rpc(nodes, timeout=0.2).chain_id()

    told = str(info.value)
    assert not isinstance(info.value, RpcError)
    for reason in (
        "http://127.0.0.1:9 (ConnectionError",
        "503 Server Error",
        "Timeout",
        "http://late (not in sync: at block 100)",
        "check that one of them runs",
    ):
        assert reason in told


def test_a_node_that_turns_to_another_chain_is_never_used():
    """One that was unreachable at first is looked at before it answers anything."""
    second = silent("b")
    used = Rpc([first := node("a", x="0x1"), second])
    assert used("x") == "0x1"
    first.provider.fault = silence()
    second.provider.fault = node(eth_chainId="0x5", x="0x2").provider.fault

    with pytest.raises(
        sl.NodeError, match=r"ConnectionError: gone.*http://b \(on chain 5 .*, not chain 1"
    ):
        used("x")
    assert second.provider.count("x") == 0


def test_a_node_without_a_block_that_was_seen_is_not_used():
    """After block 120 was read, or a receipt of it, a node at 119 would undo what was known."""
    receipt = {"blockNumber": "0x78", "status": "0x1"}
    first = node("a", eth_getTransactionReceipt=receipt, eth_blockNumber="0x78")
    used = Rpc([first, second := node("b", eth_blockNumber="0x77", x="0x2")])
    used("eth_getTransactionReceipt", "0x00")
    first.provider.fault = silence()

    with pytest.raises(sl.NodeError, match=r"http://b \(at block 119, while block 120 was seen"):
        used("x")
    second.provider.fault = node(eth_blockNumber="0x78", x="0x2").provider.fault
    assert used("x") == "0x2"


def test_a_node_that_does_not_know_its_chain_is_not_used():
    """An error where it is looked at is no answer to what was asked."""
    first, second = node("a", x="0x1"), node("b", x="0x2")
    used = Rpc([first, second])
    assert used("x") == "0x1"
    first.provider.fault = silence()
    second.provider.fault = node("b", eth_chainId=None, x="0x2").provider.fault

    with pytest.raises(sl.NodeError, match=r"http://b \(b has no eth_chainId\)") as info:
        used("x")
    assert not isinstance(info.value, RpcError)


# What is an answer


def test_a_refusal_is_an_answer(world):
    """A revert comes from the first node, and the second is not asked."""
    second = Node(world.chain.rpc)
    client = connect(world, [Node(world.chain.rpc), second])
    before_it = len(second.provider.asked)
    with pytest.raises(sl.Refused):
        payment(client, world, "300000.01").submit(key="rent")
    assert len(second.provider.asked) == before_it


def test_an_error_of_the_second_is_an_answer_too():
    """It says that another node was asked before, which may have done what this one will not."""
    used = Rpc([first := node("a", x="0x1"), node("b")])
    assert used("x") == "0x1"
    first.provider.fault = silence()
    for silent_before in (True, False):
        with pytest.raises(RpcError, match=r"b has no y") as info:
            used("y")
        assert info.value.others_silent is silent_before


# Which one is used


def test_the_first_that_is_fit_is_used():
    """One far behind the best is passed over, one a few blocks behind is not."""
    for height, chosen in ((94, "b"), (95, "a"), (100, "a")):
        used = Rpc([node("a", eth_blockNumber=hex(height), x="0x1"), node("b", x="0x2")])

        assert used.chain_id() == 1
        assert used.endpoint == f"http://{chosen}"


def test_the_one_that_answered_is_asked_first_from_then_on():
    """Nobody waits for a dead node twice; where the second dies the first has its turn."""
    used = Rpc([first := node("a", x="0x1"), second := node("b", x="0x2")])
    assert used("x") == "0x1"
    alive, first.provider.fault = first.provider.fault, silence()
    assert [used("x"), used("x")] == ["0x2", "0x2"]
    assert first.provider.count("x") == 2
    first.provider.fault, second.provider.fault = alive, silence()

    assert used("x") == "0x1"
    assert used.web3 is first


def test_many_answers_are_of_one_node():
    """Where the first dies half-way, the second answers all."""
    used = Rpc([first := node("a", x="0x1"), node("b", x="0x2", y="0x2")])
    assert used("x") == "0x1"
    first.provider.fault = node("a", x="0x1", y=ConnectionError("gone")).provider.fault

    assert used.many([("x",), ("y",), ("x",)]) == ["0x2", "0x2", "0x2"]


def test_a_node_that_does_not_tell_whether_it_is_in_sync_is_used():
    """Not every client has eth_syncing."""
    assert Rpc([silent("a"), node("b", eth_syncing=None)]).chain_id() == 1


def test_looking_at_a_node_takes_no_longer_than_a_moment(slow, monkeypatch):
    """However long requests may take, a node that hangs does not hold up the others."""
    monkeypatch.setattr(rpcs, "PROBE_TIMEOUT", 0.1)
    began = time.monotonic()

    assert Rpc([f"{slow}/slow", node("b")], timeout=60).chain_id() == 1
    assert time.monotonic() - began < 5


# Working through several nodes


def connect(world: World, nodes: list[object], journal: object = None) -> sl.Silkline:
    """Connect bank A through several nodes."""
    key = world.key(BANK_A)
    return sl.connect(nodes, signer=key, deployment=world.hub.deployment, journal=journal)


def payment(client: sl.Silkline, world: World, amount: str = "10.00") -> sl.Operation[None]:
    """Return a transfer to bank B: twice would be noticed."""
    return client.deposits.transfer(world.chain.accounts[BANK_B], eur(amount))


def received(world: World) -> str:
    """Return what bank B got beyond its opening balance."""
    return (world.balance(BANK_B) - eur("300000.00")).number


def test_reading_goes_on_with_the_next_node(world):
    """An address, a dead one before it, and a web3 object are all nodes."""
    client = sl.connect([NOBODY, world.chain.url], deployment=world.hub.deployment)
    other = sl.connect([world.chain.rpc.web3, NOBODY], deployment=world.hub.deployment)

    assert client.parties.get(ANCHOR) == other.parties.get(ANCHOR)
    assert client.connection.rpc.endpoint == world.chain.url


@pytest.mark.parametrize("fault", [before, after], ids=["request lost", "answer lost"])
def test_what_one_node_did_not_answer_is_sent_to_the_other(world, fault):
    """The same bytes: whether the first had them or not, they count once."""
    first = Node(world.chain.rpc, fault("eth_sendRawTransaction"))
    second = Node(world.chain.rpc)
    client = connect(world, [first, second])

    done = payment(client, world).submit(key="rent")

    assert received(world) == "10.00"
    assert payment(client, world).submit(key="rent").hash == done.hash
    assert received(world) == "10.00"
    sent = [p for n in (first, second) for m, p in n.provider.asked if "sendRaw" in m]
    assert len(sent) == 2
    assert sent[0] == sent[1]


@pytest.mark.parametrize("fault", [before, after], ids=["before sending", "after sending"])
def test_a_restart_goes_on_through_another_node(world, tmp_path, fault):
    """Killed while the first node was asked, a new process sends the same bytes to the second."""
    journal = tmp_path / "journal.db"
    first = Node(world.chain.rpc, fault("eth_sendRawTransaction", raises=KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        payment(connect(world, [first, NOBODY], journal), world).submit(key="rent")

    again = connect(world, [NOBODY, world.chain.url], journal)
    [row] = again.connection.journal.unfinished(31337, again.account)
    hashes = {payment(again, world).submit(key="rent").hash for _ in range(2)}

    assert hashes == {row.hash}
    assert received(world) == "10.00"


def test_a_refusal_after_silence_gives_nothing_up(world, tmp_path):
    """The first node may have it: the key stays bound to the same bytes, over a restart too."""
    journal = tmp_path / "journal.db"
    first = Node(world.chain.rpc, before("eth_sendRawTransaction"))

    def full(method, params, forward):
        if method == "eth_sendRawTransaction":
            return {"error": {"code": -32000, "message": "transaction pool is full"}}
        return forward()

    client = connect(world, [first, Node(world.chain.rpc, full)], journal)
    with pytest.raises(sl.NotReady, match=r"pool is full; it may have been sent before"):
        payment(client, world).submit(key="rent")
    written = client.connection.journal.unfinished(31337, client.account)
    with pytest.raises(sl.NotReady, match=r"pool is full; it may have been sent before"):
        payment(connect(world, [Node(world.chain.rpc, full)], journal), world).submit(key="rent")

    again = connect(world, [world.chain.url, NOBODY], journal)
    assert [payment(again, world).submit(key="rent").hash] == [row.hash for row in written]
    assert received(world) == "10.00"


def test_a_receipt_that_the_second_lacks_is_not_there_yet(world):
    """It is neither lost nor sent anew: the wait goes on, through silence as well."""
    first = Node(world.chain.rpc)
    second = Node(world.chain.rpc)
    client = connect(world, [first, second])
    sent = payment(client, world).submit(key="rent", wait=False)
    first.provider.fault = silence()
    lacking = [3]

    def fault(method, params, forward):
        if method == "eth_getTransactionReceipt" and lacking[0]:
            lacking[0] -= 1
            if lacking[0] == 1:
                raise ConnectionError("gone for a moment")
            return {"result": None}
        return forward()

    second.provider.fault = fault
    assert sent.wait().hash == sent.hash
    assert lacking == [0]
    assert second.provider.count("eth_sendRawTransaction") == 0


def test_what_was_sent_and_cannot_be_looked_up_is_not_ready(world):
    """When all fall silent after sending, the same key finds out later."""
    first, second = Node(world.chain.rpc), Node(world.chain.rpc)
    client = connect(world, [first, second])
    sent = payment(client, world).submit(key="rent", wait=False)
    first.provider.fault = second.provider.fault = silence()
    with pytest.raises(sl.NotReady, match=r"not mined after 0\.01.*Last: .*any of 2 nodes"):
        sent.wait(seconds=0.01)

    def no_blocks(method, params, forward):
        if method == "eth_getBlockByNumber":
            raise ConnectionError("gone")
        return forward()

    first.provider.fault = second.provider.fault = no_blocks
    with pytest.raises(sl.NotReady, match=r"was sent, but how it ended cannot be read now"):
        sent.wait()
    first.provider.fault = None
    assert payment(client, world).submit(key="rent").hash == sent.hash
    assert received(world) == "10.00"


def test_what_only_the_first_had_is_sent_to_the_second(world, tmp_path):
    """A later act waits for an earlier one that the second node never got: no gap is left."""
    journal = tmp_path / "journal.db"
    lost = Node(world.chain.rpc)

    def taken(method, params, forward):
        if method == "eth_sendRawTransaction":
            return {"result": "0x" + "00" * 32}  # taken, and never passed on
        return forward()

    lost.provider.fault = taken
    client = connect(world, [lost, Node(world.chain.rpc)], journal)
    payment(client, world).submit(key="rent", wait=False)
    lost.provider.fault = silence()

    payment(client, world, "2.00").submit(key="light")

    assert received(world) == "12.00"


def test_an_act_of_another_party_is_unmoved_by_the_switch(world):
    """Requests by signature, simulations and sending all go through the second node alike."""
    first = Node(world.chain.rpc)
    client = connect(world, [first, Node(world.chain.rpc)])
    world.fund(TIER1, "5.00")
    first.provider.fault = silence()
    own = client.as_(world.key(TIER1)).deposits
    request = own.transfer(world.chain.accounts[BANK_B], eur("5.00")).by_signature()

    request.submit(signer=world.key(BANK_A))

    assert received(world) == "5.00"


# Secrets


def test_addresses_are_shown_without_their_secrets():
    """User, password, path and query of an address stay out of messages and tracebacks."""
    used = Rpc("http://bank:hunter2@127.0.0.1:9/v3/5ec4e7?key=abc")
    assert used.endpoint == "http://127.0.0.1:9/…"
    with pytest.raises(sl.NodeError, match=r"from http://127.0.0.1:9/… \(") as info:
        used("x")

    assert info.value.__cause__ is None
    assert info.value.__suppress_context__
    for secret in ("hunter2", "5ec4e7", "abc"):
        assert secret not in str(info.value)
