"""``silkline invoice``: what an e-invoice says and whether it can become a receivable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import click

from silkline.cli.answers import say
from silkline.cli.session import Session, offline

if TYPE_CHECKING:
    from rich.table import Table

    from silkline.documents import DocumentRefused, Invoice, Party

__all__ = ["invoice"]

REFUSED = 2
"""Exit code of a document that is refused or cannot be read."""

STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


@click.group()
def invoice() -> None:
    """Read e-invoices and show what they are worth."""


@invoice.command()
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print JSON (invoice.schema.json).")
@click.option("--strict", is_flag=True, help="Refuse wrong check digits and missing identifiers.")
def show(file: str, as_json: bool, strict: bool) -> None:
    """
    Show what the invoice FILE says: UBL 2.1 or CII by EN 16931, e-fapiao, or JSON.

    XRechnung, Peppol BIS 3 and the XML inside Factur-X are of the first kind; how JSON is
    written, "silkline invoice schema" prints. A document that cannot become a receivable is
    refused with the reason, and the exit code is 2.

    \b
    Example:
        silkline invoice show demo/invoice.xml
        silkline invoice show demo/invoice.xml --json | jq .amount_due_minor
    """
    from silkline import documents

    try:
        read = documents.read(file, strict=strict)
    except documents.DocumentRefused as refusal:
        _refuse(refusal, as_json)
    if as_json:
        click.echo(json.dumps(documents.to_json(read), indent=2))
    else:
        _print(read)


@invoice.command()
@offline
def schema(session: Session) -> None:
    """
    Print the JSON Schema of invoices written as JSON, for those who get none as XML.

    \b
    Example:
        silkline invoice schema > invoice_form.schema.json
    """
    from importlib.resources import files

    text = files("silkline").joinpath("schemas/invoice_form.schema.json").read_text("utf-8")
    say(json.loads(text)) if session.as_json else click.echo(text, nl=False)


def _refuse(refusal: DocumentRefused, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(refusal.to_json(), indent=2))
    else:
        click.echo(f"Refused: {_printable(refusal.message)}", err=True)
        click.echo(f"  code {refusal.code}, field {refusal.field}", err=True)
    raise SystemExit(REFUSED)


def _print(read: Invoice) -> None:
    from rich.console import Console

    from silkline.documents import TYPE_CODES

    console = Console(highlight=False)
    kind = TYPE_CODES[read.type_code]
    console.print(f"Invoice {_printable(read.number)}", style="bold", markup=False)
    console.print(f"{kind}, {read.syntax}", style="dim", markup=False)
    console.print()
    console.print(_facts(read))
    console.print()
    console.print(_amounts(read))
    if read.findings:
        console.print()
        console.print(_findings(read))


def _facts(read: Invoice) -> Table:
    from rich.table import Table
    from rich.text import Text

    from silkline.documents import fingerprint_input
    from silkline.errors import BadInput

    try:
        identity = fingerprint_input(read)
    except BadInput:
        identity = "none: see findings"
    facts = {
        "Seller": _party(read.seller),
        "Buyer": _party(read.buyer),
        "Issued": str(read.issue_date),
        "Due": str(read.due_date or "not stated"),
        "Delivered": str(read.delivery_date or ""),
        "Order": read.order_reference or "",
        "Contract": read.contract_reference or "",
        "Buyer's reference": read.buyer_reference or "",
        "Terms": read.payment_terms or "",
        "Pay to": "\n".join(read.ibans),
        "Fingerprint input": identity,
    }
    table = Table.grid(padding=(0, 3))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value:
            table.add_row(name, Text(_printable(value)))
    return table


def _amounts(read: Invoice) -> Table:
    from rich import box
    from rich.table import Table

    zero = read.gross - read.gross
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Amount")
    table.add_column(read.currency, justify="right")
    rows = {
        "Net": read.net,
        "VAT": read.vat,
        "Gross": read.gross,
        "Prepaid": -read.prepaid,
        "Rounding": read.rounding,
    }
    for name, money in rows.items():
        if money != zero or name in ("Net", "VAT", "Gross"):
            table.add_row(name, f"{money.amount:,}")
    table.add_section()
    table.add_row("Amount due", f"{read.amount_due.amount:,}", style="bold")
    return table


def _findings(read: Invoice) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Findings", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Severity")
    table.add_column("Field", no_wrap=True)
    table.add_column("What", overflow="fold")
    for finding in read.findings:
        severity = Text(finding.severity, style=STYLES[finding.severity])
        table.add_row(severity, finding.field, Text(_printable(finding.message)))
    return table


def _party(party: Party) -> str:
    lines = [party.name, *(f"{found.kind:<9}{found.value}" for found in party.ids)]
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Return *text* without control characters: a document must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
