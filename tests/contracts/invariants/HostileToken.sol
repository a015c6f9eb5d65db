// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../contracts/test/TestToken.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId} from "../../../interfaces/Types.sol";

/// @notice A token that keeps honest balances and behaves as badly as a token can while it is asked to move them.
contract HostileToken is TestToken {
    /// @dev What a `transfer` (a payout) or a `transferFrom` (a pull) does; `Normal` is an ordinary token.
    enum Mode {
        Normal,
        Silent,
        Reenter,
        Refuse,
        SayFalse,
        BurnGas,
        Flood,
        Skim
    }

    Mode public mode;
    ISettlements private _settlements;
    NoteId public note;

    constructor() TestToken("Hostile", "HOST", 6) {}

    /// @notice Chooses what the next calls meet; `note_` is redeemed again from inside in mode `Reenter`.
    function behave(Mode mode_, ISettlements settlements, NoteId note_) external {
        (mode, _settlements, note) = (mode_, settlements, note_);
    }

    /// @notice Whether a payout fails in the present mode.
    function failsPayouts() external view returns (bool) {
        return mode == Mode.Refuse || mode == Mode.SayFalse || mode == Mode.BurnGas || mode == Mode.Flood;
    }

    /// @notice A payout, in the present mode.
    function transfer(address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.Refuse) revert("refused");
        if (mode == Mode.SayFalse) return false;
        if (mode == Mode.BurnGas) while (true) {}
        if (mode == Mode.Flood) _answerMegabyte();
        if (mode == Mode.Reenter) _redeemAgain();
        super.transfer(to, amount);
        if (mode == Mode.Silent) _answerNothing();
        return true;
    }

    /// @notice A pull, in the present mode: `Skim` moves one unit less than asked.
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.Reenter) _redeemAgain();
        super.transferFrom(from, to, mode == Mode.Skim ? amount - 1 : amount);
        if (mode == Mode.Silent) _answerNothing();
        return true;
    }

    function _redeemAgain() private {
        NoteId[] memory notes = new NoteId[](1);
        notes[0] = note;
        _settlements.redeem(notes);
    }

    function _answerNothing() private pure {
        assembly ("memory-safe") {
            return(0, 0)
        }
    }

    function _answerMegabyte() private pure {
        assembly ("memory-safe") {
            return(0, 1048576)
        }
    }
}
