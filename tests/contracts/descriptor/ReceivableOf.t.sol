// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Descriptor.receivableOf, noteOf and slotURI (what the URIs say: conformance/erc3525/Metadata.t.sol)

├── of an unknown id                        → all zero, status None
├── of a further invoice                    → Linked, and the receivable that it belongs to
├── of a receivable in any state            → every field as its acts left it
├── of a note that is gone or never was     → all zero
├── of a note in any state                  → every field as its acts left it
└── slotURI of what is no receivable        → ReceivableUnknown
*/
contract ReceivableOfTest is MoneySuite {
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    function _assertReceivable(ReceivableId which, IDescriptor.Receivable memory expected) private view {
        vm.assertEq(abi.encode(state(which)), abi.encode(expected), "receivable");
    }

    function _assertNote(NoteId which, IDescriptor.Note memory expected) private view {
        vm.assertEq(abi.encode(noteState(which)), abi.encode(expected), "note");
    }

    function _fresh() private pure returns (IDescriptor.Receivable memory r) {
        r.programme = PROGRAMME;
        r.anchor = ANCHOR;
        r.status = Status.Open;
        r.dueDay = DUE;
        r.face = FACE;
        r.smallestPiece = SMALLEST;
        r.deepestTier = DEEPEST;
        (r.issued, r.live) = (1, 1);
    }

    /* RECEIVABLES */

    /// @notice An unknown id has status None and nothing else (X-9).
    function test_unknownReceivable() external view {
        IDescriptor.Receivable memory none;
        _assertReceivable(ReceivableId.wrap(7), none);
    }

    /// @notice A further invoice says which receivable it belongs to, and nothing else (G-10).
    function test_linkedInvoice() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = new ReceivableId[](1);
        t.further[0] = newId();
        vm.prank(anchor);
        programmes.confirm(t);
        IDescriptor.Receivable memory expected;
        (expected.status, expected.first) = (Status.Linked, t.id);
        _assertReceivable(t.further[0], expected);
    }

    /// @notice A receivable is told field by field from its confirmation to its end (R-1, R-2, S-7, S-15, G-16).
    function test_throughALife() external {
        IDescriptor.Receivable memory r = _fresh();
        _assertReceivable(id, r);
        NoteId piece = assign(s1, note, S2, 400_000e6);
        (r.issued, r.live) = (2, 2);
        _assertReceivable(id, r);
        custodian.move(piece, S2, ANCHOR, 400_000e6);
        (r.face, r.live) = (600_000e6, 1);
        _assertReceivable(id, r);
        dispute(id);
        r.disputed = true;
        _assertReceivable(id, r);
        freeze(id);
        r.frozen = true;
        _assertReceivable(id, r);
        toOverdue(id);
        r.status = Status.Overdue;
        _assertReceivable(id, r);
        settle(id);
        r.status = Status.Settled;
        _assertReceivable(id, r);
        redeem(note);
        r.live = 0;
        _assertReceivable(id, r);
    }

    /// @notice A cancelled receivable keeps its rules and has neither face nor notes (G-14).
    function test_cancelledReceivable() external {
        cancel(note);
        IDescriptor.Receivable memory r = _fresh();
        (r.status, r.face, r.live) = (Status.Cancelled, 0, 0);
        _assertReceivable(id, r);
    }

    /// @notice Rules at their edges are told as they were given: offset, tiers, smallest piece, face, due day (G-2, X-6).
    function test_rulesAtTheirEdges() external {
        int8[3] memory offsets = [int8(-48), -1, 56];
        for (uint8 i; i < 3; ++i) {
            IProgrammes.Rules memory r = rules();
            (r.utcOffset, r.deepestTier, r.limit) = (offsets[i], 255, LARGEST);
            (r.smallestPiece, r.maxTenor, r.tradeReferenceRequired) = (2_047e20, 65_535, true);
            ProgrammeId programme = openProgramme(2 + i, r);
            IProgrammes.Confirmation memory t = terms();
            (t.programme, t.face, t.dueDay) = (programme, LARGEST - i, DAY + 65_000);
            vm.prank(anchor);
            programmes.confirm(t);
            IDescriptor.Receivable memory expected = _fresh();
            (expected.programme, expected.face, expected.dueDay) = (programme, t.face, t.dueDay);
            (expected.smallestPiece, expected.utcOffset) = (2_047e20, offsets[i]);
            (expected.deepestTier, expected.tradeReferenceRequired) = (255, true);
            _assertReceivable(t.id, expected);
        }
    }

    /* NOTES */

    /// @notice A note that never was, or is burnt, is told as nothing (R-23).
    function test_goneNote() external {
        IDescriptor.Note memory none;
        _assertNote(NoteId.wrap(7), none);
        settle(id);
        redeem(note);
        _assertNote(note, none);
    }

    /// @notice A note is told field by field through its acts (R-6, R-11, R-20, S-8, G-16).
    function test_noteThroughItsActs() external {
        assign(s1, note, S2, FACE);
        IDescriptor.Note memory n;
        (n.owner, n.value, n.tier) = (S2, FACE, 2);
        _assertNote(note, n);
        propose(s2, note, FACE);
        n.pending = true;
        _assertNote(note, n);
        vm.prank(bankB);
        receivables.refuse(note);
        n.pending = false;
        custodian.lock(note, S2);
        n.custodian = address(custodian);
        _assertNote(note, n);
        freezeNote(note);
        n.frozen = true;
        _assertNote(note, n);
        toDay(DUE);
        pay(id, 400_000e6);
        redeem(note);
        n.claimed = 400_000e6;
        _assertNote(note, n);
        custodian.unlock(note);
        n.custodian = address(0);
        _assertNote(note, n);
    }

    /* URIS */

    /// @notice Metadata is told of receivables only: not of unknown ids, further invoices, or more than 96 bits.
    function test_slotUriRefusesWhatIsNoReceivable() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = new ReceivableId[](1);
        t.further[0] = newId();
        vm.prank(anchor);
        programmes.confirm(t);
        uint256[3] memory slots =
            [uint256(7), ReceivableId.unwrap(t.further[0]), uint256(1 << 96) | ReceivableId.unwrap(id)];
        for (uint256 i; i < slots.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IReceivables.ReceivableUnknown.selector, uint96(slots[i])));
            receivables.slotURI(slots[i]);
        }
    }

    /// @notice The descriptor describes the contract that asks, so that one serves many (X-7).
    function test_describesWhoAsks() external {
        vm.prank(address(receivables));
        string memory direct = descriptor.tokenURI(NoteId.unwrap(note));
        vm.assertEq(receivables.tokenURI(NoteId.unwrap(note)), direct, "the same");
    }
}
