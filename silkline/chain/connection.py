"""
A node, a deployment on its chain, and whoever signs: what every other part works through.

A connection refuses to start on the wrong chain or where the deployed code is not the one
recorded; before each signature the chain id is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from eth_utils.crypto import keccak

from silkline.chain import abi, events, reverts
from silkline.chain.artifacts import Artifact, artifact
from silkline.chain.deployment import Deployment
from silkline.chain.journal import Journal
from silkline.chain.logs import Event
from silkline.chain.ranges import in_ranges, is_too_much
from silkline.chain.rpc import Rpc, RpcError
from silkline.chain.signers import Signer, require_signer
from silkline.errors import BadInput, NodeError

__all__ = ["AsOf", "Connection", "Contract"]

R = TypeVar("R")
_LIMIT = "blocks of a search"
"""Where a connection remembers how many blocks its node searches at once."""


@dataclass(frozen=True)
class AsOf:
    """
    The block at which something was read.

    ``finality`` says how sure the block is: the node's word for it (``latest``, ``safe``,
    ``finalized``), or ``number`` where a certain block was asked for.
    """

    number: int
    hash: str
    time: int
    """Unix time of the block."""
    finality: str = "latest"

    def __str__(self) -> str:
        return f"block {self.number}"


@dataclass(frozen=True)
class Contract:
    """A contract of the deployment: its name and address."""

    name: str
    address: str

    @property
    def artifact(self) -> Artifact:
        """Its compiled interface."""
        return artifact(self.name)

    def encode(self, function: str, args: Sequence[Any]) -> bytes:
        """Return the calldata of a function; raises ``BadInput`` when an argument does not fit."""
        return self.artifact.function(function).encode(args)

    def decode(self, function: str, data: bytes) -> Any:
        """Return a function's answer; raises ``NodeError`` when there is none."""
        described = self.artifact.function(function)
        if not data and described.outputs:
            raise NodeError(
                f"{self.name} at {self.address} answered nothing to {function}: "
                "no such contract there"
            )
        return described.decode_answer(data)


@dataclass(frozen=True)
class Connection:
    """One node and one deployment; the signers that may be used, by address."""

    rpc: Rpc
    chain_id: int
    deployment: Deployment | None
    journal: Journal
    signers: tuple[Signer, ...] = ()
    at: str = "latest"
    max_fee: int | None = None
    """The most that a transaction may offer per unit of gas, in wei; see ``silkline.connect``."""
    _memory: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def remembered(self, key: Any, read: Callable[[], R]) -> R:
        """Return what *read* returned the first time: only for what never changes on the chain."""
        if key not in self._memory:
            self._memory[key] = read()
        value: R = self._memory[key]
        return value

    @property
    def first_block(self) -> int:
        """First block in which anything of the deployment can have happened."""
        return self.deployment.block if self.deployment else 0

    def head(self, block: int | str | None = None) -> AsOf:
        """
        Return the block *block* (a number or the node's word), the latest by default.

        Raises:
            NodeError: The node has no such block.
        """
        tag = self.at if block is None else block
        found = self.rpc("eth_getBlockByNumber", hex(tag) if isinstance(tag, int) else tag, False)
        if not found:
            raise NodeError(f"the node has no block {tag}")
        finality = tag if isinstance(tag, str) else "number"
        return AsOf(int(found["number"], 16), found["hash"], int(found["timestamp"], 16), finality)

    def contract(self, name: str) -> Contract:
        """
        Return a contract of the deployment.

        Raises:
            BadInput: The connection has no deployment, or it has no such contract.
        """
        if self.deployment is None:
            raise BadInput(
                "no deployment: pass connect(..., deployment=...) a Deployment or the "
                "path of a deployments/<chain id>.json"
            )
        return Contract(name, self.deployment.address(name))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the deployed contracts by address; tokens are all ``DepositToken``."""
        if self.deployment is None:
            return {}
        return {entry.address: entry.kind for entry in self.deployment.contracts.values()}

    def signer(self, account: str | None = None) -> Signer:
        """
        Return the signer of *account*, by default the first.

        Raises:
            BadInput: There is none.
        """
        for signer in self.signers:
            if account in (None, signer.address):
                return signer
        whom = f"of {account}" if account else ""
        raise BadInput(
            f"no signer {whom}: connect(..., signer=...), .as_(signer) or submit(signer=...)"
        )

    def call(
        self,
        contract: Contract,
        function: str,
        *args: Any,
        block: int | str | None = None,
        sender: str | None = None,
    ) -> Any:
        """
        Return what a function answers, decoded, at *block* (the latest by default).

        Raises:
            Refused: The contract refuses.
            BadInput: An argument does not fit.
        """
        data = self.call_raw(contract.address, contract.encode(function, args), block, sender)
        return contract.decode(function, data)

    def calls(
        self, asked: Sequence[tuple[Any, ...]], *, block: int | str | None = None
    ) -> list[Any]:
        """
        Return what many functions answer, decoded, in few requests to the node.

        Args:
            asked: Contract, function and arguments of each.
            block: Block that all are read at.

        Raises:
            Refused: A contract refuses one of them.
            BadInput: An argument does not fit.
        """
        tag = self._tag(block)
        requests = [
            ("eth_call", {"to": one.address, "data": abi.to_hex(one.encode(function, args))}, tag)
            for one, function, *args in asked
        ]
        try:
            answers = self.rpc.many(requests)
        except NodeError as error:
            raise reverts.refusal_of(error) or error from error
        return [
            one.decode(function, abi.from_hex(answer, name="answer"))
            for (one, function, *_), answer in zip(asked, answers, strict=True)
        ]

    def _tag(self, block: int | str | None) -> str:
        tag = self.at if block is None else block
        return hex(tag) if isinstance(tag, int) else tag

    def call_raw(
        self, to: str, data: bytes, block: int | str | None = None, sender: str | None = None
    ) -> bytes:
        """Return the raw answer of a call; a revert is raised as its refusal."""
        request = {"to": to, "data": abi.to_hex(data)} | ({"from": sender} if sender else {})
        try:
            answer = self.rpc("eth_call", request, self._tag(block))
        except NodeError as error:
            raise reverts.refusal_of(error) or error from error
        return abi.from_hex(answer, name="answer")

    def logs(
        self,
        topics: Sequence[Any] = (),
        *,
        addresses: Sequence[str] = (),
        first: int = 0,
        last: int | str = "latest",
    ) -> Iterator[Event]:
        """
        Yield the decoded events of the deployment's contracts from block *first* to *last*.

        A range that is too long for the node is asked for in pieces (``silkline.chain.ranges``).
        """
        asked = {"address": list(addresses or self.names), "topics": list(topics)}

        def search(start: int, end: int | str) -> list[Any]:
            until = hex(end) if isinstance(end, int) else end
            found: list[Any] = self.rpc(
                "eth_getLogs", {**asked, "fromBlock": hex(start), "toBlock": until}
            )
            return found

        for log in self._searched(search, first, last):
            event = events.decode(log, self.names)
            if event is not None:
                yield event

    def _searched(
        self, search: Callable[[int, Any], list[Any]], first: int, last: int | str
    ) -> Iterator[Any]:
        """Yield what a search finds, in one piece unless the node has a limit."""
        if _LIMIT not in self._memory:
            try:
                return iter(search(first, last))
            except RpcError as error:
                if not is_too_much(error):
                    raise
        end = last if isinstance(last, int) else self.head(last).number
        return self._pieces(search, first, end)

    def _pieces(
        self, search: Callable[[int, Any], list[Any]], first: int, last: int
    ) -> Iterator[Any]:
        for start, end, found in in_ranges(search, first, last, self._memory.get(_LIMIT)):
            if end < last:
                self._memory[_LIMIT] = end - start + 1
            yield from found

    def check_chain(self) -> None:
        """Raise ``BadInput`` when the node is no longer on the chain that was connected to."""
        found = self.rpc.number("eth_chainId")
        if found != self.chain_id:
            raise BadInput(
                f"{self.rpc.endpoint} is on chain {found} now, this connection is for "
                f"chain {self.chain_id}: nothing was signed; connect again"
            )

    def check_deployment(self) -> None:
        """
        Check that the deployment is of this chain, and that what stands at its addresses is what
        was recorded and what this package was made for.

        Raises:
            BadInput: It is not, with both values and what to do.
        """
        if self.deployment is None:
            return
        if self.deployment.chain_id != self.chain_id:
            raise BadInput(
                f"the deployment is of chain {self.deployment.chain_id}, "
                f"{self.rpc.endpoint} is chain {self.chain_id}: check the address of "
                "the node, or take the deployment of that chain"
            )
        entries = self.deployment.contracts
        asked = [("eth_getCode", entry.address, "latest") for entry in entries.values()]
        for (name, entry), answer in zip(entries.items(), self.rpc.many(asked), strict=True):
            code = abi.from_hex(answer)
            if not code:
                raise BadInput(
                    f"no code at {entry.address}, where {name} should be: the node may "
                    "not be in sync, or the chain was started anew; deploy again"
                )
            found = abi.to_hex(keccak(code))
            if found != entry.code_hash:
                raise BadInput(
                    f"the code of {name} at {entry.address} has hash {found}, recorded "
                    f"is {entry.code_hash}: do not use this deployment"
                )
            if not artifact(entry.kind).matches(code):
                raise BadInput(
                    f"the code of {name} at {entry.address} is not the {entry.kind} of this "
                    f"package: the record is of version {self.deployment.version}, so install "
                    "silkline of that version, or take another record"
                )


def open_connection(
    node: Any,
    *,
    signer: Signer | Sequence[Signer] | None = None,
    deployment: Deployment | None = None,
    journal: Any = None,
    at: str = "latest",
    max_fee: int | None = None,
    find_deployment: bool = False,
) -> Connection:
    """
    Return a checked connection; the arguments are those of ``silkline.connect``.

    Args:
        node: Its address, or a web3 object.
        signer: Who signs.
        deployment: The contracts.
        journal: Where it is written down what was signed.
        at: Block that reads refer to.
        max_fee: The most that a transaction may offer per unit of gas, in wei.
        find_deployment: Whether to take the record of the chain in the working directory.

    Raises:
        BadInput: An argument is wrong, or the deployment is not what stands on the chain.
    """
    if max_fee is not None and (type(max_fee) is not int or max_fee < 1):
        raise BadInput(f"max_fee is wei per unit of gas, a whole number from 1, got {max_fee!r}")
    rpc = node if isinstance(node, Rpc) else Rpc(node)
    given = [signer] if isinstance(signer, Signer) else list(signer or ())
    chain_id = rpc.chain_id()
    if find_deployment:
        deployment = Deployment.load(Deployment.path(chain_id))
    connection = Connection(
        rpc,
        chain_id,
        deployment,
        journal if isinstance(journal, Journal) else Journal(journal),
        tuple(require_signer(s) for s in given),
        at,
        max_fee,
    )
    connection.check_deployment()
    return connection
