// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";
import {HostileToken} from "./HostileToken.sol";

/// @title MoneyActs
/// @notice Payments in and out, the overdue mark, donations, and a token that misbehaves.
abstract contract MoneyActs is Acts {
    /// @notice Somebody pays a debt: whole before the due day, then also in parts or too much.
    function settleDebt(uint256 seed) external acts(seed) {
        ReceivableId id = _owingDebt(oneIn(2));
        _settle(id, isDue(debtOf[id]) && !oneIn(4) ? 1 + dice(owedOf(debtOf[id])) : type(uint96).max);
    }

    /// @notice Anybody collects from the anchor what is due, as far as it has the money and allows it.
    function collectDebt(uint256 seed) external acts(seed) {
        ReceivableId id = _owingDebt(true);
        Debt storage d = debtOf[id];
        address payer = cashOf(ANCHOR);
        uint256 owing = owedOf(d);
        coins[d.coin].token.mint(payer, oneIn(2) ? owing : 1 + dice(owing));
        uint256 allowed = oneIn(2) ? type(uint256).max : 1 + dice(owing);
        vm.prank(payer);
        coins[d.coin].token.approve(address(settlements), allowed);
        uint256 has = coins[d.coin].token.balanceOf(payer);
        vm.prank(outsider);
        uint256 taken = settlements.collect(id);
        uint256 least = owing < has ? owing : has;
        expect(taken == (allowed < least ? allowed : least), 3, "another amount was collected than the least");
        expect(isDue(d), 4, "a debt was collected before its due day");
        _bookPull(id, taken);
    }

    /// @notice Anybody redeems a handful of notes of any debts, some of them twice or gone.
    function redeemSome(uint256 seed) external acts(seed) {
        ReceivableId id = _paidDebt();
        NoteId[] memory list = new NoteId[](6);
        list[0] = noteOf(id, 1 + dice(debtOf[id].issued));
        for (uint256 i = 1; i < list.length; ++i) {
            list[i] = notes[dice(notes.length)];
        }
        _redeem(list);
    }

    /// @notice Anybody redeems all notes of one debt.
    function redeemDebt(uint256 seed) external acts(seed) {
        _redeem(_allNotes(_paidDebt()));
    }

    /// @notice Anybody claims what is parked for a party.
    function claimParked(uint256 seed) external acts(seed) {
        _calmToken();
        (PartyId party, uint256 coin) = _parkedPayout();
        if (suspended[party] && !oneIn(4)) _reinstate(party);
        vm.prank(outsider);
        uint256 amount = settlements.claim(party, address(coins[coin].token));
        expect(!suspended[party], 10, "a suspended party was paid");
        expect(amount == parked[party][coin], 10, "another amount was claimed than parked");
        paidOut[coin] += amount;
        parked[party][coin] = 0;
    }

    /// @notice Anybody marks a debt overdue after the grace, which suspends the anchor.
    function markDebtOverdue(uint256 seed) external acts(seed) {
        ReceivableId id = _openDebt();
        Debt storage d = debtOf[id];
        uint256 first = d.dueDay + coins[d.coin].graceDays + 1;
        if (today(d.coin) < first) passToDay(d.coin, first);
        vm.prank(outsider);
        settlements.markOverdue(id);
        (d.status, anchorSuspended) = (Status.Overdue, true);
    }

    /// @notice Somebody sends tokens straight to a contract of the system.
    function donate(uint256 seed) external acts(seed) {
        uint256 coin = anyCoin();
        address[3] memory targets = [address(settlements), address(receivables), address(discounting)];
        uint256 which = dice(3);
        uint256 amount = 1 + dice(1_000 * coins[coin].unit);
        coins[coin].token.mint(targets[which], amount);
        if (which == 0) donated[coin] += amount;
    }

    /// @notice The hostile token changes its behaviour.
    function turnToken(uint256 seed) external acts(seed) {
        NoteId note = NoteId.wrap(0);
        if (notes.length != 0) note = notes[dice(notes.length)];
        hostile.behave(HostileToken.Mode(dice(8)), settlements, note);
    }

    /* SHARED */

    function _settle(ReceivableId id, uint256 amount) internal {
        Debt storage d = debtOf[id];
        uint256 owing = owedOf(d);
        uint256 least = amount < owing ? amount : owing;
        coins[d.coin].token.mint(outsider, least);
        vm.prank(outsider);
        coins[d.coin].token.approve(address(settlements), least);
        vm.prank(outsider);
        uint256 taken = settlements.settle(id, amount);
        expect(taken == least, 3, "another amount was taken than the least");
        _bookPull(id, taken);
    }

    /// @dev A payment, from inside whose pull the token may redeem a note, as anybody may.
    function _bookPull(ReceivableId id, uint256 taken) private {
        _bookPayment(id, taken);
        bool reenters = debtOf[id].coin == HOSTILE && hostile.mode() == HostileToken.Mode.Reenter;
        pulling = true;
        if (reenters) _bookRedemption(hostile.note());
        pulling = false;
    }

    function _redeem(NoteId[] memory list) internal {
        // From inside a payout the token redeems the first note again, which has been paid by then.
        if (hostile.mode() == HostileToken.Mode.Reenter) {
            hostile.behave(HostileToken.Mode.Reenter, settlements, list[0]);
        }
        vm.prank(outsider);
        uint256 paid = settlements.redeem(list);
        uint256 expected;
        for (uint256 i; i < list.length; ++i) {
            expected += _bookRedemption(list[i]);
        }
        expect(paid == expected, 7, "another sum was paid out than the shares, rounded down");
    }

    function _allNotes(ReceivableId id) internal view returns (NoteId[] memory list) {
        list = new NoteId[](debtOf[id].issued);
        for (uint256 i; i < list.length; ++i) {
            list[i] = noteOf(id, i + 1);
        }
    }

    /// @dev A debt on which there is something to pay out; if there is none, one is settled.
    function _paidDebt() private returns (ReceivableId id) {
        uint256 start = dice(debts.length);
        for (uint256 i; i < debts.length; ++i) {
            id = debts[(start + i) % debts.length];
            if (debtOf[id].received > debtOf[id].paid) return id;
        }
        id = _owingDebt(false);
        if (debtOf[id].coin == HOSTILE) _calmToken();
        _settle(id, type(uint96).max);
    }

    function _openDebt() private returns (ReceivableId id) {
        uint256 start = dice(debts.length);
        for (uint256 i; i < debts.length; ++i) {
            id = debts[(start + i) % debts.length];
            if (debtOf[id].status == Status.Open) return id;
        }
        _reopen();
        return idOf(_confirm(anyCoin()));
    }

    /// @dev Something parked; if there is nothing, a debt of a suspended party is paid and redeemed.
    function _parkedPayout() private returns (PartyId party, uint256 coin) {
        uint256 start = dice(PARTIES);
        for (uint256 i; i < PARTIES; ++i) {
            party = everyone[(start + i) % PARTIES];
            for (coin = 0; coin < COINS; ++coin) {
                if (parked[party][coin] != 0) return (party, coin);
            }
        }
        _reopen();
        NoteId note = _confirm(anyCoin());
        (party, coin) = (bookOf[note].owner, debtOf[idOf(note)].coin);
        _suspend(party);
        _settle(idOf(note), type(uint96).max);
        _redeem(_allNotes(idOf(note)));
    }
}
