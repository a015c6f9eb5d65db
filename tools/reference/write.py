"""What the reference contains, and how pdoc writes it."""

from __future__ import annotations

import pkgutil
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pdoc.render
from pdoc.doc import Class, Doc, Module

import silkline
from silkline.chain.logs import Place

TEMPLATES = Path(__file__).resolve().parent / "templates"
LEFT_OUT = "silkline.cli."
"""Commands; their face is docs/cli.md, and each one's --help."""
REST = "Inside"

CHAPTERS: dict[str, str] = {
    "Begin here": "silkline client operation starter",
    "Receivables": "parties programmes receivables notes offers settlements deposits parking",
    "Loans": "loans loan_terms conditions guarantees collateral credit_lines fixings",
    "Values": "money currencies dates ids identifiers kinds roles tokens",
    "Documents and evidence": "documents messages merkle",
    "Reckoning without a chain": "formulas schedules loan_math",
    "Errors and events": "errors refusals events",
    "Reading": "lineage tree holdings",
    "Nodes, signers, deployment": "chain",
}
"""Title of each chapter of the first page, and what it has; anything else is in the last one."""


@dataclass(frozen=True)
class Entry:
    """A module on the first page."""

    name: str
    href: str
    summary: str


def module_names() -> list[str]:
    """Return the modules of the package that have a page."""
    found = pkgutil.walk_packages(silkline.__path__, "silkline.")
    names = [one.name for one in found if not one.name.startswith(LEFT_OUT)]
    return ["silkline", *(name for name in names if "._" not in name)]


def load(names: Iterable[str]) -> dict[str, Module]:
    """Import modules as pdoc sees them."""
    for public in silkline.__all__:
        getattr(silkline, public)
    for name in names:
        if name.startswith("silkline.events."):
            # The constructors of events name it, and inherit it from another module.
            vars(import_module(name)).setdefault(Place.__name__, Place)
    modules = {name: Module.from_name(name) for name in names}
    for module in modules.values():
        module.own_members[:] = [one for one in module.own_members if _home(one, modules) == module]
        for one in module.own_members:
            if isinstance(one, Class):
                _adopt(one)
    return modules


def _home(one: Doc[Any], modules: Mapping[str, Module]) -> Module | None:
    """Return the module that has what another one only offers again."""
    name = one.taken_from[0]
    return modules.get(name if name in modules else one.modulename)


def offered_again(modules: Mapping[str, Module]) -> dict[str, list[Doc[Any]]]:
    """Return by module what it offers again from others: it is told once, and linked to."""
    return {
        name: [one for one in module.members.values() if one not in module.own_members]
        for name, module in modules.items()
    }


def _adopt(one: Class) -> None:
    """Show what a class has from a private one as its own: the private one has no place."""
    private = [base for base in one.inherited_members if base[1].startswith("_")]
    for base in private:
        one.own_members.extend(one.inherited_members.pop(base))


def reference(folder: Path, *, search: bool = True) -> tuple[dict[str, Module], list[str]]:
    """
    Write a page for each module, the first page and the index of the search.

    Args:
        folder: Where to; what is there already stays.
        search: Whether the index is written, which takes a third of the time.

    Returns:
        The modules, and one line for each warning of pdoc.
    """
    pdoc.render.configure(
        docformat="google",
        footer_text=f"Silkline {silkline.__version__}",
        show_source=False,
        template_directory=TEMPLATES,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        modules = load(module_names())
        again = offered_again(modules)
        pdoc.render.env.globals.update(chapters=chapters(modules), offered_again=again)
        for name, module in modules.items():
            _save(
                folder / f"{name.replace('.', '/')}.html", pdoc.render.html_module(module, modules)
            )
        _save(folder / "index.html", pdoc.render.html_index(modules))
        if search:
            _save(folder / "search.js", pdoc.render.search_index(modules))
    return modules, [str(one.message) for one in caught]


def chapters(modules: dict[str, Module]) -> dict[str, list[Entry]]:
    """Return the first page: the modules by chapter, each with its first sentence."""
    titles = {name: title for title, names in CHAPTERS.items() for name in names.split()}
    found: dict[str, list[Entry]] = {title: [] for title in (*CHAPTERS, REST)}
    for name, module in modules.items():
        top = name.split(".")[1] if "." in name else name
        summary = " ".join(module.docstring.split("\n\n")[0].split())
        href = f"{name.replace('.', '/')}.html"
        found[titles.get(top, REST)].append(Entry(name, href, summary))
    return {title: entries for title, entries in found.items() if entries}


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
