"""Pages of the documentation that are run: their Python blocks, and what those print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A Python block of a page."""

    line: int
    """On which its code begins, from 1."""
    code: str
    printed: str | None
    """The text block right under it; None where there is none."""


def blocks(text: str) -> Iterator[Block]:
    """Yield the Python blocks of a page, each with the text block that follows at once."""
    found = list(_FENCED.finditer(text))
    for one, after in zip(found, [*found[1:], None], strict=False):
        if one[1] == "python":
            shown = (
                after[2] if after and after[1] == "text" and after.start() == one.end() else None
            )
            yield Block(text.count("\n", 0, one.start(2)) + 1, one[2], shown)


def run(page: Path, block: Block, names: dict[str, Any]) -> str:
    """Run a block with the names that those before it left, and return what it prints."""
    # So many empty lines that an error names the line of the page.
    code = compile("\n" * (block.line - 1) + block.code, str(page), "exec")
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, names)  # noqa: S102 - the page itself is what is tested
    lines = (line.rstrip() for line in printed.getvalue().splitlines())
    return "".join(f"{line}\n" for line in lines if line)
