"""
What an act takes from whom.

├── when the owner lacks the money, or has not allowed it  → MoneyMissing: who, what, how
├── when something else is the reason                      → that, though money is missing too
├── when the contract goes on without it                   → told in the explanation alone
└── explain                                                → a line for each need
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import loan_terms as lt
from silkline import needs, operation, refusals
from silkline.needs import Need
from tests.sdk.lending import GUARANTOR, KEYS, Lending, prepared
from tests.sdk.world import ANCHOR, BANK_A, DUE, OUTSIDER, TIER1, TIER2, World, eur

PULLING = {
    "DepositToken": "redeem transfer transferFrom",
    "Discounting": "putBack take",
    "ERC2771Forwarder": "execute executeBatch",
    "Guarantees": "callCover callLoanCover cover",
    "LoanAgreements": "open",
    "Loans": "collect payOut refund release repay",
    "Settlements": "collect settle",
}
"""Every act that takes money from somebody."""


@pytest.fixture
def lending(world) -> Lending:
    """A loan of bank A to the tier-1 supplier, not opened yet."""
    return prepared(world)


def allow(world: World, party: int, spender: str, amount: str) -> None:
    """Let a contract take an amount from a party."""
    world.as_(party).deposits.approve(spender, eur(amount)).submit()


def lack(act: sl.Operation, world: World, owner: int, spender: str | None) -> sl.MoneyMissing:
    """Rehearse, explain and send an act that lacks money, and return how it is refused."""
    with pytest.raises(sl.MoneyMissing) as info:
        act.simulate()
    error = info.value
    assert error.owner == world.chain.accounts[owner]
    assert error.spender == (spender and world.hub.deployment.address(spender))
    assert error.token == world.hub.deposits.token("EUR").address
    for attempt in (act.gas, lambda: act.submit(signer=world.key(act_by(act, world)))):
        with pytest.raises(sl.MoneyMissing) as again:
            attempt()
        assert str(again.value) == str(error)
    assert f"  refused   {error}" in act.explain()
    return error


def act_by(act: sl.Operation, world: World) -> int:
    """Return whose key may send an act."""
    return world.chain.accounts.index(act.account) if act.account else OUTSIDER


# Refused


def test_an_anchor_that_did_not_allow_it_is_told_how(world):
    """Owner, spender, token, both amounts, and the call and the command that help."""
    note = world.confirmed()
    world.fund(ANCHOR, "200000.00")
    allow(world, ANCHOR, "Settlements", "70000.00")
    act = world.as_(ANCHOR).settlements.settle(note.receivable, eur("150000.00"))

    error = lack(act, world, ANCHOR, "Settlements")

    assert error.needed == eur("120000.00")  # no more than is owed
    assert (error.balance, error.allowance) == (eur("200000.00"), eur("70000.00"))
    assert isinstance(error.__cause__, refusals.ERC20InsufficientAllowance)
    assert error.advice == (
        'party 1 has to allow it: deposits.approve("Settlements", Money("120000.00", "EUR")), or '
        'silkline approve "120000.00 EUR" --for settlements'
    )
    assert f"which has 200000.00 EUR and allowed 70000.00 EUR of token {error.token}" in str(error)


def test_an_anchor_without_money_is_told_how_much(world):
    """An allowance without limit is not money."""
    note = world.confirmed()
    world.fund(ANCHOR, "119999.99")
    error = lack(
        world.as_(ANCHOR).settlements.settle(note.receivable, eur("120000.00")),
        *(world, ANCHOR, "Settlements"),
    )

    assert error.allowance is None
    assert error.advice == "party 1 has to bring 0.01 EUR more there"
    assert "has 119999.99 EUR and allowed any amount of" in str(error)


def test_a_seller_learns_that_the_funder_cannot_pay(world):
    """Directly and inside a signed request, the funder's account is named, not the seller's."""
    note = world.confirmed()
    offer = world.as_(BANK_A).offers.sign(world.offer())
    allow(world, BANK_A, "Discounting", "1.00")
    act = world.as_(TIER1).offers.take(offer, note, min_proceeds=eur("1.00"))
    proceeds = world.hub.offers.quote(offer, note).proceeds
    error = lack(act, world, BANK_A, "Discounting")
    with pytest.raises(sl.MoneyMissing) as signing:
        act.by_signature()
    allow(world, BANK_A, "Discounting", "300000.00")
    request = act.by_signature()
    allow(world, BANK_A, "Discounting", "0.00")
    inside = lack(request, world, BANK_A, "Discounting")

    assert error.needed == inside.needed == proceeds
    assert str(signing.value) == str(error)
    assert (error.allowance, inside.allowance) == (eur("1.00"), eur("0.00"))
    assert f'silkline approve "{proceeds}" --for offers' in error.advice


def test_a_reserve_has_to_be_there_at_opening(lending):
    """The lender lacks both money and allowance; a fee is the borrower's to bring."""
    world, first = lending.world, lending.milestone("1.00")
    made = lending.agreed(commitment=eur("300000.01"), reserved=True, milestones=(first,))
    act = lending.bank.loans.open(made, [lending.borrower.loans.sign(made)])
    error = lack(act, world, BANK_A, "Loans")

    assert error.needed == eur("300000.01")
    assert error.advice == (
        "party 5 has to bring 0.01 EUR more there; party 5 has to allow it: "
        'deposits.approve("Loans", Money("300000.01", "EUR")), or '
        'silkline loan approve "300000.01 EUR"'
    )


def test_the_fees_of_an_opening_are_added_up(lending):
    """The lender's and a guarantor's are one need of the borrower."""
    world = lending.world
    fee, cap, payee = eur("2.50"), eur("5000.00"), world.chain.accounts[BANK_A]
    cover = lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=cap, fee=fee)
    made = lending.agreed(fee=eur("100.00"), fee_payee=payee, covers=(cover,))
    consents = [
        lending.borrower.loans.sign(made),
        world.hub.as_(KEYS[GUARANTOR]).loans.sign(made),
    ]
    error = lack(lending.bank.loans.open(made, consents), world, TIER1, "Loans")

    assert (error.needed, error.balance) == (eur("102.50"), eur("0.00"))


def test_a_release_needs_the_lenders_money(lending):
    """Whoever triggers it learns whose allowance is missing."""
    loan = lending.opened()
    allow(lending.world, BANK_A, "Loans", "5999.99")
    error = lack(lending.world.hub.loans.release(loan, 0), lending.world, BANK_A, "Loans")

    assert (error.needed, error.allowance) == (eur("6000.00"), eur("5999.99"))


def test_paying_back_needs_the_payers_money(lending):
    """Of a repayment no more than is owed, of a refund the amount."""
    world, loan = lending.world, lending.drawn()
    allow(world, TIER2, "Loans", "0.00")
    repaying = lack(lending.borrower.loans.repay(loan, eur("9000.00")), world, TIER1, "Loans")
    giving_back = lack(world.as_(TIER2).loans.refund(loan, 0, eur("50.00")), world, TIER2, "Loans")

    assert (repaying.needed, giving_back.needed) == (eur("6000.00"), eur("50.00"))
    assert (repaying.balance, giving_back.allowance) == (eur("0.00"), eur("0.00"))


def test_what_one_sends_oneself_needs_no_allowance(world):
    """Only the balance counts, and there is no spender."""
    deposits = world.as_(TIER1).deposits
    for act in (
        deposits.transfer(world.chain.accounts[BANK_A], eur("1.00")),
        deposits.redeem(eur("1.00"), "0x" + "01" * 32, "0x" + "02" * 32),
    ):
        error = lack(act, world, TIER1, None)
        assert (error.needed, error.balance, error.allowance) == (eur("1.00"), eur("0.00"), None)
        assert "allowed" not in str(error)


def test_another_reason_stays_the_reason(world):
    """What the contract finds first is told, though the money would be missing as well."""
    note = world.confirmed()
    offer = world.as_(BANK_A).offers.sign(world.offer())
    allow(world, BANK_A, "Discounting", "0.00")
    act = world.as_(TIER1).offers.take(offer, note, min_proceeds=eur("119999.00"))
    with pytest.raises(refusals.ProceedsTooLow):
        act.simulate()
    with pytest.raises(refusals.PartBeforeDueDay):
        world.as_(ANCHOR).settlements.settle(note.receivable, eur("1.00")).submit()


def test_a_refusal_before_any_money_is_reckoned_has_no_needs(world):
    """Where even the amount cannot be looked up, the contract's words stand alone."""
    act = world.as_(BANK_A).offers.put_back(world.confirmed())
    with pytest.raises(refusals.NoRecourse):
        act.simulate()
    assert act.needs() == []


def test_a_refusal_without_words_is_not_put_down_to_money_that_is_there(world):
    """A token of somebody else's may refuse for reasons of its own."""
    token = world.hub.deposits.token("EUR").address
    enough = Need(token, world.chain.accounts[BANK_A], "Discounting", 300_000_00)
    refusal = sl.Refused("not on Sundays")

    assert needs.missing(world.hub.connection, lambda: [enough], refusal) is None


# Told


def test_an_explanation_tells_what_is_taken(world):
    """From whom, through which contract, and what is there for it."""
    note = world.confirmed()
    world.fund(ANCHOR, "120000.00")
    act = world.as_(ANCHOR).settlements.settle(note.receivable, eur("120000.00"))
    anchor = world.chain.accounts[ANCHOR]

    assert (
        f"  takes     120000.00 EUR for Settlements from {anchor}, which has 120000.00 EUR\n"
    ) in act.explain()
    allow(world, ANCHOR, "Settlements", "0.00")
    assert "which has 120000.00 EUR, allowed nothing (not enough)\n" in act.explain()


def test_what_goes_on_without_the_money_is_only_told(world):
    """A seller that cannot pay becomes a debtor: putting back is not refused."""
    note = world.confirmed()
    offer = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    sold = world.as_(TIER1).offers.take(offer, note, min_proceeds=eur("1.00")).submit().result.note
    world.go_to(DUE.replace(day=DUE.day + 4))
    world.hub.settlements.mark_overdue(note.receivable).submit()
    act = world.as_(BANK_A).offers.put_back(sold)

    assert f" for Discounting from {world.chain.accounts[TIER1]}, which" in act.explain()
    assert "allowed nothing (not enough)" in act.explain()
    assert act.submit().result.paid is False


def test_collecting_tells_what_is_owed_and_there(lending):
    """Partly there is enough to collect, so nothing is refused."""
    world, loan = lending.world, lending.drawn()
    note = world.confirmed()
    world.fund(ANCHOR, "5.00")
    world.go_to(DUE)

    debt, due = world.hub.settlements.collect(note.receivable), world.hub.loans.collect(loan)
    anchor, borrower = (world.chain.accounts[n] for n in (ANCHOR, TIER1))
    assert f"takes     120000.00 EUR for Settlements from {anchor}" in debt.explain()
    assert "which has 5.00 EUR (not enough)" in debt.explain()
    assert f"for Loans from {borrower}, which has 0.00 EUR (not enough)" in due.explain()
    assert debt.submit().result.amount == eur("5.00")


def test_a_token_that_is_not_the_deployments_is_named_in_the_call(world):
    """There is no command for it, and the call takes the token."""
    token = world.hub.deposits.token("EUR")
    other = sl.Token("0x" + "11" * 20, "EUR", 2)
    need = Need(other.address, world.chain.accounts[OUTSIDER], "Loans", 100)
    found = needs._missing(world.hub.connection, needs.Standing(need, other, 100, 0), 100)

    assert found.token != token.address
    assert found.advice == (
        'its owner has to allow it: deposits.approve("Loans", Money("1.00", "EUR"), token)'
    )


def test_an_account_may_take_money_as_contracts_do(world):
    """It is named by its address, and there is no command for it."""
    token, taker = world.hub.deposits.token("EUR"), world.chain.accounts[OUTSIDER]
    need = Need(token.address, world.chain.accounts[BANK_A], taker, 100)
    [one] = needs.standings(world.hub.connection, [need])
    found = needs._missing(world.hub.connection, one, 100)

    assert (found.spender, found.balance, found.allowance) == (taker, eur("300000.00"), eur("0.00"))
    assert found.advice == (
        f'party 5 has to allow it: deposits.approve("{taker}", Money("1.00", "EUR"))'
    )


def test_every_act_that_takes_money_declares_it():
    """The list is complete: an act that is added to it is looked at here."""
    declared: dict[str, list[str]] = {}
    for (contract, function), made in operation._ACTS.items():
        if made.needs:
            declared.setdefault(contract, []).append(function)

    assert {name: " ".join(sorted(some)) for name, some in sorted(declared.items())} == PULLING
