// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {WaysSuite} from "./WaysSuite.sol";

/// @notice T08: what those who act by leave need themselves, and what their leave is worth.
///
/// a note or its value moved by leave of the owner's cash account
/// ├── when who acts is no account of a party                  → AccountUnknown
/// ├── when its account was given up                           → AccountRetired
/// ├── when its party is suspended                             → PartySuspended
/// ├── when its party's KYC has run out                        → KycExpired
/// ├── when its account lacks the scope assign                 → ScopeMissing
/// ├── when the value exceeds its account's limit per act      → LimitPerActExceeded
/// ├── when the owner's cash account lacks the scope itself    → ScopeMissing, naming the cash account
/// ├── when the value exceeds the cash account's limit         → LimitPerActExceeded, naming the cash account
/// ├── when its leave was taken back                           → NotOwnerNorApproved, InsufficientAllowance
/// └── otherwise                                               → the owner's own accounts need no leave
contract OperatorsTest is WaysSuite {
    PartyId[3] private _helpers = [S3, S4, BANK_A];

    /// @dev The ways of one of the three who act by leave: 1 approved account, 2 operator, 3 allowed account.
    function _waysOf(uint256 who) private view returns (Way[] memory ways) {
        ways = new Way[](who == 3 ? 3 : 4);
        (ways[0], ways[1], ways[2]) = (addressWays()[who], noteWays()[who], ownWays()[who]);
        if (who != 3) ways[3] = wholeWays()[who + 2];
    }

    /* WHO ACTS */

    /// @notice T08, R-17: leave given to an outsider is worth nothing.
    function test_T08_outsider() external {
        approved = operator = allowed = outsider;
        _giveLeave();
        for (uint256 who = 1; who <= 3; ++who) {
            refuse(_waysOf(who), abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        }
    }

    /// @notice T08: an account that its party has given up uses no leave that it was given before.
    function test_T08_retired_account() external {
        approved = operator = allowed = accountOf(S3, 0x5353, ASSIGN, uint96(LARGEST));
        _giveLeave();
        vm.prank(s3);
        parties.removeAccount(approved);
        for (uint256 who = 1; who <= 3; ++who) {
            refuse(_waysOf(who), abi.encodeWithSelector(IParties.AccountRetired.selector, approved));
        }
    }

    /// @notice T08, R-17: a suspended party uses no leave, and the others still do.
    function test_T08_suspended_party() external {
        for (uint256 who = 1; who <= 3; ++who) {
            PartyId party = _helpers[who - 1];
            suspend(party);
            refuse(_waysOf(who), abi.encodeWithSelector(IParties.PartySuspended.selector, party));
            allow(_waysOf(who % 3 + 1));
            reinstate(party);
            allow(_waysOf(who));
        }
    }

    /// @notice T08: a party whose KYC has run out passes nothing on to others by leave.
    function test_T08_party_out_of_date() external {
        for (uint256 who = 1; who <= 3; ++who) {
            PartyId party = _helpers[who - 1];
            expireKyc(party);
            bytes memory reason = abi.encodeWithSelector(IParties.KycExpired.selector, party, DAY - 1, DAY);
            refuse(addressWays()[who], reason);
            refuse(noteWays()[who], reason);
            if (who != 3) refuse(wholeWays()[who + 2], reason);
        }
    }

    /// @notice T08, R-17: leave does not make up for a scope that the acting account lacks.
    function test_T08_acting_account_without_scope() external {
        approved = operator = allowed = accountOf(S3, 0x5353, FUND, uint96(LARGEST));
        _giveLeave();
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, approved, uint256(ASSIGN), uint256(FUND));
        for (uint256 who = 1; who <= 3; ++who) {
            refuse(_waysOf(who), reason);
        }
    }

    /// @notice T08: leave does not raise the limit per act of the acting account.
    function test_T08_acting_account_over_its_limit() external {
        approved = operator = allowed = accountOf(S3, 0x5353, ASSIGN, uint96(PART - 1));
        _giveLeave();
        for (uint256 who = 1; who <= 3; ++who) {
            _refuseOverLimit(_waysOf(who), approved, PART - 1);
        }
    }

    function _refuseOverLimit(Way[] memory ways, address account, uint256 limit) private {
        for (uint256 i; i < ways.length; ++i) {
            refuse(
                ways[i],
                abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, ways[i].value, limit)
            );
        }
    }

    /* WHOSE LEAVE */

    /// @notice T08: what the cash account lacks the scope for, nobody does by its leave; other accounts go on.
    function test_T08_cash_account_without_scope() external {
        vm.prank(s1);
        parties.changeAccount(s1, ADMINISTER, uint96(LARGEST));
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, s1, uint256(ASSIGN), uint256(ADMINISTER));
        refuse(addressWays(), reason);
        refuse(noteWays(), reason);
        Way[] memory ways = wholeWays();
        refuse(ways[0], reason);
        allow(ways[2]);
        refuse(ways[3], reason);
        refuse(ways[4], reason);
    }

    /// @notice T08: what exceeds the cash account's limit, nobody does by its leave; what does not, they do.
    function test_T08_cash_account_over_its_limit() external {
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(PART));
        allow(addressWays());
        allow(noteWays());
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(PART - 1));
        _refuseOverLimit(addressWays(), s1, PART - 1);
        _refuseOverLimit(noteWays(), s1, PART - 1);
        Way[] memory ways = wholeWays();
        allow(ways[2]);
        // The account beside the cash account has a limit of its own.
        ways[2] = ways[0];
        _refuseOverLimit(ways, s1, PART - 1);
    }

    /// @notice Leave that was taken back is none.
    function test_T08_leave_taken_back() external {
        approveNote(s1, address(0), note);
        vm.prank(s1);
        receivables.setApprovalForAll(operator, false);
        approveValue(s1, allowed, PART - 1);
        for (uint256 who = 1; who <= 3; ++who) {
            _refuseWithoutLeave(who, who == 3 ? PART - 1 : 0);
        }
    }

    function _refuseWithoutLeave(uint256 who, uint256 left) private {
        address caller = addressWays()[who].caller;
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, caller, PART, left);
        refuse(addressWays()[who], reason);
        refuse(noteWays()[who], reason);
        refuse(ownWays()[who], reason);
        if (who == 3) return;
        refuse(
            wholeWays()[who + 2],
            abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, caller, tokenId)
        );
    }

    /* OTHERWISE */

    /// @notice An account of the owner beside its cash account moves note and value within its own limit, without leave.
    function test_account_of_the_owner_needs_no_leave() external {
        vm.prank(beside);
        uint256 created = receivables.transferFrom(tokenId, s2, PART);
        vm.prank(beside);
        receivables.transferFrom(tokenId, created, PART);
        vm.assertEq(receivables.balanceOf(created), 2 * PART, "value");
        vm.prank(s1);
        parties.changeAccount(beside, ASSIGN, uint96(PART - 1));
        vm.expectRevert(abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, beside, PART, PART - 1));
        vm.prank(beside);
        receivables.transferFrom(tokenId, s2, PART);
    }

    /// @notice The owner's approvals do not stop an account of the owner that is named in them.
    function test_allowance_of_the_owners_own_account_is_not_spent() external {
        approveValue(s1, beside, PART);
        vm.prank(beside);
        receivables.transferFrom(tokenId, s2, 2 * PART);
        vm.assertEq(receivables.allowance(tokenId, beside), PART, "untouched");
    }
}
