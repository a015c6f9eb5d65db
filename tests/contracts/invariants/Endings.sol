// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {PartyId, ReceivableId, ReceivableWord} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Handler} from "./Handler.sol";
import {HostileToken} from "./HostileToken.sol";

/// @title Endings
/// @notice From wherever the acts have led: whatever never succeeded is done now, and everything is brought to its end.
contract Endings is Handler {
    using ReceivableWords for ReceivableWord;

    /// @dev Money that the token takes out while it is to bring some makes the difference negative.
    function _mayPanic() internal view override returns (bool) {
        return hostile.mode() == HostileToken.Mode.Reenter;
    }

    /// @notice I25: every debt can be paid by one call, every note redeemed, everything parked claimed, and then nothing
    /// is left but what was given.
    function windUp() external {
        vm.warp(clock);
        vm.recordLogs();
        _calmToken();
        for (uint256 i; i < debts.length; ++i) {
            _end(debts[i]);
        }
        for (uint256 i; i < PARTIES; ++i) {
            _collectParked(everyone[i]);
        }
        _follow();
        for (uint256 i; i < COINS; ++i) {
            vm.assertEq(programmes.usedOf(coins[i].programme), 0, "no limit is used");
            uint256 left = coins[i].token.balanceOf(address(settlements));
            vm.assertEq(left, donated[i], "nothing rests but what was given");
        }
    }

    /// @dev In whatever halt, dispute, freeze or suspension the debt is.
    function _end(ReceivableId id) private {
        uint256 owing = settlements.owed(id);
        address payer = vm.addr(0xDEB7);
        coins[debtOf[id].coin].token.mint(payer, owing);
        vm.startPrank(payer);
        coins[debtOf[id].coin].token.approve(address(settlements), owing);
        if (owing != 0) _bookPayment(id, settlements.settle(id, type(uint256).max));
        vm.stopPrank();
        vm.assertEq(settlements.owed(id), 0, "nothing is owed");
        _redeem(_allNotes(id));
        vm.assertEq(receivables.receivableWord(id).live(), 0, "no note is left");
    }

    function _collectParked(PartyId party) private {
        if (suspended[party]) _reinstate(party);
        for (uint256 i; i < COINS; ++i) {
            uint256 waiting = parked[party][i];
            if (waiting == 0) continue;
            parked[party][i] = 0;
            paidOut[i] += waiting;
            uint256 claimed = settlements.claim(party, address(coins[i].token));
            vm.assertEq(claimed, waiting, "what was parked is paid");
        }
    }
}
