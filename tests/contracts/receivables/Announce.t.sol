// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.announce

├── when the caller is no account of a party           → AccountUnknown
├── when the account lacks the scope administer        → ScopeMissing
├── when the party's cash account was never replaced   → NothingToChange
├── when a note does not exist                         → NoteUnknown
├── when a note is another party's                     → WrongOwner
└── otherwise                                          → one Transfer for each note, and nothing moves
*/
contract AnnounceTest is NotesSuite {
    uint256 internal constant NEW_KEY = 0xF1;
    address internal fresh = vm.addr(NEW_KEY);
    NoteId internal note;
    NoteId internal other;

    function setUp() public override {
        super.setUp();
        note = confirm();
        other = split(s1, note, 400_000e6);
    }

    function _rotate() private {
        bytes memory consent = sign(NEW_KEY, parties.accountConsentDigest(S1, fresh, LATER));
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
    }

    function _announce(address account, NoteId[] memory notes) private {
        vm.prank(account);
        receivables.announce(notes);
    }

    /* REFUSALS */

    /// @notice Only accounts of parties announce (P-3).
    function test_refusesAnOutsider() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        _announce(outsider, only(note));
    }

    /// @notice Announcing is an administrator's act (P-3).
    function test_refusesAnAccountWithoutScope() external {
        _rotate();
        address account = accountOf(S1, 0x511, ASSIGN, 0);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ADMINISTER, ASSIGN));
        _announce(account, only(note));
    }

    /// @notice Without a former cash account there is nothing to announce (P-9).
    function test_refusesBeforeARotation() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NothingToChange.selector));
        _announce(s1, only(note));
    }

    /// @notice A note that is not there is not announced (R-23).
    function test_refusesAnUnknownNote() external {
        _rotate();
        NoteId unknown = noteOf(idOf(note), 9);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteUnknown.selector, unknown));
        _announce(fresh, list(note, unknown));
    }

    /// @notice A party announces its own notes only (P-9).
    function test_refusesAnothersNote() external {
        _rotate();
        NoteId foreign = assign(fresh, note, S2, 200_000e6);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.WrongOwner.selector, foreign, S1, S2));
        _announce(fresh, list(note, foreign));
    }

    /* SUCCESS */

    /// @notice Wallets learn of each note by a Transfer from the former to the present cash account (P-9, X-9).
    function test_announcesEachNote() external {
        _rotate();
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, fresh, NoteId.unwrap(note));
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, fresh, NoteId.unwrap(other));
        _announce(fresh, list(note, other));
        assertEvents(abi.encodePacked(IERC721.Transfer.selector, IERC721.Transfer.selector));
        assertNote(note, S1, 600_000e6, 1);
        assertNote(other, S1, 400_000e6, 1);
        vm.assertEq(receivables.balanceOf(fresh), 2, "notes");
        vm.assertEq(receivables.balanceOf(s1), 0, "notes of the former account");
    }

    /// @notice After a recovery the recovered account announces in the same way (P-10, P-12).
    function test_announcesAfterARecovery() external {
        vm.prank(registrar);
        parties.proposeRecovery(S1, fresh, DOCUMENT);
        vm.prank(compliance);
        parties.approveRecovery(S1, fresh, DOCUMENT);
        vm.warp(block.timestamp + RECOVERY_DELAY);
        parties.recover(S1);
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, fresh, NoteId.unwrap(note));
        _announce(fresh, only(note));
    }
}
