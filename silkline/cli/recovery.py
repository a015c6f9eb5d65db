"""``silkline party recovery``: one new account in the place of all that a party had."""

from __future__ import annotations

import click

from silkline.cli.session import DOCUMENT, Session, acting

__all__ = ["recovery"]


@click.group()
def recovery() -> None:
    """
    Replace all accounts of a party by one: proposed, approved, and carried out after the delay.

    No note and no money moves. A live key of the party can stop it, unless the party is
    suspended. What is under way, party show tells.

    \b
    Example:
        silkline party recovery propose 7 0x90F79bf6EB2c4f870365E785982E1f101E93b906 \\
            --document 0xd0…d0
        silkline party recovery finish 7
    """


@recovery.command()
@click.argument("number", metavar="PARTY")
@click.argument("cash", metavar="ACCOUNT")
@DOCUMENT
@acting
def propose(session: Session, number: str, cash: str, document: str) -> None:
    """
    Propose that ACCOUNT replaces all accounts of PARTY (role REGISTRAR).

    \b
    Example:
        silkline party recovery propose 7 0x90F79bf6EB2c4f870365E785982E1f101E93b906 \\
            --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.parties.propose_recovery(number, _account(cash), document))


@recovery.command()
@click.argument("number", metavar="PARTY")
@click.argument("cash", metavar="ACCOUNT")
@DOCUMENT
@acting
def approve(session: Session, number: str, cash: str, document: str) -> None:
    """
    Agree to exactly the recovery of PARTY that was proposed (role COMPLIANCE); its delay begins.

    \b
    Example:
        silkline party recovery approve 7 0x90F79bf6EB2c4f870365E785982E1f101E93b906 \\
            --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.parties.approve_recovery(number, _account(cash), document))


@recovery.command()
@click.argument("number", metavar="PARTY")
@acting
def withdraw(session: Session, number: str) -> None:
    """
    Withdraw the recovery of PARTY (role REGISTRAR).

    \b
    Example:
        silkline party recovery withdraw 7
    """
    client = session.acting_client()
    session.send(client, client.parties.withdraw_recovery(number))


@recovery.command()
@acting
def veto(session: Session) -> None:
    """
    Stop the recovery of the signer's own party (scope administer).

    \b
    Example:
        silkline party recovery veto --dry-run
    """
    client = session.acting_client()
    session.send(client, client.parties.veto_recovery())


@recovery.command()
@click.argument("number", metavar="PARTY")
@acting
def finish(session: Session, number: str) -> None:
    """
    Carry the recovery of PARTY out, once it is approved and its delay is over; anyone may.

    \b
    Example:
        silkline party recovery finish 7
    """
    client = session.acting_client()
    session.send(client, client.parties.recover(number))


def _account(text: str) -> str:
    from silkline.chain import abi

    return abi.address(text, name="ACCOUNT")
