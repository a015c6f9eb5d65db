"""
Deployment of the whole system, and the check that what stands there is what was planned.

The contracts name each other in immutables, so two are named before they exist: an address
follows from deployer and nonce. Every transaction has a key in the journal, so a deployment
that was interrupted goes on where it stopped when it is started again with the same journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from eth_utils.crypto import keccak
from web3.utils import get_create_address

from silkline.chain import abi, transactions
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection, Contract, open_connection
from silkline.chain.deployment import Deployed, Deployment
from silkline.chain.roles import FUNCTIONS, SystemRole, issuer_role
from silkline.chain.signers import Signer
from silkline.errors import BadInput, SilklineError

__all__ = ["Plan", "TokenPlan", "deploy"]

DAY: Final = 86_400
FORWARDER_NAME: Final = "Silkline Forwarder"
ORDER: Final = (
    "AccessManager",
    "ERC2771Forwarder",
    "Parties",
    "Programmes",
    "Descriptor",
    "Receivables",
    "Settlements",
    "Discounting",
    "CreditLines",
    "Fixings",
    "Loans",
    "LoanAgreements",
    "Guarantees",
    "Collateral",
    "Attested",
    "AttestedMetric",
    "InstalmentsPaid",
    "NotesPledged",
    "NotBefore",
    "AllOf",
    "AnyOf",
)
"""Contracts in the order of the deployer's nonces."""
CUSTODIANS: Final = ("Discounting", "Collateral")
"""Contracts that may lock and move notes, in the order of their numbers."""


@dataclass(frozen=True)
class TokenPlan:
    """A deposit token to be deployed: its currency, names, decimals and issuing accounts."""

    currency: str
    issuers: tuple[str, ...]
    decimals: int = 2
    name: str = ""
    symbol: str = ""

    def arguments(self, authority: str, forwarder: str) -> tuple[Any, ...]:
        """Return the arguments of its constructor."""
        name = self.name or f"Deposit {self.currency}"
        return (name, self.symbol or f"d{self.currency}", self.decimals, authority, forwarder)


@dataclass(frozen=True)
class Plan:
    """What shall stand in the end; every value of it is read back from the chain."""

    admin: str
    """Account of the role ADMIN: a multisig outside tests."""
    registrars: tuple[str, ...]
    compliance: tuple[str, ...]
    guardians: tuple[str, ...]
    tokens: tuple[TokenPlan, ...] = ()
    allowed_tokens: tuple[str, ...] = ()
    """Plain ERC-20s that programmes may use besides."""
    predecessors: tuple[str, ...] = ()
    """Programmes contracts of earlier versions, whose fingerprints count as spent."""
    recovery_delay: int = 7 * DAY
    """Seconds between approval and execution of a recovery."""
    admin_delay: int = 2 * DAY
    """Seconds that each act of ADMIN is announced before it can be done; 0 on local chains."""

    def members(self) -> dict[int, tuple[str, ...]]:
        """Return the accounts of each role."""
        roles: dict[int, tuple[str, ...]] = {
            SystemRole.ADMIN: (self.admin,),
            SystemRole.REGISTRAR: self.registrars,
            SystemRole.COMPLIANCE: self.compliance,
            SystemRole.GUARDIAN: self.guardians,
        }
        issuers = {issuer_role(i): token.issuers for i, token in enumerate(self.tokens)}
        return roles | issuers


@dataclass
class _Work:
    """A deployment under way."""

    connection: Connection
    signer: Signer
    plan: Plan
    contracts: dict[str, Deployed] = field(default_factory=dict)
    first_nonce: int = -1

    def send(self, key: str, to: str | None, data: bytes) -> Mapping[str, Any]:
        """Send one transaction, once per key, and return its receipt."""
        payload = hashlib.sha256((to or "").encode() + data).hexdigest()
        key = f"deploy:{key}"
        intent = transactions.execute(
            self.connection, self.signer, to, data, key=key, payload=payload
        )
        mined = transactions.receipt(self.connection, intent.hash)
        if int(mined["status"], 16) != 1:
            raise SilklineError(
                f"{key} reverted in transaction {intent.hash}; nothing was recorded"
            )
        self.connection.journal.mark(intent, "mined")
        if self.first_nonce < 0:
            self.first_nonce = intent.nonce
        return mined

    def create(self, name: str, kind: str, *arguments: Any) -> str:
        """Deploy one contract and return its address."""
        mined = self.send(name, None, artifact(kind).creation(*arguments))
        address = abi.address(mined["contractAddress"])
        code = abi.from_hex(self.connection.rpc("eth_getCode", address, "latest"))
        self.contracts[name] = Deployed(
            kind,
            address,
            int(mined["blockNumber"], 16),
            mined["transactionHash"],
            abi.to_hex(keccak(code)),
        )
        return address

    def call(self, key: str, name: str, function: str, *arguments: Any) -> None:
        """Call a contract that was deployed."""
        described = artifact(self.contracts[name].kind).function(function)
        self.send(key, self.contracts[name].address, described.encode(arguments))


def deploy(
    node: Any, plan: Plan, *, signer: Signer, journal: Any = None, version: str | None = None
) -> Deployment:
    """
    Deploy the system, give its roles away, and check all of it.

    Args:
        node: Address of the node's HTTP interface, or a web3 object.
        plan: What shall stand in the end.
        signer: The deployer, which keeps no role unless the plan names it.
        journal: File that lets an interrupted deployment go on.
        version: Version to record; the package's unless given.

    Raises:
        SilklineError: A transaction reverted, or what stands there differs from the plan.
    """
    from silkline import __version__

    work = _Work(open_connection(node, signer=signer, journal=journal), signer, plan)
    _create_suite(work)
    _create_tokens(work)
    _set_up(work)
    contracts = MappingProxyType(dict(work.contracts))
    made = Deployment(work.connection.chain_id, version or __version__, contracts)
    differences = verify(node, made, plan, signer.address)
    if differences:
        raise SilklineError("what stands there differs from the plan: " + "; ".join(differences))
    return made


def _create_suite(work: _Work) -> None:
    """Deploy the contracts of which there is one each."""
    manager = work.create("AccessManager", "AccessManager", work.signer.address)
    planned = places(work.signer.address, work.first_nonce)
    for name in ORDER[1:]:
        found = work.create(name, name, *_arguments(name, manager, planned, work.plan))
        if found != planned[name]:
            raise SilklineError(
                f"{name} was created at {found}, not at {planned[name]}: the "
                "deployer sent something else meanwhile; start anew with an "
                "account used for nothing else"
            )


def places(deployer: str, first_nonce: int) -> dict[str, str]:
    """Return the addresses of the contracts of ``ORDER``, the first created with that nonce."""
    return {
        name: str(get_create_address(deployer, first_nonce + i))  # type: ignore[arg-type]
        for i, name in enumerate(ORDER)
    }


def _arguments(name: str, manager: str, at: Mapping[str, str], plan: Plan) -> tuple[Any, ...]:
    """Return the constructor's arguments of a contract of the suite."""
    forwarder, parties, programmes = at["ERC2771Forwarder"], at["Parties"], at["Programmes"]
    receivables, settlements = at["Receivables"], at["Settlements"]
    choices: dict[str, tuple[Any, ...]] = {
        "AccessManager": (manager,),
        "ERC2771Forwarder": (FORWARDER_NAME,),
        "Parties": (manager, forwarder, plan.recovery_delay),
        "Programmes": (
            manager,
            forwarder,
            parties,
            receivables,
            settlements,
            list(plan.predecessors),
        ),
        "Descriptor": (),
        "Receivables": (forwarder, parties, programmes, settlements, at["Descriptor"]),
        "Settlements": (forwarder, parties, programmes, receivables, at["Guarantees"]),
        "Discounting": (forwarder, parties, programmes, receivables),
    }
    return choices[name] if name in choices else _loan_arguments(name, manager, at)


def _loan_arguments(name: str, manager: str, at: Mapping[str, str]) -> tuple[Any, ...]:
    """Return the constructor's arguments of a contract of the loans."""
    forwarder, parties, programmes = at["ERC2771Forwarder"], at["Parties"], at["Programmes"]
    receivables, settlements = at["Receivables"], at["Settlements"]
    lines, loans, collateral = at["CreditLines"], at["Loans"], at["Collateral"]
    agreements, guarantees = at["LoanAgreements"], at["Guarantees"]
    choices: dict[str, tuple[Any, ...]] = {
        "CreditLines": (manager, forwarder, parties, programmes),
        "Fixings": (forwarder, parties),
        "Loans": (
            forwarder,
            parties,
            lines,
            at["Fixings"],
            agreements,
            guarantees,
            collateral,
        ),
        "LoanAgreements": (manager, forwarder, parties, programmes, lines, loans),
        "Guarantees": (forwarder, parties, programmes, receivables, settlements, loans),
        "Collateral": (forwarder, parties, receivables, settlements, loans),
        "Attested": (forwarder, parties),
        "AttestedMetric": (forwarder, parties),
        "InstalmentsPaid": (loans,),
        "NotesPledged": (collateral,),
    }
    return choices.get(name, ())


def _create_tokens(work: _Work) -> None:
    manager, forwarder = (work.contracts[n].address for n in ("AccessManager", "ERC2771Forwarder"))
    for token in work.plan.tokens:
        name = token_name(token.currency)
        work.create(name, "DepositToken", *token.arguments(manager, forwarder))


def token_name(currency: str) -> str:
    """Return the name under which a deployment lists the deposit token of a currency."""
    return f"DepositToken {currency}"


def _set_up(work: _Work) -> None:
    """Open functions to roles, admit custodian and tokens, hand the roles over."""
    plan, manager = work.plan, artifact("AccessManager")
    steps = [manager.function(name).encode(values) for name, values in _settings(work)]
    work.call("roles", "AccessManager", "multicall", steps)
    for name in CUSTODIANS:
        work.call(f"custodian {name}", "Programmes", "addCustodian", work.contracts[name].address)
    lines = work.contracts["CreditLines"].address
    work.call("limit contract", "Programmes", "admitLimitContract", lines)
    work.call("consumer", "CreditLines", "addConsumer", work.contracts["Loans"].address)
    for token in _allowed(plan, work.contracts):
        work.call(f"allow {token}", "Programmes", "allowToken", token, True)
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


def opened(contracts: Mapping[str, Deployed], plan: Plan) -> list[tuple[str, list[bytes], int]]:
    """Return (contract, selectors, role) for every restricted function."""
    tokens = {token_name(t.currency): issuer_role(i) for i, t in enumerate(plan.tokens)}
    found = []
    for name, entry in contracts.items():
        by_role: dict[int, list[bytes]] = {}
        for function, role in FUNCTIONS.get(entry.kind, {}).items():
            chosen = tokens[name] if role is None else int(role)
            by_role.setdefault(chosen, []).append(artifact(entry.kind).function(function).selector)
        found += [(entry.address, selectors, role) for role, selectors in by_role.items()]
    return found


def _allowed(plan: Plan, contracts: Mapping[str, Deployed]) -> list[str]:
    own = [contracts[token_name(token.currency)].address for token in plan.tokens]
    return [*own, *plan.allowed_tokens]


def verify(node: Any, deployment: Deployment, plan: Plan, deployer: str) -> list[str]:
    """
    Return how the chain differs from the plan, one sentence each; nothing is good.

    Every value comes from the plan and is read back: the constructors' arguments, the roles of
    functions, the members of roles, custodian and tokens.

    Raises:
        BadInput: The code is not that of the record, or not that of this package.
    """
    connection = open_connection(node, deployment=deployment)
    checks: tuple[Callable[..., list[str]], ...] = (
        _wrong_arguments,
        _wrong_functions,
        _wrong_members,
        _wrong_lists,
    )
    return [line for check in checks for line in check(connection, deployment, plan, deployer)]


def _wrong_arguments(
    connection: Connection, deployment: Deployment, plan: Plan, deployer: str
) -> list[str]:
    """Compare creation arguments with the plan; the code was compared when connecting."""
    manager = deployment.address("AccessManager")
    first = connection.rpc("eth_getTransactionByHash", deployment.contracts[ORDER[0]].transaction)
    at = places(deployer, int(first["nonce"], 16))
    at |= {name: deployment.address(name) for name in ORDER}
    wrong = []
    for name, entry in deployment.contracts.items():
        if name in ORDER:
            values = (deployer,) if name == "AccessManager" else _arguments(name, manager, at, plan)
        else:
            token = next(t for t in plan.tokens if token_name(t.currency) == name)
            values = token.arguments(manager, at["ERC2771Forwarder"])
        sent = connection.rpc("eth_getTransactionByHash", entry.transaction)
        if abi.from_hex(sent["input"]) != artifact(entry.kind).creation(*values):
            wrong.append(f"{name} was not created with the arguments of the plan")
    return wrong


def _wrong_functions(
    connection: Connection, deployment: Deployment, plan: Plan, deployer: str
) -> list[str]:
    """Compare the role of every function of every managed contract; unlisted ones are ADMIN's."""
    manager = connection.contract("AccessManager")
    wanted = {(t, s): role for t, some, role in opened(deployment.contracts, plan) for s in some}
    targets = [
        (name, entry.address, function)
        for name, entry in deployment.contracts.items()
        for function in artifact(entry.kind).functions.values()
    ]
    asked = [(manager, "getTargetFunctionRole", at, f.selector) for _, at, f in targets]
    wrong = []
    for (name, at, function), found in zip(targets, connection.calls(asked), strict=True):
        role = wanted.get((at, function.selector), int(SystemRole.ADMIN))
        if found != role:
            wrong.append(f"{name}.{function.name} is open to role {found}, planned is {role}")
    return wrong


def _wrong_members(
    connection: Connection, deployment: Deployment, plan: Plan, deployer: str
) -> list[str]:
    """Compare who ever got a role and still has it with the plan, the deployer included."""
    manager, members = connection.contract("AccessManager"), plan.members()
    found = {(role, account) for role, account in _granted(connection, manager)}
    planned = {(role, account) for role, some in members.items() for account in some}
    wrong = [
        f"{account} has role {role}, which is not planned" for role, account in found - planned
    ]
    wrong += [f"{account} lacks role {role}" for role, account in planned - found]
    delay = connection.call(manager, "hasRole", int(SystemRole.ADMIN), plan.admin)["executionDelay"]
    if delay != plan.admin_delay:
        wrong.append(f"ADMIN acts after {delay} seconds, planned is {plan.admin_delay}")
    return wrong


def _granted(connection: Connection, manager: Contract) -> set[tuple[int, str]]:
    """Return (role, account) for every role that was ever granted and is still held."""
    topic = abi.to_hex(keccak(text="RoleGranted(uint64,address,uint32,uint48,bool)"))
    logs = connection.logs([topic], addresses=[manager.address], first=connection.first_block)
    ever = {(int(e.role_id), str(e.account)) for e in logs}  # type: ignore[attr-defined]
    return {
        (role, account)
        for role, account in ever
        if connection.call(manager, "hasRole", role, account)["isMember"]
    }


def _wrong_lists(
    connection: Connection, deployment: Deployment, plan: Plan, deployer: str
) -> list[str]:
    """Compare custodians, consumers of credit lines and allowed tokens with the plan."""
    receivables, programmes = (connection.contract(n) for n in ("Receivables", "Programmes"))
    numbers = range(1, len(CUSTODIANS) + 2)
    custodians = [connection.call(receivables, "custodianAt", i) for i in numbers]
    wanted = [*(deployment.address(name) for name in CUSTODIANS), "0x" + "00" * 20]
    wrong = []
    lines = connection.contract("CreditLines")
    if not connection.call(lines, "isConsumer", deployment.address("Loans")):
        wrong.append("Loans is no consumer of CreditLines")
    if custodians != wanted:
        wrong.append(f"the custodians are {custodians}, planned are {wanted}")
    for token in _allowed(plan, deployment.contracts):
        if not connection.call(programmes, "isTokenAllowed", token):
            wrong.append(f"token {token} is not allowed")
    return wrong


def local_plan(admin: str, tokens: Sequence[TokenPlan] = (), **changes: Any) -> Plan:
    """
    Return a plan for a local chain: one account has every role, without delay.

    Args:
        admin: The account.
        tokens: Deposit tokens; one in EUR, issued by *admin*, unless given.
        changes: Other values of the plan.

    Raises:
        BadInput: *admin* is no address.
    """
    if not isinstance(admin, str):
        raise BadInput(f"admin must be an address, got {admin!r}")
    some = tuple(tokens) or (TokenPlan("EUR", (admin,)),)
    values = {"registrars": (admin,), "compliance": (admin,), "guardians": (admin,)}
    return Plan(**{"admin": admin, **values, "tokens": some, "admin_delay": 0, **changes})
