// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {IFixings} from "../../../../interfaces/IFixings.sol";
import {DayCount, Method, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {RateBoard} from "../math/LoanMathSuite.sol";
import {PaperLoan} from "../math/PaperLoan.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans on chain beside a clerk's, and the money beside the books

├── any terms and any life       → at each step the same is owed, in every part, to the unit
├── every payment                → reaches the lender or is parked for it; nothing else moves
└── from any state               → one payment of the payoff ends the debt
*/
contract PaybackFuzzTest is PaybackSuite {
    uint256 private constant DUST = 12_345;

    RateBoard internal board;
    PaperLoan internal paper;
    uint256 internal received;
    bool internal suspended;

    function setUp() public override {
        // Before the addresses of the loans' contracts are predicted.
        board = new RateBoard();
        super.setUp();
        token.mint(address(loans), DUST);
    }

    function _linesAndRates() internal view override returns (ICreditLines, IFixings) {
        return (ICreditLines(vm.addr(0x11E5)), IFixings(address(board)));
    }

    /// @notice Whatever happens on a loan of any terms, chain and clerk agree on every part of what is owed, no unit is
    /// lost on its way, and the payoff ends the debt (L-13, L-20 to L-37, T50, T51, T52, T55, T57, I6, I13, I15, I25).
    function testFuzz_life(uint256 seed, uint256[7] memory acts) external {
        _record(seed);
        t = _terms(seed);
        reopen();
        paper = new PaperLoan(t, IFixings(address(board)), DAY);
        paper.draw(PRINCIPAL);
        received = balance(bankA);
        for (uint256 i; i < acts.length; ++i) {
            _to(paper.today() + (acts[i] >> 8) % 70);
            _assertAgree();
            _act(acts[i]);
            _assertAgree();
        }
        if (payoff() != 0) _pay(payoff());
        assertNothingLeft();
        _assertAgree();
    }

    /* ACTS */

    function _act(uint256 act) private {
        Quote memory q = quoteOf(t);
        uint256 kind = act % 8;
        if (kind == 0) _draw();
        else if (kind == 1) _mark(q);
        else if (kind == 2) _switchLender();
        else if (kind < 5) _collect((act >> 32) % (q.due + PART));
        else if (q.payoff != 0) _pay(kind == 5 ? q.due + 1 : 1 + (act >> 32) % q.payoff / (1 + act % 4));
    }

    function _to(uint256 day) private {
        toDay(day);
        paper.liveTo(day);
    }

    /// @dev The second milestone, once, as long as it may be drawn.
    function _draw() private {
        bool released = stateOf(loan).released & 2 != 0;
        if (released || suspended || paper.today() > t.drawDeadline || paper.defaulted()) return;
        release(t, 1);
        received -= 200_000e6;
        paper.draw(200_000e6);
    }

    function _mark(Quote memory q) private {
        if (paper.defaulted()) {
            if (suspended) return;
            vm.prank(bankA);
            loans.liftDefault(t);
            paper.mark(false);
        } else if (q.payoff != 0 && q.daysPastDue > t.daysToDefault) {
            loans.markDefault(t);
            paper.mark(true);
        }
    }

    /// @dev Suspends the lender, or reinstates it and claims what was parked for it.
    function _switchLender() private {
        suspended = !suspended;
        if (suspended) return suspend(BANK_A);
        reinstate(BANK_A);
        if (parked() != 0) loans.claim(BANK_A, address(token));
    }

    function _collect(uint256 there) private {
        if (there == 0 || due() == 0) return;
        allow(s1, there);
        uint256 before = balance(s1);
        uint256 taken = collect();
        vm.assertEq(before - balance(s1), taken, "from the borrower");
        received += taken;
        paper.pay(taken, true);
    }

    function _pay(uint256 amount) private {
        uint256 owed = payoff();
        uint256 taken = pay(amount);
        vm.assertEq(taken, amount < owed ? amount : owed, "taken");
        received += taken;
        paper.pay(taken, false);
    }

    /* ASSERTIONS */

    function _assertAgree() private view {
        vm.assertEq(abi.encode(quoteOf(t)), abi.encode(paper.quote()), "what is owed");
        uint256 held = parked();
        vm.assertEq(balance(bankA) + held, received, "all that was paid");
        vm.assertEq(balance(address(loans)), held + DUST, "what rests");
    }

    /* TERMS */

    function _terms(uint256 seed) private view returns (Terms memory n) {
        n = loanTerms();
        n.method = Method(1 + (seed >> 8) % 4);
        n.instalments = n.method == Method.Bullet ? 1 : uint16(1 + (seed >> 16) % 10);
        n.interestOnly = uint16((seed >> 24) % n.instalments);
        n.dayCount = DayCount(1 + (seed >> 32) % 3);
        (n.inDays, n.endOfMonth) = (seed >> 40 & 1 == 1, seed >> 41 & 1 == 1);
        n.interval = uint16(1 + (seed >> 48) % (n.inDays ? 45 : 2));
        n.rate = uint32((seed >> 56) % 300_000);
        n.firstDue = uint24(DAY + 1 + (seed >> 80) % 60);
        n.drawDeadline = n.firstDue - 1;
        n.graceDays = uint16((seed >> 96) % 30);
        n.daysToDefault = n.graceDays + uint16((seed >> 104) % 30);
        n.penaltyRate = uint32((seed >> 112) % 300_000);
        n.prepayment = Prepayment(1 + (seed >> 136) % 2);
        n.salt = 7;
        if (seed >> 42 & 1 == 0) return n;
        (n.index, n.spread) = ("INDEX", int32(int256((seed >> 140) % 60_000)) - 10_000);
        (n.firstReset, n.resetMonths) = (uint24(DAY + (seed >> 156) % 90), uint8(1 + seed % 4));
        n.floor = uint32((seed >> 164) % 20_000);
    }

    /// @dev Six values of the index, from -3 % to 9 %, some months apart.
    function _record(uint256 seed) private {
        uint256 day = DAY - 30;
        for (uint256 i; i < 6; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            day += draw % 60;
            board.record(day * 1 days, int256((draw >> 16) % 120_000) - 30_000);
        }
    }
}
