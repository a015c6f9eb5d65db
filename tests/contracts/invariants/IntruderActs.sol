// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, ReceivableId, ReceivableWord, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title IntruderActs
/// @notice What nobody may do, tried from any state: an act succeeds when the system refused all of it.
abstract contract IntruderActs is Acts {
    /// @notice Somebody without the role calls what only a role may.
    function usurpRole(uint256 seed) external acts(seed) {
        PartyId party = anyParty();
        address caller = oneIn(2) ? outsider : cashOf(party);
        bytes32 hash = freshHash();
        ReceivableId id = debts.length == 0 ? ReceivableId.wrap(1) : debts[dice(debts.length)];
        IParties.Profile memory p = profile(7, 0);
        bytes[5] memory ofParties = [
            abi.encodeCall(IParties.register, (PartyId.wrap(99), outsider, p)),
            abi.encodeCall(IParties.setAccount, (party, outsider, 63, type(uint96).max)),
            abi.encodeCall(IParties.suspend, (party, hash)),
            abi.encodeCall(IParties.proposeRecovery, (party, outsider, hash)),
            abi.encodeCall(IParties.halt, (1 days))
        ];
        bytes[5] memory ofProgrammes = [
            abi.encodeCall(IProgrammes.allowToken, (address(token), false)),
            abi.encodeCall(IProgrammes.addCustodian, (outsider)),
            abi.encodeCall(IProgrammes.setDispute, (id, true, hash)),
            abi.encodeCall(IProgrammes.liftSuspension, (ANCHOR, hash)),
            abi.encodeCall(IProgrammes.restore, (PROGRAMME, 1))
        ];
        _follow();
        for (uint256 i; i < 5; ++i) {
            _refused(caller, address(parties), ofParties[i], 20);
            _refused(caller, address(programmes), ofProgrammes[i], 20);
        }
        _discardLogs();
    }

    /// @notice Somebody plays a contract of the system towards Receivables.
    function usurpSystem(uint256 seed) external acts(seed) {
        address caller = oneIn(2) ? outsider : cashOf(anyParty());
        NoteId note = _anyNote();
        ReceivableId id = idOf(note);
        PartyId owner = bookOf[note].owner;
        ReceivableId[] memory none;
        bytes[9] memory calls = [
            abi.encodeCall(IReceivables.originate, (id, ReceivableWord.wrap(1), S1, outsider, none)),
            abi.encodeCall(IReceivables.correct, (note, 1, 1)),
            abi.encodeCall(IReceivables.cancel, (note)),
            abi.encodeCall(IReceivables.updateStatus, (id, Status.Settled)),
            abi.encodeCall(IReceivables.remove, (note, outsider)),
            abi.encodeCall(IReceivables.recordPayout, (note, 1)),
            abi.encodeCall(IReceivables.lock, (note, owner)),
            abi.encodeCall(IReceivables.unlock, (note)),
            abi.encodeCall(IReceivables.move, (note, owner, S1, 1))
        ];
        _follow();
        for (uint256 i; i < calls.length; ++i) {
            _refused(caller, address(receivables), calls[i], 20);
        }
        _discardLogs();
    }

    /// @notice A party acts on a note of another, or an outsider does.
    function stealNote(uint256 seed) external acts(seed) {
        NoteId note = _anyNote();
        Note storage n = bookOf[note];
        uint256 tokenId = NoteId.unwrap(note);
        address thief = oneIn(3) ? outsider : cashOf(_receiver(n.owner, 1));
        address victim = cashOf(n.owner);
        PartyId to = _receiver(n.owner, 1);
        bytes[7] memory calls = [
            abi.encodeCall(IReceivables.assign, (assignment(note, to, n.value))),
            abi.encodeCall(IReceivables.split, (note, n.value / 2)),
            abi.encodeCall(IReceivables.withdraw, (note)),
            abi.encodeWithSignature("transferFrom(address,address,uint256)", victim, cashOf(to), tokenId),
            abi.encodeWithSignature("transferFrom(uint256,address,uint256)", tokenId, cashOf(to), n.value),
            abi.encodeWithSignature("approve(address,uint256)", thief, tokenId),
            abi.encodeWithSignature("approve(uint256,address,uint256)", tokenId, thief, n.value)
        ];
        _follow();
        for (uint256 i; i < calls.length; ++i) {
            _refused(thief, address(receivables), calls[i], 20);
        }
        bytes memory back = abi.encodeCall(IDiscounting.putBack, (note));
        _refused(thief, address(discounting), back, 20);
        _discardLogs();
    }

    /// @notice A debt is confirmed again, by whom may not, for whom may not, or otherwise than signed.
    function forgeDebt(uint256 seed) external acts(seed) {
        _makeFit(ANCHOR);
        _makeFit(S1);
        ReceivableId spent = linked.length != 0 && oneIn(2) ? linked[dice(linked.length)] : idOf(_anyNote());
        _follow();
        IProgrammes.Confirmation memory t = _termsOf(anyCoin(), S1);
        bytes memory signature = sign(keyOf[ANCHOR], programmes.confirmationDigest(t));
        ++t.face;
        bytes memory altered = abi.encodeCall(programmes.confirmSigned, (t, cashOf(ANCHOR), signature));
        _refused(outsider, address(programmes), altered, 9);
        _refused(cashOf(S1), address(programmes), abi.encodeCall(programmes.confirm, (t)), 9);
        expect(!programmes.isSpent(t.id), 9, "an unconfirmed debt exists");
        t.id = spent;
        _refused(cashOf(ANCHOR), address(programmes), abi.encodeCall(programmes.confirm, (t)), 2);
        t = _termsOf(anyCoin(), S1);
        t.further = new ReceivableId[](1);
        t.further[0] = spent;
        _refused(cashOf(ANCHOR), address(programmes), abi.encodeCall(programmes.confirm, (t)), 2);
        _discardLogs();
    }

    /// @notice During a halt new business is tried with everything else in order.
    function defyHalt(uint256 seed) external acts(seed) {
        if (anchorSuspended) _liftAnchor();
        _makeFit(ANCHOR);
        if (isHalted()) _resume();
        if (haltedUntil != 0) passTo(haltedUntil + 7 days);
        NoteId note = _freeNote(1, false);
        PartyId to = _receiver(bookOf[note].owner, 1);
        _makeFit(bookOf[note].owner);
        IProgrammes.Confirmation memory t = _termsOf(debtOf[idOf(note)].coin, to);
        _follow();
        vm.prank(guardian);
        parties.halt(1 days);
        haltedUntil = clock + 1 days;
        bytes memory call = abi.encodeCall(receivables.assign, (assignment(note, to, bookOf[note].value)));
        (bool ok, bytes4 why) = attempt(_ownerCash(note), address(receivables), call);
        expect(!ok && why == IParties.Halted.selector, 21, "an assignment in a halt was not refused as such");
        call = abi.encodeCall(programmes.confirm, (t));
        (ok, why) = attempt(cashOf(ANCHOR), address(programmes), call);
        expect(!ok && why == IParties.Halted.selector, 21, "a confirmation in a halt was not refused as such");
        _discardLogs();
    }

    /* SHARED */

    function _anyNote() private returns (NoteId note) {
        if (notes.length == 0) revert("no notes yet");
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            note = notes[(start + i) % notes.length];
            if (bookOf[note].live) return note;
        }
        revert("no live note");
    }
}
