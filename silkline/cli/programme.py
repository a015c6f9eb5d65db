"""``silkline programme``: an anchor's programmes, their rules and limit, and its suspension."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import click

from silkline.cli.answers import facts, say
from silkline.cli.session import DOCUMENT, Session, acting, money, reading
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Change, Silkline
    from silkline.cli.session import Command

__all__ = ["parts_per_billion", "percentage", "programme"]

_PERCENT: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,12})?) ?%")


@click.group()
def programme() -> None:
    """
    Open programmes, look at them, change them with the anchor's consent, suspend anchors.

    PROGRAMME is written as anchor/number, such as 1/1.

    \b
    Example:
        silkline programme show 1/1
        silkline programme propose 1/1 --limit "2000000.00 EUR" --dry-run
    """


@programme.command()
@click.argument("programme_id", metavar="PROGRAMME")
@reading
def show(session: Session, programme_id: str) -> None:
    """
    Show the rules of PROGRAMME, how much of its limit is used, whether its anchor may confirm.

    \b
    Example:
        silkline programme show 1/1
        silkline programme show 1/1 --json | jq .room
    """
    found = session.client().programmes.get(programme_id)
    if session.as_json:
        return say({"programme": found, "room": found.room})
    rules = found.rules
    return facts(
        {
            "Programme": found.id,
            "Anchor": f"party {found.id.anchor}" + (", suspended" if found.suspended else ""),
            "Limit": rules.limit,
            "Used": found.used,
            "Room": found.room,
            "Smallest note": rules.smallest_piece,
            "Longest": f"{rules.max_tenor} days",
            "Deepest tier": rules.deepest_tier,
            "Late interest": f"{percentage(rules.late_rate)} a day",
            "Grace": f"{rules.grace_days} days",
            "Calendar": f"{rules.utc_offset / 4:+g} h from UTC",
            "Trade reference": "required" if rules.trade_reference_required else "not required",
            "Agreement": rules.agreement_hash,
            "Token": rules.token,
            "Sponsored by": rules.limit_contract,
        }
    )


@programme.command("open")
@click.argument("programme_id", metavar="PROGRAMME")
@click.option("--limit", required=True, help="Most principal that may be open at once.")
@click.option("--smallest", required=True, help="Smallest value of a note.")
@click.option("--tenor", type=int, required=True, help="Most days from confirming to the due day.")
@click.option("--tier", type=int, required=True, help="Deepest tier; 1 is the creditor.")
@click.option("--late-rate", required=True, help='Late interest for one day, such as "0.05 %".')
@click.option("--agreement", required=True, help="Hash of the framework agreement, in hex.")
@click.option("--grace", type=int, default=0, help="Days before a debt is overdue.")
@click.option("--utc-offset", type=int, default=0, help="Quarter hours ahead of UTC, -48 to 56.")
@click.option("--no-trade", is_flag=True, help="Assignments need not name their trade.")
@click.option("--token", help="Token that debts are paid in; the deployment's unless given.")
@click.option("--sponsor", help="Limit contract of a sponsor.")
@acting
def open_programme(session: Session, programme_id: str, **given: Any) -> None:
    """
    Open PROGRAMME of an anchor that is registered (role REGISTRAR).

    \b
    Example:
        silkline programme open 1/2 --limit "1000000.00 EUR" --smallest "100.00 EUR" \\
            --tenor 365 --tier 4 --late-rate "0.05 %" --grace 3 --agreement 0xa9…a9
    """
    from silkline import Rules

    client = session.acting_client()
    rules = Rules(
        limit=money(given["limit"], "--limit"),
        smallest_piece=money(given["smallest"], "--smallest"),
        max_tenor=given["tenor"],
        deepest_tier=given["tier"],
        late_rate=_late_rate(given["late_rate"]),
        agreement_hash=given["agreement"],
        grace_days=given["grace"],
        utc_offset=given["utc_offset"],
        trade_reference_required=not given["no_trade"],
        token=given["token"],
        limit_contract=given["sponsor"],
    )
    session.send(client, client.programmes.open(programme_id, rules))


def _late_rate(text: str) -> int:
    try:
        return parts_per_billion(text)
    except BadInput as error:
        raise BadInput(f"--late-rate: {error}") from None


def parts_per_billion(text: str) -> int:
    """
    Return a percentage such as ``0.05 %`` in parts per billion, exactly.

    Raises:
        BadInput: It is none, or finer than a part per billion.
    """
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"{text[:40]!r} is no percentage; write it as '0.05 %'")
    parts = Decimal(match[1]).scaleb(7)
    if parts != parts.to_integral_value():
        raise BadInput(f"{text} is finer than 0.0000001 %")
    return int(parts)


def percentage(parts: int) -> str:
    """Return parts per billion as a percentage, as ``parts_per_billion`` reads it."""
    return f"{Decimal(parts).scaleb(-7).normalize():f} %"


def _change(command: Command) -> Command:
    """Give a command what may change in a programme; what is not given stays."""
    options = (
        click.argument("programme_id", metavar="PROGRAMME"),
        click.option("--limit", help="Most principal that may be open at once."),
        click.option("--smallest", help="Smallest value of a note."),
        click.option("--tenor", type=int, help="Most days from confirming to the due day."),
        click.option("--tier", type=int, help="Deepest tier."),
        click.option("--trade/--no-trade", default=None, help="Whether trades are to be named."),
        click.option("--agreement", help="Hash of the framework agreement, in hex."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _changed(client: Silkline, programme_id: str, given: dict[str, Any]) -> Change:
    """Return the rules in force with what is given in their place; raises ``BadInput``."""
    from silkline import Change

    if all(value is None for value in given.values()):
        raise BadInput("nothing is changed: give the rules that shall be others")
    rules = client.programmes.get(programme_id).rules
    amounts = {
        name: money(given[name], f"--{name}") if given[name] else present
        for name, present in (("limit", rules.limit), ("smallest", rules.smallest_piece))
    }

    def chosen(name: str, present: Any) -> Any:
        return present if given[name] is None else given[name]

    return Change(
        limit=amounts["limit"],
        smallest_piece=amounts["smallest"],
        max_tenor=chosen("tenor", rules.max_tenor),
        deepest_tier=chosen("tier", rules.deepest_tier),
        trade_reference_required=chosen("trade", rules.trade_reference_required),
        agreement_hash=chosen("agreement", rules.agreement_hash),
    )


@programme.command()
@_change
@acting
def propose(session: Session, programme_id: str, **given: Any) -> None:
    """
    Propose other rules of PROGRAMME (role REGISTRAR); they count once its anchor accepts them.

    Debts that are confirmed already keep theirs.

    \b
    Example:
        silkline programme propose 1/1 --limit "2000000.00 EUR" --tier 5
    """
    client = session.acting_client()
    change = _changed(client, programme_id, given)
    session.send(client, client.programmes.propose_change(programme_id, change))


@programme.command()
@_change
@acting
def accept(session: Session, programme_id: str, **given: Any) -> None:
    """
    Accept, as the anchor of PROGRAMME (scope administer), exactly the rules that were proposed.

    \b
    Example:
        silkline programme accept 1/1 --limit "2000000.00 EUR" --tier 5
    """
    client = session.acting_client()
    change = _changed(client, programme_id, given)
    session.send(client, client.programmes.accept_change(programme_id, change))


@programme.command()
@click.argument("anchor")
@DOCUMENT
@acting
def suspend(session: Session, anchor: str, document: str) -> None:
    """
    Stop the party ANCHOR from confirming in all its programmes (role COMPLIANCE).

    \b
    Example:
        silkline programme suspend 1 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.programmes.suspend_anchor(anchor, document))


@programme.command()
@click.argument("anchor")
@DOCUMENT
@acting
def lift(session: Session, anchor: str, document: str) -> None:
    """
    Let the party ANCHOR confirm again (role REGISTRAR).

    \b
    Example:
        silkline programme lift 1 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.programmes.lift_suspension(anchor, document))


@programme.command()
@click.argument("receivable")
@DOCUMENT
@click.option("--end", is_flag=True, help="End the dispute.")
@acting
def dispute(session: Session, receivable: str, document: str, end: bool) -> None:
    """
    Raise a dispute about RECEIVABLE (role REGISTRAR): it is not passed on, and paid all the same.

    \b
    Example:
        silkline programme dispute 0x…f1 --document 0xd0…d0
        silkline programme dispute 0x…f1 --document 0xd1…d1 --end
    """
    client = session.acting_client()
    session.send(client, client.receivables.set_dispute(receivable, not end, document))


@programme.command()
@click.argument("receivable")
@DOCUMENT
@click.option("--end", is_flag=True, help="Lift the freeze.")
@acting
def freeze(session: Session, receivable: str, document: str, end: bool) -> None:
    """
    Freeze RECEIVABLE (role COMPLIANCE): none of its notes moves, and they are paid all the same.

    \b
    Example:
        silkline programme freeze 0x…f1 --document 0xd0…d0
        silkline programme freeze 0x…f1 --document 0xd1…d1 --end
    """
    client = session.acting_client()
    session.send(client, client.receivables.set_freeze(receivable, not end, document))
