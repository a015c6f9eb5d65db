"""Check that every package in the lock files has a licence that licences.toml allows.

npm's lock files name the licences; Python's are read from the installed packages.

    python -m tools.licences
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NPM_LOCKS = ("package-lock.json", "tools/ganache/package-lock.json")
PYTHON_LOCKS = {"sdk": ".venv", "dev": ".venv", "brownie": ".venv-brownie", "prove": ".venv-prove"}


@dataclass(frozen=True)
class Policy:
    """What licences.toml says."""

    allowed: frozenset[str]
    aliases: dict[str, str]
    read: dict[str, str]
    excused: dict[str, str]

    @classmethod
    def load(cls, path: Path = ROOT / "tools" / "licences.toml") -> Policy:
        """Read the policy from its file."""
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(frozenset(raw["allowed"]), raw["aliases"], raw["read"], raw["excused"])

    def accepts(self, expression: str) -> bool:
        """Tell whether an SPDX expression can be met; AND binds closer than OR."""
        text = self.aliases.get(expression, expression).strip()
        while text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        choices = re.split(r"\s+OR\s+", text)
        return any(all(self._known(one) for one in re.split(r"\s+AND\s+", c)) for c in choices)

    def _known(self, licence: str) -> bool:
        return self.aliases.get(licence.strip("() "), licence.strip("() ")) in self.allowed


def npm_licences(lock: Path) -> dict[str, str]:
    """Return the licence of each package in an npm lock file, empty where it names none."""
    packages: dict[str, Any] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {
        path.rpartition("node_modules/")[2]: str(entry.get("license", ""))
        for path, entry in packages.items()
        if path
    }


def locked_names(lock: Path) -> list[str]:
    """Return the normalised names of the packages in a Python lock file."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return [_normal(name) for name in names]


def installed_licences(environment: Path) -> dict[str, str]:
    """Return the licence of each package installed in an environment, as its metadata states it."""
    folders = [str(path) for path in environment.glob("lib/python*/site-packages")]
    packages = metadata.distributions(path=folders)
    return {_normal(package.name): _stated(package.metadata) for package in packages}


def faults(licences: dict[str, str], policy: Policy) -> list[str]:
    """List the packages whose licence is unknown or not allowed."""
    found = []
    for name, stated in sorted(licences.items()):
        licence = policy.read.get(name, stated)
        if name not in policy.excused and not policy.accepts(licence):
            found.append(f"{name}: licence {licence!r} is not in the list of tools/licences.toml")
    return found


def main() -> int:
    """Check all lock files; print the faults and return 1 if there are any."""
    policy = Policy.load()
    found, checked = [], 0
    for lock in NPM_LOCKS:
        licences = npm_licences(ROOT / lock)
        found += faults(licences, policy)
        checked += len(licences)
    elsewhere = installed_licences(ROOT / ".venv-brownie") | installed_licences(ROOT / ".venv")
    for lock, environment in PYTHON_LOCKS.items():
        installed = elsewhere | installed_licences(ROOT / environment)
        names = locked_names(ROOT / "requirements" / f"{lock}.txt")
        found += faults({name: installed.get(name, "") for name in names}, policy)
        checked += len(names)
    print("\n".join(found) or f"{checked} licences are in the list")
    return 1 if found else 0


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _stated(package: metadata.PackageMetadata) -> str:
    """Read a licence off a package's metadata: its expression, short text, or classifiers."""
    for field in ("License-Expression", "License"):
        text = package[field].strip() if field in package else ""
        if text and text != "UNKNOWN" and "\n" not in text:
            return text
    classifiers = package.get_all("Classifier") or []
    named = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    return " AND ".join(named)


if __name__ == "__main__":
    sys.exit(main())
