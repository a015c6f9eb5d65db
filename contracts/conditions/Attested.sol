// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../interfaces/ICondition.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {Evidenced} from "../base/Evidenced.sol";

/// @title Attested
/// @notice Holds when k of n attestors say so. Config: abi.encode(uint40[] attestors, uint256 threshold); see
/// IAttested.
contract Attested is Evidenced {
    /// @param forwarder ERC-2771 forwarder. @param parties_ Knows the attestors.
    constructor(address forwarder, IParties parties_) Evidenced(forwarder, parties_) {}

    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        (uint40[] memory attestors, uint256 threshold) = abi.decode(milestone.config, (uint40[], uint256));
        _checkEvidence(loanId, milestone, evidence, attestors, threshold);
        return true;
    }
}
