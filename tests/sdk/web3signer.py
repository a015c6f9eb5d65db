"""A stand-in for Consensys Web3Signer: its REST interface for Ethereum, with real keys."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import coincurve
from eth_utils.crypto import keccak

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@dataclass
class StandIn:
    """What the service has, how it misbehaves, and what it was asked."""

    keys: list[coincurve.PrivateKey]
    token: str | None = None
    """What the header Authorization has to say."""
    status: int = 0
    """Answered to every request instead of what is right."""
    pause: float = 0
    """Seconds before it answers."""
    answer: str | None = None
    """Answered to a request to sign instead of a signature."""
    other: coincurve.PrivateKey | None = None
    """Key that it signs with instead of the one that was asked for."""
    high: bool = False
    """Whether s is in its upper half, as an HSM may have it."""
    prefix: bytes = b""
    """Put before what is hashed, by mistake."""
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def respond(self, method: str, path: str, body: bytes, token: str | None) -> tuple[int, str]:
        """Return status and text of an answer."""
        self.asked.append((method, path))
        threading.Event().wait(self.pause)
        if self.status:
            return self.status, ""
        if self.token not in (None, token):
            return 401, ""
        if (method, path) == ("GET", "/upcheck"):
            return 200, "OK"
        if (method, path) == ("GET", "/api/v1/eth1/publicKeys"):
            return 200, self.answer or json.dumps([public(key) for key in self.keys])
        return self._sign(path.removeprefix("/api/v1/eth1/sign/"), body)

    def _sign(self, identifier: str, body: bytes) -> tuple[int, str]:
        chosen = {public(key): key for key in self.keys}.get(identifier)
        if chosen is None:
            return 404, ""
        try:
            data = bytes.fromhex(json.loads(body)["data"].removeprefix("0x"))
        except (ValueError, KeyError):
            return 400, ""
        signer = self.other or chosen
        made = signer.sign_recoverable(keccak(self.prefix + data), hasher=None)
        r, s, parity = made[:32], int.from_bytes(made[32:64], "big"), made[64]
        if self.high:
            s, parity = ORDER - s, parity ^ 1
        signature = r + s.to_bytes(32, "big") + bytes([27 + parity])
        return 200, self.answer or "0x" + signature.hex()


def public(key: coincurve.PrivateKey) -> str:
    """Return the public key as the service names it: 64 bytes in hex."""
    return "0x" + key.public_key.format(compressed=False)[1:].hex()


@contextmanager
def standing_in(*secrets: bytes) -> Iterator[StandIn]:
    """Run a stand-in with keys, and stop it at the end."""
    service = StandIn([coincurve.PrivateKey(secret) for secret in secrets])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            token = self.headers.get("Authorization")
            status, text = service.respond(self.command, self.path, body, token)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
