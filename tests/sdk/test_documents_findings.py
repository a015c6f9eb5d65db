"""
documents.read, what is found without being refused

├── check digits: VAT, LEI, USCC, GLN, IBAN          → error; refused when strict
├── parties without or with the same identifier       → error; refused when strict
├── due date, discount, payee, sums of allowances     → warning
├── attachments, references, time zones               → info
└── identifiers take the kind that they are           → LEI by scheme or form, USCC in China
"""

import re
from pathlib import Path

import pytest

from silkline import documents
from silkline.documents import DocumentRefused, Identifier

DATA = Path(__file__).parent / "data"
UBL = (DATA / "ubl.xml").read_bytes()
CII = (DATA / "cii.xml").read_bytes()
LEI = "999900ANCHOREXAMPL61"
GLN = "4000000000013"
FACTOR_UBL = "<cac:PartyName><cbc:Name>Factor</cbc:Name></cac:PartyName>"
FACTOR_CII = "<ram:Name>Factor</ram:Name>"
MEANS_CII = "<ram:SpecifiedTradeSettlementPaymentMeans>"
PRECEDING_CII = "<ram:{0}><ram:IssuerAssignedID>R-1</ram:IssuerAssignedID></ram:{0}>".format(
    "InvoiceReferencedDocument"
)


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return the document with each first text replaced by the second; it must be there."""
    text = data.decode()
    for old, new in pairs:
        assert old in text, f"{old!r} is not in the document"
        text = text.replace(old, new)
    return text.encode()


CASES = {
    "VAT number of the seller": (UBL, "DE999999018", "DE999999019", "vat-check", "BT-31", "error"),
    "VAT number of the buyer": (CII, "DE999999026", "DE999999027", "vat-check", "BT-48", "error"),
    "VAT number of no known rule": (
        UBL,
        "DE999999018",
        "ZZ12345",
        "vat-unchecked",
        "BT-31",
        "info",
    ),
    "LEI": (CII, LEI, LEI[:-1] + "2", "lei-check", "BT-47", "error"),
    "GLN": (UBL, f'"0088">{GLN}', f'"0088">{GLN[:-1]}4', "gln-check", "BT-29", "error"),
    "IBAN": (UBL, "DE09 0000", "DE10 0000", "iban-check", "BT-84", "error"),
    "account of another kind": (
        CII,
        "DE09000000000000000001",
        "12-345678-9",
        "account-not-iban",
        "BT-84",
        "info",
    ),
    "no due date": (
        UBL,
        "<cbc:DueDate>2027-03-31</cbc:DueDate>",
        "",
        "no-due-date",
        "BT-9",
        "warning",
    ),
    "cash discount": (
        UBL,
        "Net on 31 March 2027.",
        "#SKONTO#TAGE=7#PROZENT=2.00#",
        "cash-discount",
        "BT-20",
        "warning",
    ),
    "another payee": (
        CII,
        MEANS_CII,
        f"<ram:PayeeTradeParty>{FACTOR_CII}</ram:PayeeTradeParty>{MEANS_CII}",
        "other-payee",
        "BT-59",
        "warning",
    ),
    "another payee in UBL": (
        UBL,
        "  <cac:Delivery>",
        f"<cac:PayeeParty>{FACTOR_UBL}</cac:PayeeParty><cac:Delivery>",
        "other-payee",
        "BT-59",
        "warning",
    ),
    "allowances that do not add up": (
        CII,
        "ActualAmount>20.00",
        "ActualAmount>21.00",
        "BR-CO-11",
        "BT-107",
        "warning",
    ),
    "charges that do not add up": (
        UBL,
        '<cbc:Amount currencyID="EUR">10.00',
        '<cbc:Amount currencyID="EUR">9.00',
        "BR-CO-12",
        "BT-108",
        "warning",
    ),
    "no profile": (
        CII,
        "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>",
        "<ram:ID/>",
        "no-profile",
        "BT-24",
        "warning",
    ),
    "another profile": (
        CII,
        "urn:cen.eu:en16931:2017",
        "urn:example:own",
        "other-profile",
        "BT-24",
        "warning",
    ),
    "self-billed": (UBL, "Code>380<", "Code>389<", "self-billed", "BT-3", "info"),
    "number in another script": (UBL, "Re-2027", "Rе-2027", "number-characters", "BT-1", "warning"),
    "preceding invoice": (
        CII,
        "    </ram:ApplicableHeaderTradeSettlement>",
        f"{PRECEDING_CII}</ram:ApplicableHeaderTradeSettlement>",
        "preceding-invoice",
        "BT-25",
        "info",
    ),
    "time zone": (UBL, ">2027-02-01<", ">2027-02-01Z<", "date-time-zone", "BT-2", "info"),
    "attachment": (UBL, "DN-1", "DN-2", "attachment-skipped", "BG-24", "info"),
    "total without currency": (
        UBL,
        '<cbc:PayableAmount currencyID="EUR">',
        "<cbc:PayableAmount>",
        "no-currency-attribute",
        "BG-22",
        "warning",
    ),
    "line with too many decimals": (
        UBL,
        'LineExtensionAmount currencyID="EUR">49.50',
        'LineExtensionAmount currencyID="EUR">49.500',
        "line-decimals",
        "BT-131",
        "warning",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_findings_have_code_field_and_severity(case):
    """What is doubtful is found in its place and stops nothing; strict refuses only errors."""
    data, old, new, code, field, severity = CASES[case]
    data = changed(data, (old, new))
    found = {(f.code, f.field, f.severity) for f in documents.read(data).findings}

    assert (code, field, severity) in found
    if severity == "error":
        with pytest.raises(DocumentRefused) as refusal:
            documents.read(data, strict=True)
        assert (refusal.value.code, refusal.value.field) == (code, field)
    else:
        documents.read(data, strict=True)


def test_freight_of_factur_x_is_a_charge():
    """Logistics service charges of the EXTENDED profile are part of the charges' total."""
    freight = "<ram:SpecifiedLogisticsServiceCharge><ram:AppliedAmount>10.00</ram:AppliedAmount>"
    end = "</ram:SpecifiedLogisticsServiceCharge>"
    terms = "<ram:SpecifiedTradePaymentTerms>"
    data = changed(CII, ("ActualAmount>10.00", "ActualAmount>0.00"), (terms, freight + end + terms))

    assert "BR-CO-12" not in [finding.code for finding in documents.read(data).findings]


def test_parties_without_identifier():
    """Without any identifier there is a finding and no fingerprint; strict refuses."""
    text = CII.decode()
    for number in (LEI, "C-1044", "DE999999026"):
        text = text.replace(number, "")
    data = text.replace(f'<ram:URIID schemeID="0088">{GLN}', "<ram:URIID>--").encode()
    invoice = documents.read(data)

    assert ("no-identifier", "BG-7") in [(f.code, f.field) for f in invoice.findings]
    assert documents.to_json(invoice)["fingerprint_input"] is None
    with pytest.raises(ValueError, match="buyer 'Buyer' has no identifier; give it as buyer_id"):
        documents.fingerprint_input(invoice)
    with pytest.raises(DocumentRefused, match="no-identifier"):
        documents.read(data, strict=True)


def test_a_party_does_not_owe_itself():
    """Seller and buyer under one identifier are found."""
    data = changed(UBL, (f'schemeID="0199">{LEI}', ">HRB 2"), ("DE999999026", "DE 999 999 018"))

    assert documents.read(data).findings[-1].code == "same-party"


def test_an_lei_is_known_by_its_form():
    """An LEI in a field without scheme is one; with another scheme it stays what it is called."""
    bare = documents.read(changed(UBL, (' schemeID="0199"', "")))
    other = documents.read(changed(UBL, ('schemeID="0199"', 'schemeID="0002"')))

    assert bare.buyer.ids[0] == Identifier("lei", None, LEI)
    assert Identifier("legal", "0002", LEI) in other.buyer.ids


def test_a_chinese_registration_is_a_uscc():
    """18 characters of a Chinese party are its USCC, checked as such; elsewhere they are not."""
    right, wrong = "91350100M000100Y43", "91350100M000100Y4Z"
    china = ("<ram:CountryID>DE", "<ram:CountryID>CN")
    valid = documents.read(changed(CII, ("HRB 900001", right), china))
    invalid = documents.read(changed(CII, ("HRB 900001", wrong), china))
    german = documents.read(changed(CII, ("HRB 900001", right)))

    assert Identifier("uscc", None, right) in valid.seller.ids
    assert "uscc-check" not in [f.code for f in valid.findings]
    assert ("uscc-check", "BT-30") in [(f.code, f.field) for f in invalid.findings]
    assert Identifier("legal", None, right) in german.seller.ids


def test_an_account_is_named_once():
    """The same IBAN in several payment means is one account to pay to."""
    end = "</cac:PayeeFinancialAccount>"
    again = "<cac:PayeeFinancialAccount><cbc:ID>DE09000000000000000001</cbc:ID>"
    data = changed(UBL, (end, end + again + end))

    assert documents.read(data).ibans == ("DE09000000000000000001",)


def test_trading_names_serve_where_no_registered_one_is():
    """Older documents name a party only by its trading name."""
    data = changed(UBL, ("<cbc:RegistrationName>Seller</cbc:RegistrationName>", ""))

    assert documents.read(data).seller.name == "Seller's brand"


def test_a_linked_attachment_is_skipped_too():
    """A link is never followed; the finding names the document by its number."""
    embedded = re.search("<ram:AttachmentBinaryObject.*", CII.decode())[0]
    data = changed(CII, (embedded, "<ram:URIID>https://files.example/dn-1.pdf</ram:URIID>"))

    assert documents.read(data).findings[0].message == "'DN-1' was not read"
