"""
An act before it happens: look at it, rehearse it, let others sign it, carry it, send it once.

Every act of the SDK returns an ``Operation``. It is plain data: which function of which
contract, with which arguments, for whom. Its words are made from those arguments each time,
so that a text that travelled with it can never say something else than it does.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, NoReturn, TypeVar, overload

from silkline.chain import abi, events, transactions
from silkline.chain.artifacts import artifact
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.chain.transactions import Envelope
from silkline.errors import BadInput, NodeError, NotReady, Refused, SilklineError
from silkline.needs import Need, Needs, missing, standings
from silkline.nesting import read_json
from silkline.tokens import KIND, Token, token_in, token_known

__all__ = ["Act", "Done", "Operation", "Sent", "Signed", "act"]

T = TypeVar("T")
E = TypeVar("E", bound=Event)
Words = Callable[[Connection, Mapping[str, Any]], str]
Result = Callable[[Connection, "Operation[Any]", Sequence[Event]], T]


@dataclass(frozen=True)
class Act(Generic[T]):
    """One kind of operation: the function that it calls, its words and its typed result."""

    contract: str
    function: str
    words: Words
    result: Result[T]
    needs: Needs | None = None


_ACTS: dict[tuple[str, str], Act[Any]] = {}


def act(
    contract: str, function: str, words: Words, result: Result[T], needs: Needs | None = None
) -> Act[T]:
    """
    Declare an act; an operation read from JSON finds its words and result by it.

    Args:
        contract: Name of the contract.
        function: Name of the function; its signature where the name is overloaded.
        words: Says what the operation does, from its arguments by name; ``at`` among them is
            the address of the contract.
        result: Builds the typed result from the events of the transaction.
        needs: Says what it takes from whom, from its arguments by name; ``by`` among them is the
            account that must send it, or None.
    """
    made = Act(contract, function, words, result, needs)
    _ACTS[contract, function] = made
    return made


def no_result(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> None:
    """Return nothing: the result of an act whose events say all."""


def only(found: Sequence[Event], kind: type[E]) -> E:
    """Return the one event of *kind*; raises ``BadInput`` when there is not exactly one."""
    chosen = every(found, kind)
    if len(chosen) != 1:
        raise BadInput(f"expected one {kind.__name__} among the events, found {len(chosen)}")
    return chosen[0]


def every(found: Sequence[Event], kind: type[E]) -> list[E]:
    """Return the events of *kind*, in order."""
    return [event for event in found if isinstance(event, kind)]


@dataclass(frozen=True)
class Operation(Generic[T]):
    """
    One call of one contract, not sent yet.

    Two operations are equal when they would do the same. Everything that needs the chain
    needs the connection, which one read from JSON gets by ``on``.
    """

    chain_id: int
    contract: str
    address: str
    function: str
    args: tuple[Any, ...]
    """Arguments in order; structs as dictionaries, ids and amounts as plain integers."""
    account: str | None = None
    """The account that must send or sign it; None when anyone may."""
    connection: Connection | None = field(default=None, compare=False, repr=False)

    @classmethod
    def build(
        cls,
        connection: Connection,
        made: Act[T],
        *args: Any,
        account: str | None,
        address: str = "",
    ) -> Operation[T]:
        """Return the operation of an act; its arguments are checked against the interface."""
        where = address or connection.contract(made.contract).address
        inputs = artifact(made.contract).function(made.function).inputs
        abi.encode(inputs, args)
        plain = tuple(_plain(p, v) for p, v in zip(inputs, args, strict=True))
        return Operation(
            connection.chain_id, made.contract, where, made.function, plain, account, connection
        )

    def __hash__(self) -> int:
        return hash(self.to_json())

    @property
    def data(self) -> bytes:
        """The calldata."""
        return self._described.encode(self.args)

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments by name, as the contract will read them: ids typed, structs by name."""
        return self._described.decode_call(self.data)

    @property
    def payload(self) -> str:
        """Hash of what it does and for whom: what an idempotency key stands for."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def on(self, connection: Connection) -> Operation[T]:
        """
        Return the same operation, bound to *connection*.

        Raises:
            BadInput: The connection is to another chain, or knows the contract elsewhere.
        """
        if connection.chain_id != self.chain_id:
            raise BadInput(
                f"the operation is for chain {self.chain_id}, the connection to chain "
                f"{connection.chain_id}"
            )
        known = connection.names.get(self.address)
        if self.contract != "DepositToken" and known != self.contract:
            raise BadInput(
                f"the operation is for {self.contract} at {self.address}, which is "
                f"{known or 'unknown'} in this deployment"
            )
        return replace(self, connection=connection)

    def explain(self) -> str:
        """
        Return what it does in words, by whom, through which contract, what it takes, at what gas.

        The gas line says the refusal instead when the chain would refuse it now.
        """
        connection = self.connected
        lines = [
            self.words(),
            f"  by        {self._who(connection)}",
            f"  through   {self.contract}.{self.function} at {self.address}",
            f"  chain     {self.chain_id}",
            *(f"  takes     {one}" for one in standings(connection, self.needs())),
        ]
        try:
            lines.append(f"  gas       about {self.gas():,}")
        except Refused as refusal:
            lines.append(f"  refused   {refusal}")
        return "\n".join(lines)

    def words(self) -> str:
        """Return in one line what it does, from its arguments and the chain."""
        if self._act is None:
            return self._listing()
        return self._act.words(self.connected, {**self.arguments, "at": self.address})

    def gas(self) -> int:
        """Return the gas that it would use now; raises the refusal when it would fail."""
        connection = self.connected
        sender = self.account or (connection.signers[0].address if connection.signers else None)
        try:
            return transactions.estimate(connection, sender, self.address, self.data)
        except Refused as refusal:
            self._refuse(refusal)

    def needs(self) -> list[Need]:
        """Return what it takes from whom; nothing where the contract would not come so far."""
        if self._act is None or self._act.needs is None:
            return []
        arguments = {**self.arguments, "at": self.address, "by": self.account}
        try:
            return list(self._act.needs(self.connected, arguments))
        except Refused:
            return []

    def simulate(self, sender: str | None = None) -> Any:
        """
        Do it on the latest state without sending, and return what the function answers.

        Args:
            sender: Who would send it, where the operation does not say.

        Raises:
            Refused: The contract would refuse it; ``MoneyMissing`` where somebody lacks money, or
                has not allowed it.
        """
        connection = self.connected
        try:
            answer = connection.call_raw(self.address, self.data, None, self.account or sender)
        except Refused as refusal:
            self._refuse(refusal)
        return self._described.decode_answer(answer)

    def prepare(self, signer: Signer | None = None) -> Envelope:
        """Return nonce, gas and fees as of now, for a signature elsewhere."""
        sender = (signer.address if signer else None) or self.account
        connection = self.connected
        sender = sender or connection.signer().address
        return transactions.prepare(connection, sender, self.address, self.data)

    def sign(self, signer: Signer | None = None, envelope: Envelope | None = None) -> Signed:
        """
        Return the signed transaction, to be sent by whoever has it.

        With *signer* and *envelope* no connection is needed.

        Raises:
            BadInput: The signer is not the operation's account, or the envelope another's.
        """
        if envelope is None:
            self.connected.check_chain()
            envelope = self.prepare(signer)
        chosen = self._signer(signer)
        if (envelope.chain_id, envelope.sender) != (self.chain_id, chosen.address):
            raise BadInput(
                f"the envelope is for {envelope.sender} on chain {envelope.chain_id}, to "
                f"sign is {chosen.address} on chain {self.chain_id}"
            )
        raw, digest = transactions.sign(chosen, envelope, self.address, self.data)
        return Signed(chosen.address, digest, abi.to_hex(raw))

    @overload
    def submit(
        self,
        key: str | None = None,
        signer: Signer | None = None,
        *,
        wait: Literal[True] = True,
        seconds: float = ...,
    ) -> Done[T]: ...
    @overload
    def submit(
        self, key: str | None = None, signer: Signer | None = None, *, wait: Literal[False]
    ) -> Sent[T]: ...
    def submit(
        self,
        key: str | None = None,
        signer: Signer | None = None,
        *,
        wait: bool = True,
        seconds: float = transactions.WAIT_SECONDS,
    ) -> Done[T] | Sent[T]:
        """
        Send it, at most once per *key*, and wait until it is mined.

        Args:
            key: Name of the business act, such as an instruction's number. The same call with
                the same key returns the first outcome, or goes on, with higher fees where too
                little is offered by now. Without a key every call is a new act.
            signer: Who signs, where it is not the connection's signer of the account.
            wait: False returns as soon as the node has it.
            seconds: How long to wait.

        Raises:
            Refused: The contract refuses; nothing was sent, or it was mined and reverted.
                ``MoneyMissing`` where somebody lacks money, or has not allowed it.
            Conflict: The key stands for another operation.
            NotReady: Not mined yet, or unknown: the same call with the same key goes on.
                ``GasMissing``, ``FeeTooHigh``: the gas cannot be paid, or costs more than may be.
            SignerError: The signer does not sign; nothing was sent.
            NodeError: No node answers, or none would take it; this call has sent nothing.
        """
        connection, chosen = self.connected, self._signer(signer)
        try:
            intent = transactions.execute(
                connection,
                chosen,
                self.address,
                self.data,
                key=key or f"once:{uuid.uuid4()}",
                payload=self.payload,
            )
        except Refused as refusal:
            self._refuse(refusal)
        sent = Sent(self, intent.hash, intent.key)
        return sent.wait(seconds) if wait else sent

    def by_signature(
        self, signer: Signer | None = None, *, seconds: int = 3600, nonce: int | None = None
    ) -> Operation[T]:
        """
        Return the same act as a signed request that anyone may submit and pay the gas for.

        Args:
            signer: Who signs; the account must be a plain key, not a contract.
            seconds: How long the request is good for, counted from the latest block.
            nonce: Number of the request at the forwarder; the next one unless given. Requests
                of one account must be submitted in the order of their numbers.

        Raises:
            Refused: The contract would refuse the act now.
        """
        from silkline.chain import forwarder

        chosen = self._signer(signer)
        try:
            return forwarder.request(self, self.connected, chosen, seconds, nonce)
        except Refused as refusal:
            self._refuse(refusal)

    def to_json(self) -> str:
        """Return the operation as JSON; the same operation always gives the same text."""
        inputs = self._described.inputs
        content = {
            "operation": 1,
            "chain_id": self.chain_id,
            "contract": self.contract,
            "address": self.address,
            "function": self.function,
            "args": [p.jsonable(v) for p, v in zip(inputs, self.args, strict=True)],
            "account": self.account,
        }
        return json.dumps(content, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str, connection: Connection | None = None) -> Operation[Any]:
        """
        Read what ``to_json`` wrote.

        Raises:
            BadInput: It is not such a text, or an argument does not fit the interface.
        """
        content = _content(text)
        inputs = artifact(content["contract"]).function(content["function"]).inputs
        if not isinstance(content["args"], list):
            raise BadInput(f"not an operation: args must be a list, got {content['args']!r}")
        pairs = zip(inputs, content["args"], strict=False)
        values = [_plain(p, p.from_jsonable(v)) for p, v in pairs]
        abi.encode(inputs, values)
        made: Operation[Any] = Operation(
            content["chain_id"],
            content["contract"],
            abi.address(content["address"]),
            content["function"],
            tuple(values),
            abi.address(content["account"]) if content["account"] else None,
        )
        if len(content["args"]) != len(inputs) or json.loads(made.to_json()) != content:
            raise BadInput("the operation does not read back as it was written: it was altered")
        return made.on(connection) if connection else made

    @property
    def _described(self) -> abi.Function:
        return artifact(self.contract).function(self.function)

    @property
    def _act(self) -> Act[T] | None:
        return _ACTS.get((self.contract, self.function))

    @property
    def connected(self) -> Connection:
        """The connection that it is bound to; raises ``BadInput`` when there is none."""
        if self.connection is None:
            raise BadInput("the operation is bound to no chain: use silkline.load(text), or .on()")
        return self.connection

    def _signer(self, signer: Signer | None) -> Signer:
        chosen = signer or self.connected.signer(self.account)
        if self.account not in (None, chosen.address):
            raise BadInput(
                f"the operation is for account {self.account}, the signer is "
                f"{chosen.address}: build it with .as_(signer)"
            )
        return chosen

    def _who(self, connection: Connection) -> str:
        if self.account is None:
            return "whoever sends it"
        party = connection.call(connection.contract("Parties"), "accountOf", self.account)["party"]
        return f"account {self.account}" + (f" of party {party}" if party else "")

    def _listing(self) -> str:
        values = ", ".join(f"{name} {value}" for name, value in self.arguments.items())
        return f"Call {self.contract}.{self.function}({values})"

    def _refuse(self, refusal: Refused) -> NoReturn:
        """Raise the refusal that says most: what is inside a request, whose money is missing."""
        from silkline.chain import forwarder

        found = forwarder.inner_refusal(self.connected, self) or refusal
        if lack := missing(self.connected, self.needs, found):
            raise lack from found
        if "amounts" in found.units.values():
            found.paid_in = found.paid_in or self.paid_in()
        raise found from None

    def paid_in(self) -> Token | None:
        """Return the token that its amounts are of; None where its arguments do not tell."""
        try:
            if self.contract == KIND:
                return token_known(self.connected, self.address)
            return token_in(self.connected, self.arguments)
        except SilklineError:
            return None

    def result_of(self, found: Sequence[Event]) -> T:
        """Return the typed result of the transaction that left the events *found*."""
        return self._act.result(self.connected, self, found) if self._act else None  # type: ignore[return-value]


def _plain(param: abi.Param, value: Any) -> Any:
    """Return a checked value in the one form that operations carry."""
    return param.from_jsonable(param.jsonable(param.encodable(value)))


def _content(text: str) -> dict[str, Any]:
    fields = {"operation", "chain_id", "contract", "address", "function", "args", "account"}
    try:
        content = read_json(text)
    except ValueError as error:
        raise BadInput(f"not an operation: {error}") from error
    if not isinstance(content, dict) or set(content) != fields or content["operation"] != 1:
        raise BadInput(f"not an operation: expected the fields {sorted(fields)}, version 1")
    return content


@dataclass(frozen=True)
class Signed:
    """A signed transaction: the account, its hash and the raw bytes as hex."""

    account: str
    hash: str
    raw: str = field(repr=False)


@dataclass(frozen=True)
class Sent(Generic[T]):
    """A transaction that a node has taken: the one that is mined already, or was signed last."""

    operation: Operation[T]
    hash: str
    key: str

    def wait(self, seconds: float = transactions.WAIT_SECONDS) -> Done[T]:
        """
        Wait until it is mined, or what was signed for the same act; here nothing is signed.

        Raises:
            Refused: It was mined and reverted.
            NotReady: It is not mined within *seconds*, or no node says how it ended.
        """
        try:
            return self._waited(seconds)
        except NodeError as error:
            raise NotReady(
                f"{self.hash} was sent, but how it ended cannot be read now ({error}); call again "
                "with the same key to find out"
            ) from error

    def _waited(self, seconds: float) -> Done[T]:
        connection = self.operation.connected
        mined = transactions.receipt(connection, self.hash, seconds=seconds)
        intent = connection.journal.find(self.operation.chain_id, self.key, self.operation.payload)
        succeeded = int(mined["status"], 16) == 1
        if intent:
            connection.journal.mark(intent, "mined" if succeeded else "reverted")
        if not succeeded:
            raise transactions.refusal_of_mined(connection, mined, self.operation.data)
        return self._done(connection, mined)

    def _done(self, connection: Connection, mined: Mapping[str, Any]) -> Done[T]:
        found = events.decode_all(mined["logs"], connection.names)
        gas, price = int(mined["gasUsed"], 16), int(mined.get("effectiveGasPrice") or "0x0", 16)
        block = connection.head(int(mined["blockNumber"], 16))
        result = self.operation.result_of(found)
        return Done(
            self.operation, mined["transactionHash"], block, gas, gas * price, found, result
        )


@dataclass(frozen=True)
class Done(Generic[T]):
    """What came of an operation; ``hash`` is that of what was mined."""

    operation: Operation[T]
    hash: str
    block: AsOf
    gas_used: int
    fee: int
    """What the gas cost, in wei of the chain's own coin."""
    events: tuple[Event, ...]
    result: T
