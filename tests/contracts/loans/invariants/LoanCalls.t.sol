// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CallChecks} from "../../base/CallChecks.sol";
import {LoanEndings} from "./LoanEndings.sol";

/// @notice Whom the contracts of loans call.
contract LoanCallsTest is CallChecks {
    /// @notice I24: in acts of every kind the contracts call only each other, tokens, the authority, conditions and, to
    /// ask, cash accounts; never by delegatecall, so there is no code to replace (T71).
    function test_I24_WhomTheLoansCall() external {
        LoanEndings handler = new LoanEndings();
        handler.setUp();
        _checkCalls(handler, handler.system(), handler.callable());
    }
}
