// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.approveRecovery

├── when the caller is not compliance                       → AccessManagedUnauthorized
├── given no recovery was proposed                          → RecoveryUnknown
│   └── also when all fields given are zero
├── when account or document are not those proposed         → RecoveryUnknown
├── given the proposal was replaced                         → RecoveryUnknown
├── given the recovery is approved already                  → RecoveryPending
└── otherwise                                               → its delay begins, one event
*/
contract ApproveRecoveryTest is PartiesSuite {
    /// @notice Only compliance approves; the registrar, who proposes, cannot do both (P-10, T64, T65).
    function test_refusesOthersThanCompliance() external {
        propose(fresh);
        bytes memory data = abi.encodeCall(parties.approveRecovery, (S1, fresh, DOCUMENT));
        assertOnly(compliance, address(parties), data);
    }

    /// @notice What was not proposed is not approved, not even as a recovery to nobody (P-10).
    function test_refusesWithoutProposal() external {
        _refuses(S1, fresh, DOCUMENT);
        _refuses(S1, address(0), 0);
    }

    /// @notice Compliance approves exactly what was proposed: party, account and document (P-10).
    function test_refusesAnotherProposal() external {
        propose(fresh);
        _refuses(S2, fresh, DOCUMENT);
        _refuses(S1, second, DOCUMENT);
        _refuses(S1, fresh, keccak256("another document"));
    }

    /// @notice An approval under way when the registrar replaces the proposal does not hit the new one (P-10, T73).
    function test_refusesReplacedProposal() external {
        propose(fresh);
        vm.prank(registrar);
        parties.withdrawRecovery(S1);
        propose(second);
        _refuses(S1, fresh, DOCUMENT);
    }

    /// @notice A second approval does not begin the delay anew (P-10).
    function test_refusesSecondApproval() external {
        propose(fresh);
        approve(fresh);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(abi.encodeWithSelector(IParties.RecoveryPending.selector, S1));
        vm.prank(compliance);
        parties.approveRecovery(S1, fresh, DOCUMENT);
    }

    /// @notice With the approval the delay begins, however long the proposal waited (P-10).
    function testFuzz_approves(uint32 waited) external {
        propose(fresh);
        vm.warp(block.timestamp + waited);
        uint256 readyAt = block.timestamp + RECOVERY_DELAY;
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.RecoveryApproved(S1, fresh, DOCUMENT, readyAt);
        approve(fresh);
        assertEvents(1);
        vm.assertEq(parties.recoveryOf(S1).readyAt, readyAt, "ready at");
        vm.assertEq(parties.recoveryOf(S1).cash, fresh, "cash");
    }

    function _refuses(PartyId party, address cash, bytes32 document) private {
        vm.expectRevert(abi.encodeWithSelector(IParties.RecoveryUnknown.selector, party));
        vm.prank(compliance);
        parties.approveRecovery(party, cash, document);
    }
}
