// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.refuse, by the receiver, and Receivables.withdraw, by the sender

├── when there is no such note             → NoteUnknown
├── when the note waits for nobody         → NotPending
├── when an outsider calls                 → AccountUnknown
├── when the account lacks the scope       → ScopeMissing
├── when the party is suspended            → PartySuspended
├── when another than the receiver refuses → NotReceiver
├── when another than the owner withdraws  → NotOwnerNorApproved
└── otherwise                              → the note is free again, the sender's, at its tier
*/
contract RefuseTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
        propose(s1, note, FACE);
    }

    function _refuse(address account) private {
        vm.prank(account);
        receivables.refuse(note);
    }

    function _withdraw(address account) private {
        vm.prank(account);
        receivables.withdraw(note);
    }

    /* REFUSALS */

    /// @notice A note that was never made cannot be refused or withdrawn (R-23).
    function test_refusesAnUnknownNote() external {
        note = noteOf(idOf(note), 2);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteUnknown.selector, note);
        vm.expectRevert(reason);
        _refuse(bankB);
        vm.expectRevert(reason);
        _withdraw(s1);
    }

    /// @notice A note that waits for nobody cannot be refused or withdrawn (R-12).
    function test_refusesAFreeNote() external {
        note = confirm();
        bytes memory reason = abi.encodeWithSelector(IReceivables.NotPending.selector, note);
        vm.expectRevert(reason);
        _refuse(bankB);
        vm.expectRevert(reason);
        _withdraw(s1);
    }

    /// @notice An outsider neither refuses nor withdraws (P-3).
    function test_refusesAnOutsider() external {
        bytes memory reason = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        vm.expectRevert(reason);
        _refuse(outsider);
        vm.expectRevert(reason);
        _withdraw(outsider);
    }

    /// @notice Both need an account with the scope assign (P-3).
    function test_refusesAnAccountWithoutScope() external {
        address account = accountOf(BANK_B, 0xBB1, FUND, 0);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, FUND));
        _refuse(account);
        account = accountOf(S1, 0x511, CONFIRM, 0);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, CONFIRM));
        _withdraw(account);
    }

    /// @notice A suspended party neither refuses nor withdraws (P-4).
    function test_refusesASuspendedParty() external {
        suspend(BANK_B);
        vm.expectRevert(abi.encodeWithSelector(IParties.PartySuspended.selector, BANK_B));
        _refuse(bankB);
        suspend(S1);
        vm.expectRevert(abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
        _withdraw(s1);
    }

    /// @notice Only the receiver refuses (R-12).
    function test_refusesAnotherThanTheReceiver() external {
        address[2] memory others = [s1, s3];
        PartyId[2] memory ids = [S1, S3];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IReceivables.NotReceiver.selector, ids[i], BANK_B));
            _refuse(others[i]);
        }
    }

    /// @notice Only the sender withdraws (R-12).
    function test_refusesAnotherThanTheSender() external {
        address[2] memory others = [bankB, s3];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, others[i], note)
            );
            _withdraw(others[i]);
        }
    }

    /* SUCCESS */

    function _assertFree() private {
        assertEvents(abi.encodePacked(IReceivables.AssignmentEnded.selector));
        assertNote(note, S1, FACE, 1);
        vm.assertFalse(noteState(note).pending, "pending");
        same(receivables.pendingOf(note).receiver, PartyId.wrap(0), "pending assignment is cleared");
        assign(s1, note, S2, FACE);
    }

    /// @notice A refused note is free again, and the event names the receiver (R-12).
    function test_receiverRefuses() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.AssignmentEnded(note, BANK_B);
        _refuse(bankB);
        _assertFree();
    }

    /// @notice A withdrawn note is free again, and the event names the sender (R-12).
    function test_senderWithdraws() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.AssignmentEnded(note, S1);
        _withdraw(s1);
        _assertFree();
    }

    /// @notice An account without any limit to speak of ends an assignment: nothing moves (P-3).
    function test_needsNoLimit() external {
        _refuse(accountOf(BANK_B, 0xBB1, ASSIGN, 0));
        propose(s1, note, FACE);
        _withdraw(accountOf(S1, 0x511, ASSIGN, 0));
    }

    /// @notice Neither a halt, a dispute, a freeze, the time to accept nor the due day stops it (X-4, R-12).
    function test_isNeverStopped() external {
        NoteId other = confirm();
        propose(s1, other, FACE);
        halt();
        dispute(idOf(note));
        freeze(idOf(note));
        freezeNote(note);
        freezeNote(other);
        toDay(OVERDUE);
        _refuse(bankB);
        note = other;
        _withdraw(s1);
        vm.assertFalse(noteState(other).pending, "pending");
    }

    /// @notice A piece stays a note of its own when it is refused; the sender may merge it (R-14).
    function test_leavesAPieceApart() external {
        note = confirm();
        NoteId whole = note;
        note = propose(s1, whole, 400_000e6);
        _refuse(bankB);
        assertNote(note, S1, 400_000e6, 1);
        vm.prank(s1);
        receivables.merge(note, whole);
        assertNote(whole, S1, FACE, 1);
    }
}
