"""
The anchor pays late

├── in parts: interest first, then principal, and every holder gets its share of both
├── so late that the debt is marked overdue: the anchor stops, the bank puts its note back
└── as before, but the seller cannot pay: the claim is recorded and the bank keeps the note
"""

from __future__ import annotations

from tests.scenarios.helpers import names, reverts_with, to_day, today
from tests.scenarios.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    EUROS,
    GRACE,
    OVERDUE,
    S1,
    S2,
    S3,
    SETTLED,
    World,
)

FACE = 100_000_00
PROCEEDS = 39_550_00  # 40,000.00 less 4.5 % x 90 / 360
PRICE = 40_024_60  # 39,550.00 and 4.5 % x 96 / 360 on it


def test_partial_late_payment_with_interest(world: World) -> None:
    """Three late payments cover the interest of their days first; holders share every cent."""
    suite, due = world.suite, today() + 90
    first = world.confirm(FACE, due=due)
    second, _ = world.assign(S1, first, S2, 40_000_00)
    debt = first >> 32
    with reverts_with("NotDue", debt, due, today()):
        suite.settlements.collect(debt, world.by)

    to_day(due + 10)
    assert suite.settlements.owed(debt) == FACE + 500_00  # 0.05 % a day
    with reverts_with("NothingToCollect", debt, FACE + 500_00, 0, 0):
        suite.settlements.collect(debt, world.by)
    world.fund(ANCHOR, 40_500_00, suite.settlements)
    paid = suite.settlements.collect(debt, world.by).events["Paid"]
    assert (paid["amount"], paid["interest"], paid["owed"]) == (40_500_00, 500_00, 60_000_00)
    suite.settlements.redeem([first, second], world.by)
    assert (world.cash(S1), world.cash(S2)) == (24_300_00, 16_200_00)
    assert suite.programmes.usedOf(EUROS) == 60_000_00

    to_day(due + 20)
    assert suite.settlements.owed(debt) == 60_300_00
    world.fund(S3, 10_300_00, suite.settlements)
    paid = suite.settlements.settle(debt, 10_300_00, world[S3].by).events["Paid"]
    assert (paid["interest"], paid["owed"]) == (300_00, 50_000_00)

    to_day(due + 21)
    assert suite.settlements.owed(debt) == 50_025_00
    world.fund(ANCHOR, 50_025_00, suite.settlements)
    suite.settlements.collect(debt, world.by)
    suite.settlements.redeem([second, first], world.by)
    assert (world.cash(S1), world.cash(S2)) == (60_495_00, 40_330_00)  # of 100,825.00
    assert world.debt(first)["status"] == SETTLED
    assert (suite.euro.balanceOf(suite.settlements), suite.programmes.usedOf(EUROS)) == (0, 0)
    with reverts_with("NothingOwed", debt, SETTLED):
        suite.settlements.collect(debt, world.by)


def overdue_sale(world: World) -> tuple[int, int]:
    """Sell a note with recourse, let the due day and the grace pass; return both notes."""
    suite, due = world.suite, today() + 90
    first = world.confirm(FACE, due=due)
    second, _ = world.assign(S1, first, S2, 40_000_00)
    world.fund(BANK_A, 40_000_00, suite.discounting)
    sold, proceeds = world.take(S2, world.bid(BANK_A, recourse=True), second, 40_000_00)
    assert (sold, proceeds) == (second, PROCEEDS)
    to_day(due + GRACE)
    with reverts_with("GraceNotOver", first >> 32, due + GRACE, due + GRACE):
        suite.settlements.markOverdue(first >> 32, world.by)
    with reverts_with("NotOverdue", first >> 32):
        suite.discounting.putBack(second, world[BANK_A].by)
    to_day(due + GRACE + 1)
    suite.settlements.markOverdue(first >> 32, world[BANK_A].by)
    return first, second


def test_overdue_mark_suspends_and_allows_put_back(world: World) -> None:
    """Overdue, the anchor confirms nothing more and the seller buys its note back at a price."""
    suite = world.suite
    first, second = overdue_sale(world)
    assert world.debt(first)["status"] == OVERDUE
    with reverts_with("AnchorSuspended", ANCHOR):
        world.confirm(10_000_00)
    assert suite.discounting.putBackPrice(second) == PRICE
    world.fund(S2, PRICE - PROCEEDS, suite.discounting)
    suite.euro.approve(suite.discounting, PRICE, world[S2].by)
    done = suite.discounting.putBack(second, world[BANK_A].by)
    assert done.events["PutBack"]["price"] == PRICE
    assert world.holding(second) == (S2, 40_000_00, 2)
    assert (world.cash(S2), world.cash(BANK_A)) == (0, 40_000_00 - PROCEEDS + PRICE)

    world.fund(ANCHOR, 100_300_00, suite.settlements)
    suite.settlements.collect(first >> 32, world.by)
    suite.settlements.redeem([first, second], world.by)
    assert (world.cash(S1), world.cash(S2)) == (60_180_00, 40_120_00)
    with reverts_with("AnchorSuspended", ANCHOR):
        world.confirm(10_000_00)
    suite.programmes.liftSuspension(ANCHOR, DOCUMENT, world.by)
    world.confirm(10_000_00)
    assert suite.programmes.usedOf(EUROS) == 10_000_00


def test_put_back_that_cannot_be_paid(world: World) -> None:
    """A seller that cannot pay leaves the note with the bank, which is paid by the anchor."""
    suite = world.suite
    first, second = overdue_sale(world)
    done = suite.discounting.putBack(second, world[BANK_A].by)
    assert names(done) == ["RecourseClaimed"]
    assert done.events["RecourseClaimed"]["price"] == PRICE
    assert suite.discounting.saleOf(second)["claimed"] is True
    assert world.holding(second) == (BANK_A, 40_000_00, 2)

    world.fund(ANCHOR, 100_300_00, suite.settlements)
    suite.settlements.collect(first >> 32, world.by)
    suite.settlements.redeem([second, first], world.by)
    assert world.cash(BANK_A) == 40_000_00 - PROCEEDS + 40_120_00
    assert suite.euro.balanceOf(suite.settlements) == 0
