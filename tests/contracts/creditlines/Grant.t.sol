// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.grant

├── when the limit does not fit 96 bits                       → LimitTooLarge
├── when the expiry lies before today, or too far             → ExpiryInvalid
├── when the caller is no account, or lacks scope or limit    → AccountUnknown, ScopeMissing, LimitPerActExceeded
├── when the lender is suspended, or no funder                → PartySuspended, RoleMissing
├── when the party is not registered                          → PartyUnknown
├── when it ties the line
│   ├── to a group that is not the party's                    → NotOfGroup
│   ├── to a group without a line                             → LineUnknown
│   └── otherwise than before, while some is used             → GroupTied
├── for the first time                                        → the line as granted, one event
└── anew                                                      → new terms, checked alike; used and freeze stay
*/
contract GrantTest is LinesSuite {
    /* REFUSALS */

    /// @notice A limit above 96 bits is refused by name, at first and anew (K-2, X-6, T29).
    function test_grant_refusesLargeLimit() external {
        bytes memory reason =
            abi.encodeWithSelector(ICreditLines.LimitTooLarge.selector, LARGEST + 1, LARGEST);
        _refuse(S1, grantOf(LARGEST + 1, 0), reason);
        grant(S1, LINE);
        _refuse(S1, grantOf(LARGEST + 1, 0), reason);
    }

    /// @notice A line expires today at the earliest, and on the last day that 16 bits hold at the latest, at first and
    /// anew (K-2, T29).
    function test_grant_refusesExpiry() external {
        _refuseExpiry();
        grant(S1, LINE);
        _refuseExpiry();
    }

    function _refuseExpiry() private {
        ICreditLines.Grant memory terms = grantOf(LINE, 0);
        uint256[4] memory days_ = [0, DAY - 1, LATEST + 1, type(uint256).max];
        for (uint256 i; i < days_.length; ++i) {
            terms.expiry = days_[i];
            _refuse(
                S1, terms, abi.encodeWithSelector(ICreditLines.ExpiryInvalid.selector, days_[i], DAY, LATEST)
            );
        }
    }

    /// @notice Who acts for no party grants nothing (K-1).
    function test_grant_refusesOutsider() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        vm.prank(outsider);
        lines.grant(S1, grantOf(LINE, 0));
    }

    /// @notice An account without the scope fund grants nothing (K-1, P-3).
    function test_grant_refusesWithoutScope() external {
        uint16 others = ALL_SCOPES & ~FUND;
        _account(second, others, NO_LIMIT);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, second, FUND, others));
        vm.prank(second);
        lines.grant(S1, grantOf(LINE, 0));
    }

    /// @notice An account grants no more than one of its acts may be worth (K-1, P-3).
    function test_grant_refusesAboveLimitPerAct() external {
        _account(second, FUND, uint96(LINE - 1));
        vm.expectRevert(abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, second, LINE, LINE - 1));
        vm.prank(second);
        lines.grant(S1, grantOf(LINE, 0));
        vm.prank(second);
        lines.grant(S1, grantOf(LINE - 1, 0));
    }

    /// @notice A suspended lender grants nothing (K-1, P-4).
    function test_grant_refusesSuspendedLender() external {
        suspend(BANK_A);
        _refuse(S1, grantOf(LINE, 0), abi.encodeWithSelector(IParties.PartySuspended.selector, BANK_A));
    }

    /// @notice A party without the role funder lends nothing (K-1).
    function test_grant_refusesOthersThanFunders() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.RoleMissing.selector, S3, 4, 1));
        vm.prank(s3);
        lines.grant(S1, grantOf(LINE, 0));
    }

    /// @notice A line is for somebody who is registered (K-2).
    function test_grant_refusesUnknownParty() external {
        _refuse(FRESH, grantOf(LINE, 0), abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
    }

    /// @notice A line is tied to the group that Parties knows, none other (K-4).
    function test_grant_refusesAnotherGroup() external {
        grantGroup(LINE);
        vm.prank(bankA);
        lines.grantGroup(GROUP + 1, LINE, EXPIRY, DECISION, "2026.1");
        _refuse(
            S1,
            grantOf(LINE, GROUP + 1),
            abi.encodeWithSelector(ICreditLines.NotOfGroup.selector, S1, GROUP + 1, GROUP)
        );
        _refuse(
            S3, grantOf(LINE, GROUP), abi.encodeWithSelector(ICreditLines.NotOfGroup.selector, S3, GROUP, 0)
        );
    }

    /// @notice A line is tied only to a line that this very lender has granted the group (K-4).
    function test_grant_refusesGroupWithoutLine() external {
        vm.prank(bankB);
        lines.grantGroup(GROUP, LINE, EXPIRY, DECISION, "2026.1");
        _refuse(
            S1,
            grantOf(LINE, GROUP),
            abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_A, S1, GROUP)
        );
    }

    /// @notice While some of a line is used its tie neither begins nor ends (K-4, K-9, I12).
    function test_grant_refusesChangeOfTieInUse() external {
        grantTied(LINE);
        draw(S1, 1);
        _refuse(
            S1,
            grantOf(LINE, 0),
            abi.encodeWithSelector(ICreditLines.GroupTied.selector, BANK_A, S1, GROUP, 1)
        );
        repay(S1, 1);
        grant(S1, LINE);
        draw(S1, 2);
        _refuse(
            S1,
            grantOf(LINE, GROUP),
            abi.encodeWithSelector(ICreditLines.GroupTied.selector, BANK_A, S1, 0, 2)
        );
    }

    /* SUCCESS */

    /// @notice A line stands as it was granted, with one event that says all of it (K-1, K-2).
    function test_grant() external {
        ICreditLines.Grant memory terms = grantOf(LARGEST, 0);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineGranted(BANK_A, S1, terms);
        grantAs(bankA, S1, terms);
        assertEvents(1);
        _assertLine(S1, ICreditLines.Line(LARGEST, 0, FLOOR, EXPIRY, 0, false));
        assertNoLine(lines.lineOf(BANK_B, S1));
        assertNoLine(lines.lineOf(BANK_A, S2));
    }

    /// @notice The bounds of the expiry are allowed (K-2).
    function test_grant_boundsOfExpiry() external {
        ICreditLines.Grant memory terms = grantOf(LINE, 0);
        terms.expiry = DAY;
        grantAs(bankA, S1, terms);
        vm.assertEq(lines.lineOf(BANK_A, S1).expiry, DAY, "today");
        terms.expiry = LATEST;
        grantAs(bankA, S1, terms);
        vm.assertEq(lines.lineOf(BANK_A, S1).expiry, LATEST, "last day");
    }

    /// @notice A new grant replaces the terms, and keeps what is used and a freeze (K-3, T29, I12).
    function test_grant_anew() external {
        grant(S1, LINE);
        draw(S1, LINE);
        freeze(S1, true);
        ICreditLines.Grant memory terms = grantOf(LINE / 2, 0);
        (terms.expiry, terms.rateFloor, terms.modelVersion) = (DAY + 1, 1, "2026.2");
        vm.expectEmit(address(lines));
        emit ICreditLines.LineGranted(BANK_A, S1, terms);
        grantAs(bankA, S1, terms);
        _assertLine(S1, ICreditLines.Line(LINE / 2, LINE, 1, DAY + 1, 0, true));
    }

    /// @notice Below what is used nothing is drawn until enough has come back (K-3, K-6, I12).
    function test_grant_belowUsed() external {
        grant(S1, LINE);
        draw(S1, LINE);
        grant(S1, LINE / 2);
        vm.assertEq(lines.available(BANK_A, S1), 0, "nothing left");
        repay(S1, LINE / 2);
        vm.assertEq(lines.available(BANK_A, S1), 0, "still nothing left");
        repay(S1, 10);
        vm.assertEq(lines.available(BANK_A, S1), 10, "what came back below the limit");
    }

    /// @notice A tie stays as it is when the party has left the group, and can be lowered and renewed in use (K-4).
    function test_grant_keepsTieAfterGroupIsLeft() external {
        grantTied(LINE);
        draw(S1, 5);
        setProfile(S1, 1, DAY + 10_000, 0);
        grantAs(bankA, S1, grantOf(LINE / 2, GROUP));
        _assertLine(S1, ICreditLines.Line(LINE / 2, 5, FLOOR, EXPIRY, GROUP, false));
        assertGroupUsed(5);
    }

    /// @notice A suspended party's line may still be lowered: granting is no business with it (K-3).
    function test_grant_toSuspendedParty() external {
        grant(S1, LINE);
        suspend(S1);
        grant(S1, 0);
        vm.assertEq(lines.lineOf(BANK_A, S1).limit, 0, "limit");
    }

    /// @notice A signed call that anyone brings grants as well (X-1, K-1).
    function test_grant_forwarded() external {
        bytes memory data = abi.encodeCall(ICreditLines.grant, (S1, grantOf(LINE, 0)));
        forward(signedCall(BANK_A_KEY, address(lines), data));
        _assertLine(S1, ICreditLines.Line(LINE, 0, FLOOR, EXPIRY, 0, false));
    }

    function _account(address account, uint16 scopes, uint96 limit) private {
        vm.prank(registrar);
        parties.setAccount(BANK_A, account, scopes, limit);
    }

    function _refuse(PartyId party, ICreditLines.Grant memory terms, bytes memory reason) private {
        vm.expectRevert(reason);
        grantAs(bankA, party, terms);
    }

    function _assertLine(PartyId party, ICreditLines.Line memory expected) private view {
        vm.assertEq(abi.encode(lines.lineOf(BANK_A, party)), abi.encode(expected), "line");
    }
}
