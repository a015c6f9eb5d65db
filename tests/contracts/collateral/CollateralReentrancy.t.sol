// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {ReenteringToken} from "../../../contracts/test/HostileTokens.sol";
import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {Terms} from "../../../interfaces/ILoans.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
A token that calls back while Collateral pays gains nothing

├── while the loan is paid
│   ├── it applies the same proceeds again       → NothingBooked, all goes on
│   ├── it applies another loan's                → the allowance is used up: all is refused
│   └── it redeems another pledged note          → the balance differs: all is refused
├── while the surplus is paid
│   └── it applies, redeems or claims again      → nothing is paid twice
└── while a payout is booked
    └── it tells of the payout itself            → NotSettlements
The proceeds of another loan lie in the contract all the time.
*/
contract CollateralReentrancyTest is CollateralSuite {
    ReenteringToken internal hostile;
    Terms internal other;
    bytes32 internal otherLoan;
    NoteId internal second;

    function setUp() public override {
        super.setUp();
        hostile = new ReenteringToken();
        useToken(hostile);
        (other, otherLoan) = openAnother();
        NoteId others = _confirm();
        vm.prank(s1);
        collateral.pledge(other, only(others));
        second = _confirm();
        pledgeMany(s1, list(note, second));
        payIn(hostile, idOf(others), FACE);
        payIn(hostile, idOf(note), FACE);
        payIn(hostile, idOf(second), FACE);
        settlements.redeem(list(others, note));
        loans.setDebt(loan, DEBT, DEBT);
        loans.setDebt(otherLoan, DEBT, DEBT);
    }

    function _confirm() private returns (NoteId) {
        return confirmIn(state(idOf(note)).programme, FACE);
    }

    /// @dev Arms the loans, which call before they take the money: no gas is short there.
    function _whileTheLoanIsPaid(address target, bytes memory data) private {
        loans.callBefore(target, data);
    }

    function _waiting(bytes32 id) private view returns (uint256 amount) {
        (amount,) = collateral.proceedsOf(id);
    }

    function _assertOtherIsSafe() private {
        hostile.arm(address(0), "");
        uint256 before = hostile.balanceOf(bankA);
        collateral.applyProceeds(other, 1);
        vm.assertEq(hostile.balanceOf(bankA) - before, DEBT, "the other loan is paid in full");
    }

    /// @notice Proceeds under way are gone from the books before the token is called: they pay once (C-8, T09).
    function test_cannotApplyTwice() external {
        hostile.arm(address(collateral), abi.encodeCall(ICollateral.applyProceeds, (loanTerms, 1)));
        applyAll();
        vm.assertEq(bytes32(hostile.lastError()), bytes32(ICollateral.NothingBooked.selector), "refused");
        vm.assertEq(uint256(hostile.attempts()), 2, "tried for loan and owner");
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        vm.assertEq(hostile.balanceOf(bankA), DEBT, "lender");
        vm.assertEq(hostile.balanceOf(s1), FACE - DEBT, "owner");
        vm.assertEq(hostile.balanceOf(address(collateral)), FACE, "the other loan's");
        _assertOtherIsSafe();
    }

    /// @notice Another loan's proceeds applied within the application refuse it: the allowance is for one (C-8, T09).
    function test_cannotApplyAnotherLoanWithin() external {
        _whileTheLoanIsPaid(address(collateral), abi.encodeCall(ICollateral.applyProceeds, (other, 1)));
        // The inner application uses up the allowance of the outer one.
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(loans), 0, DEBT)
        );
        collateral.applyProceeds(loanTerms, 1);
        vm.assertEq(_waiting(loan), FACE, "waits as before");
        vm.assertEq(_waiting(otherLoan), FACE, "the other too");
        vm.assertEq(hostile.balanceOf(address(collateral)), 2 * FACE, "held");
    }

    /// @notice A note redeemed within the application refuses it, and counts once when it is over (C-5, C-8, T09).
    function test_cannotBookWithin() external {
        _whileTheLoanIsPaid(address(settlements), abi.encodeCall(ISettlements.redeem, (only(second))));
        vm.expectRevert(
            abi.encodeWithSelector(
                ICollateral.WrongAmountTaken.selector, address(hostile), DEBT, 2 * FACE, 3 * FACE - DEBT
            )
        );
        collateral.applyProceeds(loanTerms, 1);
        redeem(second);
        vm.assertEq(_waiting(loan), 2 * FACE, "both");
        applyAll();
        vm.assertEq(hostile.balanceOf(s1), 2 * FACE - DEBT, "owner");
        _assertOtherIsSafe();
    }

    /// @notice A surplus that redeems the next note, or claims, from within pays nothing twice (C-7, T09, I6).
    function test_cannotGainWhileTheSurplusIsPaid() external {
        bytes[3] memory calls = [
            abi.encodeCall(ICollateral.redeem, (loanTerms, only(second))),
            abi.encodeCall(ISettlements.redeem, (only(second))),
            abi.encodeCall(IParking.claim, (S1, address(hostile)))
        ];
        for (uint256 i; i < calls.length; ++i) {
            uint256 clean = vm.snapshotState();
            loans.setDebt(loan, 0, 0);
            hostile.arm(i == 1 ? address(settlements) : address(collateral), calls[i]);
            applyAll();
            vm.assertGe(uint256(hostile.attempts()), 1, "tried");
            hostile.arm(address(0), "");
            if (i != 1 || _waiting(loan) == 0) collateral.redeem(loanTerms, only(second));
            else applyAll();
            vm.assertEq(hostile.balanceOf(s1), 2 * FACE, "each note once");
            vm.assertEq(hostile.balanceOf(address(collateral)), FACE, "the other loan's");
            vm.revertToState(clean);
        }
    }

    /// @notice The token is not Settlements: while it moves a payout it cannot make up another (C-5, T09).
    function test_cannotMakeUpAPayout() external {
        bytes memory data = abi.encodeCall(collateral.onPayout, (second, S1, address(hostile), 1_000 * FACE));
        hostile.arm(address(collateral), data);
        redeem(second);
        bytes memory reason = abi.encodeWithSelector(ICollateral.NotSettlements.selector, address(hostile));
        vm.assertEq(hostile.lastAnswerHash(), keccak256(reason), "refused inside");
        vm.assertEq(_waiting(loan), 2 * FACE, "booked");
    }
}
