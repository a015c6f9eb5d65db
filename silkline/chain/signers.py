"""
Who signs: a key in memory, an encrypted keystore file, or an account that the node holds.

A signer is anything with an ``address``, ``sign_transaction`` and ``sign_typed``. Those whose key
is in a service of its own (Web3Signer, KMS, HSM) are in ``silkline.chain.remote``. No signer shows
its secret in ``repr``, in a message or in a traceback of this module.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount

from silkline.chain import abi
from silkline.chain.rpc import Rpc
from silkline.errors import BadInput

__all__ = ["Key", "Keystore", "NodeAccount", "Signer"]

TypedData = Mapping[str, Any]
"""An EIP-712 document: types, primaryType, domain, message."""


@runtime_checkable
class Signer(Protocol):
    """What the SDK needs of a signer."""

    @property
    def address(self) -> str:
        """Checksummed address of the account that signs."""
        ...

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """
        Return the raw signed transaction.

        Args:
            transaction: Fields as in JSON-RPC (``to``, ``data``, ``nonce``, ``gas``,
                ``chainId``, ``maxFeePerGas`` …), integers as int.
        """
        ...

    def sign_typed(self, document: TypedData) -> bytes:
        """Return the 65-byte signature of an EIP-712 document."""
        ...


class _Local:
    """Signs with an account in this process."""

    def __init__(self, account: LocalAccount) -> None:
        self._account = account

    @property
    def address(self) -> str:
        """Checksummed address of the account that signs."""
        return str(self._account.address)

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """Return the raw signed transaction."""
        return bytes(self._account.sign_transaction(dict(transaction)).raw_transaction)

    def sign_typed(self, document: TypedData) -> bytes:
        """Return the 65-byte signature of an EIP-712 document."""
        message = encode_typed_data(full_message=dict(document))
        return bytes(self._account.sign_message(message).signature)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address})"

    def __getstate__(self) -> None:
        raise TypeError(f"{self!r} holds a secret and is never serialised")


class Key(_Local):
    """
    A private key in memory: for tests, demonstrations and keys that a vault hands over.

    >>> Key("0x" + "11" * 32)
    Key(0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A)
    """

    def __init__(self, secret: str | bytes) -> None:
        """
        Args:
            secret: 32 bytes, or their hex.

        Raises:
            BadInput: It is not a private key; the message does not repeat it.
        """
        try:
            account = Account.from_key(secret)
        except (ValueError, TypeError):  # their messages may repeat the secret: not chained
            raise BadInput("not a private key: expected 32 bytes or their hex") from None
        super().__init__(account)

    @classmethod
    def create(cls) -> Key:
        """Return a new random key."""
        return cls(bytes(Account.create().key))


class Keystore(_Local):
    """A key in an encrypted JSON keystore (version 3), as geth and eth-account write it."""

    def __init__(self, path: str | Path, password: str | Callable[[], str]) -> None:
        """
        Args:
            path: The file; only its owner may have access to it (mode 0600 or 0400).
            password: The password, or a function that fetches it from a vault.

        Raises:
            BadInput: The file is missing, open to others, no keystore, or the password is wrong.
        """
        content = _read_private(Path(path))
        secret = password() if callable(password) else password
        try:
            key = bytes(Account.decrypt(content, secret))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInput(f"{path}: wrong password, or not a version 3 keystore") from None
        super().__init__(Account.from_key(key))

    @classmethod
    def write(cls, path: str | Path, key: Key, password: str) -> None:
        """
        Encrypt *key* into a new file that only its owner can read.

        Raises:
            BadInput: The file exists already.
        """
        content = json.dumps(Account.encrypt(key._account.key, password))  # noqa: SLF001
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise BadInput(f"{path} exists; a keystore is never overwritten") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)


def _read_private(path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise BadInput(f"{path} is open to others (mode {mode:04o}): chmod 600 {path}")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


class NodeAccount:
    """An account whose key the node holds; the node signs, this process sends."""

    def __init__(self, address: str, node: Any) -> None:
        """
        Args:
            address: The account.
            node: Address of the node's HTTP interface, or a web3 object.
        """
        self._address = abi.address(address)
        self._rpc = node if isinstance(node, Rpc) else Rpc(node)

    @property
    def address(self) -> str:
        """Checksummed address of the account that signs."""
        return self._address

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """Return the raw signed transaction; raises ``NodeError`` when the node will not sign."""
        fields = {k: hex(v) if type(v) is int else v for k, v in transaction.items()}
        answer = self._rpc("eth_signTransaction", {"from": self._address, **fields})
        return abi.from_hex(answer["raw"] if isinstance(answer, dict) else answer)

    def sign_typed(self, document: TypedData) -> bytes:
        """Return the node's 65-byte signature of an EIP-712 document."""
        types = {"EIP712Domain": _DOMAIN, **document["types"]}
        asked = {**document, "types": types, "message": _as_text(document["message"])}
        answer = self._rpc("eth_signTypedData_v4", self._address, asked)
        return abi.from_hex(answer, name="signature")

    def __repr__(self) -> str:
        return f"NodeAccount({self._address})"


_DOMAIN = [
    {"name": "name", "type": "string"},
    {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"},
    {"name": "verifyingContract", "type": "address"},
]


def _as_text(value: Any) -> Any:
    """Return a message with its integers as text: JSON numbers of many nodes end at 64 bits."""
    if isinstance(value, Mapping):
        return {name: _as_text(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return str(value) if type(value) is int else value


def require_signer(signer: object) -> Signer:
    """Return *signer* if it is one, else raise ``BadInput``."""
    if not isinstance(signer, Signer):
        raise BadInput(
            "expected a signer (Key, Keystore, NodeAccount, Web3Signer, your own DigestSigner), "
            f"got {type(signer).__name__}"
        )
    return signer
