"""An invoice as JSON; the keys are fixed by silkline/schemas/invoice.schema.json."""

from __future__ import annotations

from silkline.documents.fingerprint import fingerprint_input
from silkline.documents.model import Invoice
from silkline.errors import BadInput

__all__ = ["to_json"]


def to_json(invoice: Invoice) -> dict[str, object]:
    """
    Return what ``silkline invoice show --json`` prints.

    Amounts are text in the currency's main unit and an int in minor units;
    ``fingerprint_input`` is None when a party has no identifier.
    """
    return {
        "syntax": invoice.syntax,
        "number": invoice.number,
        "issue_date": invoice.issue_date.isoformat(),
        "due_date": invoice.due_date.isoformat() if invoice.due_date else None,
        "currency": invoice.currency,
        "amount_due": invoice.amount_due.number,
        "amount_due_minor": invoice.amount_due.minor,
        "prepaid": invoice.prepaid.number,
        "seller": invoice.seller.to_json(),
        "buyer": invoice.buyer.to_json(),
        "fingerprint_input": _fingerprint_input(invoice),
        "findings": [finding.to_json() for finding in invoice.findings],
    }


def _fingerprint_input(invoice: Invoice) -> str | None:
    try:
        return fingerprint_input(invoice)
    except BadInput:
        return None
