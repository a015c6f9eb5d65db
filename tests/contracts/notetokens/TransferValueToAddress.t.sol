// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ReceivableWord} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice Receivables.transferFrom(uint256 fromTokenId, address to, uint256 value)
///
/// ├── when there is no such note                     → NoteUnknown
/// ├── when the value is zero                         → ZeroAmount
/// ├── when the note carries less                     → ValueExceedsNote
/// ├── when a trade reference is required, `to` is no cash account or the owner's, or did not opt in → TransferNote.t.sol
/// ├── when somebody may not do new business          → Restrictions.t.sol, Operators.t.sol
/// ├── when the caller has no leave for the value     → InsufficientAllowance
/// ├── when note or receivable stand still            → Restrictions.t.sol
/// ├── when the note is as deep as it may go          → TierTooDeep
/// ├── when the receivable has numbered all its notes → TooManyNotes
/// ├── when the piece made or left is too small       → PieceTooSmall
/// ├── when the receiving contract does not take it   → conformance/erc3525/Receivers.t.sol
/// └── otherwise
///     ├── a new note of the receiver, one tier deeper, and nothing created or lost
///     ├── the whole value burns the note
///     └── the allowance falls by the value, leave of other kinds stays
contract TransferValueToAddressTest is TokenSuite {
    function _refuse(address to, uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(s1);
        receivables.transferFrom(tokenId, to, value);
    }

    /* REFUSALS */

    /// @notice The amount is looked at before the receiver.
    function test_amount_is_refused_first() external {
        _refuse(outsider, 0, abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, type(uint256).max, FACE);
        _refuse(outsider, type(uint256).max, reason);
        _refuse(outsider, FACE, abi.encodeWithSelector(IReceivables.NotCashAccount.selector, outsider));
    }

    /// @notice A piece of exactly the smallest size is made and left; one unit less is not.
    function test_pieces_of_the_smallest_size() external {
        uint256 small = SMALLEST - 1;
        bytes memory reason = abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, small, SMALLEST);
        _refuse(s2, small, reason);
        _refuse(s2, FACE - small, reason);
        NoteId smallest = passValue(s2, SMALLEST);
        vm.assertEq(valueOf(smallest), SMALLEST, "made");
        passValue(s2, FACE - 2 * SMALLEST);
        vm.assertEq(valueOf(note), SMALLEST, "left");
    }

    /// @notice A receivable numbers its notes up to 2**24 - 1; the next piece is refused by name.
    function test_numbers_of_notes_end() external {
        bytes32 place = keccak256(abi.encode(slot, 0));
        bytes32 word = vm.load(address(receivables), place);
        vm.assertEq(word, bytes32(ReceivableWord.unwrap(receivables.receivableWord(slot))), "the word");
        vm.store(address(receivables), place, word | bytes32(uint256(type(uint24).max) << 180));
        vm.assertEq(uint256(state(slot).issued), type(uint24).max, "issued");
        _refuse(s2, PART, abi.encodeWithSelector(IReceivables.TooManyNotes.selector, slot));
        pass(s1, s2, note);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice A refused transfer by an allowed account spends nothing.
    function test_refused_transfer_spends_nothing() external {
        approveValue(s1, s4, PART);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST));
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, SMALLEST - 1);
        vm.assertEq(receivables.allowance(tokenId, s4), PART, "allowance");
    }

    /* TRANSFERS */

    /// @notice Whatever is passed arrives, one tier deeper, and nothing is created or lost.
    function test_value_is_conserved(uint256 value) external {
        value = SMALLEST + value % (FACE - 2 * SMALLEST + 1);
        NoteId created = passValue(s2, value);
        same(created, noteOf(slot, 2), "number");
        assertNote(created, S2, value, 2);
        assertNote(note, S1, FACE - value, 1);
        vm.assertEq(uint256(state(slot).live), 2, "live");
        vm.assertEq(state(slot).face, FACE, "face");
    }

    /// @notice The whole value goes to a new note; the old one and the leave for it are no more.
    function test_whole_value_burns_the_note() external {
        approveNote(s1, s3, note);
        approveValue(s1, s4, type(uint256).max);
        vm.prank(s4);
        NoteId created = NoteId.wrap(uint128(receivables.transferFrom(tokenId, s2, FACE)));
        assertGone(note);
        assertNote(created, S2, FACE, 2);
        vm.assertEq(approvedOf(created), address(0), "approved");
        vm.assertEq(receivables.allowance(NoteId.unwrap(created), s4), 0, "allowed");
        vm.assertEq(uint256(state(slot).live), 1, "live");
        vm.assertEq(receivables.balanceOf(s1), 0, "count of S1");
        vm.assertEq(receivables.balanceOf(s2), 1, "count of S2");
    }

    /// @notice An allowance falls by what was moved under it; operator and approved account spend none.
    function test_allowance_falls_by_the_value(uint256 value) external {
        value = SMALLEST + value % PART;
        approveValue(s1, s4, FACE);
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, value);
        vm.assertEq(receivables.allowance(tokenId, s4), FACE - value, "spent");
        approveNote(s1, s4, note);
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, value);
        vm.assertEq(receivables.allowance(tokenId, s4), FACE - value, "not spent when approved");
        approveNote(s1, address(0), note);
        approveAll(s1, s4);
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, value);
        vm.assertEq(receivables.allowance(tokenId, s4), FACE - value, "not spent as operator");
    }
}
