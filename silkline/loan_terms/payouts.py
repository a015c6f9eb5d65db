"""Payout lists: whom a milestone pays how much, in chunks that are proven one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from silkline.chain import abi
from silkline.errors import BadInput
from silkline.loan_math import MAX_AMOUNT
from silkline.merkle import Tree, double_hash

__all__ = ["PayoutList", "chunk_leaf", "chunk_size_for"]

CHUNK: Final = 100
"""Payees that one transaction pays, unless said otherwise or blocks are small."""
GAS_OF_CHUNK: Final = 500_000
GAS_OF_PAYEE: Final = 70_000
"""Gas that is enough for a chunk, and for each payee, be it paid or what it is due parked."""
MOST_GAS: Final = 2**24
"""Gas that one transaction may use, however large blocks are (EIP-7825)."""
_ENTRY: Final = 32
"""Bytes of an entry in a chunk."""


def chunk_size_for(block_gas: int) -> int:
    """
    Return how many payees one transaction should pay: at most 100, and less than half a block.

    Args:
        block_gas: Gas limit of a block.

    >>> chunk_size_for(30_000_000), chunk_size_for(6_721_975)
    (100, 40)
    """
    gas = min(block_gas // 2, MOST_GAS) - GAS_OF_CHUNK
    return min(max(gas // GAS_OF_PAYEE, 1), CHUNK)


def chunk_leaf(number: int, entries: bytes) -> bytes:
    """Return the leaf of a chunk (``LoanTerms.leaf``)."""
    return double_hash(encode(["uint256", "bytes32"], [number, keccak(entries)]))


def _leaves_of(chunks: Sequence[bytes]) -> tuple[bytes, ...]:
    return tuple(chunk_leaf(number, chunk) for number, chunk in enumerate(chunks))


@dataclass(frozen=True)
class PayoutList:
    """
    Accounts and what each is paid, in base units; its root is what a milestone names.

    Raises:
        BadInput: It is empty; or an entry is no address, the zero address, one that another entry
            pays already, or no amount; the message has the entry's number, from 0.
    """

    entries: Sequence[tuple[str, int]]
    chunk_size: int = CHUNK

    def __post_init__(self) -> None:
        if not self.entries or self.chunk_size < 1:
            raise BadInput("a payout list has at least one entry, and one in each chunk")
        first: dict[str, int] = {}
        for number, (payee, amount) in enumerate(self.entries):
            account = abi.address(payee, name=f"payee of entry {number}")
            if not int(account, 16):
                raise BadInput(f"payee of entry {number} is the zero address")
            if first.setdefault(account, number) != number:
                raise BadInput(
                    f"payee of entry {number}, {account}, is paid by entry {first[account]} already"
                )
            if type(amount) is not int or not 0 < amount <= MAX_AMOUNT:
                raise BadInput(f"amount of entry {number} is an int in 1..2**96-1, got {amount!r}")

    @cached_property
    def chunks(self) -> tuple[bytes, ...]:
        """The chunks as the contract takes them: 20 bytes of address, 12 of amount, for each."""
        return self._chunked(self.chunk_size)

    @cached_property
    def _packed(self) -> bytes:
        packed = (bytes.fromhex(p[2:]) + amount.to_bytes(12, "big") for p, amount in self.entries)
        return b"".join(packed)

    def _chunked(self, size: int) -> tuple[bytes, ...]:
        packed, step = self._packed, size * _ENTRY
        return tuple(packed[i : i + step] for i in range(0, len(packed), step))

    @cached_property
    def _leaves(self) -> tuple[bytes, ...]:
        return _leaves_of(self.chunks)

    @cached_property
    def _tree(self) -> Tree:
        return Tree(self._leaves)

    def fitted(self, root: str) -> PayoutList:
        """
        Return the same entries in chunks of the size that *root* was made with.

        Raises:
            BadInput: No size makes that root: it is of another list.
        """
        count = len(self.entries)
        for size in dict.fromkeys((self.chunk_size, *range(count, 0, -1))):
            if abi.to_hex(Tree(_leaves_of(self._chunked(size))).root) == root:
                return self if size == self.chunk_size else replace(self, chunk_size=size)
        raise BadInput(
            f"the list {root} is another one: these {count} entries, which come to {self.total} "
            f"base units, make {self.root} in chunks of {self.chunk_size}, and no other size of "
            "chunks fits; accounts, amounts and their order must be those that were signed"
        )

    @property
    def root(self) -> str:
        """The root, as ``Milestone.payees`` takes it."""
        return abi.to_hex(self._tree.root)

    @property
    def total(self) -> int:
        """What all entries come to, in base units."""
        return sum(amount for _, amount in self.entries)

    def proof(self, chunk: int) -> tuple[bytes, ...]:
        """Return what proves the chunk of that number; raises ``BadInput`` when there is none."""
        if not 0 <= chunk < len(self.chunks):
            raise BadInput(f"chunks are numbered 0..{len(self.chunks) - 1}, got {chunk}")
        return self._tree.proof(self._leaves[chunk])
