"""An anchor's programmes: their rules and limit, changes by consent, suspension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from silkline.chain.connection import AsOf, Connection
from silkline.domain import SigningDomain, party, short
from silkline.errors import BadInput
from silkline.ids import PartyId, ProgrammeId, ReceivableId
from silkline.money import Money
from silkline.operation import Operation, act, no_result
from silkline.tokens import Token, hash32, named_token, token_at, token_of

__all__ = ["Change", "Programme", "Programmes", "Rules"]

NOBODY: Final = "0x" + "00" * 20
AnyProgramme = ProgrammeId | int | str


@dataclass(frozen=True)
class Rules:
    """The rules of a programme; the currency is that of ``limit`` and ``smallest_piece``."""

    limit: Money
    """Most principal that may be open at once."""
    smallest_piece: Money
    """Smallest value of a note: at most 2047 times a power of ten, in base units."""
    max_tenor: int
    """Most days from confirmation to the due day."""
    deepest_tier: int
    """Deepest tier that a note may reach; 1 is the creditor."""
    late_rate: int
    """Late interest for one day, in parts per billion of principal (500_000 is 0.05 %)."""
    agreement_hash: bytes | str
    """Hash of the framework agreement that signatures name."""
    grace_days: int = 0
    """Days after the due day before the debt may be marked overdue."""
    utc_offset: int = 0
    """Quarter hours that the programme's calendar is ahead of UTC, -48 to 56."""
    trade_reference_required: bool = True
    """Whether every assignment names its trade."""
    token: str | None = None
    """ERC-20 in which the debts are paid; the deployment's token of the currency unless given."""
    limit_contract: str | None = None
    """Sponsor's limit contract."""


@dataclass(frozen=True)
class Change:
    """What may change in a programme, for debts confirmed from then on; see ``Rules``."""

    limit: Money
    smallest_piece: Money
    max_tenor: int
    """Days."""
    deepest_tier: int
    trade_reference_required: bool
    agreement_hash: bytes | str


@dataclass(frozen=True)
class Programme:
    """A programme as it stands."""

    id: ProgrammeId
    rules: Rules
    used: Money
    """Principal that is open."""
    suspended: bool
    """Whether its anchor may not confirm."""
    as_of: AsOf

    @property
    def room(self) -> Money:
        """What may still be confirmed; nothing when the limit was lowered below what is used."""
        return max(self.rules.limit - self.used, Money.zero(self.used.currency))


class Programmes(SigningDomain):
    """Open, change and suspend programmes."""

    contract_name = "Programmes"

    def get(self, programme: AnyProgramme) -> Programme:
        """Return a programme; raises ``ProgrammeUnknown``."""
        chosen, head = ProgrammeId.of(programme), self._connection.head()
        found = self._read("rulesOf", chosen, block=head.number)
        token = token_of(self._connection, chosen)
        used = token.money(self._read("usedOf", chosen, block=head.number))
        suspended = self._read("isSuspended", chosen.anchor, block=head.number)
        return Programme(chosen, _rules(token, found), used, suspended, head)

    def token(self, programme: AnyProgramme) -> Token:
        """Return the token in which a programme's debts are paid."""
        return token_of(self._connection, ProgrammeId.of(programme))

    def is_token_allowed(self, token: str) -> bool:
        """Return whether new programmes may use *token*."""
        return bool(self._read("isTokenAllowed", token))

    def is_spent(self, fingerprint: ReceivableId | int | str) -> bool:
        """Return whether an invoice was ever confirmed, here or in a predecessor."""
        return bool(self._read("isSpent", ReceivableId.of(fingerprint)))

    def open(self, programme: AnyProgramme, rules: Rules) -> Operation[None]:
        """Open a programme of an anchor that is registered as one. Role REGISTRAR."""
        token = self._token(rules)
        fields = {
            **_changing(token, rules),
            "token": token.address,
            "currency": token.currency.encode(),
            "lateRate": rules.late_rate,
            "graceDays": rules.grace_days,
            "utcOffset": rules.utc_offset,
            "limitContract": rules.limit_contract or NOBODY,
        }
        return self._by_party(OPEN, ProgrammeId.of(programme), fields)

    def propose_change(self, programme: AnyProgramme, change: Change) -> Operation[None]:
        """Propose a change, which takes effect when the anchor accepts it. Role REGISTRAR."""
        chosen = ProgrammeId.of(programme)
        fields = _changing(token_of(self._connection, chosen), change)
        return self._by_party(PROPOSE_CHANGE, chosen, fields)

    def accept_change(self, programme: AnyProgramme, change: Change) -> Operation[None]:
        """Consent to exactly the change that was proposed. The anchor, scope administer."""
        chosen = ProgrammeId.of(programme)
        fields = _changing(token_of(self._connection, chosen), change)
        return self._by_party(ACCEPT_CHANGE, chosen, fields)

    def suspend_anchor(self, anchor: PartyId | int | str, document: bytes | str) -> Operation[None]:
        """Stop an anchor from confirming. Role COMPLIANCE."""
        proof = hash32(document, name="document")
        return self._by_party(SUSPEND_ANCHOR, PartyId.of(anchor), proof)

    def lift_suspension(
        self, anchor: PartyId | int | str, document: bytes | str
    ) -> Operation[None]:
        """Let an anchor confirm again. Role REGISTRAR."""
        proof = hash32(document, name="document")
        return self._by_party(LIFT_SUSPENSION, PartyId.of(anchor), proof)

    def allow_token(self, token: str, allowed: bool = True) -> Operation[None]:
        """Put a token on the allow-list, or take it off for new programmes. Role ADMIN."""
        return self._by_party(ALLOW_TOKEN, token, allowed)

    def admit_limit_contract(self, limit_contract: str) -> Operation[None]:
        """Admit a limit contract for ever. Role ADMIN."""
        return self._by_party(ADMIT_LIMIT_CONTRACT, limit_contract)

    def add_custodian(self, custodian: str) -> Operation[None]:
        """Admit for ever a contract that may lock and move notes for their holders. ADMIN."""
        return self._by_party(ADD_CUSTODIAN, custodian)

    def _token(self, rules: Rules) -> Token:
        if not isinstance(rules.limit, Money):
            raise BadInput(f"limit must be Money, got {rules.limit!r}")
        if rules.token is None:
            return named_token(self._connection, rules.limit.currency)
        return token_at(self._connection, rules.token, rules.limit.currency)


def _changing(token: Token, rules: Rules | Change) -> dict[str, Any]:
    """Return the part of the rules that may change, as the contract takes it."""
    return {
        "limit": token.units(rules.limit, name="limit"),
        "maxTenor": rules.max_tenor,
        "deepestTier": rules.deepest_tier,
        "smallestPiece": token.units(rules.smallest_piece, name="smallest_piece"),
        "tradeReferenceRequired": rules.trade_reference_required,
        "agreementHash": hash32(rules.agreement_hash, name="agreement_hash"),
    }


def _rules(token: Token, found: Mapping[str, Any]) -> Rules:
    """Return the rules that the contract answered."""
    sponsor = found["limitContract"]
    return Rules(
        limit=token.money(found["limit"]),
        smallest_piece=token.money(found["smallestPiece"]),
        max_tenor=found["maxTenor"],
        deepest_tier=found["deepestTier"],
        late_rate=found["lateRate"],
        agreement_hash="0x" + found["agreementHash"].hex(),
        grace_days=found["graceDays"],
        utc_offset=found["utcOffset"],
        trade_reference_required=found["tradeReferenceRequired"],
        token=token.address,
        limit_contract=None if sponsor == NOBODY else sponsor,
    )


def _limits(token: Token, found: Mapping[str, Any]) -> str:
    """Say the rules that may change."""
    required = "required" if found["tradeReferenceRequired"] else "not required"
    return (
        f"limit {token.money(found['limit'])}, at most {found['maxTenor']} days and tier "
        f"{found['deepestTier']}, pieces from {token.money(found['smallestPiece'])}, trade "
        f"reference {required}, agreement {short(found['agreementHash'])}"
    )


def _open_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    programme, rules = arguments["programme"], arguments["rules"]
    token = token_at(connection, rules["token"], rules["currency"].decode())
    sponsor = rules["limitContract"]
    backed = "" if sponsor == NOBODY else f", sponsored by {sponsor}"
    return (
        f"Open programme {programme} of {party(programme.anchor)}: {_limits(token, rules)}; "
        f"late interest {rules['lateRate']} ppb a day, {rules['graceDays']} days of grace, "
        f"calendar {rules['utcOffset'] / 4:+g} h from UTC, paid in {token.address}{backed}"
    )


def _change_words(verb: str) -> Any:
    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        programme = arguments["programme"]
        token = token_of(connection, programme)
        return f"{verb} of programme {programme}: {_limits(token, arguments['change'])}"

    return words


def _anchor_words(verb: str) -> Any:
    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        document = short(arguments["document"])
        return f"{verb} of {party(arguments['anchor'])} (document {document})"

    return words


def _token_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    verb = "Allow" if arguments["allowed"] else "Allow no more"
    return f"{verb} token {arguments['token']} in new programmes"


def _custodian_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Let the contract {arguments['custodian']} lock and move notes, for ever"


def _sponsor_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Admit the limit contract {arguments['limitContract']} for ever"


OPEN = act("Programmes", "open", _open_words, no_result)
PROPOSE_CHANGE = act("Programmes", "proposeChange", _change_words("Propose a change"), no_result)
ACCEPT_CHANGE = act("Programmes", "acceptChange", _change_words("Accept the change"), no_result)
SUSPEND_ANCHOR = act("Programmes", "suspendAnchor", _anchor_words("Stop all confirming"), no_result)
LIFT_SUSPENSION = act(
    "Programmes", "liftSuspension", _anchor_words("Lift the suspension"), no_result
)
ALLOW_TOKEN = act("Programmes", "allowToken", _token_words, no_result)
ADD_CUSTODIAN = act("Programmes", "addCustodian", _custodian_words, no_result)
ADMIT_LIMIT_CONTRACT = act("Programmes", "admitLimitContract", _sponsor_words, no_result)
