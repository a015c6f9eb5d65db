// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteWords, PartyWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Holds} from "./Holds.sol";
import {Replay} from "./Replay.sol";

/// @title Handler
/// @notice All acts and checks in one contract that the fuzzer calls, and the comparison with the replay of the logs.
contract Handler is Holds {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    /// @notice Deploys the world and opens the books.
    function setUp() public override {
        replay = new Replay();
        vm.recordLogs();
        super.setUp();
        _follow();
        for (uint256 i; i < PARTIES; ++i) {
            lastKycDay[everyone[i]] = DAY + 10_000;
            if (i >= 1 && i <= 5) optIns[everyone[i]] = 3;
        }
        _listActs();
    }

    /// @notice The contracts of the system that hold state.
    function system() external view returns (address[] memory list) {
        list = new address[](5);
        (list[0], list[1], list[2]) = (address(parties), address(programmes), address(receivables));
        (list[3], list[4]) = (address(settlements), address(discounting));
    }

    /// @notice What else they may call: authority, custodians, tokens.
    function callable() external view returns (address[] memory list) {
        list = new address[](5);
        (list[0], list[1]) = (address(authority), address(locker));
        for (uint256 i; i < 3; ++i) {
            list[2 + i] = address(coins[i].token);
        }
    }

    /// @notice Whether an account is the cash account of a party now.
    function isCash(address account) external view returns (bool) {
        return PartyId.unwrap(parties.holderOf(account)) != 0;
    }

    function _listActs() private {
        _list("confirmByCall", this.confirmByCall.selector);
        _list("confirmBySignature", this.confirmBySignature.selector);
        _list("confirmBatch", this.confirmBatch.selector);
        _list("correctDebt", this.correctDebt.selector);
        _list("cancelDebt", this.cancelDebt.selector);
        _list("changeRules", this.changeRules.selector);
        _list("assignWhole", this.assignWhole.selector);
        _list("assignPart", this.assignPart.selector);
        _list("assignBatch", this.assignBatch.selector);
        _list("assignWithSignature", this.assignWithSignature.selector);
        _list("splitNote", this.splitNote.selector);
        _list("mergeNotes", this.mergeNotes.selector);
        _list("transferToken", this.transferToken.selector);
        _list("transferValue", this.transferValue.selector);
        _list("transferIntoNote", this.transferIntoNote.selector);
        _list("proposeAssignment", this.proposeAssignment.selector);
        _list("acceptAssignment", this.acceptAssignment.selector);
        _list("refuseAssignment", this.refuseAssignment.selector);
        _list("withdrawAssignment", this.withdrawAssignment.selector);
        _list("releaseAssignments", this.releaseAssignments.selector);
        _list("lockNote", this.lockNote.selector);
        _list("unlockNote", this.unlockNote.selector);
        _list("moveLockedNote", this.moveLockedNote.selector);
        _listMore();
    }

    function _listMore() private {
        _list("takeOffer", this.takeOffer.selector);
        _list("takeOfferWithRecourse", this.takeOfferWithRecourse.selector);
        _list("buyOwnDebt", this.buyOwnDebt.selector);
        _list("putNoteBack", this.putNoteBack.selector);
        _list("cancelOffers", this.cancelOffers.selector);
        _list("settleDebt", this.settleDebt.selector);
        _list("collectDebt", this.collectDebt.selector);
        _list("redeemSome", this.redeemSome.selector);
        _list("redeemDebt", this.redeemDebt.selector);
        _list("claimParked", this.claimParked.selector);
        _list("markDebtOverdue", this.markDebtOverdue.selector);
        _list("donate", this.donate.selector);
        _list("turnToken", this.turnToken.selector);
        _list("passTime", this.passTime.selector);
        _list("disputeDebt", this.disputeDebt.selector);
        _list("freezeDebt", this.freezeDebt.selector);
        _list("freezeNote", this.freezeNote.selector);
        _list("suspendParty", this.suspendParty.selector);
        _list("changeKyc", this.changeKyc.selector);
        _list("suspendAnchor", this.suspendAnchor.selector);
        _list("halt", this.halt.selector);
        _list("changeOptIns", this.changeOptIns.selector);
        _list("rotateKey", this.rotateKey.selector);
        _list("recoverParty", this.recoverParty.selector);
        _list("usurpRole", this.usurpRole.selector);
        _list("usurpSystem", this.usurpSystem.selector);
        _list("stealNote", this.stealNote.selector);
        _list("forgeDebt", this.forgeDebt.selector);
        _list("defyHalt", this.defyHalt.selector);
        _list("moveBoundNote", this.moveBoundNote.selector);
        _list("mixNotes", this.mixNotes.selector);
        _list("dealWithUnfit", this.dealWithUnfit.selector);
        _list("forceState", this.forceState.selector);
        _list("exceedRules", this.exceedRules.selector);
    }

    /* THE REPLAY OF THE LOGS */

    /// @notice I23: the logs alone tell owners, values, tiers, states and amounts.
    function holdsI23() external faultless(23) {
        for (uint256 i; i < debts.length; ++i) {
            _compareDebt(debts[i]);
            _compareAccount(debts[i]);
        }
        for (uint256 i; i < notes.length; ++i) {
            _compareNote(notes[i]);
        }
        for (uint256 i; i < linked.length; ++i) {
            Replay.Debt memory d = replay.debtOf(ReceivableId.unwrap(linked[i]));
            ReceivableWord r = receivables.receivableWord(linked[i]);
            vm.assertEq(d.status, uint256(r.status()), "replay: linked");
            vm.assertEq(d.first, r.face(), "replay: first invoice");
        }
        for (uint256 i; i < PARTIES; ++i) {
            _compareParty(everyone[i]);
        }
        for (uint256 i; i < COINS; ++i) {
            ProgrammeId programme = coins[i].programme;
            vm.assertEq(
                replay.used(ProgrammeId.unwrap(programme)), programmes.usedOf(programme), "replay: used"
            );
        }
        for (uint256 i; i < offers.length; ++i) {
            vm.assertEq(replay.filled(offers[i]), discounting.filledOf(offers[i]), "replay: filled");
        }
    }

    function _compareDebt(ReceivableId id) private view {
        Replay.Debt memory d = replay.debtOf(ReceivableId.unwrap(id));
        ReceivableWord r = receivables.receivableWord(id);
        vm.assertEq(d.programme, ProgrammeId.unwrap(r.programme()), "replay: programme");
        vm.assertEq(d.status, uint256(r.status()), "replay: status");
        vm.assertEq(d.dueDay, r.dueDay(), "replay: due day");
        vm.assertEq(d.face, r.face(), "replay: face");
        vm.assertEq(d.issued, r.issued(), "replay: notes issued");
        vm.assertEq(d.live, r.live(), "replay: notes live");
        vm.assertEq(d.disputed, r.has(ReceivableWords.DISPUTED), "replay: disputed");
        vm.assertEq(d.frozen, r.has(ReceivableWords.FROZEN), "replay: frozen");
    }

    /// @dev Of a debt paid at once and on time the chain keeps no account of payouts; the burnt notes tell it.
    function _compareAccount(ReceivableId id) private view {
        Replay.Debt memory d = replay.debtOf(ReceivableId.unwrap(id));
        ISettlements.Account memory a = settlements.accountOf(id);
        vm.assertEq(d.received, a.received, "replay: received");
        vm.assertEq(d.unpaid, a.unpaid, "replay: unpaid");
        vm.assertEq(d.interest, a.interest, "replay: interest");
        vm.assertEq(d.chargedTo, a.chargedTo, "replay: charged to");
        vm.assertEq(d.paidOut, debtOf[id].paid, "replay: paid out, in the books");
        if (a.paidOut != 0) vm.assertEq(d.paidOut, a.paidOut, "replay: paid out");
    }

    function _compareNote(NoteId note) private view {
        Replay.Note memory n = replay.noteOf(NoteId.unwrap(note));
        NoteWord w = wordOf(note);
        vm.assertEq(n.owner, PartyId.unwrap(w.owner()), "replay: owner");
        vm.assertEq(n.value, w.value(), "replay: value");
        if (!w.exists()) return;
        vm.assertEq(n.tier, w.tier(), "replay: tier");
        vm.assertEq(n.claimed, w.claimed(), "replay: paid on a note");
        vm.assertEq(n.custodian, receivables.custodianOf(note), "replay: custodian");
        vm.assertEq(n.frozen, w.has(NoteWords.FROZEN), "replay: note frozen");
        uint256 receiver = PartyId.unwrap(receivables.pendingOf(note).receiver);
        vm.assertEq(n.receiver, receiver, "replay: waiting for");
    }

    function _compareParty(PartyId party) private view {
        uint256 id = PartyId.unwrap(party);
        PartyWord w = parties.wordFor(party);
        vm.assertEq(replay.cashOf(id), w.cash(), "replay: cash account");
        vm.assertEq(replay.suspended(id), !w.active(), "replay: suspended");
        vm.assertEq(replay.held(id), receivables.balanceOf(w.cash()), "replay: notes held");
        for (uint256 i; i < COINS; ++i) {
            address coin = address(coins[i].token);
            vm.assertEq(replay.parked(id, coin), settlements.parkedOf(party, coin), "replay: parked");
        }
    }
}
