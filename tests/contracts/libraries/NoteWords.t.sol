// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids, NoteWords} from "../../../contracts/libraries/Words.sol";
import {NoteId, NoteWord, PartyId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";

/*
NoteWords

pack, with..., plusClaimed  → that field changes and no other
has, isQuiet                → a flag; none of custodian, pending and frozen
exists                      → of every word but zero

Ids

anchor, receivable, note    → read off by shifting, for any id
*/
contract NoteWordsTest {
    using NoteWords for NoteWord;

    /// @dev The fields of a word, each in its own slot of memory; `flags` are pending, frozen, approved.
    struct Fields {
        uint40 owner;
        uint96 value;
        uint96 claimed;
        uint8 tier;
        uint8 custodian;
        uint8 flags;
    }

    /// @notice A new note has its owner, value and tier, was paid nothing, and is free (R-1).
    function testFuzz_pack(uint40 owner, uint96 value, uint8 tier) external pure {
        NoteWord w = NoteWords.pack(PartyId.wrap(owner), value, tier);
        _assertWord(w, Fields(owner, value, 0, tier, 0, 0));
        vm.assertTrue(w.isQuiet(), "free");
    }

    /// @notice Every field of any word is read from its own bits (R-1).
    function testFuzz_fields(Fields memory f) external pure {
        _assertWord(_word(f), f);
    }

    /// @notice A new value touches nothing else (R-2).
    function testFuzz_withValue(Fields memory f, uint96 value) external pure {
        NoteWord w = _word(f).withValue(value);
        f.value = value;
        _assertWord(w, f);
    }

    /// @notice Owner and tier change together, and what the note was paid stays with it (R-6, S-8).
    function testFuzz_withOwner(Fields memory f, uint40 owner, uint8 tier) external pure {
        NoteWord w = _word(f).withOwner(PartyId.wrap(owner), tier);
        (f.owner, f.tier) = (owner, tier);
        _assertWord(w, f);
    }

    /// @notice A lock touches the custodian's four bits only (R-20).
    function testFuzz_withCustodian(Fields memory f, uint8 custodian) external pure {
        NoteWord w = _word(f).withCustodian(custodian % 16);
        f.custodian = custodian;
        _assertWord(w, f);
    }

    /// @notice Each flag is set and cleared alone (R-3).
    function testFuzz_withFlag(Fields memory f, uint8 index, bool on) external pure {
        index %= 3;
        NoteWord w = _word(f).withFlag(_flag(index), on);
        uint8 bit = uint8(1 << index);
        f.flags = on ? f.flags % 8 | bit : f.flags % 8 & ~bit;
        _assertWord(w, f);
    }

    /// @notice Paying adds to what was paid and, as long as the sum fits 96 bits, to nothing else (S-8, S-16).
    function testFuzz_plusClaimed(Fields memory f, uint96 amount) external pure {
        uint96 room = type(uint96).max - f.claimed;
        if (room != type(uint96).max) amount %= room + 1;
        NoteWord w = _word(f).plusClaimed(amount);
        f.claimed += amount;
        _assertWord(w, f);
    }

    /// @notice A note is free to move exactly when it is neither locked nor pending nor frozen (R-3).
    function testFuzz_isQuiet(Fields memory f) external pure {
        bool pendingOrFrozen = f.flags % 4 != 0;
        vm.assertEq(_word(f).isQuiet(), f.custodian % 16 == 0 && !pendingOrFrozen, "quiet");
    }

    /// @notice Only the empty word is no note (R-23).
    function testFuzz_exists(uint256 word) external pure {
        vm.assertEq(NoteWord.wrap(word).exists(), word != 0, "exists");
        vm.assertFalse(NoteWord.wrap(0).exists(), "none");
    }

    /// @notice A programme names its anchor, a note its receivable, whatever the ids (G-1, R-1).
    function testFuzz_ids(uint40 anchor, uint8 number, uint96 id, uint32 note) external pure {
        ProgrammeId programme = ProgrammeId.wrap(uint48(bytes6(abi.encodePacked(anchor, number))));
        vm.assertEq(PartyId.unwrap(Ids.anchor(programme)), anchor, "anchor");
        NoteId noteId = Ids.note(ReceivableId.wrap(id), note);
        vm.assertEq(NoteId.unwrap(noteId), uint128(bytes16(abi.encodePacked(id, note))), "note");
        vm.assertEq(ReceivableId.unwrap(Ids.receivable(noteId)), id, "receivable");
    }

    function _flag(uint8 index) private pure returns (uint256) {
        if (index == 0) return NoteWords.PENDING;
        return index == 1 ? NoteWords.FROZEN : NoteWords.APPROVED;
    }

    /// @dev The word, written out as bytes from the highest field to the lowest.
    function _word(Fields memory f) private pure returns (NoteWord) {
        uint16 flags = uint16(f.custodian % 16) + uint16(f.flags % 8) * 16;
        bytes memory packed = abi.encodePacked(flags, f.tier, f.claimed, f.value, f.owner);
        return NoteWord.wrap(uint256(bytes32(packed)));
    }

    function _assertWord(NoteWord w, Fields memory f) private pure {
        vm.assertEq(NoteWord.unwrap(w), NoteWord.unwrap(_word(f)), "word");
        vm.assertEq(PartyId.unwrap(w.owner()), f.owner, "owner");
        vm.assertEq(w.value(), f.value, "value");
        vm.assertEq(w.claimed(), f.claimed, "claimed");
        vm.assertEq(w.tier(), f.tier, "tier");
        vm.assertEq(w.custodian(), f.custodian % 16, "custodian");
        for (uint8 i; i < 3; ++i) {
            vm.assertEq(w.has(_flag(i)), (f.flags >> i) % 2 == 1, "flag");
        }
    }
}
