// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {Ids} from "../../../contracts/libraries/Words.sol";
import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {
    NoteId,
    PartyId,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {Checks} from "./Checks.sol";
import {Vm, vm} from "./Vm.sol";

/// @title NotesSuite
/// @notice What tests of notes and of money begin with: a custodian, notes in every state, and one-line assertions.
abstract contract NotesSuite is Checks {
    uint256 internal constant OVERDUE = DUE + GRACE + 1;
    uint256 internal constant LARGEST = type(uint96).max;

    CustodianMock internal custodian;

    function setUp() public virtual override {
        super.setUp();
        custodian = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(custodian));
    }

    /* SITUATIONS */

    /// @dev Opens a further programme of the anchor.
    function openProgramme(uint8 number, IProgrammes.Rules memory r)
        internal
        returns (ProgrammeId programme)
    {
        programme = ProgrammeId.wrap(uint48(PartyId.unwrap(ANCHOR)) << 8 | number);
        vm.prank(admin);
        programmes.allowToken(r.token, true);
        vm.prank(registrar);
        programmes.open(programme, r);
    }

    /// @dev A programme without a smallest piece or limit to speak of, for tests of rounding.
    function openFine(uint8 number, uint24 lateRate) internal returns (ProgrammeId) {
        IProgrammes.Rules memory r = rules();
        (r.limit, r.smallestPiece, r.lateRate) = (LARGEST, 1, lateRate);
        return openProgramme(number, r);
    }

    /// @dev Confirms `face` for S1 in a programme.
    function confirmIn(ProgrammeId programme, uint256 face) internal returns (NoteId) {
        IProgrammes.Confirmation memory t = terms();
        (t.programme, t.face) = (programme, face);
        vm.prank(anchor);
        return programmes.confirm(t);
    }

    function split(address owner, NoteId note, uint256 value) internal returns (NoteId) {
        vm.prank(owner);
        return receivables.split(note, value);
    }

    /// @dev Proposes a note, or a part, to BANK_B, which gave no standing consent.
    function propose(address sender, NoteId note, uint256 value) internal returns (NoteId) {
        IReceivables.Assignment memory a = assignment(note, BANK_B, value);
        a.acceptUntil = block.timestamp + 1 days;
        vm.prank(sender);
        return receivables.assign(a);
    }

    function dispute(ReceivableId id) internal {
        vm.prank(registrar);
        programmes.setDispute(id, true, DOCUMENT);
    }

    function freeze(ReceivableId id) internal {
        vm.prank(compliance);
        programmes.setFreeze(id, true, DOCUMENT);
    }

    function freezeNote(NoteId note) internal {
        vm.prank(compliance);
        programmes.setNoteFreeze(note, true, DOCUMENT);
    }

    function suspend(PartyId party) internal {
        vm.prank(compliance);
        parties.suspend(party, DOCUMENT);
    }

    function reinstate(PartyId party) internal {
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
    }

    function halt() internal {
        vm.prank(guardian);
        parties.halt(7 days);
    }

    /// @dev Goes to the first day after the grace and marks a debt overdue.
    function toOverdue(ReceivableId id) internal {
        toDay(OVERDUE);
        settlements.markOverdue(id);
    }

    /// @dev Cancels a whole debt of S1, by the anchor's call and S1's signature.
    function cancel(NoteId note) internal {
        IProgrammes.Amendment memory a = IProgrammes.Amendment(note, true, 0, 0, DOCUMENT, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /// @dev An account of a party with these rights, beside its cash account.
    function accountOf(PartyId party, uint256 key, uint16 scopes, uint96 limit)
        internal
        returns (address account)
    {
        account = vm.addr(key);
        vm.prank(registrar);
        parties.setAccount(party, account, scopes, limit);
    }

    /// @dev Opts a party out of everything, by its cash account.
    function optOut(address cash) internal {
        vm.prank(cash);
        parties.setOptIns(0);
    }

    /// @dev Writes into the word of a receivable that it has made `issued` notes, which no test could wait for.
    function setIssued(ReceivableId id, uint256 issued) internal {
        uint256 word = ReceivableWord.unwrap(receivables.receivableWord(id));
        uint256 shift = 180;
        uint256 changed = word & ~(uint256(type(uint24).max) << shift) | issued << shift;
        for (uint256 slot; slot < 10; ++slot) {
            bytes32 place = keccak256(abi.encode(id, slot));
            if (uint256(vm.load(address(receivables), place)) == word) {
                return vm.store(address(receivables), place, bytes32(changed));
            }
        }
        revert("word not found");
    }

    /* READINGS */

    function idOf(NoteId note) internal pure returns (ReceivableId) {
        return Ids.receivable(note);
    }

    function noteState(NoteId note) internal view returns (IDescriptor.Note memory) {
        return descriptor.noteOf(address(receivables), note);
    }

    function state(ReceivableId id) internal view returns (IDescriptor.Receivable memory) {
        return descriptor.receivableOf(address(receivables), id);
    }

    function list(NoteId a, NoteId b) internal pure returns (NoteId[] memory notes) {
        notes = new NoteId[](2);
        (notes[0], notes[1]) = (a, b);
    }

    function list(NoteId a, NoteId b, NoteId c) internal pure returns (NoteId[] memory notes) {
        notes = new NoteId[](3);
        (notes[0], notes[1], notes[2]) = (a, b, c);
    }

    /* ASSERTIONS */

    function assertNote(NoteId note, PartyId owner, uint256 value, uint256 tier) internal view {
        IDescriptor.Note memory n = noteState(note);
        same(n.owner, owner, "owner");
        vm.assertEq(n.value, value, "value");
        vm.assertEq(uint256(n.tier), tier, "tier");
    }

    function assertGone(NoteId note) internal view {
        vm.assertEq(PartyId.unwrap(noteState(note).owner), 0, "note is gone");
    }

    function assertStatus(ReceivableId id, Status status) internal view {
        vm.assertEq(uint256(state(id).status), uint256(status), "status");
    }

    /// @dev Fails unless exactly the events with these first topics, joined, were emitted in this order.
    function assertEvents(bytes memory topics) internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bytes memory found;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(this)) found = abi.encodePacked(found, logs[i].topics[0]);
        }
        vm.assertEq(found, topics, "events");
    }
}
