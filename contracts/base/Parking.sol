// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IParking} from "../../interfaces/IParking.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../interfaces/Types.sol";
import {PartyWords} from "../libraries/Words.sol";
import {Payout} from "./Payout.sol";

/// @title Parking
/// @notice Pays parties one by one: a payout that fails, or is due to a suspended party, is parked and stops no other.
abstract contract Parking is IParking {
    using PartyWords for PartyWord;
    using SafeERC20 for IERC20;

    IParties public immutable parties;

    mapping(PartyId party => mapping(address token => uint256)) private _parked;

    constructor(IParties parties_) {
        parties = parties_;
    }

    /// @inheritdoc IParking
    function claim(PartyId party, address token) external returns (uint256 amount) {
        amount = _parked[party][token];
        if (amount == 0) revert NothingParked(party, token);
        PartyWord w = parties.wordFor(party);
        if (!w.active()) revert PayeeSuspended(party);
        _parked[party][token] = 0;
        emit Claimed(party, token, w.cash(), amount);
        IERC20(token).safeTransfer(w.cash(), amount);
    }

    /// @inheritdoc IParking
    function parkedOf(PartyId party, address token) external view returns (uint256) {
        return _parked[party][token];
    }

    /// @dev Pays `amount` to the cash account of the party whose word is `w`, or parks it.
    function _payOut(PartyId party, PartyWord w, address token, uint256 amount) internal {
        if (w.active() && Payout.tryTransfer(token, w.cash(), amount)) return;
        _park(party, token, amount);
    }

    /// @dev Keeps `amount`, which the contract holds already, for a party.
    function _park(PartyId party, address token, uint256 amount) internal {
        _parked[party][token] += amount;
        emit Parked(party, token, amount);
    }
}
