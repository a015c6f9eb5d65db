// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICustodian} from "../../interfaces/ICustodian.sol";
import {IReceivables} from "../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../interfaces/Types.sol";

/// @title CustodianMock
/// @notice A custodian that does what it is told and remembers every payout it is told of.
contract CustodianMock is ICustodian {
    /// @dev `held` is the mock's own balance of the token at the time it was told.
    struct Payout {
        NoteId note;
        PartyId owner;
        address token;
        uint256 amount;
        uint256 held;
    }

    /// @notice Thrown when the mock was told to refuse payouts.
    error PayoutRefused(NoteId note);

    IReceivables private immutable _receivables;
    Payout[] private _payouts;
    bool private _refusing;

    constructor(IReceivables receivables_) {
        _receivables = receivables_;
    }

    /// @notice From now on every payout is refused.
    function refusePayouts() external {
        _refusing = true;
    }

    /// @notice Locks a note of `holder`.
    function lock(NoteId note, PartyId holder) external {
        _receivables.lock(note, holder);
    }

    /// @notice Unlocks a note.
    function unlock(NoteId note) external {
        _receivables.unlock(note);
    }

    /// @notice Moves a note, or a part of it.
    function move(NoteId note, PartyId from, PartyId to, uint256 value) external returns (NoteId) {
        return _receivables.move(note, from, to, value);
    }

    /// @inheritdoc ICustodian
    function onPayout(NoteId note, PartyId owner, address token, uint256 amount) external {
        if (_refusing) revert PayoutRefused(note);
        _payouts.push(Payout(note, owner, token, amount, IERC20(token).balanceOf(address(this))));
    }

    /// @notice The payouts it was told of, oldest first.
    function payouts() external view returns (Payout[] memory) {
        return _payouts;
    }
}
