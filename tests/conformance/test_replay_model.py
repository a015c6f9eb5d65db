"""
The replay of raw logs (I23), on logs written by hand

events
├── those that the model reads are those of the interfaces, word for word
└── of the interfaces it passes over only what changes no state, or repeats it
replay
├── confirm, assign a part, propose and accept, sell with recourse, settle, redeem → every amount
├── late payments charge days on the programme's calendar, interest first
├── a lock ends when the note changes hands, not when it is announced again
├── payouts that wait, corrections, cancellations, extinction
├── logs of other contracts                              → passed over
└── a second confirmation, or a payment of unknown time  → ReplayError
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import encode

from tests.conformance.replay_events import EVENTS, EventType
from tests.conformance.replay_model import CANCELLED, OVERDUE, SETTLED, ReplayError, rebuild

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = {name: f"0x{number:040x}" for number, name in enumerate(EVENTS, 0xC0)}
TYPES = {
    (contract, known.name): known
    for contract, texts in EVENTS.items()
    for known in map(EventType, texts)
}
# They repeat what another log says, announce what has not happened, or concern standards only.
OF_NO_CONSEQUENCE = {
    *("AuthorityUpdated", "EIP712DomainChanged", "TokenAllowed", "LimitContractAdmitted"),
    *("ProgrammeChangeProposed", "Amended", "CustodianAdded", "SlotChanged"),
    *("RecoveryProposed", "RecoveryApproved", "RecoveryStopped"),
    *("Approval", "ApprovalForAll", "ApprovalValue"),
}
NOBODY, S1, S2, BANK, TOKEN, LOCKER = (f"0x{n:040x}" for n in (0, 0x51, 0x52, 0xBA, 0x70, 0x10))
PROFILE = (1, 30_000, 0, 24, 276)
RULES = (TOKEN, b"EUR", 10**9, 180, 4, 10, 500_000, 5, 32, False, NOBODY, b"a" * 32)
PROGRAMME, DEBT, DUE = 1 << 8 | 1, 0xF1, 20_090
NOTE, PIECE = DEBT << 32 | 1, DEBT << 32 | 2
TRADE = b"t" * 32


def log(contract: str, event: str, time: int | None = 0, **fields: Any) -> dict[str, Any]:
    """Return an event as it lies in a log, in 0x text."""
    known = TYPES[contract, event]
    given = {name.removesuffix("_"): value for name, value in fields.items()}
    topics = [known.topic, *(encode([kind], [given[name]]) for kind, name in known.indexed)]
    data = encode([kind for kind, _ in known.plain], [given[name] for _, name in known.plain])
    found = {"address": ADDRESSES[contract], "topics": ["0x" + topic.hex() for topic in topics]}
    return {**found, "data": "0x" + data.hex(), "blockTimestamp": time}


def transfer(source: str, target: str, note: int) -> dict[str, Any]:
    """Return the log of a note that changes hands."""
    return log("Receivables", "Transfer", from_=source, to=target, note=note)


def value(source: int, target: int, amount: int) -> dict[str, Any]:
    """Return the log of value that moves."""
    return log("Receivables", "TransferValue", from_=source, to=target, value=amount)


def paid(amount: int, interest: int, owed: int, time: int | None = 0) -> dict[str, Any]:
    """Return the log of a payment on the debt."""
    amounts = {"amount": amount, "interest": interest, "owed": owed}
    return log("Settlements", "Paid", time, id=DEBT, payer=S1, **amounts)


def beginning() -> list[dict[str, Any]]:
    """Return the logs of three parties, a programme at UTC+8, and a debt of 1,000 to party 11."""
    cash = {11: S1, 12: S2, 21: BANK}
    opened = {"programme": PROGRAMME, "anchor": 1, "token": TOKEN, "rules": RULES}
    terms = {"id": DEBT, "programme": PROGRAMME, "creditor": 11, "face": 1_000, "dueDay": DUE}
    return [
        *(
            log("Parties", "PartyRegistered", party=party, cash=account, profile=PROFILE)
            for party, account in cash.items()
        ),
        log("Programmes", "ProgrammeOpened", **opened),
        log("Programmes", "Confirmed", evidenceRoot=b"e" * 32, **terms),
        transfer(NOBODY, S1, NOTE),
        value(0, NOTE, 1_000),
    ]


def part(amount: int = 400) -> list[dict[str, Any]]:
    """Return the logs of a part that party 11 assigns to party 12."""
    assigned = {"from_": NOTE, "to": PIECE, "receiver": 12, "sender": 11, "value": amount}
    trade = {"tier": 2, "tradeReference": TRADE, "inPayment": True}
    return [
        transfer(NOBODY, S2, PIECE),
        value(NOTE, PIECE, amount),
        log("Receivables", "Assigned", **assigned, **trade),
    ]


def state(*more: dict[str, Any]) -> dict[str, Any]:
    """Return the state after the beginning and further logs."""
    return rebuild([*beginning(), *more], ADDRESSES)


def shown(state: dict[str, Any], note: int) -> tuple[int, int, int]:
    """Return owner, value and tier of a live note."""
    found = state["notes"][note]
    return found["owner"], found["value"], found["tier"]


@pytest.mark.parametrize("contract", EVENTS)
def test_events_are_those_of_the_contracts(contract: str) -> None:
    """Each event that the model reads has the text of the ABI, and none that counts is left out."""
    abi = json.loads((ROOT / f"silkline/artifacts/{contract}.json").read_text())["abi"]
    emitted = {entry["name"]: entry for entry in abi if entry["type"] == "event"}
    read = {name: known for (of, name), known in TYPES.items() if of == contract}

    assert set(emitted) - set(read) <= OF_NO_CONSEQUENCE
    for name, known in read.items():
        inputs = emitted[name]["inputs"]
        assert [part["indexed"] for part in inputs].count(True) == len(known.indexed)
        assert known.topic == EventType(f"{name}({_fields(inputs)})").topic


def _fields(inputs: list[dict[str, Any]]) -> str:
    """Return the fields of an ABI entry as the model's text has them."""

    def kind(entry: dict[str, Any]) -> str:
        if entry["type"] != "tuple":
            return str(entry["type"])
        return f"({','.join(kind(part) for part in entry['components'])})"

    return ", ".join(f"{kind(entry)} {entry['name'] or 'x'}" for entry in inputs)


def test_a_part_that_passes_leaves_the_rest() -> None:
    """Both notes, the debt's counts and the parties' are as the logs say."""
    after = state(*part())
    assert shown(after, NOTE) == (11, 600, 1)
    assert shown(after, PIECE) == (12, 400, 2)
    assert (after["receivables"][DEBT]["issued"], after["receivables"][DEBT]["live"]) == (2, 2)
    assert [after["parties"][party]["notes"] for party in (11, 12, 21)] == [1, 1, 0]
    assert after["programmes"][PROGRAMME]["used"] == 1_000


def test_a_proposal_waits_until_it_is_answered() -> None:
    """The piece keeps owner and tier while it waits, and passes one tier deeper when accepted."""
    terms = {"from_": NOTE, "receiver": 12, "tradeReference": TRADE, "inPayment": True}
    proposed = log("Receivables", "AssignmentProposed", note=NOTE, acceptUntil=9, **terms)
    waiting = state(proposed)["notes"][NOTE]
    assert (waiting["owner"], waiting["tier"], waiting["pending"]["receiver"]) == (11, 1, 12)
    ended = log("Receivables", "AssignmentEnded", note=NOTE, by=12)
    assert state(proposed, ended)["notes"][NOTE]["pending"] is None
    passed = log("Receivables", "Assigned", to=NOTE, sender=11, value=1_000, tier=2, **terms)
    after = state(proposed, transfer(S1, S2, NOTE), passed)
    assert shown(after, NOTE) == (12, 1_000, 2)
    assert after["notes"][NOTE]["pending"] is None


def test_a_sale_keeps_the_tier_and_remembers_recourse() -> None:
    """The buyer holds the piece at the seller's tier; the sale is open until it is put back."""
    sale = {"offer": b"o" * 32, "note": PIECE, "seller": 11, "from_": NOTE, "funder": 21}
    price = {"value": 400, "proceeds": 390, "registryReference": b"r" * 32, "recourse": True}
    taken = [
        transfer(NOBODY, BANK, PIECE),
        value(NOTE, PIECE, 400),
        log("Discounting", "OfferTaken", **sale, **price),
    ]
    after = state(*taken)
    assert shown(after, PIECE) == (21, 400, 1)
    assert after["filled"] == {b"o" * 32: 400}
    open_sale = {"seller": 11, "value": 400, "proceeds": 390, "claimed": False}
    assert after["sales"] == {(PIECE, 21): open_sale}
    ends = {"note": PIECE, "seller": 11, "buyer": 21, "price": 395}
    assert state(*taken, log("Discounting", "RecourseClaimed", **ends))["sales"] == {
        (PIECE, 21): open_sale | {"claimed": True}
    }
    back = [log("Discounting", "PutBack", **ends), transfer(BANK, S1, PIECE)]
    after = state(*taken, *back)
    assert (after["sales"], shown(after, PIECE)) == ({}, (11, 400, 1))


def test_payments_and_payouts_add_up() -> None:
    """Paid on time and redeemed, the debt is settled, its notes are gone, and nothing is used."""
    out = [
        log("Settlements", "Redeemed", note=NOTE, payee=11, amount=600, burnt=True),
        transfer(S1, NOBODY, NOTE),
        value(NOTE, 0, 600),
    ]
    after = state(*part(), paid(1_000, 0, 0), *out)
    debt = after["receivables"][DEBT]
    assert (debt["status"], debt["received"], debt["unpaid"]) == (SETTLED, 1_000, 0)
    assert (debt["paid_out"], debt["live"], debt["charged_to"]) == (600, 1, DUE)
    assert (after["claimed"][NOTE], NOTE in after["notes"]) == (600, False)
    assert after["programmes"][PROGRAMME]["used"] == 0


def test_late_payments_charge_days_on_the_programmes_calendar() -> None:
    """Interest alone moves no day; principal charges up to the day in UTC+8."""
    evening = (DUE + 10) * 86_400 - 8 * 3_600
    first = state(paid(3, 3, 1_000, evening))["receivables"][DEBT]
    assert (first["received"], first["unpaid"], first["interest"]) == (3, 1_000, 0)
    assert first["charged_to"] == DUE
    second = state(paid(3, 3, 1_000, evening), paid(102, 2, 900, evening))["receivables"][DEBT]
    assert (second["received"], second["unpaid"], second["interest"]) == (105, 900, 5)
    assert second["charged_to"] == DUE + 10


def test_guarantors_claims_rise_and_fall_with_the_limit() -> None:
    """A guarantor's payment frees no limit; its part of a later payment frees as much of it."""
    late = (DUE + 10) * 86_400 - 8 * 3_600
    by = log(
        "Settlements", "PaidByGuarantor", late, id=DEBT, amount=505, interest=5, owed=500, claim=505
    )
    first = state(by)
    debt = first["receivables"][DEBT]
    assert (debt["received"], debt["unpaid"], debt["claim"], debt["unrestored"]) == (
        505,
        500,
        505,
        500,
    )
    assert first["programmes"][PROGRAMME]["used"] == 1_000
    to = log("Settlements", "PaidToGuarantors", late, id=DEBT, amount=101, claim=404)
    second = state(by, to, paid(201, 0, 804, late))
    debt = second["receivables"][DEBT]
    assert (debt["received"], debt["unpaid"], debt["claim"], debt["unrestored"]) == (
        605,
        400,
        404,
        400,
    )
    assert second["programmes"][PROGRAMME]["used"] == 800


def test_a_lock_ends_with_the_ownership() -> None:
    """A move clears the lock without a log of its own; an announcement to wallets does not."""
    lock = log("Receivables", "LockChanged", note=NOTE, custodian=LOCKER, locked=True)
    fresh = "0x" + "61" * 20
    rotated = log("Parties", "CashAccountChanged", party=11, previous=S1, current=fresh, epoch=0)
    assert state(lock)["notes"][NOTE]["custodian"] == LOCKER
    assert state(lock, transfer(S1, S2, NOTE))["notes"][NOTE]["custodian"] == NOBODY
    announced = state(lock, rotated, transfer(S1, fresh, NOTE))
    assert announced["notes"][NOTE]["custodian"] == LOCKER
    assert (announced["parties"][11]["cash"], announced["parties"][11]["notes"]) == (fresh, 1)


def test_what_is_parked_waits_until_it_is_claimed() -> None:
    """Parked amounts add up, and a claim takes them away."""
    parked = log("Settlements", "Parked", party=11, token=TOKEN, amount=70)
    claimed = log("Settlements", "Claimed", party=11, token=TOKEN, account=S1, amount=140)
    assert state(parked, parked)["parked"] == {(11, TOKEN): 140}
    assert state(parked, parked, claimed)["parked"] == {}


def test_corrections_cancellation_and_extinction_change_the_face() -> None:
    """Face, due day and open principal follow what both sides agreed, or the debtor bought."""
    corrected = log("Receivables", "Corrected", id=DEBT, face=1_200, dueDay=DUE + 9)
    after = state(value(0, NOTE, 200), corrected)
    debt = after["receivables"][DEBT]
    assert (debt["face"], debt["unpaid"], debt["charged_to"]) == (1_200, 1_200, DUE + 9)
    assert after["programmes"][PROGRAMME]["used"] == 1_200
    cancelled = log("Receivables", "StatusChanged", id=DEBT, status=CANCELLED)
    after = state(transfer(S1, NOBODY, NOTE), value(NOTE, 0, 1_000), cancelled)
    assert (after["receivables"][DEBT]["face"], after["programmes"][PROGRAMME]["used"]) == (0, 0)
    bought = log("Receivables", "Extinguished", id=DEBT, note=NOTE, value=250)
    after = state(value(NOTE, 0, 250), bought)
    assert (after["receivables"][DEBT]["face"], after["programmes"][PROGRAMME]["used"]) == (
        750,
        750,
    )


def test_marks_of_debts_notes_and_parties_come_and_go() -> None:
    """Overdue, disputed, frozen and suspended are as the last log says."""
    after = state(
        log("Receivables", "StatusChanged", id=DEBT, status=OVERDUE),
        log("Receivables", "DisputeChanged", id=DEBT, disputed=True, document=TRADE),
        log("Receivables", "FreezeChanged", id=DEBT, frozen=True, document=TRADE),
        log("Receivables", "NoteFreezeChanged", note=NOTE, frozen=True, document=TRADE),
        log("Parties", "PartyStatusChanged", party=12, active=False, document=TRADE),
        log("Programmes", "AnchorStatusChanged", anchor=1, suspended=True, document=TRADE),
    )
    debt = after["receivables"][DEBT]
    assert (debt["status"], debt["disputed"], debt["frozen"]) == (OVERDUE, True, True)
    assert after["notes"][NOTE]["frozen"]
    assert not after["parties"][12]["active"]
    assert after["suspended_anchors"] == {1}


def test_accounts_live_in_one_epoch() -> None:
    """A recovery ends all accounts but the new cash account; a closed one is gone."""
    fresh = "0x" + "61" * 20
    given = {"party": 11, "scopes": 63, "limit": 5}
    accounts = [
        log("Parties", "AccountSet", account=S1, **given),
        log("Parties", "AccountSet", account=LOCKER, **given),
        log("Parties", "AccountClosed", party=11, account=LOCKER),
    ]
    assert state(*accounts)["accounts"].keys() == {S1}
    recovered = [
        log("Parties", "AccountSet", account=fresh, **given),
        log("Parties", "CashAccountChanged", party=11, previous=S1, current=fresh, epoch=1),
    ]
    assert state(*accounts, *recovered)["accounts"].keys() == {fresh}


def test_logs_of_other_contracts_are_passed_over() -> None:
    """The same event from another address changes nothing, nor does an event that is not known."""
    foreign = log("Receivables", "Extinguished", id=DEBT, note=NOTE, value=250)
    unknown = {**foreign, "topics": ["0x" + "ab" * 32]}
    assert state({**foreign, "address": LOCKER}, unknown) == state()


def test_an_invoice_confirmed_again_is_refused() -> None:
    """Logs that break a rule of the contracts do not pass unnoticed."""
    with pytest.raises(ReplayError, match="confirmed a second time"):
        rebuild([*beginning(), *beginning()[4:5]], ADDRESSES)


def test_a_payment_needs_the_time_of_its_block() -> None:
    """Without `blockTimestamp` the time is looked up, and missed by name."""
    late = {**paid(1_000, 0, 0, None), "blockNumber": 7}
    with pytest.raises(ReplayError, match="pass times"):
        state(late)
    times = {7: (DUE + 3) * 86_400}
    after = rebuild([*beginning(), late], ADDRESSES, times)
    assert after["receivables"][DEBT]["charged_to"] == DUE + 3
