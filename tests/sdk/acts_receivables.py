"""Acts on debts, notes, offers, covers and payments; see ``tests.sdk.acts``."""

from __future__ import annotations

from datetime import timedelta

import silkline as sl
from tests.sdk.acts import Scene, Table
from tests.sdk.security import GUARANTOR, SECOND, with_guarantors
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    DOCUMENT,
    DUE,
    PROGRAMME,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    eur,
)

TABLE = Table()
add = TABLE.add
WHOLE, PIECE = "120000.00 EUR", "20000.00 EUR"
LATER = 1_830_000_000
"""A moment after everything here, for what has a deadline."""


@TABLE.stage
def trading(s: Scene) -> None:
    """Debts of 120,000.00 and 500.00, a piece of tier 2 with a part on offer, an offer to buy."""
    with_guarantors(s.world)
    change = sl.Change(eur("900000.00"), eur("100.00"), 300, 4, False, AGREEMENT)
    s.hub.programmes.propose_change(PROGRAMME, change).submit()
    s.as_(ANCHOR).programmes.accept_change(PROGRAMME, change).submit()
    s.as_(TIER2).parties.set_opt_ins(sl.OptIn.ASSIGNMENTS | sl.OptIn.TRANSFERS).submit()
    note, small = s.confirmed(), s.confirmed(0xF2, "500.00")
    piece = s.passed(note, TIER1, TIER2, "20000.00")
    spare = s.as_(TIER1).notes.split(note, eur("1000.00")).submit().result
    asked = s.as_(TIER2).notes.assign(
        piece, TIER3, eur("5000.00"), trade_reference=TRADE, accept_until=s.chain.time + 3600
    )
    s.keep(note=note, small=small, piece=piece, spare=spare, pending=asked.submit().result.note)
    s.keep(offer=s.as_(BANK_A).offers.sign(s.offer()))
    s.fund(ANCHOR, "500.00")


def amended(s: Scene, change: sl.Message) -> sl.Operation[None]:
    """Return an amendment by the anchor, to which the holder agreed."""
    return s.as_(ANCHOR).receivables.amend(change.sign(s.key(TIER1)))


def consented(s: Scene) -> sl.Operation:
    """Return an assignment with the receiver's consent in the call."""
    one = sl.Assignment(s.note, sl.PartyId(TIER3), eur("700.00"), TRADE)
    consent = s.hub.notes.consent(one, deadline=LATER).sign(s.key(TIER3))
    given = {"trade_reference": TRADE, "consent": consent}
    return s.as_(TIER1).notes.assign(s.note, TIER3, eur("700.00"), **given)


def confirmation(s: Scene, fingerprint: int) -> tuple[sl.Terms, sl.SignedMessage]:
    """Return terms of a debt, and the anchor's signature on them."""
    terms = s.terms(fingerprint, "800.00", deadline=LATER)
    return terms, s.hub.receivables.confirmation(terms).sign(s.key(ANCHOR))


def confirmed_many(s: Scene) -> sl.Operation:
    """Return a batch of debts that the anchor signed, brought by anyone."""
    pairs = [confirmation(s, 0xE0 + i) for i in range(2)]
    return s.hub.receivables.confirm_many([p[0] for p in pairs], [p[1] for p in pairs])


def assigned_many(s: Scene) -> sl.Operation:
    """Return a batch of assignments, one to a receiver who has to accept."""
    first = sl.Assignment(s.note, sl.PartyId(TIER2), eur("700.00"), TRADE)
    asked = sl.Assignment(
        s.spare, sl.PartyId(TIER3), None, TRADE, in_payment=False, accept_until=LATER
    )
    return s.as_(TIER1).notes.assign_many([first, asked])


def cover(s: Scene, **changes: object) -> sl.SignedMessage:
    """Return a guarantor's cover of the large debt, which its holder pays for."""
    values = {
        "receivable": s.note.receivable,
        "guarantor": sl.PartyId(GUARANTOR),
        "share": "50 %",
        "cap": eur("60000.00"),
        "payer": sl.PartyId(TIER1),
        "agreement_hash": AGREEMENT,
        "deadline": LATER,
        **changes,
    }
    return s.as_(GUARANTOR).guarantees.sign(sl.ReceivableCover(**values))


def announced(s: Scene) -> sl.Operation:
    """Return the announcement of a note to the wallet that its holder has now."""
    fresh = s.chain.accounts[9]
    consent = s.hub.parties.account_consent(TIER1, fresh, LATER).sign(s.key(9))
    s.as_(TIER1).parties.rotate(consent).submit()
    return s.as_(9).notes.announce([s.small])


def released(s: Scene) -> sl.Operation:
    """Return the release of a note whose receiver let the time pass."""
    s.chain.advance(3601)
    return s.hub.notes.release([s.pending])


def taken(s: Scene) -> sl.Operation:
    """Return a sale of a part of a note to bank A."""
    given = {"value": eur("10000.00"), "min_proceeds": eur("9000.00")}
    return s.as_(TIER1).offers.take(s.offer, s.note, **given)


# Confirming

add(
    trading, "Programmes.confirm",
    lambda s: s.as_(ANCHOR).receivables.confirm(s.terms(0xE1, "800.00", further=(0xE2,))),
    "party 1 owes 800.00 EUR to party 2, due 2027-04-01", "1 further invoices",
)  # fmt: skip
add(
    trading, "Programmes.confirmSigned",
    lambda s: s.hub.receivables.confirm(*confirmation(s, 0xE1)),
    "party 1 owes 800.00 EUR to party 2", "signed by 0x",
)  # fmt: skip
add(
    trading, "Programmes.confirmMany",
    lambda s: s.as_(ANCHOR).receivables.confirm_many(
        [s.terms(0xE1, "800.00"), s.terms(0xE2, "900.00", creditor=TIER2)]
    ),
    "party 1 owes 800.00 EUR to party 2", "party 1 owes 900.00 EUR to party 3",
)  # fmt: skip
add(trading, "Programmes.confirmManySigned", confirmed_many, "owes 800.00 EUR to party 2")
add(
    trading, "Programmes.amend (correct)",
    lambda s: amended(
        s,
        s.hub.receivables.correction(s.small, eur("450.00"), DUE, deadline=LATER),
    ),
    "of party 1 over 500.00 EUR", "from now on 450.00 EUR, due 2027-04-01",
)  # fmt: skip
add(
    trading, "Programmes.amend (cancel)",
    lambda s: amended(s, s.hub.receivables.cancellation(s.small, deadline=LATER)),
    "Cancel receivable", "of party 1 over 500.00 EUR",
)  # fmt: skip
add(
    trading, "Programmes.voidSignature",
    lambda s: s.as_(ANCHOR).programmes.void_signature(confirmation(s, 0xE1)[1].message.digest),
    "Take back the message 0x", "of party 1",
)  # fmt: skip

# Notes

add(
    trading, "Receivables.assign",
    lambda s: s.as_(TIER1).notes.assign(s.note, TIER2, eur("700.00"), trade_reference=TRADE),
    "Assign 700.00 EUR of note", "to party 3", "of party 2",
)  # fmt: skip
add(trading, "Receivables.assignWithConsent", consented, "Assign 700.00 EUR", "to party 4")
add(
    trading, "Receivables.assignMany", assigned_many,
    "Assign 700.00 EUR", "to party 3", "Assign 1000.00 EUR", "to party 4", "on account of",
)  # fmt: skip
add(
    trading, "Receivables.accept",
    lambda s: s.as_(TIER3).notes.accept(s.pending, TRADE),
    "of 5000.00 EUR, which party 3 has", "of party 4",
)  # fmt: skip
add(
    trading, "Receivables.refuse",
    lambda s: s.as_(TIER3).notes.refuse(s.pending), "of 5000.00 EUR, which party 3 has",
)  # fmt: skip
add(
    trading, "Receivables.withdraw",
    lambda s: s.as_(TIER2).notes.withdraw(s.pending),
    "to party 4", "of 5000.00 EUR, which party 3 has",
)  # fmt: skip
add(trading, "Receivables.release", released, "of 5000.00 EUR, which party 3 has")
add(
    trading, "Receivables.split",
    lambda s: s.as_(TIER1).notes.split(s.note, eur("700.00")), "Cut 700.00 EUR off", "party 2",
)  # fmt: skip
add(
    trading, "Receivables.merge",
    lambda s: s.as_(TIER1).notes.merge(s.spare, s.note),
    "of 1000.00 EUR, which party 2 has, into note", "of 99000.00 EUR",
)  # fmt: skip
add(trading, "Receivables.announce", announced, "of 500.00 EUR, which party 2 has")
add(
    trading, "Receivables.transferFrom(address,address,uint256)",
    lambda s: s.as_(TIER1).notes.transfer(s.small, s.chain.accounts[TIER2]),
    "of 500.00 EUR, which party 2 has", "of party 3, without a trade",
)  # fmt: skip
add(
    trading, "Receivables.transferFrom(uint256,address,uint256)",
    lambda s: s.as_(TIER1).notes.transfer_value(s.note, s.chain.accounts[TIER2], eur("300.00")),
    "Send 300.00 EUR of note", "of party 3",
)  # fmt: skip
add(
    trading, "Receivables.transferFrom(uint256,uint256,uint256)",
    lambda s: s.as_(TIER1).notes.transfer_value(s.note, s.spare, eur("300.00")),
    "Move 300.00 EUR of note", "which party 2 has",
)  # fmt: skip
add(
    trading, "Receivables.approve(address,uint256)",
    lambda s: s.as_(TIER1).notes.approve(s.small, s.chain.accounts[BANK_A]),
    "of party 5 pass note", "of 500.00 EUR, which party 2 has",
)  # fmt: skip
add(
    trading, "Receivables.approve(uint256,address,uint256)",
    lambda s: s.as_(TIER1).notes.approve_value(s.note, s.chain.accounts[BANK_A], eur("7.00")),
    "of party 5 move up to 7.00 EUR", "which party 2 has",
)  # fmt: skip
add(
    trading, "Receivables.setApprovalForAll",
    lambda s: s.as_(TIER1).notes.approve_all(s.chain.accounts[BANK_A]), "of party 5", "of party 2",
)  # fmt: skip

# Offers and covers

add(
    trading, "Discounting.take", taken,
    "Sell 10000.00 EUR of note", "at least 9000.00 EUR", "party 5 buys", "of party 2",
)  # fmt: skip
add(
    trading, "Discounting.cancel",
    lambda s: s.as_(BANK_A).offers.cancel(s.offer), "party 5 buys", "up to 500000.00 EUR",
)  # fmt: skip
add(trading, "Discounting.cancelBelow", lambda s: s.as_(BANK_A).offers.cancel_below(9), "party 5")
add(
    trading, "Guarantees.cover",
    lambda s: s.as_(TIER1).guarantees.cover(cover(s), s.note),
    "party 7 covers 50 %", "up to 60000.00 EUR", "party 2 brings it",
)  # fmt: skip
add(
    trading, "Guarantees.voidSignature",
    lambda s: s.as_(GUARANTOR).guarantees.void_signature(cover(s).message.digest),
    "Take back the message 0x", "of party 7",
)  # fmt: skip
add(
    trading, "Settlements.settle",
    lambda s: s.as_(ANCHOR).settlements.settle(s.small.receivable, eur("500.00")),
    "Pay up to 500.00 EUR", "of party 1 over 500.00 EUR",
)  # fmt: skip


@TABLE.stage
def due(s: Scene) -> None:
    """The large debt is paid, the small one and a third fall due; tier 2 could not be paid."""
    note = s.confirmed()
    piece, small = s.passed(note, TIER1, TIER2, "20000.00"), s.confirmed(0xF2, "500.00")
    s.keep(note=note, piece=piece, small=small)
    s.paid(note)
    s.hub.parties.suspend(TIER2, DOCUMENT).submit()
    s.hub.settlements.redeem(piece).submit()
    s.hub.parties.reinstate(TIER2, DOCUMENT).submit()
    s.fund(ANCHOR, "500.00")


add(
    due, "Settlements.collect",
    lambda s: s.hub.settlements.collect(s.small.receivable), "of party 1", "now 500.00 EUR",
)  # fmt: skip
add(
    due, "Settlements.redeem",
    lambda s: s.hub.settlements.redeem(s.note, s.piece),
    "which party 2 has: now 100000.00 EUR",
)  # fmt: skip
add(
    due, "Settlements.claim",
    lambda s: s.hub.settlements.claim(TIER2, "EUR"), "party 3", "now 20000.00 EUR",
)  # fmt: skip


@TABLE.stage
def late(s: Scene) -> None:
    """A debt is marked overdue of which a part was sold with recourse, and which is covered."""
    with_guarantors(s.world)
    note, other = s.confirmed(), s.confirmed(0xF2, "500.00")
    s.keep(note=note, other=other)
    offer = s.as_(BANK_A).offers.sign(s.offer(recourse=True))
    given = {"value": eur("10000.00"), "min_proceeds": eur("1.00")}
    sold = s.as_(TIER1).offers.take(offer, note, **given).submit().result.note
    s.keep(sold=sold)
    for guarantor in (GUARANTOR, SECOND):
        signed = cover(s, guarantor=sl.PartyId(guarantor), share="25 %")
        signed = signed.message.sign(s.key(guarantor))
        s.as_(TIER1).guarantees.cover(signed, note).submit()
    s.as_(TIER1).deposits.approve("Discounting", None, "EUR").submit()
    s.fund(TIER1, "5000.00")
    s.go_to(DUE + timedelta(days=4))
    s.hub.settlements.mark_overdue(note.receivable).submit()
    s.hub.guarantees.call_cover(note.receivable, SECOND).submit()


def claimed(s: Scene) -> sl.Operation:
    """Return a guarantor's claim of what it could not be paid while it was suspended."""
    s.hub.parties.suspend(SECOND, DOCUMENT).submit()
    s.fund(ANCHOR, "130000.00")
    s.hub.settlements.collect(s.note.receivable).submit()
    s.hub.parties.reinstate(SECOND, DOCUMENT).submit()
    return s.hub.guarantees.claim(SECOND, "EUR")


add(
    late, "Settlements.markOverdue",
    lambda s: s.hub.settlements.mark_overdue(s.other.receivable),
    "overdue: party 1 owes 501.00 EUR",
)  # fmt: skip
add(
    late, "Discounting.putBack",
    lambda s: s.as_(BANK_A).offers.put_back(s.sold),
    "back to its seller for 9978.39 EUR", "of party 5",
)  # fmt: skip
add(
    late, "Guarantees.callCover",
    lambda s: s.hub.guarantees.call_cover(s.note.receivable, GUARANTOR),
    "Let party 7 pay 25 %", "up to 60000.00 EUR",
)  # fmt: skip
add(late, "Guarantees.claim", claimed, "Pay party 8", "EUR")


@TABLE.stage
def banking(s: Scene) -> None:
    """Bank A has granted a line and offered to stand behind a new programme of the anchor."""
    lines = s.as_(BANK_A).lines
    given = {"decision": DOCUMENT, "model": "scores 3.1"}
    s.keep(given=given, sponsored=sl.ProgrammeId.of("1/2"))
    lines.grant(ANCHOR, eur("50000.00"), "2027-12-31", **given).submit()
    lines.grant_group(77, eur("80000.00"), "2027-12-31", **given).submit()
    from tests.sdk.world import rules

    contract = s.hub.deployment.address("CreditLines")
    s.hub.programmes.open(s.sponsored, rules(limit_contract=contract)).submit()
    lines.offer_sponsor(s.sponsored).submit()


def consumer(s: Scene) -> sl.Operation:
    """Return the admission of a contract that may draw on lines."""
    return s.hub.lines.add_consumer(s.hub.deployment.address("Descriptor"))


add(
    banking, "CreditLines.grant",
    lambda s: s.as_(BANK_A).lines.grant(TIER1, eur("40000.00"), "2027-12-31", **s.given),
    "Grant party 2 a line of up to 4000000 base units (40000.00 EUR) until 2027-12-31",
)  # fmt: skip
add(
    banking, "CreditLines.grantGroup",
    lambda s: s.as_(BANK_A).lines.grant_group(78, eur("40000.00"), "2027-12-31", **s.given),
    "Grant group 78 a line", "40000.00 EUR",
)  # fmt: skip
add(
    banking, "CreditLines.setFreeze",
    lambda s: s.as_(BANK_A).lines.freeze(ANCHOR, DOCUMENT), "Freeze one's own line for party 1",
)  # fmt: skip
add(
    banking, "CreditLines.setGroupFreeze",
    lambda s: s.as_(BANK_A).lines.freeze_group(77, DOCUMENT), "for group 77", "of party 5",
)  # fmt: skip
add(
    banking, "CreditLines.offerSponsor",
    lambda s: s.as_(BANK_A).lines.withdraw_sponsor(s.sponsored),
    "Withdraw the offer to stand behind programme 1/2", "party 1",
)  # fmt: skip
add(
    banking, "CreditLines.acceptSponsor",
    lambda s: s.as_(ANCHOR).lines.accept_sponsor(s.sponsored, BANK_A),
    "Accept party 5 as sponsor of programme 1/2",
)  # fmt: skip
add(banking, "CreditLines.addConsumer", consumer, "Let the contract 0x", "draw on lines")
