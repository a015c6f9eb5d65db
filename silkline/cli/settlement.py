"""``silkline settle`` and what follows: payment by the anchor, payout to whoever holds notes."""

from __future__ import annotations

from typing import Final

import click

from silkline.cli.answers import facts, say
from silkline.cli.session import CURRENCY, Session, acting, money, reading

__all__ = ["approve", "claim", "collect", "overdue", "owed", "redeem", "settle"]

SPENDERS: Final = {"settlements": "Settlements", "offers": "Discounting"}
"""What may be allowed to take money, and the contract that then does."""


@click.command()
@click.argument("receivable")
@click.option("--day", help="What will be owed on that day if nothing is paid: 2027-04-15.")
@reading
def owed(session: Session, receivable: str, day: str | None) -> None:
    """
    Show what is owed on RECEIVABLE, what was paid on it, and what was paid out.

    \b
    Example:
        silkline owed 0x…f1
        silkline owed 0x…f1 --day 2027-04-15 --json | jq .owed
    """
    client = session.client()
    debt = client.receivables.get(receivable)
    found, due = client.settlements.account(debt.id), client.settlements.owed(debt.id, day)
    if session.as_json:
        return say({"receivable": debt, "account": found, "owed": due, "day": day})
    return facts(
        {
            "Receivable": debt.id,
            "Debtor": f"party {debt.anchor}, programme {debt.programme}",
            "Face": debt.face,
            "Status": debt.status.name.lower(),
            "Due": debt.due,
            "Disputed": "yes" if debt.disputed else "",
            "Frozen": "yes" if debt.frozen else "",
            f"Owed on {day}" if day else "Owed": due,
            "Received": found.received,
            "Late interest": found.interest,
            "Paid out": found.paid_out,
        }
    )


@click.command()
@click.argument("amount")
@click.option(
    "--for",
    "spender",
    type=click.Choice(list(SPENDERS)),
    required=True,
    help="What may take it: settlements, for what one owes; offers, for what one buys.",
)
@acting
def approve(session: Session, amount: str, spender: str) -> None:
    """
    Let settlements or offers take up to AMOUNT from the signer's account, instead of before.

    \b
    Example:
        silkline approve "120000.00 EUR" --for settlements
        silkline approve "0.00 EUR" --for offers
    """
    client = session.acting_client()
    session.send(client, client.deposits.approve(SPENDERS[spender], money(amount, "AMOUNT")))


@click.command()
@click.argument("receivable")
@click.argument("amount")
@acting
def settle(session: Session, receivable: str, amount: str) -> None:
    """
    Pay AMOUNT on RECEIVABLE from the signer's account; more than is owed is not taken.

    Before the due day only the whole is taken, from then on parts as well, interest first. The
    money has to be allowed to settlements (approve).

    \b
    Example:
        silkline settle 0x…f1 "120000.00 EUR"
    """
    client = session.acting_client()
    session.send(client, client.settlements.settle(receivable, money(amount, "AMOUNT")))


@click.command()
@click.argument("receivable")
@acting
def collect(session: Session, receivable: str) -> None:
    """
    Collect from the anchor what is owed on RECEIVABLE; anyone may, from the due day.

    \b
    Example:
        silkline collect 0x…f1 --once "collect 0x…f1"
    """
    client = session.acting_client()
    session.send(client, client.settlements.collect(receivable))


@click.command()
@click.argument("notes", metavar="[NOTE]...", nargs=-1)
@click.option("--receivable", help="All notes of this debt.")
@acting
def redeem(session: Session, notes: tuple[str, ...], receivable: str | None) -> None:
    """
    Pay each NOTE what it is due, to its holder; anyone may.

    What cannot be delivered is parked for its payee (claim).

    \b
    Example:
        silkline redeem 0x…f1#1 0x…f1#2
        silkline redeem --receivable 0x…f1
    """
    from silkline import NoteId
    from silkline.errors import BadInput

    if bool(notes) == bool(receivable):
        raise BadInput("name what is paid: either NOTEs, or all of a debt by --receivable")
    client = session.acting_client()
    chosen = [NoteId.of(text) for text in notes]
    if receivable:
        chosen = [one.id for one in client.notes.on(receivable)]
    session.send(client, client.settlements.redeem(*chosen))


@click.command()
@click.argument("party")
@CURRENCY
@acting
def claim(session: Session, party: str, currency: str) -> None:
    """
    Pay PARTY, by its number, what settlements parked for it, to its cash account; anyone may.

    \b
    Example:
        silkline claim 3 --currency EUR
    """
    client = session.acting_client()
    session.send(client, client.settlements.claim(party, currency))


@click.command()
@click.argument("receivable")
@acting
def overdue(session: Session, receivable: str) -> None:
    """
    Mark RECEIVABLE overdue once its grace has passed; anyone may, and it stops the anchor.

    \b
    Example:
        silkline overdue 0x…f1 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.settlements.mark_overdue(receivable))
