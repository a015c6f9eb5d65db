"""``silkline fixing``: values of reference rates, signed by attestors and recorded once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import facts, say, table
from silkline.cli.session import (
    Session,
    acting,
    instant,
    offline,
    reading,
    signed_files,
    signing,
    write,
)

if TYPE_CHECKING:
    from silkline import Index

__all__ = ["fixing"]


def _index(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what makes up a reference rate: its name, who says it, how many of them."""
    command = click.option(
        "--threshold", type=int, required=True, help="How many of them must sign a value."
    )(command)
    command = click.option(
        "--attestor", type=int, multiple=True, required=True, help="A party; once for each."
    )(command)
    return click.argument("name")(command)


def _made(name: str, attestor: tuple[int, ...], threshold: int) -> Index:
    from silkline import Index

    return Index(name, attestor, threshold)  # type: ignore[arg-type]  # integers are ids, too


@click.group()
def fixing() -> None:
    """
    Sign, record and read values of reference rates.

    A rate is its NAME, such as EURIBOR3M, with the attestors that say it and how many of them
    must sign: other attestors make another rate.
    """


@fixing.command()
@_index
@offline
def index(session: Session, name: str, attestor: tuple[int, ...], threshold: int) -> None:
    """
    Say the id of the reference rate NAME, which a term sheet names; no node is needed.

    \b
    Example:
        silkline fixing index EURIBOR3M --attestor 11 --attestor 12 --threshold 2
    """
    found = _made(name, attestor, threshold)
    if not session.as_json:
        return click.echo(found.id)
    names = ("name", "attestors", "threshold")
    return say({"index": found.id, **{one: getattr(found, one) for one in names}})


@fixing.command()
@_index
@click.option("--day", required=True, help="Day of the value: 2027-01-05.")
@click.option("--rate", required=True, help='The value for one year, such as "3.25 %".')
@click.option("--until", required=True, help="Last moment to record it: 2027-01-06T12:00:00Z.")
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing
def sign(
    session: Session,
    name: str,
    attestor: tuple[int, ...],
    threshold: int,
    out: str | None,
    **value: Any,
) -> None:
    """
    Sign what the reference rate NAME was on a day, as one of its attestors (scope trigger).

    All attestors sign the same: day, rate and last moment.

    \b
    Example:
        silkline fixing sign EURIBOR3M --attestor 11 --attestor 12 --threshold 2 \\
            --day 2027-01-05 --rate "3.25 %" --until 2027-01-06T12:00:00Z --out signed.json
    """
    client = session.acting_client()
    until = instant(value["until"], "--until")
    message = client.fixings.message(
        _made(name, attestor, threshold), value["day"], value["rate"], valid_until=until
    )
    signed = session.sign(client, message)
    if signed:
        write(signed.to_json(), out)


@fixing.command()
@_index
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@acting
def record(
    session: Session, name: str, attestor: tuple[int, ...], threshold: int, files: tuple[str, ...]
) -> None:
    """
    Record the value of NAME that attestors signed in FILEs, by anyone; it holds from then on.

    \b
    Example:
        silkline fixing record EURIBOR3M inspector.json engineer.json \\
            --attestor 11 --attestor 12 --threshold 2
    """
    client = session.acting_client()
    signed = signed_files(client, files)
    session.send(client, client.fixings.record(_made(name, attestor, threshold), signed))


@fixing.command()
@click.argument("index_id", metavar="INDEX")
@reading
def show(session: Session, index_id: str) -> None:
    """
    Show the values of a reference rate that were recorded; INDEX is its id (fixing index).

    \b
    Example:
        silkline fixing show 0x3c…9e
        silkline fixing show 0x3c…9e --json | jq .latest.rate
    """
    from silkline.domain import when
    from silkline.loan_terms import percent

    found = session.client().fixings.history(index_id)
    latest = found[-1] if found else None
    if session.as_json:
        return say({"latest": latest, "history": found})
    if latest is None:
        return facts({"Latest": "nothing is recorded"})
    rows = ((one.observed_on, percent(one.rate), when(one.recorded_at)) for one in found)
    return table({"Day": "left", "Rate a year": "right", "Recorded": "left"}, rows)
