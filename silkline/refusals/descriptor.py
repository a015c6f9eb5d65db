# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Descriptor."""

from __future__ import annotations

from silkline.errors import Refused


class StringsInsufficientHexLength(
    Refused,
    signature="StringsInsufficientHexLength(uint256,uint256)",
    fields="value length",
    advice="report it: this is a fault of the descriptor",
):
    """StringsInsufficientHexLength of OpenZeppelin Contracts."""

    value: int
    length: int
