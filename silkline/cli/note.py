"""``silkline note``: who holds which part of a debt; pass it on, answer, cut and join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import facts, plain, say, table
from silkline.cli.session import (
    DOCUMENT,
    Session,
    acting,
    instant,
    money,
    reading,
    signed_files,
    signing,
    write,
)
from silkline.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from silkline import Assignment, Silkline
    from silkline.cli.session import Command
    from silkline.lineage import Tree
    from silkline.notes import Note, Pending

__all__ = ["note"]


@click.group()
def note() -> None:
    """
    Hold claims on debts, pass them on, cut and join them.

    NOTE is written as receivable#number, such as 0x…f1#1. Whoever gets a note consents: once for
    all (party opt-in), by a signature (note consent), or afterwards (note accept).

    \b
    Example:
        silkline note list 2
        silkline note assign 0x…f1#1 3 --value "20000.00 EUR" --trade 0x7e…7e --dry-run
        silkline note tree 0x…f1 --svg lineage.svg
    """


# Reading


@note.command("list")
@click.argument("party", required=False)
@click.option("--receivable", help="Only notes of this debt.")
@click.option("--waiting", is_flag=True, help="What waits for PARTY to accept or refuse it.")
@reading
def list_notes(session: Session, party: str | None, receivable: str | None, waiting: bool) -> None:
    """
    List the notes that PARTY holds, by its number, or those of a debt.

    \b
    Example:
        silkline note list 2
        silkline note list 4 --waiting --json | jq -r '.waiting[].trade_reference'
        silkline note list --receivable 0x…f1
    """
    if waiting:
        return _list_waiting(session, party, receivable)
    if not (party or receivable):
        raise BadInput("whose notes? name PARTY by its number, or a debt by --receivable")
    found = _notes(session.client(), party, receivable)
    if session.as_json:
        return say({"notes": [{**plain(one), "state": one.state} for one in found]})
    return _print_notes(found, of_party=receivable is None)


def _notes(client: Silkline, party: str | None, receivable: str | None) -> list[Note]:
    """Return the notes of a party, of a debt, or of a party on a debt."""
    from silkline import PartyId, ReceivableId

    if receivable is None:
        return list(client.notes.of(PartyId.of(party or "")))
    found = client.notes.on(ReceivableId.of(receivable))
    return [one for one in found if party is None or one.owner == PartyId.of(party)]


def _list_waiting(session: Session, party: str | None, receivable: str | None) -> None:
    from silkline import PartyId, ReceivableId

    if party is None:
        raise BadInput("--waiting lists what waits for a party: name it by its number")
    notes = session.client().notes
    found = notes.waiting(PartyId.of(party))
    if receivable is not None:
        chosen = ReceivableId.of(receivable)
        found = tuple(one for one in found if one.note.receivable == chosen)
    rows = [{**plain(one), "value": notes.get(one.note).value} for one in found]
    if session.as_json:
        return say({"waiting": rows})
    columns = {"Note": "left", "Value": "right", "Accept until": "left", "Trade": "left"}
    names = ("note", "value", "accept_until", "trade_reference")
    shown = ({**row, "accept_until": _moment(row["accept_until"])} for row in rows)
    return table(columns, ([row[name] for name in names] for row in shown))


def _moment(seconds: int) -> str:
    from silkline.domain import when

    return when(seconds)


def _print_notes(found: Iterable[Note], *, of_party: bool) -> None:
    """Print notes: those of a party with their debtors, those of a debt with their holders."""
    columns = {"Note": "left"} | ({} if of_party else {"Holder": "right"})
    columns |= {"Tier": "right", "Value": "right", "Paid": "right"}
    columns |= {"Debtor": "right", "Due": "left"} if of_party else {}
    rows = (
        [
            one.id,
            *([] if of_party else [one.owner]),
            *(one.tier, one.value, one.claimed),
            *([one.debtor, one.due] if of_party else []),
            _state(one),
        ]
        for one in found
    )
    table(columns | {"State": "left"}, rows)


def _state(one: Note) -> str:
    """Return in words what keeps a note from moving."""
    states = {"waits for its receiver": one.pending, "frozen": one.frozen}
    states[f"locked by {one.custodian}"] = one.custodian is not None
    return ", ".join(words for words, holds in states.items() if holds) or "free"


@note.command()
@click.argument("note_id", metavar="NOTE")
@reading
def show(session: Session, note_id: str) -> None:
    """
    Show NOTE: who holds it, what it is worth and on which debt, what it waits for.

    \b
    Example:
        silkline note show 0x…f1#1
        silkline note show 0x…f1#1 --json | jq .redeemable
    """
    client = session.client()
    found, waits = client.notes.get(note_id), client.notes.pending(note_id)
    debt = client.receivables.get(found.id.receivable)
    redeemable = client.settlements.redeemable(found.id)
    if session.as_json:
        return say({"note": found, "receivable": debt, "pending": waits, "redeemable": redeemable})
    facts(
        {
            "Note": found.id,
            "Holder": f"party {found.owner}",
            "Value": found.value,
            "Paid so far": found.claimed,
            "To be had now": redeemable,
            "Tier": found.tier,
            "State": _state(found),
            "Debtor": f"party {debt.anchor}, programme {debt.programme}",
            "Debt": f"{debt.face}, {debt.status.name.lower()}, due {debt.due}",
        }
    )
    return _print_pending(waits)


def _print_pending(waits: Pending | None) -> None:
    if waits:
        facts(
            {
                "Waits for": f"party {waits.receiver}",
                "Until": _moment(waits.accept_until),
                "Trade": waits.trade_reference,
                "In payment": waits.in_payment,
            }
        )


@note.command()
@click.argument("receivable")
@click.option("--svg", type=click.Path(), help="New file for the same as a picture.")
@click.option("--name", "names", multiple=True, help='Name of a party: "2=Maker"; once for each.')
@reading
def tree(session: Session, receivable: str, svg: str | None, names: tuple[str, ...]) -> None:
    """
    Draw the lineage of RECEIVABLE: who passed what to whom against which trade.

    It shows who holds what now, who was paid, and what a sale brought; nothing but events is
    read. Names are of this call only: none is on the chain.

    \b
    Example:
        silkline note tree 0x…f1 --name 1=Anchor --name 2=Maker
        silkline note tree 0x…f1 --svg lineage.svg --json | jq '.stations[].owner'
    """
    from silkline import ReceivableId
    from silkline.tree import Labels, as_svg, as_text

    labels = Labels(dict(_named(text) for text in names))
    found = session.client().receivables.tree(ReceivableId.of(receivable))
    if svg is not None:
        write(as_svg(found, labels), svg)
    if session.as_json:
        return say(_lineage(found))
    from rich.console import Console

    return Console(highlight=False).print(as_text(found, labels))


def _named(text: str) -> tuple[Any, str]:
    """Return the party and its name of an option such as ``2=Maker``."""
    from silkline import PartyId
    from silkline.cli.answers import printable

    number, sign, name = text.partition("=")
    if not (sign and name.strip() and number.strip().isdecimal()):
        raise BadInput(f"--name: {text[:40]!r} names no party; write it as '2=Maker'")
    return PartyId(int(number)), printable(name.strip())


def _lineage(found: Tree) -> dict[str, Any]:
    return {"receivable": found.receivable, "stations": found.stations, "as_of": found.as_of}


# Passing on


def _assignment(command: Command) -> Command:
    """Give a command what makes up an assignment."""
    options = (
        click.argument("note_id", metavar="NOTE"),
        click.argument("receiver", metavar="RECEIVER"),
        click.option("--value", help="Part to pass, such as '20000.00 EUR'; the whole otherwise."),
        click.option("--trade", help="Root of the trade behind it, 32 bytes in hex."),
        click.option("--on-account", is_flag=True, help="Not in payment of the trade at once."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _made(note_id: str, receiver: str, **given: Any) -> Assignment:
    from silkline import Assignment, NoteId, PartyId

    until = given.get("accept_until")
    return Assignment(
        NoteId.of(note_id),
        PartyId.of(receiver),
        money(given["value"], "--value") if given["value"] else None,
        given["trade"],
        not given["on_account"],
        instant(until, "--accept-until") if until else 0,
    )


@note.command()
@_assignment
@click.option("--accept-until", help="Last moment to accept it: 2027-01-31T12:00:00Z.")
@click.option("--consent", type=click.Path(), help="File with the receiver's signed consent.")
@acting
def assign(session: Session, consent: str | None, **given: Any) -> None:
    """
    Pass NOTE, whole or in part, to the party RECEIVER, one tier deeper (scope assign).

    A receiver without a standing consent signs one (--consent), or accepts it later, where
    --accept-until gives it the time: until then the note stays the sender's and is blocked.

    \b
    Example:
        silkline note assign 0x…f1#1 3 --value "20000.00 EUR" --trade 0x7e…7e
        silkline note assign 0x…f1#1 4 --trade 0x7e…7e --accept-until 2027-01-31T12:00:00Z
    """
    client, one = session.acting_client(), _made(**given)
    signed = signed_files(client, (consent,))[0] if consent else None
    operation = client.notes.assign(
        one.note,
        one.receiver,
        one.value,
        trade_reference=one.trade_reference,
        in_payment=one.in_payment,
        accept_until=one.accept_until,
        consent=signed,
    )
    session.send(client, operation)


@note.command()
@_assignment
@click.option("--deadline", required=True, help="Last moment at which it counts.")
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing
def consent(session: Session, deadline: str, out: str | None, **given: Any) -> None:
    """
    Sign, as RECEIVER, the consent to get NOTE for exactly this trade; the sender brings it.

    \b
    Example:
        silkline note consent 0x…f1#1 4 --value "20000.00 EUR" --trade 0x7e…7e \\
            --deadline 2027-01-31T12:00:00Z --out consent.json
    """
    client = session.acting_client()
    message = client.notes.consent(_made(**given), deadline=instant(deadline, "--deadline"))
    signed = session.sign(client, message)
    if signed:
        write(signed.to_json(), out)


@note.command()
@click.argument("note_id", metavar="NOTE")
@click.option("--trade", required=True, help="Root of the trade that was proposed, in hex.")
@acting
def accept(session: Session, note_id: str, trade: str) -> None:
    """
    Accept NOTE, which waits for the signer's party, for the trade that was proposed.

    \b
    Example:
        silkline note accept 0x…f1#2 --trade 0x7e…7e
    """
    client = session.acting_client()
    session.send(client, client.notes.accept(note_id, trade))


@note.command()
@click.argument("note_id", metavar="NOTE")
@acting
def refuse(session: Session, note_id: str) -> None:
    """
    Refuse NOTE, which waits for the signer's party: it is the sender's again, and free.

    \b
    Example:
        silkline note refuse 0x…f1#2
    """
    client = session.acting_client()
    session.send(client, client.notes.refuse(note_id))


@note.command()
@click.argument("note_id", metavar="NOTE")
@acting
def withdraw(session: Session, note_id: str) -> None:
    """
    Withdraw the assignment that NOTE waits for, as its sender.

    \b
    Example:
        silkline note withdraw 0x…f1#2 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.notes.withdraw(note_id))


@note.command()
@click.argument("notes", metavar="NOTE...", nargs=-1, required=True)
@acting
def release(session: Session, notes: tuple[str, ...]) -> None:
    """
    Free each NOTE that still waits although its time to accept is over, or its debt is due.

    \b
    Example:
        silkline note release 0x…f1#2 0x…f1#3
    """
    client = session.acting_client()
    session.send(client, client.notes.release(notes))


# Cutting and joining


@note.command()
@click.argument("note_id", metavar="NOTE")
@click.argument("value")
@acting
def split(session: Session, note_id: str, value: str) -> None:
    """
    Cut VALUE off NOTE into a new note of the same holder and tier; the result is its id.

    \b
    Example:
        silkline note split 0x…f1#1 "20000.00 EUR"
    """
    client = session.acting_client()
    session.send(client, client.notes.split(note_id, money(value, "VALUE")))


@note.command()
@click.argument("source", metavar="NOTE")
@click.argument("into")
@acting
def merge(session: Session, source: str, into: str) -> None:
    """
    Move the whole value of NOTE into another note INTO of the same holder and tier.

    \b
    Example:
        silkline note merge 0x…f1#2 0x…f1#1
    """
    client = session.acting_client()
    session.send(client, client.notes.merge(source, into))


@note.command()
@click.argument("note_id", metavar="NOTE")
@DOCUMENT
@acting
def freeze(session: Session, note_id: str, document: str) -> None:
    """
    Freeze NOTE, so that it does not move (role COMPLIANCE); it is paid all the same.

    \b
    Example:
        silkline note freeze 0x…f1#1 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.notes.set_freeze(note_id, True, document))


@note.command()
@click.argument("note_id", metavar="NOTE")
@DOCUMENT
@acting
def thaw(session: Session, note_id: str, document: str) -> None:
    """
    Let NOTE move again (role COMPLIANCE).

    \b
    Example:
        silkline note thaw 0x…f1#1 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.notes.set_freeze(note_id, False, document))
