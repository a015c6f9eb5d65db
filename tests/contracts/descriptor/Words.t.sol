// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids, NoteWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";

/*
The packed words of receivables and notes

├── what is packed is read back                      → every field, at any value
├── changing one field                               → leaves every other field
└── an id                                            → is taken apart as it was put together
*/
contract WordsTest {
    using NoteWords for NoteWord;
    using ReceivableWords for ReceivableWord;

    struct Fields {
        uint48 programme;
        uint24 dueDay;
        uint96 face;
        uint16 smallest;
        int8 offset;
        uint8 deepest;
        uint8 flags;
    }

    function _pack(Fields memory f) private pure returns (ReceivableWord) {
        return ReceivableWords.pack(ProgrammeId.wrap(f.programme), f.dueDay & 0xfffff, f.face)
            .withRules(f.smallest, f.offset, f.deepest, f.flags & 7);
    }

    function _assertFields(ReceivableWord w, Fields memory f) private pure {
        vm.assertEq(uint256(ProgrammeId.unwrap(w.programme())), f.programme, "programme");
        vm.assertEq(uint256(PartyId.unwrap(w.anchor())), f.programme >> 8, "anchor");
        vm.assertEq(w.dueDay(), f.dueDay & 0xfffff, "due day");
        vm.assertEq(w.face(), f.face, "face");
        vm.assertEq(w.smallest(), uint256(f.smallest >> 5) * 10 ** (f.smallest & 31), "smallest piece");
        vm.assertEq(int256(w.offset()), int256(f.offset), "offset");
        vm.assertEq(w.deepest(), f.deepest, "deepest tier");
        vm.assertEq(w.has(ReceivableWords.DISPUTED), f.flags & 2 != 0, "disputed");
        vm.assertEq(w.has(ReceivableWords.FROZEN), f.flags & 4 != 0, "frozen");
        vm.assertEq(w.has(ReceivableWords.TRADE_REFERENCE_REQUIRED), f.flags & 1 != 0, "trade reference");
    }

    function _assertCounts(ReceivableWord w, uint256 issued, uint256 live, Status status) private pure {
        vm.assertEq(w.issued(), issued, "issued");
        vm.assertEq(w.live(), live, "live");
        vm.assertEq(uint256(w.status()), uint256(status), "status");
    }

    /// @notice Every field of a receivable is read as it was packed, whatever its neighbours are (X-9).
    function testFuzz_receivableIsReadBack(Fields memory f) external pure {
        _assertFields(_pack(f), f);
        _assertCounts(_pack(f), 1, 1, Status.Open);
    }

    /// @notice Changing face, due day, status, flag or counts of a receivable leaves all else alone (I5).
    function testFuzz_receivableChangesOneField(Fields memory f, uint96 face, uint24 dueDay, uint8 status)
        external
        pure
    {
        ReceivableWord w = _pack(f).oneMore().oneMore().oneLess();
        _assertFields(w, f);
        _assertCounts(w, 3, 2, Status.Open);
        Status next = Status(status % 6);
        w = w.withStatus(next);
        _assertFields(w, f);
        _assertCounts(w, 3, 2, next);
        (f.face, f.dueDay) = (face, dueDay);
        w = w.withFace(face).withDueDay(dueDay & 0xfffff);
        _assertFields(w, f);
        f.flags ^= 6;
        w = w.withFlag(ReceivableWords.DISPUTED, f.flags & 2 != 0)
            .withFlag(ReceivableWords.FROZEN, f.flags & 4 != 0);
        _assertFields(w, f);
        _assertCounts(w, 3, 2, next);
        bool quiet = next == Status.Open && f.flags & 6 == 0;
        vm.assertEq(w.isQuiet(), quiet, "quiet");
    }

    /// @notice A note keeps value, claimed and flags when it changes hands, and owner and tier when it is paid (R-7, I5).
    function testFuzz_noteChangesOneField(
        uint40 owner,
        uint40 next,
        uint96 value,
        uint96 claimed,
        uint8 tier,
        uint8 lock
    ) external pure {
        NoteWord n = NoteWords.pack(PartyId.wrap(owner), value, tier).plusClaimed(claimed);
        _assertNote(n, owner, value, claimed, tier);
        vm.assertEq(n.isQuiet(), true, "quiet");
        n = n.withCustodian(lock & 15).withFlag(NoteWords.PENDING, true).withFlag(NoteWords.APPROVED, true);
        _assertNote(n, owner, value, claimed, tier);
        n = n.withOwner(PartyId.wrap(next), tier ^ 1).withValue(claimed);
        _assertNote(n, next, claimed, claimed, tier ^ 1);
        vm.assertEq(uint256(n.custodian()), lock & 15, "custodian");
        vm.assertTrue(n.has(NoteWords.PENDING) && n.has(NoteWords.APPROVED), "flags");
        vm.assertFalse(n.has(NoteWords.FROZEN) || n.isQuiet(), "flags");
        n = n.withFlag(NoteWords.PENDING, false).withCustodian(0);
        vm.assertTrue(n.isQuiet(), "quiet again");
        vm.assertFalse(n.withFlag(NoteWords.FROZEN, true).isQuiet(), "frozen");
        _assertNote(n, next, claimed, claimed, tier ^ 1);
    }

    function _assertNote(NoteWord n, uint256 owner, uint256 value, uint256 claimed, uint256 tier)
        private
        pure
    {
        vm.assertEq(uint256(PartyId.unwrap(n.owner())), owner, "owner");
        vm.assertEq(n.value(), value, "value");
        vm.assertEq(n.claimed(), claimed, "claimed");
        vm.assertEq(n.tier(), tier, "tier");
    }

    /// @notice A note's id says its receivable and number, a link its receivable, a programme's id its anchor (R-23).
    function testFuzz_idsAreTakenApart(uint96 id, uint32 number, uint48 programme) external pure {
        NoteId note = Ids.note(ReceivableId.wrap(id), number);
        vm.assertTrue(Ids.receivable(note) == ReceivableId.wrap(id), "receivable");
        vm.assertEq(uint256(uint32(NoteId.unwrap(note))), number, "number");
        vm.assertEq(
            uint256(PartyId.unwrap(Ids.anchor(ProgrammeId.wrap(programme)))), programme >> 8, "anchor"
        );
        ReceivableWord link = ReceivableWords.linked(ReceivableId.wrap(id));
        vm.assertEq(link.face(), id, "link");
        vm.assertEq(uint256(link.status()), uint256(Status.Linked), "status");
    }
}
