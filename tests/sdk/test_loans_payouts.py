"""
Money out of loans.

├── files     a payout list that cannot be paid        → every fault with its line
├── release   without what the terms ask for           → refused; otherwise the payee is paid
├── lists     chunk by chunk, each once, going on where it stopped
└── returned  a payee's refund, what was parked, what did not fit
"""

from __future__ import annotations

from datetime import date

import pytest
from eth_utils.address import to_checksum_address

import silkline as sl
from silkline import loan_terms as lt
from silkline import refusals
from tests.sdk.lending import ENGINEER, INSPECTOR, Lending, prepared
from tests.sdk.world import DOCUMENT, OUTSIDER, TIER1, TIER2, TIER3, World, eur

HEADER = "name,account,amount"


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors and a guarantor."""
    return prepared(world)


def account(number: int) -> str:
    """Return an account that nobody has used."""
    return to_checksum_address((0xACC0 << 64 | number).to_bytes(20, "big"))


def written(tmp_path, *lines: str, header: str = HEADER):
    """Write a payout list and return its path."""
    path = tmp_path / "wages.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


TOKEN = sl.Token("0x" + "66" * 20, "EUR", 2)
GOOD = f"a worker,{account(1)},100.00"


# Files


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "x,0x12,100.00",
            r"line 3: account must be an address \(0x and 40 hex digits\), got '0x12'",
        ),
        (f"x,{account(2)[:-1]}A,1.00", r"line 3: account 0x\S+ has a wrong checksum"),
        (f"x,0x{'00' * 20},1.00", r"line 3: account is the zero address"),
        (f"x,{account(1).lower()},1.00", rf"line 3: account {account(1)} stands on line 2 already"),
        (f"x,{account(2)},", r"line 3: amount '' is no amount such as 1234\.50"),
        (f"x,{account(2)},-1.00", r"line 3: amount '-1\.00' is no amount"),
        (f"x,{account(2)},1e3", r"line 3: amount '1e3' is no amount"),
        (f"x,{account(2)},NaN", r"line 3: amount 'NaN' is no amount"),
        (f'x,{account(2)},"1,5"', r"line 3: amount '1,5' is no amount"),
        (f"x,{account(2)},0.00", r"line 3: amount 0\.00 must be more than 0"),
        (f"x,{account(2)},{2**96}", r"line 3: amount \d+ must be more than 0 and below 2\*\*96"),
        (f"x,{account(2)},1.001", r"line 3: 1\.001 has too many decimals"),
        (f"x,{account(2)}", r"line 3: 2 columns, the header has 3"),
    ],
)
def test_a_line_that_cannot_be_paid_is_told(tmp_path, line, problem):
    """With its number and what it says."""
    with pytest.raises(lt.PayoutProblems, match=problem) as caught:
        lt.read_payouts(written(tmp_path, GOOD, line), TOKEN)
    assert [one.line for one in caught.value.problems] == [3]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", r"columns account and amount once each, account stands 0 times"),
        ("account", r"amount stands 0 times"),
        ("account,amount,amount", r"amount stands 2 times"),
    ],
)
def test_a_file_without_the_columns_is_refused(tmp_path, header, message):
    """The first line names them."""
    with pytest.raises(sl.BadInput, match=message):
        lt.read_payouts(written(tmp_path, GOOD, header=header), TOKEN)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    """Missing, not text, or with a quote that never ends."""
    (tmp_path / "bytes").write_bytes(b"account,amount\n\xff\xff\n")
    for path in (tmp_path / "missing", tmp_path / "bytes", written(tmp_path, 'x,"0x')):
        with pytest.raises(sl.BadInput, match=r"is no payout list that can be read"):
            lt.read_payouts(path, TOKEN)


def test_all_problems_are_told_at_once(tmp_path):
    """Of thousands of lines each wrong one, twenty in the message and all as values."""
    lines = [f"x,{account(i)},{'1.00' if i % 2 else 'one'}" for i in range(3000)]
    with pytest.raises(lt.PayoutProblems, match=r"line 2: .*; and 1480 more$") as caught:
        lt.read_payouts(written(tmp_path, *lines), TOKEN)
    assert [one.line for one in caught.value.problems] == list(range(2, 3002, 2))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], r"line 1: nobody is paid"),
        ([GOOD], r"line 2: the list comes to 100\.00 EUR, the milestone is 100\.01 EUR"),
    ],
)
def test_another_total_than_the_milestone_is_refused(tmp_path, lines, message):
    """The list pays exactly what was agreed."""
    with pytest.raises(lt.PayoutProblems, match=message):
        lt.read_payouts(written(tmp_path, *lines), TOKEN, total=eur("100.01"))


@pytest.mark.parametrize(
    "header", [HEADER, HEADER.replace(",", ";"), "\ufeffName, Account ,AMOUNT"]
)
def test_a_list_is_read(tmp_path, header):
    """With commas or semicolons, whatever else the columns have, empty lines and spaces."""
    lines = [f"worker {i}, {account(i)} ,{i}.50" for i in range(1, 6)]
    lines.insert(2, "")
    if ";" in header:
        lines = [line.replace(",", ";") for line in lines]
    found = lt.read_payouts(
        written(tmp_path, *lines, header=header), TOKEN, total=eur("17.50"), chunk_size=2
    )

    assert found.entries == [(account(i), i * 100 + 50) for i in range(1, 6)]
    assert (found.total, len(found.chunks)) == (1750, 3)


# Releases


def test_a_milestone_is_released_once(lending):
    """Its payee is paid from the lender's account, by whomever it is brought."""
    loan = lending.opened()
    act = lending.world.hub.loans.release(loan, 0)
    assert act.words() == (
        f"Release milestone 0 of loan {loan[:10]}… of party 5 to party 2: pay 6000.00 EUR to "
        f"{lending.payee} of party 3 from the "
        "account of party 5"
    )
    result = act.submit().result

    assert (result.loan, result.index, result.payees) == (loan, 0, lending.payee)
    assert (result.amount, result.parked) == (eur("6000.00"), eur("0.00"))
    assert lending.world.balance(TIER2) == eur("6000.00")
    with pytest.raises(refusals.MilestoneReleased):
        act.submit()
    lending.world.go_to(date(2027, 2, 1))
    with pytest.raises(refusals.DrawDeadlinePassed):
        lending.world.hub.loans.release(loan, 1).submit()


@pytest.mark.parametrize("signature", [False, True])
def test_attestors_let_money_move(lending, signature):
    """The request travels to the attestors and back; too little of it is refused with reasons."""
    loan = lending.opened()
    now = lending.world.chain.time
    milestone = lending.bank.loans.get(loan).milestones[1]
    request = milestone.evidence_request(DOCUMENT, observed_at=now, valid_until=now + 3600)
    with pytest.raises(refusals.TooFewSignatures):
        lending.bank.loans.release(loan, 1).submit()
    with pytest.raises(refusals.TooFewSignatures):
        lending.bank.loans.release(loan, 1, lending.signed(request, INSPECTOR)).submit()
    forged = [*lending.signed(request, INSPECTOR), request.sign(lending.world.key(6))]
    with pytest.raises(sl.BadInput, match=r"(?s)not enough:.*party 6 is none of the attestors"):
        lending.bank.loans.release(loan, 1, forged)

    evidence = lending.signed(request, ENGINEER, INSPECTOR)
    act = lending.bank.loans.release(loan, 1, evidence)
    assert act.words().endswith(f"if {lending.sheet().milestones[1].condition} agrees")
    if signature:
        act = sl.Operation.from_json(act.to_json(), lending.bank.connection)
        act = act.by_signature(lending.world.key(TIER1))
    assert act.submit(signer=lending.world.key(OUTSIDER)).result.amount == eur("4000.00")
    assert lending.world.balance(OUTSIDER) == eur("4000.00")
    assert lending.bank.loans.get(loan).milestones[1].paid == eur("4000.00")


def test_what_a_payee_cannot_receive_waits_for_it(lending):
    """A frozen account holds up nobody, and gets its money when it is free (T66)."""
    loan = lending.opened()
    token, loans = lending.world.hub.deposits.token("EUR"), lending.world.hub.loans
    lending.world.hub.deposits.set_freeze(lending.payee, True, DOCUMENT, token).submit()
    result = loans.release(loan, 0).submit().result

    assert result.parked == eur("6000.00")
    assert loans.statement(loan).entries[-1].text == (
        f"milestone 0: parked for {lending.payee}, which could not be paid"
    )
    assert loans.parked_for(lending.payee, "EUR") == eur("6000.00")
    lending.world.hub.deposits.set_freeze(lending.payee, False, DOCUMENT, token).submit()
    act = loans.claim_for(lending.payee, token)
    assert act.words() == (f"Pay {lending.payee} of party 3 what is parked for it, now 6000.00 EUR")
    assert act.submit().result == eur("6000.00")
    with pytest.raises(refusals.NothingParkedFor):
        act.submit()


def test_a_payee_returns_money(lending):
    """Principal falls from that day; nobody else can, and no more than was paid."""
    loan = lending.drawn()
    payee = lending.world.as_(TIER2)
    payee.deposits.approve("Loans", None, "EUR").submit()
    with pytest.raises(refusals.NotPayee):
        lending.borrower.loans.refund(loan, 0, eur("1.00")).submit()
    with pytest.raises(refusals.RefundTooLarge):
        payee.loans.refund(loan, 0, eur("6000.01")).submit()
    act = payee.loans.refund(loan, 0, eur("1000.00"))
    assert act.words() == (
        f"Return 1000.00 EUR of milestone 0 of loan {loan[:10]}… of party 5 to party 2"
    )

    assert act.by_signature().submit(signer=lending.world.key(0)).result == eur("1000.00")
    assert lending.bank.loans.quote(loan).principal == eur("5000.00")


# Lists


def listed(lending: Lending, tmp_path, count: int = 5) -> tuple[str, lt.PayoutList]:
    """Open a loan whose first milestone pays a list, and release it."""
    lines = [f"worker,{account(i)},{i}.00" for i in range(1, count + 1)]
    total = eur(f"{count * (count + 1) // 2}.00")
    token = lending.world.hub.deposits.token("EUR")
    payouts = lt.read_payouts(written(tmp_path, *lines), token, total=total, chunk_size=2)
    milestone = lt.Milestone(amount=total, payees=payouts.root)
    loan = lending.opened(milestones=(milestone, lending.milestone("100.00")))
    return loan, payouts


def paid_to(world: World, number: int) -> sl.Money:
    """Return what an account of the list holds."""
    return world.hub.deposits.balance(account(number), "EUR")


def test_a_list_is_paid_only_after_its_release(lending, tmp_path):
    """And only the list that was signed, of the milestone that names it."""
    loan, payouts = listed(lending, tmp_path)
    loans = lending.bank.loans
    with pytest.raises(refusals.MilestoneNotReleased):
        loans.pay_out_list(loan, 0, payouts)
    with pytest.raises(sl.BadInput, match=r"milestone 1 pays the account 0x\S+, no list"):
        loans.pay_out_list(loan, 1, payouts)
    other = lt.PayoutList(payouts.entries, 3)
    with pytest.raises(sl.BadInput, match=r"the size of chunks must be those that were signed"):
        loans.pay_out_list(loan, 0, other)
    with pytest.raises(sl.BadInput, match=r"chunks are numbered 0\.\.2, got 3"):
        loans.pay_out(loan, 0, payouts, 3)
    loans.release(loan, 0).submit()
    with pytest.raises(refusals.ChunkUnknown):
        loans.pay_out(loan, 0, other, 0).submit()


def test_a_chunk_needs_the_lenders_money(lending, tmp_path):
    """Whoever triggers it learns whose allowance is missing, and for how much."""
    loan, payouts = listed(lending, tmp_path)
    lending.bank.loans.release(loan, 0).submit()
    lending.bank.deposits.approve("Loans", eur("0.01")).submit()
    with pytest.raises(sl.MoneyMissing) as info:
        lending.bank.loans.pay_out(loan, 0, payouts, 0).submit()

    assert info.value.owner == lending.bank.account
    assert info.value.needed == eur("3.00")  # the first two of 1.00 to 5.00
    assert info.value.allowance == eur("0.01")


def test_a_list_is_read_as_its_milestone_names_it(lending, tmp_path):
    """The size of chunks is found; another one, or another milestone, is refused."""
    loan, payouts = listed(lending, tmp_path)
    loans, path = lending.bank.loans, tmp_path / "wages.csv"

    assert loans.chunk_size() == 100
    assert loans.payout_list(loan, 0, path) == payouts
    assert loans.payout_list(loan, 0, path, chunk_size=2) == payouts
    with pytest.raises(sl.BadInput, match=r"the size of chunks must be those that were signed"):
        loans.payout_list(loan, 0, path, chunk_size=3)
    with pytest.raises(sl.BadInput, match=r"milestone 1 pays the account 0x\S+, no list"):
        loans.payout_list(loan, 1, path)


def test_a_list_beyond_its_milestone_is_refused(lending):
    """Before anything is paid."""
    payouts = lt.PayoutList([(account(1), 101), (account(2), 100)], 1)
    milestone = lt.Milestone(amount=eur("2.00"), payees=payouts.root)
    loan = lending.opened(milestones=(milestone,))
    lending.bank.loans.release(loan, 0).submit()
    with pytest.raises(sl.BadInput, match=r"comes to 2\.01 EUR, milestone 0 is 2\.00 EUR"):
        lending.bank.loans.pay_out_list(loan, 0, payouts)


@pytest.mark.parametrize("signature", [False, True])
def test_a_chunk_is_paid_once_and_in_any_order(lending, tmp_path, signature):
    """Everybody on it gets the amount of the list, from whoever brings it."""
    loan, payouts = listed(lending, tmp_path)
    released = lending.bank.loans.release(loan, 0)
    assert "allow payout list" in released.words()
    assert released.submit().result.payees == payouts.root
    act = lending.bank.loans.pay_out(loan, 0, payouts, 2)
    assert act.words() == (
        f"Pay chunk 2 of the list of milestone 0 of loan {loan[:10]}… of party 5 to party 2: "
        "5.00 EUR to 1 payees"
    )
    sent = act.by_signature(lending.world.key(TIER1)) if signature else act
    result = sent.submit(signer=lending.world.key(OUTSIDER)).result

    assert (result.chunk, result.amount, result.parked) == (2, eur("5.00"), eur("0.00"))
    assert paid_to(lending.world, 5) == eur("5.00")
    assert lending.bank.loans.is_chunk_paid(loan, 0, 2)
    assert lending.bank.loans.get(loan).milestones[0].paid == eur("5.00")
    with pytest.raises(refusals.ChunkPaid):
        act.submit()


def test_a_run_goes_on_where_it_stopped(lending, tmp_path):
    """What was paid is skipped, the frozen account's part waits for it, and progress is told."""
    loan, payouts = listed(lending, tmp_path)
    world = lending.world
    token = world.hub.deposits.token("EUR")
    world.hub.deposits.set_freeze(account(3), True, DOCUMENT, token).submit()
    lending.bank.loans.release(loan, 0).submit()

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lending.bank.loans.pay_out_list(loan, 0, payouts, progress=stop)
    seen = []
    run = lending.bank.loans.pay_out_list(loan, 0, payouts, progress=seen.append)

    assert run.skipped == (0,)
    assert [chunk.chunk for chunk in run.paid] == [1, 2]
    assert (run.amount, run.parked) == (eur("12.00"), eur("3.00"))
    assert [(p.done, p.chunks, p.paid is None) for p in seen] == [
        (1, 3, True), (2, 3, False), (3, 3, False),
    ]  # fmt: skip
    assert [paid_to(world, i).number for i in (1, 2, 3, 4, 5)] == [
        "1.00", "2.00", "0.00", "4.00", "5.00",
    ]  # fmt: skip
    again = lending.bank.loans.pay_out_list(loan, 0, payouts)
    assert (again.paid, again.skipped, again.amount) == ((), (0, 1, 2), eur("0.00"))


def test_a_list_that_has_begun_outlives_new_terms(lending, tmp_path):
    """It is paid as it was released, whatever the milestone says now."""
    loan, payouts = listed(lending, tmp_path)
    lending.bank.loans.release(loan, 0).submit()
    lending.bank.loans.pay_out(loan, 0, payouts, 1).submit()
    later = lt.Milestone(amount=eur("15.00"), payees=payouts.root, deadline="2027-01-15")
    made = lending.agreed(
        amends=loan, salt=2, first_due="2027-03-31", milestones=(later, lending.milestone("1.00"))
    )
    lending.bank.loans.amend(loan, made, [lending.borrower.loans.sign(made)]).submit()
    run = lending.bank.loans.pay_out_list(loan, 0, payouts)

    assert (run.skipped, run.amount) == ((1,), eur("8.00"))
    assert lending.bank.loans.get(loan).milestones[0].paid == eur("15.00")


def test_a_list_is_paid_by_who_only_has_the_list(lending, tmp_path):
    """The milestone is read from the call that released it; its sender may be anybody."""
    loan, payouts = listed(lending, tmp_path)
    world = lending.world
    lending.bank.loans.release(loan, 0).by_signature(world.key(TIER1)).submit()
    stranger = sl.connect(world.chain.url, signer=world.key(TIER3), deployment=world.hub.deployment)

    assert stranger.loans.pay_out_list(loan, 0, payouts).amount == eur("15.00")
    assert stranger.loans.get(loan).quote.principal == eur("15.00")
