"""``silkline line``: what parties may draw from a lender."""

from __future__ import annotations

from typing import Any

import click

from silkline.cli.answers import facts, say, table
from silkline.cli.session import DOCUMENT, Session, acting, money, reading
from silkline.cli.sponsor import sponsor

__all__ = ["line"]

_GROUP = click.option("--group", is_flag=True, help="PARTY is the number of a group of companies.")


@click.group()
def line() -> None:
    """
    Grant, freeze and read credit lines of parties and their groups; sponsor programmes.

    The lender is the party of the account that signs. Parties are named by their numbers.
    """


@line.command()
@click.argument("party", type=int)
@click.argument("limit")
@click.option("--until", required=True, help="Last UTC day on which it may be drawn.")
@click.option("--decision", required=True, help="Hash of the credit decision, 32 bytes in hex.")
@click.option("--model", required=True, help="Version of the model behind it.")
@click.option("--rate-floor", help='Least rate a year of a loan under it, such as "3.5 %".')
@click.option("--within", type=int, help="The party's group, whose line is then used as well.")
@_GROUP
@acting
def grant(session: Session, party: int, limit: str, group: bool, **given: Any) -> None:
    """
    Grant PARTY a line of LIMIT, or grant it anew: what is used, and a freeze, stay.

    \b
    Example:
        silkline line grant 2 "50000.00 EUR" --until 2027-12-31 --decision 0xd0…d0 \\
            --model "scores 3.1" --rate-floor "3.5 %"
    """
    from silkline.errors import BadInput

    client, chosen = session.acting_client(), money(limit, "LIMIT")
    floor, within = given.pop("rate_floor"), given.pop("within")
    terms = {"decision": given["decision"], "model": given["model"]}
    if group and (floor or within):
        raise BadInput("--rate-floor and --within are for lines of parties, not of groups")
    if group:
        operation = client.lines.grant_group(party, chosen, given["until"], **terms)
    else:
        terms |= {"rate_floor": floor or "0 %", "group": within or 0}
        operation = client.lines.grant(party, chosen, given["until"], **terms)
    session.send(client, operation)


@line.command()
@click.argument("party", type=int)
@DOCUMENT
@_GROUP
@acting
def freeze(session: Session, party: int, document: str, group: bool) -> None:
    """
    Freeze one's own line for PARTY, so that nothing is drawn; repaying goes on.

    \b
    Example:
        silkline line freeze 2 --document 0xd0…d0
    """
    client = session.acting_client()
    act = client.lines.freeze_group if group else client.lines.freeze
    session.send(client, act(party, document))


@line.command()
@click.argument("party", type=int)
@DOCUMENT
@_GROUP
@acting
def thaw(session: Session, party: int, document: str, group: bool) -> None:
    """
    Lift the freeze of one's own line for PARTY.

    \b
    Example:
        silkline line thaw 2 --document 0xd0…d0
    """
    client = session.acting_client()
    act = client.lines.thaw_group if group else client.lines.thaw
    session.send(client, act(party, document))


@line.command()
@click.argument("lender", type=int)
@click.argument("party", type=int)
@click.option("--currency", required=True, help="Currency in which LENDER signs loans under it.")
@_GROUP
@reading
def status(session: Session, lender: int, party: int, currency: str, group: bool) -> None:
    """
    Show the line of PARTY with LENDER, and how the party has paid all its lenders.

    \b
    Example:
        silkline line status 5 2 --currency EUR
        silkline line status 5 2 --currency EUR --json | jq .line.room
    """
    from silkline.cli.answers import tell

    lines = session.client().lines
    if group:
        found = lines.group_line(lender, party, currency)
        return say({"line": found}) if session.as_json else tell(found)
    own, record = lines.get(lender, party, currency), lines.record(party)
    if session.as_json:
        return say({"line": own, "record": record})
    names = ("lender", "party", "limit", "used", "room", "expiry", "frozen")
    facts({name.capitalize(): getattr(own, name) for name in names})
    kinds = ("on_time", "late_30", "late_90", "late_180", "late_more", "recovered", "defaulted")
    tallies = {name: getattr(record, name) for name in kinds}
    click.echo("\nPaid all its lenders: times, and base units of whichever tokens")
    return facts(
        {
            name.replace("_", " ").capitalize(): f"{one.count}  {one.units}"
            for name, one in tallies.items()
        }
    )


@line.command("list")
@click.argument("party", type=int)
@click.option("--currency", required=True, help="Currency in which loans under them are signed.")
@reading
def list_lines(session: Session, party: int, currency: str) -> None:
    """
    List the lines that PARTY has granted to parties and groups, and those that it was granted.

    \b
    Example:
        silkline line list 5 --currency EUR
        silkline line list 2 --currency EUR --json | jq '.lines[].room'
    """
    lines = session.client().lines
    own, groups = lines.of(party, currency), lines.groups_of(party, currency)
    if session.as_json:
        return say({"lines": own, "groups": groups})
    columns = {"Lender": "right", "For": "left", "Limit": "right", "Used": "right"}
    columns |= {"Room": "right", "Until": "left", "Frozen": "left"}
    rows: list[tuple[object, ...]] = [
        (one.lender, f"party {one.party}", one.limit, one.used, one.room, one.expiry, one.frozen)
        for one in own
    ]
    rows += [
        (one.lender, f"group {one.group}", one.limit, one.used, "", one.expiry, one.frozen)
        for one in groups
    ]
    return table(columns, rows)


line.add_command(sponsor)
