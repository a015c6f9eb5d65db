"""``silkline loan``: agree on loans, pay them out, pay them back, see what is owed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from silkline.cli import servicing
from silkline.cli.answers import facts, printable, say, table
from silkline.cli.condition import condition
from silkline.cli.evidence import evidence
from silkline.cli.loan_answers import list_of_party, loan_answer, milestone_answer
from silkline.cli.session import Session, acting, money, offline, reading, signed_files, write
from silkline.cli.session import signing as signing_command
from silkline.cli.sheets import agreement_in, sheet_in, terms_answer

if TYPE_CHECKING:
    from silkline.loans import Loan, Quote
    from silkline.schedules import Schedule

__all__ = ["loan"]


@click.group()
def loan() -> None:
    """
    Agree on loans, pay them out, pay them back, see what is owed.

    LOAN is the id of a loan, 32 bytes in hex. SHEET is its term sheet (YAML or JSON), or the
    agreement made of it. Every act is explained and asked for; --dry-run stops there.

    \b
    Exit codes:
        0  done
        1  a contract refuses it; the message has its name, the values and what to do
        2  what was asked for makes no sense
        3  the node cannot be reached, or has not mined it yet
      130  interrupted; what was sent stays sent

    \b
    Example:
        export SILKLINE_RPC=http://127.0.0.1:8545 SILKLINE_KEYSTORE=bank-a.json
        silkline loan terms show loan.yaml
        silkline loan open loan.yaml --signature borrower.json --dry-run
    """


# Terms


@loan.group()
def terms() -> None:
    """Look at terms of loans before anybody signs them."""


@terms.command("show")
@click.argument("sheet", type=click.Path())
@click.option("--drawn", help="Day on which all is paid out; the draw deadline unless given.")
@offline
def show_terms(session: Session, sheet: str, drawn: str | None) -> None:
    """
    Show what the term sheet SHEET binds its signers to, and its plan; no node is needed.

    The plan is in minor units and takes each payment as made on its day.

    \b
    Example:
        silkline loan terms show loan.yaml
        silkline loan terms show loan.yaml --drawn 2027-01-15 --json | jq .plan.interest
    """
    from silkline.loan_terms import plan_of

    read = sheet_in(sheet)
    answer, plan = terms_answer(read), plan_of(read, drawn)
    if session.as_json:
        say({**answer, "plan": plan.to_json()})
    else:
        _print_terms(answer, plan)


def _print_terms(answer: dict[str, Any], plan: Schedule) -> None:
    from rich.console import Console

    for words in answer["words"]:
        click.echo(printable(f"- {words}"))
    _print_rows(answer["milestones"], ("index", "amount", "payees", "condition", "deadline"))
    click.echo(f"{plan.written(plan.amount)} {plan.currency} drawn on {plan.drawn}")
    Console(highlight=False).print(plan.table())


def _print_rows(rows: list[dict[str, Any]], names: tuple[str, ...]) -> None:
    titles = {name.replace("_", " ").capitalize(): "left" for name in names}
    table(titles, ([row[name] if row[name] is not None else "" for name in names] for row in rows))


@terms.command("of")
@click.argument("loan_id", metavar="LOAN")
@click.option("--amending", is_flag=True, help="As the start of an amendment of LOAN.")
@click.option("--out", type=click.Path(), help="New file for the sheet; printed otherwise.")
@reading
def terms_of(session: Session, loan_id: str, amending: bool, out: str | None) -> None:
    """
    Print the terms of LOAN that are in force as a term sheet, in JSON.

    For an amendment the sheet names the loan and has the next salt; deadlines that have passed
    are to be set anew before it is signed.

    \b
    Example:
        silkline loan terms of 0x5d…c1 --amending --out longer.json
    """
    from dataclasses import replace

    from silkline.loan_terms import sheet_json

    client = session.client()
    sheet = client.loans.sheet(loan_id)
    if amending:
        first = client.loans.get(loan_id).id
        sheet = replace(sheet, amends=first, salt=sheet.salt + 1)
    write(json.dumps(sheet_json(sheet), indent=2), out)


@terms.command()
@offline
def schema(session: Session) -> None:
    """
    Print the JSON Schema of term sheets; no node is needed. YAML keeps to it as well.

    \b
    Example:
        silkline loan terms schema > term_sheet.schema.json
    """
    from importlib.resources import files

    text = files("silkline").joinpath("schemas/term_sheet.schema.json").read_text("utf-8")
    say(json.loads(text)) if session.as_json else click.echo(text, nl=False)


@loan.command()
@click.argument("sheet", type=click.Path())
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing_command
def sign(session: Session, sheet: str, out: str | None) -> None:
    """
    Sign the terms of SHEET; the signature is JSON, for whoever opens or amends the loan.

    Lender and guarantors sign by an account of scope fund, the borrower of scope confirm.

    \b
    Example:
        silkline loan sign loan.yaml --keystore borrower-key.json --out borrower.json
    """
    client = session.acting_client()
    made = agreement_in(client, sheet)
    signed = session.sign(client, client.loans.message(made))
    if signed:
        client.loans.remember(made)
        write(signed.to_json(), out)


@loan.command()
@click.argument("sheet", type=click.Path())
@reading
def remember(session: Session, sheet: str) -> None:
    """
    Keep the agreement of SHEET in the journal, and say the id of its loan.

    The chain has only hashes: who releases a milestone has to know the terms. Who signed or
    opened the loan here has them already.

    \b
    Example:
        silkline loan remember loan.yaml --journal silkline.journal
    """
    client = session.keeping_client()
    made = agreement_in(client, sheet)
    answer = {"loan": client.loans.remember(made), "terms_hash": made.hash}
    say(answer) if session.as_json else facts({"Loan": answer["loan"], "Terms": made.hash})


@loan.command("open")
@click.argument("sheet", type=click.Path())
@click.option("--signature", multiple=True, help="File with a party's signature; once for each.")
@acting
def open_loan(session: Session, sheet: str, signature: tuple[str, ...]) -> None:
    """
    Open the loan of SHEET; the result is its id.

    Each party has signed, except that the one that opens it need not.

    \b
    Example:
        silkline loan open loan.yaml --signature borrower.json --signature guarantor.json
    """
    client = session.acting_client()
    made = agreement_in(client, sheet)
    session.send(client, client.loans.open(made, signed_files(client, signature)))


@loan.command()
@click.argument("sheet", type=click.Path())
@acting
def void(session: Session, sheet: str) -> None:
    """
    Make the terms of SHEET dead for ever, as a party to them; not those in force.

    \b
    Example:
        silkline loan void loan.yaml --dry-run
    """
    client = session.acting_client()
    session.send(client, client.loans.void(agreement_in(client, sheet)))


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@click.argument("sheet", type=click.Path())
@click.option("--signature", multiple=True, help="File with a party's signature; once for each.")
@acting
def amend(session: Session, loan_id: str, sheet: str, signature: tuple[str, ...]) -> None:
    """
    Put the new terms of SHEET in force for LOAN from today; the result is their hash.

    The sheet names the loan under "amends". Where covers change, old guarantors sign as well.

    \b
    Example:
        silkline loan amend 0x5d…c1 longer.yaml --signature borrower.json
    """
    client = session.acting_client()
    made = agreement_in(client, sheet)
    given = signed_files(client, signature)
    session.send(client, client.loans.amend(loan_id, made, given))


# Paying out and back


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@click.argument("milestone", type=int)
@click.option(
    "--evidence", "given", multiple=True, help="File with signed evidence; once for each."
)
@acting
def release(session: Session, loan_id: str, milestone: int, given: tuple[str, ...]) -> None:
    """
    Release a MILESTONE of LOAN, counted from 0: pay its payee, or open its payout list.

    Anyone may bring it who knows the agreement (loan remember); the money goes where the terms
    say. A list is paid by payout run afterwards.

    \b
    Example:
        silkline loan release 0x5d…c1 0 --evidence inspector.json --evidence engineer.json
    """
    client = session.acting_client()
    act = client.loans.release(loan_id, milestone, signed_files(client, given))
    session.send(client, act)


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@click.argument("amount")
@acting
def pay(session: Session, loan_id: str, amount: str) -> None:
    """
    Pay AMOUNT on LOAN: penalty first, then interest, then principal.

    What exceeds the debt is not taken. The money comes from the signer's account, which has
    to let the loans' contract take it (loan approve).

    \b
    Example:
        silkline loan pay 0x5d…c1 "12000.00 EUR" --once "bank order 4711"
    """
    client = session.acting_client()
    session.send(client, client.loans.repay(loan_id, money(amount, "AMOUNT")))


@loan.command()
@click.argument("amount")
@acting
def approve(session: Session, amount: str) -> None:
    """
    Let loans take up to AMOUNT from the signer's account, in place of what they might before.

    A lender allows what it will lend, a borrower what may be collected of it.

    \b
    Example:
        silkline loan approve "250000.00 EUR"
    """
    client = session.acting_client()
    session.send(client, client.deposits.approve("Loans", money(amount, "AMOUNT")))


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@acting
def collect(session: Session, loan_id: str) -> None:
    """
    Collect what is due on LOAN from the borrower's account, as far as it is there.

    \b
    Example:
        silkline loan collect 0x5d…c1 --yes
    """
    client = session.acting_client()
    session.send(client, client.loans.collect(loan_id))


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@acting
def default(session: Session, loan_id: str) -> None:
    """
    Mark LOAN in default, once the days of its terms have passed: all of it becomes due.

    \b
    Example:
        silkline loan default 0x5d…c1 --dry-run
    """
    client = session.acting_client()
    session.send(client, client.loans.mark_default(loan_id))


# Reading


@loan.command("list")
@click.option("--lender", type=int, help="Only loans of this party.")
@click.option("--borrower", type=int, help="Only loans to this party.")
@click.option("--party", type=int, help="Loans of this party in any role, as they stand.")
@reading
def list_loans(
    session: Session, lender: int | None, borrower: int | None, party: int | None
) -> None:
    """
    List the loans that were opened, in the order of their opening.

    With --party those that it lends, borrows, covers or is paid from, as they stand today, with
    their milestones where the journal has the agreement (loan remember).

    \b
    Example:
        silkline loan list --lender 5 --borrower 2
        silkline loan list --party 2
        silkline loan list --lender 5 --json | jq -r '.loans[].loan'
    """
    if party is not None:
        return list_of_party(session, party, lender, borrower)
    found = session.client().loans.find(lender=lender, borrower=borrower)
    if session.as_json:
        return say({"loans": found})
    columns = {"Loan": "left", "Lender": "right", "Borrower": "right", "Block": "right"}
    return table(columns, ((one.loan, one.lender, one.borrower, one.block) for one in found))


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@reading
def show(session: Session, loan_id: str) -> None:
    """
    Show LOAN as it stands: parties, what is owed today, covers and milestones.

    \b
    Example:
        silkline loan show 0x5d…c1 --json | jq .milestones
    """
    found = session.client().loans.get(loan_id)
    say(loan_answer(found)) if session.as_json else _print_loan(found)


def _print_loan(found: Loan) -> None:
    names = ("id", "lender", "borrower", "commitment", "reserve", "closed", "frozen", "defaulted")
    facts({name.capitalize(): getattr(found, name) for name in names})
    click.echo()
    _print_quote(found.quote)
    columns = ("index", "amount", "payees", "condition", "deadline", "state")
    if found.milestones:
        _print_rows([milestone_answer(one) for one in found.milestones], columns)
    else:
        click.echo("Milestones are not known here: silkline loan remember SHEET", err=True)


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@click.option("--on", "day", help="A later day, if nothing happens until then; today otherwise.")
@reading
def quote(session: Session, loan_id: str, day: str | None) -> None:
    """
    Show what is owed on LOAN; paying the payoff on that day leaves nothing.

    \b
    Example:
        silkline loan quote 0x5d…c1 --on 2027-06-30
    """
    found = session.client().loans.quote(loan_id, day)
    say(found) if session.as_json else _print_quote(found)


def _print_quote(found: Quote) -> None:
    names = ("day", "penalty", "billed", "accrued", "overdue", "principal", "due", "payoff")
    shown = {name.capitalize(): getattr(found, name) for name in names}
    facts({**shown, "Days past due": found.days_past_due})


@loan.command()
@click.argument("loan_id", metavar="LOAN")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@reading
def statement(session: Session, loan_id: str, as_csv: bool) -> None:
    """
    Show everything that happened to LOAN, with the balances after each event.

    The balances are reckoned anew and compared with what the contract says.

    \b
    Example:
        silkline loan statement 0x5d…c1
        silkline loan statement 0x5d…c1 --csv > loan.csv
    """
    found = session.client().loans.statement(loan_id)
    if as_csv:
        click.echo(found.to_csv(), nl=False)
    elif session.as_json:
        say(json.loads(found.to_json()))
    else:
        click.echo(found.render())


for one in (condition, evidence, *servicing.COMMANDS):
    loan.add_command(one)
