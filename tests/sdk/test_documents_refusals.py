"""
documents.read, what is refused and in which words

├── the file              not found, a folder, too large
├── the kind              credit note, correction, other types, wrong root, wrong namespace
├── what must be there    number, date, type, currency, seller, buyer, amounts
├── what must be once     duplicate and nested elements
├── dates                 unreadable, due before issue
├── currencies            unknown, withdrawn, mixed
├── amounts               unreadable, decimals, too large, negative, zero, fully prepaid
└── sums                  BR-CO-10, 13, 14, 15, 16
"""

from pathlib import Path

import pytest

from silkline import documents
from silkline.documents import DocumentRefused

DATA = Path(__file__).parent / "data"
UBL = (DATA / "ubl.xml").read_bytes()
CII = (DATA / "cii.xml").read_bytes()


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return the document with each first text replaced by the second; it must be there."""
    text = data.decode()
    for old, new in pairs:
        assert old in text, f"{old!r} is not in the document"
        text = text.replace(old, new)
    return text.encode()


def ubl(*pairs: tuple[str, str]) -> bytes:
    """Return the UBL sample with changes."""
    return changed(UBL, *pairs)


def cii(*pairs: tuple[str, str]) -> bytes:
    """Return the CII sample with changes."""
    return changed(CII, *pairs)


def total(name: str, old: str, new: str) -> tuple[str, str]:
    """Return the change of one amount of the UBL's totals."""
    return f'<cbc:{name} currencyID="EUR">{old}<', f'<cbc:{name} currencyID="EUR">{new}<'


def refused(data, **options) -> DocumentRefused:
    """Return the refusal that reading gives."""
    with pytest.raises(DocumentRefused) as refusal:
        documents.read(data, **options)
    return refusal.value


def test_files_that_cannot_be_read(tmp_path):
    """A missing file, a folder and one above the limit are each refused with their own code."""
    missing, too_large = refused(tmp_path / "none.xml"), refused(DATA / "ubl.xml", max_bytes=100)

    assert (missing.code, missing.field) == ("file-not-found", "document")
    assert refused(tmp_path).code == "not-a-file"
    assert refused("a\0b").code == "unreadable"
    assert (too_large.code, too_large.message) == (
        "too-large",
        "more than 100 bytes; raise max_bytes if it is meant",
    )
    assert documents.read(UBL, max_bytes=len(UBL)).number == "Re-2027/0042 a"
    assert refused(UBL, max_bytes=len(UBL) - 1).code == "too-large"


CASES = {
    "type 381": (ubl(("Code>380<", "Code>381<")), "credit-note", "BT-3"),
    "type 381 in CII": (cii(("Code>380<", "Code>381<")), "credit-note", "BT-3"),
    "UBL CreditNote": (
        ubl(
            ("Invoice-2", "CreditNote-2"),
            ("<Invoice ", "<CreditNote "),
            ("</Invoice>", "</CreditNote>"),
        ),
        "credit-note",
        "document",
    ),
    "type 384": (ubl(("Code>380<", "Code>384<")), "correction", "BT-3"),
    "type 386": (ubl(("Code>380<", "Code>386<")), "type-code", "BT-3"),
    "type 393": (cii(("Code>380<", "Code>393<")), "type-code", "BT-3"),
    "type 999": (ubl(("Code>380<", "Code>999<")), "type-code", "BT-3"),
    "no type": (ubl(("Code>380<", "Code><")), "missing-type", "BT-3"),
    "another root": (b"<Order/>", "wrong-root", "document"),
    "ZUGFeRD 1": (
        b'<x:CrossIndustryDocument xmlns:x="urn:ferd:CrossIndustryDocument:invoice:1p0"/>',
        "wrong-root",
        "document",
    ),
    "no namespace": (b"<Invoice/>", "wrong-namespace", "document"),
    "another namespace": (
        ubl(("schema:xsd:Invoice-2", "schema:xsd:Invoice-3")),
        "wrong-namespace",
        "document",
    ),
    "another CII": (
        cii(("CrossIndustryInvoice:100", "CrossIndustryInvoice:200")),
        "wrong-namespace",
        "document",
    ),
    "no number": (ubl(("<cbc:ID>Re-2027/0042 a</cbc:ID>", "")), "missing-number", "BT-1"),
    "empty number": (cii(("Re-2027/0042 a", " \n ")), "missing-number", "BT-1"),
    "invisible number": (ubl(("Re-2027/0042 a", "\u200b\u2060")), "missing-number", "BT-1"),
    "senseless number": (ubl(("Re-2027/0042 a", "R\u0378")), "bad-number", "BT-1"),
    "no issue date": (
        ubl(("<cbc:IssueDate>2027-02-01</cbc:IssueDate>", "")),
        "missing-date",
        "BT-2",
    ),
    "no issue date in CII": (cii(("IssueDateTime", "OtherDateTime")), "missing-date", "BT-2"),
    "no currency": (ubl((">EUR<", "><")), "missing-currency", "BT-5"),
    "no seller": (
        ubl(("AccountingSupplierParty", "SellerSupplierParty")),
        "missing-seller",
        "BT-27",
    ),
    "no seller in CII": (cii(("SellerTradeParty", "OtherTradeParty")), "missing-seller", "BT-27"),
    "nameless seller": (cii(("<ram:Name>Seller</ram:Name>", "")), "missing-seller", "BT-27"),
    "no buyer": (ubl(("AccountingCustomerParty", "BuyerCustomerParty")), "missing-buyer", "BT-44"),
    "nameless buyer": (
        cii(("<ram:Name>Buyer</ram:Name>", "<ram:Name/>")),
        "missing-buyer",
        "BT-44",
    ),
    "senseless identifier": (ubl(("V-77", "V\u0378")), "bad-identifier", "BT-29"),
    "no body in CII": (cii(("SupplyChainTradeTransaction", "Other")), "missing-currency", "BT-5"),
    "no totals": (ubl(("LegalMonetaryTotal", "OtherTotal")), "missing-amount", "BT-109"),
    "no totals in CII": (
        cii(("SpecifiedTradeSettlementHeaderMonetarySummation", "Other")),
        "missing-amount",
        "BT-109",
    ),
    "no amount due": (ubl(("PayableAmount", "OtherAmount")), "missing-amount", "BT-115"),
    "no gross": (ubl(("TaxInclusiveAmount", "OtherAmount")), "missing-amount", "BT-112"),
    "no line total": (
        cii(("<ram:LineTotalAmount>1000.00</ram:LineTotalAmount>", "")),
        "missing-amount",
        "BT-106",
    ),
    "line without amount": (
        ubl(
            (
                '<cbc:LineExtensionAmount currencyID="EUR">49.50<',
                '<cbc:LineExtensionAmount currencyID="EUR"><',
            )
        ),
        "missing-amount",
        "BT-131",
    ),
    "line without summation": (
        cii(
            ("SpecifiedTradeSettlementLineMonetarySummation", "Other"),
        ),
        "missing-amount",
        "BT-131",
    ),
    "charge without amount": (
        cii(("<ram:ActualAmount>10.00</ram:ActualAmount>", "")),
        "missing-amount",
        "BT-99",
    ),
    "two numbers": (
        ubl(("<cbc:ID>Re-2027/0042 a</cbc:ID>", "<cbc:ID>A</cbc:ID><cbc:ID>B</cbc:ID>")),
        "duplicate-element",
        "BT-1",
    ),
    "two numbers in CII": (
        cii(("<ram:ID>Re-2027/0042 a</ram:ID>", "<ram:ID>A</ram:ID><ram:ID>A</ram:ID>")),
        "duplicate-element",
        "BT-1",
    ),
    "two due dates": (
        ubl(("<cbc:DueDate>2027-03-31</cbc:DueDate>", "<cbc:DueDate>2027-03-31</cbc:DueDate>" * 2)),
        "duplicate-element",
        "BT-9",
    ),
    "two amounts due": (
        cii(
            (
                "<ram:DuePayableAmount>1000.00</ram:DuePayableAmount>",
                "<ram:DuePayableAmount>1000.00</ram:DuePayableAmount>" * 2,
            )
        ),
        "duplicate-element",
        "BT-115",
    ),
    "two totals": (
        ubl(("</cac:LegalMonetaryTotal>", "</cac:LegalMonetaryTotal><cac:LegalMonetaryTotal/>")),
        "duplicate-element",
        "BG-22",
    ),
    "two sellers": (
        cii(("<ram:BuyerTradeParty>", "<ram:SellerTradeParty/><ram:BuyerTradeParty>")),
        "duplicate-element",
        "BG-4",
    ),
    "two VAT totals": (
        cii(('TaxTotalAmount currencyID="USD"', 'TaxTotalAmount currencyID="EUR"')),
        "duplicate-element",
        "BT-110",
    ),
    "elements in a number": (
        ubl(("Re-2027/0042 a", "Re-2027<cbc:ID>1</cbc:ID>")),
        "nested-element",
        "BT-1",
    ),
    "no date at all": (ubl((">2027-02-01<", ">yesterday<")), "bad-date", "BT-2"),
    "no day of the calendar": (ubl((">2027-03-31<", ">2027-02-30<")), "bad-date", "BT-9"),
    "digits of another script": (ubl((">2027-03-31<", ">２０２７-03-31<")), "bad-date", "BT-9"),
    "date of another format": (
        cii(('format="102">20270331', 'format="203">202703311200')),
        "bad-date",
        "BT-9",
    ),
    "date without format": (cii((' format="102">20270331', ">20270331")), "bad-date", "BT-9"),
    "no delivery day": (cii(("20270128", "20271328")), "bad-date", "BT-72"),
    "due before issue": (ubl((">2027-03-31<", ">2027-01-31<")), "due-before-issue", "BT-9"),
    "due before issue in CII": (cii((">20270331<", ">20270131<")), "due-before-issue", "BT-9"),
    "unknown currency": (ubl((">EUR<", ">EUX<")), "unknown-currency", "BT-5"),
    "gold": (
        cii(("InvoiceCurrencyCode>EUR", "InvoiceCurrencyCode>XAU")),
        "unknown-currency",
        "BT-5",
    ),
    "withdrawn currency": (ubl(("EUR", "DEM")), "withdrawn-currency", "BT-5"),
    "amount due in another currency": (
        ubl(('PayableAmount currencyID="EUR"', 'PayableAmount currencyID="USD"')),
        "mixed-currencies",
        "BT-115",
    ),
    "line in another currency": (
        ubl(
            (
                'LineExtensionAmount currencyID="EUR">49.50',
                'LineExtensionAmount currencyID="USD">49.50',
            )
        ),
        "mixed-currencies",
        "BT-131",
    ),
    "VAT total in a third currency": (
        ubl(('TaxAmount currencyID="USD"', 'TaxAmount currencyID="CHF"')),
        "mixed-currencies",
        "BT-110",
    ),
    "VAT total without accounting currency": (
        cii(("<ram:TaxCurrencyCode>USD</ram:TaxCurrencyCode>", "")),
        "mixed-currencies",
        "BT-110",
    ),
    "no number as amount": (
        ubl(total("PayableAmount", "1000.00", "1,000.00")),
        "bad-amount",
        "BT-115",
    ),
    "float as amount": (
        cii(("DuePayableAmount>1000.00", "DuePayableAmount>1e3")),
        "bad-amount",
        "BT-115",
    ),
    "endless amount": (ubl(total("PayableAmount", "1000.00", "1" * 41)), "bad-amount", "BT-115"),
    "no number in a line": (
        cii(("LineTotalAmount>49.50", "LineTotalAmount>NaN")),
        "bad-amount",
        "BT-131",
    ),
    "three decimals in EUR": (
        ubl(total("PayableAmount", "1000.00", "1000.000")),
        "decimals",
        "BT-115",
    ),
    "three decimals in VAT": (
        cii(('currencyID="EUR">147.44', 'currencyID="EUR">147.441')),
        "decimals",
        "BT-110",
    ),
    "decimals in JPY": (ubl(("EUR", "JPY")), "decimals", "BT-106"),
    "more than a note can carry": (
        ubl(total("PayableAmount", "1000.00", "9" * 28)),
        "amount-too-large",
        "BT-115",
    ),
    "negative": (ubl(total("PayableAmount", "1000.00", "-1000.00")), "negative", "BT-115"),
    "negative gross": (cii(("GrandTotalAmount>", "GrandTotalAmount>-")), "negative", "BT-112"),
    "zero": (
        ubl(total("PayableAmount", "1000.00", "0.00"), total("PrepaidAmount", "137.40", "0.00")),
        "zero",
        "BT-115",
    ),
    "zero and nothing prepaid": (
        cii(
            ("DuePayableAmount>1000.00", "DuePayableAmount>0"),
            ("<ram:TotalPrepaidAmount>137.40</ram:TotalPrepaidAmount>", ""),
        ),
        "zero",
        "BT-115",
    ),
    "fully prepaid": (
        ubl(total("PrepaidAmount", "137.40", "1137.40"), total("PayableAmount", "1000.00", "0.00")),
        "fully-prepaid",
        "BT-115",
    ),
    "prepaid by too much": (
        ubl(
            total("PrepaidAmount", "137.40", "1237.40"),
            total("PayableAmount", "1000.00", "-100.00"),
        ),
        "negative",
        "BT-115",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_refusals_have_a_code_and_a_field(case):
    """What makes a document unfit is named by a code for programs and a business term."""
    data, code, field = CASES[case]
    refusal = refused(data)

    assert (refusal.code, refusal.field) == (code, field)
    assert refusal.message


SUMS = {
    "BR-CO-10": (
        total("LineExtensionAmount", "49.50", "49.49"),
        "BT-106",
        "line total is 1000.00, but the lines add up to 999.99",
    ),
    "BR-CO-13": (
        total("AllowanceTotalAmount", "20.00", "19.99"),
        "BT-109",
        "net is 990.00, but lines - allowances + charges is 990.01",
    ),
    "BR-CO-14": (
        total("TaxAmount", "18.24", "18.23"),
        "BT-110",
        "VAT is 147.44, but its categories add up to 147.43",
    ),
    "BR-CO-15": (
        total("TaxInclusiveAmount", "1137.44", "1137.45"),
        "BT-112",
        "gross is 1137.45, but net 990.00 + VAT 147.44 is 1137.44",
    ),
    "BR-CO-16": (
        total("PayableRoundingAmount", "-0.04", "0.04"),
        "BT-115",
        "amount due is 1000.00, but gross - prepaid + rounding is 1000.08",
    ),
}


@pytest.mark.parametrize("rule", SUMS)
def test_broken_sums_name_the_rule_and_both_values(rule):
    """One cent off is refused with the rule's id, the amount written and the amount worked out."""
    change, field, message = SUMS[rule]
    refusal = refused(ubl(change))

    assert (refusal.code, refusal.field, refusal.message) == (rule, field, message)


def test_sums_are_exact_beyond_any_float():
    """Half a cent in a line that no rounding shows is still refused."""
    refusal = refused(ubl(total("LineExtensionAmount", "49.50", "49.5000000000000000000000001")))

    assert refusal.code == "BR-CO-10"
    assert refusal.message.endswith("add up to 1000.0000000000000000000000001")


def test_missing_vat_total_counts_as_zero():
    """An invoice with categories but without a VAT total breaks BR-CO-14, not the reader."""
    refusal = refused(cii(('<ram:TaxTotalAmount currencyID="EUR">147.44</ram:TaxTotalAmount>', "")))

    assert (refusal.code, refusal.field) == ("BR-CO-14", "BT-110")


def test_no_lines_where_lines_are_due():
    """Outside the profiles without lines a line total needs lines."""
    refusal = refused(ubl(("InvoiceLine>", "OtherLine>")))

    assert (refusal.code, refusal.message) == (
        "BR-CO-10",
        "line total is 1000.00, but the lines add up to 0",
    )


def test_reasons_are_told():
    """Types that look like invoices say why they are none."""
    assert "assigned before" in refused(ubl(("Code>380<", "Code>393<"))).message
    assert "no delivery" in refused(ubl(("Code>380<", "Code>386<"))).message
    assert "accepted are" in refused(ubl(("Code>380<", "Code>999<"))).message
    assert "2002-03" in refused(ubl(("EUR", "DEM"))).message
    assert "CreditNote" in refused(CASES["UBL CreditNote"][0]).message
