"""
What travels as JSON: every act, every message, every signature.

├── when a value of an act stands in another form, or is none of its type     → BadInput
├── when one of a message does                                              → BadInput, or the same
└── otherwise                                                               → read back as it was
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

import silkline as sl
import silkline.client
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.messages import TYPES, Message, SignedMessage
from silkline.operation import _ACTS, Operation
from tests.sdk.values import drawn

ACTS = sorted(_ACTS)
EACH = 5
SIGNER = abi.address("0x" + "5e" * 20)
SIGNATURE = "0x" + "5e" * 65


def operation(reader: sl.Silkline, act: tuple[str, str], random: Random) -> Operation[Any]:
    """Return an act with values at random, as its domain would build it."""
    contract, function = act
    token = reader.deployment.address("DepositToken EUR")
    known = contract in reader.deployment.contracts
    where = reader.deployment.address(contract) if known else token
    values = [drawn(one, random) for one in artifact(contract).function(function).inputs]
    account = random.choice((None, where))
    connection = reader.connection
    return Operation.build(connection, _ACTS[act], *values, account=account, address=where)


def message(reader: sl.Silkline, kind: str, random: Random) -> Message:
    """Return a message with values at random."""
    values = {one.name: drawn(one, random) for one in TYPES[kind][1]}
    return Message.build(reader.connection, kind, values)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield each value in a document with the way to it; of an array the first stands for all."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        if isinstance(one, dict | list):
            yield from leaves(one if isinstance(one, dict) else one[:1], (*path, key))
        yield (*path, key), one


def put(document: Any, path: tuple[Any, ...], value: Any) -> str:
    """Return a document as text, with another value at a place."""
    changed = json.loads(json.dumps(document))
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(changed)


def others(value: Any) -> Iterator[Any]:
    """Yield values that say the same in another form, or nothing that can be meant."""
    yield None
    if isinstance(value, bool):
        yield from (int(value), str(value).lower())
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, dict):
        yield from (list(value.values()), {**value, "more": "1"})
    elif isinstance(value, list):
        yield {str(i): one for i, one in enumerate(value)}
    elif value.startswith("0x"):
        yield from (value + "0", value[2:], "0X" + value[2:])
        yield from {value.upper().replace("0X", "0x"), value.lower()} - {value}
    elif value.lstrip("-").isdigit():
        yield from (int(value), value + ".0", " " + value, "+" + value, hex(int(value)))
        yield "0" + value if value[0] != "-" else "-0" + value[1:]


@pytest.mark.parametrize("act", ACTS, ids=[".".join(act) for act in ACTS])
def test_an_act_in_another_form_is_refused(reader, act):
    """One act has one text: what a number or an address would be read as is not guessed."""
    document = json.loads(operation(reader, act, Random(str(act))).to_json())
    for path, value in leaves(document["args"], ("args",)):
        for other in others(value):
            with pytest.raises(sl.BadInput):
                Operation.from_json(put(document, path, other), reader.connection)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_message_in_another_form_is_refused_or_the_same(reader, kind):
    """A number or an address may be written otherwise; nothing else is ever read."""
    signed = SignedMessage(message(reader, kind, Random(kind)), SIGNER, SIGNATURE)
    document = json.loads(signed.to_json())
    for path, value in leaves(document):
        for other in others(value):
            try:
                found = SignedMessage.from_json(put(document, path, other), reader.connection)
            except sl.BadInput:
                continue
            assert found == signed
            assert found.message.digest == signed.message.digest


def test_every_act_reads_back(reader):
    """With any values, whoever does it, the same act, the same call, the same words."""
    random = Random("acts")
    for act in ACTS:
        for _ in range(EACH):
            made = operation(reader, act, random)
            found = reader.load(made.to_json())

            assert found == made
            assert (found.args, found.data, found.payload) == (made.args, made.data, made.payload)
            assert found.to_json() == made.to_json()


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_message_reads_back(reader, kind):
    """With any values, alone and signed, the same digest."""
    random = Random(kind)
    for _ in range(EACH):
        made = message(reader, kind, random)
        signed = SignedMessage(made, SIGNER, SIGNATURE)

        assert reader.load(made.to_json()) == made
        assert reader.load(signed.to_json()) == signed
        assert reader.load(made.to_json()).digest == made.digest
        assert replace(made, connection=None) == Message.from_json(made.to_json())
