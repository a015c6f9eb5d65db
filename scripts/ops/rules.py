"""The rules of a programme as a file, YAML or JSON; whatever is wrong is named with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

import silkline as sl
from silkline.chain import abi
from silkline.cli.lined import Reader, flag, read_lined, record, text, whole
from silkline.cli.programme import parts_per_billion
from silkline.errors import BadInput
from silkline.tokens import hash32

__all__ = ["RulesFile", "read_rules"]

T = TypeVar("T")
_MONEY: Final = re.compile(r"([0-9.]+) ([A-Z]{3})", re.ASCII)
_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):(00|15|30|45)", re.ASCII)


@dataclass(frozen=True)
class RulesFile:
    """A programme, its rules, and on which line of the file each of them stands."""

    path: Path
    programme: sl.ProgrammeId
    rules: sl.Rules
    lines: dict[str, int]

    def line(self, name: str) -> str:
        """Return where a rule stands, for messages; what is not said has no line."""
        return f"line {self.lines[name]}: {name}" if name in self.lines else name


def _money(given: str) -> sl.Money:
    match = _MONEY.fullmatch(given)
    if match is None:
        raise BadInput(f"{given[:40]!r} is no amount; write it as 120000.00 EUR")
    return sl.Money(match[1], match[2])


def _offset(given: str) -> int:
    match = _OFFSET.fullmatch(given)
    if match is None:
        raise BadInput(f"{given[:40]!r} is no offset from UTC such as +08:00")
    quarters = int(match[2]) * 4 + int(match[3]) // 15
    return -quarters if match[1] == "-" else quarters


def _hash(given: str) -> str:
    return abi.to_hex(hash32(given, name="it"))


def _placed(parse: Callable[[str], T]) -> Reader[tuple[int, T]]:
    read = text(parse)

    def placed(node: yaml.Node) -> tuple[int, T]:
        return node.start_mark.line + 1, read(node)

    return placed


_RULES: Final[dict[str, Reader[Any]]] = {
    "programme": _placed(sl.ProgrammeId.of),
    "limit": _placed(_money),
    "smallest_piece": _placed(_money),
    "max_tenor": _placed(whole),
    "deepest_tier": _placed(whole),
    "late_rate": _placed(parts_per_billion),
    "agreement_hash": _placed(_hash),
    "grace_days": _placed(whole),
    "utc_offset": _placed(_offset),
    "trade_reference_required": _placed(flag),
    "token": _placed(abi.address),
    "limit_contract": _placed(abi.address),
}
_NEEDED: Final = tuple(_RULES)[:7]


def read_rules(path: Path) -> RulesFile:
    """
    Read the rules of one programme: its id, and the fields of ``silkline.Rules``.

    Raises:
        BadInput: It cannot be read, or fields are missing, unknown or wrong; each with its line.
    """
    found = read_lined(path, record(_RULES, _NEEDED))
    values = {name: value for name, (_, value) in found.items()}
    lines = {name: line for name, (line, _) in found.items()}
    programme = values.pop("programme")
    rules = sl.Rules(**values)
    if rules.limit.currency != rules.smallest_piece.currency:
        raise BadInput(
            f"{path}: line {lines['smallest_piece']}: smallest_piece is in "
            f"{rules.smallest_piece.currency}, limit in {rules.limit.currency}"
        )
    return RulesFile(path, programme, rules, lines)
