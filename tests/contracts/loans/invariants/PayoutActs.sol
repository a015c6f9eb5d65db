// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {Cover, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {LoanActs} from "./LoanActs.sol";

/// @title PayoutActs
/// @notice Loans are opened or voided, and money goes to payees, waits for them, and comes back from them.
abstract contract PayoutActs is LoanActs {
    /// @notice A loan is opened by whoever brings the signatures.
    function openLoan(uint256 seed) external acts(seed) {
        _reopen();
        _newLoan(anyCoin());
    }

    /// @notice A party takes its terms back: they are opened no more.
    function voidTerms(uint256 seed) external acts(seed) {
        Book storage b = _draft(anyCoin());
        (Terms memory t, Cover[] memory covers) = (b.terms, b.covers);
        PartyId party = covers.length != 0 && oneIn(3) ? covers[0].guarantor : oneIn(2) ? t.lender : S1;
        if (suspended[party]) _reinstate(party);
        vm.prank(cashOf[party]);
        agreements.voidTerms(t, covers);
        _reopen();
        _ensure(b.coin, cashOf[t.lender], t.commitment);
        _ensure(b.coin, s1, t.commitment);
        bytes memory opening = abi.encodeCall(agreements.open, (t, covers, _consent(t, covers, noCovers())));
        _refused(outsider, address(agreements), opening, 22);
        books.pop();
    }

    /// @notice The condition of a milestone begins to hold, or ends.
    function turnGate(uint256 seed) external acts(seed) {
        Book storage b = books[dice(books.length)];
        _setGate(b, !b.gateOpen);
    }

    /// @notice A milestone is released to its payee, or its list is opened.
    function releaseMilestone(uint256 seed) external acts(seed) {
        _reopen();
        (bool found, Book storage b) = _find(_hasMilestone);
        if (!found) b = _newLoan(anyCoin());
        uint256 i = dice(4);
        while (b.released >> i & 1 != 0 || (i == 2 && today(b) > b.lapse)) {
            i = (i + 1) % 4;
        }
        if (i == GATED) _setGate(b, true);
        _release(b, i);
    }

    /// @notice A chunk of a payout list is paid.
    function payChunk(uint256 seed) external acts(seed) {
        _reopen();
        (bool found, Book storage b) = _find(_hasChunk);
        if (!found) b = _listLoan(anyCoin());
        uint256 chunk = b.chunks & 1 != 0 || (b.chunks == 0 && oneIn(2)) ? 1 : 0;
        _payOut(b, chunk);
    }

    /// @notice What a payee could not receive is claimed for it.
    function claimForPayee(uint256 seed) external acts(seed) {
        (uint256 coin, address payee) = _waitingPayee();
        _calm(payee);
        uint256 waiting = parkedFor[coin][payee];
        vm.prank(outsider);
        uint256 amount = loans.claimFor(payee, address(coins[coin].token));
        expect(amount == waiting, 6, "another amount was claimed than parked");
        parkedFor[coin][payee] = 0;
        _move(coin, address(loans), payee, waiting);
    }

    /// @notice A payee returns some of what it was paid.
    function refundSome(uint256 seed) external acts(seed) {
        (bool found, Book storage b) = _find(_canRefund);
        if (!found) {
            _reopen();
            b = _newLoan(anyCoin());
            _setGate(b, true);
            _release(b, GATED);
        }
        uint256 room = least(b.amounts[GATED] - b.refunded[GATED], b.principal);
        _refund(b, oneIn(4) ? room : 1 + dice(room));
    }

    /// @notice What was reserved and not drawn returns to the lender.
    function returnReserve(uint256 seed) external acts(seed) {
        (bool found, Book storage b) = _find(_hasReserve);
        if (!found) {
            _reopen();
            b = _newLoan(anyCoin());
        }
        if (today(b) <= b.terms.drawDeadline) _passToDay(b, b.terms.drawDeadline + 1);
        _returnReserve(b);
    }

    /* SHARED */

    function _setGate(Book storage b, bool open) internal {
        gate.set(b.id, GATED, open);
        b.gateOpen = open;
    }

    /// @dev L-10 to L-15: once, in time, on its condition, to its payee.
    function _release(Book storage b, uint256 i) internal {
        _provide(b, b.amounts[i]);
        (Terms memory t, Milestone memory m, bytes32[] memory proof) =
            (b.terms, _milestone(b, i), _proof(b, i));
        vm.prank(outsider);
        loans.release(t, m, proof, "");
        _expectOpen(b);
        expect(b.released >> i & 1 == 0, 8, "a milestone was released twice");
        expect(i != GATED || b.gateOpen, 8, "a milestone was released without its condition");
        expect(i != 2 || today(b) <= b.lapse, 8, "a milestone was released after its day");
        b.released |= 1 << i;
        _bring(b, today(b));
        if (i == LIST) return;
        _draw(b, m.amount);
        _payPayee(b, b.payees[i], m.amount);
    }

    function _payOut(Book storage b, uint256 chunk) internal {
        uint256 amount = 2 * b.wage;
        _provide(b, amount);
        (Terms memory t, Milestone memory m, bytes memory entries, bytes32[] memory proof) =
            (b.terms, _milestone(b, LIST), _entries(b, chunk), _chunkProof(b, chunk));
        vm.prank(outsider);
        uint256 paid = loans.payOut(t, m, chunk, entries, proof);
        _expectOpen(b);
        expect(b.released >> LIST & 1 != 0, 11, "a list was paid before its release");
        expect(b.chunks >> chunk & 1 == 0, 11, "a chunk was paid twice");
        expect(paid == amount && b.listPaid + amount <= m.amount, 11, "a list paid more than it promised");
        b.chunks |= 1 << chunk;
        b.listPaid += amount;
        _bring(b, today(b));
        _draw(b, amount);
        if (!t.reserved) _move(b.coin, cashOf[t.lender], address(loans), amount);
        _payWorker(b, _workerOf(chunk, 0));
        _payWorker(b, _workerOf(chunk, 1));
    }

    /// @dev Mostly sees to it that lender and line have what is to be drawn.
    function _provide(Book storage b, uint256 amount) private {
        PartyId lender = b.terms.lender;
        if (!b.terms.reserved) _ensure(b.coin, cashOf[lender], amount);
        if (!b.terms.lined || oneIn(8)) return;
        if (lineFrozen[lender]) _freezeLine(lender, false);
        uint256 needed = usedOf(lender) + amount;
        if (limitOf[lender] < needed) _grant(lender, needed + dice(needed));
    }

    /// @dev L-12: what stops all payouts of a loan.
    function _expectOpen(Book storage b) private {
        expect(!isHalted(), 21, "money was paid out during a halt");
        expect(!suspended[b.terms.lender] && !suspended[S1], 10, "money was drawn with a suspended party");
        expect(_paysOut(b), 8, "money was drawn late, frozen or in default");
    }

    /// @dev L-13, L-43: within commitment and line.
    function _draw(Book storage b, uint256 amount) private {
        PartyId lender = b.terms.lender;
        expect(b.drawn + amount <= b.terms.commitment, 11, "more was drawn than committed");
        if (b.terms.lined) {
            bool fits = !lineFrozen[lender] && usedOf(lender) + amount <= limitOf[lender];
            expect(fits, 12, "more was drawn than the line has");
        }
        b.drawn += amount;
        b.principal += amount;
        b.base += amount;
        if (b.terms.reserved) b.reserve -= amount;
    }

    /// @dev Straight to the payee; for a suspended or refusing one it waits (L-14, L-15).
    function _payPayee(Book storage b, address payee, uint256 amount) private {
        address from = b.terms.reserved ? address(loans) : cashOf[b.terms.lender];
        if (refuses(b.coin, payee) || (payee == s2 && suspended[S2])) {
            if (!b.terms.reserved) _move(b.coin, from, address(loans), amount);
            parkedFor[b.coin][payee] += amount;
        } else {
            _move(b.coin, from, payee, amount);
        }
    }

    function _payWorker(Book storage b, address payee) private {
        if (refuses(b.coin, payee)) parkedFor[b.coin][payee] += b.wage;
        else _move(b.coin, address(loans), payee, b.wage);
    }

    function _refund(Book storage b, uint256 amount) private {
        (Terms memory t, Milestone memory m, bytes32[] memory proof) =
            (b.terms, _milestone(b, GATED), _proof(b, GATED));
        Quote memory q = owedToday(b);
        _ensure(b.coin, supplierTwo, amount);
        vm.prank(supplierTwo);
        loans.refund(t, m, proof, amount);
        b.refunded[GATED] += amount;
        _takeBack(b, amount);
        _payCreditors(b, supplierTwo, amount, q.payoff);
    }

    function _returnReserve(Book storage b) internal {
        Terms memory t = b.terms;
        vm.prank(outsider);
        uint256 amount = loans.returnReserve(t);
        expect(today(b) > t.drawDeadline, 6, "a reserve was returned that was needed");
        expect(amount == b.reserve, 6, "another amount was returned than reserved");
        b.reserve = 0;
        _payParty(b.coin, address(loans), address(loans), t.lender, amount);
    }

    /// @dev Guarantors get floor(amount x G / D), the lender the rest (L-38).
    function _payCreditors(Book storage b, address payer, uint256 amount, uint256 debt) internal {
        uint256 part = amount * claimOn(b) / debt;
        if (part != 0) {
            _move(b.coin, payer, address(guarantees), part);
            _share(b, part);
        }
        if (amount != part) _payParty(b.coin, payer, address(loans), b.terms.lender, amount - part);
    }

    /// @dev By their claims, in the order in which they first paid, each rounded down, the last the rest (U-15).
    function _share(Book storage b, uint256 amount) private {
        uint256 claims = claimOn(b);
        b.earlier -= amount * b.earlier / claims;
        for (uint256 i; i < b.payers.length; ++i) {
            Claim storage c = claimsOf[b.id][b.payers[i]];
            if (c.claim == 0) continue;
            uint256 part = amount * c.claim / claims;
            (claims, amount) = (claims - c.claim, amount - part);
            c.claim -= part;
            if (part == 0) continue;
            _payParty(b.coin, address(guarantees), address(guarantees), b.payers[i], part);
        }
        expect(amount == 0, 17, "a part of the guarantors went to nobody");
    }

    /* FINDING */

    function _listLoan(uint256 coin) internal returns (Book storage b) {
        b = _newLoan(coin);
        _release(b, LIST);
    }

    function _hasMilestone(Book storage b) private view returns (bool) {
        if (!_paysOut(b)) return false;
        return b.released & 11 != 11 || (b.released & 4 == 0 && today(b) <= b.lapse);
    }

    function _hasChunk(Book storage b) private view returns (bool) {
        bool left = b.chunks != 3 && b.listPaid + 2 * b.wage <= b.amounts[LIST];
        return _paysOut(b) && left && b.released >> LIST & 1 != 0;
    }

    function _canRefund(Book storage b) private view returns (bool) {
        bool paid = b.released >> GATED & 1 != 0 && b.refunded[GATED] < b.amounts[GATED];
        return paid && b.principal != 0;
    }

    function _hasReserve(Book storage b) private view returns (bool) {
        return b.reserve != 0;
    }

    /// @dev Something that waits for a payee; if there is nothing, a list is paid whose first worker refuses.
    function _waitingPayee() private returns (uint256 coin, address payee) {
        uint256 start = dice(accounts.length);
        for (uint256 i; i < accounts.length; ++i) {
            payee = accounts[(start + i) % accounts.length];
            for (coin = 0; coin < COINS; ++coin) {
                if (parkedFor[coin][payee] != 0) return (coin, payee);
            }
        }
        _reopen();
        (coin, payee) = (HOSTILE, workers[0]);
        _turn(payee, AnsweringToken.Manner.False);
        _payOut(_listLoan(coin), 0);
    }
}
