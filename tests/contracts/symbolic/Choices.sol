// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {vm} from "../base/Vm.sol";

/// @title Choices
/// @notice Tells a solver what comes out of OpenZeppelin's Math, which chooses by multiplying with a truth value:
/// proofs call these with the numbers that the contract is going to choose from.
/// @dev What is assumed holds for all words (`check_choices` of MathProofs), so that no case is left out.
library Choices {
    function tellMin(uint256 a, uint256 b) internal pure {
        vm.assume(Math.min(a, b) == (a < b ? a : b));
    }

    function tellDifference(uint256 a, uint256 b) internal pure {
        vm.assume(Math.saturatingSub(a, b) == (a > b ? a - b : 0));
    }
}
