// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ActList} from "../base/ActList.sol";
import {Campaign} from "../base/Campaign.sol";
import {Endings} from "./Endings.sol";

/// @title NoteCampaign
/// @notice The campaign over receivables, notes and offers.
abstract contract NoteCampaign is Campaign {
    Endings internal handler;

    function setUp() external {
        handler = new Endings();
        handler.setUp();
    }

    function _actors() internal view override returns (ActList) {
        return handler;
    }
}
