// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReenteringToken} from "../../../../contracts/test/HostileTokens.sol";
import {ILoans, Quote} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
A token that calls back in the middle of a payment gains nothing

├── while the instalment is paid      → it is not due any more: neither collected again nor in default
├── while all is paid                 → nothing is owed any more
├── while a part is paid              → GasTooLow: no payout has the gas for another
├── while a payment is parked         → PayeeSuspended: what was parked stays, and grows by the payment
└── while a claim goes out            → NothingParked
*/
contract PaybackReentrancyTest is PaybackSuite {
    ReenteringToken internal hostile;

    function setUp() public override {
        super.setUp();
        hostile = new ReenteringToken();
        useToken(hostile);
        toDay(FIRST);
        allow(s1, 2 * PRINCIPAL);
        allow(outsider, 2 * PRINCIPAL);
    }

    function _arm(bytes memory data) private {
        hostile.arm(address(loans), data);
    }

    function _repay(uint256 amount) private returns (uint256) {
        vm.prank(outsider);
        return loans.repay(t, amount);
    }

    function _assertRefusedInside(bytes memory reason) private view {
        vm.assertEq(uint256(hostile.attempts()), 1, "attempts");
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        vm.assertEq(hostile.lastAnswerHash(), keccak256(reason), "refused inside");
    }

    /// @notice An instalment that is being collected is collected once: it is booked before the token is called (L-30,
    /// T09, T46, I13).
    function test_cannotCollectTwice() external {
        _arm(abi.encodeCall(ILoans.collect, (t)));
        collect();
        _assertRefusedInside(
            abi.encodeWithSelector(
                ILoans.NothingToCollectOn.selector, loan, 0, type(uint256).max, 2 * PRINCIPAL
            )
        );
        vm.assertEq(stateOf(loan).principal, PRINCIPAL - PART, "principal");
        vm.assertEq(balance(s1), 2 * PRINCIPAL - INTEREST - PART, "taken once");
    }

    /// @notice A debt that is being paid whole is not owed any more (L-28, T09).
    function test_cannotCollectWhatIsPaid() external {
        _arm(abi.encodeCall(ILoans.collect, (t)));
        _repay(payoff());
        _assertRefusedInside(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, loan));
        assertNothingLeft();
    }

    /// @notice What ends the arrears is booked before the token is called: default is not marked in between (L-36, T09,
    /// T63).
    function test_cannotMarkDefault() external {
        toDay(FIRST + DAYS_TO_DEFAULT + 1);
        _arm(abi.encodeCall(ILoans.markDefault, (t)));
        Quote memory q = quoteOf(t);
        _repay(q.penalty + q.billed + q.accrued + q.overdue);
        _assertRefusedInside(
            abi.encodeWithSelector(ILoans.DefaultTooEarly.selector, loan, 0, DAYS_TO_DEFAULT)
        );
        vm.assertFalse(stateOf(loan).defaulted, "not in default");
    }

    /// @notice A collection in the middle of a part payment is refused, for no payout has the gas for another: the
    /// payment counts once, and what is left is collected afterwards (L-28, L-30, T09).
    function test_cannotCollectTheRest() external {
        _arm(abi.encodeCall(ILoans.collect, (t)));
        uint256 before = balance(bankA);
        _repay(INTEREST);
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        vm.assertEq(bytes32(hostile.lastError()), bytes32(IParking.GasTooLow.selector), "refused inside");
        vm.assertEq(balance(bankA) - before, INTEREST, "once");
        _arm("");
        vm.assertEq(collect(), PART, "the rest");
    }

    /// @notice What is parked for a suspended lender cannot be claimed while more is being parked (L-31, T09, I6).
    function test_cannotClaimWhileParking() external {
        suspend(BANK_A);
        _repay(400e6);
        _arm(abi.encodeCall(IParking.claim, (BANK_A, address(hostile))));
        _repay(300e6);
        _assertRefusedInside(abi.encodeWithSelector(IParking.PayeeSuspended.selector, BANK_A));
        vm.assertEq(parked(), 700e6, "parked");
    }

    /// @notice A claim that is being paid is gone: it is not claimed again (L-31, T09).
    function test_cannotClaimTwice() external {
        suspend(BANK_A);
        _repay(400e6);
        reinstate(BANK_A);
        _arm(abi.encodeCall(IParking.claim, (BANK_A, address(hostile))));
        uint256 before = balance(bankA);
        loans.claim(BANK_A, address(hostile));
        _assertRefusedInside(
            abi.encodeWithSelector(IParking.NothingParked.selector, BANK_A, address(hostile))
        );
        vm.assertEq(balance(bankA) - before, 400e6, "once");
    }
}
