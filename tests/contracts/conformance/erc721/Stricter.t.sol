// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IParties} from "../../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 S01 to S13: where notes refuse what the standard lets a contract refuse, and how the owner is read.
/// Numbers and reasons: tests/conformance/erc721.md.
contract Erc721StricterTest is TokenSuite {
    function _refuse(address caller, address to, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        receivables.transferFrom(s1, to, tokenId);
    }

    /// @notice A note goes to the cash account of a party only, not to a stranger's, nor to an account beside it.
    function test_S01_only_cash_accounts_receive() external {
        address beside = accountOf(S2, 0x5252, ASSIGN, uint96(LARGEST));
        address[3] memory others = [outsider, beside, address(receivables)];
        for (uint256 i; i < others.length; ++i) {
            _refuse(s1, others[i], abi.encodeWithSelector(IReceivables.NotCashAccount.selector, others[i]));
        }
    }

    /// @notice A party receives plain transfers only once it has said that it wants them.
    function test_S02_receiver_opts_in() external {
        setOptIns(s2, 1);
        _refuse(s1, s2, abi.encodeWithSelector(IReceivables.TransfersNotWanted.selector, S2));
        setOptIns(s2, 2);
        pass(s1, s2, note);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice Each transfer goes one tier deeper, and none beyond the deepest tier of the receivable.
    function test_S03_transfer_goes_one_tier_deeper() external {
        pass(s1, s2, note);
        pass(s2, s3, note);
        pass(s3, s1, note);
        assertNote(note, S1, FACE, DEEPEST);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.TierTooDeep.selector, uint256(DEEPEST) + 1, uint256(DEEPEST));
        _refuse(s1, s2, reason);
    }

    /// @notice Where a programme wants a trade behind every assignment, there are no plain transfers.
    function test_S04_no_plain_transfer_where_a_trade_reference_is_required() external {
        IProgrammes.Rules memory r = rules();
        r.tradeReferenceRequired = true;
        note = confirmIn(openProgramme(2, r), FACE);
        tokenId = NoteId.unwrap(note);
        _refuse(s1, s2, abi.encodeWithSelector(IReceivables.TradeReferenceMissing.selector, note));
    }

    /// @notice From the beginning of the due day nothing moves; in the second before it, a note still does.
    function test_S05_nothing_moves_from_the_due_day() external {
        vm.warp(DUE * 1 days - 1);
        NoteId second = split(s1, note, PART);
        pass(s1, s2, second);
        toDay(DUE);
        _refuse(s1, s2, abi.encodeWithSelector(IReceivables.DueDayReached.selector, slot, DUE, DUE));
    }

    /// @notice Nobody passes a note to itself.
    function test_S06_no_transfer_to_oneself() external {
        _refuse(s1, s1, abi.encodeWithSelector(IReceivables.SelfAssignment.selector, S1));
    }

    /// @notice A note that is locked, waits for a consent, or is stopped by an authority does not move.
    function test_S07_stopped_notes_do_not_move() external {
        custodian.lock(note, S1);
        _refuse(s1, s2, abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
        custodian.unlock(note);
        freezeNote(note);
        _refuse(s1, s2, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
    }

    /// @notice A halt stops plain transfers, which are new business.
    function test_S08_halt_stops_transfers() external {
        halt();
        uint256 until = block.timestamp + 7 days;
        _refuse(s1, s2, abi.encodeWithSelector(IParties.Halted.selector, until));
    }

    /// @notice An operator is an account of a party, whoever appointed it; an outsider passes nothing.
    function test_S09_operator_is_an_account_of_a_party() external {
        approveAll(s1, outsider);
        _refuse(outsider, s2, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice An operator does no more than the cash account that appointed it may do itself.
    function test_S10_leave_is_worth_no_more_than_its_giver() external {
        approveAll(s1, s4);
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(FACE - 1));
        _refuse(s4, s2, abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, FACE, FACE - 1));
    }

    /// @notice A note never goes to its debtor or the debtor's group.
    function test_S11_no_transfer_to_the_debtor() external {
        setOptIns(anchor, 3);
        _refuse(s1, anchor, abi.encodeWithSelector(IParties.SameGroup.selector, ANCHOR, ANCHOR));
    }

    /// @notice The owner is a party: each of its accounts with the scope assign passes its notes without approval.
    function test_S12_accounts_of_the_owner_transfer_without_approval() external {
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        vm.assertFalse(receivables.isApprovedForAll(s1, beside), "no operator");
        vm.prank(beside);
        receivables.transferFrom(s1, s2, tokenId);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice Rotation moves no note: the owner's address changes at once, `Transfer` comes when it is announced.
    function test_S13_rotation_changes_the_address_of_the_owner() external {
        vm.recordLogs();
        address rotated = rotate(S1);
        vm.assertEq(countEvents(IERC721.Transfer.selector), 0, "transfers");
        vm.assertEq(ownerOf(note), rotated, "owner");
        same(noteState(note).owner, S1, "the same party");
    }
}
