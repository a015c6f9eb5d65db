// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {GuaranteesSuite} from "../guarantees/GuaranteesSuite.sol";

/*
Settlements.settle, collect and redeem once a guarantor has paid half

├── when a part is paid                → shared between holders and guarantors, and as much of the limit restored
├── when more than D is offered        → D is taken, the receivable is Settled, the limit free
├── when nothing is owed to holders    → all goes to guarantors
├── when it is collected               → as when it is settled
├── when a guarantor cannot be paid    → its part is parked, and the payment stands
└── notes                              → are paid what is the holders', burnt when all is paid
*/
contract SettleCoveredTest is GuaranteesSuite {
    uint256 internal constant INTEREST = 3_000e6;
    uint256 internal constant HALF = (FACE + INTEREST) / 2;
    /// @dev Principal in what the guarantor paid.
    uint256 internal constant PRINCIPAL = HALF - INTEREST;

    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toOverdue(id);
        callCover(id, G1);
        fund(outsider, 100 * FACE, address(settlements));
    }

    function _pay(uint256 amount) private returns (uint256) {
        vm.prank(outsider);
        return settlements.settle(id, amount);
    }

    /* PAYING */

    /// @notice Of a part the guarantor gets floor(y * G / D), the holders the rest, and the limit what both paid (U-12,
    /// U-14, T60, I17).
    function test_sharesAPart() external {
        uint256 restored = uint256(50_000e6) * PRINCIPAL / HALF;
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.PaidToGuarantors(id, 50_000e6, HALF - 50_000e6);
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, outsider, 100_000e6, 0, 2 * HALF - 100_000e6);
        vm.expectEmit(address(guarantees));
        emit IGuarantees.Recovered(debtOf(id), G1, 50_000e6, HALF - 50_000e6);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(guarantees), g1, 50_000e6);
        vm.assertEq(_pay(100_000e6), 100_000e6, "taken");

        assertEvents(
            abi.encodePacked(
                ISettlements.PaidToGuarantors.selector,
                ISettlements.Paid.selector,
                IERC20.Transfer.selector,
                IERC20.Transfer.selector,
                IGuarantees.Recovered.selector,
                IERC20.Transfer.selector
            )
        );
        vm.assertEq(settlements.owed(id), HALF - 50_000e6, "owed to the holders");
        vm.assertEq(settlements.claimOf(id), HALF - 50_000e6, "owed to guarantors");
        vm.assertEq(token.balanceOf(g1), 10 * FACE - HALF + 50_000e6, "guarantor");
        vm.assertEq(token.balanceOf(address(settlements)), HALF + 50_000e6, "for the holders");
        vm.assertEq(token.balanceOf(address(guarantees)), 0, "nothing rests");
        vm.assertEq(programmes.usedOf(PROGRAMME), FACE - 50_000e6 - restored, "used limit");
        assertStatus(id, Status.Overdue);
        assertPosition(debtOf(id), G1, HALF - 50_000e6, HALF, 1, HALF);
    }

    /// @notice More than D is not taken; the last payment clears holders and guarantors, and the limit is free to the
    /// unit, but the anchor stays suspended (U-12, U-14, S-7, I12).
    function test_lastPaymentClearsBoth() external {
        _pay(333_333_333_333);
        vm.assertEq(_pay(10 * FACE), 2 * HALF - 333_333_333_333, "taken");
        assertStatus(id, Status.Settled);
        vm.assertEq(settlements.owed(id), 0, "owed to the holders");
        vm.assertEq(settlements.claimOf(id), 0, "owed to guarantors");
        vm.assertEq(guarantees.claimOn(debtOf(id)), 0, "claims");
        vm.assertEq(token.balanceOf(g1), 10 * FACE, "the guarantor has all back");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
        vm.assertTrue(programmes.isSuspended(ANCHOR), "anchor suspended");
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Settled));
        _pay(1);
    }

    /// @notice Interest on what is still unpaid to the holders is theirs before principal (U-12, S-5).
    function test_interestOfHoldersComesFirst() external {
        toDay(OVERDUE + 10);
        uint256 interest = 2_507_500_000;
        uint256 debt = 2 * HALF + interest;
        uint256 part = uint256(10_000e6) * HALF / debt;
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, outsider, 10_000e6, interest, debt - 10_000e6);
        _pay(10_000e6);
        vm.assertEq(settlements.claimOf(id), HALF - part, "owed to guarantors");
        vm.assertEq(settlements.owed(id), HALF + interest - (10_000e6 - part), "owed to the holders");
    }

    /// @notice A payment too small for a unit of the guarantor's is the holders' (U-12).
    function test_oddUnitsAreTheHolders() external {
        _pay(1);
        vm.assertEq(settlements.claimOf(id), HALF, "owed to guarantors");
        vm.assertEq(settlements.owed(id), HALF - 1, "owed to the holders");
    }

    /// @notice Once nothing is owed to the holders all that the debtor pays is the guarantors' (U-12, U-14).
    function test_paysGuarantorsAlone() external {
        cover2();
        callCover(id, G2);
        vm.assertEq(settlements.owed(id), 0, "owed to the holders");
        _pay(100e6);
        vm.assertEq(settlements.claimOf(id), 2 * HALF - 100e6, "owed to guarantors");
        assertStatus(id, Status.Overdue);
        vm.assertEq(redeem(note), 2 * HALF, "the holder has all");
        _pay(10 * FACE);
        assertStatus(id, Status.Settled);
        vm.assertEq(token.balanceOf(g1) + token.balanceOf(g2), 20 * FACE, "both have all back");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
    }

    /// @dev Takes the place of `id` a debt of which two guarantors cover half each, with the first called.
    function cover2() private {
        vm.prank(registrar);
        programmes.liftSuspension(ANCHOR, DOCUMENT);
        settle(id);
        toDay(DAY);
        note = confirm();
        id = idOf(note);
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        cover(id, G2, G2_KEY, 500_000, LARGEST);
        toOverdue(id);
        callCover(id, G1);
    }

    /// @notice Collecting takes from the anchor what it owes to holders and guarantors together (S-3, U-12, I14).
    function test_collectsForBoth() external {
        fund(anchor, 3 * HALF, address(settlements));
        vm.assertEq(settlements.collect(id), 2 * HALF, "taken");
        assertStatus(id, Status.Settled);
        vm.assertEq(token.balanceOf(g1), 10 * FACE, "the guarantor has all back");
        vm.assertEq(redeem(note), 2 * HALF, "and the holder");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }

    /// @notice A suspended guarantor's part is parked for it, and stops no payment (U-16, P-4, T66, I10).
    function test_parksForASuspendedGuarantor() external {
        suspend(G1);
        vm.expectEmit(address(guarantees));
        emit IParking.Parked(G1, address(token), HALF);
        _pay(2 * HALF);
        assertStatus(id, Status.Settled);
        vm.assertEq(guarantees.parkedOf(G1, address(token)), HALF, "parked");
        vm.expectRevert(abi.encodeWithSelector(IParking.PayeeSuspended.selector, G1));
        guarantees.claim(G1, address(token));
        reinstate(G1);
        vm.assertEq(guarantees.claim(G1, address(token)), HALF, "claimed");
        vm.assertEq(token.balanceOf(g1), 10 * FACE, "the guarantor has all back");
    }

    /* NOTES */

    /// @notice Notes are paid what is the holders' at any time, and burnt with the last of it once all is paid (S-8, S-9,
    /// S-16, U-10).
    function test_paysNotes() external {
        vm.assertEq(redeem(note), HALF, "of the guarantor");
        _pay(100_000e6);
        vm.assertEq(redeem(note), 50_000e6, "of the debtor");
        _pay(10 * FACE);
        vm.assertEq(redeem(note), HALF - 50_000e6, "the rest");
        assertGone(note);
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }

    /* WHATEVER HAPPENS */

    /// @notice One payment split in two on one day leaves D the same, and moves at most a unit between holders and
    /// guarantors (U-12, I16).
    function testFuzz_splittingGainsNothing(uint96 first, uint96 second, uint8 late) external {
        toDay(OVERDUE + late);
        uint256 owed = settlements.owed(id) + settlements.claimOf(id);
        uint256 a = first % (owed - 1) + 1;
        uint256 b = second % (owed - a) + 1;
        uint256 state_ = vm.snapshotState();
        _pay(a + b);
        uint256 claim = settlements.claimOf(id);
        vm.revertToState(state_);
        _pay(a);
        _pay(b);
        vm.assertEq(settlements.owed(id) + settlements.claimOf(id), owed - a - b, "owed");
        vm.assertGe(settlements.claimOf(id), claim, "guarantors get no more by splitting");
        vm.assertLe(settlements.claimOf(id), claim + 1, "and at most a unit less");
    }
}
