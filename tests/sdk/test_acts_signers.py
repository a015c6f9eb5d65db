"""
Who signs.

├── without a signer       → everything is read, and acts are built for others; nothing is sent
├── several on one line    → each act is signed by the key of its own account, never by another
└── for another            → built here, signed there, brought by a third
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline.chain import abi
from silkline.domain import Domain
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    OUTSIDER,
    PROGRAMME,
    TIER1,
    TIER2,
    TODAY,
    TRADE,
    eur,
)

READS = {
    "parties": lambda s: (s.parties.get(TIER1), s.parties.accounts(TIER1)),
    "programmes": lambda s: s.programmes.get(PROGRAMME),
    "receivables": lambda s: s.receivables.tree(0xF1),
    "notes": lambda s: (s.notes.of(TIER1), s.notes.on(0xF1), s.notes.waiting(TIER2)),
    "settlements": lambda s: (s.settlements.account(0xF1), s.settlements.owed(0xF1)),
    "offers": lambda s: s.offers.lowest_salt(BANK_A),
    "lines": lambda s: s.lines.record(TIER1),
    "guarantees": lambda s: (s.guarantees.covers(0xF1), s.guarantees.claims(0xF1)),
    "collateral": lambda s: s.collateral.get(sl.ReceivableId(0xF1).note(1)),
    "loans": lambda s: s.loans.find(lender=BANK_A),
    "conditions": lambda s: s.conditions.place(sl.conditions.NotBefore("2027-02-01T00:00Z")),
    "fixings": lambda s: s.fixings.latest("0x" + "01" * 32),
    "deposits": lambda s: (s.deposits.supply("EUR"), s.deposits.token("EUR")),
    "roles": lambda s: s.roles.members(sl.SystemRole.ADMIN),
    "dues": lambda s: (s.dues.of(ANCHOR), s.dues.triggers()),
    "statements": lambda s: s.statements.of(TIER1, TODAY, TODAY),
}
"""One read or more of each domain."""


def client(world, *parties: int) -> sl.Silkline:
    """Return a connection with the keys of these parties alone."""
    keys = [world.key(one) for one in parties]
    return sl.connect(world.chain.url, signer=keys or None, deployment=world.hub.deployment)


def sender(world, done: sl.Done) -> str:
    """Return who sent a transaction, as the node knows it."""
    return abi.address(world.chain.rpc("eth_getTransactionByHash", done.hash)["from"])


def test_every_domain_is_read_without_a_signer(world):
    """Whoever has no key reads what the operator reads."""
    world.confirmed()
    reader, domains = client(world), dir(sl.Silkline)
    assert {n for n in domains if isinstance(getattr(world.hub, n), Domain)} == set(READS)

    assert reader.account is None
    for read in READS.values():
        assert read(reader) == read(world.hub)


def test_without_a_signer_nothing_is_signed(world):
    """An act and a message each say how to get one."""
    note, reader = world.confirmed(), client(world)
    act = reader.on_behalf_of(world.chain.accounts[TIER1]).notes.split(note, eur("700.00"))
    for attempt in (act.submit, act.sign, act.by_signature):
        with pytest.raises(sl.BadInput, match=rf"no signer of {act.account}: connect"):
            attempt()
    with pytest.raises(sl.BadInput, match=r"nobody signs here"):
        reader.sign(reader.offers.message(world.offer()))
    with pytest.raises(sl.BadInput, match=r"account must be an address"):
        reader.on_behalf_of("tier 1")


def test_each_act_is_signed_by_its_own_key(world):
    """On one connection with three keys, in any order, also after a journey as JSON."""
    several = client(world, BANK_A, TIER1, ANCHOR)
    anchor, supplier = (several.as_(world.chain.accounts[one]) for one in (ANCHOR, TIER1))
    assert several.account == world.chain.accounts[BANK_A]
    confirmed = several.load(anchor.receivables.confirm(world.terms()).to_json()).submit()
    note = confirmed.result.note
    offer = several.sign(several.offers.message(world.offer()))
    sale = supplier.offers.take(offer, note, value=eur("10000.00"), min_proceeds=eur("1.00"))
    passed = supplier.notes.assign(note, TIER2, eur("700.00"), trade_reference=TRADE)

    done = [confirmed, *(several.load(one.to_json()).submit() for one in (sale, passed))]

    assert done[1].result.funder == sl.PartyId(BANK_A)
    assert [sender(world, one) for one in done] == [
        world.chain.accounts[one] for one in (ANCHOR, TIER1, TIER1)
    ]
    assert offer.signer == world.chain.accounts[BANK_A]


def test_no_key_signs_for_another(world):
    """An act of a party whose key is not there is not sent by one that is."""
    note, several = world.confirmed(), client(world, BANK_A, ANCHOR)
    act = several.on_behalf_of(world.chain.accounts[TIER1]).notes.split(note, eur("700.00"))

    with pytest.raises(sl.BadInput, match=r"no signer of 0x"):
        act.submit()
    with pytest.raises(sl.BadInput, match=r"the operation is for account 0x.*build it with .as_"):
        act.submit(signer=world.key(BANK_A))


@pytest.mark.parametrize("gas", ["0x0", "0x56bc75e2d63100000"])
def test_an_act_for_another_is_built_signed_and_brought_by_three(world, gas):
    """The maker has no key, the signer no gas, and whoever brings it no right of its own."""
    note, account = world.confirmed(), world.chain.accounts[TIER1]
    world.chain.rpc("anvil_setBalance", account, gas)
    maker, owner, relay = client(world), client(world, TIER1), client(world, OUTSIDER)
    built = maker.on_behalf_of(account).notes.assign(
        note, TIER2, eur("700.00"), trade_reference=TRADE
    )
    assert f"by        account {account} of party 2" in built.explain()
    signed = owner.load(built.to_json()).by_signature()
    brought = relay.load(signed.to_json())
    assert f"signed by {account} of party 2, good until" in brought.explain()

    result = brought.submit().result
    assert world.hub.notes.get(result.note).owner == sl.PartyId(TIER2)
