"""``silkline loan condition``: what must hold before a milestone is paid, for a term sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from silkline.cli.answers import say
from silkline.cli.session import CURRENCY, Session, instant, money, reading, text_of
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Silkline, Token
    from silkline.conditions import Condition

__all__ = ["condition"]


@click.group()
def condition() -> None:
    """
    Say what must hold before a milestone is paid, as its term sheet has it.

    Each command prints the two lines of the milestone, condition and config; as JSON the words
    as well, and that JSON in files is what all-of and any-of take.
    """


def _answer(session: Session, client: Silkline, made: Condition) -> None:
    placed = client.conditions.place(made)
    if session.as_json:
        return say({**placed, "words": made.words()})
    return click.echo("\n".join(f'{name}: "{value}"' for name, value in placed.items()))


@condition.command()
@click.option("--attestor", type=int, multiple=True, required=True, help="A party; each once.")
@click.option("--threshold", type=int, required=True, help="How many of them must sign.")
@click.option("--at-least", type=int, help="Least value that they must have measured.")
@reading
def attested(
    session: Session, attestor: tuple[int, ...], threshold: int, at_least: int | None
) -> None:
    """
    Some of the attestors sign that the milestone is reached, or that a value is high enough.

    \b
    Example:
        silkline loan condition attested --attestor 11 --attestor 12 --threshold 2
    """
    from silkline import PartyId
    from silkline.conditions import Attested, AttestedMetric

    chosen = tuple(map(PartyId, attestor))
    if at_least is None:
        made: Condition = Attested(chosen, threshold)
    else:
        made = AttestedMetric(chosen, threshold, at_least)
    _answer(session, session.client(), made)


@condition.command("not-before")
@click.argument("moment")
@reading
def not_before(session: Session, moment: str) -> None:
    """
    A MOMENT has come.

    \b
    Example:
        silkline loan condition not-before 2027-03-01T00:00:00Z
    """
    from silkline.conditions import NotBefore

    _answer(session, session.client(), NotBefore(instant(moment, "MOMENT")))


@condition.command("notes-pledged")
@click.argument("amount")
@reading
def notes_pledged(session: Session, amount: str) -> None:
    """
    At least AMOUNT is still to come on notes pledged for the loan.

    \b
    Example:
        silkline loan condition notes-pledged "50000.00 EUR"
    """
    from silkline.conditions import NotesPledged

    _answer(session, session.client(), NotesPledged(money(amount, "AMOUNT")))


@condition.command("instalments-paid")
@click.argument("count", type=click.IntRange(1))
@reading
def instalments_paid(session: Session, count: int) -> None:
    """
    COUNT instalments have fallen due and nothing is past due.

    \b
    Example:
        silkline loan condition instalments-paid 3
    """
    from silkline.conditions import InstalmentsPaid

    _answer(session, session.client(), InstalmentsPaid(count))


@condition.command("all-of")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@CURRENCY
@reading
def all_of(session: Session, files: tuple[str, ...], currency: str) -> None:
    """
    Each of the conditions in FILEs holds.

    \b
    Example:
        silkline loan condition all-of spring.json inspected.json --currency EUR
    """
    from silkline.conditions import AllOf

    client = session.client()
    _answer(session, client, AllOf(_parts(client, files, currency)))


@condition.command("any-of")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@CURRENCY
@reading
def any_of(session: Session, files: tuple[str, ...], currency: str) -> None:
    """
    One of the conditions in FILEs holds.

    \b
    Example:
        silkline loan condition any-of pledged.json inspected.json --currency EUR
    """
    from silkline.conditions import AnyOf

    client = session.client()
    _answer(session, client, AnyOf(_parts(client, files, currency)))


def _parts(client: Silkline, files: tuple[str, ...], currency: str) -> tuple[Condition, ...]:
    """Return the conditions of files; raises ``BadInput`` with the name of a wrong one."""
    token = client.deposits.token(currency)
    return tuple(_read(client, path, token) for path in files)


def _read(client: Silkline, path: str, token: Token) -> Condition:
    from silkline.nesting import read_json

    try:
        content = read_json(text_of(path))
        where, config = str(content["condition"]), str(content["config"])
        return client.conditions.read(where, config, token)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{path} is nothing that loan condition … --json wrote") from None
