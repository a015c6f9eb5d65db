"""
Files of names and values, YAML or JSON, in which whatever is wrong is named with its line.

A reader turns a node of the file into a value, or raises ``Wrong`` with a sentence for each thing
that is wrong. Every value is read as text: no number becomes a float, no word a truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from silkline.errors import BadInput
from silkline.nesting import check_yaml

__all__ = ["Reader", "Wrong", "every", "flag", "read_lined", "record", "text", "whole"]

T = TypeVar("T")
Reader = Callable[[yaml.Node], T]
_WHOLE: Final = re.compile(r"-?[0-9]{1,78}", re.ASCII)


class Wrong(Exception):  # noqa: N818 - it is always turned into BadInput
    """What is wrong with a file, one sentence each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


def read_lined(path: str | Path, reader: Reader[T]) -> T:
    """
    Return what a file says.

    Raises:
        BadInput: It cannot be read, or says something wrong; each thing with its line.
    """
    try:
        content = Path(path).read_text(encoding="utf-8")
        check_yaml(content)
        node = yaml.compose(content, Loader=yaml.BaseLoader)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from None
    if node is None:
        raise BadInput(f"{path} says nothing")
    try:
        return reader(node)
    except Wrong as wrong:
        raise BadInput(f"{path}: {wrong}") from None


def _line(node: yaml.Node) -> str:
    return f"line {node.start_mark.line + 1}"


def text(parse: Callable[[str], T]) -> Reader[T]:
    """Return the reader of one value that *parse* makes of its text, or raises ``ValueError``."""

    def read(node: yaml.Node) -> T:
        if not isinstance(node, yaml.ScalarNode):
            raise Wrong(f"{_line(node)}: expected one value")
        try:
            return parse(str(node.value).strip())
        except ValueError as error:
            raise Wrong(f"{_line(node)}: {error}") from None

    return read


def every(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return the reader of a list, each of whose items *reader* reads."""

    def read(node: yaml.Node) -> tuple[T, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise Wrong(f"{_line(node)}: expected a list")
        found: list[T] = []
        wrong: list[str] = []
        for item in node.value:
            try:
                found.append(reader(item))
            except Wrong as problem:
                wrong += problem.sentences
        if wrong:
            raise Wrong(*wrong)
        return tuple(found)

    return read


def record(readers: Mapping[str, Reader[Any]], needed: Collection[str]) -> Reader[dict[str, Any]]:
    """
    Return the reader of names with values.

    Args:
        readers: The reader of the value of each name there is.
        needed: The names that must be there.
    """

    def read(node: yaml.Node) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise Wrong(f"{_line(node)}: expected names with values: {', '.join(readers)}")
        found: dict[str, Any] = {}
        wrong: list[str] = []
        for name, value in node.value:
            try:
                _take(found, readers, name, value)
            except Wrong as problem:
                wrong += problem.sentences
        given = {str(name.value) for name, _ in node.value}
        if missing := [name for name in readers if name in needed and name not in given]:
            wrong.append(f"{_line(node)}: {', '.join(missing)} missing")
        if wrong:
            raise Wrong(*wrong)
        return found

    return read


def _take(
    found: dict[str, Any], readers: Mapping[str, Reader[Any]], name: yaml.Node, value: yaml.Node
) -> None:
    """Read one name with its value."""
    label = str(name.value)
    if label not in readers:
        raise Wrong(f"{_line(name)}: {label} is unknown; there are {', '.join(readers)}")
    if label in found:
        raise Wrong(f"{_line(name)}: {label} stands twice")
    found[label] = None
    try:
        found[label] = readers[label](value)
    except Wrong as problem:
        raise Wrong(*(_named(label, one) for one in problem.sentences)) from None


def _named(label: str, sentence: str) -> str:
    """Put a name between the line and what is wrong there."""
    line, _, rest = sentence.partition(": ")
    return f"{line}: {label}: {rest}"


def whole(given: str) -> int:
    """Return a whole number; raises ``BadInput``."""
    if not _WHOLE.fullmatch(given):
        raise BadInput(f"{given[:40]!r} is no whole number")
    return int(given)


def flag(given: str) -> bool:
    """Return ``true`` or ``false``; raises ``BadInput``."""
    if given not in ("true", "false"):
        raise BadInput(f"{given[:40]!r} is neither true nor false")
    return given == "true"
