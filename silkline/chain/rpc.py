"""
JSON-RPC to a node, or to the first of several that answers, over web3's provider.

Two kinds of failure are kept apart, because only one of them means that nothing happened:
``RpcError`` is the node's own answer "no"; any other ``NodeError`` leaves open what the node did.

With several nodes only silence makes the next one be asked, never an answer. The one that
answered is asked first from then on. Another one is used only if it is on the same chain, in
sync, and has every block that was seen before: what was read never becomes undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from web3 import HTTPProvider, Web3
from web3.exceptions import Web3Exception

from silkline.errors import BadInput, NodeError

__all__ = ["Rpc", "RpcError"]

R = TypeVar("R")
TIMEOUT = 120.0
"""Seconds that one request may take: Ganache needs half a minute for the gas of a long list."""
PROBE_TIMEOUT = 5.0
"""Seconds in which a node among several has to say that it is fit."""
LAG = 5
"""Blocks that a node may be behind the best of several when they are first asked."""

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
        self.others_silent = False
        """Whether another node was asked before, and may have done what this one will not."""
        super().__init__(f"{method}: the node answered error {self.code}: {self.message}")


class _SilenceError(NodeError):
    """A node could not be used: which, and why."""

    def __init__(self, method: str, endpoint: str, why: str) -> None:
        self.where = f"{endpoint} ({why})"
        super().__init__(
            f"{method}: no usable answer from {self.where}; check that the node runs and the "
            "address is right"
        )


class _State(NamedTuple):
    """What a node says of itself when it is looked at."""

    chain: int
    first: str | None
    """Hash of the chain's first block; None where the node does not keep it."""
    height: int

    @property
    def told(self) -> str:
        """The chain, for messages."""
        begins = f" (first block {self.first})" if self.first else ""
        return f"chain {self.chain}{begins}"

    def is_of(self, other: _State) -> bool:
        """Return whether both are of one chain: throw-away chains differ in their first block."""
        differ = self.first and other.first and self.first != other.first
        return self.chain == other.chain and not differ


class _Node:
    """Requests to one node."""

    def __init__(self, node: Any, timeout: float) -> None:
        self.web3: Web3 = Web3(_provider(node, timeout)) if isinstance(node, str) else node
        provider = getattr(self.web3, "provider", None)
        if provider is None:
            raise BadInput(f"expected an http(s) address or a Web3 object, got {node!r}")
        quick = isinstance(node, str) and timeout > PROBE_TIMEOUT
        self._quick = _provider(node, PROBE_TIMEOUT) if quick else provider
        self._address = str(getattr(provider, "endpoint_uri", provider))
        self.endpoint = _public(self._address)

    def ask(self, method: str, *params: Any) -> Any:
        """Return the node's result."""
        return self._asked(self.web3.provider, method, *params)

    def _asked(self, provider: Any, method: str, *params: Any) -> Any:
        make: Callable[..., Any] = provider.make_request
        return self._result(method, self._made(method, make, method, list(params)))

    def many(self, requests: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Return the results of many requests; where a batch is not answered, one by one."""
        make = getattr(self.web3.provider, "make_batch_request", None)
        results: list[Any] = []
        for first in range(0, len(requests), BATCH):
            some = requests[first : first + BATCH]
            asked = [(method, list(params)) for method, *params in some]
            try:
                answers = self._made("batch", make, asked) if make else None
            except NodeError:
                answers = None
            if not isinstance(answers, list) or len(answers) != len(some):
                return results + [self.ask(*request) for request in requests[first:]]
            for (method, _), answer in zip(asked, answers, strict=True):
                results.append(self._result(method, answer))
        return results

    def probe(self) -> _State:
        """Return what it says of itself; raises ``NodeError`` for a node that is not in sync."""
        quick = partial(self._asked, self._quick)
        chain, height = (_quantity(m, quick(m)) for m in ("eth_chainId", "eth_blockNumber"))
        with suppress(RpcError):  # not every client has it
            if quick("eth_syncing"):
                raise _SilenceError("eth_syncing", self.endpoint, f"not in sync: at block {height}")
        first = None
        with suppress(RpcError):
            first = quick("eth_getBlockByNumber", "0x0", False)
        return _State(chain, first["hash"] if isinstance(first, dict) else None, height)

    def _made(self, method: str, make: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return make(*arguments)
        except (OSError, ValueError, Web3Exception) as error:  # requests' errors are OSErrors
            why = _without_secrets(f"{type(error).__name__}: {error}", self._address)
            raise _SilenceError(method, self.endpoint, why) from None

    def _result(self, method: str, answer: Any) -> Any:
        if not isinstance(answer, dict) or ("result" not in answer and "error" not in answer):
            why = f"it does not speak JSON-RPC: {answer!r:.200}"
            raise _SilenceError(method, self.endpoint, why)
        if answer.get("error") is not None:
            raise RpcError(method, answer["error"])
        return answer["result"]


class Rpc:
    """Requests to one node, or to the first of several that answers."""

    def __init__(
        self, node: str | Web3 | Sequence[str | Web3], *, timeout: float = TIMEOUT
    ) -> None:
        """
        Args:
            node: Address of the node's HTTP interface, or a web3 object; or several of these.
            timeout: Seconds that one request may take; only used with addresses.

        Raises:
            BadInput: It is no such address, or none is given.
        """
        given: Sequence[Any] = node if isinstance(node, list | tuple) else [node]
        if not given:
            raise BadInput("no node: give the address of one at least")
        self._nodes = tuple(_Node(one, timeout) for one in given)
        self._current = 0
        self._chain: _State | None = None
        """What the nodes said at first; None until they were looked at."""
        self._seen = 0
        """Highest block that an answer told of."""

    @property
    def web3(self) -> Web3:
        """The web3 object of the node that is asked first."""
        return self._nodes[self._current].web3

    @property
    def endpoint(self) -> str:
        """Where the node is, for messages: without credentials, path and query."""
        return self._nodes[self._current].endpoint

    def __call__(self, method: str, *params: Any) -> Any:
        """
        Return the node's result.

        Raises:
            RpcError: The node answered with an error.
            NodeError: It did not answer, or not in JSON-RPC; of several, all, each with why.
        """
        return self._first(method, lambda node: node.ask(method, *params))

    def many(self, requests: Sequence[tuple[Any, ...]]) -> list[Any]:
        """
        Return the node's results of many requests, in their order, asked together.

        Only for reading: where a batch is not answered, each request is made by itself. All
        answers are of one node.

        Args:
            requests: Method and parameters of each.

        Raises:
            RpcError: The node answered one of them with an error.
            NodeError: It did not answer, or not in JSON-RPC.
        """
        return self._first("batch", lambda node: node.many(requests))

    def number(self, method: str, *params: Any) -> int:
        """Return the node's result, a hex quantity; raises ``NodeError`` when it is none."""
        return _quantity(method, self(method, *params))

    def chain_id(self) -> int:
        """
        Return the chain that the nodes are on, and begin with the first of them that is fit.

        Raises:
            BadInput: Two of them are on different chains.
            NodeError: None of them answers.
        """
        if len(self._nodes) == 1:
            return self.number("eth_chainId")
        found, failures = self._probed()
        if not found:
            raise _none("eth_chainId", failures)
        if not all(one.is_of(two) for one in found.values() for two in found.values()):
            told = (f"{self._nodes[i].endpoint} is on {one.told}" for i, one in found.items())
            raise BadInput(f"{', '.join(told)}: give nodes of one chain")
        best = max(state.height for state in found.values())
        self._current = next(i for i, state in found.items() if state.height >= best - LAG)
        self._chain = found[self._current]
        return self._chain.chain

    def _probed(self) -> tuple[dict[int, _State], list[str]]:
        """Return what the nodes that are fit say of themselves, and why the others are not."""
        found, failures = {}, []
        for index, node in enumerate(self._nodes):
            try:
                found[index] = node.probe()
            except NodeError as error:
                failures.append(_where(node, error))
        return found, failures

    def _first(self, method: str, ask: Callable[[_Node], R]) -> R:
        """Return what the first node answers that can be used, beginning with the present one."""
        if len(self._nodes) == 1:
            return ask(self._nodes[0])
        if self._chain is None:
            self.chain_id()
        failures: list[str] = []
        for step in range(len(self._nodes)):
            index = (self._current + step) % len(self._nodes)
            try:
                answer = self._asked(index, ask, moved=step > 0)
            except RpcError as error:
                self._current, error.others_silent = index, bool(failures)
                raise
            except NodeError as error:
                failures.append(_where(self._nodes[index], error))
            else:
                self._current = index
                return answer
        raise _none(method, failures)

    def _asked(self, index: int, ask: Callable[[_Node], R], *, moved: bool) -> R:
        """Ask one node; one that was not asked last is looked at before."""
        node = self._nodes[index]
        if moved:
            self._require_fit(node)
        answer = ask(node)
        if isinstance(answer, dict):
            told = (answer.get(name) for name in ("number", "blockNumber"))
            heights = (int(height, 16) for height in told if isinstance(height, str))
            self._seen = max([self._seen, *heights])
        return answer

    def _require_fit(self, node: _Node) -> None:
        """Raise ``NodeError`` for a node on another chain, or without a block seen before."""
        try:
            found = node.probe()
        except RpcError as error:
            raise _SilenceError(error.method, node.endpoint, error.message) from None
        if self._chain and not found.is_of(self._chain):
            why = f"on {found.told}, not {self._chain.told}"
            raise _SilenceError("eth_chainId", node.endpoint, why)
        if found.height < self._seen:
            why = f"at block {found.height}, while block {self._seen} was seen before"
            raise _SilenceError("eth_blockNumber", node.endpoint, why)


def _provider(address: str, timeout: float) -> HTTPProvider:
    if not address.startswith(("http://", "https://")):
        raise BadInput(f"expected an http(s) address or a Web3 object, got {address!r}")
    # web3's own retries would repeat eth_sendRawTransaction behind our back
    return HTTPProvider(address, {"timeout": timeout}, exception_retry_configuration=None)


def _quantity(method: str, result: Any) -> int:
    try:
        return int(result, 16)
    except (TypeError, ValueError):
        raise NodeError(f"{method}: expected a hex number, got {result!r}") from None


def _where(node: _Node, error: NodeError) -> str:
    return error.where if isinstance(error, _SilenceError) else f"{node.endpoint} ({error})"


def _none(method: str, failures: Sequence[str]) -> NodeError:
    return NodeError(
        f"{method}: no usable answer from any of {len(failures)} nodes: {'; '.join(failures)}; "
        "check that one of them runs and the addresses are right"
    )


def _public(address: str) -> str:
    """Return an address without what may be a secret: user, password, path and query."""
    parts = urlsplit(address)
    if not parts.netloc:
        return address
    hidden = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{hidden}"


def _without_secrets(text: str, address: str) -> str:
    """Return a message of the transport without the address's path, query and credentials."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    for secret in (address, path.rstrip("/"), parts.password or ""):
        text = text.replace(secret, "…") if secret else text
    return text
