// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Programmes} from "../../../contracts/Programmes.sol";
import {ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {PredecessorMock} from "../../../contracts/test/PredecessorMock.sol";
import {IFingerprints} from "../../../interfaces/IFingerprints.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {
    NoteId,
    NoteWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.confirm: of which invoices; isSpent; the predecessors of the constructor

confirm
├── when the id or a further fingerprint is zero                → FingerprintZero
├── when there are more than 63 further fingerprints            → TooManyInvoices
├── given the id or a further fingerprint is spent              → FingerprintSpent
│   ├── as the id or a further fingerprint of an open debt, also of another programme or anchor
│   ├── of a debt that was cancelled or settled
│   ├── in the same debt
│   └── in a predecessor, whichever of them
└── otherwise                                                   → each is spent, one more event for each further
    ├── 64 invoices
    └── any number of them
isSpent                                                         → here or in a predecessor, for ever
constructor
├── when there are more than 8 predecessors                     → TooManyPredecessors
└── otherwise                                                   → each of them is asked
*/
contract FingerprintsTest is ProgrammesSuite {
    using ReceivableWords for ReceivableWord;

    uint256 private constant MOST = 8;
    PredecessorMock[] private _earlier;

    function setUp() public override {
        for (uint256 i; i < MOST; ++i) {
            _earlier.push(new PredecessorMock());
        }
        super.setUp();
    }

    function _predecessors() internal view override returns (IFingerprints[] memory list) {
        list = new IFingerprints[](MOST);
        for (uint256 i; i < MOST; ++i) {
            list[i] = _earlier[i];
        }
    }

    /// @notice An empty fingerprint would let every invoice pass as new (G-10, T02).
    function test_refusesZero() external {
        IProgrammes.Confirmation memory t = terms();
        t.id = ReceivableId.wrap(0);
        _refuses(t, abi.encodeWithSelector(IProgrammes.FingerprintZero.selector));
        t = _termsWith(fingerprints(3));
        t.further[1] = ReceivableId.wrap(0);
        _refuses(t, abi.encodeWithSelector(IProgrammes.FingerprintZero.selector));
    }

    /// @notice A debt names at most 64 invoices: its id and 63 further ones (G-10, T06).
    function test_refusesTooMany() external {
        bytes memory reason = abi.encodeWithSelector(IProgrammes.TooManyInvoices.selector, 64, 63);
        _refuses(_termsWith(fingerprints(64)), reason);
    }

    /// @notice The same invoice is confirmed once, to whichever supplier and in whichever programme (G-10, T01, I2).
    function test_refusesSpentId() external {
        IProgrammes.Confirmation memory t = terms();
        confirm(t);
        open(numbered(3), rules());
        (t.programme, t.creditor, t.face) = (numbered(3), S2, FACE / 2);
        _refusesSpent(t, t.id);
    }

    /// @notice An invoice that another anchor confirmed is spent for this one too (G-10, T01).
    function test_refusesIdOfAnotherAnchor() external {
        IProgrammes.Confirmation memory t = terms();
        confirm(t);
        setProfile(S2, 3, DAY + 1000, 0);
        t.programme = ProgrammeId.wrap(uint48(12) << 8 | 1);
        open(t.programme, rules());
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.FingerprintSpent.selector, t.id));
        vm.prank(s2);
        programmes.confirm(t);
    }

    /// @notice An invoice that was a further one cannot be a first one, and the other way round (G-10, T01).
    function test_refusesFurtherAsFirst() external {
        IProgrammes.Confirmation memory t = _termsWith(fingerprints(2));
        confirm(t);
        IProgrammes.Confirmation memory again = terms();
        again.id = t.further[1];
        _refusesSpent(again, t.further[1]);
        again = _termsWith(fingerprints(2));
        again.further[1] = t.id;
        _refusesSpent(again, t.id);
        again.further[1] = t.further[0];
        _refusesSpent(again, t.further[0]);
    }

    /// @notice A debt does not name an invoice twice (G-10, T01).
    function test_refusesTwiceInOneDebt() external {
        IProgrammes.Confirmation memory t = _termsWith(fingerprints(2));
        t.further[1] = t.further[0];
        _refusesSpent(t, t.further[0]);
        t.further[1] = t.id;
        _refusesSpent(t, t.id);
    }

    /// @notice Neither cancelling nor settling gives an invoice back, and its further ones stay spent too (G-10, T01).
    function test_refusesAfterTheEnd() external {
        IProgrammes.Confirmation memory t = _termsWith(fingerprints(1));
        NoteId note = confirm(t);
        amend(cancellation(note));
        IProgrammes.Confirmation memory again = terms();
        again.id = t.id;
        _refusesSpent(again, t.id);
        again.id = t.further[0];
        _refusesSpent(again, t.further[0]);
        IProgrammes.Confirmation memory other = terms();
        confirm(other);
        settle(other.id);
        _refusesSpent(other, other.id);
    }

    /// @notice What any of eight predecessors confirmed is spent here, as first or further invoice (G-10, T01).
    function test_refusesSpentInPredecessor() external {
        for (uint256 i; i < MOST; ++i) {
            IProgrammes.Confirmation memory t = _termsWith(fingerprints(2));
            _earlier[i].spend(t.further[1]);
            vm.assertTrue(programmes.isSpent(t.further[1]), "spent");
            _refusesSpent(t, t.further[1]);
            t.id = t.further[1];
            t.further = new ReceivableId[](0);
            _refusesSpent(t, t.id);
        }
    }

    /// @notice A debt over 64 invoices spends each, and one event for each says where it belongs (G-10).
    function test_confirms64() external {
        IProgrammes.Confirmation memory t = _termsWith(fingerprints(63));
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.Confirmed(t.id, PROGRAMME, S1, FACE, DUE, t.evidenceRoot);
        for (uint256 i; i < 63; ++i) {
            vm.expectEmit(address(receivables));
            emit IReceivables.InvoiceLinked(t.further[i], t.id);
        }
        confirm(t);
        assertEvents(4 + 63);
        _assertSpent(t);
        assertUsed(PROGRAMME, FACE);
    }

    /// @notice However many invoices a debt has, each is linked to the first and carries no note (G-10, I2).
    function testFuzz_confirms(uint8 count, uint256 face) external {
        IProgrammes.Confirmation memory t = _termsWith(fingerprints(count % 64));
        t.face = SMALLEST + face % FACE;
        vm.assertFalse(programmes.isSpent(t.id), "not yet");
        confirm(t);
        _assertSpent(t);
    }

    /// @notice A fingerprint that nobody confirmed is not spent, and neither is zero (G-10).
    function testFuzz_isSpent_notBefore(uint96 fingerprint) external view {
        vm.assertFalse(programmes.isSpent(ReceivableId.wrap(fingerprint)), "spent");
    }

    /// @notice A system asks at most eight predecessors (G-10).
    function test_constructor_refusesTooMany() external {
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.TooManyPredecessors.selector, MOST + 1, MOST));
        _deployWith(MOST + 1);
        _deployWith(MOST);
    }

    /// @notice The contracts of the system are those given at construction (X-7).
    function test_constructor() external view {
        vm.assertEq(address(programmes.parties()), address(parties), "parties");
        vm.assertEq(address(programmes.receivables()), address(receivables), "receivables");
        vm.assertEq(programmes.settlements(), address(settlements), "settlements");
    }

    function _deployWith(uint256 count) private {
        IFingerprints[] memory list = new IFingerprints[](count);
        IReceivables notes = IReceivables(address(receivables));
        new Programmes(address(authority), address(forwarder), parties, notes, address(settlements), list);
    }

    function _termsWith(ReceivableId[] memory further) private returns (IProgrammes.Confirmation memory t) {
        t = terms();
        t.further = further;
    }

    function _assertSpent(IProgrammes.Confirmation memory t) private view {
        vm.assertTrue(programmes.isSpent(t.id), "first");
        for (uint256 i; i < t.further.length; ++i) {
            ReceivableId id = t.further[i];
            (ReceivableWord r, NoteWord n) = receivables.words(noteOf(id, 1));
            vm.assertTrue(programmes.isSpent(id), "further");
            vm.assertEq(uint8(r.status()), uint8(Status.Linked), "status");
            vm.assertEq(r.face(), ReceivableId.unwrap(t.id), "first invoice");
            vm.assertEq(NoteWord.unwrap(n), 0, "no note");
        }
    }

    function _refusesSpent(IProgrammes.Confirmation memory t, ReceivableId fingerprint) private {
        _refuses(t, abi.encodeWithSelector(IProgrammes.FingerprintSpent.selector, fingerprint));
    }

    function _refuses(IProgrammes.Confirmation memory t, bytes memory reason) private {
        vm.expectRevert(reason);
        confirm(t);
    }
}
