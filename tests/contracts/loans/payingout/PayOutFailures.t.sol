// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnsweringToken, FeeToken, ReenteringToken} from "../../../../contracts/test/HostileTokens.sol";
import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.payOut: payees that cannot be paid, tokens that play tricks

├── when a payee's transfer fails in any manner                   → parked for it, the others are paid
├── when all fail                                                 → all parked, the chunk is paid
├── when less than 245,000 gas is left before a payee             → GasTooLow, nothing has happened
├── whatever gas the caller gives                                 → every payee is paid or parked, or nothing happens
├── when the pull brings another amount                           → WrongAmountReceived
└── when the token calls back                                     → the chunk in hand is paid already
*/
contract PayOutFailuresTest is PayoutSuite {
    uint256 internal constant WAGE = 100_000e6;

    AnsweringToken internal answering;
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        answering = new AnsweringToken();
        _openIn(answering);
    }

    function _openIn(TestToken other) private {
        terms_ = inToken(loanTerms(), other);
        loan = openLoan(terms_);
        release(terms_, 3);
    }

    function _call(uint256 chunk) private view returns (bytes memory) {
        return
            abi.encodeCall(ILoans.payOut, (terms_, milestone(3), chunk, entriesOf(chunk), chunkProof(chunk)));
    }

    /// @notice A worker who cannot be paid, in whatever manner, is parked for and holds up nobody (L-15, L-16, T37, T43).
    function test_parksWhatFails() external {
        AnsweringToken.Manner[6] memory manners = failing();
        for (uint256 i; i < 2 * manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            // The first of the chunk, or the last.
            (uint256 failed, uint256 fine) = (i % 2, 1 - i % 2);
            answering.setManner(worker(failed), manners[i / 2]);
            vm.expectEmit(address(loans));
            emit ILoans.ParkedFor(worker(failed), address(answering), WAGE);
            vm.expectEmit(address(loans));
            emit ILoans.ChunkPaidOut(loan, 3, 0, 2 * WAGE, WAGE);
            vm.assertEq(payOut(terms_, 0), 2 * WAGE, "paid or parked");
            assertPayee(answering, worker(failed), WAGE, 0);
            assertPayee(answering, worker(fine), 0, WAGE);
            vm.assertEq(answering.balanceOf(address(loans)), WAGE, "held for it");
            assertDrawn(loan, 2 * WAGE, 8);
            vm.revertToState(clean);
        }
    }

    /// @notice What fails several times adds up, and is claimed in one, exactly once (L-15, T43, I11).
    function test_claimsWhatAddsUp() external {
        (terms_.reserved, terms_.salt) = (true, 2);
        openLoan(terms_);
        release(terms_, 3);
        for (uint256 i; i < WORKERS; ++i) {
            answering.setManner(worker(i), AnsweringToken.Manner.False);
        }
        payOut(terms_, 0);
        payOut(terms_, 1);
        (terms_.reserved, terms_.salt) = (false, 1);
        payOut(terms_, 0);
        assertPayee(answering, worker(0), 2 * WAGE, 0);
        assertPayee(answering, worker(2), WAGE, 0);
        answering.setManner(worker(0), AnsweringToken.Manner.Honest);
        vm.assertEq(loans.claimFor(worker(0), address(answering)), 2 * WAGE, "claimed");
        assertPayee(answering, worker(0), 0, 2 * WAGE);
        vm.assertEq(answering.balanceOf(address(loans)), 4 * WAGE + 600_000e6, "the others' and the reserve");
    }

    /// @notice Too little gas before any one payee undoes the whole call: no payee is parked for by the caller's thrift
    /// (L-17, T43).
    function test_refusesTooLittleGas() external {
        answering.setManner(worker(0), AnsweringToken.Manner.Loop);
        (bool ok, bytes memory reason) = address(loans).call{gas: 500_000}(_call(0));
        vm.assertFalse(ok, "refused");
        vm.assertEq(bytes32(bytes4(reason)), bytes32(IParking.GasTooLow.selector), "error");
        vm.assertFalse(loans.isChunkPaid(loan, 3, 0), "unpaid");
    }

    /// @notice With any gas each payee of a chunk is paid, or nothing happens (L-11, L-17, T43).
    function test_callerCannotStarveAPayee() external {
        _sweep(0, 300_000, 800_000);
    }

    /// @notice With any gas one who fails is parked for and the other paid, or nothing happens (L-15, L-17, T43).
    function test_callerCannotLoseAPayout() external {
        answering.setManner(worker(1), AnsweringToken.Manner.Loop);
        _sweep(WAGE, 350_000, 850_000);
    }

    function _sweep(uint256 parked, uint256 from, uint256 to) private {
        uint256 done;
        bytes memory call = _call(0);
        for (uint256 given = from; given <= to; given += 10_000) {
            uint256 clean = vm.snapshotState();
            (bool ok,) = address(loans).call{gas: given}(call);
            if (ok) ++done;
            assertPayee(answering, worker(0), 0, ok ? WAGE : 0);
            assertPayee(answering, worker(1), ok ? parked : 0, ok ? WAGE - parked : 0);
            assertDrawn(loan, ok ? 2 * WAGE : 0, 8);
            vm.revertToState(clean);
        }
        vm.assertGt(done, 10, "it succeeds with enough");
    }

    /// @notice A token that brings less than the chunk pays nobody with others' money (L-15, L-16, I6).
    function test_refusesATokenThatKeepsAPart() external {
        FeeToken keeping = new FeeToken();
        _openIn(keeping);
        payOutRefused(
            terms_,
            0,
            abi.encodeWithSelector(
                ILoans.WrongAmountReceived.selector, address(keeping), 2 * WAGE, 2 * WAGE / 100 * 99
            )
        );
    }

    /// @notice A token that calls back in the middle finds the chunk paid and the milestone released (L-10, L-16, T35,
    /// T39).
    function test_isPaidBeforeTheTokenCalls() external {
        ReenteringToken reentering = new ReenteringToken();
        _openIn(reentering);
        reentering.arm(address(loans), _call(0));
        payOut(terms_, 0);
        vm.assertEq(uint256(reentering.successes()), 0, "no second payment");
        vm.assertGt(reentering.attempts(), 0, "it tried");
        assertPayee(reentering, worker(0), 0, WAGE);
        reentering.arm(address(loans), abi.encodeCall(ILoans.release, (terms_, milestone(0), proofOf(0), "")));
        release(terms_, 0);
        vm.assertEq(uint256(reentering.successes()), 0, "no second release");
        assertPayee(reentering, supplierOne, 0, 300_000e6);
        assertDrawn(loan, 500_000e6, 9);
    }
}
