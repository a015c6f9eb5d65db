"""
A construction loan that pays workers and suppliers itself, and comes back month by month.

Four milestones, each released when inspector and engineer sign for it. The wages of all workers
and the bills of the suppliers are paid from the reserve of the loan straight to their accounts;
the subcontractor that employs the workers sees every step, and can divert none. One worker's
account is frozen: all others are paid, and its wage waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

import silkline as sl
from scripts import demo_loans_account as account
from scripts import demo_wages_story as tell
from scripts.demo_assumptions import Assumptions
from scripts.demo_loans import CHUNK, DAY, LoanBook, Network
from scripts.demo_people import TRADES, crew, wages
from scripts.demo_stage import Stage
from scripts.demo_suite import deployed
from scripts.demo_tables import Table
from scripts.demo_wages_story import CURRENCY
from silkline.dates import day_number
from silkline.tree import grouped


def run(
    console: Console,
    network: Network,
    assumptions: Path,
    *,
    people: int = tell.WORKERS,
    chunk: int = CHUNK,
) -> Stage:
    """Tell the whole story; raise where anything is not as it must be."""
    assumed = Assumptions.read(assumptions)
    hours = assumed.number("utc_offset")
    start = day_number(tell.START) * DAY + (8 - hours) * 3_600
    with sl.local_chain(network, timestamp=start) as chain:
        stage = Stage(console, chain, 4 * hours)
        cast = tell.Cast.gather(chain, deployed(stage, CURRENCY))
        workers = crew(people)
        first, second = (wages(workers, month, assumed, CURRENCY) for month in (1, 2))
        story = tell.Story(stage, cast, assumed, workers, (first, second), chunk)
        _tell(story)
    return stage


def _tell(story: tell.Story) -> None:
    """Tell the story act by act, then draw the account."""
    stage, cast = story.stage, story.cast
    began = int(stage.chain.rpc("eth_blockNumber"), 16) + 1
    tell.onboard(story)
    before = _holdings(story)
    book = tell.sign(story)
    tell.build(story, book)
    tell.give_back(story, book)
    tell.repay(story, book)
    stage.chapter("The account")
    after = _holdings(story)
    account.check_closed(stage, book)
    account.check_cash(stage, before, after, _expected(story, book))
    first, second = story.months
    account.check_crowd(stage, cast.system, {a: first[a] + second[a] for a in first})
    cards = [number for one in story.workers for number in (one.card, one.national_id)]
    account.check_unnamed(stage, began, cards)
    tables = [
        wage_table(story),
        account.gas_table(story.paid),
        account.statement_table(book),
        account.cash_table(before, after, CURRENCY),
    ]
    account.close(stage, tables, story.assumed)


def _holdings(story: tell.Story) -> account.Holdings:
    accounts = {member.name: [member.cash] for member in story.cast.members}
    accounts[f"{len(story.workers)} workers"] = [worker.account for worker in story.workers]
    return account.holdings(story.cast.system, CURRENCY, accounts)


def _expected(story: tell.Story, book: LoanBook) -> account.Holdings:
    """Return by how much each one's cash must have changed, by lists and bills alone."""
    first, second = story.wage_bill
    income = story.income * (tell.INSTALMENTS - tell.INTEREST_ONLY)
    return {
        "Bank": book.repaid - book.drawn,
        "Contractor": income - book.repaid,
        "Owner of the building": -income,
        "Subcontractor": sl.Money.zero(CURRENCY),
        "Concrete supplier": story.money("concrete"),
        "Steel supplier": story.money("steel"),
        "Facade supplier": story.money("facade"),
        f"{len(story.workers)} workers": first + second,
    }


def wage_table(story: tell.Story) -> Table:
    """Return what the wage lists came to, trade by trade."""
    rows = []
    for trade in TRADES:
        ones = [worker.account for worker in story.workers if worker.trade == trade]
        sums = [_total(month[one] for one in ones) for month in story.months]
        rows.append((trade, str(len(ones)), *map(grouped, sums), grouped(_total(sums))))
    sums = [*story.wage_bill, _total(story.wage_bill)]
    columns = ("Trade", ">Workers", ">First month", ">Second month", f">Both, {CURRENCY}")
    footer = ("Total", str(len(story.workers)), *map(grouped, sums))
    return Table("Wages paid straight to the workers", columns, rows, footer)


def _total(amounts: Iterable[sl.Money]) -> sl.Money:
    return sum(amounts, start=sl.Money.zero(CURRENCY))
