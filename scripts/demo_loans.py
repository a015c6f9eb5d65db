"""What the demos of loans share: a loan reckoned twice, payout lists, evidence, calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import silkline as sl
from scripts.demo_cast import Member
from scripts.demo_stage import Stage
from silkline import loan_math as lm
from silkline.dates import date_of, day_number, today
from silkline.loan_terms import Agreement, PayoutList
from silkline.loans import Loan, Repayment

DAY = 86_400
HOUR = 3_600
Network = Literal["anvil", "ganache"]
CHUNK = 100
"""Payees of one transaction."""
GAS_OF_CHUNK, GAS_OF_PAYEE = 500_000, 70_000
"""Gas that is enough for a chunk, and for each payee, be it paid or parked for."""
FIGURES = ("penalty", "billed", "accrued", "overdue", "principal", "due", "payoff")
"""What a quote says in money."""


@dataclass(frozen=True)
class Entry:
    """One line of a loan's statement: money out, or money back and what it paid."""

    day: date
    what: str
    drawn: sl.Money
    penalty: sl.Money
    interest: sl.Money
    principal: sl.Money
    left: sl.Money
    """Principal after it."""

    @property
    def paid(self) -> sl.Money:
        """What came back."""
        return self.penalty + self.interest + self.principal


@dataclass(frozen=True)
class Chunk:
    """One transaction of a payout list as it happened."""

    payees: Sequence[tuple[str, int]]
    time: int
    gas: int


@dataclass
class LoanBook:
    """
    A loan, and the same loan reckoned in Python alone.

    After each act both must say the same, to the last unit.
    """

    stage: Stage
    desk: sl.Silkline
    """Who brings the acts that anyone may bring."""
    token: sl.Token
    agreement: Agreement
    statement: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.terms = lm.LoanTerms.from_chain(self.agreement.terms)
        self.state = lm.LoanState.opened(self.terms)

    @property
    def loan(self) -> str:
        """Id of the loan."""
        return self.agreement.loan

    @property
    def drawn(self) -> sl.Money:
        """All that was paid out."""
        return self._sum("drawn")

    @property
    def interest(self) -> sl.Money:
        """All interest that was paid."""
        return self._sum("interest")

    @property
    def penalty(self) -> sl.Money:
        """All penalty that was paid."""
        return self._sum("penalty")

    @property
    def repaid(self) -> sl.Money:
        """All that came back."""
        return self._sum("paid")

    def read(self) -> Loan:
        """Return the loan as the chain has it."""
        return self.desk.loans.get(self.loan)

    def release(self, what: str, index: int, evidence: Sequence[sl.SignedMessage]) -> None:
        """Release a milestone; one payee is paid at once, a list may be paid then."""
        planned = self.read().milestones[index]
        done = self.stage.act(
            what, self.desk.loans.release(self.loan, index, evidence), planned.amount
        )
        self.stage.check("The amount released", done.amount, planned.amount)
        if not planned.is_list:
            self._draw(what, planned.amount)

    def pay_list(self, what: str, index: int, payouts: PayoutList) -> list[Chunk]:
        """Pay all chunks of a released list, whatever becomes of one payee."""
        paid, count, at = [], len(payouts.chunks), 0
        for number, chunk in enumerate(payouts.chunks):
            payees = payouts.entries[at : at + len(chunk) // 32]
            amount = self.token.money(sum(units for _, units in payees))
            title = f"{what}: {number + 1} of {count}, {len(payees)} payees"
            operation = self.desk.loans.pay_out(self.loan, index, payouts, number)
            gas = GAS_OF_CHUNK + GAS_OF_PAYEE * len(payees)
            done = self.stage.act(title, operation, amount, gas=gas)
            self.stage.check("The amount of the chunk", done.amount, amount)
            self._draw(f"{what}, {number + 1} of {count}", amount)
            paid.append(Chunk(payees, self.stage.steps[-1].time, self.stage.steps[-1].gas))
            at += len(payees)
        return paid

    def collect(self, what: str, there: sl.Money) -> Repayment:
        """Collect what is due, as far as *there*, and check every part of it."""
        self._roll()
        expected = lm.collect(self.terms, self.state, self.token.units(there))
        taken = self.token.money(expected.taken)
        done = self.stage.act(what, self.desk.loans.collect(self.loan), taken)
        found = (done.penalty, done.interest, done.principal)
        self.stage.check("Penalty, interest and principal paid", found, self._parts(expected))
        self.book(what, expected)
        return done

    def book(self, what: str, paid: lm.Payment) -> None:
        """Write a payment down, and compare what is left."""
        self.state = paid.state
        self._write(what, sl.Money.zero(self.token.currency), *self._parts(paid))
        self.compare()

    def _parts(self, paid: lm.Payment) -> tuple[sl.Money, sl.Money, sl.Money]:
        money = self.token.money
        return money(paid.penalty), money(paid.interest), money(paid.principal)

    def expect(self, amount: sl.Money) -> lm.Payment:
        """Return what a payment of at most *amount* would pay today."""
        self._roll()
        return lm.pay(self.terms, self.state, self.token.units(amount))

    def compare(self) -> None:
        """Check that chain and Python owe the same today, figure by figure."""
        self._roll()
        mine, found = lm.account(self.terms, self.state), self.desk.loans.quote(self.loan)
        for name in FIGURES:
            wanted = self.token.money(getattr(mine, name))
            self.stage.check(f"The {name} of the loan", getattr(found, name), wanted)

    def _draw(self, what: str, amount: sl.Money) -> None:
        self._roll()
        self.state = lm.release(self.state, self.token.units(amount))
        nothing = sl.Money.zero(self.token.currency)
        self._write(what, amount, nothing, nothing, nothing)
        self.compare()

    def _roll(self) -> None:
        """Bring the reckoning to the chain's day."""
        day = today(self.stage.chain.time, self.stage.utc_offset)
        self.state = lm.roll(self.terms, self.state, max(day, self.state.day))

    def _write(self, what: str, drawn: sl.Money, *paid: sl.Money) -> None:
        """Add a line: *paid* are penalty, interest and principal."""
        penalty, interest, principal = paid
        day, left = date_of(self.state.day), self.token.money(self.state.principal)
        self.statement.append(Entry(day, what, drawn, penalty, interest, principal, left))

    def _sum(self, name: str) -> sl.Money:
        amounts = (getattr(entry, name) for entry in self.statement)
        return sum(amounts, start=sl.Money.zero(self.token.currency))


def payout_list(amounts: Mapping[str, sl.Money], token: sl.Token, chunk: int) -> PayoutList:
    """Return the list of accounts, in the order of the accounts: a place in it says nothing."""
    entries = sorted((account, token.units(amount)) for account, amount in amounts.items())
    return PayoutList(entries, chunk)


def altered(payouts: PayoutList, account: str) -> PayoutList:
    """Return the list with its first entry paid to *account* instead."""
    (_, amount), *rest = payouts.entries
    return replace(payouts, entries=((account, amount), *rest))


def agree(
    stage: Stage, agreement: Agreement, desk: sl.Silkline, lender: Member, borrower: Member
) -> LoanBook:
    """Let both sides sign, let anyone open the loan, and return its book."""
    message = lender.desk.loans.message(agreement)
    stage.say(f"{lender.name} and {borrower.name} sign these words (EIP-712):", "")
    stage.say(*(f"    {line}" for line in message.explain().splitlines()), "")
    signatures = [member.desk.loans.sign(agreement) for member in (lender, borrower)]
    opening = desk.loans.open(agreement, signatures)
    token = desk.deposits.token(_currency(desk, agreement))
    commitment = token.money(agreement.terms["commitment"])
    stage.act("The loan is opened by two signatures, brought by anyone", opening, commitment)
    book = LoanBook(stage, desk, token, agreement)
    stage.say(f"loan {book.loan}")
    return book


def _currency(desk: sl.Silkline, agreement: Agreement) -> str:
    token = agreement.terms["token"]
    names = (n for n, entry in desk.deployment.contracts.items() if entry.address == token)
    return next(names).removeprefix("DepositToken ")


def attest(request: sl.Message, attestor: Member) -> sl.SignedMessage:
    """Let an attestor sign: the request travels to it as text, and comes back signed."""
    at_home = sl.Message.from_json(request.to_json(), attestor.desk.connection)
    answer = at_home.sign(attestor.signer).to_json()
    return sl.SignedMessage.from_json(answer, request.connection)


def refused(stage: Stage, what: str, operation: sl.Operation[Any], kind: type[Exception]) -> None:
    """Try what must be refused, without sending it, and say how it is."""
    found: object = "allowed"
    try:
        operation.simulate()
    except sl.Refused as refusal:
        found = type(refusal)
        stage.say(f"{what}: {refusal}")
    stage.check(what, found, kind)


def go_to(stage: Stage, day: date | str, hour: int = 9) -> None:
    """Move time to an hour of a day on the loan's calendar."""
    time = day_number(day) * DAY - stage.utc_offset * 900 + hour * HOUR
    if time > stage.chain.time:
        stage.chain.set_time(time)
