// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {QuotesMock} from "../../../contracts/test/QuotesMock.sol";
import {InstalmentsPaid} from "../../../contracts/conditions/InstalmentsPaid.sol";
import {ICondition, Milestone} from "../../../interfaces/ICondition.sol";
import {ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {AttestSuite} from "../base/AttestSuite.sol";
import {vm} from "../base/Vm.sol";

/*
InstalmentsPaid.isMet

├── when the config is no number                        → refused
├── when the evidence is shorter than terms             → EvidenceMalformed
├── when the terms are not in force                     → the refusal of Loans
├── when they are in force for another loan             → EvidenceOfAnotherLoan
├── when fewer instalments have fallen due              → false
│   └── by the loan's calendar, in days and in months
├── when something is past due                          → false
└── otherwise                                           → true
*/
contract InstalmentsPaidTest is AttestSuite {
    QuotesMock private _quotes;
    InstalmentsPaid private _paid;

    function setUp() public override {
        super.setUp();
        _quotes = new QuotesMock();
        _paid = new InstalmentsPaid(ILoans(address(_quotes)));
        _quotes.set(LOAN, 0);
    }

    /// @notice A config that cannot be read meets nothing (Q-7).
    function test_isMet_refusesNoConfig() external {
        Milestone memory m = milestoneOf(address(_paid), "");
        vm.expectRevert(bytes(""));
        _paid.isMet(LOAN, m, abi.encode(_terms()));
    }

    /// @notice Evidence shorter than terms is refused with both lengths (Q-7).
    function test_isMet_refusesShortEvidence() external {
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceMalformed.selector, 0, 1216));
        _paid.isMet(LOAN, _milestone(1), "");
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceMalformed.selector, 1215, 1216));
        _paid.isMet(LOAN, _milestone(1), new bytes(1215));
    }

    /// @notice Terms that Loans refuses are no evidence (Q-7, T27).
    function test_isMet_refusesTermsNotInForce() external {
        bytes memory reason = abi.encodeWithSelector(ILoans.TermsNotInForce.selector, LOAN, DOCUMENT, LOAN);
        _quotes.refuse(reason);
        vm.expectRevert(reason);
        _paid.isMet(LOAN, _milestone(1), abi.encode(_terms()));
    }

    /// @notice A loan that is paid on time does not speak for another (Q-7, T34).
    function test_isMet_refusesAnotherLoan() external {
        bytes32 other = keccak256("another loan");
        _quotes.set(other, 0);
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceOfAnotherLoan.selector, other, LOAN));
        _paid.isMet(LOAN, _milestone(1), abi.encode(_terms()));
    }

    /// @notice The day before an instalment falls due it does not count, on that day it does (Q-7).
    function test_isMet_inDays() external {
        toDay(DAY + 10);
        vm.assertTrue(_isMet(_terms(), 0), "none needed");
        vm.assertFalse(_isMet(_terms(), 1), "before the first");
        toDay(DAY + 30);
        vm.assertTrue(_isMet(_terms(), 1), "on the first");
        toDay(DAY + 59);
        vm.assertFalse(_isMet(_terms(), 2), "before the second");
        toDay(DAY + 60);
        vm.assertTrue(_isMet(_terms(), 2), "on the second");
    }

    /// @notice There are never more instalments than the terms have (Q-7).
    function test_isMet_notMoreThanThereAre() external {
        toDay(DAY + 5_000);
        vm.assertTrue(_isMet(_terms(), 12), "all");
        vm.assertFalse(_isMet(_terms(), 13), "one more");
    }

    /// @notice Months end when they end: from 31 January the second is due on 28 February (Q-7).
    function test_isMet_inMonths() external {
        Terms memory terms = _terms();
        // 2025-01-31 and 2025-02-28.
        (terms.firstDue, terms.inDays, terms.interval) = (20_119, false, 1);
        toDay(20_146);
        vm.assertFalse(_isMet(terms, 2), "27 February");
        toDay(20_147);
        vm.assertTrue(_isMet(terms, 2), "28 February");
    }

    /// @notice The day begins where the loan's calendar says (Q-7, P-8).
    function test_isMet_onLoansCalendar() external {
        Terms memory terms = _terms();
        terms.offset = 56;
        vm.warp((DAY + 29) * 1 days + 10 hours - 1);
        vm.assertFalse(_isMet(terms, 1), "a second before");
        vm.warp((DAY + 29) * 1 days + 10 hours);
        vm.assertTrue(_isMet(terms, 1), "fourteen hours ahead of UTC");
    }

    /// @notice One day past due is not on time, whatever fell due (Q-7).
    function test_isMet_notPastDue() external {
        toDay(DAY + 100);
        _quotes.set(LOAN, 1);
        vm.assertFalse(_isMet(_terms(), 1), "past due");
        _quotes.set(LOAN, 0);
        vm.assertTrue(_isMet(_terms(), 1), "paid");
    }

    /// @notice It holds exactly when enough instalments fell due and no day is past due (Q-7).
    function testFuzz_isMet(uint16 day, uint8 needed, uint8 daysPastDue) external {
        toDay(DAY + day);
        _quotes.set(LOAN, daysPastDue);
        uint256 fallen = day < 30 ? 0 : uint256(day) / 30;
        if (fallen > 12) fallen = 12;
        vm.assertEq(_isMet(_terms(), needed), fallen >= needed && daysPastDue == 0, "met");
    }

    function _isMet(Terms memory terms, uint256 instalments) private view returns (bool) {
        return _paid.isMet(LOAN, _milestone(instalments), abi.encode(terms));
    }

    function _milestone(uint256 instalments) private view returns (Milestone memory) {
        return milestoneOf(address(_paid), abi.encode(instalments));
    }

    /// @dev Twelve instalments, thirty days from one to the next, the first in thirty days.
    function _terms() private pure returns (Terms memory terms) {
        (terms.firstDue, terms.instalments, terms.interval) = (uint24(DAY + 30), 12, 30);
        terms.inDays = true;
    }
}
