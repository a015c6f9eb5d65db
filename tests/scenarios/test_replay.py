"""
The replay of the logs, with which every scenario ends

└── notices each log that is left out
"""

from __future__ import annotations

from brownie import chain

from tests.conformance.replay_model import EVENTS, EventType, ReplayError
from tests.scenarios.helpers import DAY, to_day, today
from tests.scenarios.replayed import all_logs, compare
from tests.scenarios.world import ANCHOR, BANK_A, DOCUMENT, S1, S2, S3, S4, World

EVERY = [event for texts in EVENTS.values() for event in map(EventType, texts)]
NAMES = {"0x" + event.topic.hex(): event.name for event in EVERY}
NOTICED = (AssertionError, KeyError, ReplayError)


def live_a_little(world: World) -> int:
    """Let some of everything happen; return how many logs the set-up left."""
    suite, before = world.suite, len(all_logs(world.suite))
    due = today() + 30
    first = world.confirm(100_000_00, due=due)
    second, _ = world.assign(S1, first, S2, 40_000_00)
    world.assign(S1, first, S4, 10_000_00, int(chain[-1].timestamp) + 60 * DAY)
    world.fund(BANK_A, 30_000_00, suite.discounting)
    world.take(S2, world.bid(BANK_A, recourse=True), second, 20_000_00)
    suite.parties.setOptIns(0, world[S3].by)
    suite.parties.suspend(S2, DOCUMENT, world.by)
    suite.programmes.setNoteFreeze(second, True, DOCUMENT, world.by)
    to_day(due + 2)
    world.fund(ANCHOR, 50_000_00, suite.settlements)
    suite.settlements.collect(first >> 32, world.by)
    suite.settlements.redeem([first, second], world.by)
    return before


def test_every_missing_log_is_noticed(world: World) -> None:
    """Without any one of its logs a system looks different from what it is."""
    first = live_a_little(world)
    logs = all_logs(world.suite)
    compare(world, logs)
    unnoticed = []
    for left_out in range(first, len(logs)):
        name = NAMES.get(logs[left_out]["topics"][0])
        try:
            compare(world, logs[:left_out] + logs[left_out + 1 :])
        except NOTICED:
            continue
        unnoticed.append(name)
    assert set(unnoticed) <= {None}  # SlotChanged and Approval: they only repeat
