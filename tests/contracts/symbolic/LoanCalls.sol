// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanMath} from "../../../contracts/libraries/LoanMath.sol";
import {IFixings} from "../../../interfaces/IFixings.sol";
import {DayCount, LoanState, Method, Prepayment, Quote, Terms} from "../../../interfaces/ILoans.sol";

/// @title LoanCalls
/// @notice The arithmetic of loans behind external functions, since it takes terms from calldata.
contract LoanCalls {
    function roll(Terms calldata terms, LoanState memory s, uint256 to)
        external
        view
        returns (LoanState memory)
    {
        LoanMath.roll(terms, IFixings(address(0)), s, to);
        return s;
    }

    function quote(Terms calldata terms, LoanState memory s) external pure returns (Quote memory) {
        return LoanMath.quote(terms, s);
    }

    /// @dev Pays `amount` where `q` is owed.
    function pay(Terms calldata terms, LoanState memory s, Quote memory q, uint256 amount, bool onlyDue)
        external
        pure
        returns (LoanState memory, LoanMath.Split memory split)
    {
        split = LoanMath.pay(terms, s, q, amount, onlyDue);
        return (s, split);
    }
}

/// @title LoanCases
/// @notice Terms and states that proofs about loans begin from.
abstract contract LoanCases {
    uint256 internal constant SCALE = 1_000_000 * 360;

    LoanCalls internal calls;

    function setUp() public virtual {
        calls = new LoanCalls();
    }

    /// @dev 6 % a year, ACT/360, three equal instalments on the days 104, 108 and 112; penalty 10 % after 5 days.
    function loanTerms() internal pure returns (Terms memory t) {
        t.rate = 60_000;
        t.dayCount = DayCount.Act360;
        t.method = Method.EqualPrincipal;
        t.firstDue = 104;
        t.instalments = 3;
        t.interval = 4;
        t.inDays = true;
        t.graceDays = 5;
        t.penaltyRate = 100_000;
        t.prepayment = Prepayment.Shorter;
    }

    /// @dev Day 110: two of three instalments of 100 fell due, 50 were paid; interest 9, some 8 more and penalty 6.
    function lateLoan() internal pure returns (LoanState memory s) {
        (s.base, s.day, s.dues, s.oldest) = (300, 110, 2, 104);
        (s.principal, s.overdue, s.billed) = (250, 150, 9);
        (s.accrued, s.penalty) = (SCALE * 73 / 10, SCALE * 55 / 10);
    }

    /// @dev Day 106: the first instalment of 100 was paid when it fell due; some 8 of interest since.
    function punctualLoan() internal pure returns (LoanState memory s) {
        (s.base, s.day, s.dues) = (300, 106, 1);
        (s.principal, s.accrued) = (200, SCALE * 73 / 10);
    }

    /// @dev Hash of all that a loan is, to compare.
    function hashOf(LoanState memory s) internal pure returns (bytes32) {
        return keccak256(abi.encode(s));
    }
}
