"""
Searches of the events.

├── when the node refuses for another reason, or a single block  → its error
├── when the range is too long for it                            → pieces that it takes, once each
└── the width that it took is remembered                         → later searches begin with it
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import silkline as sl
from silkline.chain.ranges import in_ranges, is_too_much
from silkline.chain.rpc import Rpc, RpcError

SAID = [
    (-32005, "query returned more than 10000 results"),
    (-32005, "please slow down"),
    (-32602, "Log response size exceeded. You can make requests with up to a 2K block range"),
    (-32614, "eth_getLogs is limited to a 10,000 range"),
    (-32000, "exceed maximum block range: 50000"),
    (-32600, "block range is too wide"),
    (-32000, "query timeout exceeded"),
]


class Node:
    """A stand-in for a node that searches so many blocks at once, and finds each of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.asked: list[tuple[int, int]] = []

    def __call__(self, first: int, last: int) -> list[int]:
        """Return the numbers of the blocks, or refuse."""
        self.asked.append((first, last))
        if last - first + 1 > self.most:
            raise RpcError("eth_getLogs", {"code": -32005, "message": "limit exceeded"})
        return list(range(first, last + 1))


@pytest.mark.parametrize(("code", "message"), SAID)
def test_what_nodes_say_of_a_search_that_is_too_large_is_understood(code, message):
    """Each provider has its own words."""
    assert is_too_much(RpcError("eth_getLogs", {"code": code, "message": message}))


def test_another_refusal_is_not_repeated():
    """It is the node's error, after one request."""
    error = RpcError("eth_getLogs", {"code": -32601, "message": "the method does not exist"})
    asked: list[int] = []

    def search(first: int, last: int) -> list[Any]:
        asked.append(first)
        raise error

    with pytest.raises(RpcError, match="does not exist"):
        list(in_ranges(search, 1, 100))
    assert asked == [1]


def test_a_node_that_refuses_a_single_block_is_given_up():
    """After as many requests as it takes to halve the range."""
    node = Node(0)
    with pytest.raises(RpcError, match="limit exceeded"):
        list(in_ranges(node, 1, 1024))
    assert len(node.asked) == 11


@given(st.integers(0, 300), st.integers(0, 600), st.integers(1, 700))
def test_every_block_is_found_once_and_in_order(first, more, most):
    """In pieces that the node takes, as few as halving allows."""
    node, last = Node(most), first + more
    pieces = list(in_ranges(node, first, last))

    assert [one for _, _, found in pieces for one in found] == list(range(first, last + 1))
    assert all(end - start + 1 <= most for start, end, _ in pieces)
    whole = more + 1
    assert len(pieces) <= max(1, -(-whole // max(most // 2, 1)) + 1)
    assert len(node.asked) - len(pieces) <= whole.bit_length()


def test_a_connection_reads_in_pieces_what_its_node_limits(world, monkeypatch):
    """The same notes are found; the width is learnt once, and kept."""
    for number in range(3):
        world.confirmed(0xA0 + number, "500.00")
    expected = [one.id for one in world.hub.notes.of(2)]
    asked: list[int] = []
    ask = Rpc.__call__

    def limited(self: Rpc, method: str, *params: Any) -> Any:
        if method == "eth_getLogs":
            width = int(params[0]["toBlock"], 16) - int(params[0]["fromBlock"], 16) + 1
            asked.append(width)
            if width > 10:
                raise RpcError(method, {"code": -32005, "message": "limited to a 10 block range"})
        return ask(self, method, *params)

    monkeypatch.setattr(Rpc, "__call__", limited)
    reader = sl.connect(world.chain.url, deployment=world.hub.deployment)
    assert [one.id for one in reader.notes.of(2)] == expected
    refused = [width for width in asked if width > 10]
    assert len(refused) <= 4

    asked.clear()
    assert [one.id for one in reader.notes.of(2)] == expected
    assert max(asked) <= 10
