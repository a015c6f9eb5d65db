// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids} from "../../../contracts/libraries/Words.sol";
import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.restore; what is used of a limit

├── when the caller is neither Receivables nor Settlements    → NotSystem
├── by Receivables or Settlements                             → the amount is free again, in that programme only
└── what is used is the open principal, whatever happens      (I12)
    ├── confirmed, corrected, cancelled, bought by the debtor, settled before the due day
    ├── paid in parts afterwards, interest first
    ├── each programme for itself
    └── passing and splitting notes, disputes and overdue marks change nothing
*/
contract RestoreTest is ProgrammesSuite {
    CustodianMock private _custodian;
    NoteId[] private _notes;
    /// @dev Open principal of each of `_notes`, kept by the test itself.
    uint256[] private _open;
    uint256 private _amendments;

    function setUp() public override {
        super.setUp();
        _custodian = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(_custodian));
    }

    /// @notice Nobody but the system's contracts gives limit back: no role, no party, not Discounting (G-13, T28).
    function test_refusesOthersThanTheSystem() external {
        confirm();
        address[6] memory callers =
            [outsider, anchor, admin, registrar, address(discounting), address(parties)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IProgrammes.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            programmes.restore(PROGRAMME, 1);
        }
    }

    /// @notice A request through the forwarder does not pass for the system's (G-13, X-1).
    function test_refusesTheForwarder() external {
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.NotSystem.selector, address(forwarder)));
        vm.prank(address(forwarder));
        (bool ok,) = address(programmes)
            .call(abi.encodePacked(abi.encodeCall(programmes.restore, (PROGRAMME, 1)), settlements));
        vm.assertTrue(ok, "refused as expected");
    }

    /// @notice Receivables and Settlements free limit in the programme that they name, without an event (G-13).
    function test_restores() external {
        open(numbered(3), rules());
        IProgrammes.Confirmation memory t = terms();
        t.programme = numbered(3);
        confirm(t);
        confirm();
        vm.recordLogs();
        vm.prank(address(receivables));
        programmes.restore(PROGRAMME, 10);
        vm.prank(address(settlements));
        programmes.restore(PROGRAMME, 5);
        assertEvents(0);
        assertUsed(PROGRAMME, FACE - 15);
        assertUsed(numbered(3), FACE);
    }

    /// @notice Passing, splitting, disputing and overdue marks neither use nor free limit (G-13, I12, T28).
    function test_unchangedByNotes() external {
        NoteId note = confirm();
        NoteId passed = assign(s1, note, S2, FACE / 2);
        vm.prank(s2);
        receivables.split(passed, FACE / 4);
        vm.prank(registrar);
        programmes.setDispute(Ids.receivable(note), true, DOCUMENT);
        toDay(DUE + GRACE + 1);
        settlements.markOverdue(Ids.receivable(note));
        assertUsed(PROGRAMME, FACE);
    }

    /// @notice Through any history before the due day and any payments after it, used is the open principal (G-13, I12).
    function testFuzz_usedIsOpenPrincipal(uint256[10] calldata before, uint256[6] calldata afterwards)
        external
    {
        for (uint256 i; i < before.length; ++i) {
            if (i < 3 || before[i] % 5 == 0) _confirmSome(before[i] >> 8);
            else _change(before[i] % _notes.length, before[i] % 5, before[i] >> 8);
            assertUsed(PROGRAMME, _sum());
        }
        fund(outsider, 10 * LIMIT, address(settlements));
        for (uint256 i; i < afterwards.length; ++i) {
            toDay(DUE + 2 * i);
            _pay(afterwards[i] % _notes.length, afterwards[i] >> 8);
            assertUsed(PROGRAMME, _sum());
        }
    }

    function _confirmSome(uint256 seed) private {
        uint256 face = SMALLEST + seed % FACE;
        _notes.push(confirm(termsOf(face)));
        _open.push(face);
    }

    /// @dev Corrects (1), cancels (2), lets the debtor buy (3) or settles (4) a debt that is still open.
    function _change(uint256 index, uint256 kind, uint256 seed) private {
        uint256 open_ = _open[index];
        NoteId note = _notes[index];
        if (open_ == 0) return;
        if (kind == 1) {
            _open[index] = SMALLEST + seed % (2 * FACE);
            IProgrammes.Amendment memory a = correction(note, _open[index], DUE);
            // No two messages of the run are the same.
            a.deadline -= ++_amendments;
            amend(a);
        } else if (kind == 2) {
            _open[index] = 0;
            amend(cancellation(note));
        } else if (kind == 3) {
            uint256 value = seed % open_;
            if (value < SMALLEST || open_ - value < SMALLEST) value = open_;
            _open[index] = open_ - value;
            _custodian.move(note, S1, ANCHOR, value);
        } else {
            _open[index] = 0;
            settle(Ids.receivable(note));
        }
    }

    /// @dev Pays some of a debt after its due day: what exceeds the interest is principal.
    function _pay(uint256 index, uint256 seed) private {
        uint256 owed = settlements.owed(Ids.receivable(_notes[index]));
        if (owed == 0) return;
        uint256 amount = 1 + seed % owed;
        uint256 interest = owed - _open[index];
        if (amount > interest) _open[index] -= amount - interest;
        vm.prank(outsider);
        settlements.settle(Ids.receivable(_notes[index]), amount);
    }

    function _sum() private view returns (uint256 sum) {
        for (uint256 i; i < _open.length; ++i) {
            sum += _open[i];
        }
    }
}
