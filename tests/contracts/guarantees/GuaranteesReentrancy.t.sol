// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReenteringToken} from "../../../contracts/test/HostileTokens.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {LoanCoversSuite} from "./LoanCoversSuite.sol";

/*
A token that calls back while guarantors pay, or get back what they paid, gains nothing

├── while a cover is called
│   ├── it calls the cover again                  → NothingToCall: it is booked already
│   └── it redeems the debt that is being paid    → all is refused: the money is not there yet
├── while a recovery is paid
│   ├── it tells of another recovery              → NotSystem
│   └── it calls the cover again                  → NothingToCall
└── while a claim goes out
    └── it claims again                           → NothingParked
The money of another debt lies in Settlements all the time.
*/
contract GuaranteesReentrancyTest is LoanCoversSuite {
    /// @dev Six days of interest have run when the debt is marked; G1 covers half of all.
    uint256 internal constant OWED = FACE + 3_000e6;
    uint256 internal constant HALF = OWED / 2;
    /// @dev What the debtor pays on its debt, or on its loan.
    uint256 internal constant PAID = 401_200e6;
    uint256 internal constant PAID_ON_LOAN = 100;

    ReenteringToken internal hostile;
    NoteId internal other;
    NoteId internal note;
    ReceivableId internal id;
    bytes32 internal debt;

    function setUp() public override {
        super.setUp();
        hostile = new ReenteringToken();
        other = confirmInToken(hostile);
        payIn(hostile, idOf(other), FACE);
        note = confirmIn(state(idOf(other)).programme, FACE);
        (id, debt) = (idOf(note), debtOf(idOf(note)));
        cover(id, G1, G1_KEY, 500_000, LARGEST);
        toOverdue(id);
        t.token = address(hostile);
        loan = mock.loanOf(t);
        inDefault(1_000);
        _give(g1, 10 * FACE, address(guarantees));
        _give(s1, FACE, address(mock));
    }

    function _give(address account, uint256 amount, address spender) private {
        hostile.mint(account, amount);
        vm.prank(account);
        hostile.approve(spender, type(uint256).max);
    }

    function _arm(bytes memory data) private {
        hostile.arm(address(guarantees), data);
    }

    function _armRecovery(bytes32 of_) private {
        _arm(abi.encodeCall(IGuarantees.recovered, (of_, address(hostile), 500)));
    }

    function _armLoanCover() private {
        _arm(abi.encodeCall(IGuarantees.callLoanCover, (t, covers, 0)));
    }

    /// @dev The borrower pays on the loan; returned is the part of the guarantors.
    function _repay() private returns (uint256) {
        vm.prank(s1);
        return mock.repay(guarantees, loan, address(hostile), PAID_ON_LOAN);
    }

    /// @dev Fails unless each of so many transfers tried, the last of them was refused so, and none gained.
    function _assertRefusedInside(uint256 attempts, bytes memory reason) private view {
        vm.assertEq(uint256(hostile.attempts()), attempts, "attempts");
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        vm.assertEq(hostile.lastAnswerHash(), keccak256(reason), "refused inside");
    }

    function _nothing(bytes32 of_, uint256 part, uint256 paid, uint256 room, uint256 owed)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IGuarantees.NothingToCall.selector, of_, G1, part, paid, room, owed);
    }

    function _notSystem() private view returns (bytes memory) {
        return abi.encodeWithSelector(IGuarantees.NotSystem.selector, address(hostile));
    }

    function _assertMoney(uint256 guarantor, uint256 held) private view {
        vm.assertEq(hostile.balanceOf(g1), guarantor, "guarantor");
        vm.assertEq(hostile.balanceOf(address(settlements)), held, "of both debts");
        vm.assertEq(hostile.balanceOf(address(guarantees)), 0, "nothing rests");
    }

    /* WHILE A COVER IS CALLED */

    /// @notice A cover that is being called is booked before the token is called: it pays once (U-8, T09, I19).
    function test_cannotCallTwice() external {
        _arm(abi.encodeCall(IGuarantees.callCover, (id, G1)));
        vm.assertEq(callCover(id, G1), HALF, "called");
        _assertRefusedInside(1, _nothing(debt, HALF, HALF, LARGEST - HALF, HALF));
        assertPosition(debt, G1, HALF, HALF, 1, HALF);
        _assertMoney(10 * FACE - HALF, FACE + HALF);
    }

    /// @notice Of a loan too: neither when the guarantor pays nor when the lender is paid is it called again (U-8, U-11,
    /// T09, I19).
    function test_cannotCallALoanTwice() external {
        _armLoanCover();
        vm.assertEq(callLoan(0), 500, "called");
        _assertRefusedInside(2, _nothing(loan, 500, 500, 100, 500));
        assertPosition(loan, G1, 500, 500, 1, 500);
        vm.assertEq(hostile.balanceOf(bankA), 500, "lender");
        _assertMoney(10 * FACE - 500, FACE);
    }

    /// @notice Redeeming the debt with the money of others, before the guarantor's has come in, refuses the call (X-8,
    /// U-10, T09, I6).
    function test_cannotRedeemBeforeTheGuarantorHasPaid() external {
        hostile.arm(address(settlements), abi.encodeCall(ISettlements.redeem, (only(note))));
        vm.expectRevert(
            abi.encodeWithSelector(IGuarantees.WrongAmountReceived.selector, address(hostile), HALF, 0)
        );
        callCover(id, G1);
        assertPosition(debt, G1, 0, 0, 0, 0);
        _assertMoney(10 * FACE, FACE);
    }

    /* WHILE A RECOVERY IS PAID */

    /// @notice The token is not of the system: while it moves a recovery, from debtor to Settlements to Guarantees to the
    /// guarantor, it cannot make up another (U-17, T09, I20).
    function test_cannotMakeUpARecovery() external {
        callCover(id, G1);
        _armRecovery(debt);
        payIn(hostile, id, PAID);
        _assertRefusedInside(3, _notSystem());
        assertPosition(debt, G1, HALF - PAID / 2, HALF, 1, HALF);
        _assertMoney(10 * FACE - HALF + PAID / 2, FACE + HALF + PAID / 2);
    }

    /// @notice On a loan it cannot either (U-17, T09, I20).
    function test_cannotMakeUpALoansRecovery() external {
        callLoan(0);
        _armRecovery(loan);
        vm.assertEq(_repay(), 50, "part");
        _assertRefusedInside(2, _notSystem());
        assertPosition(loan, G1, 450, 500, 1, 500);
        _assertMoney(10 * FACE - 450, FACE);
    }

    /// @notice What comes back opens no room to call the cover again, at no moment of the recovery (U-8, U-12, T09, I19).
    function test_cannotCallDuringARecovery() external {
        callCover(id, G1);
        _arm(abi.encodeCall(IGuarantees.callCover, (id, G1)));
        payIn(hostile, id, PAID);
        uint256 left = (OWED - PAID) / 2;
        _assertRefusedInside(3, _nothing(debt, left, HALF, LARGEST - HALF, left));
        assertPosition(debt, G1, left, HALF, 1, HALF);
        _assertMoney(10 * FACE - left, FACE + HALF + PAID / 2);
    }

    /// @notice On a loan it opens none either, though Guarantees learns of the payment after Loans (U-8, U-13, T09, I19).
    function test_cannotCallALoanDuringARecovery() external {
        callLoan(0);
        _armLoanCover();
        vm.assertEq(_repay(), 50, "part");
        _assertRefusedInside(2, _nothing(loan, 450, 500, 100, 450));
        assertPosition(loan, G1, 450, 500, 1, 500);
        _assertMoney(10 * FACE - 450, FACE);
    }

    /// @notice A claim that is being paid is gone: what waited for the guarantor is claimed once (U-16, T09, I6).
    function test_cannotClaimTwice() external {
        callCover(id, G1);
        suspend(G1);
        payIn(hostile, id, PAID);
        vm.assertEq(guarantees.parkedOf(G1, address(hostile)), PAID / 2, "parked");
        reinstate(G1);
        _arm(abi.encodeCall(IParking.claim, (G1, address(hostile))));
        guarantees.claim(G1, address(hostile));
        _assertRefusedInside(1, abi.encodeWithSelector(IParking.NothingParked.selector, G1, address(hostile)));
        _assertMoney(10 * FACE - HALF + PAID / 2, FACE + HALF + PAID / 2);
    }

    /// @notice After all of it the other debt, whose money lay there, is paid in full (T09, I6).
    function test_theOtherDebtIsSafe() external {
        _arm(abi.encodeCall(IGuarantees.callCover, (id, G1)));
        callCover(id, G1);
        payIn(hostile, id, PAID);
        hostile.arm(address(0), "");
        vm.assertEq(redeem(other), FACE, "the other debt");
        vm.assertEq(redeem(note), HALF + PAID / 2, "this one");
        _assertMoney(10 * FACE - HALF + PAID / 2, 0);
    }
}
