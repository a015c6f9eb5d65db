"""
The state of the system, rebuilt from its raw logs alone (I23).

An independent model: it imports nothing of `silkline` and reads nothing from the chain. It knows
the text of the events and the rules by which they follow from one another, so that whatever it
arrives at, anybody who keeps an archive of the logs arrives at.

    state = rebuild(logs, addresses, times)
    state["notes"][note]["owner"]

Addresses in the state are in lower case. Days count on a programme's calendar, so a payment needs
the time of its block: its own `blockTimestamp`, or else `times[blockNumber]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.conformance.replay_events import EVENTS, EventType

OPEN, OVERDUE, SETTLED, CANCELLED, LINKED = 1, 2, 3, 4, 5
NOBODY = "0x" + "00" * 20


class ReplayError(Exception):
    """A log that cannot follow the logs before it, or whose time is unknown."""


@dataclass
class Party:
    """A party; `notes` counts those that it owns, `epoch` its recoveries."""

    profile: tuple[int, ...]
    cash: str
    active: bool = True
    opt_ins: int = 0
    epoch: int = 0
    notes: int = 0


@dataclass
class Account:
    """An account of a party; it lives in one epoch until it is closed."""

    party: int
    scopes: int
    limit: int
    epoch: int
    closed: bool = False


@dataclass
class Programme:
    """What of a programme never changes, its rules in force, and the open principal."""

    anchor: int
    token: str
    late_rate: int
    grace_days: int
    utc_offset: int
    limit: int
    max_tenor: int
    deepest_tier: int
    smallest_piece: int
    trade_reference_required: bool
    agreement_hash: bytes
    used: int = 0

    def change(self, *rules: Any) -> None:
        """Put the rules of a change in force."""
        self.limit, self.max_tenor, self.deepest_tier, self.smallest_piece = rules[:4]
        self.trade_reference_required, self.agreement_hash = rules[4:]


@dataclass
class Debt:
    """
    A receivable; `interest` is what was charged up to day `charged_to`.

    `claim` is what guarantors paid and have not got back, `unrestored` the principal in it that
    still uses the limit, `passed_on` their part of the payment that the next log tells.
    """

    programme: int
    face: int
    due_day: int
    evidence_root: bytes
    unpaid: int
    charged_to: int
    status: int = OPEN
    received: int = 0
    interest: int = 0
    interest_paid: int = 0
    paid_out: int = 0
    claim: int = 0
    unrestored: int = 0
    passed_on: int = 0
    issued: int = 0
    live: int = 0
    disputed: bool = False
    frozen: bool = False


@dataclass
class Note:
    """A note; `claimed` is what it was paid, `pending` the assignment that it waits for."""

    owner: int = 0
    value: int = 0
    tier: int = 0
    claimed: int = 0
    live: bool = True
    custodian: str = NOBODY
    frozen: bool = False
    pending: dict[str, Any] | None = None


@dataclass
class Sale:
    """A sale with recourse; `claimed` once a put-back was tried and not paid."""

    seller: int
    value: int
    proceeds: int
    claimed: bool = False


@dataclass
class Model:
    """What the logs so far tell; every `on_...` method says what one event means."""

    time: int | None = None
    parties: dict[int, Party] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    programmes: dict[int, Programme] = field(default_factory=dict)
    receivables: dict[int, Debt] = field(default_factory=dict)
    linked: dict[int, int] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    parked: dict[tuple[int, str], int] = field(default_factory=dict)
    filled: dict[bytes, int] = field(default_factory=dict)
    lowest_salts: dict[int, int] = field(default_factory=dict)
    sales: dict[tuple[int, int], Sale] = field(default_factory=dict)
    suspended_anchors: set[int] = field(default_factory=set)
    void_signatures: set[tuple[str, bytes]] = field(default_factory=set)
    halted_until: int = 0

    # Parties

    def on_party_registered(self, party: int, cash: str, profile: tuple[int, ...]) -> None:
        """A party begins active, with one cash account."""
        self.parties[party] = Party(profile, cash)

    def on_party_updated(self, party: int, profile: tuple[int, ...]) -> None:
        """The registrar changes what is recorded."""
        self.parties[party].profile = profile

    def on_party_status_changed(self, party: int, active: bool, document: bytes) -> None:
        """Compliance suspends or reinstates."""
        self.parties[party].active = active

    def on_opt_ins_changed(self, party: int, optIns: int) -> None:  # noqa: N803
        """A party changes its standing consents."""
        self.parties[party].opt_ins = optIns

    def on_account_set(self, party: int, account: str, scopes: int, limit: int) -> None:
        """An account lives in the epoch of its party at the time."""
        self.accounts[account] = Account(party, scopes, limit, self.parties[party].epoch)

    def on_account_closed(self, party: int, account: str) -> None:
        """A closed account never acts again."""
        self.accounts[account].closed = True

    def on_cash_account_changed(self, party: int, previous: str, current: str, epoch: int) -> None:
        """A recovery begins a new epoch, in which the new cash account lives."""
        self.parties[party].cash, self.parties[party].epoch = current, epoch
        if current in self.accounts:
            self.accounts[current].epoch = epoch

    def on_halted_until(self, until: int) -> None:
        """The guardian halts new business."""
        self.halted_until = until

    def on_resumed(self) -> None:
        """ADMIN lifts a halt."""
        self.halted_until = 0

    # Programmes

    def on_programme_opened(
        self, programme: int, anchor: int, token: str, rules: tuple[Any, ...]
    ) -> None:
        """What never changes, and what does."""
        fixed = (anchor, token, rules[6], rules[7], rules[8])
        self.programmes[programme] = Programme(*fixed, *rules[2:6], rules[9], rules[11])

    def on_programme_changed(
        self,
        programme: int,
        changeHash: bytes,  # noqa: N803
        change: tuple[Any, ...],
    ) -> None:
        """The anchor accepted a change."""
        self.programmes[programme].change(*change)

    def on_anchor_status_changed(self, anchor: int, suspended: bool, document: bytes) -> None:
        """A suspended anchor confirms nothing."""
        (self.suspended_anchors.add if suspended else self.suspended_anchors.discard)(anchor)

    def on_signature_voided(self, signer: str, digest: bytes) -> None:
        """A message is used up or taken back."""
        self.void_signatures.add((signer, digest))

    def on_confirmed(
        self,
        id: int,  # noqa: A002
        programme: int,
        creditor: int,
        face: int,
        dueDay: int,  # noqa: N803
        evidenceRoot: bytes,  # noqa: N803
    ) -> None:
        """A debt begins unpaid; its interest counts from the due day."""
        if id in self.receivables or id in self.linked:
            raise ReplayError(f"receivable {id:#x} is confirmed a second time")
        terms = (programme, face, dueDay, evidenceRoot)
        self.receivables[id] = Debt(*terms, unpaid=face, charged_to=dueDay)
        self.programmes[programme].used += face

    # Receivables

    def on_invoice_linked(self, fingerprint: int, first: int) -> None:
        """A further invoice is spent with its debt."""
        self.linked[fingerprint] = first

    def on_corrected(self, id: int, face: int, dueDay: int) -> None:  # noqa: A002, N803
        """A debt stands on other terms as if confirmed so."""
        debt = self.receivables[id]
        self.programmes[debt.programme].used += face - debt.face
        debt.face = debt.unpaid = face
        debt.due_day = debt.charged_to = dueDay

    def on_extinguished(self, id: int, note: int, value: int) -> None:  # noqa: A002
        """The debtor bought a part of its own debt."""
        debt = self.receivables[id]
        debt.face -= value
        self._repay(debt, value)

    def on_status_changed(self, id: int, status: int) -> None:  # noqa: A002
        """Overdue, cancelled, or settled by extinction."""
        debt = self.receivables[id]
        debt.status = status
        if status == CANCELLED:
            self._repay(debt, debt.unpaid)
            debt.face = 0

    def on_dispute_changed(self, id: int, disputed: bool, document: bytes) -> None:  # noqa: A002
        """The registrar raises or ends a dispute."""
        self.receivables[id].disputed = disputed

    def on_freeze_changed(self, id: int, frozen: bool, document: bytes) -> None:  # noqa: A002
        """Compliance freezes or thaws a debt."""
        self.receivables[id].frozen = frozen

    # Notes

    def on_transfer(self, note: int, **ends: str) -> None:
        """A note is made, burnt, or changes hands; announced again, it stays where it is."""
        debt = self.receivables[note >> 32]
        if ends["from"] == NOBODY:
            debt.issued += 1
            debt.live += 1
            self.notes[note] = Note()
        known = self.notes[note]
        if known.owner:
            self.parties[known.owner].notes -= 1
        if ends["to"] == NOBODY:
            debt.live -= 1
            self.notes[note] = Note(value=known.value, claimed=known.claimed, live=False)
            return
        owner = self._holder(ends["to"])
        if owner != known.owner:
            known.owner, known.custodian = owner, NOBODY
        self.parties[owner].notes += 1

    def on_transfer_value(self, value: int, **notes: int) -> None:
        """Value moves; a new piece has the tier of the note it was cut from."""
        source, target = notes["from"], notes["to"]
        tier = self.notes[source].tier if source else 1
        if source:
            self.notes[source].value -= value
        if target:
            self.notes[target].value += value
            if not self.notes[target].tier:
                self.notes[target].tier = tier

    def on_assigned(self, to: int, tier: int, **rest: Any) -> None:
        """An assignment raises the tier, and answers what waited."""
        self.notes[to].tier = tier
        self.notes[rest["from"]].pending = None

    def on_assignment_proposed(self, note: int, **terms: Any) -> None:
        """A note waits for a receiver."""
        wanted = ("receiver", "acceptUntil", "tradeReference", "inPayment")
        self.notes[note].pending = {name: terms[name] for name in wanted}

    def on_assignment_ended(self, note: int, by: int) -> None:
        """Refused, withdrawn or released."""
        self.notes[note].pending = None

    def on_lock_changed(self, note: int, custodian: str, locked: bool) -> None:
        """A custodian locks or unlocks."""
        self.notes[note].custodian = custodian if locked else NOBODY

    def on_note_freeze_changed(self, note: int, frozen: bool, document: bytes) -> None:
        """Compliance freezes or thaws a note."""
        self.notes[note].frozen = frozen

    # Settlements

    def on_paid(self, id: int, payer: str, amount: int, interest: int, owed: int) -> None:  # noqa: A002
        """Days are charged when principal falls; then all interest up to that day is paid."""
        debt = self.receivables[id]
        principal = self._receive(debt, amount - debt.passed_on, interest)
        self.programmes[debt.programme].used -= principal
        debt.passed_on = 0
        if owed == 0:
            debt.status = SETTLED

    def on_paid_to_guarantors(self, id: int, amount: int, claim: int) -> None:  # noqa: A002
        """Of the payment told next this part is the guarantors', and frees as much of the limit."""
        debt = self.receivables[id]
        restored = debt.unrestored * amount // debt.claim
        debt.unrestored -= restored
        self.programmes[debt.programme].used -= restored
        debt.passed_on, debt.claim = amount, claim

    def on_paid_by_guarantor(
        self,
        id: int,  # noqa: A002
        amount: int,
        interest: int,
        owed: int,
        claim: int,
    ) -> None:
        """Received for the holders like any payment, but the limit stays in use."""
        debt = self.receivables[id]
        debt.unrestored += self._receive(debt, amount, interest)
        debt.claim = claim

    def on_redeemed(self, note: int, payee: int, amount: int, burnt: bool) -> None:
        """A note is paid; that it is burnt, its transfer says."""
        self.notes[note].claimed += amount
        self.receivables[note >> 32].paid_out += amount

    def on_parked(self, party: int, token: str, amount: int) -> None:
        """A payout waits."""
        self.parked[party, token] = self.parked.get((party, token), 0) + amount

    def on_claimed(self, party: int, token: str, account: str, amount: int) -> None:
        """It is fetched."""
        self.parked[party, token] -= amount

    # Discounting

    def on_offer_taken(self, offer: bytes, note: int, value: int, **sale: Any) -> None:
        """An offer is filled; with recourse the sale stays open."""
        self.filled[offer] = self.filled.get(offer, 0) + value
        buyer = sale["funder"]
        if sale["recourse"] and self.notes[note].owner == buyer:
            self.sales[note, buyer] = Sale(sale["seller"], value, sale["proceeds"])

    def on_offer_withdrawn(self, offer: bytes, funder: int) -> None:
        """A cancelled offer counts as filled for ever."""
        self.filled[offer] = 2**256 - 1

    def on_lowest_salt_raised(self, funder: int, lowestSalt: int) -> None:  # noqa: N803
        """All offers below are cancelled."""
        self.lowest_salts[funder] = lowestSalt

    def on_put_back(self, note: int, seller: int, buyer: int, price: int) -> None:
        """A sale is undone."""
        del self.sales[note, buyer]

    def on_recourse_claimed(self, note: int, seller: int, buyer: int, price: int) -> None:
        """A put-back was tried and not paid."""
        self.sales[note, buyer].claimed = True

    # Rules

    def _holder(self, cash: str) -> int:
        for party, known in self.parties.items():
            if known.cash == cash:
                return party
        raise ReplayError(f"{cash} is no party's cash account")

    def _receive(self, debt: Debt, amount: int, interest: int) -> int:
        debt.received += amount
        debt.interest_paid += interest
        if amount != interest:
            debt.unpaid -= amount - interest
            debt.interest = debt.interest_paid
            debt.charged_to = max(debt.charged_to, self._day(debt.programme))
        return amount - interest

    def _repay(self, debt: Debt, principal: int) -> None:
        debt.unpaid -= principal
        self.programmes[debt.programme].used -= principal

    def _day(self, programme: int) -> int:
        if self.time is None:
            raise ReplayError("the time of a payment's block is needed: pass times")
        return (self.time + self.programmes[programme].utc_offset * 900) // 86_400

    def state(self) -> dict[str, Any]:
        """Return everything as plain dictionaries; accounts and notes only while they live."""
        live = {
            address: account
            for address, account in self.accounts.items()
            if not account.closed and account.epoch == self.parties[account.party].epoch
        }
        found = asdict(self) | {"accounts": {key: asdict(value) for key, value in live.items()}}
        found["notes"] = {note: asdict(n) for note, n in self.notes.items() if n.live}
        found["claimed"] = {note: n.claimed for note, n in self.notes.items()}
        found["parked"] = {key: amount for key, amount in self.parked.items() if amount}
        del found["time"]
        return found


def rebuild(
    logs: Iterable[Mapping[str, Any]],
    addresses: Mapping[str, str],
    times: Mapping[int, int] | None = None,
) -> dict[str, Any]:
    """
    Return the state to which raw logs lead, in the order in which they were emitted.

    Args:
        logs: Mappings with `address`, `topics` and `data` (bytes or 0x text), and `blockTimestamp`
            or `blockNumber`; logs of other contracts are passed over.
        addresses: Address by the name of the contract: Parties, Programmes, Receivables,
            Settlements, Discounting.
        times: Unix time by block number, for logs without `blockTimestamp`.

    Raises:
        ReplayError: A log cannot follow the logs before it, or the time of a payment is unknown.
    """
    names = {address.lower(): name for name, address in addresses.items()}
    types = {
        (contract, known.topic): known
        for contract, texts in EVENTS.items()
        for known in map(EventType, texts)
    }
    model = Model()
    for log in logs:
        topics = [_bytes(topic) for topic in log["topics"]]
        known = types.get((names.get(str(log["address"]).lower(), ""), topics[0]))
        if known is None:
            continue
        model.time = _time(log, times or {})
        handler = getattr(model, f"on_{_snake(known.name)}")
        handler(**known.read(topics, _bytes(log["data"])))
    return model.state()


def _time(log: Mapping[str, Any], times: Mapping[int, int]) -> int | None:
    own = log.get("blockTimestamp")
    if own is not None:
        return int(own, 16) if isinstance(own, str) else int(own)
    number = log.get("blockNumber")
    return times.get(int(number, 16) if isinstance(number, str) else number or 0)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removeprefix("_")


def _bytes(value: bytes | str) -> bytes:
    return bytes.fromhex(value.removeprefix("0x")) if isinstance(value, str) else bytes(value)
