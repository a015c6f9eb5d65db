"""What is due on loans: instalments, milestones, reserves, default, pledged notes, covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from silkline import loan_math as lm
from silkline.dates import date_of, day_number
from silkline.dues.model import Due, Parts, What
from silkline.dues.search import Search
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_terms.agreement import payees_in
from silkline.loans.known import Known, known
from silkline.loans.model import Quote
from silkline.loans.statement import fixings_of
from silkline.survey import LoanRecord

__all__ = ["of_loans"]


def of_loans(search: Search) -> Iterator[Due]:
    """
    Yield what is due on loans.

    A loan on which nothing was drawn has nothing due but its milestones and its reserve; it is
    passed over where its terms are not to be found.
    """
    for loan in search.survey.loans.values():
        if not search.concerns(*_around(search, loan)):
            continue
        try:
            found = known(search.survey.connection, loan.id)
        except BadInput:
            if loan.principal:
                raise
            continue
        yield from _milestones(search, loan, found)
        yield from _lists(search, loan, found)
        yield from _reserve(search, loan, found)
        yield from _owed(search, loan, found)
        yield from _security(search, loan, found)


def _around(search: Search, loan: LoanRecord) -> list[PartyId | None]:
    """Return the parties that have to do with a loan, as far as they can be told."""
    return [loan.lender, *_others(loan), *_payees(search, loan)]


def _others(loan: LoanRecord) -> tuple[PartyId, ...]:
    """Return borrower, guarantors and pledgors, each once."""
    guarantors = (one.guarantor for one in loan.covers)
    return tuple(dict.fromkeys([loan.borrower, *guarantors, *loan.pledged.values()]))


def _payees(search: Search, loan: LoanRecord) -> Iterator[PartyId | None]:
    """Yield the parties that milestones pay, where this client has the agreement."""
    if search.party is None or search.party in (loan.lender, *_others(loan)):
        return
    try:
        found = known(search.survey.connection, loan.id)
    except BadInput:
        return
    yield from (_payee(search, one) for one in _agreed(found))


def _agreed(found: Known) -> Sequence[Mapping[str, Any]]:
    return found.agreement.milestones if found.agreement else ()


def _due(search: Search, loan: LoanRecord, what: What, day: date, **given: Any) -> Due:
    """Return something due on a loan: the borrower pays the lender, unless told otherwise."""
    sides = {"payer": loan.borrower, "payee": loan.lender, "others": _others(loan)}
    return Due(what=what, day=day, about=loan.id, as_of=search.head, **{**sides, **given})


def _trigger(
    search: Search, due: Due, *, amount_in: str | None = None, kept: bool = False
) -> Iterator[Due]:
    """Yield what anybody may do now; where it is refused, only if it is *kept*."""
    found = search.rehearsed(due, amount_in=amount_in)
    if found.ready or kept:
        yield found


# Paying out


def _milestones(search: Search, loan: LoanRecord, found: Known) -> Iterator[Due]:
    """Yield the milestones that may still be released: known only with the agreement."""
    present = search.today(found.terms["offset"])
    for one in _agreed(found):
        last = min(one["deadline"] or found.terms["drawDeadline"], found.terms["drawDeadline"])
        if one["index"] in loan.released or date_of(last) < present:
            continue
        due = _due(
            search,
            loan,
            "milestone",
            date_of(last),
            payer=loan.lender,
            payee=_payee(search, one),
            amount=found.token.money(one["amount"]),
            index=one["index"],
            anyone=True,
        )
        wanted = search.party is not None and search.in_time(due.day)
        yield from _trigger(search, due, kept=wanted)


def _lists(search: Search, loan: LoanRecord, found: Known) -> Iterator[Due]:
    """Yield the lists of released milestones of which some is unpaid."""
    last = date_of(found.terms["drawDeadline"])
    if not search.party or search.today(found.terms["offset"]) > last or not search.in_time(last):
        return
    for index, (amount, paid) in loan.lists.items():
        if paid < amount:
            rest, sides = found.token.money(amount - paid), {"payer": loan.lender, "payee": None}
            yield _due(search, loan, "pay-list", last, amount=rest, index=index, **sides)


def _payee(search: Search, milestone: Mapping[str, Any]) -> PartyId | None:
    payee, is_list = payees_in(milestone)
    return None if is_list else search.survey.holders.get(payee)


def _reserve(search: Search, loan: LoanRecord, found: Known) -> Iterator[Due]:
    last = date_of(found.terms["drawDeadline"])
    if loan.reserve and search.today(found.terms["offset"]) > last:
        day = date_of(found.terms["drawDeadline"] + 1)
        amount = found.token.money(loan.reserve)
        due = _due(search, loan, "return-reserve", day, payer=None, amount=amount, anyone=True)
        yield from _trigger(search, due)


# Paying back


def _owed(search: Search, loan: LoanRecord, found: Known) -> Iterator[Due]:
    if not loan.released:
        return
    answer = search.ask("Loans", "quote", found.terms, 0)["1"]
    present = search.today(found.terms["offset"])
    quote = Quote.read(answer, found.token, day_number(present), search.head)
    since = date_of(day_number(present) - quote.days_past_due)
    if quote.due:
        if search.party:
            parts = Parts(quote.penalty, quote.due - quote.penalty - quote.overdue, quote.overdue)
            yield _due(
                search, loan, "pay-loan", since, amount=quote.due, parts=parts, ready=True
            )  # fmt: skip
        due = _due(search, loan, "collect-loan", since, anyone=True)
        yield from _trigger(search, due, amount_in="")
    if quote.payoff and not loan.defaulted and quote.days_past_due > found.terms["daysToDefault"]:
        first = date_of(day_number(since) + found.terms["daysToDefault"] + 1)
        due = _due(search, loan, "mark-default", first, amount=quote.payoff, anyone=True)
        yield from _trigger(search, due)
    if search.party and not loan.defaulted:
        yield from _instalments(search, loan, found)


def _instalments(search: Search, loan: LoanRecord, found: Known) -> Iterator[Due]:
    """Yield the instalments to come, each as if those before were paid on their day."""
    terms = lm.LoanTerms.from_chain(found.terms)
    state = lm.LoanState.from_chain(search.ask("Loans", "stateOf", loan.id))
    fixings = fixings_of(search.survey.connection, found.terms)
    now = lm.roll(terms, state, max(search.number(found.terms["offset"]), state.day), fixings)
    money = found.token.money
    for one in lm.forecast(terms, now, fixings):
        if not search.in_time(date_of(one.day)):
            return
        if one.amount:
            parts = Parts(money(0), money(one.interest), money(one.principal))
            amount, day = money(one.amount), date_of(one.day)
            yield _due(search, loan, "pay-loan", day, amount=amount, parts=parts)


# Security


def _security(search: Search, loan: LoanRecord, found: Known) -> Iterator[Due]:
    present = search.today(found.terms["offset"])
    if loan.proceeds:
        waiting = found.token.money(loan.proceeds)
        due = _due(search, loan, "apply-proceeds", present, amount=waiting, anyone=True)
        yield from _trigger(search, due)
    if any(search.survey.notes[note].live for note in loan.pledged):
        due = _due(search, loan, "release-pledges", present, payer=None, anyone=True)
        yield from _trigger(search, due)
    if loan.defaulted:
        for cover in found.covers:
            guarantor = PartyId(int(cover["guarantor"]))
            due = _due(search, loan, "call-cover", present, payer=guarantor, anyone=True)
            (called,) = _trigger(search, due, amount_in="", kept=True)
            if not (called.refused or "").startswith("NothingToCall"):
                yield called
