"""
China's fully digital e-fapiao (EInvoice XML), mapped to the JSON form of invoices.

    TaxSupervisionInfo/InvoiceNumber, 20 digits  number
    TaxSupervisionInfo/IssueTime                 issue_date, its calendar day
    SellerInformation/SellerIdNum, SellerName    seller; 18 characters are its USCC
    SellerInformation/SellerBankAccNum           accounts
    BuyerInformation/BuyerIdNum, BuyerName       buyer
    IssuItemInformation/Amount, ItemName         lines
    IssuItemInformation/ComTaxAm, TaxRate        vat
    BasicInformation/TotalAmWithoutTax           totals.lines, totals.net
    BasicInformation/TotalTaxAm                  totals.vat
    BasicInformation/TotalTax-includedAmount     totals.gross, totals.due
    …/TotalTax-includedAmountInChinese           compared with the total in figures

Its currency is CNY and its type 388, tax invoice. It names no due date: that is agreed elsewhere.
A red one, which takes another back, has a negative total and is refused for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from silkline.documents import form
from silkline.documents.draft import Draft, Element, amount, every, one, string
from silkline.documents.errors import DocumentRefused
from silkline.documents.model import Finding
from silkline.documents.renminbi import amount_in_words
from silkline.documents.rules import read_decimal

__all__ = ["read", "to_form"]

_TAX_INVOICE: Final = "388"
_NUMBER: Final = re.compile(r"[0-9]{20}", re.ASCII)
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d(:\d\d)?", re.ASCII)


def read(root: Element) -> Draft:
    """
    Read what the root element of an e-fapiao says.

    Raises:
        DocumentRefused: An element is repeated or nested where one text is allowed, the number
            has not 20 digits, a line has no amount, or a date cannot be read.
    """
    draft = form.read(to_form(root))
    draft.syntax = "EFAPIAO"
    message = "the tax bureau's signature was not checked; look the number up at the bureau"
    draft.findings.append(Finding("signature-unchecked", "document", message, "info"))
    draft.findings.extend(_about_words(root))
    return draft


def to_form(root: Element) -> dict[str, Any]:
    """
    Return an e-fapiao as an invoice of the JSON form; what it does not say is left out.

    Raises:
        DocumentRefused: An element is repeated or nested where one text is allowed, or the
            number has not 20 digits.
    """
    data = one(root, "BG-22", "EInvoiceData")
    seller = one(data, "BG-4", "SellerInformation")
    account = string(seller, "BT-84", "SellerBankAccNum")
    items = [] if data is None else list(every(data, "IssuItemInformation"))
    made = {
        "form": form.FORM,
        "number": _number(root),
        "type": _TAX_INVOICE,
        "issue_date": _issue_date(root),
        "currency": "CNY",
        "seller": _party(seller, "Seller", "BT-27", "BT-32"),
        "buyer": _party(one(data, "BG-7", "BuyerInformation"), "Buyer", "BT-44", "BT-48"),
        "lines": [_entry(item, "BT-131", amount="Amount", name="ItemName") for item in items],
        "vat": [tax for item in items if "amount" in (tax := _tax(item))],
        "totals": _totals(one(data, "BG-22", "BasicInformation")),
        "accounts": [account] if account else [],
    }
    return _without_empty(made)


def _number(root: Element) -> str | None:
    number = string(root, "BT-1", "TaxSupervisionInfo", "InvoiceNumber")
    if number is not None and not _NUMBER.fullmatch(number):
        message = f"{number[:40]!r} is no number of an e-fapiao, which has 20 digits"
        raise DocumentRefused("bad-number", "BT-1", message)
    return number


def _issue_date(root: Element) -> str | None:
    """Return the day of issue; the bureau's clock is China's, and so is the day."""
    issued = string(root, "BT-2", "TaxSupervisionInfo", "IssueTime")
    match = _MOMENT.fullmatch(issued or "")
    return match[1] if match else issued


def _party(node: Element | None, role: str, name_bt: str, id_bt: str) -> dict[str, Any] | None:
    if node is None:
        return None
    number = string(node, id_bt, f"{role}IdNum")
    ids = [{"kind": "tax", "value": number}] if number else []
    named = {"name": string(node, name_bt, f"{role}Name"), "country": "CN", "ids": ids}
    return _without_empty(named)


def _entry(item: Element, bt: str, **names: str) -> dict[str, Any]:
    return _without_empty({name: string(item, bt, tag) for name, tag in names.items()})


def _about_words(root: Element) -> Iterator[Finding]:
    """Yield a finding where the total in words is another than the total in figures."""
    basic = ("EInvoiceData", "BasicInformation")
    words = string(root, "BT-112", *basic, "TotalTax-includedAmountInChinese")
    total = amount(root, "BT-112", *basic, "TotalTax-includedAmount")
    if words is None or total is None:
        return
    said = amount_in_words(words)
    if said is None:
        message = f"{words[:80]!r} is no amount in words that can be read; compare it by eye"
        yield Finding("words-unread", "BT-112", message, "warning")
    elif said != read_decimal(total, "BT-112"):
        message = f"the total is {total.text} in figures, but {said} in words"
        yield Finding("words-differ", "BT-112", message, "error")


def _tax(item: Element) -> dict[str, Any]:
    return _entry(item, "BT-117", amount="ComTaxAm", rate="TaxRate")


def _totals(node: Element | None) -> dict[str, Any]:
    net = string(node, "BT-109", "TotalAmWithoutTax")
    gross = string(node, "BT-112", "TotalTax-includedAmount")
    vat = string(node, "BT-110", "TotalTaxAm")
    return _without_empty({"lines": net, "net": net, "vat": vat, "gross": gross, "due": gross})


def _without_empty(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value}
