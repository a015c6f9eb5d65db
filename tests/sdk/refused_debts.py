"""Refusals of acts on notes, offers, covers, lines and loans; see ``test_acts_refused``."""

from __future__ import annotations

from dataclasses import replace

import silkline as sl
from silkline import loan_terms as lt
from silkline import refusals
from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.conditions import AllOf
from silkline.messages import TYPES
from tests.sdk.acts import Scene, Table
from tests.sdk.acts_loans import opening
from tests.sdk.acts_receivables import LATER, amended, cover, taken
from tests.sdk.acts_system import PROFILE
from tests.sdk.lending import PANEL, prepared
from tests.sdk.refused_system import put
from tests.sdk.security import GUARANTOR, opened
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    BANK_B,
    DOCUMENT,
    DUE,
    OUTSIDER,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    eur,
)

# Notes and offers


def expired_request(s: Scene) -> sl.Operation:
    """Return an acceptance after the time for it."""
    s.chain.advance(3601)
    return s.as_(TIER3).notes.accept(s.pending, TRADE)


def deeper(s: Scene) -> sl.Operation:
    """Return an assignment beyond tier 4."""
    s.hub.parties.get(TIER1)
    first = s.passed(s.piece, TIER2, TIER1, "1000.00")
    second = s.passed(first, TIER1, TIER2)
    return s.as_(TIER2).notes.assign(second, TIER1, trade_reference=TRADE)


def uneven(s: Scene) -> sl.Operation:
    """Return a merger of notes of different tiers."""
    back = s.passed(s.piece, TIER2, TIER1, "1000.00")
    return s.as_(TIER1).notes.merge(back, s.spare)


def own_offer(s: Scene) -> sl.Operation:
    """Return a sale by the funder under its own offer."""
    bought = taken(s).submit().result.note
    return s.as_(BANK_A).offers.take(s.offer, bought, min_proceeds=eur("1.00"))


def too_late(s: Scene) -> sl.Operation:
    """Return a sale on the due day."""
    offer = s.as_(BANK_A).offers.sign(s.world.offer(valid_until=LATER))
    s.go_to(DUE)
    return s.as_(TIER1).offers.take(offer, s.note, min_proceeds=eur("1.00"))


def covered_by_all(s: Scene) -> sl.Operation:
    """Return a cover of one guarantor more than a debt has room for."""
    guarantors = (BANK_A, BANK_B, TIER3, GUARANTOR, GUARANTOR + 1)
    for one in guarantors[:3]:
        role = replace(PROFILE, roles=sl.Role.GUARANTOR)
        s.hub.parties.update(one, role).submit()
    found = []
    for one in guarantors:
        message = cover(s, guarantor=sl.PartyId(one), share="10 %").message
        found.append(s.as_(TIER1).guarantees.cover(message.sign(s.key(one)), s.note))
    for one in found[:4]:
        one.submit()
    return found[4]


def pass_on(s: Scene, note: sl.NoteId) -> sl.Operation:
    """Return the assignment of a note by tier 2."""
    return s.as_(TIER2).notes.assign(note, TIER1, trade_reference=TRADE)


NOTES = [
    (expired_request, refusals.AcceptanceExpired, {}),
    (lambda s: s.as_(TIER3).notes.accept(s.note, TRADE), refusals.NotPending, {}),
    (lambda s: s.as_(BANK_A).notes.refuse(s.pending), refusals.NotReceiver,
        {"caller": 5, "receiver": 4}),
    (lambda s: pass_on(s, s.pending), refusals.NotePending, {}),
    (lambda s: s.as_(TIER1).notes.announce([s.note]), refusals.NothingToChange, {}),
    (lambda s: s.as_(TIER3).notes.approve(s.note, s.chain.accounts[TIER3]),
        refusals.NotOwnerNorApproved, {}),
    (lambda s: s.hub.settlements.collect(0xDEAD), refusals.UnknownReceivable, {"id": 0xDEAD}),
    (lambda s: s.as_(TIER1).notes.merge(s.note, s.note), refusals.SameNote, {}),
    (lambda s: s.as_(TIER1).notes.merge(s.small, s.note), refusals.SlotMismatch, {}),
    (uneven, refusals.TierMismatch, {}),
    (deeper, refusals.TierTooDeep, {"tier": 5, "deepest": 4}),
    (lambda s: s.as_(TIER3).notes.transfer_value(s.note, s.spare, eur("300.00")),
        refusals.InsufficientAllowance, {"value": 30_000, "allowance": 0}),
    (lambda s: s.as_(TIER1).notes.transfer(s.small, s.chain.accounts[OUTSIDER]),
        refusals.NotCashAccount, {}),
    (lambda s: s.as_(TIER1).notes.merge(s.spare, s.piece), refusals.WrongOwner,
        {"said": 2, "owner": 3}),
    (lambda s: s.as_(ANCHOR).settlements.settle(s.small.receivable, eur("0.00")),
        refusals.ZeroPayment, {}),
    (lambda s: replace(amended(s, s.hub.receivables.cancellation(s.small, deadline=LATER)),
        account=s.chain.accounts[TIER1]), refusals.WrongCounterparty, {"expected": 1}),
    (lambda s: put(taken(s), offer={"receivable": 0xF1}), refusals.OfferScopeInvalid,
        {"programme": 0x101, "receivable": 0xF1}),
    (own_offer, refusals.OwnOffer, {"funder": 5}),
    (lambda s: s.as_(BANK_A).offers.cancel_below(0), refusals.SaltNotRaised,
        {"given": 0, "current": 0}),
    (lambda s: s.as_(TIER1).offers.take(s.offer.message.sign(s.key(BANK_B)), s.note,
        value=eur("10000.00"), min_proceeds=eur("1.00")), refusals.SignerNotOfFunder,
        {"funder": 5}),
    (too_late, refusals.TooLateToSell, {}),
    (covered_by_all, refusals.TooManyCovers, {"most": 4}),
]  # fmt: skip
LATE = [
    (lambda s: s.hub.settlements.mark_overdue(s.note.receivable), refusals.NotOpen,
        {"status": sl.Status.OVERDUE}),
]  # fmt: skip


def line_expired(s: Scene) -> sl.Operation:
    """Return a confirmation after the last day of the sponsor's line."""
    s.as_(ANCHOR).lines.accept_sponsor(s.sponsored, BANK_A).submit()
    s.go_to(sl.dates.date_of(sl.dates.day_number("2028-01-01")))
    terms = s.hub.receivables.terms(s.sponsored, TIER1, 0xE1, eur("700.00"), "2028-02-01")
    return s.as_(ANCHOR).receivables.confirm(terms)


BANKING = [(line_expired, refusals.LineExpired, {"lender": 5, "party": 1})]

# Loans


def not_listed(s: Scene) -> sl.Operation:
    """Return the opening of a loan in a token that ADMIN took off its list."""
    token = s.hub.deposits.token("EUR")
    s.hub.programmes.allow_token(token.address, False).submit()
    return opening(s)


def too_long(s: Scene) -> sl.Operation:
    """Return the payment of a list that comes to more than its milestone."""
    parts = (
        lt.Milestone(amount=eur("2.00"), payees=s.list.root),
        lt.Milestone(amount=eur("99998.00"), payees=s.chain.accounts[TIER2]),
    )
    loan = opened(s.world, salt=9, milestones=parts)
    s.hub.loans.release(loan, 0).submit()
    return s.hub.loans.pay_out(loan, 0, s.list, 1)


def related(s: Scene) -> sl.Operation:
    """Return a release to a payee that came to be of the borrower's group."""
    for one in (TIER1, TIER2):
        s.hub.parties.update(one, replace(PROFILE, group=77)).submit()
    return s.hub.loans.release(s.loan, 2)


def paid_chunk(s: Scene, **values: object) -> sl.Operation:
    """Return the payment of a chunk with other arguments."""
    return put(s.hub.loans.pay_out(s.loan, 1, s.list, 0), **values)


LENDING = [
    (not_listed, refusals.TokenNotListed, {}),
    (lambda s: put(opening(s), signatures=[]), refusals.SignatureCount, {"given": 0, "needed": 2}),
    (lambda s: paid_chunk(s, entries="0x" + "11" * 31), refusals.ChunkMalformed, {"length": 31}),
    (too_long, refusals.ListExceeded, {}),
    (related, refusals.PayeeOfBorrowersGroup, {"party": 3}),
    (lambda s: put(s.hub.loans.release(s.loan, 2), milestone={"amount": 1}),
        refusals.MilestoneUnknown, {"index": 2}),
    (lambda s: put(s.hub.loans.collect(s.loan), terms={"amends": s.loan}),
        refusals.TermsNotInForce, {}),
]  # fmt: skip


def lifted_after_call(s: Scene) -> sl.Operation:
    """Return the end of a default on which a guarantor has paid."""
    s.hub.guarantees.call_loan_cover(s.loan, GUARANTOR).submit()
    return s.as_(BANK_A).loans.lift_default(s.loan)


DEFAULTED = [
    (lambda s: s.hub.loans.mark_default(s.loan), refusals.AlreadyDefaulted, {}),
    (lambda s: s.hub.loans.release(s.loan, 0), refusals.LoanDefaulted, {}),
    (lifted_after_call, refusals.CoverCalled, {}),
    (lambda s: put(s.hub.guarantees.call_loan_cover(s.loan, GUARANTOR), covers=[]),
        refusals.CoversMismatch, {}),
]  # fmt: skip

# Conditions

TABLE = Table()
EVIDENCE = (
    Param("evidence", "tuple", TYPES["Evidence"][1]),
    Param("signatures", "tuple[]", (Param("signer", "address"), Param("signature", "bytes"))),
)


@TABLE.stage
def asking(s: Scene) -> None:
    """A loan whose milestones ask for attestors, and for parts that are not there."""
    prepared(s.world)
    place, payee = s.hub.conditions.place, s.chain.accounts[TIER2]
    parts = place(AllOf((PANEL, PANEL)))
    nothing = abi.encode([Param("of", "address[]"), Param("with", "bytes[]")], [[], []])
    milestones = (
        lt.Milestone(amount=eur("40000.00"), payees=payee, **place(PANEL)),
        lt.Milestone(amount=eur("30000.00"), payees=payee, **parts),
        lt.Milestone(
            amount=eur("30000.00"), payees=payee, condition=parts["condition"],
            config=abi.to_hex(nothing),
        ),
    )  # fmt: skip
    s.keep(loan=opened(s.world, milestones=milestones))


def attested(s: Scene, **changes: object) -> sl.Operation:
    """Return a release with evidence that says something else than was asked."""
    asked, now = s.hub.loans.get(s.loan).milestones[0], s.chain.time
    message = asked.evidence_request(DOCUMENT, observed_at=now, valid_until=LATER)
    data = abi.encode(EVIDENCE, [{**message.fields, **changes}, []])
    return put(s.hub.loans.release(s.loan, 0), evidence=abi.to_hex(data))


def parted(s: Scene, index: int, evidences: list[bytes]) -> sl.Operation:
    """Return a release with so many evidences of parts."""
    data = abi.to_hex(abi.encode([Param("evidences", "bytes[]")], [evidences]))
    found = s.hub.loans.release(s.loan, 1)
    known_to_it = s.hub.loans.agreement(s.loan)
    milestone, proof = known_to_it.milestones[index], known_to_it.proof(index)
    return put(found, milestone=dict(milestone), proof=proof, evidence=data)


ASKING = [
    (lambda s: put(s.hub.loans.release(s.loan, 0), evidence="0x12"), refusals.EvidenceMalformed,
        {"length": 1}),
    (lambda s: attested(s, loan="0x" + "12" * 32), refusals.EvidenceOfAnotherLoan,
        {"given": b"\x12" * 32}),
    (lambda s: attested(s, milestone="0x" + "12" * 32), refusals.EvidenceOfAnotherMilestone,
        {"given": b"\x12" * 32}),
    (lambda s: attested(s, observedAt=LATER), refusals.ObservedLater, {"observed_at": LATER}),
    (lambda s: parted(s, 1, [b""]), refusals.PartsMismatch,
        {"conditions": 2, "configs": 2, "evidences": 1}),
    (lambda s: parted(s, 2, []), refusals.PartsMissing, {}),
]  # fmt: skip
CASES = {
    "trading": NOTES,
    "late": LATE,
    "banking": BANKING,
    "lending": LENDING,
    "defaulted": DEFAULTED,
    "asking": ASKING,
}
"""By the stage on which each is tried: the act, its refusal, and values of the refusal."""
