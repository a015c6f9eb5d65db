// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.addCustodian, through Programmes, custodianAt and custodianOf

├── when the contract is a custodian already → CustodianExists
├── when there are fifteen                   → TooManyCustodians
└── otherwise                                → the next number is its, for ever
*/
contract AddCustodianTest is NotesSuite {
    function _add(address added) private {
        vm.prank(admin);
        programmes.addCustodian(added);
    }

    /// @notice A custodian is added once (X-7).
    function test_refusesACustodianTwice() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.CustodianExists.selector, discounting));
        _add(address(discounting));
    }

    /// @notice The words of notes have room for fifteen custodians (X-7).
    function test_refusesTheSixteenth() external {
        for (uint160 i = 3; i <= 15; ++i) {
            _add(address(i));
        }
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TooManyCustodians.selector, 15));
        _add(address(16));
        vm.assertEq(receivables.custodianAt(15), address(15), "the fifteenth");
    }

    /// @notice Custodians are numbered from 1 in the order in which they are added (X-7).
    function test_numbersCustodians() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.CustodianAdded(outsider, 3);
        _add(outsider);
        assertEvents(abi.encodePacked(IReceivables.CustodianAdded.selector));
        vm.assertEq(receivables.custodianAt(0), address(0), "none");
        vm.assertEq(receivables.custodianAt(1), address(discounting), "first");
        vm.assertEq(receivables.custodianAt(2), address(custodian), "second");
        vm.assertEq(receivables.custodianAt(3), outsider, "third");
        vm.assertEq(receivables.custodianAt(4), address(0), "no fourth");
    }

    /// @notice The fifteenth custodian locks and unlocks like the first (R-20).
    function test_servesTheFifteenth() external {
        for (uint160 i = 3; i <= 15; ++i) {
            _add(address(i));
        }
        NoteId note = confirm();
        vm.assertEq(receivables.custodianOf(note), address(0), "free");
        vm.prank(address(15));
        receivables.lock(note, S1);
        vm.assertEq(receivables.custodianOf(note), address(15), "locked");
        assertNote(note, S1, FACE, 1);
        vm.prank(address(15));
        receivables.unlock(note);
        vm.assertEq(receivables.custodianOf(note), address(0), "free again");
    }
}
