"""What the demo assumes, from demo/assumptions.yaml: each value with its unit and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

import silkline as sl

KINDS = ("law", "statistic", "example")
FIELDS = {"value", "unit", "kind", "source"}


@dataclass(frozen=True)
class Assumption:
    """One assumed value, and where it comes from."""

    name: str
    value: int | str
    unit: str
    kind: str
    """``law``, ``statistic`` or ``example``."""
    source: str


@dataclass(frozen=True)
class Assumptions:
    """All assumptions of the demo, in the order of the file."""

    path: Path
    entries: Mapping[str, Assumption]

    @classmethod
    def read(cls, path: Path) -> Assumptions:
        """
        Read and check a file of assumptions.

        Raises:
            BadInput: It is missing, no YAML, or an entry lacks its value, unit, kind or source.
        """
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise sl.BadInput(f"{path}: {error.strerror}") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise sl.BadInput(f"{path} is not YAML: {' '.join(str(error).split())}") from error
        if not isinstance(content, dict):
            raise sl.BadInput(f"{path}: expected named assumptions, got {content!r}")
        return cls(path, {name: _entry(path, name, item) for name, item in content.items()})

    def number(self, name: str) -> int:
        """Return a whole number of at least 0, such as a number of days."""
        value = self._value(name)
        if type(value) is not int or value < 0:
            raise sl.BadInput(f"{self.path}: {name} must be a whole number, got {value!r}")
        return value

    def money(self, name: str, currency: str) -> sl.Money:
        """Return an amount in *currency*."""
        return sl.Money(self._text(name), currency)

    def rate(self, name: str) -> int:
        """Return a yearly rate in parts per million; "4.55" percent is 45500."""
        return self._scaled(name, 10_000)

    def daily_rate(self, name: str) -> int:
        """Return a yearly rate as parts per billion for one day of 365, rounded up."""
        return -(-self._scaled(name, 10_000_000) // 365)

    def _scaled(self, name: str, factor: int) -> int:
        try:
            scaled = Decimal(self._text(name)) * factor
        except ArithmeticError:
            scaled = Decimal("NaN")
        if not scaled.is_finite() or scaled < 0 or scaled != scaled.to_integral_value():
            given = self._value(name)
            raise sl.BadInput(f'{self.path}: {name} is no rate such as "4.55": {given!r}')
        return int(scaled)

    def _text(self, name: str) -> str:
        value = self._value(name)
        if not isinstance(value, str):
            raise sl.BadInput(
                f'{self.path}: {name} is exact only as text: write "{value}" in quotes'
            )
        return value

    def _value(self, name: str) -> int | str:
        if name not in self.entries:
            raise sl.BadInput(f"{self.path}: {name} is missing")
        return self.entries[name].value


def _entry(path: Path, name: str, item: Any) -> Assumption:
    if not isinstance(item, dict) or set(item) != FIELDS:
        raise sl.BadInput(f"{path}: {name} needs exactly {', '.join(sorted(FIELDS))}")
    if item["kind"] not in KINDS:
        raise sl.BadInput(f"{path}: {name} is of kind {item['kind']!r}, not one of {KINDS}")
    if not all(isinstance(item[key], str) and item[key].strip() for key in ("unit", "source")):
        raise sl.BadInput(f"{path}: {name} needs a unit and a source in words")
    return Assumption(name, item["value"], item["unit"], item["kind"], item["source"].strip())
