"""
Invoices written as JSON, for those who get none as XML: silkline/schemas/invoice_form.schema.json.

What is written here is read into the same ``Draft`` as XML is, so every rule is the same. Amounts
are text: a JSON number is refused, since other programs would have read it as a float.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from silkline.documents.draft import (
    BUYER,
    SELLER,
    TAX_SCHEMES,
    Amount,
    Draft,
    DraftParty,
    FoundId,
    iso_date,
)
from silkline.documents.errors import DocumentRefused
from silkline.documents.model import Kind
from silkline.documents.xml import check_encoding, check_size
from silkline.nesting import is_deeper

__all__ = ["FORM", "is_json", "parse", "read"]

FORM: Final = "silkline-invoice/1"
"""Value of ``form`` in every invoice of this form."""

MAX_DEPTH: Final = 16
"""Deepest nesting that is read; an invoice of this form needs five."""
MAX_MEMBERS: Final = 250_000
"""Most members of all lists and objects, commas in texts counted as if they parted some."""

_COMMERCIAL_INVOICE: Final = "380"
_BLANKS: Final = " \t\r\n"
_TOTALS: Final = {
    "lines": "BT-106",
    "allowances": "BT-107",
    "charges": "BT-108",
    "net": "BT-109",
    "vat": "BT-110",
    "gross": "BT-112",
    "prepaid": "BT-113",
    "rounding": "BT-114",
    "due": "BT-115",
}


def is_json(data: bytes) -> bool:
    """Tell whether *data* begins as a JSON object."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS.encode())[:1] == b"{"


def parse(data: bytes, max_bytes: int) -> object:
    """
    Return what a JSON document says, numbers unread.

    Raises:
        DocumentRefused: too-large, utf-16, bad-utf8, too-deep, too-many-elements, not-json or
            duplicate-element.
    """
    check_size(data, max_bytes)
    body = data.removeprefix(b"\xef\xbb\xbf")
    check_encoding(data, body)
    if is_deeper(body, MAX_DEPTH):
        message = f"lists and objects nested more than {MAX_DEPTH} deep"
        raise DocumentRefused("too-deep", "document", message)
    if body.count(b",") > MAX_MEMBERS:
        message = f"more than {MAX_MEMBERS} members of lists and objects"
        raise DocumentRefused("too-many-elements", "document", message)
    try:
        return json.loads(
            body,
            object_pairs_hook=_once,
            parse_float=_Number,
            parse_int=_Number,
            parse_constant=_Number,
        )
    except json.JSONDecodeError as error:
        message = f"not well-formed JSON: {error.msg} (line {error.lineno})"
        raise DocumentRefused("not-json", "document", message) from error


def read(content: object) -> Draft:
    """
    Read an invoice of this form.

    Args:
        content: Objects, lists and text, as the schema has them.

    Raises:
        DocumentRefused: wrong-form, when it does not say that it has this form; bad-form, when a
            name is unknown or a value is no text, list or object where the schema asks for one;
            bad-date.
    """
    fields = _Fields(content, "")
    form = fields.text("form", "document")
    if form != FORM:
        message = f"form is {form!r}; an invoice written as JSON says {FORM!r}"
        raise DocumentRefused("wrong-form", "document", message)
    draft = Draft("JSON")
    _read_head(fields, draft)
    _read_references(fields, draft)
    _read_amounts(fields, draft)
    draft.seller = _party(fields.object("seller", "BG-4"), SELLER, "BT-27", "BT-40")
    draft.buyer = _party(fields.object("buyer", "BG-7"), BUYER, "BT-44", "BT-55")
    fields.end()
    return draft


@dataclass(frozen=True)
class _Number:
    """A JSON number as written."""

    text: str


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of an object, none of which may stand twice."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    twice = next(name for name in names if names.count(name) > 1)
    message = f"{twice[:40]!r} stands twice in one object"
    raise DocumentRefused("duplicate-element", "document", message)


class _Fields:
    """The members of one object, each taken once; what is left at the end is unknown."""

    def __init__(self, content: object, where: str) -> None:
        if not isinstance(content, dict):
            raise _bad(where or "document", "document", content, "an object")
        self.left: dict[str, object] = dict(content)
        self.where = where

    def text(self, name: str, bt: str) -> str | None:
        """Return a text without blanks around it; None when it is absent or empty."""
        value = self.left.pop(name, "")
        if not isinstance(value, str):
            raise _bad(self.where + name, bt, value, "text in quotation marks")
        return value.strip(_BLANKS) or None

    def every(self, name: str, bt: str) -> list[object]:
        """Return a list; an empty one when it is absent."""
        value = self.left.pop(name, [])
        if not isinstance(value, list):
            raise _bad(self.where + name, bt, value, "a list")
        return value

    def texts(self, name: str, bt: str) -> list[str]:
        """Return a list of texts, empty ones left out."""
        entries = {f"{name}[{i}]": value for i, value in enumerate(self.every(name, bt))}
        inner = _Fields(entries, self.where)
        return [value for entry in entries if (value := inner.text(entry, bt))]

    def object(self, name: str, bt: str) -> _Fields | None:
        """Return an object; None when it is absent."""
        if name not in self.left:
            return None
        value = self.left.pop(name)
        if not isinstance(value, dict):
            raise _bad(self.where + name, bt, value, "an object")
        return _Fields(value, f"{self.where}{name}.")

    def objects(self, name: str, bt: str) -> list[_Fields]:
        """Return a list of objects."""
        values = enumerate(self.every(name, bt))
        return [_Fields(value, f"{self.where}{name}[{index}].") for index, value in values]

    def end(self) -> None:
        """Refuse what nobody has asked for."""
        if self.left:
            name = self.where + next(iter(self.left))
            message = f"{name[:80]!r} is no name of this form; take it out or spell it right"
            raise DocumentRefused("bad-form", "document", message)


def _bad(name: str, bt: str, value: object, wanted: str) -> DocumentRefused:
    if isinstance(value, _Number):
        found = f"the number {value.text[:40]}"
    else:
        kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
        found = kinds.get(type(value), "null")
    return DocumentRefused("bad-form", bt, f"{name[:80]} has to be {wanted}, it is {found}")


def _read_head(fields: _Fields, draft: Draft) -> None:
    draft.number = fields.text("number", "BT-1")
    draft.type_code = fields.text("type", "BT-3") or _COMMERCIAL_INVOICE
    draft.currency = fields.text("currency", "BT-5")
    issued = fields.text("issue_date", "BT-2")
    draft.issue_date = iso_date(issued, "BT-2", draft.findings) if issued else None
    due = fields.text("due_date", "BT-9")
    draft.due_dates = [iso_date(due, "BT-9", draft.findings)] if due else []
    delivered = fields.text("delivery_date", "BT-72")
    draft.delivery_dates = [iso_date(delivered, "BT-72", draft.findings)] if delivered else []


def _read_references(fields: _Fields, draft: Draft) -> None:
    draft.order_reference = fields.text("order", "BT-13")
    draft.contract_reference = fields.text("contract", "BT-12")
    draft.buyer_reference = fields.text("buyer_reference", "BT-10")
    draft.payment_terms = fields.text("payment_terms", "BT-20")
    draft.payee = fields.text("payee", "BT-59")
    draft.accounts = fields.texts("accounts", "BT-84")
    draft.preceding = fields.texts("preceding", "BT-25")


def _read_amounts(fields: _Fields, draft: Draft) -> None:
    totals = fields.object("totals", "BG-22")
    if totals is not None:
        found = {bt: totals.text(name, bt) for name, bt in _TOTALS.items()}
        draft.totals = {bt: Amount(text, None) for bt, text in found.items() if text}
        totals.end()
    vat = draft.totals.pop("BT-110", None)
    draft.vat_totals = [vat] if vat else []
    draft.lines = _amounts(fields.objects("lines", "BG-25"), "BT-131", {"name": "BT-153"})
    draft.vat_breakdown = _amounts(fields.objects("vat", "BG-23"), "BT-117", {"rate": "BT-119"})
    reasons = {"BT-92": {"reason": "BT-97"}, "BT-99": {"reason": "BT-104"}}
    draft.allowances = _amounts(fields.objects("allowances", "BG-20"), "BT-92", reasons["BT-92"])
    draft.charges = _amounts(fields.objects("charges", "BG-21"), "BT-99", reasons["BT-99"])


def _amounts(entries: list[_Fields], bt: str, words: dict[str, str]) -> list[Amount]:
    """Return the amounts of *entries*; the words beside them are for people."""
    found: list[Amount] = []
    for entry in entries:
        value = entry.text("amount", bt)
        if value is None:
            raise DocumentRefused("missing-amount", bt, f"{entry.where}amount is missing")
        for name, term in words.items():
            entry.text(name, term)
        entry.end()
        found.append(Amount(value, None))
    return found


def _party(
    fields: _Fields | None, terms: dict[Kind, str], name_bt: str, country_bt: str
) -> DraftParty | None:
    if fields is None:
        return None
    name = fields.text("name", name_bt)
    country = fields.text("country", country_bt)
    ids = [_identifier(entry, terms) for entry in fields.objects("ids", terms["party"])]
    fields.end()
    return DraftParty(name, ids, country)


def _identifier(entry: _Fields, terms: dict[Kind, str]) -> FoundId:
    given = entry.text("kind", terms["party"])
    kind: Kind | None = next((known for known in get_args(Kind) if known == given), None)
    if kind is None:
        message = f"{entry.where}kind is {given!r}; known are {', '.join(get_args(Kind))}"
        raise DocumentRefused("bad-form", terms["party"], message)
    bt = terms.get(kind, terms["legal"])
    scheme, value = entry.text("scheme", bt), entry.text("value", bt)
    if value is None:
        raise DocumentRefused("bad-form", bt, f"{entry.where}value is missing")
    entry.end()
    return FoundId(bt, kind, scheme or TAX_SCHEMES.get(kind), value)
