"""``silkline account``: the keys that act for a party, and what each of them may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from silkline.cli.answers import facts, plain, say, table
from silkline.cli.party import names
from silkline.cli.session import Session, acting, instant, reading, signed_files, signing, write

if TYPE_CHECKING:
    from silkline import Scope, SignedMessage, Silkline
    from silkline.cli.session import Command
    from silkline.parties import Account

__all__ = ["account", "consent_in"]

SCOPES: Final = ("confirm", "assign", "fund", "release", "administer", "trigger", "all")


@click.group()
def account() -> None:
    """
    Add keys to a party, change what they may do, close them, rotate its cash account.

    The key of the new account consents first (account consent), and the file with its consent is
    what the party's administrator brings: nobody's account is taken for another's.

    \b
    Example:
        silkline account list 2
        silkline account add consent.json --scope assign --scope trigger
    """


def _row(one: Account) -> dict[str, Any]:
    return {**plain(one), "scopes": names(one.scopes), "limit_units": _limit(one)}


def _limit(one: Account) -> str | None:
    """Return the limit in base units; None where there is none."""
    from silkline.parties import NO_LIMIT

    return None if one.limit_units == NO_LIMIT else str(one.limit_units)


@account.command()
@click.argument("address")
@reading
def show(session: Session, address: str) -> None:
    """
    Show which party the account ADDRESS acts for, and what it may do.

    \b
    Example:
        silkline account show 0x90F79bf6EB2c4f870365E785982E1f101E93b906
    """
    from silkline.chain import abi

    found = session.client().parties.account(abi.address(address, name="ADDRESS"))
    if session.as_json:
        return say({"account": _row(found)})
    return facts(
        {
            "Account": found.address,
            "Party": found.party or "none",
            "State": "live" if found.live else "not live",
            "May": ", ".join(names(found.scopes)) or "nothing",
            "At most": f"{_limit(found)} base units an act" if _limit(found) else "no limit",
        }
    )


@account.command("list")
@click.argument("party")
@reading
def list_accounts(session: Session, party: str) -> None:
    """
    List the accounts of PARTY, by its number, and what each may do; closed ones as well.

    \b
    Example:
        silkline account list 2
        silkline account list 2 --json | jq '.accounts[] | select(.live)'
    """
    found = session.client().parties.accounts(party)
    if session.as_json:
        return say({"accounts": [_row(one) for one in found]})
    columns = {"Account": "left", "State": "left", "May": "left", "Most an act": "right"}
    rows = (
        (
            one.address,
            "live" if one.live else "closed",
            ", ".join(names(one.scopes)),
            f"{_limit(one)} base units" if _limit(one) else "no limit",
        )
        for one in found
    )
    return table(columns, rows)


@account.command()
@click.argument("party")
@click.option("--deadline", required=True, help="Last moment at which it counts.")
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing
def consent(session: Session, party: str, deadline: str, out: str | None) -> None:
    """
    Sign, with the new account's key, that it will act for PARTY.

    \b
    Example:
        silkline account consent 2 --deadline 2027-01-31T12:00:00Z --key-env NEW_KEY \\
            --out consent.json
    """
    from silkline.dates import unix_time
    from silkline.errors import BadInput

    client = session.acting_client()
    if client.account is None:
        raise BadInput("whose consent? name the new account's key, also for a rehearsal")
    until = unix_time(instant(deadline, "--deadline"))
    signed = session.sign(client, client.parties.account_consent(party, client.account, until))
    if signed:
        write(signed.to_json(), out)


def _rights(command: Command) -> Command:
    """Give a command what an account may do."""
    scope = click.Choice(SCOPES)
    options = (
        click.option("--scope", multiple=True, type=scope, required=True, help="Once for each."),
        click.option(
            "--limit-units",
            type=click.IntRange(0),
            help="Most that one act may be worth, in base units of its token; or no limit.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _scopes(chosen: tuple[str, ...]) -> Scope:
    from silkline import Scope

    found = Scope.NONE
    for name in chosen:
        found |= Scope[name.upper()]
    return found


def _units(limit_units: int | None) -> int:
    from silkline.parties import NO_LIMIT

    return NO_LIMIT if limit_units is None else limit_units


def consent_in(client: Silkline, path: str) -> SignedMessage:
    """Return the consent of a file; raises ``BadInput`` for anything else."""
    from silkline.errors import BadInput

    (signed,) = signed_files(client, (path,))
    if signed.message.kind != "AccountConsent":
        raise BadInput(f"{path} is a signed {signed.message.kind}, no consent of an account")
    return signed


@account.command()
@click.argument("file", type=click.Path())
@_rights
@acting
def add(session: Session, file: str, scope: tuple[str, ...], limit_units: int | None) -> None:
    """
    Add the account that consents in FILE to the signer's party (scope administer).

    \b
    Example:
        silkline account add consent.json --scope assign --limit-units 5000000
    """
    client = session.acting_client()
    signed, units = consent_in(client, file), _units(limit_units)
    operation = client.parties.add_account(signed, _scopes(scope), limit_units=units)
    session.send(client, operation)


@account.command()
@click.argument("address")
@_rights
@acting
def change(session: Session, address: str, scope: tuple[str, ...], limit_units: int | None) -> None:
    """
    Change what the account ADDRESS may do for the signer's party; all of it is replaced.

    \b
    Example:
        silkline account change 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --scope fund
    """
    client = session.acting_client()
    units = _units(limit_units)
    operation = client.parties.change_account(address, _scopes(scope), limit_units=units)
    session.send(client, operation)


@account.command()
@click.argument("address")
@acting
def remove(session: Session, address: str) -> None:
    """
    Close the account ADDRESS of the signer's party for ever (scope administer).

    \b
    Example:
        silkline account remove 0x90F79bf6EB2c4f870365E785982E1f101E93b906
    """
    client = session.acting_client()
    session.send(client, client.parties.remove_account(address))


@account.command()
@click.argument("file", type=click.Path())
@acting
def rotate(session: Session, file: str) -> None:
    """
    Make the account that consents in FILE the cash account of the signer's party.

    The former one is closed; no note and no money moves.

    \b
    Example:
        silkline account rotate consent.json --dry-run
    """
    client = session.acting_client()
    session.send(client, client.parties.rotate(consent_in(client, file)))
