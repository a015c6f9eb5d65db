"""
E-invoices in: read, checked, identified.

``read`` takes UBL 2.1 and CII files (EN 16931, XRechnung, Peppol BIS 3, the XML of Factur-X),
China's e-fapiao and invoices written as JSON, all of strangers, and either returns an
``Invoice`` whose sums hold, or refuses with a code, the business term that is wrong and a
message. ``fingerprint`` makes the receivable's id of it, ``silkline.documents.evidence`` the
root under which single fields can be disclosed later.
"""

from __future__ import annotations

from silkline.documents.errors import DocumentRefused
from silkline.documents.fingerprint import fingerprint, fingerprint_input
from silkline.documents.model import Finding, Identifier, Invoice, Party
from silkline.documents.present import to_json
from silkline.documents.reader import read
from silkline.documents.rules import TYPE_CODES
from silkline.documents.twins import require_twins

__all__ = [
    "TYPE_CODES",
    "DocumentRefused",
    "Finding",
    "Identifier",
    "Invoice",
    "Party",
    "fingerprint",
    "fingerprint_input",
    "read",
    "require_twins",
    "to_json",
]
