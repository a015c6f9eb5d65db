"""
The reference that `make docs` writes.

├── has every public name of every module, the events and the refusals among them
├── has no dead link, no name that is gone, and no warning of the tool that writes it
└── its checks find what they are there to find
"""

from __future__ import annotations

import types
from importlib import import_module
from pathlib import Path

import pytest
from lxml import html
from pdoc.doc import Module

import silkline
from silkline import errors, events, refusals
from silkline.chain.logs import Event
from tools.reference import check, write

Written = tuple[Path, dict[str, Module], list[str]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The reference, without its search, and what was wrong with it."""
    folder = tmp_path_factory.mktemp("docs")
    modules, found = write.reference(folder, search=False)
    return folder, modules, found


def places(folder: Path, module: str) -> set[str]:
    """Return the names that have a place on the page of a module."""
    page = html.parse(str(folder / f"{module.replace('.', '/')}.html"))
    return set(page.xpath("//main//@id"))


def test_nothing_in_it_is_broken(written: Written) -> None:
    """Links lead somewhere, names in backquotes exist, and every notation is the reference's."""
    folder, modules, found = written

    assert found == []
    assert check.dead_links(folder) == []
    assert check.unknown_names(modules) == []
    assert check.unreadable(modules) == []


def test_it_has_every_public_name(written: Written) -> None:
    """Each name of each module's ``__all__`` has a place on its page, or a page."""
    folder, modules, _ = written
    public = {name: getattr(import_module(name), "__all__", ()) for name in modules}
    missing = [
        f"{name}.{one}"
        for name, names in public.items()
        for one in {*names} - places(folder, name)
        if f"{name}.{one}" not in modules
    ]

    assert missing == []
    assert len(public["silkline"]) == len(silkline.__all__) > 50


@pytest.mark.parametrize(("package", "kind"), [(events, Event), (refusals, errors.Refused)])
def test_it_has_every_event_and_refusal(
    written: Written, package: types.ModuleType, kind: type
) -> None:
    """Each has a place of its own, on the page of its contract."""
    named = [one for one in vars(package).values() if isinstance(one, type)]
    chosen = [one for one in named if issubclass(one, kind) and one is not kind]

    assert len(chosen) > 90
    assert [one for one in chosen if one.__name__ not in places(written[0], one.__module__)] == []


def test_the_first_page_leads_to_every_other(written: Written) -> None:
    """Each module is in one chapter, with its first sentence."""
    folder, modules, _ = written
    page = html.parse(str(folder / "index.html"))
    linked = page.xpath("//main//dt/a/@href")

    assert sorted(linked) == sorted(f"{name.replace('.', '/')}.html" for name in modules)
    assert all(text.strip().endswith(".") for text in page.xpath("//main//dd/text()"))


def test_dead_links_are_found(tmp_path: Path) -> None:
    """A missing page and a missing place on a page that is there."""
    text = '<a href="gone.html">1</a><a href="#gone">2</a><a id="here" href="#here">3</a>'
    (tmp_path / "page.html").write_text(text, encoding="utf-8")

    assert check.dead_links(tmp_path) == [
        "page.html: #gone leads nowhere",
        "page.html: gone.html leads nowhere",
    ]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("See ``silkline.money.Purse``.", ["silkline.money.Purse"]),
        ("See ``sl.Money.halve``.", ["sl.Money.halve"]),
        ("See ``Settlements.owedTwice``.", ["Settlements.owedTwice"]),
        ("Return.\n\nRaises:\n    Refusal: It is.\n    ValueError: It is.", ["Refusal"]),
        ("See ``silkline.Money.split``, ``Settlements.owed`` and ``invoice.xml``.", []),
    ],
)
def test_names_that_are_gone_are_found(text: str, missing: list[str]) -> None:
    """In the package and in the contracts; what is neither is not looked for."""
    module = Module(types.ModuleType("page", text))

    assert check.unknown_names({"page": module}) == [f"page: there is no {n}" for n in missing]


@pytest.mark.parametrize(
    "text", ["=====  ===\na      b", "├── one", "at <folder>", ":class:`Money`"]
)
def test_other_notations_are_found(text: str) -> None:
    """What the reference would lose or garble."""
    found = check.unreadable({"page": Module(types.ModuleType("page", f"First.\n\n{text}"))})

    assert len(found) == 1
