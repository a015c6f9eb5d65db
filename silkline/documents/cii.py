"""UN/CEFACT Cross Industry Invoice, by the syntax binding of EN 16931 (XRechnung, Factur-X)."""

from __future__ import annotations

from datetime import date

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
    date_102,
    every,
    identified,
    one,
    string,
    strings,
)
from silkline.documents.errors import DocumentRefused
from silkline.documents.model import Kind

__all__ = ["NAMESPACE", "read"]

NAMESPACE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_RSM = f"{{{NAMESPACE}}}"
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_UDT = "{urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100}"

_TOTALS = {
    "BT-106": "LineTotalAmount",
    "BT-107": "AllowanceTotalAmount",
    "BT-108": "ChargeTotalAmount",
    "BT-109": "TaxBasisTotalAmount",
    "BT-112": "GrandTotalAmount",
    "BT-113": "TotalPrepaidAmount",
    "BT-114": "RoundingAmount",
    "BT-115": "DuePayableAmount",
}

# Lines that repeat or explain others: Factur-X EXTENDED, BT-X-8.
_NO_SUM = ("GROUP", "INFORMATION")


def _path(*names: str) -> tuple[str, ...]:
    return tuple(_RAM + name for name in names)


def read(root: Element) -> Draft:
    """
    Read what the root element of a Cross Industry Invoice says.

    Raises:
        DocumentRefused: An element is repeated or nested where one text is allowed, or a
            date cannot be read.
    """
    draft = Draft("CII")
    trade = one(root, "BG-25", _RSM + "SupplyChainTradeTransaction")
    _read_head(root, draft)
    if trade is None:
        return draft
    agreement = one(trade, "BG-4", *_path("ApplicableHeaderTradeAgreement"))
    settlement = one(trade, "BG-22", *_path("ApplicableHeaderTradeSettlement"))
    if agreement is not None:
        _read_agreement(agreement, draft)
    if settlement is not None:
        _read_settlement(settlement, draft)
        _read_amounts(settlement, draft)
    draft.lines = [
        _line(item)
        for item in every(trade, *_path("IncludedSupplyChainTradeLineItem"))
        if _counts(item)
    ]
    draft.delivery_dates = _dates(
        trade,
        "BT-72",
        "ApplicableHeaderTradeDelivery",
        "ActualDeliverySupplyChainEvent",
        "OccurrenceDateTime",
    )
    return draft


def _read_head(root: Element, draft: Draft) -> None:
    context = one(root, "BT-24", _RSM + "ExchangedDocumentContext")
    draft.customization = string(
        context, "BT-24", *_path("GuidelineSpecifiedDocumentContextParameter", "ID")
    )
    document = one(root, "BT-1", _RSM + "ExchangedDocument")
    draft.number = string(document, "BT-1", *_path("ID"))
    draft.type_code = string(document, "BT-3", *_path("TypeCode"))
    issued = one(document, "BT-2", *_path("IssueDateTime"), _UDT + "DateTimeString")
    draft.issue_date = None if issued is None else date_102(issued, "BT-2")


def _read_agreement(agreement: Element, draft: Draft) -> None:
    draft.seller = _party(one(agreement, "BG-4", *_path("SellerTradeParty")), "BT-27", SELLER)
    draft.buyer = _party(one(agreement, "BG-7", *_path("BuyerTradeParty")), "BT-44", BUYER)
    draft.buyer_reference = string(agreement, "BT-10", *_path("BuyerReference"))
    order = _path("BuyerOrderReferencedDocument", "IssuerAssignedID")
    draft.order_reference = string(agreement, "BT-13", *order)
    contract = _path("ContractReferencedDocument", "IssuerAssignedID")
    draft.contract_reference = string(agreement, "BT-12", *contract)
    for reference in every(agreement, *_path("AdditionalReferencedDocument")):
        embedded = [*every(reference, *_path("AttachmentBinaryObject"))]
        linked = strings(reference, "BT-124", *_path("URIID"))
        if embedded or linked:
            names = [file.get("filename") for file in embedded]
            names.append(string(reference, "BT-122", *_path("IssuerAssignedID")))
            draft.attachments.append(next(filter(None, names), "unnamed"))


def _read_settlement(settlement: Element, draft: Draft) -> None:
    draft.currency = string(settlement, "BT-5", *_path("InvoiceCurrencyCode"))
    draft.tax_currency = string(settlement, "BT-6", *_path("TaxCurrencyCode"))
    draft.payee = string(settlement, "BT-59", *_path("PayeeTradeParty", "Name"))
    terms = strings(settlement, "BT-20", *_path("SpecifiedTradePaymentTerms", "Description"))
    draft.payment_terms = "\n".join(terms) or None
    draft.due_dates = _dates(settlement, "BT-9", "SpecifiedTradePaymentTerms", "DueDateDateTime")
    account = ("SpecifiedTradeSettlementPaymentMeans", "PayeePartyCreditorFinancialAccount")
    for name in ("IBANID", "ProprietaryID"):
        draft.accounts += strings(settlement, "BT-84", *_path(*account, name))
    preceding = _path("InvoiceReferencedDocument", "IssuerAssignedID")
    draft.preceding = strings(settlement, "BT-25", *preceding)


def _read_amounts(settlement: Element, draft: Draft) -> None:
    totals = one(settlement, "BG-22", *_path("SpecifiedTradeSettlementHeaderMonetarySummation"))
    found = {bt: amount(totals, bt, _RAM + name) for bt, name in _TOTALS.items()}
    draft.totals = {bt: value for bt, value in found.items() if value}
    if totals is not None:
        draft.vat_totals = [
            value for e in every(totals, *_path("TaxTotalAmount")) if (value := amount(e, "BT-110"))
        ]
    for tax in every(settlement, *_path("ApplicableTradeTax")):
        draft.vat_breakdown.append(_required(tax, "BT-117", "CalculatedAmount"))
    for item in every(settlement, *_path("SpecifiedTradeAllowanceCharge")):
        indicator = string(item, "BG-20", *_path("ChargeIndicator"), _UDT + "Indicator")
        charge = indicator in ("true", "1")
        value = _required(item, "BT-99" if charge else "BT-92", "ActualAmount")
        (draft.charges if charge else draft.allowances).append(value)
    for item in every(settlement, *_path("SpecifiedLogisticsServiceCharge")):
        draft.charges.append(_required(item, "BT-X-272", "AppliedAmount"))


def _counts(item: Element) -> bool:
    line = _path("AssociatedDocumentLineDocument", "LineStatusReasonCode")
    return string(item, "BT-X-8", *line) not in _NO_SUM


def _line(item: Element) -> Amount:
    summation = one(
        item,
        "BT-131",
        *_path("SpecifiedLineTradeSettlement", "SpecifiedTradeSettlementLineMonetarySummation"),
    )
    if summation is None:
        raise DocumentRefused("missing-amount", "BT-131", "a line has no LineTotalAmount")
    return _required(summation, "BT-131", "LineTotalAmount")


def _required(node: Element, bt: str, name: str) -> Amount:
    value = amount(node, bt, _RAM + name)
    if value is None:
        raise DocumentRefused("missing-amount", bt, f"{name} is missing")
    return value


def _dates(node: Element, bt: str, *names: str) -> list[date]:
    return [date_102(found, bt) for found in every(node, *_path(*names), _UDT + "DateTimeString")]


def _party(node: Element | None, name_bt: str, terms: dict[Kind, str]) -> DraftParty | None:
    if node is None:
        return None
    country = string(node, "BT-40", *_path("PostalTradeAddress", "CountryID"))
    return DraftParty(string(node, name_bt, *_path("Name")), _ids(node, terms), country)


def _ids(node: Element, terms: dict[Kind, str]) -> list[FoundId]:
    found: list[FoundId] = []
    for registration in every(node, *_path("SpecifiedTaxRegistration", "ID")):
        kind: Kind = "vat" if registration.get("schemeID") == TAX_SCHEMES["vat"] else "tax"
        found += identified([registration], kind, terms, TAX_SCHEMES[kind])
    legal = every(node, *_path("SpecifiedLegalOrganization", "ID"))
    numbers = [*every(node, *_path("ID")), *every(node, *_path("GlobalID"))]
    endpoints = every(node, *_path("URIUniversalCommunication", "URIID"))
    found += identified(legal, "legal", terms)
    found += identified(numbers, "party", terms)
    found += identified(endpoints, "endpoint", terms)
    return found
