// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Parking} from "../../../../contracts/base/Parking.sol";
import {Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {IProgrammes} from "../../../../interfaces/IProgrammes.sol";
import {NoteId, PartyId, ReceivableId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {PayoutActs} from "./PayoutActs.sol";

/// @title PaybackActs
/// @notice Loans are paid on: by anybody, from the borrower's account, and by what pledged notes bring.
abstract contract PaybackActs is PayoutActs {
    /// @notice Somebody pays on a loan, some of it, all or too much.
    function repayLoan(uint256 seed) external acts(seed) {
        Book storage b = _owingLoan();
        Quote memory q = owedToday(b);
        uint256 amount = oneIn(3) ? q.payoff + dice(2) : oneIn(2) ? 1 + dice(q.payoff) : 1 + dice(q.due + 1);
        _repay(b, oneIn(2) ? outsider : s1, amount);
    }

    /// @notice I16: somebody pays twice on a day; at once it would have been worth the same.
    function repayInParts(uint256 seed) external acts(seed) {
        Book storage b = _owingLoan();
        Quote memory q = owedToday(b);
        uint256 both = 1 + dice(q.payoff);
        uint256 first = between(1, both);
        _ensure(b.coin, outsider, both);
        (bool ok, bytes memory answer) = address(this).call(abi.encodeCall(this.tryRepaying, (b.terms, both)));
        _repay(b, outsider, first);
        if (first < both) _repay(b, outsider, both - first);
        bytes memory now_ = abi.encode(_quote(b.terms, 0));
        expect(!ok && keccak256(answer) == keccak256(now_), 16, "parts paid another debt than the whole");
    }

    /// @notice Anybody collects from the borrower what is due, as far as it has the money and allows it.
    function collectDue(uint256 seed) external acts(seed) {
        Book storage b = _dueLoan();
        Quote memory q = owedToday(b);
        _ensure(b.coin, s1, oneIn(2) ? q.due : 1 + dice(q.due));
        uint256 allowed = oneIn(2) ? type(uint256).max : 1 + dice(q.due);
        uint256 most = least(q.due, least(allowed, has[b.coin][s1]));
        Terms memory t = b.terms;
        vm.prank(s1);
        coins[b.coin].token.approve(address(loans), allowed);
        vm.prank(outsider);
        uint256 taken = loans.collect(t);
        vm.prank(s1);
        coins[b.coin].token.approve(address(loans), type(uint256).max);
        expect(taken == most, 13, "another amount was collected than the least");
        _bookPayment(b, s1, taken, true);
    }

    /// @notice A note is pledged, its debtor pays, and the proceeds pay on the loan; the surplus is the borrower's.
    function applyProceeds(uint256 seed) external acts(seed) {
        _reopen();
        (bool found, Book storage b) = _find(_owesFirstCoin);
        if (!found) b = _drawnLoan(0);
        NoteId note = _pledge(b, between(SMALLEST, 300_000e6));
        uint256 face = _settleNote(note);
        if (oneIn(4) && !suspended[S1]) _suspend(S1);
        Quote memory q = owedToday(b);
        Terms memory t = b.terms;
        uint256 most = least(face, t.proceedsToPrincipal ? q.payoff : q.due);
        vm.prank(outsider);
        (uint256 paid, uint256 surplus) = collateral.redeem(t, only(note));
        expect(paid == most && paid + surplus == face, 17, "proceeds went elsewhere than on the debt first");
        _move(0, address(settlements), address(collateral), face);
        if (paid != 0) _bookPayment(b, address(collateral), paid, !t.proceedsToPrincipal);
        if (surplus != 0) _payParty(0, address(collateral), address(collateral), S1, surplus);
    }

    /// @notice I26: a note is pledged and released, and nothing is owed otherwise than before.
    function pledgeAndRelease(uint256 seed) external acts(seed) {
        _reopen();
        Book storage b = _newLoan(0);
        if (oneIn(2)) _release(b, 0);
        Terms memory t = b.terms;
        bytes32 before = _standingOf(b);
        NoteId note = _pledge(b, SMALLEST);
        vm.prank(cashOf[t.lender]);
        uint256 count = collateral.release(t, only(note));
        expect(count == 1 && before == _standingOf(b), 26, "a pledge left something behind");
        expect(collateral.pledgedValue(b.id) == 0, 26, "a released note is counted");
        assign(s1, note, S2, SMALLEST);
    }

    /// @notice What waits for a party is claimed for it.
    function claimForParty(uint256 seed) external acts(seed) {
        (address place, uint256 coin, PartyId party) = _waitingParty();
        if (suspended[party]) _reinstate(party);
        _calm(cashOf[party]);
        uint256 waiting = parked[place][coin][party];
        vm.prank(outsider);
        uint256 amount = Parking(place).claim(party, address(coins[coin].token));
        expect(amount == waiting, 6, "another amount was claimed than parked");
        parked[place][coin][party] = 0;
        _move(coin, place, cashOf[party], waiting);
    }

    /* SHARED */

    function _repay(Book storage b, address payer, uint256 amount) internal returns (uint256 taken) {
        Quote memory q = owedToday(b);
        Terms memory t = b.terms;
        _ensure(b.coin, payer, least(amount, q.payoff));
        vm.prank(payer);
        taken = loans.repay(t, amount);
        expect(taken == least(amount, q.payoff), 14, "another amount was taken than the least");
        _bookPayment(b, payer, taken, false);
    }

    function _bookPayment(Book storage b, address payer, uint256 taken, bool onlyDue) internal {
        Quote memory q = owedToday(b);
        expect(taken <= (onlyDue ? q.due : q.payoff), 13, "more was taken than owed");
        _pour(b, taken, onlyDue);
        _payCreditors(b, payer, taken, q.payoff);
    }

    /// @notice Pays at once, and answers by reverting with what is owed then.
    function tryRepaying(Terms calldata t, uint256 amount) external {
        vm.prank(outsider);
        loans.repay(t, amount);
        bytes memory answer = abi.encode(_quote(t, 0));
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    function _quote(Terms memory t, uint256 day) internal view returns (Quote memory q) {
        (, q) = loans.quote(t, day);
    }

    /// @dev What is owed on a loan today and in a while.
    function _standingOf(Book storage b) internal view returns (bytes32) {
        Terms memory t = b.terms;
        return keccak256(abi.encode(_quote(t, 0), _quote(t, today(b) + 100)));
    }

    /* NOTES */

    /// @dev The borrower pledges a new debt of the anchor's.
    function _pledge(Book storage b, uint256 face) private returns (NoteId note) {
        IProgrammes.Confirmation memory c = terms();
        (c.face, c.dueDay) = (face, clock / 86_400 + TENOR);
        vm.prank(anchor);
        note = programmes.confirm(c);
        Terms memory t = b.terms;
        vm.prank(s1);
        uint256 toCome = collateral.pledge(t, only(note));
        expect(toCome == face, 17, "a note is pledged for another value");
    }

    /// @dev A passer-by pays a debt before its due day: its face.
    function _settleNote(NoteId note) private returns (uint256 face) {
        ReceivableId id = ReceivableId.wrap(uint96(NoteId.unwrap(note) >> 32));
        face = settlements.owed(id);
        _mint(0, outsider, face);
        vm.prank(outsider);
        settlements.settle(id, face);
        _move(0, outsider, address(settlements), face);
    }

    /* FINDING */

    /// @dev A loan of which the first milestone has been paid.
    function _drawnLoan(uint256 coin) internal returns (Book storage b) {
        b = _newLoan(coin);
        _release(b, 0);
    }

    function _owesFirstCoin(Book storage b) private view returns (bool) {
        return b.coin == 0 && _owes(b);
    }

    function _owingLoan() internal returns (Book storage b) {
        bool found;
        (found, b) = _find(_owes);
        if (found) return b;
        _reopen();
        b = _drawnLoan(anyCoin());
    }

    function _hasDue(Book storage b) private view returns (bool) {
        return b.billed + b.overdue != 0;
    }

    /// @dev A loan on which something is due, if need be by waiting for it.
    function _dueLoan() private returns (Book storage b) {
        bool found;
        (found, b) = _find(_hasDue);
        if (!found) b = _owingLoan();
        while (owedToday(b).due == 0 && b.dues < b.dueDays.length) {
            _passToDay(b, b.dueDays[b.dues] + dice(20));
        }
    }

    /// @dev Something parked for a party; if there is nothing, a suspended lender is paid.
    function _waitingParty() private returns (address place, uint256 coin, PartyId party) {
        address[3] memory places = [address(guarantees), address(collateral), address(loans)];
        uint256 start = dice(3);
        for (uint256 i; i < 3 * COINS * PARTIES; ++i) {
            (place, coin, party) = (places[(start + i) % 3], i / 3 % COINS, everyone[i / 3 / COINS]);
            if (parked[place][coin][party] != 0) return (place, coin, party);
        }
        Book storage b = _owingLoan();
        (place, coin, party) = (address(loans), b.coin, b.terms.lender);
        if (!suspended[party]) _suspend(party);
        uint256 payoff = owedToday(b).payoff;
        // If guarantors get all of a part, nothing waits for the lender.
        _repay(b, outsider, payoff);
    }
}
