"""
What the chain holds, against what its logs tell (I23).

Every scenario ends here: all logs are replayed by an independent model, and everything that the
model arrives at is asked from the contracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brownie import web3

from tests.conformance.replay_model import SETTLED, rebuild
from tests.scenarios.suite import Suite
from tests.scenarios.world import World

State = Mapping[str, Any]
Logs = list[dict[str, Any]]


def compare(world: World, logs: Logs | None = None) -> None:
    """Compare the state replayed from *logs*, all there are, with the chain, thing by thing."""
    suite = world.suite
    chosen = all_logs(suite) if logs is None else logs
    state = rebuild(chosen, suite.addresses, _times(chosen))
    _parties(suite, state)
    _programmes(suite, state)
    _receivables(suite, state)
    _notes(suite, state)
    _sales(world, state)
    _cash(suite, state)


def _ask(method: str, *params: Any) -> Any:
    return web3.provider.make_request(method, list(params))["result"]


def all_logs(suite: Suite) -> Logs:
    """Return the raw logs of the contracts, in order."""
    addresses = list(suite.addresses.values())
    asked = {"fromBlock": hex(suite.block), "toBlock": "latest", "address": addresses}
    found: Logs = _ask("eth_getLogs", asked)
    return found


def _times(logs: Logs) -> dict[int, int]:
    """Return the times of the logs' blocks, as their headers say."""
    blocks = {log["blockNumber"] for log in logs}
    headers = {block: _ask("eth_getBlockByNumber", block, False) for block in blocks}
    return {int(block, 16): int(header["timestamp"], 16) for block, header in headers.items()}


def _parties(suite: Suite, state: State) -> None:
    for party, known in state["parties"].items():
        found = suite.parties.partyOf(party)
        told = (known["profile"], known["cash"], known["active"], known["opt_ins"], known["epoch"])
        profile, cash, active, opt_ins, epoch = found
        assert (tuple(profile), cash.lower(), active, opt_ins, epoch) == told, party
        assert suite.receivables.balanceOf["address"](cash) == known["notes"], party
    for address, known in state["accounts"].items():
        found = suite.parties.accountOf(address)
        told = (known["party"], True, known["scopes"], known["limit"])
        assert tuple(found) == told, address


def _programmes(suite: Suite, state: State) -> None:
    for programme, known in state["programmes"].items():
        rules = suite.programmes.rulesOf(programme)
        assert suite.programmes.usedOf(programme) == known["used"], programme
        assert (rules["limit"], rules["maxTenor"]) == (known["limit"], known["max_tenor"])
        assert rules["smallestPiece"] == known["smallest_piece"]
        anchor = known["anchor"]
        assert suite.programmes.isSuspended(anchor) == (anchor in state["suspended_anchors"])


def _receivables(suite: Suite, state: State) -> None:
    for number, known in state["receivables"].items():
        found = suite.descriptor.receivableOf(suite.receivables, number)
        told = ("programme", "status", "face", "issued", "live", "disputed", "frozen")
        assert [found[name] for name in told] == [known[name] for name in told], hex(number)
        assert found["dueDay"] == known["due_day"]
        _account(suite.settlements.accountOf(number), known)


def _account(found: Any, known: Mapping[str, Any]) -> None:
    """Compare the accounts of a debt; one paid at once and on time keeps none of its own."""
    assert found["received"] == known["received"]
    if known["status"] == SETTLED and not found["paidOut"]:
        assert (known["unpaid"], known["interest"]) == (0, 0)
        return
    assert found["paidOut"] == known["paid_out"]
    assert (found["unpaid"], found["interest"]) == (known["unpaid"], known["interest"])
    assert found["chargedTo"] == known["charged_to"]


def _notes(suite: Suite, state: State) -> None:
    for note, known in state["notes"].items():
        found = suite.descriptor.noteOf(suite.receivables, note)
        told = ("owner", "value", "tier", "claimed", "frozen")
        assert [found[name] for name in told] == [known[name] for name in told], hex(note)
        assert found["custodian"].lower() == known["custodian"]
        assert found["pending"] == (known["pending"] is not None)
        if known["pending"]:
            waits = suite.receivables.pendingOf(note)
            terms = known["pending"]
            assert (waits["receiver"], waits["acceptUntil"]) == (
                terms["receiver"],
                terms["acceptUntil"],
            )
    for note in state["claimed"].keys() - state["notes"].keys():
        assert suite.descriptor.noteOf(suite.receivables, note)["owner"] == 0, hex(note)


def _sales(world: World, state: State) -> None:
    suite = world.suite
    assert set(state["filled"]) <= set(world.offers)
    for offer in world.offers:
        assert suite.discounting.filledOf(offer) == state["filled"].get(offer, 0)
    for (note, buyer), known in state["sales"].items():
        found = suite.discounting.saleOf(note)
        told = ("seller", "value", "proceeds", "claimed")
        if found["buyer"] == buyer:
            assert [found[name] for name in told] == [known[name] for name in told]


def _cash(suite: Suite, state: State) -> None:
    """Compare what is parked, and check that Settlements holds what was received and not paid."""
    for (party, token), amount in state["parked"].items():
        assert suite.settlements.parkedOf(party, token) == amount
    for token in (suite.euro, suite.dollar):
        address = token.address.lower()
        debts = [
            known
            for known in state["receivables"].values()
            if state["programmes"][known["programme"]]["token"] == address
        ]
        rest = sum(known["received"] - known["paid_out"] for known in debts)
        parked = sum(a for (_, where), a in state["parked"].items() if where == address)
        assert token.balanceOf(suite.settlements) == rest + parked
