// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @title WaysSuite
/// @notice Every way in which a note or its value can be moved by the standards' functions: by its owner and by each
/// kind of leave (approved account, operator, allowance), ready to be tried against a restriction.
abstract contract WaysSuite is TokenSuite {
    /// @dev A call of `caller` that moves `value` of S1's note to S2.
    struct Way {
        string name;
        address caller;
        bytes data;
        uint256 value;
    }

    /// @dev Accounts that S1's cash account gave leave; the last is an account of S1 beside it.
    address internal approved = s3;
    address internal operator = s4;
    address internal allowed = bankA;
    address internal beside;

    /// @dev S1's second note, and S2's note of the next tier.
    NoteId internal own;
    NoteId internal target;

    function setUp() public virtual override {
        super.setUp();
        own = split(s1, note, PART);
        target = assign(s1, note, S2, PART);
        beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        _giveLeave();
    }

    function _giveLeave() internal {
        approveNote(s1, approved, note);
        approveAll(s1, operator);
        approveValue(s1, allowed, FACE);
    }

    /* WAYS */

    /// @dev The note itself, whole: owner, safely, account beside, approved account, operator.
    function wholeWays() internal view returns (Way[] memory ways) {
        ways = new Way[](5);
        bytes memory plain = abi.encodeWithSignature("transferFrom(address,address,uint256)", s1, s2, tokenId);
        bytes memory safe =
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", s1, s2, tokenId);
        bytes memory withData = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256,bytes)", s1, s2, tokenId, hex"01"
        );
        uint256 whole = valueOf(note);
        ways[0] = Way("owner, whole", s1, plain, whole);
        ways[1] = Way("owner, whole and safely", s1, safe, whole);
        ways[2] = Way("account beside, whole", beside, plain, whole);
        ways[3] = Way("approved account, whole", approved, plain, whole);
        ways[4] = Way("operator, whole", operator, withData, whole);
    }

    /// @dev A part of its value to the address of S2: owner, approved account, operator, allowed account.
    function addressWays() internal view returns (Way[] memory) {
        bytes memory data =
            abi.encodeWithSignature("transferFrom(uint256,address,uint256)", tokenId, s2, PART);
        return _byFour("value to an address", data);
    }

    /// @dev A part of its value to S2's note.
    function noteWays() internal view returns (Way[] memory) {
        return _byFour("value to a note", _toNote(target));
    }

    /// @dev A part of its value to S1's second note.
    function ownWays() internal view returns (Way[] memory) {
        return _byFour("value to a note of the owner", _toNote(own));
    }

    function _toNote(NoteId to) private view returns (bytes memory) {
        return abi.encodeWithSignature(
            "transferFrom(uint256,uint256,uint256)", tokenId, uint256(NoteId.unwrap(to)), PART
        );
    }

    function _byFour(string memory what, bytes memory data) private view returns (Way[] memory ways) {
        ways = new Way[](4);
        ways[0] = Way(string.concat("owner, ", what), s1, data, PART);
        ways[1] = Way(string.concat("approved account, ", what), approved, data, PART);
        ways[2] = Way(string.concat("operator, ", what), operator, data, PART);
        ways[3] = Way(string.concat("allowed account, ", what), allowed, data, PART);
    }

    /* TRIALS */

    /// @dev Every way that ends with another party is refused for this reason.
    function refuseAll(bytes memory reason) internal {
        refuse(wholeWays(), reason);
        refuse(addressWays(), reason);
        refuse(noteWays(), reason);
    }

    function refuse(Way[] memory ways, bytes memory reason) internal {
        for (uint256 i; i < ways.length; ++i) {
            refuse(ways[i], reason);
        }
    }

    function refuse(Way memory way, bytes memory reason) internal {
        vm.prank(way.caller);
        (bool ok, bytes memory found) = address(receivables).call(way.data);
        vm.assertFalse(ok, string.concat("refused: ", way.name));
        vm.assertEq(found, reason, way.name);
    }

    /// @dev Every one of these ways is open; each is tried on its own.
    function allow(Way[] memory ways) internal {
        for (uint256 i; i < ways.length; ++i) {
            allow(ways[i]);
        }
    }

    function allow(Way memory way) internal {
        uint256 before = vm.snapshotState();
        vm.prank(way.caller);
        (bool ok,) = address(receivables).call(way.data);
        vm.assertTrue(ok, string.concat("open: ", way.name));
        vm.assertTrue(vm.revertToState(before), "back");
    }
}
