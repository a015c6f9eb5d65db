"""
Deploy as `silkline deploy` does, by Brownie or by Python, and write what explorers ask for.

\b
    brownie run scripts/deploy.py                          on a node of Brownie's own
    brownie run scripts/deploy.py main plan.yaml --network NAME
    python -m scripts.deploy --rpc URL --plan plan.yaml --keystore FILE

Under Brownie the key comes from SILKLINE_KEYSTORE or SILKLINE_KEY as well. On a chain that lasts,
the addresses go to deployments/<chain id>.json, and what explorers need to verify the sources to
build/verification/<chain id>, also when the deployment stands already.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from scripts.deploy_sources import LIST, require_sources, write_sources
from silkline.chain.rpc import Rpc
from silkline.cli.answers import fail
from silkline.cli.deploy import ask, order_of, planning, rehearsed, tell_deployment
from silkline.cli.deploying import Order, approval, carry_out
from silkline.cli.session import Session, signing
from silkline.errors import SilklineError


def run(session: Session, order: Order, folder: Path | None = None) -> None:
    """Carry an order out, write the sources, and print the addresses."""
    chosen = folder or (Path("build/verification") / str(order.chain_id) if order.lasting else None)
    if chosen:
        require_sources()
    made = carry_out(order, lambda words: ask(session, order, words))
    if chosen and not (chosen / LIST).exists():
        click.echo(f"For explorers: {write_sources(order.node, made, chosen)}", err=True)
    tell_deployment(session, order, made)


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
        run(session, Order.of(session, Rpc(web3), Path(plan) if plan else None))
    except SilklineError as error:
        raise SystemExit(fail(error, as_json=False)) from None


@click.command(help=__doc__)
@planning
@click.option("--sources", type=click.Path(path_type=Path), help="Where explorers' inputs go.")
@signing
def command(session: Session, sources: Path | None, **given: Any) -> None:
    """Deploy from a terminal."""
    order = order_of(session, **given)
    if session.dry_run:
        return rehearsed(session, approval(order))
    return run(session, order, sources)


if __name__ == "__main__":
    command(prog_name="python -m scripts.deploy")
