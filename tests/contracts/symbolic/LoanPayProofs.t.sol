// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanMath} from "../../../contracts/libraries/LoanMath.sol";
import {LoanState, Prepayment, Quote, Terms} from "../../../interfaces/ILoans.sol";
import {vm} from "../base/Vm.sol";
import {Choices} from "./Choices.sol";
import {LoanCases} from "./LoanCalls.sol";

/// @notice Payments on a loan (I16, I17, I18): order, nothing lost, nothing gained by parts, nothing left.
/// @dev For one late and one punctual loan (LoanCases), and every amount that can be paid on them.
/// @custom:halmos --solver-timeout-assertion 60000 --solver-timeout-branching 50 --loop 4
contract LoanPayProofs is LoanCases {
    /// @notice A payment's parts make it up, each begins once the one before is whole; a late loan (L-29, I17, I18).
    function check_paymentGoesInOrder(uint16 amount) external view {
        _inOrder(lateLoan(), amount, false);
    }

    /// @notice So do those of a collection, which leaves interest that is not due; a late loan (L-29, L-30, I17, I18).
    function check_collectionGoesInOrder(uint16 amount) external view {
        _inOrder(lateLoan(), amount, true);
    }

    /// @notice So do those of a payment ahead of all due days; a punctual loan (L-29, I17, I18).
    function check_paymentAheadGoesInOrder(uint16 amount) external view {
        _inOrder(punctualLoan(), amount, false);
    }

    /// @notice Two payments ahead on a day leave what their sum leaves; a loan that gets shorter (L-32, L-33, I16).
    function check_partsAheadEqualTheWhole(uint16 one, uint16 two) external view {
        _partsEqual(loanTerms(), punctualLoan(), one, two);
    }

    /// @notice The same where instalments get smaller; a punctual loan (L-32, L-33, I16).
    function check_partsAheadMakeSmaller(uint16 one, uint16 two) external view {
        Terms memory t = loanTerms();
        t.prepayment = Prepayment.Smaller;
        _partsEqual(t, punctualLoan(), one, two);
    }

    /// @notice What a payment takes of penalty and interest is owed no more, to the unit; a late loan (L-20, L-32).
    /// @dev What the proofs of two payments take for granted of the second.
    function check_whatIsPaidIsOwedNoMore(uint16 amount) external view {
        LoanState memory s = lateLoan();
        Quote memory q = calls.quote(loanTerms(), s);
        vm.assume(amount < q.penalty + q.billed + q.accrued);
        (LoanState memory later, LoanMath.Split memory split) = _pay(loanTerms(), s, q, amount, false);
        Quote memory left = calls.quote(loanTerms(), later);
        assert(left.penalty == q.penalty - split.penalty);
        assert(left.billed + left.accrued == q.billed + q.accrued - split.interest);
    }

    /// @notice The payoff leaves nothing; a late loan, and principal of 32 bits (L-32).
    function check_payoffLeavesNothing(uint32 principal) external view {
        LoanState memory s = lateLoan();
        s.principal = principal;
        vm.assume(s.overdue <= principal);
        Quote memory q = calls.quote(loanTerms(), s);
        (s,) = _pay(loanTerms(), s, q, q.payoff, false);
        assert(s.principal + s.overdue + s.billed + s.accrued + s.penalty + s.oldest == 0);
    }

    function _inOrder(LoanState memory s, uint256 amount, bool onlyDue) private view {
        Quote memory q = calls.quote(loanTerms(), s);
        vm.assume(amount <= (onlyDue ? q.due : q.payoff));
        (LoanState memory later, LoanMath.Split memory split) = _pay(loanTerms(), s, q, amount, onlyDue);
        assert(split.penalty + split.interest + split.principal == amount);
        assert(later.principal == s.principal - split.principal);
        assert(split.penalty == q.penalty || split.interest == 0);
        assert(split.interest == q.billed + (onlyDue ? 0 : q.accrued) || split.principal == 0);
        assert(later.billed == 0 || later.accrued == s.accrued);
        assert(later.overdue + split.principal == s.overdue || later.overdue == 0);
        if (onlyDue) assert(later.accrued == s.accrued && split.principal <= s.overdue);
    }

    function _partsEqual(Terms memory t, LoanState memory s, uint256 one, uint256 two) private view {
        Quote memory q = calls.quote(t, s);
        vm.assume(one + two <= q.payoff);
        (LoanState memory whole,) = _pay(t, s, q, one + two, false);
        (LoanState memory parts, LoanMath.Split memory split) = _pay(t, s, q, one, false);
        uint256 accrued = split.interest - (s.billed - parts.billed);
        (q.penalty, q.billed, q.accrued) = (q.penalty - split.penalty, parts.billed, q.accrued - accrued);
        (parts,) = _pay(t, parts, q, two, false);
        assert(hashOf(parts) == hashOf(whole));
    }

    /// @dev Pays, having told a solver what a payment chooses on its way.
    function _pay(Terms memory t, LoanState memory s, Quote memory q, uint256 amount, bool onlyDue)
        private
        view
        returns (LoanState memory, LoanMath.Split memory)
    {
        uint256 penalty = _least(amount, q.penalty);
        Choices.tellDifference(s.penalty, penalty * SCALE);
        uint256 left = amount - penalty;
        uint256 billed = _least(left, s.billed);
        uint256 accrued = _least(left - billed, onlyDue ? 0 : q.accrued);
        Choices.tellDifference(s.accrued, accrued * SCALE);
        Choices.tellDifference(s.overdue, left - billed - accrued);
        return calls.pay(t, s, q, amount, onlyDue);
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        Choices.tellMin(a, b);
        return a < b ? a : b;
    }
}
