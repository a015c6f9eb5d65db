"""
How a deployment goes: plan, rehearsal, approval, execution, verification, record.

One that was interrupted goes on where it stopped when it is started again with its journal; one
that is recorded is compared with its plan and left as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

import silkline as sl
from silkline.chain import abi, fees, transactions
from silkline.chain.deploy import Progress, begun
from silkline.chain.fork import address_of, forked
from silkline.chain.journal import Journal
from silkline.chain.local import CHAIN_IDS
from silkline.chain.plan import transactions_of
from silkline.chain.rpc import Rpc
from silkline.chain.verification import verify
from silkline.cli.answers import progress_bar
from silkline.cli.plans import in_words, plan_of, read_plan, require_safe
from silkline.cli.session import JOURNAL, Session
from silkline.errors import BadInput, SilklineError

__all__ = ["Order", "approval", "carry_out"]

CONFIRMATIONS: Final = 3
"""Blocks that must hold the last transaction on a chain that lasts."""
PATIENCE: Final = 600.0
"""Seconds that confirmations are waited for."""
Ask = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """One deployment as it was asked for."""

    node: Rpc
    chain_id: int
    signer: sl.Signer | None
    plan: sl.Plan
    journal: str | None
    record: Path | None
    """Where the addresses are recorded; nowhere if None."""
    confirmations: int
    quiet: bool = False
    """Whether no progress is shown."""

    @classmethod
    def of(
        cls,
        session: Session,
        node: Rpc,
        plan: Path | None,
        options: dict[str, Any] | None = None,
        confirmations: int | None = None,
    ) -> Order:
        """
        Fill in what was not said.

        Args:
            session: Who signs, the journal, where to record.
            node: The node.
            plan: File with the plan.
            options: The plan by options, see ``plan_of``.
            confirmations: Blocks to wait for; 3 on a chain that lasts.

        Raises:
            BadInput: A chain that lasts has no plan, or there are two.
        """
        chain_id = node.chain_id()
        lasting = chain_id not in CHAIN_IDS
        signer = session.signer()
        given = _given(plan, options or {}, chain_id, lasting)
        if signer is None and not lasting:
            signer = sl.NodeAccount(_first_account(node), node)
        return cls(
            node,
            chain_id,
            signer,
            given or sl.local_plan(signer.address if signer else ""),
            session.journal or (JOURNAL if lasting else None),
            _record(session, chain_id, lasting),
            (CONFIRMATIONS if lasting else 0) if confirmations is None else confirmations,
            session.as_json,
        )

    @property
    def lasting(self) -> bool:
        """Whether the chain is no throw-away one."""
        return self.chain_id not in CHAIN_IDS

    @property
    def deployer(self) -> sl.Signer:
        """Who deploys; raises ``BadInput`` when nobody signs."""
        if self.signer is None:
            raise BadInput("nobody signs: name a key with --keystore FILE, or set SILKLINE_KEY")
        return self.signer

    @property
    def transactions(self) -> int:
        """How many transactions it takes."""
        return transactions_of(self.plan, self.deployer.address)


def _given(
    path: Path | None, options: dict[str, Any], chain_id: int, lasting: bool
) -> sl.Plan | None:
    """Return the plan that was given; None on a throw-away chain that needs none."""
    chosen = plan_of(options)
    if path and chosen:
        raise BadInput("the plan is in a file and in options: give one of them")
    if path:
        return read_plan(path)
    if chosen is None and lasting:
        raise BadInput(f"chain {chain_id} lasts: say with a plan who gets which role")
    return chosen


def _record(session: Session, chain_id: int, lasting: bool) -> Path | None:
    if session.deployment:
        return Path(session.deployment)
    return sl.Deployment.path(chain_id) if lasting else None


def _first_account(node: Rpc) -> str:
    accounts = node("eth_accounts")
    if not accounts:
        raise BadInput("nobody signs, and the node has no account: give --keystore FILE")
    return str(accounts[0])


def carry_out(order: Order, ask: Ask) -> sl.Deployment:
    """
    Deploy, or go on, or find that it stands: then nothing is sent.

    Args:
        order: What is to be deployed, where, by whom.
        ask: Is shown the plan with its rehearsal, and raises ``BadInput`` unless it is approved.

    Raises:
        SilklineError: What stands differs from the plan, or a step failed.
    """
    if order.record and order.record.exists():
        return _standing(order, order.record)
    ask(approval(order))
    made = _confirmed(order)
    if order.record:  # last, since a deployment that is recorded is only checked
        click.echo(f"Recorded: {made.save(order.record)}", err=True)
    return made


def _standing(order: Order, record: Path) -> sl.Deployment:
    """Check a deployment that is recorded against the plan."""
    made = sl.Deployment.load(record)
    first = order.node("eth_getTransactionByHash", made.contracts["AccessManager"].transaction)
    if first is None:
        raise BadInput(f"{record} is not of the chain at {order.node.endpoint}")
    if differences := verify(order.node, made, order.plan, abi.address(first["from"])):
        raise SilklineError(f"{record} stands, but differs from the plan: {'; '.join(differences)}")
    click.echo(f"Nothing to do: {record} stands as planned", err=True)
    return made


def approval(order: Order) -> str:
    """
    Return plan and outcome of a rehearsal, for whoever approves it.

    Raises:
        SilklineError: The plan is not safe, the rehearsal failed, or the deployer has not enough.
    """
    require_safe(order.plan, order.deployer.address, order.chain_id)
    where = f"{order.chain_id} at {order.node.endpoint}"
    lines = [in_words(order.plan, order.deployer.address, where)]
    if order.lasting:
        under_way = begun(Journal(order.journal), order.chain_id, order.deployer.address)
        block, gas = rehearse(address_of(order.node), order.plan)
        done = f"{order.transactions} transactions, {gas:,} gas, all as planned"
        lines.append(f"  {'rehearsed':<13} on a copy of block {block}: {done}")
        lines.append(f"  {'funds':<13} {_funds(order, gas, under_way)}")
        if under_way:
            lines.append(f"  {'goes on':<13} where it stopped; no transaction is sent twice")
    return "\n".join(lines)


def rehearse(url: str, plan: sl.Plan) -> tuple[int, int]:
    """Deploy on a copy of the chain, by a key made for it; return the block copied, and the gas."""
    with forked(url) as copy:
        key, first = sl.Key.create(), copy.rpc.number("eth_blockNumber") + 1
        copy.rpc("anvil_setBalance", key.address, hex(10**24))
        sl.deploy(copy.url, plan, signer=key)
        last = copy.rpc.number("eth_blockNumber")
        blocks = [copy.rpc("eth_getBlockByNumber", hex(n), False) for n in range(first, last + 1)]
    return first - 1, sum(int(block["gasUsed"], 16) for block in blocks)


def _funds(order: Order, gas: int, under_way: bool) -> str:
    """Say what it may cost and what is there; raise ``BadInput`` when that is too little."""
    most = fees.ask(order.node).usual
    cost = gas * (100 + transactions.GAS_MARGIN_PERCENT) // 100 * most
    held = order.node.number("eth_getBalance", order.deployer.address, "latest")
    words = f"{_coins(cost)} at most, the deployer has {_coins(held)} of the chain's own coin"
    if held < cost and not under_way:
        raise BadInput(f"it may cost {words}: give {order.deployer.address} more")
    return words


def _coins(wei: int) -> str:
    return f"{Decimal(wei).scaleb(-18):.6f}"


def _confirmed(order: Order) -> sl.Deployment:
    """
    Deploy, and return only when the last transaction has its confirmations.

    Asked again, the deployment looks up all its transactions: one that a reorganisation removed
    is sent anew, so what is returned stood twice in the same blocks.
    """
    deadline = time.monotonic() + PATIENCE
    journal = Journal(order.journal)

    def deploy(progress: Progress | None = None) -> sl.Deployment:
        return sl.deploy(
            order.node, order.plan, signer=order.deployer, journal=journal, progress=progress
        )

    with _bar(order) as progress:
        made = deploy(progress)
    if order.confirmations:
        click.echo(f"Waiting for {order.confirmations} confirmations ...", err=True)
    while order.confirmations:
        _wait(order.node, order.node.number("eth_blockNumber") + order.confirmations, deadline)
        again = deploy()
        if again == made:
            break
        made = again
    return made


def _bar(order: Order) -> AbstractContextManager[Progress]:
    return progress_bar(
        "Transactions", transactions_of(order.plan, order.deployer.address), show=not order.quiet
    )


def _wait(node: Rpc, block: int, deadline: float) -> None:
    while node.number("eth_blockNumber") < block:
        if time.monotonic() > deadline:
            raise sl.NotReady(f"block {block} is not there yet: start again, nothing is repeated")
        time.sleep(0.2)
