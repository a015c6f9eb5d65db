"""
Terms as they are signed and as the chain takes them: base units, day numbers, hashes and proofs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from eth_utils.crypto import keccak

from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.dates import day_number, unix_time
from silkline.errors import BadInput
from silkline.loan_terms.checks import check
from silkline.loan_terms.sheet import Cover, Milestone, TermSheet, named, ppm
from silkline.merkle import Tree, double_hash
from silkline.money import Money, minor_digits
from silkline.nesting import read_json
from silkline.tokens import Token, hash32

__all__ = [
    "COVER",
    "MILESTONE",
    "TERMS",
    "TERMS_WORDS",
    "Agreement",
    "agreement",
    "loan_of",
    "offline_token",
    "payees_in",
    "terms_hash",
]


def _params(text: str) -> tuple[Param, ...]:
    pairs = (item.split() for item in text.split(", "))
    return tuple(Param(name, kind) for kind, name in pairs)


COVER: Final = _params("uint40 guarantor, uint32 share, uint256 cap, uint256 fee")
"""Members of ``ILoans.Cover``."""
MILESTONE: Final = _params(
    "uint8 index, uint256 amount, bytes32 payees, address condition, bytes config, uint24 deadline"
)
"""Members of ``ICondition.Milestone``."""
_BEFORE_COVERS: Final = _params(
    "bytes32 amends, uint40 lender, uint40 borrower, address token, int8 offset, "
    "uint256 commitment, bool reserved, uint24 drawDeadline, uint32 rate, bytes32 index, "
    "int32 spread, uint32 floor, uint24 firstReset, uint8 resetMonths, uint8 dayCount, "
    "uint8 method, uint16 interestOnly, uint24 firstDue, uint16 instalments, uint16 interval, "
    "bool inDays, bool endOfMonth, uint16 graceDays, uint32 penaltyRate, uint16 daysToDefault, "
    "uint8 prepayment, uint256 fee, address feePayee"
)
_AFTER_COVERS: Final = _params(
    "bool lined, bool proceedsToPrincipal, bytes4 purpose, bytes32 agreementHash, "
    "bytes32 evidenceRoot, bytes32 milestonesRoot, uint8 milestones, uint256 salt, "
    "uint256 deadline"
)
TERMS: Final = (
    *_BEFORE_COVERS,
    Param("covers", "tuple[]", COVER, kind="Cover"),
    *_AFTER_COVERS,
)
"""Members of the signed message ``Terms``; a call has the hash of the covers in their place."""
TERMS_WORDS: Final = (*_BEFORE_COVERS, Param("covers", "bytes32"), *_AFTER_COVERS)
"""Members of ``ILoans.Terms``, as calls take them."""

_NOBODY: Final = "0x" + "00" * 20
_PURPOSE: Final = re.compile(r"[A-Z0-9]{4}", re.ASCII)


def _encoded_type(name: str, params: Sequence[Param]) -> str:
    members = (f"{p.kind + '[]' if p.components else p.type} {p.name}" for p in params)
    return f"{name}({','.join(members)})"


_COVER_TYPE: Final = _encoded_type("Cover", COVER)
_COVER_TYPEHASH: Final = bytes(keccak(text=_COVER_TYPE))
_TERMS_TYPEHASH: Final = bytes(keccak(text=_encoded_type("Terms", TERMS) + _COVER_TYPE))


def covers_hash(covers: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the hash of covers as EIP-712 encodes an array of them."""
    hashes = (keccak(_COVER_TYPEHASH + _encoded(COVER, cover)) for cover in covers)
    return bytes(keccak(b"".join(hashes)))


def milestone_leaf(milestone: Mapping[str, Any]) -> bytes:
    """Return the leaf of a milestone (``LoanTerms.leaf``)."""
    return double_hash(abi.encode([Param("milestone", "tuple", MILESTONE)], [milestone]))


def payees_in(milestone: Mapping[str, Any]) -> tuple[str, bool]:
    """Return whom a milestone pays, an account or the root of a list, and whether it is a list."""
    payees: bytes = milestone["payees"]
    if any(payees[:12]):
        return abi.to_hex(payees), True
    return abi.address(abi.to_hex(payees[12:])), False


def terms_hash(terms: Mapping[str, Any]) -> str:
    """Return the EIP-712 struct hash of terms as calls take them (``LoanTerms.hash``)."""
    return abi.to_hex(keccak(_TERMS_TYPEHASH + _encoded(TERMS_WORDS, terms)))


def loan_of(terms: Mapping[str, Any]) -> str:
    """Return the id of the loan of terms: the hash of its first terms."""
    amends: bytes = terms["amends"]
    return abi.to_hex(amends) if any(amends) else terms_hash(terms)


def _encoded(params: Sequence[Param], values: Mapping[str, Any]) -> bytes:
    return abi.encode(params, [values[param.name] for param in params])


@dataclass(frozen=True)
class Agreement:
    """The terms of a loan on the wire, with its covers and milestones."""

    message: Mapping[str, Any]
    """Members of the signed message by name; ``covers`` is the array itself."""
    milestones: tuple[Mapping[str, Any], ...]
    """Members of each ``Milestone`` by name, in order."""

    @property
    def covers(self) -> Sequence[Mapping[str, Any]]:
        """Members of each ``Cover`` by name."""
        covers: Sequence[Mapping[str, Any]] = self.message["covers"]
        return covers

    @cached_property
    def terms(self) -> dict[str, Any]:
        """Members of ``ILoans.Terms`` by name, as calls take them."""
        return {**self.message, "covers": covers_hash(self.covers)}

    @cached_property
    def hash(self) -> str:
        """EIP-712 struct hash of the terms."""
        return terms_hash(self.terms)

    @property
    def loan(self) -> str:
        """Id of the loan: the hash of its first terms."""
        return loan_of(self.terms)

    @cached_property
    def leaves(self) -> tuple[bytes, ...]:
        """The milestones' leaves, in order; attestors sign for a leaf."""
        return tuple(map(milestone_leaf, self.milestones))

    def proof(self, index: int) -> tuple[bytes, ...]:
        """
        Return what proves the milestone of that index.

        Raises:
            BadInput: There is none.
        """
        if not 0 <= index < len(self.milestones):
            raise BadInput(f"milestones are numbered 0..{len(self.milestones) - 1}, got {index}")
        return Tree(self.leaves).proof(self.leaves[index])

    def to_json(self) -> str:
        """Return the agreement as JSON; the same agreement always gives the same text."""
        milestones = [_jsonable(MILESTONE, one) for one in self.milestones]
        content = {"agreement": _jsonable(TERMS, self.message), "milestones": milestones}
        return json.dumps(content, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Agreement:
        """
        Read what ``to_json`` wrote.

        Raises:
            BadInput: It is no agreement, makes no sense, or its milestones are not those of its
                terms.
        """
        try:
            content = read_json(text)
            given, ones = content["agreement"], content["milestones"]
            message = _from_jsonable(TERMS, given)
            milestones = tuple(_from_jsonable(MILESTONE, one) for one in ones)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(f"not an agreement: {error!r}") from error
        check(message, milestones)
        made = cls(message, milestones)
        if not made.leaves or Tree(made.leaves).root != message["milestonesRoot"]:
            raise BadInput("the milestones are not those of the terms: the text was altered")
        return made


def _jsonable(params: Sequence[Param], values: Mapping[str, Any]) -> dict[str, Any]:
    return {p.name: p.jsonable(values[p.name]) for p in params}


def _from_jsonable(params: Sequence[Param], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members by name, each checked against its type."""
    values = {p.name: p.from_jsonable(given[p.name]) for p in params}
    checked = {p.name: p.encodable(values[p.name]) for p in params}
    return checked | {p.name: values[p.name] for p in params if p.components}


def offline_token(currency: str) -> Token:
    """Return a token of the currency's minor units and no address, to check a sheet without one."""
    return Token(_NOBODY, currency, minor_digits(currency))


def agreement(sheet: TermSheet, token: Token) -> Agreement:
    """
    Return the terms of a sheet for a loan in *token*.

    Raises:
        BadInput: A field cannot be expressed, has no meaning or contradicts another; the message
            begins with its name.
    """
    milestones = tuple(_milestone(i, one, token) for i, one in enumerate(sheet.milestones))
    tree = Tree(map(milestone_leaf, milestones)) if milestones else None
    message = {
        **_sides(sheet, token),
        **_schedule(sheet),
        **_costs(sheet, token),
        **_references(sheet),
        "milestonesRoot": tree.root if tree else bytes(32),
        "milestones": len(milestones),
    }
    check(message, milestones)
    checked = (p.encodable(message[p.name]) for p in TERMS)
    plain = {p.name: value for p, value in zip(TERMS, checked, strict=True)}
    return Agreement({**plain, "covers": message["covers"]}, milestones)


def _sides(sheet: TermSheet, token: Token) -> dict[str, Any]:
    return {
        "amends": hash32(sheet.amends, name="amends"),
        "lender": int(sheet.lender),
        "borrower": int(sheet.borrower),
        "token": token.address,
        "offset": sheet.utc_offset,
        "commitment": _units(token, sheet.commitment, "commitment"),
        "reserved": sheet.reserved,
        "drawDeadline": named("draw_deadline", day_number, sheet.draw_deadline),
        "lined": sheet.lined,
        "proceedsToPrincipal": sheet.proceeds_to_principal,
    }


def _schedule(sheet: TermSheet) -> dict[str, Any]:
    terms = sheet.loan_terms()
    index = sheet.floating.index if sheet.floating else None
    return {
        "rate": terms.rate,
        "index": hash32(index, name="floating.index"),
        "spread": terms.spread,
        "floor": terms.floor,
        "firstReset": terms.first_reset,
        "resetMonths": terms.reset_months,
        "dayCount": int(terms.day_count),
        "method": int(terms.method),
        "interestOnly": terms.interest_only,
        "firstDue": terms.first_due,
        "instalments": terms.instalments,
        "interval": terms.interval,
        "inDays": terms.in_days,
        "endOfMonth": terms.end_of_month,
        "graceDays": terms.grace_days,
        "penaltyRate": terms.penalty_rate,
        "daysToDefault": terms.days_to_default,
        "prepayment": int(terms.prepayment),
    }


def _costs(sheet: TermSheet, token: Token) -> dict[str, Any]:
    return {
        "fee": _units(token, sheet.fee, "fee"),
        "feePayee": abi.address(sheet.fee_payee or _NOBODY, name="fee_payee"),
        "covers": [_cover(f"covers[{i}]", one, token) for i, one in enumerate(sheet.covers)],
    }


def _references(sheet: TermSheet) -> dict[str, Any]:
    if sheet.purpose and not _PURPOSE.fullmatch(sheet.purpose):
        raise BadInput(f"purpose: {sheet.purpose!r} is no code of four letters such as 'SUPP'")
    return {
        "purpose": sheet.purpose.encode() or bytes(4),
        "agreementHash": hash32(sheet.agreement_hash, name="agreement_hash"),
        "evidenceRoot": hash32(sheet.evidence_root, name="evidence_root"),
        "salt": sheet.salt,
        "deadline": named("deadline", unix_time, sheet.deadline),
    }


def _cover(name: str, cover: Cover, token: Token) -> dict[str, Any]:
    return {
        "guarantor": int(cover.guarantor),
        "share": named(f"{name}.share", ppm, cover.share),
        "cap": _units(token, cover.cap, f"{name}.cap"),
        "fee": _units(token, cover.fee, f"{name}.fee"),
    }


def _milestone(index: int, milestone: Milestone, token: Token) -> dict[str, Any]:
    name = f"milestones[{index}]"
    late = milestone.deadline
    return {
        "index": index,
        "amount": _units(token, milestone.amount, f"{name}.amount"),
        "payees": _payees(milestone.payees, f"{name}.payees"),
        "condition": abi.address(milestone.condition or _NOBODY, name=f"{name}.condition"),
        "config": abi.from_hex(milestone.config, name=f"{name}.config"),
        "deadline": 0 if late is None else named(f"{name}.deadline", day_number, late),
    }


def _payees(payees: str, name: str) -> bytes:
    """Return an account, or the root of a list, as the 32 bytes that a milestone has."""
    if len(payees) == 42:
        return bytes(12) + abi.from_hex(abi.address(payees, name=name))
    return hash32(payees, name=name)


def _units(token: Token, amount: Money | None, name: str) -> int:
    return token.units(amount, name=name) if amount is not None else 0
