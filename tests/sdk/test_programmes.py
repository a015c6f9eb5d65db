"""
Programmes.

├── when an amount is no Money, of another currency, or too fine  → BadInput, nothing sent
├── when a rule is out of range, or the caller wrong              → the contract's refusal
└── otherwise                                                     → rules and limit read back
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import silkline as sl
from silkline import refusals
from tests.sdk.world import AGREEMENT, ANCHOR, DOCUMENT, PROGRAMME, TIER1, eur, rules

SECOND = sl.ProgrammeId.of("1/2")


@pytest.mark.parametrize("amount", [1000.0, 1000, "1000.00", Decimal("1000.00"), None])
def test_an_amount_that_is_no_money_is_refused(world, amount):
    """A float, an int, a text or a bare Decimal is never taken for an amount (T77)."""
    with pytest.raises(sl.BadInput, match=r"limit must be Money"):
        world.hub.programmes.open(SECOND, rules(limit=amount))
    with pytest.raises(sl.BadInput, match=r"smallest_piece must be Money"):
        world.hub.programmes.open(SECOND, rules(smallest_piece=amount))


def test_another_currency_is_refused(world):
    """The deployment has no token for it, or the programme is in another."""
    with pytest.raises(sl.BadInput, match=r"has no DepositToken USD"):
        world.hub.programmes.open(SECOND, rules(limit=sl.Money("1.00", "USD")))
    with pytest.raises(sl.BadInput, match=r"smallest_piece is in USD, the token 0x.* is for EUR"):
        world.hub.programmes.open(SECOND, rules(smallest_piece=sl.Money("1.00", "USD")))


def test_an_amount_finer_than_the_token_is_refused(world):
    """What the token cannot hold is not rounded (T77)."""
    fine = sl.Money.from_units(1, "EUR", decimals=3)
    with pytest.raises(sl.BadInput, match=r"0.001 EUR cannot be expressed in a token of 2 dec"):
        world.hub.programmes.open(SECOND, rules(limit=fine))
    with pytest.raises(sl.BadInput, match=r"smallest_piece must not be negative, got -1.00 EUR"):
        world.hub.programmes.open(SECOND, rules(smallest_piece=eur("-1.00")))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"max_tenor": 0}, refusals.TenorZero),
        ({"deepest_tier": 0}, refusals.DeepestTierZero),
        ({"utc_offset": 57}, refusals.UtcOffsetInvalid),
        ({"smallest_piece": eur("20.49")}, refusals.SmallestPieceInvalid),
        ({"limit": sl.Money.minor(2**96, "EUR")}, refusals.LimitTooLarge),
        ({"token": "0x" + "11" * 20}, sl.NodeError),
    ],
)
def test_rules_out_of_range_are_refused(world, change, refusal):
    """The contract's own checks speak, each with its class."""
    with pytest.raises(refusal):
        world.hub.programmes.open(SECOND, rules(**change)).submit()


def test_only_the_registrar_opens(world):
    """An anchor does not open its own programme."""
    with pytest.raises(refusals.AccessManagedUnauthorized):
        world.as_(ANCHOR).programmes.open(SECOND, rules()).submit()


def test_a_programme_is_opened_and_read(world):
    """Every rule reads back as it was given."""
    given = rules(utc_offset=32, trade_reference_required=False, grace_days=0)
    world.hub.programmes.open(SECOND, given).submit()
    found = world.hub.programmes.get(SECOND)

    token = world.hub.deposits.token("EUR").address
    assert found.rules == rules(
        utc_offset=32, trade_reference_required=False, grace_days=0, token=token
    )
    assert (found.used, found.room, found.suspended) == (eur("0.00"), eur("1000000.00"), False)
    with pytest.raises(refusals.ProgrammeUnknown):
        world.hub.programmes.get("1/3")


def test_the_limit_is_used_and_given_back(world):
    """A confirmed debt uses the limit; a lowered limit leaves no room, not less than none."""
    world.confirmed()
    assert world.hub.programmes.get(PROGRAMME).used == eur("120000.00")
    assert world.hub.programmes.get(PROGRAMME).room == eur("880000.00")
    change = sl.Change(eur("100.00"), eur("100.00"), 30, 2, False, AGREEMENT)
    world.hub.programmes.propose_change(PROGRAMME, change).submit()
    world.as_(ANCHOR).programmes.accept_change(PROGRAMME, change).submit()

    found = world.hub.programmes.get(PROGRAMME)
    assert (found.rules.max_tenor, found.rules.deepest_tier) == (30, 2)
    assert found.room == eur("0.00")


def test_another_change_than_proposed_is_refused(world):
    """The anchor accepts exactly what was proposed."""
    change = sl.Change(eur("100.00"), eur("100.00"), 30, 2, False, AGREEMENT)
    world.hub.programmes.propose_change(PROGRAMME, change).submit()
    other = sl.Change(eur("101.00"), eur("100.00"), 30, 2, False, AGREEMENT)
    with pytest.raises(refusals.ChangeUnknown) as info:
        world.as_(ANCHOR).programmes.accept_change(PROGRAMME, other).submit()
    assert info.value.programme == PROGRAMME


def test_an_anchor_is_suspended_and_let_go(world):
    """Compliance stops it, the registrar lifts it."""
    world.hub.programmes.suspend_anchor(ANCHOR, DOCUMENT).submit()
    assert world.hub.programmes.get(PROGRAMME).suspended
    with pytest.raises(refusals.AnchorSuspended):
        world.confirmed()
    world.hub.programmes.lift_suspension(ANCHOR, DOCUMENT).submit()

    assert world.confirmed()


def test_tokens_are_allowed(world):
    """ADMIN puts a token on the list and takes it off."""
    token = world.hub.deposits.token("EUR").address
    assert world.hub.programmes.is_token_allowed(token)
    world.hub.programmes.allow_token(token, False).submit()

    assert not world.hub.programmes.is_token_allowed(token)
    with pytest.raises(refusals.TokenNotAllowed):
        world.hub.programmes.open(SECOND, rules()).submit()


def test_the_memory_of_invoices_is_asked(world):
    """A fingerprint that was confirmed is known for ever."""
    assert not world.hub.programmes.is_spent(0xF1)
    world.confirmed(0xF1)

    assert world.hub.programmes.is_spent(0xF1)


def test_every_act_has_words(world):
    """Rules are shown in full before anybody signs them."""
    programmes, account = world.hub.programmes, world.chain.accounts[8]
    change = sl.Change(eur("100.00"), eur("100.00"), 30, 2, False, AGREEMENT)
    token = world.hub.deposits.token("EUR").address
    shown = {
        programmes.open(SECOND, rules(utc_offset=-14, limit_contract=account)): (
            "Open programme 1/2 of party 1: limit 1000000.00 EUR, at most 365 days and tier 4, "
            "pieces from 100.00 EUR, trade reference required, agreement 0xa9a9a9a9…; late "
            "interest 500000 ppb a day, 3 days of grace, calendar -3.5 h from UTC, paid in "
            f"{token}, sponsored by {account}"
        ),
        programmes.propose_change(PROGRAMME, change): (
            "Propose a change of programme 1/1: limit 100.00 EUR, at most 30 days and tier 2, "
            "pieces from 100.00 EUR, trade reference not required"
        ),
        programmes.accept_change(
            PROGRAMME, change
        ): "Accept the change of programme 1/1: limit 100",
        programmes.suspend_anchor(
            ANCHOR, DOCUMENT
        ): "Stop all confirming of party 1 (document 0xd0",
        programmes.lift_suspension(ANCHOR, DOCUMENT): "Lift the suspension of party 1",
        programmes.allow_token(token, False): f"Allow no more token {token} in new programmes",
        programmes.allow_token(token): f"Allow token {token}",
        programmes.admit_limit_contract(account): f"Admit the limit contract {account} for ever",
    }

    for act, words in shown.items():
        assert act.words().startswith(words)
    assert world.as_(TIER1).programmes.token(PROGRAMME) == world.hub.deposits.token("EUR")
