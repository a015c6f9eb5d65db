"""
documents.evidence, disclosing one field at a time

├── when a field occurs twice, a salt is short, a file was changed  → BadInput
├── the tree is OpenZeppelin's StandardMerkleTree                   → known roots of its own tests
├── every leaf proves itself, nothing else does
└── the trade reference of a hop is such a root
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline import documents
from silkline.documents import evidence
from silkline.documents.evidence import Evidence, Leaf, invoice_leaves, trade_reference, verify
from silkline.errors import BadInput
from silkline.money import Money

INVOICE = documents.read(Path(__file__).parent / "data" / "ubl.xml")
SALT = bytes(range(32))
HOP = {
    "hop_fingerprint": 7,
    "amount": Money("400.00", "EUR"),
    "order": "PO-1",
    "delivery": "DN-1",
    "delivery_date": date(2027, 1, 28),
}

LEAVES = st.lists(
    st.builds(
        Leaf,
        st.text(max_size=5),
        st.just("text"),
        st.binary(min_size=32, max_size=32),
        st.text(max_size=40),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda leaf: leaf.field,
)


@pytest.mark.parametrize("salt", [b"", bytes(31), "0" * 32, None])
def test_short_salts_are_refused(salt):
    """A salt is 32 bytes, or a short value could be found by trying."""
    with pytest.raises(BadInput, match="the salt of 'BT-1' is 32 bytes"):
        Leaf("BT-1", "text", salt, "x")


def test_a_tree_has_each_field_once():
    """No leaves, and two leaves of one field, are refused."""
    leaf = Leaf("BT-1", "text", SALT, "x")
    for leaves in ([], [leaf, replace(leaf, value="y")]):
        with pytest.raises(BadInput, match="at least one leaf, and each field once"):
            Evidence(leaves)
    with pytest.raises(BadInput, match="no field 'BT-2'; there are BT-1"):
        Evidence([leaf]).proof("BT-2")


@pytest.mark.parametrize(
    ("letters", "root"),
    [
        ("a", "9c15a6a0eaeed500fd9eed4cbeab71f797cefcc67bfd46683e4d2e6ff7f06d1c"),
        ("abc", "f2129b5a697531ef818f644564a6552b35c549722385bc52aa7fe46c0b5f46b1"),
        ("abcdef", "6deb52b5da8fd108f79fab00341f38d2587896634c646ee52e49f845680a70c8"),
    ],
)
def test_roots_are_those_of_openzeppelin(monkeypatch, letters, root):
    """Leaves of one string give the roots that StandardMerkleTree's own tests state."""

    class Letter(Leaf):
        def hash(self):
            return evidence.keccak(evidence.keccak(evidence.encode(("string",), (self.value,))))

    tree = Evidence(Letter(letter, "text", SALT, letter) for letter in letters)

    assert tree.root.hex() == root


def test_a_leaf_is_the_double_hash_of_its_abi_encoding():
    """Field, type, salt and value are encoded as Solidity's abi.encode and hashed twice."""
    leaf = Leaf("BT-115", "money", SALT, "1000.00 EUR")
    words = [
        (128).to_bytes(32, "big"),
        (192).to_bytes(32, "big"),
        SALT,
        (256).to_bytes(32, "big"),
        (6).to_bytes(32, "big"),
        b"BT-115".ljust(32, b"\0"),
        (5).to_bytes(32, "big"),
        b"money".ljust(32, b"\0"),
        (11).to_bytes(32, "big"),
        b"1000.00 EUR".ljust(32, b"\0"),
    ]

    assert leaf.hash() == evidence.keccak(evidence.keccak(b"".join(words)))


@given(LEAVES)
def test_every_leaf_proves_itself(leaves):
    """Each field is proven by its proof; a changed value, salt or type is not."""
    tree = Evidence(leaves)
    for leaf in leaves:
        proof = tree.proof(leaf.field)

        assert verify(tree.root, leaf, proof)
        assert not verify(tree.root, replace(leaf, value=leaf.value + "x"), proof)
        assert not verify(tree.root, replace(leaf, type="date"), proof)
        assert not verify(tree.root, replace(leaf, salt=bytes(b ^ 1 for b in leaf.salt)), proof)


@given(LEAVES)
def test_the_root_does_not_depend_on_the_order(leaves):
    """Leaves are sorted, so the same facts have the same root."""
    assert Evidence(leaves).root == Evidence(leaves[::-1]).root


@given(LEAVES)
def test_an_evidence_file_comes_back(leaves):
    """JSON keeps everything that is needed to disclose."""
    tree = Evidence(leaves)
    again = Evidence.from_json(json.loads(json.dumps(tree.to_json())))

    assert (again.root, again.leaves) == (tree.root, tree.leaves)


def test_changed_evidence_files_are_refused():
    """A file whose leaves do not give its root, or that has another shape, is refused."""
    file = Evidence([Leaf("BT-1", "text", SALT, "x")]).to_json()
    (leaf,) = file["leaves"]
    for changed, message in [
        ({**file, "leaves": [{**leaf, "value": "y"}]}, "root is 0x"),
        ({**file, "leaves": [{**leaf, "more": "y"}]}, "a leaf has field, type, salt and value"),
        ({**file, "leaves": [{**leaf, "salt": "0xzz"}]}, "is not hexadecimal"),
        ({"root": file["root"]}, "an evidence file has root and leaves"),
    ]:
        with pytest.raises(BadInput, match=message):
            Evidence.from_json(changed)


def test_an_invoice_has_a_leaf_per_fact():
    """What a court may ask for is there, what the invoice does not say is not."""
    leaves = {leaf.field: leaf.value for leaf in invoice_leaves(INVOICE)}
    without = {leaf.field for leaf in invoice_leaves(replace(INVOICE, due_date=None))}

    assert leaves["BT-1"] == "Re-2027/0042 a"
    assert leaves["BT-9"] == "2027-03-31"
    assert leaves["BT-115"] == "1000.00 EUR"
    assert set(leaves) - without == {"BT-9"}


def test_salts_are_fresh():
    """The same facts twice have two roots: a root tells nothing to who guesses the facts."""
    assert Evidence(invoice_leaves(INVOICE)).root != Evidence(invoice_leaves(INVOICE)).root
    assert trade_reference(**HOP).root != trade_reference(**HOP).root


def test_a_trade_reference_discloses_each_fact():
    """Invoice, amount, order, delivery and its date can be shown one by one."""
    hop = trade_reference(**HOP, salts=lambda: SALT)

    assert {leaf.field: leaf.value for leaf in hop.leaves.values()} == {
        "invoice": "0x000000000000000000000007",
        "amount": "400.00 EUR",
        "order": "PO-1",
        "delivery": "DN-1",
        "delivery-date": "2027-01-28",
    }
    assert verify(hop.root, hop.leaves["order"], hop.proof("order"))
    assert hop.root == trade_reference(**HOP, salts=lambda: SALT).root


@pytest.mark.parametrize(
    "change",
    [
        {"hop_fingerprint": 0},
        {"hop_fingerprint": 1 << 96},
        {"hop_fingerprint": "7"},
        {"order": " "},
        {"delivery": ""},
    ],
)
def test_a_hop_without_trade_is_refused(change):
    """A fingerprint, an order and a delivery are what a hop rests on."""
    with pytest.raises(BadInput, match=r"fingerprint is an int|names its order"):
        trade_reference(**{**HOP, **change})
