// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.confirmMany

├── when the caller is not the anchor's                    → AccountOfAnother
├── when one debt of the batch is refused                  → its refusal, and none is confirmed
│   ├── because its invoice is in the same batch
│   ├── because the batch together exceeds the limit
│   └── at whichever place
└── otherwise                                              → all confirmed, notes in order, four events each
    ├── in several programmes of the anchor
    ├── by the anchor's signature through the forwarder
    └── an empty batch                                     → nothing
*/
contract ConfirmManyTest is ProgrammesSuite {
    IProgrammes.Confirmation[] private _batch;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < 3; ++i) {
            _batch.push(termsOf(FACE * (i + 1)));
        }
    }

    /// @notice Only the anchor confirms a batch (G-5, T64).
    function test_refusesOthersThanTheAnchor() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, ANCHOR));
        vm.prank(s1);
        programmes.confirmMany(_batch);
    }

    /// @notice An invoice that is twice in a batch refuses the batch (G-10, G-11, T01).
    function test_refusesInvoiceTwice() external {
        _batch[2].id = _batch[0].id;
        _refuses(abi.encodeWithSelector(IProgrammes.FingerprintSpent.selector, _batch[0].id));
    }

    /// @notice The limit counts what the batch itself has used, to the unit (G-9, G-11, I12).
    function test_refusesAboveLimitTogether() external {
        uint256 room = LIMIT - 3 * FACE;
        _batch[2].face = room + 1;
        _refuses(abi.encodeWithSelector(IProgrammes.LimitExceeded.selector, PROGRAMME, room + 1, room));
        _batch[2].face = room;
        vm.prank(anchor);
        programmes.confirmMany(_batch);
        assertUsed(PROGRAMME, LIMIT);
    }

    /// @notice One bad debt at any place refuses the batch, and nothing of it is left behind (G-11).
    function testFuzz_allOrNothing(uint8 place) external {
        place %= 3;
        _batch[place].dueDay = DAY;
        _refuses(abi.encodeWithSelector(IProgrammes.DueDayPassed.selector, DAY, DAY));
        for (uint256 i; i < 3; ++i) {
            vm.assertFalse(programmes.isSpent(_batch[i].id), "spent");
        }
        vm.assertEq(receivables.balanceOf(s1), 0, "notes");
        assertUsed(PROGRAMME, 0);
    }

    /// @notice Every debt of the batch gets its note, in the order given, in its own programme (G-5, G-11).
    function test_confirms() external {
        openLimited();
        _batch[1].programme = LIMITED;
        vm.recordLogs();
        vm.prank(anchor);
        _assertConfirmed(programmes.confirmMany(_batch));
        assertEvents(12);
        assertUsed(PROGRAMME, 4 * FACE);
        assertUsed(LIMITED, 2 * FACE);
        vm.assertEq(sponsor.usedOf(LIMITED), 2 * FACE, "sponsor's limit");
    }

    /// @notice The anchor's request through the forwarder confirms the batch (X-1).
    function test_confirmsThroughTheForwarder() external {
        bytes memory data = abi.encodeCall(programmes.confirmMany, (_batch));
        forward(signedCall(ANCHOR_KEY, address(programmes), data));
        vm.assertEq(receivables.balanceOf(s1), 3, "notes");
    }

    /// @notice An empty batch confirms nothing (G-11).
    function test_confirmsNone() external {
        vm.recordLogs();
        vm.prank(anchor);
        vm.assertEq(programmes.confirmMany(new IProgrammes.Confirmation[](0)).length, 0, "notes");
        assertEvents(0);
    }

    function _refuses(bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(anchor);
        programmes.confirmMany(_batch);
    }

    function _assertConfirmed(NoteId[] memory notes) private view {
        vm.assertEq(notes.length, 3, "notes");
        for (uint256 i; i < 3; ++i) {
            same(notes[i], noteOf(_batch[i].id, 1), "note in order");
            vm.assertEq(receivables.balanceOf(NoteId.unwrap(notes[i])), FACE * (i + 1), "value");
        }
    }
}
