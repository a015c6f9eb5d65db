"""
An act before it happens.

├── when JSON was altered, is of another chain or deployment, or no operation  → BadInput
├── when it is not bound to a chain, or signed by the wrong account            → BadInput
├── explain says what the arguments say, and the refusal where there is one
└── sign, simulate, submit, by_signature                                      → the same act
"""

from __future__ import annotations

import json

import pytest
from eth_account import Account

import silkline as sl
from silkline import refusals
from tests.sdk.world import ANCHOR, BANK_A, OUTSIDER, TIER1, TIER2, TIER3, TRADE, eur


@pytest.fixture
def assignment(world):
    """The tier-1 supplier passes 40,000.00 to the tier-2 supplier."""
    note = world.confirmed()
    notes = world.as_(TIER1).notes
    return notes.assign(note, TIER2, eur("40000.00"), trade_reference=TRADE)


@pytest.mark.parametrize("text", ["", "[]", "{}", '"x"', '{"operation":2}'])
def test_what_is_no_operation_is_refused(world, text):
    """Anything but an operation or a message is refused when it is loaded."""
    with pytest.raises(sl.BadInput, match=r"not an operation|not a message|neither"):
        world.hub.load(text)
    with pytest.raises(sl.BadInput, match=r"not an operation"):
        sl.Operation.from_json(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("args", []), ("args", None), ("args", [{"note": "1"}]), ("args", ["x"]),
        ("function", "assignAll"), ("contract", "Bank"), ("address", "0x12"),
        ("account", "somebody"),
    ],
)  # fmt: skip
def test_an_altered_operation_is_refused(assignment, name, value):
    """A field that does not fit the interface is refused, not guessed."""
    content = {**json.loads(assignment.to_json()), name: value}
    with pytest.raises(sl.BadInput):
        sl.Operation.from_json(json.dumps(content))


def test_a_number_in_another_form_is_refused(assignment):
    """The text is canonical: the same operation has one text only."""
    text = assignment.to_json().replace('"4000000"', '"04000000"')
    with pytest.raises(sl.BadInput, match=r"altered"):
        sl.Operation.from_json(text)


def test_an_operation_for_another_chain_is_refused(world, assignment):
    """An operation is bound to its chain."""
    text = assignment.to_json().replace('"chain_id":31337', '"chain_id":1')
    with pytest.raises(sl.BadInput, match=r"for chain 1, the connection to chain 31337"):
        world.hub.load(text)


def test_an_operation_for_another_deployment_is_refused(world, assignment):
    """A contract at another address is not ours, whatever its name."""
    text = assignment.to_json().replace(assignment.address, world.chain.accounts[0])
    with pytest.raises(sl.BadInput, match=r"is unknown in this deployment"):
        world.hub.load(text)


def test_an_unbound_operation_needs_a_chain(assignment):
    """What was read without a connection says how to get one."""
    unbound = sl.Operation.from_json(assignment.to_json())
    with pytest.raises(sl.BadInput, match=r"bound to no chain: use silkline\.load"):
        unbound.submit()
    assert unbound == assignment


def test_another_accounts_signature_is_refused(world, assignment):
    """An act of the tier-1 supplier is not signed by somebody else."""
    with pytest.raises(sl.BadInput, match=r"operation is for account .*build it with"):
        assignment.submit(signer=world.key(TIER2))
    with pytest.raises(sl.BadInput, match=r"no signer of 0x"):
        sl.connect(world.chain.url, deployment=world.hub.deployment).load(
            assignment.to_json()
        ).submit()


def test_an_envelope_of_somebody_else_is_refused(world, assignment):
    """Nonce and fees prepared for one account are not used by another."""
    envelope = world.as_(TIER2).notes.approve_all(world.chain.accounts[1]).prepare()
    with pytest.raises(sl.BadInput, match=r"the envelope is for"):
        assignment.sign(world.key(TIER1), envelope)


def test_a_refused_act_says_so_in_its_explanation(world):
    """The line for gas becomes the contract's refusal, with its advice."""
    note = world.confirmed()
    notes = world.as_(TIER1).notes
    operation = notes.assign(note, TIER2, eur("1.00"), trade_reference=TRADE)

    assert (
        "  refused   PieceTooSmall(piece 1.00 EUR, smallest 100.00 EUR): choose a split"
        in operation.explain()
    )
    with pytest.raises(refusals.PieceTooSmall):
        operation.gas()


def test_an_explanation_says_what_by_whom_and_at_what_gas(world, assignment):
    """Amount with its currency, parties, trade, account, contract, chain and gas are there."""
    words = assignment.explain()

    assert words.splitlines()[0] == (
        "Assign 40000.00 EUR of note 0x0000000000000000000000f1#1 to party 3, "
        "in payment of trade 0x7e7e7e7e…"
    )
    assert f"by        account {world.chain.accounts[TIER1]} of party {TIER1}" in words
    assert f"through   Receivables.assign at {assignment.address}" in words
    assert "chain     31337" in words
    assert "gas       about " in words


def test_the_explanation_follows_the_arguments(world, assignment):
    """Words never travel with an operation: an altered amount is an altered sentence."""
    altered = world.hub.load(assignment.to_json().replace('"4000000"', '"5000000"'))

    assert "Assign 50000.00 EUR" in altered.explain()
    assert altered != assignment


def test_an_operation_passes_through_json_unchanged(world, assignment):
    """The text is stable, and what is read back is the same act."""
    text = assignment.to_json()
    again = world.hub.load(text)

    assert again == assignment
    assert (again.to_json(), again.data, again.payload) == (
        text,
        assignment.data,
        assignment.payload,
    )


def test_a_rehearsal_changes_nothing(world, assignment):
    """simulate returns the contract's answer and leaves the state as it is."""
    note = assignment.simulate()

    assert note == sl.ReceivableId(0xF1).note(2)
    assert world.hub.receivables.get(0xF1).issued == 1


def test_a_rehearsal_is_refused_like_the_act(world):
    """simulate raises the refusal that the act would meet."""
    note = world.confirmed()
    with pytest.raises(refusals.SelfAssignment) as info:
        world.as_(TIER1).notes.assign(note, TIER1, trade_reference=TRADE).simulate()
    assert info.value.party == sl.PartyId(TIER1)


def test_a_signature_made_elsewhere_is_sent_by_anyone(world, assignment):
    """Prepared here, signed without a connection there, sent by a third."""
    envelope = assignment.prepare()
    offline = sl.Operation.from_json(assignment.to_json())
    signed = offline.sign(world.key(TIER1), envelope)

    assert Account.recover_transaction(signed.raw) == signed.account == world.chain.accounts[TIER1]
    assert world.chain.rpc("eth_sendRawTransaction", signed.raw) == signed.hash
    assert sl.Sent(assignment, signed.hash, signed.hash).wait().result.note == sl.ReceivableId(
        0xF1
    ).note(2)
    assert world.hub.receivables.get(0xF1).issued == 2
    assert signed.raw not in repr(signed)


def test_what_is_done_is_told(world, assignment):
    """The outcome has result, events, block, gas and fee."""
    done = assignment.submit(key="a")

    assert done.result.note == sl.ReceivableId(0xF1).note(2)
    assert [event.name for event in done.events][-1] == "Assigned"
    assert done.block == world.hub.connection.head(done.block.number)
    assert done.fee > done.gas_used > 0
    assert done.events[-1].place.transaction == done.hash


def test_a_request_is_refused_before_it_is_signed(world):
    """What the contract would refuse is not signed for others to bring."""
    note = world.confirmed()
    with pytest.raises(refusals.ConsentMissing):
        world.as_(TIER1).notes.assign(note, TIER3, trade_reference=TRADE).by_signature()


def test_an_expired_request_is_refused(world, assignment):
    """A request counts until its deadline and no longer."""
    request = assignment.by_signature(seconds=60)
    world.chain.advance(61)
    with pytest.raises(refusals.ERC2771ForwarderExpiredRequest):
        request.submit(signer=world.key(OUTSIDER))


def test_a_request_counts_once(world, assignment):
    """The forwarder's number is used up: the same request again has no signer."""
    request = assignment.by_signature()
    request.submit(signer=world.key(OUTSIDER))
    with pytest.raises(refusals.ERC2771ForwarderInvalidSigner):
        request.submit(signer=world.key(OUTSIDER))


def test_an_altered_request_is_refused(world, assignment):
    """A relayer cannot change what was signed."""
    text = assignment.by_signature().to_json()
    amount = f"{40_000_00:064x}"
    assert text.count(amount) == 1
    with pytest.raises(refusals.ERC2771ForwarderInvalidSigner):
        world.hub.load(text.replace(amount, f"{50_000_00:064x}")).submit(signer=world.key(OUTSIDER))


def test_the_reason_inside_a_request_is_found(world, assignment):
    """The forwarder says only that a call failed; the contract's own refusal is raised."""
    request = assignment.by_signature()
    world.hub.parties.suspend(TIER2, TRADE).submit()
    for attempt in (
        request.simulate,
        request.gas,
        lambda: request.submit(signer=world.key(OUTSIDER)),
    ):
        with pytest.raises(refusals.PartySuspended) as info:
            attempt()
        assert info.value.party == sl.PartyId(TIER2)


def test_a_request_is_brought_by_anyone(world, assignment):
    """The signer needs no gas: the relayer pays, the result is the act's own."""
    world.chain.rpc("anvil_setBalance", world.chain.accounts[TIER1], "0x0")
    request = world.hub.load(assignment.by_signature(world.key(TIER1)).to_json())

    assert request.explain().startswith("Assign 40000.00 EUR of note")
    signer = f"{world.chain.accounts[TIER1]} of party {TIER1}"
    assert f"signed by {signer}, good until 2027-01-01 01:00" in request.explain()
    assert "by        whoever sends it" in request.explain()
    done = request.submit(key="relay-1", signer=world.key(OUTSIDER))
    assert done.result.note == sl.ReceivableId(0xF1).note(2)
    assert world.hub.notes.get(done.result.note).owner == sl.PartyId(TIER2)


def test_requests_may_be_numbered_ahead(world):
    """Two requests signed before either is brought are brought in order."""
    note = world.confirmed()
    notes = world.as_(TIER1).notes
    forwarder = world.hub.connection.contract("ERC2771Forwarder")
    first = world.hub.connection.call(forwarder, "nonces", world.chain.accounts[TIER1])
    requests = [
        notes.split(note, eur(f"{i}000.00")).by_signature(nonce=first + i - 1) for i in (1, 2)
    ]

    results = [request.submit(signer=world.key(BANK_A)).result for request in requests]

    assert results == [note.receivable.note(2), note.receivable.note(3)]


def test_an_act_without_words_is_listed(world):
    """A function that the SDK has no sentence for is shown with its arguments."""
    address = world.hub.deployment.address("Parties")
    operation = sl.Operation(31337, "Parties", address, "holderOf", (world.chain.accounts[ANCHOR],))

    listed = operation.on(world.hub.connection).words()
    assert listed == f"Call Parties.holderOf(account {world.chain.accounts[ANCHOR]})"
