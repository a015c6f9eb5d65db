// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Compact, Ids, NoteWords, PartyWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";

/// @notice Packing (I1, I5): each setter changes its own field and no other bit, for every word and every value.
/// @custom:halmos --solver-timeout-assertion 120000
contract WordProofs {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    /* NOTES */

    /// @notice A fresh note says owner, value and tier, and nothing else is set (R-1).
    function check_notePacks(uint40 owner, uint96 value, uint8 tier) external pure {
        NoteWord n = NoteWords.pack(PartyId.wrap(owner), value, tier);
        assert(PartyId.unwrap(n.owner()) == owner && n.value() == value && n.tier() == tier);
        assert(n.claimed() == 0 && n.custodian() == 0);
        assert(NoteWord.unwrap(n) >> 240 == 0);
    }

    /// @notice A new value leaves the other 160 bits of a note (R-2).
    function check_noteValue(uint256 word, uint96 value) external pure {
        NoteWord n = NoteWord.wrap(word).withValue(value);
        assert(n.value() == value);
        assert((NoteWord.unwrap(n) ^ word) & ~(uint256(type(uint96).max) << 40) == 0);
    }

    /// @notice A new owner comes with its tier and leaves value, payouts and flags (R-6, R-7).
    function check_noteOwner(uint256 word, uint40 owner, uint8 tier) external pure {
        NoteWord n = NoteWord.wrap(word).withOwner(PartyId.wrap(owner), tier);
        assert(PartyId.unwrap(n.owner()) == owner && n.tier() == tier);
        assert((NoteWord.unwrap(n) ^ word) & ~(uint256(type(uint40).max) | uint256(0xff) << 232) == 0);
    }

    /// @notice A lock leaves everything but the four bits of its custodian (R-20).
    function check_noteCustodian(uint256 word, uint8 index) external pure {
        vm.assume(index < 16);
        NoteWord n = NoteWord.wrap(word).withCustodian(index);
        assert(n.custodian() == index);
        assert((NoteWord.unwrap(n) ^ word) & ~(uint256(0xf) << 240) == 0);
    }

    /// @notice A flag set or taken away is that flag alone (R-3, R-18).
    function check_noteFlags(uint256 word, uint8 which, bool on) external pure {
        vm.assume(which < 3);
        uint256 flag = NoteWords.PENDING << which;
        NoteWord n = NoteWord.wrap(word).withFlag(flag, on);
        assert(n.has(flag) == on);
        assert((NoteWord.unwrap(n) ^ word) & ~flag == 0);
    }

    /// @notice A payout adds to what was paid and touches nothing else, while the sum fits 96 bits (S-8).
    function check_noteClaimed(uint256 word, uint96 amount) external pure {
        NoteWord before = NoteWord.wrap(word);
        vm.assume(before.claimed() + amount <= type(uint96).max);
        NoteWord n = before.plusClaimed(amount);
        assert(n.claimed() == before.claimed() + amount);
        assert((NoteWord.unwrap(n) ^ word) & ~(uint256(type(uint96).max) << 136) == 0);
    }

    /* RECEIVABLES */

    /// @notice A fresh receivable says what it was made with, is open, and has one note (R-1).
    function check_receivablePacks(uint48 programme, uint256 dueDay, uint96 face, int8 offset, uint8 deepest)
        external
        pure
    {
        vm.assume(dueDay < 2 ** 20);
        ReceivableWord r = ReceivableWords.pack(ProgrammeId.wrap(programme), dueDay, face)
            .withRules(0x1234, offset, deepest, 1);
        assert(ProgrammeId.unwrap(r.programme()) == programme && r.dueDay() == dueDay && r.face() == face);
        assert(PartyId.unwrap(r.anchor()) == programme >> 8);
        assert(r.issued() == 1 && r.live() == 1 && r.status() == Status.Open);
        assert(r.offset() == offset && r.deepest() == deepest);
        assert(r.has(1) && !r.has(2) && !r.has(4));
    }

    /// @notice Face, due day and status each leave all other bits (G-14, R-21).
    function check_receivableSetters(uint256 word, uint96 face, uint256 dueDay, uint8 status) external pure {
        vm.assume(dueDay < 2 ** 20 && status <= uint8(Status.Linked));
        ReceivableWord r = ReceivableWord.wrap(word).withFace(face);
        assert(r.face() == face);
        assert((ReceivableWord.unwrap(r) ^ word) & ~(uint256(type(uint96).max) << 68) == 0);
        r = ReceivableWord.wrap(word).withDueDay(dueDay);
        assert(r.dueDay() == dueDay);
        assert((ReceivableWord.unwrap(r) ^ word) & ~(uint256(0xfffff) << 48) == 0);
        r = ReceivableWord.wrap(word).withStatus(Status(status));
        assert(uint8(r.status()) == status);
        assert((ReceivableWord.unwrap(r) ^ word) & ~(uint256(0xf) << 244) == 0);
    }

    /// @notice A flag of a receivable set or taken away is that flag alone (G-16).
    function check_receivableFlags(uint256 word, uint8 which, bool on) external pure {
        vm.assume(which < 3);
        uint256 flag = 1 << which;
        ReceivableWord r = ReceivableWord.wrap(word).withFlag(flag, on);
        assert(r.has(flag) == on);
        assert((ReceivableWord.unwrap(r) ^ word) & ~(flag << 248) == 0);
    }

    /// @notice One note more counts up both numbers, one less lowers that of live notes, nothing else (R-2, R-23).
    function check_receivableCounts(uint256 word) external pure {
        ReceivableWord before = ReceivableWord.wrap(word);
        uint256 counts = uint256(type(uint48).max) << 180;
        vm.assume(before.issued() < type(uint24).max && before.live() <= before.issued());
        ReceivableWord more = before.oneMore();
        assert(more.issued() == before.issued() + 1 && more.live() == before.live() + 1);
        assert((ReceivableWord.unwrap(more) ^ word) & ~counts == 0);
        vm.assume(before.live() != 0);
        ReceivableWord less = before.oneLess();
        assert(less.issued() == before.issued() && less.live() == before.live() - 1);
        assert((ReceivableWord.unwrap(less) ^ word) & ~counts == 0);
    }

    /// @notice A further invoice tells its first one, and counts as spent (G-10).
    function check_linked(uint96 first) external pure {
        ReceivableWord r = ReceivableWords.linked(ReceivableId.wrap(first));
        assert(r.status() == Status.Linked && r.face() == first && r.live() == 0);
    }

    /* PARTIES */

    /// @notice A new cash account leaves everything else; all words and addresses (P-9).
    function check_partyCash(uint256 word, address cash) external pure {
        PartyWord w = PartyWord.wrap(word).withCash(cash);
        assert(w.cash() == cash);
        assert((PartyWord.unwrap(w) ^ word) >> 160 == 0);
    }

    /// @notice A new group, KYC day and roles leave everything else; all words and values (P-1).
    function check_partyProfile(uint256 word, uint40 group, uint24 kycExpiry, uint8 roles) external pure {
        PartyWord w = PartyWord.wrap(word).withProfile(group, kycExpiry, roles);
        assert(w.group() == group && w.kycExpiry() == kycExpiry && w.roles() == roles);
        assert((PartyWord.unwrap(w) ^ word) & ~(uint256(type(uint72).max) << 160) == 0);
    }

    /// @notice Standing, restriction, consents and epoch each leave everything else; all words and values (P-4, P-15).
    function check_partyFlags(uint256 word, bool on, uint8 optIns, uint16 epoch) external pure {
        vm.assume(optIns < 64);
        PartyWord w = PartyWord.wrap(word).withActive(on);
        assert(w.active() == on && (PartyWord.unwrap(w) ^ word) & ~uint256(1 << 232) == 0);
        w = PartyWord.wrap(word).withRestricted(on);
        assert((PartyWord.unwrap(w) >> 233 & 1 == 1) == on);
        assert((PartyWord.unwrap(w) ^ word) & ~uint256(1 << 233) == 0);
        w = PartyWord.wrap(word).withOptIns(optIns);
        assert(w.optIns() == optIns && (PartyWord.unwrap(w) ^ word) & ~uint256(0x3f << 234) == 0);
        w = PartyWord.wrap(word).withEpoch(epoch);
        assert(w.epoch() == epoch && (PartyWord.unwrap(w) ^ word) & ~uint256(0xffff << 240) == 0);
    }

    /* IDS */

    /// @notice Receivable and number are read off a note's id as they were put in (R-23).
    function check_noteIds(uint96 id, uint32 number) external pure {
        NoteId note = Ids.note(ReceivableId.wrap(id), number);
        assert(ReceivableId.unwrap(Ids.receivable(note)) == id && uint32(NoteId.unwrap(note)) == number);
    }

    /* ROUND AMOUNTS */

    /// @custom:halmos --loop 8
    /// @notice A round amount is kept exactly, or refused when it is not round enough; amounts to 12 bits (G-2).
    /// @dev The power of ten is written out, since a solver does not know powers; Compact.t.sol tests unpacking.
    function check_compactExactOrRefused(uint256 amount) external pure {
        vm.assume(amount < 2 ** 12);
        (uint256 packed, bool ok) = Compact.pack(amount);
        uint256 exponent = packed & 0x1f;
        assert(exponent <= 1 && packed < 2 ** 18);
        assert((packed >> 5) * (exponent == 0 ? 1 : 10) == amount);
        assert(ok == (amount <= 2047 || amount % 10 == 0));
    }
}
