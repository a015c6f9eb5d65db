"""The acts of the demo of the harvest: deliver, attest, pledge, pay the farmers, be paid back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data

import silkline as sl
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import Member, document, named
from scripts.demo_loans import DAY, Chunk, LoanBook, agree, attest, go_to, payout_list
from scripts.demo_people import Ticket, deliveries, worth
from scripts.demo_stage import Stage, StepFailed
from scripts.demo_suite import Casting, register
from silkline import loan_math as lm
from silkline import loans
from silkline.conditions import AllOf, Attested, AttestedMetric, Condition, NotesPledged
from silkline.dates import date_of, today
from silkline.documents.evidence import Evidence, fresh_salt
from silkline.loan_terms import Milestone, PayoutList, TermSheet, agreement, percent

CURRENCY = "EUR"
FARMERS = 1000
START = date(2027, 8, 2)
STATION, STOCK = 0, 1
"""Parts of the milestone's condition that somebody signs for."""


@dataclass(frozen=True)
class Cast:
    """Everybody but the farmers; station and warehouse only sign."""

    system: sl.Silkline
    mill: Member
    purchaser: Member
    bank: Member
    station: Member
    warehouse: Member

    @classmethod
    def gather(cls, chain: sl.LocalChain, deployment: sl.Deployment) -> Cast:
        """Return the parties with their keys."""
        part = Casting.open(chain, deployment)
        attestor = sl.Role.ATTESTOR
        return cls(
            part.system,
            mill=part.member(1, "Mill", sl.Role.ANCHOR),
            purchaser=part.member(11, "Purchaser", sl.Role.SUPPLIER),
            bank=part.member(21, "Bank", sl.Role.FUNDER),
            station=part.member(31, "Station", attestor, gas=False),
            warehouse=part.member(32, "Warehouse", attestor, gas=False),
        )

    @property
    def members(self) -> list[Member]:
        """The parties."""
        return [value for value in vars(self).values() if isinstance(value, Member)]


@dataclass
class Story:
    """Everything that the acts of the story share."""

    stage: Stage
    cast: Cast
    assumed: Assumptions
    farmers: int
    chunk: int
    tickets: tuple[Ticket, ...] = ()
    """The station's book: the only place where cards and accounts stand together."""
    tree: Evidence | None = None
    """Evidence of all tickets; only its root is attested."""
    paid: list[Chunk] = field(default_factory=list)

    @property
    def token(self) -> sl.Token:
        """The token that is lent."""
        return self.cast.system.deposits.token(CURRENCY)

    @property
    def programme(self) -> sl.ProgrammeId:
        """The mill's programme."""
        return sl.ProgrammeId.build(self.cast.mill.id, 1)

    def money(self, name: str) -> sl.Money:
        """Return an assumed amount."""
        return self.assumed.money(name, CURRENCY)

    @property
    def kilograms(self) -> int:
        """All that was delivered."""
        return sum(ticket.kilograms for ticket in self.tickets)

    @property
    def owed(self) -> sl.Money:
        """What all tickets come to."""
        return sum((ticket.amount for ticket in self.tickets), start=sl.Money.zero(CURRENCY))

    @property
    def face(self) -> sl.Money:
        """What the mill owes for the stock."""
        return worth(self.kilograms, self.money("mill_price"))

    @property
    def seconds(self) -> dict[int, int]:
        """How long each ticket took to become cash, by its number."""
        times = {account: chunk.time for chunk in self.paid for account, _ in chunk.payees}
        return {one.number: times[one.account] - one.time for one in self.tickets}

    @property
    def day(self) -> date:
        """Today on the calendar of the loan."""
        return date_of(today(self.stage.chain.time, self.stage.utc_offset))


def onboard(story: Story) -> None:
    """Register everybody, open the mill's programme, bring in money, give standing orders."""
    stage, cast = story.stage, story.cast
    stage.chapter("Onboarding")
    register(stage, cast.system, cast.members, START)
    stage.say(
        f"{story.farmers} farmers are no parties: each has an account for this harvest alone, and "
        "only the station knows whose it is"
    )
    stage.act("The registrar opens the mill's programme", _programme(story))
    for member, name in ((cast.mill, "mill_cash"), (cast.bank, "bank_cash")):
        cash, booking = story.money(name), document(f"Booking for {member.name}")
        issue = cast.system.deposits.issue(member.cash, cash, booking)
        stage.act(f"{member.name} has money at its bank; the token mirrors it", issue, cash)
    for member, spender, name in (
        (cast.mill, "Settlements", "mill_cash"),
        (cast.bank, "Loans", "bank_cash"),
    ):
        most = story.money(name)
        standing = member.desk.deposits.approve(spender, most)
        stage.act(f"{member.name} lets {spender} take what its signature allows", standing, most)


def _programme(story: Story) -> sl.Operation[None]:
    assumed = story.assumed
    rules = sl.Rules(
        limit=story.money("limit"),
        smallest_piece=story.money("smallest_piece"),
        max_tenor=assumed.number("longest_tenor"),
        deepest_tier=2,
        late_rate=assumed.daily_rate("late_rate"),
        agreement_hash=document("Framework agreement of the mill's programme"),
        grace_days=assumed.number("grace"),
        utc_offset=story.stage.utc_offset,
    )
    return story.cast.system.programmes.open(story.programme, rules)


def deliver(story: Story) -> None:
    """Let all farmers deliver in one window of the station; each gets a ticket that it signed."""
    stage, assumed = story.stage, story.assumed
    stage.chapter("The station")
    begin, seconds = stage.chain.time, assumed.number("weighing_window")
    story.tickets = deliveries(story.farmers, begin, seconds, assumed, CURRENCY)
    stage.chain.set_time(story.tickets[-1].time)
    for ticket in (*story.tickets[:3], story.tickets[-1]):
        stage.say(
            f"ticket {ticket.number:>4}  {stage.clock(ticket.time)}  {ticket.kilograms:>5,} kg  "
            f"grade {ticket.grade}  {named(ticket.price)} a tonne  {named(ticket.amount):>14}"
        )
    signatures = [_stamp(story, ticket) for ticket in story.tickets]
    _check_stamps(story, signatures)
    story.tree = Evidence(ticket.leaf for ticket in story.tickets)
    stage.say(
        f"{len(story.tickets)} tickets, each signed by the station with a salt of its own: "
        f"{story.kilograms:,} kg, {named(story.owed)}; one root stands for all: "
        f"0x{story.tree.root.hex()[:16]}…"
    )


def _stamp(story: Story, ticket: Ticket) -> bytes:
    return story.cast.station.signer.sign_typed(_stamped(story, ticket))


def _stamped(story: Story, ticket: Ticket) -> dict[str, Any]:
    """Return what the station signs of a ticket (EIP-712): its salted leaf."""
    return {
        "types": {"Ticket": [{"name": "leaf", "type": "bytes32"}]},
        "primaryType": "Ticket",
        "domain": {"name": "Station", "version": "1"},
        "message": {"leaf": ticket.leaf.hash()},
    }


def _check_stamps(story: Story, signatures: Sequence[bytes]) -> None:
    """Check every ticket as the purchaser does before it pays, and that none can be altered."""
    stage, station = story.stage, story.cast.station
    for ticket, signature in zip(story.tickets, signatures, strict=True):
        stage.check(f"Who signed ticket {ticket.number}", _signer(story, ticket, signature),
                    station.cash)  # fmt: skip
    last = story.tickets[-1]
    heavier = Ticket(**{**vars(last), "kilograms": last.kilograms + 20})
    forged = _signer(story, heavier, signatures[-1]) == station.cash
    stage.check("A ticket made heavier still is the station's", forged, False)


def _signer(story: Story, ticket: Ticket, signature: bytes) -> str:
    signed = encode_typed_data(full_message=_stamped(story, ticket))
    return str(Account.recover_message(signed, signature=signature))


def sell_stock(story: Story) -> sl.NoteId:
    """Let the mill confirm what it owes the purchaser for the stock; return the note on it."""
    stage, cast = story.stage, story.cast
    stage.chapter("The mill buys the stock")
    due = story.day + timedelta(days=story.assumed.number("mill_term"))
    facts = f"v1|SUPPLIER{cast.purchaser.id}|ANCHOR{cast.mill.id}|STOCK-1|{story.day}|1/1"
    terms = cast.system.receivables.terms(
        story.programme,
        creditor=cast.purchaser.id,
        fingerprint=sl.documents.fingerprint(fresh_salt(), facts),
        face=story.face,
        due=due,
        evidence_root=_tree(story).root,
    )
    title = f"The mill confirms what it owes the purchaser on {due}"
    return stage.act(title, cast.mill.desk.receivables.confirm(terms), story.face).note


def _tree(story: Story) -> Evidence:
    if story.tree is None:
        raise StepFailed("Tickets", "none were delivered")
    return story.tree


def lend(story: Story, note: sl.NoteId) -> tuple[LoanBook, PayoutList]:
    """Agree on a loan that pays exactly the tickets, and on what must hold before."""
    stage, cast = story.stage, story.cast
    stage.chapter("The purchaser's loan")
    amounts = {ticket.account: ticket.amount for ticket in story.tickets}
    payouts = payout_list(amounts, story.token, story.chunk)
    whole = agreement(_sheet(story, note, payouts), story.token)
    book = agree(stage, whole, cast.system, cast.bank, cast.purchaser)
    condition = book.read().milestones[0].condition
    stage.say("It pays the farmers alone, as soon as all of this holds:")
    stage.say(*(f"    {part.words()}" for part in _parts(condition)))
    return book, payouts


def _parts(condition: Condition | None) -> Sequence[Condition]:
    if not isinstance(condition, AllOf):
        raise StepFailed("The condition", f"is {condition}")
    return condition.parts


def _sheet(story: Story, note: sl.NoteId, payouts: PayoutList) -> TermSheet:
    assumed, cast = story.assumed, story.cast
    due = cast.system.receivables.get(note.receivable).due
    return TermSheet(
        lender=cast.bank.id,
        borrower=cast.purchaser.id,
        commitment=story.owed,
        draw_deadline=story.day + timedelta(days=1),
        rate=percent(assumed.rate("rate")),
        day_count=lm.DayCount.ACT_360,
        method=lm.Method.BULLET,
        first_due=due + timedelta(days=assumed.number("loan_margin")),
        instalments=1,
        interval=1,
        penalty_rate=percent(assumed.rate("penalty_rate")),
        days_to_default=assumed.number("days_to_default"),
        milestones=(_milestone(story, payouts),),
        proceeds_to_principal=True,
        purpose="TRAD",
        agreement_hash=f"0x{document('Loan agreement for the harvest').hex()}",
        evidence_root=f"0x{_tree(story).root.hex()}",
        utc_offset=story.stage.utc_offset,
        salt=1,
        deadline=story.stage.chain.time + DAY,
    )


def _milestone(story: Story, payouts: PayoutList) -> Milestone:
    """Return the one milestone: tickets signed, stock attested, the mill's debt pledged."""
    cast = story.cast
    condition = AllOf(
        (
            Attested((cast.station.id,), 1),
            AttestedMetric((cast.warehouse.id,), 1, at_least=story.kilograms),
            NotesPledged(story.face),
        )
    )
    placed = cast.system.conditions.place(condition)
    return Milestone(amount=story.owed, payees=payouts.root, **placed)


def secure(story: Story, book: LoanBook, note: sl.NoteId) -> list[sl.SignedMessage]:
    """Have tickets and stock attested, and pledge the mill's debt; return the evidence."""
    stage, cast = story.stage, story.cast
    stage.chapter("Station, warehouse, pledge")
    milestone = book.read().milestones[0]
    evidence = [
        attest(_request(story, milestone, STATION, 0), cast.station),
        attest(_request(story, milestone, STOCK, story.kilograms), cast.warehouse),
    ]
    _show_check(story, milestone, evidence, False)
    pledge = cast.purchaser.desk.collateral.pledge(book.loan, note)
    stage.act("The purchaser pledges the mill's debt", pledge, story.face)
    stage.check(
        "What is to come on pledged notes", cast.system.collateral.value(book.loan), story.face
    )
    _show_check(story, milestone, evidence, True)
    return evidence


def _request(story: Story, milestone: loans.Milestone, part: int, value: int) -> sl.Message:
    now = story.stage.chain.time
    return milestone.evidence_request(
        _tree(story).root, value=value, observed_at=now, valid_until=now + DAY, part=part
    )


def _show_check(
    story: Story, milestone: loans.Milestone, evidence: list[sl.SignedMessage], met: bool
) -> None:
    """Say what the evidence comes to now."""
    found = milestone.check(evidence)
    if found is None:
        raise StepFailed("The milestone", "has no condition")
    story.stage.say(*found.render().splitlines())
    story.stage.check("Whether the milestone may be released", found.met, met)


def pay_farmers(
    story: Story, book: LoanBook, payouts: PayoutList, evidence: list[sl.SignedMessage]
) -> None:
    """Release the milestone and pay every farmer, by anyone's call."""
    stage = story.stage
    stage.chapter(f"{len(story.tickets)} farmers are paid")
    book.release("All holds: the list is released", 0, evidence)
    story.paid = book.pay_list("Farmers", 0, payouts)
    waited = sorted(story.seconds.values())
    stage.say(
        f"ticket to cash: {waited[0]:,} seconds for the last ticket, {waited[-1]:,} for the first, "
        f"which waited for the window to close"
    )


def collect_itself(story: Story, book: LoanBook, note: sl.NoteId) -> sl.Money:
    """Let the mill pay on its due day, and the loan with it; return what the purchaser keeps."""
    stage, system = story.stage, story.cast.system
    due = system.receivables.get(note.receivable).due
    go_to(stage, due)
    stage.chapter(f"The mill's due day, {due}")
    title = "The mill's debt is collected from it, by anyone's call"
    payment = stage.act(title, system.settlements.collect(note.receivable), story.face)
    stage.check("The amount collected", payment.amount, story.face)
    expected = book.expect(story.face)
    owed = story.token.money(expected.taken)
    what = "The pledged note repays the loan, by anyone's call"
    applied = stage.act(what, system.collateral.redeem(book.loan), owed)
    stage.check("What the note paid on the loan", applied.paid, owed)
    stage.check("What is left for the purchaser", applied.surplus, story.face - owed)
    book.book(what, expected)
    stage.check("The pledge", system.collateral.get(note), None)
    stage.say(
        f"interest {named(book.interest)} for {story.assumed.number('mill_term')} days; "
        f"{named(applied.surplus)} left for the purchaser, in the same transaction"
    )
    return applied.surplus
