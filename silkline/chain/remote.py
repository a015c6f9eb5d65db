"""
Signers whose key never comes here: a KMS or HSM behind ``DigestSigner``, or a Web3Signer.

Such a service is given a hash and answers two numbers. Everything else is done here: putting the
transaction together, bringing *s* into its lower half, finding the recovery id, and making sure
that the signature is the account's. A service that answers with another key's signature, or none
at all, is a ``SignerError``: nothing was sent.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from coincurve import PublicKey
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from silkline.chain import abi, wire
from silkline.chain.signers import TypedData
from silkline.errors import BadInput, SignerError

if TYPE_CHECKING:
    import requests

__all__ = ["DigestSigner", "Web3Signer"]

ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""Number of points of the curve secp256k1."""
_SPKI: Final = bytes.fromhex("3056301006072a8648ce3d020106052b8104000a034200")
"""What stands before the 65 bytes of a public key of this curve in its DER form (RFC 5480)."""
SECONDS: Final = 5.0
"""How long a Web3Signer may take: shorter than others wait for the journal meanwhile."""
_SIGN, _KEYS = "/api/v1/eth1/sign/", "/api/v1/eth1/publicKeys"


class _Remote(ABC):
    """A signer that has an account's signatures made elsewhere."""

    def __init__(self, account: str) -> None:
        self._address = account

    @property
    def address(self) -> str:
        """Checksummed address of the account that signs."""
        return self._address

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """Return the raw signed transaction; raises ``SignerError`` when there is none."""
        r, s, parity = self._signed(wire.transaction_bytes(transaction))
        return wire.signed_transaction(transaction, r, s, parity)

    def sign_typed(self, document: TypedData) -> bytes:
        """Return the 65-byte signature of an EIP-712 document."""
        r, s, parity = self._signed(wire.typed_bytes(document))
        return _joined(r, s) + bytes([27 + parity])

    def _signed(self, content: bytes) -> tuple[int, int, int]:
        """Return r, the lower s and the parity, by which the hash leads back to the account."""
        r, s = self._numbers(content)
        if not (0 < r < ORDER and 0 < s < ORDER):
            raise SignerError(f"{self!r}: r or s of the signature is none of the curve")
        s, digest = min(s, ORDER - s), keccak(content)
        found = [_recovered(digest, r, s, parity) for parity in (0, 1)]
        if self._address not in found:
            raise SignerError(
                f"{self!r}: the signature is not of {self._address}, but of "
                f"{' or '.join(filter(None, found)) or 'nobody'}: another key answered, or it did "
                "not sign the hash that it was given; nothing was sent"
            )
        return r, s, found.index(self._address)

    @abstractmethod
    def _numbers(self, content: bytes) -> tuple[int, int]:
        """Return r and s of the signature on the Keccak-256 hash of *content*."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._address})"

    def __getstate__(self) -> None:
        raise TypeError(f"{self!r} leads to a key and is never serialised")


class DigestSigner(_Remote):
    """
    The account of a key in a KMS or HSM: whoever has one writes ``sign_digest``.

    Two sessions or threads may sign at once, so ``sign_digest`` must bear that. What it raises
    reaches the caller as it is; nothing was sent then.
    """

    def __init__(self, account: str | bytes) -> None:
        """
        Args:
            account: Address of the account; or its public key, as services give it (DER, or 64 or
                65 bytes), from which the address follows.

        Raises:
            BadInput: It is neither.
        """
        known = isinstance(account, bytes)
        super().__init__(address_of(account) if known else abi.address(account))  # type: ignore[arg-type]

    @abstractmethod
    def sign_digest(self, digest: bytes) -> bytes | tuple[int, int]:
        """
        Return the key's ECDSA signature on exactly these 32 bytes, which are a hash already.

        As DER (AWS KMS, PKCS #11 wrappers, OpenSSL), as r and s in 64 bytes (PKCS #11, Azure Key
        Vault), or as the two numbers. Which half *s* is in does not matter.
        """

    def _numbers(self, content: bytes) -> tuple[int, int]:
        given: object = self.sign_digest(keccak(content))
        if isinstance(given, bytes):
            try:
                return numbers_of(given)
            except BadInput as error:
                raise SignerError(f"{self!r}: {error}; nothing was sent") from None
        if isinstance(given, tuple) and [type(one) for one in given] == [int, int]:
            return given[0], given[1]
        raise SignerError(f"{self!r}: sign_digest gave {type(given).__name__}, no signature")


class Web3Signer(_Remote):
    """
    An account of a Consensys Web3Signer, over its REST interface for Ethereum (``eth1``).

    Both transactions and documents go to ``POST /api/v1/eth1/sign/{public key}``, which hashes the
    bytes that it is given with Keccak-256 and answers ``0x`` r, s, v. Its JSON-RPC interface is not
    used: that one needs a node behind it, and its ``eth_signTypedData`` has put the prefix of
    plain messages before documents in some versions.

    >>> Web3Signer("ftp://signer", None)
    Traceback (most recent call last):
    silkline.errors.BadInput: expected the http(s) address of a Web3Signer, got 'ftp://signer'
    """

    def __init__(
        self,
        url: str,
        account: str | None = None,
        *,
        session: requests.Session | None = None,
        timeout: float = SECONDS,
    ) -> None:
        """
        Args:
            url: Where it listens, such as ``https://signer.bank.example:9000``.
            account: Which of its keys signs: an address, or the public key in hex where its keys
                shall not be listed; None where it has just one.
            session: Carries what the service asks for: a client certificate (``cert``), the
                authority to trust (``verify``), a token (``headers``).
            timeout: Seconds in which it has to answer.

        Raises:
            BadInput: The address is none, or the service has no such key.
            SignerError: It does not answer.
        """
        import requests

        if not url.startswith(("http://", "https://")):
            raise BadInput(f"expected the http(s) address of a Web3Signer, got {url!r}")
        self._url, self._timeout = url.rstrip("/"), timeout
        self._session = session or requests.Session()
        super().__init__("")
        self._key = self._chosen(account)
        self._address = address_of(abi.from_hex(self._key, name="public key"))

    def is_up(self) -> bool:
        """Return whether the service says of itself that it is up."""
        try:
            return self._asked("GET", "/upcheck") == "OK"
        except SignerError:
            return False

    def _chosen(self, account: str | None) -> str:
        """Return the public key of an account, in hex, as the service names it."""
        if account is not None and len(account) > 42:
            return account
        keys = {address_of(abi.from_hex(key, name="public key")): key for key in self._listed()}
        if account is None and len(keys) == 1:
            return next(iter(keys.values()))
        there = ", ".join(keys) or "none"
        if account is None:
            raise BadInput(f"{self._where}: name the account that signs; it has {there}")
        wanted = abi.address(account)
        if wanted not in keys:
            raise BadInput(f"{self._where} has no key of {wanted}; it has {there}")
        return keys[wanted]

    def _listed(self) -> list[str]:
        import json

        text = self._asked("GET", _KEYS)
        try:
            found = json.loads(text)
            return [str(key) if str(key).startswith("0x") else f"0x{key}" for key in found]
        except (ValueError, TypeError):
            raise SignerError(f"{self._where}: {text[:80]!r} is no list of public keys") from None

    def _numbers(self, content: bytes) -> tuple[int, int]:
        answer = self._asked("POST", _SIGN + self._key, {"data": abi.to_hex(content)})
        try:
            signature = abi.from_hex(answer.strip(), name="signature")
        except BadInput:
            signature = b""
        if len(signature) != 65:
            raise SignerError(f"{self._where}: {answer[:80]!r} is no signature; nothing was sent")
        return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")

    def _asked(self, method: str, path: str, body: Mapping[str, str] | None = None) -> str:
        """Return what the service answers; raises ``SignerError`` when it does not, or says no."""
        import requests

        try:
            answer = self._session.request(
                method, self._url + path, json=body, timeout=self._timeout, allow_redirects=False
            )
        except (requests.RequestException, OSError) as error:
            raise SignerError(
                f"{self._where} does not answer ({type(error).__name__}: {error!s:.200}); nothing "
                "was sent: check that it runs, its certificate and yours, and repeat the call"
            ) from None
        if answer.status_code != 200:
            raise SignerError(
                f"{self._where} answered {answer.status_code} to {method} {path[:60]}: "
                f"{_MEANING.get(answer.status_code, 'see its log')}; nothing was sent"
            )
        return answer.text

    @property
    def _where(self) -> str:
        parts = urlsplit(self._url)
        host = parts.netloc.rpartition("@")[2]
        return f"Web3Signer {parts.scheme}://{host}{f' ({self._address})' if self._address else ''}"


_MEANING: Final = {
    400: "it could not read the request",
    401: "give the session the token or certificate that it asks for",
    403: "this host or client may not use it: see its --http-host-allowlist and client list",
    404: "it has no such key (any more): see its key files and /reload",
    500: "it could not sign: see its log, and repeat the call",
    503: "it is not ready: repeat the call",
}


def address_of(public_key: bytes) -> str:
    """
    Return the address of a public key of secp256k1.

    Args:
        public_key: 64 bytes, 65 with 0x04 before them, 33 compressed, or the DER form that a KMS
            gives.

    Raises:
        BadInput: It is none.
    """
    key = public_key.removeprefix(_SPKI) if len(public_key) == 88 else public_key
    try:
        point = PublicKey(b"\x04" + key if len(key) == 64 else key)
    except ValueError:
        raise BadInput(
            f"{len(public_key)} bytes are no public key of secp256k1: expected DER, or 33, 64 or "
            "65 bytes"
        ) from None
    return str(to_checksum_address(keccak(point.format(compressed=False)[1:])[-20:]))


def numbers_of(signature: bytes) -> tuple[int, int]:
    """
    Return r and s of a signature in DER, or in 64 bytes.

    Raises:
        BadInput: It is neither.
    """
    if len(signature) == 64:
        return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    r, rest = _integer(_content(signature, 0x30))
    s, rest = _integer(rest)
    if rest:
        raise BadInput(f"the signature has {len(rest)} bytes too many")
    return r, s


def _content(data: bytes, tag: int) -> bytes:
    """Return the content of a DER value that is all of *data*; short enough for one length byte."""
    if len(data) < 2 or data[0] != tag or data[1] != len(data) - 2 or data[1] > 127:
        raise BadInput("the signature is neither DER nor 64 bytes")
    return data[2:]


def _integer(data: bytes) -> tuple[int, bytes]:
    """Return the DER integer at the beginning, and what follows."""
    end = 2 + (data[1] if len(data) > 2 else 0)
    content = _content(data[:end], 0x02)
    if not content or content[0] > 127 or (len(content) > 1 and not content[0] | content[1] >> 7):
        raise BadInput("the signature's DER has an integer that is not positive or not shortest")
    return int.from_bytes(content, "big"), data[end:]


def _joined(r: int, s: int) -> bytes:
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _recovered(digest: bytes, r: int, s: int, parity: int) -> str | None:
    """Return the account whose key made a signature, or None where no key can have."""
    try:
        key = PublicKey.from_signature_and_message(
            _joined(r, s) + bytes([parity]), digest, hasher=None
        )
    except ValueError:
        return None
    return address_of(key.format(compressed=False))
