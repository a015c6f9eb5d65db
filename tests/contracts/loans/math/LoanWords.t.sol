// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanWords} from "../../../../contracts/libraries/LoanWords.sol";
import {LoanState} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanWords

├── any state within the widths    → packed and unpacked again it is the same
├── a field at its widest          → touches no other
├── the opening's word             → status, flags, milestones, plan and marks, each on its own
└── arrears                        → the balance says whether there are any
*/
contract LoanWordsTest {
    using LoanWords for uint256;

    /// @dev The largest values that the words hold.
    function _widest() private pure returns (LoanState memory s) {
        (s.open, s.frozen, s.defaulted, s.covered) = (true, true, true, true);
        (s.released, s.base, s.recast) = (type(uint64).max, type(uint96).max, type(uint16).max);
        (s.principal, s.accrued, s.day) = (type(uint96).max, LoanWords.MAX_ACCRUED, (1 << 17) - 1);
        (s.billed, s.overdue, s.oldest) = (type(uint96).max, type(uint96).max, type(uint24).max);
        (s.dues, s.penalty) = ((1 << 10) - 1, type(uint256).max);
    }

    function _opening(LoanState memory s) private pure returns (uint256 word) {
        word = LoanWords.opened(0).withFlag(LoanWords.FROZEN, s.frozen).withPlan(s.base, s.recast);
        for (uint256 i; i < 64; ++i) {
            if (s.released >> i & 1 == 1) word = word.withReleased(i);
        }
    }

    function _through(LoanState memory s) private pure returns (LoanState memory back) {
        back = _opening(s).unpack(LoanWords.packBalance(s));
        LoanWords.unpackArrears(back, LoanWords.packArrears(s), s.penalty);
    }

    /// @notice The widest state comes back whole (L-20, L-24).
    function test_widest() external pure {
        LoanState memory s = _widest();
        vm.assertEq(abi.encode(_through(s)), abi.encode(s), "state");
    }

    /// @notice Any state comes back as it was (L-20, L-24, L-26).
    function testFuzz_roundTrip(
        uint96[4] memory amounts,
        uint256[2] memory numerators,
        uint24[2] memory days_,
        uint64 released,
        uint16 recast,
        bool[3] memory flags
    ) external pure {
        LoanState memory s;
        (s.open, s.frozen, s.defaulted, s.covered) = (true, flags[0], flags[1], flags[2]);
        (s.principal, s.base, s.billed, s.overdue) = (amounts[0], amounts[1], amounts[2], amounts[3]);
        (s.accrued, s.penalty) = (numerators[0] & LoanWords.MAX_ACCRUED, numerators[1]);
        (s.day, s.oldest) = (days_[0] >> 7, days_[1]);
        (s.released, s.recast, s.dues) = (released, recast, recast >> 6);
        vm.assertEq(abi.encode(_through(s)), abi.encode(s), "state");
    }

    /// @notice The balance says whether there are arrears, by the oldest unpaid due day (L-26, L-34).
    function test_arrears() external pure {
        LoanState memory s;
        vm.assertFalse(LoanWords.packBalance(s).has(LoanWords.ARREARS), "none");
        s.oldest = 1;
        vm.assertTrue(LoanWords.packBalance(s).has(LoanWords.ARREARS), "some");
        vm.assertEq(LoanWords.packBalance(s), LoanWords.ARREARS, "and nothing else");
    }

    /// @notice A flag of the balance touches nothing else of it (L-38).
    function testFuzz_covered(uint256 word) external pure {
        uint256 covered = word.withFlag(LoanWords.COVERED, true);
        vm.assertTrue(covered.has(LoanWords.COVERED), "set");
        vm.assertEq(covered & ~LoanWords.COVERED, word & ~LoanWords.COVERED, "the rest");
        uint256 not = covered.withFlag(LoanWords.COVERED, false);
        vm.assertEq(not, word & ~LoanWords.COVERED, "taken back");
    }

    /// @notice A word is open from its opening on; unknown and dead terms are not (L-2, L-8).
    function test_isOpen() external pure {
        vm.assertTrue(LoanWords.opened(0).isOpen(), "opened");
        vm.assertTrue(LoanWords.opened(7).withFlag(LoanWords.FROZEN, true).isOpen(), "frozen");
        vm.assertFalse(uint256(0).isOpen(), "unknown");
        vm.assertFalse(LoanWords.DEAD.isOpen(), "dead");
        LoanState memory s = LoanWords.opened(7).unpack(0);
        vm.assertEq(s.recast, 7, "the plan begins after seven");
        vm.assertEq(s.base, 0, "nothing is drawn");
    }

    /// @notice Milestones are released one by one, and only those asked for (L-10, T35).
    function testFuzz_released(uint64 released, uint8 index) external pure {
        LoanState memory s;
        (s.released, index) = (released, index % 64);
        uint256 word = _opening(s);
        vm.assertEq(word.isReleased(index), released >> index & 1 == 1, "before");
        word = word.withReleased(index);
        vm.assertTrue(word.isReleased(index), "released");
        s.released = released | uint64(1) << index;
        vm.assertEq(word, _opening(s), "the others as before");
    }

    /// @notice Changing the plan leaves flags, milestones and marks of default (L-33, L-36).
    function testFuzz_plan(uint256 word, uint96 base, uint16 recast) external pure {
        uint256 planned = word.withPlan(base, recast);
        LoanState memory s = planned.unpack(0);
        vm.assertEq(planned.base(), base, "base");
        vm.assertEq(s.recast, recast, "recast");
        vm.assertEq(planned.marks(), word.marks(), "marks");
        vm.assertEq(planned.withPlan(0, 0), word.withPlan(0, 0), "the rest");
    }

    /// @notice Marks of default are counted, up to 65,535, and touch nothing else below them (L-36, T60).
    function test_marks() external pure {
        uint256 word = _opening(_widest());
        vm.assertEq(word.marks(), 0, "none");
        for (uint256 i = 1; i <= 3; ++i) {
            word = word.withMark();
            vm.assertEq(word.marks(), i, "counted");
        }
        LoanState memory s = word.unpack(LoanWords.packBalance(_widest()));
        vm.assertEq(s.base, type(uint96).max, "base");
        vm.assertEq(s.recast, type(uint16).max, "recast");
        vm.assertEq(uint256(s.released), type(uint64).max, "released");
    }
}
