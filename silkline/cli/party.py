"""``silkline party``: who takes part, as what, until when, and what it consents to beforehand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from silkline.cli.answers import facts, say
from silkline.cli.recovery import recovery
from silkline.cli.session import DOCUMENT, Session, acting, reading
from silkline.errors import BadInput

if TYPE_CHECKING:
    from enum import IntFlag

    from silkline import PartyId, Profile
    from silkline.cli.session import Command

__all__ = ["names", "party"]

ROLES: Final = ("supplier", "anchor", "funder", "guarantor", "attestor", "regulator")
OPT_INS: Final = ("assignments", "transfers")


@click.group()
def party() -> None:
    """
    Register parties, look at them, suspend, reinstate and recover them; consent to assignments.

    PARTY is its number. Its keys are another matter: see account.

    \b
    Example:
        silkline party show 2
        silkline party opt-in assignments
    """


party.add_command(recovery)


def names(flags: IntFlag) -> list[str]:
    """Return the names of the bits that are set."""
    return [str(one.name).lower() for one in type(flags) if one in flags and one]


@party.command()
@click.argument("number", metavar="PARTY")
@reading
def show(session: Session, number: str) -> None:
    """
    Show PARTY: roles, account, until when it may do new business, what it consents to.

    \b
    Example:
        silkline party show 2
        silkline party show 2 --json | jq .party.active
    """
    client = session.client()
    found, recovery = client.parties.get(number), client.parties.recovery(number)
    profile = found.profile
    if session.as_json:
        listed = {"roles": names(profile.roles), "opt_ins": names(found.opt_ins)}
        return say({"party": found, **listed, "recovery": recovery})
    facts(
        {
            "Party": found.id,
            "Roles": ", ".join(names(profile.roles)) or "none",
            "State": "active" if found.active else "suspended",
            "KYC until": profile.kyc_expiry,
            "Cash account": found.cash,
            "Consents to": ", ".join(names(found.opt_ins)) or "nothing beforehand",
            "Group": profile.group or "",
            "Industry": profile.industry or "",
            "Region": profile.region or "",
        }
    )
    if recovery:
        facts({"Recovery to": recovery.cash, "Document": recovery.document})
    return None


def _profile(*, needed: bool) -> Callable[[Command], Command]:
    """Return what gives a command what is recorded of a party."""
    role = click.Choice(ROLES)
    options = (
        click.option("--role", multiple=True, type=role, required=needed, help="Once for each."),
        click.option("--kyc", required=needed, help="Last UTC day of new business: 2029-12-31."),
        click.option("--group", type=int, default=0, help="Number of its group of companies."),
        click.option("--industry", type=int, default=0, help="ISIC division."),
        click.option("--region", type=int, default=0, help="ISO 3166-1 number of its country."),
    )

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _made(given: dict[str, Any]) -> Profile:
    from silkline import Profile, Role

    roles = Role.NONE
    for name in given["role"]:
        roles |= Role[name.upper()]
    rest = (given[name] for name in ("group", "industry", "region"))
    return Profile(roles, given["kyc"], *rest)


@party.command()
@click.argument("number", metavar="[PARTY]", required=False)
@click.argument("cash", metavar="[ACCOUNT]", required=False)
@_profile(needed=False)
@click.option("--csv", "path", type=click.Path(path_type=Path), help="Many at once, from a file.")
@acting
def register(
    session: Session, number: str | None, cash: str | None, path: Path | None, **given: Any
) -> None:
    """
    Register PARTY with its cash account ACCOUNT, which may do everything for it (REGISTRAR).

    No name goes on the chain: who has which number, the registrar keeps. A CSV file has the
    columns party, account, roles (joined by +), kyc_expiry, and where wanted group, industry,
    region; its parties are registered in one transaction, all or none.

    \b
    Example:
        silkline party register 7 0x90F79bf6EB2c4f870365E785982E1f101E93b906 \\
            --role supplier --kyc 2029-12-31 --region 276
        silkline party register --csv parties.csv --dry-run
    """
    client = session.acting_client()
    if path is not None:
        said = {"PARTY": number, "ACCOUNT": cash, "--role": given["role"], "--kyc": given["kyc"]}
        if more := [name for name, value in said.items() if value]:
            raise BadInput(f"--csv says it all: leave out {', '.join(more)}")
        return session.send(client, client.parties.register_many(_listed(path)))
    if number is None or cash is None or not given["role"] or not given["kyc"]:
        raise BadInput("say PARTY, ACCOUNT, --role and --kyc, or --csv FILE")
    return session.send(client, client.parties.register(number, cash, _made(given)))


def _listed(path: Path) -> list[tuple[PartyId, str, Profile]]:
    """Return the parties of a file; raises ``BadInput`` when they are too many for a block."""
    from silkline.cli.party_list import MOST_AT_ONCE, read_parties

    rows = read_parties(path)
    if len(rows) > MOST_AT_ONCE:
        raise BadInput(
            f"{path} has {len(rows)} parties, one transaction takes {MOST_AT_ONCE}: cut it into "
            "several files (scripts.ops onboard does it by itself)"
        )
    return [(row.id, row.account, row.profile) for row in rows]


@party.command()
@click.argument("number", metavar="PARTY")
@_profile(needed=True)
@acting
def update(session: Session, number: str, **given: Any) -> None:
    """
    Record anew what PARTY is and until when (role REGISTRAR); all of it is replaced.

    \b
    Example:
        silkline party update 7 --role supplier --role funder --kyc 2030-12-31
    """
    client = session.acting_client()
    session.send(client, client.parties.update(number, _made(given)))


@party.command()
@click.argument("number", metavar="PARTY")
@DOCUMENT
@acting
def suspend(session: Session, number: str, document: str) -> None:
    """
    Suspend PARTY (role COMPLIANCE): it does nothing new, and what it is paid waits for it.

    \b
    Example:
        silkline party suspend 7 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.parties.suspend(number, document))


@party.command()
@click.argument("number", metavar="PARTY")
@DOCUMENT
@acting
def reinstate(session: Session, number: str, document: str) -> None:
    """
    End the suspension of PARTY (role COMPLIANCE).

    \b
    Example:
        silkline party reinstate 7 --document 0xd1…d1
    """
    client = session.acting_client()
    session.send(client, client.parties.reinstate(number, document))


@party.command("opt-in")
@click.argument("consents", metavar="[CONSENT]...", nargs=-1, type=click.Choice(OPT_INS))
@click.option("--none", "nothing", is_flag=True, help="Consent to nothing beforehand any more.")
@acting
def opt_in(session: Session, consents: tuple[str, ...], nothing: bool) -> None:
    """
    Set what the signer's party consents to beforehand (scope administer), instead of before.

    CONSENT is assignments, for notes that come with a trade, or transfers, for plain tokens.

    \b
    Example:
        silkline party opt-in assignments
        silkline party opt-in --none
    """
    from silkline import OptIn

    if bool(consents) == nothing:
        raise BadInput("say what is consented to, or --none")
    client, chosen = session.acting_client(), OptIn.NONE
    for name in consents:
        chosen |= OptIn[name.upper()]
    session.send(client, client.parties.set_opt_ins(chosen))
