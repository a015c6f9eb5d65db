"""
A harvest that is paid in seconds: from a station's ticket to cash on a thousand accounts.

Farmers deliver at a station, which signs a ticket for each load. Once the warehouse attests the
stock and the purchaser has pledged what the mill owes it, the purchaser's loan pays every farmer
directly. On its due day the mill pays, and that repays the loan; what is left is the
purchaser's.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

import silkline as sl
from scripts import demo_harvest_story as tell
from scripts import demo_loans_account as account
from scripts.demo_account import borrowing
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import named
from scripts.demo_harvest_story import CURRENCY
from scripts.demo_loans import CHUNK, DAY, LoanBook, Network
from scripts.demo_people import GRADES
from scripts.demo_stage import Stage
from scripts.demo_suite import deployed
from scripts.demo_tables import Table
from silkline.dates import day_number
from silkline.tree import grouped


def run(
    console: Console,
    network: Network,
    assumptions: Path,
    *,
    people: int = tell.FARMERS,
    chunk: int = CHUNK,
) -> Stage:
    """Tell the whole story; raise where anything is not as it must be."""
    assumed = Assumptions.read(assumptions)
    hours = assumed.number("utc_offset")
    start = day_number(tell.START) * DAY + (7 - hours) * 3_600
    with sl.local_chain(network, timestamp=start) as chain:
        stage = Stage(console, chain, 4 * hours)
        cast = tell.Cast.gather(chain, deployed(stage, CURRENCY))
        _tell(tell.Story(stage, cast, assumed, people, chunk))
    return stage


def _tell(story: tell.Story) -> None:
    """Tell the story act by act, then draw the account."""
    stage = story.stage
    began = int(stage.chain.rpc("eth_blockNumber"), 16) + 1
    tell.onboard(story)
    before = _holdings(story)
    tell.deliver(story)
    note = tell.sell_stock(story)
    book, payouts = tell.lend(story, note)
    evidence = tell.secure(story, book, note)
    tell.pay_farmers(story, book, payouts, evidence)
    surplus = tell.collect_itself(story, book, note)
    stage.chapter("The account")
    after = _holdings(story)
    _check(story, book, surplus, before, after)
    account.check_unnamed(stage, began, [ticket.card for ticket in story.tickets])
    tables = [
        ticket_table(story),
        speed_table(story),
        waiting_table(story, book),
        account.gas_table({"Farmers": story.paid}),
        account.statement_table(book),
        account.cash_table(before, after, CURRENCY),
    ]
    account.close(stage, tables, story.assumed)


def _holdings(story: tell.Story) -> account.Holdings:
    accounts = {member.name: [member.cash] for member in story.cast.members}
    accounts["Farmers"] = [ticket.account for ticket in story.tickets]
    return account.holdings(story.cast.system, CURRENCY, accounts)


def _check(
    story: tell.Story,
    book: LoanBook,
    surplus: sl.Money,
    before: account.Holdings,
    after: account.Holdings,
) -> None:
    """Check every account to the last unit, and that debt and loan are gone."""
    stage, system = story.stage, story.cast.system
    account.check_closed(stage, book)
    stage.check("What was drawn", book.drawn, story.owed)
    expected = {
        "Mill": -story.face,
        "Purchaser": surplus,
        "Bank": book.interest,
        "Farmers": story.owed,
    }
    account.check_cash(stage, before, after, expected)
    account.check_crowd(stage, system, {one.account: one.amount for one in story.tickets})
    used = system.programmes.get(story.programme).used
    stage.check("The used limit of the mill", used, sl.Money.zero(CURRENCY))


def ticket_table(story: tell.Story) -> Table:
    """Return what was delivered, grade by grade."""
    rows = []
    for grade in GRADES:
        ones = [ticket for ticket in story.tickets if ticket.grade == grade]
        amount = sum((one.amount for one in ones), start=sl.Money.zero(CURRENCY))
        kilograms = sum(one.kilograms for one in ones)
        price = story.money(f"price_{grade.lower()}")
        rows.append((grade, f"{len(ones):,}", f"{kilograms:,}", grouped(price), grouped(amount)))
    footer = ("Total", f"{len(story.tickets):,}", f"{story.kilograms:,}", "", grouped(story.owed))
    columns = ("Grade", ">Tickets", ">Kilograms", ">A tonne", f">Amount, {CURRENCY}")
    return Table("What the station took in", columns, rows, footer)


def speed_table(story: tell.Story) -> Table:
    """Return how long farmers waited from ticket to cash, and how long they do without."""
    seconds, clock = story.seconds, story.stage.clock
    rows = []
    for what, ticket in (("Last", story.tickets[-1]), ("First", story.tickets[0])):
        waited = seconds[ticket.number]
        times = (clock(ticket.time), clock(ticket.time + waited))
        rows.append((f"{what} ticket of the window", *times, f"{waited:,}"))
    average = sum(seconds.values()) // len(seconds)
    rows.append((f"Average of {len(seconds):,} tickets", "", "", f"{average:,}"))
    for name, what in (("statutory_term", "Longest that the law allows"), ("waiting", "Without")):
        days = story.assumed.number(name)
        rows.append((f"{what}: {days} days", "", "", f"{days * DAY:,}"))
    columns = ("", ">Ticket", ">Cash", ">Seconds")
    remark = (
        "The first waited for the others of its window; a station that pays oftener waits less."
    )
    return Table("From ticket to cash", columns, rows, remarks=[remark])


def waiting_table(story: tell.Story, book: LoanBook) -> Table:
    """Return what the harvest costs in interest: the farmers without, the purchaser with."""
    rate, owed = story.assumed.rate("own_rate"), story.owed
    days = story.assumed.number("waiting")
    without = borrowing(owed, rate, days)
    term = story.assumed.number("mill_term")
    rows = [
        ("Without", "the farmers, each at its own rate", str(days), grouped(without)),
        ("With", "the purchaser, at the rate of its loan", str(term), grouped(book.interest)),
    ]
    columns = ("", "Who pays for the waiting", ">Days", f">Interest, {CURRENCY}")
    remark = (
        f"Without, {named(owed)} are borrowed by the farmers while they wait; terms and rates are "
        "examples, listed below."
    )
    return Table("Cost of the waiting", columns, rows, remarks=[remark])
