"""
How deep JSON and YAML of strangers are nested, before a parser builds anything of them.

The parser of JSON is recursive, and libraries below this one raise Python's recursion limit so
far that deep JSON ends the whole process instead of raising an error. YAML parsers take for ever
over deep lists; and a few of its aliases say more than any memory holds.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

__all__ = ["check_yaml", "is_deeper", "read_json"]

MAX_DEPTH: Final = 64
"""Deepest nesting of what travels: operations, messages, agreements, term sheets, evidence."""

# A string, which may end with the document, or a bracket. No character is ever read twice.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{\]}]', re.DOTALL)


def is_deeper(data: bytes, limit: int) -> bool:
    """
    Tell whether lists and objects are nested more than *limit* levels deep.

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


def check_yaml(text: str) -> None:
    """
    Check that YAML is nested at most ``MAX_DEPTH`` deep and says everything where it stands.

    Raises:
        yaml.YAMLError: It is deeper, has an alias such as ``*name``, or is not well-formed as
            far as it was read.
    """
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError(f"*{event.anchor} refers to what stands elsewhere; write it out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise yaml.YAMLError(f"lists and objects nested more than {MAX_DEPTH} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
