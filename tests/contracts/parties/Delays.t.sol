// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Roles that act with a delay (ADMIN: two days), and roles taken away

├── when a delayed act was not scheduled          → AccessManagerNotScheduled
├── when it was scheduled with other arguments    → AccessManagerNotScheduled
├── when it comes before its time                 → AccessManagerNotReady
├── when it comes a second time                   → AccessManagerNotScheduled
├── given the role was taken away                 → AccessManagedUnauthorized
└── otherwise                                     → as without a delay, by call or signature
*/
contract DelaysTest is PartiesSuite {
    uint32 private constant DELAY = 2 days;
    uint256 private constant LATE_KEY = 0x4E7;

    address private _late = vm.addr(LATE_KEY);

    function setUp() public override {
        super.setUp();
        vm.prank(admin);
        authority.grantRole(REGISTRAR, _late, DELAY);
    }

    /// @notice An act with a delay must have been announced (X-7, T70).
    function test_refusesUnscheduled() external {
        _refuses(IAccessManager.AccessManagerNotScheduled.selector);
    }

    /// @notice What was announced is done, not something else (X-7, T70).
    function test_refusesOtherArguments() external {
        _schedule(abi.encodeCall(parties.register, (FRESH, second, profile(1, 0))));
        vm.warp(block.timestamp + DELAY);
        _refuses(IAccessManager.AccessManagerNotScheduled.selector);
    }

    /// @notice The delay holds to the second (X-7, T70).
    function test_refusesTooEarly() external {
        _schedule(_data());
        vm.warp(block.timestamp + DELAY - 1);
        _refuses(IAccessManager.AccessManagerNotReady.selector);
        vm.warp(block.timestamp + 1);
        vm.prank(_late);
        parties.register(FRESH, fresh, profile(1, 0));
    }

    /// @notice One announcement carries one act (X-7, T70).
    function test_refusesSecondTime() external {
        _schedule(_data());
        vm.warp(block.timestamp + DELAY);
        vm.prank(_late);
        parties.register(FRESH, fresh, profile(1, 0));
        _refuses(IAccessManager.AccessManagerNotScheduled.selector);
    }

    /// @notice A role that was taken away acts no more, with or without a delay (T64, I20).
    function test_refusesRevokedRole() external {
        vm.startPrank(admin);
        authority.revokeRole(REGISTRAR, registrar);
        authority.revokeRole(REGISTRAR, _late);
        vm.stopPrank();
        assertOnly(address(0), address(parties), _data());
    }

    /// @notice A scheduled act is brought by anyone with the role's signature: sender and data are the signed ones (X-1).
    function test_actsBySignature() external {
        _schedule(_data());
        vm.warp(block.timestamp + DELAY);
        vm.recordLogs();
        forward(signedCall(LATE_KEY, address(parties), _data()));
        assertEvents(4); // the forwarder's, the authority's, and the two of a registration
        vm.assertEq(parties.partyOf(FRESH).cash, fresh, "registered");
    }

    function _data() private view returns (bytes memory) {
        return abi.encodeCall(IParties.register, (FRESH, fresh, profile(1, 0)));
    }

    function _schedule(bytes memory data) private {
        vm.prank(_late);
        authority.schedule(address(parties), data, 0);
    }

    function _refuses(bytes4 selector) private {
        bytes32 operation = authority.hashOperation(_late, address(parties), _data());
        vm.expectRevert(abi.encodeWithSelector(selector, operation));
        vm.prank(_late);
        parties.register(FRESH, fresh, profile(1, 0));
    }
}
