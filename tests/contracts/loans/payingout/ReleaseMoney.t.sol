// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, LoanState, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.release: where the money goes

├── by anyone, from the lender's cash account of the day, straight to the payee
├── from the reserve, where there is one
├── to a party: its account named; the borrower itself only where the terms name it
├── to a suspended party: parked, the token is not asked to pay it
├── under a line: the line is drawn on
├── to a list: opened, nothing moves yet
└── the terms are told with the first release, interest runs from the day of each
*/
contract ReleaseMoneyTest is PayoutSuite {
    bytes32 internal constant PUBLISHED = ILoans.TermsPublished.selector;
    bytes32 internal constant RELEASED = ILoans.Released.selector;
    bytes32 internal constant MOVED = IERC20.Transfer.selector;
    bytes32 internal constant PARKED = ILoans.ParkedFor.selector;

    function _released(bytes32 loan, Milestone memory m) private {
        vm.expectEmit(address(loans));
        emit ILoans.Released(loan, m.index, m.payees, m.amount);
    }

    /* STRAIGHT */

    /// @notice The first release tells the terms and the milestone, and moves its amount from the lender's account
    /// straight to the payee, whoever brings it (L-10, L-11, I23).
    function test_paysThePayee() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        vm.expectEmit(address(loans));
        emit ILoans.TermsPublished(loan, t);
        _released(loan, milestone(0));
        vm.expectEmit(address(token));
        emit IERC20.Transfer(bankA, supplierOne, 300_000e6);
        vm.recordLogs();
        vm.prank(outsider);
        release(t, 0);
        assertEvents(abi.encodePacked(PUBLISHED, RELEASED, MOVED));
        LoanState memory expected;
        (expected.open, expected.released, expected.recast, expected.day) = (true, 1, 2, DAY);
        (expected.base, expected.principal) = (300_000e6, 300_000e6);
        assertState(loan, expected);
        assertPayee(token, supplierOne, 0, 300_000e6);
        assertBalance(token, bankA, 10 * COMMITMENT - 300_000e6, "lender");
        assertBalance(token, address(loans), 0, "nothing rests");
    }

    /// @notice Later releases do not tell the terms again; what is drawn adds up, in any order (L-10, L-13).
    function test_paysLaterMilestones() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        release(t, 1);
        vm.recordLogs();
        release(t, 0);
        assertEvents(abi.encodePacked(RELEASED, MOVED));
        assertDrawn(loan, 500_000e6, 3);
        assertPayee(token, supplierTwo, 0, 200_000e6);
    }

    /// @notice Interest on each amount starts on the day on which it moves (L-13, L-20).
    function test_interestStartsWithTheMoney() external {
        Terms memory t = loanTerms();
        openLoan(t);
        toDay(DAY + 10);
        release(t, 0);
        vm.assertEq(quoteOf(t).accrued, 0, "on the day");
        toDay(DAY + 20);
        vm.assertEq(quoteOf(t).accrued, 500e6, "ten days of 300,000");
        release(t, 1);
        toDay(DAY + 30);
        vm.assertEq(quoteOf(t).accrued, 1_333_333_334, "ten more, of 500,000");
    }

    /// @notice Money leaves the account that is the lender's cash account on the day, not the one that signed (L-11, P-8).
    function test_takesFromTheCashAccountOfTheDay() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        address fresh = vm.addr(0xF4E5);
        bytes memory consent = sign(0xF4E5, parties.accountConsentDigest(BANK_A, fresh, LATER));
        vm.prank(bankA);
        parties.rotate(fresh, LATER, consent);
        fund(fresh, 300_000e6, address(loans));
        release(t, 0);
        assertBalance(token, fresh, 0, "new account");
        assertBalance(token, bankA, 10 * COMMITMENT, "old account");
        assertDrawn(loan, 300_000e6, 1);
    }

    /* RESERVE */

    /// @notice A reserve is drawn on, and the lender's account is not: without allowance or money of it all is paid (L-9,
    /// L-11).
    function test_paysFromTheReserve() external {
        Terms memory t = loanTerms();
        t.reserved = true;
        bytes32 loan = openLoan(t);
        vm.prank(bankA);
        token.approve(address(loans), 0);
        vm.expectEmit(address(loans));
        emit ILoans.ReserveChanged(loan, 700_000e6);
        vm.recordLogs();
        release(t, 0);
        assertEvents(abi.encodePacked(PUBLISHED, RELEASED, ILoans.ReserveChanged.selector, MOVED));
        vm.assertEq(loans.reserveOf(loan), 700_000e6, "reserve");
        assertBalance(token, address(loans), 700_000e6, "held");
        assertPayee(token, supplierOne, 0, 300_000e6);
        for (uint8 i = 1; i < 4; ++i) {
            release(t, i);
        }
        payOut(t, 0);
        payOut(t, 1);
        vm.assertEq(loans.reserveOf(loan), 0, "all is drawn");
        assertBalance(token, address(loans), 0, "nothing rests");
    }

    /// @notice The reserve of one loan never pays for another (L-9, L-13, I6).
    function test_keepsReservesApart() external {
        Terms memory t = loanTerms();
        t.reserved = true;
        bytes32 first = openLoan(t);
        (t.salt, t.commitment) = (2, 300_000e6);
        bytes32 second = openLoan(t);
        release(t, 0);
        vm.assertEq(loans.reserveOf(second), 0, "its own is drawn");
        vm.assertEq(loans.reserveOf(first), COMMITMENT, "the other's is not");
        releaseRefused(t, 1, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 0));
    }

    /* PARTIES */

    /// @notice A party that is no kin of the borrower is paid like anybody, on the account that the terms name (L-14).
    function test_paysAParty() external {
        address account = accountOf(S2, 0x5A2, 0, 0);
        openAndRelease(payeeMilestone(account));
        assertPayee(token, account, 0, 300_000e6);
        assertBalance(token, s2, 0, "not its cash account");
    }

    /// @notice The borrower is paid where the terms name it, also when it has a group (L-14, T36).
    function test_paysTheBorrowerThatTheTermsName() external {
        update(S1, 1, 7, DAY);
        openAndRelease(payeeMilestone(s1));
        assertPayee(token, s1, 0, 300_000e6);
    }

    /// @notice Parties without a group are no kin of each other (L-14).
    function test_paysPartiesWithoutGroup() external {
        PartyId[2] memory all = [S1, S2];
        for (uint256 i; i < 2; ++i) {
            update(all[i], 1, uint40(7 * i), DAY);
            openAndRelease(payeeMilestone(s2));
        }
        assertPayee(token, s2, 0, 600_000e6);
    }

    /// @notice What is due to a suspended party is drawn and parked for it, and the token is not asked to pay it (L-14,
    /// L-15, T37).
    function test_parksForASuspendedParty() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        suspend(S2);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(bankA, address(loans), 100_000e6);
        vm.expectEmit(address(loans));
        emit ILoans.ParkedFor(s2, address(token), 100_000e6);
        vm.recordLogs();
        release(t, 2);
        assertEvents(abi.encodePacked(PUBLISHED, RELEASED, MOVED, PARKED));
        assertDrawn(loan, 100_000e6, 4);
        assertPayee(token, s2, 100_000e6, 0);
        assertBalance(token, address(loans), 100_000e6, "held for it");
    }

    /// @notice Of a reserve what is due to a suspended party just stays, and is its own from then on (L-9, L-14, T37).
    function test_parksReservedMoney() external {
        Terms memory t = loanTerms();
        t.reserved = true;
        bytes32 loan = openLoan(t);
        suspend(S2);
        vm.recordLogs();
        release(t, 2);
        assertEvents(abi.encodePacked(PUBLISHED, RELEASED, ILoans.ReserveChanged.selector, PARKED));
        assertPayee(token, s2, 100_000e6, 0);
        vm.assertEq(loans.reserveOf(loan), 900_000e6, "reserve");
        assertBalance(token, address(loans), COMMITMENT, "held in all");
    }

    /* LINE */

    /// @notice Under a line the amount released, and no other, uses the borrower's line with the lender (L-43, I12).
    function test_drawsOnTheLine() external {
        Terms memory t = loanTerms();
        t.lined = true;
        vm.mockCall(address(lines), abi.encodeCall(ICreditLines.checkRate, (BANK_A, S1, 60_000)), "");
        bytes32 loan = openLoan(t);
        vm.expectCall(address(lines), abi.encodeCall(ICreditLines.draw, (BANK_A, S1, 300_000e6)));
        vm.mockCall(address(lines), abi.encodeCall(ICreditLines.draw, (BANK_A, S1, 300_000e6)), "");
        release(t, 0);
        assertDrawn(loan, 300_000e6, 1);
    }

    /* LISTS */

    /// @notice The release of a list opens it: nothing is drawn and nothing moves until its chunks are paid (L-13, L-16).
    function test_opensAList() external {
        Terms memory t = loanTerms();
        t.lined = true;
        // Lines that know nothing of a draw: none happens.
        vm.mockCall(address(lines), abi.encodeCall(ICreditLines.checkRate, (BANK_A, S1, 60_000)), "");
        bytes32 loan = openLoan(t);
        _released(loan, milestone(3));
        vm.recordLogs();
        release(t, 3);
        assertEvents(abi.encodePacked(PUBLISHED, RELEASED));
        LoanState memory expected;
        (expected.open, expected.released, expected.recast, expected.day) = (true, 8, 2, DAY);
        assertState(loan, expected);
        (bytes32 leaf, uint256 paid) = loans.listOf(loan, 3);
        vm.assertEq(leaf, leafOf(milestone(3)), "leaf");
        vm.assertEq(paid, 0, "paid");
        assertBalance(token, bankA, 10 * COMMITMENT, "lender");
    }

    /// @notice The last of 64 milestones is one as any other (L-5, L-10).
    function test_releasesTheLastIndex() external {
        Milestone memory m = payeeMilestone(supplierOne);
        m.index = 63;
        (, bytes32 loan) = openAndRelease(m);
        assertDrawn(loan, 300_000e6, uint64(1) << 63);
        LoanState memory s = stateOf(loan);
        vm.assertTrue(s.open && !s.frozen && s.recast == 2, "its neighbours are as they were");
    }
}
