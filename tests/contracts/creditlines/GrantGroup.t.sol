// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.grantGroup

├── when the limit does not fit 96 bits             → LimitTooLarge
├── when the expiry lies before today, or too far   → ExpiryInvalid
├── when the account's limit per act is lower       → LimitPerActExceeded
├── when the lender is no funder                    → RoleMissing
├── when the group is none                          → GroupZero
├── for the first time                              → the line as granted, one event
└── anew                                            → new terms, checked alike; used and freeze stay
*/
contract GrantGroupTest is LinesSuite {
    /// @notice A limit above 96 bits is refused by name, at first and anew (K-2, X-6, T29).
    function test_grantGroup_refusesLargeLimit() external {
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICreditLines.LimitTooLarge.selector, LARGEST + 1, LARGEST));
            grantGroup(LARGEST + 1);
            grantGroup(LINE);
        }
    }

    /// @notice A group's line expires between today and the last day that 16 bits hold (K-2, T29).
    function test_grantGroup_refusesExpiry() external {
        uint256[2] memory days_ = [DAY - 1, LATEST + 1];
        for (uint256 i; i < days_.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ICreditLines.ExpiryInvalid.selector, days_[i], DAY, LATEST)
            );
            vm.prank(bankA);
            lines.grantGroup(GROUP, LINE, days_[i], DECISION, "2026.1");
        }
    }

    /// @notice An account grants no more than one of its acts may be worth (K-1, P-3).
    function test_grantGroup_refusesAboveLimitPerAct() external {
        vm.prank(registrar);
        parties.setAccount(BANK_A, second, FUND, uint96(LINE - 1));
        vm.expectRevert(abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, second, LINE, LINE - 1));
        vm.prank(second);
        lines.grantGroup(GROUP, LINE, EXPIRY, DECISION, "2026.1");
    }

    /// @notice A party without the role funder lends nothing (K-1).
    function test_grantGroup_refusesOthersThanFunders() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.RoleMissing.selector, S3, 4, 1));
        vm.prank(s3);
        lines.grantGroup(GROUP, LINE, EXPIRY, DECISION, "2026.1");
    }

    /// @notice Zero means no group, so nothing is granted to it (K-4).
    function test_grantGroup_refusesNoGroup() external {
        vm.expectRevert(ICreditLines.GroupZero.selector);
        vm.prank(bankA);
        lines.grantGroup(0, LINE, EXPIRY, DECISION, "2026.1");
    }

    /// @notice A group's line stands as it was granted, with one event that says all of it (K-1, K-2).
    function test_grantGroup() external {
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.GroupLineGranted(BANK_A, GROUP, LINE, EXPIRY, DECISION, "2026.1");
        grantGroup(LINE);
        assertEvents(1);
        _assertLine(ICreditLines.Line(LINE, 0, 0, EXPIRY, 0, false));
        assertNoLine(lines.groupLineOf(BANK_B, GROUP));
    }

    /// @notice A new grant replaces the terms, and keeps what is used and a freeze (K-3, T29, I12).
    function test_grantGroup_anew() external {
        grantTied(LINE);
        draw(S1, 7);
        freezeGroup(true);
        vm.prank(bankA);
        lines.grantGroup(GROUP, 3, DAY, DECISION, "2026.2");
        _assertLine(ICreditLines.Line(3, 7, 0, DAY, 0, true));
    }

    /// @notice A signed call that anyone brings grants as well (X-1, K-1).
    function test_grantGroup_forwarded() external {
        bytes memory data =
            abi.encodeCall(ICreditLines.grantGroup, (GROUP, LINE, EXPIRY, DECISION, bytes32("2026.1")));
        forward(signedCall(BANK_A_KEY, address(lines), data));
        _assertLine(ICreditLines.Line(LINE, 0, 0, EXPIRY, 0, false));
    }

    function _assertLine(ICreditLines.Line memory expected) private view {
        vm.assertEq(abi.encode(lines.groupLineOf(BANK_A, GROUP)), abi.encode(expected), "line");
    }
}
