"""
From an e-invoice to cash at the fourth tier, on a chain of its own; or a story of loans.

A supplier's e-invoice becomes a debt that its anchor confirms. The note on it is passed down to
the fourth tier, which sells its piece to the better of two banks within the same minute. On the
due day the anchor pays once, and every holder is paid. Everything is checked; any difference or
failing step ends the demo with exit code 1.

    make demo                                the demo on Anvil
    make demo NETWORK=ganache                the same on Ganache
    make demo SCENARIO=wages                 a loan pays workers and suppliers itself
    make demo SCENARIO=harvest               a loan pays a thousand farmers in seconds
    python -m scripts.demo --invoice FILE    with another e-invoice (UBL or CII)
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

import silkline as sl
from scripts import demo_account as account
from scripts import demo_harvest, demo_wages
from scripts import demo_story as tell
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import Cast, labels, named
from scripts.demo_stage import WIDTH, Stage, StepFailed
from scripts.demo_suite import deployed
from scripts.demo_tables import Table
from silkline.dates import day_number
from silkline.tree import as_text

ROOT = Path(__file__).resolve().parent.parent
LOANS = {"wages": demo_wages.run, "harvest": demo_harvest.run}
"""Scenarios of loans, which need no invoice."""


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    summary, _, details = (__doc__ or "").strip().partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m scripts.demo",
        description=summary,
        epilog=details,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--scenario", choices=("receivables", *LOANS), default="receivables")
    parser.add_argument("--network", choices=("anvil", "ganache"), default="anvil")
    parser.add_argument("--invoice", type=Path, default=ROOT / "demo" / "invoice.xml")
    parser.add_argument("--due", help="due day, where the invoice names none (YYYY-MM-DD)")
    parser.add_argument("--assumptions", type=Path, help="the scenario's own unless given")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "demo")
    options = parser.parse_args(arguments)
    if options.assumptions is None:
        folder = options.scenario if options.scenario in LOANS else ""
        options.assumptions = ROOT / "demo" / folder / "assumptions.yaml"
    return options


def run(options: argparse.Namespace, console: Console) -> None:
    """Tell the whole story; raise where anything is not as it must be."""
    assumed = Assumptions.read(options.assumptions)
    invoice = _read(options.invoice)
    if options.due is None and invoice.due_date is None:
        raise sl.BadInput(
            f"{options.invoice} names no due date: agree on one, and give it as --due"
        )
    _show_invoice(console, options.invoice, invoice)
    hours = assumed.number("utc_offset")
    day = day_number(invoice.issue_date) + assumed.number("days_to_confirmation")
    start = day * tell.DAY + (9 - hours) * tell.HOUR
    with sl.local_chain(options.network, timestamp=start) as chain:
        stage = Stage(console, chain, 4 * hours)
        story = _prepare(stage, invoice, assumed, options.due)
        _tell(story, options.output)


def _read(path: Path) -> sl.documents.Invoice:
    """Read an e-invoice; a refusal names the file."""
    try:
        return sl.documents.read(path)
    except sl.documents.DocumentRefused as refusal:
        raise StepFailed(str(path), refusal) from refusal


def _show_invoice(console: Console, path: Path, invoice: sl.documents.Invoice) -> None:
    """Say what the e-invoice says, and what a reader should know of it."""
    due = invoice.due_date or "on no day that it names"
    parties = f"{invoice.seller.name} to {invoice.buyer.name}"
    console.print(Text("The e-invoice", style="bold cyan"))
    for line in (
        f"{path.name} ({invoice.syntax}): invoice {invoice.number} of {invoice.issue_date}",
        f"{parties}, order {invoice.order_reference}: {named(invoice.amount_due)} due {due}",
        *(f"{found.severity}: {found.message}" for found in invoice.findings),
    ):
        console.print(Text(f"     {line}", style="dim"))


def _prepare(
    stage: Stage, invoice: sl.documents.Invoice, assumed: Assumptions, due: str | None
) -> tell.Story:
    """Deploy the system and write the terms of the debt."""
    chain = stage.chain
    deployment = deployed(stage, invoice.currency)
    cast, key = Cast.gather(chain, deployment), tell.new_key()
    deadline = chain.time + tell.DAY
    terms = tell.write_terms(cast, invoice, due, key, deadline)
    pieces = tell.Pieces.cut(terms.face, assumed)
    return tell.Story(stage, cast, assumed, invoice, terms, pieces, key)


def _tell(story: tell.Story, output: Path) -> None:
    """Tell the story act by act, then draw the account."""
    stage, cast = story.stage, story.cast
    tell.onboard(story)
    before = account.balances(cast, story.currency)
    first = tell.confirm(story)
    third = tell.pass_down(story, first)
    offers = tell.offer(story)
    fourth = tell.reach_tier_4(story, third)
    arrived = stage.steps[-1].time
    sale = tell.sell(story, fourth, offers)
    account.check_sale(story, sale, stage.steps[-1].time - arrived)
    quotes = account.quotes_for_others(story, sale.best)
    _show_tree(story, "Who holds what before the due day")
    tell.mature(story)
    tell.pay_everybody(story)
    _show_tree(story, "Who was paid")
    after = account.balances(cast, story.currency)
    account.check_end(story, before, after, sale.best)
    costs = account.waiting(story, sale.best, quotes)
    tables = [
        account.bid_table(sale),
        account.balance_table(cast, before, after, story.currency),
        account.waiting_table(story, costs, sale.best),
    ]
    _close(story, output, tables)


def _show_tree(story: tell.Story, title: str) -> None:
    story.stage.chapter(title)
    story.stage.console.print(as_text(story.tree(), labels(story.cast, story.trades)))


def _close(story: tell.Story, output: Path, tables: list[Table]) -> None:
    """Print the tables and leave the picture."""
    stage = story.stage
    for table in tables:
        stage.chapter(table.title)
        stage.console.print(table.for_terminal())
        stage.say(*table.remarks)
    stage.chapter(account.ASSUMED)
    stage.say(*account.assumption_lines(story.assumed))
    pages = [*tables, account.step_table(stage), account.assumption_table(story.assumed)]
    path = account.save_picture(story, pages, output)
    steps = f"{len(stage.steps)} transactions after deployment, {stage.gas:,} gas"
    done = f"\n{stage.checks} checks passed, {steps}."
    stage.console.print(Text(done, style="bold green"))
    stage.console.print(Text(f"The picture: {path}"), soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; return 0 when every step and check passed."""
    options = parse(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH + 16)
    began = time.monotonic()
    try:
        if options.scenario in LOANS:
            LOANS[options.scenario](console, options.network, options.assumptions)
        else:
            run(options, console)
    except (sl.SilklineError, StepFailed, OSError) as error:
        sys.stdout.flush()
        print(f"demo failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("demo stopped; its chain is gone", file=sys.stderr)
        return 130
    console.print(Text(f"Done in {time.monotonic() - began:.1f} seconds."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
