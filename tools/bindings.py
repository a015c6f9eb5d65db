"""Write the typed refusals and events of the SDK from the artifacts and the interfaces.

silkline/refusals/<contract>.py has one class per custom error, silkline/events/<contract>.py one
per event, each with typed fields and the words of the interface.

    python -m tools.bindings            writes them
    python -m tools.bindings --check    compares, and fails when one is stale
"""

from __future__ import annotations

import argparse
import json
import keyword
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from silkline.chain.abi import Error, Event, Param
from tools.refusals import ADVICE, units

ROOT = Path(__file__).resolve().parent.parent
ARTIFACTS = ROOT / "silkline" / "artifacts"
CONTRACTS = (
    "Parties",
    "Programmes",
    "Receivables",
    "Settlements",
    "Discounting",
    "Guarantees",
    "Descriptor",
    "DepositToken",
    "LoanAgreements",
    "Loans",
    "CreditLines",
    "Fixings",
    "Collateral",
    "Attested",
    "AttestedMetric",
    "InstalmentsPaid",
    "NotesPledged",
    "NotBefore",
    "AllOf",
    "AnyOf",
    "AccessManager",
    "ERC2771Forwarder",
)
"""Where a declaration occurs in several contracts, its class goes to the first of them."""
IDS = ("NoteId", "PartyId", "ProgrammeId", "ReceivableId")
ENUMS = {"Status": "Status", "State": "InstructionState"}
IMPORTS = {
    "collections.abc": ("Mapping",),
    "dataclasses": ("dataclass",),
    "typing": ("Any", "ClassVar"),
    "silkline.chain.logs": ("Event",),
    "silkline.errors": ("Refused",),
    "silkline.ids": IDS,
    "silkline.kinds": tuple(sorted(ENUMS.values())),
}
HEAD = '''\
# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""{title}"""

from __future__ import annotations

'''

_DECLARATION = re.compile(r"((?:^[ ]*///[^\n]*\n)+)^[ ]*(error|event)\s+(\w+)\s*\(", re.MULTILINE)


class BindingError(Exception):
    """Raised when two errors of one name differ, or one has no advice."""


def snake(name: str) -> str:
    """Return a Solidity name as a Python one: ``minProceeds`` is ``min_proceeds``."""
    made = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name.lstrip("_")).lower()
    return made + "_" if keyword.iskeyword(made) or made in ("name", "place") else made


def field_names(params: tuple[Param, ...]) -> list[str]:
    """Return the attribute names of a declaration; a nameless parameter gets its number."""
    return [snake(p.name) or f"value_{i}" for i, p in enumerate(params)]


def python_type(param: Param) -> str:
    """Return the annotation of a decoded value."""
    if param.item:
        return f"list[{python_type(param.item)}]"
    if param.components:
        return "Mapping[str, Any]"
    if param.kind in IDS:
        return param.kind
    if param.kind in ENUMS:
        return ENUMS[param.kind]
    if param.type.startswith("bytes"):
        return "bytes"
    return {"bool": "bool", "address": "str", "string": "str"}.get(param.type, "int")


def words(root: Path = ROOT) -> dict[tuple[str, str], str]:
    """Return the first sentence of the comment above each declaration, by (kind, name)."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted((root / "interfaces").glob("*.sol")):
        for comment, kind, name in _DECLARATION.findall(path.read_text(encoding="utf-8")):
            lines = [line.strip().removeprefix("///").strip() for line in comment.splitlines()]
            notice = " ".join(lines).split("@param")[0].removeprefix("@notice ").strip()
            found.setdefault((kind, name), notice)
    return found


def declarations(kind: str, folder: Path = ARTIFACTS) -> dict[str, dict[str, Any]]:
    """Return errors or events by contract and signature, as each contract declares them."""
    reader = Error.read if kind == "error" else Event.read
    found: dict[str, dict[str, Error | Event]] = {}
    for contract in CONTRACTS:
        abi = json.loads((folder / f"{contract}.json").read_text(encoding="utf-8"))["abi"]
        items = [reader(item) for item in abi if item["type"] == kind]
        found[contract] = {item.signature: item for item in items}
    return found


def refusals(found: Mapping[str, Mapping[str, Any]], notes: Mapping[Any, str]) -> dict[str, str]:
    """Return the text of each module of silkline/refusals, by contract.

    Raises BindingError when two errors share a name only, or the advice does not fit the errors.
    """
    known: dict[str, str] = {}
    texts = {}
    for contract, errors in found.items():
        fresh = [
            e for e in sorted(errors.values(), key=lambda e: str(e.name)) if e.name not in known
        ]
        if other := [
            e.name for e in errors.values() if known.get(e.name, e.signature) != e.signature
        ]:
            raise BindingError(f"errors of one name differ between contracts: {other}")
        known |= {e.name: e.signature for e in fresh}
        texts[contract] = module(f"Refusals of {contract}.", [refusal(e, notes) for e in fresh])
    if uneven := set(known) ^ set(ADVICE):
        raise BindingError(f"advice missing or left over in tools/refusals.py: {sorted(uneven)}")
    return texts


def refusal(error: Error, notes: Mapping[Any, str]) -> str:
    """Return the class of one error."""
    names = field_names(error.inputs)
    lines = [
        f"class {error.name}(",
        "    Refused,",
        f'    signature="{error.signature}",',
        *([f'    fields="{" ".join(names)}",'] if names else []),
        *(f'    {unit}="{named}",' for unit, named in units(error.name, names).items()),
        f'    advice="{ADVICE.get(error.name)}",',
        "):",
        *_docstring(notes.get(("error", error.name), f"{error.name} of OpenZeppelin Contracts.")),
    ]
    return "\n".join([*lines, *_fields(error.inputs)])


def events(found: Mapping[str, Mapping[str, Any]], notes: Mapping[Any, str]) -> dict[str, str]:
    """Return the text of each module of silkline/events, by contract."""
    texts, known = {}, set()
    for contract, declared in found.items():
        ordered = sorted(declared.values(), key=lambda e: str(e.name))
        fresh = [e for e in ordered if class_name(contract, e, found) not in known]
        known |= {class_name(contract, e, found) for e in fresh}
        classes = [event(class_name(contract, e, found), e, notes) for e in fresh]
        texts[contract] = module(f"Events of {contract}.", classes)
    return texts


def class_name(contract: str, item: Event, found: Mapping[str, Mapping[str, Any]]) -> str:
    """Return an event's class name: its own, with the contract's before it where two differ."""
    shapes = {
        tuple((p.type, p.indexed) for p in other.inputs)
        for declared in found.values()
        for other in declared.values()
        if other.name == item.name
    }
    return item.name if len(shapes) == 1 else contract + item.name


def event(name: str, item: Event, notes: Mapping[Any, str]) -> str:
    """Return the class of one event."""
    lines = [
        "@dataclass(frozen=True, kw_only=True)",
        f"class {name}(Event):",
        *_docstring(notes.get(("event", item.name), f"{item.name} of OpenZeppelin Contracts.")),
        f'    signature: ClassVar[str] = "{item.signature}"',
    ]
    return "\n".join([*lines, *_fields(item.inputs)])


def _fields(params: tuple[Param, ...]) -> list[str]:
    pairs = zip(field_names(params), params, strict=True)
    return [f"    {name}: {python_type(param)}" for name, param in pairs]


def _docstring(text: str) -> list[str]:
    if len(text) <= 88:
        return [f'    """{text}"""', ""]
    lines = textwrap.wrap(text, 96, initial_indent="    ", subsequent_indent="    ")
    return ['    """', *lines, '    """', ""]


def module(title: str, classes: list[str]) -> str:
    """Return a module with its classes and just the imports that they need."""
    body = "\n\n\n".join(c.rstrip() for c in classes) + "\n" if classes else ""
    imports = "\n".join(f"from {source} import {names}" for source, names in _imports(body))
    return HEAD.format(title=title) + imports + ("\n\n\n" + body if classes else "")


def _imports(body: str) -> Iterator[tuple[str, str]]:
    for source, names in IMPORTS.items():
        used = [
            n
            for n in names
            if re.search(rf"\b{n}\b", re.sub(r'""".*?"""|".*?"', "", body, flags=re.S))
        ]
        if used:
            yield source, ", ".join(used)


def package(title: str, texts: Mapping[str, str], table: str) -> str:
    """Return the ``__init__`` of a package: all classes of its modules, and a table of them."""
    classes = {c: re.findall(r"^class (\w+)\(", text, re.MULTILINE) for c, text in texts.items()}
    lines = [
        f"from .{c.lower()} import {name} as {name}"
        for c, names in classes.items()
        for name in names
    ]
    return HEAD.format(title=title) + "\n".join(lines) + "\n\n" + table


def files(folder: Path = ARTIFACTS, root: Path = ROOT) -> dict[Path, str]:
    """Return every file that is written, with its text."""
    notes = words(root)
    errors, declared = declarations("error", folder), declarations("event", folder)
    made = {}
    for name, title, texts, table in (
        ("refusals", "Refusals", refusals(errors, notes), _refusal_table(errors)),
        ("events", "Events", events(declared, notes), _event_table(declared)),
    ):
        path = root / "silkline" / name
        made[path / "__init__.py"] = package(f"{title} of the contracts, typed.", texts, table)
        for contract, text in texts.items():
            if "\nclass " in text:
                made[path / f"{contract.lower()}.py"] = text
    return {path: _marked(text) for path, text in made.items()}


def _marked(text: str) -> str:
    """Return *text*, with a word to the linter when signatures make lines long."""
    long = any(len(line) > 100 for line in text.splitlines())
    return text.replace("# fmt: off\n", "# fmt: off\n# ruff: noqa: E501\n", 1) if long else text


def _refusal_table(found: Mapping[str, Mapping[str, Any]]) -> str:
    names = sorted({error.name for errors in found.values() for error in errors.values()})
    lines = [f'    "{name}": {name},' for name in names]
    head = ["from silkline.errors import Refused", "", "BY_NAME: dict[str, type[Refused]] = {"]
    return "\n".join([*head, *lines, "}", '"""Classes by the name of the error."""', ""])


def _event_table(found: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        f'    ("{contract}", "{signature}"): {class_name(contract, item, found)},'
        for contract, declared in found.items()
        for signature, item in sorted(declared.items())
    ]
    head = ["from silkline.chain.logs import Event", ""]
    head += ["CLASSES: dict[tuple[str, str], type[Event]] = {"]
    return "\n".join([*head, *lines, "}", '"""Classes by contract and signature."""', ""])


def main(arguments: list[str] | None = None) -> int:
    """Write or check the bindings; return the exit code."""
    parser = argparse.ArgumentParser(description="Write the typed refusals and events.")
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args(arguments).check
    stale = {p: t for p, t in files().items() if not p.exists() or p.read_text("utf-8") != t}
    for path, text in stale.items():
        print(f"  {path.relative_to(ROOT)}{' is stale: run python -m tools.bindings' * check}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
