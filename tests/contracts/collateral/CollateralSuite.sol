// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Collateral} from "../../../contracts/Collateral.sol";
import {LoansMock} from "../../../contracts/test/LoansMock.sol";
import {TestToken} from "../../../contracts/test/TestToken.sol";
import {DayCount, ILoans, Method, Prepayment, Terms} from "../../../interfaces/ILoans.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/// @title CollateralSuite
/// @notice What tests of pledged notes begin with: Collateral admitted as a custodian beside loans whose debts are set
/// by hand, a loan of BANK_A to S1 with two milestones, and a note of S1.
abstract contract CollateralSuite is MoneySuite {
    uint256 internal constant DEBT = 600_000e6;
    uint24 internal constant DRAW_DEADLINE = uint24(DAY + 30);

    LoansMock internal loans;
    Collateral internal collateral;
    Terms internal loanTerms;
    bytes32 internal loan;
    NoteId internal note;

    function setUp() public virtual override {
        super.setUp();
        loans = new LoansMock(parties);
        collateral = new Collateral(
            address(forwarder),
            parties,
            IReceivables(address(receivables)),
            ISettlements(address(settlements)),
            ILoans(address(loans))
        );
        vm.prank(admin);
        programmes.addCustodian(address(collateral));
        loanTerms = _terms();
        loan = loans.open(loanTerms);
        note = confirm();
    }

    /* SITUATIONS */

    /// @dev A loan of BANK_A to S1: equal parts of principal, proceeds pay only what is due.
    function _terms() private view returns (Terms memory t) {
        (t.lender, t.borrower, t.token) = (BANK_A, S1, address(token));
        (t.commitment, t.drawDeadline, t.milestones) = (900_000e6, DRAW_DEADLINE, 2);
        (t.rate, t.dayCount, t.method) = (60_000, DayCount.Act360, Method.EqualPrincipal);
        (t.firstDue, t.instalments, t.interval) = (uint24(DAY + 60), 6, 1);
        (t.prepayment, t.daysToDefault, t.deadline) = (Prepayment.Shorter, 90, type(uint48).max);
    }

    /// @dev A second loan, which differs by its salt.
    function openAnother() internal returns (Terms memory other, bytes32 otherLoan) {
        other = loanTerms;
        other.salt = 2;
        otherLoan = loans.open(other);
    }

    /// @dev From now on the loan of the tests is one in another token, and the note is one paid in it.
    function useToken(TestToken other) internal {
        note = confirmInToken(other);
        loanTerms.token = address(other);
        loan = loans.open(loanTerms);
    }

    /// @dev From now on proceeds pay the whole debt, not only what is due.
    function useToPrincipal() internal {
        loanTerms.proceedsToPrincipal = true;
        loan = loans.open(loanTerms);
    }

    function pledge(address holder, NoteId pledged) internal returns (uint256) {
        vm.prank(holder);
        return collateral.pledge(loanTerms, only(pledged));
    }

    function pledgeMany(address holder, NoteId[] memory notes) internal returns (uint256) {
        vm.prank(holder);
        return collateral.pledge(loanTerms, notes);
    }

    /// @dev A second note of another owner on a debt of its own, pledged for the loan: security by a third party.
    function pledgeOfS2(uint256 face) internal returns (NoteId second) {
        second = assign(s1, confirm(), S2, face);
        pledge(s2, second);
    }

    /// @dev S1's note pledged, its debt paid, and the payout booked by a passer-by's call of Settlements.
    function book() internal {
        pledge(s1, note);
        settle(idOf(note));
        redeem(note);
    }

    /// @dev A passer-by applies all that waits.
    function applyAll() internal returns (uint256 paid, uint256 surplus) {
        vm.prank(outsider);
        return collateral.applyProceeds(loanTerms, type(uint256).max);
    }

    function release(address caller, NoteId[] memory notes) internal returns (uint256) {
        vm.prank(caller);
        return collateral.release(loanTerms, notes);
    }

    /// @dev Nothing is owed, and the draw deadline has passed.
    function close() internal {
        loans.setDebt(loan, 0, 0);
        if (block.timestamp / 1 days <= DRAW_DEADLINE) toDay(DRAW_DEADLINE + 1);
    }

    /* ASSERTIONS */

    /// @dev Fails unless the note secures `expected` with `toCome` still to come, and is locked just then.
    function assertPledge(NoteId pledged, bytes32 expected, uint256 toCome) internal view {
        (bytes32 found, uint256 left) = collateral.pledgeOf(pledged);
        vm.assertEq(found, expected, "loan of the pledge");
        vm.assertEq(left, toCome, "to come on the note");
        address locker = expected == 0 ? address(0) : address(collateral);
        vm.assertEq(receivables.custodianOf(pledged), locker, "custodian");
    }

    function assertBooked(uint256 amount, uint256 entries) internal view {
        (uint256 foundAmount, uint256 foundEntries) = collateral.proceedsOf(loan);
        vm.assertEq(foundAmount, amount, "booked");
        vm.assertEq(foundEntries, entries, "entries");
    }

    function assertHeld(uint256 amount) internal view {
        vm.assertEq(token.balanceOf(address(collateral)), amount, "held by Collateral");
    }

    /// @dev Fails if anything is left of a loan's pledges, proceeds and money.
    function assertClear() internal view {
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
        assertBooked(0, 0);
        assertHeld(0);
        vm.assertEq(token.allowance(address(collateral), address(loans)), 0, "allowance");
    }

    /// @dev A passer-by pays a part of a debt from its due day on.
    function payPart(ReceivableId id, uint256 amount) internal {
        if (block.timestamp / 1 days < DUE) toDay(DUE);
        pay(id, amount);
    }
}
