"""
What is hashed and signed: the bytes of a transaction and of an EIP-712 document.

For signers whose key is elsewhere: they are given a hash, so the transaction is put together
here; and for a signed one that has to be read again. The two kinds that this package makes are
known: type 2 (EIP-1559), and the plain kind with the chain id in its signature (EIP-155).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from eth_account.messages import encode_typed_data

from silkline.chain import abi
from silkline.errors import BadInput

__all__ = ["read_transaction", "signed_transaction", "transaction_bytes", "typed_bytes"]

_COMMON: Final = frozenset({"to", "data", "nonce", "gas", "value", "chainId"})
_PLAIN: Final = _COMMON | {"gasPrice"}
_FEES: Final = _COMMON | {"maxFeePerGas", "maxPriorityFeePerGas", "type"}
_Item = bytes | Sequence["_Item"]


def typed_bytes(document: Mapping[str, Any]) -> bytes:
    """Return what is hashed for an EIP-712 document: 0x1901, domain and message."""
    message = encode_typed_data(full_message=dict(document))
    return b"\x19" + message.version + message.header + message.body


def transaction_bytes(transaction: Mapping[str, Any]) -> bytes:
    """
    Return what is hashed for a transaction.

    Args:
        transaction: Fields as in JSON-RPC, integers as int.

    Raises:
        BadInput: A field is missing, or is none of a transaction that this package makes.
    """
    if _is_plain(transaction):
        return _rlp([*_body(transaction), _number(transaction["chainId"]), b"", b""])
    return b"\x02" + _rlp(_body(transaction))


def signed_transaction(transaction: Mapping[str, Any], r: int, s: int, parity: int) -> bytes:
    """Return the raw transaction with its signature; *parity* is that of the point's y."""
    v = parity + (35 + 2 * int(transaction["chainId"]) if _is_plain(transaction) else 0)
    kind = b"" if _is_plain(transaction) else b"\x02"
    return kind + _rlp([*_body(transaction), _number(v), _number(r), _number(s)])


def read_transaction(raw: bytes) -> dict[str, Any] | None:
    """
    Return the fields of a signed transaction as they were signed, without the signature.

    None where it is none that this package makes: written again, it must be the same bytes.
    """
    try:
        return _read_plain(raw) if raw[0] >= 0xC0 else _read_fees(raw)
    except (IndexError, TypeError, ValueError):
        return None


def _read_fees(raw: bytes) -> dict[str, Any] | None:
    chain, nonce, tip, most, gas, to, value, data, _, parity, r, s = _read(raw[1:])[0]
    fees = {"maxFeePerGas": _integer(most), "maxPriorityFeePerGas": _integer(tip), "type": 2}
    made = {**_fields(nonce, gas, to, value, data), "chainId": _integer(chain), **fees}
    return made if signed_transaction(made, *map(_integer, (r, s, parity))) == raw else None


def _read_plain(raw: bytes) -> dict[str, Any] | None:
    nonce, price, gas, to, value, data, v, r, s = _read(raw)[0]
    chain, parity = divmod(_integer(v) - 35, 2)
    fees = {"chainId": chain, "gasPrice": _integer(price)}
    made = {**_fields(nonce, gas, to, value, data), **fees}
    same = signed_transaction(made, _integer(r), _integer(s), parity) == raw
    return made if same and chain > 0 else None


def _fields(nonce: Any, gas: Any, to: Any, value: Any, data: Any) -> dict[str, Any]:
    numbers = {"nonce": _integer(nonce), "gas": _integer(gas), "value": _integer(value)}
    target = {"to": abi.address(abi.to_hex(to))} if to else {}
    return {"data": abi.to_hex(data), **numbers, **target}


def _is_plain(transaction: Mapping[str, Any]) -> bool:
    plain = "gasPrice" in transaction
    known = _PLAIN if plain else _FEES
    missing, unknown = known - {"to", "type"} - set(transaction), set(transaction) - known
    if missing or unknown or transaction.get("type", 2) != 2:
        raise BadInput(
            f"cannot sign this transaction: missing {sorted(missing)}, unknown {sorted(unknown)}, "
            f"type {transaction.get('type')}; type 2 and plain ones with a chain id are known"
        )
    return plain


def _body(transaction: Mapping[str, Any]) -> list[_Item]:
    """Return the fields in the order of their kind, without a signature."""
    to = abi.from_hex(transaction["to"], name="to") if transaction.get("to") else b""
    data = abi.from_hex(transaction["data"], name="data")
    gas, value, nonce = (_number(transaction[name]) for name in ("gas", "value", "nonce"))
    if "gasPrice" in transaction:
        return [nonce, _number(transaction["gasPrice"]), gas, to, value, data]
    names = ("maxPriorityFeePerGas", "maxFeePerGas")
    tip, most = (_number(transaction[name]) for name in names)
    return [_number(transaction["chainId"]), nonce, tip, most, gas, to, value, data, []]


def _number(value: int) -> bytes:
    """Return an integer as RLP has it: big-endian without leading zeros."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _integer(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _rlp(item: _Item) -> bytes:
    """Return the recursive-length encoding of bytes or a list."""
    if isinstance(item, bytes):
        alone = len(item) == 1 and item[0] < 0x80
        return item if alone else _length(len(item), 0x80) + item
    content = b"".join(map(_rlp, item))
    return _length(len(content), 0xC0) + content


def _length(size: int, first: int) -> bytes:
    if size < 56:
        return bytes([first + size])
    encoded = _number(size)
    return bytes([first + 55 + len(encoded)]) + encoded


def _read(data: bytes) -> tuple[Any, bytes]:
    """Return the first item of a recursive-length encoding, and what follows it."""
    kind = 0xC0 if data[0] >= 0xC0 else 0x80
    size, start = data[0] - kind, 1
    if size < 0:
        return data[:1], data[1:]
    if size > 55:
        start = size - 54
        size = _integer(data[1:start])
    content, rest = data[start : start + size], data[start + size :]
    if kind == 0x80:
        return content, rest
    items = []
    while content:
        item, content = _read(content)
        items.append(item)
    return items, rest
