"""``silkline due``: what is due, and what anybody may trigger now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import plain, say, table
from silkline.cli.session import Session, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from silkline.dues import Due

__all__ = ["due"]


@click.command()
@click.option("--party", type=int, help="Of this party; everybody's triggers otherwise.")
@click.option("--until", help="Last day of what is to come: 2027-12-31. All of it otherwise.")
@reading
def due(session: Session, party: int | None, until: str | None) -> None:
    """
    Show what is due: what a party has to pay, can have, or has to answer, by date.

    Without --party it shows what anybody may trigger now: collect, redeem, release, mark, call.
    Each of these was rehearsed, so its contract takes it. Below stand the commands that do it.
    Milestones are told where the journal has the agreement (loan remember).

    \b
    Example:
        silkline due --party 2 --until 2027-06-30
        silkline due
        silkline due --json | jq -r '.dues[].command'
    """
    from silkline.cli.progress import told
    from silkline.errors import BadInput

    if until and party is None:
        raise BadInput("--until is for what is to come to a party: name it by --party")
    dues = session.client().dues
    with told("Reading the events") as progress:
        if party is None:
            found = dues.triggers(progress=progress)
        else:
            found = dues.of(party, until, progress=progress)
    if session.as_json:
        return say({"party": party, "until": until, "dues": [_answer(one) for one in found]})
    return _print(found)


def _answer(one: Due) -> dict[str, Any]:
    return {**plain(one), "text": one.text, "command": one.command}


def _print(found: Sequence[Due]) -> None:
    from silkline.cli.answers import printable

    columns = {"Day": "left", "What": "left", "Payer": "right", "Payee": "right"}
    columns |= {"Amount": "right", "Now": "left", "About": "left"}
    rows = (
        (
            one.day,
            one.what,
            one.payer or "",
            one.payee or "",
            one.amount or "",
            "yes" if one.ready else "no",
            _about(one),
        )
        for one in found
    )
    table(columns, rows)
    for one in found:
        if one.ready:  # each in one line, to be copied
            click.echo(printable(one.command))


def _about(one: Due) -> str:
    """Return what it is about, its parts, and what stops it."""
    named = one.about is None or one.index is not None
    lines = [one.text if named else str(one.about)]
    if one.parts:
        shown = {"penalty": one.parts.penalty, "interest": one.parts.interest}
        shown["principal"] = one.parts.principal
        lines.append(", ".join(f"{amount} {name}" for name, amount in shown.items() if amount))
    if one.refused:
        lines.append(f"refused now: {one.refused}")
    return "\n".join(lines)
