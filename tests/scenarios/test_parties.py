"""
Parties in trouble

├── a suspended party is not paid: its payout waits for it, and is claimed after
└── a stolen key: suspended at once, recovered after the delay, and the thief has nothing
"""

from __future__ import annotations

from brownie import chain

from tests.scenarios.helpers import names, reverts_with, to_day, today
from tests.scenarios.suite import RECOVERY_DELAY
from tests.scenarios.world import ANCHOR, DOCUMENT, S1, S2, S3, Member, World


def test_suspended_party_is_parked_and_claims(world: World) -> None:
    """One holder's suspension stops no other payout; its own waits until it is active again."""
    suite, due = world.suite, today() + 30
    first = world.confirm(100_000_00, due=due)
    second, _ = world.assign(S1, first, S2, 40_000_00)
    suite.parties.suspend(S2, DOCUMENT, world.by)
    with reverts_with("PartySuspended", S2):
        world.assign(S1, first, S2, 10_000_00)
    to_day(due)
    world.fund(ANCHOR, 100_000_00, suite.settlements)
    suite.settlements.collect(first >> 32, world.by)
    done = suite.settlements.redeem([second, first], world.by)
    assert "Parked" in names(done)
    assert (world.cash(S1), world.cash(S2)) == (60_000_00, 0)
    assert suite.settlements.parkedOf(S2, suite.euro) == 40_000_00
    with reverts_with("PayeeSuspended", S2):
        suite.settlements.claim(S2, suite.euro, world.by)
    suite.parties.reinstate(S2, DOCUMENT, world.by)
    suite.settlements.claim(S2, suite.euro, world[S3].by)
    assert (world.cash(S2), suite.euro.balanceOf(suite.settlements)) == (40_000_00, 0)
    with reverts_with("NothingParked", S2, suite.euro.address):
        suite.settlements.claim(S2, suite.euro, world.by)


def test_recovery_of_a_stolen_key(world: World) -> None:
    """The thief's key and its approvals end; the party goes on with a new key and is paid."""
    suite, due = world.suite, today() + 60
    first = world.confirm(100_000_00, due=due)
    second, _ = world.assign(S1, first, S2, 40_000_00)
    stolen, fresh = world[S2].account, world.account()
    suite.receivables.setApprovalForAll(world[S3].account, True, {"from": stolen})
    suite.parties.suspend(S2, DOCUMENT, world.by)
    with reverts_with("PartySuspended", S2):
        world.assign(S2, second, S3, 40_000_00)

    suite.parties.proposeRecovery(S2, fresh, DOCUMENT, world.by)
    with reverts_with("RecoveryNotApproved", S2):
        suite.parties.recover(S2, world.by)
    suite.parties.approveRecovery(S2, fresh, DOCUMENT, world.by)
    chain.sleep(RECOVERY_DELAY + 60)
    suite.parties.recover(S2, world[S1].by)
    suite.parties.reinstate(S2, DOCUMENT, world.by)

    with reverts_with("AccountRetired", stolen.address):
        world.assign(S2, second, S3, 40_000_00)
    transfer = suite.receivables.transferFrom["address,address,uint256"]
    with reverts_with("NotOwnerNorApproved", world[S3].account.address, second):
        transfer(fresh, world[S3].account, second, world[S3].by)
    world.members[S2] = Member(S2, fresh)
    moved = suite.receivables.announce([second], world[S2].by).events["Transfer"]
    assert list(moved.values()) == [stolen.address, fresh.address, second]
    assert suite.receivables.ownerOf(second) == fresh.address
    third, _ = world.assign(S2, second, S3, 15_000_00)

    to_day(due)
    world.fund(ANCHOR, 100_000_00, suite.settlements)
    suite.settlements.collect(first >> 32, world.by)
    suite.settlements.redeem([first, second, third], world.by)
    assert (world.cash(S2), world.cash(S3)) == (25_000_00, 15_000_00)
    assert (suite.euro.balanceOf(fresh), suite.euro.balanceOf(stolen)) == (25_000_00, 0)
