// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../../interfaces/IERC3525.sol";
import {IProgrammes} from "../../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 S01 to S11: where notes refuse more than the standard asks, and how it is read.
/// Numbers and reasons: tests/conformance/erc3525.md.
contract Erc3525StricterTest is TokenSuite {
    function _refuse(address to, uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(s1);
        receivables.transferFrom(tokenId, to, value);
    }

    function _refuse(NoteId to, uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(s1);
        receivables.transferFrom(tokenId, NoteId.unwrap(to), value);
    }

    /// @notice Nothing is not passed: neither to an address, nor to another's token, nor between one's own.
    function test_S01_zero_value_is_refused() external {
        NoteId own = split(s1, note, PART);
        NoteId foreign = passValue(s2, PART);
        bytes memory reason = abi.encodeWithSelector(IReceivables.ZeroAmount.selector);
        _refuse(s2, 0, reason);
        _refuse(foreign, 0, reason);
        _refuse(own, 0, reason);
    }

    /// @notice Between parties value goes one tier deeper, so it joins only a token of the next tier.
    function test_S02_value_joins_only_the_next_tier() external {
        NoteId same = passValue(s2, PART);
        vm.prank(s1);
        receivables.transferFrom(tokenId, NoteId.unwrap(same), PART);
        assertNote(same, S2, 2 * PART, 2);
        NoteId deeper = assign(s2, same, S3, PART);
        _refuse(deeper, PART, abi.encodeWithSelector(IReceivables.TierMismatch.selector, 1, 3));
    }

    /// @notice Value that would go beyond the deepest tier stays.
    function test_S03_value_stays_within_the_deepest_tier() external {
        pass(s1, s2, note);
        pass(s2, s3, note);
        pass(s3, s1, note);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.TierTooDeep.selector, uint256(DEEPEST) + 1, uint256(DEEPEST));
        _refuse(s2, PART, reason);
    }

    /// @notice No piece smaller than the programme allows is made or left.
    function test_S04_no_piece_below_the_smallest() external {
        NoteId foreign = passValue(s2, PART);
        uint256 small = SMALLEST - 1;
        bytes memory reason = abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, small, SMALLEST);
        _refuse(s2, small, reason);
        uint256 almost = FACE - PART - small;
        _refuse(s2, almost, reason);
        _refuse(foreign, almost, reason);
        vm.prank(s1);
        receivables.transferFrom(tokenId, NoteId.unwrap(foreign), 1);
        assertNote(foreign, S2, PART + 1, 2);
    }

    /// @notice A token does not pass value to itself, nor its owner to its own address.
    function test_S05_no_value_to_oneself() external {
        _refuse(note, PART, abi.encodeWithSelector(IReceivables.SameNote.selector, note));
        _refuse(s1, PART, abi.encodeWithSelector(IReceivables.SelfAssignment.selector, S1));
    }

    /// @notice Value goes to parties that opted in only.
    function test_S06_receiver_is_a_party_that_opted_in() external {
        _refuse(outsider, PART, abi.encodeWithSelector(IReceivables.NotCashAccount.selector, outsider));
        NoteId foreign = passValue(s2, PART);
        setOptIns(s2, 1);
        bytes memory reason = abi.encodeWithSelector(IReceivables.TransfersNotWanted.selector, S2);
        _refuse(s2, PART, reason);
        _refuse(foreign, PART, reason);
    }

    /// @notice Where a programme wants a trade behind every assignment, value passes by assignment only.
    function test_S07_no_plain_transfer_where_a_trade_reference_is_required() external {
        IProgrammes.Rules memory r = rules();
        r.tradeReferenceRequired = true;
        note = confirmIn(openProgramme(2, r), FACE);
        tokenId = NoteId.unwrap(note);
        NoteId foreign = assign(s1, note, S2, PART);
        bytes memory reason = abi.encodeWithSelector(IReceivables.TradeReferenceMissing.selector, note);
        _refuse(s2, PART, reason);
        _refuse(foreign, PART, reason);
    }

    /// @notice From the due day no value moves, not even between two tokens of one owner.
    function test_S08_no_value_moves_from_the_due_day() external {
        NoteId own = split(s1, note, PART);
        NoteId foreign = passValue(s2, PART);
        toDay(DUE);
        bytes memory reason = abi.encodeWithSelector(IReceivables.DueDayReached.selector, slot, DUE, DUE);
        _refuse(s2, PART, reason);
        _refuse(foreign, PART, reason);
        _refuse(own, PART, reason);
    }

    /// @notice Whether a contract has the hook is asked of itself by ERC-165; one that says no is not asked.
    function test_S09_hook_is_found_by_erc165() external {
        NoteId created = passValue(address(shy), PART);
        vm.assertEq(ownerOf(created), address(shy), "owner");
        vm.assertEq(shy.values().length, 0, "not asked");
    }

    /// @notice Hooks belong to the standards' own functions: an assignment asks no contract.
    function test_S10_assignment_asks_no_receiver() external {
        assign(s1, note, ASKED, PART);
        assign(s1, note, ASKED, FACE - PART);
        vm.assertEq(asked.values().length, 0, "value");
        vm.assertEq(asked.tokens().length, 0, "tokens");
    }

    /// @notice An emptied token goes without a word about its slot or a transfer of nothing: its id keeps telling both.
    function test_S11_emptied_token_is_burnt_by_transfer_alone() external {
        NoteId foreign = passValue(s2, PART);
        vm.recordLogs();
        vm.prank(s1);
        receivables.transferFrom(tokenId, NoteId.unwrap(foreign), FACE - PART);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector, IERC3525.TransferValue.selector, IReceivables.Assigned.selector
            )
        );
        assertGone(note);
    }
}
