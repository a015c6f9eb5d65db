# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Attested."""

from __future__ import annotations

from silkline.errors import Refused


class EvidenceMalformed(
    Refused,
    signature="EvidenceMalformed(uint256,uint256)",
    fields="length least",
    advice="encode the evidence as the condition asks",
):
    """Thrown when evidence is too short to be what the condition asks for, in bytes."""

    length: int
    least: int


class EvidenceOfAnotherLoan(
    Refused,
    signature="EvidenceOfAnotherLoan(bytes32,bytes32)",
    fields="given asked",
    advice="bring evidence that was signed for this loan",
):
    """Thrown when evidence is of another loan than the one asked about."""

    given: bytes
    asked: bytes


class EvidenceOfAnotherMilestone(
    Refused,
    signature="EvidenceOfAnotherMilestone(bytes32,bytes32)",
    fields="given asked",
    advice="bring evidence that was signed for this milestone",
):
    """Thrown when evidence is of another milestone than the one asked about."""

    given: bytes
    asked: bytes


class ObservedLater(
    Refused,
    signature="ObservedLater(uint256,uint256)",
    fields="observed_at time",
    times="observed_at time",
    advice="bring the evidence once it was observed",
):
    """Thrown when evidence is brought before it was observed."""

    observed_at: int
    time: int
