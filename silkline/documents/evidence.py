"""
Evidence root: many fields behind one 32-byte root, each disclosed alone when it is needed.

The tree is OpenZeppelin's ``StandardMerkleTree`` of the leaf type
``(string fieldId, string typeId, bytes32 salt, string value)``:

    leaf = keccak256(keccak256(abi.encode(fieldId, typeId, salt, value)))
    node = keccak256(smaller child, larger child)

so that ``MerkleProof.verify`` checks on chain what ``verify`` checks here. The salt keeps a
short value (an amount, a date) from being found by trying; whoever holds the salts can
disclose, so they stay in a local evidence file. What others get is a ``Disclosure``: the leaves
that they may see, each with its proof, and no other salt.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from silkline import merkle
from silkline.documents.fingerprint import fingerprint, fingerprint_input
from silkline.documents.identity import primary
from silkline.documents.model import Invoice, Party
from silkline.errors import BadInput
from silkline.money import Money

__all__ = [
    "Disclosure",
    "Evidence",
    "Leaf",
    "Proven",
    "file_hash",
    "file_leaf",
    "fresh_salt",
    "invoice_leaves",
    "trade_of_invoice",
    "trade_reference",
    "verify",
]

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
        type: How to read the value: ``text``, ``date``, ``money``, ``identifier`` (kind and
            number), ``fingerprint``, ``sha256`` (of a file).
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
        try:
            (self.field + self.type + self.value).encode()
        except UnicodeEncodeError as error:
            raise BadInput(f"{self.field!r} holds half a character: {error.reason}") from None

    def hash(self) -> bytes:
        """Return the leaf of the tree, 32 bytes."""
        values = (self.field, self.type, self.salt, self.value)
        return keccak(keccak(encode(LEAF_TYPES, values)))

    def to_json(self) -> dict[str, str]:
        """Return the leaf as JSON; who has it can disclose it."""
        salt = "0x" + self.salt.hex()
        return {"field": self.field, "type": self.type, "salt": salt, "value": self.value}

    @classmethod
    def from_json(cls, value: object) -> Leaf:
        """
        Read what ``to_json`` wrote.

        Raises:
            BadInput: A key is missing or foreign, or the salt is not 32 bytes in hex.
        """
        is_whole = isinstance(value, Mapping) and set(value) == {"field", "type", "salt", "value"}
        if not isinstance(value, Mapping) or not is_whole:
            raise BadInput(f"a leaf has field, type, salt and value; got {_names(value)}")
        if not all(isinstance(part, str) for part in value.values()):
            raise BadInput(f"field, type, salt and value of a leaf are text, got {dict(value)!r}")
        salt = _bytes(value["salt"], f"the salt of {value['field']!r}")
        return cls(value["field"], value["type"], salt, value["value"])


@dataclass(frozen=True, slots=True)
class Proven:
    """A leaf with what proves it: the siblings from the bottom up."""

    leaf: Leaf
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """
    Some fields of an evidence, for whoever may see just these.

    Attributes:
        root: Root under which they are said to stand; compare it with the one on chain.
        proven: The fields with their proofs.
    """

    root: bytes
    proven: tuple[Proven, ...]

    def check(self, root: bytes | None = None) -> None:
        """
        Check every proof.

        Args:
            root: Root from the chain; without it the proofs are checked against the root
                that the disclosure itself names, which proves nothing about any debt.

        Raises:
            BadInput: The roots differ, nothing or a field twice is disclosed, or a field does
                not stand behind the root.
        """
        if root is not None and root != self.root:
            raise BadInput(f"disclosed under root 0x{self.root.hex()}, expected 0x{root.hex()}")
        fields = [one.leaf.field for one in self.proven]
        if not fields or len(set(fields)) != len(fields):
            raise BadInput(f"a disclosure has at least one field, and each once; got {fields}")
        for one in self.proven:
            if not verify(self.root, one.leaf, one.proof):
                raise BadInput(f"{one.leaf.field!r} does not stand behind 0x{self.root.hex()}")

    def to_json(self) -> dict[str, object]:
        """Return root and disclosed fields; it may be shown to whoever may see the fields."""
        disclosed = [
            {**one.leaf.to_json(), "proof": ["0x" + node.hex() for node in one.proof]}
            for one in self.proven
        ]
        return {"root": "0x" + self.root.hex(), "disclosed": disclosed}

    @classmethod
    def from_json(cls, value: object) -> Disclosure:
        """
        Read what ``to_json`` wrote; nothing is proven before ``check``.

        Raises:
            BadInput: It has another shape, or something is not 32 bytes in hex.
        """
        is_whole = isinstance(value, Mapping) and set(value) == {"root", "disclosed"}
        if not isinstance(value, Mapping) or not is_whole:
            raise BadInput(f"a disclosure has root and disclosed; got {_names(value)}")
        entries = value["disclosed"]
        if not isinstance(entries, list):
            raise BadInput("disclosed is a list of fields with their proofs")
        proven = tuple(_proven(entry) for entry in entries)
        return cls(_bytes(value["root"], "the root"), proven)


class Evidence:
    """
    A Merkle tree over leaves; ``root`` is what goes on chain.

    >>> order = Leaf("order", "text", b"s" * 32, "PO-31")
    >>> amount = Leaf("amount", "money", b"t" * 32, "400000.00 EUR")
    >>> evidence = Evidence([order, amount])
    >>> shown = evidence.disclose("amount")
    >>> shown.check(evidence.root)
    >>> [one.leaf.value for one in shown.proven]
    ['400000.00 EUR']
    """

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

    def disclose(self, *fields: str) -> Disclosure:
        """
        Return what shows these fields, and no others, to somebody who has the root.

        Raises:
            BadInput: No field is named, one is named twice, or there is none of that name.
        """
        if not fields or len(set(fields)) != len(fields):
            raise BadInput(f"name the fields to disclose, each once; got {', '.join(fields)}")
        proofs = [(name, self.proof(name)) for name in fields]
        return Disclosure(self.root, tuple(Proven(self.leaves[n], proof) for n, proof in proofs))

    def to_json(self) -> dict[str, object]:
        """Return root and leaves: the contents of an evidence file, to be kept secret."""
        leaves = [leaf.to_json() for leaf in self.leaves.values()]
        return {"root": "0x" + self.root.hex(), "leaves": leaves}

    @classmethod
    def from_json(cls, value: object) -> Evidence:
        """
        Read what ``to_json`` wrote and check the root.

        Raises:
            BadInput: A leaf is malformed, or the leaves do not have the root written beside.
        """
        leaves = value.get("leaves") if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or not isinstance(leaves, list):
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
        ("BG-4", "identifier", _identifier(invoice.seller)),
        ("BG-7", "identifier", _identifier(invoice.buyer)),
        ("BT-109", "money", invoice.net),
        ("BT-110", "money", invoice.vat),
        ("BT-112", "money", invoice.gross),
        ("BT-113", "money", invoice.prepaid),
        ("BT-115", "money", invoice.amount_due),
    ]
    return [Leaf(bt, kind, salts(), str(value)) for bt, kind, value in facts if value is not None]


def _identifier(party: Party) -> str | None:
    """Return the identifier that names the party in the fingerprint, with its kind."""
    found = primary(party.ids)
    return None if found is None else f"{found.kind} {found.value}"


def file_hash(path: str | PathLike[str]) -> str:
    """
    Return the SHA-256 of a file in hex.

    Raises:
        BadInput: It cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return "0x" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error


def file_leaf(name: str, path: str | PathLike[str], salts: Salts = fresh_salt) -> Leaf:
    """
    Return the leaf of a file, say the delivery note: its SHA-256 under ``file:`` and its name.

    Raises:
        BadInput: The file cannot be read.
    """
    return Leaf(f"file:{name}", "sha256", salts(), file_hash(path))


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


def trade_of_invoice(
    invoice: Invoice,
    *,
    key: bytes,
    delivery: str,
    order: str | None = None,
    delivery_date: date | None = None,
    amount: Money | None = None,
    seller_id: str | None = None,
    buyer_id: str | None = None,
    salts: Salts = fresh_salt,
) -> Evidence:
    """
    Return the evidence of one hop made from the invoice between the two suppliers.

    Args:
        invoice: The hop's invoice; its fingerprint stands in the evidence.
        key: The consortium key of the fingerprints, at least 32 bytes.
        delivery: Number of the delivery note or acceptance.
        order: Order number; the invoice's own (BT-13) unless given.
        delivery_date: Day of the delivery; the invoice's own (BT-72) unless given.
        amount: What is paid with the note; the amount due unless given, and never more.
        seller_id: The seller's identifier as registered; the invoice's primary one by default.
        buyer_id: Likewise for the buyer.
        salts: Gives a new salt at each call; random by default.

    Raises:
        BadInput: Order or delivery date are neither given nor in the invoice, the amount is not
            above zero and at most what is due, or the fingerprint cannot be made.
    """
    ordered, delivered = order or invoice.order_reference, delivery_date or invoice.delivery_date
    if ordered is None:
        raise BadInput(f"invoice {invoice.number} names no order: give its number")
    if delivered is None:
        raise BadInput(f"invoice {invoice.number} names no day of delivery: give it")
    paid = invoice.amount_due if amount is None else amount
    if not Money.zero(invoice.currency) < paid <= invoice.amount_due:
        raise BadInput(f"amount is {paid}; it is above zero and at most {invoice.amount_due}")
    number = fingerprint(key, fingerprint_input(invoice, seller_id, buyer_id))
    return trade_reference(number, paid, ordered, delivery, delivered, salts)


def _proven(entry: object) -> Proven:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("proof"), list):
        raise BadInput("each disclosed field has a list proof besides its leaf")
    leaf = Leaf.from_json({name: part for name, part in entry.items() if name != "proof"})
    proof = tuple(_bytes(node, f"the proof of {leaf.field!r}") for node in entry["proof"])
    return Proven(leaf, proof)


def _bytes(value: object, name: str) -> bytes:
    """Return 32 bytes written in hex."""
    try:
        found = bytes.fromhex(str(value).removeprefix("0x"))
    except ValueError:
        raise BadInput(f"{name} is not hexadecimal: {str(value)[:80]!r}") from None
    if len(found) != 32:
        raise BadInput(f"{name} is 32 bytes, got {len(found)}")
    return found


def _names(value: object) -> object:
    return sorted(value) if isinstance(value, Mapping) else type(value).__name__
