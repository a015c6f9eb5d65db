"""
Roles of the system.

├── when the caller has no right to give a role            → the contract's refusal
├── when an act of ADMIN was not announced, or too early   → the contract's refusal
└── otherwise                                              → given, taken, announced, done
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import refusals
from silkline.chain.artifacts import artifact
from silkline.operation import _ACTS
from tests.sdk.world import OPERATOR, OUTSIDER, TIER1

SYSTEM_ONLY = {
    "Collateral": {"onPayout"},
    "CreditLines": {"consume", "defaulted", "draw", "repaid", "restore"},
    "Guarantees": {"recovered"},
    "Loans": {
        "amend", "applyProceeds", "begin", "kill", "payFee", "reserve", "setCovered", "setFrozen",
    },
    "Settlements": {"bookCover"},
    "Programmes": {"restore", "suspendForOverdue"},
    "Receivables": {
        "addCustodian", "cancel", "correct", "lock", "move", "originate", "recordPayout", "remove",
        "setDispute", "setFreeze", "setNoteFreeze", "unlock", "updateStatus",
    },
}  # fmt: skip
"""Functions that other contracts of the system call."""
LEFT_TO_WALLETS = {
    "Receivables": {"safeTransferFrom"},
    "DepositToken": {"permit", "transferFrom"},
    "ERC2771Forwarder": {"executeBatch"},
}
LEFT_TO_ADMIN = {"setAuthority"}
TWO_DAYS = 2 * 86_400


@pytest.fixture
def admin(world):
    """An account with the role ADMIN that announces its acts two days before."""
    account = world.chain.accounts[OUTSIDER]
    world.hub.roles.grant(sl.SystemRole.ADMIN, account, delay=TWO_DAYS).submit()
    return world.hub.as_(account)


def test_every_function_has_an_act():
    """What a contract lets people do, the SDK can do, but for what is listed here."""
    assert sl.Silkline.roles  # which imports every domain
    missing = []
    for contract in {name for name, _ in _ACTS} | set(LEFT_TO_WALLETS):
        if contract == "AccessManager":
            continue
        left = SYSTEM_ONLY.get(contract, set()) | LEFT_TO_WALLETS.get(contract, set())
        for signature, function in artifact(contract).functions.items():
            known = {(contract, function.name), (contract, signature)} & set(_ACTS)
            writes = function.mutability not in ("view", "pure")
            if writes and not known and function.name not in left | LEFT_TO_ADMIN:
                missing.append(signature)
    assert missing == []


def test_only_admin_gives_roles(world):
    """A supplier makes nobody registrar."""
    roles, account = world.as_(TIER1).roles, world.chain.accounts[TIER1]
    with pytest.raises(refusals.AccessManagerUnauthorizedAccount) as info:
        roles.grant(sl.SystemRole.REGISTRAR, account).submit()
    assert info.value.role_id == sl.SystemRole.ADMIN


def test_an_act_that_was_not_announced_is_refused(world, admin):
    """With a delay ADMIN does nothing at once, nor too early."""
    token = world.chain.accounts[8]
    act = admin.programmes.allow_token(token)
    with pytest.raises(refusals.AccessManagerNotScheduled):
        act.submit()
    assert admin.roles.ready_at(act) == 0
    admin.roles.schedule(act).submit()
    with pytest.raises(refusals.AccessManagerNotReady):
        act.submit()
    with pytest.raises(refusals.AccessManagerAlreadyScheduled):
        admin.roles.schedule(act).submit()


def test_a_withdrawn_act_is_refused(world, admin):
    """What was announced can be taken back until it is done."""
    act = admin.programmes.allow_token(world.chain.accounts[8])
    admin.roles.schedule(act).submit()
    admin.roles.cancel(act).submit()
    world.chain.advance(TWO_DAYS)
    with pytest.raises(refusals.AccessManagerNotScheduled):
        act.submit()


def test_an_announced_act_is_done_when_its_time_has_come(world, admin):
    """Two days later exactly this act passes, once."""
    token = world.chain.accounts[8]
    act = admin.programmes.allow_token(token)
    scheduled = admin.roles.schedule(act).submit().result
    assert scheduled.ready_at == world.chain.time + TWO_DAYS == admin.roles.ready_at(act)
    world.chain.set_time(scheduled.ready_at)
    act.submit()

    assert world.hub.programmes.is_token_allowed(token)
    with pytest.raises(refusals.AccessManagerNotScheduled):
        act.submit()


def test_a_role_is_given_and_taken(world):
    """Members are read with their delay."""
    roles, account = world.hub.roles, world.chain.accounts[OUTSIDER]
    roles.grant(sl.SystemRole.GUARDIAN, account, delay=60).submit()
    found = roles.get(sl.SystemRole.GUARDIAN, account)
    assert (found.member, found.delay) == (True, 60)
    roles.revoke(sl.SystemRole.GUARDIAN, account).submit()

    assert not roles.get(sl.SystemRole.GUARDIAN, account).member
    assert roles.get(sl.SystemRole.ADMIN, world.chain.accounts[OPERATOR]).member


def test_every_act_has_words(world, admin):
    """An announced act is told by what it will do."""
    account, token = world.chain.accounts[OUTSIDER], world.chain.accounts[8]
    act = admin.programmes.allow_token(token)
    shown = {
        admin.roles.grant(sl.SystemRole.GUARDIAN, account): f"Give GUARDIAN to {account}",
        admin.roles.grant(
            100, account, delay=9
        ): f"Give role 100 to {account}, announcing each act 9",
        admin.roles.revoke(sl.SystemRole.ADMIN, account): f"Take ADMIN from {account}",
        admin.roles.schedule(act): (
            f"Announce, to be done as soon as its delay allows: Allow token {token} in new"
        ),
        admin.roles.schedule(act, world.chain.time): "Announce, to be done not before 2027-01-01",
        admin.roles.cancel(act): f"Withdraw what was announced: Allow token {token}",
        admin.programmes.add_custodian(token): f"Let the contract {token} lock and move notes",
    }

    for made, words in shown.items():
        assert made.words().startswith(words)


def test_members_are_those_who_hold_a_role_now(world):
    """Who got a role is listed once, in that order, for as long as it has it."""
    roles, (first, second) = world.hub.roles, world.chain.accounts[7:9]
    operator = world.chain.accounts[OPERATOR]
    for account in (first, second, first):
        roles.grant(sl.SystemRole.GUARDIAN, account).submit()

    assert roles.members(sl.SystemRole.GUARDIAN) == (operator, first, second)

    roles.revoke(sl.SystemRole.GUARDIAN, first).submit()

    assert roles.members(sl.SystemRole.GUARDIAN) == (operator, second)
    assert roles.members(77) == ()
