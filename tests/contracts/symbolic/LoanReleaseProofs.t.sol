// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Loans} from "../../../contracts/Loans.sol";
import {LoanTerms} from "../../../contracts/libraries/LoanTerms.sol";
import {Milestone} from "../../../interfaces/ICondition.sol";
import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IFixings} from "../../../interfaces/IFixings.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {Terms} from "../../../interfaces/ILoans.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {vm} from "../base/Vm.sol";
import {Answers, LoanSurroundings} from "./LoanSurroundings.sol";

/// @notice Money that a loan pays out (I8, I11): proofs on the contract itself, which this one opens loans on.
/// @custom:halmos --solver-timeout-assertion 60000 --solver-timeout-branching 50 --loop 4
contract LoanReleaseProofs {
    LoanSurroundings internal around;
    Answers internal condition;
    Loans internal loans;

    function setUp() public {
        around = new LoanSurroundings();
        condition = new Answers();
        loans = new Loans(
            address(0),
            IParties(address(around)),
            ICreditLines(address(0)),
            IFixings(address(0)),
            address(this),
            IGuarantees(address(0)),
            address(0)
        );
    }

    /// @notice A milestone is released on the answer true alone, a whole word, and else nothing changes (L-10, I8).
    /// @dev Every word as the answer, none of it to two words of it, and a refusal.
    function check_nothingIsReleasedWithoutItsCondition(uint256 answer, uint8 words, bool refuses) external {
        vm.assume(words <= 2);
        condition.set(answer, words, refuses);
        Milestone memory m = _milestone(bytes32(uint256(0xbeef)), 100);
        (Terms memory t, bytes32 loan) = _open(m);
        bool done = _release(t, m);
        assert(!done || (answer == 1 && words != 0 && !refuses));
        assert(loans.stateOf(loan).released == (done ? 1 << m.index : 0));
        assert(loans.stateOf(loan).principal == (done ? 100 : 0));
        assert(around.moved() == (done ? 100 : 0));
    }

    /// @notice A milestone that was released is not released again; all amounts within the commitment (L-10, I8).
    function check_aMilestoneIsReleasedOnce(uint64 amount) external {
        condition.set(1, 1, false);
        Milestone memory m = _milestone(bytes32(uint256(0xbeef)), amount);
        (Terms memory t,) = _open(m);
        vm.assume(_release(t, m));
        assert(around.moved() == amount);
        assert(!_release(t, m));
        assert(around.moved() == amount);
    }

    /// @notice A chunk of a released list is paid once; all amounts to 64 bits (L-16, I11).
    function check_aChunkIsPaidOnce(uint64 amount) external {
        condition.set(1, 1, false);
        bytes memory entries = abi.encode(uint256(0xbeef) << 96 | amount);
        bytes32 list = keccak256(bytes.concat(keccak256(abi.encode(uint256(7), keccak256(entries)))));
        Milestone memory m = _milestone(list, type(uint80).max);
        vm.assume(uint256(list) > type(uint160).max);
        (Terms memory t, bytes32 loan) = _open(m);
        vm.assume(_release(t, m) && _payOut(t, m, entries));
        assert(loans.isChunkPaid(loan, m.index, 7) && around.moved() == amount);
        assert(!_payOut(t, m, entries));
        assert(around.moved() == amount);
    }

    function _milestone(bytes32 payees, uint256 amount) private view returns (Milestone memory m) {
        (m.index, m.amount, m.payees, m.condition) = (3, amount, payees, address(condition));
    }

    /// @dev Opens a loan whose one milestone is `m`.
    function _open(Milestone memory m) private returns (Terms memory t, bytes32 loan) {
        (t.token, t.commitment, t.drawDeadline) = (address(around), type(uint80).max, 100);
        (t.firstDue, t.instalments, t.interval, t.inDays) = (200, 1, 1, true);
        (t.milestones, t.milestonesRoot) = (4, keccak256(bytes.concat(keccak256(abi.encode(m)))));
        vm.warp(50 days);
        loan = this.hashOf(t);
        loans.begin(loan, 0);
    }

    function hashOf(Terms calldata t) external pure returns (bytes32) {
        return LoanTerms.hash(t);
    }

    function _release(Terms memory t, Milestone memory m) private returns (bool done) {
        (done,) = address(loans).call(abi.encodeCall(Loans.release, (t, m, new bytes32[](0), "")));
    }

    function _payOut(Terms memory t, Milestone memory m, bytes memory entries) private returns (bool done) {
        (done,) = address(loans).call(abi.encodeCall(Loans.payOut, (t, m, 7, entries, new bytes32[](0))));
    }
}
