"""
An invoice as found, before anything is checked, and how single values are taken from XML.

Every syntax is read into one ``Draft``; everything that decides is in ``rules``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from silkline.documents.errors import DocumentRefused
from silkline.documents.model import Finding, Kind, Syntax

__all__ = [
    "BUYER",
    "SELLER",
    "TAX_SCHEMES",
    "Amount",
    "Draft",
    "DraftParty",
    "Element",
    "FoundId",
    "amount",
    "date_102",
    "every",
    "identified",
    "iso_date",
    "one",
    "string",
    "strings",
    "text",
]

Element = etree._Element  # noqa: SLF001 (lxml has no public name for it)

SELLER: dict[Kind, str] = {
    "party": "BT-29",
    "legal": "BT-30",
    "vat": "BT-31",
    "tax": "BT-32",
    "endpoint": "BT-34",
}
BUYER: dict[Kind, str] = {
    "party": "BT-46",
    "legal": "BT-47",
    "vat": "BT-48",
    "tax": "BT-48",
    "endpoint": "BT-49",
}
"""The business term of each kind of identifier, of the seller and of the buyer."""

TAX_SCHEMES: dict[Kind, str] = {"vat": "VA", "tax": "FC"}
"""UNTDID 1153: VAT number and tax number; CII writes the codes, UBL says it in words."""

_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATE_102 = re.compile(r"\d{8}", re.ASCII)
_BLANKS = " \t\r\n"


@dataclass(frozen=True)
class Amount:
    """An amount as written, with the currency written beside it."""

    text: str
    currency: str | None


@dataclass(frozen=True)
class FoundId:
    """An identifier with the business term under which it stood."""

    field: str
    kind: Kind
    scheme: str | None
    value: str


@dataclass
class DraftParty:
    """Seller or buyer as found."""

    name: str | None
    ids: list[FoundId]
    country: str | None


@dataclass
class Draft:
    """All that is read from either syntax; absent values are None or empty."""

    syntax: Syntax
    customization: str | None = None
    number: str | None = None
    issue_date: date | None = None
    type_code: str | None = None
    due_dates: list[date] = field(default_factory=list)
    due_date_elsewhere: str | None = None
    currency: str | None = None
    tax_currency: str | None = None
    totals: dict[str, Amount] = field(default_factory=dict)
    vat_totals: list[Amount] = field(default_factory=list)
    vat_breakdown: list[Amount] = field(default_factory=list)
    lines: list[Amount] = field(default_factory=list)
    allowances: list[Amount] = field(default_factory=list)
    charges: list[Amount] = field(default_factory=list)
    third_party_payments: list[Amount] = field(default_factory=list)
    order_reference: str | None = None
    contract_reference: str | None = None
    buyer_reference: str | None = None
    payment_terms: str | None = None
    accounts: list[str] = field(default_factory=list)
    delivery_dates: list[date] = field(default_factory=list)
    seller: DraftParty | None = None
    buyer: DraftParty | None = None
    payee: str | None = None
    attachments: list[str] = field(default_factory=list)
    preceding: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def every(node: Element, *names: str) -> Iterator[Element]:
    """Yield all elements under *node* along the path *names*, in document order."""
    if not names:
        yield node
        return
    for child in node.iterchildren(names[0]):
        yield from every(child, *names[1:])


def one(node: Element | None, bt: str, *names: str) -> Element | None:
    """
    Return the only element along the path *names*, or None.

    Raises:
        DocumentRefused: duplicate-element, when a step of the path occurs more than once.
    """
    for name in names:
        if node is None:
            return None
        found = list(node.iterchildren(name))
        if len(found) > 1:
            tag = etree.QName(name).localname
            message = f"{tag} occurs {len(found)} times where one is allowed"
            raise DocumentRefused("duplicate-element", bt, message)
        node = found[0] if found else None
    return node


def text(node: Element, bt: str) -> str | None:
    """
    Return the element's text without blanks around it, None when nothing is left.

    Raises:
        DocumentRefused: nested-element, when it holds elements instead of plain text.
    """
    if len(node):
        tag = etree.QName(node).localname
        raise DocumentRefused("nested-element", bt, f"{tag} must hold text, it holds elements")
    return (node.text or "").strip(_BLANKS) or None


def string(node: Element | None, bt: str, *names: str) -> str | None:
    """Return the text of the only element along the path, or None."""
    found = one(node, bt, *names)
    return None if found is None else text(found, bt)


def strings(node: Element, bt: str, *names: str) -> list[str]:
    """Return the texts of all elements along the path that are not empty."""
    return [value for found in every(node, *names) if (value := text(found, bt))]


def amount(node: Element | None, bt: str, *names: str) -> Amount | None:
    """Return the amount in the only element along the path; an empty element is none."""
    found = one(node, bt, *names)
    value = None if found is None else text(found, bt)
    if found is None or value is None:
        return None
    return Amount(value, found.get("currencyID"))


def identified(
    elements: Iterable[Element], kind: Kind, terms: Mapping[Kind, str], scheme: str | None = None
) -> list[FoundId]:
    """Return the identifiers in *elements*; their scheme is theirs unless one is given."""
    bt = terms[kind]
    return [
        FoundId(bt, kind, scheme or element.get("schemeID"), value)
        for element in elements
        if (value := text(element, bt))
    ]


def iso_date(value: str, bt: str, findings: list[Finding]) -> date:
    """
    Read an ``xs:date``; a time zone is noted and left out: the calendar day as printed counts.

    Raises:
        DocumentRefused: bad-date.
    """
    match = _ISO_DATE.fullmatch(value)
    if match is None:
        raise DocumentRefused("bad-date", bt, f"{value[:40]!r} is no date such as 2027-03-31")
    if match[2]:
        message = f"{value} names a time zone; the day as printed is taken"
        findings.append(Finding("date-time-zone", bt, message, "info"))
    return _calendar_day(match[1], bt)


def date_102(node: Element, bt: str) -> date:
    """
    Read a date of UN/CEFACT format 102 (20270331).

    Raises:
        DocumentRefused: bad-date, also when another format is declared.
    """
    value, declared = text(node, bt) or "", node.get("format")
    if declared != "102" or not _DATE_102.fullmatch(value):
        message = f"{value[:40]!r} in format {declared!r} is no date such as 20270331 in format 102"
        raise DocumentRefused("bad-date", bt, message)
    return _calendar_day(f"{value[:4]}-{value[4:6]}-{value[6:]}", bt)


def _calendar_day(value: str, bt: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise DocumentRefused("bad-date", bt, f"{value} is no day of the calendar") from error
