"""
documents.read, what is read

├── from a path, a Path or bytes
├── UBL and CII of one invoice say the same
├── several VAT rates, allowances, charges, prepaid, rounding, VAT in another currency
├── currencies with 0, 2 and 3 minor digits
├── the due date is BT-9 or None
└── kinds of invoices, lines and payments that differ from the ordinary
"""

import pickle
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from silkline import documents
from silkline.documents import DocumentRefused, Identifier, Invoice, require_twins
from silkline.money import Money

DATA = Path(__file__).parent / "data"
DEMO = Path(__file__).parents[2] / "demo"
UBL = (DATA / "ubl.xml").read_bytes()
CII = (DATA / "cii.xml").read_bytes()
GLN = "4000000000013"


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return the document with each first text replaced by the second; it must be there."""
    text = data.decode()
    for old, new in pairs:
        assert old in text, f"{old!r} is not in the document"
        text = text.replace(old, new)
    return text.encode()


def euros(amount: str) -> Money:
    """Return an amount in EUR."""
    return Money(amount, "EUR")


@pytest.mark.parametrize("source", [DATA / "ubl.xml", str(DATA / "ubl.xml"), UBL])
def test_a_document_is_a_path_or_bytes(source):
    """A path as str or Path and the contents themselves are read alike."""
    assert documents.read(source) == documents.read(UBL)


def test_every_field_is_read():
    """Each business term of the document stands in its attribute."""
    invoice = documents.read(UBL)

    assert invoice == Invoice(
        syntax="UBL",
        customization="urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        number="Re-2027/0042 a",
        issue_date=date(2027, 2, 1),
        type_code="380",
        due_date=date(2027, 3, 31),
        currency="EUR",
        line_total=euros("1000.00"),
        allowances=euros("20.00"),
        charges=euros("10.00"),
        net=euros("990.00"),
        vat=euros("147.44"),
        gross=euros("1137.44"),
        prepaid=euros("137.40"),
        rounding=euros("-0.04"),
        amount_due=euros("1000.00"),
        order_reference="PO-13",
        contract_reference="CT-12",
        buyer_reference="BUY-10",
        payment_terms="Net on 31 March 2027.",
        ibans=("DE09000000000000000001",),
        delivery_date=date(2027, 1, 28),
        seller=documents.Party(
            "Seller",
            (
                Identifier("vat", "VA", "DE999999018"),
                Identifier("legal", None, "HRB 900001"),
                Identifier("tax", "FC", "30/123/45678"),
                Identifier("party", None, "V-77"),
                Identifier("party", "0088", GLN),
                Identifier("endpoint", "EM", "sales@seller.example"),
            ),
            "DE",
        ),
        buyer=documents.Party(
            "Buyer",
            (
                Identifier("lei", "0199", "999900ANCHOREXAMPL61"),
                Identifier("vat", "VA", "DE999999026"),
                Identifier("party", None, "C-1044"),
                Identifier("endpoint", "0088", GLN),
            ),
            "DE",
        ),
        findings=(
            documents.Finding("attachment-skipped", "BG-24", "'delivery.pdf' was not read", "info"),
        ),
    )


def test_both_syntaxes_say_the_same():
    """The CII of an invoice gives the same object as its UBL, but for syntax and profile."""
    ubl, cii = asdict(documents.read(UBL)), asdict(documents.read(CII))
    for own in ("syntax", "customization"):
        ubl.pop(own), cii.pop(own)

    assert ubl == cii


def test_twins_are_accepted_and_strangers_refused():
    """Two files of one number must agree in every amount and date, else both values are named."""
    require_twins(documents.read(UBL), documents.read(CII))
    other = documents.read(changed(CII, ("20270331", "20270401")))

    with pytest.raises(
        DocumentRefused, match="UBL says 2027-03-31, CII says 2027-04-01"
    ) as refusal:
        require_twins(documents.read(UBL), other)
    assert (refusal.value.code, refusal.value.field) == ("twins-disagree", "BT-9")


def test_twins_have_one_seller():
    """Files that agree in all amounts but name different sellers are not one invoice."""
    other = documents.read(changed(CII, ("DE999999018", "DE999999026X")))

    with pytest.raises(DocumentRefused, match="fingerprint inputs differ"):
        require_twins(documents.read(UBL), other)


def test_the_demo_invoice_is_clean_in_both_syntaxes():
    """The demo's two files have no finding, pass strict, and have one fingerprint input."""
    ubl = documents.read(DEMO / "invoice.xml", strict=True)
    cii = documents.read(DEMO / "invoice-cii.xml", strict=True)

    assert ubl.findings == cii.findings == ()
    assert (ubl.net, ubl.vat, ubl.amount_due) == (
        euros("1000000.00"),
        euros("190000.00"),
        euros("1190000.00"),
    )
    assert (ubl.seller.name, ubl.buyer.name) == ("Tier-1 Supplier", "Anchor")
    assert documents.fingerprint_input(ubl) == documents.fingerprint_input(cii)
    require_twins(ubl, cii)


def in_currency(code: str, digits: int) -> bytes:
    """Return the UBL in another currency, its amounts with *digits* decimals."""
    text = UBL.decode().replace('currencyID="EUR"', f'currencyID="{code}"')
    text = text.replace(">EUR<", f">{code}<")
    pattern = rf'(currencyID="{code}">-?\d+)\.(\d\d)<'
    if digits == 0:  # the whole units of the original are not consistent: move the point
        return re.sub(pattern, r"\1\2<", text).encode()
    return re.sub(pattern, lambda m: f"{m[1]}.{m[2].ljust(digits, '0')}<", text).encode()


@pytest.mark.parametrize(
    ("code", "digits", "text", "minor"),
    [("JPY", 0, "100000", 100000), ("CNY", 2, "1000.00", 100000), ("KWD", 3, "1000.000", 1000000)],
)
def test_minor_digits_follow_the_currency(code, digits, text, minor):
    """Amounts are read with as many decimals as the currency has."""
    due = documents.read(in_currency(code, digits)).amount_due

    assert (due.number, due.minor, due.currency) == (text, minor, code)


@pytest.mark.parametrize(
    "spelling", ["1000", "1000.", "1000.0", "+1000.00", "01000.00", " 1000.00\n"]
)
def test_amounts_may_be_spelt_differently(spelling):
    """Every spelling that XML's decimals allow is the same amount."""
    data = changed(
        UBL,
        ('PayableAmount currencyID="EUR">1000.00', f'PayableAmount currencyID="EUR">{spelling}'),
    )

    assert documents.read(data).amount_due == euros("1000.00")


def test_the_due_date_is_never_guessed():
    """Without BT-9 there is no due date, whatever the terms or other elements say."""
    element = "<cbc:DueDate>2027-03-31</cbc:DueDate>"
    code = "<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>"
    elsewhere = f"{code}<cbc:PaymentDueDate>2027-03-31</cbc:PaymentDueDate>"
    invoice = documents.read(changed(UBL, (element, ""), (code, elsewhere)))

    assert invoice.due_date is None
    assert [f.code for f in invoice.findings][:2] == ["no-due-date", "due-date-elsewhere"]


def test_several_due_dates_are_none():
    """Terms with different due dates give no due date, the same date twice is one."""
    first = '<udt:DateTimeString format="102">20270331</udt:DateTimeString>'
    terms = re.search(
        r" *<ram:SpecifiedTradePaymentTerms>.*?</ram:SpecifiedTradePaymentTerms>",
        CII.decode(),
        re.S,
    )[0]
    twice = changed(CII, (terms, terms + terms))
    split = changed(CII, (terms, terms + terms.replace(first, first.replace("0331", "0430"))))

    assert documents.read(twice).due_date == date(2027, 3, 31)
    assert documents.read(split).due_date is None
    assert (
        documents.read(split).findings[0].message
        == "the invoice names 2027-03-31, 2027-04-30; agree on one"
    )


def test_a_time_zone_does_not_move_the_day():
    """XML dates may carry a time zone; the day as printed counts and a finding says so."""
    invoice = documents.read(
        changed(UBL, ("2027-02-01<", "2027-02-01+01:00<"), ("2027-03-31<", "2027-03-31Z<"))
    )

    assert (invoice.issue_date, invoice.due_date) == (date(2027, 2, 1), date(2027, 3, 31))
    assert [f.code for f in invoice.findings].count("date-time-zone") == 2


@pytest.mark.parametrize("code", sorted(documents.TYPE_CODES))
def test_kinds_of_invoices(code):
    """Each accepted type code is read, in both syntaxes."""
    ubl = changed(UBL, ("InvoiceTypeCode>380", f"InvoiceTypeCode>{code}"))
    cii = changed(CII, ("<ram:TypeCode>380", f"<ram:TypeCode>{code}"))

    assert documents.read(ubl).type_code == documents.read(cii).type_code == code


def test_sub_lines_do_not_count():
    """Group and information lines of Factur-X EXTENDED repeat others and are left out."""
    line = re.search(
        r" *<ram:IncludedSupplyChainTradeLineItem>.*?</ram:IncludedSupplyChainTradeLineItem>",
        CII.decode(),
        re.S,
    )[0]
    for reason in ("GROUP", "INFORMATION"):
        extra = line.replace(
            "</ram:LineID>",
            f"</ram:LineID><ram:LineStatusReasonCode>{reason}</ram:LineStatusReasonCode>",
        )
        assert documents.read(changed(CII, (line, extra + line))).line_total == euros("1000.00")


def test_nested_sub_lines_do_not_count():
    """Sub-lines of the XRechnung extension stand inside a line and are part of it."""
    line = '</cac:Item>\n    <cac:Price>\n      <cbc:PriceAmount currencyID="EUR">700.00'
    amount = '<cbc:LineExtensionAmount currencyID="EUR">700.00</cbc:LineExtensionAmount>'
    nested = f"</cac:Item><cac:SubInvoiceLine>{amount}</cac:SubInvoiceLine>"
    data = changed(UBL, (line, line.replace("</cac:Item>", nested)))

    assert documents.read(data).line_total == euros("1000.00")


def test_profiles_without_lines():
    """Factur-X BASIC WL has no lines and MINIMUM no line total; both say so in a finding."""
    text = re.sub(
        r" *<ram:IncludedSupplyChainTradeLineItem>.*?</ram:IncludedSupplyChainTradeLineItem>\n",
        "",
        CII.decode(),
        flags=re.S,
    )
    basic = text.replace("urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:basicwl")
    minimum = re.sub(r" *<ram:(Line|Charge|Allowance)TotalAmount>.*?\n", "", text)
    minimum = minimum.replace("urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:minimum")

    assert documents.read(basic.encode()).line_total == euros("1000.00")
    assert documents.read(minimum.encode()).line_total is None
    assert "no-lines" in [f.code for f in documents.read(minimum.encode()).findings]


def test_third_party_payments_of_the_extension_count():
    """BR-DEX-09: claims of third parties add to the amount due, in that profile only."""
    amount = '<cbc:PaidAmount currencyID="EUR">5.00</cbc:PaidAmount>'
    extra = f"<cac:PrepaidPayment>{amount}</cac:PrepaidPayment>"
    pairs = [
        (
            '  <cac:TaxTotal>\n    <cbc:TaxAmount currencyID="EUR">147',
            extra + '  <cac:TaxTotal>\n    <cbc:TaxAmount currencyID="EUR">147',
        ),
        ('PayableAmount currencyID="EUR">1000.00', 'PayableAmount currencyID="EUR">1005.00'),
    ]
    profile = (
        "poacc:billing:3.0<",
        "poacc:billing:3.0#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0<",
    )

    assert documents.read(changed(UBL, *pairs, profile)).amount_due == euros("1005.00")
    with pytest.raises(DocumentRefused, match="BR-CO-16"):
        documents.read(changed(UBL, *pairs))


def test_comments_and_instructions_are_ignored():
    """A comment inside a value neither splits nor hides it."""
    data = changed(
        UBL,
        ("Re-2027/0042 a", "Re-2027<!-- x -->/0042<?y z?> a"),
        ("<cac:TaxTotal>", "<!-- t --><cac:TaxTotal>"),
    )

    assert documents.read(data).number == "Re-2027/0042 a"


def test_a_byte_order_mark_is_accepted():
    """UTF-8 with a byte order mark is UTF-8."""
    assert documents.read(b"\xef\xbb\xbf" + UBL) == documents.read(UBL)


def test_a_refusal_is_a_value_error_that_survives_pickling():
    """Whoever catches ValueError catches a refusal, also from another process."""
    refusal = DocumentRefused("zero", "BT-115", "the amount due is zero")

    assert isinstance(refusal, ValueError)
    assert pickle.loads(pickle.dumps(refusal)).to_json() == refusal.to_json()  # noqa: S301
    assert str(refusal) == "zero (BT-115): the amount due is zero"
