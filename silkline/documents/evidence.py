"""
Evidence root: many fields behind one 32-byte root, each disclosed alone when it is needed.

The tree is OpenZeppelin's ``StandardMerkleTree`` of the leaf type
``(string fieldId, string typeId, bytes32 salt, string value)``:

    leaf = keccak256(keccak256(abi.encode(fieldId, typeId, salt, value)))
    node = keccak256(smaller child, larger child)

so that ``MerkleProof.verify`` checks on chain what ``verify`` checks here. The salt keeps a
short value (an amount, a date) from being found by trying; whoever holds the salts can
disclose, so they stay in a local evidence file.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from silkline import merkle
from silkline.documents.model import Invoice
from silkline.errors import BadInput
from silkline.money import Money

__all__ = ["Evidence", "Leaf", "invoice_leaves", "trade_reference", "verify"]

LEAF_TYPES = ("string", "string", "bytes32", "string")

Salts = Callable[[], bytes]


def fresh_salt() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Leaf:
    """
    One disclosable field.

    Attributes:
        field: Which field it is, such as ``BT-115``; each occurs once in a tree.
        type: How to read the value: ``text``, ``date``, ``money``, ``fingerprint``, ``sha256``.
        salt: 32 random bytes.
        value: The value as text.
    """

    field: str
    type: str
    salt: bytes
    value: str

    def __post_init__(self) -> None:
        if type(self.salt) is not bytes or len(self.salt) != 32:
            raise BadInput(f"the salt of {self.field!r} is 32 bytes, got {self.salt!r}")

    def hash(self) -> bytes:
        """Return the leaf of the tree, 32 bytes."""
        values = (self.field, self.type, self.salt, self.value)
        return keccak(keccak(encode(LEAF_TYPES, values)))

    def to_json(self) -> dict[str, str]:
        """Return the leaf as JSON; who has it can disclose it."""
        salt = "0x" + self.salt.hex()
        return {"field": self.field, "type": self.type, "salt": salt, "value": self.value}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Leaf:
        """
        Read what :meth:`to_json` wrote.

        Raises:
            BadInput: A key is missing or foreign, or the salt is not 32 bytes in hex.
        """
        if set(value) != {"field", "type", "salt", "value"}:
            raise BadInput(f"a leaf has field, type, salt and value; got {sorted(value)}")
        try:
            salt = bytes.fromhex(value["salt"].removeprefix("0x"))
        except ValueError as error:
            raise BadInput(f"the salt of {value['field']!r} is not hexadecimal") from error
        return cls(value["field"], value["type"], salt, value["value"])


class Evidence:
    """A Merkle tree over leaves; ``root`` is what goes on chain."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        given = list(leaves)
        self.leaves = {leaf.field: leaf for leaf in given}
        if not given or len(self.leaves) != len(given):
            raise BadInput("evidence has at least one leaf, and each field once")
        self._tree = merkle.Tree(leaf.hash() for leaf in given)

    @property
    def root(self) -> bytes:
        """The 32-byte root."""
        return self._tree.root

    def proof(self, field: str) -> tuple[bytes, ...]:
        """
        Return what proves the leaf of *field*: the siblings from the bottom up.

        Raises:
            BadInput: There is no such field.
        """
        if field not in self.leaves:
            raise BadInput(f"no field {field!r}; there are {', '.join(self.leaves)}")
        return self._tree.proof(self.leaves[field].hash())

    def to_json(self) -> dict[str, object]:
        """Return root and leaves: the contents of an evidence file, to be kept secret."""
        leaves = [leaf.to_json() for leaf in self.leaves.values()]
        return {"root": "0x" + self.root.hex(), "leaves": leaves}

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Evidence:
        """
        Read what :meth:`to_json` wrote and check the root.

        Raises:
            BadInput: A leaf is malformed, or the leaves do not have the root written beside.
        """
        leaves = value.get("leaves")
        if not isinstance(leaves, list):
            raise BadInput("an evidence file has root and leaves")
        evidence = cls(Leaf.from_json(leaf) for leaf in leaves)
        if value.get("root") != "0x" + evidence.root.hex():
            raise BadInput(f"root is {value.get('root')}, leaves give 0x{evidence.root.hex()}")
        return evidence


def verify(root: bytes, leaf: Leaf, proof: Sequence[bytes]) -> bool:
    """Tell whether *leaf* stands behind *root*."""
    return merkle.verify(root, leaf.hash(), proof)


def invoice_leaves(invoice: Invoice, salts: Salts = fresh_salt) -> list[Leaf]:
    """Return one leaf per fact of the invoice that a court or a funder may ask for."""
    facts: list[tuple[str, str, object]] = [
        ("BT-1", "text", invoice.number),
        ("BT-2", "date", invoice.issue_date),
        ("BT-3", "text", invoice.type_code),
        ("BT-9", "date", invoice.due_date),
        ("BT-12", "text", invoice.contract_reference),
        ("BT-13", "text", invoice.order_reference),
        ("BT-27", "text", invoice.seller.name),
        ("BT-44", "text", invoice.buyer.name),
        ("BT-72", "date", invoice.delivery_date),
        ("BT-109", "money", invoice.net),
        ("BT-112", "money", invoice.gross),
        ("BT-115", "money", invoice.amount_due),
    ]
    return [Leaf(bt, kind, salts(), str(value)) for bt, kind, value in facts if value is not None]


def trade_reference(
    hop_fingerprint: int,
    amount: Money,
    order: str,
    delivery: str,
    delivery_date: date,
    salts: Salts = fresh_salt,
) -> Evidence:
    """
    Return the evidence of one hop; its ``root`` is the trade reference of the assignment.

    Args:
        hop_fingerprint: Fingerprint of the invoice between the two suppliers.
        amount: What that invoice is about.
        order: Order number.
        delivery: Number of the delivery note or acceptance.
        delivery_date: Day of the delivery.
        salts: Gives a new salt at each call; random by default.

    Raises:
        BadInput: The fingerprint is not in 1..2**96-1, or order or delivery is empty.
    """
    if type(hop_fingerprint) is not int or not 0 < hop_fingerprint < 1 << 96:
        raise BadInput(f"a fingerprint is an int in 1..2**96-1, got {hop_fingerprint!r}")
    if not order.strip() or not delivery.strip():
        raise BadInput("a hop names its order and its delivery")
    facts = {
        "invoice": ("fingerprint", f"0x{hop_fingerprint:024x}"),
        "amount": ("money", str(amount)),
        "order": ("text", order),
        "delivery": ("text", delivery),
        "delivery-date": ("date", delivery_date.isoformat()),
    }
    return Evidence(Leaf(name, kind, salts(), value) for name, (kind, value) in facts.items())
