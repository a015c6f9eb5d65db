// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.halt, Parties.resume

halt
├── when the caller is not the guardian             → AccessManagedUnauthorized
├── when it would last more than seven days         → HaltTooLong
├── given a halt that runs                          → HaltTooSoon
├── given a halt that ended less than 7 days ago    → HaltTooSoon
└── otherwise                                       → halted until now + duration, one event
    ├── seven days after a halt that ran out
    └── at once after a halt that ADMIN lifted
resume
├── when the caller is not ADMIN                    → AccessManagedUnauthorized
├── given nothing was ever halted                   → NotHalted
├── given the halt has run out                      → NotHalted
└── otherwise                                       → not halted, one event
*/
contract HaltTest is PartiesSuite {
    uint256 private constant LONGEST = 7 days;

    /// @notice Only the guardian halts (P-14, T64).
    function test_halt_refusesOthersThanTheGuardian() external {
        assertOnly(guardian, address(parties), abi.encodeCall(parties.halt, (1 days)));
    }

    /// @notice A halt of one second more than seven days is refused (P-14, T69).
    function test_halt_refusesTooLong() external {
        _refuses(LONGEST + 1, abi.encodeWithSelector(IParties.HaltTooLong.selector, LONGEST + 1, LONGEST));
    }

    /// @notice A halt cannot be prolonged while it runs (P-14, T69).
    function test_halt_refusesWhileHalted() external {
        halt();
        uint256 earliest = block.timestamp + 1 days + LONGEST;
        _refuses(1, abi.encodeWithSelector(IParties.HaltTooSoon.selector, earliest));
    }

    /// @notice The guardian waits seven days to the second after a halt that ran out (P-14, T69).
    function test_halt_refusesTooSoon() external {
        halt();
        uint256 earliest = block.timestamp + 1 days + LONGEST;
        vm.warp(earliest - 1);
        _refuses(1, abi.encodeWithSelector(IParties.HaltTooSoon.selector, earliest));
        vm.warp(earliest);
        halt();
        vm.assertEq(parties.haltedUntil(), earliest + 1 days, "halted again");
    }

    /// @notice A halt of any length up to seven days stops new business for exactly so long (P-14, X-4).
    function testFuzz_halt(uint256 duration) external {
        duration = duration % (LONGEST + 1);
        uint256 until = block.timestamp + duration;
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.HaltedUntil(until);
        vm.prank(guardian);
        parties.halt(duration);
        assertEvents(1);
        vm.assertEq(parties.haltedUntil(), until, "until");
        if (duration != 0) {
            vm.warp(until - 1);
            vm.expectRevert(abi.encodeWithSelector(IParties.Halted.selector, until));
            parties.admit(S1, s1, ASSIGN, 1, S2, ANCHOR);
        }
        vm.warp(until);
        parties.admit(S1, s1, ASSIGN, 1, S2, ANCHOR);
    }

    /// @notice After ADMIN has lifted a halt the guardian may halt again at once (P-14).
    function test_halt_atOnceAfterResume() external {
        halt();
        _resume();
        halt();
        vm.assertEq(parties.haltedUntil(), block.timestamp + 1 days, "until");
    }

    /// @notice Only ADMIN lifts a halt; not even the guardian does (P-14, T64, T69).
    function test_resume_refusesOthersThanAdmin() external {
        halt();
        assertOnly(admin, address(parties), abi.encodeCall(parties.resume, ()));
    }

    /// @notice Nothing is lifted where nothing is halted (P-14).
    function test_resume_refusesWithoutHalt() external {
        _refusesResume();
    }

    /// @notice A halt that has run out is not lifted, so that the guardian's seven days stand (P-14, T69).
    function test_resume_refusesAfterTheEnd() external {
        halt();
        vm.warp(block.timestamp + 1 days);
        _refusesResume();
    }

    /// @notice ADMIN lifts a halt, and new business is admitted again (P-14).
    function test_resume() external {
        halt();
        vm.warp(block.timestamp + 1 days - 1);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.Resumed();
        _resume();
        assertEvents(1);
        vm.assertEq(parties.haltedUntil(), 0, "until");
        parties.admit(S1, s1, ASSIGN, 1, S2, ANCHOR);
    }

    function _resume() private {
        vm.prank(admin);
        parties.resume();
    }

    function _refuses(uint256 duration, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(guardian);
        parties.halt(duration);
    }

    function _refusesResume() private {
        vm.expectRevert(abi.encodeWithSelector(IParties.NotHalted.selector));
        vm.prank(admin);
        parties.resume();
    }
}
