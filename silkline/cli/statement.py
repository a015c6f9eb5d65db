"""``silkline statement``: what moved in the books of a party over a period."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from silkline.cli.answers import say, table
from silkline.cli.session import Session, reading

if TYPE_CHECKING:
    from silkline.statements import PartyStatement

__all__ = ["statement"]


@click.command()
@click.argument("party", type=int)
@click.option("--from", "first", help="First day, in UTC: 2027-01-01. The beginning otherwise.")
@click.option("--until", "last", help="Last day, in UTC: 2027-03-31. Today otherwise.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the movements as CSV.")
@reading
def statement(
    session: Session, party: int, first: str | None, last: str | None, as_csv: bool
) -> None:
    """
    Show what PARTY had, what came and went, and what it has, book by book and by currency.

    Its books: cash, notes held, debts owed as an anchor, money lent, borrowed, and reserved for
    loans, proceeds of pledged notes, claims as a guarantor, and what is parked for it. All is
    taken from events, and compared with what the tokens say.

    \b
    Example:
        silkline statement 2 --from 2027-01-01 --until 2027-03-31
        silkline statement 2 --csv > statement.csv
        silkline statement 2 --json | jq .balances
    """
    from silkline.cli.progress import told

    statements = session.client().statements
    with told("Reading the events") as progress:
        found = statements.of(party, first, last, progress=progress)
    if as_csv:
        click.echo(found.to_csv(), nl=False)
    elif session.as_json:
        say(json.loads(found.to_json()))
    else:
        _print(found)


def _print(found: PartyStatement) -> None:
    click.echo(f"Party {found.party}, {found.first} to {found.last}")
    columns = {"Book": "left", "Opening": "right", "Came": "right", "Went": "right"}
    columns |= {"Closing": "right"}
    table(columns, ((b.book, b.opening, b.came, b.went, b.closing) for b in found.balances))
    columns = {"Day": "left", "Book": "left", "What": "left", "Amount": "right"}
    columns |= {"Balance": "right", "With": "left", "About": "left"}
    rows = (
        (
            m.day,
            m.book,
            m.what,
            m.amount,
            m.balance,
            m.counterpart or m.account or "",
            m.about or "",
        )
        for m in found.movements
    )
    table(columns, rows)
