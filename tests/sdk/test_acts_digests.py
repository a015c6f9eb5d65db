"""
What is signed here is what the contracts hash: 10,000 messages at random, of every kind.

├── another value of one field, another chain, another contract  → another digest
├── requests and permits, whose contracts show no digest         → they count, and changed do not
└── otherwise                                                    → the contract's, to the bit
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from random import Random
from typing import Any

import pytest

import silkline as sl
from silkline.chain import abi, forwarder
from silkline.chain.abi import Param
from silkline.loan_terms.agreement import COVER, covers_hash
from silkline.messages import TYPES, Message
from tests.sdk.values import drawn
from tests.sdk.world import AGREEMENT, PROGRAMME

EACH = 100 if find_spec("brownie") else 1000
"""Messages of each kind: all of them beside web3 8, a tenth where the same code runs again."""
SIGNED = 20
"""Requests and permits, each signed: the contract answers only whether the signature is good."""
AT_ONCE = 500
VIEWS = {
    ("Confirmation", "Programmes"): "confirmationDigest",
    ("Amendment", "Programmes"): "amendmentDigest",
    ("Consent", "Parties"): "consentDigest",
    ("AccountConsent", "Parties"): "accountConsentDigest",
    ("Offer", "Discounting"): "offerDigest",
    ("Terms", "LoanAgreements"): "termsDigest",
    ("ReceivableCover", "Guarantees"): "coverDigest",
    ("Evidence", "Attested"): "evidenceDigest",
    ("Evidence", "AttestedMetric"): "evidenceDigest",
    ("Fixing", "Fixings"): "fixingDigest",
}
"""The function by which each contract tells the digest of a message."""
FROM_PROGRAMME = ("Confirmation", "Amendment", "Offer")
"""Messages into which the contract puts the agreement of the programme."""


def members(inputs: tuple[Param, ...]) -> dict[str, Param]:
    """Return the members of a message as its contract takes them: alone, or in a struct."""
    found = [part for one in inputs for part in (one.components or (one,))]
    return {one.name: one for one in found}


def filled(kind: str, known: Mapping[str, Param], random: Random) -> dict[str, Any]:
    """Return values of a message; one in four is of a programme that there is."""
    values = {one.name: drawn(known.get(one.name, one), random) for one in TYPES[kind][1]}
    if kind == "Terms":
        values["covers"] = drawn(Param("covers", "tuple[]", COVER), random)
    if kind in FROM_PROGRAMME:
        values["agreementHash"] = bytes(32)
        if "programme" in values and random.random() < 0.25:
            values |= {"programme": PROGRAMME, "agreementHash": AGREEMENT}
            values |= {"receivable": 0} if kind == "Offer" else {}
    return values


def arguments(kind: str, inputs: tuple[Param, ...], values: Mapping[str, Any]) -> list[Any]:
    """Return what the contract is asked with: the values, in the structs that it takes."""
    given = dict(values)
    if kind == "Terms":
        given["covers"] = covers_hash(given["covers"])
    return [
        {part.name: given[part.name] for part in one.components}
        if one.components
        else given[one.name]
        for one in inputs
    ]


def answers(reader: sl.Silkline, to: str, calls: list[bytes]) -> Iterator[str]:
    """Yield what a contract answers, asked many questions at once."""
    provider = reader.connection.rpc.web3.provider
    for first in range(0, len(calls), AT_ONCE):
        asked = [
            ("eth_call", [{"to": to, "data": abi.to_hex(data)}, "latest"])
            for data in calls[first : first + AT_ONCE]
        ]
        for answer in provider.make_batch_request(asked):
            yield answer["result"]


def test_every_kind_is_compared():
    """A kind of message without a view to compare with would not be tried."""
    assert {kind for kind, _ in VIEWS} == set(TYPES)
    assert len(VIEWS) * 1000 == 10_000


@pytest.mark.parametrize(("kind", "contract"), sorted(VIEWS))
def test_digests_are_the_contracts(reader, kind, contract):
    """What a signer signs is what the contract checks, whatever it says (T78)."""
    place, random = reader.connection.contract(contract), Random(f"{kind} {contract}")
    view = place.artifact.function(VIEWS[kind, contract])
    known = members(view.inputs)
    said = [filled(kind, known, random) for _ in range(EACH)]
    ours = [Message.build(reader.connection, kind, one, contract).digest for one in said]
    calls = [view.encode(arguments(kind, view.inputs, one)) for one in said]

    assert list(answers(reader, place.address, calls)) == ours
    assert len(set(ours)) > EACH * 9 // 10


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_part_counts(reader, kind):
    """A digest stands for each field, the chain and the contract: none can be exchanged."""
    random = Random(kind)
    known = {one.name: one for one in TYPES[kind][1]}
    message = Message.build(reader.connection, kind, filled(kind, {}, random))
    others = [
        replace(message, fields={**message.fields, name: changed(one, message.fields[name])})
        for name, one in known.items()
    ]
    elsewhere = reader.deployment.address("Descriptor")
    others += [replace(message, chain_id=1), replace(message, contract=elsewhere)]

    assert len({one.digest for one in (message, *others)}) == len(others) + 1


def changed(param: Param, value: Any) -> Any:
    """Return another value of the same type."""
    random = Random(1)
    found = (param.from_jsonable(param.jsonable(drawn(param, random))) for _ in range(99))
    return next(one for one in found if one != value)


def signed_request(reader: sl.Silkline, random: Random) -> dict[str, Any]:
    """Return a request to call anything, at the forwarder's next number of a fresh key."""
    known = reader.connection.contract("ERC2771Forwarder")
    content = drawn(known.artifact.function("verify").inputs[0], random)
    signer = sl.Key(random.randbytes(32))
    content |= {"from": signer.address, "to": reader.deployment.address("Parties")}
    content |= {"deadline": 2**48 - 1 - random.randrange(1 << 20)}
    document = forwarder._document(reader.connection, known, {**content, "nonce": 0})
    del document["message"]["signature"]
    return {**content, "signature": abi.to_hex(signer.sign_typed(document))}


def test_requests_are_the_forwarders(reader):
    """It has no view of a digest, but says whether a request counts: a changed one does not."""
    random, connection = Random("requests"), reader.connection
    known = connection.contract("ERC2771Forwarder")
    for _ in range(SIGNED):
        content = signed_request(reader, random)
        assert connection.call(known, "verify", content)
        for name in ("value", "gas", "deadline"):
            assert not connection.call(known, "verify", {**content, name: content[name] ^ 1})


def test_permits_are_the_tokens(reader):
    """The token takes a permit of any amount for anybody."""
    random, token = Random("permits"), reader.deposits.token("EUR")
    for _ in range(SIGNED):
        signer, spender = sl.Key(random.randbytes(32)), abi.to_hex(random.randbytes(20))
        amount = token.money(drawn(Param("amount", "uint256"), random))
        seconds = random.choice((3600, 2**40))
        made = reader.deposits.permit(spender, amount, seconds=seconds, signer=signer)

        assert made.simulate() is None
        assert made.arguments["owner"] == signer.address
