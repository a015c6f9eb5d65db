"""
scripts.ops admit-token

├── when there is no contract, or it is no token               → refused
├── when it takes a fee, answers nothing, or calls somebody     → refused, each named
├── when it has too many decimals, or the holder too little     → refused
└── otherwise                                                   → announced, admitted
"""

from __future__ import annotations

from typing import Any

import pytest

from scripts.ops.hands import play
from silkline.chain import abi, transactions
from tests.scripts.conftest import Site
from tests.scripts.nodes import HANDS
from tools import artifacts

HOLDER = HANDS["issuer"].address
NOTHING, FALSE, LOOP = 5, 2, 8
"""Manners of AnsweringToken."""


class Tokens:
    """Tokens made for tests, put on the chain of a site."""

    def __init__(self, site: Site, compiled: dict[str, Any]) -> None:
        self.site, self.compiled = site, compiled

    def make(self, kind: str, *arguments: Any) -> str:
        """Create a token, of which the holder has some, and return its address."""
        built = self.compiled[kind]
        inputs = [i["inputs"] for i in built["abi"] if i["type"] == "constructor"]
        given = abi.encode([abi.Param.read(one) for one in inputs[0]], arguments)
        code = bytes.fromhex(built["evm"]["bytecode"]["object"])
        digest = play(self.site.chain, HOLDER, None, code + given, 10_000_000)
        address = abi.address(self.receipt(digest)["contractAddress"])
        self.call(kind, address, "mint", HOLDER, 10**9)
        return address

    def call(self, kind: str, token: str, name: str, *values: Any) -> None:
        """Call a function of a token."""
        found = [i for i in self.compiled[kind]["abi"] if i.get("name") == name]
        data = abi.Function.read(found[0]).encode(values)
        assert self.receipt(play(self.site.chain, HOLDER, token, data, 10**6))["status"] == "0x1"

    def receipt(self, digest: str) -> dict[str, Any]:
        """Return a receipt when it is there."""
        return dict(transactions.receipt(self.site.system().connection, digest))


@pytest.fixture(scope="module")
def compiled() -> dict[str, Any]:
    """The tokens of contracts/test, compiled at once and quickly."""
    import solcx

    unit = "contracts/test/HostileTokens.sol"
    request = artifacts.standard_input(artifacts.Shipped(unit, "FeeToken"))
    wanted = {"*": ["abi", "evm.bytecode.object"]}
    request["settings"] |= {"viaIR": False, "outputSelection": {"*": wanted}}
    output = solcx.compile_standard(request, solc_version=artifacts.SOLC_VERSION)["contracts"]
    return {**output[unit], **output["contracts/test/TestToken.sol"]}


@pytest.fixture
def tokens(site: Site, compiled: dict[str, Any]) -> Tokens:
    """Tokens on the site's chain."""
    return Tokens(site, compiled)


def refused(site: Site, token: str, holder: str = HOLDER) -> str:
    """Return why a token is not admitted."""
    done = site.run("admin", "admit-token", token, "--holder", holder)
    assert done.exit_code == 2, done.output
    assert f"{token} is not admitted: " in done.output
    assert site.records() == []
    return done.output


def test_what_is_no_token_is_refused(site: Site) -> None:
    """An account without code, and a contract that is no token, are no tokens."""
    nowhere = HANDS["stranger"].address
    assert f"there is no contract at {nowhere}" in refused(site, nowhere)
    contract = site.deployment.address("Descriptor")
    assert "is not admitted" in refused(site, contract)


def test_a_fee_is_found(site: Site, tokens: Tokens) -> None:
    """A token that keeps one per cent of what moves by allowance is refused with the amounts."""
    said = refused(site, tokens.make("FeeToken"))
    assert "transferFrom of 1000000 takes 1000000 and gives 990000: a fee, or a rebase" in said


def test_a_callback_is_found(site: Site, tokens: Tokens) -> None:
    """A token that calls another contract while it moves is refused with whom it calls."""
    token, called = tokens.make("ReenteringToken"), site.deployment.address("Parties")
    tokens.call("ReenteringToken", token, "arm", called, bytes.fromhex("1865c57d"))
    said = refused(site, token)
    assert f"transfer calls {called}" in said


def test_too_little_to_probe_with_is_refused(site: Site, tokens: Tokens) -> None:
    """A probe needs a holder with something."""
    token, nobody = tokens.make("TestToken", "Test", "TST", 6), HANDS["stranger"].address
    assert f"{nobody} has 0 base units" in refused(site, token, nobody)


def test_too_many_decimals_are_refused(site: Site, tokens: Tokens) -> None:
    """More decimals than any currency is counted with here are refused."""
    assert "it has 24 decimals, 18 at most" in refused(
        site, tokens.make("TestToken", "Test", "TST", 24)
    )


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        (NOTHING, "transfer answers nothing, not true"),
        (FALSE, f"transfer answers 0x{'00' * 32}, not true"),
        (LOOP, "transfer reverts with a million of gas"),
    ],
)
def test_an_answer_that_is_not_true_is_refused(
    site: Site, tokens: Tokens, manner: int, said: str
) -> None:
    """A transfer must answer true, whoever gets the tokens."""
    token = tokens.make("AnsweringToken")
    tokens.call("AnsweringToken", token, "setManner", HOLDER, manner)
    assert said in refused(site, token)


def test_a_plain_token_is_admitted(site: Site, tokens: Tokens) -> None:
    """After a probe without findings ADMIN announces it, and admits it two days later."""
    token = tokens.make("TestToken", "Test", "TST", 6)
    announced = site.run("admin", "admit-token", token, "--holder", HOLDER)
    assert announced.exit_code == 0, announced.output
    assert "probed: decimals, answers, fee, callbacks" in announced.output
    assert "announced; it can be done from" in announced.output
    site.chain.advance(2 * 86_400)
    done = site.run("admin", "admit-token", token, "--holder", HOLDER)
    assert done.exit_code == 0, done.output
    assert site.system().programmes.is_token_allowed(token)
    assert len(site.records()) == 2
    assert "Nothing to do" in site.run("admin", "admit-token", token, "--holder", HOLDER).output
