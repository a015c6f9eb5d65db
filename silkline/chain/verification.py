"""The check that what stands on a chain is what was planned, value by value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eth_utils.crypto import keccak

from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection, Contract, open_connection
from silkline.chain.deployment import Deployment
from silkline.chain.plan import (
    CUSTODIANS,
    ORDER,
    Plan,
    allowed_by,
    arguments_of,
    opened,
    places,
    token_name,
)
from silkline.chain.roles import SystemRole

__all__ = ["verify"]


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
            values = (
                (deployer,) if name == "AccessManager" else arguments_of(name, manager, at, plan)
            )
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
    for token in allowed_by(plan, deployment.contracts):
        if not connection.call(programmes, "isTokenAllowed", token):
            wrong.append(f"token {token} is not allowed")
    return wrong
