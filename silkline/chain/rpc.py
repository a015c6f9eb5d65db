"""
JSON-RPC to one node, over web3's provider.

Two kinds of failure are kept apart, because only one of them means that nothing happened:
``RpcError`` is the node's own answer "no"; any other ``NodeError`` leaves open what the node did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from web3 import HTTPProvider, Web3
from web3.exceptions import Web3Exception

from silkline.errors import BadInput, NodeError

__all__ = ["Rpc", "RpcError"]

TIMEOUT = 120.0
"""Seconds that one request may take: Ganache needs half a minute for the gas of a long list."""

BATCH = 100
"""Requests that travel together: what most nodes take at once."""


class RpcError(NodeError):
    """The node answered with an error."""

    def __init__(self, method: str, error: Any) -> None:
        details = error if isinstance(error, dict) else {"message": str(error)}
        self.method = method
        self.code = details.get("code")
        self.message = str(details.get("message", ""))
        self.data = details.get("data")
        super().__init__(f"{method}: the node answered error {self.code}: {self.message}")


class Rpc:
    """Requests to one node."""

    def __init__(self, node: str | Web3, *, timeout: float = TIMEOUT) -> None:
        """
        Args:
            node: Address of the node's HTTP interface, or a web3 object.
            timeout: Seconds that one request may take; only used with an address.
        """
        if isinstance(node, str):
            if not node.startswith(("http://", "https://")):
                raise BadInput(f"expected an http(s) address or a Web3 object, got {node!r}")
            # web3's own retries would repeat eth_sendRawTransaction behind our back
            options = {"timeout": timeout}
            node = Web3(HTTPProvider(node, options, exception_retry_configuration=None))
        self.web3 = node

    @property
    def endpoint(self) -> str:
        """Where the node is, for messages."""
        return str(getattr(self.web3.provider, "endpoint_uri", self.web3.provider))

    def __call__(self, method: str, *params: Any) -> Any:
        """
        Return the node's result.

        Raises:
            RpcError: The node answered with an error.
            NodeError: It did not answer, or not in JSON-RPC.
        """
        make: Callable[..., Any] = self.web3.provider.make_request
        return _result(method, self._ask(method, make, method, list(params)), self.endpoint)

    def many(self, requests: Sequence[tuple[Any, ...]]) -> list[Any]:
        """
        Return the node's results of many requests, in their order, asked together.

        Only for reading: where a batch is not answered, each request is made by itself.

        Args:
            requests: Method and parameters of each.

        Raises:
            RpcError: The node answered one of them with an error.
            NodeError: It did not answer, or not in JSON-RPC.
        """
        make = getattr(self.web3.provider, "make_batch_request", None)
        results: list[Any] = []
        for first in range(0, len(requests), BATCH):
            some = requests[first : first + BATCH]
            asked = [(method, list(params)) for method, *params in some]
            try:
                answers = self._ask("batch", make, asked) if make else None
            except NodeError:
                answers = None
            if not isinstance(answers, list) or len(answers) != len(some):
                return results + [self(*request) for request in requests[first:]]
            for (method, _), answer in zip(asked, answers, strict=True):
                results.append(_result(method, answer, self.endpoint))
        return results

    def _ask(self, method: str, make: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return make(*arguments)
        except (OSError, ValueError, Web3Exception) as error:  # requests' errors are OSErrors
            raise NodeError(
                f"{method}: no usable answer from {self.endpoint} ({type(error).__name__}: "
                f"{error}); check that the node runs and the address is right"
            ) from error

    def number(self, method: str, *params: Any) -> int:
        """Return the node's result, a hex quantity; raises ``NodeError`` when it is none."""
        result = self(method, *params)
        try:
            return int(result, 16)
        except (TypeError, ValueError):
            raise NodeError(f"{method}: expected a hex number, got {result!r}") from None


def _result(method: str, answer: Any, endpoint: str) -> Any:
    if not isinstance(answer, dict) or ("result" not in answer and "error" not in answer):
        raise NodeError(f"{method}: {endpoint} does not speak JSON-RPC: {answer!r}")
    if answer.get("error") is not None:
        raise RpcError(method, answer["error"])
    return answer["result"]
