// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.assign, with the receiver's standing consent

├── when there is no such note                             → NoteUnknown
├── when the value is zero                                 → ZeroAmount
├── when the value is more than the note carries           → ValueExceedsNote
├── when new business is halted                            → Halted
├── when the caller is no account of a party               → AccountUnknown
├── when the account lacks the scope assign                → ScopeMissing
├── when the value is above the account's limit            → LimitPerActExceeded
├── when the sender is suspended, or out of date           → PartySuspended, KycExpired
├── when the receiver is unknown, suspended, out of date   → PartyUnknown, PartySuspended, KycExpired
├── when the receiver is the debtor or of its group        → SameGroup
├── when another party owns the note                       → AccountOfAnother
├── when the receiver is the sender                        → SelfAssignment
├── when the programme requires a trade reference          → TradeReferenceMissing
├── when the note would go too deep                        → TierTooDeep
├── when the piece or the rest is too small                → PieceTooSmall
├── when all numbers of notes are used                     → TooManyNotes
└── otherwise                                              → passes the note, or a new one of a part, one tier deeper
What the state of receivable and note forbids is in StateTable.t.sol.
*/
contract AssignTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _refused(address sender, IReceivables.Assignment memory a, bytes memory reason) private {
        vm.prank(sender);
        vm.expectRevert(reason);
        receivables.assign(a);
    }

    function _whole() private view returns (IReceivables.Assignment memory) {
        return assignment(note, S2, FACE);
    }

    /* REFUSALS */

    /// @notice A note that was never made cannot be assigned (R-23).
    function test_refusesAnUnknownNote() external {
        IReceivables.Assignment memory a = _whole();
        a.note = noteOf(idOf(note), 2);
        _refused(s1, a, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, a.note));
    }

    /// @notice Nothing cannot be assigned (T06).
    function test_refusesNothing() external {
        _refused(s1, assignment(note, S2, 0), abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
    }

    /// @notice More than a note carries cannot be assigned, also not more than 96 bits hold (X-6, T05).
    function test_refusesMoreThanTheNoteCarries() external {
        uint256[3] memory values = [FACE + 1, LARGEST + 1, type(uint256).max];
        for (uint256 i; i < values.length; ++i) {
            _refused(
                s1,
                assignment(note, S2, values[i]),
                abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, values[i], FACE)
            );
        }
    }

    /// @notice A halt stops assigning (X-4).
    function test_refusesDuringAHalt() external {
        halt();
        _refused(s1, _whole(), abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
    }

    /// @notice Only accounts of parties assign (R-5).
    function test_refusesAnOutsider() external {
        _refused(outsider, _whole(), abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice An account without the scope assign does not assign (P-3).
    function test_refusesAnAccountWithoutScope() external {
        address account = accountOf(S1, 0x5151, CONFIRM | FUND, uint96(FACE));
        _refused(
            account,
            _whole(),
            abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, CONFIRM | FUND)
        );
    }

    /// @notice An account assigns at most its limit per act (P-3).
    function test_refusesMoreThanTheAccountsLimit() external {
        address account = accountOf(S1, 0x5151, ASSIGN, uint96(FACE - 1));
        _refused(
            account,
            _whole(),
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, FACE, FACE - 1)
        );
    }

    /// @notice A suspended party assigns nothing (P-4).
    function test_refusesASuspendedSender() external {
        suspend(S1);
        _refused(s1, _whole(), abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A suspended party receives nothing (P-4, T66).
    function test_refusesASuspendedReceiver() external {
        suspend(S2);
        _refused(s1, _whole(), abi.encodeWithSelector(IParties.PartySuspended.selector, S2));
    }

    /// @notice Sender and receiver need a KYC in date (P-5, R-5).
    function test_refusesPartiesOutOfDate() external {
        PartyId[2] memory outOfDate = [S1, S2];
        IParties.Profile memory p = profile(1, 0);
        for (uint256 i; i < outOfDate.length; ++i) {
            p.kycExpiry = uint24(DAY - 1);
            vm.prank(registrar);
            parties.update(outOfDate[i], p);
            _refused(
                s1, _whole(), abi.encodeWithSelector(IParties.KycExpired.selector, outOfDate[i], DAY - 1, DAY)
            );
            p.kycExpiry = uint24(DAY);
            vm.prank(registrar);
            parties.update(outOfDate[i], p);
        }
    }

    /// @notice Only registered parties receive (R-5).
    function test_refusesAnUnknownReceiver() external {
        PartyId stranger = PartyId.wrap(999);
        _refused(
            s1,
            assignment(note, stranger, FACE),
            abi.encodeWithSelector(IParties.PartyUnknown.selector, stranger)
        );
    }

    /// @notice Debt does not reach the debtor (P-6).
    function test_refusesTheDebtorAsReceiver() external {
        _refused(
            s1,
            assignment(note, ANCHOR, FACE),
            abi.encodeWithSelector(IParties.SameGroup.selector, ANCHOR, ANCHOR)
        );
    }

    /// @notice Debt does not reach a party of the debtor's group (P-6).
    function test_refusesTheDebtorsGroup() external {
        vm.prank(registrar);
        parties.update(ANCHOR, profile(2, 7));
        vm.prank(registrar);
        parties.update(S2, profile(1, 7));
        _refused(s1, _whole(), abi.encodeWithSelector(IParties.SameGroup.selector, S2, ANCHOR));
    }

    /// @notice Only its owner assigns a note (R-5, T73).
    function test_refusesAnotherParty() external {
        _refused(s3, _whole(), abi.encodeWithSelector(IParties.AccountOfAnother.selector, s3, S3, S1));
    }

    /// @notice A party does not assign to itself (T11).
    function test_refusesTheSenderAsReceiver() external {
        _refused(
            s1, assignment(note, S1, FACE), abi.encodeWithSelector(IReceivables.SelfAssignment.selector, S1)
        );
    }

    /// @notice Where the programme requires one, an assignment names its trade (R-9).
    function test_refusesAMissingTradeReference() external {
        IProgrammes.Rules memory r = rules();
        r.tradeReferenceRequired = true;
        note = confirmIn(openProgramme(2, r), FACE);
        IReceivables.Assignment memory a = _whole();
        a.tradeReference = 0;
        _refused(s1, a, abi.encodeWithSelector(IReceivables.TradeReferenceMissing.selector, note));
    }

    /// @notice A note goes no deeper than its receivable allows, wherever it went before (R-6, T11).
    function test_refusesATierTooDeep() external {
        assign(s1, note, S2, FACE);
        assign(s2, note, S3, FACE);
        assign(s3, note, S4, FACE);
        _refused(
            s4,
            assignment(note, S1, FACE),
            abi.encodeWithSelector(IReceivables.TierTooDeep.selector, DEEPEST + 1, DEEPEST)
        );
    }

    /// @notice A piece is at least the smallest piece (R-8, T06).
    function test_refusesATooSmallPiece() external {
        _refused(
            s1,
            assignment(note, S2, SMALLEST - 1),
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST)
        );
    }

    /// @notice What is left is at least the smallest piece (R-8, T06).
    function test_refusesATooSmallRest() external {
        _refused(
            s1,
            assignment(note, S2, FACE - SMALLEST + 1),
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST)
        );
    }

    /// @notice A receivable makes no more notes than it can number, but whole notes still pass (R-23, T06).
    function test_refusesANoteTooMany() external {
        setIssued(idOf(note), type(uint24).max);
        _refused(
            s1,
            assignment(note, S2, SMALLEST),
            abi.encodeWithSelector(IReceivables.TooManyNotes.selector, idOf(note))
        );
        assign(s1, note, S2, FACE);
        assertNote(note, S2, FACE, 2);
    }

    /* SUCCESS */

    /// @notice A whole note passes under its own id, one tier deeper, with two events (R-6, R-10).
    function test_passesTheWholeNote() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, s2, NoteId.unwrap(note));
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(note, note, S2, S1, FACE, 2, TRADE, true);
        same(assign(s1, note, S2, FACE), note, "note");

        assertEvents(abi.encodePacked(IERC721.Transfer.selector, IReceivables.Assigned.selector));
        assertNote(note, S2, FACE, 2);
        vm.assertEq(receivables.balanceOf(s1), 0, "notes of the sender");
        vm.assertEq(receivables.balanceOf(s2), 1, "notes of the receiver");
        vm.assertEq(uint256(state(idOf(note)).issued), 1, "issued");
    }

    /// @notice A part passes as a new note one tier deeper; the rest stays with the sender (R-2, R-6, T05).
    function test_passesAPart() external {
        NoteId piece = noteOf(idOf(note), 2);
        vm.recordLogs();
        _expectCut(piece, 400_000e6);
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(note, piece, S2, S1, 400_000e6, 2, TRADE, true);
        same(assign(s1, note, S2, 400_000e6), piece, "note");

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC3525.TransferValue.selector,
                IReceivables.Assigned.selector
            )
        );
        assertNote(note, S1, 600_000e6, 1);
        assertNote(piece, S2, 400_000e6, 2);
        vm.assertEq(receivables.balanceOf(s1), 1, "notes of the sender");
        vm.assertEq(receivables.balanceOf(s2), 1, "notes of the receiver");
        vm.assertEq(uint256(state(idOf(note)).issued), 2, "issued");
        vm.assertEq(uint256(state(idOf(note)).live), 2, "live");
    }

    function _expectCut(NoteId piece, uint256 value) private {
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(address(0), s2, NoteId.unwrap(piece));
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(NoteId.unwrap(piece), 0, NoteId.unwrap(note) >> 32);
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), NoteId.unwrap(piece), value);
    }

    /// @notice Piece and rest may be exactly the smallest piece (R-8).
    function test_takesTheSmallestPiece() external {
        NoteId small = assign(s1, note, S2, SMALLEST);
        NoteId large = assign(s1, note, S2, FACE - 2 * SMALLEST);
        assertNote(small, S2, SMALLEST, 2);
        assertNote(large, S2, FACE - 2 * SMALLEST, 2);
        assertNote(note, S1, SMALLEST, 1);
    }

    /// @notice Face, limit and status do not move when notes do (R-2, T28).
    function test_leavesTheDebtAlone() external {
        uint256 used = programmes.usedOf(PROGRAMME);
        assign(s1, note, S2, 400_000e6);
        vm.assertEq(state(idOf(note)).face, FACE, "face");
        vm.assertEq(programmes.usedOf(PROGRAMME), used, "used limit");
        assertStatus(idOf(note), Status.Open);
    }

    /// @notice An account with the scope assign acts for its party up to exactly its limit (P-3).
    function test_servesAnAccountWithinItsLimit() external {
        address account = accountOf(S1, 0x5151, ASSIGN, uint96(FACE));
        assign(account, note, S2, FACE);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice A note that comes back to a former holder is deeper, not as it was (R-6, R-7, T11).
    function test_goesDeeperOnItsWayBack() external {
        assign(s1, note, S2, FACE);
        assign(s2, note, S1, FACE);
        assertNote(note, S1, FACE, 3);
    }

    /// @notice Where the programme asks for no trade, none need be named, and the event says on account (R-9).
    function test_passesOnAccountWithoutATrade() external {
        IReceivables.Assignment memory a = _whole();
        (a.tradeReference, a.inPayment) = (0, false);
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(note, note, S2, S1, FACE, 2, 0, false);
        vm.prank(s1);
        receivables.assign(a);
    }

    /// @notice Sender and receiver act to the end of the last day of their KYC (P-5).
    function test_servesOnTheLastDayOfKyc() external {
        IParties.Profile memory p = profile(1, 0);
        p.kycExpiry = uint24(DAY);
        vm.startPrank(registrar);
        parties.update(S1, p);
        parties.update(S2, p);
        vm.stopPrank();
        vm.warp((DAY + 1) * 1 days - 1);
        assign(s1, note, S2, FACE);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice Parties of one group pass notes among themselves when the debtor is outside of it (P-6).
    function test_servesAGroupWithoutTheDebtor() external {
        vm.startPrank(registrar);
        parties.update(S1, profile(1, 7));
        parties.update(S2, profile(1, 7));
        vm.stopPrank();
        assign(s1, note, S2, FACE);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice A party assigns by its signature alone, which a passer-by brings through the forwarder (X-1).
    function test_servesASignedCall() external {
        bytes memory data = abi.encodeCall(IReceivables.assign, (_whole()));
        forward(signedCall(S1_KEY, address(receivables), data));
        assertNote(note, S2, FACE, 2);
    }

    /// @notice Whatever part passes, sender and receiver together hold exactly what the sender held (R-2, T05, I1).
    function testFuzz_conservesValue(uint256 value) external {
        value = value % (FACE - 2 * SMALLEST + 1) + SMALLEST;
        NoteId piece = assign(s1, note, S2, value);
        assertNote(note, S1, FACE - value, 1);
        assertNote(piece, S2, value, 2);
    }
}
