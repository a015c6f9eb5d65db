// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CallChecks} from "../base/CallChecks.sol";
import {NoteCampaign} from "./NoteCampaign.sol";

/// @notice That no campaign is empty: every act succeeds, whatever came before; and whom the contracts call.
contract CoverageTest is NoteCampaign, CallChecks {
    /// @notice I25: after any acts each kind of act can succeed, every debt can be paid and every note redeemed.
    function invariant_I25_EverythingComesToItsEnd() external {
        handler.holdsI6();
    }

    /// @notice Called by the test runner at the end of each run.
    function afterInvariant() external {
        handler.doTheRest();
        handler.windUp();
        handler.holdsI6();
        handler.holdsI23();
    }

    /// @notice I24: in acts of every kind the contracts call only each other, tokens, the authority, custodians and, to
    /// ask, cash accounts; never by delegatecall, so there is no code to replace (T71).
    function test_I24_WhomTheContractsCall() external {
        _checkCalls(handler, handler.system(), handler.callable());
    }
}
