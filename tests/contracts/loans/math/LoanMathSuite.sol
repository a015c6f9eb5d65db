// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanCalendar} from "../../../../contracts/libraries/LoanCalendar.sol";
import {LoanMath} from "../../../../contracts/libraries/LoanMath.sol";
import {IFixings} from "../../../../interfaces/IFixings.sol";
import {DayCount, LoanState, Method, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";

/// @title LoanMathCaller
/// @notice The arithmetic of loans behind external functions: its terms come as calldata.
contract LoanMathCaller {
    function dueDay(Terms calldata terms, uint256 k) external pure returns (uint256) {
        return LoanCalendar.dueDay(terms, k);
    }

    function duesBy(Terms calldata terms, uint256 day) external pure returns (uint256) {
        return LoanCalendar.duesBy(terms, day);
    }

    function resetDay(Terms calldata terms, uint256 i) external pure returns (uint256) {
        return LoanCalendar.resetDay(terms, i);
    }

    function resetsBy(Terms calldata terms, uint256 day) external pure returns (uint256) {
        return LoanCalendar.resetsBy(terms, day);
    }

    function planned(Terms calldata terms, uint256 base, uint256 recast, uint256 k)
        external
        pure
        returns (uint256)
    {
        return LoanMath.planned(terms, base, recast, k);
    }

    function periodRate(Terms calldata terms) external pure returns (uint256) {
        return LoanMath.periodRate(terms);
    }

    function roll(Terms calldata terms, IFixings fixings, LoanState memory s, uint256 to)
        external
        view
        returns (LoanState memory)
    {
        LoanMath.roll(terms, fixings, s, to);
        return s;
    }

    function quote(Terms calldata terms, LoanState memory s) external pure returns (Quote memory) {
        return LoanMath.quote(terms, s);
    }

    function pay(Terms calldata terms, LoanState memory s, uint256 amount, bool onlyDue)
        external
        pure
        returns (LoanState memory, LoanMath.Split memory split)
    {
        split = LoanMath.pay(terms, s, LoanMath.quote(terms, s), amount, onlyDue);
        return (s, split);
    }

    function refund(Terms calldata terms, LoanState memory s, uint256 amount)
        external
        pure
        returns (LoanState memory)
    {
        LoanMath.refund(terms, s, amount);
        return s;
    }

    function lift(Terms calldata terms, LoanState memory s) external pure returns (LoanState memory) {
        LoanMath.lift(terms, s);
        return s;
    }

    function amend(Terms calldata terms, Terms calldata newTerms, LoanState memory s)
        external
        pure
        returns (LoanState memory)
    {
        LoanMath.amend(terms, newTerms, s);
        return s;
    }
}

/// @title RateBoard
/// @notice Values of one reference rate, which tests record in order of time: IFixings as far as the arithmetic asks.
contract RateBoard {
    uint256[] private _times;
    int256[] private _rates;

    function record(uint256 time, int256 rate) external {
        _times.push(time);
        _rates.push(rate);
    }

    function rateAt(bytes32, uint256 time) external view returns (bool known, int256 rate) {
        for (uint256 i; i < _times.length && _times[i] <= time; ++i) {
            (known, rate) = (true, _rates[i]);
        }
    }
}

/// @title LoanMathSuite
/// @notice What tests of the arithmetic of loans begin with: its functions, a board of rates, terms and a drawn loan.
abstract contract LoanMathSuite {
    uint256 internal constant START = 20_000;
    uint256 internal constant DRAWN = 1_200_000e6;
    /// @dev ACT/360 and 30E/360: parts per million times days of a year.
    uint256 internal constant SCALE = 360e6;
    uint256 internal constant SCALE_365 = 365e6;

    LoanMathCaller internal math;
    RateBoard internal board;

    function setUp() public virtual {
        math = new LoanMathCaller();
        board = new RateBoard();
    }

    /// @dev 6 % ACT/360 in twelve equal parts of principal, monthly from 2024-11-05 on, the tests beginning on
    /// 2024-10-04.
    function monthly() internal pure returns (Terms memory t) {
        (t.commitment, t.drawDeadline) = (DRAWN, uint24(START + 30));
        (t.rate, t.dayCount, t.method) = (60_000, DayCount.Act360, Method.EqualPrincipal);
        (t.firstDue, t.instalments, t.interval) = (uint24(START + 32), 12, 1);
        (t.graceDays, t.penaltyRate, t.daysToDefault) = (5, 120_000, 30);
        t.prepayment = Prepayment.Shorter;
    }

    function bullet(uint256 due) internal pure returns (Terms memory t) {
        t = monthly();
        (t.method, t.firstDue, t.instalments) = (Method.Bullet, uint24(due), 1);
    }

    /// @dev A loan on which `amount` was drawn on `START`.
    function drawn(Terms memory t, uint256 amount) internal pure returns (LoanState memory s) {
        s.open = true;
        (s.principal, s.base, s.day, s.recast) = (amount, amount, START, t.interestOnly);
    }

    function roll(Terms memory t, LoanState memory s, uint256 to) internal view returns (LoanState memory) {
        return math.roll(t, IFixings(address(board)), s, to);
    }

    /// @dev The least whole number that is not below the quotient.
    function up(uint256 numerator, uint256 denominator) internal pure returns (uint256 quotient) {
        quotient = numerator / denominator;
        if (quotient * denominator < numerator) ++quotient;
    }

    function pick(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + seed % (most - least + 1);
    }

    function assertSame(LoanState memory found, LoanState memory expected, string memory label)
        internal
        pure
    {
        vm.assertEq(abi.encode(found), abi.encode(expected), label);
    }
}
