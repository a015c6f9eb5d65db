"""
How deep JSON of strangers is nested, before a parser sees it.

The parser of the standard library is recursive, and libraries below this one raise Python's
recursion limit so far that deep JSON ends the whole process instead of raising an error.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

__all__ = ["is_deeper", "read_json"]

MAX_DEPTH: Final = 64
"""Deepest nesting of what travels as JSON: operations, messages, agreements, evidence."""

# A string, which may end with the document, or a bracket. No character is ever read twice.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{\]}]', re.DOTALL)


def is_deeper(data: bytes, limit: int) -> bool:
    """
    Tell whether lists and objects are nested more than *limit* deep.

    >>> is_deeper(b'{"a": ["[[[["]}', 2), is_deeper(b'{"a": [[]]}', 2)
    (False, True)
    """
    depth = 0
    for match in _TOKEN.finditer(data):
        if match[0] in (b"[", b"{"):
            depth += 1
            if depth > limit:
                return True
        elif match[0] in (b"]", b"}"):
            depth -= 1
    return False


def read_json(text: str) -> Any:
    """
    Return what JSON says.

    Raises:
        ValueError: It is not well-formed, or nested more than ``MAX_DEPTH`` deep.
    """
    if is_deeper(text.encode("utf-8", "surrogatepass"), MAX_DEPTH):
        raise ValueError(f"lists and objects nested more than {MAX_DEPTH} deep")
    return json.loads(text)
