"""What Brownie lacks on its two local nodes: a gas price for Ganache, and patience for Anvil."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from web3.middleware import Web3Middleware
from web3.types import RPCEndpoint

GAS_PRICE = 3 * 10**9
"""Above Ganache's base fee; Brownie would send 0 and wait for ever."""
PATIENCE = 20.0
"""Seconds until a transaction that a local node took must be in a block."""
SENDING = ("eth_sendRawTransaction", "eth_sendTransaction")
Request = Callable[[RPCEndpoint, Any], Any]


class WaitForReceipts(Web3Middleware):
    """
    Return from sending a transaction only when its receipt is there.

    Anvil counts a transaction before its receipt can be read; Brownie takes what it sees in
    between for a lost transaction.
    """

    def wrap_make_request(self, make_request: Request) -> Request:
        """Wait after each request that sends a transaction."""

        def request(method: RPCEndpoint, params: Any) -> Any:
            answer = make_request(method, params)
            if method in SENDING and answer.get("result"):
                _wait(make_request, answer["result"])
            return answer

        return request


def _wait(make_request: Request, digest: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    asked = [digest if isinstance(digest, str) else "0x" + bytes(digest).hex()]
    while not make_request(RPCEndpoint("eth_getTransactionReceipt"), asked).get("result"):
        if time.monotonic() > deadline:
            make_request(RPCEndpoint("evm_mine"), [])  # Anvil's automine loses a wake-up at times
            deadline += PATIENCE
        time.sleep(0.005)


def name() -> str:
    """
    Return Brownie's name of the node that ``SILKLINE_NETWORK`` asks for.

    Raises:
        ValueError: It asks for neither anvil nor ganache.
    """
    chosen = os.environ.get("SILKLINE_NETWORK", "anvil")
    known = {"anvil": "development", "ganache": "ganache-cli"}
    if chosen not in known:
        raise ValueError(f"SILKLINE_NETWORK is anvil or ganache, not {chosen!r}")
    return known[chosen]


def prepare() -> None:
    """Make the connected node fit for Brownie; call it once after connecting."""
    from brownie import network, web3

    if name() == "ganache-cli":
        network.gas_price(GAS_PRICE)
    web3.middleware_onion.add(WaitForReceipts, "wait for receipts")
