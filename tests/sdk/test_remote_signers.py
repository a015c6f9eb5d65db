"""
Signers whose key is elsewhere.

├── Web3Signer  no such key, no answer, an error, nonsense, another key → refused, nothing sent
├── own signer  no signature, another key's, another hash's             → refused, nothing sent
├── encodings   DER, 64 bytes, two numbers; s in either half            → one signature
├── bytes       transactions and documents                             → as eth_account has them
└── no representation, message or serialisation holds a secret (T85)
"""

from __future__ import annotations

import pickle

import coincurve
import pytest
import requests
from eth_account import Account
from hypothesis import given, settings
from hypothesis import strategies as st

import silkline as sl
from silkline.chain import abi, remote, wire
from silkline.chain.remote import address_of, numbers_of
from tests.sdk.test_signers import DOCUMENT, SECRET
from tests.sdk.web3signer import ORDER, StandIn, public, standing_in
from tests.sdk.world import ANCHOR, BANK_A, BANK_B, TIER1, TIER2, TRADE, eur

KEY = sl.Key(SECRET)
OTHER = b"\x07" * 32
TRANSACTION = {
    "to": "0x" + "33" * 20, "data": "0x1234", "value": 0, "nonce": 7, "gas": 21_000,
    "chainId": 31337, "maxFeePerGas": 10**9, "maxPriorityFeePerGas": 1, "type": 2,
}  # fmt: skip


@pytest.fixture
def service():
    """A Web3Signer with two keys."""
    with standing_in(bytes.fromhex(SECRET[2:]), OTHER) as running:
        yield running


class Hsm(sl.DigestSigner):
    """A key in this process that answers as services do."""

    def __init__(self, answer=None, secret: bytes = bytes.fromhex(SECRET[2:])) -> None:
        self.key, self.answer = coincurve.PrivateKey(secret), answer
        super().__init__(KEY.address)

    def sign_digest(self, digest: bytes) -> bytes | tuple[int, int]:
        """Return DER, or what the test wants."""
        signature = self.key.sign(digest, hasher=None)
        return self.answer(signature) if self.answer else signature


def der(r: int, s: int) -> bytes:
    """Return a signature as AWS KMS and OpenSSL write it."""
    numbers = b""
    for one in (r, s):
        content = one.to_bytes(one.bit_length() // 8 + 1, "big")
        numbers += bytes([2, len(content)]) + content
    return bytes([0x30, len(numbers)]) + numbers


# What a Web3Signer refuses


@pytest.mark.parametrize("url", ["signer:9000", "ftp://signer", ""])
def test_an_address_that_is_not_http_is_refused(url):
    """It speaks HTTP alone."""
    with pytest.raises(sl.BadInput, match=r"expected the http\(s\) address of a Web3Signer"):
        sl.Web3Signer(url)


def test_which_key_signs_is_never_guessed(service):
    """Of several one has to be named, and one that it has; the message lists them."""
    both = f"{KEY.address}, {sl.Key(OTHER).address}"
    with pytest.raises(sl.BadInput, match=rf"name the account that signs; it has {both}"):
        sl.Web3Signer(service.url)
    with pytest.raises(sl.BadInput, match=rf"has no key of 0x1111\S+; it has {both}"):
        sl.Web3Signer(service.url, "0x" + "11" * 20)
    service.keys.clear()
    with pytest.raises(sl.BadInput, match=r"name the account that signs; it has none"):
        sl.Web3Signer(service.url)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": 400}, r"answered 400 .*could not read the request; nothing was sent"),
        ({"status": 403}, r"answered 403 .*--http-host-allowlist"),
        ({"status": 500}, r"answered 500 .*could not sign: see its log"),
        ({"status": 503}, r"answered 503 .*not ready: repeat the call"),
        ({"status": 302}, r"answered 302 .*see its log"),
        ({"keys": []}, r"answered 404 .*it has no such key \(any more\)"),
        ({"token": "Bearer new"}, r"answered 401 .*give the session the token"),
        ({"answer": "0x1234"}, r"'0x1234' is no signature; nothing was sent"),
        ({"answer": "sorry"}, r"'sorry' is no signature"),
        ({"answer": "0x" + "00" * 65}, r"r or s of the signature is none of the curve"),
        ({"answer": "0x" + "ff" * 65}, r"r or s of the signature is none of the curve"),
        ({"prefix": b"\x19Ethereum Signed Message:\n32"}, r"is not of .*it did not sign the hash"),
    ],
)
def test_a_service_that_does_not_sign_is_an_error(service, change, said):
    """Each with what it answered and what to do; transactions and documents alike."""
    signer = sl.Web3Signer(service.url, KEY.address)
    for name, value in change.items():
        setattr(service, name, value)
    for attempt in (
        lambda: signer.sign_transaction(TRANSACTION),
        lambda: signer.sign_typed(DOCUMENT),
    ):
        with pytest.raises(sl.SignerError, match=said):
            attempt()


def test_another_keys_signature_is_refused(service):
    """The account that it leads to is named, and is not ours."""
    signer = sl.Web3Signer(service.url, KEY.address)
    service.other = service.keys[1]
    with pytest.raises(sl.SignerError, match=rf"not of {KEY.address}, but of .*another key answer"):
        signer.sign_typed(DOCUMENT)


def test_a_service_that_takes_too_long_is_an_error(service):
    """And one that is not there: it says which, and that nothing was sent."""
    signer = sl.Web3Signer(service.url, KEY.address, timeout=0.1)
    service.pause = 0.4
    with pytest.raises(
        sl.SignerError, match=r"does not answer \(ReadTimeout: .*\); nothing was sent"
    ):
        signer.sign_transaction(TRANSACTION)
    assert not signer.is_up()
    with pytest.raises(sl.SignerError, match=r"127.0.0.1:9 does not answer \(ConnectionError: "):
        sl.Web3Signer("http://127.0.0.1:9")


@pytest.mark.parametrize("answer", ["<html>", "5", "{}x"])
def test_a_list_of_keys_that_is_none_is_refused(service, answer):
    """Something else listens at that address."""
    service.answer = answer
    with pytest.raises(sl.SignerError, match=r"is no list of public keys"):
        sl.Web3Signer(service.url)


def test_what_goes_wrong_while_signing_uses_nothing_up(world, service):
    """Neither nonce nor key of the act: the same call succeeds once the service does."""
    signer = own(world, service)
    client = sl.connect(world.chain.url, signer=signer, deployment=world.hub.deployment)
    act = client.deposits.transfer(world.chain.accounts[BANK_B], eur("10.00"))
    service.status = 500
    with pytest.raises(sl.SignerError, match=r"answered 500"):
        act.submit(key="rent")
    assert client.connection.journal.unfinished(31337, signer.address) == []
    service.status = 0
    act.submit(key="rent")

    assert world.balance(BANK_B) == eur("300010.00")


# What a Web3Signer signs


def own(world, service: StandIn) -> sl.Web3Signer:
    """Let the service have bank A's key alone, and return its signer."""
    service.keys[:] = [coincurve.PrivateKey(bytes(world.key(BANK_A)._account.key))]
    return sl.Web3Signer(service.url)


@pytest.mark.parametrize("high", [False, True], ids=["s low", "s high"])
def test_it_signs_what_a_key_signs(service, high):
    """Transactions of both kinds, contract creations, and documents; s always in its lower half."""
    service.high = high
    plain = {k: v for k, v in TRANSACTION.items() if k not in wire._FEES - wire._COMMON}
    signer = sl.Web3Signer(service.url, KEY.address.lower())

    for one in (TRANSACTION, {**plain, "gasPrice": 10**9}, created := dict(TRANSACTION)):
        created.pop("to", None)
        assert signer.sign_transaction(one) == KEY.sign_transaction(one)
    assert signer.sign_typed(DOCUMENT) == KEY.sign_typed(DOCUMENT)
    assert signer.address == KEY.address
    assert signer.is_up()


def test_a_public_key_is_not_looked_up(service):
    """Where the service's keys shall not be listed, the key itself is named."""
    signer = sl.Web3Signer(service.url + "/", public(service.keys[0]))

    assert service.asked == []
    assert signer.sign_typed(DOCUMENT) == KEY.sign_typed(DOCUMENT)
    assert service.asked == [("POST", f"/api/v1/eth1/sign/{public(service.keys[0])}")]


def test_a_session_carries_what_the_service_asks_for(service):
    """A token here; a client certificate goes the same way."""
    service.token = "Bearer open sesame"
    with pytest.raises(sl.SignerError, match=r"answered 401"):
        sl.Web3Signer(service.url, KEY.address)
    session = requests.Session()
    session.headers["Authorization"] = service.token
    signer = sl.Web3Signer(service.url, KEY.address, session=session)

    assert signer.sign_typed(DOCUMENT) == KEY.sign_typed(DOCUMENT)
    for shown in (repr(signer), str(signer), f"{signer.__dict__}"):
        assert "sesame" not in shown


def test_it_acts_on_the_chain_both_ways(world, service):
    """Sending itself, and by a signature that somebody else brings; beside keys of other kinds."""
    service.keys[:] = [coincurve.PrivateKey(bytes(world.key(TIER1)._account.key))]
    note = world.confirmed()
    signers = [sl.Web3Signer(service.url), world.key(BANK_A)]
    client = sl.connect(world.chain.url, signer=signers, deployment=world.hub.deployment)

    split = client.notes.split(note, eur("40000.00")).submit().result
    act = client.notes.assign(split, TIER2, trade_reference=TRADE)
    act.by_signature().submit(signer=signers[1])

    assert client.account == world.chain.accounts[TIER1]
    assert world.hub.notes.get(split).owner == sl.PartyId(TIER2)


# Signers of one's own


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda made: None, r"sign_digest gave NoneType, no signature"),
        (lambda made: made.hex(), r"sign_digest gave str"),
        (lambda made: (1, "2"), r"sign_digest gave tuple"),
        (lambda made: b"", r"neither DER nor 64 bytes"),
        (lambda made: made + b"\0", r"neither DER nor 64 bytes"),
        (lambda made: made[:-1], r"neither DER nor 64 bytes"),
        (lambda made: b"\x31" + made[1:], r"neither DER nor 64 bytes"),
        (lambda made: bytes.fromhex("30080202000102020001"), r"not positive or not shortest"),
        (lambda made: bytes.fromhex("3006020181020101"), r"not positive or not shortest"),
        (lambda made: bytes.fromhex("300402000200"), r"not positive or not shortest"),
        (lambda made: bytes.fromhex("3009020101020101020101"), r"3 bytes too many"),
        (lambda made: (0, 1), r"none of the curve"),
        (lambda made: (1, ORDER), r"none of the curve"),
        (lambda made: (5, 1), r"not of 0x\S+, but of nobody"),
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused(answer, said):
    """Whatever a service answers, nothing wrong is ever sent."""
    with pytest.raises(sl.SignerError, match=said):
        Hsm(answer).sign_transaction(TRANSACTION)


def test_the_signature_of_another_key_is_refused():
    """The alias was pointed at another key: the address that it has now is named."""
    with pytest.raises(sl.SignerError, match=sl.Key(OTHER).address):
        Hsm(secret=OTHER).sign_typed(DOCUMENT)


def test_what_a_service_raises_reaches_the_caller():
    """Its own error says most."""

    def denied(made):
        raise PermissionError("kms:Sign denied")

    with pytest.raises(PermissionError, match=r"kms:Sign denied"):
        Hsm(denied).sign_typed(DOCUMENT)


@pytest.mark.parametrize("given", ["0x12", b"", b"\x04" + bytes(64), bytes(33), bytes(88)])
def test_an_account_that_is_none_is_refused(given):
    """Neither an address nor a public key of the curve."""

    class Signer(sl.DigestSigner):
        def sign_digest(self, digest):
            return b""

    with pytest.raises(sl.BadInput, match=r"must be an address|no public key of secp256k1"):
        Signer(given)


def test_the_base_alone_is_no_signer():
    """Somebody has to write sign_digest."""
    with pytest.raises(TypeError, match=r"abstract"):
        sl.DigestSigner(KEY.address)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        numbers_of,
        lambda made: b"".join(n.to_bytes(32, "big") for n in numbers_of(made)),
        lambda made: der(numbers_of(made)[0], ORDER - numbers_of(made)[1]),
    ],
    ids=["DER", "two numbers", "64 bytes", "DER with s high"],
)
def test_every_encoding_gives_the_same_signature(answer):
    """That of the key itself, which the chain takes."""
    signer = Hsm(answer)

    assert isinstance(signer, sl.Signer)
    assert signer.sign_transaction(TRANSACTION) == KEY.sign_transaction(TRANSACTION)
    assert signer.sign_typed(DOCUMENT) == KEY.sign_typed(DOCUMENT)
    assert repr(signer) == f"Hsm({KEY.address})"
    with pytest.raises(TypeError, match=r"leads to a key and is never serialised"):
        pickle.dumps(signer)


def test_an_address_follows_from_every_form_of_a_public_key():
    """DER as a KMS gives it, with and without the byte before it, and compressed."""
    point = coincurve.PrivateKey(bytes.fromhex(SECRET[2:])).public_key
    whole = point.format(compressed=False)
    forms = [remote._SPKI + whole, whole, whole[1:], point.format()]

    assert {address_of(form) for form in forms} == {KEY.address}


# Bytes


@pytest.mark.parametrize(
    "change",
    [{"accessList": []}, {"type": 1}, {"gas": None}, {"to": None, "chainId": None}],
)
def test_a_transaction_of_another_kind_is_refused(change):
    """Nothing that was asked for is left out of what is signed."""
    fields = {k: v for k, v in {**TRANSACTION, **change}.items() if v is not None}
    with pytest.raises(sl.BadInput, match=r"cannot sign this transaction: missing"):
        Hsm().sign_transaction(fields)


NUMBERS = st.one_of(st.integers(0, 300), st.integers(0, 2**63))


@settings(max_examples=100)
@given(
    to=st.none() | st.binary(min_size=20, max_size=20),
    data=st.binary(max_size=60) | st.binary(min_size=250, max_size=300),
    numbers=st.lists(NUMBERS, min_size=5, max_size=5),
    plain=st.booleans(),
)
def test_the_bytes_are_those_of_eth_account(to, data, numbers, plain):
    """Signed here or there, a transaction is the same to the last byte."""
    nonce, gas, chain, most, tip = numbers
    fees = {"gasPrice": most} if plain else {"maxFeePerGas": most, "maxPriorityFeePerGas": tip}
    fields = {"data": "0x" + data.hex(), "value": 0, "nonce": nonce, "gas": gas,
              "chainId": chain + 1, **fees}  # fmt: skip
    fields |= {} if plain else {"type": 2}
    fields |= {} if to is None else {"to": "0x" + to.hex()}

    raw = Hsm().sign_transaction(fields)

    assert Account.recover_transaction(raw) == KEY.address
    known = dict(fields) if to is None else {**fields, "to": abi.address(fields["to"])}
    assert raw == KEY.sign_transaction(known)


def test_an_hsm_acts_on_the_chain(world):
    """From its public key alone: a payment of the anchor's goes through."""
    secret = bytes(world.key(ANCHOR)._account.key)

    class Anchor(sl.DigestSigner):
        def sign_digest(self, digest):
            return coincurve.PrivateKey(secret).sign(digest, hasher=None)

    signer = Anchor(coincurve.PrivateKey(secret).public_key.format())
    world.fund(ANCHOR, "5.00")
    client = world.hub.as_(signer)
    client.deposits.transfer(world.chain.accounts[BANK_B], eur("5.00")).submit()

    assert signer.address == world.chain.accounts[ANCHOR]
    assert world.balance(BANK_B) == eur("300005.00")
