"""
Debts that change, and notes that are sold on

├── corrected and then cancelled by anchor and holder together; divided debts are not
└── rediscounted: a bank sells half of its note on to a second bank
"""

from __future__ import annotations

from typing import Any

from tests.scenarios.helpers import reverts_with, sign, struct, to_day, today
from tests.scenarios.world import (
    ANCHOR,
    BANK_A,
    BANK_B,
    CANCELLED,
    EUROS,
    EVIDENCE,
    FOREVER,
    S1,
    S2,
    World,
)


def amend(world: World, caller: int, other: int, **changes: Any) -> None:
    """Let *caller* bring an amendment that the *other* side signed."""
    programmes, signer = world.suite.programmes, world[other].account
    fields = {"evidenceRoot": EVIDENCE, "deadline": FOREVER, **changes}
    amendment = struct(programmes, "amend", "amendment", **fields)
    signature = sign(signer, programmes.amendmentDigest(amendment))
    programmes.amend(amendment, signer, signature, world[caller].by)


def test_corrected_and_cancelled_by_consent(world: World) -> None:
    """Both sides change face and due day, then end the debt; its fingerprint stays spent."""
    suite, due, terms = world.suite, today() + 60, world.terms(50_000_00)
    suite.programmes.confirm(world.confirmation(terms), world[ANCHOR].by)
    note = terms["id"] << 32 | 1
    amend(world, S1, ANCHOR, note=note, cancel=False, face=45_000_00, dueDay=due)
    assert (world.debt(note)["face"], world.debt(note)["dueDay"]) == (45_000_00, due)
    assert world.holding(note) == (S1, 45_000_00, 1)
    assert suite.programmes.usedOf(EUROS) == 45_000_00

    amend(world, ANCHOR, S1, note=note, cancel=True, face=0, dueDay=0)
    assert world.debt(note)["status"] == CANCELLED
    assert suite.programmes.usedOf(EUROS) == 0
    with reverts_with("FingerprintSpent", terms["id"]):
        suite.programmes.confirm(world.confirmation(terms), world[ANCHOR].by)

    divided = world.confirm(50_000_00)
    world.assign(S1, divided, S2, 20_000_00)
    with reverts_with("NotWhole", divided >> 32, 2):
        amend(world, S1, ANCHOR, note=divided, cancel=True, face=0, dueDay=0)


def test_rediscounted_to_a_second_bank(world: World) -> None:
    """A bank takes another bank's offer for half of its note; all three gain to the cent."""
    suite, due = world.suite, today() + 90
    note = world.confirm(80_000_00, due=due)
    world.fund(BANK_A, 80_000_00, suite.discounting)
    world.fund(BANK_B, 40_000_00, suite.discounting)
    sold, proceeds = world.take(S1, world.bid(BANK_A), note, 80_000_00)
    assert (sold, proceeds) == (note, 79_100_00)  # less 4.5 % x 90 / 360

    to_day(due - 60)
    bid = world.bid(BANK_B, programme=0, receivable=note >> 32, rate=39_000)
    half, proceeds = world.take(BANK_A, bid, sold, 40_000_00)
    assert proceeds == 39_740_00  # less 3.9 % x 60 / 360
    assert world.holding(half) == (BANK_B, 40_000_00, 1)
    assert world.holding(sold) == (BANK_A, 40_000_00, 1)
    with reverts_with("OwnOffer", BANK_B):
        suite.discounting.take(*bid, world.fill(half, 40_000_00), world[BANK_B].by)

    to_day(due)
    world.fund(ANCHOR, 80_000_00, suite.settlements)
    suite.settlements.collect(note >> 32, world.by)
    suite.settlements.redeem([sold, half], world.by)
    assert world.cash(S1) == 79_100_00
    assert world.cash(BANK_A) == 80_000_00 + 640_00  # 900.00 earned, 260.00 passed on
    assert world.cash(BANK_B) == 40_000_00 + 260_00
