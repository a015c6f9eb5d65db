"""``silkline role``: who has which role of the system; giving and taking them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from silkline.cli.answers import say, table
from silkline.cli.session import Command, Session, acting, reading
from silkline.errors import BadInput

if TYPE_CHECKING:
    from typing import Any

    from silkline import Operation, Silkline

__all__ = ["announced", "announcing", "known_roles", "role", "role_of"]


@click.group()
def role() -> None:
    """
    See who has which role of the system; give and take roles.

    ROLE is ADMIN, REGISTRAR, COMPLIANCE, GUARDIAN, or the issuer of a token: "ISSUER EUR".
    ADMIN announces each of its acts (--announce), and does the same act after its delay.

    \b
    Example:
        silkline role list
        silkline role grant GUARDIAN 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --announce
    """


def known_roles(client: Silkline) -> dict[str, int]:
    """Return the roles of a system by name; each deposit token has an issuer."""
    from silkline import SystemRole
    from silkline.chain.roles import issuer_role
    from silkline.tokens import KIND

    contracts = client.deployment.contracts.items()
    tokens = [name.removeprefix(f"{KIND} ") for name, entry in contracts if entry.kind == KIND]
    issuers = {f"ISSUER {currency}": issuer_role(i) for i, currency in enumerate(tokens)}
    return {**{one.name: int(one) for one in SystemRole}, **issuers}


def role_of(client: Silkline, name: str) -> int:
    """Return a role by name; raises ``BadInput`` when there is none."""
    known = known_roles(client)
    if name not in known:
        raise BadInput(f"{name!r} is none of {', '.join(known)}")
    return known[name]


def announcing(command: Command) -> Command:
    """Give a command of ADMIN the choice to announce its act."""
    return click.option("--announce", is_flag=True, help="Announce it, to be done later.")(command)


def announced(client: Silkline, operation: Operation[Any], announce: bool) -> Operation[Any]:
    """Return an act, or its announcement."""
    return client.roles.schedule(operation) if announce else operation


@role.command("list")
@reading
def list_roles(session: Session) -> None:
    """
    List who has which role, and how long before an act it is announced.

    \b
    Example:
        silkline role list --json | jq '.roles[] | select(.role == "ADMIN")'
        silkline role list
    """
    client = session.client()
    rows = [
        {"role": name, "account": account, "delay": client.roles.get(number, account).delay}
        for name, number in known_roles(client).items()
        for account in client.roles.members(number)
    ]
    if session.as_json:
        return say({"roles": rows})
    columns = {"Role": "left", "Account": "left", "Announces": "left"}
    shown = ([row["role"], row["account"], _delay(int(str(row["delay"])))] for row in rows)
    return table(columns, shown)


def _delay(seconds: int) -> str:
    return f"{seconds} s before" if seconds else "nothing"


@role.command()
@click.argument("name", metavar="ROLE")
@click.argument("address", metavar="ACCOUNT")
@click.option("--delay", type=click.IntRange(0), default=0, help="Seconds to announce acts.")
@announcing
@acting
def grant(session: Session, name: str, address: str, delay: int, announce: bool) -> None:
    """
    Give ROLE to ACCOUNT (role ADMIN).

    \b
    Example:
        silkline role grant GUARDIAN 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --announce
        silkline role grant GUARDIAN 0x90F79bf6EB2c4f870365E785982E1f101E93b906
    """
    from silkline.chain import abi

    client, account = session.acting_client(), abi.address(address, name="ACCOUNT")
    operation = client.roles.grant(role_of(client, name), account, delay=delay)
    session.send(client, announced(client, operation, announce))


@role.command()
@click.argument("name", metavar="ROLE")
@click.argument("address", metavar="ACCOUNT")
@announcing
@acting
def revoke(session: Session, name: str, address: str, announce: bool) -> None:
    """
    Take ROLE from ACCOUNT (role ADMIN).

    \b
    Example:
        silkline role revoke GUARDIAN 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --announce
    """
    from silkline.chain import abi

    client, account = session.acting_client(), abi.address(address, name="ACCOUNT")
    operation = client.roles.revoke(role_of(client, name), account)
    session.send(client, announced(client, operation, announce))
