"""The same invoice in two syntaxes: both must say the same."""

from __future__ import annotations

from silkline.documents.errors import DocumentRefused
from silkline.documents.fingerprint import fingerprint_input
from silkline.documents.model import Invoice

__all__ = ["require_twins"]

_TERMS = {
    "number": "BT-1",
    "issue_date": "BT-2",
    "due_date": "BT-9",
    "currency": "BT-5",
    "net": "BT-109",
    "vat": "BT-110",
    "gross": "BT-112",
    "prepaid": "BT-113",
    "amount_due": "BT-115",
}


def require_twins(first: Invoice, second: Invoice) -> None:
    """
    Require that two documents, say the UBL and the CII of one number, are one invoice.

    Raises:
        DocumentRefused: twins-disagree, with the first business term that differs and both
            values; the fingerprint input is compared last.
        BadInput: A party has no identifier.
    """
    for name, bt in _TERMS.items():
        one, other = getattr(first, name), getattr(second, name)
        if one != other:
            message = f"{first.syntax} says {one}, {second.syntax} says {other}"
            raise DocumentRefused("twins-disagree", bt, message)
    one, other = fingerprint_input(first), fingerprint_input(second)
    if one != other:
        message = f"fingerprint inputs differ: {one} and {other}"
        raise DocumentRefused("twins-disagree", "document", message)
