// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteWords, PartyWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
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

/// @title Surroundings
/// @notice All that Settlements talks to, as little of it as proofs need: parties, programmes, receivables and token.
contract Surroundings {
    using NoteWords for NoteWord;
    using ReceivableWords for ReceivableWord;

    uint256 public immutable rate;
    mapping(ReceivableId id => ReceivableWord) public receivableWord;
    mapping(NoteId note => NoteWord) public noteWord;
    mapping(address account => uint256) public balanceOf;

    constructor(uint256 rate_) {
        rate = rate_;
    }

    /* SET BY PROOFS */

    function setReceivable(ReceivableId id, ReceivableWord word) external {
        receivableWord[id] = word;
    }

    function setNote(NoteId note, uint256 value) external {
        noteWord[note] = NoteWords.pack(PartyId.wrap(1), value, 1);
    }

    /* PARTIES AND PROGRAMMES */

    function wordFor(PartyId) external pure returns (PartyWord) {
        return PartyWords.pack(address(0xca54), 0, type(uint24).max, 0);
    }

    function paymentTerms(ProgrammeId) external view returns (address, uint256, uint256) {
        return (address(this), rate, 0);
    }

    function restore(ProgrammeId, uint256) external {}

    /* RECEIVABLES */

    function words(NoteId note) external view returns (ReceivableWord, NoteWord) {
        return (receivableWord[_of(note)], noteWord[note]);
    }

    function updateStatus(ReceivableId id, Status status) external {
        receivableWord[id] = receivableWord[id].withStatus(status);
    }

    function recordPayout(NoteId note, uint256 amount) external {
        noteWord[note] = noteWord[note].plusClaimed(amount);
    }

    function remove(NoteId note, address) external {
        receivableWord[_of(note)] = receivableWord[_of(note)].oneLess();
        noteWord[note] = NoteWord.wrap(0);
    }

    /* TOKEN */

    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    /// @dev Whoever pays has enough.
    function transferFrom(address, address to, uint256 amount) external returns (bool) {
        balanceOf[to] += amount;
        return true;
    }

    function _of(NoteId note) private pure returns (ReceivableId) {
        return ReceivableId.wrap(uint96(NoteId.unwrap(note) >> 32));
    }
}
