"""
Deposit tokens.

├── when the caller is not the issuer, or a reference was used  → the contract's refusal
├── when an amount is no Money                                  → BadInput
└── otherwise                                                   → issued, sent, paid out, frozen
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import refusals
from tests.sdk.world import BANK_A, BANK_B, DOCUMENT, TIER1, World, eur

BOOKING, ACCOUNT = "0x" + "b0" * 32, "0x" + "ac" * 32


def test_only_the_issuer_issues(world):
    """Neither a bank's nor a supplier's account makes money."""
    account = world.chain.accounts[BANK_A]
    with pytest.raises(refusals.AccessManagedUnauthorized):
        world.as_(BANK_A).deposits.issue(account, eur("1.00"), BOOKING).submit()


def test_a_booking_counts_once(world):
    """A retry with the same reference is refused, not booked twice."""
    deposits, account = world.hub.deposits, world.chain.accounts[TIER1]
    deposits.issue(account, eur("1.00"), BOOKING).submit()
    assert deposits.is_booked(BOOKING, "EUR")
    with pytest.raises(refusals.ReferenceUsed) as info:
        deposits.issue(account, eur("1.00"), BOOKING).submit()
    assert info.value.booking_reference == bytes.fromhex(BOOKING[2:])
    with pytest.raises(refusals.ReferenceZero):
        deposits.issue(account, eur("1.00"), bytes(32)).submit()


@pytest.mark.parametrize("amount", [1.0, 1, "1.00"])
def test_an_amount_that_is_no_money_is_refused(world, amount):
    """Numbers are never taken for amounts (T77)."""
    deposits, account = world.as_(BANK_A).deposits, world.chain.accounts[TIER1]
    for act in (
        lambda: deposits.transfer(account, amount, "EUR"),
        lambda: deposits.approve(account, amount, "EUR"),
        lambda: deposits.issue(account, amount, BOOKING, "EUR"),
        lambda: deposits.redeem(amount, BOOKING, ACCOUNT, "EUR"),
    ):
        with pytest.raises(sl.BadInput, match=r"amount must be Money"):
            act()


def test_a_token_without_a_programme_is_unknown(world):
    """Without a programme or a place in the deployment a token has no currency."""
    from silkline.tokens import token_known

    with pytest.raises(sl.BadInput, match=r"no programme is paid in 0x"):
        token_known(world.hub.connection, world.chain.accounts[8])


def test_money_is_issued_and_sent(world):
    """Supply and balances follow."""
    deposits, account = world.as_(BANK_A).deposits, world.chain.accounts[TIER1]
    before = deposits.supply("EUR")
    world.fund(TIER1, "5.00")
    deposits.transfer(account, eur("2.50")).submit()

    assert world.balance(TIER1) == eur("7.50")
    assert deposits.supply("EUR") == before + eur("5.00")


def test_allowances_are_given_by_name_or_address(world):
    """A contract of the deployment is named; None is without limit, nothing takes it back."""
    deposits, owner = world.as_(TIER1).deposits, world.chain.accounts[TIER1]
    settlements = world.hub.deployment.address("Settlements")
    deposits.approve("Settlements", eur("9.00")).submit()
    assert deposits.allowance(owner, settlements, "EUR") == eur("9.00")
    deposits.approve(settlements, None, "EUR").submit()
    assert deposits.allowance(owner, settlements, "EUR") is None
    deposits.approve(settlements, eur("0.00")).submit()

    assert deposits.allowance(owner, settlements, "EUR") == eur("0.00")


@pytest.mark.parametrize("executed", [True, False])
def test_a_holder_is_paid_out(world, executed):
    """Instructed, then executed, or returned to the holder."""
    holder, deposits = world.chain.accounts[BANK_A], world.hub.deposits
    world.as_(BANK_A).deposits.redeem(eur("100.00"), BOOKING, ACCOUNT).submit()
    found = deposits.instruction(holder, BOOKING, "EUR")
    assert (found.amount, found.state) == (eur("100.00"), sl.InstructionState.INSTRUCTED)
    assert (found.reference, found.account_reference) == (BOOKING, ACCOUNT)
    if executed:
        deposits.execute(holder, BOOKING, "EUR").submit()
    else:
        deposits.give_back(holder, BOOKING, DOCUMENT, "EUR").submit()

    state = deposits.instruction(holder, BOOKING, "EUR").state
    assert state is (sl.InstructionState.EXECUTED if executed else sl.InstructionState.RETURNED)
    assert world.balance(BANK_A) == eur("299900.00" if executed else "300000.00")
    with pytest.raises(refusals.WrongState) as info:
        deposits.execute(holder, BOOKING, "EUR").submit()
    assert info.value.state is state


def test_an_account_is_frozen(world):
    """A frozen account neither sends nor receives."""
    account, deposits = world.chain.accounts[BANK_A], world.hub.deposits
    deposits.set_freeze(account, True, DOCUMENT, "EUR").submit()
    assert deposits.is_frozen(account, "EUR")
    with pytest.raises(refusals.AccountFrozen):
        world.as_(BANK_A).deposits.transfer(world.chain.accounts[TIER1], eur("1.00")).submit()
    with pytest.raises(refusals.FreezeUnchanged):
        deposits.set_freeze(account, True, DOCUMENT, "EUR").submit()
    deposits.set_freeze(account, False, DOCUMENT, "EUR").submit()

    assert not deposits.is_frozen(account, "EUR")


def test_every_act_has_words(world):
    """Amounts are shown with their currency, references short."""
    deposits, account = world.hub.deposits, world.chain.accounts[8]
    amount = eur("5.00")
    shown = {
        deposits.issue(account, amount, BOOKING): f"Issue 5.00 EUR to {account} for booking 0xb0",
        deposits.redeem(amount, BOOKING, ACCOUNT): "Give up 5.00 EUR to be paid out to bank acc",
        deposits.execute(account, BOOKING, "EUR"): "Report as paid out: instruction 0xb0",
        deposits.give_back(account, BOOKING, DOCUMENT, "EUR"): "Return the tokens of instruction",
        deposits.set_freeze(account, True, DOCUMENT, "EUR"): f"Freeze of {account} in EUR: True",
        deposits.transfer(account, amount): f"Send 5.00 EUR to {account}",
        deposits.approve(account, amount): f"Let {account} take 5.00 EUR from here",
        deposits.approve(account, None, "EUR"): f"Let {account} take any amount from here",
    }

    for act, words in shown.items():
        assert act.words().startswith(words)


@pytest.fixture
def fine(chain):
    """A system whose EUR token has six decimals."""
    token = sl.TokenPlan("EUR", (chain.accounts[0],), decimals=6)
    plan = sl.local_plan(chain.accounts[0], [token])
    snapshot = chain.snapshot()
    deployed = sl.deploy(chain.url, plan, signer=chain.keys[0])
    yield World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployed))
    chain.revert(snapshot)


def test_a_token_of_six_decimals_keeps_every_unit(fine):
    """An amount below a cent is read as it is, and can be paid back to the last unit."""
    deposits = fine.hub.deposits
    amount = sl.Money.from_units(1_234_567, "EUR", decimals=6)
    deposits.issue(fine.chain.accounts[BANK_B], amount, BOOKING).submit()

    assert str(fine.balance(BANK_B)) == "1.234567 EUR"
    assert deposits.token("EUR").units(fine.balance(BANK_B)) == 1_234_567
    fine.as_(BANK_B).deposits.transfer(fine.chain.accounts[1], fine.balance(BANK_B)).submit()
    assert fine.balance(1) == amount
