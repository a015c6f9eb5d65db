// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {GuaranteesSuite} from "./GuaranteesSuite.sol";

/*
Guarantees.callCover

├── when the guarantor does not cover the debt          → CoverUnknown
├── when the debt is not marked overdue                 → NotMarkedOverdue, or NothingToCall once it is paid
├── when share, cap or debt leave nothing to pay        → NothingToCall
├── when the guarantor's account gives not all of it    → the token's error
└── otherwise                                           → the holders get it, the guarantor is creditor of it
*/
contract CallCoverTest is GuaranteesSuite {
    /// @dev Six days of interest have run when the debt is marked.
    uint256 internal constant INTEREST = 3_000e6;
    uint256 internal constant OWED = FACE + INTEREST;
    uint256 internal constant HALF = OWED / 2;

    NoteId internal note;
    ReceivableId internal id;
    bytes32 internal debt;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
        debt = debtOf(id);
    }

    function _nothing(PartyId guarantor, uint256 part, uint256 paid, uint256 room, uint256 owed)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IGuarantees.NothingToCall.selector, debt, guarantor, part, paid, room, owed
        );
    }

    /* REFUSALS */

    /// @notice Who covers another debt, or none, is not called (U-7).
    function test_refusesWhoDoesNotCover() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        ReceivableId other = idOf(confirm());
        toOverdue(id);
        settlements.markOverdue(other);
        vm.expectRevert(abi.encodeWithSelector(IGuarantees.CoverUnknown.selector, debt, 32));
        callCover(id, G2);
        vm.expectRevert(abi.encodeWithSelector(IGuarantees.CoverUnknown.selector, debtOf(other), 31));
        callCover(other, G1);
    }

    /// @notice However late a debt is, nobody is called before it is marked overdue (T60, U-7, I19).
    function test_refusesBeforeTheMark() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toDay(OVERDUE);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NotMarkedOverdue.selector, id, Status.Open));
        callCover(id, G1);
        assertPosition(debt, G1, 0, 0, 0, 0);
    }

    /// @notice Of a debt that is paid nothing is to be called (T60, U-8).
    function test_refusesWhatIsPaid() external {
        cover(id, G1, G1_KEY, 500_000, 7);
        toOverdue(id);
        settle(id);
        vm.expectRevert(_nothing(G1, 0, 0, 7, 0));
        callCover(id, G1);
    }

    /// @notice A cover is not called twice for the same shortfall (T60, U-8, I19).
    function test_refusesTwice() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toOverdue(id);
        callCover(id, G1);
        vm.expectRevert(_nothing(G1, HALF, HALF, LARGEST - HALF, HALF));
        callCover(id, G1);
    }

    /// @notice What is above the cap is never called (T60, U-8, I19).
    function test_refusesAboveTheCap() external {
        cover(id, G1, G1_KEY, 500_000, 400_000e6);
        toOverdue(id);
        vm.assertEq(callCover(id, G1), 400_000e6, "the cap");
        toDay(OVERDUE + 100);
        uint256 owed = settlements.owed(id);
        uint256 part = (owed + 400_000e6) / 2;
        vm.expectRevert(_nothing(G1, part, 400_000e6, 0, owed));
        callCover(id, G1);
    }

    /// @notice A share that comes to less than a unit is nothing (U-8).
    function test_refusesLessThanAUnit() external {
        note = confirmIn(openFine(2, 0), 9);
        (id, debt) = (idOf(note), debtOf(idOf(note)));
        cover(id, G1, G1_KEY, 100_000, LARGEST);
        toOverdue(id);
        vm.expectRevert(_nothing(G1, 0, 0, LARGEST, 9));
        callCover(id, G1);
    }

    /// @notice A guarantor whose account gives less than all is not called for a part, which would use up its turn (U-8).
    function test_refusesWhenMoneyIsMissing() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toOverdue(id);
        vm.prank(g1);
        token.approve(address(guarantees), HALF - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(guarantees), HALF - 1, HALF
            )
        );
        callCover(id, G1);
        assertPosition(debt, G1, 0, 0, 0, 0);
        vm.assertEq(settlements.owed(id), OWED, "owed");
        vm.prank(g1);
        token.approve(address(guarantees), HALF);
        vm.assertEq(callCover(id, G1), HALF, "later it pays all");
    }

    /* SUCCESS */

    /// @notice The guarantor's share goes to the holders, interest first; it becomes creditor of that, no limit is
    /// restored, and debt and anchor stay as the mark left them (U-8, U-10, U-12).
    function test_paysTheHolders() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toOverdue(id);
        vm.recordLogs();
        vm.expectEmit(address(guarantees));
        emit IGuarantees.CoverCalled(debt, G1, 1, HALF, HALF);
        vm.expectEmit(address(settlements));
        emit ISettlements.PaidByGuarantor(id, HALF, INTEREST, OWED - HALF, HALF);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(g1, address(settlements), HALF);
        vm.assertEq(callCover(id, G1), HALF, "paid");

        assertEvents(
            abi.encodePacked(
                IGuarantees.CoverCalled.selector,
                ISettlements.PaidByGuarantor.selector,
                IERC20.Transfer.selector
            )
        );
        assertPosition(debt, G1, HALF, HALF, 1, HALF);
        vm.assertEq(guarantees.claimOn(debt), HALF, "claim");
        vm.assertEq(settlements.claimOf(id), HALF, "claim at Settlements");
        vm.assertEq(PartyId.unwrap(guarantees.guarantorsOf(debt)[0]), 31, "guarantor");
        vm.assertEq(settlements.owed(id), OWED - HALF, "owed to the holders");
        assertAccount(id, HALF, OWED - HALF, INTEREST, 0, OVERDUE);
        assertStatus(id, Status.Overdue);
        vm.assertEq(programmes.usedOf(PROGRAMME), FACE, "no limit restored");
        vm.assertTrue(programmes.isSuspended(ANCHOR), "anchor suspended");
        vm.assertEq(redeem(note), HALF, "the holder is paid");
    }

    /// @notice Who pays all that is owed settles nothing: the debt stays overdue, and its notes alive (U-10).
    function test_settlesNothing() external {
        cover(id, G1, G1_KEY, uint32(WHOLE), LARGEST);
        toOverdue(id);
        callCover(id, G1);
        vm.assertEq(settlements.owed(id), 0, "owed to the holders");
        assertStatus(id, Status.Overdue);
        vm.assertEq(programmes.usedOf(PROGRAMME), FACE, "no limit restored");
        vm.assertEq(redeem(note), OWED, "the holder is paid");
        assertNote(note, S1, FACE, 1);
        toDay(OVERDUE + 100);
        vm.assertEq(settlements.owed(id) + settlements.claimOf(id), OWED, "no interest (U-12)");
    }

    /// @notice Covers are shares of the same sum, whichever is called first (U-9, T59).
    function test_orderOfCallsDoesNotMatter() external {
        cover(id, G1, G1_KEY, 600_000, LARGEST);
        cover(id, G2, G2_KEY, 400_000, LARGEST);
        toOverdue(id);
        uint256 state = vm.snapshotState();
        uint256 first = callCover(id, G1);
        uint256 second = callCover(id, G2);
        vm.assertEq(first, OWED * 6 / 10, "first");
        vm.assertEq(first + second, OWED, "together all");
        vm.revertToState(state);
        vm.assertEq(callCover(id, G2), second, "second first");
        vm.assertEq(callCover(id, G1), first, "first last");
    }

    /// @notice What the debtor paid before a second call lowers it as much as if both had been called at once (U-9).
    function test_countsWhatWasPaidBetweenCalls() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        cover(id, G2, G2_KEY, 250_000, LARGEST);
        toOverdue(id);
        callCover(id, G1);
        pay(id, 401_200e6);
        vm.assertEq(callCover(id, G2), 150_450e6, "a quarter of the shortfall");
        assertPosition(debt, G1, HALF - 200_600e6, HALF, 1, HALF);
        vm.assertEq(settlements.owed(id), 150_450e6, "the holders' quarter");
    }

    /// @notice Interest that runs after a call is called too, for the same share (U-8).
    function test_callsLaterInterest() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toOverdue(id);
        callCover(id, G1);
        toDay(OVERDUE + 10);
        // 0.05 % a day on the 501,500 still unpaid.
        vm.assertEq(settlements.owed(id), HALF + 2_507_500_000, "owed");
        vm.assertEq(callCover(id, G1), 1_253_750_000, "half of the interest");
        assertPosition(debt, G1, HALF + 1_253_750_000, HALF + 1_253_750_000, 1, HALF + 1_253_750_000);
    }

    /// @notice Only the cash account of the guarantor pays, whoever else allowed Guarantees to take its money (T48).
    function test_takesFromNobodyElse() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        fund(outsider, FACE, address(guarantees));
        fund(anchor, FACE, address(guarantees));
        toOverdue(id);
        callCover(id, G1);
        vm.assertEq(token.balanceOf(outsider), FACE, "caller");
        vm.assertEq(token.balanceOf(anchor), FACE, "anchor");
        vm.assertEq(token.balanceOf(g1), 10 * FACE - HALF, "guarantor");
        vm.assertEq(token.balanceOf(address(guarantees)), 0, "nothing rests");
    }

    /// @notice Neither halt, dispute, freeze nor suspension of guarantor or anchor stops a call (U-6, X-4, T68, I21).
    function test_isNeverStopped() external {
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toDay(OVERDUE);
        halt();
        dispute(id);
        freeze(id);
        suspend(ANCHOR);
        suspend(G1);
        toOverdue(id);
        vm.assertEq(callCover(id, G1), HALF, "paid");
    }
}
