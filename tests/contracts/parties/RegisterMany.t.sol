// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.registerMany

├── when the caller is not the registrar        → AccessManagedUnauthorized
├── when the lists differ in length             → LengthMismatch
├── when one party of the list is refused       → its refusal, and none is registered
│   ├── because its id is used in the same list
│   └── because its account is used in the same list
└── otherwise                                   → all registered, two events each
    └── an empty list                           → nothing
*/
contract RegisterManyTest is PartiesSuite {
    PartyId[] private _ids;
    address[] private _cash;
    IParties.Profile[] private _profiles;

    function setUp() public override {
        super.setUp();
        for (uint160 i; i < 3; ++i) {
            _ids.push(PartyId.wrap(uint40(200 + i)));
            _cash.push(address(0x2000 + i));
            _profiles.push(profile(uint8(1 + i), uint40(i)));
        }
    }

    /// @notice Only the registrar registers many (P-1, T64).
    function test_refusesOthersThanTheRegistrar() external {
        assertOnly(
            registrar, address(parties), abi.encodeCall(parties.registerMany, (_ids, _cash, _profiles))
        );
    }

    /// @notice Ids and cash accounts come in pairs (P-1).
    function test_refusesMissingAccount() external {
        _cash.pop();
        _refuses(abi.encodeWithSelector(IParties.LengthMismatch.selector, 3, 2));
    }

    /// @notice Ids and profiles come in pairs (P-1).
    function test_refusesMissingProfile() external {
        _profiles.pop();
        _refuses(abi.encodeWithSelector(IParties.LengthMismatch.selector, 3, 2));
    }

    /// @notice An id that occurs twice in the list refuses the whole list (P-1).
    function test_refusesIdTwice() external {
        _ids[2] = _ids[0];
        _refuses(abi.encodeWithSelector(IParties.PartyExists.selector, _ids[0]));
    }

    /// @notice An account that occurs twice in the list refuses the whole list (P-2).
    function test_refusesAccountTwice() external {
        _cash[2] = _cash[0];
        _refuses(abi.encodeWithSelector(IParties.AccountTaken.selector, _cash[0], _ids[0]));
        vm.assertEq(PartyWord.unwrap(parties.wordFor(_ids[0])), 0, "none registered");
    }

    /// @notice All parties of the list are registered, each with its own account and profile (P-1).
    function test_registersAll() external {
        vm.recordLogs();
        for (uint256 i; i < 3; ++i) {
            vm.expectEmit(address(parties));
            emit IParties.PartyRegistered(_ids[i], _cash[i], _profiles[i]);
            vm.expectEmit(address(parties));
            emit IParties.AccountSet(_ids[i], _cash[i], ALL_SCOPES, NO_LIMIT);
        }
        vm.prank(registrar);
        parties.registerMany(_ids, _cash, _profiles);
        assertEvents(6);
        for (uint256 i; i < 3; ++i) {
            assertProfile(_ids[i], _profiles[i]);
            assertAccount(_cash[i], _ids[i], true, ALL_SCOPES, NO_LIMIT);
        }
    }

    /// @notice An empty list registers nothing (P-1).
    function test_registersNone() external {
        vm.recordLogs();
        vm.prank(registrar);
        parties.registerMany(new PartyId[](0), new address[](0), new IParties.Profile[](0));
        assertEvents(0);
    }

    function _refuses(bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(registrar);
        parties.registerMany(_ids, _cash, _profiles);
    }
}
