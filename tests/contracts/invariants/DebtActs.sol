// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title DebtActs
/// @notice How debts come into being, change by consent, and how programmes change.
abstract contract DebtActs is Acts {
    /// @dev Digests that are used up, and by whom.
    address[] internal voidSigners;
    bytes32[] internal voidDigests;

    /// @notice The anchor confirms a debt.
    function confirmByCall(uint256 seed) external acts(seed) {
        _reopen();
        _confirm(anyCoin());
    }

    /// @notice Anybody brings the anchor's signature.
    function confirmBySignature(uint256 seed) external acts(seed) {
        _reopen();
        uint256 coin = anyCoin();
        PartyId creditor = everyone[1 + dice(PARTIES - 1)];
        _makeFit(creditor);
        IProgrammes.Confirmation memory t = _termsOf(coin, creditor);
        bytes memory signature = sign(keyOf[ANCHOR], programmes.confirmationDigest(t));
        vm.prank(outsider);
        programmes.confirmSigned(t, cashOf(ANCHOR), signature);
        _bookConfirmation(coin, t);
    }

    /// @notice The anchor confirms two debts in one batch.
    function confirmBatch(uint256 seed) external acts(seed) {
        _reopen();
        IProgrammes.Confirmation[] memory batch = new IProgrammes.Confirmation[](2);
        uint256[2] memory chosen = [anyCoin(), anyCoin()];
        for (uint256 i; i < 2; ++i) {
            PartyId creditor = everyone[1 + dice(SUPPLIERS)];
            _makeFit(creditor);
            batch[i] = _termsOf(chosen[i], creditor);
        }
        vm.prank(cashOf(ANCHOR));
        programmes.confirmMany(batch);
        _bookConfirmation(chosen[0], batch[0]);
        _bookConfirmation(chosen[1], batch[1]);
    }

    /// @notice Anchor and holder correct face and due day.
    function correctDebt(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _wholeNote();
        ReceivableId id = idOf(note);
        Debt storage d = debtOf[id];
        IProgrammes.Rules memory r = ruleOf[d.coin];
        IProgrammes.Amendment memory a = _amendment(note, false);
        a.face = (r.smallestPiece > d.smallest ? r.smallestPiece : d.smallest) + dice(1_000 * r.smallestPiece);
        a.dueDay = today(d.coin) + 1 + dice(r.maxTenor);
        _amend(a, bookOf[note].owner);

        expect(!isHalted(), 21, "a debt was corrected during a halt");
        expect(isFree(note), 5, "a debt was corrected whose note was not free");
        used[d.coin] = used[d.coin] + a.face - d.face;
        expect(a.face <= d.face || used[d.coin] <= r.limit, 12, "a correction passed the limit");
        (d.face, d.unpaid, d.dueDay, d.chargedTo) = (a.face, a.face, a.dueDay, a.dueDay);
        bookOf[note].value = a.face;
        d.agreed = keccak256(abi.encode(coins[d.coin].programme, a.face, a.dueDay));
    }

    /// @notice Anchor and holder cancel a debt.
    function cancelDebt(uint256 seed) external acts(seed) {
        _makeFit(ANCHOR);
        NoteId note = _wholeNote();
        Debt storage d = debtOf[idOf(note)];
        _amend(_amendment(note, true), bookOf[note].owner);
        expect(isFree(note), 5, "a debt was cancelled whose note was not free");
        used[d.coin] -= d.face;
        (d.face, d.unpaid, d.status) = (0, 0, Status.Cancelled);
        _bookBurn(note);
        d.agreed = keccak256(abi.encode(coins[d.coin].programme, uint256(0), d.dueDay));
    }

    /// @notice Registrar and anchor change a programme's rules.
    function changeRules(uint256 seed) external acts(seed) {
        _makeFit(ANCHOR);
        uint256 coin = anyCoin();
        uint256 unit = coins[coin].unit;
        _changeRules(
            coin,
            IProgrammes.Change({
                limit: used[coin] + between(20_000_000, 90_000_000) * unit,
                maxTenor: uint16(between(1, 365)),
                deepestTier: uint8(between(2, 6)),
                smallestPiece: between(1, 2_000) * unit,
                tradeReferenceRequired: coin == 1 ? oneIn(2) : false,
                agreementHash: freshHash()
            })
        );
    }

    /// @dev The only note of a debt, free.
    function _wholeNote() private returns (NoteId note) {
        uint256 start = dice(debts.length);
        for (uint256 i; i < debts.length; ++i) {
            Debt storage d = debtOf[debts[(start + i) % debts.length]];
            note = noteOf(debts[(start + i) % debts.length], 1);
            if (d.live == 1 && d.face == bookOf[note].value && isFree(note)) {
                _makeFit(bookOf[note].owner);
                return note;
            }
        }
        _reopen();
        return _confirm(anyCoin());
    }

    function _amendment(NoteId note, bool cancel) private returns (IProgrammes.Amendment memory a) {
        (a.note, a.cancel, a.evidenceRoot, a.deadline) = (note, cancel, freshHash(), clock);
    }

    /// @dev One side calls with the other's signature; which is which is chance.
    function _amend(IProgrammes.Amendment memory a, PartyId holder) private {
        bytes32 digest = programmes.amendmentDigest(a);
        (PartyId caller, PartyId signer) = oneIn(2) ? (ANCHOR, holder) : (holder, ANCHOR);
        bytes memory signature = sign(keyOf[signer], digest);
        vm.prank(cashOf(caller));
        programmes.amend(a, cashOf(signer), signature);
        voidSigners.push(cashOf(signer));
        voidDigests.push(digest);
    }
}
