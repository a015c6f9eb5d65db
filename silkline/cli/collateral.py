"""``silkline collateral``: notes pledged for loans, what they are paid, and letting them go."""

from __future__ import annotations

import click

from silkline.cli.answers import facts, say, table
from silkline.cli.session import CURRENCY, Session, acting, reading

__all__ = ["collateral"]

_LOAN = click.argument("loan_id", metavar="LOAN")


@click.group()
def collateral() -> None:
    """
    Pledge notes for loans, apply what they are paid, let them go.

    LOAN is the id of a loan, 32 bytes in hex; a NOTE is written as 0x…f1#1.
    """


@collateral.command()
@_LOAN
@click.argument("notes", metavar="NOTE...", nargs=-1, required=True)
@acting
def pledge(session: Session, loan_id: str, notes: tuple[str, ...]) -> None:
    """
    Pledge notes of one's own party for LOAN, its own or another's (scope assign).

    They stay their owner's and do not move; what they are paid goes to the loan first.

    \b
    Example:
        silkline collateral pledge 0x5d…c1 0x…f1#1 0x…f2#1
    """
    client = session.acting_client()
    session.send(client, client.collateral.pledge(loan_id, *notes))


@collateral.command()
@_LOAN
@click.argument("notes", metavar="[NOTE]...", nargs=-1)
@acting
def release(session: Session, loan_id: str, notes: tuple[str, ...]) -> None:
    """
    Let pledged notes of LOAN go, all of them unless some are named.

    By anyone once nothing is owed and nothing can be drawn; before that by the lender, but not
    in default and not once a guarantor has paid. The result is the notes that are free.

    \b
    Example:
        silkline collateral release 0x5d…c1
    """
    client = session.acting_client()
    session.send(client, client.collateral.release(loan_id, *notes))


@collateral.command()
@_LOAN
@click.argument("notes", metavar="[NOTE]...", nargs=-1)
@acting
def redeem(session: Session, loan_id: str, notes: tuple[str, ...]) -> None:
    """
    Have pledged notes of LOAN paid what they are due, and apply all that waits for the loan.

    By anyone; of all notes of the loan unless some are named.

    \b
    Example:
        silkline collateral redeem 0x5d…c1 --yes
    """
    client = session.acting_client()
    session.send(client, client.collateral.redeem(loan_id, *notes))


@collateral.command("apply")
@_LOAN
@click.option("--most", type=click.IntRange(1), help="Entries to apply; all unless given.")
@acting
def apply_proceeds(session: Session, loan_id: str, most: int | None) -> None:
    """
    Apply proceeds of pledged notes that wait for LOAN, by anyone, in the order of their coming.

    They pay what is due, then, if the terms say so, the rest; what is left is the notes' owners'.

    \b
    Example:
        silkline collateral apply 0x5d…c1 --most 20
    """
    client = session.acting_client()
    session.send(client, client.collateral.apply_proceeds(loan_id, most))


@collateral.command()
@click.argument("party")
@CURRENCY
@acting
def claim(session: Session, party: str, currency: str) -> None:
    """
    Pay PARTY, by its number, the surplus of its notes that could not be paid to it.

    \b
    Example:
        silkline collateral claim 2 --currency EUR
    """
    client = session.acting_client()
    session.send(client, client.collateral.claim(party, currency))


@collateral.command()
@_LOAN
@reading
def status(session: Session, loan_id: str) -> None:
    """
    Show the notes that secure LOAN, what is to come on them, and proceeds that wait for it.

    \b
    Example:
        silkline collateral status 0x5d…c1
        silkline collateral status 0x5d…c1 --json | jq .value
    """
    found = session.client().collateral
    pledges, value, waiting = found.pledges(loan_id), found.value(loan_id), found.proceeds(loan_id)
    if session.as_json:
        return say({"pledges": pledges, "value": value, "proceeds": waiting})
    columns = {"Note": "left", "Owner": "right", "To come": "right"}
    table(columns, ((one.note, one.owner, one.to_come) for one in pledges))
    proceeds = f"{waiting.amount} in {waiting.entries} entries"
    return facts({"To come in all": value, "Proceeds that wait": proceeds})
