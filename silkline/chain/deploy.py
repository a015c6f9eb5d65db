"""
Deployment of the whole system, and the check that what stands there is what was planned.

The contracts name each other in immutables, so two are named before they exist: an address
follows from deployer and nonce. Every transaction has a key in the journal, so a deployment
that was interrupted goes on where it stopped when it is started again with the same journal.
They are sent in three goes: the contracts, their wiring, and the hand-over of ADMIN.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from eth_utils.crypto import keccak
from web3.utils import get_create_address

from silkline.chain import abi, transactions
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection, open_connection
from silkline.chain.deployment import Deployed, Deployment
from silkline.chain.journal import Intent, Journal
from silkline.chain.plan import (
    CUSTODIANS,
    ORDER,
    Plan,
    TokenPlan,
    allowed_by,
    arguments_of,
    local_plan,
    opened,
    places,
    token_name,
    transactions_of,
)
from silkline.chain.roles import SystemRole, issuer_role
from silkline.chain.signers import Signer
from silkline.chain.verification import verify
from silkline.errors import SilklineError

__all__ = ["ORDER", "Plan", "TokenPlan", "deploy", "local_plan"]

MOST_UNDER_WAY: Final = 16
"""Transactions of one account that may wait for a block: a Geth promises room for so many."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Sent:
    """A transaction under way."""

    intent: Intent
    name: str
    """Name of the contract that it creates; empty for a call."""
    kind: str = ""


@dataclass
class _Work:
    """
    A deployment under way.

    Transactions are sent one after the other without waiting for each, so that many fit into a
    block; what rests on their outcome begins with ``settle``. Each is in the journal before it
    is sent, so a start after a crash finds all of them.
    """

    connection: Connection
    signer: Signer
    plan: Plan
    progress: Progress
    contracts: dict[str, Deployed] = field(default_factory=dict)
    first_nonce: int = -1
    under_way: deque[_Sent] = field(default_factory=deque)
    done: int = 0

    def send(self, key: str, to: str | None, data: bytes, kind: str = "") -> Intent:
        """Send one transaction, once per key."""
        intent = transactions.execute(
            self.connection, self.signer, to, data, key=_key(key), payload=_payload(to, data)
        )
        if self.first_nonce < 0:
            self.first_nonce = intent.nonce
        self.under_way.append(_Sent(intent, "" if to else key, kind))
        if len(self.under_way) == MOST_UNDER_WAY:
            self._finish()
        return intent

    def settle(self) -> None:
        """Wait until everything that was sent is mined; raises ``SilklineError``."""
        while self.under_way:
            self._finish()

    def _finish(self) -> None:
        """Wait for the transaction that was sent first."""
        sent = self.under_way.popleft()
        mined = transactions.receipt(self.connection, sent.intent.hash)
        if int(mined["status"], 16) != 1:
            raise SilklineError(
                f"{sent.intent.key} reverted in transaction {sent.intent.hash}; nothing was "
                "recorded"
            )
        self.connection.journal.mark(sent.intent, "mined")
        if sent.name:
            self._created(sent, mined)
        self.done += 1
        self.progress(self.done, transactions_of(self.plan, self.signer.address))

    def _created(self, sent: _Sent, mined: Mapping[str, Any]) -> None:
        address = abi.address(mined["contractAddress"])
        code = abi.from_hex(self.connection.rpc("eth_getCode", address, "latest"))
        block, digest = int(mined["blockNumber"], 16), mined["transactionHash"]
        code_hash = abi.to_hex(keccak(code))
        self.contracts[sent.name] = Deployed(sent.kind, address, block, digest, code_hash)

    def create(self, name: str, kind: str, *arguments: Any) -> str:
        """Send the creation of one contract, and return where it will stand."""
        intent = self.send(name, None, artifact(kind).creation(*arguments), kind)
        return str(get_create_address(self.signer.address, intent.nonce))  # type: ignore[arg-type]

    def call(self, key: str, name: str, function: str, *arguments: Any) -> None:
        """Call a contract that was deployed."""
        described = artifact(self.contracts[name].kind).function(function)
        self.send(key, self.contracts[name].address, described.encode(arguments))


def _key(name: str) -> str:
    return f"deploy:{name}"


def _payload(to: str | None, data: bytes) -> str:
    return hashlib.sha256((to or "").encode() + data).hexdigest()


def begun(journal: Journal, chain_id: int, deployer: str) -> bool:
    """
    Return whether a deployment by *deployer* is under way by its journal.

    Raises:
        Conflict: One by another account is.
    """
    first = artifact(ORDER[0]).creation(deployer)
    return journal.find(chain_id, _key(ORDER[0]), _payload(None, first)) is not None


def deploy(
    node: Any,
    plan: Plan,
    *,
    signer: Signer,
    journal: Any = None,
    version: str | None = None,
    progress: Progress | None = None,
) -> Deployment:
    """
    Deploy the system, give its roles away, and check all of it.

    Args:
        node: Address of the node's HTTP interface, or a web3 object.
        plan: What shall stand in the end.
        signer: The deployer, which keeps no role unless the plan names it.
        journal: File that lets an interrupted deployment go on.
        version: Version to record; the package's unless given.
        progress: Is told how many transactions are mined, of how many.

    Raises:
        SilklineError: A transaction reverted, or what stands there differs from the plan.
    """
    from silkline import __version__

    connection = open_connection(node, signer=signer, journal=journal)
    work = _Work(connection, signer, plan, progress or _silent)
    at = _create_suite(work)
    _create_tokens(work, at)
    work.settle()
    _set_up(work)
    work.settle()
    _hand_over(work)
    work.settle()
    contracts = MappingProxyType(dict(work.contracts))
    made = Deployment(work.connection.chain_id, version or __version__, contracts)
    differences = verify(node, made, plan, signer.address)
    if differences:
        raise SilklineError("what stands there differs from the plan: " + "; ".join(differences))
    return made


def _silent(done: int, total: int) -> None:
    """Tell nobody how far it is."""


def _create_suite(work: _Work) -> dict[str, str]:
    """Send the creation of the contracts of which there is one each; return their places."""
    manager = work.create("AccessManager", "AccessManager", work.signer.address)
    planned = places(work.signer.address, work.first_nonce)
    for name in ORDER[1:]:
        found = work.create(name, name, *arguments_of(name, manager, planned, work.plan))
        if found != planned[name]:
            raise SilklineError(
                f"{name} was created at {found}, not at {planned[name]}: the "
                "deployer sent something else meanwhile; start anew with an "
                "account used for nothing else"
            )
    return planned


def _create_tokens(work: _Work, at: Mapping[str, str]) -> None:
    manager, forwarder = at["AccessManager"], at["ERC2771Forwarder"]
    for token in work.plan.tokens:
        name = token_name(token.currency)
        work.create(name, "DepositToken", *token.arguments(manager, forwarder))


def _set_up(work: _Work) -> None:
    """Open functions to roles, give roles away, admit custodians and tokens."""
    manager = artifact("AccessManager")
    steps = [manager.function(name).encode(values) for name, values in _settings(work)]
    work.call("roles", "AccessManager", "multicall", steps)
    for name in CUSTODIANS:
        work.call(f"custodian {name}", "Programmes", "addCustodian", work.contracts[name].address)
    lines = work.contracts["CreditLines"].address
    work.call("limit contract", "Programmes", "admitLimitContract", lines)
    work.call("consumer", "CreditLines", "addConsumer", work.contracts["Loans"].address)
    for token in allowed_by(work.plan, work.contracts):
        work.call(f"allow {token}", "Programmes", "allowToken", token, True)


def _hand_over(work: _Work) -> None:
    """Give ADMIN away, once all that needs it is mined: nobody could repair it afterwards."""
    plan, manager = work.plan, artifact("AccessManager")
    if plan.admin != work.signer.address:
        renounced = (SystemRole.ADMIN, work.signer.address)
        handing = [
            ("grantRole", (SystemRole.ADMIN, plan.admin, plan.admin_delay)),
            ("renounceRole", renounced),
        ]
        calls = [manager.function(name).encode(values) for name, values in handing]
        work.call("hand over", "AccessManager", "multicall", calls)


def _settings(work: _Work) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the calls that label roles, open functions to them and name their members."""
    calls: list[tuple[str, tuple[Any, ...]]] = []
    for role in list(SystemRole)[1:]:
        calls.append(("labelRole", (role, role.name)))
    for index, token in enumerate(work.plan.tokens):
        calls.append(("labelRole", (issuer_role(index), f"ISSUER {token.currency}")))
    for target, selectors, role_id in opened(work.contracts, work.plan):
        calls.append(("setTargetFunctionRole", (target, selectors, role_id)))
    for role_id, members in work.plan.members().items():
        if role_id != SystemRole.ADMIN:
            calls += [("grantRole", (role_id, member, 0)) for member in members]
    return calls
