"""
Parties and accounts.

├── when the registrar, compliance or guardian is somebody else  → AccessManagedUnauthorized
├── when a party, account or recovery is unknown                 → the contract's refusal
└── otherwise                                                    → every act does what it says
"""

from __future__ import annotations

from datetime import date

import pytest

import silkline as sl
from silkline import refusals
from tests.sdk.world import ANCHOR, BANK_A, DOCUMENT, OUTSIDER, START, TIER1, TIER2, TIER3

PROFILE = sl.Profile(sl.Role.SUPPLIER | sl.Role.FUNDER, date(2028, 2, 29), 7, 25, 276)


def test_roles_are_asked_for(world):
    """A supplier neither registers nor suspends nor halts."""
    parties = world.as_(TIER1).parties
    for act in (
        parties.register(20, world.chain.accounts[8], PROFILE),
        parties.suspend(TIER2, DOCUMENT),
        parties.halt(60),
        parties.propose_recovery(TIER2, world.chain.accounts[8], DOCUMENT),
    ):
        with pytest.raises(refusals.AccessManagedUnauthorized) as info:
            act.submit()
        assert info.value.caller == world.chain.accounts[TIER1]


def test_what_is_unknown_is_refused(world):
    """An unknown party has no record; an unknown account acts for nobody."""
    with pytest.raises(refusals.PartyUnknown) as info:
        world.hub.parties.get(77)
    assert info.value.party == sl.PartyId(77)
    with pytest.raises(refusals.AccountUnknown):
        world.hub.as_(world.key(OUTSIDER)).parties.set_opt_ins(sl.OptIn.NONE).submit()
    assert world.hub.parties.account(world.chain.accounts[OUTSIDER]).party is None
    assert world.hub.parties.holder(world.chain.accounts[OUTSIDER]) is None
    assert world.hub.parties.recovery(TIER1) is None


@pytest.mark.parametrize("document", ["0x12", b"\x00" * 31, 5])
def test_a_document_is_a_hash(world, document):
    """The reason of a suspension is the hash of a document, 32 bytes."""
    with pytest.raises(sl.BadInput, match=r"document"):
        world.hub.parties.suspend(TIER1, document)


@pytest.mark.parametrize("day", [20_000, "31.12.2036", None])
def test_an_expiry_is_a_day(day):
    """A number or another notation is not taken for a date."""
    with pytest.raises(sl.BadInput):
        sl.Profile(sl.Role.SUPPLIER, day)
    assert sl.Profile(sl.Role.NONE, "2036-12-31").kyc_expiry == date(2036, 12, 31)


def test_a_party_is_registered_and_read(world):
    """What is recorded reads back with its types and the block."""
    world.hub.parties.register(20, world.chain.accounts[8], PROFILE).submit()
    found = world.hub.parties.get(20)

    assert found.profile == PROFILE
    assert (found.cash, found.active, found.epoch) == (world.chain.accounts[8], True, 0)
    assert found.opt_ins is sl.OptIn.NONE
    assert world.hub.parties.holder(world.chain.accounts[8]) == sl.PartyId(20)
    account = world.hub.parties.account(world.chain.accounts[8])
    assert (account.party, account.live, account.scopes) == (sl.PartyId(20), True, sl.Scope.ALL)
    assert account.limit_units == 2**96 - 1


def test_registering_many_shows_each(world):
    """Who approves a batch sees every party in it."""
    act = world.hub.parties.register_many(
        [(20, world.chain.accounts[7], PROFILE), (21, world.chain.accounts[8], PROFILE)]
    )

    assert act.words().splitlines() == [
        f"Register party {20 + i} with cash account {world.chain.accounts[7 + i]}: "
        "roles supplier+funder, KYC until 2028-02-29, group 7"
        for i in (0, 1)
    ]
    assert len(act.submit().events) >= 2


def test_records_change(world):
    """The registrar updates a record and adds an account with its scopes and limit."""
    parties = world.hub.parties
    parties.update(TIER1, PROFILE).submit()
    parties.set_account(TIER1, world.chain.accounts[8], sl.Scope.ASSIGN, limit_units=500).submit()

    assert parties.get(TIER1).profile == PROFILE
    account = parties.account(world.chain.accounts[8])
    assert (account.scopes, account.limit_units) == (sl.Scope.ASSIGN, 500)


def test_a_suspension_begins_and_ends(world):
    """Compliance suspends and reinstates."""
    world.hub.parties.suspend(TIER1, DOCUMENT).submit()
    assert not world.hub.parties.get(TIER1).active
    with pytest.raises(refusals.PartySuspended):
        world.as_(TIER1).parties.set_opt_ins(sl.OptIn.NONE).submit()
    world.hub.parties.reinstate(TIER1, DOCUMENT).submit()

    assert world.hub.parties.get(TIER1).active


def test_a_halt_begins_and_ends(world):
    """The guardian stops new business, ADMIN lifts it."""
    world.hub.parties.halt(600).submit()
    assert world.hub.parties.halted_until() == world.chain.time + 600
    with pytest.raises(refusals.Halted):
        world.confirmed()
    world.hub.parties.resume().submit()

    assert world.hub.parties.halted_until() <= world.chain.time
    assert world.confirmed()


def test_a_party_manages_its_accounts(world):
    """An account consents, is added, changed and closed for ever."""
    fresh, parties = world.chain.accounts[8], world.as_(TIER1).parties
    consent = parties.account_consent(TIER1, fresh, START + 10**7).sign(world.key(8))
    parties.add_account(consent, sl.Scope.ASSIGN | sl.Scope.TRIGGER, limit_units=9).submit()
    assert parties.account(fresh).scopes == sl.Scope.ASSIGN | sl.Scope.TRIGGER
    parties.change_account(fresh, sl.Scope.FUND).submit()
    assert parties.account(fresh).scopes == sl.Scope.FUND
    parties.remove_account(fresh).submit()

    assert not parties.account(fresh).live
    with pytest.raises(refusals.AccountRetired):
        parties.add_account(consent, sl.Scope.ASSIGN).submit()


def test_a_consent_can_be_taken_back(world):
    """A message that was voided counts no more, though its signature is good."""
    message = world.hub.parties.account_consent(TIER1, world.chain.accounts[8], START + 10**7)
    consent = message.sign(world.key(8))
    owner = world.hub.as_(world.key(8)).parties
    assert not owner.is_void(world.chain.accounts[8], message.digest)
    assert message.digest in owner.void_signature(message.digest).words()
    owner.void_signature(message.digest).submit()

    assert owner.is_void(world.chain.accounts[8], message.digest)
    with pytest.raises(refusals.SignatureVoid):
        world.as_(TIER1).parties.add_account(consent, sl.Scope.ASSIGN).submit()


def test_a_cash_account_is_rotated(world):
    """The new account takes over; the party, its notes and its consents stay."""
    fresh = world.chain.accounts[8]
    note = world.confirmed()
    consent = world.hub.parties.account_consent(TIER1, fresh, START + 10**7).sign(world.key(8))
    world.as_(TIER1).parties.rotate(consent).submit()

    assert world.hub.parties.get(TIER1).cash == fresh
    assert world.hub.notes.get(note).owner == sl.PartyId(TIER1)
    assert world.as_(TIER2).parties.get(TIER1).opt_ins == sl.OptIn.ASSIGNMENTS
    done = world.hub.as_(world.key(8)).notes.announce([note]).submit()
    assert [event.name for event in done.events] == ["Transfer"]


def test_a_recovery_is_announced_approved_and_carried_out(world):
    """Two roles and a delay replace all accounts of a party."""
    fresh, parties = world.chain.accounts[8], world.hub.parties
    parties.propose_recovery(TIER3, fresh, DOCUMENT).submit()
    assert parties.recovery(TIER3).ready_at == 0
    parties.approve_recovery(TIER3, fresh, DOCUMENT).submit()
    pending = parties.recovery(TIER3)
    assert (pending.cash, pending.document) == (fresh, DOCUMENT)
    with pytest.raises(refusals.RecoveryTooEarly):
        parties.recover(TIER3).submit()
    world.chain.set_time(pending.ready_at)
    world.hub.as_(world.key(OUTSIDER)).parties.recover(TIER3).submit()

    assert (parties.get(TIER3).cash, parties.get(TIER3).epoch) == (fresh, 1)
    assert not parties.account(world.chain.accounts[TIER3]).live


def test_a_recovery_is_vetoed_or_withdrawn(world):
    """The live key stops it, and so may the registrar."""
    parties = world.hub.parties
    parties.propose_recovery(TIER3, world.chain.accounts[8], DOCUMENT).submit()
    world.as_(TIER3).parties.veto_recovery().submit()
    assert parties.recovery(TIER3) is None
    parties.propose_recovery(TIER3, world.chain.accounts[8], DOCUMENT).submit()
    parties.withdraw_recovery(TIER3).submit()

    assert parties.recovery(TIER3) is None


def test_every_act_has_words(world):
    """Each act says in words what it does, with parties, rights and reasons."""
    parties, account = world.hub.parties, world.chain.accounts[8]
    consent = parties.account_consent(TIER1, account, START + 10**7).sign(world.key(8))
    shown = {
        parties.update(ANCHOR, PROFILE): "Record of party 1: roles supplier+funder",
        parties.set_account(TIER1, account, sl.Scope.FUND):
            f"Let {account} act for party 2: fund, no limit",
        parties.suspend(TIER1, DOCUMENT): "Suspend party 2 (document 0xd0d0d0d0…)",
        parties.reinstate(TIER1, DOCUMENT): "Reinstate party 2",
        parties.halt(60): "Halt new business for 60 seconds",
        parties.resume(): "Lift the halt of new business",
        parties.propose_recovery(TIER1, account, DOCUMENT):
            f"Propose to replace all accounts of party 2 by {account}",
        parties.approve_recovery(TIER1, account, DOCUMENT):
            "Approve to replace all accounts of party 2",
        parties.withdraw_recovery(TIER1): "Withdraw the recovery of party 2",
        parties.veto_recovery(): "Stop the recovery of one's own party",
        parties.recover(TIER1): "Carry out the recovery of party 2",
        parties.set_opt_ins(sl.OptIn.ASSIGNMENTS | sl.OptIn.TRANSFERS):
            "Consent beforehand to: assignments+transfers",
        parties.set_opt_ins(sl.OptIn.NONE): "Consent beforehand to: none",
        parties.add_account(consent, sl.Scope.FUND, limit_units=5): "at most 5 base units per act",
        parties.change_account(account, sl.Scope.ALL):
            "may now: confirm+assign+fund+release+administer+trigger",
        parties.remove_account(account): f"Close account {account} for ever",
        parties.rotate(consent): f"Replace the cash account of one's own party by {account}",
    }  # fmt: skip

    for act, words in shown.items():
        assert words in act.words()
    assert world.as_(BANK_A).parties.get(BANK_A).profile.roles == sl.Role.FUNDER
