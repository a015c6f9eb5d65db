"""One thing that is due, in a banker's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from silkline.chain.connection import AsOf
from silkline.ids import NoteId, PartyId, ReceivableId
from silkline.money import Money

__all__ = ["Due", "Parts", "What"]

What = Literal[
    "settle", "collect", "mark-overdue", "falls-due", "redeem", "put-back", "accept", "free-note",
    "pay-loan", "collect-loan", "milestone", "pay-list", "mark-default", "return-reserve",
    "apply-proceeds", "release-pledges", "call-cover", "claim",
]  # fmt: skip
"""
``settle``: an anchor owes a debt. ``falls-due``: a note on it, for its holder. ``put-back``: a note
bought with recourse, for its buyer. ``accept``: an assignment waits for its receiver. ``pay-loan``:
an instalment. ``milestone``, ``pay-list``: the last day on which it may be released, or the rest of
its list be paid, by whoever has the list. The others anybody may do once they are ready.
"""
_WORDS: Final[dict[What, str]] = {
    "settle": "pay debt {about}",
    "collect": "collect debt {about} from its anchor",
    "mark-overdue": "mark debt {about} overdue, which stops its anchor",
    "falls-due": "note {about} falls due",
    "redeem": "pay note {about} what was received on it",
    "put-back": "put note {about} back to its seller",
    "accept": "accept or refuse note {about}",
    "free-note": "free note {about}, which waits in vain",
    "pay-loan": "pay on loan {about}",
    "collect-loan": "collect what is due on loan {about} from its borrower",
    "milestone": "release milestone {index} of loan {about}",
    "pay-list": "pay the list of milestone {index} of loan {about}",
    "mark-default": "mark loan {about} in default",
    "return-reserve": "return what is left of the reserve of loan {about}",
    "apply-proceeds": "apply what pledged notes brought to loan {about}",
    "release-pledges": "release the notes pledged for loan {about}",
    "call-cover": "let guarantor {payer} pay on {about}",
    "claim": "pay out what {contract} parked",
}
_COMMANDS: Final[dict[What, str]] = {
    "settle": 'settle {about} "{amount}"',
    "collect": "collect {about}",
    "mark-overdue": "overdue {about}",
    "falls-due": "note show {about}",
    "redeem": "redeem {about}",
    "put-back": "offer put-back {about}",
    "accept": "note accept {about} --trade {trade}",
    "free-note": "note release {about}",
    "pay-loan": 'loan pay {about} "{amount}"',
    "collect-loan": "loan collect {about}",
    "milestone": "loan release {about} {index}",
    "pay-list": "payout run {about} {index} LIST.csv",
    "mark-default": "loan default {about}",
    "return-reserve": "loan return-reserve {about}",
    "apply-proceeds": "collateral apply {about}",
    "release-pledges": "collateral release {about}",
    "call-cover": "guarantee call {payer} --{kind} {about}",
    "claim": "{group}claim {whom} --currency {currency}",
}
_GROUPS: Final = {"Loans": "loan ", "Guarantees": "guarantee ", "Collateral": "collateral "}
"""Where the commands are that pay out what a contract parked."""


@dataclass(frozen=True)
class Parts:
    """What an instalment consists of."""

    penalty: Money
    interest: Money
    principal: Money


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something to pay, to have, to answer or to trigger."""

    day: date
    """On the calendar of its debt: when it falls due, or the last day, or since when it may be."""
    what: What
    about: ReceivableId | NoteId | str | None
    """The debt, the note, the id of the loan; None for what is parked."""
    payer: PartyId | None = None
    """Who pays, or stands to."""
    payee: PartyId | None = None
    """Who is paid, or is to answer; None where they are many."""
    others: tuple[PartyId, ...] = ()
    """Others whom it concerns: holders of the debt, the borrower, guarantors, pledgors."""
    amount: Money | None = None
    """What it would be now, or on that day if nothing happens until then."""
    parts: Parts | None = None
    """Of an instalment."""
    index: int | None = None
    """Number of a milestone, from 0."""
    contract: str | None = None
    """Contract at which money is parked."""
    token: str | None = None
    """Token of what is parked."""
    account: str | None = None
    """Account for which it is parked, where that is not a party's."""
    trade: str | None = None
    """Trade for which an assignment was proposed."""
    anyone: bool = False
    """Whether anybody may do it; else the party concerned."""
    ready: bool = False
    """Whether it may be done now."""
    refused: str | None = None
    """Why it cannot be done now, where a contract says so."""
    as_of: AsOf

    @property
    def text(self) -> str:
        """What it is, in words."""
        return _WORDS[self.what].format(**self._values())

    @property
    def command(self) -> str:
        """The command that does it."""
        return f"silkline {_COMMANDS[self.what].format(**self._values())}"

    def concerns(self, party: PartyId) -> bool:
        """Return whether a party pays it, is paid by it, has to answer it, or waits for it."""
        return party in (self.payer, self.payee, *self.others)

    def order(self) -> tuple[date, int, str, int]:
        """Return what sorts by date, then by kind, then by what it is about."""
        which = -1 if self.index is None else self.index
        about = f"{self.about or ''}{self.contract or ''}{self.payer or ''}{self.payee or ''}"
        return self.day, get_args(What).index(self.what), about, which

    def _values(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "amount": self.amount,
            "index": self.index,
            "payer": self.payer,
            "trade": self.trade,
            "contract": self.contract,
            "currency": self.amount.currency if self.amount else "",
            "kind": "loan" if isinstance(self.about, str) else "receivable",
            "group": _GROUPS.get(self.contract or "", ""),
            "whom": self.account or self.payee,
        }
