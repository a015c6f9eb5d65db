"""Acts on loans: in words before they happen, as typed results afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from silkline import events
from silkline.chain import abi
from silkline.chain.connection import Connection
from silkline.chain.logs import Event
from silkline.domain import account, party, short
from silkline.ids import PartyId
from silkline.loan_terms.agreement import loan_of, payees_in
from silkline.loan_terms.words import words_in
from silkline.money import Money
from silkline.needs import Need, cash_of
from silkline.operation import Operation, act, every, no_result, only
from silkline.tokens import Token, token_known

__all__ = ["ChunkPaid", "MilestoneReleased", "Repayment"]

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class MilestoneReleased:
    """A milestone that was released."""

    loan: str
    index: int
    payees: str
    """Account that was paid, or root of the list that may be paid now."""
    amount: Money
    parked: Money
    """Part that waits for the payee, which could not be paid; ``claim_for`` delivers it."""


@dataclass(frozen=True)
class ChunkPaid:
    """A chunk of a payout list that was paid."""

    loan: str
    index: int
    chunk: int
    amount: Money
    parked: Money
    """Part that waits for payees that could not be paid."""


@dataclass(frozen=True)
class Repayment:
    """A payment on a loan."""

    loan: str
    payer: str
    penalty: Money
    interest: Money
    principal: Money
    left: Money
    """What is still owed on that day; nothing ends the debt."""

    @property
    def amount(self) -> Money:
        """What was taken of the payer."""
        return self.penalty + self.interest + self.principal


def _token(connection: Connection, arguments: Arguments) -> Token:
    return token_known(connection, arguments["terms"]["token"])


def _loan(arguments: Arguments) -> str:
    terms = arguments["terms"]
    sides = (party(PartyId(int(terms[side]))) for side in ("lender", "borrower"))
    return f"{short(loan_of(terms))} of " + " to ".join(sides)


def _words(template: str) -> Callable[[Connection, Arguments], str]:
    """Return words made of a template over the loan and the arguments."""

    def words(connection: Connection, arguments: Arguments) -> str:
        shown = dict(arguments)
        if "amount" in shown:
            shown["amount"] = _token(connection, arguments).money(shown["amount"])
        if "milestone" in shown:
            shown["index"] = shown["milestone"]["index"]
        return template.format(**shown, of=_loan(arguments))

    return words


def _open_words(connection: Connection, arguments: Arguments) -> str:
    token, terms = _token(connection, arguments), arguments["terms"]
    agreed = words_in(token, {**terms, "covers": arguments["covers"]})
    signers = ", ".join(one["signer"] for one in arguments["signatures"])
    return f"Open loan {short(loan_of(terms))}: {agreed}\n  agreed to by {signers}"


def _void_words(connection: Connection, arguments: Arguments) -> str:
    amount = _token(connection, arguments).money(arguments["terms"]["commitment"])
    return f"Make these terms dead: loan {_loan(arguments)} over {amount}; they never take force"


def _amend_words(connection: Connection, arguments: Arguments) -> str:
    token, terms = _token(connection, arguments), arguments["newTerms"]
    agreed = words_in(token, {**terms, "covers": arguments["newCovers"]})
    signers = ", ".join(one["signer"] for one in arguments["signatures"])
    return f"Amend loan {short(loan_of(terms))} from today: {agreed}\n  agreed to by {signers}"


def _release_words(connection: Connection, arguments: Arguments) -> str:
    terms, milestone = arguments["terms"], arguments["milestone"]
    amount = _token(connection, arguments).money(milestone["amount"])
    payees, is_list = payees_in(milestone)
    source = "the reserve" if terms["reserved"] else f"the account of party {terms['lender']}"
    what = (
        f"allow payout list {short(payees)} of up to {amount}"
        if is_list
        else f"pay {amount} to {account(connection, payees)} from {source}"
    )
    by = milestone["condition"]
    condition = f", if {by} agrees" if int(by, 16) else ""
    return f"Release milestone {milestone['index']} of loan {_loan(arguments)}: {what}{condition}"


def _pay_out_words(connection: Connection, arguments: Arguments) -> str:
    money, entries = _token(connection, arguments).money, arguments["entries"]
    total = _sum(entries)
    return (
        f"Pay chunk {arguments['chunk']} of the list of milestone "
        f"{arguments['milestone']['index']} of loan {_loan(arguments)}: {money(total)} to "
        f"{len(entries) // 32} payees"
    )


def _sum(entries: bytes) -> int:
    """Return what the entries of a chunk (account 20 bytes, amount 12) come to, in base units."""
    return sum(int.from_bytes(entries[i + 20 : i + 32], "big") for i in range(0, len(entries), 32))


def _collect_words(connection: Connection, arguments: Arguments) -> str:
    terms = arguments["terms"]
    due = _token(connection, arguments).money(_quoted(connection, terms, "due"))
    return (
        f"Collect what is due on loan {_loan(arguments)}, now {due}, as far as the borrower's "
        "account has it"
    )


def _mark_words(connection: Connection, arguments: Arguments) -> str:
    terms = arguments["terms"]
    debt = _token(connection, arguments).money(_quoted(connection, terms, "payoff"))
    return f"Mark loan {_loan(arguments)} in default: all of it becomes due, now {debt}"


def _reserve_words(connection: Connection, arguments: Arguments) -> str:
    loan = loan_of(arguments["terms"])
    units = connection.call(connection.contract("Loans"), "reserveOf", loan)
    left = _token(connection, arguments).money(units)
    return f"Return what is left of the reserve of loan {_loan(arguments)}, now {left}"


def _claim_words(connection: Connection, arguments: Arguments) -> str:
    payee, token = arguments["payee"], token_known(connection, arguments["token"])
    units = connection.call(connection.contract("Loans"), "parkedFor", payee, token.address)
    return f"Pay {account(connection, payee)} what is parked for it, now {token.money(units)}"


def _freeze_words(connection: Connection, arguments: Arguments) -> str:
    verb = "Freeze" if arguments["on"] else "Unfreeze"
    return (
        f"{verb} payouts of loan {short(arguments['loan'])} (document "
        f"{short(arguments['document'])}); repaying goes on"
    )


def _of_party(connection: Connection, terms: Arguments, side: str, units: int) -> Need:
    return Need(terms["token"], cash_of(connection, terms[side]), "Loans", units)


def _open_needs(connection: Connection, arguments: Arguments) -> Iterator[Need]:
    terms = arguments["terms"]
    fees = terms["fee"] + sum(cover["fee"] for cover in arguments["covers"])
    if terms["reserved"]:
        yield _of_party(connection, terms, "lender", terms["commitment"])
    if fees:
        yield _of_party(connection, terms, "borrower", fees)


def _release_needs(connection: Connection, arguments: Arguments) -> Iterator[Need]:
    terms, milestone = arguments["terms"], arguments["milestone"]
    if not terms["reserved"] and not payees_in(milestone)[1]:
        yield _of_party(connection, terms, "lender", milestone["amount"])


def _pay_out_needs(connection: Connection, arguments: Arguments) -> Iterator[Need]:
    if not arguments["terms"]["reserved"]:
        yield _of_party(connection, arguments["terms"], "lender", _sum(arguments["entries"]))


def _repay_needs(connection: Connection, arguments: Arguments) -> Iterator[Need]:
    terms, payer = arguments["terms"], arguments["by"]
    if payer:
        units = min(arguments["amount"], _quoted(connection, terms, "payoff"))
        yield Need(terms["token"], payer, "Loans", units)


def _collect_needs(connection: Connection, arguments: Arguments) -> Iterator[Need]:
    terms = arguments["terms"]
    yield _of_party(connection, terms, "borrower", _quoted(connection, terms, "due"))


def _refund_needs(connection: Connection, arguments: Arguments) -> Iterator[Need]:
    if arguments["by"]:
        yield Need(arguments["terms"]["token"], arguments["by"], "Loans", arguments["amount"])


def _quoted(connection: Connection, terms: Arguments, name: str) -> int:
    """Return what is owed today in all (payoff) or by now (due), in base units."""
    return int(connection.call(connection.contract("Loans"), "quote", terms, 0)["1"][name])


def _terms(operation: Operation[Any]) -> Mapping[str, Any]:
    terms: Mapping[str, Any] = operation.arguments["terms"]
    return terms


def _money(connection: Connection, operation: Operation[Any]) -> Callable[[int], Money]:
    return token_known(connection, _terms(operation)["token"]).money


def _opened(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> str:
    return abi.to_hex(only(found, events.LoanOpened).loan)


def _amended(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> str:
    return abi.to_hex(only(found, events.LoanAmended).terms_hash)


def _released(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> MilestoneReleased:
    event, money = only(found, events.Released), _money(connection, operation)
    payees, _ = payees_in({"payees": event.payees})
    parked = sum(one.amount for one in every(found, events.ParkedFor))
    amounts = (money(event.amount), money(parked))
    return MilestoneReleased(abi.to_hex(event.loan), event.index, payees, *amounts)


def _chunk_paid(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> ChunkPaid:
    event, money = only(found, events.ChunkPaidOut), _money(connection, operation)
    amounts = (money(event.amount), money(event.parked))
    return ChunkPaid(abi.to_hex(event.loan), event.index, event.chunk, *amounts)


def _repaid(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Repayment:
    event, money = only(found, events.Repaid), _money(connection, operation)
    units = (event.penalty, event.interest, event.principal, event.left)
    return Repayment(abi.to_hex(event.loan), event.payer, *map(money, units))


def _refunded(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Money:
    return _money(connection, operation)(only(found, events.Refunded).amount)


def _returned(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Money:
    """Return what was left of the reserve: what its token moved, or what was parked."""
    moved = [e.value for e in every(found, events.DepositTokenTransfer)]
    parked = [e.amount for e in every(found, events.Parked)]
    return _money(connection, operation)(sum(parked or moved))


def _marked(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Money:
    return _money(connection, operation)(only(found, events.Defaulted).debt)


def _claimed(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Money:
    event = only(found, events.ClaimedFor)
    return token_known(connection, event.token).money(event.amount)


OPEN = act("LoanAgreements", "open", _open_words, _opened, _open_needs)
VOID = act("LoanAgreements", "voidTerms", _void_words, no_result)
AMEND = act("LoanAgreements", "amend", _amend_words, _amended)
FREEZE = act("LoanAgreements", "freeze", _freeze_words, no_result)
RELEASE = act("Loans", "release", _release_words, _released, _release_needs)
PAY_OUT = act("Loans", "payOut", _pay_out_words, _chunk_paid, _pay_out_needs)
REPAY = act("Loans", "repay", _words("Pay up to {amount} on loan {of}"), _repaid, _repay_needs)
COLLECT = act("Loans", "collect", _collect_words, _repaid, _collect_needs)
REFUND = act(
    "Loans",
    "refund",
    _words("Return {amount} of milestone {index} of loan {of}"),
    _refunded,
    _refund_needs,
)
RETURN_RESERVE = act("Loans", "returnReserve", _reserve_words, _returned)
MARK_DEFAULT = act("Loans", "markDefault", _mark_words, _marked)
LIFT_DEFAULT = act(
    "Loans", "liftDefault", _words("Lift the mark of default from loan {of}"), no_result
)
CLAIM_FOR = act("Loans", "claimFor", _claim_words, _claimed)
