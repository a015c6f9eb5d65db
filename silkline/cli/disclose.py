"""``silkline evidence``: evidence files, what is shown of them, and whether it is true."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import facts, say, table
from silkline.cli.session import Session, key_in, money, offline, reading, text_of, write
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline.documents.evidence import Evidence, Leaf

__all__ = ["evidence"]

_FILES = click.option(
    "--file",
    "named",
    multiple=True,
    metavar="NAME=PATH",
    help="A file besides, such as delivery=note.pdf; may be repeated.",
)
_OUT = click.option(
    "--out", type=click.Path(), required=True, help="New file, which its owner alone may read."
)


@click.group()
def evidence() -> None:
    """
    Keep what stands behind roots on chain, and show single fields of it.

    An evidence file has the salts of all its fields: keep it as you keep keys. What others may
    see of it, "prove" takes out; whether that is true, "check" says.
    """


@evidence.command()
@click.argument("invoice", type=click.Path())
@_FILES
@_OUT
@offline
def make(session: Session, invoice: str, named: tuple[str, ...], out: str) -> None:
    """
    Make the evidence file of an INVOICE and of files beside it; the root goes on chain.

    \b
    Example:
        silkline evidence make demo/invoice.xml --file delivery=note.pdf --out evidence.json
    """
    from silkline import documents
    from silkline.documents.evidence import Evidence, file_leaf, invoice_leaves

    leaves = invoice_leaves(documents.read(invoice))
    leaves += [file_leaf(name, path) for name, path in _files(named).items()]
    _keep(session, Evidence(leaves), out)


@evidence.command()
@click.argument("invoice", type=click.Path())
@click.option("--key-file", required=True, help="File with the consortium key in hex.")
@click.option("--delivery", required=True, help="Number of the delivery note or acceptance.")
@click.option("--delivery-date", help="Day of the delivery; the invoice's own unless given.")
@click.option("--order", help="Order number; the invoice's own unless given.")
@click.option(
    "--amount", help="What is paid with the note: '400.00 EUR'; all that is due unless given."
)
@_OUT
@offline
def trade(
    session: Session,
    invoice: str,
    key_file: str,
    delivery: str,
    delivery_date: str | None,
    order: str | None,
    amount: str | None,
    out: str,
) -> None:
    """
    Make the evidence file of a hop: INVOICE is the one between the two suppliers.

    The root is the trade reference with which a note is assigned.

    \b
    Example:
        silkline evidence trade demo/invoice.xml --key-file consortium.key \\
            --delivery DN-1 --delivery-date 2027-01-28 --order PO-13 --out hop.json
    """
    from silkline import documents
    from silkline.dates import date_of, day_number
    from silkline.documents.evidence import trade_of_invoice

    made = trade_of_invoice(
        documents.read(invoice),
        key=key_in(key_file),
        delivery=delivery,
        order=order,
        delivery_date=date_of(day_number(delivery_date)) if delivery_date else None,
        amount=money(amount, "--amount") if amount else None,
    )
    _keep(session, made, out)


@evidence.command()
@click.argument("file", type=click.Path())
@offline
def show(session: Session, file: str) -> None:
    """
    Show root and fields of an evidence FILE, without the salts.

    \b
    Example:
        silkline evidence show evidence.json
    """
    found = _evidence(file)
    _answer(session, found.root, list(found.leaves.values()), {})


@evidence.command()
@click.argument("file", type=click.Path())
@click.argument("fields", nargs=-1, required=True)
@click.option("--out", type=click.Path(), help="New file for the disclosure; printed otherwise.")
@offline
def prove(session: Session, file: str, fields: tuple[str, ...], out: str | None) -> None:
    """
    Take FIELDS with their proofs out of an evidence FILE; it is JSON, for who may see them.

    \b
    Example:
        silkline evidence prove evidence.json BT-115 BT-9 --out disclosure.json
    """
    disclosure = _evidence(file).disclose(*fields)
    write(json.dumps(disclosure.to_json(), indent=2), out)


@evidence.command()
@click.argument("disclosure", type=click.Path())
@click.option("--root", help="Root that the fields have to stand behind, 32 bytes in hex.")
@click.option(
    "--receivable", help="Debt on chain whose evidence, or a trade of whose notes, it is."
)
@_FILES
@reading
def check(
    session: Session,
    disclosure: str,
    root: str | None,
    receivable: str | None,
    named: tuple[str, ...],
) -> None:
    """
    Check that the fields of a DISCLOSURE stand behind the root, and files behind their hashes.

    With --receivable the root is looked for on chain; without it no node is needed.

    \b
    Example:
        silkline evidence check disclosure.json --file delivery=note.pdf --receivable 0x…f1
    """
    from silkline.documents.evidence import Disclosure
    from silkline.tokens import hash32

    found = Disclosure.from_json(_json(disclosure))
    found.check(hash32(root, name="--root") if root is not None else None)
    leaves = [one.leaf for one in found.proven]
    _check_files(leaves, _files(named))
    stands = _stands(session, receivable, found.root) if receivable else None
    more = {"root_given": root is not None, "stands": stands, "files": sorted(_files(named))}
    _answer(session, found.root, leaves, more)
    if not (session.as_json or root or stands):
        click.echo("Compare the root with the one on chain: pass --receivable or --root.", err=True)


def _stands(session: Session, receivable: str, root: bytes) -> str:
    """
    Say as what a root stands on chain.

    Raises:
        BadInput: It is neither the evidence in force of the debt nor a trade of its notes.
    """
    client = session.client()
    roots = client.receivables.evidence_roots(receivable)
    if roots and roots[-1] == root:
        return f"evidence of {receivable}"
    written = "0x" + root.hex()
    if root in roots:
        raise BadInput(f"{written} was the evidence of {receivable} and was replaced by another")
    for station in client.receivables.tree(receivable).stations:
        if station.trade_reference == written:
            return f"trade of note {station.note}"
    raise BadInput(f"{written} stands nowhere on {receivable}: neither as evidence nor as a trade")


def _check_files(leaves: list[Leaf], files: Mapping[str, str]) -> None:
    """Refuse a file whose hash is not the one disclosed under its name."""
    from silkline.documents.evidence import file_hash

    hashes = {leaf.field: leaf.value for leaf in leaves if leaf.type == "sha256"}
    for name, path in files.items():
        if f"file:{name}" not in hashes:
            raise BadInput(
                f"no file {name!r} is disclosed; there are {', '.join(hashes) or 'none'}"
            )
        found, told = file_hash(path), hashes[f"file:{name}"]
        if found != told:
            raise BadInput(f"{path} has the hash {found}, disclosed under {name!r} is {told}")


def _files(named: tuple[str, ...]) -> dict[str, str]:
    """Return the paths of files by their names; raises ``BadInput``."""
    found: dict[str, str] = {}
    for text in named:
        name, sign, path = text.partition("=")
        if not (name and sign and path):
            raise BadInput(f"--file: {text[:80]!r} is not NAME=PATH, such as delivery=note.pdf")
        if name in found:
            raise BadInput(f"--file: {name!r} is named twice")
        found[name] = path
    return found


def _evidence(path: str) -> Evidence:
    from silkline.documents.evidence import Evidence

    return Evidence.from_json(_json(path))


def _json(path: str) -> Any:
    from silkline.nesting import read_json

    try:
        return read_json(text_of(path))
    except ValueError as error:
        raise BadInput(f"{path} is no JSON that can be read: {error}") from None


def _keep(session: Session, made: Evidence, path: str) -> None:
    """Write an evidence file that its owner alone may read, and say the root."""
    text = json.dumps(made.to_json(), indent=2)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    answer = {"root": made.root, "fields": list(made.leaves), "file": str(Path(path))}
    if session.as_json:
        return say(answer)
    return facts({"Root": "0x" + made.root.hex(), "Kept in": path})


def _answer(session: Session, root: bytes, leaves: list[Leaf], more: Mapping[str, Any]) -> None:
    fields = [{"field": one.field, "type": one.type, "value": one.value} for one in leaves]
    if session.as_json:
        return say({"root": root, **more, "fields": fields})
    facts({"Root": "0x" + root.hex(), "Stands as": more.get("stands")})
    columns = {"Field": "left", "Type": "left", "Value": "left"}
    return table(columns, (list(one.values()) for one in fields))
