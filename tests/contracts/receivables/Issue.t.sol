// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.issue, through Programmes.confirm

├── when the id, or a further one, is spent → FingerprintSpent, for ever
└── otherwise                               → a receivable with one note, and a link for each further invoice
*/
contract IssueTest is NotesSuite {
    function _refused(IProgrammes.Confirmation memory t, ReceivableId spent) private {
        vm.prank(anchor);
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.FingerprintSpent.selector, spent));
        programmes.confirm(t);
    }

    function _links(ReceivableId one, ReceivableId two) private pure returns (ReceivableId[] memory further) {
        further = new ReceivableId[](2);
        (further[0], further[1]) = (one, two);
    }

    /* REFUSALS */

    /// @notice An invoice is confirmed once, whether its debt is open, settled, redeemed or cancelled (G-10, T01, I2).
    function test_refusesASpentId() external {
        NoteId[4] memory notes = [confirm(), confirm(), confirm(), confirm()];
        settle(idOf(notes[1]));
        settle(idOf(notes[2]));
        settlements.redeem(only(notes[2]));
        cancel(notes[3]);
        IProgrammes.Confirmation memory t = terms();
        for (uint256 i; i < notes.length; ++i) {
            t.id = idOf(notes[i]);
            _refused(t, t.id);
        }
    }

    /// @notice A further invoice counts like a first one: neither is named again in either place (G-10, T01, I2).
    function test_refusesASpentFurtherInvoice() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = _links(newId(), newId());
        vm.prank(anchor);
        programmes.confirm(t);

        IProgrammes.Confirmation memory again = terms();
        again.further = _links(newId(), t.further[1]);
        _refused(again, t.further[1]);
        again.further = _links(t.id, newId());
        _refused(again, t.id);
        again = terms();
        again.id = t.further[0];
        _refused(again, t.further[0]);
    }

    /// @notice One debt does not name an invoice twice (G-10, T01).
    function test_refusesAnInvoiceTwiceInOneDebt() external {
        IProgrammes.Confirmation memory t = terms();
        ReceivableId twice = newId();
        t.further = _links(twice, twice);
        _refused(t, twice);
        t.further = _links(newId(), t.id);
        _refused(t, t.id);
    }

    /* SUCCESS */

    /// @notice A confirmed debt has one note, number 1, tier 1, the whole face, the creditor's (R-1).
    function test_makesOneNote() external {
        IProgrammes.Confirmation memory t = terms();
        NoteId note = noteOf(t.id, 1);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(address(0), s1, NoteId.unwrap(note));
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(NoteId.unwrap(note), 0, ReceivableId.unwrap(t.id));
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(0, NoteId.unwrap(note), FACE);
        vm.prank(anchor);
        same(programmes.confirm(t), note, "note");

        assertEvents(
            abi.encodePacked(
                IProgrammes.Confirmed.selector,
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC3525.TransferValue.selector
            )
        );
        assertNote(note, S1, FACE, 1);
        vm.assertEq(receivables.balanceOf(s1), 1, "notes");
    }

    /// @notice The receivable keeps the rules of its programme as they are on that day (R-1, G-4).
    function test_copiesTheRules() external {
        IProgrammes.Rules memory r = rules();
        (r.utcOffset, r.tradeReferenceRequired, r.deepestTier, r.smallestPiece) = (-5, true, 3, 7e20);
        r.limit = LARGEST;
        ProgrammeId programme = openProgramme(2, r);
        IDescriptor.Receivable memory found = state(idOf(confirmIn(programme, 7e20)));
        vm.assertEq(
            uint256(ProgrammeId.unwrap(found.programme)), uint256(ProgrammeId.unwrap(programme)), "programme"
        );
        same(found.anchor, ANCHOR, "anchor");
        vm.assertEq(uint256(found.status), uint256(Status.Open), "status");
        vm.assertEq(found.dueDay, DUE, "due day");
        vm.assertEq(int256(found.utcOffset), -5, "offset");
        vm.assertEq(found.face, 7e20, "face");
        vm.assertEq(found.smallestPiece, 7e20, "smallest piece");
        vm.assertEq(uint256(found.deepestTier), 3, "deepest tier");
        vm.assertEq(uint256(found.issued), 1, "issued");
        vm.assertEq(uint256(found.live), 1, "live");
        vm.assertTrue(found.tradeReferenceRequired, "trade reference");
    }

    /// @notice Each further invoice points to the receivable, by an event and for readers (G-10, X-9).
    function test_linksFurtherInvoices() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = _links(newId(), newId());
        vm.expectEmit(address(receivables));
        emit IReceivables.InvoiceLinked(t.further[0], t.id);
        vm.expectEmit(address(receivables));
        emit IReceivables.InvoiceLinked(t.further[1], t.id);
        vm.prank(anchor);
        programmes.confirm(t);
        for (uint256 i; i < 2; ++i) {
            assertStatus(t.further[i], Status.Linked);
            vm.assertTrue(state(t.further[i]).first == t.id, "first");
        }
    }
}
