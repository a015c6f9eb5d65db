// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.allowToken, admitLimitContract, addCustodian

allowToken
├── when the caller is not ADMIN         → AccessManagedUnauthorized
└── otherwise                            → on the list or off it, one event
    └── off the list                     → open programmes go on in that token
admitLimitContract
├── when the caller is not ADMIN         → AccessManagedUnauthorized
└── otherwise                            → admitted for ever, one event
addCustodian
├── when the caller is not ADMIN         → AccessManagedUnauthorized
├── given it is one already              → CustodianExists
└── otherwise                            → numbered, one event
*/
contract AllowTokenTest is ProgrammesSuite {
    /// @notice Only ADMIN puts tokens on the list or takes them off (G-2, T64).
    function test_allowToken_refusesOthersThanAdmin() external {
        assertOnly(admin, address(programmes), abi.encodeCall(programmes.allowToken, (fresh, true)));
        assertOnly(admin, address(programmes), abi.encodeCall(programmes.allowToken, (address(token), false)));
    }

    /// @notice A token is allowed and taken off again, each with one event (G-2).
    function test_allowToken() external {
        _allows(fresh, true);
        _allows(fresh, false);
    }

    /// @notice A token taken off the list stays the token of programmes that are open (G-2, G-3).
    function test_allowToken_leavesOpenProgrammes() external {
        _allows(address(token), false);
        confirm();
        assertUsed(PROGRAMME, FACE);
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.TokenNotAllowed.selector, address(token)));
        vm.prank(registrar);
        programmes.open(numbered(3), rules());
    }

    /// @notice Only ADMIN admits limit contracts (X-7, T64).
    function test_admitLimitContract_refusesOthersThanAdmin() external {
        bytes memory data = abi.encodeCall(programmes.admitLimitContract, (fresh));
        assertOnly(admin, address(programmes), data);
    }

    /// @notice An admitted limit contract may stand behind a programme (G-2, X-7).
    function test_admitLimitContract() external {
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.LimitContractAdmitted(fresh);
        vm.prank(admin);
        programmes.admitLimitContract(fresh);
        assertEvents(1);
        IProgrammes.Rules memory r = rules();
        r.limitContract = fresh;
        open(numbered(3), r);
        assertRules(numbered(3), r);
    }

    /// @notice Only ADMIN adds custodians (X-7, T64).
    function test_addCustodian_refusesOthersThanAdmin() external {
        assertOnly(admin, address(programmes), abi.encodeCall(programmes.addCustodian, (fresh)));
    }

    /// @notice A custodian is added once (X-7).
    function test_addCustodian_refusesTwice() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.CustodianExists.selector, address(discounting)));
        vm.prank(admin);
        programmes.addCustodian(address(discounting));
    }

    /// @notice ADMIN's custodian reaches Receivables, where it gets the next number (X-7).
    function test_addCustodian() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.CustodianAdded(fresh, 2);
        vm.prank(admin);
        programmes.addCustodian(fresh);
        assertEvents(1);
        vm.assertEq(receivables.custodianAt(2), fresh, "number 2");
    }

    function _allows(address token_, bool allowed) private {
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.TokenAllowed(token_, allowed);
        vm.prank(admin);
        programmes.allowToken(token_, allowed);
        assertEvents(1);
        vm.assertEq(programmes.isTokenAllowed(token_), allowed, "allowed");
    }
}
