"""
silkline payout run and resume: a list is paid chunk by chunk, each once.

├── when the list or the milestone is another        → exit 2, nothing is paid
├── when the milestone is not released               → exit 1
├── when it is rehearsed or not confirmed            → nothing is paid
├── run      pays what is unpaid, with a bar         → a second run skips all
├── resume   goes on after an interruption, and begins nothing
└── journal  each chunk has its key: what is under way is awaited, what failed is tried again
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.progress import Progress

import silkline as sl
from silkline import loan_terms as lt
from silkline.chain.journal import Journal
from tests.sdk.commands import Commands, commands
from tests.sdk.lending import Lending, prepared
from tests.sdk.world import BANK_A, OUTSIDER, START, World, build, eur

WORKERS = [sl.Key((0xACC0 + n).to_bytes(32, "big")).address for n in range(5)]
SIZE = ("--chunk-size", "2")


@pytest.fixture
def lending(world) -> Lending:
    """The system with a loan that may be opened."""
    return prepared(world)


@pytest.fixture
def cli(lending, tmp_path) -> Commands:
    """The command line."""
    return commands(lending.world, tmp_path)


@pytest.fixture
def wages(cli) -> Path:
    """A list of five workers who get 10.00 each, in three chunks."""
    return listed(cli, *WORKERS)


def listed(cli: Commands, *accounts: str, name: str = "wages.csv") -> Path:
    """Write a list that pays 10.00 to each account."""
    path = cli.path(name)
    path.write_text("\n".join(["account,amount", *(f"{one},10.00" for one in accounts)]) + "\n")
    return path


@pytest.fixture
def loan(lending, cli, wages) -> str:
    """An opened loan whose first milestone is the list, and whose second pays an account."""
    shown = cli.json("payout", "check", wages, "--total", "50.00 EUR", *decimals(lending), *SIZE)
    listing = lending.milestone("50.00", payees=shown["root"])
    other = lending.milestone("5.00")
    sheet = cli.saved(lending.sheet(commitment=eur("55.00"), milestones=(listing, other)))
    made = lt.agreement(lt.read_sheet(sheet), lending.world.hub.deposits.token("EUR"))
    lending.bank.deposits.approve("Loans", None, "EUR").submit()
    signed = lending.borrower.loans.sign(made)
    opened = lending.bank.loans.open(made, [signed]).submit().result
    cli.json("loan", "remember", sheet)
    return opened


def decimals(lending: Lending) -> tuple[str, str]:
    """Return the option that says the decimals of the token."""
    return "--decimals", str(lending.world.hub.deposits.token("EUR").decimals)


@pytest.fixture
def released(cli, loan) -> str:
    """The same with the list released."""
    cli.json("loan", "release", loan, 0, "--yes", by=OUTSIDER)
    return loan


def has(cli: Commands, account: str) -> sl.Money:
    """Return what an account holds."""
    return cli.world.hub.deposits.balance(account, "EUR")


def paid(cli: Commands) -> int:
    """Return how many workers have their money, which none has twice."""
    held = [has(cli, worker) for worker in WORKERS]
    assert set(held) <= {eur("0.00"), eur("10.00")}
    return held.count(eur("10.00"))


# Refusals


def test_another_list_is_refused(cli, released, wages):
    """A line, the order or the size of chunks changed: it is not what was signed."""
    run = ("payout", "run", released, 0)
    swapped = listed(cli, *reversed(WORKERS), name="swapped.csv")
    for given in ((swapped, *SIZE), (wages, "--chunk-size", "3")):
        error = cli.error(*run, *given, "--yes", by=OUTSIDER)
        assert "this one is 0x" in error["message"]
    error = cli.error(*run, swapped, "--yes", by=OUTSIDER)
    assert "no other size of chunks fits" in error["message"]
    assert paid(cli) == 0


def test_a_list_with_faults_is_refused(cli, released):
    """Each with its line: no address, the zero address, mistyped, twice; before it sends."""
    mistyped = "0x" + WORKERS[2][2:].swapcase()
    accounts = (WORKERS[0], "0x12", "0x" + "00" * 20, mistyped, WORKERS[0].lower())
    faulty = listed(cli, *accounts, name="faulty.csv")
    expected = [
        (3, "account must be an address (0x and 40 hex digits), got '0x12'"),
        (4, "account is the zero address"),
        (5, f"account {mistyped} has a wrong checksum: a letter may be mistyped"),
        (6, f"account {WORKERS[0]} stands on line 2 already"),
    ]
    run = ("payout", "run", released, 0, faulty, *SIZE, "--yes")
    for command in (("payout", "check", faulty, "--currency", "EUR"), run):
        error = cli.error(*command, by=OUTSIDER)
        assert [(one["line"], one["message"]) for one in error["problems"]] == expected
    assert paid(cli) == 0


def test_a_milestone_without_a_list_is_refused(cli, released, wages):
    """It pays one account; and one that is none is told."""
    for index, message in ((1, "pays the account"), (2, "numbered 0..1, got 2")):
        error = cli.error("payout", "run", released, index, wages, *SIZE, "--yes", by=OUTSIDER)
        assert message in error["message"]


def test_a_milestone_that_is_not_released_pays_nobody(cli, loan, wages):
    """The contract refuses the first chunk when it is rehearsed; nothing is sent."""
    error = cli.error("payout", "run", loan, 0, wages, *SIZE, "--yes", by=OUTSIDER, code=1)

    assert error["code"] == "refused"
    assert paid(cli) == 0


def test_a_list_is_not_paid_unasked(cli, released, wages):
    """Silence pays nobody, a rehearsal neither."""
    run = ("payout", "run", released, 0, wages, *SIZE)
    refused = cli(*run, by=OUTSIDER)
    assert refused.exit_code == 2
    assert "Pay 3 of 3 chunks" in refused.stderr

    shown = cli.json(*run, "--dry-run", by=OUTSIDER)
    assert (shown["sent"], shown["chunks_left"]) == (False, [0, 1, 2])
    assert "Nothing was sent." in cli(*run, "--dry-run").stdout
    assert paid(cli) == 0


def test_nothing_is_resumed_that_has_not_begun(cli, released, wages):
    """It may be the wrong list."""
    resume = ("payout", "resume", released, 0, wages, *SIZE, "--yes")
    error = cli.error(*resume, by=OUTSIDER)

    assert error["message"].endswith("has been paid yet: begin with payout run")


def test_a_list_has_no_one_name(cli, released, wages):
    """Each chunk has its own."""
    given = ("--once", "wages of January", "--yes")
    error = cli.error("payout", "run", released, 0, wages, *SIZE, *given, by=OUTSIDER)

    assert "each chunk has a name of its own" in error["message"]


def test_the_size_of_chunks_is_asked_of_the_node_that_is_named(cli, wages):
    """One that does not answer is told; a size that is given needs none."""
    check = ("payout", "check", wages, "--currency", "EUR")
    nowhere = {"SILKLINE_RPC": "http://127.0.0.1:9"}
    assert cli.error(*check, code=3, **nowhere)["code"] == "node"

    assert cli.json(*check, "--chunk-size", 2, **nowhere)["chunk_size"] == 2
    assert cli.json(*check)["chunk_size"] == 100


# Paying


def test_the_size_of_chunks_is_found(cli, released, wages):
    """Nobody has to remember with which size the list was signed."""
    words = cli.json("payout", "run", released, 0, wages, "--dry-run", by=OUTSIDER)["words"]
    assert words.startswith("Pay 3 of 3 chunks")
    cli.json("payout", "run", released, 0, wages, "--yes", by=OUTSIDER)

    assert paid(cli) == 5


def test_a_list_is_paid_on_a_node_with_small_blocks(tmp_path):
    """Chunks are as large as the node's blocks take; the list is paid through with its progress."""
    small = ("--gas-limit", "6721975")
    with sl.local_chain("anvil", timestamp=START, options=small) as chain:
        hub = sl.connect(chain.url, signer=chain.keys, deployment=build(chain))
        lending = prepared(World(chain, hub))
        cli = commands(lending.world, tmp_path)
        accounts = [sl.Key((0xBCC0 + n).to_bytes(32, "big")).address for n in range(45)]
        wages = listed(cli, *accounts)
        shown = cli.json("payout", "check", wages, "--total", "450.00 EUR", *decimals(lending))
        milestones = (lending.milestone("450.00", payees=shown["root"]), lending.milestone("5.00"))
        loan = lending.opened(milestones=milestones)
        lending.bank.loans.release(loan, 0).submit()
        agreed = cli.path("agreement.json")
        agreed.write_text(lending.bank.loans.agreement(loan).to_json(), encoding="utf-8")
        cli.json("loan", "remember", agreed)
        done = cli.json("payout", "run", loan, 0, wages, "--yes", by=OUTSIDER)

        assert (shown["chunk_size"], shown["chunks"]) == (40, 2)
        assert (done["chunks_paid"], done["amount"]) == ([0, 1], eur("450.00").to_json())
        assert {has(cli, account) for account in accounts} == {eur("10.00")}


def test_a_list_is_paid_once(cli, released, wages):
    """Everybody gets the money by the first run, and nobody anything by the second."""
    run = ("payout", "run", released, 0, wages, *SIZE, "--yes")
    first = cli.json(*run, by=OUTSIDER)
    assert first == {
        "sent": True,
        "loan": released,
        "milestone": 0,
        "chunks_paid": [0, 1, 2],
        "chunks_skipped": [],
        "amount": eur("50.00").to_json(),
        "parked": eur("0.00").to_json(),
    }
    assert paid(cli) == 5

    second = cli.json(*run, by=OUTSIDER)
    assert (second["sent"], second["chunks_paid"], second["chunks_skipped"]) == (
        False,
        [],
        [0, 1, 2],
    )
    assert paid(cli) == 5


def test_how_far_a_list_is_paid_is_shown(cli, released, wages, lending):
    """Without paying anything; another list is refused."""
    status = ("payout", "status", released, 0, wages)
    expected = {"chunks": 3, "paid": [], "left": [0, 1, 2], "amount": eur("0.00").to_json()}
    assert cli.json(*status) == {**expected, "total": eur("50.00").to_json()}
    found = lt.read_payouts(wages, lending.world.hub.deposits.token("EUR"), chunk_size=2)
    lending.bank.loans.pay_out(released, 0, found, 1).submit()

    shown = cli.json(*status)
    assert (shown["paid"], shown["left"]) == ([1], [0, 2])
    assert shown["amount"] == eur("20.00").to_json()
    told = cli(*status).stdout
    assert "1 of 3" in told
    assert "20.00 EUR" in told
    other = cli.error(*status[:-1], listed(cli, *WORKERS[1:], name="other.csv"))
    assert "no other size of chunks fits" in other["message"]


def test_people_see_how_far_it_is(cli, released, wages):
    """A bar on stderr while it runs, the sums on stdout."""
    done = cli("payout", "run", released, 0, wages, *SIZE, by=OUTSIDER, answer="y\n")

    assert done.exit_code == 0
    assert "3/3" in done.stderr
    assert "50.00 EUR" in done.stdout


def test_an_interrupted_list_is_resumed(cli, released, wages, lending):
    """Whoever paid the first chunk: the rest is paid, and that chunk is not paid again."""
    found = lt.read_payouts(wages, lending.world.hub.deposits.token("EUR"), chunk_size=2)
    lending.bank.loans.pay_out(released, 0, found, 1).submit()
    done = cli.json("payout", "resume", released, 0, wages, *SIZE, "--yes", by=OUTSIDER)

    assert (done["chunks_paid"], done["chunks_skipped"]) == ([0, 2], [1])
    assert paid(cli) == 5


def test_an_interruption_is_no_refusal(cli, released, wages, monkeypatch):
    """It has the exit code that shells give it, and the list goes on where it stopped."""
    update = Progress.update

    def interrupted(*_args: object, **_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "update", interrupted)
    run = ("payout", "run", released, 0, wages, *SIZE, "--yes")
    done = cli(*run, by=OUTSIDER)
    assert done.exit_code == 130
    assert "what was sent stays sent" in done.stderr

    monkeypatch.setattr(Progress, "update", update)
    assert cli.json("payout", "resume", *run[2:], by=OUTSIDER)["chunks_skipped"] == [0]
    assert paid(cli) == 5


# The journal


def keys(cli: Commands) -> list[str]:
    """Return the names under which the journal of the command line has payouts."""
    journal = Journal(cli.path("silkline.journal"))
    found = journal._rows("WHERE key LIKE 'payout %' ORDER BY nonce")
    return [one.key for one in found]


def test_each_chunk_has_a_key(cli, released, wages):
    """A run that died after sending finds its transactions again."""
    cli.json("payout", "run", released, 0, wages, *SIZE, "--yes", by=BANK_A)

    assert len(set(keys(cli))) == 3
    assert all(key.endswith(" 1") for key in keys(cli))


def test_a_chunk_under_way_is_not_sent_twice(cli, released, wages, lending):
    """It was sent and not mined when the run died: the next one waits for it."""
    chain = lending.world.chain
    chain.rpc("evm_setAutomine", False)
    token = lending.world.hub.deposits.token("EUR")
    found = lt.read_payouts(wages, token, chunk_size=2)
    client = sl.connect(
        chain.url,
        signer=chain.keys[OUTSIDER],
        deployment=lending.world.hub.deployment,
        journal=cli.path("silkline.journal"),
    )
    operation = client.loans.pay_out(released, 0, found, 0)
    sent = operation.submit(f"payout {operation.payload} 1", wait=False)
    chain.rpc("evm_setAutomine", True)
    chain.mine()
    cli.json("payout", "run", released, 0, wages, *SIZE, "--yes", by=OUTSIDER)

    assert paid(cli) == 5
    assert len(keys(cli)) == 3
    assert sent.wait().result.chunk == 0


def test_a_chunk_that_failed_is_tried_again(cli, released, wages, lending):
    """Mined and reverted, it has a second key; without it the list could never be finished."""
    found = lt.read_payouts(wages, lending.world.hub.deposits.token("EUR"), chunk_size=2)
    operation = lending.world.hub.loans.pay_out(released, 0, found, 0)
    journal = Journal(cli.path("silkline.journal"))
    sender = lending.world.chain.accounts[BANK_A]
    intent = _failed(operation, sender)
    journal.record(lambda _: intent, operation.chain_id, sender, 0)
    cli.json("payout", "run", released, 0, wages, *SIZE, "--yes", by=OUTSIDER)

    assert paid(cli) == 5
    assert f"payout {operation.payload} 2" in keys(cli)


def _failed(operation: sl.Operation, sender: str):
    from silkline.chain.journal import Intent

    key = f"payout {operation.payload} 1"
    made = Intent(operation.chain_id, key, operation.payload, sender, 0, "0x" + "12" * 32, b"")
    return replace(made, state="reverted")
