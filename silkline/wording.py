"""Messages in words: what a signer binds itself to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from silkline import fixings, guarantees, notes, offers, receivables
from silkline.chain.connection import Connection
from silkline.domain import party, when
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_terms import words
from silkline.loans import evidence
from silkline.messages import Message

__all__ = ["message"]


def message(shown: Message) -> str:
    """
    Return what *shown* binds its signer to.

    Raises:
        BadInput: It has no connection, from which amounts get their currency.
    """
    if shown.connection is None:
        raise BadInput(
            "the message is bound to no chain, so its amounts have no currency: "
            "read it with Silkline.load()"
        )
    words = _WORDS[shown.kind](shown.connection, shown.fields)
    return f"{words}\n  counts at {shown.contract} on chain {shown.chain_id}; digest {shown.digest}"


def _confirmation(connection: Connection, fields: Mapping[str, Any]) -> str:
    return receivables.debt_words(connection, fields) + _until(fields["deadline"])


def _amendment(connection: Connection, fields: Mapping[str, Any]) -> str:
    return receivables.amendment_words(connection, fields) + _until(fields["deadline"])


def _consent(connection: Connection, fields: Mapping[str, Any]) -> str:
    words = notes.assignment_words(connection, fields)
    sender = party(PartyId(fields["sender"]))
    return f"Take from {sender}: {words}" + _until(fields["deadline"])


def _account(connection: Connection, fields: Mapping[str, Any]) -> str:
    whom = party(PartyId(fields["party"]))
    return f"Account {fields['account']} consents to act for {whom}" + _until(fields["deadline"])


def _cover(connection: Connection, fields: Mapping[str, Any]) -> str:
    return guarantees.cover_words(connection, fields) + _until(fields["deadline"])


def _until(deadline: int) -> str:
    return f"; counts until {when(deadline)}"


_WORDS = {
    "Confirmation": _confirmation,
    "Amendment": _amendment,
    "Consent": _consent,
    "AccountConsent": _account,
    "Offer": offers.offer_words,
    "Terms": words.terms_words,
    "Evidence": evidence.evidence_words,
    "Fixing": fixings.fixing_words,
    "ReceivableCover": _cover,
}
