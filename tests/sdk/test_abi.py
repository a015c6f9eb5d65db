"""
Values in and out of the contracts.

├── when a value does not fit its type  → BadInput that names the argument
├── when an answer cannot be read       → NodeError
└── otherwise                           → what goes in comes out, also through JSON
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline import BadInput, NodeError, PartyId, Status
from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.chain.artifacts import artifact

ADDRESS = "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A"
STRUCT = Param("s", "tuple", (Param("n", "uint8"), Param("b", "bool")))
OFFER = artifact("Discounting").function("cancel").inputs[0]


@pytest.mark.parametrize(
    ("param", "value"),
    [
        (Param("n", "uint8"), 256), (Param("n", "uint8"), -1), (Param("n", "uint8"), 1.0),
        (Param("n", "uint8"), True), (Param("n", "uint8"), "1"), (Param("n", "int8"), 128),
        (Param("n", "int8"), -129), (Param("n", "address"), "0x12"), (Param("n", "address"), 1),
        (Param("n", "address"), ADDRESS.replace("E7E3", "e7E3")), (Param("n", "bool"), 1),
        (Param("n", "bytes32"), b"\x00" * 31), (Param("n", "bytes"), "zz"),
        (Param("n", "bytes"), "0x123"), (Param("n", "bytes"), 5), (Param("n", "string"), b""),
        (Param("n", "uint8[]"), 5), (Param("n", "uint8[]"), "12"), (Param("n", "uint8[]"), [256]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(param, value):
    """The refusal names the argument, so that a long call can be mended."""
    with pytest.raises(BadInput, match=r"n "):
        abi.encode([param], [value])


@pytest.mark.parametrize("value", [{"n": 1}, {"n": 1, "b": True, "c": 2}, [1], 5, None])
def test_a_struct_has_exactly_its_fields(value):
    """A forgotten or misspelt field is never a zero."""
    with pytest.raises(BadInput, match=r"s"):
        abi.encode([STRUCT], [value])


def test_the_number_of_arguments_is_checked():
    """One argument too few is refused with the names of all."""
    with pytest.raises(BadInput, match=r"expected 1 arguments"):
        abi.encode([STRUCT], [])


def test_an_unreadable_answer_is_the_nodes_fault():
    """Truncated data is not read as zeros."""
    with pytest.raises(NodeError, match=r"cannot read"):
        abi.decode([Param("n", "uint256")], b"\x00" * 31)
    with pytest.raises(NodeError, match=r"99 is not a valid Status"):
        abi.decode([Param("s", "uint8", kind="Status")], (99).to_bytes(32, "big"))


def test_a_call_of_another_function_is_refused():
    """Calldata is read only by the function whose selector it has."""
    with pytest.raises(BadInput, match=r"is not a call of"):
        artifact("Parties").function("suspend").decode_call(b"\x00" * 68)


def test_an_overloaded_name_is_refused():
    """Where a contract has two functions of one name, the signature chooses."""
    with pytest.raises(BadInput, match=r"is not one function"):
        artifact("Receivables").function("approve")
    assert artifact("Receivables").function("approve(address,uint256)").name == "approve"
    with pytest.raises(BadInput, match=r"no such function"):
        artifact("Receivables").function("mint")


def test_an_unknown_contract_is_refused():
    """The refusal lists what the package ships."""
    with pytest.raises(BadInput, match=r"no artifact of Bank: the package ships .*Settlements"):
        artifact("Bank")


def test_an_event_with_other_topics_is_not_read():
    """ERC-20 and ERC-721 share a signature and differ in what is indexed."""
    transfer = next(e for e in artifact("DepositToken").events.values() if e.name == "Transfer")

    with pytest.raises(NodeError, match=r"indexed"):
        transfer.decode_log([transfer.hash, bytes(32), bytes(32), bytes(32)], b"")


@given(
    st.fixed_dictionaries(
        {
            p.name: st.booleans() if p.type == "bool" else st.integers(0, 2 ** int(p.type[4:]) - 1)
            for p in OFFER.components
        }
    )
)
def test_values_go_in_and_out(offer):
    """A struct decodes to what was encoded, and passes through JSON unchanged."""
    data = abi.encode([OFFER], [offer])

    (found,) = abi.decode([OFFER], data)
    carried = OFFER.from_jsonable(json.loads(json.dumps(OFFER.jsonable(offer))))

    assert {name: int(value) for name, value in found.items()} == offer
    assert carried == offer
    assert isinstance(found["funder"], PartyId)


def test_kinds_are_decoded():
    """A state comes out as the state that it is."""
    error = next(e for e in artifact("Settlements").errors.values() if e.name == "NothingOwed")

    assert abi.decode(error.inputs, abi.encode(error.inputs, [1, 3]))[1] is Status.SETTLED


@pytest.mark.parametrize("value", [ADDRESS, ADDRESS.lower(), "0x" + ADDRESS[2:].upper()])
def test_addresses_are_checksummed(value):
    """Lower and upper case carry no checksum and are accepted; mixed case is checked."""
    assert abi.address(value) == ADDRESS


@pytest.mark.parametrize(
    "value", [ADDRESS + "\n", " " + ADDRESS, ADDRESS[:-1] + "é", ADDRESS[2:], 7]
)
def test_addresses_have_nothing_around_them(value):
    """A line's end or another letter is told as such."""
    with pytest.raises(BadInput, match=r"must be an address"):
        abi.address(value)


@pytest.mark.parametrize(
    "value", ["", "00", "0x0", "0xzz", "0x00 00", "0x00\n", "0xéé", b"0x00", None]
)
def test_hex_is_of_whole_bytes(value):
    """Half a byte, white space and other letters are refused."""
    with pytest.raises(BadInput, match=r"^word must be 0x-prefixed hex of whole bytes"):
        abi.from_hex(value, name="word")


def test_hex_is_read_in_either_case():
    """Nodes write hex as they like."""
    assert abi.from_hex("0x00aF") == abi.from_hex("0X00Af") == b"\x00\xaf"
    assert abi.from_hex("0x") == b""
