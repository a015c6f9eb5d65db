"""
Notes.

├── when the assignment breaks a rule, or consent is missing  → the contract's refusal
├── when the consent is to something else                     → BadInput
└── otherwise                                                 → passed, split, merged, frozen
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import refusals
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    DOCUMENT,
    DUE,
    OUTSIDER,
    PROGRAMME,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    eur,
)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def proposed(world, note, **changes):
    """Assign 1,000.00 to the tier-3 supplier, who has to accept, and return what became of it."""
    given = {"trade_reference": TRADE, "accept_until": world.chain.time + 600, **changes}
    notes = world.as_(TIER1).notes
    return notes.assign(note, TIER3, eur("1000.00"), **given).submit().result


@pytest.mark.parametrize(
    ("receiver", "value", "changes", "refusal"),
    [
        (TIER2, "99.99", {}, refusals.PieceTooSmall),
        (TIER2, "119900.01", {}, refusals.PieceTooSmall),
        (TIER2, "120000.01", {}, refusals.ValueExceedsNote),
        (TIER2, "0.00", {}, refusals.ZeroAmount),
        (TIER1, None, {}, refusals.SelfAssignment),
        (ANCHOR, None, {}, refusals.SameGroup),
        (TIER3, None, {}, refusals.ConsentMissing),
        (TIER3, None, {"accept_until": 1}, refusals.AcceptUntilInvalid),
        (TIER2, None, {"trade_reference": None}, refusals.TradeReferenceMissing),
    ],
)
def test_an_assignment_that_breaks_a_rule_is_refused(
    world, note, receiver, value, changes, refusal
):
    """Each rule of an assignment has its refusal."""
    given = {"trade_reference": TRADE, **changes}
    amount = eur(value) if value else None
    with pytest.raises(refusal):
        world.as_(TIER1).notes.assign(note, receiver, amount, **given).submit()


def test_only_the_owner_assigns(world, note):
    """Somebody else's note is not passed on."""
    with pytest.raises(sl.Refused):
        world.as_(TIER2).notes.assign(note, TIER2, trade_reference=TRADE).submit()


@pytest.mark.parametrize("value", [1000.0, 1000, "1000.00"])
def test_a_value_that_is_no_money_is_refused(world, note, value):
    """Numbers are never taken for amounts (T77)."""
    with pytest.raises(sl.BadInput, match=r"value must be Money"):
        world.as_(TIER1).notes.assign(note, TIER2, value, trade_reference=TRADE)
    with pytest.raises(sl.BadInput, match=r"value must be Money"):
        world.as_(TIER1).notes.split(note, value)


def test_what_is_unknown_is_refused(world, note):
    """A note that does not exist has nothing to read."""
    with pytest.raises(refusals.NoteUnknown):
        world.hub.notes.get(note.receivable.note(2))
    with pytest.raises(refusals.ReceivableUnknown):
        world.as_(TIER1).notes.split("0xdead#1", eur("1.00"))
    assert world.hub.notes.pending(note) is None


def test_a_note_passes_whole(world, note):
    """The same note, one tier deeper, with another owner."""
    done = world.as_(TIER1).notes.assign(note, TIER2, trade_reference=TRADE).submit()
    found = world.hub.notes.get(note)

    assert (done.result.note, done.result.pending) == (note, False)
    assert (found.owner, found.value, found.tier) == (sl.PartyId(TIER2), eur("120000.00"), 2)
    assert (found.claimed, found.custodian, found.pending, found.frozen) == (
        eur("0.00"), None, False, False,
    )  # fmt: skip


def test_many_notes_pass_at_once(world, note):
    """One transaction, one result per assignment, whether it passed or waits."""
    until = world.chain.time + 600
    assignments = [
        sl.Assignment(note, sl.PartyId(TIER2), eur("500.00"), TRADE),
        sl.Assignment(note, sl.PartyId(TIER3), eur("600.00"), TRADE, accept_until=until),
    ]
    act = world.as_(TIER1).notes.assign_many(assignments)

    assert [line.split(" of ")[0] for line in act.words().splitlines()] == [
        "Assign 500.00 EUR", "Assign 600.00 EUR",
    ]  # fmt: skip
    passed, waiting = act.submit().result
    assert (passed.note, passed.pending) == (note.receivable.note(2), False)
    assert (waiting.note, waiting.pending) == (note.receivable.note(3), True)


def test_a_consent_to_something_else_is_refused(world, note):
    """The receiver's signature counts for exactly what it says (T04)."""
    notes, until = world.as_(TIER1).notes, world.chain.time + 600
    assignment = sl.Assignment(note, sl.PartyId(TIER3), eur("1000.00"), TRADE)
    signed = notes.consent(assignment, deadline=until).sign(world.key(TIER3))
    with pytest.raises(sl.BadInput, match=r"value: signed 100000, asked for 100001"):
        notes.assign(note, TIER3, eur("1000.01"), trade_reference=TRADE, consent=signed)
    wrong = notes.consent(assignment, deadline=until).sign(world.key(TIER2))
    with pytest.raises(refusals.ConsentOfAnother):
        notes.assign(note, TIER3, eur("1000.00"), trade_reference=TRADE, consent=wrong).submit()


def test_a_receiver_consents_by_signature(world, note):
    """The receiver signs beforehand and needs neither opt-in nor gas; the consent counts once."""
    notes, until = world.as_(TIER1).notes, world.chain.time + 600
    assignment = sl.Assignment(note, sl.PartyId(TIER3), eur("1000.00"), TRADE)
    signed = notes.consent(assignment, deadline=until).sign(world.key(TIER3))
    act = notes.assign(note, TIER3, eur("1000.00"), trade_reference=TRADE, consent=signed)

    assert f"with the consent of {world.chain.accounts[TIER3]}" in act.words()
    assert world.hub.notes.get(act.submit().result.note).owner == sl.PartyId(TIER3)
    with pytest.raises(refusals.ConsentUsed):
        act.submit()


def test_a_receiver_accepts(world, note):
    """Until it accepts, the piece is the sender's; for another trade it does not accept."""
    waiting = proposed(world, note)
    found = world.hub.notes.pending(waiting.note)
    assert (found.receiver, found.trade_reference, found.in_payment) == (
        sl.PartyId(TIER3), TRADE, True,
    )  # fmt: skip
    assert world.hub.notes.get(waiting.note).owner == sl.PartyId(TIER1)
    with pytest.raises(refusals.TradeReferenceMismatch):
        world.as_(TIER3).notes.accept(waiting.note, DOCUMENT).submit()
    done = world.as_(TIER3).notes.accept(waiting.note, TRADE).submit()

    assert (done.result.note, done.result.pending) == (waiting.note, False)
    assert world.hub.notes.get(waiting.note).tier == 2
    assert world.hub.notes.pending(waiting.note) is None


def test_a_receiver_refuses_and_a_sender_withdraws(world, note):
    """Both give the piece back to its owner, free."""
    for answer in (world.as_(TIER3).notes.refuse, world.as_(TIER1).notes.withdraw):
        waiting = proposed(world, note)
        answer(waiting.note).submit()

        found = world.hub.notes.get(waiting.note)
        assert (found.owner, found.pending) == (sl.PartyId(TIER1), False)


def test_anyone_releases_what_nobody_accepted(world, note):
    """After the time to accept the piece is freed by whoever cares."""
    waiting = proposed(world, note)
    stranger = world.hub.as_(world.key(OUTSIDER)).notes
    with pytest.raises(refusals.ReleaseTooEarly):
        stranger.release([waiting.note]).submit()
    world.chain.advance(601)
    stranger.release([waiting.note]).submit()

    assert not world.hub.notes.get(waiting.note).pending


def test_a_note_is_cut_and_joined(world, note):
    """A piece has the same owner and tier; joined, the value is whole again."""
    notes = world.as_(TIER1).notes
    piece = notes.split(note, eur("20000.00")).submit().result
    assert (world.hub.notes.get(piece).value, world.hub.notes.get(piece).tier) == (
        eur("20000.00"),
        1,
    )
    notes.merge(piece, note).submit()

    assert world.hub.notes.get(note).value == eur("120000.00")
    with pytest.raises(refusals.NoteUnknown):
        world.hub.notes.get(piece)


def test_a_note_is_frozen_and_freed(world, note):
    """Compliance stops one note, with a document."""
    world.hub.notes.set_freeze(note, True, DOCUMENT).submit()
    assert world.hub.notes.get(note).frozen
    with pytest.raises(refusals.NoteFrozen):
        world.passed(note, TIER1, TIER2)
    world.hub.notes.set_freeze(note, False, DOCUMENT).submit()

    assert world.passed(note, TIER1, TIER2) == note


def test_nothing_passes_from_the_due_day(world, note):
    """At the due day collecting and redeeming take over."""
    world.go_to(DUE)
    with pytest.raises(refusals.DueDayReached):
        world.passed(note, TIER1, TIER2)


def test_a_plain_transfer_is_an_assignment_without_a_trade(world):
    """Where programme and receiver allow it, any wallet passes a note."""
    change = sl.Change(eur("1000000.00"), eur("100.00"), 365, 4, False, AGREEMENT)
    world.hub.programmes.propose_change(PROGRAMME, change).submit()
    world.as_(ANCHOR).programmes.accept_change(PROGRAMME, change).submit()
    note, cash = world.confirmed(), world.chain.accounts[TIER2]
    transfer = world.as_(TIER1).notes.transfer(note, cash)
    with pytest.raises(refusals.TransfersNotWanted):
        transfer.submit()
    world.as_(TIER2).parties.set_opt_ins(sl.OptIn.TRANSFERS).submit()

    assert transfer.words() == (
        f"Transfer note {note} of 120000.00 EUR, which party 2 has, as a plain token to {cash} of "
        "party 3, without a trade"
    )
    assert transfer.submit().result.note == note
    assert world.hub.notes.get(note).tier == 2


def test_value_passes_as_a_plain_token(world):
    """ERC-3525 value goes to a receiver, or between notes of one owner."""
    change = sl.Change(eur("1000000.00"), eur("100.00"), 365, 4, False, AGREEMENT)
    world.hub.programmes.propose_change(PROGRAMME, change).submit()
    world.as_(ANCHOR).programmes.accept_change(PROGRAMME, change).submit()
    world.as_(TIER2).parties.set_opt_ins(sl.OptIn.TRANSFERS).submit()
    note, cash = world.confirmed(), world.chain.accounts[TIER2]
    notes = world.as_(TIER1).notes
    sent = notes.transfer_value(note, cash, eur("500.00"))
    assert (
        sent.words() == f"Send 500.00 EUR of note {note} as plain value to {cash} of party 3, "
        "without a trade"
    )
    arrived = sent.submit().result.note
    assert world.hub.notes.get(arrived).owner == sl.PartyId(TIER2)
    piece = notes.split(note, eur("700.00")).submit().result
    moved = notes.transfer_value(note, piece, eur("300.00"))

    assert moved.words() == (
        f"Move 300.00 EUR of note {note} into note {piece} of 700.00 EUR, which party 2 has"
    )
    assert moved.submit().result is None
    assert world.hub.notes.get(piece).value == eur("1000.00")


def test_operators_are_approved(world, note):
    """For one note, for all, or up to a value."""
    notes, operator = world.as_(TIER1).notes, world.chain.accounts[TIER2]
    connection, receivables = world.hub.connection, world.hub.connection.contract("Receivables")
    notes.approve(note, operator).submit()
    assert connection.call(receivables, "getApproved", int(note)) == operator
    notes.approve_all(operator).submit()
    owner = world.chain.accounts[TIER1]
    assert connection.call(receivables, "isApprovedForAll", owner, operator)
    notes.approve_value(note, operator, eur("5.00")).submit()

    assert connection.call(receivables, "allowance", int(note), operator) == 500


def test_every_act_has_words(world, note):
    """Each act says what it does with how much of whose; a note that is no more has its id."""
    whole = f"note {note} of 120000.00 EUR, which party 2 has"
    notes, account, other = world.as_(TIER1).notes, world.chain.accounts[8], note.receivable.note(2)
    shown = {
        notes.accept(note, TRADE): f"Accept {whole}, for trade 0x7e7e7e7e…",
        notes.refuse(note): f"Refuse {whole}",
        notes.withdraw(note): f"Withdraw the assignment of {whole}",
        notes.release(
            [note, other]
        ): f"Release the pending {whole}\nRelease the pending note {other}",
        notes.split(note, eur("5.00")): f"Cut 5.00 EUR off {whole}",
        notes.merge(other, note): f"Move the whole value of note {other}, into {whole}",
        notes.announce([note]): f"Announce to wallets {whole}",
        notes.set_freeze(note, True, DOCUMENT): f"Freeze {whole} (document 0xd0",
        notes.set_freeze(note, False, DOCUMENT): f"Unfreeze {whole}",
        notes.approve(note, account): f"Let {account} pass {whole}",
        notes.approve(note, "0x" + "00" * 20): f"Let nobody else pass {whole}",
        notes.approve_all(account): f"Let {account} pass every note of the account",
        notes.approve_all(account, False): f"Let {account} no longer pass every note of the",
        notes.approve_value(note, account, eur("5.00")): f"Let {account} move up to 5.00 EUR out",
    }

    for act, words in shown.items():
        assert act.words().startswith(words)


def test_notes_of_a_party_say_what_a_banker_asks(world, note):
    """Tier, value, paid, to come, debtor, due day, and what keeps each from moving."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    other = world.confirmed(0xF2, "5000.00")
    waits = proposed(world, other).note
    frozen = world.as_(TIER1).notes.split(note, eur("400.00")).submit().result
    world.as_(0).notes.set_freeze(frozen, True, DOCUMENT).submit()
    held = {one.id: one for one in world.hub.notes.of(TIER1)}

    assert list(held) == [note, other, waits, frozen]
    assert [one.state for one in held.values()] == ["free", "free", "pending", "frozen"]
    assert {(int(one.debtor), one.due, one.status) for one in held.values()} == {
        (ANCHOR, DUE, sl.Status.OPEN)
    }
    (theirs,) = world.hub.notes.of(TIER2)
    assert (theirs.id, theirs.tier, theirs.value) == (piece, 2, eur("20000.00"))
    assert theirs.to_come == eur("20000.00")


def test_what_is_to_come_falls_with_what_was_paid(world, note):
    """A note paid in part bears the rest; its value does not shrink."""
    world.go_to(DUE)
    world.fund(ANCHOR, "200000.00")
    world.as_(ANCHOR).settlements.settle(note.receivable, eur("30000.00")).submit()
    world.hub.settlements.redeem(note).submit()
    (held,) = world.hub.notes.of(TIER1)

    assert (held.claimed, held.to_come) == (eur("30000.00"), eur("90000.00"))


def test_many_notes_are_read_in_few_requests(world, note, monkeypatch):
    """Three searches of the events, one request for all notes, one for their debt."""
    for _ in range(3):
        world.passed(note, TIER1, TIER2, "1000.00")
    reader = sl.connect(world.chain.url, deployment=world.hub.deployment)
    assert len(reader.notes.of(TIER2)) == 3
    asked: list[str] = []
    provider = type(reader.connection.rpc.web3.provider)
    for name in ("make_request", "make_batch_request"):
        monkeypatch.setattr(provider, name, _counted(getattr(provider, name), asked))
    reader.notes.of(TIER2)

    logs = [f"eth_getLogs {number}" for number in (1, 1, 1)]
    assert [one for one in asked if "Block" not in one] == [*logs, "eth_call 3", "eth_call 1"]


def _counted(make, asked):
    """Return a provider's method that keeps what was asked, and how much at once."""

    def counted(self, first, *rest):
        method, count = (first, 1) if isinstance(first, str) else (first[0][0], len(first))
        asked.append(f"{method} {count}")
        return make(self, first, *rest)

    return counted
