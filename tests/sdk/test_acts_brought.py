"""
What was signed by one is brought by another.

├── when a permit is too old, used, altered or of no signer  → the token's refusal
├── when what is brought is no signed request                → BadInput
├── when one of several requests is refused                  → it alone is not done
├── when one of several requests does not count              → the forwarder's refusal, none done
└── otherwise                                                → each has its own result
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import refusals
from silkline.chain import forwarder
from silkline.chain.forwarder import Brought
from tests.sdk.world import ANCHOR, BANK_A, OUTSIDER, TIER1, TIER2, TIER3, TRADE, eur


@pytest.fixture
def permit(world):
    """Bank A lets bank B take 5.00 of it."""
    return world.as_(BANK_A).deposits.permit(world.chain.accounts[BANK_A + 1], eur("5.00"))


@pytest.fixture
def requests(world):
    """The tier-1 supplier cuts a note and passes the piece; the anchor settles another debt."""
    note, other = world.confirmed(), world.confirmed(0xF2, "500.00")
    world.fund(ANCHOR, "500.00")
    piece = note.receivable.note(2)
    connection, supplier = world.hub.connection, world.as_(TIER1).notes
    nonces = connection.contract("ERC2771Forwarder"), "nonces", world.chain.accounts[TIER1]
    first = connection.call(*nonces)
    split = supplier.split(note, eur("700.00"))
    settle = world.as_(ANCHOR).settlements.settle(other.receivable, eur("500.00"))
    merge = split.by_signature(), settle.by_signature()
    before = world.chain.snapshot()
    split.submit()
    passed = supplier.assign(piece, TIER2, trade_reference=TRADE).by_signature(nonce=first + 1)
    world.chain.revert(before)
    return (*merge, passed)


def test_an_old_permit_is_refused(world, permit):
    """It counts until its deadline and no longer."""
    world.chain.advance(3601)
    with pytest.raises(refusals.ERC2612ExpiredSignature):
        permit.submit(signer=world.key(OUTSIDER))


def test_an_altered_permit_is_refused(world, permit):
    """Another amount is signed by nobody; the same permit counts once."""
    altered = world.hub.load(permit.to_json().replace('"500"', '"501"'))
    with pytest.raises(refusals.ERC2612InvalidSigner) as info:
        altered.submit(signer=world.key(OUTSIDER))
    assert info.value.owner == world.chain.accounts[BANK_A]
    permit.submit(signer=world.key(OUTSIDER))
    with pytest.raises(refusals.ERC2612InvalidSigner):
        permit.submit(signer=world.key(OUTSIDER))


def test_a_permit_needs_a_signer(reader):
    """Nobody signs for an account that is not there."""
    with pytest.raises(sl.BadInput, match=r"no signer"):
        reader.deposits.permit("Settlements", eur("5.00"))


def test_a_permit_is_brought_by_anyone(world, permit):
    """The spender then takes money of the owner, to whom it wants."""
    owner, spender, payee = (world.chain.accounts[n] for n in (BANK_A, BANK_A + 1, TIER3))
    text = world.hub.load(permit.to_json())
    assert text.words().startswith(
        f"Let {spender} of party 6 take 5.00 EUR from {owner} of party 5, which signed so; counts"
    )
    text.submit(signer=world.key(OUTSIDER))
    assert world.hub.deposits.allowance(owner, spender, "EUR") == eur("5.00")

    taken = world.as_(BANK_A + 1).deposits.transfer_from(owner, payee, eur("2.00"))
    assert taken.words() == f"Send 2.00 EUR of {owner} of party 5 to {payee} of party 4"
    assert (
        f"  takes     2.00 EUR for {spender} from {owner}, which has 300000.00 EUR, allowed 5.00"
        in (taken.explain())
    )
    taken.submit()
    assert world.balance(TIER3) == eur("2.00")
    assert world.hub.deposits.allowance(owner, spender, "EUR") == eur("3.00")
    with pytest.raises(sl.Refused, match=r"party 5 has to allow it: deposits.approve\("):
        world.as_(BANK_A + 1).deposits.transfer_from(owner, payee, eur("3.01")).submit()


def test_a_permit_without_limit(world):
    """A contract is named, and takes any amount."""
    deposits = world.as_(TIER1).deposits
    permit = deposits.permit("Loans", None, "EUR", signer=world.key(TIER1))
    assert f"Let Loans at {world.hub.deployment.address('Loans')} take any amount" in permit.words()
    permit.submit(signer=world.key(OUTSIDER))

    owner = world.chain.accounts[TIER1]
    assert deposits.allowance(owner, world.hub.deployment.address("Loans"), "EUR") is None


def test_only_signed_requests_are_brought(world, requests):
    """An operation that nobody signed, a batch, or nothing, is not brought."""
    plain = world.as_(TIER1).notes.split(sl.ReceivableId(0xF1).note(1), eur("700.00"))
    with pytest.raises(sl.BadInput, match=r"got a plain Receivables.split: use by_signature"):
        world.hub.bring([*requests, plain])
    with pytest.raises(sl.BadInput, match=r"got a plain ERC2771Forwarder.executeBatch"):
        world.hub.bring([world.hub.bring(requests)])
    with pytest.raises(sl.BadInput, match=r"at least one signed request"):
        world.hub.bring([])


def test_a_request_that_does_not_count_stops_all(world, requests):
    """One that was brought before, or is too old, is named by the forwarder; nothing is done."""
    requests[0].submit(signer=world.key(OUTSIDER))
    brought = world.hub.bring([requests[1], requests[0]])
    with pytest.raises(refusals.ERC2771ForwarderInvalidSigner):
        brought.submit(signer=world.key(OUTSIDER))
    world.chain.advance(3601)
    with pytest.raises(refusals.ERC2771ForwarderExpiredRequest):
        world.hub.bring([requests[1]]).submit(signer=world.key(OUTSIDER))

    assert world.hub.receivables.get(0xF2).status is sl.Status.OPEN


def test_a_request_that_is_refused_stops_no_other(world, requests):
    """The result says which were done."""
    world.hub.parties.suspend(TIER2, TRADE).submit()
    done = world.hub.bring(requests).submit(signer=world.key(OUTSIDER))

    assert [one.done for one in done.result] == [True, True, False]
    assert done.result[2] == Brought(world.chain.accounts[TIER1], False, None)
    assert world.hub.notes.get(sl.ReceivableId(0xF1).note(2)).owner == sl.PartyId(TIER1)


def test_requests_of_many_are_brought_at_once(world, requests):
    """In order, in one transaction that a stranger pays; each has its own result and its words."""
    brought = world.hub.load(world.hub.bring(requests).to_json())
    assert [line for line in brought.words().splitlines() if line[0] != " "] == [
        one.words().splitlines()[0] for one in requests
    ]
    done = brought.submit(signer=world.key(OUTSIDER))

    piece = sl.ReceivableId(0xF1).note(2)
    cut, payment, passed = (one.result for one in done.result)
    assert (cut, payment.amount, passed.note) == (piece, eur("500.00"), piece)
    assert world.hub.notes.get(piece).owner == sl.PartyId(TIER2)
    assert forwarder.data_inside(requests[0]) in brought.data
