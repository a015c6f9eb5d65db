"""
One request to a node, and what its errors mean.

├── when the address is none                       → BadInput
├── when nothing usable comes back                 → NodeError (the node may have acted)
├── when the node answers an error                 → RpcError (it did not)
├── many at once                                   → in batches, or one by one
└── a revert, as Anvil, Ganache, geth wrap it      → the refusal of the contract
"""

from __future__ import annotations

import pytest

from silkline import BadInput, NodeError, refusals
from silkline.chain import reverts
from silkline.chain.rpc import Rpc, RpcError
from tests.sdk.faults import Node, answering


def raising(error: Exception) -> Node:
    """Return a node whose provider raises *error*."""

    def fault(*_: object) -> dict[str, object]:
        raise error

    return Node(fault=fault)


@pytest.mark.parametrize("node", ["127.0.0.1:8545", "ws://127.0.0.1:8546", ""])
def test_an_address_that_is_not_http_is_refused(node):
    """Only HTTP addresses and web3 objects lead to a node."""
    with pytest.raises(BadInput, match=r"expected an http"):
        Rpc(node)


@pytest.mark.parametrize(
    "error", [ConnectionError("refused"), TimeoutError("slow"), ValueError("not JSON")]
)
def test_no_answer_says_where_and_what_to_check(error):
    """The message names the node and the way it failed."""
    with pytest.raises(
        NodeError, match=r"no usable answer from http://faulty .*check that"
    ) as info:
        Rpc(raising(error))("eth_chainId")
    assert not isinstance(info.value, RpcError)


@pytest.mark.parametrize("answer", [None, [], "<html>", {}, {"id": 1}])
def test_an_answer_that_is_not_json_rpc_is_refused(answer):
    """A web page or an empty object is not a result."""
    with pytest.raises(NodeError, match=r"does not speak JSON-RPC"):
        Rpc(Node(fault=lambda *_: answer))("eth_chainId")


def test_a_nodes_error_keeps_code_and_data():
    """The node's own "no" is told apart from silence."""
    with pytest.raises(RpcError, match=r"answered error -32601: no such method") as info:
        Rpc(answering(error={"code": -32601, "message": "no such method", "data": "0x"}))("x")
    assert (info.value.code, info.value.data) == (-32601, "0x")


@pytest.mark.parametrize("result", [None, "ten", {}, "0xzz"])
def test_a_number_must_be_one(result):
    """A quantity that is none is not read as zero."""
    with pytest.raises(NodeError, match=r"expected a hex number"):
        Rpc(answering(result)).number("eth_chainId")


def piece_too_small() -> str:
    """Return what a contract answers that refuses a piece of 5 where 100 is the least."""
    from silkline.chain.abi import to_hex
    from silkline.chain.artifacts import artifact

    error = next(e for e in artifact("Receivables").errors.values() if e.name == "PieceTooSmall")
    return to_hex(error.selector + (5).to_bytes(32, "big") + (100).to_bytes(32, "big"))


@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: {"code": 3, "message": "execution reverted: custom error", "data": data},
        lambda data: {"code": -32000, "message": "VM Exception while processing: revert",
                      "data": {"hash": None, "programCounter": 12, "result": data,
                               "reason": None, "message": "revert"}},
        lambda data: {"code": -32000, "message": "revert",
                      "data": {"0xabc": {"error": "revert", "return": data}, "name": "e"}},
        lambda data: {"code": -32015, "message": "VM execution error", "data": f"Reverted {data}"},
        lambda data: {"code": 3, "message": "execution reverted", "data": {"data": data}},
    ],
    ids=["anvil and geth", "ganache 7", "ganache 6", "openethereum", "nested"],
)  # fmt: skip
def test_a_revert_is_found_wherever_the_node_puts_it(wrap):
    """Every client's error becomes the same typed refusal with its values."""
    found = reverts.refusal_of(RpcError("eth_call", wrap(piece_too_small())))

    assert isinstance(found, refusals.PieceTooSmall)
    assert (found.piece, found.smallest) == (5, 100)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("0x08c379a0" + "20".rjust(64, "0") + "2".rjust(64, "0") + "6e6f".ljust(64, "0"), "no"),
        ("0x4e487b71" + "11".rjust(64, "0"), "arithmetic overflow"),
        ("0x4e487b71" + "77".rjust(64, "0"), "unknown reason"),
        ("0xdeadbeef", "unknown error: 0xdeadbeef"),
        ("0x", "without a reason"),
    ],
)
def test_other_reverts_are_told_in_words(data, text):
    """A plain string, a panic and unknown bytes are refusals as well."""
    assert text in str(reverts.refusal_of(RpcError("eth_call", {"data": data})))


def test_errors_that_are_no_revert_are_no_refusal():
    """A full node or a missing method says nothing about the contract."""
    assert reverts.refusal_of(RpcError("x", {"code": -32601, "message": "no such method"})) is None
    assert reverts.refusal_of(NodeError("silence")) is None
    empty = reverts.refusal_of(RpcError("x", {"code": 3, "message": "execution reverted"}))
    assert "without a reason" in str(empty)


def in_batches(answer, batch=None):
    """Return a node that takes batches, and the sizes of those that it got."""
    node, sizes = Node(fault=lambda method, params, _: answer(*params)), []

    def make(requests):
        sizes.append(len(requests))
        return batch(requests) if batch else [answer(*params) for _, params in requests]

    node.provider.make_batch_request = make
    return node, sizes


def echo(number):
    """Answer a request with its parameter."""
    return {"result": number}


def test_an_error_among_many_is_raised():
    """One answer "no" is not lost among the others."""
    node, _ = in_batches(lambda n: {"error": {"code": 3, "message": "revert"}} if n else echo(n))
    with pytest.raises(RpcError, match=r"^eth_call: the node answered error 3: revert$"):
        Rpc(node).many([("eth_call", 0), ("eth_call", 1)])


def test_many_requests_travel_together():
    """A hundred at a time, answered in their order."""
    node, sizes = in_batches(echo)
    assert Rpc(node).many([("x", n) for n in range(250)]) == list(range(250))
    assert (sizes, node.provider.asked) == ([100, 100, 50], [])
    assert Rpc(node).many([]) == []


def silent(_requests):
    """Answer no batch at all."""
    raise ConnectionError("413 Request Entity Too Large")


@pytest.mark.parametrize(
    "batch",
    [silent, lambda _: {"error": {"code": -32600, "message": "no batches"}}, lambda _: []],
    ids=["no answer", "an error", "too few"],
)
def test_where_no_batch_is_answered_each_asks_for_itself(batch):
    """Nodes that know no batches answer all the same."""
    node, sizes = in_batches(echo, batch)
    assert Rpc(node).many([("x", n) for n in range(3)]) == [0, 1, 2]
    assert (sizes, len(node.provider.asked)) == ([3], 3)


def test_a_provider_without_batches_asks_one_by_one():
    """Providers of other kinds know single requests only."""
    node = answering("0x1")
    assert Rpc(node).many([("a",), ("b",)]) == ["0x1", "0x1"]
    assert node.provider.asked == [("a", []), ("b", [])]
