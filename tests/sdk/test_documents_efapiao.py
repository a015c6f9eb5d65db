"""
documents.read, China's e-fapiao

├── number, names, dates, sums, elements twice, red invoices  → refused as any invoice is
├── total in words                                            → words-differ, words-unread
└── otherwise                                                 → the JSON form, and an invoice of it
"""

import doctest
import json
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline import documents
from silkline.documents import DocumentRefused, Identifier, efapiao, fingerprint_input, renminbi
from silkline.documents.renminbi import amount_in_words
from silkline.documents.xml import parse
from silkline.money import Money

SAMPLE = (Path(__file__).parent / "data" / "efapiao.xml").read_bytes()
SCHEMA = json.loads(
    files("silkline").joinpath("schemas/invoice_form.schema.json").read_text("utf-8")
)
SELLER, BUYER = "91000000EXAMPE001W", "91000000EXAMPE0020"
NUMBER = "27310000000000000042"


def changed(*pairs):
    """Return the sample with each first text replaced by the second; it must be there."""
    text = SAMPLE.decode()
    for old, new in pairs:
        assert old in text, f"{old!r} is not in the document"
        text = text.replace(old, new)
    return text.encode()


def without(*tags):
    """Return the sample with elements renamed, so that they are not found."""
    return changed(
        *((f"<{tag}>", f"<No{tag}>") for tag in tags),
        *((f"</{tag}>", f"</No{tag}>") for tag in tags),
    )


CASES = {
    "another namespace": (changed(("<EInvoice>", '<EInvoice xmlns="urn:x">')), "wrong-namespace"),
    "external DTD": (changed(("<EInvoice>", "<!DOCTYPE a SYSTEM 'a'><EInvoice>")), "doctype"),
    "no number": (without("InvoiceNumber"), "missing-number"),
    "an old number": (
        changed((f"Number>{NUMBER}<", "Number>03100170011112345678x<")),
        "bad-number",
    ),
    "two numbers": (
        changed(("<IssueTime>", "<InvoiceNumber>1</InvoiceNumber><IssueTime>")),
        "duplicate-element",
    ),
    "no date": (without("IssueTime"), "missing-date"),
    "another date": (changed(("2027-02-01 10:15:30", "2027年02月01日")), "bad-date"),
    "no seller": (without("SellerInformation"), "missing-seller"),
    "nameless seller": (without("SellerName"), "missing-seller"),
    "no buyer": (without("BuyerInformation"), "missing-buyer"),
    "no data": (without("EInvoiceData"), "missing-seller"),
    "no totals": (without("BasicInformation"), "missing-amount"),
    "a line without amount": (changed(("<Amount>900.00</Amount>", "")), "missing-amount"),
    "lines": (changed(("<Amount>900.00", "<Amount>900.01")), "BR-CO-10"),
    "taxes": (changed(("<ComTaxAm>117.00", "<ComTaxAm>117.01")), "BR-CO-14"),
    "total": (changed((">1122.00<", ">1122.01<")), "BR-CO-15"),
    "three decimals": (changed((">1122.00<", ">1122.000<")), "decimals"),
    "a red one": (changed(("Amount>1122.00", "Amount>-1122.00")), "negative"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_refused(case):
    """An e-fapiao is refused by the codes of any other invoice."""
    data, code = CASES[case]
    with pytest.raises(DocumentRefused) as refusal:
        documents.read(data)

    assert refusal.value.code == code


def test_it_maps_to_the_json_form():
    """The form made of it keeps to the published schema and says all that is read."""
    made = efapiao.to_form(parse(SAMPLE))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)

    assert made == {
        "form": "silkline-invoice/1",
        "number": NUMBER,
        "type": "388",
        "issue_date": "2027-02-01",
        "currency": "CNY",
        "seller": {
            "name": "二级供应商示例有限公司",
            "country": "CN",
            "ids": [{"kind": "tax", "value": SELLER}],
        },
        "buyer": {
            "name": "一级供应商示例有限公司",
            "country": "CN",
            "ids": [{"kind": "tax", "value": BUYER}],
        },
        "lines": [
            {"name": "*金属制品*钢件", "amount": "900.00"},
            {"name": "*金属制品*钢件", "amount": "-100.00"},
            {"name": "*运输服务*运费", "amount": "200.00"},
        ],
        "vat": [
            {"rate": "0.13", "amount": "117.00"},
            {"rate": "0.13", "amount": "-13.00"},
            {"rate": "0.09", "amount": "18.00"},
        ],
        "totals": {
            "lines": "1000.00",
            "net": "1000.00",
            "vat": "122.00",
            "gross": "1122.00",
            "due": "1122.00",
        },
        "accounts": ["0000000000000001"],
    }


def test_it_is_an_invoice():
    """Parties are known by their USCC, and it says what was not checked and what is missing."""
    read = documents.read(SAMPLE, strict=True)

    assert (read.syntax, read.type_code, read.number) == ("EFAPIAO", "388", NUMBER)
    assert (read.issue_date, read.due_date) == (date(2027, 2, 1), None)
    assert (read.net, read.vat) == (Money("1000.00", "CNY"), Money("122.00", "CNY"))
    assert read.amount_due == read.gross == Money("1122.00", "CNY")
    assert read.seller.ids == (Identifier("uscc", "FC", SELLER),)
    assert read.buyer.ids == (Identifier("uscc", "FC", BUYER),)
    assert fingerprint_input(read) == f"v1|{SELLER}|{BUYER}|{NUMBER}|2027-02-01|1/1"
    assert [finding.code for finding in read.findings] == [
        "signature-unchecked",
        "no-due-date",
        "account-not-iban",
    ]


def test_a_line_without_tax_is_exempt():
    """Where an item has no tax amount, the others make the total."""
    data = changed(
        ("<ComTaxAm>18.00</ComTaxAm>", ""),
        (">122.00<", ">104.00<"),
        (">1122.00<", ">1104.00<"),
        ("壹仟壹佰贰拾贰圆整", "壹仟壹佰零肆圆整"),
    )

    assert documents.read(data, strict=True).vat == Money("104.00", "CNY")


def test_a_wrong_uscc_is_found():
    """A number with a wrong check character is an error; strict refuses it."""
    data = changed((SELLER, SELLER[:-1] + "0"))

    assert "uscc-check" in [finding.code for finding in documents.read(data).findings]
    with pytest.raises(DocumentRefused, match="is not a valid USCC"):
        documents.read(data, strict=True)


def test_words_and_figures_are_compared():
    """Another total in words is an error, words that cannot be read a warning, none nothing."""
    words = "壹仟壹佰贰拾贰圆整"
    found = {
        text: [
            (one.code, one.severity, one.field)
            for one in documents.read(changed((words, text))).findings
            if one.code.startswith("words")
        ]
        for text in (words, "壹仟壹佰贰拾叁圆整", "一千一百二十二元", "")
    }

    assert list(found.values()) == [
        [],
        [("words-differ", "error", "BT-112")],
        [("words-unread", "warning", "BT-112")],
        [],
    ]
    with pytest.raises(DocumentRefused, match=r"1122\.00 in figures, but 1123\.00 in words"):
        documents.read(changed((words, "壹仟壹佰贰拾叁圆整")), strict=True)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("拾圆整", "10.00"),
        ("壹拾圆", "10.00"),
        ("零圆整", "0.00"),
        ("伍角正", "0.50"),
        ("叁分", "0.03"),
        ("壹佰元零伍分", "100.05"),
        ("壹万零伍佰圆整", "10500.00"),
        ("壹拾贰亿叁仟万零壹圆整", "1230000001.00"),
        ("玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖圆玖角玖分", "999999999999.99"),
        ("", None),
        ("圆整", None),
        ("整", None),
        ("亿圆", None),
        ("壹佰", None),
        ("壹佰整", None),
        ("壹壹圆", None),
        ("壹拾壹佰圆", None),
        ("负壹圆整", None),
        ("壹圆贰角叁", None),
    ],
)
def test_amounts_in_words(text, amount):
    """Usual ways of writing are read, what is doubtful is not."""
    assert amount_in_words(text) == (None if amount is None else Decimal(amount))


@given(st.integers(1, 10**14 - 1))
def test_any_amount_comes_back_from_its_words(fen):
    """Words written by the rule say the amount that they were written for."""
    assert amount_in_words(_in_words(fen)) == Decimal(fen).scaleb(-2)


def _in_words(fen: int) -> str:
    """Write an amount below 10**12 yuan in words, with one zero where digits are left out."""
    yuan, text = fen // 100, ""
    digits = f"{yuan:012}"
    for place, name in enumerate(("亿", "万", "")):
        group = digits[place * 4 : place * 4 + 4]
        words, gap = "", False
        for digit, unit in zip(group, ("仟", "佰", "拾", ""), strict=True):
            if digit == "0":
                gap = True
                continue
            words += ("零" if gap and (words or text) else "") + renminbi._DIGITS[int(digit)] + unit
            gap = False
        text += words + name if words else ""
    cents = (fen // 10 % 10, fen % 10)
    text += "圆" if text else ""
    text += f"{renminbi._DIGITS[cents[0]]}角" if cents[0] else ""
    text += f"{renminbi._DIGITS[cents[1]]}分" if cents[1] else "整"
    return text


def test_examples_are_true():
    """What the docstring shows is what happens."""
    assert doctest.testmod(renminbi).failed == 0
