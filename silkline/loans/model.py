"""What the chain and the agreement say of a loan, as values to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from silkline import loan_math as lm
from silkline.chain.connection import AsOf
from silkline.conditions import Condition
from silkline.dates import Moment, date_of
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loans.evidence import Asked, Check
from silkline.messages import Message, SignedMessage
from silkline.money import Money
from silkline.tokens import Token

__all__ = ["Cover", "Loan", "Milestone", "Quote"]

MilestoneState = Literal["open", "paying", "released", "lapsed"]


@dataclass(frozen=True)
class Quote:
    """What is owed on a day if nothing happens until then."""

    day: date
    penalty: Money
    """Payable penalty."""
    billed: Money
    """Interest that is due."""
    accrued: Money
    """Interest that is not due yet."""
    overdue: Money
    """Principal that is due."""
    principal: Money
    """All principal."""
    due: Money
    """What ``collect`` may take."""
    payoff: Money
    """What ends the debt."""
    days_past_due: int
    as_of: AsOf

    @classmethod
    def read(cls, found: Mapping[str, Any], token: Token, day: int, head: AsOf) -> Quote:
        """Return what ``Loans.quote`` answered."""
        names = ("penalty", "billed", "accrued", "overdue", "principal", "due", "payoff")
        amounts: dict[str, Any] = {name: token.money(found[name]) for name in names}
        late = found["daysPastDue"]
        return cls(day=date_of(day), **amounts, days_past_due=late, as_of=head)


@dataclass(frozen=True)
class Cover:
    """A guarantor's part in a loan."""

    guarantor: PartyId
    share: int
    """Parts per million of a shortfall."""
    cap: Money
    fee: Money

    @classmethod
    def read(cls, found: Mapping[str, Any], token: Token) -> Cover:
        """Return what the terms say of a cover."""
        amounts = (token.money(found[name]) for name in ("cap", "fee"))
        return cls(PartyId(int(found["guarantor"])), found["share"], *amounts)


@dataclass(frozen=True)
class Milestone:
    """A part of a loan: what is paid to whom, once what holds."""

    index: int
    """Number, from 0."""
    amount: Money
    payees: str
    """Account that is paid, or root of the payout list."""
    is_list: bool
    condition: Condition | None
    deadline: date
    """Last day on which it may be released."""
    released: bool
    paid: Money
    """What was paid out so far; of a list, what its chunks paid."""
    state: MilestoneState
    """``paying`` is a list of which some is unpaid; ``lapsed`` what can be released no more."""
    _asked: Asked | None = field(compare=False, repr=False)

    def evidence_request(
        self,
        document: bytes | str,
        *,
        value: int = 0,
        observed_at: Moment,
        valid_until: Moment,
        part: int | None = None,
    ) -> Message:
        """
        Return what attestors are asked to sign; it travels as JSON and comes back signed.

        Args:
            document: Hash of the report.
            value: What was measured, in the unit that the agreement names.
            observed_at: When.
            valid_until: Last second at which it counts.
            part: Which of several attested conditions, from 0 in the order of the terms.

        Raises:
            BadInput: The condition asks nobody, or *part* is missing or none of them.
        """
        asking = list(self._asked.attested()) if self._asked else []
        if part is None and len(asking) == 1:
            part = 0
        if part is None or not 0 <= part < len(asking):
            raise BadInput(
                f"milestone {self.index} has {len(asking)} conditions that attestors sign for, "
                f"part={part!r} names none of them"
            )
        return asking[part].request(document, value, observed_at, valid_until)

    def check(self, evidence: Sequence[SignedMessage] = ()) -> Check | None:
        """Return what evidence comes to now; None where there is no condition."""
        return self._asked.check(evidence) if self._asked else None


@dataclass(frozen=True)
class Loan:
    """A loan as it stands."""

    id: str
    """32 bytes in hex, for ever those of its first terms."""
    terms_hash: str
    """Hash of the terms in force."""
    terms: Mapping[str, Any] = field(repr=False)
    """Members of ``ILoans.Terms`` by name."""
    lender: PartyId
    borrower: PartyId
    commitment: Money
    reserve: Money
    """What is left of the money that was set aside."""
    frozen: bool
    defaulted: bool
    covered: bool
    """Whether guarantors have paid and are creditors of a part."""
    closed: bool
    """Whether money went out and all of it has come back."""
    state: lm.LoanState
    """What is stored, of the day ``state.day``."""
    quote: Quote
    """What is owed today."""
    covers: tuple[Cover, ...]
    milestones: tuple[Milestone, ...]
    """All of them, or none where this client was not given the agreement."""
    as_of: AsOf

    @property
    def arithmetic(self) -> lm.LoanTerms:
        """The terms that ``silkline.loan_math`` reckons by."""
        return lm.LoanTerms.from_chain(self.terms)

    @property
    def purpose(self) -> str:
        """ISO 20022 external purpose code; empty for none."""
        code: bytes = self.terms["purpose"]
        return code.decode("ascii", "replace") if any(code) else ""
