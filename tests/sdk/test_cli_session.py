"""
What all commands share: node, deployment, signer, confirmation, exit codes.

├── no node, no signer, no deployment, a node that does not answer  → said, exit 2 or 3
├── keys         from a keystore, a variable or a service           → nothing is repeated
├── confirming   refused unless answered y or --yes
├── --dry-run    rehearsed and explained; nothing is sent or kept
└── --once       sent once under one name; what is not mined goes on, within --max-fee
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from shlex import split

import pytest

import silkline as sl
from silkline.chain import transactions
from tests.sdk.commands import Commands, commands, secret
from tests.sdk.web3signer import standing_in
from tests.sdk.world import BANK_A, OUTSIDER, eur

APPROVE = ("loan", "approve", "250.00 EUR")


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def allowed(cli: Commands) -> sl.Money:
    """Return what bank A lets loans take."""
    loans = cli.world.hub.deployment.address("Loans")
    owner = cli.world.chain.accounts[BANK_A]
    return cli.world.hub.deposits.allowance(owner, loans, "EUR")


# Node and deployment


def test_without_a_node_nothing_is_done(cli):
    """It is told how to name one."""
    error = cli.error(*APPROVE, by=BANK_A, SILKLINE_RPC="")

    assert error["code"] == "bad-input"
    assert "name it with --rpc URL, or set SILKLINE_RPC" in error["message"]


def test_a_node_that_does_not_answer_is_exit_3(cli):
    """The same call may succeed later, so scripts can tell it from a refusal."""
    error = cli.error(*APPROVE, "--rpc", "http://127.0.0.1:9", by=BANK_A, code=3)

    assert error["code"] == "node"
    assert "check that the node runs" in error["message"]


@pytest.mark.parametrize("as_option", [True, False], ids=["--rpc", "SILKLINE_RPC"])
def test_another_node_stands_in(cli, as_option):
    """Named once more, or after a blank; where all are silent each is named with its reason."""
    dead, url = "http://127.0.0.1:9", cli.world.chain.url
    options = ("--rpc", dead, "--rpc", url) if as_option else ()
    env = {} if as_option else {"SILKLINE_RPC": f"{dead} {url}"}
    cli.json(*APPROVE, *options, "--yes", by=BANK_A, **env)
    error = cli.error(*APPROVE, "--rpc", dead, "--rpc", f"{dead}/v3/key", by=BANK_A, code=3)
    found = cli.json("status", *options, **env)

    assert allowed(cli) == eur("250.00")
    assert error["code"] == "node"
    assert "any of 2 nodes: http://127.0.0.1:9 (ConnectionError" in error["message"]
    assert "http://127.0.0.1:9/… (ConnectionError" in error["message"]
    assert found["whole"] is True


def test_a_deployment_that_is_none_is_refused(cli):
    """By its path."""
    cli.path("other.json").write_text("{}", encoding="utf-8")
    for name in ("missing.json", "other.json"):
        error = cli.error(*APPROVE, "--deployment", cli.path(name), by=BANK_A)
        assert error["code"] == "bad-input"


# Keys


def test_without_a_signer_nothing_is_sent(cli):
    """It is told how to name one."""
    error = cli.error(*APPROVE)

    assert "--keystore FILE or --key-env NAME, or set SILKLINE_KEY" in error["message"]


@pytest.mark.parametrize("prefix", ["0x", ""])
def test_a_key_on_the_command_line_is_refused_and_not_repeated(cli, prefix):
    """Whoever confuses the name of the variable with the key is told so (T70)."""
    key = secret(cli.world.key(BANK_A)).removeprefix("0x")
    done = cli(*APPROVE, "--key-env", prefix + key)

    assert done.exit_code == 2
    assert "use that key no more" in done.stderr
    assert key not in done.output


def test_a_variable_that_is_not_set_or_has_no_key_is_refused(cli):
    """Nothing that it has is repeated."""
    assert "is not set" in cli.error(*APPROVE, "--key-env", "NO_SUCH_KEY")["message"]
    error = cli.error(*APPROVE, "--key-env", "BANK", BANK="0xnosecret")
    assert "not a private key" in error["message"]
    assert "nosecret" not in error["message"]


def test_two_keys_are_one_too_many(cli):
    """Which one signs is never guessed."""
    error = cli.error(*APPROVE, "--keystore", "bank.json", "--key-env", "BANK")

    assert "give one of them" in error["message"]


def test_a_keystore_signs_with_its_password(cli):
    """From the environment, or as it is asked for; a wrong one is refused."""
    path = cli.path("bank.json")
    sl.Keystore.write(path, cli.world.key(BANK_A), "open sesame")
    signer = ("--keystore", path, "--yes")

    wrong = cli.error(*APPROVE, *signer, SILKLINE_PASSWORD="sesame")
    assert "wrong password" in wrong["message"]
    assert cli(*APPROVE, *signer, answer="open sesame\n").exit_code == 0
    assert allowed(cli) == eur("250.00")


def test_a_variable_of_ones_own_signs(cli):
    """One process may have several keys."""
    key = secret(cli.world.key(BANK_A))
    cli.json(*APPROVE, "--key-env", "BANK", "--yes", BANK=key)

    assert allowed(cli) == eur("250.00")


def test_a_web3signer_signs(cli):
    """With the one key that it has, or with the account that is named; errors are its own."""
    bank, outsider = (bytes(cli.world.key(n)._account.key) for n in (BANK_A, OUTSIDER))
    with standing_in(outsider, bank) as service:
        signer = ("--web3signer", f"{service.url}#{cli.world.chain.accounts[BANK_A]}", "--yes")
        several = cli.error(*APPROVE, "--web3signer", service.url, "--yes")
        both = cli.error(*APPROVE, *signer, "--keystore", "bank.json")
        cli.json(*APPROVE, *signer)
        service.keys.pop(0)
        cli.json("loan", "approve", "1.00 EUR", "--yes", SILKLINE_WEB3SIGNER=service.url)
        service.status = 500
        failed = cli.error("loan", "approve", "2.00 EUR", *signer, code=3)

    assert "name the account that signs; it has 0x" in several["message"]
    assert "--keystore and --web3signer each name who signs" in both["message"]
    assert allowed(cli) == eur("1.00")
    assert (failed["code"], "answered 500" in failed["message"]) == ("failed", True)


# Confirming


@pytest.mark.parametrize("answer", ["n\n", "", None])
def test_what_is_not_confirmed_is_not_sent(cli, answer):
    """The act is explained first; silence is no consent."""
    done = cli(*APPROVE, by=BANK_A, answer=answer)

    assert done.exit_code == 2
    assert "250.00 EUR" in done.stderr
    assert "not confirmed, so nothing was done" in done.stderr
    assert not allowed(cli)


def test_what_is_confirmed_is_sent(cli):
    """Explained, asked, sent, and told."""
    done = cli(*APPROVE, by=BANK_A, answer="y\n")

    assert done.exit_code == 0
    assert "Send it?" in done.stderr
    assert "Transaction" in done.stdout
    assert allowed(cli) == eur("250.00")


def test_json_is_all_that_stdout_has(cli):
    """Explanation and question are on stderr, so that a program can read the answer."""
    done = cli(*APPROVE, "--json", by=BANK_A, answer="y\n")

    answer = json.loads(done.stdout)
    assert set(answer) == {"sent", "transaction", "block", "gas_used", "result"}
    assert answer["sent"] is True


# Rehearsing


def test_a_rehearsal_sends_nothing_and_keeps_nothing(cli):
    """Neither an allowance nor a journal is left behind."""
    answer = cli.json(*APPROVE, "--dry-run", by=BANK_A)

    assert answer["sent"] is False
    assert answer["operation"]["function"] == "approve"
    assert answer["gas"] > 21_000
    assert "250.00 EUR" in answer["words"]
    assert not allowed(cli)
    assert not cli.path("silkline.journal").exists()


def test_a_rehearsal_in_words(cli):
    """People see what it does, by whom, and at what gas."""
    done = cli(*APPROVE, "--dry-run", by=BANK_A)

    assert f"by        account {cli.world.chain.accounts[BANK_A]}" in done.stdout
    assert done.stdout.endswith("Nothing was sent.\n")


# Once


def test_under_one_name_an_act_is_sent_once(cli):
    """The second call returns the first outcome, unasked, even from another process."""
    first = cli.json(*APPROVE, "--once", "order 1", "--yes", by=BANK_A)
    second = cli.json(*APPROVE, "--once", "order 1", by=BANK_A)

    assert first["transaction"] == second["transaction"]
    assert (
        "sent before" in cli.error(*APPROVE, "--once", "order 1", "--dry-run", by=BANK_A)["message"]
    )


def test_a_name_never_stands_for_two_acts(cli):
    """Another act under it contradicts the first."""
    cli.json(*APPROVE, "--once", "order 1", "--yes", by=BANK_A)
    error = cli.error("loan", "approve", "1.00 EUR", "--once", "order 1", "--yes", by=BANK_A)

    assert error["code"] == "conflict"
    assert allowed(cli) == eur("250.00")


class Hurried:
    """A clock by which every look at it is a minute later, and nobody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """Return the seconds since the start."""
        self.now += 60
        return self.now

    def sleep(self, seconds: float) -> None:
        """Return at once."""


@pytest.fixture
def still(cli, monkeypatch) -> Iterator[sl.LocalChain]:
    """The chain, which mines only when told to, while commands wait no time."""
    chain = cli.world.chain
    base = chain.rpc("eth_getBlockByNumber", "latest", False)["baseFeePerGas"]
    chain.rpc("evm_setAutomine", False)
    monkeypatch.setattr(transactions, "time", Hurried())
    yield chain
    chain.rpc("anvil_setNextBlockBaseFeePerGas", base)
    chain.rpc("evm_setAutomine", True)


@pytest.mark.parametrize("once", [(), ("--once", "order 1")], ids=["unnamed", "named"])
def test_what_is_not_mined_yet_goes_on_by_its_name(cli, still, once):
    """The message says with which --once; then it is the same act, with higher fees if need be."""
    error = cli.error(*APPROVE, *once, "--yes", by=BANK_A, code=3)
    assert error["code"] == "not-ready"
    assert "go on waiting, with a higher fee where blocks ask for more now" in error["message"]
    name = split(error["message"].rpartition("Here that is the same command with --once ")[2])
    assert once[1:] == tuple(name) or name[0].startswith("once:")

    still.rpc("anvil_setNextBlockBaseFeePerGas", hex(50 * 10**9))
    still.mine()
    error = cli.error(*APPROVE, "--once", *name, by=BANK_A, code=3)
    assert re.search(r"would have to be offered now.* --max-fee \d+$", error["message"])
    limit = error["message"].split()[-1]
    still.rpc("evm_setAutomine", True)
    done = cli.json(*APPROVE, "--once", *name, "--max-fee", limit, by=BANK_A)

    assert cli.json(*APPROVE, "--once", *name, by=BANK_A)["transaction"] == done["transaction"]


# Values and refusals


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("250.00", "AMOUNT: '250.00' is no amount; write it as '120000.00 EUR'"),
        ("250 XYZ", "AMOUNT: 'XYZ' is not an ISO 4217 currency"),
        ("250.001 EUR", "AMOUNT: 250.001 has too many decimals"),
        ("250.00 USD", "has no DepositToken USD"),
    ],
)
def test_an_amount_without_sense_is_refused(cli, amount, message):
    """Each with what it should be."""
    error = cli.error("loan", "approve", amount, "--yes", by=BANK_A)

    assert message in error["message"]


def test_a_refusal_of_a_contract_is_exit_1(cli):
    """With its name, the values that disagree, and what to do."""
    unknown = "0x" + "77" * 32
    error = cli.error("loan", "quote", unknown, code=1)

    assert error["code"] == "refused"
    assert error["name"] == "LoanUnknown"
    assert error["values"] == {"loan": unknown}
    assert error["advice"]
    told = cli("loan", "quote", unknown)
    assert told.stderr.startswith(f"Refused by the contract: LoanUnknown(loan {unknown}): ")


def test_the_journal_is_private(cli):
    """It has signed transactions: nobody else reads it."""
    cli.json(*APPROVE, "--yes", by=OUTSIDER)

    assert cli.path("silkline.journal").stat().st_mode & 0o077 == 0
