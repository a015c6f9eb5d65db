"""From logs to typed events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from silkline import events as typed
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.chain.logs import Event, Place

__all__ = ["decode", "decode_all"]

TOKEN: Final = "DepositToken"  # noqa: S105 (a kind of contract)
"""A log of an address outside the deployment is read as a token's, when it fits."""


def decode(log: Mapping[str, Any], names: Mapping[str, str]) -> Event | None:
    """
    Return the event in a log, or None when it is none that the contracts declare.

    Args:
        log: A log as in JSON-RPC.
        names: Kinds of the known contracts by checksummed address.
    """
    address = abi.address(log["address"])
    contract = names.get(address, TOKEN)
    topics = [abi.from_hex(topic) for topic in log["topics"]]
    described = artifact(contract).events.get(topics[0]) if topics else None
    if described is None or len(topics) != len(described.indexed) + 1:
        return None
    cls = typed.CLASSES[contract, described.signature]
    values = described.decode_log(topics, abi.from_hex(log["data"], name="log data"))
    place = Place(
        contract,
        address,
        int(log["blockNumber"], 16),
        log["blockHash"],
        log["transactionHash"],
        int(log["logIndex"], 16),
    )
    return cls(place=place, **dict(zip(_fields(cls), values.values(), strict=True)))


def _fields(cls: type[Event]) -> Iterator[str]:
    return (f.name for f in fields(cls) if f.name != "place")


def decode_all(logs: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Event, ...]:
    """Return the events in *logs*, in order, leaving out what is not the contracts'."""
    return tuple(event for log in logs if (event := decode(log, names)) is not None)
