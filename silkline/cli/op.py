"""``silkline op``: acts as files, between who makes, who checks and who sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import printable, say
from silkline.cli.session import Session, reading, sending, signing, text_of, write
from silkline.errors import BadInput, Refused

if TYPE_CHECKING:
    from silkline import Message, Operation, SignedMessage, Silkline

__all__ = ["op"]


@click.group()
def op() -> None:
    """
    Check, sign and send acts that travel as files.

    Who makes an act keeps it with --save FILE, and names by --account whose it is. Who checks it
    reads what it does (show): the words are made of the act itself, here and now. The key of its
    account signs it (sign), and anyone sends what is signed (submit) and pays the gas.

    \b
    Example:
        silkline settle 0x…f1 "120000.00 EUR" --account 0x7a…1e --save pay.json
        silkline op show pay.json
        silkline op sign pay.json --out signed.json
        silkline op submit signed.json
    """


@op.command()
@click.argument("file", type=click.Path())
@reading
def show(session: Session, file: str) -> None:
    """
    Show what the act or message of FILE does, by whom, and whether it would be refused now.

    \b
    Example:
        silkline op show pay.json
        silkline op show pay.json --json | jq -r .words
    """
    from silkline import Operation, SignedMessage

    found = _loaded(session.client(), file)
    if isinstance(found, Operation):
        answer, words = _operation(found), found.explain
    elif isinstance(found, SignedMessage):
        answer, words = _signed(found), found.message.explain
    else:
        answer, words = _message(found), found.explain
    if session.as_json:
        return say(answer)
    click.echo(printable(words()))
    if isinstance(found, SignedMessage):
        valid = "valid" if answer["valid"] else "NOT VALID"
        click.echo(f"Signed by {found.signer}; the signature is {valid}.")
    return None


def _loaded(client: Silkline, path: str) -> Operation[Any] | Message | SignedMessage:
    """Return what a file has; raises ``BadInput`` with its name."""
    try:
        return client.load(text_of(path))
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None


def _operation(found: Operation[Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "kind": "operation",
        "words": found.words(),
        "chain_id": found.chain_id,
        "contract": found.contract,
        "address": found.address,
        "function": found.function,
        "arguments": found.arguments,
        "account": found.account,
    }
    try:
        return {**answer, "gas": found.gas(), "refused": None}
    except Refused as refusal:
        return {**answer, "gas": None, "refused": str(refusal)}


def _message(found: Message) -> dict[str, Any]:
    return {"kind": "message", "words": found.explain(), **found.content()}


def _signed(found: SignedMessage) -> dict[str, Any]:
    valid = found.verify(found.message.connection)
    return {**_message(found.message), "signer": found.signer, "valid": valid}


@op.command()
@click.argument("file", type=click.Path())
@click.option("--minutes", type=click.IntRange(1), default=60, help="How long an act may be sent.")
@click.option("--out", type=click.Path(), help="New file for what is signed; printed otherwise.")
@signing
def sign(session: Session, file: str, minutes: int, out: str | None) -> None:
    """
    Sign the act or message of FILE, as its account; nothing is sent.

    A signed act is a request that anyone may submit. The requests of one account are taken in
    the order in which they were signed.

    \b
    Example:
        silkline op sign pay.json --minutes 120 --out signed.json
    """
    from silkline import Message, Operation

    client = session.acting_client()
    found = _loaded(client, file)
    if isinstance(found, Operation):
        return _sign_act(session, client, found, minutes * 60, out)
    if not isinstance(found, Message):
        raise BadInput(f"{file} is signed already, by {found.signer}")
    signed = session.sign(client, found)
    if signed:
        write(signed.to_json(), out)
    return None


def _sign_act(
    session: Session, client: Silkline, found: Operation[Any], seconds: int, out: str | None
) -> None:
    if found.account is None:
        raise BadInput(
            "anyone may send this act, so there is nothing to sign: silkline op submit; where it "
            "is a party's, make it anew with --account"
        )
    _check_account(session, client, found)
    found.simulate()
    if session.dry_run:
        return _rehearsed(session, found)
    session.ask(found.explain, "Sign it?")
    return write(found.by_signature(seconds=seconds).to_json(), out)


def _rehearsed(session: Session, found: Operation[Any]) -> None:
    if session.as_json:
        return say({"signed": False, **_operation(found)})
    return click.echo(f"{printable(found.explain())}\nNothing was signed.")


def _check_account(session: Session, client: Silkline, found: Operation[Any]) -> None:
    """Raise ``BadInput`` where the key at hand is not that of the act's account."""
    if found.account in (None, client.account) or (session.dry_run and client.account is None):
        return
    raise BadInput(
        f"the act is for account {found.account}, the key is of {client.account}: the first has "
        "to sign it (silkline op sign), then anyone sends what is signed"
    )


@op.command()
@click.argument("file", type=click.Path())
@sending
def submit(session: Session, file: str) -> None:
    """
    Send the act of FILE: one that is signed by anyone, another by its account.

    \b
    Example:
        silkline op submit signed.json --once "payment order 4711"
    """
    from silkline import Operation

    client = session.acting_client()
    found = _loaded(client, file)
    if not isinstance(found, Operation):
        raise BadInput(f"{file} is a message and no act: whoever acts on it brings it along")
    _check_account(session, client, found)
    session.send(client, found)
