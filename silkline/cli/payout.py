"""``silkline payout``: check lists of payees, and pay them chunk by chunk, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from silkline.cli.answers import BAD_INPUT, facts, progress_bar, say
from silkline.cli.session import Command, Session, money, offline, reading, sending
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Money, Silkline, Token
    from silkline.loan_terms import Milestone, PayoutList, PayoutProblems
    from silkline.loans import PayoutRun, Progress

__all__ = ["payout"]

_ROOT = 66
"""Characters of the root of a list; an account has 42."""


def _chunk(unless: str) -> Callable[[Command], Command]:
    text = f"Payees that one transaction pays; {unless} unless given."
    return click.option("--chunk-size", type=click.IntRange(1), help=text)


def _listed(command: Command) -> Command:
    """Take the loan, the milestone and the file of its list."""
    command = _chunk("the size that was signed")(command)
    command = click.argument("file", type=click.Path())(command)
    command = click.argument("milestone", type=int)(command)
    return click.argument("loan_id", metavar="LOAN")(command)


@click.group()
def payout() -> None:
    """
    Check lists of payees, and pay them chunk by chunk, each once.

    A list is a CSV file with the columns account and amount; others are for people.
    """


@payout.command()
@click.argument("file", type=click.Path())
@click.option("--total", help="What all lines must come to, such as '48000.00 EUR'.")
@click.option("--currency", help="Currency of the amounts, where no total is given.")
@click.option("--decimals", type=click.IntRange(0, 77), help="Decimals of the token that is paid.")
@_chunk("100, or what the blocks of the node --rpc take,")
@click.option("--sheet", type=click.Path(), help="Term sheet that names the list already.")
@click.option("--milestone", type=int, help="Which of its milestones, from 0.")
@click.option("--rpc", envvar="SILKLINE_RPC", show_envvar=True, help="Address of a node.")
@offline
def check(
    session: Session, file: str, decimals: int | None, chunk_size: int | None, **given: Any
) -> None:
    """
    Check the payout list FILE line by line, and say its root; no node is needed.

    The root is what a milestone of the term sheet names as its payees. It depends on the
    token's decimals, which are those of the currency unless given, and on the size of chunks. All
    lines that cannot be paid are told at once with their numbers, and the exit code is 2.

    \b
    Example:
        silkline payout check wages.csv --total "48000.00 EUR" --decimals 6
        silkline payout check wages.csv --total "48000.00 EUR" --json | jq -r .root
        silkline payout check wages.csv --sheet loan.yaml --milestone 1 --decimals 6
    """
    from silkline import loan_terms

    agreed = _agreed(given["sheet"], given["milestone"])
    expected, currency = _expected(agreed, given["total"], given["currency"])
    token, size = _token(currency, decimals), chunk_size or _size_on(session.rpc)
    try:
        read = loan_terms.read_payouts(file, token, total=expected, chunk_size=size)
    except loan_terms.PayoutProblems as problems:
        _tell_problems(problems, session.as_json)
    if agreed:
        read = _as_agreed(read, agreed, chunk_size)
    _answer_list(session, read, token)


def _agreed(sheet: str | None, milestone: int | None) -> Milestone | None:
    """Return the milestone of a sheet that a list is compared with; None where none is named."""
    from silkline.cli.sheets import sheet_in

    if (sheet is None) != (milestone is None):
        raise BadInput("--sheet and --milestone go together")
    if sheet is None or milestone is None:
        return None
    ones = sheet_in(sheet).milestones
    if not 0 <= milestone < len(ones):
        raise BadInput(f"--milestone: {sheet} has milestones 0..{len(ones) - 1}, got {milestone}")
    if len(ones[milestone].payees) != _ROOT:
        raise BadInput(f"milestone {milestone} pays {ones[milestone].payees}, no list")
    return ones[milestone]


def _expected(
    agreed: Milestone | None, total: str | None, currency: str | None
) -> tuple[Money | None, str]:
    """Return what a list must come to, where that is known, and its currency."""
    given = money(total, "--total") if total else None
    expected = given or (agreed.amount if agreed else None)
    chosen = expected.currency if expected else currency
    if not chosen or (currency and chosen != currency):
        raise BadInput("name the currency: --total '48000.00 EUR', or --currency EUR")
    if agreed and expected != agreed.amount:
        raise BadInput(f"--total: the milestone is {agreed.amount}, got {expected}")
    return expected, chosen


def _as_agreed(read: PayoutList, agreed: Milestone, size: int | None) -> PayoutList:
    """Return the list in chunks as a milestone names it; raises ``BadInput`` for another list."""
    if size is None:
        return read.fitted(agreed.payees)
    if read.root != agreed.payees:
        raise BadInput(f"the milestone pays the list {agreed.payees}, this one is {read.root}")
    return read


def _size_on(rpc: str | None) -> int:
    """Return how many payees one transaction should pay, on a node where one is named."""
    from silkline.loan_terms.payouts import CHUNK

    if not rpc:
        return CHUNK
    from silkline.chain.connection import open_connection
    from silkline.loans.payouts import chunk_size

    return chunk_size(open_connection(rpc))


def _token(currency: str, decimals: int | None) -> Token:
    from dataclasses import replace

    from silkline.loan_terms import offline_token

    token = offline_token(currency)
    return token if decimals is None else replace(token, decimals=decimals)


def _tell_problems(found: PayoutProblems, as_json: bool) -> NoReturn:
    """Print all lines that cannot be paid, and leave with the exit code of bad input."""
    if as_json:
        lines = [{"line": one.line, "message": one.text} for one in found.problems]
        error = {"code": "bad-input", "message": str(found), "problems": lines}
        say({"error": error})
    else:
        click.echo("Refused: the list cannot be paid", err=True)
        for one in found.problems:
            click.echo(f"  {one}", err=True)
    raise SystemExit(BAD_INPUT)


def _answer_list(session: Session, read: PayoutList, token: Token) -> None:
    answer = {
        "payees": len(read.entries),
        "total": token.money(read.total),
        "decimals": token.decimals,
        "chunk_size": read.chunk_size,
        "chunks": len(read.chunks),
        "root": read.root,
    }
    if session.as_json:
        return say(answer)
    return facts({name.replace("_", " ").capitalize(): value for name, value in answer.items()})


@payout.command()
@_listed
@sending
def run(session: Session, **listed: Any) -> None:
    """
    Pay the list FILE of a released MILESTONE of LOAN, one transaction for each chunk.

    What is paid already is skipped, and each chunk has its place in the journal, so that the
    same command may be repeated after any interruption.

    \b
    Example:
        silkline payout run 0x5d…c1 0 wages.csv --dry-run
        silkline payout run 0x5d…c1 0 wages.csv --yes
    """
    _run(session, **listed, begun=False)


@payout.command()
@_listed
@reading
def status(session: Session, **listed: Any) -> None:
    """
    Show how far the list FILE of a MILESTONE of LOAN is paid.

    \b
    Example:
        silkline payout status 0x5d…c1 0 wages.csv
        silkline payout status 0x5d…c1 0 wages.csv --json | jq .left
    """
    client = session.client()
    payouts, _ = _list_of(session, client, **listed)
    found = client.loans.payout_status(listed["loan_id"], listed["milestone"], payouts)
    if session.as_json:
        return say(found)
    done = f"{len(found.paid)} of {found.chunks}"
    return facts({"Chunks paid": done, "Amount": found.amount, "Total": found.total})


@payout.command()
@_listed
@sending
def resume(session: Session, **listed: Any) -> None:
    """
    Go on paying the list FILE of MILESTONE of LOAN, of which something has been paid.

    A list of which nothing has been paid is refused: it may be the wrong one.

    \b
    Example:
        silkline payout resume 0x5d…c1 0 wages.csv
    """
    _run(session, **listed, begun=True)


def _run(
    session: Session,
    loan_id: str,
    milestone: int,
    file: str,
    chunk_size: int | None,
    *,
    begun: bool,
) -> None:
    if session.once:
        raise BadInput("--once is not for lists: each chunk has a name of its own already")
    client = session.acting_client()
    payouts, amount = _list_of(session, client, loan_id, milestone, file, chunk_size)
    loans, count = client.loans, len(payouts.chunks)
    left = list(loans.payout_status(loan_id, milestone, payouts).left)
    if begun and len(left) == count:
        raise BadInput(f"nothing of {file} has been paid yet: begin with payout run")
    words = (
        f"Pay {len(left)} of {count} chunks of {file} ({len(payouts.entries)} payees) of "
        f"milestone {milestone}, {amount}, of loan {loan_id}"
    )
    if left:
        loans.pay_out(loan_id, milestone, payouts, left[0]).simulate(client.account)
    if session.dry_run:
        return _rehearsed(session, words, left)
    if left:
        session.ask(lambda: words, "Pay them?")
    with _progress(session, count) as step:
        made = loans.pay_out_list(loan_id, milestone, payouts, progress=step)
    return _answer_run(session, loan_id, milestone, made)


def _list_of(
    session: Session,
    client: Silkline,
    loan_id: str,
    milestone: int,
    file: str,
    chunk_size: int | None,
) -> tuple[PayoutList, Money]:
    """Return the list of a file and what its milestone is; exits with all its problems."""
    from silkline import loan_terms
    from silkline.loans.known import known

    try:
        read = client.loans.payout_list(loan_id, milestone, file, chunk_size=chunk_size)
    except loan_terms.PayoutProblems as problems:
        _tell_problems(problems, session.as_json)
    found = known(client.connection, loan_id)
    return read, found.token.money(found.milestone(milestone)["amount"])


def _rehearsed(session: Session, words: str, left: list[int]) -> None:
    if session.as_json:
        return say({"sent": False, "words": words, "chunks_left": left})
    click.echo(words)
    return click.echo("Nothing was sent.")


@contextmanager
def _progress(session: Session, chunks: int) -> Iterator[Callable[[Progress], None]]:
    """Show a bar on stderr while a list is paid; none where JSON is asked for."""
    with progress_bar("Chunks", chunks, show=not session.as_json) as told:
        yield lambda step: told(step.done, chunks)


def _answer_run(session: Session, loan_id: str, milestone: int, made: PayoutRun) -> None:
    answer: dict[str, Any] = {
        "sent": bool(made.paid),
        "loan": loan_id,
        "milestone": milestone,
        "chunks_paid": [one.chunk for one in made.paid],
        "chunks_skipped": made.skipped,
        "amount": made.amount,
        "parked": made.parked,
    }
    if session.as_json:
        return say(answer)
    counts = {"Chunks paid": len(made.paid), "Chunks paid before": len(made.skipped)}
    return facts({**counts, "Amount": made.amount, "Parked": made.parked})
