// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {ProgrammeId, PartyId, ReceivableId, ReceivableWord, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";

/*
ReceivableWords

pack, withRules, linked              → the fields at their places, the rest zero
with..., oneMore, oneLess            → that field changes and no other
has, isQuiet                         → a flag; open, undisputed and not frozen
smallest                             → mantissa times ten to the exponent
*/
contract ReceivableWordsTest {
    using ReceivableWords for ReceivableWord;

    /// @dev The fields of a word, each in its own slot of memory; those narrower than their type are cut in `_clean`.
    struct Fields {
        uint48 programme;
        uint24 dueDay;
        uint96 face;
        uint16 smallest;
        uint24 issued;
        uint24 live;
        int8 offset;
        uint8 deepest;
        uint8 status;
        uint8 flags;
    }

    /// @notice A confirmed debt is open with one note, and has its programme's rules (R-1).
    function testFuzz_pack(Fields memory f) external pure {
        _clean(f);
        (f.issued, f.live, f.status) = (1, 1, uint8(Status.Open));
        ReceivableWord w = ReceivableWords.pack(ProgrammeId.wrap(f.programme), f.dueDay, f.face)
            .withRules(f.smallest, f.offset, f.deepest, f.flags);
        _assertWord(w, f);
    }

    /// @notice A further invoice keeps where it belongs, and nothing else (G-10).
    function testFuzz_linked(uint96 first) external pure {
        Fields memory f;
        (f.face, f.status) = (first, uint8(Status.Linked));
        _assertWord(ReceivableWords.linked(ReceivableId.wrap(first)), f);
    }

    /// @notice Every field of any word is read from its own bits (R-1).
    function testFuzz_fields(Fields memory f) external pure {
        _clean(f);
        _assertWord(_word(f), f);
    }

    /// @notice A new status touches nothing else (S-7).
    function testFuzz_withStatus(Fields memory f, uint8 status) external pure {
        _clean(f);
        status %= 6;
        ReceivableWord w = _word(f).withStatus(Status(status));
        f.status = status;
        _assertWord(w, f);
    }

    /// @notice A new face touches nothing else (G-14, R-21).
    function testFuzz_withFace(Fields memory f, uint96 face) external pure {
        _clean(f);
        ReceivableWord w = _word(f).withFace(face);
        f.face = face;
        _assertWord(w, f);
    }

    /// @notice A new due day touches nothing else (G-14).
    function testFuzz_withDueDay(Fields memory f, uint256 dueDay) external pure {
        _clean(f);
        dueDay %= 2 ** 20;
        ReceivableWord w = _word(f).withDueDay(dueDay);
        f.dueDay = uint24(dueDay);
        _assertWord(w, f);
    }

    /// @notice Each flag is set and cleared alone (G-16).
    function testFuzz_withFlag(Fields memory f, uint8 index, bool on) external pure {
        _clean(f);
        uint8 bit = uint8(1 << index % 3);
        ReceivableWord w = _word(f).withFlag(bit, on);
        f.flags = on ? f.flags | bit : f.flags & ~bit;
        _assertWord(w, f);
    }

    /// @notice One more note counts as made and as alive, and touches nothing else (R-23).
    function testFuzz_oneMore(Fields memory f) external pure {
        _clean(f);
        vm.assume(f.issued < type(uint24).max && f.live < type(uint24).max);
        ReceivableWord w = _word(f).oneMore();
        ++f.issued;
        ++f.live;
        _assertWord(w, f);
    }

    /// @notice One note less is not alive, but was made all the same (R-23).
    function testFuzz_oneLess(Fields memory f) external pure {
        _clean(f);
        vm.assume(f.live != 0);
        ReceivableWord w = _word(f).oneLess();
        --f.live;
        _assertWord(w, f);
    }

    /// @notice A receivable lets its notes pass exactly when it is open, undisputed and not frozen (R-3).
    function testFuzz_isQuiet(Fields memory f) external pure {
        _clean(f);
        bool disputed = f.flags & ReceivableWords.DISPUTED != 0;
        bool frozen = f.flags & ReceivableWords.FROZEN != 0;
        bool open = f.status == uint8(Status.Open);
        vm.assertEq(_word(f).isQuiet(), open && !disputed && !frozen, "quiet");
    }

    function _clean(Fields memory f) private pure {
        f.dueDay %= 2 ** 20;
        f.status %= 6;
    }

    /// @dev The word as a sum of its fields, each times the value of its lowest bit.
    function _word(Fields memory f) private pure returns (ReceivableWord) {
        uint256 w = uint256(f.programme) + uint256(f.dueDay) * 2 ** 48 + uint256(f.face) * 2 ** 68;
        w += uint256(f.smallest) * 2 ** 164 + uint256(f.issued) * 2 ** 180 + uint256(f.live) * 2 ** 204;
        w += uint256(uint8(f.offset)) * 2 ** 228 + uint256(f.deepest) * 2 ** 236;
        w += uint256(f.status) * 2 ** 244 + uint256(f.flags) * 2 ** 248;
        return ReceivableWord.wrap(w);
    }

    function _assertWord(ReceivableWord w, Fields memory f) private pure {
        vm.assertEq(ReceivableWord.unwrap(w), ReceivableWord.unwrap(_word(f)), "word");
        vm.assertEq(ProgrammeId.unwrap(w.programme()), f.programme, "programme");
        vm.assertEq(PartyId.unwrap(w.anchor()), f.programme / 256, "anchor");
        vm.assertEq(w.dueDay(), f.dueDay, "due day");
        vm.assertEq(w.face(), f.face, "face");
        vm.assertEq(w.smallest(), (f.smallest / 32) * 10 ** (f.smallest % 32), "smallest");
        vm.assertEq(w.issued(), f.issued, "issued");
        vm.assertEq(w.live(), f.live, "live");
        vm.assertEq(int256(w.offset()), int256(f.offset), "offset");
        vm.assertEq(w.deepest(), f.deepest, "deepest");
        vm.assertEq(uint8(w.status()), f.status, "status");
        for (uint256 i; i < 8; ++i) {
            vm.assertEq(w.has(2 ** i), (f.flags >> i) % 2 == 1, "flag");
        }
    }
}
