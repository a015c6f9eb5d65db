"""
documents.read under random damage: an invoice or a refusal, never another error.

├── bytes changed, cut, repeated
├── elements dropped, doubled, swapped, renamed, filled with odd text
└── whatever is read keeps its promises
"""

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from silkline import documents
from silkline.documents import DocumentRefused, Invoice

DATA = Path(__file__).parent / "data"
SAMPLES = [(DATA / name).read_bytes() for name in ("ubl.xml", "cii.xml", "efapiao.xml")]
ODD_TEXTS = [
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "NaN",
    "380",
    "EUR",
    "XXX",
    "2027-02-30",
    "\u200b",
    "\u0378",
    "9" * 60,
    "DE",
    "|",
    "ﬁ",
    "1.001",
    "true",
    "\x85",
    "𝟙",
]


def outcome(data: bytes) -> Invoice | DocumentRefused:
    """Return what reading gives; any other error is the test's failure."""
    try:
        return documents.read(data)
    except DocumentRefused as refusal:
        return refusal


def read_or_refuse(data: bytes) -> None:
    """Read; a refusal is fine, and what is read is consistent and can be shown."""
    result = outcome(data)
    if isinstance(result, DocumentRefused):
        assert result.code
        assert result.field
        return
    assert result.net + result.vat == result.gross
    assert result.gross - result.prepaid + result.rounding == result.amount_due
    assert result.amount_due.minor > 0
    assert documents.to_json(result)["number"]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
def test_damaged_bytes(data, chance):
    """Bytes changed, cut out or repeated anywhere."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(damaged))
        length = chance.randint(0, 40)
        piece = chance.choice(
            [b"", bytes([chance.randrange(256)]), bytes(damaged[place : place + length]) * 2]
        )
        damaged[place : place + length] = piece

    read_or_refuse(bytes(damaged))


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
def test_damaged_trees(data, chance):
    """Well-formed documents whose elements are where, or what, they should not be."""
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 3)):
        damage(root, chance)

    read_or_refuse(etree.tostring(root, encoding="utf-8"))


def damage(root: etree._Element, chance: random.Random) -> None:
    """Drop, double, move, rename or refill one element."""
    elements = [e for e in root.iterdescendants() if isinstance(e.tag, str)]
    if not elements:
        return
    one, other = chance.choice(elements), chance.choice(elements)
    kind = chance.randrange(6)
    if kind == 0:
        one.getparent().remove(one)
    elif kind == 1:
        one.addnext(etree.fromstring(etree.tostring(one)))
    elif kind == 2:
        other.append(etree.fromstring(etree.tostring(one)))
    elif kind == 3:
        one.tag = other.tag
    elif kind == 4:
        one.text = chance.choice(ODD_TEXTS)
    else:
        one.attrib.update({"currencyID": "USD", "schemeID": "0199", "format": "203"})


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes(data):
    """Random bytes are never an invoice and never an accident."""
    read_or_refuse(data)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="<>/?!-[]&;\"'= aDOCTYPENI:", max_size=80))
def test_any_markup(text):
    """Random markup neither."""
    read_or_refuse(text.encode())
