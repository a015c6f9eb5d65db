// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanState, Terms} from "../../../interfaces/ILoans.sol";
import {vm} from "../base/Vm.sol";
import {LoanCases} from "./LoanCalls.sol";

/// @notice Time on a loan (I15): looking at it on a day between changes nothing.
/// @dev Days are told apart one by one, and amounts are those of one loan, but for the interest accrued so far.
/// @custom:halmos --solver-timeout-assertion 60000 --solver-timeout-branching 50 --loop 16
contract LoanTimeProofs is LoanCases {
    uint256 internal constant LAST = 114;

    /// @notice From before the first due day to past the last, via each day between; a loan of 300 (L-20, L-26, I15).
    function check_accrualKnowsNoPath(uint8 between) external view {
        LoanState memory s;
        (s.day, s.base, s.principal, s.accrued) = (102, 300, 300, SCALE * 73 / 10);
        _samePath(s, between);
    }

    /// @notice Within a period, via each day between; a loan of 300, any interest of 120 bits so far (L-20, I15).
    function check_accrualInAPeriodKnowsNoPath(uint120 accrued, uint8 between) external view {
        LoanState memory s;
        (s.day, s.base, s.principal, s.accrued) = (90, 300, 300, accrued);
        Terms memory t = loanTerms();
        vm.assume(between >= 90 && between <= 98);
        LoanState memory atOnce = calls.roll(t, s, 98);
        for (uint256 day = 90; day <= 98; ++day) {
            if (between != day) continue;
            assert(hashOf(calls.roll(t, calls.roll(t, s, day), 98)) == hashOf(atOnce));
        }
    }

    /// @notice Accrued interest is its numerator divided, rounded up; numerators to 32 bits (L-20, I7).
    function check_interestIsRoundedUp(uint32 accrued) external view {
        LoanState memory s = punctualLoan();
        s.accrued = accrued;
        uint256 units = calls.quote(loanTerms(), s).accrued;
        assert(units * SCALE >= accrued && units * SCALE < accrued + SCALE);
    }

    function _samePath(LoanState memory s, uint256 between) private view {
        Terms memory t = loanTerms();
        vm.assume(between >= s.day && between <= LAST);
        bytes32 atOnce = hashOf(calls.roll(t, s, LAST));
        for (uint256 day = s.day; day <= LAST; ++day) {
            if (between != day) continue;
            assert(hashOf(calls.roll(t, calls.roll(t, s, day), LAST)) == atOnce);
        }
    }
}
