// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title NoteActs
/// @notice Assignments that take effect at once, splits, merges, and the token standards' transfers.
abstract contract NoteActs is Acts {
    /// @dev Signed consents that are used up.
    bytes32[] internal usedConsents;

    /// @notice A note passes whole to a party with a standing consent.
    function assignWhole(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(1, false);
        _assign(note, _receiver(bookOf[note].owner, 1), bookOf[note].value);
    }

    /// @notice A part of a note passes to a party with a standing consent.
    function assignPart(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(2, false);
        _assign(note, _receiver(bookOf[note].owner, 1), _part(note));
    }

    /// @notice Two parts of one note pass in one batch.
    function assignBatch(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(3, false);
        PartyId owner = bookOf[note].owner;
        uint256 smallest = debtOf[idOf(note)].smallest;
        IReceivables.Assignment[] memory batch = new IReceivables.Assignment[](2);
        batch[0] = assignment(note, _receiver(owner, 1), smallest);
        batch[1] = assignment(note, _receiver(owner, 1), smallest);
        vm.prank(cashOf(owner));
        receivables.assignMany(batch);
        for (uint256 i; i < 2; ++i) {
            _bookBusiness(batch[i].receiver);
            _bookCut(note, smallest, batch[i].receiver, bookOf[note].tier + 1);
        }
    }

    /// @notice A note or a part passes with the receiver's signature in the call.
    function assignWithSignature(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(2, false);
        PartyId to = _receiver(bookOf[note].owner, 0);
        IReceivables.Assignment memory a = assignment(note, to, oneIn(2) ? bookOf[note].value : _part(note));
        a.tradeReference = freshHash();
        IParties.Consent memory c =
            IParties.Consent(note, bookOf[note].owner, to, a.value, a.tradeReference, a.inPayment, clock);
        bytes32 digest = parties.consentDigest(address(receivables), c);
        bytes memory signature = sign(keyOf[to], digest);
        vm.prank(_ownerCash(note));
        receivables.assignWithConsent(a, cashOf(to), clock, signature);
        usedConsents.push(digest);
        _bookAssignment(note, to, a.value);
    }

    /// @notice An owner cuts its note in two.
    function splitNote(uint256 seed) external acts(seed) {
        NoteId note = _freeNote(2, false);
        _split(note, _part(note));
    }

    /// @notice An owner merges two notes of one tier.
    function mergeNotes(uint256 seed) external acts(seed) {
        (NoteId from, NoteId into) = _siblings();
        vm.prank(_ownerCash(from));
        receivables.merge(from, into);
        _bookPour(from, into, bookOf[from].value);
    }

    /// @notice A whole note passes by ERC-721, by its owner or an operator, whose approval ends with it.
    function transferToken(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(1, true);
        PartyId to = _receiver(bookOf[note].owner, 2);
        (address from, address caller) = (_ownerCash(note), _ownerCash(note));
        if (oneIn(2)) {
            caller = cashOf(_receiver(bookOf[note].owner, 1));
            vm.prank(from);
            receivables.approve(caller, NoteId.unwrap(note));
        }
        vm.prank(caller);
        receivables.transferFrom(from, cashOf(to), NoteId.unwrap(note));
        _bookBusiness(to);
        _bookPass(note, to, bookOf[note].tier + 1, address(0));
        expect(
            receivables.getApproved(NoteId.unwrap(note)) == address(0), 22, "an approval outlived its note"
        );
    }

    /// @notice Value passes by ERC-3525 to an address, by the owner or on an allowance.
    function transferValue(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(2, true);
        PartyId to = _receiver(bookOf[note].owner, 2);
        uint256 value = oneIn(4) ? bookOf[note].value : _part(note);
        address caller = _ownerCash(note);
        if (oneIn(2)) {
            caller = cashOf(_receiver(bookOf[note].owner, 1));
            vm.prank(_ownerCash(note));
            receivables.approve(NoteId.unwrap(note), caller, value);
        }
        vm.prank(caller);
        uint256 created = receivables.transferFrom(NoteId.unwrap(note), cashOf(to), value);
        _bookBusiness(to);
        NoteId expected = _bookCut(note, value, to, bookOf[note].tier + 1);
        expect(created == NoteId.unwrap(expected), 1, "a piece got another number than the next");
    }

    /// @notice Value passes by ERC-3525 into a note of another party, one tier deeper, or of the same owner.
    function transferIntoNote(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _freeNote(3, true);
        uint256 smallest = debtOf[idOf(note)].smallest;
        NoteId into;
        if (oneIn(2)) into = _split(note, smallest);
        else into = _assign(note, _receiver(bookOf[note].owner, 2), smallest);
        uint256 value = 1 + dice(bookOf[note].value - smallest);
        vm.prank(_ownerCash(note));
        IERC3525(receivables).transferFrom(NoteId.unwrap(note), NoteId.unwrap(into), value);
        if (PartyId.unwrap(bookOf[into].owner) != PartyId.unwrap(bookOf[note].owner)) {
            _bookBusiness(bookOf[into].owner);
            expect(bookOf[into].tier == bookOf[note].tier + 1, 3, "value kept its tier on the way down");
        } else {
            expect(bookOf[into].tier == bookOf[note].tier, 3, "an owner's value changed its tier");
        }
        _bookPour(note, into, value);
    }

    /* SHARED */

    function _assign(NoteId note, PartyId to, uint256 value) internal returns (NoteId arrived) {
        IReceivables.Assignment memory a = assignment(note, to, value);
        a.tradeReference = freshHash();
        vm.prank(_ownerCash(note));
        arrived = receivables.assign(a);
        NoteId expected = _bookAssignment(note, to, value);
        expect(NoteId.unwrap(arrived) == NoteId.unwrap(expected), 1, "another note arrived than announced");
    }

    function _bookAssignment(NoteId note, PartyId to, uint256 value) internal returns (NoteId) {
        _bookBusiness(to);
        uint256 tier = bookOf[note].tier + 1;
        if (value != bookOf[note].value) return _bookCut(note, value, to, tier);
        _bookPass(note, to, tier, address(0));
        return note;
    }

    function _split(NoteId note, uint256 value) internal returns (NoteId created) {
        vm.prank(_ownerCash(note));
        created = receivables.split(note, value);
        _bookCut(note, value, bookOf[note].owner, bookOf[note].tier);
    }

    /// @dev Two free notes of one owner, debt and tier; if there are none, a fresh split.
    function _siblings() private returns (NoteId from, NoteId into) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            from = notes[(start + i) % notes.length];
            if (!isFree(from)) continue;
            Note storage n = bookOf[from];
            uint256 issued = debtOf[idOf(from)].issued;
            for (uint256 j = 1; j <= issued; ++j) {
                into = noteOf(idOf(from), j);
                if (NoteId.unwrap(into) == NoteId.unwrap(from) || !isFree(into)) continue;
                if (bookOf[into].owner == n.owner && bookOf[into].tier == n.tier) {
                    _makeFit(n.owner);
                    return (from, into);
                }
            }
        }
        into = _freeNote(2, false);
        from = _split(into, _part(into));
    }
}
