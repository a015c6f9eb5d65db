// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {WaysSuite} from "./WaysSuite.sol";

/// @notice Leave after a party's cash account was replaced, by rotation and by recovery.
///
/// ├── leave that the old cash account gave
/// │   ├── approved account, allowance: told no more
/// │   ├── what was done by it                        → NotOwnerNorApproved, InsufficientAllowance
/// │   └── the new cash account's own leave           → counts, and revives nothing
/// ├── the old cash account itself                    → AccountRetired
/// ├── accounts beside it                             → live on after rotation; AccountRetired after recovery
/// ├── leave that the party had been given: its old account → AccountRetired; its new account has none
/// └── what is pending                                → stays pending
contract KeysReplacedTest is WaysSuite {
    address private _cash;

    function _expectRetired(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, account));
    }

    /// @dev Nothing that the old cash account allowed may be done for the party any more.
    function _assertLeaveEnded() private {
        vm.assertEq(approvedOf(note), address(0), "approved account");
        vm.assertEq(receivables.allowance(tokenId, allowed), 0, "allowance");
        vm.assertFalse(receivables.isApprovedForAll(_cash, operator), "operator");
        address[2] memory callers = [approved, operator];
        for (uint256 i; i < callers.length; ++i) {
            expectNotAllowed(callers[i], note);
            vm.prank(callers[i]);
            receivables.transferFrom(_cash, s2, tokenId);
            expectNotAllowed(s1, note);
            vm.prank(callers[i]);
            receivables.transferFrom(s1, s2, tokenId);
            refuse(addressWays()[i + 1], _insufficient(callers[i]));
            refuse(ownWays()[i + 1], _insufficient(callers[i]));
        }
        refuse(addressWays()[3], _insufficient(allowed));
        refuse(noteWays()[3], _insufficient(allowed));
    }

    function _insufficient(address caller) private view returns (bytes memory) {
        return abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, caller, PART, 0);
    }

    /// @dev The old cash account neither moves, nor gives leave.
    function _assertRetired(address account) private {
        _expectRetired(account);
        vm.prank(account);
        receivables.transferFrom(_cash, s2, tokenId);
        _expectRetired(account);
        vm.prank(account);
        receivables.transferFrom(tokenId, s2, PART);
        _expectRetired(account);
        vm.prank(account);
        receivables.approve(s3, tokenId);
        _expectRetired(account);
        vm.prank(account);
        receivables.approve(tokenId, s3, PART);
    }

    /// @dev The new cash account's leave counts and brings none of the old back.
    function _assertNewLeave() private {
        vm.prank(_cash);
        receivables.approve(tokenId, bankB, PART);
        vm.assertEq(receivables.allowance(tokenId, allowed), 0, "old allowance");
        vm.assertEq(approvedOf(note), address(0), "old approved account");
        vm.assertEq(receivables.allowance(tokenId, bankB), PART, "new allowance");
        vm.prank(bankB);
        receivables.transferFrom(tokenId, s2, PART);
        approveNote(_cash, approved, note);
        vm.prank(approved);
        receivables.transferFrom(_cash, s2, tokenId);
        vm.assertEq(ownerOf(note), s2, "passed");
    }

    /// @notice Rotation ends every leave of the old cash account and starts afresh.
    function test_rotation_ends_leave() external {
        _cash = rotate(S1);
        _assertLeaveEnded();
        _assertRetired(s1);
        _assertNewLeave();
    }

    /// @notice Recovery ends every leave of the old cash account and starts afresh.
    function test_recovery_ends_leave() external {
        _cash = recover(S1);
        _assertLeaveEnded();
        _assertRetired(s1);
        _assertNewLeave();
    }

    /// @notice Accounts beside the cash account go on after a rotation, and end with a recovery.
    function test_accounts_beside() external {
        uint256 before = vm.snapshotState();
        _cash = rotate(S1);
        vm.prank(beside);
        receivables.transferFrom(_cash, s2, tokenId);
        assertNote(note, S2, FACE - 2 * PART, 2);
        vm.revertToState(before);
        _cash = recover(S1);
        _assertRetired(beside);
    }

    /// @notice Leave that a party was given ends with the account it was given to.
    function test_leave_given_to_a_replaced_account() external {
        PartyId[3] memory helpers = [S3, S4, BANK_A];
        for (uint256 who = 1; who <= 3; ++who) {
            uint256 before = vm.snapshotState();
            address replaced = addressWays()[who].caller;
            address fresh = rotate(helpers[who - 1]);
            refuse(addressWays()[who], abi.encodeWithSelector(IParties.AccountRetired.selector, replaced));
            vm.expectRevert(_insufficient(fresh));
            vm.prank(fresh);
            receivables.transferFrom(tokenId, s2, PART);
            vm.revertToState(before);
        }
    }

    /// @notice A note that waits for a consent still waits after a rotation, and goes on from the new account.
    function test_pending_note_stays_pending() external {
        propose(s1, note, FACE - 2 * PART);
        _cash = rotate(S1);
        vm.assertTrue(noteState(note).pending, "pending");
        expectTransfer(_cash, bankB, note);
        vm.prank(bankB);
        receivables.accept(note, TRADE);
        assertNote(note, BANK_B, FACE - 2 * PART, 2);
    }
}
