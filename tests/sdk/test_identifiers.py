"""
Check digits

├── LEI   ISO 17442: 20 characters, two digits at the end, mod 97
├── USCC  GB 32100-2015: 18 characters without I, O, S, V, Z, mod 31
├── GLN   13 digits, mod 10
├── IBAN  mod 97 and the country's structure
└── VAT   by the country's rule; None where none is known
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline.identifiers import check_gln, check_iban, check_lei, check_uscc, check_vat

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "number", ["54930084UKLVMY22DS16", " 5493 0084 uklv my22 ds16 ", "5493-0084-UKLV-MY22-DS16"]
)
def test_lei_as_printed(number):
    """Blanks, hyphens and small letters do not matter."""
    assert check_lei(number)


@pytest.mark.parametrize(
    "number", ["", "54930084UKLVMY22DS61", "5493008UKLVMY22DS16", "98", "١" * 20]
)
def test_lei_refused(number):
    """A wrong check digit, length or script is no LEI."""
    assert not check_lei(number)


@given(st.text(alphabet=ALPHANUMERIC, min_size=18, max_size=18))
def test_lei_check_digits_by_the_standard(base):
    """98 minus the remainder gives the two digits; every other pair is refused."""
    number = int("".join(str(int(c, 36)) for c in base)) * 100
    digits = 98 - number % 97

    assert check_lei(f"{base}{digits:02d}")
    assert not check_lei(f"{base}{(digits + 1) % 97:02d}")


@given(st.text(alphabet=USCC_ALPHABET, min_size=2, max_size=2), st.integers(0, 999999),
       st.text(alphabet=USCC_ALPHABET, min_size=9, max_size=9))  # fmt: skip
def test_uscc_check_character_by_the_standard(kind, region, organisation):
    """The weighted sum gives one character of 31; letters may stand in the first places."""
    base = f"{kind}{region:06d}{organisation}"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(base, weights, strict=True))
    right = USCC_ALPHABET[(31 - total) % 31]

    assert check_uscc(base + right)
    assert not any(check_uscc(base + c) for c in USCC_ALPHABET if c != right)


@pytest.mark.parametrize(
    "number",
    ["", "91350100M000100Y4", "91350100M000100Y4Z", "91350100I000100Y43", "9135O100M000100Y43"],
)
def test_uscc_refused(number):
    """Letters outside the alphabet, another length or check character is no USCC."""
    assert not check_uscc(number)


def test_gln():
    """Thirteen digits with the check of GS1."""
    assert check_gln("4000000000013")
    assert check_gln("400 0000 00001 3")
    assert not any(
        check_gln(number) for number in ("4000000000014", "400000000001", "", "400000000001X")
    )


@pytest.mark.parametrize(
    "number",
    ["DE79000000001234567890", "DE09 0000 0000 0000 0000 01", "gb29 nwbk 6016 1331 9268 19"],
)
def test_iban(number):
    """Check digits and structure decide, also for accounts that do not exist."""
    assert check_iban(number)


@pytest.mark.parametrize(
    "number",
    ["", "DE78000000001234567890", "DE7900000000123456789", "XX79000000001234567890", "IBAN"],
)
def test_iban_refused(number):
    """A wrong check digit, length or country is no IBAN."""
    assert not check_iban(number)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("DE136695976", True), ("de 136 695 976", True), ("DE123456789", False), ("DE", False),
        ("ATU13585627", True), ("ATU123456789", False), ("FR40303265045", True),
        ("NL004495445B01", True), ("EL094259216", True), ("GR094259216", True),
        ("XI980780684", True), ("GB980780684", True), ("CHE-116.281.710 MWST", True),
        ("NO 974 760 673 MVA", True), ("DE/12/345/67890", False),
        ("US123456789", None), ("123456789", None), ("", None), ("CN91350100M000100Y43", None),
    ],
)  # fmt: skip
def test_vat(number, valid):
    """True and False by the rule of the country it begins with, None without a rule."""
    assert check_vat(number) is valid


@given(st.text(max_size=25))
def test_no_text_is_too_odd(text):
    """Whatever stands in a document, the answer is yes, no or unknown."""
    for check in (check_lei, check_uscc, check_gln, check_iban, check_vat):
        assert check(text) in (True, False, None)
        assert check("DE" + text) in (True, False, None)
