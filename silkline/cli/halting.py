"""``silkline halt``, ``resume``: all new business stops and goes on; payments never stop."""

from __future__ import annotations

import click

from silkline.cli.role import announced, announcing
from silkline.cli.session import Session, acting

__all__ = ["halt", "resume"]


@click.command()
@click.option("--hours", type=click.IntRange(1, 168), required=True, help="For how long.")
@acting
def halt(session: Session, hours: int) -> None:
    """
    Stop all new business for some hours (role GUARDIAN); payments go on.

    The next halt is possible seven days after this one, unless ADMIN resumes.

    \b
    Example:
        silkline halt --hours 24 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.parties.halt(hours * 3600))


@click.command()
@announcing
@acting
def resume(session: Session, announce: bool) -> None:
    """
    Lift a halt (role ADMIN, which announces it first).

    \b
    Example:
        silkline resume --announce
        silkline resume
    """
    client = session.acting_client()
    session.send(client, announced(client, client.parties.resume(), announce))
