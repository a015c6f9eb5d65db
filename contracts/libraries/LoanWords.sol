// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanState} from "../../interfaces/ILoans.sol";

/// @title LoanWords
/// @notice What the chain keeps of a loan: a word from its opening, a second from its first release, and two more while
/// something is overdue.
/// @dev Opening: status 2 | frozen 1 | amended 1 | released 64 | base 96 | recast 16 | marks of default 16 |
/// returned 1 (the plan's amount is less than was drawn).
/// Balance: principal 96 | accrued 130 | day 17 | dues 10 | arrears 1 | defaulted 1 | covered 1.
/// Arrears: billed 96 | overdue 96 | oldest 24; and the penalty in a word of its own.
library LoanWords {
    uint256 internal constant OPEN = 1;
    uint256 internal constant DEAD = 2;
    uint256 internal constant FROZEN = 4;
    uint256 internal constant AMENDED = 8;
    uint256 internal constant RETURNED = 1 << 196;

    uint256 internal constant ARREARS = 1 << 253;
    uint256 internal constant DEFAULTED = 1 << 254;
    uint256 internal constant COVERED = 1 << 255;

    /// @dev Largest numerator of accrued interest that the word holds; more does not accrue.
    uint256 internal constant MAX_ACCRUED = (1 << 130) - 1;

    uint256 private constant STATUS = 3;
    uint256 private constant RELEASED = 4;
    uint256 private constant BASE = 68;
    uint256 private constant RECAST = 164;
    uint256 private constant MARKS = 180;
    uint256 private constant ACCRUED = 96;
    uint256 private constant DAY = 226;
    uint256 private constant DUES = 243;
    uint256 private constant OVERDUE = 96;
    uint256 private constant OLDEST = 192;

    /// @dev Word of a loan that is opened: its plan begins after `recast` instalments.
    function opened(uint256 recast) internal pure returns (uint256) {
        return OPEN | recast << RECAST;
    }

    function isOpen(uint256 opening) internal pure returns (bool) {
        return opening & STATUS == OPEN;
    }

    function has(uint256 word, uint256 flag) internal pure returns (bool) {
        return word & flag != 0;
    }

    function withFlag(uint256 word, uint256 flag, bool on) internal pure returns (uint256) {
        return on ? word | flag : word & ~flag;
    }

    /// @dev Bit i is set once milestone i is released.
    function released(uint256 opening) internal pure returns (uint64) {
        return uint64(opening >> RELEASED);
    }

    function isReleased(uint256 opening, uint256 index) internal pure returns (bool) {
        return opening >> (RELEASED + index) & 1 != 0;
    }

    function withReleased(uint256 opening, uint256 index) internal pure returns (uint256) {
        return opening | 1 << (RELEASED + index);
    }

    function base(uint256 opening) internal pure returns (uint256) {
        return uint96(opening >> BASE);
    }

    /// @dev How often default was marked.
    function marks(uint256 opening) internal pure returns (uint256) {
        return uint16(opening >> MARKS);
    }

    function withMark(uint256 opening) internal pure returns (uint256) {
        return opening + (1 << MARKS);
    }

    /// @dev `base_` is below 2**96 and `recast` below 2**16.
    function withPlan(uint256 opening, uint256 base_, uint256 recast) internal pure returns (uint256) {
        uint256 mask = uint256(type(uint96).max) << BASE | uint256(type(uint16).max) << RECAST;
        return opening & ~mask | base_ << BASE | recast << RECAST;
    }

    /// @dev What the first two words say; the caller adds the arrears where there are any.
    function unpack(uint256 opening, uint256 balance) internal pure returns (LoanState memory s) {
        s.open = isOpen(opening);
        s.frozen = has(opening, FROZEN);
        s.released = released(opening);
        s.base = base(opening);
        s.recast = uint16(opening >> RECAST);
        s.principal = uint96(balance);
        s.accrued = balance >> ACCRUED & MAX_ACCRUED;
        s.day = balance >> DAY & 0x1ffff;
        s.dues = balance >> DUES & 0x3ff;
        s.defaulted = has(balance, DEFAULTED);
        s.covered = has(balance, COVERED);
    }

    /// @dev The balance; with arrears while there is anything in them.
    function packBalance(LoanState memory s) internal pure returns (uint256) {
        return s.principal | s.accrued << ACCRUED | s.day << DAY | s.dues << DUES
            | (s.oldest != 0 ? ARREARS : 0) | (s.defaulted ? DEFAULTED : 0) | (s.covered ? COVERED : 0);
    }

    function packArrears(LoanState memory s) internal pure returns (uint256) {
        return s.billed | s.overdue << OVERDUE | s.oldest << OLDEST;
    }

    function unpackArrears(LoanState memory s, uint256 arrears, uint256 penalty) internal pure {
        s.billed = uint96(arrears);
        s.overdue = uint96(arrears >> OVERDUE);
        s.oldest = uint24(arrears >> OLDEST);
        s.penalty = penalty;
    }
}
