"""
The main job

├── from a signed confirmation to cash at tier 4, and to the last payment
└── two debts in two programmes of two anchors, interleaved
"""

from __future__ import annotations

from brownie import interface

from tests.scenarios.helpers import names, reverts_with, sign, to_day, today
from tests.scenarios.world import (
    ANCHOR,
    BANK_A,
    BANK_B,
    DOLLARS,
    EUROS,
    FOREVER,
    NOBODY,
    OTHER_ANCHOR,
    S1,
    S2,
    S3,
    S4,
    SETTLED,
    World,
)


def test_from_confirmation_to_cash_at_tier_4(world: World) -> None:
    """A debt goes down to tier 4, which sells by its signature alone; every cent arrives."""
    suite = world.suite
    terms = world.terms(100_000_00)
    confirmation = world.confirmation(terms)
    signature = sign(world[ANCHOR].account, suite.programmes.confirmationDigest(confirmation))
    done = suite.programmes.confirmSigned(confirmation, world[ANCHOR].account, signature, world.by)
    first = terms["id"] << 32 | 1
    assert names(done) == ["Confirmed", "Transfer", "SlotChanged", "TransferValue"]
    assert world.holding(first) == (S1, 100_000_00, 1)

    second, _ = world.assign(S1, first, S2, 60_000_00)
    third, _ = world.assign(S2, second, S3, 30_000_00)
    consent = (world[S4].account, FOREVER, world.consent(third, S3, S4, 12_345_67))
    assignment = world.assignment(third, S4, 12_345_67)
    with reverts_with("ConsentMissing", S4):
        suite.receivables.assign(assignment, world[S3].by)
    done = suite.receivables.assignWithConsent(assignment, *consent, world[S3].by)
    fourth = int(done.events["Assigned"]["to"])
    assert world.holding(fourth) == (S4, 12_345_67, 4)
    assert world[S4].account.balance() == 0

    dear, cheap = world.bid(BANK_A, rate=60_000), world.bid(BANK_B, fee=10_00)
    quotes = [suite.discounting.preview(bid[0], fourth, 12_345_67) for bid in (dear, cheap)]
    assert [tuple(quote) for quote in quotes] == [
        (12_160_48, 185_19, 90),  # 12,345.67 x 6 % x 90 / 360 = 185.185
        (12_196_78, 148_89, 90),  # 12,345.67 x 4.5 % x 90 / 360 = 138.889, and 10.00
    ]
    world.fund(BANK_B, 50_000_00, suite.discounting)
    data = suite.discounting.take.encode_input(*cheap, world.fill(fourth, 12_345_67, 12_196_78))
    done = world.forward(world[S4], suite.discounting, data)
    assert done.events["OfferTaken"]["seller"] == S4
    assert world.holding(fourth) == (BANK_B, 12_345_67, 4)
    assert (world.cash(S4), world[S4].account.nonce) == (12_196_78, 0)

    to_day(terms["dueDay"])
    world.fund(ANCHOR, 100_000_00, suite.settlements)
    suite.settlements.collect(terms["id"], world.by)
    paid = suite.settlements.redeem([first, second, third, fourth], world.by)
    assert names(paid).count("Redeemed") == 4
    assert [world.cash(p) for p in (S1, S2, S3, S4, BANK_B)] == [
        40_000_00,
        30_000_00,
        17_654_33,
        12_196_78,
        50_000_00 + 148_89,
    ]
    assert (world.cash(ANCHOR), suite.euro.balanceOf(suite.settlements)) == (0, 0)
    assert world.debt(first)["status"] == SETTLED
    assert suite.programmes.usedOf(EUROS) == 0


def test_two_programmes_interleaved(world: World) -> None:
    """Two debts in two currencies, passed and paid in turns, never touch each other."""
    suite, due = world.suite, today() + 30
    euro = world.confirm(50_000_00, due=due)
    dollar = world.confirm(80_000 * 10**6, due=due + 10, programme=DOLLARS)
    assert (suite.programmes.usedOf(EUROS), suite.programmes.usedOf(DOLLARS)) == (
        50_000_00,
        80_000 * 10**6,
    )
    euro_2, _ = world.assign(S1, euro, S2, 20_000_00)
    dollar_2, _ = world.assign(S1, dollar, S2, 30_000 * 10**6)
    with reverts_with("SlotMismatch", euro_2 >> 32, dollar_2 >> 32):
        suite.receivables.merge(euro_2, dollar_2, world[S2].by)
    bid = world.bid(BANK_A)
    with reverts_with("NotOfferedFor", dollar_2):
        suite.discounting.take(*bid, world.fill(dollar_2, 10_000 * 10**6), world[S2].by)
    world.fund(BANK_A, 20_000_00, suite.discounting)
    sold, proceeds = world.take(S2, bid, euro_2, 20_000_00)
    assert (sold, proceeds) == (euro_2, 20_000_00 - 75_00)  # 20,000 x 4.5 % x 30 / 360
    dollar_3, _ = world.assign(S2, dollar_2, S3, 30_000 * 10**6)
    assert dollar_3 == dollar_2

    to_day(due)
    world.fund(ANCHOR, 50_000_00, suite.settlements)
    suite.settlements.collect(euro >> 32, world.by)
    with reverts_with("NotDue", dollar >> 32, due + 10, due):
        suite.settlements.collect(dollar >> 32, world.by)
    suite.settlements.redeem([euro, dollar, sold, dollar_2], world.by)
    assert (world.cash(S1), world.cash(BANK_A)) == (30_000_00, 75_00 + 20_000_00)
    assert world.cash(S3, DOLLARS) == 0

    to_day(due + 10)
    world.fund(OTHER_ANCHOR, 80_000 * 10**6, suite.settlements, DOLLARS)
    suite.settlements.collect(dollar >> 32, world.by)
    suite.settlements.redeem([dollar, dollar_2], world.by)
    assert (world.cash(S1, DOLLARS), world.cash(S3, DOLLARS)) == (50_000 * 10**6, 30_000 * 10**6)
    assert (suite.programmes.usedOf(EUROS), suite.programmes.usedOf(DOLLARS)) == (0, 0)


def test_interfaces_read_the_same(world: World) -> None:
    """Every interface of the project is at hand in Brownie and reads what the contract holds."""
    suite, note = world.suite, world.confirm(10_000_00)
    receivables = interface.IReceivables(suite.receivables.address)
    descriptor = interface.IDescriptor(suite.descriptor.address)
    tokens = interface.IERC3525(suite.receivables.address)
    assert receivables.custodianAt(1) == suite.discounting.address
    assert receivables.custodianOf(note) == NOBODY
    assert tuple(descriptor.noteOf(receivables, note)) == tuple(world.note(note))
    assert (tokens.slotOf(note), tokens.valueDecimals()) == (note >> 32, 0)
    assert interface.IParties(suite.parties.address).holderOf(world[S1].account) == S1
    assert interface.IProgrammes(suite.programmes.address).usedOf(EUROS) == 10_000_00
    assert interface.ISettlements(suite.settlements.address).owed(note >> 32) == 10_000_00
    assert interface.IDiscounting(suite.discounting.address).lowestSaltOf(BANK_A) == 0
    assert interface.IDepositToken(suite.euro.address).isFrozen(world[S1].account) is False
    assert receivables.pendingOf(note)["receiver"] == 0
