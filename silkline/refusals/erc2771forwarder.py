# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of ERC2771Forwarder."""

from __future__ import annotations

from silkline.errors import Refused


class ERC2771ForwarderExpiredRequest(
    Refused,
    signature="ERC2771ForwarderExpiredRequest(uint48)",
    fields="deadline",
    times="deadline",
    advice="have the request signed anew",
):
    """ERC2771ForwarderExpiredRequest of OpenZeppelin Contracts."""

    deadline: int


class ERC2771ForwarderInvalidSigner(
    Refused,
    signature="ERC2771ForwarderInvalidSigner(address,address)",
    fields="signer from_",
    advice="check the order of the signer's requests and every field",
):
    """ERC2771ForwarderInvalidSigner of OpenZeppelin Contracts."""

    signer: str
    from_: str


class ERC2771ForwarderMismatchedValue(
    Refused,
    signature="ERC2771ForwarderMismatchedValue(uint256,uint256)",
    fields="requested_value msg_value",
    advice="send no coin with the request",
):
    """ERC2771ForwarderMismatchedValue of OpenZeppelin Contracts."""

    requested_value: int
    msg_value: int


class ERC2771UntrustfulTarget(
    Refused,
    signature="ERC2771UntrustfulTarget(address,address)",
    fields="target forwarder",
    advice="send the request through the forwarder of its deployment",
):
    """ERC2771UntrustfulTarget of OpenZeppelin Contracts."""

    target: str
    forwarder: str
