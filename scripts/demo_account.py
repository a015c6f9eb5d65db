"""The demo's closing account: who has what, what waiting and money cost, and the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import silkline as sl
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import Cast, Member, labels, named
from scripts.demo_stage import Stage
from scripts.demo_story import Bid, Sale, Story
from scripts.demo_tables import Table
from silkline.formulas import discount
from silkline.tree import as_html, grouped

ASSUMED = "What is assumed: by law, by statistic, or as an example"
Balances = Mapping[sl.PartyId, sl.Money]


def balances(cast: Cast, currency: str) -> Balances:
    """Return what every party has at its bank, as the token mirrors it."""
    return {m.id: cast.operator.deposits.balance(m.cash, currency) for m in cast}


def expected_differences(story: Story, best: Bid) -> dict[sl.PartyId, sl.Money]:
    """Return by how much the cash of each party must have changed, from the pieces alone."""
    cast, pieces = story.cast, story.pieces
    changed = {member.id: sl.Money.zero(story.currency) for member in cast}
    changed[cast.anchor.id] = -pieces.face
    changed[cast.tier1.id] = pieces.face - pieces.tier2
    changed[cast.tier2.id] = pieces.tier2 - pieces.tier3 - pieces.refused
    changed[cast.tier3.id] = pieces.tier3 - pieces.tier4
    changed[cast.instead.id] = pieces.refused
    changed[cast.tier4.id] = pieces.tier4 - best.quote.cost
    changed[best.bank.id] = best.quote.cost
    return changed


def check_sale(story: Story, sale: Sale, seconds: int) -> None:
    """Check that tier 4 has exactly the cash of the better offer, in the same minute, no gas."""
    stage, cast, seller = story.stage, story.cast, story.cast.tier4
    best, deal = sale.best, sale.deal
    fields = best.offer.message.fields
    terms = {"rate": fields["rate"], "days": best.quote.days, "basis": fields["basis"]}
    token = cast.operator.programmes.token(story.terms.programme)
    fee, value = token.money(fields["fee"]), story.pieces.tier4
    cost = fee + token.money(discount(token.units(value), **terms))
    stage.check("The cost of selling", best.quote.cost, cost)
    stage.check("The cash paid for the note", deal.proceeds, value - cost)
    balance = cast.operator.deposits.balance(seller.cash, story.currency)
    stage.check(f"The cash of {seller.name}", balance, deal.proceeds)
    stage.check(f"Within a minute ({seconds} s)", seconds <= 60, True)
    stage.say(f"{seconds} seconds after the note reached {seller.name}, its cash was there")


def check_end(story: Story, before: Balances, after: Balances, best: Bid) -> None:
    """Check that every cent is where it must be, and that no contract holds anything."""
    stage, cast, nothing = story.stage, story.cast, sl.Money.zero(story.currency)
    expected = expected_differences(story, best)
    for member in cast:
        found = after[member.id] - before[member.id]
        stage.check(f"The change of the cash of {member.name}", found, expected[member.id])
    total = sum((after[m.id] - before[m.id] for m in cast), start=nothing)
    stage.check("All changes together", total, nothing)
    for name, entry in cast.operator.deployment.contracts.items():
        held = cast.operator.deposits.balance(entry.address, story.currency)
        stage.check(f"What {name} holds", held, nothing)
    _check_debt(story)
    rpc, address = cast.operator.connection.rpc, cast.tier4.signer.address
    stage.check("Gas of tier 4", rpc.number("eth_getBalance", address, "latest"), 0)
    sent = rpc.number("eth_getTransactionCount", address, "latest")
    stage.check("Transactions sent by tier 4", sent, 0)


def _check_debt(story: Story) -> None:
    """Check that the debt is settled, no note is left, and each was paid what it was worth."""
    stage, tree = story.stage, story.tree()
    stage.check("The status of the debt", tree.receivable.status, sl.Status.SETTLED)
    stage.check("Notes still alive", (tree.receivable.live, len(tree.held())), (0, 0))
    for station in tree.stations:
        stage.check(f"What note #{station.note.number} was paid", station.paid, station.value)
    programme = story.cast.operator.programmes.get(story.terms.programme)
    stage.check("The used limit of the anchor", programme.used, sl.Money.zero(story.currency))


def bid_table(sale: Sale) -> Table:
    """Return what each bank would have paid for the note of tier 4."""
    rows = []
    for bid in sale.bids:
        quote, taken = bid.quote, "taken" if bid is sale.best else ""
        rate = f"{Decimal(quote.rate) / 10_000:.2f} %"
        rows.append((bid.bank.name, rate, grouped(quote.cost), grouped(quote.proceeds), taken))
    currency, days = sale.deal.value.currency, sale.best.quote.days
    title = f"Two offers for the same note: {named(sale.deal.value)}, {days} days to the due day"
    columns = ("Bank", ">Rate a year", f">Cost, {currency}", f">Cash, {currency}", "")
    return Table(title, columns, rows)


def balance_table(cast: Cast, before: Balances, after: Balances, currency: str) -> Table:
    """Return the cash of every party before and after; the differences add up to nothing."""
    rows, nothing = [], sl.Money.zero(currency)
    for member in cast:
        old, new = before[member.id], after[member.id]
        rows.append((member.name, grouped(old), grouped(new), _signed(new - old)))
    sums = [sum((found[m.id] for m in cast), start=nothing) for found in (before, after)]
    footer = ("Total", *(grouped(s) for s in sums), _signed(sums[1] - sums[0]))
    columns = ("Party", f">Before, {currency}", f">After, {currency}", f">Difference, {currency}")
    return Table("Cash of every party", columns, rows, footer)


def _signed(money: sl.Money) -> str:
    return f"+{grouped(money)}" if money.minor > 0 else grouped(money)


@dataclass(frozen=True)
class Waiting:
    """What one supplier's part of the debt costs until it is cash, without and with."""

    member: Member
    value: sl.Money
    days_without: int
    cost_without: sl.Money
    cost_with: sl.Money
    sold: bool


def waiting(story: Story, best: Bid, quotes: Mapping[sl.PartyId, sl.Money]) -> list[Waiting]:
    """
    Return what waiting costs each supplier for the part that it keeps or sells.

    Without: it waits its customer's term and borrows at its own rate meanwhile. With: it sells
    to the better bank; *quotes* are the costs asked from the chain where it did not.
    """
    cast, pieces, assumed = story.cast, story.pieces, story.assumed
    kept = expected_differences(story, best)
    to_due = best.quote.days
    terms = [to_due, *(assumed.number(f"term_tier_{tier}") for tier in (2, 3, 3, 4))]
    members = (cast.tier1, cast.tier2, cast.tier3, cast.instead, cast.tier4)
    found = []
    for member, tier, days in zip(members, (1, 2, 3, 3, 4), terms, strict=True):
        sold = member is cast.tier4
        value = pieces.tier4 if sold else kept[member.id]
        without = borrowing(value, assumed.rate(f"own_rate_tier_{tier}"), days)
        cost = best.quote.cost if sold else quotes[member.id]
        found.append(Waiting(member, value, days, without, cost, sold))
    return found


def borrowing(value: sl.Money, rate: int, days: int) -> sl.Money:
    """Return what a credit of *value* costs over *days* (ACT/360), rounded up to the minor unit."""
    cost = discount(value.minor, rate=rate, days=days, basis=360)
    return sl.Money.minor(cost, value.currency)


def quotes_for_others(story: Story, best: Bid) -> dict[sl.PartyId, sl.Money]:
    """Ask what selling would cost the holders that keep their notes, at the better offer."""
    system, bank = story.cast.operator, best.bank
    return {
        station.owner: system.offers.quote(best.offer, station.note).cost
        for station in story.tree().held()
        if station.owner != bank.id
    }


def waiting_table(story: Story, found: list[Waiting], best: Bid) -> Table:
    """Return waiting days and cost of money, without and with."""
    nothing = sl.Money.zero(story.currency)
    rows = [
        (
            line.member.name,
            grouped(line.value),
            str(line.days_without),
            grouped(line.cost_without),
            "0",
            grouped(line.cost_with),
            "sold" if line.sold else "quoted",
        )
        for line in found
    ]
    sums = (
        sum((getattr(line, name) for line in found), start=nothing)
        for name in ("value", "cost_without", "cost_with")
    )
    value, without, with_it = map(grouped, sums)
    first, second = (">Days without", ">Cost without"), (">Days with", ">Cost with")
    columns = ("Supplier", ">Its part", *first, *second, "With")
    footer = ("Total", value, "", without, "", with_it, "")
    title = f"Waiting days and cost of money, {story.currency}"
    return Table(title, columns, rows, footer, _remarks(story, found, best))


def _remarks(story: Story, found: list[Waiting], best: Bid) -> list[str]:
    """Say what the table compares, and how the law's and the statistics' terms change it."""
    assumed, last = story.assumed, found[-1]
    statutory = assumed.number("statutory_term")
    shorter = borrowing(last.value, assumed.rate("own_rate_tier_4"), statutory)
    sold = f"{last.member.name} sold to {best.bank.name}"
    compared = (
        "Without: each waits for its own customer and borrows at its own rate meanwhile. "
        f"With: {sold}; the others could have, as the contract quoted in the same minute. "
        "They kept their notes instead, and waited for the due day. Tier 1 waits for the due day "
        "of the invoice; terms of the other tiers, own rates and offers are examples."
    )
    lawful = (
        f"Were {last.member.name} paid after {statutory} days, the longest term that the law "
        f"allows without more, instead of {last.days_without}, its cost without would be "
        f"{named(shorter)}."
    )
    return [compared, lawful]


def assumption_table(assumed: Assumptions) -> Table:
    """Return every assumption with its kind and source."""
    rows = [
        (entry.kind, entry.name.replace("_", " "), f"{entry.value} {entry.unit}", entry.source)
        for entry in assumed.entries.values()
    ]
    return Table(ASSUMED, ("Kind", "What", "Value", "Source"), rows)


def assumption_lines(assumed: Assumptions) -> list[str]:
    """Return the assumptions in short: each cited one, then all that are mere examples."""
    cited, examples = [], []
    for entry in assumed.entries.values():
        said = f"{entry.name.replace('_', ' ')} {entry.value} {entry.unit}"
        if entry.kind == "example":
            examples.append(said)
        else:
            cited.append(f"{entry.kind}: {said}. {entry.source}")
    return [*cited, f"example, chosen for the demo: {'; '.join(examples)}"]


def step_table(stage: Stage) -> Table:
    """Return every transaction with its amount, time and gas."""
    rows = [
        (
            str(step.number),
            step.title,
            grouped(step.amount) if step.amount else "",
            stage.clock(step.time),
            f"{step.gas:,}",
        )
        for step in stage.steps
    ]
    columns = (">Step", "What", ">Amount", "Block time", ">Gas")
    return Table("Every transaction", columns, rows, ("", "Total", "", "", f"{stage.gas:,}"))


def save_picture(story: Story, tables: list[Table], folder: Path) -> Path:
    """Write the page with the tree and the tables, and return its path."""
    title = f"One invoice, four tiers, one payment: {named(story.pieces.face)}"
    after = "\n".join(table.for_page() for table in tables)
    page = as_html(story.tree(), labels(story.cast, story.trades), title=title, after=after)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tree.html"
    path.write_text(page, encoding="utf-8")
    return path
