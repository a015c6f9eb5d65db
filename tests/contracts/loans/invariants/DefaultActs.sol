// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {Cover, Quote, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackActs} from "./PaybackActs.sol";

/// @title DefaultActs
/// @notice Default is marked and lifted, covers are called, terms are changed; and what stands in the way of loans:
/// freezes, suspensions, a halt, lines, a hostile token, gifts, and time.
abstract contract DefaultActs is PaybackActs {
    /// @notice Anybody marks default.
    function markDefault(uint256 seed) external acts(seed) {
        Book storage b = _lateLoan(_isSound);
        _mark(b);
    }

    /// @notice The lender lifts the mark.
    function liftDefault(uint256 seed) external acts(seed) {
        _lift(_defaultedLoan(_isLiftable));
    }

    /// @notice I26: default is marked and lifted, and nothing is owed otherwise than before, today or later.
    function markAndLift(uint256 seed) external acts(seed) {
        Book storage b = _lateLoan(_isSoundAndOwn);
        bytes32 before = _standingOf(b);
        _mark(b);
        _lift(b);
        expect(before == _standingOf(b), 26, "a mark of default left something behind");
    }

    /// @notice Anybody calls a cover.
    function callCover(uint256 seed) external acts(seed) {
        (bool found, Book storage b) = _find(_isCallable);
        if (!found) {
            _reopen();
            b = _newCoveredLoan(anyCoin());
            _release(b, 0);
            _makeLate(b);
            _mark(b);
        }
        uint256 i = dice(b.covers.length);
        if (_callable(b, i) == 0) i = b.covers.length - 1 - i;
        _call(b, i);
    }

    /// @notice Lender, borrower and guarantors agree on new terms.
    function amendLoan(uint256 seed) external acts(seed) {
        _reopen();
        (bool found, Book storage b) = _find(_owes);
        if (!found || oneIn(4)) b = books[dice(books.length)];
        _amend(b);
    }

    /// @notice Compliance freezes or thaws a loan.
    function freezeLoan(uint256 seed) external acts(seed) {
        Book storage b = books[dice(books.length)];
        _freeze(b, !b.frozen);
    }

    /// @notice Compliance suspends or reinstates a party.
    function suspendParty(uint256 seed) external acts(seed) {
        PartyId party = everyone[dice(PARTIES)];
        if (suspended[party]) _reinstate(party);
        else _suspend(party);
    }

    /// @notice The guardian halts the system, or the administrator resumes it.
    function halt(uint256 seed) external acts(seed) {
        if (isHalted()) {
            _resume();
            return;
        }
        uint256 duration = 1 days + dice(6 days);
        vm.prank(guardian);
        parties.halt(duration);
        haltedUntil = clock + duration;
    }

    /// @notice A lender grants its line anew, larger or smaller, or freezes it.
    function changeLine(uint256 seed) external acts(seed) {
        PartyId lender = oneIn(2) ? BANK_A : BANK_B;
        if (suspended[lender]) _reinstate(lender);
        if (oneIn(3)) _freezeLine(lender, !lineFrozen[lender]);
        else _grant(lender, dice(usedOf(lender) * 2 + 2_000_000 * coins[lender == BANK_A ? 0 : 1].unit));
    }

    /// @notice The hostile token answers transfers to somebody in another manner.
    function turnToken(uint256 seed) external acts(seed) {
        address[8] memory payees =
            [bankA, bankB, guarantor, guarantorB, supplierOne, supplierTwo, s2, workers[dice(3)]];
        AnsweringToken.Manner manner = AnsweringToken.Manner(dice(9));
        if (manner == AnsweringToken.Manner.Long) manner = AnsweringToken.Manner.Honest;
        _turn(payees[dice(8)], manner);
    }

    /// @notice Somebody sends tokens straight to a contract of the system.
    function donate(uint256 seed) external acts(seed) {
        address[3] memory places = [address(loans), address(guarantees), address(collateral)];
        (uint256 coin, address place) = (anyCoin(), places[dice(3)]);
        uint256 amount = 1 + dice(1_000 * coins[coin].unit);
        _mint(coin, place, amount);
        donated[coin][place] += amount;
    }

    /// @notice I15: time passes, up to 400 days; no debt falls, and each is what was foretold.
    function passTime(uint256 seed) external acts(seed) {
        uint256 time = clock + dice(oneIn(6) ? 401 days : 40 days);
        Quote[] memory before = new Quote[](books.length);
        Quote[] memory foretold = new Quote[](books.length);
        for (uint256 i; i < books.length; ++i) {
            Book storage b = books[i];
            before[i] = _quote(b.terms, 0);
            foretold[i] = _quote(b.terms, uint256(int256(time) + int256(b.terms.offset) * 900) / 86_400);
        }
        passTo(time);
        for (uint256 i; i < books.length; ++i) {
            Quote memory q = _quote(books[i].terms, 0);
            expect(q.payoff >= before[i].payoff && q.due >= before[i].due, 15, "a debt fell by itself");
            bool same = keccak256(abi.encode(q)) == keccak256(abi.encode(foretold[i]));
            expect(same, 15, "a debt is not what was foretold");
        }
    }

    /* SHARED */

    function _mark(Book storage b) internal {
        Quote memory q = owedToday(b);
        Terms memory t = b.terms;
        vm.prank(outsider);
        loans.markDefault(t);
        expect(q.daysPastDue > t.daysToDefault, 19, "default was marked too early");
        b.defaulted = true;
        ++b.marks;
    }

    function _lift(Book storage b) private {
        Terms memory t = b.terms;
        if (suspended[t.lender]) _reinstate(t.lender);
        vm.prank(cashOf[t.lender]);
        loans.liftDefault(t);
        expect(!b.covered, 19, "default was lifted after a guarantor was called");
        _bring(b, today(b));
        b.defaulted = false;
        _tidy(b);
    }

    /// @dev What a cover pays now by U-8; nothing without default.
    function _callable(Book storage b, uint256 i) internal view returns (uint256) {
        if (!b.defaulted) return 0;
        Claim storage c = claimsOf[b.id][b.covers[i].guarantor];
        uint256 claims = claimOn(b);
        uint256 debt = owedOn(b).payoff;
        uint256 earlier = b.shortfall == b.marks ? b.earlier : claims;
        uint256 part = b.covers[i].share * less(debt, earlier) / 1e6;
        uint256 before = c.shortfall == b.marks ? c.paidOnShortfall : 0;
        return least(less(part, before), least(less(b.covers[i].cap, c.paid), less(debt, claims)));
    }

    /// @dev I19: within share and cap, after default only, and the guarantor is creditor of what it paid.
    function _call(Book storage b, uint256 i) private {
        (Terms memory t, Cover[] memory covers) = (b.terms, b.covers);
        _bring(b, today(b));
        PartyId who = covers[i].guarantor;
        uint256 amount = _callable(b, i);
        _ensure(b.coin, cashOf[who], amount);
        vm.prank(outsider);
        uint256 taken = guarantees.callLoanCover(t, covers, i);
        expect(b.defaulted, 19, "a cover was called before default");
        expect(taken == amount && amount != 0, 19, "a cover paid another amount than its part");
        if (b.shortfall != b.marks) (b.shortfall, b.earlier) = (b.marks, claimOn(b));
        Claim storage c = claimsOf[b.id][who];
        if (c.paid == 0) b.payers.push(who);
        if (c.shortfall != b.marks) (c.shortfall, c.paidOnShortfall) = (b.marks, 0);
        c.claim += amount;
        c.paid += amount;
        c.paidOnShortfall += amount;
        expect(c.paid <= covers[i].cap, 19, "a cover paid more than its cap");
        b.covered = true;
        _move(b.coin, cashOf[who], address(guarantees), amount);
        _payParty(b.coin, address(guarantees), address(guarantees), t.lender, amount);
    }

    /// @dev L-40, L-41: covers change only while no guarantor has paid.
    function _amend(Book storage b) private {
        (Terms memory old, Cover[] memory covers) = (b.terms, b.covers);
        Terms memory t = b.terms;
        _schedule(t, today(b));
        (t.amends, t.fee, t.salt) = (b.id, 0, uint256(keccak256(abi.encode(old))));
        t.proceedsToPrincipal = oneIn(2);
        if (oneIn(3)) t.commitment = between(b.drawn == 0 ? 1 : b.drawn, t.commitment);
        bool changes = !b.covered && oneIn(3);
        if (changes) {
            _drawCovers(b, false);
            t.covers = b.terms.covers;
            changes = t.covers != old.covers;
        }
        Cover[] memory newCovers = b.covers;
        Signed[] memory signatures_ = _consent(t, newCovers, changes ? covers : noCovers());
        vm.prank(outsider);
        agreements.amend(old, t, covers, newCovers, signatures_);
        expect(!isHalted(), 21, "terms were changed during a halt");
        expect(b.drawn <= t.commitment, 11, "less was committed than drawn");
        _bring(b, today(b));
        _renewTerms(b, t);
    }

    /* FINDING */

    /// @dev Time passes until default may be marked on a loan.
    function _makeLate(Book storage b) internal {
        while (b.oldest == 0 && b.dues < b.dueDays.length) {
            _passToDay(b, b.dueDays[b.dues]);
            _bring(b, today(b));
        }
        uint256 day = b.oldest + b.terms.daysToDefault + 1;
        if (today(b) < day) _passToDay(b, day);
    }

    function _isSound(Book storage b) private view returns (bool) {
        return _owes(b) && !b.defaulted;
    }

    /// @dev No guarantor was called on it: its lender may lift a mark.
    function _isSoundAndOwn(Book storage b) private view returns (bool) {
        return _isSound(b) && !b.covered;
    }

    function _isLiftable(Book storage b) private view returns (bool) {
        return b.defaulted && !b.covered;
    }

    function _isDefaulted(Book storage b) internal view returns (bool) {
        return b.defaulted;
    }

    function _isCallable(Book storage b) private view returns (bool) {
        if (!b.defaulted || !_owes(b)) return false;
        for (uint256 i; i < b.covers.length; ++i) {
            if (_callable(b, i) != 0) return true;
        }
        return false;
    }

    function _lateLoan(function(Book storage) internal view returns (bool) fits)
        internal
        returns (Book storage b)
    {
        bool found;
        (found, b) = _find(fits);
        if (!found) {
            _reopen();
            b = _drawnLoan(anyCoin());
        }
        _makeLate(b);
    }

    function _defaultedLoan(function(Book storage) internal view returns (bool) fits)
        internal
        returns (Book storage b)
    {
        bool found;
        (found, b) = _find(fits);
        if (found) return b;
        b = _lateLoan(_isSoundAndOwn);
        _mark(b);
    }
}
