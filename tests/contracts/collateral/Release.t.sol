// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
Collateral.release

├── when the terms are not in force                              → LoanUnknown
├── while something is owed
│   ├── or nothing is, and something can still be drawn
│   │   ├── by a party other than the lender                     → StillSecuring
│   │   ├── by a stranger, or without the scope fund             → AccountUnknown, ScopeMissing
│   │   ├── by the lender in default or once a guarantor paid    → SecurityClaimed
│   │   └── by the lender otherwise                              → free
├── when nothing is owed and nothing can be drawn                → free, by anyone, whatever the lender wants
│   ├── because the draw deadline has passed                       (on the loan's calendar)
│   └── because all milestones are released, and none is a list
└── notes not pledged for the loan, or gone                      → skipped
*/
contract ReleaseTest is CollateralSuite {
    function setUp() public override {
        super.setUp();
        pledge(s1, note);
        loans.setDebt(loan, 0, DEBT);
    }

    function _refused(address caller, bytes memory reason) private {
        vm.expectRevert(reason);
        release(caller, only(note));
        assertPledge(note, loan, FACE);
    }

    function _stillSecuring(PartyId caller, uint256 payoff) private view returns (bytes memory) {
        return abi.encodeWithSelector(ICollateral.StillSecuring.selector, loan, payoff, caller, BANK_A);
    }

    /* REFUSALS */

    /// @notice Terms that are not in force release nothing (C-10).
    function test_refusesTermsNotInForce() external {
        loanTerms.salt = 9;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, loans.hashOf(loanTerms)));
        release(bankA, only(note));
    }

    /// @notice While something is owed neither owner nor another bank nor a stranger releases, whatever the day (C-11).
    function test_refusesWhileOwed() external {
        toDay(DRAW_DEADLINE + 1);
        loans.setDebt(loan, 0, 1);
        _refused(s1, _stillSecuring(S1, 1));
        _refused(bankB, _stillSecuring(BANK_B, 1));
        _refused(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice With nothing owed the notes stay as long as money can still be drawn: to the end of the last day for it, on
    /// the loan's calendar (C-10).
    function test_refusesWhileMoneyCanBeDrawn() external {
        loans.setDebt(loan, 0, 0);
        toDay(DRAW_DEADLINE);
        _refused(s1, _stillSecuring(S1, 0));
        vm.warp((uint256(DRAW_DEADLINE) + 1) * 1 days - 1);
        _refused(s1, _stillSecuring(S1, 0));
        vm.warp(block.timestamp + 1);
        release(s1, only(note));
        assertPledge(note, 0, 0);
    }

    /// @notice A released milestone that pays a list may have chunks left, so that its notes stay until the deadline; so
    /// do those of a loan with a milestone left (C-10).
    function test_refusesWhileAMilestoneOrListIsLeft() external {
        loans.setDebt(loan, 0, 0);
        loans.setReleased(loan, 1);
        _refused(s1, _stillSecuring(S1, 0));
        loans.setReleased(loan, 2);
        _refused(s1, _stillSecuring(S1, 0));
        loans.setReleased(loan, 3);
        loans.setList(loan, 1, keccak256("leaf"));
        _refused(s1, _stillSecuring(S1, 0));
    }

    /// @notice An account of the lender needs the scope fund (C-11, P-3).
    function test_refusesTheLenderWithoutTheScope() external {
        address account = accountOf(BANK_A, 0xACC, ASSIGN, type(uint96).max);
        _refused(account, abi.encodeWithSelector(IParties.ScopeMissing.selector, account, FUND, ASSIGN));
    }

    /// @notice In default, and once a guarantor has paid, the security is not the lender's alone to give away (C-11, T25).
    function test_refusesTheLenderOnceOthersRelyOnIt() external {
        bool[2] memory marks = [true, false];
        for (uint256 i; i < 2; ++i) {
            loans.setMarks(loan, marks[i], !marks[i]);
            _refused(
                bankA, abi.encodeWithSelector(ICollateral.SecurityClaimed.selector, loan, marks[i], !marks[i])
            );
        }
        loans.setMarks(loan, false, false);
        vm.assertEq(release(bankA, only(note)), 1, "the mark lifted");
    }

    /// @notice Default or not, once nothing is owed nobody keeps the notes (C-10, T26).
    function test_releasesAfterADefaultThatWasPaid() external {
        loans.setMarks(loan, true, true);
        close();
        vm.assertEq(release(outsider, only(note)), 1, "released");
    }

    /* SUCCESS */

    /// @notice Once paid and past the draw deadline anyone frees the notes: no bank can refuse it (C-10, T26, I25).
    function test_releasesByAnyone() external {
        close();
        vm.recordLogs();
        vm.expectEmit(address(collateral));
        emit ICollateral.PledgeReleased(loan, note);
        vm.expectEmit(address(receivables));
        emit IReceivables.LockChanged(note, address(collateral), false);
        vm.assertEq(release(outsider, only(note)), 1, "count");
        assertEvents(abi.encodePacked(ICollateral.PledgeReleased.selector, IReceivables.LockChanged.selector));
        assertPledge(note, 0, 0);
        assertClear();
        assign(s1, note, S2, FACE);
    }

    /// @notice Paid before the deadline with all milestones released, none to a list, the notes are free at once (C-10, T26).
    function test_releasesOnceNothingIsLeftToDraw() external {
        loans.setDebt(loan, 0, 0);
        loans.setReleased(loan, 3);
        vm.assertEq(release(outsider, only(note)), 1, "count");
        assertPledge(note, 0, 0);
    }

    /// @notice A loan of 64 milestones is no exception (C-10).
    function test_releasesWithSixtyFourMilestones() external {
        loanTerms.milestones = 64;
        loan = loans.open(loanTerms);
        NoteId second = confirm();
        pledge(s1, second);
        loans.setReleased(loan, type(uint64).max - 1);
        vm.expectRevert(_stillSecuring(S1, 0));
        release(s1, only(second));
        loans.setReleased(loan, type(uint64).max);
        vm.assertEq(release(outsider, only(second)), 1, "count");
    }

    /// @notice The lender gives notes back while the debt stands, each on its own (C-11).
    function test_releasesByTheLender() external {
        NoteId second = confirm();
        pledge(s1, second);
        address account = accountOf(BANK_A, 0xACC, FUND, 0);
        vm.assertEq(release(account, only(note)), 1, "count");
        assertPledge(note, 0, 0);
        assertPledge(second, loan, FACE);
        vm.assertEq(collateral.pledgedValue(loan), FACE, "pledged value");
    }

    /// @notice Notes that are free, another loan's, gone, or named twice are skipped: nobody holds up a batch (C-12).
    function test_skipsWhatIsNotPledged() external {
        (Terms memory other, bytes32 otherLoan) = openAnother();
        NoteId second = confirm();
        NoteId third = confirm();
        vm.prank(s1);
        collateral.pledge(other, only(second));
        close();
        NoteId[] memory notes = new NoteId[](5);
        (notes[0], notes[1], notes[2], notes[3]) = (second, third, note, note);
        notes[4] = noteOf(idOf(note), 77);
        vm.assertEq(release(outsider, notes), 1, "count");
        assertPledge(note, 0, 0);
        assertPledge(second, otherLoan, FACE);
        vm.assertEq(release(outsider, notes), 0, "again");
        vm.assertEq(release(outsider, new NoteId[](0)), 0, "none");
    }

    /// @notice A note that was burnt with nothing due leaves a trace that counts nothing and is cleared (C-4, C-12).
    function test_clearsTheTraceOfABurntNote() external {
        NoteId fine = confirmIn(openFine(2, 1), 10);
        NoteId piece = split(s1, fine, 1);
        pledge(s1, piece);
        payPart(idOf(fine), 10);
        redeem(piece);
        toDay(DUE + 1);
        settlements.redeem(list(fine, piece));
        assertGone(piece);
        assertPledge(piece, 0, 0);
        vm.assertEq(collateral.pledgedValue(loan), FACE, "the other note");
        close();
        vm.assertEq(release(outsider, list(piece, note)), 1, "count");
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
    }

    /// @notice Neither halt nor freeze, dispute, suspension or overdue mark keeps a note (C-13, T26).
    function test_isNeverStopped() external {
        freezeNote(note);
        freeze(idOf(note));
        dispute(idOf(note));
        suspend(S1);
        suspend(BANK_A);
        toOverdue(idOf(note));
        close();
        halt();
        vm.assertEq(release(outsider, only(note)), 1, "count");
    }

    /// @notice Pledging and releasing leaves the note as it was, and it can be pledged again (C-14, I26).
    function test_leavesTheNoteAsItWas() external {
        NoteId second = confirm();
        bytes memory before = abi.encode(noteState(second), state(idOf(second)));
        pledge(s1, second);
        release(bankA, only(second));
        vm.assertEq(abi.encode(noteState(second), state(idOf(second))), before, "as before");
        vm.assertEq(collateral.pledgedValue(loan), FACE, "pledged value");
        pledge(s1, second);
        assertPledge(second, loan, FACE);
    }

    /// @notice After a release the owner is paid; what was booked before stays booked, and goes to the owner once nothing
    /// is due (C-12, C-7).
    function test_keepsWhatWasBooked() external {
        payPart(idOf(note), 400_000e6);
        redeem(note);
        close();
        release(outsider, only(note));
        pay(idOf(note), FACE);
        redeem(note);
        assertBooked(400_000e6, 1);
        vm.assertEq(token.balanceOf(s1), 600_000e6, "paid after the release");
        applyAll();
        vm.assertEq(token.balanceOf(s1), FACE, "and the rest");
        assertClear();
    }
}
