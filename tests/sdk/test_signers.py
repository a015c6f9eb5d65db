"""
Who signs.

├── when the secret is none, or the file missing, open to others, or the password wrong → BadInput
├── no representation, message or serialisation holds a secret (T85)
└── key, keystore and node account sign the same
"""

from __future__ import annotations

import pickle
import re

import pytest
from eth_account import Account

from silkline import BadInput, Key, Keystore, NodeAccount, Signer
from silkline.chain.rpc import Rpc
from silkline.chain.signers import require_signer
from tests.sdk.faults import answering

SECRET = "0x" + "5e" * 32
PASSWORD = "correct horse"
DOCUMENT = {
    "types": {"Mail": [{"name": "amount", "type": "uint256"}, {"name": "root", "type": "bytes32"}]},
    "primaryType": "Mail",
    "domain": {"name": "Test", "version": "1", "chainId": 31337,
               "verifyingContract": "0x" + "11" * 20},
    "message": {"amount": 2**255 + 1, "root": "0x" + "ab" * 32},
}  # fmt: skip


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """A keystore file, quick to decrypt."""
    path = tmp_path_factory.mktemp("keys") / "bank-a.json"
    content = Account.encrypt(SECRET, PASSWORD, kdf="pbkdf2", iterations=2)
    path.touch(mode=0o600)
    path.write_text(str(content).replace("'", '"'))
    return path


@pytest.mark.parametrize(
    "secret", ["0x12", "5e" * 31, b"\x00" * 33, "0x" + "zz" * 32, "0x" + "00" * 32, None, 5]
)
def test_a_secret_that_is_none_is_refused_without_repeating_it(secret):
    """The message never holds what was given: it may have been a secret with a typing error."""
    with pytest.raises(BadInput, match=r"not a private key") as info:
        Key(secret)
    assert info.value.__cause__ is None
    assert str(secret) not in str(info.value)


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_keystore_open_to_others_is_refused(encrypted, mode):
    """The mode is named with the command that mends it."""
    encrypted.chmod(mode)
    with pytest.raises(BadInput, match=rf"mode {mode:04o}.*chmod 600"):
        Keystore(encrypted, PASSWORD)
    encrypted.chmod(0o600)


def test_a_wrong_password_is_refused_without_repeating_it(encrypted):
    """Neither password nor key material is in the message."""
    with pytest.raises(BadInput, match=r"wrong password") as info:
        Keystore(encrypted, "wrong battery")
    assert "battery" not in str(info.value)


def test_a_file_that_is_missing_or_no_keystore_is_refused(tmp_path):
    """The message says which file and why."""
    with pytest.raises(BadInput, match=r"No such file"):
        Keystore(tmp_path / "none.json", PASSWORD)
    path = tmp_path / "text.json"
    path.touch(mode=0o600)
    for content in ("not json", "{}", "[]"):
        path.write_text(content)
        with pytest.raises(BadInput, match=r"not a version 3 keystore"):
            Keystore(path, PASSWORD)


def test_a_keystore_is_never_overwritten(encrypted):
    """A key that is gone cannot be had back."""
    with pytest.raises(BadInput, match=r"never overwritten"):
        Keystore.write(encrypted, Key(SECRET), PASSWORD)


def test_what_is_no_signer_is_refused():
    """A secret given in place of a signer is not repeated."""
    with pytest.raises(BadInput, match=r"expected a signer .* got str") as info:
        require_signer(SECRET)
    assert SECRET not in str(info.value)


def test_nothing_shows_the_secret(encrypted):
    """Representation, text and attributes show the address; pickling is refused."""
    for signer in (Key(SECRET), Keystore(encrypted, PASSWORD)):
        shown = f"{signer!r} {signer} {signer.__dict__}"
        assert "5e5e5e" not in shown.lower()
        assert signer.address in repr(signer)
        with pytest.raises(TypeError, match=r"never serialised"):
            pickle.dumps(signer)


def test_a_new_keystore_is_private_and_opens(tmp_path):
    """What is written can be read by its owner alone, with the password from a function."""
    path = tmp_path / "new.json"
    Keystore.write(path, Key(SECRET), PASSWORD)

    assert path.stat().st_mode & 0o777 == 0o600
    assert Keystore(path, lambda: PASSWORD).address == Key(SECRET).address
    assert not re.search("5e5e5e", path.read_text())


def test_all_signers_are_signers():
    """The three kinds, and anything else with the same methods, are accepted."""
    assert isinstance(Key.create(), Signer)
    assert isinstance(NodeAccount("0x" + "11" * 20, Rpc(answering())), Signer)
    assert Key.create().address != Key.create().address


def test_node_and_key_sign_the_same(chain):
    """An account that the node holds gives the signatures of its key."""
    key, held = chain.keys[3], NodeAccount(chain.accounts[3], chain.url)
    transaction = {
        "to": chain.accounts[4], "data": "0x", "value": 0, "nonce": 7, "gas": 21_000,
        "chainId": 31337, "maxFeePerGas": 10**9, "maxPriorityFeePerGas": 1, "type": 2,
    }  # fmt: skip

    assert held.sign_transaction(transaction) == key.sign_transaction(transaction)
    assert held.sign_typed(DOCUMENT) == key.sign_typed(DOCUMENT)
    assert repr(held) == f"NodeAccount({key.address})"


def test_a_node_that_answers_with_an_object_is_understood():
    """geth wraps the raw transaction together with its fields."""
    held = NodeAccount("0x" + "11" * 20, Rpc(answering({"raw": "0x02aa", "tx": {}})))

    assert held.sign_transaction({"nonce": 1}) == b"\x02\xaa"
