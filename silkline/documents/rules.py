"""
What is refused, in this order.

1. The kind of document (BT-3), then number, issue date and currency.
2. Seller and buyer have names.
3. Amounts: readable, in one currency, with no more decimals than it has.
4. The amount due is above zero.
5. Sums: BR-CO-10, 13, 14, 15, 16 of EN 16931, exactly.
6. The due date is not before the issue date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact, localcontext

from silkline.documents.draft import Amount, Draft, DraftParty, FoundId
from silkline.documents.errors import DocumentRefused
from silkline.documents.identity import canonical_number
from silkline.errors import BadInput
from silkline.money import Money, UnknownCurrency, minor_digits

__all__ = [
    "TYPE_CODES",
    "Head",
    "NamedParty",
    "check_amounts",
    "check_due_date",
    "check_head",
    "check_party",
    "exact_sum",
    "read_decimal",
]

TYPE_CODES = {
    "82": "metered services invoice",
    "326": "partial invoice",
    "331": "commercial invoice with packing list",
    "380": "commercial invoice",
    "388": "tax invoice",
    "389": "self-billed invoice",
    "780": "freight invoice",
    "875": "partial construction invoice",
    "876": "partial final construction invoice",
    "877": "final construction invoice",
}
"""UNTDID 1001: documents that ask for the payment of something delivered."""

CREDIT_NOTES = "81 83 261 262 296 308 381 396 420 458 502 503 532"
REASONS = {
    "325": "a pro-forma invoice asks for no payment",
    "383": "a debit note changes an earlier invoice",
    "386": "a prepayment has no delivery behind it yet",
    "393": "a factored invoice was assigned before",
    "751": "invoice data for bookkeeping are no invoice",
}

TERMS = {
    "BT-106": "line total",
    "BT-107": "allowances",
    "BT-108": "charges",
    "BT-109": "net",
    "BT-110": "VAT",
    "BT-112": "gross",
    "BT-113": "prepaid",
    "BT-114": "rounding",
    "BT-115": "amount due",
}
# Profiles of Factur-X without lines; MINIMUM has no line total either.
WITHOUT_LINES = ("urn:factur-x.eu:1p0:minimum", "urn:factur-x.eu:1p0:basicwl")

MAX_MINOR = 2**96 - 1
"""Largest amount that a note can carry, in minor units."""

EXACT = Context(prec=200, traps=[Inexact])
"""Arithmetic that would rather fail than round; amounts have at most 40 characters."""

_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_MAX_AMOUNT_LENGTH = 40


@dataclass(frozen=True)
class Head:
    """What every invoice must have before its amounts are looked at."""

    type_code: str
    number: str
    issue_date: date
    currency: str


@dataclass(frozen=True)
class NamedParty:
    """A party that has a name."""

    name: str
    ids: list[FoundId]
    country: str | None


def check_head(draft: Draft) -> Head:
    """
    Check the kind of document, its number, date and currency.

    Raises:
        DocumentRefused: credit-note, correction, type-code, missing-number, bad-number,
            missing-date, missing-currency, unknown-currency or withdrawn-currency.
    """
    type_code = _check_type(draft.type_code)
    if draft.number is None:
        raise DocumentRefused("missing-number", "BT-1", "the invoice has no number")
    try:
        canonical = canonical_number(draft.number)
    except BadInput as error:
        raise DocumentRefused("bad-number", "BT-1", str(error)) from error
    if not canonical:
        raise DocumentRefused("missing-number", "BT-1", "the number has no visible character")
    if draft.issue_date is None:
        raise DocumentRefused("missing-date", "BT-2", "the invoice has no issue date")
    return Head(type_code, draft.number, draft.issue_date, _check_currency(draft.currency))


def check_party(party: DraftParty | None, role: str, bt: str) -> NamedParty:
    """
    Check that the party exists and has a name.

    Raises:
        DocumentRefused: missing-seller or missing-buyer.
    """
    if party is None or party.name is None:
        what = "is missing" if party is None else "has no name"
        raise DocumentRefused(f"missing-{role}", bt, f"the {role} {what}")
    return NamedParty(party.name, party.ids, party.country)


def check_amounts(draft: Draft, currency: str) -> dict[str, Money]:
    """
    Check currencies, decimals, signs and sums; return the document's totals by business term.

    Raises:
        DocumentRefused: missing-amount, bad-amount, mixed-currencies, decimals,
            amount-too-large, negative, fully-prepaid, zero, or the id of a broken sum.
    """
    _check_one_currency(draft, currency)
    written = dict(draft.totals)
    for vat in draft.vat_totals:
        if vat.currency in (None, currency):
            if "BT-110" in written:
                message = f"two VAT totals in {currency} where one is allowed"
                raise DocumentRefused("duplicate-element", "BT-110", message)
            written["BT-110"] = vat
    values = {bt: read_decimal(amount, bt) for bt, amount in written.items()}
    totals = {bt: _money(value, currency, bt) for bt, value in values.items()}
    for bt in ("BT-109", "BT-112", "BT-115"):
        if bt not in totals:
            raise DocumentRefused("missing-amount", bt, f"the {TERMS[bt]} amount is missing")
    _check_signs(totals)
    with localcontext(EXACT):
        _check_sums(draft, values)
    return totals


def check_due_date(draft: Draft, issue_date: date) -> date | None:
    """
    Return the due date: BT-9 where there is exactly one.

    Raises:
        DocumentRefused: due-before-issue.
    """
    for due in draft.due_dates:
        if due < issue_date:
            message = f"due on {due}, issued on {issue_date}"
            raise DocumentRefused("due-before-issue", "BT-9", message)
    return draft.due_dates[0] if len(set(draft.due_dates)) == 1 else None


def read_decimal(amount: Amount, bt: str) -> Decimal:
    """
    Return the number as written.

    Raises:
        DocumentRefused: bad-amount.
    """
    if len(amount.text) > _MAX_AMOUNT_LENGTH or not _DECIMAL.fullmatch(amount.text):
        shown = amount.text[:_MAX_AMOUNT_LENGTH]
        raise DocumentRefused("bad-amount", bt, f"{shown!r} is no amount such as 4918.84")
    return Decimal(amount.text)


def exact_sum(amounts: Iterable[Amount], bt: str) -> Decimal:
    """
    Return the sum of *amounts*, to the last digit.

    Raises:
        DocumentRefused: bad-amount.
    """
    with localcontext(EXACT):
        return sum((read_decimal(amount, bt) for amount in amounts), Decimal(0))


def _check_type(code: str | None) -> str:
    if code is None:
        raise DocumentRefused("missing-type", "BT-3", "the type code is missing")
    if code in CREDIT_NOTES.split():
        message = f"type {code} is a credit note: nothing is owed on it"
        raise DocumentRefused("credit-note", "BT-3", message)
    if code == "384":
        message = "type 384 corrects another invoice; use the invoice that is owed in the end"
        raise DocumentRefused("correction", "BT-3", message)
    if code not in TYPE_CODES:
        reason = REASONS.get(code, f"accepted are {', '.join(TYPE_CODES)}")
        raise DocumentRefused("type-code", "BT-3", f"type {code[:20]} is not accepted: {reason}")
    return code


def _check_currency(code: str | None) -> str:
    if code is None:
        raise DocumentRefused("missing-currency", "BT-5", "the currency is missing")
    try:
        minor_digits(code)
    except UnknownCurrency as error:
        kind = "withdrawn-currency" if error.withdrawn else "unknown-currency"
        raise DocumentRefused(kind, "BT-5", str(error)) from error
    return code


def _check_one_currency(draft: Draft, currency: str) -> None:
    """The VAT total may also be in the accounting currency (BT-6); nothing else may."""
    groups = {
        "BT-117": draft.vat_breakdown,
        "BT-131": draft.lines,
        "BT-92": draft.allowances,
        "BT-99": draft.charges,
        "BT-DEX-002": draft.third_party_payments,
        **{bt: [amount] for bt, amount in draft.totals.items()},
    }
    for bt, amounts in groups.items():
        for amount in amounts:
            if amount.currency not in (None, currency):
                message = f"{amount.text} {amount.currency} in an invoice in {currency}"
                raise DocumentRefused("mixed-currencies", bt, message)
    for vat in draft.vat_totals:
        if vat.currency not in (None, currency, draft.tax_currency):
            accounting = draft.tax_currency or "none"
            message = f"VAT total in {vat.currency}; invoice {currency}, accounting {accounting}"
            raise DocumentRefused("mixed-currencies", "BT-110", message)


def _money(value: Decimal, currency: str, bt: str) -> Money:
    digits, exponent = minor_digits(currency), value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > digits:
        message = f"{TERMS[bt]} {value} has {-exponent} decimals, {currency} has {digits}"
        raise DocumentRefused("decimals", bt, message)
    money = Money(value, currency)
    if abs(money.minor) > MAX_MINOR:
        raise DocumentRefused("amount-too-large", bt, f"{TERMS[bt]} {value} is above 2**96 units")
    return money


def _check_signs(totals: dict[str, Money]) -> None:
    for bt in ("BT-115", "BT-112"):
        if totals[bt].minor < 0:
            message = f"{TERMS[bt]} {totals[bt]} is below zero: nothing is owed to the seller"
            raise DocumentRefused("negative", bt, message)
    if totals["BT-115"].minor == 0:
        prepaid = totals.get("BT-113")
        if prepaid and prepaid.minor > 0:
            message = f"gross {totals['BT-112']}, prepaid {prepaid}: nothing is left to be paid"
            raise DocumentRefused("fully-prepaid", "BT-115", message)
        raise DocumentRefused("zero", "BT-115", "the amount due is zero")


def _check_sums(draft: Draft, totals: dict[str, Decimal]) -> None:
    zero = Decimal(0)
    line_total, net, vat = totals.get("BT-106"), totals["BT-109"], totals.get("BT-110", zero)
    gross, due = totals["BT-112"], totals["BT-115"]
    if line_total is not None:
        lines = exact_sum(draft.lines, "BT-131")
        if draft.lines or not _is_without_lines(draft):
            _check_sum("BR-CO-10", "BT-106", line_total, "the lines add up to", lines)
        expected = line_total - totals.get("BT-107", zero) + totals.get("BT-108", zero)
        _check_sum("BR-CO-13", "BT-109", net, "lines - allowances + charges is", expected)
    elif not _is_without_lines(draft):
        raise DocumentRefused("missing-amount", "BT-106", "the line total amount is missing")
    if draft.vat_breakdown:
        categories = exact_sum(draft.vat_breakdown, "BT-117")
        _check_sum("BR-CO-14", "BT-110", vat, "its categories add up to", categories)
    _check_sum("BR-CO-15", "BT-112", gross, f"net {net:f} + VAT {vat:f} is", net + vat)
    others = exact_sum(draft.third_party_payments, "BT-DEX-002")
    expected = gross - totals.get("BT-113", zero) + totals.get("BT-114", zero) + others
    _check_sum("BR-CO-16", "BT-115", due, "gross - prepaid + rounding is", expected)


def _check_sum(rule: str, bt: str, found: Decimal, said: str, expected: Decimal) -> None:
    if found != expected:
        raise DocumentRefused(rule, bt, f"{TERMS[bt]} is {found:f}, but {said} {expected:f}")


def _is_without_lines(draft: Draft) -> bool:
    return (draft.customization or "").startswith(WITHOUT_LINES)
