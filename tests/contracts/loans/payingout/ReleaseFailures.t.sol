// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnsweringToken, GasRecorder} from "../../../../contracts/test/HostileTokens.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.release: a payee that cannot be paid

├── when the token refuses, answers false, 2, 31 bytes or 1 MB, or never  → drawn and parked, claimed exactly once
├── when the token answers nothing, or 200 kB                             → paid
├── when less than 245,000 gas is left                                    → GasTooLow, nothing has happened
└── whatever gas the caller gives                                         → the payee is paid, or nothing happens
*/
contract ReleaseFailuresTest is PayoutSuite {
    uint256 internal constant AMOUNT = 300_000e6;

    AnsweringToken internal answering;

    function setUp() public override {
        super.setUp();
        answering = new AnsweringToken();
    }

    /// @dev An open loan in the token.
    function _open(bool reserved) private returns (Terms memory t, bytes32 loan) {
        t = inToken(loanTerms(), answering);
        t.reserved = reserved;
        loan = openLoan(t);
    }

    function _call(Terms memory t) private view returns (bytes memory) {
        return abi.encodeCall(ILoans.release, (t, milestone(0), proofOf(0), ""));
    }

    /// @notice Whatever its transfer does, a payee's money is drawn and waits for it, from account and reserve alike
    /// (L-15, T43, T47).
    function test_parksWhatFails() external {
        AnsweringToken.Manner[6] memory manners = failing();
        for (uint256 i; i < 2 * manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            (Terms memory t, bytes32 loan) = _open(i % 2 == 1);
            answering.setManner(supplierOne, manners[i / 2]);
            vm.expectEmit(address(loans));
            emit ILoans.ParkedFor(supplierOne, address(answering), AMOUNT);
            release(t, 0);
            assertDrawn(loan, AMOUNT, 1);
            assertPayee(answering, supplierOne, AMOUNT, 0);
            vm.assertEq(answering.balanceOf(address(loans)), AMOUNT + loans.reserveOf(loan), "held for it");
            vm.revertToState(clean);
        }
    }

    /// @notice Parked money is claimed once, when the payee can be paid again, and bears interest all the while (L-15,
    /// I11).
    function test_claimsOnce() external {
        (Terms memory t,) = _open(false);
        answering.setManner(supplierOne, AnsweringToken.Manner.Blacklist);
        release(t, 0);
        toDay(DAY + 6);
        vm.assertEq(quoteOf(t).accrued, 300e6, "interest");
        vm.expectRevert(abi.encodeWithSelector(AnsweringToken.Blacklisted.selector, supplierOne));
        loans.claimFor(supplierOne, address(answering));
        answering.setManner(supplierOne, AnsweringToken.Manner.Honest);
        vm.assertEq(loans.claimFor(supplierOne, address(answering)), AMOUNT, "claimed");
        assertPayee(answering, supplierOne, 0, AMOUNT);
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.NothingParkedFor.selector, supplierOne, address(answering))
        );
        loans.claimFor(supplierOne, address(answering));
    }

    /// @notice A token that answers nothing has paid, and so has one with a long answer (L-15).
    function test_paysOddAnswers() external {
        AnsweringToken.Manner[2] memory manners = [AnsweringToken.Manner.Nothing, AnsweringToken.Manner.Long];
        for (uint256 i; i < 2 * manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            (Terms memory t,) = _open(i % 2 == 1);
            answering.setManner(supplierOne, manners[i / 2]);
            release(t, 0);
            assertPayee(answering, supplierOne, 0, AMOUNT);
            vm.revertToState(clean);
        }
    }

    /// @notice A payee that fails costs who releases at most the gas of one payout (L-15, T43).
    function test_boundsTheCost() external {
        AnsweringToken.Manner[3] memory manners =
            [AnsweringToken.Manner.Megabyte, AnsweringToken.Manner.Loop, AnsweringToken.Manner.Long];
        for (uint256 i; i < manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            (Terms memory t,) = _open(false);
            answering.setManner(supplierOne, manners[i]);
            bytes memory call = _call(t);
            uint256 before = gasleft();
            (bool ok,) = address(loans).call(call);
            vm.assertLt(before - gasleft(), 200_000 + 250_000, "gas");
            vm.assertTrue(ok, "released");
            vm.revertToState(clean);
        }
    }

    /// @notice Below 245,000 gas before the payout the release is refused with both numbers (L-17, T43).
    function test_refusesTooLittleGas() external {
        (Terms memory t, bytes32 loan) = _open(false);
        // As much as a payout needs is less than that once the release has come to it.
        uint256 needed = 245_000;
        (bool ok, bytes memory reason) = address(loans).call{gas: needed}(_call(t));
        vm.assertFalse(ok, "refused");
        uint256 left = _firstNumber(reason);
        vm.assertGt(left, 0, "left");
        vm.assertLt(left, needed, "too little");
        bytes memory expected = abi.encodeWithSelector(IParking.GasTooLow.selector, left, needed);
        vm.assertEq(reason, expected, "error");
        assertDrawn(loan, 0, 0);
    }

    /// @dev The first number that an error carries.
    function _firstNumber(bytes memory reason) private pure returns (uint256 first) {
        assembly ("memory-safe") {
            first := mload(add(reason, 36))
        }
    }

    /// @notice Who brings the transaction cannot starve the payee: with any gas it is paid, or nothing happens (L-11, L-17,
    /// T43).
    function test_callerCannotStarveThePayee() external {
        (Terms memory t, bytes32 loan) = _open(false);
        _sweep(t, loan, false);
    }

    /// @notice A payout that fails leaves enough gas to park it: with any gas it is parked, or nothing happens (L-15,
    /// L-17, T43).
    function test_callerCannotLoseThePayout() external {
        answering.setManner(supplierOne, AnsweringToken.Manner.Loop);
        (Terms memory t, bytes32 loan) = _open(false);
        _sweep(t, loan, true);
        (t.reserved, t.salt) = (true, 2);
        loan = openLoan(t);
        _sweep(t, loan, true);
    }

    function _sweep(Terms memory t, bytes32 loan, bool parked) private {
        uint256 done;
        bytes memory call = _call(t);
        for (uint256 given = 200_000; given <= 700_000; given += 10_000) {
            uint256 clean = vm.snapshotState();
            (bool ok,) = address(loans).call{gas: given}(call);
            if (ok) ++done;
            assertDrawn(loan, ok ? AMOUNT : 0, ok ? 1 : 0);
            assertPayee(answering, supplierOne, ok && parked ? AMOUNT : 0, ok && !parked ? AMOUNT : 0);
            vm.revertToState(clean);
        }
        vm.assertGt(done, 15, "it succeeds with enough");
    }

    /// @notice The token begins with exactly 200,000 gas, whether the caller gives little or much (L-17, T43).
    function test_givesExactlyTheGas() external {
        GasRecorder recorder = new GasRecorder();
        Terms memory t = inToken(loanTerms(), recorder);
        t.reserved = true;
        require(recorder.transfer{gas: 200_000}(outsider, 0));
        uint256 expected = recorder.gasAtStart();
        uint256[3] memory given = [uint256(450_000), 1_000_000, 20_000_000];
        for (uint256 i; i < given.length; ++i) {
            t.salt = i;
            openLoan(t);
            (bool ok,) = address(loans).call{gas: given[i]}(_call(t));
            vm.assertTrue(ok, "released");
            vm.assertEq(recorder.gasAtStart(), expected, "gas of the payout");
        }
    }

    /// @notice Money for nobody's address is parked like any that cannot be paid, and holds up nothing (L-15).
    function test_parksForNobody() external {
        Milestone memory m = payeeMilestone(address(0));
        (, bytes32 loan) = openAndRelease(m);
        assertDrawn(loan, AMOUNT, 1);
        vm.assertEq(loans.parkedFor(address(0), address(token)), AMOUNT, "parked");
    }
}
