"""What a reader of an accepted invoice should know about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from silkline.documents.draft import Amount, Draft, FoundId
from silkline.documents.errors import DocumentRefused
from silkline.documents.identity import (
    ORDER,
    canonical_identifier,
    canonical_number,
    classify,
    primary,
)
from silkline.documents.model import Finding, Identifier, Severity
from silkline.documents.rules import NamedParty, exact_sum, read_decimal
from silkline.errors import BadInput
from silkline.identifiers import check_gln, check_iban, check_lei, check_uscc, check_vat, compact
from silkline.money import minor_digits

__all__ = ["accounts", "identifiers", "remarks", "same_party"]

_IBAN_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{8,30}", re.ASCII)
_GLN_SCHEME = "0088"


def remarks(draft: Draft) -> Iterator[Finding]:
    """Yield the findings about everything but parties and accounts."""
    yield from _about_profile(draft)
    yield from _about_due_date(draft)
    yield from _about_amounts(draft)
    if draft.type_code == "389":
        yield _info("self-billed", "BT-3", "the buyer wrote this invoice for the seller")
    if not canonical_number(draft.number or "").isascii():
        message = f"{draft.number!r} is not plain ASCII; compare it with the paper"
        yield _warning("number-characters", "BT-1", message)
    if draft.payee:
        message = f"to be paid to {draft.payee!r}; ask whether the debt was assigned before"
        yield _warning("other-payee", "BT-59", message)
    for number in draft.preceding:
        yield _info("preceding-invoice", "BT-25", f"refers to invoice {number!r}")
    for name in draft.attachments:
        yield _info("attachment-skipped", "BG-24", f"{name!r} was not read")


def accounts(draft: Draft) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the IBANs to pay to, without blanks, and what is wrong with the accounts."""
    ibans: list[str] = []
    findings: list[Finding] = []
    for account in draft.accounts:
        iban = compact(account)
        if not _IBAN_FORM.fullmatch(iban):
            findings.append(_info("account-not-iban", "BT-84", f"{account!r} is not an IBAN"))
            continue
        if iban not in ibans:
            ibans.append(iban)
        if not check_iban(iban):
            findings.append(_error("iban-check", "BT-84", f"{account!r} has wrong check digits"))
    return tuple(ibans), findings


def identifiers(
    party: NamedParty, role: str, bt: str
) -> tuple[tuple[Identifier, ...], list[Finding]]:
    """
    Return the party's identifiers, the naming kinds first, and what is wrong with them.

    Raises:
        DocumentRefused: bad-identifier, when one has characters without a meaning.
    """
    found: list[Identifier] = []
    findings: list[Finding] = []
    for entry in party.ids:
        identifier = _readable(entry, party.country)
        if identifier not in found:
            found.append(identifier)
            findings.extend(_about_identifier(identifier, entry))
    if primary(found) is None:
        message = f"the {role} has no identifier, so the invoice has no fingerprint"
        findings.append(_error("no-identifier", bt, message))
    return tuple(sorted(found, key=lambda identifier: ORDER.index(identifier.kind))), findings


def same_party(seller: tuple[Identifier, ...], buyer: tuple[Identifier, ...]) -> list[Finding]:
    """Return a finding when seller and buyer are named by the same identifier."""
    one, other = primary(seller), primary(buyer)
    if one is None or other is None:
        return []
    if canonical_identifier(one.value) != canonical_identifier(other.value):
        return []
    message = f"seller and buyer are both {one.value!r}: nobody owes anything to himself"
    return [_error("same-party", "BG-7", message)]


def _readable(entry: FoundId, country: str | None) -> Identifier:
    try:
        canonical_identifier(entry.value)
    except BadInput as error:
        raise DocumentRefused("bad-identifier", entry.field, str(error)) from error
    return classify(entry.kind, entry.scheme, entry.value, country)


def _about_identifier(identifier: Identifier, entry: FoundId) -> Iterator[Finding]:
    kind, value = identifier.kind, identifier.value
    if kind == "lei" and not check_lei(value):
        yield _error("lei-check", entry.field, f"{value!r} is not a valid LEI")
    if kind == "uscc" and not check_uscc(value):
        yield _error("uscc-check", entry.field, f"{value!r} is not a valid USCC")
    if kind == "vat":
        valid = check_vat(value)
        if valid is False:
            yield _error("vat-check", entry.field, f"{value!r} is not a valid VAT number")
        if valid is None:
            yield _info("vat-unchecked", entry.field, f"no rule is known for {value!r}")
    if identifier.scheme == _GLN_SCHEME and not check_gln(value):
        yield _error("gln-check", entry.field, f"{value!r} is not a valid GLN")


def _about_profile(draft: Draft) -> Iterator[Finding]:
    is_xml_of_en16931 = draft.syntax in ("UBL", "CII")
    if is_xml_of_en16931 and draft.customization is None:
        yield _warning(
            "no-profile", "BT-24", "the invoice names no specification; it was read as EN 16931"
        )
    elif draft.customization and not draft.customization.startswith("urn:cen.eu:en16931:2017"):
        message = f"{draft.customization!r} is not EN 16931; it was read as if it were"
        yield _warning("other-profile", "BT-24", message)
    if not draft.lines:
        yield _warning("no-lines", "BG-25", "the invoice has no lines, so BR-CO-10 was not checked")


def _about_due_date(draft: Draft) -> Iterator[Finding]:
    if not draft.due_dates:
        yield _warning(
            "no-due-date", "BT-9", "the invoice names no due date; a receivable needs one"
        )
    elif len(set(draft.due_dates)) > 1:
        dates = ", ".join(map(str, sorted(set(draft.due_dates))))
        yield _warning("several-due-dates", "BT-9", f"the invoice names {dates}; agree on one")
    if draft.due_date_elsewhere:
        message = f"{draft.due_date_elsewhere} stands outside BT-9 and was not taken"
        yield _warning("due-date-elsewhere", "BT-9", message)
    if "#SKONTO#" in (draft.payment_terms or "").upper():
        yield _warning("cash-discount", "BT-20", "less is owed when it is paid early: see terms")


def _about_amounts(draft: Draft) -> Iterator[Finding]:
    yield from _about_sum(draft.allowances, draft.totals.get("BT-107"), "BR-CO-11", "BT-107")
    yield from _about_sum(draft.charges, draft.totals.get("BT-108"), "BR-CO-12", "BT-108")
    if draft.syntax == "UBL" and any(total.currency is None for total in draft.totals.values()):
        yield _warning(
            "no-currency-attribute", "BG-22", "a total names no currency; BT-5 was taken"
        )
    if draft.third_party_payments:
        message = "the amount due includes claims of third parties (BG-DEX-09)"
        yield _warning("third-party-claims", "BT-115", message)
    digits = minor_digits(draft.currency or "")
    for line in draft.lines:
        if len(line.text.partition(".")[2]) > digits:
            message = f"line amount {line.text} has more than {digits} decimals"
            yield _warning("line-decimals", "BT-131", message)
            return


def _about_sum(parts: list[Amount], total: Amount | None, rule: str, bt: str) -> Iterator[Finding]:
    expected = exact_sum(parts, bt)
    found = read_decimal(total, bt) if total else Decimal(0)
    if expected != found:
        yield _warning(rule, bt, f"the total is {found:f}, its parts add up to {expected:f}")


def _finding(severity: Severity, code: str, bt: str, message: str) -> Finding:
    return Finding(code, bt, message, severity)


def _info(code: str, bt: str, message: str) -> Finding:
    return _finding("info", code, bt, message)


def _warning(code: str, bt: str, message: str) -> Finding:
    return _finding("warning", code, bt, message)


def _error(code: str, bt: str, message: str) -> Finding:
    return _finding("error", code, bt, message)
