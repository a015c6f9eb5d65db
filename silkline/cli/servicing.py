"""``silkline loan``, once it runs: what comes back, what is stopped, what waits for its payee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from silkline.cli.answers import facts, say
from silkline.cli.session import CURRENCY, DOCUMENT, Session, acting, money, reading

if TYPE_CHECKING:
    from silkline import Money, Silkline

__all__ = ["COMMANDS"]


@click.command()
@click.argument("loan_id", metavar="LOAN")
@click.argument("milestone", type=int)
@click.argument("amount")
@acting
def refund(session: Session, loan_id: str, milestone: int, amount: str) -> None:
    """
    Return AMOUNT of a MILESTONE of LOAN, as the payee that got it; principal falls from today.

    The money comes from the signer's account, which has to let the loans' contract take it (loan
    approve). Whoever is paid by a list is no payee of its own: it pays on the loan (loan pay).

    \b
    Example:
        silkline loan refund 0x5d…c1 0 "1200.00 EUR" --once "credit note 17"
    """
    client = session.acting_client()
    session.send(client, client.loans.refund(loan_id, milestone, money(amount, "AMOUNT")))


@click.command("return-reserve")
@click.argument("loan_id", metavar="LOAN")
@acting
def return_reserve(session: Session, loan_id: str) -> None:
    """
    Return to the lender what is left of the reserve of LOAN, once nothing more can be drawn.

    \b
    Example:
        silkline loan return-reserve 0x5d…c1
    """
    client = session.acting_client()
    session.send(client, client.loans.return_reserve(loan_id))


@click.command("lift-default")
@click.argument("loan_id", metavar="LOAN")
@acting
def lift_default(session: Session, loan_id: str) -> None:
    """
    Lift the mark of default from LOAN, as its lender: what is not due yet is not due any more.

    \b
    Example:
        silkline loan lift-default 0x5d…c1 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.loans.lift_default(loan_id))


@click.command()
@click.argument("loan_id", metavar="LOAN")
@DOCUMENT
@acting
def freeze(session: Session, loan_id: str, document: str) -> None:
    """
    Stop payouts of LOAN (role COMPLIANCE); repaying and collecting go on.

    \b
    Example:
        silkline loan freeze 0x5d…c1 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.loans.freeze(loan_id, True, document))


@click.command()
@click.argument("loan_id", metavar="LOAN")
@DOCUMENT
@acting
def thaw(session: Session, loan_id: str, document: str) -> None:
    """
    Allow payouts of LOAN again (role COMPLIANCE).

    \b
    Example:
        silkline loan thaw 0x5d…c1 --document 0xd0…d0
    """
    client = session.acting_client()
    session.send(client, client.loans.freeze(loan_id, False, document))


@click.command()
@click.argument("payee")
@CURRENCY
@acting
def claim(session: Session, payee: str, currency: str) -> None:
    """
    Pay PAYEE what loans parked for it, since its account could not be paid then.

    PAYEE is the account (0x…) that a milestone or a payout list pays, or the number of a party:
    a lender, say. The money goes to the account, or to the party's cash account.

    \b
    Example:
        silkline loan claim 0x9f…21 --currency EUR
        silkline loan claim 5 --currency EUR --dry-run
    """
    client = session.acting_client()
    chosen = client.loans.claim_for if _is_account(payee) else client.loans.claim
    session.send(client, chosen(payee, currency))


@click.command()
@click.argument("payee")
@CURRENCY
@reading
def parked(session: Session, payee: str, currency: str) -> None:
    """
    Show what waits for PAYEE: an account (0x…), or the number of a party.

    A party's money may wait at loans, guarantees and collateral, each with its command claim.

    \b
    Example:
        silkline loan parked 0x9f…21 --currency EUR
        silkline loan parked 5 --currency EUR --json | jq .parked.loans
    """
    found = _parked(session.client(), payee, currency)
    if session.as_json:
        return say({"payee": payee, "parked": found})
    return facts({name.capitalize(): amount for name, amount in found.items()})


def _parked(client: Silkline, payee: str, currency: str) -> dict[str, Money]:
    """Return what waits for an account, or for a party by where it waits."""
    if _is_account(payee):
        return {"loans": client.loans.parked_for(payee, currency)}
    places = (client.loans, client.guarantees, client.collateral)
    names = ("loans", "guarantees", "collateral")
    found = (one.parked(payee, currency) for one in places)
    return dict(zip(names, found, strict=True))


def _is_account(payee: str) -> bool:
    return payee[:2].lower() == "0x"


COMMANDS: Final = (refund, return_reserve, lift_default, freeze, thaw, claim, parked)
"""What ``silkline loan`` takes over."""
