// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.accept

├── when there is no such note                            → NoteUnknown
├── when the note waits for nobody                        → NotPending
├── when new business is halted                           → Halted
├── when another party than the receiver accepts          → AccountOfAnother
├── when the account lacks the scope or is over its limit → ScopeMissing, LimitPerActExceeded
├── when the receiver joined the debtor's group           → SameGroup
├── when the time to accept has passed                    → AcceptanceExpired
├── when it is accepted for another trade                 → TradeReferenceMismatch
├── when the sender has been suspended                    → PartySuspended
└── otherwise                                             → passes whole, one tier deeper
What the state of receivable and note forbids is in StateTable.t.sol.
*/
contract AcceptTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
        propose(s1, note, FACE);
    }

    function _refused(address account, bytes memory reason) private {
        vm.prank(account);
        vm.expectRevert(reason);
        receivables.accept(note, TRADE);
    }

    function _accept() private {
        vm.prank(bankB);
        receivables.accept(note, TRADE);
    }

    /* REFUSALS */

    /// @notice A note that was never made cannot be accepted (R-23).
    function test_refusesAnUnknownNote() external {
        NoteId unknown = noteOf(idOf(note), 2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteUnknown.selector, unknown));
        vm.prank(bankB);
        receivables.accept(unknown, TRADE);
    }

    /// @notice A note that waits for nobody cannot be accepted (R-12).
    function test_refusesAFreeNote() external {
        note = confirm();
        _refused(bankB, abi.encodeWithSelector(IReceivables.NotPending.selector, note));
    }

    /// @notice A halt stops accepting (X-4).
    function test_refusesDuringAHalt() external {
        halt();
        _refused(bankB, abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
    }

    /// @notice Only the receiver accepts, not the sender and not a third party (R-12, T73).
    function test_refusesAnotherParty() external {
        _refused(s1, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, BANK_B));
        _refused(s3, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s3, S3, BANK_B));
    }

    /// @notice The account that accepts has the scope assign, and a limit that reaches the value (P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        address account = accountOf(BANK_B, 0xBB1, FUND, uint96(FACE));
        _refused(account, abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, FUND));
        accountOf(BANK_B, 0xBB1, ASSIGN, uint96(FACE - 1));
        _refused(
            account, abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, FACE, FACE - 1)
        );
    }

    /// @notice A receiver that has joined the debtor's group since then does not receive (P-6).
    function test_refusesTheDebtorsGroup() external {
        vm.startPrank(registrar);
        parties.update(ANCHOR, profile(2, 7));
        parties.update(BANK_B, profile(4, 7));
        vm.stopPrank();
        _refused(bankB, abi.encodeWithSelector(IParties.SameGroup.selector, BANK_B, ANCHOR));
    }

    /// @notice The last second of the time to accept is in time, the next one is not (R-12).
    function test_refusesAfterTheTime() external {
        uint256 until = block.timestamp + 1 days;
        vm.warp(until + 1);
        _refused(
            bankB, abi.encodeWithSelector(IReceivables.AcceptanceExpired.selector, note, until, until + 1)
        );
        vm.warp(until);
        _accept();
        assertNote(note, BANK_B, FACE, 2);
    }

    /// @notice The receiver says which trade it accepts for, and it is the one proposed (R-12).
    function test_refusesAnotherTrade() external {
        bytes32 other = keccak256("another trade");
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TradeReferenceMismatch.selector, other, TRADE));
        vm.prank(bankB);
        receivables.accept(note, other);
    }

    /// @notice Nothing passes from a sender that was suspended since then (P-4, I10).
    function test_refusesASuspendedSender() external {
        suspend(S1);
        _refused(bankB, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A suspended receiver does not accept (P-4, I10).
    function test_refusesASuspendedReceiver() external {
        suspend(BANK_B);
        _refused(bankB, abi.encodeWithSelector(IParties.PartySuspended.selector, BANK_B));
    }

    /* SUCCESS */

    /// @notice The note passes whole, one tier deeper, and waits no longer (R-6, R-12).
    function test_passesTheNote() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, bankB, NoteId.unwrap(note));
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(note, note, BANK_B, S1, FACE, 2, TRADE, true);
        _accept();

        assertEvents(abi.encodePacked(IERC721.Transfer.selector, IReceivables.Assigned.selector));
        assertNote(note, BANK_B, FACE, 2);
        vm.assertFalse(noteState(note).pending, "pending");
        same(receivables.pendingOf(note).receiver, PartyId.wrap(0), "pending assignment is cleared");
        vm.assertEq(receivables.balanceOf(s1), 0, "notes of the sender");
        vm.assertEq(receivables.balanceOf(bankB), 1, "notes of the receiver");
    }

    /// @notice A piece that was proposed passes while the rest stays with the sender (R-2, R-12).
    function test_passesAPiece() external {
        note = confirm();
        NoteId piece = propose(s1, note, 400_000e6);
        vm.prank(bankB);
        receivables.accept(piece, TRADE);
        assertNote(piece, BANK_B, 400_000e6, 2);
        assertNote(note, S1, 600_000e6, 1);
    }

    /// @notice A note once accepted is the receiver's to pass on (R-5).
    function test_makesTheNoteFree() external {
        _accept();
        assign(bankB, note, S2, FACE);
        assertNote(note, S2, FACE, 3);
    }

    /// @notice What was on account is accepted on account, and the zero trade reference as well (R-9, R-12).
    function test_keepsTheTermsProposed() external {
        note = confirm();
        IReceivables.Assignment memory a = assignment(note, BANK_B, FACE);
        (a.tradeReference, a.inPayment, a.acceptUntil) = (0, false, LATER);
        vm.prank(s1);
        receivables.assign(a);
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(note, note, BANK_B, S1, FACE, 2, 0, false);
        vm.prank(bankB);
        receivables.accept(note, 0);
    }

    /// @notice An assignment stays pending through a rotation of either side's cash account (P-13).
    function test_outlivesARotation() external {
        address fresh = vm.addr(0xF1);
        bytes memory consent = sign(0xF1, parties.accountConsentDigest(BANK_B, fresh, LATER));
        vm.prank(bankB);
        parties.rotate(fresh, LATER, consent);
        _refused(bankB, abi.encodeWithSelector(IParties.AccountRetired.selector, bankB));
        vm.prank(fresh);
        receivables.accept(note, TRADE);
        vm.assertEq(receivables.ownerOf(NoteId.unwrap(note)), fresh, "owner");
    }
}
