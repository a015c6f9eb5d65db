"""The acts of the demo of wages: agree, build, pay, give back, pay back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import silkline as sl
from scripts.demo_assumptions import Assumptions
from scripts.demo_cast import Member, document, named
from scripts.demo_loans import (
    DAY,
    Chunk,
    LoanBook,
    agree,
    altered,
    attest,
    go_to,
    payout_list,
    refused,
)
from scripts.demo_loans_account import check_crowd
from scripts.demo_people import Worker
from scripts.demo_stage import Stage, StepFailed
from scripts.demo_suite import Casting, register
from silkline import loan_math as lm
from silkline import loans
from silkline.conditions import Attested
from silkline.dates import date_of
from silkline.loan_terms import Agreement, Milestone, PayoutList, TermSheet, agreement, percent
from silkline.refusals import ChunkUnknown, NotPayee, TooFewSignatures

CURRENCY = "EUR"
WORKERS = 300
START = date(2027, 1, 11)
REACHED = (date(2027, 1, 18), date(2027, 2, 15), date(2027, 3, 15), date(2027, 4, 12))
"""When each milestone is reached."""
THAWED = date(2027, 2, 22)
LAST_DRAW = date(2027, 4, 30)
FIRST_DUE = date(2027, 1, 31)
INSTALMENTS, INTEREST_ONLY, LATE = 12, 4, 6
"""Due days in all, those of interest alone, and the one that is paid late."""
TITLES = (
    "Foundations: concrete",
    "Structure: wages",
    "Roof and facade: material",
    "Finishing: wages",
)
FOUNDATIONS, STRUCTURE, ROOF, FINISHING = range(4)


@dataclass(frozen=True)
class Cast:
    """Everybody but the workers; suppliers, inspector and engineer have no gas."""

    system: sl.Silkline
    bank: Member
    contractor: Member
    owner: Member
    subcontractor: Member
    concrete: Member
    steel: Member
    facade: Member
    inspector: Member
    engineer: Member

    @classmethod
    def gather(cls, chain: sl.LocalChain, deployment: sl.Deployment) -> Cast:
        """Return the parties with their keys."""
        part = Casting.open(chain, deployment)
        supplier, attestor = sl.Role.SUPPLIER, sl.Role.ATTESTOR
        return cls(
            part.system,
            bank=part.member(21, "Bank", sl.Role.FUNDER),
            contractor=part.member(11, "Contractor", supplier),
            owner=part.member(1, "Owner of the building", sl.Role.ANCHOR),
            subcontractor=part.member(12, "Subcontractor", supplier),
            concrete=part.member(13, "Concrete supplier", supplier, gas=False),
            steel=part.member(14, "Steel supplier", supplier, gas=False),
            facade=part.member(15, "Facade supplier", supplier, gas=False),
            inspector=part.member(31, "Inspector", attestor, gas=False),
            engineer=part.member(32, "Engineer", attestor, gas=False),
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
    workers: tuple[Worker, ...]
    """The wage office's list: the only place where cards and accounts stand together."""
    months: tuple[dict[str, sl.Money], dict[str, sl.Money]]
    """What each account is paid, for both months of wages."""
    chunk: int
    lists: dict[int, PayoutList] = field(default_factory=dict)
    """Payout lists by the milestone that pays them."""
    paid: dict[str, list[Chunk]] = field(default_factory=dict)

    @property
    def token(self) -> sl.Token:
        """The token that is lent."""
        return self.cast.system.deposits.token(CURRENCY)

    def money(self, name: str) -> sl.Money:
        """Return an assumed amount."""
        return self.assumed.money(name, CURRENCY)

    @property
    def wage_bill(self) -> tuple[sl.Money, sl.Money]:
        """What each month of wages comes to."""
        nothing = sl.Money.zero(CURRENCY)
        first, second = (sum(month.values(), start=nothing) for month in self.months)
        return first, second

    @property
    def amounts(self) -> tuple[sl.Money, ...]:
        """What each milestone pays."""
        first, second = self.wage_bill
        roof = self.money("steel") + self.money("facade")
        return (self.money("concrete"), first, roof, second)

    @property
    def commitment(self) -> sl.Money:
        """The next round sum above what the milestones come to."""
        step = self.money("commitment_step")
        total = sum(self.amounts, start=sl.Money.zero(CURRENCY))
        return step * (total.minor // step.minor + 1)

    @property
    def income(self) -> sl.Money:
        """What the owner of the building pays the contractor each month."""
        share = self.assumed.number("customer_monthly")
        return self.commitment.split([share, 1000 - share])[0]


def onboard(story: Story) -> None:
    """Register everybody, bring in money, and let the loan take what it may."""
    stage, cast = story.stage, story.cast
    stage.chapter("Onboarding")
    register(stage, cast.system, cast.members, START)
    stage.say(
        f"{len(story.workers)} workers are no parties: each has an account for this site alone, "
        "and only the wage office knows whose it is"
    )
    income = story.income * (INSTALMENTS - INTEREST_ONLY)
    own = story.money("own_cash")
    for member, cash in (
        (cast.bank, story.commitment),
        (cast.contractor, own),
        (cast.owner, income),
    ):
        issue = cast.system.deposits.issue(
            member.cash, cash, document(f"Booking for {member.name}")
        )
        stage.act(f"{member.name} has money at its bank; the token mirrors it", issue, cash)
    reserve = cast.bank.desk.deposits.approve("Loans", story.commitment)
    stage.act("The bank lets the loan be set aside from its account", reserve, story.commitment)
    standing = cast.contractor.desk.deposits.approve("Loans", None, CURRENCY)
    stage.act("The contractor lets be collected what it owes, and nothing else", standing)


def sign(story: Story) -> LoanBook:
    """Write the terms, let both sides sign, open the loan with its money set aside."""
    stage, cast = story.stage, story.cast
    stage.chapter("The loan")
    token = story.token
    for index, month in zip((STRUCTURE, FINISHING), story.months, strict=True):
        story.lists[index] = payout_list(month, token, story.chunk)
    bills = {cast.steel.cash: story.money("steel"), cast.facade.cash: story.money("facade")}
    story.lists[ROOF] = payout_list(bills, token, story.chunk)
    whole = agreement(_sheet(story), token)
    book = agree(stage, whole, cast.system, cast.bank, cast.contractor)
    stage.check("The reserve", book.read().reserve, story.commitment)
    for title, amount in zip(TITLES, story.amounts, strict=True):
        stage.say(f"{title:<28} {named(amount):>18}")
    stage.say("each released when inspector and engineer sign (2 of 2), from money set aside now")
    return book


def _sheet(story: Story) -> TermSheet:
    assumed, cast = story.assumed, story.cast
    return TermSheet(
        lender=cast.bank.id,
        borrower=cast.contractor.id,
        commitment=story.commitment,
        reserved=True,
        draw_deadline=LAST_DRAW,
        rate=percent(assumed.rate("rate")),
        day_count=lm.DayCount.THIRTY_E_360,
        method=lm.Method.ANNUITY,
        first_due=FIRST_DUE,
        end_of_month=True,
        instalments=INSTALMENTS,
        interval=1,
        interest_only=INTEREST_ONLY,
        grace_days=assumed.number("grace"),
        penalty_rate=percent(assumed.rate("penalty_rate")),
        days_to_default=assumed.number("days_to_default"),
        milestones=_milestones(story),
        purpose="SALA",
        agreement_hash=f"0x{document('Loan agreement for the building').hex()}",
        utc_offset=story.stage.utc_offset,
        salt=1,
        deadline=story.stage.chain.time + DAY,
    )


def _milestones(story: Story) -> tuple[Milestone, ...]:
    """Return the four milestones, each to be signed for by inspector and engineer."""
    cast = story.cast
    both = Attested((cast.inspector.id, cast.engineer.id), 2)
    placed = cast.system.conditions.place(both)
    payees = {index: payouts.root for index, payouts in story.lists.items()}
    payees[FOUNDATIONS] = cast.concrete.cash
    return tuple(
        Milestone(amount=amount, payees=payees[index], **placed)
        for index, amount in enumerate(story.amounts)
    )


def build(story: Story, book: LoanBook) -> None:
    """Let the site go on, milestone by milestone, with a due day at the end of each month."""
    stage = story.stage
    for index, title in enumerate(TITLES):
        stage.chapter(f"Milestone {index + 1} of {len(TITLES)}. {title}")
        go_to(stage, REACHED[index])
        book.release(f"{title}: released", index, _evidence(story, book, index))
        if index == STRUCTURE:
            _try_to_divert(story, book)
            _pay_with_one_frozen(story, book)
        elif index in story.lists:
            story.paid[title] = book.pay_list(title, index, story.lists[index])
        stage.say(f"{named(story.amounts[index])} paid directly, through nobody's hands")
        _collect_month(story, book, index + 1)


def _evidence(story: Story, book: LoanBook, index: int) -> list[sl.SignedMessage]:
    """Ask both attestors; one signature alone does not do."""
    stage, cast = story.stage, story.cast
    milestone, request = _request(story, book, index)
    one = [attest(request, cast.inspector)]
    both = [*one, attest(request, cast.engineer)]
    for signed, enough in ((one, False), (both, True)):
        check = milestone.check(signed)
        stage.check(f"{len(signed)} of 2 signatures are enough", check and check.met, enough)
    stage.say("inspector and engineer sign for this milestone of this loan; they need no gas")
    return both


def _request(story: Story, book: LoanBook, index: int) -> tuple[loans.Milestone, sl.Message]:
    """Return a milestone, and what its attestors are asked to sign today."""
    now, milestone = story.stage.chain.time, book.read().milestones[index]
    report = document(f"Report on milestone {index + 1}")
    until = now + 7 * DAY
    return milestone, milestone.evidence_request(report, observed_at=now, valid_until=until)


def _try_to_divert(story: Story, book: LoanBook) -> None:
    """Let the subcontractor look at everything, and fail at every way to the wages."""
    stage, desk = story.stage, story.cast.subcontractor.desk.loans
    seen = _seen_by_subcontractor(story, book)
    stage.say("", "The subcontractor, from the agreement and the chain alone, sees:")
    for one in seen.loans.get(book.loan).milestones:
        state = "released" if one.released else "not released"
        state += f", paid {named(one.paid)}" if one.paid else ""
        stage.say(f"    {TITLES[one.index]:<28} {named(one.amount):>18}  {state}")
    stage.say("It tries, and is refused, with nothing sent:")
    theft = altered(story.lists[STRUCTURE], story.cast.subcontractor.cash)
    paid_elsewhere = desk.pay_out(book.loan, STRUCTURE, theft, 0)
    refused(stage, "    a wage to itself", paid_elsewhere, ChunkUnknown)
    early = desk.release(book.loan, FINISHING, _signed_by_itself(story, book))
    refused(stage, "    the next wages, signed for by itself", early, TooFewSignatures)
    back = desk.refund(book.loan, FOUNDATIONS, story.money("concrete"))
    refused(stage, "    a payment turned back", back, NotPayee)
    stage.say("")


def _signed_by_itself(story: Story, book: LoanBook) -> bytes:
    """Return what comes of the inspector's signature and the subcontractor's own."""
    cast = story.cast
    milestone, request = _request(story, book, FINISHING)
    found = milestone.check([attest(request, cast.inspector), attest(request, cast.subcontractor)])
    if found is None:
        raise StepFailed(TITLES[FINISHING], "asks nobody to sign")
    rejected = [one.signer for one in found.rejected]
    story.stage.check("Whose signature does not count", rejected, [cast.subcontractor.cash])
    return found.data


def _seen_by_subcontractor(story: Story, book: LoanBook) -> sl.Silkline:
    """Return a connection of the subcontractor's own, which was given the agreement as text."""
    cast = story.cast
    own = sl.connect(
        story.stage.chain.url, signer=cast.subcontractor.signer, deployment=cast.system.deployment
    )
    own.loans.remember(Agreement.from_json(book.agreement.to_json()))
    return own


def _pay_with_one_frozen(story: Story, book: LoanBook) -> None:
    """Pay the list while one account is frozen; thaw it a week later, and let it have its wage."""
    stage, system, payouts = story.stage, story.cast.system, story.lists[STRUCTURE]
    account, units = payouts.entries[len(payouts.entries) // 2]
    wage = story.token.money(units)
    order, lifted = document("Order of a court"), document("Order lifted")
    freeze = system.deposits.set_freeze(account, True, order, CURRENCY)
    stage.act("Compliance freezes one worker's account", freeze)
    story.paid[TITLES[STRUCTURE]] = book.pay_list(TITLES[STRUCTURE], STRUCTURE, payouts)
    stage.check("What waits", system.loans.parked_for(account, CURRENCY), wage)
    others = {a: m for a, m in story.months[0].items() if a != account}
    check_crowd(stage, system, {**others, account: wage * 0})
    stage.say(f"one wage of {named(wage)} waits for its worker; nobody else noticed")
    go_to(stage, THAWED)
    thaw = system.deposits.set_freeze(account, False, lifted, CURRENCY)
    stage.act("Compliance thaws the account, a week later", thaw)
    claimed = stage.act("The wage reaches its worker, by anyone's call",
                        system.loans.claim_for(account, CURRENCY), wage)  # fmt: skip
    stage.check("The wage claimed", claimed, wage)


def give_back(story: Story, book: LoanBook) -> None:
    """Return what was set aside and not needed, once nothing can be drawn any more."""
    stage, bank = story.stage, story.cast.bank
    go_to(stage, LAST_DRAW + timedelta(days=3))
    stage.chapter("Nothing more is drawn")
    rest = story.commitment - book.drawn
    title = "What is left of the reserve goes back to the bank, by anyone's call"
    returned = stage.act(title, story.cast.system.loans.return_reserve(book.loan), rest)
    stage.check("What went back", returned, rest)
    held = story.cast.system.deposits.balance(bank.cash, CURRENCY)
    stage.check("The bank's cash", held, rest + book.repaid)


def repay(story: Story, book: LoanBook) -> None:
    """Collect each month what is due, from what the owner of the building pays."""
    story.stage.chapter("The building pays its loan back")
    for number in range(INTEREST_ONLY + 1, INSTALMENTS + 1):
        if number == LATE:
            _late_month(story, book, number)
        else:
            _owner_pays(story, book, number, story.income)
            _collect_month(story, book, number)


def _late_month(story: Story, book: LoanBook, number: int) -> None:
    """Let the owner pay too little in time, and the rest late: the delay costs a penalty."""
    stage, share = story.stage, story.assumed.number("customer_late")
    early, rest = story.income.split([share, 1000 - share])
    _owner_pays(story, book, number, early)
    _collect_month(story, book, number)
    stage.check("Something is overdue", bool(book.read().quote.due), True)
    late = story.assumed.number("late_days")
    go_to(stage, _due(book, number) + timedelta(days=late))
    quote = book.read().quote
    stage.check("Days past due", quote.days_past_due, late)
    stage.say(f"{late} days past due: {named(quote.due)}, of which penalty {named(quote.penalty)}")
    stage.check("A penalty is due", bool(quote.penalty), True)
    _transfer(story, f"The owner pays the rest, {late} days late", rest)
    _collect(story, book, f"Due {_due(book, number)}, the rest with penalty")
    stage.check("Days past due afterwards", book.read().quote.days_past_due, 0)


def _owner_pays(story: Story, book: LoanBook, number: int, amount: sl.Money) -> None:
    day = _due(book, number)
    go_to(story.stage, day, 8)
    _transfer(story, f"The owner of the building pays the contractor, {day:%B}", amount)


def _transfer(story: Story, title: str, amount: sl.Money) -> None:
    owner, contractor = story.cast.owner, story.cast.contractor
    story.stage.act(title, owner.desk.deposits.transfer(contractor.cash, amount), amount)


def _collect_month(story: Story, book: LoanBook, number: int) -> None:
    """Collect on a due day what is due and there."""
    go_to(story.stage, _due(book, number))
    _collect(story, book, f"Due {_due(book, number)}, collected")


def _collect(story: Story, book: LoanBook, what: str) -> None:
    cash = story.cast.system.deposits.balance(story.cast.contractor.cash, CURRENCY)
    paid = book.collect(what, cash)
    parts = (("penalty", paid.penalty), ("interest", paid.interest), ("principal", paid.principal))
    story.stage.say(", ".join(f"{name} {named(amount)}" for name, amount in parts if amount))


def _due(book: LoanBook, number: int) -> date:
    return date_of(lm.due_day(book.terms, number))
