"""The events of the contracts as text, and how a log is read by it, for the replay (I23)."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import decode
from eth_utils.crypto import keccak

_PROFILE = "(uint8,uint24,uint40,uint16,uint16)"
_RULES = "(address,bytes3,uint256,uint16,uint8,uint256,uint24,uint8,int8,bool,address,bytes32)"
_CHANGE = "(uint256,uint16,uint8,uint256,bool,bytes32)"

# Contract by contract: the event, `!` after the type of an indexed field.
EVENTS: dict[str, tuple[str, ...]] = {
    "Parties": (
        f"PartyRegistered(uint40! party, address! cash, {_PROFILE} profile)",
        f"PartyUpdated(uint40! party, {_PROFILE} profile)",
        "PartyStatusChanged(uint40! party, bool active, bytes32 document)",
        "OptInsChanged(uint40! party, uint8 optIns)",
        "AccountSet(uint40! party, address! account, uint16 scopes, uint96 limit)",
        "AccountClosed(uint40! party, address! account)",
        "CashAccountChanged(uint40! party, address! previous, address! current, uint16 epoch)",
        "HaltedUntil(uint256 until)",
        "Resumed()",
        "SignatureVoided(address! signer, bytes32! digest)",
    ),
    "Programmes": (
        f"ProgrammeOpened(uint48! programme, uint40! anchor, address! token, {_RULES} rules)",
        f"ProgrammeChanged(uint48! programme, bytes32! changeHash, {_CHANGE} change)",
        "AnchorStatusChanged(uint40! anchor, bool suspended, bytes32 document)",
        (
            "Confirmed(uint96! id, uint48! programme, uint40! creditor, uint256 face,"
            " uint256 dueDay, bytes32 evidenceRoot)"
        ),
        "SignatureVoided(address! signer, bytes32! digest)",
    ),
    "Receivables": (
        "InvoiceLinked(uint96! fingerprint, uint96! first)",
        (
            "Assigned(uint128! from, uint128! to, uint40! receiver, uint40 sender, uint256 value,"
            " uint8 tier, bytes32 tradeReference, bool inPayment)"
        ),
        (
            "AssignmentProposed(uint128! note, uint128! from, uint40! receiver,"
            " uint256 acceptUntil, bytes32 tradeReference, bool inPayment)"
        ),
        "AssignmentEnded(uint128! note, uint40! by)",
        "LockChanged(uint128! note, address! custodian, bool locked)",
        "NoteFreezeChanged(uint128! note, bool frozen, bytes32 document)",
        "FreezeChanged(uint96! id, bool frozen, bytes32 document)",
        "DisputeChanged(uint96! id, bool disputed, bytes32 document)",
        "StatusChanged(uint96! id, uint8 status)",
        "Corrected(uint96! id, uint256 face, uint256 dueDay)",
        "Extinguished(uint96! id, uint128! note, uint256 value)",
        "Transfer(address! from, address! to, uint256! note)",
        "TransferValue(uint256! from, uint256! to, uint256 value)",
    ),
    "Settlements": (
        "Paid(uint96! id, address! payer, uint256 amount, uint256 interest, uint256 owed)",
        "PaidToGuarantors(uint96! id, uint256 amount, uint256 claim)",
        (
            "PaidByGuarantor(uint96! id, uint256 amount, uint256 interest, uint256 owed,"
            " uint256 claim)"
        ),
        "Redeemed(uint128! note, uint40! payee, uint256 amount, bool burnt)",
        "Parked(uint40! party, address! token, uint256 amount)",
        "Claimed(uint40! party, address! token, address! account, uint256 amount)",
    ),
    "Discounting": (
        (
            "OfferTaken(bytes32! offer, uint128! note, uint40! seller, uint128 from, uint40 funder,"
            " uint256 value, uint256 proceeds, bytes32 registryReference, bool recourse)"
        ),
        "OfferWithdrawn(bytes32! offer, uint40! funder)",
        "LowestSaltRaised(uint40! funder, uint256 lowestSalt)",
        "PutBack(uint128! note, uint40! seller, uint40! buyer, uint256 price)",
        "RecourseClaimed(uint128! note, uint40! seller, uint40! buyer, uint256 price)",
    ),
}


class EventType:
    """An event as it lies in a log."""

    def __init__(self, text: str) -> None:
        """Read the text of an event."""
        self.name, _, fields = text.partition("(")
        parts = [field.rsplit(" ", 1) for field in fields[:-1].split(", ") if field]
        self.indexed = [(kind[:-1], name) for kind, name in parts if kind.endswith("!")]
        self.plain = [(kind, name) for kind, name in parts if not kind.endswith("!")]
        types = ",".join(kind.removesuffix("!") for kind, _ in parts)
        self.topic = keccak(text=f"{self.name}({types})")

    def read(self, topics: list[bytes], data: bytes) -> dict[str, Any]:
        """Return the fields of a log by their names."""
        found = {
            name: decode([kind], topic)[0]
            for (kind, name), topic in zip(self.indexed, topics[1:], strict=True)
        }
        values = decode([kind for kind, _ in self.plain], data)
        return found | {name: value for (_, name), value in zip(self.plain, values, strict=True)}
