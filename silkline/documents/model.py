"""What an invoice says, as plain frozen data; BT numbers are business terms of EN 16931."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from silkline.documents.errors import DocumentRefused
from silkline.money import Money

if TYPE_CHECKING:
    from silkline.ids import PartyId, ProgrammeId
    from silkline.receivables import Terms

__all__ = ["Finding", "Identifier", "Invoice", "Kind", "Party", "Severity", "Syntax"]

Kind = Literal["lei", "vat", "legal", "uscc", "tax", "party", "endpoint"]
Severity = Literal["info", "warning", "error"]
Syntax = Literal["UBL", "CII", "JSON", "EFAPIAO"]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something that a reader of the invoice should know; it did not stop the import.

    ``severity`` is ``info`` (worth knowing), ``warning`` (look at it before financing) or
    ``error`` (wrong in itself, such as a check digit; ``strict=True`` refuses it).
    """

    code: str
    field: str
    message: str
    severity: Severity

    def to_json(self) -> dict[str, str]:
        """Return the finding as JSON."""
        return {
            "code": self.code,
            "field": self.field,
            "message": self.message,
            "severity": self.severity,
        }


@dataclass(frozen=True, slots=True)
class Identifier:
    """
    A number under which a party is known, as printed in the document.

    Attributes:
        kind: lei, vat (BT-31, BT-48), legal (legal registration: BT-30, BT-47), uscc,
            tax (tax registration: BT-32), party (BT-29, BT-46), endpoint (BT-34, BT-49).
        scheme: The document's scheme identifier, such as ``0088``; None when it names none.
        value: The number itself, blanks at its ends removed.
    """

    kind: Kind
    scheme: str | None
    value: str

    def to_json(self) -> dict[str, str | None]:
        """Return the identifier as JSON."""
        return {"scheme": self.scheme, "value": self.value, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer: registered name (BT-27, BT-44), all identifiers, ISO 3166 country."""

    name: str
    ids: tuple[Identifier, ...]
    country: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return name and identifiers as JSON."""
        return {"name": self.name, "ids": [identifier.to_json() for identifier in self.ids]}


@dataclass(frozen=True, slots=True)
class Invoice:
    """
    An invoice whose sums hold and whose amount due is above zero.

    Attributes:
        syntax: ``UBL`` (OASIS UBL 2.1), ``CII`` (UN/CEFACT Cross Industry Invoice), ``JSON``
            (invoice_form.schema.json) or ``EFAPIAO`` (China's e-fapiao).
        customization: Specification identifier, BT-24.
        number: BT-1 as printed.
        issue_date: BT-2.
        type_code: BT-3, one of ``silkline.documents.TYPE_CODES``.
        due_date: BT-9, or None: it is never guessed from the payment terms' text.
        currency: BT-5; every amount below is in it.
        line_total: BT-106, None only in profiles without lines.
        allowances: BT-107.
        charges: BT-108.
        net: BT-109.
        vat: BT-110.
        gross: BT-112.
        prepaid: BT-113.
        rounding: BT-114.
        amount_due: BT-115, what is still to be paid.
        order_reference: BT-13.
        contract_reference: BT-12.
        buyer_reference: BT-10.
        payment_terms: BT-20, free text.
        ibans: BT-84, those that are IBANs, without blanks.
        delivery_date: BT-72.
        seller: BG-4.
        buyer: BG-7.
        findings: What to look at, in the order in which it was found.
    """

    syntax: Syntax
    customization: str | None
    number: str
    issue_date: date
    type_code: str
    due_date: date | None
    currency: str
    line_total: Money | None
    allowances: Money
    charges: Money
    net: Money
    vat: Money
    gross: Money
    prepaid: Money
    rounding: Money
    amount_due: Money
    order_reference: str | None
    contract_reference: str | None
    buyer_reference: str | None
    payment_terms: str | None
    ibans: tuple[str, ...]
    delivery_date: date | None
    seller: Party
    buyer: Party
    findings: tuple[Finding, ...]

    def refuse_errors(self) -> None:
        """
        Refuse the invoice for its first finding of severity ``error``.

        Raises:
            DocumentRefused: With the code, field and message of that finding.
        """
        for finding in self.findings:
            if finding.severity == "error":
                raise DocumentRefused(finding.code, finding.field, finding.message)

    def to_receivable(
        self,
        *further: Invoice,
        key: bytes,
        programme: ProgrammeId | int | str,
        creditor: PartyId | int | str,
        due: date | str | None = None,
        face: Money | None = None,
        seller_id: str | None = None,
        buyer_id: str | None = None,
        instalment: tuple[int, int] = (1, 1),
        evidence_root: bytes | str | None = None,
    ) -> Terms:
        """Return the terms of a debt over this invoice; see ``silkline.terms_from_invoice``."""
        from silkline.receivables import terms_from_invoice  # the chain only when it is asked for

        return terms_from_invoice(
            self,
            *further,
            key=key,
            programme=programme,
            creditor=creditor,
            due=due,
            face=face,
            seller_id=seller_id,
            buyer_id=buyer_id,
            instalment=instalment,
            evidence_root=evidence_root,
        )
