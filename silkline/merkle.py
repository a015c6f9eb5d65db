"""
Merkle trees of 32-byte leaves, as OpenZeppelin's ``StandardMerkleTree`` lays them out.

    leaf = keccak256(keccak256(abi.encode(…)))
    node = keccak256(smaller child, larger child)

so that ``MerkleProof.verify`` checks on chain what ``verify`` checks here.

    >>> leaves = [double_hash(text) for text in (b"invoice", b"order", b"delivery")]
    >>> tree = Tree(leaves)
    >>> proof = tree.proof(leaves[1])
    >>> verify(tree.root, leaves[1], proof), verify(tree.root, double_hash(b"other"), proof)
    (True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eth_utils.crypto import keccak

from silkline.errors import BadInput

__all__ = ["Tree", "double_hash", "verify"]


def double_hash(data: bytes) -> bytes:
    """Return the hash of the hash of *data*: no node of a tree passes for such a leaf."""
    return bytes(keccak(keccak(data)))


class Tree:
    """A tree over leaves, in whatever order they come."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        """
        Args:
            leaves: Hashes of 32 bytes, at least one.
        """
        hashes = sorted(leaves)
        if not hashes or any(len(leaf) != 32 for leaf in hashes):
            raise BadInput("a tree has at least one leaf, each of 32 bytes")
        # As OpenZeppelin lays it out: root first, leaves last and in reverse.
        self._nodes = [b""] * (len(hashes) - 1) + hashes[::-1]
        for index in reversed(range(len(hashes) - 1)):
            self._nodes[index] = _parent(self._nodes[2 * index + 1], self._nodes[2 * index + 2])
        self._places = {leaf: index for index, leaf in enumerate(self._nodes)}

    @property
    def root(self) -> bytes:
        """The 32-byte root."""
        return self._nodes[0]

    def proof(self, leaf: bytes) -> tuple[bytes, ...]:
        """
        Return what proves *leaf*: the siblings from the bottom up.

        Raises:
            BadInput: It is none of the tree's.
        """
        index = self._places.get(leaf, -1)
        if index < len(self._nodes) // 2:
            raise BadInput(f"0x{leaf.hex()} is no leaf of this tree")
        siblings: list[bytes] = []
        while index:
            siblings.append(self._nodes[index + 1 if index % 2 else index - 1])
            index = (index - 1) // 2
        return tuple(siblings)


def verify(root: bytes, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether *leaf* stands behind *root*."""
    for sibling in proof:
        leaf = _parent(leaf, sibling)
    return leaf == root


def _parent(one: bytes, other: bytes) -> bytes:
    return bytes(keccak(min(one, other) + max(one, other)))
