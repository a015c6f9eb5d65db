"""``silkline offer``: a funder's standing offers to buy notes, and the sales under them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from silkline.cli.answers import facts, say, table
from silkline.cli.session import (
    Session,
    acting,
    instant,
    money,
    reading,
    signed_files,
    signing,
    write,
)
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Money, Offer, SignedMessage, Silkline

__all__ = ["offer"]

_NOTE: Final = click.argument("note_id", metavar="NOTE")
_VALUE: Final = click.option("--value", help="Part to sell, such as '10000.00 EUR'; or the whole.")


@click.group()
def offer() -> None:
    """
    Make offers to buy notes, compare them, sell under them.

    An offer is a signed message in a FILE: it travels to sellers by any way, and the chain knows
    only how much of it is taken. Funders allow what may be paid (approve --for offers).

    \b
    Example:
        silkline offer list offers --note 0x…f1#1
        silkline offer take bank-a.json 0x…f1#1 --value "10000.00 EUR" --at-least "9800.00 EUR"
    """


@offer.command()
@click.option("--funder", type=int, required=True, help="Party that buys.")
@click.option("--programme", help="Buys notes of this programme, such as 1/1.")
@click.option("--receivable", help="Buys notes of this debt alone.")
@click.option("--rate", required=True, help='Discount a year, such as "4.5 %".')
@click.option("--cap", required=True, help="Most face value of all sales together.")
@click.option("--smallest", required=True, help="Least face value of a sale.")
@click.option("--fee", required=True, help="Fee of each sale, such as '25.00 EUR'.")
@click.option("--until", required=True, help="Last moment to take it: 2027-01-31T12:00:00Z.")
@click.option("--tier", type=int, default=255, help="Deepest tier that is bought.")
@click.option("--basis", type=click.Choice(["360", "365"]), default="360", help="Days of a year.")
@click.option("--recourse", is_flag=True, help="An overdue note may be put back to its seller.")
@click.option("--registry", is_flag=True, help="Sales name an entry of the receivables registry.")
@click.option("--salt", type=int, required=True, help="Number of the offer; see offer cancel.")
@click.option("--out", type=click.Path(), help="New file for the offer; printed otherwise.")
@signing
def make(session: Session, out: str | None, **given: Any) -> None:
    """
    Sign an offer to buy notes of a programme, or of one debt, as an account of scope fund.

    \b
    Example:
        silkline offer make --funder 5 --programme 1/1 --rate "4.5 %" --cap "500000.00 EUR" \\
            --smallest "1000.00 EUR" --fee "25.00 EUR" --until 2027-01-31T12:00:00Z --salt 1 \\
            --out bank-a.json
    """
    client = session.acting_client()
    message = client.offers.message(_made(given))
    signed = session.sign(client, message)
    if signed:
        write(signed.to_json(), out)


def _made(given: dict[str, Any]) -> Offer:
    from silkline import Offer, PartyId, ProgrammeId, ReceivableId
    from silkline.loan_terms.sheet import named, ppm

    programme, receivable = given["programme"], given["receivable"]
    if bool(programme) == bool(receivable):
        raise BadInput("name what is bought with either --programme or --receivable")
    amounts = {name: money(given[name], f"--{name}") for name in ("cap", "smallest", "fee")}
    return Offer(
        funder=PartyId(given["funder"]),
        scope=ProgrammeId.of(programme) if programme else ReceivableId.of(receivable),
        rate=named("--rate", ppm, given["rate"]),
        valid_until=instant(given["until"], "--until"),
        salt=given["salt"],
        deepest_tier=given["tier"],
        basis=360 if given["basis"] == "360" else 365,
        recourse=given["recourse"],
        registry_required=given["registry"],
        **amounts,
    )


# Comparing


@offer.command("list")
@click.argument("files", metavar="FILE...|DIR", nargs=-1, required=True, type=click.Path())
@click.option("--note", help="Quote each for this note, the best first.")
@_VALUE
@reading
def list_offers(
    session: Session, files: tuple[str, ...], note: str | None, value: str | None
) -> None:
    """
    List the offers of FILEs: what is left of each; for a note also what it would bring now.

    A folder stands for the .json files in it. The best comes first, and those that cannot be
    taken last, each with the reason. The rate "all in" is what the sale costs a year with its
    fee, on the cash that it brings.

    \b
    Example:
        silkline offer list offers/*.json
        silkline offer list offers --note 0x…f1#1
        silkline offer list offers --note 0x…f1#1 --json | jq '.offers[0].quote.proceeds'
    """
    if value and not note:
        raise BadInput("--value is a part of a note: name it by --note")
    client, paths = session.client(), _paths(files)
    offers = dict(zip(paths, _offers_in(client, paths), strict=True))
    if note is None:
        found = [_listed(client, path, signed) for path, signed in offers.items()]
    else:
        found = _compared(client, offers, note, money(value, "--value") if value else None)
    if session.as_json:
        return say({"note": note, "offers": found})
    return _print(found)


def _paths(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files, those of a folder in its place; raises ``BadInput`` for an empty one."""
    found: list[str] = []
    for name in files:
        inside = sorted(map(str, Path(name).glob("*.json"))) if Path(name).is_dir() else [name]
        if not inside:
            raise BadInput(f"{name} has no .json files: name the files of offers, or their folder")
        found += inside
    return tuple(found)


def _offers_in(client: Silkline, paths: tuple[str, ...]) -> list[SignedMessage]:
    """Return the signed offers of files; raises ``BadInput`` for anything else."""
    found = signed_files(client, paths)
    for path, signed in zip(paths, found, strict=True):
        if signed.message.kind != "Offer":
            raise BadInput(f"{path} is a signed {signed.message.kind}, no offer")
    return found


def _listed(client: Silkline, path: str, signed: SignedMessage) -> dict[str, Any]:
    """Return an offer as it is listed where no note is asked about."""
    refused = None
    if not signed.verify(client.connection):
        refused = f"the signature is not one of {signed.signer}"
    answer = {"all_in_rate": None, "quote": None, "refused": refused}
    return {**_about(path, signed), "left": client.offers.left(signed), **answer}


def _compared(
    client: Silkline, offers: dict[str, SignedMessage], note: str, value: Money | None
) -> list[dict[str, Any]]:
    """Return the offers as a holder compares them, the best first; one in two files twice."""
    files: dict[str, list[str]] = {}
    for path, signed in offers.items():
        files.setdefault(signed.to_json(), []).append(path)
    found = client.offers.open_to(note, offers.values(), value)
    return [
        {
            **_about(files[one.offer.to_json()].pop(0), one.offer),
            "left": one.left,
            "all_in_rate": one.all_in_rate,
            "quote": one.quote,
            "refused": one.refused,
        }
        for one in found
    ]


def _about(path: str, signed: SignedMessage) -> dict[str, Any]:
    from silkline.domain import when

    fields = signed.message.fields
    return {
        "file": path,
        "id": signed.message.digest,
        "funder": fields["funder"],
        "rate": fields["rate"],
        "until": when(fields["validUntil"]),
        "recourse": fields["recourse"],
    }


def _print(found: list[dict[str, Any]]) -> None:
    from silkline.loan_terms.sheet import percent

    columns = {"File": "left", "Funder": "right", "Rate": "right", "All in": "right"}
    columns |= {"Left": "right", "Until": "left", "Recourse": "left", "Brings": "right"}
    rows = (
        (
            Path(one["file"]).name,
            one["funder"],
            percent(one["rate"]),
            percent(one["all_in_rate"]) if one["all_in_rate"] is not None else "",
            one["left"],
            one["until"],
            one["recourse"],
            one["refused"] or (one["quote"].proceeds if one["quote"] else ""),
        )
        for one in found
    )
    table(columns, rows)


@offer.command()
@click.argument("file", type=click.Path())
@_NOTE
@_VALUE
@reading
def quote(session: Session, file: str, note_id: str, value: str | None) -> None:
    """
    Show what selling NOTE, or a part, under the offer of FILE would bring now.

    \b
    Example:
        silkline offer quote bank-a.json 0x…f1#1 --value "10000.00 EUR"
    """
    from silkline.loan_terms.sheet import percent

    client = session.client()
    (signed,) = _offers_in(client, (file,))
    found = client.offers.quote(signed, note_id, money(value, "--value") if value else None)
    if session.as_json:
        return say({"offer": signed.message.digest, "quote": found})
    return facts(
        {
            "Sold": found.value,
            "Brings": found.proceeds,
            "Costs": found.cost,
            "Days": found.days,
            "Rate": percent(found.rate),
        }
    )


# Selling and taking back


@offer.command()
@click.argument("file", type=click.Path())
@_NOTE
@click.option("--at-least", required=True, help="Least cash that is taken for it.")
@_VALUE
@click.option("--registry", help="Entry of the receivables registry, 32 bytes in hex.")
@acting
def take(
    session: Session,
    file: str,
    note_id: str,
    at_least: str,
    value: str | None,
    registry: str | None,
) -> None:
    """
    Sell NOTE, or a part, under the offer of FILE, as its holder (scope assign).

    \b
    Example:
        silkline offer take bank-a.json 0x…f1#1 --value "10000.00 EUR" --at-least "9800.00 EUR"
    """
    client = session.acting_client()
    (signed,) = _offers_in(client, (file,))
    operation = client.offers.take(
        signed,
        note_id,
        value=money(value, "--value") if value else None,
        min_proceeds=money(at_least, "--at-least"),
        registry_reference=registry,
    )
    session.send(client, operation)


@offer.command()
@click.argument("file", required=False, type=click.Path())
@click.option("--below", type=int, help="All offers of one's own party with a lower salt.")
@acting
def cancel(session: Session, file: str | None, below: int | None) -> None:
    """
    Cancel the offer of FILE, or all with a salt below a number, as its funder (scope fund).

    \b
    Example:
        silkline offer cancel bank-a.json
        silkline offer cancel --below 100
    """
    if (file is None) == (below is None):
        raise BadInput("name what is cancelled: either FILE, or all below a salt by --below")
    client = session.acting_client()
    if file is not None:
        (signed,) = _offers_in(client, (file,))
        return session.send(client, client.offers.cancel(signed))
    return session.send(client, client.offers.cancel_below(below or 0))


@offer.command("put-back")
@_NOTE
@acting
def put_back(session: Session, note_id: str) -> None:
    """
    Put NOTE, overdue and bought with recourse, back to its seller, as its buyer (scope fund).

    \b
    Example:
        silkline offer put-back 0x…f1#1 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.offers.put_back(note_id))
