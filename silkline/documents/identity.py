"""
Which invoice this is: canonical spelling of numbers and identifiers, and the one that counts.

These rules are part of every fingerprint ever made; they can be added to, never changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from silkline.documents.model import Identifier, Kind
from silkline.errors import BadInput
from silkline.identifiers import check_lei, compact

__all__ = ["ORDER", "canonical_identifier", "canonical_number", "classify", "primary"]

ORDER: tuple[Kind, ...] = ("lei", "vat", "legal", "uscc", "tax", "party", "endpoint")
"""Which kind of identifier names a party in a fingerprint: the first that it has."""

LEI_SCHEME = "0199"
"""ISO 6523 code of the legal entity identifier."""

_USCC_LENGTH = 18


def classify(kind: Kind, scheme: str | None, value: str, country: str | None) -> Identifier:
    """
    Return the identifier with the kind that it really is.

    An LEI is one by its scheme 0199, or, where no scheme is named, by its form and check
    digits; a Chinese party's 18-character registration or tax number is its USCC.
    """
    if scheme == LEI_SCHEME or (scheme is None and _looks_like_lei(value)):
        kind = "lei"
    elif (
        country == "CN" and kind in ("legal", "vat", "tax") and len(compact(value)) == _USCC_LENGTH
    ):
        kind = "uscc"
    return Identifier(kind, scheme, value)


def primary(ids: Sequence[Identifier]) -> Identifier | None:
    """
    Return the identifier that names the party: the first kind in ``ORDER`` that it has.

    Among several of one kind it is the first in the order of their canonical spelling, so
    that their order in the document does not matter. None when there is no identifier.
    """
    usable = [(ORDER.index(i.kind), canonical_identifier(i.value), i) for i in ids]
    return min((entry for entry in usable if entry[1]), default=(0, "", None))[2]


def canonical_identifier(value: str) -> str:
    """
    Return *value* in NFKC and capitals, letters and digits only.

    >>> canonical_identifier("de 136.695-976")
    'DE136695976'
    """
    return "".join(character for character in _folded(value) if character.isalnum())


def canonical_number(value: str) -> str:
    """
    Return an invoice number in NFKC and capitals, without white space and invisible signs.

    >>> canonical_number(" re－2027 / 001a ")
    'RE-2027/001A'
    """
    return "".join(character for character in _folded(value) if not _is_invisible(character))


def _folded(value: str) -> str:
    """
    Return *value* in NFKC, capitals, and NFKC again (capitals may decompose).

    Raises:
        BadInput: It holds a character without a meaning in Unicode, whose folding a later
            version could define otherwise.
    """
    for character in value:
        if unicodedata.category(character) in ("Cn", "Cs"):
            raise BadInput(f"U+{ord(character):04X} in {value!r} is no assigned character")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).upper())


def _is_invisible(character: str) -> bool:
    """White space, controls, format characters and variation selectors."""
    return (
        character.isspace()
        or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    )


def _looks_like_lei(value: str) -> bool:
    return any(character.isalpha() for character in value) and check_lei(value)
