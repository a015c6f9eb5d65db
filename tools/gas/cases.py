"""What is measured: one function per figure, named like it, saying in a sentence what happens.

Every case begins in the same state (see system.py) and is undone afterwards, so that a figure does
not depend on which others are measured. "First" means that something is written where nothing was.
"""

from __future__ import annotations

from collections.abc import Callable

from silkline.kinds import Role
from tools.gas.business import FOR_EVER, PART, PIECE, Business, Values, first_note
from tools.gas.chain import number, secret
from tools.gas.lending import Lending
from tools.gas.system import BATCH, DUE, FACE, GRACE, Party, profile

Case = Callable[[Lending], int]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    """Register a case under its name."""
    CASES[function.__name__] = function
    return function


def each(gas: int, count: int = BATCH) -> int:
    """Return the gas of one of many in a transaction, rounded up."""
    return -(-gas // count)


# ---- confirming


@case
def confirm(b: Business) -> int:
    """The anchor confirms a debt by its call; the creditor holds a note already."""
    return b.confirm("new")


@case
def confirm_first(b: Business) -> int:
    """The creditor's first note."""
    return b.confirm("new", b.newcomer)


@case
def confirm_acting_account(b: Business) -> int:
    """By an account of the anchor that may only confirm, up to a limit."""
    account = b.acting_account(b.anchor)
    return b.chain.send(account, b.programmes, "confirm", b.terms("new"))


@case
def confirm_signed(b: Business) -> int:
    """By the signature of the anchor's key, brought by a stranger."""
    return b.confirm_signed("new", b.anchor.address)


@case
def confirm_signed_contract(b: Business) -> int:
    """By the signature of a contract of the anchor's (ERC-1271), brought by a stranger."""
    return b.confirm_signed("new", b.wallet_of(b.anchor))


@case
def confirm_forwarded(b: Business) -> int:
    """Through the forwarder, not for the first time."""
    b.forward(b.anchor, b.programmes, "confirm", b.terms("earlier"))
    return b.forward(b.anchor, b.programmes, "confirm", b.terms("new"))


@case
def confirm_batch_20_each(b: Business) -> int:
    """Twenty debts to twenty creditors in one transaction."""
    terms = [b.terms(f"number {i}", party) for i, party in enumerate(b.receivers)]
    return each(b.chain.send(b.anchor.account, b.programmes, "confirmMany", terms))


@case
def confirm_20_invoices(b: Business) -> int:
    """One debt over twenty invoices."""
    further = [number(f"further {i}", 96) for i in range(BATCH - 1)]
    return b.confirm("new", further=further)


# ---- assigning


@case
def assign_part(b: Business) -> int:
    """A part of a note to a receiver who opted in and holds a note already."""
    return b.assign(b.note("new"), b.next_tier, PART)


@case
def assign_part_first(b: Business) -> int:
    """The receiver's first note."""
    return b.assign(b.note("new"), b.newcomer, PART)


@case
def assign_part_acting_account(b: Business) -> int:
    """By an account of the sender that may only assign, up to a limit."""
    account = b.acting_account(b.supplier)
    assignment = b.assignment(b.note("new"), b.next_tier, PART)
    return b.chain.send(account, b.receivables, "assign", assignment)


@case
def assign_part_consent(b: Business) -> int:
    """With the receiver's signed consent in the call."""
    return b.assign_with_consent(b.note("new"), b.asked, PART)


@case
def assign_part_forwarded(b: Business) -> int:
    """Through the forwarder, not for the first time."""
    note = b.note("new")
    b.forward(b.supplier, b.receivables, "assign", b.assignment(note, b.asked, PIECE, FOR_EVER))
    return b.forward(b.supplier, b.receivables, "assign", b.assignment(note, b.next_tier, PART))


@case
def assign_part_forwarded_first(b: Business) -> int:
    """Through the forwarder, for the first time."""
    assignment = b.assignment(b.note("new"), b.next_tier, PART)
    return b.forward(b.supplier, b.receivables, "assign", assignment)


@case
def assign_whole(b: Business) -> int:
    """A whole note; sender and receiver both hold others."""
    return b.assign(b.note("new"), b.next_tier, FACE)


@case
def assign_whole_first(b: Business) -> int:
    """The receiver's first note."""
    return b.assign(b.note("new"), b.newcomer, FACE)


@case
def assign_batch_20_each(b: Business) -> int:
    """Parts of twenty notes of twenty debts to twenty receivers: nothing is shared."""
    notes = b.notes([b.supplier] * BATCH)
    return each(b.assign_many(_to_each(b, notes, PIECE)))


@case
def assign_batch_20_of_one_note_each(b: Business) -> int:
    """Twenty parts of one note to twenty receivers."""
    notes = [b.note("new")] * BATCH
    return each(b.assign_many(_to_each(b, notes, PIECE)))


@case
def assign_batch_20_whole_each(b: Business) -> int:
    """Twenty whole notes to twenty receivers."""
    notes = b.notes([b.supplier] * BATCH)
    return each(b.assign_many(_to_each(b, notes, FACE)))


def _to_each(b: Business, notes: list[int], value: int) -> list[Values]:
    pairs = zip(notes, b.receivers, strict=True)
    return [b.assignment(note, receiver, value) for note, receiver in pairs]


@case
def propose_part(b: Business) -> int:
    """A part that waits for its receiver's consent."""
    return b.assign(b.note("new"), b.asked, PART, FOR_EVER)


def _proposed(b: Business) -> int:
    """Return a note that waits for its receiver."""
    note = b.note("new")
    b.assign(note, b.asked, PART, FOR_EVER)
    return note + 1


@case
def accept(b: Business) -> int:
    """The receiver accepts what waits for it."""
    note = _proposed(b)
    return b.own(b.asked, "accept", note, b.reference(note - 1, b.asked))


@case
def refuse(b: Business) -> int:
    """The receiver refuses what waits for it."""
    return b.own(b.asked, "refuse", _proposed(b))


@case
def withdraw(b: Business) -> int:
    """The sender withdraws what waits."""
    return b.own(b.supplier, "withdraw", _proposed(b))


@case
def release(b: Business) -> int:
    """A stranger releases what still waits on the due day."""
    note = _proposed(b)
    b.chain.go_to_day(DUE)
    return b.chain.send(b.stranger, b.receivables, "release", [note])


# ---- a holder's own notes


@case
def split(b: Business) -> int:
    """A note is split for its owner."""
    return b.own(b.supplier, "split", b.note("new"), PART)


@case
def merge(b: Business) -> int:
    """A note is merged into another of its owner."""
    note = b.note("new")
    b.own(b.supplier, "split", note, PART)
    return b.own(b.supplier, "merge", note + 1, note)


@case
def transfer_note(b: Business) -> int:
    """A plain ERC-721 transfer, where the programme needs no trade reference."""
    note = b.note("new", programme=b.free_programme)
    values = (b.supplier.address, b.next_tier.address, note)
    return b.own(b.supplier, "transferFrom(address,address,uint256)", *values)


@case
def transfer_value(b: Business) -> int:
    """A plain ERC-3525 transfer of a part, where the programme needs no trade reference."""
    values = (b.note("new", programme=b.free_programme), b.next_tier.address, PART)
    return b.own(b.supplier, "transferFrom(uint256,address,uint256)", *values)


# ---- selling


@case
def take_whole(b: Business) -> int:
    """A whole note is sold under an offer that was filled before."""
    return b.take(b.note("new"), FACE)


@case
def take_part(b: Business) -> int:
    """A part of a note is sold under an offer that was filled before."""
    return b.take(b.note("new"), PART)


@case
def take_first_fill(b: Business) -> int:
    """The first fill of an offer."""
    return b.take(b.note("new"), FACE, b.offer(b.bank, "fresh"))


@case
def take_first_note(b: Business) -> int:
    """The first fill of an offer, and the bank's first note."""
    return b.take(b.note("new"), FACE, funder=b.new_bank)


@case
def take_first_cash(b: Business) -> int:
    """The seller's first note is sold, for its first cash."""
    return b.take(b.note("new", b.newcomer), FACE, seller=b.newcomer)


@case
def take_recourse(b: Business) -> int:
    """A sale with recourse, under an offer that was filled before."""
    return _sell_with_recourse(b, b.note("new"))


def _sell_with_recourse(b: Business, note: int) -> int:
    offer = b.offer(b.bank, "with recourse", recourse=True)
    b.take(b.note("sold with recourse before"), FACE, offer)
    return b.take(note, FACE, offer)


@case
def take_own_debt(b: Business) -> int:
    """The anchor buys a note on itself: the debt ends; first fill of its offer."""
    return b.take(b.note("new"), FACE, funder=b.anchor)


@case
def put_back(b: Business) -> int:
    """A note sold with recourse goes back to its seller when the debt is overdue."""
    note = b.note("new")
    _sell_with_recourse(b, note)
    b.chain.go_to_day(DUE + GRACE + 1)
    b.mark_overdue(note)
    return b.chain.send(b.bank.account, b.discounting, "putBack", note)


@case
def cancel_offer(b: Business) -> int:
    """A funder cancels an offer that was filled before."""
    return b.chain.send(b.bank.account, b.discounting, "cancel", b.offer(b.bank))


# ---- paying


def _due(b: Business, *names: str) -> list[int]:
    """Confirm debts to the supplier, let them fall due, and return their notes."""
    notes = [b.note(name) for name in names]
    b.chain.go_to_day(DUE)
    return notes


def _collected(b: Business, *notes: int) -> None:
    """Collect debts on their due day."""
    b.chain.go_to_day(DUE)
    for note in notes:
        b.collect(note)


@case
def settle(b: Business) -> int:
    """The anchor pays a debt whole; no other money rests in Settlements."""
    return b.settle(b.note("new"), FACE)


@case
def settle_part(b: Business) -> int:
    """The anchor pays a first part on the due day; no other money rests in Settlements."""
    return b.settle(_due(b, "new")[0], PART)


@case
def collect(b: Business) -> int:
    """A debt is collected on time; no other money rests in Settlements."""
    return b.collect(_due(b, "new")[0])


@case
def collect_beside_others(b: Business) -> int:
    """A debt is collected on time while another's money rests in Settlements."""
    other, note = _due(b, "other", "new")
    b.collect(other)
    return b.collect(note)


@case
def collect_late(b: Business) -> int:
    """A debt is collected with interest, three days late."""
    note = b.note("new")
    b.chain.go_to_day(DUE + 3)
    return b.collect(note)


@case
def mark_overdue(b: Business) -> int:
    """A debt is marked overdue, which suspends its anchor."""
    note = b.note("new")
    b.chain.go_to_day(DUE + GRACE + 1)
    return b.mark_overdue(note)


@case
def redeem(b: Business) -> int:
    """One note is paid out, while other money rests in Settlements."""
    other, note = _due(b, "other", "new")
    _collected(b, other, note)
    return b.redeem(note)


@case
def redeem_last(b: Business) -> int:
    """One note is paid out, and no money rests in Settlements any more."""
    note = _due(b, "new")[0]
    _collected(b, note)
    return b.redeem(note)


@case
def redeem_first_cash(b: Business) -> int:
    """The holder's only note is paid out, its first cash."""
    other, note = b.note("other"), b.note("new", b.newcomer)
    _collected(b, other, note)
    return b.redeem(note)


@case
def redeem_part(b: Business) -> int:
    """A note is paid its first share of a part payment."""
    note = _due(b, "new")[0]
    b.settle(note, PART)
    return b.redeem(note)


@case
def redeem_parked(b: Business) -> int:
    """A payout to a suspended party is parked."""
    return _park(b)


def _park(b: Business) -> int:
    note = _due(b, "new")[0]
    _collected(b, note)
    b.operate(b.parties, "suspend", b.supplier.id, secret("order"))
    return b.redeem(note)


@case
def claim(b: Business) -> int:
    """What was parked reaches its payee, who was reinstated."""
    _park(b)
    b.operate(b.parties, "reinstate", b.supplier.id, secret("end of the order"))
    values = (b.supplier.id, b.token.address)
    return b.chain.send(b.stranger, b.settlements, "claim", *values)


@case
def redeem_batch_20_each(b: Business) -> int:
    """Twenty notes of twenty debts and twenty holders: nothing is shared but the programme."""
    return each(_redeem_all(b, b.receivers))


@case
def redeem_batch_20_of_one_debt_each(b: Business) -> int:
    """Twenty notes of one debt and twenty holders."""
    note = b.note("new")
    b.assign_many(_to_each(b, [note] * BATCH, PIECE))
    _collected(b, note)
    return each(b.redeem(*range(note + 1, note + 1 + BATCH)))


@case
def redeem_batch_20_of_one_holder_each(b: Business) -> int:
    """Twenty notes of twenty debts and one holder."""
    return each(_redeem_all(b, [b.supplier] * BATCH))


def _redeem_all(b: Business, holders: list[Party]) -> int:
    """Redeem a debt of each holder at once, while other money rests in Settlements."""
    other, notes = b.note("other"), b.notes(holders)
    _collected(b, other, *notes)
    return b.redeem(*notes)


@case
def whole_life(b: Business) -> int:
    """Confirm, sell whole, collect and redeem one debt; no other money rests in Settlements."""
    confirmed, note = b.confirm("new"), first_note("new")
    sold = b.take(note, FACE)
    b.chain.go_to_day(DUE)
    return confirmed + sold + b.collect(note) + b.redeem(note)


# ---- keeping the books of parties and programmes


@case
def register(b: Business) -> int:
    """A party is registered with its cash account."""
    party = b.unregistered("one more")
    values = (party.id, party.address, profile("one more", Role.SUPPLIER))
    return b.operate(b.parties, "register", *values)


@case
def open_programme(b: Business) -> int:
    """A programme is opened."""
    return b.operate(b.programmes, "open", b.anchor.id << 8 | 3, b.rules(True))
