# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of Fixings."""

from __future__ import annotations

from silkline.errors import Refused
from silkline.ids import PartyId


class AttestorsUnordered(
    Refused,
    signature="AttestorsUnordered(uint256,uint256)",
    fields="previous next",
    advice="list attestors by rising party ids, each once",
):
    """Thrown when a list of attestors is not strictly rising."""

    previous: int
    next: int


class CheckpointUnorderedInsertion(
    Refused,
    signature="CheckpointUnorderedInsertion()",
    advice="report it: this is a fault of Fixings",
):
    """CheckpointUnorderedInsertion of OpenZeppelin Contracts."""


class DayNotBegun(
    Refused,
    signature="DayNotBegun(uint256,uint256)",
    fields="observed_on latest",
    days="observed_on latest",
    advice="wait until the day has begun",
):
    """Thrown when a fixing is of a day that has begun nowhere."""

    observed_on: int
    latest: int


class IndexMismatch(
    Refused,
    signature="IndexMismatch(bytes32,bytes32)",
    fields="given expected",
    advice="bring the fixing with the name and attestors of its reference rate",
):
    """
    Thrown when a fixing is of another reference rate than that of the attestors brought with
    it.
    """

    given: bytes
    expected: bytes


class NotAttestor(
    Refused,
    signature="NotAttestor(address,uint40)",
    fields="signer party",
    advice="bring signatures of the attestors on the list alone",
):
    """Thrown when an account signs whose party is not on the list."""

    signer: str
    party: PartyId


class NotLater(
    Refused,
    signature="NotLater(bytes32,uint256,uint256)",
    fields="index observed_on last",
    days="observed_on last",
    advice="bring fixings in the order of their days",
):
    """Thrown when a fixing is not of a later day than the last one."""

    index: bytes
    observed_on: int
    last: int


class RateOutOfRange(
    Refused,
    signature="RateOutOfRange(int256,int256,int256)",
    fields="rate least most",
    advice="check the rate: parts per million a year",
):
    """Thrown when a rate is beyond 100 % a year, up or down."""

    rate: int
    least: int
    most: int


class SignaturesUnordered(
    Refused,
    signature="SignaturesUnordered(uint40,uint40)",
    fields="previous next",
    advice="bring signatures by rising party ids, each party once",
):
    """
    Thrown when signatures are not brought in strictly rising order of their signers' parties.
    """

    previous: PartyId
    next: PartyId


class ThresholdInvalid(
    Refused,
    signature="ThresholdInvalid(uint256,uint256)",
    fields="threshold attestors",
    advice="ask for at least one and at most all of the attestors",
):
    """Thrown when a threshold is zero or above the number of attestors."""

    threshold: int
    attestors: int


class TooFewSignatures(
    Refused,
    signature="TooFewSignatures(uint256,uint256)",
    fields="given needed",
    advice="collect the signatures that are missing",
):
    """Thrown when fewer signatures are brought than the threshold."""

    given: int
    needed: int
