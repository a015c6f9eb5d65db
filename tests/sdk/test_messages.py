"""
Signed messages.

├── when a field is missing, unknown or does not fit                → BadInput
├── when JSON was altered, or is for another chain or deployment    → BadInput
├── when something else was signed than is asked for                → BadInput names the fields
├── when the signature is another's                                 → not verified
├── digests are the contracts' own: see test_acts_digests.py
└── keys and contracts (ERC-1271) sign, in words that say what they bind
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import silkline as sl
from silkline.messages import Message, SignedMessage
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    DUE,
    TIER1,
    TIER2,
    TRADE,
    eur,
)

YES = "0x631626ba7e60e01b5f5260205ff3"
"""Code of a contract to which every signature is good (ERC-1271)."""
NO = "0x5f5f5260205ff3"
"""Code of a contract to which none is."""


@pytest.fixture
def confirmation(world):
    """The message by which the anchor confirms a debt."""
    return world.hub.receivables.confirmation(world.terms(deadline=world.chain.time + 3600))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"face": None}, "face"), ({"face": -1}, "face does not fit uint256"),
        ({"face": 1.5}, "face must be an integer"), ({"evidenceRoot": "0x12"}, "evidenceRoot"),
        ({"further": 5}, "further"), ({"extra": 1}, "unknown: extra"),
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_refused(confirmation, change, said):
    """A message is checked field by field before anybody signs it."""
    fields = {**confirmation.fields, **change}
    with pytest.raises(sl.BadInput, match=said):
        Message.build(confirmation.connection, "Confirmation", fields)


@pytest.mark.parametrize("kind", ["Confirmation", "SignedMessage"])
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"message":"Will"}'])
def test_what_is_no_message_is_refused(kind, text):
    """Anything else than a message of a known kind is refused."""
    reads = SignedMessage if kind == "SignedMessage" else Message
    with pytest.raises(sl.BadInput, match=r"not a message"):
        reads.from_json(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [("message", "Will"), ("fields", []), ("fields", {}), ("chain_id", "1"), ("contract", "0x1")],
)
def test_an_altered_message_is_refused(confirmation, name, value):
    """A field of another type, or missing, is not guessed."""
    content = {**json.loads(confirmation.to_json()), name: value}
    with pytest.raises(sl.BadInput):
        Message.from_json(json.dumps(content))


def test_a_message_for_elsewhere_is_refused(world, confirmation):
    """Chain and contract are part of what was signed (T20)."""
    for change in ({"chain_id": 1}, {"contract": world.chain.accounts[0]}):
        with pytest.raises(sl.BadInput, match=r"the Confirmation counts on chain"):
            world.hub.load(replace(confirmation, **change).to_json())


def test_something_else_signed_is_refused(world, confirmation):
    """The refusal names each field that differs, with both values (T04)."""
    signed = confirmation.sign(world.key(ANCHOR))
    other = world.terms(face="120000.01", deadline=confirmation.fields["deadline"])
    with pytest.raises(sl.BadInput, match=r"face: signed 12000000, asked for 12000001$"):
        world.hub.receivables.confirm(other, signature=signed)
    consent = world.hub.parties.account_consent(TIER1, world.chain.accounts[7], 2**40)
    with pytest.raises(sl.BadInput, match=r"signed is a AccountConsent .* asked for is a Confirm"):
        consent.sign(world.key(7)).check(confirmation)


def test_another_signers_signature_is_refused(world, confirmation):
    """A signature is not taken for that of somebody else."""
    signed = confirmation.sign(world.key(ANCHOR))
    forged = replace(signed, signer=world.chain.accounts[TIER1])

    assert signed.verify()
    assert not forged.verify()
    assert not replace(signed, signature="0x" + "00" * 65).verify()
    assert not replace(signed, signature="0x12").verify()
    with pytest.raises(sl.BadInput, match=rf"is not one of {world.chain.accounts[TIER1]}"):
        forged.check(confirmation)


def test_a_message_without_a_chain_has_no_words(confirmation):
    """Amounts have no currency without the programme's token."""
    with pytest.raises(sl.BadInput, match=r"bound to no chain"):
        Message.from_json(confirmation.to_json()).explain()


def test_the_agreement_is_part_of_the_digest(world, confirmation):
    """What is signed names the programme's framework agreement."""
    fields = dict(confirmation.fields)
    assert fields.pop("agreementHash") == AGREEMENT
    programmes = world.hub.connection.contract("Programmes")

    found = world.hub.connection.call(programmes, "confirmationDigest", fields)
    assert confirmation.digest == "0x" + found.hex()


def test_who_only_reads_signs_nothing(reader, confirmation):
    """There is no account to sign for."""
    with pytest.raises(sl.BadInput, match=r"nobody signs here: connect"):
        reader.sign(confirmation)


def test_a_desk_signs_what_it_was_sent(world, confirmation):
    """As its own account, after reading it."""
    anchor = world.as_(ANCHOR)
    signed = anchor.sign(anchor.load(confirmation.to_json()))

    assert signed.signer == world.chain.accounts[ANCHOR]
    assert signed == confirmation.sign(world.key(ANCHOR))
    assert signed.verify()


def test_messages_travel_as_json(world, confirmation):
    """Message and signature read back as they were written, bound to the connection."""
    signed = confirmation.sign(world.key(ANCHOR))

    assert world.hub.load(confirmation.to_json()) == confirmation
    assert world.hub.load(signed.to_json()) == signed
    assert world.hub.load(signed.to_json()).to_json() == signed.to_json()
    assert SignedMessage.from_json(signed.to_json()).verify()


def test_a_confirmation_in_words(confirmation):
    """Who owes what to whom, when due, under which programme, until when the signature counts."""
    words = confirmation.explain()

    assert words.startswith(
        "party 1 owes 120000.00 EUR to party 2, due 2027-04-01, as receivable "
        "0x0000000000000000000000f1 under programme 1/1 (evidence none); counts until 2027-01-01"
    )
    assert f"on chain 31337; digest {confirmation.digest}" in words


def test_the_other_messages_in_words(world):
    """Amendment, consent, account consent and offer each say what they bind."""
    note = world.confirmed()
    receivables, later = world.hub.receivables, world.chain.time + 60
    correction = receivables.correction(note, eur("90000.00"), DUE, deadline=later)
    cancellation = receivables.cancellation(note, deadline=later)
    assignment = sl.Assignment(note, sl.PartyId(TIER2), eur("500.00"), TRADE, in_payment=False)
    consent = world.hub.notes.consent(assignment, deadline=later)
    account = world.hub.parties.account_consent(TIER1, world.chain.accounts[7], later)
    offer = world.hub.offers.message(world.offer(recourse=True))

    assert correction.explain().startswith(
        f"Correct receivable {note.receivable} of party 1 over 120000.00 EUR, due 2027-04-01: "
        "from now on 90000.00 EUR, due"
    )
    assert cancellation.explain().startswith(
        f"Cancel receivable {note.receivable} of party 1 over 120000.00 EUR, due 2027-04-01: its id"
    )
    assert "Take from party 2: 500.00 EUR of note" in consent.explain()
    assert "on account of trade 0x7e7e7e7e…; counts until" in consent.explain()
    assert account.explain().startswith(
        f"Account {world.chain.accounts[7]} consents to act for party 2"
    )
    assert offer.explain().startswith(
        "party 5 buys notes of programme 1/1 to tier 255 at 4.5 % a year (ACT/360) plus 25.00 EUR "
        "a fill, from 1000.00 EUR up to 500000.00 EUR together, with recourse to the seller, until"
    )


def test_a_contract_signs(world):
    """A bank whose account is a contract is asked by ERC-1271; its answer decides."""
    wallet = "0x" + "c0" * 20
    message = world.hub.offers.message(world.offer())
    signed = SignedMessage(message, wallet, "0x1234")

    assert not signed.verify()
    world.chain.rpc("anvil_setCode", wallet, YES)
    assert signed.verify()
    world.chain.rpc("anvil_setCode", wallet, NO)
    assert not signed.verify()
    world.chain.rpc("anvil_setCode", wallet, "0x5f5ffd")
    assert not signed.verify()


def test_an_offer_of_a_contract_is_taken(world):
    """The whole way with a funder's contract account: offer, quote, sale."""
    address = "0x00000000000000000000000000000000000000C0"
    world.chain.rpc("anvil_setCode", address, YES)
    world.hub.parties.set_account(BANK_A, address, sl.Scope.FUND).submit()
    note = world.confirmed()
    signed = SignedMessage(world.hub.offers.message(world.offer()), address, "0x")

    quote = world.hub.offers.quote(signed, note)
    sale = world.as_(TIER1).offers.take(signed, note, min_proceeds=quote.proceeds)

    assert sale.submit().result.proceeds == quote.proceeds
