"""``silkline deploy``: the whole system on a chain, from the installed package alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import facts, folded, printable, say, table
from silkline.cli.session import NO_NODE, Session, signing
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Deployment
    from silkline.cli.deploying import Order
    from silkline.cli.session import Command

__all__ = ["ask", "deploy", "order_of", "planning", "tell_deployment"]


def planning(command: Command) -> Command:
    """Give a command the plan, from a file or by options."""
    many: dict[str, Any] = {"multiple": True, "metavar": "ADDRESS"}
    options = (
        click.option("--plan", type=click.Path(path_type=Path), help="YAML or JSON file."),
        click.option("--admin", metavar="ADDRESS", help="ADMIN: a multisig."),
        click.option("--registrar", "registrars", **many, help="REGISTRAR; once for each."),
        click.option("--compliance", **many, help="COMPLIANCE; once for each."),
        click.option("--guardian", "guardians", **many, help="GUARDIAN; once for each."),
        click.option(
            "--issuer",
            "tokens",
            multiple=True,
            metavar="CURRENCY=ADDRESS",
            help="A deposit token to be deployed, and who issues it.",
        ),
        click.option("--allow", "allowed_tokens", **many, help="Another token that debts may use."),
        click.option("--predecessor", "predecessors", **many, help="Programmes before this one."),
        click.option("--recovery-delay", type=click.IntRange(0), help="Seconds; 7 days."),
        click.option("--admin-delay", type=click.IntRange(0), help="Seconds; 2 days."),
        click.option("--confirmations", type=click.IntRange(0), help="Blocks to wait for; 3."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def order_of(
    session: Session, plan: Path | None, confirmations: int | None, **options: Any
) -> Order:
    """Return what is to be deployed where, from the options of ``planning``."""
    from silkline.chain.rpc import Rpc
    from silkline.cli.deploying import Order

    if not session.rpc:
        raise BadInput(NO_NODE)
    return Order.of(session, Rpc(session.nodes), plan, options, confirmations)


@click.command()
@planning
@signing
def deploy(session: Session, **given: Any) -> None:
    """
    Deploy the whole system, check it against its plan, and record where it stands.

    The plan says who gets which role; the deployer keeps none. It is rehearsed on a copy of the
    chain (which needs Anvil) before it is asked for. Interrupted, the same command goes on where
    it stopped, with the same journal; once it stands, the command only compares it with the
    plan. The addresses go to deployments/<chain id>.json, unless --deployment names another file.
    A throw-away chain (31337, 1337) needs neither plan nor key, and nothing is recorded.

    \b
    Exit codes:
        0  it stands as planned
        2  the plan makes no sense, or was not approved; nothing was sent
        3  the node cannot be reached or is late, or what stands differs from the plan
      130  interrupted; the same command goes on

    \b
    Example:
        silkline deploy --plan plan.yaml --keystore deployer.json --dry-run
        silkline deploy --plan plan.yaml --keystore deployer.json
        silkline deploy --admin 0x…a1 --registrar 0x…b1 --compliance 0x…c1 \\
            --guardian 0x…d1 --issuer EUR=0x…e1 --keystore deployer.json
    """
    from silkline.cli.deploying import approval, carry_out

    order = order_of(session, **given)
    if session.dry_run:
        return rehearsed(session, approval(order))
    return tell_deployment(
        session, order, carry_out(order, lambda words: ask(session, order, words))
    )


def rehearsed(session: Session, words: str) -> None:
    """Print the plan; nothing is sent."""
    if session.as_json:
        return say({"sent": False, "words": words})
    return click.echo(f"{folded(printable(words), err=False)}\nNothing was sent.")


def ask(session: Session, order: Order, words: str) -> None:
    """Show what will be done, and have it confirmed unless the chain is a throw-away one."""
    if order.lasting:
        return session.ask(lambda: words, "Deploy it?")
    return None if session.as_json else click.echo(folded(printable(words)), err=True)


def tell_deployment(session: Session, order: Order, made: Deployment) -> None:
    """Print the addresses."""
    if session.as_json:
        return click.echo(made.to_json(), nl=False)
    table(
        {"Contract": "left", "Address": "left", "Block": "right"},
        ((name, one.address, one.block) for name, one in made.contracts.items()),
    )
    return facts({"Record": order.record or "none: give --deployment FILE, or --json > FILE"})
