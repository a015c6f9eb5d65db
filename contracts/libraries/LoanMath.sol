// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {IFixings} from "../../interfaces/IFixings.sol";
import {LoanState, Method, Prepayment, Quote, Terms} from "../../interfaces/ILoans.sol";
import {LoanCalendar} from "./LoanCalendar.sol";
import {LoanWords} from "./LoanWords.sol";
import {MAX_AMOUNT} from "./Words.sol";

/// @title LoanMath
/// @notice What is due on a loan on any day: a pure function of terms, state, day (and fixings where interest floats).
/// @dev Amounts in base units below 2**96; rates in parts per million a year. Interest and penalty are kept undivided
/// (amount x parts per million x days) and divided once, up. silkline/loan_math is the independent twin.
library LoanMath {
    /// @dev One in the plan of an annuity.
    uint256 internal constant RAY = 1e27;
    uint256 internal constant RATE_SCALE = 1e6;

    /// @dev A payment as it is split.
    struct Split {
        uint256 penalty;
        uint256 interest;
        uint256 principal;
    }

    /* TIME */

    /// @notice Brings a state forward to the day `to`: due days that pass bill interest and make principal due.
    /// @dev Path independent: rolling to a day between makes no difference. `to` is not before the state's day.
    function roll(Terms calldata terms, IFixings fixings, LoanState memory s, uint256 to) internal view {
        if (s.principal == 0 && s.billed == 0 && s.accrued == 0) {
            (s.day, s.dues) = (to, LoanCalendar.duesBy(terms, to));
            return;
        }
        while (s.dues < terms.instalments) {
            uint256 due = LoanCalendar.dueDay(terms, s.dues + 1);
            if (due > to) break;
            _accrue(terms, fixings, s, due);
            _fallDue(terms, s, ++s.dues, due);
        }
        _accrue(terms, fixings, s, to);
    }

    /// @dev Instalment `k` falls due: the period's interest is billed, its principal is due.
    function _fallDue(Terms calldata terms, LoanState memory s, uint256 k, uint256 due) private pure {
        _bill(terms, s);
        if (k == terms.instalments) {
            s.overdue = s.principal;
        } else {
            uint256 part = planned(terms, s.base, s.recast, k) - planned(terms, s.base, s.recast, k - 1);
            s.overdue = Math.min(s.principal, s.overdue + part);
        }
        if (s.oldest == 0 && s.billed + s.overdue != 0) s.oldest = due;
    }

    /// @dev What has accrued falls due, rounded up; never more than an amount holds.
    function _bill(Terms calldata terms, LoanState memory s) private pure {
        s.billed = Math.min(s.billed + divideUp(terms, s.accrued), MAX_AMOUNT);
        s.accrued = 0;
    }

    function _accrue(Terms calldata terms, IFixings fixings, LoanState memory s, uint256 to) private view {
        if (to == s.day) return;
        uint256 accrued = s.accrued + s.principal * _ppmDays(terms, fixings, s.day, to);
        s.accrued = Math.min(accrued, LoanWords.MAX_ACCRUED);
        if (s.oldest != 0) {
            uint256 late = s.billed + principalDue(s);
            s.penalty += late * terms.penaltyRate * LoanCalendar.daysBetween(terms.dayCount, s.day, to);
        }
        s.day = to;
    }

    /// @dev Sum of rate x days over the days from `from` to `to`.
    function _ppmDays(Terms calldata terms, IFixings fixings, uint256 from, uint256 to)
        private
        view
        returns (uint256 sum)
    {
        if (terms.index == 0) return terms.rate * LoanCalendar.daysBetween(terms.dayCount, from, to);
        uint256 resets = LoanCalendar.resetsBy(terms, from);
        while (from < to) {
            uint256 next = Math.min(to, LoanCalendar.resetDay(terms, resets));
            sum += _rateAfter(terms, fixings, resets) * LoanCalendar.daysBetween(terms.dayCount, from, next);
            from = next;
            ++resets;
        }
    }

    /// @dev Rate once `resets` reset days have begun: that of the last fixing recorded by the end of the last of them.
    function _rateAfter(Terms calldata terms, IFixings fixings, uint256 resets)
        private
        view
        returns (uint256)
    {
        if (resets == 0) return terms.rate;
        uint256 endOfDay = LoanCalendar.endOf(LoanCalendar.resetDay(terms, resets - 1), terms.offset);
        (bool known, int256 fixing) = fixings.rateAt(terms.index, endOfDay);
        if (!known) return terms.rate;
        int256 rate = fixing + terms.spread;
        int256 least = int256(uint256(terms.floor));
        return Math.min(uint256(rate > least ? rate : least), RATE_SCALE);
    }

    /* PLAN */

    /// @notice Principal that falls due up to instalment `k` by the plan, rounded down; the last takes the residue.
    /// @param base Amount that the plan divides. @param recast Instalments before it begins.
    function planned(Terms calldata terms, uint256 base, uint256 recast, uint256 k)
        internal
        pure
        returns (uint256)
    {
        if (k <= recast) return 0;
        if (k >= terms.instalments) return base;
        uint256 parts = terms.instalments - recast;
        if (terms.method == Method.EqualPrincipal) return base / parts * (k - recast);
        if (terms.method != Method.Annuity) return 0;
        uint256 rate = periodRate(terms);
        if (rate == 0) return base * (k - recast) / parts;
        uint256 grown = FixedPointMathLib.rpow(RAY + rate, k - recast, RAY) - RAY;
        return Math.mulDiv(base, grown, FixedPointMathLib.rpow(RAY + rate, parts, RAY) - RAY);
    }

    /// @notice Rate of one period of the plan of an annuity, all periods being equal; of RAY, rounded down.
    function periodRate(Terms calldata terms) internal pure returns (uint256) {
        uint256 year = terms.inDays ? LoanCalendar.yearOf(terms.dayCount) : 12;
        return RAY * terms.rate * terms.interval / (RATE_SCALE * year);
    }

    /* WHAT IS OWED */

    /// @notice What is owed in a state, on its day.
    function quote(Terms calldata terms, LoanState memory s) internal pure returns (Quote memory q) {
        uint256 accrued = divideUp(terms, s.accrued);
        bool allDue = s.defaulted || s.dues == terms.instalments;
        q.penalty = penaltyDue(terms, s);
        q.billed = allDue ? s.billed + accrued : s.billed;
        q.accrued = allDue ? 0 : accrued;
        q.overdue = principalDue(s);
        q.principal = s.principal;
        q.due = q.penalty + q.billed + q.overdue;
        q.payoff = q.penalty + q.billed + q.accrued + q.principal;
        q.daysPastDue = daysPastDue(s);
    }

    /// @dev Penalty is payable once the oldest unpaid due day lies further back than the grace.
    function penaltyDue(Terms calldata terms, LoanState memory s) internal pure returns (uint256) {
        return daysPastDue(s) > terms.graceDays ? divideUp(terms, s.penalty) : 0;
    }

    function principalDue(LoanState memory s) internal pure returns (uint256) {
        return s.defaulted ? s.principal : s.overdue;
    }

    function daysPastDue(LoanState memory s) internal pure returns (uint256) {
        return s.oldest == 0 ? 0 : s.day - s.oldest;
    }

    /// @notice Amount of a numerator (amount x parts per million x days), rounded up.
    function divideUp(Terms calldata terms, uint256 numerator) internal pure returns (uint256) {
        return Math.ceilDiv(numerator, scale(terms));
    }

    function scale(Terms calldata terms) internal pure returns (uint256) {
        return RATE_SCALE * LoanCalendar.yearOf(terms.dayCount);
    }

    /* PAYING */

    /// @notice Pays `amount`, at most what is owed, in the order penalty, interest due, interest accrued, principal;
    /// `onlyDue`, at most what is due, leaves accrued interest that is not due.
    /// @param q What is owed in this state.
    function pay(Terms calldata terms, LoanState memory s, Quote memory q, uint256 amount, bool onlyDue)
        internal
        pure
        returns (Split memory split)
    {
        split.penalty = Math.min(amount, q.penalty);
        s.penalty = _less(terms, s.penalty, split.penalty);
        uint256 left = amount - split.penalty;
        uint256 billed = Math.min(left, s.billed);
        uint256 accrued = Math.min(left - billed, q.billed - s.billed + (onlyDue ? 0 : q.accrued));
        s.billed -= billed;
        s.accrued = _less(terms, s.accrued, accrued);
        split.interest = billed + accrued;
        split.principal = left - split.interest;
        _payPrincipal(terms, s, split.principal);
        _ageArrears(terms, s);
    }

    /// @dev What was due first; what is paid ahead changes the plan where the terms say so.
    function _payPrincipal(Terms calldata terms, LoanState memory s, uint256 amount) private pure {
        if (amount == 0) return;
        bool ahead = amount > principalDue(s);
        s.principal -= amount;
        s.overdue = Math.saturatingSub(s.overdue, amount);
        if (!ahead || terms.prepayment != Prepayment.Smaller) return;
        s.base = s.principal;
        s.recast = Math.max(terms.interestOnly, s.dues);
    }

    /// @dev Arrears end once nothing is overdue, or their oldest day moves on once all interest of before is paid.
    /// While penalty is payable, and while default makes all due, they stay as they are.
    function _ageArrears(Terms calldata terms, LoanState memory s) private pure {
        if (s.oldest == 0 || s.billed != 0 || penaltyDue(terms, s) != 0) return;
        if (s.defaulted && s.principal != 0) return;
        if (s.overdue != 0) {
            s.oldest = Math.max(s.oldest, _oldestDue(terms, s));
        } else {
            // Paid within the grace, no penalty is payable; after it, it was paid first.
            (s.oldest, s.penalty) = (0, 0);
        }
    }

    /// @dev Due day of the oldest instalment that the overdue principal reaches back to; 0 where that is unknown.
    function _oldestDue(Terms calldata terms, LoanState memory s) private pure returns (uint256) {
        // All is overdue of a loan that payments ahead may have made shorter: which part is the last one is not known.
        bool parts = terms.method == Method.EqualPrincipal || terms.method == Method.Annuity;
        if (parts && terms.prepayment == Prepayment.Shorter && s.overdue == s.principal) return 0;
        uint256 k = s.dues;
        uint256 reach = s.overdue;
        while (k > 1) {
            uint256 part = planned(terms, s.base, s.recast, k) - planned(terms, s.base, s.recast, k - 1);
            if (reach <= part) break;
            reach -= part;
            --k;
        }
        return LoanCalendar.dueDay(terms, k);
    }

    /* CHANGES */

    /// @notice Takes back principal from today; at most all of it. After the last due day a refund of all bills what
    /// has accrued, for no due day comes any more that would: else it would be due, but never late.
    function refund(Terms calldata terms, LoanState memory s, uint256 amount) internal pure {
        s.principal -= amount;
        s.base = Math.saturatingSub(s.base, amount);
        s.overdue = Math.min(s.overdue, s.principal);
        if (s.principal == 0 && s.dues == terms.instalments) _bill(terms, s);
        _ageArrears(terms, s);
    }

    /// @notice Lifts the mark of default: what was due without it is due.
    function lift(Terms calldata terms, LoanState memory s) internal pure {
        s.defaulted = false;
        _ageArrears(terms, s);
    }

    /// @notice Puts new terms in force on the state's day: what is payable of penalty and interest stays payable, the
    /// interest of the running period goes on, and all principal follows the new plan.
    function amend(Terms calldata terms, Terms calldata newTerms, LoanState memory s) internal pure {
        s.billed = Math.min(s.billed + penaltyDue(terms, s), MAX_AMOUNT);
        (s.penalty, s.overdue, s.defaulted) = (0, 0, false);
        s.oldest = s.billed == 0 ? 0 : s.day;
        (s.base, s.recast, s.dues) = (s.principal, newTerms.interestOnly, 0);
        if (scale(terms) == scale(newTerms)) return;
        s.accrued = Math.min(divideUp(terms, s.accrued) * scale(newTerms), LoanWords.MAX_ACCRUED);
    }

    function _less(Terms calldata terms, uint256 numerator, uint256 amount) private pure returns (uint256) {
        return Math.saturatingSub(numerator, amount * scale(terms));
    }
}
