// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../interfaces/IFixings.sol";
import {DayCount, LoanState, Quote, Terms} from "../../interfaces/ILoans.sol";
import {LoanCalendar} from "../libraries/LoanCalendar.sol";
import {LoanMath} from "../libraries/LoanMath.sol";
import {LoanWords} from "../libraries/LoanWords.sol";

/// @title LoanMathHarness
/// @notice Drives the arithmetic of loans with many cases in one call, as a model of it asks.
/// @dev Meant for `eth_call`: it keeps fixings in storage only as long as a case lasts.
contract LoanMathHarness {
    enum Kind {
        Roll,
        Pay,
        Collect,
        Release,
        Refund,
        MarkDefault,
        LiftDefault,
        Amend
    }

    /// @dev What happens on a day; `Amend` goes on with the next of the case's terms.
    struct Step {
        Kind kind;
        uint256 day;
        uint256 amount;
    }

    /// @dev A value of the index, and the Unix time at which it was recorded.
    struct Recorded {
        uint256 time;
        int256 rate;
    }

    /// @dev One loan from its opening: terms (the first ones and those that follow), fixings in order, and its life.
    struct Case {
        Terms[] terms;
        Recorded[] fixings;
        Step[] steps;
    }

    /// @dev The loan after a step, as the words of the chain keep it.
    struct Figures {
        LoanState state;
        Quote quote;
        LoanMath.Split split;
    }

    Recorded[] private _fixings;

    /* CASES */

    /// @notice Lets each loan live, and tells how it stands after every step.
    function live(Case[] calldata cases) external returns (Figures[][] memory found) {
        found = new Figures[][](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            found[i] = _live(cases[i]);
        }
    }

    /// @notice The last value that was recorded at `time` or before: IFixings as far as the arithmetic asks.
    function rateAt(bytes32, uint256 time) external view returns (bool known, int256 rate) {
        for (uint256 i; i < _fixings.length; ++i) {
            if (_fixings[i].time <= time) (known, rate) = (true, _fixings[i].rate);
        }
    }

    function _live(Case calldata one) private returns (Figures[] memory found) {
        delete _fixings;
        for (uint256 i; i < one.fixings.length; ++i) {
            _fixings.push(one.fixings[i]);
        }
        found = new Figures[](one.steps.length);
        LoanState memory state;
        state.recast = one.terms[0].interestOnly;
        uint256 version;
        for (uint256 i; i < one.steps.length; ++i) {
            found[i].split = _happen(one, version, state, one.steps[i]);
            if (one.steps[i].kind == Kind.Amend) ++version;
            state = _stored(state);
            found[i].state = _stored(state);
            found[i].quote = LoanMath.quote(one.terms[version], state);
        }
    }

    function _happen(Case calldata one, uint256 version, LoanState memory state, Step calldata step)
        private
        view
        returns (LoanMath.Split memory split)
    {
        Terms calldata terms = one.terms[version];
        LoanMath.roll(terms, IFixings(address(this)), state, step.day);
        if (step.kind == Kind.Pay || step.kind == Kind.Collect) return _pay(terms, state, step);
        if (step.kind == Kind.Release) {
            state.principal += step.amount;
            state.base += step.amount;
        } else if (step.kind == Kind.Refund) {
            LoanMath.refund(terms, state, step.amount);
        } else if (step.kind == Kind.Amend) {
            LoanMath.amend(terms, one.terms[version + 1], state);
        } else if (step.kind == Kind.MarkDefault) {
            state.defaulted = true;
        } else if (step.kind == Kind.LiftDefault) {
            LoanMath.lift(terms, state);
        }
    }

    function _pay(Terms calldata terms, LoanState memory state, Step calldata step)
        private
        pure
        returns (LoanMath.Split memory)
    {
        Quote memory q = LoanMath.quote(terms, state);
        bool onlyDue = step.kind == Kind.Collect;
        uint256 room = onlyDue ? q.due : q.payoff;
        return LoanMath.pay(terms, state, q, step.amount < room ? step.amount : room, onlyDue);
    }

    /// @dev A state as it comes back from storage.
    function _stored(LoanState memory state) private pure returns (LoanState memory stored) {
        uint256 opening = LoanWords.withPlan(LoanWords.OPEN, state.base, state.recast);
        stored = LoanWords.unpack(opening, LoanWords.packBalance(state));
        if (state.oldest == 0) return stored;
        LoanWords.unpackArrears(stored, LoanWords.packArrears(state), state.penalty);
    }

    /* PLAN */

    /// @notice Principal planned by each instalment from 0 on.
    function plan(Terms calldata terms, uint256 base, uint256 recast)
        external
        pure
        returns (uint256[] memory sums)
    {
        sums = new uint256[](uint256(terms.instalments) + 1);
        for (uint256 k; k < sums.length; ++k) {
            sums[k] = LoanMath.planned(terms, base, recast, k);
        }
    }

    /* DAYS */

    /// @notice Due days of all instalments, three bytes each.
    /// @return packed The days. @return wrong How many of them `duesBy` counts too early or too late.
    function dueDays(Terms calldata terms) external pure returns (bytes memory packed, uint256 wrong) {
        packed = new bytes(uint256(terms.instalments) * 3);
        for (uint256 k = 1; k <= terms.instalments; ++k) {
            uint256 due = LoanCalendar.dueDay(terms, k);
            _put(packed, k - 1, due);
            if (LoanCalendar.duesBy(terms, due) != k) ++wrong;
            if (due != 0 && LoanCalendar.duesBy(terms, due - 1) != k - 1) ++wrong;
        }
    }

    /// @notice Instalments fallen due by each of the first `count` days from 1970-01-01 on, three bytes each.
    function duesBy(Terms calldata terms, uint256 count) external pure returns (bytes memory packed) {
        packed = new bytes(count * 3);
        for (uint256 day; day < count; ++day) {
            _put(packed, day, LoanCalendar.duesBy(terms, day));
        }
    }

    /// @notice Days from 1970-01-01 to each of the first `count` days by a day count, three bytes each.
    function daysTo(DayCount dayCount, uint256 count) external pure returns (bytes memory packed) {
        packed = new bytes(count * 3);
        for (uint256 day; day < count; ++day) {
            _put(packed, day, LoanCalendar.daysBetween(dayCount, 0, day));
        }
    }

    function _put(bytes memory packed, uint256 place, uint256 value) private pure {
        for (uint256 i; i < 3; ++i) {
            packed[place * 3 + i] = bytes1(uint8(value >> (16 - 8 * i)));
        }
    }
}
