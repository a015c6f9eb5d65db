"""
documents.evidence, disclosing one field at a time

├── when a field occurs twice, a salt is short, a file was changed  → BadInput
├── the tree is OpenZeppelin's StandardMerkleTree                   → known roots of its own tests
├── every leaf proves itself, nothing else does                     → here and on the chain
├── a disclosure  another root, a changed field, odd JSON           → BadInput
├── files         are leaves by their SHA-256
└── the trade reference of a hop is such a root, made of facts or of its invoice
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline import documents
from silkline.documents import evidence
from silkline.documents.evidence import (
    Disclosure,
    Evidence,
    Leaf,
    file_hash,
    file_leaf,
    invoice_leaves,
    trade_of_invoice,
    trade_reference,
    verify,
)
from silkline.errors import BadInput
from silkline.money import Money
from tests.sdk.harness import Harness, harness_of

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
    nameless = replace(INVOICE, seller=replace(INVOICE.seller, ids=()))

    assert leaves["BT-1"] == "Re-2027/0042 a"
    assert (leaves["BG-4"], leaves["BG-7"]) == ("vat DE999999018", "lei 999900ANCHOREXAMPL61")
    assert "BG-4" not in {leaf.field for leaf in invoice_leaves(nameless)}
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


# Made of an invoice


KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"delivery": " "}, "a hop names its order and its delivery"),
        ({"order": " "}, "a hop names its order and its delivery"),
        ({"key": b"short"}, "the consortium key has at least 32 bytes, got 5"),
        (
            {"amount": Money("1000.01", "EUR")},
            "amount is 1000.01 EUR; it is above zero and at most 1000.00 EUR",
        ),
        ({"amount": Money.zero("EUR")}, "amount is 0.00 EUR; it is above zero"),
        ({"amount": Money("1.00", "USD")}, "USD"),
    ],
)
def test_a_hop_that_its_invoice_does_not_carry_is_refused(change, message):
    """Order and delivery are named, and no more is paid than the invoice leaves due."""
    with pytest.raises(BadInput, match=message):
        trade_of_invoice(INVOICE, **{"key": KEY, "delivery": "DN-1", **change})


def test_a_hop_needs_an_order_and_a_day_of_delivery():
    """What the invoice does not say has to be given, and is taken then."""
    bare = replace(INVOICE, order_reference=None, delivery_date=None)
    with pytest.raises(BadInput, match="names no order: give its number"):
        trade_of_invoice(bare, key=KEY, delivery="DN-1")
    with pytest.raises(BadInput, match="names no day of delivery: give it"):
        trade_of_invoice(bare, key=KEY, delivery="DN-1", order="PO-7")
    hop = trade_of_invoice(
        bare, key=KEY, delivery="DN-1", order="PO-7", delivery_date=date(2027, 1, 5)
    )

    assert hop.leaves["order"].value == "PO-7"
    assert hop.leaves["delivery-date"].value == "2027-01-05"


def test_a_hop_of_an_invoice_has_its_fingerprint():
    """Amount, order and delivery date come from the invoice, the fingerprint from the key."""
    number = documents.fingerprint(KEY, documents.fingerprint_input(INVOICE))
    hop = trade_of_invoice(INVOICE, key=KEY, delivery="DN-1", salts=lambda: SALT)
    expected = trade_reference(
        number, INVOICE.amount_due, "PO-13", "DN-1", date(2027, 1, 28), lambda: SALT
    )

    assert (hop.root, hop.leaves) == (expected.root, expected.leaves)
    part = trade_of_invoice(INVOICE, key=KEY, delivery="DN-1", amount=Money("0.01", "EUR"))
    assert part.leaves["amount"].value == "0.01 EUR"


# Files


def test_a_file_that_cannot_be_read_is_no_leaf(tmp_path):
    """Neither a missing file nor a folder has a hash."""
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            file_leaf("delivery", path)


def test_a_file_is_a_leaf_by_its_hash(tmp_path):
    """The leaf has the file's SHA-256 under its name."""
    path = tmp_path / "delivery.pdf"
    path.write_bytes(b"delivered")
    leaf = file_leaf("delivery", path, lambda: SALT)

    assert leaf == Leaf(
        "file:delivery", "sha256", SALT, "0x" + hashlib.sha256(b"delivered").hexdigest()
    )
    assert file_hash(str(path)) == leaf.value


# Disclosures

SCHEMA = json.loads(files("silkline").joinpath("schemas/disclosure.schema.json").read_text("utf-8"))

EVIDENCE = Evidence(invoice_leaves(INVOICE))
SHOWN = EVIDENCE.disclose("BT-115", "BT-9")


@pytest.mark.parametrize("fields", [(), ("BT-9", "BT-9"), ("BT-99",)])
def test_only_fields_that_are_there_are_disclosed(fields):
    """At least one field is named, each once, each of the evidence."""
    with pytest.raises(BadInput, match=r"name the fields to disclose|no field 'BT-99'"):
        EVIDENCE.disclose(*fields)


def test_wrong_disclosures_are_refused():
    """Another root, a changed value, a proof of another field, a field twice, nothing."""
    first, second = SHOWN.proven
    forged = replace(first, leaf=replace(first.leaf, value="9999.00 EUR"))
    for wrong, message in [
        (replace(SHOWN, root=SALT), f"'BT-115' does not stand behind 0x{SALT.hex()}"),
        (replace(SHOWN, proven=(forged, second)), "'BT-115' does not stand behind"),
        (
            replace(SHOWN, proven=(second, replace(first, proof=second.proof))),
            "'BT-115' does not stand behind",
        ),
        (replace(SHOWN, proven=(first, first)), "at least one field, and each once"),
        (replace(SHOWN, proven=()), "at least one field, and each once"),
    ]:
        with pytest.raises(BadInput, match=message):
            wrong.check()
    with pytest.raises(BadInput, match=f"expected 0x{SALT.hex()}"):
        SHOWN.check(SALT)


ENTRY = SHOWN.to_json()["disclosed"][0]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "a disclosure has root and disclosed; got list"),
        ({}, r"a disclosure has root and disclosed; got \[\]"),
        (EVIDENCE.to_json(), r"got \['leaves', 'root'\]"),
        ({"root": "0x00", "disclosed": []}, "the root is 32 bytes, got 1"),
        ({"root": 7, "disclosed": []}, "the root is not hexadecimal: '7'"),
        ({"root": "0x" + "00" * 32, "disclosed": {}}, "disclosed is a list"),
        ({"root": "0x" + "00" * 32, "disclosed": ["x"]}, "each disclosed field has a list proof"),
        (
            {"root": "0x" + "00" * 32, "disclosed": [{**ENTRY, "proof": ["zz"]}]},
            "the proof of 'BT-115' is not hexadecimal",
        ),
        (
            {"root": "0x" + "00" * 32, "disclosed": [{**ENTRY, "value": 1000}]},
            "of a leaf are text",
        ),
        (
            {"root": "0x" + "00" * 32, "disclosed": [{**ENTRY, "value": "\ud800"}]},
            "'BT-115' holds half a character",
        ),
        (
            {"root": "0x" + "00" * 32, "disclosed": [{**ENTRY, "more": ""}]},
            "a leaf has field, type, salt and value",
        ),
    ],
)
def test_odd_disclosures_are_refused(value, message):
    """What was not written by to_json is refused in words, not by accident."""
    with pytest.raises(BadInput, match=message):
        Disclosure.from_json(value)


def test_a_disclosure_shows_its_fields_and_nothing_else():
    """It travels as JSON, is proven against the root on chain, and has no other salt."""
    text = json.dumps(SHOWN.to_json())
    jsonschema.validate(json.loads(text), SCHEMA)
    again = Disclosure.from_json(json.loads(text))
    again.check()
    again.check(EVIDENCE.root)
    hidden = [leaf for name, leaf in EVIDENCE.leaves.items() if name not in ("BT-115", "BT-9")]

    assert again == SHOWN
    assert [one.leaf.value for one in again.proven] == ["1000.00 EUR", "2027-03-31"]
    assert not any(leaf.salt.hex() in text for leaf in hidden)
    assert "PO-13" not in text


# On the chain


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    """OpenZeppelin's MerkleProof, compiled."""
    with harness_of("LoanTermsHarness") as running:
        yield running


def test_the_chain_accepts_what_is_disclosed_and_nothing_else(harness):
    """MerkleProof.verifyCalldata takes each leaf with its proof, and no changed one."""
    disclosed = EVIDENCE.disclose(*EVIDENCE.leaves)
    for one in disclosed.proven:
        changed = replace(one.leaf, value=one.leaf.value + "0")

        assert harness("verify", list(one.proof), disclosed.root, one.leaf.hash())
        assert not harness("verify", list(one.proof), disclosed.root, changed.hash())
    hop = trade_of_invoice(INVOICE, key=KEY, delivery="DN-1")
    for name, leaf in hop.leaves.items():
        assert harness("verify", list(hop.proof(name)), hop.root, leaf.hash())
