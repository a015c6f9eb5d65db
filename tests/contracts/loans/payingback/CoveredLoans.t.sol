// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Loans} from "../../../../contracts/Loans.sol";
import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {IGuarantees} from "../../../../interfaces/IGuarantees.sol";
import {ILoans, LoanState, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/// @title GuarantorsWitness
/// @notice Guarantees as Loans sees it, with a claim that tests set: remembers what it was told, and what it held then.
contract GuarantorsWitness {
    uint256 public claim;
    uint256 public calls;
    bytes32 public loan;
    address public token;
    uint256 public amount;
    uint256 public held;
    uint256 public debtThen;

    function setClaim(uint256 claim_) external {
        claim = claim_;
    }

    function cover(Loans loans, bytes32 covered) external {
        loans.setCovered(covered);
    }

    function claimOn(bytes32) external view returns (uint256) {
        return claim;
    }

    function recovered(bytes32 loan_, address token_, uint256 amount_) external {
        (loan, token, amount) = (loan_, token_, amount_);
        (calls, held) = (calls + 1, TestToken(token_).balanceOf(address(this)));
        debtThen = ILoans(msg.sender).stateOf(loan_).principal;
        claim -= amount_;
    }
}

/*
Payments on a loan on which guarantors have paid

├── Loans.setCovered by another than Guarantees    → NotSystem
├── without the flag                               → all to the lender, Guarantees is not asked
├── with it
│   ├── no claim is left                            → all to the lender
│   ├── a claim of G on a debt of D                 → floor(payment x G / D) to Guarantees, the rest to the lender
│   │   ├── by repay, collect and proceeds alike
│   │   └── the money comes before the word, and both after the debt has fallen
│   └── the lender's part is parked where the lender cannot be paid
└── the last payment                               → clears the claim and the debt together
*/
contract CoveredLoansTest is PaybackSuite {
    GuarantorsWitness internal witness;

    function setUp() public override {
        // Before the addresses of the loans' contracts are predicted.
        witness = new GuarantorsWitness();
        super.setUp();
    }

    function _guaranteesAndCollateral() internal view override returns (IGuarantees, address) {
        return (IGuarantees(address(witness)), vm.addr(0xC011));
    }

    /// @dev The loan in default, guarantors having paid `claim` of it.
    function _cover(uint256 claim) private {
        toDefault();
        witness.cover(loans, loan);
        witness.setClaim(claim);
    }

    function _share(uint256 paid) private view returns (uint256) {
        return paid * witness.claim() / payoff();
    }

    /// @notice Only Guarantees says that guarantors have paid: not the lender, not an administrator (L-38, T60, T64).
    function test_setCovered_refusesOthers() external {
        address[4] memory callers = [bankA, s1, admin, outsider];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILoans.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            loans.setCovered(loan);
        }
    }

    /// @notice The flag is all that the word of Guarantees changes (L-38).
    function test_setCovered() external {
        toDefault();
        LoanState memory s = stateOf(loan);
        Quote memory q = quoteOf(t);
        witness.cover(loans, loan);
        s.covered = true;
        vm.assertEq(abi.encode(stateOf(loan)), abi.encode(s), "state");
        vm.assertEq(abi.encode(quoteOf(t)), abi.encode(q), "the debt does not fall");
    }

    /// @notice Without the flag all goes to the lender, though there be a claim (L-38).
    function test_uncovered() external {
        toDefault();
        witness.setClaim(100_000e6);
        uint256 before = balance(bankA);
        pay(1_000e6);
        vm.assertEq(balance(bankA) - before, 1_000e6, "lender");
        vm.assertEq(witness.calls(), 0, "calls");
    }

    /// @notice Once guarantors have got all back, all goes to the lender (L-38).
    function test_noClaimLeft() external {
        _cover(0);
        uint256 before = balance(bankA);
        pay(1_000e6);
        vm.assertEq(balance(bankA) - before, 1_000e6, "lender");
        vm.assertEq(witness.calls(), 0, "calls");
    }

    /// @notice Guarantors get their part of the debt of each payment, rounded down, the lender the rest; they hold it
    /// when they are told (L-38, I17, I18).
    function test_shares() external {
        _cover(100_000e6);
        uint256 part = _share(1_000_000_001);
        uint256 before = balance(bankA);
        uint256 owed = payoff();
        pay(1_000_000_001);
        vm.assertEq(witness.calls(), 1, "calls");
        vm.assertEq(witness.loan(), loan, "loan");
        vm.assertEq(witness.token(), address(token), "token");
        vm.assertEq(witness.amount(), part, "part");
        vm.assertEq(witness.held(), part, "held when told");
        vm.assertEq(balance(bankA) - before, 1_000_000_001 - part, "lender");
        vm.assertEq(part, 1_000_000_001 * uint256(100_000e6) / owed, "of the debt before the payment");
        vm.assertEq(payoff(), owed - 1_000_000_001, "the debt falls by all of it");
    }

    /// @notice When Guarantees is told, the debt has fallen already (L-38, T09).
    function test_toldAfterTheDebtHasFallen() external {
        _cover(100_000e6);
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + PART);
        vm.assertEq(witness.debtThen(), PRINCIPAL - PART, "principal then");
    }

    /// @notice A payment of which no unit is the guarantors' goes to the lender whole (L-38, T59).
    function test_roundsDown() external {
        _cover(100_000e6);
        uint256 before = balance(bankA);
        pay(3);
        vm.assertEq(balance(bankA) - before, 3, "a third of three units, less a fraction");
        vm.assertEq(witness.calls(), 0, "calls");
    }

    /// @notice What is collected from the borrower is shared alike (L-30, L-38).
    function test_sharesCollections() external {
        _cover(100_000e6);
        allow(s1, 30_000e6);
        uint256 part = _share(30_000e6);
        uint256 before = balance(bankA);
        vm.assertEq(collect(), 30_000e6, "taken");
        vm.assertEq(witness.held(), part, "guarantors");
        vm.assertEq(balance(bankA) - before, 30_000e6 - part, "lender");
    }

    /// @notice Proceeds of pledged notes are shared alike (L-35, L-38).
    function test_sharesProceeds() external {
        _cover(100_000e6);
        allow(collateralAt, 30_000e6);
        uint256 part = _share(30_000e6);
        vm.prank(collateralAt);
        loans.applyProceeds(t, 30_000e6);
        vm.assertEq(witness.held(), part, "guarantors");
        vm.assertEq(balance(collateralAt), 0, "all of it");
    }

    /// @notice For a suspended lender its part alone is parked; the guarantors' part reaches them (L-31, L-38, T68).
    function test_parksTheLendersPart() external {
        _cover(100_000e6);
        suspend(BANK_A);
        uint256 part = _share(9_000e6);
        pay(9_000e6);
        vm.assertEq(witness.held(), part, "guarantors");
        vm.assertEq(parked(), 9_000e6 - part, "parked");
    }

    /// @notice After a guarantor was called the lender alone does not lift default: a new mark would call it anew (L-37, T60).
    function test_refusesTheLift() external {
        _cover(100_000e6);
        vm.expectRevert(abi.encodeWithSelector(ILoans.CoverCalled.selector, loan));
        vm.prank(bankA);
        loans.liftDefault(t);
    }

    /// @notice Where guarantors have paid all, all goes to them (L-38).
    function test_claimOfAll() external {
        _cover(0);
        witness.setClaim(payoff());
        uint256 before = balance(bankA);
        pay(5_000e6);
        vm.assertEq(witness.held(), 5_000e6, "guarantors");
        vm.assertEq(balance(bankA), before, "lender");
    }

    /// @notice Whatever is paid, lender and guarantors get all of it, the guarantors never more than their part, and
    /// the last payment clears claim and debt together (L-38, T59, I17, I25).
    function testFuzz_sharesAll(uint96 claim, uint96[4] memory amounts, uint16 wait) external {
        _cover(0);
        uint256 owed = payoff();
        witness.setClaim(claim % (owed + 1));
        uint256 lent = balance(bankA);
        uint256 paid;
        for (uint256 i; i < 4; ++i) {
            toDay(FIRST + 31 + i * (wait % 100));
            uint256 amount = 1 + amounts[i] % (payoff() - 1);
            uint256 part = _share(amount);
            uint256 before = witness.held();
            uint256 calls = witness.calls();
            paid += pay(amount);
            vm.assertEq(witness.held() - before, part, "part");
            vm.assertEq(witness.calls() - calls, part == 0 ? 0 : 1, "told");
        }
        paid += pay(payoff());
        vm.assertEq(witness.claim(), 0, "claim");
        assertNothingLeft();
        vm.assertEq(balance(bankA) - lent + balance(address(witness)), paid, "all of it");
    }
}
