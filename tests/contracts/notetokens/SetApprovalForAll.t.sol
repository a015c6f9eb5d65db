// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice Receivables.setApprovalForAll(address operator, bool approved)
///
/// Nothing is refused: it says of the caller's own notes only, and counts when something is moved.
/// ├── when the caller is no cash account          → it has no notes: nobody gains anything
/// │   └── until it becomes one                    → its operators count
/// ├── when the caller was a cash account          → its operators count no more
/// ├── when operator and caller are the same       → nothing changes for it
/// └── otherwise                                   → operator for all notes of the caller, one event
contract SetApprovalForAllTest is TokenSuite {
    function _set(address owner, address operator, bool on) private {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.ApprovalForAll(owner, operator, on);
        vm.prank(owner);
        receivables.setApprovalForAll(operator, on);
        assertEvents(abi.encodePacked(IERC721.ApprovalForAll.selector));
        vm.assertEq(receivables.isApprovedForAll(owner, operator), on, "operator");
    }

    function _expectRefused(address caller, NoteId which) private {
        expectNotAllowed(caller, which);
        vm.prank(caller);
        receivables.transferFrom(s1, s2, NoteId.unwrap(which));
    }

    /// @notice An operator named by an outsider, or by an account beside the cash account, moves nothing.
    function test_operator_of_no_cash_account() external {
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        _set(outsider, s4, true);
        _set(beside, s4, true);
        _expectRefused(s4, note);
    }

    /// @notice An address's operators count from the day on which it becomes a cash account.
    function test_operator_of_a_coming_cash_account() external {
        _set(vm.addr(NEW_KEY), s4, true);
        _expectRefused(s4, note);
        address cash = rotate(S1);
        vm.prank(s4);
        receivables.transferFrom(cash, s2, tokenId);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice A former cash account names operators for nothing.
    function test_operator_of_a_former_cash_account() external {
        address cash = rotate(S1);
        _set(s1, s4, true);
        expectNotAllowed(s4, note);
        vm.prank(s4);
        receivables.transferFrom(cash, s2, tokenId);
    }

    /// @notice Naming oneself changes nothing, neither on nor off.
    function test_operator_of_oneself() external {
        _set(s1, s1, true);
        _set(s1, s1, false);
        pass(s1, s2, note);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice Enabled, an operator handles all notes of the owner; disabled, none.
    function test_operator_on_and_off() external {
        NoteId second = confirm();
        _set(s1, s4, true);
        vm.prank(s4);
        receivables.transferFrom(s1, s2, tokenId);
        assertNote(note, S2, FACE, 2);
        _set(s1, s4, false);
        _expectRefused(s4, second);
    }

    /// @notice Enabling twice is undone by disabling once.
    function test_operator_twice_on_and_once_off() external {
        _set(s1, s4, true);
        _set(s1, s4, true);
        _set(s1, s4, false);
        _expectRefused(s4, note);
    }
}
