// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
Collateral.onPayout and proceedsOf: payouts that arrive by anyone's call of Settlements.redeem

├── when another than Settlements calls            → NotSettlements
├── when the note is not pledged                   → NotPledged
├── when a part is paid                            → booked for loan and owner, less to come, the lock stays
├── when the last part is paid                     → the note is burnt, and the pledge ends with it
├── when interest is paid beyond the value         → booked, and nothing is to come
├── when payouts of one owner follow each other    → one entry; of several owners, one each
└── whatever the loan, the owner, or a halt        → booked all the same
*/
contract OnPayoutTest is CollateralSuite {
    function setUp() public override {
        super.setUp();
        loans.setDebt(loan, 0, DEBT);
    }

    /* REFUSALS */

    /// @notice Nobody but Settlements books: made-up proceeds would be paid with the money of other loans (C-5).
    function test_refusesOtherCallers() external {
        pledge(s1, note);
        address[5] memory callers = [outsider, s1, bankA, admin, address(loans)];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(abi.encodeWithSelector(ICollateral.NotSettlements.selector, callers[i]));
            collateral.onPayout(note, S1, address(token), 1);
        }
        assertBooked(0, 0);
    }

    /// @notice A payout on a note that secures nothing would belong to nobody (C-5).
    function test_refusesANoteNotPledged() external {
        vm.prank(address(settlements));
        vm.expectRevert(abi.encodeWithSelector(ICollateral.NotPledged.selector, note));
        collateral.onPayout(note, S1, address(token), 1);
    }

    /* SUCCESS */

    /// @notice A part paid by a stranger's call is booked, nothing reaches the owner, and so much less is to come (C-4, C-5).
    function test_booksAPart() external {
        NoteId piece = split(s1, note, 250_000e6);
        pledge(s1, piece);
        payPart(idOf(note), 400_000e6);
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Redeemed(piece, S1, 100_000e6, false);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(settlements), address(collateral), 100_000e6);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsBooked(loan, piece, S1, 100_000e6, 150_000e6);
        vm.prank(outsider);
        vm.assertEq(settlements.redeem(only(piece)), 100_000e6, "paid");
        assertEvents(
            abi.encodePacked(
                ISettlements.Redeemed.selector, IERC20.Transfer.selector, ICollateral.ProceedsBooked.selector
            )
        );
        assertBooked(100_000e6, 1);
        assertPledge(piece, loan, 150_000e6);
        vm.assertEq(collateral.pledgedValue(loan), 150_000e6, "pledged value");
        assertHeld(100_000e6);
        vm.assertEq(token.balanceOf(s1), 0, "nothing to the owner");
        vm.assertEq(token.balanceOf(bankA), 0, "nothing to the lender yet");
    }

    /// @notice With its last payout the note is burnt, and its pledge with it; the money waits for the loan (C-4, C-5, S-9).
    function test_endsWithTheNote() external {
        pledge(s1, note);
        settle(idOf(note));
        vm.recordLogs();
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsBooked(loan, note, S1, FACE, 0);
        redeem(note);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                ISettlements.Redeemed.selector,
                IERC20.Transfer.selector,
                ICollateral.ProceedsBooked.selector
            )
        );
        assertGone(note);
        assertPledge(note, 0, 0);
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
        assertBooked(FACE, 1);
        vm.assertEq(redeem(note), 0, "again");
        assertBooked(FACE, 1);
    }

    /// @notice Parts one after the other add up to the note and its interest; to come is never below nothing (C-4, C-5).
    function test_booksPartsAndInterest() external {
        pledge(s1, note);
        toDay(DUE + 3000);
        pay(idOf(note), 700_000e6);
        redeem(note);
        assertPledge(note, loan, 300_000e6);
        pay(idOf(note), 700_000e6);
        redeem(note);
        assertPledge(note, loan, 0);
        assertBooked(1_400_000e6, 1);
        pay(idOf(note), 10 * FACE);
        redeem(note);
        assertPledge(note, 0, 0);
        assertBooked(2_500_000e6, 1);
        assertHeld(2_500_000e6);
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
    }

    /// @notice Payouts on notes of one owner in a row are one entry, of owners in turn one each (C-6).
    function test_keepsOwnersApart() external {
        NoteId mine = confirm();
        pledgeMany(s1, list(note, mine));
        NoteId other = pledgeOfS2(300_000e6);
        settle(idOf(note));
        settle(idOf(mine));
        settle(idOf(other));
        settlements.redeem(list(note, mine));
        assertBooked(2 * FACE, 1);
        redeem(other);
        assertBooked(2_300_000e6, 2);
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
    }

    /// @notice A halt, a freeze, a suspended owner and a loan in default keep no payout from being booked (C-13).
    function test_isNeverStopped() external {
        pledge(s1, note);
        freezeNote(note);
        freeze(idOf(note));
        suspend(S1);
        loans.setMarks(loan, true, true);
        settle(idOf(note));
        halt();
        redeem(note);
        assertBooked(FACE, 1);
        vm.assertEq(settlements.parkedOf(S1, address(token)), 0, "nothing parked in Settlements");
    }

    /// @notice Money that a stranger sends books nothing (C-8, T57).
    function test_ignoresStrangersMoney() external {
        pledge(s1, note);
        token.mint(address(collateral), 5e6);
        assertBooked(0, 0);
        settle(idOf(note));
        redeem(note);
        assertBooked(FACE, 1);
        applyAll();
        assertHeld(5e6);
    }
}
