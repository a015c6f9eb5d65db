// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {Cover, DayCount, Method, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {PaperCalendar} from "../math/PaperCalendar.sol";
import {LoanWorld} from "./LoanWorld.sol";

/// @title LoanBooks
/// @notice What the handlers believe of each loan: written from what they asked for and were allowed, never read from
/// the contracts under test. Each entry restates the rule of SPECIFICATION.md that it lives by; a broken rule is kept as
/// a fault under the number of its invariant.
abstract contract LoanBooks is LoanWorld {
    /// @dev What a guarantor paid on a loan, and has not got back; amounts in base units.
    struct Claim {
        uint256 claim;
        uint256 paid;
        uint256 shortfall;
        uint256 paidOnShortfall;
    }

    /// @dev A loan: its terms in force and due days, its milestones (the third lapses first, the last is a list that pays
    /// four wages), its money, its debt on `day` (accrued and penalty as amount x parts per million x days), its
    /// guarantors in the order in which they paid.
    struct Book {
        bytes32 id;
        uint256 coin;
        Terms terms;
        Cover[] covers;
        uint256[] dueDays;
        uint256[4] amounts;
        address[3] payees;
        uint256 lapse;
        uint256 wage;
        uint256 released;
        uint256 chunks;
        uint256 listPaid;
        uint256[3] refunded;
        bool gateOpen;
        bool frozen;
        uint256 drawn;
        uint256 reserve;
        uint256 principal;
        uint256 base;
        uint256 recast;
        uint256 accrued;
        uint256 day;
        uint256 dues;
        uint256 billed;
        uint256 overdue;
        uint256 penalty;
        uint256 oldest;
        bool defaulted;
        uint256 marks;
        bool covered;
        PartyId[] payers;
        uint256 earlier;
        uint256 shortfall;
    }

    uint256 internal constant LIST = 3;
    uint256 internal constant GATED = 1;

    Book[] internal books;
    mapping(bytes32 loan => mapping(PartyId guarantor => Claim)) internal claimsOf;

    mapping(PartyId party => bool) internal suspended;
    uint256 internal haltedUntil;
    mapping(PartyId lender => uint256) internal limitOf;
    mapping(PartyId lender => bool) internal lineFrozen;
    mapping(uint256 coin => mapping(address account => uint256)) internal has;
    mapping(uint256 coin => mapping(address contract_ => uint256)) internal donated;
    mapping(address payee => bool) internal refusing;
    /// @dev What waits in a contract: for parties, and for payees.
    mapping(address contract_ => mapping(uint256 coin => mapping(PartyId party => uint256))) internal parked;
    mapping(uint256 coin => mapping(address payee => uint256)) internal parkedFor;

    /// @dev First breach of an invariant, by number.
    mapping(uint256 invariant => string) internal faults;

    function expect(bool holds, uint256 invariant, string memory what) internal {
        if (!holds && bytes(faults[invariant]).length == 0) faults[invariant] = what;
    }

    /* MONEY */

    function _mint(uint256 coin, address account, uint256 amount) internal {
        coins[coin].token.mint(account, amount);
        has[coin][account] += amount;
    }

    function _move(uint256 coin, address from, address to, uint256 amount) internal {
        has[coin][from] -= amount;
        has[coin][to] += amount;
    }

    /// @dev What a party is due goes from `from` to its account, or waits in `place` where that refuses it, or the party is
    /// suspended (L-31, S-11).
    function _payParty(uint256 coin, address from, address place, PartyId party, uint256 amount) internal {
        if (!suspended[party] && !refuses(coin, cashOf[party])) {
            _move(coin, from, cashOf[party], amount);
            return;
        }
        if (from != place) _move(coin, from, place, amount);
        parked[place][coin][party] += amount;
    }

    function refuses(uint256 coin, address payee) internal view returns (bool) {
        return coin == HOSTILE && refusing[payee];
    }

    function isHalted() internal view returns (bool) {
        return clock < haltedUntil;
    }

    /// @dev What guarantors have paid and not got back.
    function claimOn(Book storage b) internal view returns (uint256 sum) {
        for (uint256 i; i < b.payers.length; ++i) {
            sum += claimsOf[b.id][b.payers[i]].claim;
        }
    }

    /// @dev Principal that is drawn under a lender's line.
    function usedOf(PartyId lender) internal view returns (uint256 sum) {
        for (uint256 i; i < books.length; ++i) {
            Terms storage t = books[i].terms;
            if (t.lined && t.lender == lender) sum += books[i].principal;
        }
    }

    /* DAYS */

    function today(Book storage b) internal view returns (uint256) {
        return uint256(int256(clock) + int256(b.terms.offset) * 900) / 86_400;
    }

    /// @dev Days of the day count from one day to another (L-21).
    function _daysOf(DayCount dayCount, uint256 from, uint256 to) private pure returns (uint256) {
        return dayCount == DayCount.Thirty360European ? _thirty(to) - _thirty(from) : to - from;
    }

    function _thirty(uint256 day) private pure returns (uint256) {
        PaperCalendar.Date memory date = PaperCalendar.dateOf(day);
        return 360 * date.year + 30 * date.month + least(date.day, 30);
    }

    function _yearOf(Book storage b) private view returns (uint256) {
        return b.terms.dayCount == DayCount.Act365Fixed ? 365 : 360;
    }

    /// @dev Units of a numerator, rounded up.
    function _up(Book storage b, uint256 numerator) private view returns (uint256) {
        uint256 divisor = 1e6 * _yearOf(b);
        return numerator / divisor + (numerator % divisor == 0 ? 0 : 1);
    }

    /// @dev Brings a loan's book to a day: interest and penalty run, instalments fall due (L-20, L-24, L-26).
    function _bring(Book storage b, uint256 day) internal {
        bool owes = b.principal + b.billed + b.accrued != 0;
        while (b.dues < b.dueDays.length && b.dueDays[b.dues] <= day) {
            if (owes) _count(b, b.dueDays[b.dues]);
            ++b.dues;
            if (owes) _fallDue(b);
        }
        if (owes) _count(b, day);
        b.day = day;
    }

    function _count(Book storage b, uint256 day) private {
        uint256 number = _daysOf(b.terms.dayCount, b.day, day);
        b.accrued += b.principal * b.terms.rate * number;
        if (b.oldest != 0) b.penalty += (b.billed + _principalDue(b)) * b.terms.penaltyRate * number;
        b.day = day;
    }

    function _bill(Book storage b) private {
        b.billed += _up(b, b.accrued);
        b.accrued = 0;
    }

    function _fallDue(Book storage b) private {
        _bill(b);
        uint256 part = _plan(b, b.dues) - _plan(b, b.dues - 1);
        b.overdue = b.dues == b.dueDays.length ? b.principal : least(b.principal, b.overdue + part);
        if (b.oldest == 0 && b.billed + b.overdue != 0) b.oldest = b.day;
    }

    /// @dev Principal that the plan has due by instalment `k` (L-24).
    function _plan(Book storage b, uint256 k) private view returns (uint256) {
        uint256 n = b.dueDays.length;
        if (k >= n) return b.base;
        if (k <= b.recast) return 0;
        (uint256 part, uint256 parts) = (k - b.recast, n - b.recast);
        if (b.terms.method == Method.EqualPrincipal) return b.base / parts * part;
        if (b.terms.method != Method.Annuity) return 0;
        uint256 periods = b.terms.inDays ? _yearOf(b) : 12;
        uint256 rate = 1e27 * uint256(b.terms.rate) * b.terms.interval / (1e6 * periods);
        return rate == 0 ? b.base * part / parts : b.base * _grown(rate, part) / _grown(rate, parts);
    }

    function _grown(uint256 rate, uint256 periods) private pure returns (uint256) {
        return FixedPointMathLib.rpow(1e27 + rate, periods, 1e27) - 1e27;
    }

    /* WHAT IS OWED */

    function _principalDue(Book storage b) private view returns (uint256) {
        return b.defaulted ? b.principal : b.overdue;
    }

    function _penaltyDue(Book storage b) private view returns (uint256) {
        bool payable_ = b.oldest != 0 && b.day - b.oldest > b.terms.graceDays;
        return payable_ ? _up(b, b.penalty) : 0;
    }

    /// @dev What is owed on the day of the book.
    function owedOn(Book storage b) internal view returns (Quote memory q) {
        uint256 accrued = _up(b, b.accrued);
        bool ended = b.defaulted || b.dues == b.dueDays.length;
        q.penalty = _penaltyDue(b);
        (q.billed, q.accrued) = ended ? (b.billed + accrued, uint256(0)) : (b.billed, accrued);
        (q.overdue, q.principal) = (_principalDue(b), b.principal);
        q.due = q.penalty + q.billed + q.overdue;
        q.payoff = q.penalty + b.billed + accrued + b.principal;
        if (b.oldest != 0) q.daysPastDue = b.day - b.oldest;
    }

    function owedToday(Book storage b) internal returns (Quote memory) {
        _bring(b, today(b));
        return owedOn(b);
    }

    /* WHAT HAPPENS */

    /// @dev Pours an amount, at most what is owed, from the top (L-29).
    function _pour(Book storage b, uint256 amount, bool onlyDue) internal {
        Quote memory q = owedOn(b);
        uint256 divisor = 1e6 * _yearOf(b);
        uint256 part = least(amount, q.penalty);
        b.penalty = less(b.penalty, part * divisor);
        amount -= part;
        part = least(amount, b.billed);
        b.billed -= part;
        amount -= part;
        if (!onlyDue || q.accrued == 0) {
            part = least(amount, _up(b, b.accrued));
            b.accrued = less(b.accrued, part * divisor);
            amount -= part;
        }
        b.principal -= amount;
        b.overdue = less(b.overdue, amount);
        if (amount > q.overdue && b.terms.prepayment == Prepayment.Smaller) {
            b.base = b.principal;
            b.recast = b.dues > b.terms.interestOnly ? b.dues : b.terms.interestOnly;
        }
        _tidy(b);
    }

    /// @dev A payee returns money: principal and plan fall (L-18), and the last of it bills what no due day will (L-44).
    function _takeBack(Book storage b, uint256 amount) internal {
        b.principal -= amount;
        b.base = less(b.base, amount);
        b.overdue = least(b.overdue, b.principal);
        if (b.principal == 0 && b.day >= b.dueDays[b.dueDays.length - 1]) _bill(b);
        _tidy(b);
    }

    /// @dev Arrears end, or begin with a later instalment (L-26, L-34).
    function _tidy(Book storage b) internal {
        bool stays = b.billed != 0 || _penaltyDue(b) != 0 || (b.defaulted && b.principal != 0);
        if (b.oldest == 0 || stays) return;
        if (b.overdue == 0) {
            (b.oldest, b.penalty) = (0, 0);
            return;
        }
        bool inParts = b.terms.method == Method.EqualPrincipal || b.terms.method == Method.Annuity;
        if (inParts && b.terms.prepayment == Prepayment.Shorter && b.overdue == b.principal) return;
        uint256 first = b.dues;
        while (first > 1 && _plan(b, b.dues) - _plan(b, first - 1) < b.overdue) {
            --first;
        }
        if (b.dueDays[first - 1] > b.oldest) b.oldest = b.dueDays[first - 1];
    }

    /// @dev New terms from the day of the book on (L-41).
    function _renewTerms(Book storage b, Terms memory t) internal {
        b.billed += _penaltyDue(b);
        uint256 interest = _up(b, b.accrued);
        uint256 year = _yearOf(b);
        (b.penalty, b.overdue, b.defaulted, b.dues) = (0, 0, false, 0);
        b.oldest = b.billed == 0 ? 0 : b.day;
        (b.base, b.recast) = (b.principal, t.interestOnly);
        (b.terms, b.dueDays) = (t, PaperCalendar.dueDays(t));
        if (_yearOf(b) != year) b.accrued = interest * 1e6 * _yearOf(b);
    }
}
