// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ReceivableId, ReceivableWord, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Functions of Receivables that only one contract of the system calls

├── addCustodian, setDispute, setFreeze, setNoteFreeze, issue, correct, cancel
│   └── when another than Programmes calls    → NotSystemContract
├── updateStatus, burn, recordPayout
│   └── when another than Settlements calls   → NotSystemContract
└── lock, unlock, move
    └── when another than a custodian calls   → NotCustodian
*/
contract SystemOnlyTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _ofProgrammes() private view returns (bytes[7] memory calls) {
        ReceivableId id = idOf(note);
        ReceivableWord word = receivables.receivableWord(id);
        calls[0] = abi.encodeCall(IReceivables.addCustodian, (outsider));
        calls[1] = abi.encodeCall(IReceivables.setDispute, (id, true, DOCUMENT));
        calls[2] = abi.encodeCall(IReceivables.setFreeze, (id, true, DOCUMENT));
        calls[3] = abi.encodeCall(IReceivables.setNoteFreeze, (note, true, DOCUMENT));
        calls[4] = abi.encodeCall(
            IReceivables.originate, (ReceivableId.wrap(1), word, S1, s1, new ReceivableId[](0))
        );
        calls[5] = abi.encodeCall(IReceivables.correct, (note, FACE + 1, DUE));
        calls[6] = abi.encodeCall(IReceivables.cancel, (note));
    }

    function _ofSettlements() private view returns (bytes[3] memory calls) {
        calls[0] = abi.encodeCall(IReceivables.updateStatus, (idOf(note), Status.Settled));
        calls[1] = abi.encodeCall(IReceivables.remove, (note, s1));
        calls[2] = abi.encodeCall(IReceivables.recordPayout, (note, 1));
    }

    function _ofCustodians() private view returns (bytes[3] memory calls) {
        calls[0] = abi.encodeCall(IReceivables.lock, (note, S1));
        calls[1] = abi.encodeCall(IReceivables.unlock, (note));
        calls[2] = abi.encodeCall(IReceivables.move, (note, S1, S2, FACE));
    }

    function _refused(address caller, bytes memory data, bytes4 selector) private {
        vm.prank(caller);
        (bool ok, bytes memory reason) = address(receivables).call(data);
        vm.assertFalse(ok, "refused");
        vm.assertEq(reason, abi.encodeWithSelector(selector, caller), "reason");
    }

    /// @dev Every role, the parties to the note, a stranger, and the other contracts of the system.
    function _callers() private view returns (address[12] memory) {
        return [
            admin,
            registrar,
            compliance,
            guardian,
            anchor,
            s1,
            bankA,
            outsider,
            address(parties),
            address(authority),
            address(forwarder),
            address(descriptor)
        ];
    }

    /// @notice Issuing, correcting, cancelling and the acts of roles come only from Programmes (R-22, T64, I20).
    function test_onlyProgrammes() external {
        bytes[7] memory calls = _ofProgrammes();
        address[12] memory callers = _callers();
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                _refused(callers[j], calls[i], IReceivables.NotSystemContract.selector);
            }
            _refused(address(settlements), calls[i], IReceivables.NotSystemContract.selector);
            _refused(address(discounting), calls[i], IReceivables.NotSystemContract.selector);
        }
    }

    /// @notice Status, burning and payouts come only from Settlements (R-22, T14, T64, I20).
    function test_onlySettlements() external {
        bytes[3] memory calls = _ofSettlements();
        address[12] memory callers = _callers();
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                _refused(callers[j], calls[i], IReceivables.NotSystemContract.selector);
            }
            _refused(address(programmes), calls[i], IReceivables.NotSystemContract.selector);
            _refused(address(discounting), calls[i], IReceivables.NotSystemContract.selector);
        }
    }

    /// @notice Locking and moving come only from custodians, not even from the owner itself (R-22, X-5, T64).
    function test_onlyCustodians() external {
        bytes[3] memory calls = _ofCustodians();
        address[12] memory callers = _callers();
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                _refused(callers[j], calls[i], IReceivables.NotCustodian.selector);
            }
            _refused(address(programmes), calls[i], IReceivables.NotCustodian.selector);
            _refused(address(settlements), calls[i], IReceivables.NotCustodian.selector);
        }
    }

    /// @notice A call that the forwarder brings in the name of a contract of the system is the forwarder's (X-2, T64).
    function test_forwarderIsNotTheSystem() external {
        bytes memory forged =
            abi.encodePacked(abi.encodeCall(IReceivables.cancel, (note)), address(programmes));
        _refused(address(forwarder), forged, IReceivables.NotSystemContract.selector);
        forged = abi.encodePacked(abi.encodeCall(IReceivables.move, (note, S1, S2, FACE)), address(custodian));
        _refused(address(forwarder), forged, IReceivables.NotCustodian.selector);
    }
}
