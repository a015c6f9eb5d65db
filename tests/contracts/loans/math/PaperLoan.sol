// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../../../interfaces/IFixings.sol";
import {Method, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {PaperCalendar} from "./PaperCalendar.sol";

/// @title PaperLoan
/// @notice A loan kept the way a clerk keeps it on paper: day after day, with what is unpaid of each instalment in a
/// column of its own. It shares no code with contracts/, and reckons an annuity by compounding period after period.
/// @dev For amounts that fit the words of the chain, without amendments, and with refunds of all principal alone;
/// annuities that grow little.
contract PaperLoan {
    using PaperCalendar for PaperCalendar.Date;

    uint256 private constant ONE = 1e36;

    Terms private _t;
    IFixings private immutable _rates;
    PaperCalendar.Date private _date;
    uint256 public today;
    uint256 public principal;
    uint256 public base;
    uint256 public recast;
    uint256 public billed;
    uint256 public oldest;
    bool public defaulted;
    /// @dev In amount x parts per million x days.
    uint256 private _accrued;
    uint256 private _penalty;
    uint256[] private _dues;
    /// @dev What is unpaid of the principal of each instalment that has fallen due.
    uint256[] private _unpaid;
    uint256 private _ppm;
    uint256 private _resets;
    uint256 private _nextReset;

    constructor(Terms memory t, IFixings rates, uint256 day) {
        (_t, _rates, today, _date) = (t, rates, day, PaperCalendar.dateOf(day));
        (recast, _ppm, _nextReset) = (t.interestOnly, t.rate, t.firstReset);
        _dues = PaperCalendar.dueDays(t);
    }

    /* TIME */

    function liveTo(uint256 day) external {
        while (today < day) {
            _oneDay();
        }
    }

    function _oneDay() private {
        _look();
        uint256 part = PaperCalendar.oneDay(_t.dayCount, _date);
        _accrued += principal * _ppm * part;
        if (oldest != 0) _penalty += (billed + principalDue()) * _t.penaltyRate * part;
        (_date, today) = (_date.next(), today + 1);
        if (_unpaid.length < _dues.length && _dues[_unpaid.length] == today) _fallDue();
    }

    /// @dev The rate of today.
    function _look() private {
        if (_t.index == 0) return;
        while (_nextReset <= today) {
            (bool known, int256 rate) = _rates.rateAt(_t.index, (_nextReset + 1) * 86_400 - 1);
            _ppm = known ? _bounded(rate + _t.spread) : _t.rate;
            ++_resets;
            _nextReset = PaperCalendar.later(_t.firstReset, _resets * _t.resetMonths, false);
        }
    }

    function _bounded(int256 rate) private view returns (uint256) {
        if (rate < int256(uint256(_t.floor))) return _t.floor;
        return rate > 1e6 ? 1e6 : uint256(rate);
    }

    function _fallDue() private {
        uint256 k = _unpaid.length + 1;
        _bill();
        uint256 left = principal - overdue();
        uint256 part = k == _dues.length ? left : _plan(k) - _plan(k - 1);
        _unpaid.push(part < left ? part : left);
        if (oldest == 0 && billed + overdue() > 0) oldest = today;
    }

    function _bill() private {
        billed += _up(_accrued);
        _accrued = 0;
    }

    /* PLAN */

    function _plan(uint256 k) private view returns (uint256) {
        if (k <= recast || _t.method == Method.Bullet || _t.method == Method.InterestOnly) return 0;
        uint256 parts = _dues.length - recast;
        if (_t.method == Method.EqualPrincipal) return (base / parts) * (k - recast);
        uint256 year = _t.inDays ? _year() : 12;
        uint256 rate = (1e27 * uint256(_t.rate) * _t.interval / (1e6 * year)) * 1e9;
        if (rate == 0) return base * (k - recast) / parts;
        return base * _grown(rate, k - recast) / _grown(rate, parts);
    }

    /// @dev What one grows by in so many periods.
    function _grown(uint256 rate, uint256 periods) private pure returns (uint256 grown) {
        for (uint256 i; i < periods; ++i) {
            grown += rate + grown * rate / ONE;
        }
    }

    function _year() private view returns (uint256) {
        return uint256(_t.dayCount) == 2 ? 365 : 360;
    }

    function _up(uint256 numerator) private view returns (uint256) {
        uint256 divisor = 1e6 * _year();
        return numerator / divisor + (numerator % divisor == 0 ? 0 : 1);
    }

    /* WHAT IS OWED */

    function overdue() public view returns (uint256 sum) {
        for (uint256 i; i < _unpaid.length; ++i) {
            sum += _unpaid[i];
        }
    }

    function principalDue() public view returns (uint256) {
        return defaulted ? principal : overdue();
    }

    function quote() public view returns (Quote memory q) {
        bool ended = defaulted || _unpaid.length == _dues.length;
        uint256 interest = _up(_accrued);
        if (oldest != 0) q.daysPastDue = today - oldest;
        if (q.daysPastDue > _t.graceDays) q.penalty = _up(_penalty);
        (q.billed, q.accrued) = ended ? (billed + interest, uint256(0)) : (billed, interest);
        (q.overdue, q.principal) = (principalDue(), principal);
        q.due = q.penalty + q.billed + q.overdue;
        q.payoff = q.penalty + q.billed + q.accrued + principal;
    }

    /* WHAT HAPPENS */

    function draw(uint256 amount) external {
        principal += amount;
        base += amount;
    }

    /// @notice A payee returns all principal: every column is struck out, and after the last one interest is billed.
    function takeBackAll() external {
        base = base > principal ? base - principal : 0;
        principal = 0;
        for (uint256 i; i < _unpaid.length; ++i) {
            _unpaid[i] = 0;
        }
        if (today >= _dues[_dues.length - 1]) _bill();
        _settleArrears();
    }

    function mark(bool on) external {
        defaulted = on;
        if (!on) _settleArrears();
    }

    /// @notice Pours an amount, at most what is owed (or due), from the top.
    function pay(uint256 amount, bool onlyDue) external {
        Quote memory q = quote();
        uint256 divisor = 1e6 * _year();
        uint256 part = amount < q.penalty ? amount : q.penalty;
        _penalty -= part * divisor < _penalty ? part * divisor : _penalty;
        amount -= part;
        part = amount < billed ? amount : billed;
        billed -= part;
        amount -= part;
        if (!onlyDue || q.accrued == 0) {
            part = amount < _up(_accrued) ? amount : _up(_accrued);
            _accrued -= part * divisor < _accrued ? part * divisor : _accrued;
            amount -= part;
        }
        _payPrincipal(amount, q.overdue);
        _settleArrears();
    }

    function _payPrincipal(uint256 amount, uint256 due) private {
        principal -= amount;
        uint256 left = amount;
        for (uint256 i; i < _unpaid.length; ++i) {
            uint256 part = left < _unpaid[i] ? left : _unpaid[i];
            _unpaid[i] -= part;
            left -= part;
        }
        if (amount <= due || _t.prepayment != Prepayment.Smaller) return;
        (base, recast) = (principal, _unpaid.length);
        if (recast < _t.interestOnly) recast = _t.interestOnly;
    }

    function _settleArrears() private {
        if (oldest == 0 || billed != 0 || quote().penalty != 0 || (defaulted && principal != 0)) return;
        uint256 left = overdue();
        if (left == 0) (oldest, _penalty) = (0, 0);
        bool inParts = _t.method == Method.EqualPrincipal || _t.method == Method.Annuity;
        if (left == 0 || (inParts && _t.prepayment == Prepayment.Shorter && left == principal)) return;
        uint256 i;
        while (_unpaid[i] == 0) {
            ++i;
        }
        if (_dues[i] > oldest) oldest = _dues[i];
    }
}
