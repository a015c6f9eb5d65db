"""Closing account of the demos of loans: who has what, what it cost, what the chain knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from eth_utils.crypto import keccak
from rich.text import Text

import silkline as sl
from scripts import demo_account as account
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import named
from scripts.demo_loans import Chunk, LoanBook
from scripts.demo_stage import Stage
from scripts.demo_tables import Table
from silkline.tree import grouped

MOVES = ("released", "paid")
"""Lines of a statement by which money moved."""
Holdings = dict[str, sl.Money]
"""What each has, by name; a crowd is one name."""


def holdings(system: sl.Silkline, currency: str, accounts: Mapping[str, Iterable[str]]) -> Holdings:
    """Return what the accounts of each name hold together."""
    nothing, balance = sl.Money.zero(currency), system.deposits.balance
    return {
        name: sum((balance(one, currency) for one in ones), start=nothing)
        for name, ones in accounts.items()
    }


def check_crowd(stage: Stage, system: sl.Silkline, expected: Mapping[str, sl.Money]) -> None:
    """Check that each account of a crowd holds exactly what it is to hold."""
    for person, amount in expected.items():
        found = system.deposits.balance(person, amount.currency)
        stage.check(f"The balance of {person}", found, amount)
    total = sum(expected.values(), start=sl.Money.zero(next(iter(expected.values())).currency))
    stage.say(
        f"{len(expected)} accounts read back: each has its own to the last cent, {named(total)} in "
        "all"
    )


def check_cash(stage: Stage, before: Holdings, after: Holdings, expected: Holdings) -> None:
    """Check that what each has changed by exactly what is expected, and all together too."""
    for name, amount in expected.items():
        stage.check(f"The change of the cash of {name}", after[name] - before[name], amount)
    nothing = next(iter(before.values())) * 0
    for name in before.keys() - expected.keys():
        stage.check(f"The change of the cash of {name}", after[name] - before[name], nothing)
    total = sum((after[name] - before[name] for name in before), start=nothing)
    stage.check("All changes together", total, nothing)


def check_closed(stage: Stage, book: LoanBook) -> None:
    """Check that nothing is owed, all principal came back, and no contract holds anything."""
    loan, nothing = book.read(), sl.Money.zero(book.token.currency)
    stage.check("What is owed in the end", loan.quote.payoff, nothing)
    stage.check("The loan is closed", loan.closed, True)
    stage.check("The reserve", loan.reserve, nothing)
    stage.check("Principal repaid", book.repaid - book.interest - book.penalty, book.drawn)
    for name, entry in book.desk.deployment.contracts.items():
        held = book.desk.deposits.balance(entry.address, book.token.currency)
        stage.check(f"What {name} holds", held, nothing)
    check_statement(stage, book)


def check_statement(stage: Stage, book: LoanBook) -> None:
    """Check that anybody who knows the loan's id alone reads the same movements from the chain."""
    stranger = sl.connect(stage.chain.url, deployment=book.desk.deployment)
    found = stranger.loans.statement(book.loan)
    moved = [(one.day, one.amount) for one in found.entries if one.what in MOVES and one.amount]
    mine = [(one.day, one.drawn + one.paid) for one in book.statement]
    stage.check("The statement rebuilt from the events", moved, mine)
    stage.check("Its last balance", found.balance.payoff, sl.Money.zero(book.token.currency))
    stage.say(f"statement of {len(found.entries)} lines rebuilt from the chain by its id: the same")


def check_unnamed(stage: Stage, first_block: int, words: Sequence[str]) -> None:
    """Check that none of *words* is on the chain, in no call and no event, nor its plain hash."""
    written = b"\n".join(_written(stage.chain, first_block))
    for word in words:
        text = word.encode()
        for form in (text, sha256(text).digest(), keccak(text)):
            stage.check(f"{word} is on the chain", form in written, False)
    stage.say(
        f"{len(words)} numbers of cards and persons looked for in {len(written):,} bytes of calls "
        "and events, plain and hashed: none is there"
    )


def _written(chain: sl.LocalChain, first_block: int) -> Iterator[bytes]:
    """Yield what transactions and events said since a block."""
    for number in range(first_block, int(chain.rpc("eth_blockNumber"), 16) + 1):
        block = chain.rpc("eth_getBlockByNumber", hex(number), True)
        for sent in block["transactions"]:
            yield bytes.fromhex(sent["input"][2:])
    span = {"fromBlock": hex(first_block), "toBlock": "latest"}
    for event in chain.rpc("eth_getLogs", span):
        yield b"".join(bytes.fromhex(item[2:]) for item in (*event["topics"], event["data"]))


def cash_table(before: Holdings, after: Holdings, currency: str) -> Table:
    """Return the cash of everybody before and after; the differences add up to nothing."""
    rows = [
        (name, grouped(old), grouped(after[name]), _signed(after[name] - old))
        for name, old in before.items()
    ]
    nothing = sl.Money.zero(currency)
    old, new = (sum(found.values(), start=nothing) for found in (before, after))
    footer = ("Total", grouped(old), grouped(new), _signed(new - old))
    columns = ("Who", f">Before, {currency}", f">After, {currency}", f">Difference, {currency}")
    return Table("Cash of everybody", columns, rows, footer)


def _signed(money: sl.Money) -> str:
    return f"+{grouped(money)}" if money.minor > 0 else grouped(money)


def statement_table(book: LoanBook) -> Table:
    """Return every movement of the loan with the principal after it."""
    names = ("drawn", "penalty", "interest", "principal", "left")
    rows = [
        (str(entry.day), entry.what, *(grouped(getattr(entry, name)) for name in names))
        for entry in book.statement
    ]
    paid = (book.drawn, book.penalty, book.interest, book.repaid - book.interest - book.penalty)
    footer = ("", "Total", *map(grouped, paid), grouped(book.statement[-1].left))
    heads = (">Paid out", ">Penalty", ">Interest", ">Principal", ">Left")
    title = f"Statement of the loan, {book.token.currency}"
    return Table(title, ("Day", "What", *heads), rows, footer)


def gas_table(lists: Mapping[str, Sequence[Chunk]]) -> Table:
    """Return what paying people directly takes, list by list."""
    rows = []
    for what, chunks in lists.items():
        payees, gas = sum(len(c.payees) for c in chunks), sum(c.gas for c in chunks)
        numbers = (len(chunks), payees, gas, gas // payees)
        rows.append((what, *(f"{number:,}" for number in numbers)))
    columns = ("List", ">Transactions", ">Payees", ">Gas", ">Gas for each payee")
    return Table("What it takes to pay people directly", columns, rows)


def close(stage: Stage, tables: Sequence[Table], assumed: Assumptions) -> None:
    """Print the tables, what is assumed, and how much was checked."""
    for table in tables:
        stage.chapter(table.title)
        stage.console.print(table.for_terminal())
        stage.say(*table.remarks)
    stage.chapter(account.ASSUMED)
    stage.say(*account.assumption_lines(assumed))
    steps = f"{len(stage.steps)} transactions after deployment, {stage.gas:,} gas"
    stage.console.print(Text(f"\n{stage.checks} checks passed, {steps}.", style="bold green"))
