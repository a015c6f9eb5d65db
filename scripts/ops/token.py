"""
Admit a token to programmes and loans, after a probe of what a token must not do.

The probe moves tokens of a real holder on a copy of the chain. It sees what the token does now:
who can upgrade, pause or rebase it is read in its source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import silkline as sl
from scripts.ops.hands import play
from scripts.ops.procedure import Procedure, Step
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.chain.connection import Connection
from silkline.chain.fork import forked
from silkline.chain.rpc import RpcError
from silkline.chain.transactions import receipt
from silkline.errors import BadInput

__all__ = ["admit", "probe"]

MOST_DECIMALS = 18
GAS = 1_000_000
STOP = "0x00"
"""Code that takes any call: some tokens call only receivers that have code."""
TRUE = (1).to_bytes(32, "big")
NOT_SEEN = "not seen by a probe: who can upgrade, pause, freeze or rebase it; read its source"


@dataclass(frozen=True)
class _Probe:
    """A token on a copy of the chain, one holder, and two accounts made for the probe."""

    copy: sl.LocalChain
    connection: Connection
    token: str
    holder: str
    receiver: str
    spender: str

    def call(self, sender: str, name: str, *values: Any) -> bytes:
        """Return what the token answers to *sender*."""
        data = abi.to_hex(artifact("DepositToken").function(name).encode(values))
        asked = {"from": sender, "to": self.token, "data": data, "gas": hex(GAS)}
        try:
            return abi.from_hex(self.copy.rpc("eth_call", asked, "latest"))
        except RpcError as error:
            raise BadInput(f"{name} reverts with a million of gas: {error.message}") from None

    def number(self, name: str, *values: Any) -> int:
        """Return a number that the token answers; raises ``BadInput`` when it is none."""
        answer = self.call(self.holder, name, *values)
        if len(answer) != 32:
            raise BadInput(f"{name} answers {len(answer)} bytes, not a number")
        return int.from_bytes(answer, "big")

    def balances(self) -> tuple[int, int]:
        """Return what holder and receiver have."""
        return self.number("balanceOf", self.holder), self.number("balanceOf", self.receiver)

    def send(self, sender: str, name: str, *values: Any) -> None:
        """Do it on the copy; raises ``BadInput`` when it reverts."""
        data = artifact("DepositToken").function(name).encode(values)
        mined = receipt(self.connection, play(self.copy, sender, self.token, data, GAS))
        if int(mined["status"], 16) != 1:
            raise BadInput(f"{name} reverts with a million of gas")

    def calls(self, sender: str, name: str, *values: Any) -> list[str]:
        """Return what else the token calls, other than to read or by its own code."""
        data = abi.to_hex(artifact("DepositToken").function(name).encode(values))
        asked = {"from": sender, "to": self.token, "data": data, "gas": hex(GAS)}
        trace = self.copy.rpc("debug_traceCall", asked, "latest", {"tracer": "callTracer"})
        return sorted(set(_called(trace)))


def _called(trace: dict[str, Any]) -> list[str]:
    found = []
    for inner in trace.get("calls", ()):
        if inner["type"] not in ("STATICCALL", "DELEGATECALL"):
            found.append(abi.address(inner["to"]))
        found += _called(inner)
    return found


def probe(url: str, deployment: sl.Deployment, token: str, holder: str) -> list[str]:
    """
    Return what a token does that it must not, one sentence each; nothing is good.

    Args:
        url: The node, of which a copy is made.
        deployment: The system.
        token: The token.
        holder: Any account that has some of it; nothing happens to it but on the copy.
    """
    with forked(url) as copy:
        connection = sl.connect(copy.url, deployment=deployment).connection
        receiver, spender = sl.Key.create().address, sl.Key.create().address
        copy.rpc("anvil_setCode", receiver, STOP)
        probed = _Probe(copy, connection, token, holder, receiver, spender)
        if len(abi.from_hex(copy.rpc("eth_getCode", token, "latest"))) == 0:
            return [f"there is no contract at {token}"]
        try:
            return _decimals(probed) + _transfers(probed)
        except BadInput as error:
            return [str(error)]


def _decimals(probed: _Probe) -> list[str]:
    decimals = probed.number("decimals")
    if decimals > MOST_DECIMALS:
        return [f"it has {decimals} decimals, {MOST_DECIMALS} at most are counted with"]
    return []


def _transfers(probed: _Probe) -> list[str]:
    """Move tokens both ways of ERC-20, and back; compare to the unit."""
    held = probed.number("balanceOf", probed.holder)
    amount = min(held, 10**6)
    if amount < 1000:
        raise BadInput(f"{probed.holder} has {held} base units: name a holder with 1000 or more")
    holder, receiver, spender = probed.holder, probed.receiver, probed.spender
    direct = (holder, "transfer", receiver, amount)
    by_allowance = (spender, "transferFrom", holder, receiver, amount)
    back = (receiver, "transfer", holder, amount)
    found = _one_way(probed, direct, amount)
    probed.copy.rpc("anvil_setCode", receiver, "0x")  # an account with code sends nothing
    found += _one_way(probed, back, -amount) if not found else []
    probed.copy.rpc("anvil_setCode", receiver, STOP)
    probed.send(holder, "approve", spender, amount)
    return found + _one_way(probed, by_allowance, amount)


def _one_way(probed: _Probe, call: tuple[Any, ...], amount: int) -> list[str]:
    """Do one transfer, and say what is wrong with answer, calls and amounts."""
    name, found = call[1], []
    answer = probed.call(*call)
    if answer != TRUE:
        shown = abi.to_hex(answer[:32]) if answer else "nothing"
        found.append(f"{name} answers {shown}, not true")
    if others := probed.calls(*call):
        found.append(f"{name} calls {', '.join(others)}")
    before = probed.balances()
    probed.send(*call)
    after = probed.balances()
    moved = before[0] - after[0], after[1] - before[1]
    if moved != (amount, amount):
        taken, given = (abs(one) for one in moved)
        found.append(f"{name} of {abs(amount)} takes {taken} and gives {given}: a fee, or a rebase")
    return found


def admit(url: str, token: str, holder: str) -> Callable[[sl.Silkline], Procedure]:
    """Return what builds the admission of a token, probed with the tokens of *holder*."""

    def build(system: sl.Silkline) -> Procedure:
        if wrong := probe(url, system.deployment, token, holder):
            raise BadInput(f"{token} is not admitted: {'; '.join(wrong)}")
        step = Step(
            sl.SystemRole.ADMIN,
            lambda now: now.programmes.allow_token(token),
            lambda now: now.programmes.is_token_allowed(token),
        )
        return Procedure(
            f"Admit the token {token}",
            (step,),
            lambda now: [] if now.programmes.is_token_allowed(token) else [f"{token} is not"],
            ("probed: decimals, answers, fee, callbacks; both ways of ERC-20", NOT_SEEN),
        )

    return build
