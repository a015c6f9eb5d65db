"""What a search for what is due works with: the survey, the question, and rehearsals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from silkline.chain.artifacts import artifact
from silkline.chain.connection import AsOf
from silkline.dates import date_of, day_number, today
from silkline.dues.model import Due
from silkline.errors import BadInput, Refused
from silkline.ids import PartyId
from silkline.operation import Operation
from silkline.survey import Survey

__all__ = ["Search"]


@dataclass(frozen=True)
class Search:
    """One question: what is due of everybody's, or of one party's until a day."""

    survey: Survey
    build: Callable[[Due], Operation[Any]]
    """Makes the operation that does what is due."""
    party: PartyId | None = None
    until: date | None = None
    _known: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)

    @property
    def head(self) -> AsOf:
        """The block of all readings."""
        return self.survey.head

    def concerns(self, *parties: PartyId | None) -> bool:
        """Return whether it is asked about one of *parties*, or about everybody."""
        return self.party is None or self.party in parties

    def today(self, offset: int = 0) -> date:
        """Return the day of the block on a calendar."""
        return date_of(today(self.head.time, offset))

    def in_time(self, day: date) -> bool:
        """Return whether a day lies in the time asked about."""
        return self.until is None or day <= self.until

    def number(self, offset: int) -> int:
        """Return the number of the block's day on a calendar."""
        return day_number(self.today(offset))

    def prepare(self, asked: Iterable[tuple[Any, ...]]) -> None:
        """Ask many things in few requests: contract, function and arguments of each."""
        keys, connection = list(asked), self.survey.connection
        requests = [(connection.contract(name), *rest) for name, *rest in keys]
        answers = connection.calls(requests, block=self.head.number)
        self._known.update(zip(keys, answers, strict=True))

    def prepared(self, asked: tuple[Any, ...]) -> Any:
        """Return the answer to something that was asked with others before."""
        return self._known[asked]

    def ask(self, contract: str, function: str, *args: Any) -> Any:
        """Return what a contract of the suite answers at the block."""
        connection = self.survey.connection
        where = connection.contract(contract)
        return connection.call(where, function, *args, block=self.head.number)

    def rehearsed(self, due: Due, *, amount_in: str | None = None) -> Due:
        """
        Return what is due as a rehearsal finds it: ready, or with the refusal.

        Args:
            due: What anybody may do.
            amount_in: Where the contract's answer has the amount that moves; ``""`` where it is
                the whole answer.
        """
        try:
            operation = self.build(due)
            described = artifact(operation.contract).function(operation.function)
            answer = self.survey.connection.call_raw(
                operation.address, operation.data, self.head.number, operation.account
            )
        except (Refused, BadInput) as refusal:
            return replace(due, ready=False, refused=self._told(refusal, due))
        if amount_in is None or due.about is None:
            return replace(due, ready=True)
        found = described.decode_answer(answer)
        units = found[amount_in] if amount_in else found
        return replace(due, ready=True, amount=self.survey.token(due.about).money(units))

    def _told(self, refusal: Refused | BadInput, due: Due) -> str:
        """Return a refusal in words, with amounts in the currency of what is due."""
        if isinstance(refusal, Refused) and due.about is not None:
            with suppress(BadInput):
                refusal.paid_in = self.survey.token(due.about)
        return str(refusal)
