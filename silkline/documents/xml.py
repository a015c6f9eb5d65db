"""
XML of strangers, read safely: no DTD, no entities, no network, UTF-8 only, and limits.

Every limit holds while the file is read, so that a hostile one is dropped before it costs
anything. Contents of attachments are counted and forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from lxml import etree

from silkline.documents.errors import DocumentRefused

__all__ = ["MAX_BYTES", "check_encoding", "check_size", "parse"]

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 250_000
MAX_ATTRIBUTES: Final = 250_000
MAX_ATTRIBUTES_OF_ONE: Final = 100

ATTACHMENTS = ("}EmbeddedDocumentBinaryObject", "}AttachmentBinaryObject")

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"{\x00", b"\x00{", b"\x00\x00")
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]{0,40})["']""")
_PROLOG = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


def parse(data: bytes, max_bytes: int = MAX_BYTES) -> etree._Element:
    """
    Return the root element of an XML document.

    Raises:
        DocumentRefused: too-large, utf-16, bad-utf8, bad-encoding, doctype, not-xml,
            too-deep, too-many-elements or too-many-attributes.
    """
    check_size(data, max_bytes)
    body = data.removeprefix(_UTF8_BOM)
    check_encoding(data, body)
    if body[_prolog_end(body) :].startswith(b"<!DOCTYPE"):
        raise _refused("doctype", "a DOCTYPE may define entities; remove it from the document")
    try:
        root: etree._Element = etree.fromstring(body, _parser())
    except DocumentRefused:
        raise
    except (etree.LxmlError, ValueError) as error:
        raise _refused("not-xml", f"not well-formed: {_first_line(error)}") from error
    return root


def check_size(data: bytes, max_bytes: int) -> None:
    """
    Refuse a document above the limit.

    Raises:
        DocumentRefused: too-large.
    """
    if len(data) > max_bytes:
        raise _refused("too-large", f"more than {max_bytes} bytes; raise max_bytes if it is meant")


def _prolog_end(body: bytes) -> int:
    """Return where the first thing begins that is no blank, comment or instruction."""
    match = _PROLOG.match(body)
    return match.end() if match else 0


def check_encoding(data: bytes, body: bytes) -> None:
    """
    Refuse a document that is not UTF-8.

    Args:
        data: The document.
        body: The same without its byte order mark.

    Raises:
        DocumentRefused: utf-16, bad-utf8, bad-encoding, or not-xml for a PDF.
    """
    if data.startswith(_UTF16):
        raise _refused("utf-16", "encoded as UTF-16 or UTF-32; save it as UTF-8")
    if body.startswith(b"%PDF"):
        raise _refused("not-xml", "a PDF; extract the XML inside (factur-x.xml, xrechnung.xml)")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused("bad-utf8", f"byte {error.start} is not UTF-8: {error.reason}") from error
    declared = _DECLARED.match(body)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        name = declared[1].decode("ascii", "replace")
        raise _refused("bad-encoding", f"declares the encoding {name!r}; save it as UTF-8")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        target=cast(Any, _Guard()),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )


class _Guard:
    """
    Builds the tree and counts; the first excess ends the parsing.

    lxml calls ``close`` after an error too and would report what that raises instead of it.
    """

    def __init__(self) -> None:
        self.tree: Any = etree.TreeBuilder()
        self.depth = self.elements = self.attributes = 0
        self.attachment = False

    def start(self, tag: str, attributes: Mapping[str, str], nsmap: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        count = len(attributes) + len(nsmap)
        self.attributes += count
        if self.depth > MAX_DEPTH:
            raise _refused("too-deep", f"elements nested more than {MAX_DEPTH} deep")
        if self.elements > MAX_ELEMENTS:
            raise _refused("too-many-elements", f"more than {MAX_ELEMENTS} elements")
        if count > MAX_ATTRIBUTES_OF_ONE or self.attributes > MAX_ATTRIBUTES:
            limits = f"{MAX_ATTRIBUTES_OF_ONE} in one element or {MAX_ATTRIBUTES} in all"
            raise _refused("too-many-attributes", f"more attributes than {limits}")
        self.attachment = tag.endswith(ATTACHMENTS)
        self.tree.start(tag, attributes)  # names are qualified: prefixes no longer matter

    def data(self, text: str) -> None:
        if not self.attachment:
            self.tree.data(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.attachment = False
        self.tree.end(tag)

    def close(self) -> etree._Element | None:
        is_whole = self.elements and not self.depth
        return self.tree.close() if is_whole else None


def _first_line(error: BaseException) -> str:
    text = error.msg if isinstance(error, etree.XMLSyntaxError) and error.msg else str(error)
    return text.splitlines()[0][:200] if text else type(error).__name__


def _refused(code: str, message: str) -> DocumentRefused:
    return DocumentRefused(code, "document", message)
