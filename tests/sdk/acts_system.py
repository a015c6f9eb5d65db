"""Acts on parties, programmes, tokens and roles; see ``tests.sdk.acts``."""

from __future__ import annotations

from datetime import date

import silkline as sl
from tests.sdk.acts import Scene, Table
from tests.sdk.acts_receivables import LATER
from tests.sdk.lending import AUDITOR, ENGINEER, INSPECTOR, KEYS, prepared
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    BANK_B,
    DOCUMENT,
    OUTSIDER,
    PROGRAMME,
    TIER1,
    TIER2,
    TIER3,
    TODAY,
    eur,
    rules,
)

TABLE = Table()
add = TABLE.add
PROFILE = sl.Profile(sl.Role.SUPPLIER, date(2028, 12, 31))
INDEX = sl.Index("EURIBOR3M", (AUDITOR, INSPECTOR, ENGINEER), 2)
CHANGE = sl.Change(eur("900000.00"), eur("200.00"), 300, 4, False, AGREEMENT)
FRESH, CLOSED = 8, 7
"""Accounts of nobody yet, and of the tier-1 supplier besides its cash account."""
BOOKING, BANK_ACCOUNT = "0x" + "b0" * 32, "0x" + "ac" * 32


@TABLE.stage
def running(s: Scene) -> None:
    """As after the deployment, with attestors, a second account, a debt and an instruction."""
    prepared(s.world)
    s.keep(keys=tuple(KEYS.values()), fresh=s.chain.accounts[FRESH])
    s.hub.parties.set_account(TIER1, s.chain.accounts[CLOSED], sl.Scope.ASSIGN).submit()
    s.hub.parties.propose_recovery(TIER3, s.fresh, DOCUMENT).submit()
    s.keep(note=s.confirmed(), bank=s.chain.accounts[BANK_A], other=s.chain.accounts[BANK_B])
    s.as_(BANK_A).deposits.redeem(eur("9.00"), BOOKING, BANK_ACCOUNT).submit()
    s.as_(BANK_A).deposits.approve(s.other, eur("5.00")).submit()


def own(s: Scene, party: int = TIER1) -> sl.Silkline:
    """Return the system as a party sees it."""
    return s.as_(party)


def consent(s: Scene) -> sl.SignedMessage:
    """Return the consent of a fresh account to act for the tier-1 supplier."""
    return s.hub.parties.account_consent(TIER1, s.fresh, LATER).sign(s.key(FRESH))


def resumed(s: Scene) -> sl.Operation:
    """Return the end of a halt."""
    s.hub.parties.halt(600).submit()
    return s.hub.parties.resume()


def reinstated(s: Scene) -> sl.Operation:
    """Return the end of a suspension."""
    s.hub.parties.suspend(TIER2, DOCUMENT).submit()
    return s.hub.parties.reinstate(TIER2, DOCUMENT)


def recovered(s: Scene) -> sl.Operation:
    """Return a recovery that was approved and has waited."""
    s.hub.parties.approve_recovery(TIER3, s.fresh, DOCUMENT).submit()
    s.chain.set_time(s.hub.parties.recovery(TIER3).ready_at)
    return s.hub.parties.recover(TIER3)


def voided(s: Scene) -> sl.Operation:
    """Return the end of a consent that nobody used."""
    return own(s).parties.void_signature(consent(s).message.digest)


def registered(s: Scene) -> sl.Operation:
    """Return a batch of two new parties."""
    people = [(n, s.chain.accounts[n], PROFILE) for n in (FRESH, OUTSIDER)]
    return s.hub.parties.register_many(people)


# Parties, by the system's roles

add(
    running, "Parties.register",
    lambda s: s.hub.parties.register(20, s.fresh, PROFILE),
    "Register party 20 with cash account 0x", "roles supplier, KYC until 2028-12-31",
)  # fmt: skip
add(running, "Parties.registerMany", registered, "Register party 8", "Register party 9")
add(
    running, "Parties.update",
    lambda s: s.hub.parties.update(TIER2, PROFILE), "Record of party 3: roles supplier, KYC until",
)  # fmt: skip
add(
    running, "Parties.setAccount",
    lambda s: s.hub.parties.set_account(TIER2, s.fresh, sl.Scope.ASSIGN, limit_units=700),
    "act for party 3: assign, at most 700 base units",
)  # fmt: skip
add(
    running, "Parties.suspend",
    lambda s: s.hub.parties.suspend(TIER2, DOCUMENT), "Suspend party 3 (document 0xd0",
)  # fmt: skip
add(running, "Parties.reinstate", reinstated, "Reinstate party 3 (document 0xd0")
add(running, "Parties.halt", lambda s: s.hub.parties.halt(600), "new business for 600 seconds")
add(running, "Parties.resume", resumed, "Lift the halt")
add(
    running, "Parties.proposeRecovery",
    lambda s: s.hub.parties.propose_recovery(TIER2, s.chain.accounts[OUTSIDER], DOCUMENT),
    "Propose to replace all accounts of party 3 by 0x",
)  # fmt: skip
add(
    running, "Parties.approveRecovery",
    lambda s: s.hub.parties.approve_recovery(TIER3, s.fresh, DOCUMENT),
    "Approve to replace all accounts of party 4 by 0x",
)  # fmt: skip
add(
    running, "Parties.withdrawRecovery",
    lambda s: s.hub.parties.withdraw_recovery(TIER3), "Withdraw the recovery of party 4",
)  # fmt: skip
add(running, "Parties.recover", recovered, "Carry out the recovery of party 4")

# Parties, each its own

add(
    running, "Parties.vetoRecovery",
    lambda s: own(s, TIER3).parties.veto_recovery(), "Stop the recovery", "of party 4",
)  # fmt: skip
add(
    running, "Parties.setOptIns",
    lambda s: own(s).parties.set_opt_ins(sl.OptIn.TRANSFERS), "beforehand to: transfers", "party 2",
)  # fmt: skip
add(
    running, "Parties.addAccount",
    lambda s: own(s).parties.add_account(consent(s), sl.Scope.FUND, limit_units=5),
    "Let 0x", "fund, at most 5 base units", "of party 2",
)  # fmt: skip
add(
    running, "Parties.changeAccount",
    lambda s: own(s).parties.change_account(s.chain.accounts[CLOSED], sl.Scope.FUND),
    "may now: fund, no limit", "of party 2",
)  # fmt: skip
add(
    running, "Parties.removeAccount",
    lambda s: own(s).parties.remove_account(s.chain.accounts[CLOSED]), "for ever", "of party 2",
)  # fmt: skip
add(
    running, "Parties.rotate",
    lambda s: own(s).parties.rotate(consent(s)), "Replace the cash account", "of party 2",
)  # fmt: skip
add(running, "Parties.voidSignature", voided, "Take back the message 0x", "of party 2")

# Programmes


def accepted(s: Scene) -> sl.Operation:
    """Return the anchor's word to a change."""
    s.hub.programmes.propose_change(PROGRAMME, CHANGE).submit()
    return own(s, ANCHOR).programmes.accept_change(PROGRAMME, CHANGE)


def lifted(s: Scene) -> sl.Operation:
    """Return the end of an anchor's suspension."""
    s.hub.programmes.suspend_anchor(ANCHOR, DOCUMENT).submit()
    return s.hub.programmes.lift_suspension(ANCHOR, DOCUMENT)


add(
    running, "Programmes.open",
    lambda s: s.hub.programmes.open("1/3", rules()),
    "Open programme 1/3 of party 1", "limit 1000000.00 EUR", "pieces from 100.00 EUR",
)  # fmt: skip
add(
    running, "Programmes.proposeChange",
    lambda s: s.hub.programmes.propose_change(PROGRAMME, CHANGE),
    "Propose a change of programme 1/1", "limit 900000.00 EUR, at most 300 days",
)  # fmt: skip
add(running, "Programmes.acceptChange", accepted, "limit 900000.00 EUR", "of party 1")
add(
    running, "Programmes.suspendAnchor",
    lambda s: s.hub.programmes.suspend_anchor(ANCHOR, DOCUMENT), "Stop all confirming of party 1",
)  # fmt: skip
add(running, "Programmes.liftSuspension", lifted, "Lift the suspension of party 1")
add(
    running, "Programmes.allowToken",
    lambda s: s.hub.programmes.allow_token(s.hub.deposits.token("EUR").address, False),
    "Allow no more token 0x",
)  # fmt: skip
add(
    running, "Programmes.admitLimitContract",
    lambda s: s.hub.programmes.admit_limit_contract(s.hub.deployment.address("Descriptor")),
    "Admit the limit contract 0x",
)  # fmt: skip
add(
    running, "Programmes.addCustodian",
    lambda s: s.hub.programmes.add_custodian(s.hub.deployment.address("Descriptor")),
    "Let the contract 0x", "lock and move notes",
)  # fmt: skip
add(
    running, "Programmes.setDispute",
    lambda s: s.hub.receivables.set_dispute(s.note.receivable, True, DOCUMENT),
    "Begin the dispute of receivable", "of party 1 over 120000.00 EUR",
)  # fmt: skip
add(
    running, "Programmes.setFreeze",
    lambda s: s.hub.receivables.set_freeze(s.note.receivable, True, DOCUMENT),
    "Begin the freeze of receivable", "of party 1 over 120000.00 EUR",
)  # fmt: skip
add(
    running, "Programmes.setNoteFreeze",
    lambda s: s.hub.notes.set_freeze(s.note, True, DOCUMENT),
    "Freeze note", "of 120000.00 EUR, which party 2 has",
)  # fmt: skip

# Money

add(
    running, "DepositToken.issue",
    lambda s: s.hub.deposits.issue(s.bank, eur("7.00"), DOCUMENT),
    "Issue 7.00 EUR to 0x", "of party 5 for booking 0xd0",
)  # fmt: skip
add(
    running, "DepositToken.execute",
    lambda s: s.hub.deposits.execute(s.bank, BOOKING, "EUR"),
    "paid out: instruction 0xb0", "of party 5",
)  # fmt: skip
add(
    running, "DepositToken.giveBack",
    lambda s: s.hub.deposits.give_back(s.bank, BOOKING, DOCUMENT, "EUR"),
    "instruction 0xb0", "of party 5",
)  # fmt: skip
add(
    running, "DepositToken.setFreeze",
    lambda s: s.hub.deposits.set_freeze(s.bank, True, DOCUMENT, "EUR"), "of party 5 in EUR",
)  # fmt: skip
add(
    running, "DepositToken.redeem",
    lambda s: own(s, BANK_A).deposits.redeem(eur("7.00"), DOCUMENT, BANK_ACCOUNT),
    "Give up 7.00 EUR to be paid out to bank account 0xac", "of party 5",
)  # fmt: skip
add(
    running, "DepositToken.transfer",
    lambda s: own(s, BANK_A).deposits.transfer(s.other, eur("7.00")),
    "Send 7.00 EUR to 0x", "of party 6", "of party 5",
)  # fmt: skip
add(
    running, "DepositToken.transferFrom",
    lambda s: own(s, BANK_B).deposits.transfer_from(s.bank, s.other, eur("4.00")),
    "Send 4.00 EUR of 0x", "of party 5 to 0x", "of party 6",
)  # fmt: skip
add(
    running, "DepositToken.approve",
    lambda s: own(s, BANK_A).deposits.approve("Loans", eur("8.00")),
    "Let Loans at 0x", "take 8.00 EUR", "of party 5",
)  # fmt: skip
add(
    running, "DepositToken.permit",
    lambda s: own(s, BANK_A).deposits.permit("Loans", eur("8.00")),
    "Let Loans at 0x", "take 8.00 EUR from 0x", "of party 5, which signed so",
)  # fmt: skip


def fixing(s: Scene) -> sl.Operation:
    """Return the record of a value that two attestors signed."""
    given = (INDEX, TODAY, "2.5 %")
    signed = [
        s.hub.fixings.sign(*given, valid_until=LATER, signer=KEYS[n]) for n in (AUDITOR, ENGINEER)
    ]
    return s.hub.fixings.record(INDEX, signed)


add(running, "Fixings.record", fixing, "Record EURIBOR3M: 2.5 % a year, of 2027-01-01")
