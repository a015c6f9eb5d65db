"""
documents.fingerprint, the identity of an invoice

├── when the key is short or no bytes             → BadInput
├── when a party has no identifier, or k/n is odd  → BadInput
├── spelling does not matter: case, blanks, width, order of identifiers, syntax
├── facts matter: any other seller, buyer, number, date, instalment gives another input
└── the fingerprint is the first 96 bits of HMAC-SHA256
"""

import hashlib
import hmac
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from silkline import documents
from silkline.documents import Identifier, Party, fingerprint, fingerprint_input
from silkline.documents.identity import ORDER, canonical_identifier, canonical_number, primary
from silkline.errors import BadInput
from silkline.ids import ReceivableId

DATA = Path(__file__).parent / "data"
INVOICE = documents.read(DATA / "ubl.xml")
KEY = bytes(range(32))
INPUT = "v1|DE999999018|999900ANCHOREXAMPL61|RE-2027/0042A|2027-02-01|1/1"

NUMBERS = st.text(alphabet="aB1ß|/- .\u00a0ａéıﬁ一", min_size=1, max_size=12)


def with_number(number: str) -> documents.Invoice:
    """Return the invoice under another number."""
    return replace(INVOICE, number=number)


@pytest.mark.parametrize("key", [b"", bytes(31), "x" * 32, bytearray(32), None])
def test_short_keys_are_refused(key):
    """A consortium key has at least 32 bytes, and is bytes."""
    with pytest.raises(BadInput, match="the consortium key"):
        fingerprint(key, INPUT)


def test_zero_is_no_fingerprint(monkeypatch):
    """The chain keeps 0 for nothing, so the one key in 2**96 that gives it is refused."""
    monkeypatch.setattr(hmac, "digest", lambda *_: bytes(32))

    with pytest.raises(BadInput, match="the fingerprint is 0"):
        fingerprint(KEY, INPUT)


@pytest.mark.parametrize("text", ["", "INV-1", "v2" + INPUT[2:], "v1|A|B|C"])
def test_other_texts_are_refused(text):
    """Only an input of this version is hashed: a bare number would be another id."""
    with pytest.raises(BadInput, match="is no fingerprint input"):
        fingerprint(KEY, text)


@pytest.mark.parametrize(
    "instalment", [(0, 1), (2, 1), (1, 0), (1.0, 2), (True, 2), (1,), (1, 2, 3)]
)
def test_odd_instalments_are_refused(instalment):
    """An instalment is k of n, counted from 1, in whole numbers."""
    with pytest.raises(BadInput, match=r"an instalment is \(k, n\)"):
        fingerprint_input(INVOICE, instalment=instalment)


def test_given_identifiers_must_say_something():
    """An identifier as registered has letters or digits."""
    with pytest.raises(BadInput, match="seller identifier ' - ' has no letter or digit"):
        fingerprint_input(INVOICE, seller_id=" - ")


def test_unassigned_characters_are_refused():
    """A character without a meaning could be folded differently one day."""
    with pytest.raises(BadInput, match=r"U\+0378"):
        fingerprint_input(with_number("A\u0378"))


def test_the_input_is_the_documented_text():
    """Version, seller, buyer, number, date and instalment, separated by bars."""
    assert fingerprint_input(INVOICE) == INPUT
    assert fingerprint_input(INVOICE, "5493001KJTIIGC8Y1R12", "hrb 12-3", (2, 3)) == (
        "v1|5493001KJTIIGC8Y1R12|HRB123|RE-2027/0042A|2027-02-01|2/3"
    )


def test_both_syntaxes_have_one_input():
    """The UBL and the CII of an invoice cannot be financed one after the other."""
    assert fingerprint_input(documents.read(DATA / "cii.xml")) == INPUT


def test_the_fingerprint_is_96_bits_of_hmac_sha256():
    """The id is the first twelve bytes of the keyed hash and fits a receivable id."""
    digest = hmac.new(KEY, INPUT.encode(), hashlib.sha256).digest()

    assert fingerprint(KEY, INPUT) == int.from_bytes(digest[:12], "big")
    assert fingerprint(KEY, INPUT) == 0x02D6BE4A3AE63618DC7829CF
    assert int(ReceivableId(fingerprint(KEY, INPUT))) < 2**96


def test_another_key_gives_another_world():
    """Without the consortium's key a fingerprint tells nothing."""
    assert fingerprint(KEY, INPUT) != fingerprint(bytes(32), INPUT)


def test_the_order_of_kinds_is_fixed():
    """Each kind names the party only when no earlier kind is there."""
    ids = [Identifier(kind, None, f"id-{kind}") for kind in ORDER]
    for position, kind in enumerate(ORDER):
        assert primary(ids[: position - 1 : -1] if position else ids[::-1]).kind == kind
    assert primary([]) is None
    assert (
        primary([Identifier("legal", None, "--"), Identifier("endpoint", None, "x")]).value == "x"
    )


def test_the_order_in_the_document_does_not_matter():
    """Of several identifiers of a kind the smallest counts, wherever it stands."""
    ids = tuple(Identifier("party", None, value) for value in ("b-2", "A 1", "c3"))
    one, other = Party("S", ids), Party("S", ids[::-1])

    assert fingerprint_input(replace(INVOICE, seller=one)) == fingerprint_input(
        replace(INVOICE, seller=other)
    )
    assert "|A1|" in fingerprint_input(replace(INVOICE, seller=one))


@pytest.mark.parametrize(
    "number",
    [
        "re-2027/0042a",
        "RE-2027/0042 A",
        "Re-2027 / 0042 a\t",
        "Ｒｅ－２０２７／００４２　ａ",
        "Re-2027/\u200b0042\u00ada\ufe0f",
    ],
)
def test_spellings_of_a_number_are_one(number):
    """Case, white space, width and invisible signs do not make another invoice."""
    assert fingerprint_input(with_number(number)) == INPUT


@given(NUMBERS, st.sampled_from(["", " ", "\u00a0", "\u2003", "\n", "\u200b"]))
def test_case_and_blanks_never_matter(number, blank):
    """Any mixture of case and white space has the canonical spelling of the plain number."""
    assume(canonical_number(number))
    plain = fingerprint_input(with_number(number))
    spread = blank.join([blank, *number, blank])

    assert fingerprint_input(with_number(spread)) == plain
    assert fingerprint_input(with_number(number.upper())) == plain
    assert canonical_number(canonical_number(number)) == canonical_number(number)


MARKS = st.text(alphabet="A1|/-", max_size=2)
IDS = st.tuples(MARKS, st.sampled_from("A1"), MARKS).map("".join)
"""Identifiers with at least one letter or digit: others are none."""
FACTS = st.tuples(
    IDS,
    IDS,
    st.text(alphabet="A1|/-", min_size=1, max_size=9),
    st.dates(min_value=date(2026, 12, 30), max_value=date(2027, 1, 3)),
    st.tuples(st.integers(1, 3), st.integers(3, 12)),
)


@given(FACTS, FACTS)
def test_different_facts_never_share_an_input(one, other):
    """The text can be read back: equal inputs come from equal canonical facts only."""

    def facts(seller, buyer, number, day, instalment):
        return canonical_identifier(seller), canonical_identifier(buyer), number, day, instalment

    def text(seller, buyer, number, day, instalment):
        invoice = replace(INVOICE, number=number, issue_date=day)
        return fingerprint_input(invoice, seller, buyer, instalment)

    assert (text(*one) == text(*other)) == (facts(*one) == facts(*other))


@given(st.text(alphabet="aB1ß.- /|é", max_size=10))
def test_identifiers_keep_letters_and_digits(value):
    """A canonical identifier has no bar, so the serialisation stays readable."""
    canonical = canonical_identifier(value)

    assert not canonical or canonical.isalnum()
    assert (
        canonical_identifier(canonical) == canonical == canonical_identifier(value.lower()).upper()
    )
