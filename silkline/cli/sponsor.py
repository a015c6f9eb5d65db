"""``silkline line sponsor``: lenders that stand behind programmes with their lines."""

from __future__ import annotations

import click

from silkline.cli.answers import facts, say
from silkline.cli.session import Session, acting, reading

__all__ = ["sponsor"]


@click.group()
def sponsor() -> None:
    """
    Stand behind programmes with one's line for their anchor.

    A PROGRAMME is written as 1/2: the anchor's number, and the programme's. Its debts use the
    sponsor's line for the anchor where the programme was opened with the lines' contract.
    """


@sponsor.command()
@click.argument("programme")
@acting
def offer(session: Session, programme: str) -> None:
    """
    Offer to stand behind PROGRAMME, as a lender (scope fund).

    \b
    Example:
        silkline line sponsor offer 1/2
    """
    client = session.acting_client()
    session.send(client, client.lines.offer_sponsor(programme))


@sponsor.command()
@click.argument("programme")
@acting
def withdraw(session: Session, programme: str) -> None:
    """
    Withdraw an offer to stand behind PROGRAMME that was not accepted.

    \b
    Example:
        silkline line sponsor withdraw 1/2
    """
    client = session.acting_client()
    session.send(client, client.lines.withdraw_sponsor(programme))


@sponsor.command()
@click.argument("programme")
@click.argument("lender", type=int)
@acting
def accept(session: Session, programme: str, lender: int) -> None:
    """
    Accept LENDER as sponsor of one's own PROGRAMME, for ever, as its anchor (scope administer).

    \b
    Example:
        silkline line sponsor accept 1/2 5 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.lines.accept_sponsor(programme, lender))


@sponsor.command()
@click.argument("programme")
@click.option("--lender", type=int, help="Say as well whether this one offers itself.")
@reading
def status(session: Session, programme: str, lender: int | None) -> None:
    """
    Show who stands behind PROGRAMME.

    \b
    Example:
        silkline line sponsor status 1/2 --lender 5
    """
    lines = session.client().lines
    found = lines.sponsor(programme)
    offered = None if lender is None else lines.is_sponsor_offered(programme, lender)
    if session.as_json:
        return say({"programme": programme, "sponsor": found, "offered": offered})
    shown = found if found is not None else "nobody"
    return facts({"Programme": programme, "Sponsor": shown, "Offered": offered})
