"""A node between the SDK and a real one that loses, changes or refuses what it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from silkline.chain.rpc import Rpc

Answer = Callable[[], dict[str, Any]]
Fault = Callable[[str, list[Any], Answer], dict[str, Any]]


class Provider:
    """A web3 provider that asks *fault* about each request."""

    endpoint_uri = "http://faulty"

    def __init__(self, rpc: Rpc | None = None, fault: Fault | None = None) -> None:
        self.rpc, self.fault, self.asked = rpc, fault, []

    def make_request(self, method: str, params: list[Any]) -> Any:
        """Answer as the node behind, unless the fault says otherwise."""
        self.asked.append((method, params))

        def forward() -> dict[str, Any]:
            return self.rpc.web3.provider.make_request(method, params)

        return self.fault(method, params, forward) if self.fault else forward()

    def count(self, method: str) -> int:
        """Return how often *method* was asked."""
        return sum(asked == method for asked, _ in self.asked)


class Node:
    """What ``Rpc`` needs of a web3 object."""

    def __init__(self, rpc: Rpc | None = None, fault: Fault | None = None) -> None:
        self.provider = Provider(rpc, fault)


def answering(result: Any = None, *, error: Any = None) -> Node:
    """Return a node that answers every request alike."""
    answer = {"result": result} if error is None else {"error": error}
    return Node(fault=lambda *_: answer)


def after(method: str, times: int = 1, raises: BaseException | None = None) -> Fault:
    """Return the fault that passes *method* on and then loses its answer, *times* times."""
    left = [times]

    def fault(asked: str, params: list[Any], forward: Answer) -> dict[str, Any]:
        if asked == method and left[0]:
            left[0] -= 1
            forward()
            raise raises or ConnectionError("answer lost")
        return forward()

    return fault


def before(method: str, times: int = 1, raises: BaseException | None = None) -> Fault:
    """Return the fault that loses *method* before it reaches the node, *times* times."""
    left = [times]

    def fault(asked: str, params: list[Any], forward: Answer) -> dict[str, Any]:
        if asked == method and left[0]:
            left[0] -= 1
            raise raises or ConnectionError("request lost")
        return forward()

    return fault


def refusing(method: str, message: str, times: int = 1_000) -> Fault:
    """Return the fault by which the node answers *method* with an error."""
    left = [times]

    def fault(asked: str, params: list[Any], forward: Answer) -> dict[str, Any]:
        if asked == method and left[0]:
            left[0] -= 1
            return {"error": {"code": -32000, "message": message}}
        return forward()

    return fault
