"""
A receiver that did not consent beforehand

├── refuses: the piece is the sender's again
├── is too slow: the sender withdraws, or anyone releases after the time
├── accepts: for exactly the trade proposed
└── on the due day: released by anyone, or redeemed as the sender's
"""

from __future__ import annotations

from brownie import chain

from tests.scenarios.helpers import DAY, reverts_with, to_day, today
from tests.scenarios.world import ANCHOR, NOBODY, S1, S2, S3, S4, TRADE, World

PIECE = 20_000_00


def soon() -> int:
    """Return a time to accept of one day."""
    return int(chain[-1].timestamp) + DAY


def test_refused_withdrawn_and_released(world: World) -> None:
    """A waiting piece stays the sender's, blocked, until one of the three ends the waiting."""
    suite, first = world.suite, world.confirm(100_000_00)
    piece, _ = world.assign(S1, first, S4, PIECE, soon())
    assert world.holding(piece) == (S1, PIECE, 1)
    assert world.note(piece)["pending"] is True
    with reverts_with("NotePending", piece):
        world.assign(S1, piece, S2, PIECE)
    with reverts_with("AccountOfAnother", world[S2].account.address, S2, S4):
        suite.receivables.accept(piece, TRADE, world[S2].by)
    data = suite.receivables.refuse.encode_input(piece)
    ended = world.forward(world[S4], suite.receivables, data).events["AssignmentEnded"]
    assert (ended["note"], ended["by"]) == (piece, S4)

    world.assign(S1, piece, S4, PIECE, soon())
    ended = suite.receivables.withdraw(piece, world[S1].by).events["AssignmentEnded"]
    assert (ended["note"], ended["by"]) == (piece, S1)
    with reverts_with("NotPending", piece):
        suite.receivables.withdraw(piece, world[S1].by)

    world.assign(S1, piece, S4, PIECE, soon())
    with reverts_with("ReleaseTooEarly", piece):
        suite.receivables.release([piece], world.by)
    to_day(today() + 2)
    ended = suite.receivables.release([piece], world.by).events["AssignmentEnded"]
    assert (ended["note"], ended["by"]) == (piece, 0)
    world.assign(S1, piece, S2, PIECE)
    assert world.holding(piece) == (S2, PIECE, 2)


def test_accepted_for_the_trade_proposed(world: World) -> None:
    """The receiver names the trade for which it accepts; then the piece is its own, a tier on."""
    suite, first = world.suite, world.confirm(100_000_00)
    suite.parties.setOptIns(0, world[S3].by)
    piece, _ = world.assign(S1, first, S3, PIECE, soon())
    other = bytes([0x78]) * 32
    with reverts_with("TradeReferenceMismatch", other, TRADE):
        suite.receivables.accept(piece, other, world[S3].by)
    done = suite.receivables.accept(piece, TRADE, world[S3].by).events["Assigned"]
    assert (done["to"], done["receiver"], done["tier"]) == (piece, S3, 2)
    assert world.holding(piece) == (S3, PIECE, 2)
    assert world.holding(first) == (S1, 80_000_00, 1)


def test_due_day_ends_all_waiting(world: World) -> None:
    """From the due day nothing can be accepted; waiting pieces are released, or simply paid."""
    suite, due = world.suite, today() + 30
    suite.parties.setOptIns(0, world[S3].by)
    first = world.confirm(100_000_00, due=due)
    late = (due + 10) * DAY
    released, _ = world.assign(S1, first, S3, PIECE, late)
    redeemed, _ = world.assign(S1, first, S3, PIECE, late)
    to_day(due)
    with reverts_with("DueDayReached", first >> 32, due, due):
        suite.receivables.accept(released, TRADE, world[S3].by)
    suite.receivables.release([released], world[S2].by)
    assert world.holding(released) == (S1, PIECE, 1)
    world.fund(ANCHOR, 100_000_00, suite.settlements)
    suite.settlements.collect(first >> 32, world.by)
    done = suite.settlements.redeem([first, released, redeemed], world.by)
    assert done.events["AssignmentEnded"]["note"] == redeemed
    assert world.cash(S1) == 100_000_00
    assert suite.receivables.custodianOf(first) == NOBODY
