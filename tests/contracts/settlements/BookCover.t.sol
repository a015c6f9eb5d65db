// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.bookCover and claimOf

├── when the caller is not Guarantees        → NotSystem
├── when there is no such receivable         → UnknownReceivable
├── when it is settled or cancelled          → NothingOwed
├── when it is not marked overdue            → NotMarkedOverdue
├── when it is more than is owed             → MoreThanOwed
└── otherwise                                → received for the holders, owed to guarantors, the limit as it was
*/
contract BookCoverTest is MoneySuite {
    uint256 internal constant INTEREST = 3_000e6;

    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    function _book(uint256 amount) private {
        vm.prank(address(guarantees));
        settlements.bookCover(id, amount);
    }

    /* REFUSALS */

    /// @notice Nobody but Guarantees books money that is not there, the anchor least of all (U-17, I20).
    function test_refusesEverybodyElse() external {
        toOverdue(id);
        address[4] memory callers = [anchor, s1, admin, address(receivables)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISettlements.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            settlements.bookCover(id, 1);
        }
    }

    /// @notice Nothing is booked on a debt that is unknown, cancelled or settled (U-10).
    function test_refusesWhereNothingIsOwed() external {
        id = ReceivableId.wrap(7);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.UnknownReceivable.selector, id));
        _book(1);
        id = idOf(note);
        cancel(note);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Cancelled));
        _book(1);
        id = idOf(confirm());
        settle(id);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Settled));
        _book(1);
    }

    /// @notice A guarantor pays on a marked debt only (T60, U-7, I19).
    function test_refusesBeforeTheMark() external {
        toDay(OVERDUE);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NotMarkedOverdue.selector, id, Status.Open));
        _book(1);
    }

    /// @notice Guarantors pay at most what is owed to the holders, also the second time (U-8, I19).
    function test_refusesMoreThanIsOwed() external {
        toOverdue(id);
        uint256 owed = FACE + INTEREST;
        vm.expectRevert(abi.encodeWithSelector(ISettlements.MoreThanOwed.selector, id, owed + 1, owed));
        _book(owed + 1);
        _book(owed - 5);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.MoreThanOwed.selector, id, 6, 5));
        _book(6);
    }

    /* SUCCESS */

    /// @notice What is booked pays interest, then principal; guarantors are owed it, and no limit is restored (U-10).
    function test_booksInterestFirst() external {
        toOverdue(id);
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.PaidByGuarantor(id, 1_000e6, 1_000e6, FACE + 2_000e6, 1_000e6);
        _book(1_000e6);
        assertEvents(abi.encodePacked(ISettlements.PaidByGuarantor.selector));
        vm.expectEmit(address(settlements));
        emit ISettlements.PaidByGuarantor(id, 5_000e6, 2_000e6, FACE - 3_000e6, 6_000e6);
        _book(5_000e6);

        assertAccount(id, 6_000e6, FACE - 3_000e6, INTEREST, 0, OVERDUE);
        vm.assertEq(settlements.owed(id), FACE - 3_000e6, "owed to the holders");
        vm.assertEq(settlements.claimOf(id), 6_000e6, "owed to guarantors");
        vm.assertEq(programmes.usedOf(PROGRAMME), FACE, "used limit");
        assertStatus(id, Status.Overdue);
    }

    /// @notice Without late interest, the whole at once is booked too, though a debtor's payment would leave no trace
    /// (U-10, S-17).
    function test_booksTheWholeAtOnce() external {
        note = confirmIn(openFine(2, 0), FACE);
        id = idOf(note);
        toOverdue(id);
        _book(FACE);
        assertAccount(id, FACE, 0, 0, 0, OVERDUE);
        assertStatus(id, Status.Overdue);
        vm.assertEq(settlements.redeemable(note), FACE, "for the holder");
        vm.assertEq(settlements.claimOf(id), FACE, "owed to guarantors");
    }
}
