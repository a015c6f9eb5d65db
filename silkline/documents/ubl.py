"""OASIS UBL 2.1 Invoice, by the syntax binding of EN 16931 (XRechnung, Peppol BIS 3)."""

from __future__ import annotations

from silkline.documents.draft import (
    BUYER,
    SELLER,
    TAX_SCHEMES,
    Amount,
    Draft,
    DraftParty,
    Element,
    FoundId,
    amount,
    every,
    identified,
    iso_date,
    one,
    string,
    strings,
)
from silkline.documents.errors import DocumentRefused
from silkline.documents.model import Kind

__all__ = ["NAMESPACE", "read"]

NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
_AGGREGATE = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
_BASIC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"

_TOTALS = {
    "BT-106": "LineExtensionAmount",
    "BT-107": "AllowanceTotalAmount",
    "BT-108": "ChargeTotalAmount",
    "BT-109": "TaxExclusiveAmount",
    "BT-112": "TaxInclusiveAmount",
    "BT-113": "PrepaidAmount",
    "BT-114": "PayableRoundingAmount",
    "BT-115": "PayableAmount",
}


def _path(*names: str) -> tuple[str, ...]:
    """Qualify a path: in UBL an aggregate is whatever is not the last step."""
    return (*(_AGGREGATE + name for name in names[:-1]), _BASIC + names[-1])


def read(root: Element) -> Draft:
    """
    Read what the root element of a UBL invoice says.

    Raises:
        DocumentRefused: An element is repeated or nested where one text is allowed, or a
            date cannot be read.
    """
    draft = Draft("UBL")
    _read_head(root, draft)
    _read_references(root, draft)
    _read_amounts(root, draft)
    supplier = one(root, "BG-4", _AGGREGATE + "AccountingSupplierParty", _AGGREGATE + "Party")
    customer = one(root, "BG-7", _AGGREGATE + "AccountingCustomerParty", _AGGREGATE + "Party")
    draft.seller = _party(supplier, "BT-27", SELLER)
    draft.buyer = _party(customer, "BT-44", BUYER)
    draft.payee = next(
        iter(strings(root, "BT-59", *_path("PayeeParty", "PartyName", "Name"))), None
    )
    return draft


def _read_head(root: Element, draft: Draft) -> None:
    draft.customization = string(root, "BT-24", *_path("CustomizationID"))
    draft.number = string(root, "BT-1", *_path("ID"))
    draft.type_code = string(root, "BT-3", *_path("InvoiceTypeCode"))
    draft.currency = string(root, "BT-5", *_path("DocumentCurrencyCode"))
    draft.tax_currency = string(root, "BT-6", *_path("TaxCurrencyCode"))
    issued = string(root, "BT-2", *_path("IssueDate"))
    draft.issue_date = iso_date(issued, "BT-2", draft.findings) if issued else None
    due = string(root, "BT-9", *_path("DueDate"))
    draft.due_dates = [iso_date(due, "BT-9", draft.findings)] if due else []
    # In a credit note BT-9 is here; in an invoice it is no business term.
    elsewhere = strings(root, "BT-9", *_path("PaymentMeans", "PaymentDueDate"))
    elsewhere += strings(root, "BT-9", *_path("PaymentTerms", "PaymentDueDate"))
    draft.due_date_elsewhere = elsewhere[0] if elsewhere else None
    delivered = strings(root, "BT-72", *_path("Delivery", "ActualDeliveryDate"))
    draft.delivery_dates = [iso_date(value, "BT-72", draft.findings) for value in delivered]


def _read_references(root: Element, draft: Draft) -> None:
    draft.order_reference = string(root, "BT-13", *_path("OrderReference", "ID"))
    contracts = strings(root, "BT-12", *_path("ContractDocumentReference", "ID"))
    draft.contract_reference = contracts[0] if contracts else None
    draft.buyer_reference = string(root, "BT-10", *_path("BuyerReference"))
    draft.payment_terms = "\n".join(strings(root, "BT-20", *_path("PaymentTerms", "Note"))) or None
    draft.accounts = strings(root, "BT-84", *_path("PaymentMeans", "PayeeFinancialAccount", "ID"))
    draft.preceding = strings(
        root, "BT-25", *_path("BillingReference", "InvoiceDocumentReference", "ID")
    )
    for reference in every(root, _AGGREGATE + "AdditionalDocumentReference"):
        for attachment in every(reference, _AGGREGATE + "Attachment"):
            names = [child.get("filename") for child in attachment]
            names.append(string(reference, "BT-122", *_path("ID")))
            draft.attachments.append(next(filter(None, names), "unnamed"))


def _read_amounts(root: Element, draft: Draft) -> None:
    totals = one(root, "BG-22", _AGGREGATE + "LegalMonetaryTotal")
    found = {bt: amount(totals, bt, _BASIC + name) for bt, name in _TOTALS.items()}
    draft.totals = {bt: value for bt, value in found.items() if value}
    for total in every(root, _AGGREGATE + "TaxTotal"):
        vat = _required(total, "BT-110", "TaxAmount")
        draft.vat_totals.append(vat)
        # Categories of a total in the accounting currency (BT-111) are no part of the sums.
        if vat.currency in (None, draft.currency):
            categories = every(total, _AGGREGATE + "TaxSubtotal")
            draft.vat_breakdown += [_required(c, "BT-117", "TaxAmount") for c in categories]
    for line in every(root, _AGGREGATE + "InvoiceLine"):
        draft.lines.append(_required(line, "BT-131", "LineExtensionAmount"))
    for item in every(root, _AGGREGATE + "AllowanceCharge"):
        charge = string(item, "BG-20", *_path("ChargeIndicator")) in ("true", "1")
        value = _required(item, "BT-99" if charge else "BT-92", "Amount")
        (draft.charges if charge else draft.allowances).append(value)
    if draft.customization and ":extension:xrechnung" in draft.customization:
        for payment in every(root, _AGGREGATE + "PrepaidPayment"):
            draft.third_party_payments.append(_required(payment, "BT-DEX-002", "PaidAmount"))


def _required(node: Element, bt: str, name: str) -> Amount:
    value = amount(node, bt, _BASIC + name)
    if value is None:
        raise DocumentRefused("missing-amount", bt, f"{name} is missing")
    return value


def _party(node: Element | None, name_bt: str, terms: dict[Kind, str]) -> DraftParty | None:
    if node is None:
        return None
    registered = string(node, name_bt, *_path("PartyLegalEntity", "RegistrationName"))
    trading = strings(node, name_bt, *_path("PartyName", "Name"))
    country = string(node, "BT-40", *_path("PostalAddress", "Country", "IdentificationCode"))
    return DraftParty(registered or next(iter(trading), None), _ids(node, terms), country)


def _ids(node: Element, terms: dict[Kind, str]) -> list[FoundId]:
    found: list[FoundId] = []
    for scheme in every(node, _AGGREGATE + "PartyTaxScheme"):
        name = string(scheme, terms["tax"], *_path("TaxScheme", "ID")) or ""
        kind: Kind = "vat" if name.upper() == "VAT" else "tax"
        numbers = every(scheme, _BASIC + "CompanyID")
        found += identified(numbers, kind, terms, TAX_SCHEMES[kind])
    found += identified(every(node, *_path("PartyLegalEntity", "CompanyID")), "legal", terms)
    # A SEPA creditor identifier (BT-90) is about the payment; CII keeps it elsewhere.
    own = every(node, *_path("PartyIdentification", "ID"))
    own = (element for element in own if element.get("schemeID", "").upper() != "SEPA")
    found += identified(own, "party", terms)
    found += identified(every(node, _BASIC + "EndpointID"), "endpoint", terms)
    return found
