"""
Every act both ways: sent by its account, and signed by it and brought by a stranger.

├── what cannot be signed for others to bring  → BadInput says so
└── otherwise                                  → the same result, events and storage, to the bit
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import silkline as sl
from silkline.chain.connection import AsOf
from silkline.chain.logs import Event
from silkline.events import ExecutedForwardRequest
from silkline.operation import _ACTS
from tests.sdk.acts import Case, Scene
from tests.sdk.stages import CASES
from tests.sdk.world import DOCUMENT, OPERATOR, TIER1, World

GUARDIAN = sl.SystemRole.GUARDIAN


def announced(world: World) -> sl.Operation:
    """Return the announcement of an act that has a delay."""
    world.hub.roles.grant(sl.SystemRole.COMPLIANCE, world.chain.accounts[0], delay=60).submit()
    return world.hub.roles.schedule(world.hub.parties.suspend(TIER1, DOCUMENT))


def withdrawn(world: World) -> sl.Operation:
    """Return the withdrawal of an act that was announced."""
    announced(world).submit()
    return world.hub.roles.cancel(world.hub.parties.suspend(TIER1, DOCUMENT))


def signed(world: World) -> sl.Operation:
    """Return a request, which is brought by anyone as it is."""
    return world.as_(TIER1).parties.set_opt_ins(sl.OptIn.NONE).by_signature()


DIRECT = {
    ("AccessManager", "grantRole"): lambda w: w.hub.roles.grant(GUARDIAN, w.chain.accounts[8]),
    ("AccessManager", "revokeRole"): lambda w: w.hub.roles.revoke(GUARDIAN, w.chain.accounts[0]),
    ("AccessManager", "renounceRole"): lambda w: w.hub.roles.renounce(GUARDIAN),
    ("AccessManager", "schedule"): announced,
    ("AccessManager", "cancel"): withdrawn,
    ("ERC2771Forwarder", "execute"): signed,
    ("ERC2771Forwarder", "executeBatch"): lambda w: w.hub.bring([signed(w)]),
}
"""Acts that are only sent: of the manager, which is OpenZeppelin's own, and requests themselves."""
STILL = AsOf(0, "", 0)


def still(value: Any) -> Any:
    """Return a value without what tells when it was read."""
    if isinstance(value, AsOf):
        return STILL
    if isinstance(value, tuple | list):
        return [still(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        names = (one.name for one in fields(value))
        return type(value).__name__, {n: still(getattr(value, n)) for n in names if n != "place"}
    return value


def own(events: tuple[Event, ...]) -> list[Any]:
    """Return what the act's own contracts said, and where."""
    told = (one for one in events if not isinstance(one, ExecutedForwardRequest))
    return [(one.place.address, still(one)) for one in told]


def written(scene: Scene, transaction: str) -> dict[tuple[str, str], str]:
    """Return the words of storage that a transaction changed, but for the forwarder's numbers."""
    how = {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}}
    found = scene.chain.rpc("debug_traceTransaction", transaction, how)
    before, after = (_storage(found[side]) for side in ("pre", "post"))
    forwarder = scene.hub.deployment.address("ERC2771Forwarder").lower()
    return {at: after.get(at, "0x") for at in before | after if at[0] != forwarder}


def _storage(side: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(at, k): v for at, one in side.items() for k, v in one.get("storage", {}).items()}


def outcome(scene: Scene, operation: sl.Operation, signer: sl.Signer, time: int) -> tuple:
    """Do it at a time, and return all that came of it."""
    scene.chain.rpc("evm_setNextBlockTimestamp", time)
    done = operation.submit(signer=signer)
    return still(done.result), own(done.events), written(scene, done.hash)


def carried(scene: Scene, operation: sl.Operation) -> sl.Operation:
    """Return an operation as it comes back from a journey as JSON."""
    text = operation.to_json()
    found = scene.hub.load(text)
    assert found == operation
    assert found.to_json() == text == sl.Operation.from_json(text).to_json()
    return found


@pytest.mark.parametrize(
    ("stage", "case"),
    [(case.stage, case) for case in CASES],
    indirect=["stage"],
    ids=[case.act for case in CASES],
    scope="module",
)
def test_each_way_does_the_same(stage, case: Case):
    """Result, events and every word of storage are the same, whoever sends it."""
    snapshot = stage.chain.snapshot()
    operation = carried(stage, case.build(stage))
    assert (operation.contract, operation.function) == case.declared
    words = operation.explain()
    assert "\n  refused " not in words, words
    assert [said for said in case.says if said not in words] == [], words
    signer, time = stage.signer(operation.account), stage.chain.time + 30

    before = stage.chain.snapshot()
    direct = outcome(stage, operation, signer, time)
    stage.chain.revert(before)
    request = carried(stage, operation.by_signature(signer))
    assert request.words().startswith(operation.words() + "\n  signed by " + signer.address)
    brought = outcome(stage, request, stage.stranger, time)
    stage.chain.revert(snapshot)

    assert brought == direct
    assert direct[1] or direct[2]


def test_every_act_is_tried():
    """An act without a case here, or in the table of exceptions, would be tried one way only."""
    tried = {case.declared for case in CASES}

    assert tried | set(DIRECT) == set(_ACTS)
    assert not tried & set(DIRECT)


@pytest.mark.parametrize(("contract", "function"), sorted(DIRECT))
def test_what_is_only_sent_says_so(world, contract, function):
    """The manager of roles takes nobody's word for another, and a request is none's to sign."""
    operation = DIRECT[contract, function](world)
    signer = world.key(OPERATOR)
    carried(world, operation)
    assert "\n  gas  " in operation.explain()

    with pytest.raises(sl.BadInput, match=rf"^{contract}.{function} cannot go by signature: the"):
        operation.by_signature(signer)
    done = operation.submit(signer=signer)
    assert done.events
