"""Contracts that exist for tests alone, called without being deployed: their code travels along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import silkline as sl
from silkline.chain import abi
from tools import artifacts

AT = "0x" + "77" * 20
GAS = hex(10**11)


@dataclass(frozen=True)
class Harness:
    """Calls of a contract on a chain of its own."""

    chain: sl.LocalChain
    code: str = field(repr=False)
    functions: dict[str, abi.Function] = field(repr=False)

    def __call__(self, name: str, *args: Any) -> Any:
        """Return the answer of a function."""
        data = abi.to_hex(self.functions[name].encode(args))
        call = {"to": AT, "data": data, "gas": GAS}
        answer = self.chain.rpc("eth_call", call, "latest", {AT: {"code": self.code}})
        return self.functions[name].decode_answer(abi.from_hex(answer))


@contextmanager
def harness_of(contract: str) -> Iterator[Harness]:
    """Compile a contract of contracts/test as what is shipped is, and start a chain for it."""
    built = artifacts.build(artifacts.Shipped(f"contracts/test/{contract}.sol", contract))
    found = [abi.Function.read(item) for item in built["abi"] if item["type"] == "function"]
    with sl.local_chain(accounts=1, options=("--disable-block-gas-limit",)) as chain:
        yield Harness(chain, built["deployedBytecode"], {one.name: one for one in found})
