// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {NoteWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.confirm: who confirms for whom how much (when it falls due: ConfirmDays; of which invoices: Fingerprints)

├── given a halt                                            → Halted
├── when the caller is nobody's account                     → AccountUnknown
├── when the caller is another party's account              → AccountOfAnother
├── given the caller is closed                              → AccountRetired
├── when the caller lacks the scope confirm                 → ScopeMissing
├── when the face is above 96 bits                          → AmountTooLarge
├── when the face is above the caller's limit per act       → LimitPerActExceeded
├── given the anchor is suspended as a party                → PartySuspended
├── given the anchor's KYC has run out                      → KycExpired
├── given the creditor does not exist                       → PartyUnknown
├── given the creditor is suspended                         → PartySuspended
├── given the creditor's KYC has run out                    → KycExpired
├── when the creditor is the anchor or of its group         → SameGroup
├── given the anchor is suspended from confirming           → AnchorSuspended
├── given there is no such programme                        → ProgrammeUnknown
├── when the face is below the smallest piece, also zero    → FaceTooSmall
├── when the face is above what is left of the limit        → LimitExceeded
└── otherwise                                               → one note of the whole face, the limit used, four events
    ├── up to the last unit of the limit
    ├── by another account of the anchor
    ├── by the anchor's signature through the forwarder
    ├── after the deadline, which is for signatures
    └── for any face, creditor and evidence
*/
contract ConfirmTest is ProgrammesSuite {
    using NoteWords for NoteWord;
    using ReceivableWords for ReceivableWord;

    /// @notice A halt stops confirming (X-4).
    function test_refusesDuringHalt() external {
        halt();
        _refuses(anchor, terms(), abi.encodeWithSelector(IParties.Halted.selector, MIDNIGHT + 1 days));
    }

    /// @notice Nobody but the anchor makes its debts: not an outsider, not the supplier that gains (G-5, T03, T64).
    function test_refusesOthersThanTheAnchor() external {
        _refuses(outsider, terms(), abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        _refuses(s1, terms(), abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, ANCHOR));
        bytes4 unknown = IParties.AccountUnknown.selector;
        _refuses(registrar, terms(), abi.encodeWithSelector(unknown, registrar));
    }

    /// @notice An account of the anchor that was closed confirms nothing (P-3).
    function test_refusesClosedAccount() external {
        _give(CONFIRM, NO_LIMIT);
        vm.prank(anchor);
        parties.removeAccount(fresh);
        _refuses(fresh, terms(), abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice Confirming needs the scope confirm (P-3, G-5).
    function test_refusesWithoutScope() external {
        _give(ALL_SCOPES & ~CONFIRM, NO_LIMIT);
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, CONFIRM, ALL_SCOPES & ~CONFIRM);
        _refuses(fresh, terms(), reason);
    }

    /// @notice An account confirms at most its limit per act, whatever the room of the programme (P-3, G-5).
    function test_refusesAboveLimitPerAct() external {
        _give(CONFIRM, uint96(FACE - 1));
        bytes memory reason =
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, fresh, FACE, FACE - 1);
        _refuses(fresh, terms(), reason);
    }

    /// @notice Amounts above 96 bits are refused by their own name, whoever confirms, so that none is ever cut (X-6).
    function test_refusesAbove96Bits() external {
        bytes4 tooLarge = IReceivables.AmountTooLarge.selector;
        bytes memory reason = abi.encodeWithSelector(tooLarge, LARGEST + 1, LARGEST);
        _refuses(anchor, termsOf(LARGEST + 1), reason);
        reason = abi.encodeWithSelector(tooLarge, type(uint256).max, LARGEST);
        _refuses(anchor, termsOf(type(uint256).max), reason);
    }

    /// @notice A suspended party confirms nothing (P-4).
    function test_refusesSuspendedParty() external {
        suspend(ANCHOR);
        _refuses(anchor, terms(), abi.encodeWithSelector(IParties.PartySuspended.selector, ANCHOR));
    }

    /// @notice The anchor confirms up to the last day of its KYC and not a second longer (P-5).
    function test_refusesExpiredAnchor() external {
        setProfile(ANCHOR, 2, DAY, 0);
        vm.warp(MIDNIGHT + 1 days - 1);
        confirm();
        vm.warp(MIDNIGHT + 1 days);
        bytes memory reason = abi.encodeWithSelector(IParties.KycExpired.selector, ANCHOR, DAY, DAY + 1);
        _refuses(anchor, terms(), reason);
    }

    /// @notice A debt has a creditor that is registered (G-6).
    function test_refusesUnknownCreditor() external {
        IProgrammes.Confirmation memory t = terms();
        t.creditor = FRESH;
        _refuses(anchor, t, abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        t.creditor = PartyId.wrap(0);
        _refuses(anchor, t, abi.encodeWithSelector(IParties.PartyUnknown.selector, PartyId.wrap(0)));
    }

    /// @notice The creditor is active (G-6, T66).
    function test_refusesSuspendedCreditor() external {
        suspend(S1);
        _refuses(anchor, terms(), abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice The creditor's KYC is in date, its last day included (G-6, P-5).
    function test_refusesExpiredCreditor() external {
        setProfile(S1, 1, DAY, 0);
        vm.warp(MIDNIGHT + 1 days - 1);
        confirm();
        vm.warp(MIDNIGHT + 1 days);
        _refuses(anchor, terms(), abi.encodeWithSelector(IParties.KycExpired.selector, S1, DAY, DAY + 1));
    }

    /// @notice No debts within a group: neither to the anchor itself nor to a company of its group (G-6, P-6, T11).
    function test_refusesCreditorOfTheGroup() external {
        IProgrammes.Confirmation memory t = terms();
        t.creditor = ANCHOR;
        _refuses(anchor, t, abi.encodeWithSelector(IParties.SameGroup.selector, ANCHOR, ANCHOR));
        setProfile(ANCHOR, 2, DAY, 8);
        setProfile(S1, 1, DAY, 8);
        _refuses(anchor, terms(), abi.encodeWithSelector(IParties.SameGroup.selector, S1, ANCHOR));
    }

    /// @notice An anchor that compliance suspended confirms in none of its programmes (G-7).
    function test_refusesSuspendedAnchor() external {
        suspendAnchor();
        _refuses(anchor, terms(), abi.encodeWithSelector(IProgrammes.AnchorSuspended.selector, ANCHOR));
    }

    /// @notice Debts are confirmed in programmes that are open (G-1).
    function test_refusesUnknownProgramme() external {
        IProgrammes.Confirmation memory t = terms();
        t.programme = UNKNOWN;
        _refuses(anchor, t, abi.encodeWithSelector(IProgrammes.ProgrammeUnknown.selector, UNKNOWN));
    }

    /// @notice The face is at least the smallest piece (G-9, T06).
    function test_refusesSmallFace() external {
        bytes4 tooSmall = IProgrammes.FaceTooSmall.selector;
        _refuses(anchor, termsOf(0), abi.encodeWithSelector(tooSmall, 0, SMALLEST));
        _refuses(anchor, termsOf(SMALLEST - 1), abi.encodeWithSelector(tooSmall, SMALLEST - 1, SMALLEST));
        confirm(termsOf(SMALLEST));
    }

    /// @notice The limit holds to the unit, over all debts of the programme (G-9, G-13, I12).
    function test_refusesAboveLimit() external {
        bytes4 exceeded = IProgrammes.LimitExceeded.selector;
        bytes memory reason = abi.encodeWithSelector(exceeded, PROGRAMME, LIMIT + 1, LIMIT);
        _refuses(anchor, termsOf(LIMIT + 1), reason);
        confirm();
        uint256 room = LIMIT - FACE;
        reason = abi.encodeWithSelector(exceeded, PROGRAMME, room + 1, room);
        _refuses(anchor, termsOf(room + 1), reason);
        confirm(termsOf(room));
        assertUsed(PROGRAMME, LIMIT);
        reason = abi.encodeWithSelector(exceeded, PROGRAMME, SMALLEST, 0);
        _refuses(anchor, termsOf(SMALLEST), reason);
    }

    /// @notice A limit of all 96 bits is used up to its last unit without overflow (G-9, X-6).
    function test_confirmsTheLargest() external {
        setLimit(LARGEST);
        NoteId note = confirm(termsOf(LARGEST));
        (ReceivableWord r, NoteWord n) = receivables.words(note);
        vm.assertEq(r.face(), LARGEST, "face");
        vm.assertEq(n.value(), LARGEST, "value");
        vm.assertTrue(r.status() == Status.Open && n.tier() == 1, "neighbouring fields");
        assertUsed(PROGRAMME, LARGEST);
        bytes4 exceeded = IProgrammes.LimitExceeded.selector;
        bytes memory reason = abi.encodeWithSelector(exceeded, PROGRAMME, LARGEST, 0);
        _refuses(anchor, termsOf(LARGEST), reason);
    }

    /// @notice The anchor's call makes a receivable with one note of the creditor's, and four events tell it (G-5, R-1).
    function test_confirms() external {
        IProgrammes.Confirmation memory t = terms();
        _expectEvents(t);
        NoteId note = confirm(t);
        assertEvents(4);
        same(note, noteOf(t.id, 1), "first note");
        _assertConfirmed(t);
        vm.assertEq(receivables.balanceOf(s1), 1, "notes of the creditor");
    }

    /// @notice Any account of the anchor with the scope confirm confirms up to its limit per act (G-5, P-3).
    function test_confirmsByAnotherAccount() external {
        _give(CONFIRM, uint96(FACE));
        IProgrammes.Confirmation memory t = terms();
        vm.prank(fresh);
        programmes.confirm(t);
        _assertConfirmed(t);
    }

    /// @notice The anchor's request through the forwarder confirms as its call does (X-1).
    function test_confirmsThroughTheForwarder() external {
        IProgrammes.Confirmation memory t = terms();
        forward(signedCall(ANCHOR_KEY, address(programmes), abi.encodeCall(programmes.confirm, (t))));
        _assertConfirmed(t);
    }

    /// @notice By call the deadline is not looked at: it is the signature's (G-5).
    function test_confirmsAfterDeadline() external {
        IProgrammes.Confirmation memory t = terms();
        t.deadline = 0;
        confirm(t);
        _assertConfirmed(t);
    }

    /// @notice Whatever the face, creditor, tenor and evidence, the words hold exactly what was confirmed (G-5, R-1).
    function testFuzz_confirms(uint256 face, uint8 creditor, uint8 tenor, bytes32 evidence, uint96 id)
        external
    {
        vm.assume(id != 0);
        PartyId[4] memory creditors = [S1, S2, S3, BANK_A];
        IProgrammes.Confirmation memory t = terms();
        t.face = SMALLEST + face % (LIMIT - SMALLEST + 1);
        t.creditor = creditors[creditor % 4];
        t.dueDay = DAY + 1 + tenor % 180;
        t.evidenceRoot = evidence;
        t.id = ReceivableId.wrap(id);
        _expectEvents(t);
        confirm(t);
        assertEvents(4);
        _assertConfirmed(t);
    }

    /// @dev Makes the fresh account one of the anchor's.
    function _give(uint16 scopes, uint96 limit) private {
        vm.prank(registrar);
        parties.setAccount(ANCHOR, fresh, scopes, limit);
    }

    function _refuses(address caller, IProgrammes.Confirmation memory t, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        programmes.confirm(t);
    }

    function _expectEvents(IProgrammes.Confirmation memory t) private {
        uint256 note = NoteId.unwrap(noteOf(t.id, 1));
        address cash = parties.partyOf(t.creditor).cash;
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.Confirmed(t.id, t.programme, t.creditor, t.face, t.dueDay, t.evidenceRoot);
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(address(0), cash, note);
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(note, 0, ReceivableId.unwrap(t.id));
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(0, note, t.face);
    }

    function _assertConfirmed(IProgrammes.Confirmation memory t) private view {
        (ReceivableWord r, NoteWord n) = receivables.words(noteOf(t.id, 1));
        vm.assertEq(ProgrammeId.unwrap(r.programme()), ProgrammeId.unwrap(PROGRAMME), "programme");
        vm.assertEq(r.dueDay(), t.dueDay, "due day");
        vm.assertEq(r.face(), t.face, "face");
        vm.assertEq(r.smallest(), SMALLEST, "smallest piece");
        vm.assertEq(r.issued() * 10 + r.live(), 11, "one note made, one alive");
        vm.assertEq(int256(r.offset()), 0, "offset");
        vm.assertEq(r.deepest(), DEEPEST, "deepest tier");
        vm.assertEq(uint8(r.status()), uint8(Status.Open), "status");
        NoteWord expected = NoteWords.pack(t.creditor, t.face, 1);
        vm.assertEq(NoteWord.unwrap(n), NoteWord.unwrap(expected), "note");
        vm.assertTrue(programmes.isSpent(t.id), "spent");
        assertUsed(PROGRAMME, t.face);
    }
}
