"""The story that the demo tells, from an e-invoice to the last payment, act by act."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import silkline as sl
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import Cast, Member, Trade, document, named
from scripts.demo_stage import Stage, StepFailed
from silkline.dates import day_number
from silkline.documents.evidence import Evidence, Leaf, fresh_salt, invoice_leaves
from silkline.lineage import Tree
from silkline.notes import Assigned
from silkline.offers import Deal, Quote

DAY = 86_400
HOUR = 3_600
AGREEMENT = document("Framework agreement of the programme")


@dataclass(frozen=True)
class Pieces:
    """The debt, and what is passed on of it."""

    face: sl.Money
    tier2: sl.Money
    tier3: sl.Money
    refused: sl.Money
    tier4: sl.Money

    @classmethod
    def cut(cls, face: sl.Money, assumed: Assumptions) -> Pieces:
        """Return the pieces, each to the minor unit."""
        parts = ("tier_2", "tier_3", "refused", "tier_4")
        shares = [assumed.number(f"piece_{part}") for part in parts]
        if any(not 0 < share < 1000 for share in shares):
            raise sl.BadInput(f"{assumed.path}: each piece is 1 to 999 per mille, got {shares}")
        return cls(face, *(face.split([share, 1000 - share])[0] for share in shares))


@dataclass
class Story:
    """Everything that the acts of the story share."""

    stage: Stage
    cast: Cast
    assumed: Assumptions
    invoice: sl.documents.Invoice
    terms: sl.Terms
    pieces: Pieces
    key: bytes
    """Key of the fingerprints, which the consortium keeps; here a random one."""
    trades: list[Trade] = field(default_factory=list)

    @property
    def currency(self) -> str:
        """Currency of the debt."""
        return self.invoice.currency

    def tree(self) -> Tree:
        """Return who holds which part of the debt now, rebuilt from the events."""
        return self.cast.operator.receivables.tree(self.terms.id)


def write_terms(
    cast: Cast, invoice: sl.documents.Invoice, due: str | None, key: bytes, deadline: int
) -> sl.Terms:
    """Return what the anchor is to confirm: the invoice, its fingerprint and its evidence."""
    undertaking = document("Undertaking to pay, signed under local law").hex()
    leaves = [*invoice_leaves(invoice), Leaf("undertaking", "sha256", fresh_salt(), undertaking)]
    return sl.terms_from_invoice(
        invoice,
        key=key,
        programme=sl.ProgrammeId.build(cast.anchor.id, 1),
        creditor=cast.tier1.id,
        due=due,
        evidence_root=Evidence(leaves).root,
        deadline=deadline,
    )


def new_key() -> bytes:
    """Return a key for fingerprints; a consortium makes one once and never changes it."""
    return secrets.token_bytes(32)


def onboard(story: Story) -> None:
    """Register everybody, open the programme, bring in money, give standing consents."""
    stage, cast, assumed = story.stage, story.cast, story.assumed
    system = cast.operator
    stage.chapter("Onboarding")
    registration = cast.registration(story.invoice.issue_date)
    stage.act("The registrar registers everybody", system.parties.register_many(registration))
    stage.say(", ".join(f"{member.name} ({member.id})" for member in cast))
    stage.act("The registrar opens the anchor's programme", _programme(story))
    stage.say(f"agreed by everybody: framework agreement 0x{AGREEMENT.hex()[:16]}…")
    for member in (m for m in cast if m.opts_in):
        consent = member.desk.parties.set_opt_ins(sl.OptIn.ASSIGNMENTS)
        stage.act(f"{member.name} consents beforehand to receive notes", consent)
    for member, name in ((cast.anchor, "anchor_cash"), *((b, "bank_cash") for b in cast.banks)):
        cash = assumed.money(name, story.currency)
        booking = document(f"Booking for {member.name}")
        issue = system.deposits.issue(member.cash, cash, booking)
        stage.act(f"{member.name} has money at its bank; the token mirrors it", issue, cash)
    _let_collect(story)


def _programme(story: Story) -> sl.Operation[None]:
    """Return the opening of the programme under the assumed rules."""
    assumed, currency = story.assumed, story.currency
    rules = sl.Rules(
        limit=assumed.money("limit", currency),
        smallest_piece=assumed.money("smallest_piece", currency),
        max_tenor=assumed.number("longest_tenor"),
        deepest_tier=4,
        late_rate=assumed.daily_rate("late_rate"),
        agreement_hash=AGREEMENT,
        grace_days=assumed.number("grace"),
        utc_offset=story.stage.utc_offset,
    )
    return story.cast.operator.programmes.open(story.terms.programme, rules)


def _let_collect(story: Story) -> None:
    """Let the anchor's debt be collected and the banks' offers be paid, and nothing else."""
    cast, cap = story.cast, story.assumed.money("offer_cap", story.currency)
    standing = cast.anchor.desk.deposits.approve("Settlements", story.pieces.face)
    story.stage.act("The anchor lets its debt be collected when due", standing, story.pieces.face)
    for bank in cast.banks:
        allowance = bank.desk.deposits.approve("Discounting", cap)
        story.stage.act(f"{bank.name} lets its offer be paid from its account", allowance, cap)


def confirm(story: Story) -> sl.NoteId:
    """Confirm the debt by the anchor's signature, which anyone may bring."""
    stage, cast = story.stage, story.cast
    stage.chapter("The anchor confirms")
    message = cast.anchor.desk.receivables.confirmation(story.terms)
    stage.say("The anchor signs these words (EIP-712), shown to it before it signs:", "")
    stage.say(*(f"    {line}" for line in message.explain().splitlines()), "")
    signature = message.sign(cast.anchor.signer)
    confirmation = cast.operator.receivables.confirm(story.terms, signature)
    title = "The debt is confirmed by the anchor's signature"
    confirmed = stage.act(title, confirmation, story.pieces.face)
    stage.say(f"receivable {confirmed.receivable}, first note held by {cast.tier1.name}")
    return confirmed.note


def pass_down(story: Story, first: sl.NoteId) -> sl.NoteId:
    """Pass pieces down to tier 3, with each kind of answer; return the note at tier 3."""
    cast, pieces = story.cast, story.pieces
    story.stage.chapter("Suppliers pay their suppliers with pieces of the note")
    castings = _trade(story, cast.tier1, cast.tier2, "castings", pieces.tier2, 24)
    passing = _assign(cast.tier1, cast.tier2, first, castings)
    title = f"{cast.tier1.name} pays {cast.tier2.name}"
    second = story.stage.act(title, passing, pieces.tier2).note
    story.stage.say(f"for {castings.words()}; consent was given beforehand: it counts at once")
    third = _accepted_later(story, second)
    _refused_then_elsewhere(story, second)
    return third


def _accepted_later(story: Story, note: sl.NoteId) -> sl.NoteId:
    """Propose a piece to tier 3, which takes its time and accepts."""
    stage, cast, amount = story.stage, story.cast, story.pieces.tier3
    trade = _trade(story, cast.tier2, cast.tier3, "aluminium alloy", amount, 17)
    until = stage.chain.time + story.assumed.number("days_to_accept") * DAY
    proposal = _assign(cast.tier2, cast.tier3, note, trade, until)
    waiting = stage.act(f"{cast.tier2.name} offers a piece to {cast.tier3.name}", proposal, amount)
    stage.check("The piece waits for the receiver's consent", waiting.pending, True)
    stage.say(f"for {trade.words()}; waits for consent until {stage.clock(until)}")
    stage.chain.advance(3 * HOUR)
    acceptance = cast.tier3.desk.notes.accept(waiting.note, trade.reference)
    taken = stage.act(f"{cast.tier3.name} accepts, three hours later", acceptance, amount)
    return taken.note


def _refused_then_elsewhere(story: Story, note: sl.NoteId) -> None:
    """Propose a piece to a supplier that refuses, and pay another one with it."""
    stage, cast, amount = story.stage, story.cast, story.pieces.refused
    fuel = _trade(story, cast.tier2, cast.refuser, "furnace gas", amount, 15)
    until = stage.chain.time + story.assumed.number("days_to_accept") * DAY
    proposal = _assign(cast.tier2, cast.refuser, note, fuel, until)
    piece = stage.act(f"{cast.tier2.name} offers a piece to {cast.refuser.name}", proposal, amount)
    stage.say(f"for {fuel.words()}; waits for consent until {stage.clock(until)}")
    stage.act(f"{cast.refuser.name} refuses", cast.refuser.desk.notes.refuse(piece.note))
    stage.say(f"nothing has passed: note #{piece.note.number} is {cast.tier2.name}'s, and free")
    moulds = _trade(story, cast.tier2, cast.instead, "casting moulds", amount, 20)
    passing = _assign(cast.tier2, cast.instead, piece.note, moulds)
    stage.act(f"{cast.tier2.name} pays {cast.instead.name} with it instead", passing, amount)
    stage.say(f"for {moulds.words()}; consent was given beforehand")


def reach_tier_4(story: Story, note: sl.NoteId) -> sl.NoteId:
    """Pass a piece to tier 4, which has no gas and consents by a signature in the call."""
    stage, cast, amount = story.stage, story.cast, story.pieces.tier4
    trade = _trade(story, cast.tier3, cast.tier4, "heat treatment", amount, 12)
    assignment = sl.Assignment(note, cast.tier4.id, amount, trade.reference)
    message = cast.tier4.desk.notes.consent(assignment, deadline=stage.chain.time + DAY)
    passing = cast.tier3.desk.notes.assign(
        note,
        cast.tier4.id,
        amount,
        trade_reference=trade.reference,
        consent=message.sign(cast.tier4.signer),
    )
    reached = stage.act(f"{cast.tier3.name} pays {cast.tier4.name}", passing, amount)
    stage.say(f"for {trade.words()}; {cast.tier4.name} consented by a signature in the call")
    return reached.note


@dataclass(frozen=True)
class Bid:
    """A bank, its signed standing offer, and what it would bring for one note."""

    bank: Member
    offer: sl.SignedMessage
    quote: Quote


def offer(story: Story) -> list[tuple[Member, sl.SignedMessage]]:
    """Let both banks sign a standing offer on the programme."""
    stage, cast, assumed = story.stage, story.cast, story.assumed
    stage.chapter("Two banks offer to buy, at the anchor's rate")
    signed = []
    for bank, name in zip(cast.banks, ("bank_a", "bank_b"), strict=True):
        standing = sl.Offer(
            funder=bank.id,
            scope=story.terms.programme,
            rate=assumed.rate(f"{name}_rate"),
            fee=assumed.money(f"{name}_fee", story.currency),
            cap=assumed.money("offer_cap", story.currency),
            smallest=assumed.money("offer_smallest", story.currency),
            valid_until=stage.chain.time + assumed.number("offer_days") * DAY,
            salt=1,
            deepest_tier=4,
        )
        stage.say(f"{bank.name} signs, without a transaction:")
        stage.say(f"    {bank.desk.offers.message(standing).explain().splitlines()[0]}")
        signed.append((bank, bank.desk.offers.sign(standing)))
    return signed


@dataclass(frozen=True)
class Sale:
    """The bids for a note, the one that was taken, and what came of it."""

    bids: tuple[Bid, ...]
    best: Bid
    deal: Deal


def sell(story: Story, note: sl.NoteId, offers: Sequence[tuple[Member, sl.SignedMessage]]) -> Sale:
    """Ask both offers for a quote, and let tier 4 take the better by its signature alone."""
    stage, seller = story.stage, story.cast.tier4
    bids = tuple(_bids(story, note, offers))
    if not bids:
        raise StepFailed("Two quotes", "neither bank buys the note")
    best = max(bids, key=lambda bid: bid.quote.proceeds)
    sale = best.bank.desk.offers.take(
        best.offer, note, min_proceeds=best.quote.proceeds, on_behalf=seller.signer
    )
    title = f"{seller.name} takes the offer of {best.bank.name}"
    deal = stage.act(title, sale, best.quote.proceeds)
    stage.say(f"signed by {seller.name}, which has no gas; {best.bank.name} brings it and pays")
    return Sale(bids, best, deal)


def _bids(
    story: Story, note: sl.NoteId, offers: Sequence[tuple[Member, sl.SignedMessage]]
) -> Iterator[Bid]:
    """Yield what each bank would pay for the note; one that would not buy it says why."""
    for bank, signed in offers:
        try:
            quote = story.cast.tier4.desk.offers.quote(signed, note)
        except sl.Refused as refusal:
            story.stage.say(f"{bank.name} would not buy: {refusal}")
            continue
        terms = f"cost {named(quote.cost)} for {quote.days} days"
        story.stage.say(f"{bank.name} would pay {named(quote.proceeds)} ({terms})")
        yield Bid(bank, signed, quote)


def mature(story: Story) -> None:
    """Move time to the morning of the due day."""
    stage = story.stage
    morning = day_number(story.terms.due) * DAY - stage.utc_offset * 900 + 9 * HOUR
    stage.chapter("The due day")
    stage.say(f"time moves on to {stage.clock(stage.chain.set_time(morning))}")


def pay_everybody(story: Story) -> None:
    """Collect from the anchor and pay every holder; anyone may do both, here the operator."""
    stage, system, face = story.stage, story.cast.operator, story.pieces.face
    title = "The whole debt is collected from the anchor, by anyone's call"
    payment = stage.act(title, system.settlements.collect(story.terms.id), face)
    stage.check("The amount collected", payment.amount, face)
    nothing = sl.Money.zero(story.currency)
    stage.check("What is still owed", payment.owed, nothing)
    notes = [station.note for station in story.tree().held()]
    title = f"All {len(notes)} holders are paid in one transaction"
    payouts = stage.act(title, system.settlements.redeem(*notes), face)
    names = story.cast.names()
    for payout in payouts:
        name, amount = names[payout.payee], named(payout.amount)
        stage.say(f"{name:<20} {amount:>18}  note #{payout.note.number}")
    stage.check("All payouts together", sum((p.amount for p in payouts), start=nothing), face)


def _trade(
    story: Story, buyer: Member, seller: Member, goods: str, amount: sl.Money, days: int
) -> Trade:
    """Return a trade whose delivery was *days* before the invoice of tier 1."""
    delivered = story.invoice.issue_date - timedelta(days=days)
    trade = Trade.between(buyer, seller, goods, amount, delivered, story.key)
    story.trades.append(trade)
    return trade


def _assign(
    sender: Member, receiver: Member, note: sl.NoteId, trade: Trade, accept_until: int = 0
) -> sl.Operation[Assigned]:
    """Return the passing of the amount of *trade*, in payment of it."""
    return sender.desk.notes.assign(
        note,
        receiver.id,
        trade.amount,
        trade_reference=trade.reference,
        accept_until=accept_until,
    )
