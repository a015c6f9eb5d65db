"""Refusals of acts on parties, programmes, tokens, fixings and roles; see ``test_acts_refused``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eth_utils.crypto import keccak

import silkline as sl
from silkline import fixings, refusals
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from tests.sdk import acts_system
from tests.sdk.acts import Scene
from tests.sdk.acts_receivables import LATER
from tests.sdk.acts_system import CLOSED, FRESH, PROFILE, consent, fixing
from tests.sdk.lending import AUDITOR, ENGINEER, INSPECTOR
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    OUTSIDER,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    eur,
    rules,
)

NOBODY = "0x" + "00" * 20
HUGE = 1 << 96


def put(operation: sl.Operation, **values: Any) -> sl.Operation:
    """Return an operation with other arguments: members of structs are replaced one by one."""
    names = [one.name for one in artifact(operation.contract).function(operation.function).inputs]
    assert set(values) <= set(names)
    args = [
        {**had, **values[name]} if isinstance(values.get(name), dict) else values.get(name, had)
        for name, had in zip(names, operation.args, strict=True)
    ]
    return replace(operation, args=tuple(args))


def euro(units: int) -> sl.Money:
    """Return base units as money."""
    return sl.Money.from_units(units, "EUR", decimals=2)


# Parties


def again(s: Scene) -> sl.Operation:
    """Return a halt right after a halt."""
    s.hub.parties.halt(600).submit()
    return s.hub.parties.halt(600)


def expired(s: Scene) -> sl.Operation:
    """Return a sale by a party whose KYC has expired."""
    s.hub.parties.update(TIER1, replace(PROFILE, kyc_expiry=sl.dates.date_of(20_000))).submit()
    return s.as_(TIER1).notes.assign(s.note, TIER2, eur("700.00"), trade_reference=TRADE)


def limited(s: Scene) -> sl.Operation:
    """Return an assignment by an account that may pass 1.00 at a time."""
    s.hub.parties.set_account(TIER1, s.fresh, sl.Scope.ASSIGN, limit_units=100).submit()
    desk = s.as_(FRESH).notes
    return desk.assign(s.note, TIER2, eur("700.00"), trade_reference=TRADE)


def other_consent(s: Scene) -> sl.Operation:
    """Return the addition of an account by a consent that somebody else signed."""
    forged = consent(s).message.sign(s.key(OUTSIDER))
    return s.as_(TIER1).parties.add_account(forged, sl.Scope.FUND)


def register(s: Scene, party: int, account: str) -> sl.Operation:
    """Return a registration."""
    return s.hub.parties.register(party, account, PROFILE)


PARTIES = [
    (lambda s: register(s, TIER1, s.fresh), refusals.PartyExists, {"party": 2}),
    (lambda s: register(s, 20, s.bank), refusals.AccountTaken, {"party": 5}),
    (lambda s: register(s, 20, NOBODY), refusals.ZeroAccount, {}),
    (lambda s: put(register(s, 20, s.fresh), party=0), refusals.ZeroParty, {}),
    (
        lambda s: put(s.hub.parties.register_many([(20, s.fresh, PROFILE)]), parties=[20, 21]),
        refusals.LengthMismatch, {"first": 2, "second": 1},
    ),
    (lambda s: s.as_(TIER1).parties.remove_account(s.chain.accounts[TIER1]),
        refusals.CashAccountStays, {}),
    (lambda s: s.hub.parties.halt(604_801), refusals.HaltTooLong,
        {"duration": 604_801, "longest": 604_800}),
    (again, refusals.HaltTooSoon, {}),
    (lambda s: s.hub.parties.resume(), refusals.NotHalted, {}),
    (expired, refusals.KycExpired, {"party": 2, "expiry": 20_000}),
    (limited, refusals.LimitPerActExceeded, {"amount": 70_000, "limit": 100}),
    (lambda s: s.hub.parties.reinstate(TIER2, DOCUMENT), refusals.PartyNotSuspended, {"party": 3}),
    (lambda s: s.hub.parties.recover(TIER3), refusals.RecoveryNotApproved, {"party": 4}),
    (lambda s: s.hub.parties.propose_recovery(TIER3, s.chain.accounts[OUTSIDER], DOCUMENT),
        refusals.RecoveryPending, {"party": 4}),
    (lambda s: s.hub.parties.withdraw_recovery(TIER2), refusals.RecoveryUnknown, {"party": 3}),
    (lambda s: s.as_(CLOSED).parties.set_opt_ins(sl.OptIn.NONE), refusals.ScopeMissing,
        {"needed": sl.Scope.ADMINISTER, "held": sl.Scope.ASSIGN}),
    (other_consent, refusals.SignatureInvalid, {}),
]  # fmt: skip

# Programmes


def open_(s: Scene, programme: str = "1/3", **changes: object) -> sl.Operation:
    """Return the opening of a programme."""
    return s.hub.programmes.open(programme, rules(**changes))


def custodians(s: Scene) -> sl.Operation:
    """Return the admission of one custodian more than fits."""
    for number in range(1, 16):
        found = s.hub.programmes.add_custodian(f"0x{number:040x}")
        if number == 15 or not _passes(found):
            return found
        found.submit()
    raise AssertionError("the loop returns")


def _passes(operation: sl.Operation) -> bool:
    try:
        operation.simulate()
    except sl.Refused:
        return False
    return True


def many(s: Scene, count: int) -> sl.Operation:
    """Return the confirmation of a debt over further invoices."""
    terms = s.terms(0xE000, "800.00", further=range(0xE001, 0xE001 + count))
    return s.as_(ANCHOR).receivables.confirm(terms)


PROGRAMMES = [
    (lambda s: open_(s, "1/1"), refusals.ProgrammeExists, {"programme": 0x101}),
    (lambda s: put(open_(s), programme=1 << 8), refusals.ProgrammeNumberZero, {}),
    (lambda s: put(open_(s), rules={"currency": "0x657572"}), refusals.CurrencyInvalid,
        {"currency": b"eur"}),
    (lambda s: open_(s, limit_contract=s.fresh), refusals.LimitContractNotAdmitted, {}),
    (lambda s: s.hub.programmes.lift_suspension(ANCHOR, DOCUMENT), refusals.AnchorNotSuspended,
        {"anchor": 1}),
    (lambda s: s.as_(ANCHOR).receivables.confirm(
        replace(s.terms(0xE1), face=euro(HUGE))), refusals.AmountTooLarge,
        {"amount": HUGE, "largest": HUGE - 1}),
    (lambda s: put(many(s, 0), terms={"id": 0}), refusals.FingerprintZero, {}),
    (lambda s: many(s, 64), refusals.TooManyInvoices, {"further": 64, "most": 63}),
    (lambda s: s.hub.programmes.add_custodian(s.hub.deployment.address("Collateral")),
        refusals.CustodianExists, {}),
    (custodians, refusals.TooManyCustodians, {"most": 15}),
]  # fmt: skip

# Money and fixings


def permit(s: Scene) -> sl.Operation:
    """Return a permit of bank A."""
    return s.as_(BANK_A).deposits.permit("Loans", eur("8.00"))


def signers(s: Scene, *order: int) -> sl.Operation:
    """Return a record with its signatures in another order."""
    found = fixing(s)
    return put(found, signatures=[found.args[4][n] for n in order])


def indexed(s: Scene, attestors: list[int], threshold: int) -> sl.Operation:
    """Return a record of a reference rate that no ``Index`` of the SDK could be."""
    values = [acts_system.INDEX.padded, attestors, threshold]
    index = keccak(abi.encode(fixings._INDEX, values))
    given = {"attestors": attestors, "threshold": threshold, "fixing": {"index": index}}
    return put(fixing(s), **given)


def stranger(s: Scene) -> sl.Operation:
    """Return a record with the signature of an attestor that is not on the list."""
    s.hub.parties.update(TIER1, replace(PROFILE, roles=sl.Role.ATTESTOR)).submit()
    found = fixing(s)
    given = (acts_system.INDEX, acts_system.TODAY, "2.5 %")
    signed = s.hub.fixings.sign(*given, valid_until=LATER, signer=s.key(TIER1))
    entry = {"signer": signed.signer, "signature": signed.signature}
    return put(found, signatures=[entry, found.args[4][1]])


MONEY = [
    (lambda s: s.hub.deposits.issue(s.bank, euro(HUGE), DOCUMENT), refusals.AmountExceeds96Bits,
        {"amount": HUGE}),
    (lambda s: s.hub.deposits.issue(s.bank, eur("0.00"), DOCUMENT), refusals.AmountZero, {}),
    (lambda s: s.hub.deposits.set_freeze(NOBODY, True, DOCUMENT, "EUR"), refusals.AccountZero, {}),
    (lambda s: s.as_(BANK_A).deposits.transfer(NOBODY, eur("1.00")),
        refusals.ERC20InvalidReceiver, {"receiver": NOBODY}),
    (lambda s: s.as_(BANK_A).deposits.approve(NOBODY, eur("1.00")),
        refusals.ERC20InvalidSpender, {"spender": NOBODY}),
    (lambda s: put(permit(s), v=2), refusals.ECDSAInvalidSignature, {}),
    (lambda s: put(permit(s), s="0x" + "ff" * 32), refusals.ECDSAInvalidSignatureS,
        {"s": b"\xff" * 32}),
    (lambda s: indexed(s, [ENGINEER, AUDITOR, INSPECTOR], 2), refusals.AttestorsUnordered,
        {"previous": AUDITOR, "next": INSPECTOR}),
    (lambda s: put(fixing(s), name="0x" + "00" * 32), refusals.IndexMismatch, {}),
    (lambda s: indexed(s, [INSPECTOR, ENGINEER, AUDITOR], 0), refusals.ThresholdInvalid,
        {"threshold": 0, "attestors": 3}),
    (lambda s: signers(s, 1, 0), refusals.SignaturesUnordered,
        {"previous": AUDITOR, "next": ENGINEER}),
    (stranger, refusals.NotAttestor, {"party": 2}),
]  # fmt: skip

# Roles and requests


def delayed(s: Scene) -> sl.Operation:
    """Announce a suspension by the operator, whose acts of compliance have a delay now."""
    s.hub.roles.grant(sl.SystemRole.COMPLIANCE, s.chain.accounts[0], delay=60).submit()
    act = s.hub.parties.suspend(TIER2, DOCUMENT)
    s.hub.roles.schedule(act).submit()
    return act


def forgotten(s: Scene) -> sl.Operation:
    """Return an announced act more than a week after its time."""
    act = delayed(s)
    s.chain.advance(9 * 86_400)
    return act


def request(s: Scene, **content: object) -> sl.Operation:
    """Return a signed request with another content."""
    return put(s.as_(TIER1).parties.set_opt_ins(sl.OptIn.NONE).by_signature(), request=content)


GUARDIAN = sl.SystemRole.GUARDIAN
PUBLIC = 2**64 - 1
ROLES = [
    (lambda s: put(s.hub.roles.renounce(GUARDIAN), callerConfirmation=s.fresh),
        refusals.AccessManagerBadConfirmation, {}),
    (lambda s: s.hub.roles.grant(PUBLIC, s.fresh), refusals.AccessManagerLockedRole,
        {"role_id": PUBLIC}),
    (lambda s: s.as_(TIER1).roles.schedule(s.hub.parties.suspend(TIER2, DOCUMENT)),
        refusals.AccessManagerUnauthorizedCall, {}),
    (lambda s: s.as_(TIER1).roles.cancel(delayed(s)), refusals.AccessManagerUnauthorizedCancel, {}),
    (forgotten, refusals.AccessManagerExpired, {}),
    (lambda s: request(s, to=s.hub.deployment.address("AccessManager")),
        refusals.ERC2771UntrustfulTarget, {}),
    (lambda s: request(s, value=1), refusals.ERC2771ForwarderMismatchedValue,
        {"requested_value": 1, "msg_value": 0}),
]  # fmt: skip

CASES = {"running": PARTIES + PROGRAMMES + MONEY + ROLES}
"""By the stage on which each is tried: the act, its refusal, and values of the refusal."""
