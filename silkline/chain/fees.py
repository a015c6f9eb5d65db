"""
What a unit of gas costs now, and what a transaction that offers too little has to offer instead.

All numbers are wei per unit of gas. On a chain without a base fee a transaction has one plain gas
price: it counts as its max fee and its tip, and what the node asks for counts as the tip of now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from silkline.chain.rpc import Rpc, RpcError
from silkline.errors import FeeTooHigh

__all__ = ["RAISE_LIMIT", "Asked", "ask", "is_outbid", "limit_of", "offered", "raised"]

RAISE_LIMIT = 10
"""How many times its first offer a transaction may come to offer, where no limit is given."""


@dataclass(frozen=True)
class Asked:
    """What blocks ask for now."""

    base: int | None
    """The base fee of the latest block; None on a chain without one."""
    tip: int
    """What the node thinks a tip should be; the gas price where there is no base fee."""

    @property
    def least(self) -> int:
        """What is enough for a block like the latest."""
        return (self.base or 0) + self.tip

    @property
    def usual(self) -> int:
        """What a new transaction offers: enough until the base fee has doubled."""
        return 2 * (self.base or 0) + self.tip


def ask(rpc: Rpc, block: Mapping[str, Any] | None = None) -> Asked:
    """Return what blocks ask for now, by the node and *block*, the latest unless given."""
    block = block or rpc("eth_getBlockByNumber", "latest", False)
    if block.get("baseFeePerGas") is None:
        return Asked(None, rpc.number("eth_gasPrice"))
    try:
        tip = rpc.number("eth_maxPriorityFeePerGas")
    except RpcError:  # not every client has it
        tip = 10**9
    return Asked(int(block["baseFeePerGas"], 16), tip)


def offered(asked: Asked, limit: int | None) -> tuple[int, int | None]:
    """
    Return max fee and tip of a new transaction; the tip is None without a base fee.

    Raises:
        FeeTooHigh: Blocks ask for more than *limit*.
    """
    if limit is not None and asked.least > limit:
        raise FeeTooHigh(asked.least, limit)
    most = asked.usual if limit is None else min(asked.usual, limit)
    return most, None if asked.base is None else asked.tip


def is_outbid(signed: Mapping[str, Any], asked: Asked) -> bool:
    """
    Tell whether a transaction offers too little for the blocks of now.

    What is left of the max fee above the base fee, at most its tip, must come to the tip of now;
    a ninth below is tolerated, because that varies from block to block and a raise costs as much.

    >>> old = {"maxFeePerGas": 30, "maxPriorityFeePerGas": 9}
    >>> is_outbid(old, Asked(22, 9)), is_outbid(old, Asked(23, 9)), is_outbid(old, Asked(5, 11))
    (False, True, True)
    """
    most, tip = _offer(signed)
    return 9 * min(tip, most - (asked.base or 0)) < 8 * asked.tip


def limit_of(first: Mapping[str, Any], limit: int | None) -> int:
    """Return the most that may come to be offered instead of *first*."""
    return RAISE_LIMIT * _offer(first)[0] if limit is None else limit


def raised(signed: Mapping[str, Any], asked: Asked, limit: int) -> dict[str, Any]:
    """
    Return the same transaction with higher fees, such as nodes take in place of it.

    Both fees are an eighth higher at least (nodes ask for a tenth), and what a new transaction
    would offer where that is more; never above *limit*.

    Raises:
        FeeTooHigh: That is not enough.

    >>> raised({"nonce": 7, "maxFeePerGas": 30, "maxPriorityFeePerGas": 9}, Asked(40, 2), 60)
    {'nonce': 7, 'maxFeePerGas': 60, 'maxPriorityFeePerGas': 11}
    """
    most, tip = map(_step, _offer(signed))
    least = max(most, asked.least)
    if least > limit:
        raise FeeTooHigh(least, limit)
    most = min(max(least, asked.usual), limit)
    if "gasPrice" in signed:
        return {**signed, "gasPrice": most}
    return {**signed, "maxFeePerGas": most, "maxPriorityFeePerGas": max(tip, asked.tip)}


def _offer(signed: Mapping[str, Any]) -> tuple[int, int]:
    """Return max fee and tip of a transaction."""
    if "gasPrice" in signed:
        return signed["gasPrice"], signed["gasPrice"]
    return signed["maxFeePerGas"], signed["maxPriorityFeePerGas"]


def _step(fee: int) -> int:
    """Return an eighth more, rounded up, and one more at least."""
    return fee + max(1, -(-fee // 8))
