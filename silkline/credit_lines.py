"""
Credit lines: what parties may draw from a lender, who sponsors a programme, how parties paid.

The chain keeps the amounts of a line in base units and no currency: a line is of the currency
in which its lender signs the loans under it, so whoever reads a line says which one that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from eth_utils.crypto import keccak

from silkline.chain import abi
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.dates import Day, date_of, day_number
from silkline.domain import Domain, party, short
from silkline.errors import BadInput
from silkline.events import GroupLineGranted, LineGranted
from silkline.ids import PartyId, ProgrammeId
from silkline.loan_terms.sheet import Percent, named, percent, ppm
from silkline.money import Money
from silkline.operation import Operation, Words, act, no_result
from silkline.refusals import LineUnknown
from silkline.tokens import KIND, Token, chosen_token, hash32, token_known

__all__ = ["CreditLines", "GroupLine", "Line", "Record", "Tally"]

AnyParty = PartyId | int | str
AnyProgramme = ProgrammeId | int | str
AnyToken = Token | str
NOBODY: Final = PartyId.decoded(0)


@dataclass(frozen=True)
class Line:
    """A party's line with a lender as it stands."""

    lender: PartyId
    party: PartyId
    limit: Money
    """Most that is used at a time."""
    used: Money
    """What was drawn and not given back."""
    room: Money
    """What may still be drawn today, by this line and its group's."""
    rate_floor: int
    """Least rate a year of a loan under it, in parts per million."""
    expiry: date
    """Last UTC day on which it may be drawn."""
    group: int
    """Group of companies whose line is used as well; 0 for none."""
    frozen: bool
    as_of: AsOf


@dataclass(frozen=True)
class GroupLine:
    """A line with a lender for a group of companies, behind the lines tied to it; see ``Line``."""

    lender: PartyId
    group: int
    limit: Money
    used: Money
    """What is used of the lines tied to it."""
    expiry: date
    frozen: bool
    as_of: AsOf


@dataclass(frozen=True)
class Tally:
    """How often something happened, and the sum of it."""

    count: int
    units: int
    """Base units of whichever tokens."""


@dataclass(frozen=True)
class Record:
    """How a party has paid all its lenders on loans under lines; it only grows."""

    party: PartyId
    on_time: Tally
    late_30: Tally
    """Paid 1 to 30 days past due."""
    late_90: Tally
    """31 to 90 days."""
    late_180: Tally
    """91 to 180 days."""
    late_more: Tally
    """More than 180 days."""
    recovered: Tally
    """Paid in default."""
    defaulted: Tally
    """Debts on which default was marked."""
    as_of: AsOf


class CreditLines(Domain):
    """Grant, freeze and read lines; sponsor programmes; read how parties have paid."""

    contract_name = "CreditLines"

    def get(self, lender: AnyParty, borrower: AnyParty, token: AnyToken) -> Line:
        """Return a party's line with a lender; raises ``LineUnknown``."""
        whose, whom = PartyId.of(lender), PartyId.of(borrower)
        head, money = self._connection.head(), chosen_token(self._connection, token).money
        found = self._read("lineOf", whose, whom, block=head.number)
        if not found["expiry"]:
            raise LineUnknown(whose, whom, 0)
        room = self._read("available", whose, whom, block=head.number)
        return Line(
            whose,
            whom,
            money(found["limit"]),
            money(found["used"]),
            money(room),
            found["rateFloor"],
            date_of(found["expiry"]),
            found["group"],
            found["frozen"],
            head,
        )

    def of(self, party: AnyParty, token: AnyToken) -> tuple[Line, ...]:
        """
        Return the lines that a party has granted, and those that it was granted.

        Two searches of the events, two requests a line. The chain keeps no currency of a line:
        all are read in the one that is named.

        Args:
            party: The lender, or the party that may draw.
            token: The token that is lent, or its currency.
        """
        chosen = _topic(int(PartyId.of(party)))
        granted = [*self._granted(LineGranted, chosen), *self._granted(LineGranted, None, chosen)]
        pairs = dict.fromkeys((e.lender, e.party) for e in granted if isinstance(e, LineGranted))
        return tuple(self.get(lender, borrower, token) for lender, borrower in pairs)

    def groups_of(self, lender: AnyParty, token: AnyToken) -> tuple[GroupLine, ...]:
        """Return the lines that a lender has granted to groups of companies; see ``of``."""
        granted = self._granted(GroupLineGranted, _topic(int(PartyId.of(lender))))
        groups = dict.fromkeys(e.group for e in granted if isinstance(e, GroupLineGranted))
        return tuple(self.group_line(lender, group, token) for group in groups)

    def _granted(self, kind: type[Event], *topics: str | None) -> Iterator[Event]:
        asked = [abi.to_hex(keccak(text=kind.signature)), *topics]
        return self._connection.logs(asked, first=self._connection.first_block)

    def group_line(self, lender: AnyParty, group: int, token: AnyToken) -> GroupLine:
        """Return a group's line with a lender; raises ``LineUnknown``."""
        whose, head = PartyId.of(lender), self._connection.head()
        money = chosen_token(self._connection, token).money
        found = self._read("groupLineOf", whose, group, block=head.number)
        if not found["expiry"]:
            raise LineUnknown(whose, NOBODY, group)
        amounts = (money(found["limit"]), money(found["used"]))
        return GroupLine(whose, group, *amounts, date_of(found["expiry"]), found["frozen"], head)

    def room(self, lender: AnyParty, borrower: AnyParty, token: AnyToken) -> Money:
        """Return what may be drawn today by a party's line and its group's; nothing without one."""
        units = self._read("available", PartyId.of(lender), PartyId.of(borrower))
        return chosen_token(self._connection, token).money(units)

    def record(self, borrower: AnyParty) -> Record:
        """Return how a party has paid."""
        whom, head = PartyId.of(borrower), self._connection.head()
        found = self._read("recordOf", whom, block=head.number)
        tallies = (Tally(one["count"], one["amount"]) for one in found)
        on_time, late_30, late_90, late_180, late_more, recovered, defaulted = tallies
        late = (late_30, late_90, late_180, late_more)
        return Record(whom, on_time, *late, recovered, defaulted, head)

    def sponsor(self, programme: AnyProgramme) -> PartyId | None:
        """Return the lender behind a programme, or None."""
        return self._read("sponsorOf", ProgrammeId.of(programme)) or None

    def is_sponsor_offered(self, programme: AnyProgramme, lender: AnyParty) -> bool:
        """Return whether a lender offers itself to a programme and was not accepted."""
        chosen = (ProgrammeId.of(programme), PartyId.of(lender))
        return bool(self._read("isSponsorOffered", *chosen))

    def is_consumer(self, contract: str) -> bool:
        """Return whether a contract may draw on lines."""
        return bool(self._read("isConsumer", contract))

    def grant(
        self,
        borrower: AnyParty,
        limit: Money,
        expiry: Day,
        *,
        decision: bytes | str,
        model: str,
        rate_floor: Percent = "0 %",
        group: int = 0,
        token: AnyToken | None = None,
    ) -> Operation[None]:
        """
        Grant a party a line, or grant it anew: what is used, and a freeze, stay. Scope fund.

        Args:
            borrower: The party.
            limit: Most that is used at a time.
            expiry: Last UTC day on which it may be drawn.
            decision: Hash of the credit decision, 32 bytes.
            model: Version of the model behind it, at most 32 ASCII characters.
            rate_floor: Least rate a year of a loan under the line, such as ``"3.5 %"``.
            group: The party's group, whose line is then used as well; 0 for none.
            token: The token that is lent, or its currency; that of *limit* unless given.

        Raises:
            BadInput: A value cannot be expressed; the message begins with its name.
        """
        fields = {
            **self._terms(limit, expiry, decision, model, token),
            "rateFloor": named("rate_floor", ppm, rate_floor),
            "group": group,
        }
        return self._by_party(GRANT, PartyId.of(borrower), fields)

    def grant_group(
        self,
        group: int,
        limit: Money,
        expiry: Day,
        *,
        decision: bytes | str,
        model: str,
        token: AnyToken | None = None,
    ) -> Operation[None]:
        """Grant a group a line, or grant it anew; see ``grant``. Scope fund."""
        fields = self._terms(limit, expiry, decision, model, token)
        return self._by_party(GRANT_GROUP, group, *fields.values())

    def freeze(self, borrower: AnyParty, document: bytes | str) -> Operation[None]:
        """Freeze one's own line for a party, so that nothing is drawn. Scope fund."""
        return self._set_freeze(borrower, True, document)

    def thaw(self, borrower: AnyParty, document: bytes | str) -> Operation[None]:
        """Lift the freeze of one's own line for a party. Scope fund."""
        return self._set_freeze(borrower, False, document)

    def freeze_group(self, group: int, document: bytes | str) -> Operation[None]:
        """Freeze one's own line for a group. Scope fund."""
        proof = hash32(document, name="document")
        return self._by_party(SET_GROUP_FREEZE, group, True, proof)

    def thaw_group(self, group: int, document: bytes | str) -> Operation[None]:
        """Lift the freeze of one's own line for a group. Scope fund."""
        proof = hash32(document, name="document")
        return self._by_party(SET_GROUP_FREEZE, group, False, proof)

    def offer_sponsor(self, programme: AnyProgramme) -> Operation[None]:
        """Offer to stand behind a programme with its anchor's line. Scope fund."""
        return self._by_party(OFFER_SPONSOR, ProgrammeId.of(programme), True)

    def withdraw_sponsor(self, programme: AnyProgramme) -> Operation[None]:
        """Withdraw an offer to stand behind a programme that was not accepted. Scope fund."""
        return self._by_party(OFFER_SPONSOR, ProgrammeId.of(programme), False)

    def accept_sponsor(self, programme: AnyProgramme, lender: AnyParty) -> Operation[None]:
        """Accept a sponsor of one's own programme, for ever. The anchor, scope administer."""
        chosen = (ProgrammeId.of(programme), PartyId.of(lender))
        return self._by_party(ACCEPT_SPONSOR, *chosen)

    def add_consumer(self, contract: str) -> Operation[None]:
        """Let a contract draw on lines, give back and record, for ever. Role ADMIN."""
        return self._by_party(ADD_CONSUMER, contract)

    def _set_freeze(self, borrower: AnyParty, on: bool, document: bytes | str) -> Operation[None]:
        proof = hash32(document, name="document")
        return self._by_party(SET_FREEZE, PartyId.of(borrower), on, proof)

    def _terms(
        self,
        limit: Money,
        expiry: Day,
        decision: bytes | str,
        model: str,
        token: AnyToken | None,
    ) -> dict[str, Any]:
        """Return what the grants of a party and of a group have in common, in that order."""
        if not isinstance(limit, Money):
            raise BadInput(f"limit must be Money, got {limit!r}")
        chosen = chosen_token(self._connection, token or limit.currency)
        return {
            "limit": chosen.units(limit, name="limit"),
            "expiry": named("expiry", day_number, expiry),
            "decisionHash": hash32(decision, name="decision"),
            "modelVersion": _version(model),
        }


def _topic(value: int) -> str:
    return f"0x{value:064x}"


def _version(model: str) -> bytes:
    given: object = model
    if not isinstance(given, str) or not given.isascii() or not 0 < len(given) <= 32:
        raise BadInput(f"model: a version has 1 to 32 ASCII characters, got {model!r}")
    return model.encode().ljust(32, b"\0")


def _sum(connection: Connection, units: int) -> str:
    """Say base units, and what they are in each currency of the deployment."""
    known = connection.deployment.contracts.values() if connection.deployment else ()
    tokens = [token_known(connection, entry.address) for entry in known if entry.kind == KIND]
    meant = " or ".join(str(token.money(units)) for token in tokens)
    return f"{units} base units" + (f" ({meant})" if meant else "")


def _line_words(connection: Connection, found: Mapping[str, Any]) -> str:
    model = found["modelVersion"].rstrip(b"\0").decode("ascii", "backslashreplace")
    return (
        f"up to {_sum(connection, found['limit'])} until {date_of(found['expiry'])} "
        f"(decision {short(found['decisionHash'])}, model {model})"
    )


def _grant_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    terms = arguments["terms"]
    tied = f", within the line of group {terms['group']}" if terms["group"] else ""
    return (
        f"Grant {party(arguments['party'])} a line of {_line_words(connection, terms)} at "
        f"{percent(terms['rateFloor'])} a year or more{tied}"
    )


def _group_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Grant group {arguments['group']} a line of {_line_words(connection, arguments)}"


def _freeze_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    verb = "Freeze" if arguments["on"] else "Thaw"
    whose = f"group {arguments['group']}" if "group" in arguments else party(arguments["party"])
    return f"{verb} one's own line for {whose} (document {short(arguments['document'])})"


def _offer_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    programme, on = arguments["programme"], arguments["on"]
    verb = "Offer" if on else "Withdraw the offer"
    anchor = party(programme.anchor)
    return f"{verb} to stand behind programme {programme} with one's own line for {anchor}"


def _plain(template: str) -> Words:
    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        return template.format(**arguments)

    return words


_ACCEPT: Final = "Accept party {lender} as sponsor of programme {programme}, for ever"
_CONSUMER: Final = "Let the contract {consumer} draw on lines, for ever"

GRANT = act("CreditLines", "grant", _grant_words, no_result)
GRANT_GROUP = act("CreditLines", "grantGroup", _group_words, no_result)
SET_FREEZE = act("CreditLines", "setFreeze", _freeze_words, no_result)
SET_GROUP_FREEZE = act("CreditLines", "setGroupFreeze", _freeze_words, no_result)
OFFER_SPONSOR = act("CreditLines", "offerSponsor", _offer_words, no_result)
ACCEPT_SPONSOR = act("CreditLines", "acceptSponsor", _plain(_ACCEPT), no_result)
ADD_CONSUMER = act("CreditLines", "addConsumer", _plain(_CONSUMER), no_result)
