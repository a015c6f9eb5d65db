"""Deploys the system for a demo, and lets its parties in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import silkline as sl
from scripts.demo_cast import KYC_DAYS, Member
from scripts.demo_stage import Stage
from silkline.money import minor_digits


def deployed(stage: Stage, currency: str) -> sl.Deployment:
    """Deploy the system with a token of *currency*, and say what it took."""
    chain, operator = stage.chain, stage.chain.keys[0]
    stage.chapter(f"A chain of its own: {chain.kind}, {stage.clock(chain.time)}")
    token = sl.TokenPlan(currency, (operator.address,), minor_digits(currency))
    began = time.monotonic()
    deployment = sl.deploy(chain.url, sl.local_plan(operator.address, [token]), signer=operator)
    seconds = time.monotonic() - began
    count = len(deployment.contracts)
    gas = sum(_gas(chain, entry.transaction) for entry in deployment.contracts.values())
    stage.say(f"{count} contracts deployed and read back in {seconds:.1f} s, {gas:,} gas:")
    stage.say(", ".join(deployment.contracts))
    return deployment


def _gas(chain: sl.LocalChain, transaction: str) -> int:
    return int(chain.rpc("eth_getTransactionReceipt", transaction)["gasUsed"], 16)


@dataclass(frozen=True)
class Casting:
    """Gives out the parts: ids, names, roles and keys; the first key is the operator's."""

    system: sl.Silkline
    keys: Iterator[sl.Key]

    @classmethod
    def open(cls, chain: sl.LocalChain, deployment: sl.Deployment) -> Casting:
        """Begin, on a chain with its system."""
        operator, *keys = chain.keys
        system = sl.connect(chain.url, signer=operator, deployment=deployment)
        return cls(system, iter(keys))

    def member(self, number: int, name: str, role: sl.Role, *, gas: bool = True) -> Member:
        """Return a party; one without gas has a key of its own and only signs or is paid."""
        signer = next(self.keys) if gas else sl.Key.create()
        return Member(sl.PartyId(number), name, role, signer, self.system.as_(signer))


def register(stage: Stage, system: sl.Silkline, members: Iterable[Member], start: date) -> None:
    """Register all parties in one transaction."""
    everybody = list(members)
    last = start + timedelta(days=KYC_DAYS)
    entries = [(m.id, m.cash, sl.Profile(m.role, last)) for m in everybody]
    stage.act("The registrar registers everybody", system.parties.register_many(entries))
    stage.say(", ".join(f"{member.name} ({member.id})" for member in everybody))
