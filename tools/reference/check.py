"""What makes a reference faulty: links that lead nowhere, names that are gone, lost text."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pdoc.doc
from lxml import html

from tools.docstrings import section

ROOT = Path(__file__).resolve().parents[2]
_QUOTED = re.compile(r"``?([A-Za-z_]\w*(?:\.\w+)+)(?:\([^`]*\))?``?")
_CODE = re.compile(r"``.*?``|`[^`]*`|^ {4}[^\n]*$|^>>>.*?(?:\n\n|\Z)", re.DOTALL | re.MULTILINE)
_FORMS = {
    re.compile(r"^ *={4,}|^[├└]", re.MULTILINE): "tables and trees are indented by four, as code",
    re.compile(r"<[A-Za-z]"): "<…> is lost unless it is in backquotes",
    re.compile(r"(?<!\S):(?:class|func|meth|attr|mod|exc|ref):"): "names are in backquotes alone",
}


def dead_links(folder: Path) -> list[str]:
    """List the links within the pages of a folder whose page or place there is missing."""
    pages = {path: html.parse(str(path)).getroot() for path in sorted(folder.rglob("*.html"))}
    places = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    found = set()
    for path, page in pages.items():
        for link in page.xpath("//a/@href"):
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = places.get(target)
            if not parts.scheme and (known is None or parts.fragment not in {"", *known}):
                found.add(f"{path.relative_to(folder)}: {link} leads nowhere")
    return sorted(found)


def documented(modules: Mapping[str, pdoc.doc.Module]) -> Iterator[pdoc.doc.Doc[Any]]:
    """Yield all that has a docstring of its own: modules, classes, and what is in them."""
    for module in modules.values():
        stack: list[pdoc.doc.Doc[Any]] = [module]
        while stack:
            one = stack.pop()
            yield one
            if isinstance(one, pdoc.doc.Namespace):
                stack += [m for m in one.own_members if m.kind != "module" and _told(m.name)]


def _told(name: str) -> bool:
    return name == "__init__" or not name.startswith("_")


def unknown_names(modules: Mapping[str, pdoc.doc.Module]) -> list[str]:
    """
    List the names that docstrings tell of and that are gone.

    Errors under "Raises", and dotted names in backquotes that are neither in the package nor in
    a contract.
    """
    classes = {one.name: one.obj for one in documented(modules) if isinstance(one, pdoc.doc.Class)}
    found = set()
    for one in documented(modules):
        names = [name for name in _QUOTED.findall(one.docstring) if not _exists(name, classes)]
        errors = section(one.docstring, "Raises")
        names += [name for name in errors if name not in classes and not hasattr(builtins, name)]
        found |= {f"{one.fullname}: there is no {name}" for name in names}
    return sorted(found)


def unreadable(modules: Mapping[str, pdoc.doc.Module]) -> list[str]:
    """List docstrings in another notation than that of the reference."""
    found = set()
    for one in documented(modules):
        text = _CODE.sub("", one.docstring)
        for pattern, advice in _FORMS.items():
            if pattern.search(text):
                found.add(f"{one.fullname}: {advice}")
    return sorted(found)


def _exists(name: str, classes: Mapping[str, object]) -> bool:
    """Tell whether a dotted name can be reached; true for what is not the package's."""
    first, rest = name.split(".", 1)
    if first in ("silkline", "sl"):
        return _reached(f"silkline.{rest}")
    kind = classes.get(first)
    if kind is not None and _has(kind, rest):
        return True
    source = _solidity(first)
    return bool(re.search(rf"\b{re.escape(rest)}\b", source)) if source else kind is None


def _reached(name: str) -> bool:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        return _has(found, ".".join(parts[cut:]))
    return False


def _has(found: object, path: str) -> bool:
    for part in filter(None, path.split(".")):
        annotated = {name for one in getattr(found, "__mro__", ()) for name in _annotations(one)}
        if not hasattr(found, part):
            return part in annotated
        found = getattr(found, part)
    return True


def _annotations(kind: object) -> Mapping[str, object]:
    found: Mapping[str, object] = vars(kind).get("__annotations__", {})
    return found


@cache
def _solidity(name: str) -> str:
    """Return the source of a contract, its interface or a library; nothing where there is none."""
    folders = (ROOT / "contracts", ROOT / "interfaces")
    found = (path for folder in folders for path in sorted(folder.rglob(f"{name}.sol")))
    return "".join(path.read_text(encoding="utf-8") for path in found)
