"""``silkline invoice confirm`` and ``sign``: a debt is made of invoices, by its anchor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import printable
from silkline.cli.invoice import invoice
from silkline.cli.session import (
    Session,
    acting,
    instant,
    key_in,
    money,
    signed_files,
    signing,
    write,
)
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Silkline, Terms
    from silkline.cli.session import Command
    from silkline.documents import Invoice

__all__ = ["invoice"]


def _debt(command: Command) -> Command:
    """Give a command what makes a debt of invoices."""
    options = (
        click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path()),
        click.option("--programme", required=True, help="The anchor's programme, such as 1/1."),
        click.option("--creditor", required=True, help="The seller, by its number as a party."),
        click.option("--key-file", required=True, help="File with the consortium key in hex."),
        click.option("--due", help="Due day; that of the first invoice unless given."),
        click.option("--face", help="What is confirmed; what the invoices leave due unless given."),
        click.option("--seller-id", help="The seller's identifier as registered."),
        click.option("--buyer-id", help="The buyer's identifier as registered."),
        click.option("--instalment", default="1/1", help="Part k/n that falls due by itself."),
        click.option("--evidence", help="Root of the evidence, 32 bytes in hex."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@invoice.command()
@_debt
@click.option("--signature", type=click.Path(), help="File with the anchor's signature.")
@acting
def confirm(session: Session, signature: str | None, **given: Any) -> None:
    """
    Confirm the debt of the e-invoices FILEs: as its anchor (scope confirm), or by its signature.

    Its id is the fingerprint of the first invoice under the consortium's key: so no invoice is
    ever financed twice.

    \b
    Example:
        silkline invoice confirm invoice.xml --programme 1/1 --creditor 2 \\
            --key-file consortium.key --dry-run
        silkline invoice confirm invoice.xml --programme 1/1 --creditor 2 \\
            --key-file consortium.key --signature anchor.json
    """
    client, terms = session.acting_client(), _terms(session, **given)
    if signature is None:
        return session.send(client, client.receivables.confirm(terms))
    (signed,) = signed_files(client, (signature,))
    terms = replace(terms, deadline=int(signed.message.fields.get("deadline", 0)))
    return session.send(client, client.receivables.confirm(terms, signed))


@invoice.command()
@_debt
@click.option("--deadline", required=True, help="Last moment at which it counts.")
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing
def sign(session: Session, deadline: str, out: str | None, **given: Any) -> None:
    """
    Sign, as its anchor (scope confirm), that the debt of FILEs is owed; anyone brings it.

    \b
    Example:
        silkline invoice sign invoice.xml --programme 1/1 --creditor 2 \\
            --key-file consortium.key --deadline 2027-01-31T12:00:00Z --out anchor.json
    """
    client: Silkline = session.acting_client()
    terms = replace(_terms(session, **given), deadline=_seconds(deadline))
    signed = session.sign(client, client.receivables.confirmation(terms))
    if signed:
        write(signed.to_json(), out)


def _seconds(deadline: str) -> int:
    from silkline.dates import unix_time

    return unix_time(instant(deadline, "--deadline"))


def _terms(session: Session, files: tuple[str, ...], **given: Any) -> Terms:
    """Return the terms of a debt over the invoices of files, and tell what they leave open."""
    from silkline import documents, terms_from_invoice

    key = key_in(given["key_file"])
    first, *further = [documents.read(path) for path in files]
    if not session.as_json:
        _warn(first, *further)
    return terms_from_invoice(
        first,
        *further,
        key=key,
        programme=given["programme"],
        creditor=given["creditor"],
        due=given["due"],
        face=money(given["face"], "--face") if given["face"] else None,
        seller_id=given["seller_id"],
        buyer_id=given["buyer_id"],
        instalment=_instalment(given["instalment"]),
        evidence_root=given["evidence"],
    )


def _instalment(text: str) -> tuple[int, int]:
    part, slash, parts = text.partition("/")
    if not (slash and part.isdecimal() and parts.isdecimal()):
        raise BadInput(f"--instalment: {text[:40]!r} is no part; write it as 1/3")
    return int(part), int(parts)


def _warn(*invoices: Invoice) -> None:
    for one in invoices:
        for finding in one.findings:
            if finding.severity != "info":
                told = printable(f"{one.number}: {finding.field}: {finding.message}")
                click.echo(f"Finding ({finding.severity}): {told}", err=True)
