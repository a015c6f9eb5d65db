# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of AllOf."""

from __future__ import annotations

from silkline.errors import Refused


class PartsMismatch(
    Refused,
    signature="PartsMismatch(uint256,uint256,uint256)",
    fields="conditions configs evidences",
    advice="bring one config and one evidence for each part",
):
    """Thrown when there are not as many configs or evidences as conditions."""

    conditions: int
    configs: int
    evidences: int


class PartsMissing(
    Refused,
    signature="PartsMissing()",
    advice="name at least one part",
):
    """Thrown when there are no parts."""
