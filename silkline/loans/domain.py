"""Loans: agree, open, pay out milestone by milestone, pay back by the schedule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from silkline import events
from silkline import loan_math as lm
from silkline.chain import abi
from silkline.chain.connection import AsOf
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.conditions import Condition, OtherCondition
from silkline.dates import Day, date_of, day_number, today
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_terms.agreement import Agreement, covers_hash, payees_in
from silkline.loan_terms.payouts import PayoutList
from silkline.loan_terms.reading import sheet_of
from silkline.loan_terms.sheet import TermSheet
from silkline.loans import acts
from silkline.loans.evidence import Asked, Check
from silkline.loans.known import (
    Known,
    known,
    loan_events,
    loan_id,
    release_call,
    remember,
)
from silkline.loans.model import Cover, Loan, Milestone, MilestoneState, Quote
from silkline.loans.payouts import (
    PayoutRun,
    PayoutStatus,
    Progress,
    chunk_size,
    read_list,
    run,
    status,
)
from silkline.loans.register import Involved, Opened, involved_in, opened_loans
from silkline.loans.statement import Statement, statement
from silkline.messages import Message, SignedMessage
from silkline.money import Money
from silkline.operation import Operation
from silkline.parking import ParkingDomain
from silkline.tokens import Token, chosen_token, hash32

__all__ = ["Loans"]

AnyLoan = bytes | str
"""Id of a loan: 32 bytes or their hex."""
AnyParty = PartyId | int | str
Evidence = Sequence[SignedMessage] | bytes
"""Signed evidence; bytes for a condition that is none of the deployment's."""


class Loans(ParkingDomain):
    """Work with loans, each named by its id alone; the terms are found and brought along."""

    contract_name = "Loans"

    # Agreeing

    def remember(self, agreement: Agreement) -> str:
        """Keep an agreement in the journal, and return the id of its loan."""
        remember(self._connection, agreement)
        return agreement.loan

    def agreement(self, loan: AnyLoan) -> Agreement:
        """Return the agreement in force of a loan; ``BadInput`` where this client has none."""
        return known(self._connection, loan).whole

    def sheet(self, loan: AnyLoan) -> TermSheet:
        """
        Return the terms in force of a loan as a sheet, the start of an amendment.

        Raises:
            BadInput: This client has no agreement of it, or no sheet says what it says.
        """
        found = known(self._connection, loan)
        return sheet_of(found.whole, found.token)

    def message(self, agreement: Agreement) -> Message:
        """Return the message that lender, borrower and guarantors sign."""
        return Message.build(self._connection, "Terms", agreement.message)

    def sign(self, agreement: Agreement, signer: Signer | None = None) -> SignedMessage:
        """Return an agreement signed by *signer*, by default the acting account's; it is kept."""
        self.remember(agreement)
        return self.message(agreement).sign(signer or self._connection.signer(self._account))

    def open(
        self, agreement: Agreement, signatures: Sequence[SignedMessage] = ()
    ) -> Operation[str]:
        """
        Open a loan; returns its id. Brought by anyone, or by a party that then need not sign.

        Lender and guarantors sign by an account of scope fund, the borrower of scope confirm.

        Raises:
            BadInput: A signature is missing, or on something else.
        """
        self.remember(agreement)
        sides = _sides(agreement)
        given, called = self._signed(agreement, signatures, sides)
        values = (agreement.terms, agreement.covers, given)
        return self._by(called, acts.OPEN, *values)

    def void(self, agreement: Agreement) -> Operation[None]:
        """Make terms that are not in force yet, first or amended ones, dead. A party to them."""
        return self._by_party(acts.VOID, agreement.terms, agreement.covers)

    def amend(
        self, loan: AnyLoan, agreement: Agreement, signatures: Sequence[SignedMessage] = ()
    ) -> Operation[str]:
        """
        Put new terms in force from today; returns their hash.

        They name the loan (``amends``) and are signed as for ``open``, and where the covers
        change, by the guarantors of the old ones as well.

        Raises:
            BadInput: They are of another loan, or a signature is missing.
        """
        found = known(self._connection, loan)
        if agreement.loan != found.loan:
            raise BadInput(f"the new terms amend {agreement.loan}, not {found.loan}")
        self.remember(agreement)
        sides, covers = _sides(agreement), found.covers
        if covers_hash(agreement.covers) != found.terms["covers"]:
            sides += [PartyId(int(one["guarantor"])) for one in covers]
        given, called = self._signed(agreement, signatures, sides)
        values = (found.terms, agreement.terms, covers, agreement.covers, given)
        return self._by(called, acts.AMEND, *values)

    # Paying out

    def release(
        self, loan: AnyLoan, index: int, evidence: Evidence = ()
    ) -> Operation[acts.MilestoneReleased]:
        """
        Release a milestone, by anyone: pay its payee, or open its payout list.

        Args:
            loan: The loan.
            index: Number of the milestone, from 0.
            evidence: Signed evidence of attestors, in any order.

        Raises:
            BadInput: Too little of the evidence counts; the message says why.
        """
        found = known(self._connection, loan)
        milestone, data = found.milestone(index), b""
        if isinstance(evidence, bytes):
            data = evidence
        elif asked := _asked(found, milestone):
            data = _brought(asked.check(evidence))
        return self._by_anyone(acts.RELEASE, found.terms, milestone, found.proof(index), data)

    def chunk_size(self) -> int:
        """Return how many payees of a list one transaction on this chain should pay."""
        return chunk_size(self._connection)

    def payout_list(
        self, loan: AnyLoan, index: int, path: str | Path, *, chunk_size: int | None = None
    ) -> PayoutList:
        """
        Read the payout list of a milestone from its CSV file.

        Args:
            loan: The loan.
            index: Number of the milestone, from 0.
            path: The file; see ``loan_terms.read_payouts``.
            chunk_size: Payees that one transaction pays; unless given, the size that the list
                was signed with is found.

        Raises:
            PayoutProblems: A line cannot be paid.
            BadInput: The milestone pays another list, or none.
        """
        return read_list(known(self._connection, loan), index, path, chunk_size)

    def pay_out(
        self, loan: AnyLoan, index: int, payouts: PayoutList, chunk: int
    ) -> Operation[acts.ChunkPaid]:
        """Pay one chunk of the list of a released milestone, by anyone, in any order, each once."""
        found = known(self._connection, loan)
        milestone, proof = found.released(index), payouts.proof(chunk)
        values = (milestone, chunk, payouts.chunks[chunk], proof)
        return self._by_anyone(acts.PAY_OUT, found.terms, *values)

    def payout_status(self, loan: AnyLoan, index: int, payouts: PayoutList) -> PayoutStatus:
        """Return how far the list of a milestone is paid; raises ``BadInput`` for another list."""
        return status(known(self._connection, loan), index, payouts)

    def pay_out_list(
        self,
        loan: AnyLoan,
        index: int,
        payouts: PayoutList,
        *,
        progress: Callable[[Progress], None] | None = None,
        signer: Signer | None = None,
    ) -> PayoutRun:
        """
        Pay all chunks of a list that are unpaid, one transaction each; sent at once.

        Called again after an interruption it goes on where it stopped: no chunk is paid twice.

        Args:
            loan: The loan.
            index: Number of the released milestone.
            payouts: Its list.
            progress: Called after each chunk.
            signer: Who sends; by default the acting account's.

        Raises:
            BadInput: The list is not the one of the milestone.
            Refused: A chunk cannot be paid; those before it are.
        """
        found = known(self._connection, loan)
        chosen = signer or self._connection.signer(self._account)
        return run(self, found, index, payouts, chosen, progress)

    def refund(self, loan: AnyLoan, index: int, amount: Money) -> Operation[Money]:
        """Return money of a milestone; principal falls from today. Its payee."""
        found = known(self._connection, loan)
        units = found.token.units(amount)
        values = (found.milestone(index), found.proof(index), units)
        return self._by_party(acts.REFUND, found.terms, *values)

    def return_reserve(self, loan: AnyLoan) -> Operation[Money]:
        """Return to the lender what is left of the reserve, by anyone, after the draw deadline."""
        return self._by_anyone(acts.RETURN_RESERVE, known(self._connection, loan).terms)

    def claim_for(self, payee: str, token: Token | str) -> Operation[Money]:
        """Pay an account what was parked for it, by anyone."""
        chosen = chosen_token(self._connection, token)
        return self._by_anyone(acts.CLAIM_FOR, payee, chosen.address)

    def parked_for(self, payee: str, token: Token | str) -> Money:
        """Return what waits for an account that a milestone or list pays."""
        chosen = chosen_token(self._connection, token)
        return chosen.money(self._read("parkedFor", payee, chosen.address))

    def is_chunk_paid(self, loan: AnyLoan, index: int, chunk: int) -> bool:
        """Return whether a chunk of a payout list is paid."""
        return bool(self._read("isChunkPaid", loan_id(loan), index, chunk))

    # Paying back

    def repay(self, loan: AnyLoan, amount: Money) -> Operation[acts.Repayment]:
        """
        Pay on a loan from the account's allowance; what exceeds the debt is not taken.

        Penalty first, then interest, then principal; at any time, by anyone.
        """
        found = known(self._connection, loan)
        return self._by_party(acts.REPAY, found.terms, found.token.units(amount))

    def collect(self, loan: AnyLoan) -> Operation[acts.Repayment]:
        """Collect what is due from the borrower's account, as far as it is there, by anyone."""
        return self._by_anyone(acts.COLLECT, known(self._connection, loan).terms)

    def mark_default(self, loan: AnyLoan) -> Operation[Money]:
        """Mark default, by anyone, once the days of the terms have passed; returns the debt."""
        return self._by_anyone(acts.MARK_DEFAULT, known(self._connection, loan).terms)

    def lift_default(self, loan: AnyLoan) -> Operation[None]:
        """Lift the mark of default. The lender, scope fund."""
        return self._by_party(acts.LIFT_DEFAULT, known(self._connection, loan).terms)

    def freeze(self, loan: AnyLoan, on: bool, document: bytes | str) -> Operation[None]:
        """Stop payouts of a loan, or allow them again; repaying goes on. Role COMPLIANCE."""
        proof = hash32(document, name="document")
        return self._by_party(acts.FREEZE, loan_id(loan), on, proof)

    # Reading

    def quote(self, loan: AnyLoan, on: Day | None = None) -> Quote:
        """Return what is owed today, or will be on a later day if nothing happens until then."""
        found, head = known(self._connection, loan), self._connection.head()
        return self._quote(found, head, 0 if on is None else day_number(on))

    def find(
        self, *, lender: AnyParty | None = None, borrower: AnyParty | None = None
    ) -> tuple[Opened, ...]:
        """Return the loans that were opened, in order; only those of the sides that are named."""
        return opened_loans(self._connection, lender, borrower)

    def of(self, party: AnyParty) -> tuple[Involved, ...]:
        """
        Return the loans that a party has to do with, in the order of their opening.

        As lender, borrower or guarantor by the chain; as payee of a milestone by what was
        released, and of what was not by agreements that this client was given. Four searches of
        the events, then a few requests a loan. Milestones are known with the agreement alone.
        """
        return involved_in(self, self._connection, PartyId.of(party))

    def get(self, loan: AnyLoan) -> Loan:
        """Return a loan; raises ``LoanUnknown``."""
        found, head = known(self._connection, loan), self._connection.head()
        state = self._read("stateOf", found.loan, block=head.number)
        money, terms = found.token.money, found.terms
        quote = self._quote(found, head)
        return Loan(
            found.loan,
            found.hash,
            terms,
            PartyId(int(terms["lender"])),
            PartyId(int(terms["borrower"])),
            money(terms["commitment"]),
            money(self._read("reserveOf", found.loan, block=head.number)),
            state["frozen"],
            state["defaulted"],
            state["covered"],
            not quote.payoff and self._was_drawn(found.loan, state["base"]),
            lm.LoanState.from_chain(state),
            quote,
            tuple(Cover.read(one, found.token) for one in found.covers),
            self._milestones(found, state["released"], head),
            head,
        )

    def evidence(self, loan: AnyLoan, index: int) -> tuple[SignedMessage, ...]:
        """
        Return what attestors signed for a released milestone, from the call that released it.

        Raises:
            BadInput: It is not released, or the call cannot be found.
        """
        found = known(self._connection, loan)
        call = release_call(self._connection, found.loan, index)
        if call is None:
            raise BadInput(f"no call is found that released milestone {index} of {found.loan}")
        asked = _asked(found, call["milestone"])
        return tuple(asked.read(call["evidence"])) if asked else ()

    def statement(self, loan: AnyLoan) -> Statement:
        """Return everything that happened to a loan, with the balances after each event."""
        return statement(known(self._connection, loan), self._connection.head())

    def _quote(self, found: Known, head: AsOf, day: int = 0) -> Quote:
        present = today(head.time, found.terms["offset"])
        if day and day < present:
            raise BadInput(f"{date_of(day)} is past: today is {date_of(present)}")
        answer = self._read("quote", found.terms, day, block=head.number)
        return Quote.read(answer["1"], found.token, day or present, head)

    def _was_drawn(self, loan: str, base: int) -> bool:
        """Tell whether money ever went out: the plan may divide nothing once it came back."""
        came_back: tuple[type[Event], ...] = (events.Repaid, events.Refunded)
        found = (e for kind in came_back for e in loan_events(self._connection, loan, kind))
        return bool(base) or next(found, None) is not None

    def _milestones(self, found: Known, released: int, head: AsOf) -> tuple[Milestone, ...]:
        if found.agreement is None:
            return ()
        ones = enumerate(found.agreement.milestones)
        return tuple(self._milestone(found, m, bool(released >> i & 1), head) for i, m in ones)

    def _milestone(
        self, found: Known, one: Mapping[str, Any], released: bool, head: AsOf
    ) -> Milestone:
        payees, is_list = payees_in(one)
        money, paid = found.token.money, one["amount"] if released else 0
        if is_list and released:
            answer = self._read("listOf", found.loan, one["index"], block=head.number)
            paid = answer["paid"]
        asked, end = _asked(found, one), found.terms["drawDeadline"]
        last = min(one["deadline"] or end, end)
        ended = today(head.time, found.terms["offset"]) > (end if released else last)
        return Milestone(
            one["index"],
            money(one["amount"]),
            payees,
            is_list,
            _condition(asked) if asked else None,
            date_of(last),
            released,
            money(paid),
            _milestone_state(released, paid < one["amount"], ended),
            asked,
        )

    # Signatures

    def _by(self, called: bool, act: Any, *args: Any) -> Operation[Any]:
        """Return an act that only the account may do where it consents by calling."""
        return self._by_party(act, *args) if called else self._by_anyone(act, *args)

    def _signed(
        self,
        agreement: Agreement,
        signatures: Sequence[SignedMessage],
        sides: Sequence[PartyId],
    ) -> tuple[list[dict[str, str]], bool]:
        """Return the signatures in the order of the sides, and whether the caller is one."""
        expected = self.message(agreement)
        given: dict[PartyId, dict[str, str]] = {}
        for one in signatures:
            one.check(expected)
            given[self._party(one.signer)] = {"signer": one.signer, "signature": one.signature}
        caller = self._party(self._account) if self._account else None
        called = caller in sides and caller not in given
        if called and caller and self._account:
            given[caller] = {"signer": self._account, "signature": "0x"}
        if missing := [str(side) for side in sides if side not in given]:
            raise BadInput(f"signatures are missing of party {', party '.join(missing)}")
        return [given[side] for side in sides], called

    def _party(self, account: str) -> PartyId:
        parties = self._connection.contract("Parties")
        found: PartyId = self._connection.call(parties, "accountOf", account)["party"]
        return found


def _milestone_state(released: bool, unpaid: bool, ended: bool) -> MilestoneState:
    if released:
        return "paying" if unpaid and not ended else "released"
    return "lapsed" if ended else "open"


def _sides(agreement: Agreement) -> list[PartyId]:
    """Return the parties that sign, in the order in which their signatures are brought."""
    named = [agreement.message["lender"], agreement.message["borrower"]]
    named += [one["guarantor"] for one in agreement.covers]
    return [PartyId(int(one)) for one in named]


def _asked(found: Known, milestone: Mapping[str, Any]) -> Asked | None:
    """Return what the condition of a milestone is asked, or None where there is none."""
    if not int(milestone["condition"], 16):
        return None
    return Asked(found.connection, found.loan, found.terms, found.token, milestone)


def _condition(asked: Asked) -> Condition:
    """Return what is asked; a config that nobody can read as it is, so that the loan is read."""
    try:
        return asked.condition
    except BadInput:
        where, config = asked.milestone["condition"], asked.milestone["config"]
        return OtherCondition(where, abi.to_hex(config))


def _brought(check: Check) -> bytes:
    """Return the evidence as it is brought; raises ``BadInput`` where some of it does not count."""
    if check.all_rejected and not check.met:
        raise BadInput(f"the evidence is not enough:\n{check.render()}")
    return check.data
