"""Long ranges of blocks in the pieces that a node will search at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from silkline.chain.rpc import RpcError

__all__ = ["in_ranges", "is_too_much"]

_TOO_MUCH: Final = re.compile(
    r"range|limit|exceed|too (?:many|large|wide|big)|more than|timed? ?out|response size",
    re.IGNORECASE,
)
"""How nodes say that a search is too large; each provider has its own words for it."""
_LIMIT_EXCEEDED: Final = -32005
"""EIP-1474: limit exceeded."""

Search = Callable[[int, int], list[Any]]
"""Searches from one block to another, both included."""


def is_too_much(error: RpcError) -> bool:
    """Return whether a node refuses a search because of its size."""
    return error.code == _LIMIT_EXCEEDED or _TOO_MUCH.search(error.message) is not None


def in_ranges(
    search: Search, first: int, last: int, width: int | None = None
) -> Iterator[tuple[int, int, list[Any]]]:
    """
    Yield what *search* finds from block *first* to *last*, piece by piece.

    The whole is asked for at once; where the node refuses that for its size, half of it, and so
    on. What was taken once is the width of all pieces that follow.

    Args:
        search: Asks the node.
        first: First block.
        last: Last block.
        width: Blocks to begin with, where a limit is known already.

    Yields:
        First and last block of a piece, and what was found.

    Raises:
        RpcError: The node refuses even a single block, or for another reason than size.
    """
    width = width or last - first + 1
    while first <= last:
        end = min(first + width - 1, last)
        try:
            found = search(first, end)
        except RpcError as error:
            if end == first or not is_too_much(error):
                raise
            width = (end - first + 1) // 2
            continue
        yield first, end, found
        first = end + 1
