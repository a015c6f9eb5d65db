// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {NoteWord, PartyId, ReceivableWord} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";

/// @notice Conservation (I1): what an act does to the words of notes, for every word and every amount of 96 bits.
contract ConservationProofs {
    using NoteWords for NoteWord;
    using ReceivableWords for ReceivableWord;

    /// @notice A piece cut off and the rest carry what the note carried; what it was paid stays with the rest (R-2).
    function check_split(uint256 word, uint96 value, uint40 receiver, uint8 tier) external pure {
        NoteWord n = NoteWord.wrap(word);
        vm.assume(value <= n.value());
        NoteWord piece = NoteWords.pack(PartyId.wrap(receiver), value, tier);
        NoteWord rest = n.withValue(n.value() - value);
        assert(piece.value() + rest.value() == n.value());
        assert(piece.claimed() == 0 && rest.claimed() == n.claimed());
        assert(PartyId.unwrap(rest.owner()) == PartyId.unwrap(n.owner()) && rest.tier() == n.tier());
    }

    /// @notice Value poured into another note of one debt leaves their sum; faces of 96 bits (R-2, R-14).
    function check_merge(uint256 from, uint256 into, uint96 value) external pure {
        NoteWord n = NoteWord.wrap(from);
        NoteWord target = NoteWord.wrap(into);
        vm.assume(value <= n.value() && n.value() + target.value() <= type(uint96).max);
        NoteWord rest = n.withValue(n.value() - value);
        NoteWord grown = target.withValue(target.value() + value);
        assert(rest.value() + grown.value() == n.value() + target.value());
        assert(grown.claimed() == target.claimed() && grown.tier() == target.tier());
    }

    /// @notice A note cut in two and poured together again is the note that it was (R-2).
    function check_mergeUndoesSplit(uint256 word, uint96 value) external pure {
        NoteWord n = NoteWord.wrap(word);
        vm.assume(value <= n.value());
        NoteWord rest = n.withValue(n.value() - value);
        assert(NoteWord.unwrap(rest.withValue(rest.value() + value)) == word);
    }

    /// @notice A note cut and a note burnt count as one note more and one less among the live ones (R-2, R-23).
    function check_counts(uint256 word) external pure {
        ReceivableWord r = ReceivableWord.wrap(word);
        vm.assume(r.issued() < type(uint24).max && r.live() <= r.issued());
        ReceivableWord later = r.oneMore().oneLess();
        assert(later.live() == r.live() && later.issued() == r.issued() + 1);
        assert(later.face() == r.face() && later.status() == r.status());
    }

    /// @notice A payout counts on its note alone, and changes neither its value nor the face (R-2, S-8).
    function check_payout(uint256 word, uint96 amount) external pure {
        NoteWord n = NoteWord.wrap(word);
        vm.assume(n.claimed() + amount <= type(uint96).max);
        NoteWord paid = n.plusClaimed(amount);
        assert(paid.value() == n.value() && paid.claimed() == n.claimed() + amount);
        assert(PartyId.unwrap(paid.owner()) == PartyId.unwrap(n.owner()) && paid.tier() == n.tier());
    }

    /// @notice What is extinguished leaves the face and its note alike (R-21).
    function check_extinguish(uint256 debt, uint256 word, uint96 value) external pure {
        ReceivableWord r = ReceivableWord.wrap(debt);
        NoteWord n = NoteWord.wrap(word);
        vm.assume(value <= n.value() && n.value() <= r.face());
        uint256 others = r.face() - n.value();
        assert(r.withFace(r.face() - value).face() == others + n.withValue(n.value() - value).value());
    }
}
