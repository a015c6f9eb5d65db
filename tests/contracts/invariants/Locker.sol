// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {PartyWords} from "../../../contracts/libraries/Words.sol";
import {ICustodian} from "../../../interfaces/ICustodian.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";

/// @notice The plainest custodian: locks, frees and moves what it is told to, and passes payouts on to the owner.
contract Locker is ICustodian {
    IReceivables private immutable _receivables;
    IParties private immutable _parties;

    constructor(IReceivables receivables, IParties parties) {
        (_receivables, _parties) = (receivables, parties);
    }

    /// @notice Locks a note of `holder`.
    function lock(NoteId note, PartyId holder) external {
        _receivables.lock(note, holder);
    }

    /// @notice Frees a note.
    function unlock(NoteId note) external {
        _receivables.unlock(note);
    }

    /// @notice Moves a note, or a part of it, from its owner to another party.
    function move(NoteId note, PartyId from, PartyId to, uint256 value) external returns (NoteId) {
        return _receivables.move(note, from, to, value);
    }

    /// @notice Passes a payout on to the owner's cash account.
    function onPayout(NoteId, PartyId owner, address token, uint256 amount) external {
        require(IERC20(token).transfer(PartyWords.cash(_parties.wordFor(owner)), amount));
    }
}
