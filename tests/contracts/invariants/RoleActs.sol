// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title RoleActs
/// @notice What registrar, compliance, guardian and the parties do to themselves and each other; and time.
abstract contract RoleActs is Acts {
    /// @notice Time passes: seconds, days, or more than a year.
    function passTime(uint256 seed) external acts(seed) {
        uint256 kind = dice(10);
        if (kind < 4) passTo(clock + dice(1 days));
        else if (kind < 8) passTo(clock + dice(20 days));
        else if (kind < 9) passTo(clock + dice(90 days));
        else passTo(clock + dice(401 days));
    }

    /// @notice The registrar raises or ends a dispute.
    function disputeDebt(uint256 seed) external acts(seed) {
        _disputeDebt(_someDebt());
    }

    /// @notice Compliance freezes a debt or thaws it.
    function freezeDebt(uint256 seed) external acts(seed) {
        _freezeDebt(_someDebt());
    }

    /// @notice Compliance freezes a note or thaws it.
    function freezeNote(uint256 seed) external acts(seed) {
        _freezeNote(_someNote());
    }

    /// @notice Compliance suspends a party or reinstates it.
    function suspendParty(uint256 seed) external acts(seed) {
        PartyId party = anyParty();
        if (suspended[party]) _reinstate(party);
        else _suspend(party);
    }

    /// @notice The KYC of a party runs out, or is renewed.
    function changeKyc(uint256 seed) external acts(seed) {
        PartyId party = anyParty();
        uint256 day = clock / 86_400;
        bool inDate = day <= lastKycDay[party];
        _renew(party, uint24(inDate ? day - dice(3) : day + dice(100)));
    }

    /// @notice Compliance suspends the anchor, or the registrar lifts it.
    function suspendAnchor(uint256 seed) external acts(seed) {
        if (anchorSuspended) return _liftAnchor();
        vm.prank(compliance);
        programmes.suspendAnchor(ANCHOR, freshHash());
        anchorSuspended = true;
    }

    /// @notice The guardian halts new business; if it must wait, it waits.
    function halt(uint256 seed) external acts(seed) {
        if (haltedUntil != 0) passTo(haltedUntil + 7 days);
        uint256 duration = dice(7 days + 1);
        vm.prank(guardian);
        parties.halt(duration);
        haltedUntil = clock + duration;
    }

    /// @notice A party gives its standing consents or takes them back.
    function changeOptIns(uint256 seed) external acts(seed) {
        PartyId party = everyone[1 + dice(PARTIES - 1)];
        _makeFit(party);
        _optIn(party, uint8(dice(4)));
    }

    /// @notice A party replaces its cash account; the old one never acts again.
    function rotateKey(uint256 seed) external acts(seed) {
        PartyId party = anyParty();
        _makeFit(party);
        uint256 key = newKey();
        bytes memory consent = sign(key, parties.accountConsentDigest(party, vm.addr(key), clock));
        vm.prank(cashOf(party));
        parties.rotate(vm.addr(key), clock, consent);
        _changeKey(party, key);
        NoteId[] memory none;
        vm.prank(cashOf(party));
        receivables.announce(none);
    }

    /// @notice Registrar and compliance recover the accounts of a party, after the delay.
    function recoverParty(uint256 seed) external acts(seed) {
        PartyId party = anyParty();
        uint256 key = newKey();
        vm.prank(registrar);
        parties.proposeRecovery(party, vm.addr(key), DOCUMENT);
        vm.prank(compliance);
        parties.approveRecovery(party, vm.addr(key), DOCUMENT);
        passTo(clock + RECOVERY_DELAY);
        vm.prank(outsider);
        parties.recover(party);
        _changeKey(party, key);
    }

    /* SHARED */

    function _changeKey(PartyId party, uint256 key) private {
        address former = cashOf(party);
        keyOf[party] = key;
        _allowAll(party);
        expect(receivables.balanceOf(former) == 0, 3, "a former key kept notes");
        (bool ok,) = attempt(former, address(parties), abi.encodeCall(parties.setOptIns, (3)));
        expect(!ok, 22, "a former key acted");
    }

    function _someDebt() private returns (ReceivableId) {
        if (debts.length == 0) _confirmFirst();
        return debts[dice(debts.length)];
    }

    function _someNote() private returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            note = notes[(start + i) % notes.length];
            if (bookOf[note].live) return note;
        }
        return _confirmFirst();
    }

    function _confirmFirst() private returns (NoteId) {
        _reopen();
        return _confirm(anyCoin());
    }
}
