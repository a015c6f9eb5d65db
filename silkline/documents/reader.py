"""From a file to an ``Invoice``."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Final

from lxml import etree

from silkline.documents import cii, efapiao, form, ubl
from silkline.documents.draft import Draft, DraftParty
from silkline.documents.errors import DocumentRefused
from silkline.documents.findings import accounts, identifiers, remarks, same_party
from silkline.documents.model import Finding, Invoice, Party
from silkline.documents.rules import check_amounts, check_due_date, check_head, check_party
from silkline.documents.xml import MAX_BYTES, parse
from silkline.money import Money

__all__ = ["read"]

_CREDIT_NOTE: Final = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
_READERS: Final[dict[tuple[str, str], Callable[[etree._Element], Draft]]] = {
    ("Invoice", ubl.NAMESPACE): ubl.read,
    ("CrossIndustryInvoice", cii.NAMESPACE): cii.read,
    ("EInvoice", ""): efapiao.read,
}


def read(
    source: str | PathLike[str] | bytes, *, strict: bool = False, max_bytes: int = MAX_BYTES
) -> Invoice:
    """
    Read an invoice: UBL 2.1 or CII by EN 16931 (XRechnung, Peppol BIS 3, Factur-X's XML), China's
    e-fapiao, or JSON by invoice_form.schema.json.

    Args:
        source: Path of a file, or its contents.
        strict: Refuse also what would be a finding of severity ``error``: wrong check
            digits and parties without identifier.
        max_bytes: Longest file that is read; 10 MiB by default.

    Returns:
        The invoice; its ``findings`` say what to look at.

    Raises:
        DocumentRefused: It cannot become a receivable; code, field and message say why.
    """
    data = source if isinstance(source, bytes) else _contents(Path(source), max_bytes)
    invoice = _invoice(_draft(data, max_bytes))
    if strict:
        invoice.refuse_errors()
    return invoice


def _draft(data: bytes, max_bytes: int) -> Draft:
    if form.is_json(data):
        return form.read(form.parse(data, max_bytes))
    root = parse(data, max_bytes)
    return _reader(root)(root)


def _contents(path: Path, max_bytes: int) -> bytes:
    """Return at most one byte more than *max_bytes* of the file."""
    if path.exists() and not path.is_file():
        raise DocumentRefused("not-a-file", "document", f"{path} is not a regular file")
    try:
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentRefused("file-not-found", "document", f"{path} does not exist") from error
    except (OSError, ValueError) as error:
        raise DocumentRefused("unreadable", "document", f"{path}: {error}") from error


def _reader(root: etree._Element) -> Callable[[etree._Element], Draft]:
    name = etree.QName(root)
    reader = _READERS.get((name.localname, name.namespace or ""))
    if reader:
        return reader
    if (name.localname, name.namespace) == ("CreditNote", _CREDIT_NOTE):
        message = "a UBL CreditNote: nothing is owed on it"
        raise DocumentRefused("credit-note", "document", message)
    expected = next((space for local, space in _READERS if local == name.localname), None)
    if expected is not None:
        message = f"{name.localname} in namespace {name.namespace!r}, expected {expected!r}"
        raise DocumentRefused("wrong-namespace", "document", message)
    message = f"{name.localname!r} is no UBL Invoice, CrossIndustryInvoice or EInvoice"
    raise DocumentRefused("wrong-root", "document", message)


def _party(
    found: DraftParty | None, role: str, name_bt: str, bt: str
) -> tuple[Party, list[Finding]]:
    named = check_party(found, role, name_bt)
    ids, findings = identifiers(named, role, bt)
    return Party(named.name, ids, named.country), findings


def _invoice(draft: Draft) -> Invoice:
    head = check_head(draft)
    seller, seller_findings = _party(draft.seller, "seller", "BT-27", "BG-4")
    buyer, buyer_findings = _party(draft.buyer, "buyer", "BT-44", "BG-7")
    totals, nothing = check_amounts(draft, head.currency), Money.zero(head.currency)
    due_date = check_due_date(draft, head.issue_date)
    ibans, findings = accounts(draft)
    findings += [*seller_findings, *buyer_findings, *same_party(seller.ids, buyer.ids)]
    return Invoice(
        syntax=draft.syntax,
        customization=draft.customization,
        number=head.number,
        issue_date=head.issue_date,
        type_code=head.type_code,
        due_date=due_date,
        currency=head.currency,
        line_total=totals.get("BT-106"),
        allowances=totals.get("BT-107", nothing),
        charges=totals.get("BT-108", nothing),
        net=totals["BT-109"],
        vat=totals.get("BT-110", nothing),
        gross=totals["BT-112"],
        prepaid=totals.get("BT-113", nothing),
        rounding=totals.get("BT-114", nothing),
        amount_due=totals["BT-115"],
        order_reference=draft.order_reference,
        contract_reference=draft.contract_reference,
        buyer_reference=draft.buyer_reference,
        payment_terms=draft.payment_terms,
        ibans=ibans,
        delivery_date=draft.delivery_dates[0] if len(set(draft.delivery_dates)) == 1 else None,
        seller=seller,
        buyer=buyer,
        findings=(*draft.findings, *remarks(draft), *findings),
    )
