"""
documents.xml.parse, files that mean harm or are damaged

├── DOCTYPE of any kind: entity expansion, external DTD, parameter entities  → doctype
├── depth, elements, attributes, namespaces, bytes above the limit           → too-…
├── UTF-16, UTF-32, damaged UTF-8, other encodings                           → utf-16, bad-utf8, …
├── text, JSON, PDF, half a document                                         → not-xml
└── otherwise                                                                → the root element
"""

import base64
import time
import tracemalloc
from pathlib import Path

import pytest

from silkline import documents
from silkline.documents import DocumentRefused, xml

UBL = (Path(__file__).parent / "data" / "ubl.xml").read_bytes()

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]>
<lolz>&lol3;</lolz>"""

HOSTILE = {
    "entity expansion": (LAUGHS, "doctype"),
    "external entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "doctype",
    ),
    "external DTD": (b'<!DOCTYPE a SYSTEM "http://host.example/a.dtd"><a/>', "doctype"),
    "parameter entity": (
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://host.example/p"> %p;]><a/>',
        "doctype",
    ),
    "DOCTYPE behind comments": (
        b"\xef\xbb\xbf<?xml version='1.0'?><!-- <a/> -->\n<?p q?> <!DOCTYPE a><a/>",
        "doctype",
    ),
    "undefined entity": (b"<a>&secret;</a>", "not-xml"),
    "DOCTYPE inside": (b"<a><!DOCTYPE a></a>", "not-xml"),
    "depth": (b"<a>" * 65 + b"</a>" * 65, "too-deep"),
    "great depth": (b"<a>" * 100_000, "too-deep"),
    "elements": (b"<a>" + b"<b/>" * 250_000 + b"</a>", "too-many-elements"),
    "attributes of one element": (
        b"<a " + b" ".join(b'a%d="1"' % i for i in range(101)) + b"/>",
        "too-many-attributes",
    ),
    "attributes": (b"<a>" + b'<b c="1" d="2"/>' * 125_001 + b"</a>", "too-many-attributes"),
    "namespaces": (
        b"<a " + b" ".join(b'xmlns:n%d="u%d"' % (i, i) for i in range(5_000)) + b"/>",
        "too-many-attributes",
    ),
    "attribute twice": (b'<a b="1" b="2"/>', "not-xml"),
    "UTF-16": ("<a/>".encode("utf-16"), "utf-16"),
    "UTF-16 without mark": ("<?xml version='1.0'?><a/>".encode("utf-16-le"), "utf-16"),
    "UTF-16, other order": ("<a/>".encode("utf-16-be"), "utf-16"),
    "UTF-32": ("<a/>".encode("utf-32"), "utf-16"),
    "damaged UTF-8": (b"<a>\xc3</a>", "bad-utf8"),
    "Latin-1": (
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'.encode("latin-1"),
        "bad-utf8",
    ),
    "declared Latin-1": (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "bad-encoding"),
    "declared UTF-16": (b"<?xml version='1.0' encoding='UTF-16'?><a/>", "bad-encoding"),
    "declared UTF-7": (b"<?xml version='1.0' encoding='UTF-7'?><a>+ADw-</a>", "bad-encoding"),
    "nothing": (b"", "not-xml"),
    "text": (b"Invoice 1", "not-xml"),
    "JSON of another kind": (b'{"invoice": 1}', "wrong-form"),
    "a JSON list": (b"[1]", "not-xml"),
    "PDF": (b"%PDF-1.7 \xff\xff", "not-xml"),
    "half a document": (UBL[: len(UBL) // 2], "not-xml"),
    "two roots": (b"<a/><a/>", "not-xml"),
    "a null character": (b"<a>\x00</a>", "not-xml"),
    "an open comment": (b"<!-- " * 1_000_000, "not-xml"),
    "an open instruction": (b"<?" * 1_000_000, "not-xml"),
    "a long name": (b"<" + b"a" * 1_000_000 + b"/>", "not-xml"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_at_once(case):
    """Each attack has its code, names the document, and costs seconds at most."""
    data, code = HOSTILE[case]
    begin = time.perf_counter()
    with pytest.raises(DocumentRefused) as refusal:
        documents.read(data)

    assert (refusal.value.code, refusal.value.field) == (code, "document")
    assert len(refusal.value.message) < 300
    assert time.perf_counter() - begin < 10


def test_limits_hold_exactly():
    """What is at a limit passes, so that the refusals above are about the excess."""
    xml.parse(b"<a>" * 64 + b"</a>" * 64)
    xml.parse(b"<a>" + b"<b/>" * 249_999 + b"</a>")
    xml.parse(b"<a " + b" ".join(b'a%d="1"' % i for i in range(100)) + b"/>")


def test_nothing_is_fetched_or_included():
    """XInclude, schema locations and style sheets are plain text here."""
    root = xml.parse(
        b'<?xml-stylesheet href="http://host.example/x.xsl"?>'
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:s="http://www.w3.org/2001/XMLSchema-instance"'
        b' s:schemaLocation="a http://host.example/a.xsd"><xi:include href="/etc/passwd"/></a>'
    )

    assert [child.text for child in root] == [None]


def test_a_damaged_byte_is_named():
    """The refusal says which byte is no UTF-8."""
    with pytest.raises(DocumentRefused, match="byte 3 is not UTF-8"):
        xml.parse(b"<a>\xff</a>")


def test_a_pdf_gets_a_hint():
    """Factur-X is XML inside a PDF; the refusal says to take it out."""
    with pytest.raises(DocumentRefused, match=r"factur-x\.xml"):
        xml.parse(b"%PDF-1.7")


def test_attachments_are_dropped_while_reading():
    """A megabyte of attachment is neither kept nor in the way of the sums."""
    content = base64.b64encode(bytes(3_000_000))
    data = UBL.replace(b"JVBERi0xLjQK", content)
    tracemalloc.start()
    root = xml.parse(data)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert content[:50].decode() not in "".join(root.itertext())
    assert kept < len(content) / 4
    assert documents.read(data).amount_due.minor == 100_000


def test_default_namespaces_and_prefixes_are_alike():
    """How a namespace is abbreviated does not matter."""
    other = (
        UBL.replace(b"xmlns:cbc=", b"xmlns:q=")
        .replace(b"<cbc:", b"<q:")
        .replace(b"</cbc:", b"</q:")
    )

    assert documents.read(other) == documents.read(UBL)
