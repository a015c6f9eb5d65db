// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.draw

├── when the caller is no consumer                 → NotConsumer
├── when there is no such line                     → LineUnknown
├── given the line, or its group's, is frozen      → LineFrozen
├── given the line, or its group's, has expired    → LineExpired
├── when it exceeds what is left of either         → LineExceeded, and neither is used
└── otherwise                                      → both are used, one event
    ├── up to the limit, on the last day
    ├── by whichever account the party acts
    └── lines of other lenders and parties are as before
*/
contract DrawTest is LinesSuite {
    /* REFUSALS */

    /// @notice Neither the lender, the party, a role nor Programmes draws (K-7).
    function test_draw_refusesOthersThanConsumers() external {
        grant(S1, LINE);
        address[5] memory callers = [bankA, s1, admin, address(programmes), outsider];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotConsumer.selector, callers[i]));
            vm.prank(callers[i]);
            lines.draw(BANK_A, S1, 1);
        }
    }

    /// @notice What was not granted is not drawn (K-6).
    function test_draw_refusesUnknownLine() external {
        grant(S1, LINE);
        _refuse(S2, 1, abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_A, S2, 0));
        _refuse(S2, 0, abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_A, S2, 0));
    }

    /// @notice A frozen line is not drawn; thawed it is (K-6, K-10).
    function test_draw_refusesFrozenLine() external {
        grant(S1, LINE);
        freeze(S1, true);
        _refuse(S1, 1, abi.encodeWithSelector(ICreditLines.LineFrozen.selector, BANK_A, S1, 0));
        freeze(S1, false);
        draw(S1, 1);
        assertUsed(S1, 1);
    }

    /// @notice The day after its last a line is not drawn (K-6).
    function test_draw_refusesExpiredLine() external {
        grant(S1, LINE);
        toDay(EXPIRY + 1);
        _refuse(
            S1,
            1,
            abi.encodeWithSelector(ICreditLines.LineExpired.selector, BANK_A, S1, 0, EXPIRY, EXPIRY + 1)
        );
    }

    /// @notice One unit more than is left is refused with both amounts (K-6, I12).
    function test_draw_refusesAboveLimit() external {
        grant(S1, LINE);
        draw(S1, 400);
        _refuse(S1, LINE - 399, _exceeded(S1, 0, LINE - 399, LINE - 400));
        _refuse(S1, type(uint256).max, _exceeded(S1, 0, type(uint256).max, LINE - 400));
        assertUsed(S1, 400);
    }

    /// @notice Where nothing is left, since the limit was lowered, not one unit is drawn (K-3, K-6).
    function test_draw_refusesBelowLoweredLimit() external {
        grant(S1, LINE);
        draw(S1, LINE);
        grant(S1, LINE - 1);
        _refuse(S1, 1, _exceeded(S1, 0, 1, 0));
    }

    /// @notice A group's line that is frozen, expired or used up holds its parties' lines, and names the group (K-6).
    function test_draw_refusesByGroup() external {
        grantTied(LINE);
        freezeGroup(true);
        _refuse(S1, 1, abi.encodeWithSelector(ICreditLines.LineFrozen.selector, BANK_A, S1, GROUP));
        freezeGroup(false);
        draw(S2, LINE - 10);
        _refuse(S1, 11, _exceeded(S1, GROUP, 11, 10));
        assertUsed(S1, 0);
        assertGroupUsed(LINE - 10);
        vm.prank(bankA);
        lines.grantGroup(GROUP, LINE, DAY, DECISION, "2026.1");
        toDay(DAY + 1);
        _refuse(
            S1, 1, abi.encodeWithSelector(ICreditLines.LineExpired.selector, BANK_A, S1, GROUP, DAY, DAY + 1)
        );
    }

    /* SUCCESS */

    /// @notice A draw uses the line and nothing else, with one event that says what is used now (K-6, K-9).
    function test_draw() external {
        grant(S1, LINE);
        grant(S2, LINE);
        grantAs(bankB, S1, grantOf(LINE, 0));
        draw(S1, 1);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineDrawn(BANK_A, S1, 400, 401, 0);
        draw(S1, 400);
        assertEvents(1);
        assertUsed(S1, 401);
        assertUsed(S2, 0);
        vm.assertEq(lines.lineOf(BANK_B, S1).used, 0, "other lender");
        vm.assertEq(lines.available(BANK_A, S1), LINE - 401, "available");
    }

    /// @notice The whole limit may be drawn, up to the last second of the last day (K-6).
    function test_draw_wholeOnLastDay() external {
        grant(S1, LARGEST);
        vm.warp((EXPIRY + 1) * 1 days - 1);
        draw(S1, LARGEST);
        assertUsed(S1, LARGEST);
        vm.assertEq(lines.available(BANK_A, S1), 0, "available");
    }

    /// @notice A draw uses the party's line and its group's by the same amount (K-6, K-9, I12).
    function test_draw_usesGroup() external {
        grantTied(LINE);
        draw(S1, 300);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineDrawn(BANK_A, S2, 200, 200, 500);
        draw(S2, 200);
        assertEvents(1);
        assertUsed(S1, 300);
        assertUsed(S2, 200);
        assertGroupUsed(500);
        vm.assertEq(lines.available(BANK_A, S1), LINE - 500, "what the group leaves");
    }

    /// @notice A party of the group whose line is not tied leaves the group's line alone (K-4).
    function test_draw_untied() external {
        grantTied(LINE);
        grant(S2, LINE);
        draw(S2, LINE);
        assertGroupUsed(0);
    }

    /// @notice A line is the party's: another cash account of it draws on the same line (K-5, T30).
    function test_draw_afterRotation() external {
        grant(S1, LINE);
        draw(S1, LINE - 1);
        rotate(FRESH_KEY);
        _refuse(S1, 2, _exceeded(S1, 0, 2, 1));
        draw(S1, 1);
        assertUsed(S1, LINE);
    }

    function _refuse(PartyId party, uint256 amount, bytes memory reason) private {
        vm.expectRevert(reason);
        draw(party, amount);
    }

    function _exceeded(PartyId party, uint40 group, uint256 amount, uint256 room)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(ICreditLines.LineExceeded.selector, BANK_A, party, group, amount, room);
    }
}
