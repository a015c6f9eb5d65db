// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, NoteWord, ReceivableId, ReceivableWord} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.setDispute, setFreeze, setNoteFreeze

each
├── when the caller is not the one role that may    → AccessManagedUnauthorized
├── given there is no such receivable or note       → ReceivableUnknown, NoteUnknown
├── given it is so already                          → NothingToChange
└── otherwise                                       → marked, one event of Receivables with the document
    └── marking and lifting                         → as before
*/
contract MarksTest is ProgrammesSuite {
    using ReceivableWords for ReceivableWord;

    NoteId private _note;
    ReceivableId private _id;

    function setUp() public override {
        super.setUp();
        _note = confirm();
        _id = ReceivableId.wrap(uint96(NoteId.unwrap(_note) >> 32));
    }

    /// @notice Only the registrar raises and ends disputes, only compliance freezes (G-16, T64).
    function test_refusesOtherRoles() external {
        address target = address(programmes);
        assertOnly(registrar, target, abi.encodeCall(programmes.setDispute, (_id, true, DOCUMENT)));
        assertOnly(compliance, target, abi.encodeCall(programmes.setFreeze, (_id, true, DOCUMENT)));
        assertOnly(compliance, target, abi.encodeCall(programmes.setNoteFreeze, (_note, true, DOCUMENT)));
    }

    /// @notice What does not exist is not marked (G-16).
    function test_refusesUnknown() external {
        ReceivableId none = newId();
        bytes memory unknown = abi.encodeWithSelector(IReceivables.ReceivableUnknown.selector, none);
        vm.expectRevert(unknown);
        vm.prank(registrar);
        programmes.setDispute(none, true, DOCUMENT);
        vm.expectRevert(unknown);
        vm.prank(compliance);
        programmes.setFreeze(none, true, DOCUMENT);
        NoteId second_ = noteOf(_id, 2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteUnknown.selector, second_));
        vm.prank(compliance);
        programmes.setNoteFreeze(second_, true, DOCUMENT);
    }

    /// @notice A mark is not set twice and not lifted where there is none (G-16).
    function test_refusesNoChange() external {
        for (uint256 i; i < 2; ++i) {
            bool on = i == 1;
            if (on) _setAll(true);
            vm.expectRevert(abi.encodeWithSelector(IReceivables.NothingToChange.selector));
            vm.prank(registrar);
            programmes.setDispute(_id, on, DOCUMENT);
            vm.expectRevert(abi.encodeWithSelector(IReceivables.NothingToChange.selector));
            vm.prank(compliance);
            programmes.setFreeze(_id, on, DOCUMENT);
            vm.expectRevert(abi.encodeWithSelector(IReceivables.NothingToChange.selector));
            vm.prank(compliance);
            programmes.setNoteFreeze(_note, on, DOCUMENT);
        }
    }

    /// @notice Each mark is set and lifted with one event that names the document, and leaves no trace (G-16, I26).
    function test_setsAndLifts() external {
        (ReceivableWord r, NoteWord n) = receivables.words(_note);
        _setAll(true);
        (ReceivableWord marked,) = receivables.words(_note);
        vm.assertTrue(marked.has(ReceivableWords.DISPUTED), "disputed");
        vm.assertTrue(marked.has(ReceivableWords.FROZEN), "frozen");
        _setAll(false);
        (ReceivableWord lifted, NoteWord thawed) = receivables.words(_note);
        vm.assertEq(ReceivableWord.unwrap(lifted), ReceivableWord.unwrap(r), "receivable as before");
        vm.assertEq(NoteWord.unwrap(thawed), NoteWord.unwrap(n), "note as before");
    }

    /// @notice Registrar and compliance mark by signatures that anyone brings (X-1).
    function test_setsBySignature() external {
        bytes memory data = abi.encodeCall(programmes.setDispute, (_id, true, DOCUMENT));
        forward(signedCall(0x4E6, address(programmes), data));
        data = abi.encodeCall(programmes.setFreeze, (_id, true, DOCUMENT));
        forward(signedCall(0xC0, address(programmes), data));
        ReceivableWord r = receivables.receivableWord(_id);
        vm.assertTrue(r.has(ReceivableWords.DISPUTED) && r.has(ReceivableWords.FROZEN), "marked");
    }

    function _setAll(bool on) private {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.DisputeChanged(_id, on, DOCUMENT);
        vm.prank(registrar);
        programmes.setDispute(_id, on, DOCUMENT);
        vm.expectEmit(address(receivables));
        emit IReceivables.FreezeChanged(_id, on, DOCUMENT);
        vm.prank(compliance);
        programmes.setFreeze(_id, on, DOCUMENT);
        vm.expectEmit(address(receivables));
        emit IReceivables.NoteFreezeChanged(_note, on, DOCUMENT);
        vm.prank(compliance);
        programmes.setNoteFreeze(_note, on, DOCUMENT);
        assertEvents(3);
    }
}
