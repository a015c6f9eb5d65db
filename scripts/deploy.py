"""
Deploy and wire the whole system, check it against its plan, and record where it stands.

\b
    brownie run scripts/deploy.py                          on a node of Brownie's own
    brownie run scripts/deploy.py main plan.yaml --network NAME
    python -m scripts.deploy --rpc URL --plan plan.yaml --keystore FILE

Under Brownie the key comes from SILKLINE_KEYSTORE or SILKLINE_KEY as well. A deployment that was
interrupted goes on where it stopped when it is started again with its journal; one that stands
is checked and left as it is. On a chain that lasts, the addresses go to
deployments/<chain id>.json, and what explorers need to verify the sources to
build/verification/<chain id>. A throw-away chain needs no plan and no key.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

import silkline as sl
from scripts.deploy_plan import in_words, read_plan, require_safe
from scripts.deploy_sources import require_sources, write_sources
from scripts.fork import forked
from silkline.chain import abi
from silkline.chain.journal import Journal
from silkline.chain.local import CHAIN_IDS
from silkline.chain.rpc import Rpc
from silkline.chain.verification import verify
from silkline.cli.answers import fail, printable
from silkline.cli.session import JOURNAL, Session, signing
from silkline.errors import BadInput, SilklineError

CONFIRMATIONS = 3
"""Blocks that must hold the last transaction on a chain that lasts."""
PATIENCE = 600.0
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
    sources: Path | None
    """Where the inputs for explorers go; nowhere if None."""
    confirmations: int

    @classmethod
    def of(cls, session: Session, node: Rpc, plan: Path | None, **given: object) -> Order:
        """
        Fill in what was not said; *given* are other fields.

        Raises:
            BadInput: A chain that lasts has no plan.
        """
        chain_id = node.number("eth_chainId")
        lasting = chain_id not in CHAIN_IDS
        signer = session.signer()
        if plan is None and lasting:
            raise BadInput(f"chain {chain_id} lasts: say with a plan who gets which role")
        if signer is None and not lasting:
            signer = sl.NodeAccount(_first_account(node), node)
        values = {
            "journal": session.journal or (JOURNAL if lasting else None),
            "record": _record(session, chain_id, lasting),
            "sources": Path("build/verification") / str(chain_id) if lasting else None,
            "confirmations": CONFIRMATIONS if lasting else 0,
            **{name: value for name, value in given.items() if value is not None},
        }
        chosen = read_plan(plan) if plan else sl.local_plan(signer.address if signer else "")
        return cls(node, chain_id, signer, chosen, **values)  # type: ignore[arg-type]

    @property
    def deployer(self) -> sl.Signer:
        """Who deploys; raises ``BadInput`` when nobody signs."""
        if self.signer is None:
            raise BadInput("nobody signs: name a key with --keystore FILE, or set SILKLINE_KEY")
        return self.signer


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

    Raises:
        SilklineError: What stands differs from the plan, or a step failed.
    """
    if order.record and order.record.exists():
        return _standing(order, order.record)
    require_safe(order.plan, order.deployer.address, order.chain_id)
    if order.sources:
        require_sources()
    ask(_approval(order))
    made = _confirmed(order)
    if order.sources:
        written = write_sources(order.node, made, order.sources)
        click.echo(f"For explorers: {written}", err=True)
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


def _approval(order: Order) -> str:
    """Return plan and outcome of a rehearsal, for whoever approves it."""
    where = f"{order.chain_id} at {order.node.endpoint}"
    words = in_words(order.plan, order.deployer.address, where)
    if order.chain_id in CHAIN_IDS:
        return words
    return f"{words}\n  {'rehearsed':<13} {rehearse(order.node.endpoint, order.plan)}"


def rehearse(url: str, plan: sl.Plan) -> str:
    """Deploy on a copy of the chain, by a key made for it, and say what it took."""
    with forked(url) as copy:
        key, first = sl.Key.create(), copy.rpc.number("eth_blockNumber") + 1
        copy.rpc("anvil_setBalance", key.address, hex(10**24))
        sl.deploy(copy.url, plan, signer=key)
        last = copy.rpc.number("eth_blockNumber")
        blocks = [copy.rpc("eth_getBlockByNumber", hex(n), False) for n in range(first, last + 1)]
    count = sum(len(block["transactions"]) for block in blocks)
    gas = sum(int(block["gasUsed"], 16) for block in blocks)
    return f"on a copy of block {first - 1}: {count} transactions, {gas:,} gas, all as planned"


def _confirmed(order: Order) -> sl.Deployment:
    """
    Deploy, and return only when the last transaction has its confirmations.

    Asked again, the deployment looks up all its transactions: one that a reorganisation removed
    is sent anew, so what is returned stood twice in the same blocks.
    """
    deadline = time.monotonic() + PATIENCE
    journal = Journal(order.journal)
    made = sl.deploy(order.node, order.plan, signer=order.deployer, journal=journal)
    while order.confirmations:
        _wait(order.node, order.node.number("eth_blockNumber") + order.confirmations, deadline)
        again = sl.deploy(order.node, order.plan, signer=order.deployer, journal=journal)
        if again == made:
            break
        made = again
    return made


def _wait(node: Rpc, block: int, deadline: float) -> None:
    while node.number("eth_blockNumber") < block:
        if time.monotonic() > deadline:
            raise sl.NotReady(f"block {block} is not there yet: start again, nothing is repeated")
        time.sleep(0.2)


def answer(made: sl.Deployment, as_json: bool) -> None:
    """Print the addresses."""
    if as_json:
        return click.echo(made.to_json())
    for name, entry in made.contracts.items():
        click.echo(f"  {name:<18} {entry.address}  block {entry.block}")
    return None


def main(plan: str | None = None) -> None:
    """
    Deploy on the network that Brownie is connected to.

    Args:
        plan: Path of the plan; a throw-away chain needs none.

    Raises:
        SystemExit: It failed; the reason is printed.
    """
    from brownie import web3

    session = Session(
        deployment=os.environ.get("SILKLINE_DEPLOYMENT"),
        journal=os.environ.get("SILKLINE_JOURNAL"),
        keystore=os.environ.get("SILKLINE_KEYSTORE"),
    )
    try:
        order = Order.of(session, Rpc(web3), Path(plan) if plan else None)
        local = order.chain_id in CHAIN_IDS
        answer(carry_out(order, lambda words: _ask(session, words, local)), as_json=False)
    except SilklineError as error:
        raise SystemExit(fail(error, as_json=False)) from None


def _ask(session: Session, words: str, local: bool) -> None:
    """Show what will be done, and have it confirmed unless the chain is a throw-away one."""
    if local:
        return click.echo(printable(words), err=True)
    return session.ask(lambda: words, "Deploy it?")


@click.command(help=__doc__)
@click.option("--plan", type=click.Path(path_type=Path), help="YAML file: who gets which role.")
@click.option("--sources", type=click.Path(path_type=Path), help="Where explorers' inputs go.")
@click.option("--confirmations", type=click.IntRange(min=0), help="Blocks to wait for, 3.")
@signing
def command(session: Session, plan: Path | None, **given: object) -> None:
    """Deploy from a terminal."""
    if not session.rpc:
        raise BadInput("no node: name it with --rpc URL, or set SILKLINE_RPC")
    order = Order.of(session, Rpc(session.rpc), plan, **given)
    if session.dry_run:
        click.echo(f"{printable(_approval(order))}\nNothing was sent.")
        return
    local = order.chain_id in CHAIN_IDS
    answer(carry_out(order, lambda words: _ask(session, words, local)), session.as_json)


if __name__ == "__main__":
    command(prog_name="python -m scripts.deploy")
