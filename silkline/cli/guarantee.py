"""``silkline guarantee``: cover debts, call on guarantors, see what they are owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import say, table
from silkline.cli.session import (
    CURRENCY,
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
    from silkline import ReceivableCover

__all__ = ["guarantee"]

_RECEIVABLE = click.option("--receivable", help="The receivable, such as 0x…f1.")
_LOAN = click.option("--loan", "loan_id", help="The loan, 32 bytes in hex.")


@click.group()
def guarantee() -> None:
    """
    Cover debts, call on guarantors, see what they are owed.

    Guarantors of a loan sign its terms (loan sign); those of a receivable sign a cover here.
    """


@guarantee.command()
@click.argument("receivable")
@click.option("--guarantor", type=int, required=True, help="Party that covers.")
@click.option("--share", required=True, help='Part of a shortfall, such as "80 %".')
@click.option("--cap", required=True, help="Most that it ever pays, such as '60000.00 EUR'.")
@click.option("--payer", type=int, required=True, help="Party that brings it and pays the fee.")
@click.option("--fee", help="Paid to the guarantor when it is brought.")
@click.option("--agreement", required=True, help="Hash of the agreement, 32 bytes in hex.")
@click.option("--deadline", required=True, help="Last moment to bring it: 2027-01-31T12:00:00Z.")
@click.option("--salt", type=int, default=0, help="Makes equal covers two messages.")
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing
def sign(session: Session, receivable: str, out: str | None, **given: Any) -> None:
    """
    Sign a cover of RECEIVABLE as its guarantor (scope fund); the payer brings it.

    \b
    Example:
        silkline guarantee sign 0x…f1 --guarantor 7 --share "50 %" --cap "60000.00 EUR" \\
            --payer 2 --fee "300.00 EUR" --agreement 0xa9…a9 \\
            --deadline 2027-01-31T12:00:00Z --out cover.json
    """
    client = session.acting_client()
    message = client.guarantees.message(_cover(receivable, given))
    signed = session.sign(client, message)
    if signed:
        write(signed.to_json(), out)


def _cover(receivable: str, given: dict[str, Any]) -> ReceivableCover:
    from silkline import PartyId, ReceivableCover, ReceivableId

    return ReceivableCover(
        receivable=ReceivableId.of(receivable),
        guarantor=PartyId(given["guarantor"]),
        share=given["share"],
        cap=money(given["cap"], "--cap"),
        payer=PartyId(given["payer"]),
        agreement_hash=given["agreement"],
        deadline=instant(given["deadline"], "--deadline"),
        fee=money(given["fee"], "--fee") if given["fee"] else None,
        salt=given["salt"],
    )


@guarantee.command()
@click.argument("file", type=click.Path())
@click.option("--note", help="A note of the receivable that the payer holds; none for the anchor.")
@acting
def cover(session: Session, file: str, note: str | None) -> None:
    """
    Put the signed cover of FILE in force and pay its fee, as the payer that it names.

    \b
    Example:
        silkline guarantee cover cover.json --note 0x…f1#1
    """
    client = session.acting_client()
    (signed,) = signed_files(client, (file,))
    session.send(client, client.guarantees.cover(signed, note))


@guarantee.command()
@click.argument("amount")
@acting
def approve(session: Session, amount: str) -> None:
    """
    Let guarantees take up to AMOUNT from the signer's account, in place of what they might before.

    A guarantor allows what it covers, the payer of a fee what the fee is.

    \b
    Example:
        silkline guarantee approve "60000.00 EUR"
    """
    client = session.acting_client()
    session.send(client, client.deposits.approve("Guarantees", money(amount, "AMOUNT")))


@guarantee.command()
@click.argument("file", type=click.Path())
@acting
def void(session: Session, file: str) -> None:
    """
    Take back the signed cover of FILE, as the account that signed it; one in force stays.

    \b
    Example:
        silkline guarantee void cover.json
    """
    client = session.acting_client()
    (signed,) = signed_files(client, (file,))
    if signed.message.kind != "ReceivableCover":
        raise BadInput(f"{file} is a signed {signed.message.kind}, no cover: nothing was done")
    session.send(client, client.guarantees.void_signature(signed.message.digest))


@guarantee.command()
@click.argument("party")
@CURRENCY
@acting
def claim(session: Session, party: str, currency: str) -> None:
    """
    Pay PARTY, by its number, what guarantees could not pay to it.

    \b
    Example:
        silkline guarantee claim 7 --currency EUR
    """
    client = session.acting_client()
    session.send(client, client.guarantees.claim(party, currency))


@guarantee.command()
@click.argument("guarantor", type=int)
@_RECEIVABLE
@_LOAN
@acting
def call(session: Session, guarantor: int, receivable: str | None, loan_id: str | None) -> None:
    """
    Let GUARANTOR pay on a receivable marked overdue, or a loan marked in default.

    \b
    Example:
        silkline guarantee call 7 --receivable 0x…f1
        silkline guarantee call 7 --loan 0x5d…c1 --dry-run
    """
    _one_of(receivable, loan_id)
    client = session.acting_client()
    if receivable:
        session.send(client, client.guarantees.call_cover(receivable, guarantor))
    elif loan_id:
        session.send(client, client.guarantees.call_loan_cover(loan_id, guarantor))


def _one_of(receivable: str | None, loan_id: str | None) -> None:
    if bool(receivable) == bool(loan_id):
        raise BadInput("name the debt with either --receivable or --loan")


@guarantee.command()
@_RECEIVABLE
@_LOAN
@reading
def status(session: Session, receivable: str | None, loan_id: str | None) -> None:
    """
    Show the covers of a debt, and what guarantors that have paid are owed.

    \b
    Example:
        silkline guarantee status --receivable 0x…f1
        silkline guarantee status --loan 0x5d…c1 --json | jq .claims
    """
    _one_of(receivable, loan_id)
    client = session.client()
    covers: Any = client.guarantees.covers(receivable) if receivable else ()
    claims = client.guarantees.claims(receivable) if receivable else ()
    if loan_id:
        covers, claims = client.loans.get(loan_id).covers, client.guarantees.loan_claims(loan_id)
    if session.as_json:
        return say({"covers": covers, "claims": claims})
    return _print(covers, claims)


@guarantee.command("list")
@click.argument("party", type=int)
@reading
def list_guarantees(session: Session, party: int) -> None:
    """
    List the covers that PARTY has given and received, and what guarantors are owed by it.

    \b
    Example:
        silkline guarantee list 7
        silkline guarantee list 7 --json | jq '.given[].claim'
    """
    guarantees = session.client().guarantees
    found = {
        "given": guarantees.given(party),
        "received": guarantees.received(party),
        "claims_against": guarantees.claims_against(party),
    }
    return say(found) if session.as_json else _print_all(found)


def _print_all(found: dict[str, Any]) -> None:
    from silkline.loan_terms import percent

    right = "right"
    columns = {"Is": "left", "Debt": "left", "Guarantor": right, "Debtor": right, "Share": right}
    columns |= {"Cap": right, "Has paid": right, "Is owed": right, "Callable": "left"}
    rows = (
        (
            kind.replace("_", " "),
            *(one.debt, one.guarantor, one.debtor, percent(one.share), one.cap),
            *(one.paid, one.claim, one.callable),
        )
        for kind, several in found.items()
        for one in several
    )
    table(columns, rows)


def _print(covers: Any, claims: Any) -> None:
    from silkline.loan_terms import percent

    right = "right"
    columns = {"Guarantor": "left", "Share": right, "Cap": right, "Fee": right}
    table(columns, ((one.guarantor, percent(one.share), one.cap, one.fee) for one in covers))
    columns = {"Guarantor": "left", "Is owed": right, "Has paid": right}
    if claims:
        table(columns, ((one.guarantor, one.claim, one.paid) for one in claims))
