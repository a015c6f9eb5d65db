"""
The fingerprint of an invoice: the id of its receivable, by which a second financing is found.

``fingerprint = first 96 bits of HMAC-SHA256(key, UTF-8 of the input)``, big-endian, where

    input = "v1|" seller "|" buyer "|" number "|" date "|" k "/" n

- seller, buyer: their primary identifiers (the one given, else the first kind of LEI, VAT,
  legal registration, USCC, tax registration, party identification, endpoint that the invoice
  has; of several of a kind the smallest), in NFKC and capitals, letters and digits only;
  a name is never one;
- number: the invoice number in NFKC and capitals, without white space and invisible signs;
- date: the issue date, ``YYYY-MM-DD``;
- k/n: which instalment of how many, ``1/1`` for an invoice paid at once.

Only the number may hold a ``|``: seller and buyer are read off the left, instalment and date
off the right, what is between is the number. So different facts never give the same input.
This is for ever: a change would forget what was financed.
"""

from __future__ import annotations

import hashlib
import hmac

from silkline.documents.identity import canonical_identifier, canonical_number, primary
from silkline.documents.model import Invoice, Party
from silkline.errors import BadInput

__all__ = ["BITS", "KEY_BYTES", "VERSION", "fingerprint", "fingerprint_input"]

VERSION = "v1"
BITS = 96
KEY_BYTES = 32
"""Shortest consortium key: 32 random bytes."""


def fingerprint_input(
    invoice: Invoice,
    seller_id: str | None = None,
    buyer_id: str | None = None,
    instalment: tuple[int, int] = (1, 1),
) -> str:
    """
    Return the text whose keyed hash is the fingerprint.

    Args:
        invoice: The invoice.
        seller_id: The seller's identifier as registered; the invoice's primary one by default.
        buyer_id: Likewise for the buyer.
        instalment: (k, n), the k-th of n parts that fall due separately.

    Raises:
        BadInput: A party has no identifier, one is given without letters and digits, or the
            instalment is not 1 <= k <= n.
    """
    seller = _identifier(invoice.seller, "seller", seller_id)
    buyer = _identifier(invoice.buyer, "buyer", buyer_id)
    part, parts = _instalment(instalment)
    number, issued = canonical_number(invoice.number), invoice.issue_date.isoformat()
    return f"{VERSION}|{seller}|{buyer}|{number}|{issued}|{part}/{parts}"


def fingerprint(key: bytes, text: str) -> int:
    """
    Return the fingerprint of an input: a receivable id, above 0 and below 2**96.

    Raises:
        BadInput: The key is shorter than 32 bytes or not bytes, or *text* is no input of
            this version.

    >>> text = "v1|DE999999018|999900ANCHOREXAMPL61|2027-7|2027-02-01|1/1"
    >>> f"{fingerprint(b'k' * 32, text):024x}"
    '55e6efc286595baabf4b693d'
    """
    if type(key) is not bytes:
        raise BadInput(f"the consortium key is bytes, got {type(key).__name__}")
    if len(key) < KEY_BYTES:
        raise BadInput(f"the consortium key has at least {KEY_BYTES} bytes, got {len(key)}")
    if not text.startswith(f"{VERSION}|") or text.count("|") < 5:
        raise BadInput(f"{text!r} is no fingerprint input; use fingerprint_input()")
    digest = hmac.digest(key, text.encode(), hashlib.sha256)
    value = int.from_bytes(digest[: BITS // 8], "big")
    if value == 0:
        raise BadInput("the fingerprint is 0, which the chain cannot store; one in 2**96 is")
    return value


def _identifier(party: Party, role: str, given: str | None) -> str:
    if given is not None:
        canonical = canonical_identifier(given)
        if not canonical:
            raise BadInput(f"{role} identifier {given!r} has no letter or digit")
        return canonical
    found = primary(party.ids)
    if found is None:
        raise BadInput(f"{role} {party.name!r} has no identifier; give it as {role}_id")
    return canonical_identifier(found.value)


def _instalment(instalment: tuple[int, int]) -> tuple[int, int]:
    numbers = tuple(instalment)
    if len(numbers) != 2 or any(type(number) is not int for number in numbers):
        raise BadInput(f"an instalment is (k, n), got {instalment!r}")
    if not 1 <= numbers[0] <= numbers[1]:
        raise BadInput(f"an instalment is (k, n) with 1 <= k <= n, got {instalment!r}")
    return numbers
