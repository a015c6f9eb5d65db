"""What is measured of loans, as cases.py does for the rest; together they are all CASES.

"Later" means that the loan was drawn before, so that its words exist.
"""

from __future__ import annotations

from silkline.loan_terms import Agreement
from tools.gas.cases import CASES, case, each
from tools.gas.chain import secret
from tools.gas.lending import DAYS_TO_DEFAULT, DUE_DAYS, PAYEES, PAYMENT, Lending
from tools.gas.system import DUE, FACE

__all__ = ["CASES"]

# ---- agreeing


@case
def loan_open_two_signatures(b: Lending) -> int:
    """Lender and borrower signed with their cash accounts; a stranger brings the terms."""
    return b.open_loan(b.agreement())


@case
def loan_open_with_cover(b: Lending) -> int:
    """A guarantor signed as well."""
    return b.open_loan(b.agreement("new", b.cover()))


@case
def loan_open_reserved(b: Lending) -> int:
    """The commitment is set aside; the first reserve in Loans."""
    return b.open_loan(b.agreement(reserved=True))


@case
def loan_void(b: Lending) -> int:
    """The borrower marks terms dead that nobody opened."""
    made = b.agreement()
    account = b.borrower.account
    return b.chain.send(account, b.agreements, "voidTerms", made.terms, made.covers)


@case
def loan_amend(b: Lending) -> int:
    """A drawn loan gets its first new terms, with both signatures."""
    made = b.drawn()
    return b.amend_loan(made, b.amended(made, "amended", instalments=18))


# ---- paying out


@case
def release_first(b: Lending) -> int:
    """The first milestone of a loan pays an account that has cash."""
    return b.release_milestone(b.opened(), 0)


@case
def release_later(b: Lending) -> int:
    """A later milestone pays an account that has cash."""
    return b.release_milestone(b.drawn(), 1)


@case
def release_later_to_party(b: Lending) -> int:
    """A later milestone pays a party, whose standing is asked for."""
    return b.release_milestone(b.drawn(), 4)


@case
def release_later_with_line(b: Lending) -> int:
    """A later milestone of a loan that uses a line."""
    b.grant_line()
    return b.release_milestone(b.drawn(lined=True), 1)


@case
def release_later_with_group_line(b: Lending) -> int:
    """The line is tied to that of the borrower's group, which is used as well."""
    b.grant_line(b.grant_group_line())
    return b.release_milestone(b.drawn(lined=True), 1)


@case
def release_later_reserved(b: Lending) -> int:
    """A later milestone is paid from the reserve."""
    return b.release_milestone(b.drawn(reserved=True), 1)


@case
def release_later_amended(b: Lending) -> int:
    """A later milestone of a loan with amended terms."""
    made = b.drawn()
    new = b.amended(made, "amended", instalments=18)
    b.amend_loan(made, new)
    return b.release_milestone(new, 1)


@case
def release_attested_2_of_3(b: Lending) -> int:
    """A later milestone with the evidence that two of three attestors signed."""
    made = b.drawn()
    return b.release_milestone(made, 2, b.evidence(made, 2))


@case
def release_attested_2_of_3_first(b: Lending) -> int:
    """The same as the first milestone of a loan."""
    made = b.opened()
    return b.release_milestone(made, 2, b.evidence(made, 2))


@case
def release_not_before(b: Lending) -> int:
    """A later milestone whose date has come."""
    return b.release_milestone(b.drawn(), 5)


@case
def release_parked(b: Lending) -> int:
    """A later milestone is parked for a party that was suspended."""
    return _parked(b)


def _parked(b: Lending) -> int:
    made = b.drawn()
    b.operate(b.parties, "suspend", b.next_tier.id, secret("order"))
    return b.release_milestone(made, 4)


@case
def claim_for(b: Lending) -> int:
    """A stranger claims what was parked for an account."""
    _parked(b)
    values = (b.next_tier.address, b.token.address)
    return b.chain.send(b.stranger, b.loans, "claimFor", *values)


@case
def release_list(b: Lending) -> int:
    """A later milestone opens its payout list; no money moves."""
    return b.release_milestone(b.drawn(), 3)


def _listed(b: Lending) -> Agreement:
    """Return a loan that has paid a first chunk of its list."""
    made = b.drawn()
    b.release_milestone(made, 3)
    b.pay_chunk(made, 0)
    return made


@case
def payout_100_each_new(b: Lending) -> int:
    """A later chunk pays a hundred accounts their first cash."""
    return each(b.pay_chunk(_listed(b), 1), PAYEES)


@case
def payout_100_each_existing(b: Lending) -> int:
    """A later chunk pays a hundred accounts that have cash."""
    for payee, _ in b.list.entries[PAYEES : 2 * PAYEES]:
        b.operate(b.token, "mint", payee, PAYMENT)
    return each(b.pay_chunk(_listed(b), 1), PAYEES)


@case
def loan_refund(b: Lending) -> int:
    """The account that a milestone paid returns a part, for the first time."""
    return b.refund(b.drawn(), 0, PAYMENT // 3)


@case
def return_reserve(b: Lending) -> int:
    """What is left of a reserve returns to the lender; nothing else rests in Loans."""
    made = b.drawn(reserved=True)
    b.chain.go_to_day(made.terms["drawDeadline"] + 1)
    return b.chain.send(b.stranger, b.loans, "returnReserve", made.terms)


# ---- paying back


def _paid_until(b: Lending, made: Agreement, instalment: int) -> Agreement:
    """Pay the instalments before this one on their days, and go to its day."""
    for day in DUE_DAYS[: instalment - 1]:
        b.chain.go_to_day(day)
        b.repay(made, b.due(made))
    b.chain.go_to_day(DUE_DAYS[instalment - 1])
    return made


@case
def repay(b: Lending) -> int:
    """The second instalment of principal and interest, on its due day."""
    made = _paid_until(b, b.drawn(), 4)
    return b.repay(made, b.due(made))


@case
def repay_interest(b: Lending) -> int:
    """The second instalment, of interest alone, on its due day."""
    made = _paid_until(b, b.drawn(), 2)
    return b.repay(made, b.due(made))


@case
def repay_ahead(b: Lending) -> int:
    """Some principal between two due days."""
    made = _paid_until(b, b.drawn(), 2)
    b.repay(made, b.due(made))
    return b.repay(made, PAYMENT // 3)


@case
def repay_all(b: Lending) -> int:
    """All that is owed, on a due day."""
    made = _paid_until(b, b.drawn(), 2)
    return b.repay(made, b.payoff(made))


@case
def repay_with_line(b: Lending) -> int:
    """The second instalment of principal, which comes back to the line; the record exists."""
    b.grant_line()
    made = _paid_until(b, b.drawn(lined=True), 4)
    return b.repay(made, b.due(made))


@case
def repay_part_late(b: Lending) -> int:
    """A part of an instalment, three days late: the loan's first arrears."""
    return _late(b)


def _late(b: Lending) -> int:
    made = _paid_until(b, b.drawn(), 4)
    b.chain.go_to_day(DUE_DAYS[3] + 3)
    return b.repay(made, b.due(made) // 2)


@case
def repay_rest_late(b: Lending) -> int:
    """The rest of it, with penalty: the arrears end."""
    _late(b)
    made = b.agreement()
    b.chain.go_to_day(DUE_DAYS[3] + 9)
    return b.repay(made, b.due(made))


@case
def collect_loan(b: Lending) -> int:
    """The second instalment of principal and interest is collected on its due day."""
    return b.collect_loan(_paid_until(b, b.drawn(), 4))


# ---- default, covers and pledges


@case
def mark_default(b: Lending) -> int:
    """A stranger marks default; nothing was paid so far."""
    return _defaulted(b, b.drawn())


def _defaulted(b: Lending, made: Agreement) -> int:
    b.chain.go_to_day(DUE_DAYS[0] + DAYS_TO_DEFAULT + 1)
    return b.mark_default(made)


@case
def call_loan_cover(b: Lending) -> int:
    """A stranger calls the only cover of a loan in default, for the first time."""
    return _called(b, b.drawn("new", b.cover()))


def _called(b: Lending, made: Agreement) -> int:
    _defaulted(b, made)
    return b.call_cover(made)


@case
def repay_covered(b: Lending) -> int:
    """A first payment on a loan in default is shared by guarantor and lender."""
    made = b.drawn("new", b.cover())
    _called(b, made)
    return b.repay(made, PAYMENT // 3)


@case
def grant_line(b: Lending) -> int:
    """A lender grants a party its first line."""
    return b.grant_line()


@case
def pledge(b: Lending) -> int:
    """The borrower pledges a note, the first one for the loan."""
    return b.pledge(b.drawn(), b.note("new", b.borrower))


def _redeemed(b: Lending) -> tuple[Agreement, int]:
    """Return a loan that is behind, and the pledged note that was collected for."""
    made, note = b.drawn(), b.note("new", b.borrower)
    b.pledge(made, note)
    b.chain.go_to_day(DUE)
    b.collect(note)
    return made, note


@case
def redeem_pledged(b: Lending) -> int:
    """A pledged note is redeemed and pays what is due; the rest goes to its owner."""
    made, note = _redeemed(b)
    return b.chain.send(b.stranger, b.collateral, "redeem", made.terms, [note])


@case
def apply_proceeds(b: Lending) -> int:
    """The same for a note that somebody redeemed before."""
    made, note = _redeemed(b)
    b.redeem(note)
    return b.chain.send(b.stranger, b.collateral, "applyProceeds", made.terms, FACE)


@case
def release_pledged(b: Lending) -> int:
    """The lender releases a pledged note."""
    made, note = b.opened(), b.note("new", b.borrower)
    b.pledge(made, note)
    return b.chain.send(b.bank.account, b.collateral, "release", made.terms, [note])
