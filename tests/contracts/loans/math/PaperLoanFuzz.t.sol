// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../../../interfaces/IFixings.sol";
import {DayCount, LoanState, Method, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";
import {PaperLoan} from "./PaperLoan.sol";

/*
LoanMath beside a clerk who keeps the loan on paper, day after day

├── any terms: day counts, methods, intervals, grace, prepayment, fixed or floating rates
├── any life: draws, payments, collections, refunds, marks of default and their lifting, on any days
└── at each step                 → the same is owed, in every part, to the unit
*/
contract PaperLoanFuzzTest is LoanMathSuite {
    /// @notice Whatever happens on a loan of any terms, the arithmetic and the clerk agree on every part of what is
    /// owed (L-13, L-18, L-20 to L-27, L-29, L-33, L-34, L-37, L-44, T50, T51, T52, I15).
    function testFuzz_agreesWithTheClerk(uint256 seed, uint256[8] memory events) external {
        Terms memory t = _terms(seed);
        _record(seed);
        PaperLoan paper = new PaperLoan(t, IFixings(address(board)), START);
        uint256 amount = pick(seed >> 200, 1, 1e12);
        LoanState memory s = drawn(t, amount);
        paper.draw(amount);
        for (uint256 i; i < events.length; ++i) {
            uint256 day = s.day + (events[i] >> 8) % 70;
            s = roll(t, s, day);
            paper.liveTo(day);
            _assertAgree(t, s, paper);
            s = _happen(t, s, paper, events[i]);
            _assertAgree(t, s, paper);
        }
    }

    /// @dev One of: a draw or, when no draw comes any more, a refund of all principal; a payment of any size, a payment
    /// of what is due, a collection, a mark of default or its lift.
    function _happen(Terms memory t, LoanState memory s, PaperLoan paper, uint256 act)
        private
        returns (LoanState memory)
    {
        Quote memory q = math.quote(t, s);
        uint256 kind = act % 8;
        if (kind == 0 && s.day <= t.drawDeadline) {
            (s.principal, s.base) = (s.principal + 777_777, s.base + 777_777);
            paper.draw(777_777);
        } else if (kind == 0 && s.principal != 0 && act >> 31 & 1 == 1) {
            s = math.refund(t, s, s.principal);
            paper.takeBackAll();
        } else if (kind == 1 && (s.defaulted || q.daysPastDue > t.daysToDefault)) {
            if (s.defaulted) s = math.lift(t, s);
            else s.defaulted = true;
            paper.mark(s.defaulted);
        } else if (kind > 1) {
            bool onlyDue = kind < 4;
            uint256 amount = onlyDue ? q.due : q.payoff;
            if (kind % 2 == 0) amount = (act >> 32) % (amount + 1) / (1 + act % 5);
            if (kind == 5) amount = q.due;
            if (kind == 7) amount = amount / 3;
            (s,) = math.pay(t, s, amount, onlyDue);
            paper.pay(amount, onlyDue);
        }
        return s;
    }

    function _assertAgree(Terms memory t, LoanState memory s, PaperLoan paper) private view {
        vm.assertEq(abi.encode(math.quote(t, s)), abi.encode(paper.quote()), "what is owed");
        vm.assertEq(s.base, paper.base(), "base");
        vm.assertEq(s.recast, paper.recast(), "recast");
        vm.assertEq(s.overdue, paper.overdue(), "overdue");
        vm.assertEq(s.oldest, paper.oldest(), "oldest");
    }

    function _terms(uint256 seed) private pure returns (Terms memory t) {
        t = monthly();
        t.method = Method(pick(seed >> 8, 1, 4));
        t.instalments = t.method == Method.Bullet ? 1 : uint16(pick(seed >> 16, 1, 9));
        t.interestOnly = uint16(pick(seed >> 24, 0, t.instalments - 1));
        t.dayCount = DayCount(pick(seed >> 32, 1, 3));
        (t.inDays, t.endOfMonth) = (seed >> 40 & 1 == 1, seed >> 41 & 1 == 1);
        t.interval = uint16(pick(seed >> 48, 1, t.inDays ? 45 : 2));
        t.rate = uint32(pick(seed >> 56, 0, 300_000));
        t.firstDue = uint24(START + pick(seed >> 80, 1, 60));
        t.drawDeadline = t.firstDue - 1;
        t.graceDays = uint16(pick(seed >> 96, 0, 30));
        t.daysToDefault = t.graceDays + uint16(pick(seed >> 104, 0, 30));
        t.penaltyRate = uint32(pick(seed >> 112, 0, 300_000));
        t.prepayment = Prepayment(pick(seed >> 136, 1, 2));
        if (seed >> 42 & 1 == 0) return t;
        (t.index, t.spread) = ("INDEX", int32(int256(pick(seed >> 140, 0, 60_000))) - 10_000);
        (t.firstReset, t.resetMonths) = (uint24(START + pick(seed >> 156, 0, 90)), uint8(1 + seed % 4));
        t.floor = uint32(pick(seed >> 164, 0, 20_000));
    }

    /// @dev Six values of the index, from -3 % to 9 %, some months apart.
    function _record(uint256 seed) private {
        uint256 day = START - 30;
        for (uint256 i; i < 6; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            day += draw % 60;
            board.record(day * 1 days, int256(pick(draw >> 16, 0, 120_000)) - 30_000);
        }
    }
}
