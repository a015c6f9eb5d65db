// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {IFixings} from "../../../../interfaces/IFixings.sol";
import {ILoans, Quote} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/// @title LineWitness
/// @notice CreditLines as Loans sees it: remembers each call word for word, what the lender held and what was owed
/// then.
contract LineWitness {
    /// @notice Thrown when tests told the witness to refuse.
    error LineRefuses();

    TestToken private _token;
    address private _lender;
    bytes[] private _calls;
    uint256 public heldThen;
    uint256 public principalThen;
    uint256 public used;
    bytes32 private _loan;
    bool private _refusing;

    function watch(bytes32 loan, TestToken token, address lender) external {
        (_loan, _token, _lender) = (loan, token, lender);
    }

    function refuse() external {
        _refusing = true;
    }

    function calls() external view returns (bytes[] memory) {
        return _calls;
    }

    /// @notice Allows any rate.
    function checkRate(PartyId, PartyId, uint256) external pure {}

    function draw(PartyId, PartyId, uint256 amount) external {
        if (_refusing) revert LineRefuses();
        used += amount;
        _remember();
    }

    function repaid(PartyId, PartyId, uint256 principal, uint256, uint256, bool) external {
        used -= principal;
        _remember();
    }

    function defaulted(PartyId, PartyId, uint256) external {
        _remember();
    }

    function _remember() private {
        _calls.push(msg.data);
        heldThen = _token.balanceOf(_lender);
        principalThen = ILoans(msg.sender).stateOf(_loan).principal;
    }
}

/*
Loans under a line of credit

├── a release              → draw of its amount, after the books and before the money
│   └── the line refuses    → nothing is released
├── a payment              → repaid with its principal, its amount, the days past due and whether in default,
│                            after the books and before the money
├── a refund               → repaid with its principal alone
├── a mark of default      → defaulted with the debt
├── its lift               → nothing
└── a loan under no line   → CreditLines is never called
*/
contract LinedLoansTest is PaybackSuite {
    LineWitness internal witness;

    function setUp() public override {
        // Before the addresses of the loans' contracts are predicted.
        witness = new LineWitness();
        super.setUp();
        t.lined = true;
        ++t.salt;
        loan = openLoan(t);
        witness.watch(loan, token, bankA);
        release(t, 0);
    }

    function _linesAndRates() internal view override returns (ICreditLines, IFixings) {
        return (ICreditLines(address(witness)), IFixings(vm.addr(0xF1)));
    }

    function _assertLast(uint256 number, bytes memory data) private view {
        bytes[] memory calls = witness.calls();
        vm.assertEq(calls.length, number, "calls");
        vm.assertEq(calls[number - 1], data, "the last call");
    }

    function _repaid(uint256 principal, uint256 amount, uint256 daysLate, bool defaulted)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeCall(ICreditLines.repaid, (BANK_A, S1, principal, amount, daysLate, defaulted));
    }

    /// @notice A release uses the line for its amount, when the loan has grown and the money has not moved (L-43, K-6).
    function test_draws() external {
        _assertLast(1, abi.encodeCall(ICreditLines.draw, (BANK_A, S1, PRINCIPAL)));
        vm.assertEq(witness.principalThen(), PRINCIPAL, "principal then");
        vm.assertEq(witness.heldThen(), balance(bankA) + PRINCIPAL, "the money was the lender's then");
    }

    /// @notice A line that refuses stops the release whole (L-43, K-6).
    function test_lineRefuses() external {
        witness.refuse();
        vm.expectRevert(LineWitness.LineRefuses.selector);
        release(t, 1);
        vm.assertEq(stateOf(loan).principal, PRINCIPAL, "principal");
        vm.assertEq(balance(supplierTwo), 0, "payee");
    }

    /// @notice A payment on time gives back its principal, and is recorded whole; the debt has fallen by then, and the
    /// money has not moved (L-43, K-8, K-14).
    function test_repays() external {
        toDay(FIRST);
        uint256 before = balance(bankA);
        pay(INTEREST + PART);
        _assertLast(2, _repaid(PART, INTEREST + PART, 0, false));
        vm.assertEq(witness.principalThen(), PRINCIPAL - PART, "principal then");
        vm.assertEq(witness.heldThen(), before, "the money had not moved");
    }

    /// @notice A payment of interest alone gives back nothing, and is recorded (L-43, K-14).
    function test_repaysInterest() external {
        toDay(FIRST);
        pay(INTEREST);
        _assertLast(2, _repaid(0, INTEREST, 0, false));
    }

    /// @notice Late payments are recorded with the days past due before them (L-43, K-14, T31).
    function test_repaysLate() external {
        toDay(FIRST + 12);
        Quote memory q = quoteOf(t);
        allow(s1, PRINCIPAL);
        collect();
        _assertLast(2, _repaid(PART, q.due, 12, false));
        toDay(SECOND - 1);
        pay(PART);
        // 18 days' interest since; nothing is late any more.
        _assertLast(3, _repaid(PART - quoteInterest(29), PART, 0, false));
    }

    /// @dev Interest since the first due day of 275,000, for `numberOfDays`, up.
    function quoteInterest(uint256 numberOfDays) private pure returns (uint256) {
        uint256 numerator = (PRINCIPAL * 12 + (PRINCIPAL - PART) * (numberOfDays - 12)) * 60_000;
        return (numerator + SCALE - 1) / SCALE;
    }

    /// @notice A mark of default is recorded with the debt; what is paid then is a recovery (L-36, L-43, K-14, T31).
    function test_defaults() external {
        toDay(FIRST + 31);
        uint256 debt = payoff();
        loans.markDefault(t);
        _assertLast(2, abi.encodeCall(ICreditLines.defaulted, (BANK_A, S1, debt)));
        pay(debt);
        _assertLast(3, _repaid(PRINCIPAL, debt, 31, true));
        vm.assertEq(witness.used(), 0, "used");
    }

    /// @notice Lifting the mark records nothing; a payment after it is none in default (L-37, K-14).
    function test_lifts() external {
        toDefault();
        vm.prank(bankA);
        loans.liftDefault(t);
        vm.assertEq(witness.calls().length, 2, "calls");
        pay(100);
        _assertLast(3, _repaid(0, 100, 31, false));
    }

    /// @notice A payee's refund gives its principal back and is no payment (L-18, L-43, K-15).
    function test_refunds() external {
        allow(supplierOne, 40_000e6);
        vm.prank(supplierOne);
        loans.refund(t, milestone(0), proofOf(0), 40_000e6);
        _assertLast(2, _repaid(40_000e6, 0, 0, false));
        vm.assertEq(witness.principalThen(), PRINCIPAL - 40_000e6, "principal then");
    }

    /// @notice Proceeds of pledged notes give back their principal too (L-35, L-43).
    function test_proceeds() external {
        toDay(FIRST);
        allow(collateralAt, PRINCIPAL);
        vm.prank(collateralAt);
        loans.applyProceeds(t, PRINCIPAL);
        _assertLast(2, _repaid(PART, INTEREST + PART, 0, false));
    }

    /// @notice A loan under no line never calls CreditLines (L-43).
    function test_unlined() external {
        t.lined = false;
        reopen();
        toDefault();
        pay(payoff());
        vm.assertEq(witness.calls().length, 1, "the release of the lined one alone");
    }

    /// @notice Over any life of a loan, what the line has in use is the loan's principal, and nothing at the end (L-43,
    /// K-9, I12).
    function testFuzz_usedIsPrincipal(uint96[5] memory amounts, uint16[5] memory waits) external {
        uint256 day = DAY;
        for (uint256 i; i < 5; ++i) {
            day += waits[i] % 90;
            toDay(day);
            pay(1 + amounts[i] % (payoff() - 1));
            vm.assertEq(witness.used(), stateOf(loan).principal, "used");
        }
        pay(payoff());
        vm.assertEq(witness.used(), 0, "all is given back");
    }
}
