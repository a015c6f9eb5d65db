// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Milestone} from "../../../../interfaces/ICondition.sol";
import {Cover, Quote, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {DefaultActs} from "./DefaultActs.sol";

/// @title DefiantLoanActs
/// @notice What nobody may do: one rule stands against it, and everything else is in order. An act succeeds when all of
/// it was refused.
abstract contract DefiantLoanActs is DefaultActs {
    /// @notice Somebody does what only contracts of the system do, or a role, or another party.
    function usurpSystem(uint256 seed) external acts(seed) {
        Book storage b = _owingLoan();
        Terms memory t = b.terms;
        address[4] memory usurpers = [outsider, s1, supplierOne, cashOf[t.lender]];
        address who = usurpers[dice(4)];
        bytes[9] memory calls = [
            abi.encodeCall(loans.begin, (keccak256("new"), 0)),
            abi.encodeCall(loans.reserve, (b.id, t.token, cashOf[t.lender], 1)),
            abi.encodeCall(loans.payFee, (t.token, s1, who, 1)),
            abi.encodeCall(loans.kill, (keccak256("new"))),
            abi.encodeCall(loans.amend, (t, t)),
            abi.encodeCall(loans.setFrozen, (b.id, !b.frozen)),
            abi.encodeCall(loans.setCovered, (b.id)),
            abi.encodeCall(loans.applyProceeds, (t, 1)),
            abi.encodeCall(loans.liftDefault, (t))
        ];
        for (uint256 i; i < calls.length - 1; ++i) {
            _refused(who, address(loans), calls[i], 14);
        }
        if (who != cashOf[t.lender]) _refused(who, address(loans), calls[8], 14);
        _usurpOthers(b, who);
    }

    function _usurpOthers(Book storage b, address who) private {
        PartyId lender = b.terms.lender;
        _refused(who, address(guarantees), abi.encodeCall(guarantees.recovered, (b.id, b.terms.token, 1)), 14);
        _refused(who, address(lines), abi.encodeCall(lines.draw, (lender, S1, 1)), 14);
        _refused(who, address(lines), abi.encodeCall(lines.repaid, (lender, S1, 1, 1, 0, false)), 14);
        _refused(who, address(lines), abi.encodeCall(lines.defaulted, (lender, S1, 1)), 14);
        _refused(who, address(lines), abi.encodeCall(lines.addConsumer, (who)), 14);
        _refused(who, address(agreements), abi.encodeCall(agreements.freeze, (b.id, true, DOCUMENT)), 14);
    }

    /// @notice A milestone is to be released again, without its condition, to another payee, or for another amount.
    function forceRelease(uint256 seed) external acts(seed) {
        _clearWay();
        Book storage b = _payingLoan(anyCoin());
        _release(b, 0);
        _setGate(b, false);
        _tryRelease(b, _milestone(b, 0), 0);
        _tryRelease(b, _milestone(b, GATED), GATED);
        Milestone memory m = _milestone(b, LIST);
        m.amount -= 1;
        _tryRelease(b, m, LIST);
        m = _milestone(b, 2);
        m.payees = bytes32(uint256(uint160(outsider)));
        _tryRelease(b, m, 2);
    }

    /// @notice A chunk is to be paid before its list is open, twice, with other entries, or beyond the list's amount.
    function forceChunk(uint256 seed) external acts(seed) {
        _clearWay();
        Book storage b = _payingLoan(anyCoin());
        _tryChunk(b, 0, _entries(b, 0));
        _release(b, LIST);
        _tryChunk(b, 0, abi.encodePacked(outsider, uint96(b.wage)));
        _tryChunk(b, 1, _entries(b, 0));
        _payOut(b, 0);
        _tryChunk(b, 0, _entries(b, 0));
        if (4 * b.wage > b.amounts[LIST]) _tryChunk(b, 1, _entries(b, 1));
    }

    /// @notice Money is to leave while the loan is frozen, a party suspended, the system halted, or the day over.
    function payOutBarred(uint256 seed) external acts(seed) {
        _clearWay();
        Book storage b = _payingLoan(anyCoin());
        _release(b, LIST);
        uint256 bar = dice(4);
        if (bar == 0) _freeze(b, true);
        if (bar == 1) _suspend(oneIn(2) ? S1 : b.terms.lender);
        if (bar == 2) this.halt(dice(type(uint128).max));
        if (bar == 3) _passToDay(b, uint256(b.terms.drawDeadline) + 1);
        _tryRelease(b, _milestone(b, 0), 0);
        _tryChunk(b, 0, _entries(b, 0));
    }

    /// @notice Money is to leave a loan in default, and its covers beyond what they pay.
    function drainDefaulted(uint256 seed) external acts(seed) {
        _clearWay();
        Book storage b = _defaultedLoan(_isDefaulted);
        _reopen();
        (Terms memory t, Cover[] memory covers) = (b.terms, b.covers);
        _bring(b, today(b));
        _tryRelease(b, _milestone(b, 2), 2);
        _refused(outsider, address(loans), abi.encodeCall(loans.markDefault, (t)), 19);
        bytes memory lifting = abi.encodeCall(loans.liftDefault, (t));
        if (b.covered) _refused(cashOf[t.lender], address(loans), lifting, 19);
        for (uint256 i; i < covers.length; ++i) {
            if (_callable(b, i) != 0) continue;
            _ensure(b.coin, cashOf[covers[i].guarantor], covers[i].cap);
            bytes memory calling = abi.encodeCall(guarantees.callLoanCover, (t, covers, i));
            _refused(outsider, address(guarantees), calling, 19);
        }
    }

    /// @notice Money is to be taken before it is due: from the borrower, from guarantors, from the reserve.
    function takeTooEarly(uint256 seed) external acts(seed) {
        _clearWay();
        Book storage b = _newCoveredLoan(anyCoin());
        _release(b, 0);
        (Terms memory t, Cover[] memory covers) = (b.terms, b.covers);
        _ensure(b.coin, s1, t.commitment);
        _ensure(b.coin, cashOf[covers[0].guarantor], t.commitment);
        _refused(outsider, address(loans), abi.encodeCall(loans.collect, (t)), 13);
        _refused(outsider, address(loans), abi.encodeCall(loans.markDefault, (t)), 19);
        bytes memory calling = abi.encodeCall(guarantees.callLoanCover, (t, covers, 0));
        _refused(outsider, address(guarantees), calling, 19);
        _refused(outsider, address(loans), abi.encodeCall(loans.returnReserve, (t)), 6);
        _passToDay(b, t.firstDue - 1);
        _refused(outsider, address(loans), abi.encodeCall(loans.collect, (t)), 13);
        uint256 due = owedToday(b).due;
        expect(due == 0, 13, "something is due before the first due day");
    }

    /// @notice More is to be drawn under a line than it has, or under a frozen one.
    function exceedLine(uint256 seed) external acts(seed) {
        _clearWay();
        (bool found, Book storage b) = _find(_isLined);
        if (!found) b = _linedLoan();
        PartyId lender = b.terms.lender;
        _ensure(b.coin, cashOf[lender], b.amounts[0]);
        if (oneIn(3)) _freezeLine(lender, true);
        else _grant(lender, less(usedOf(lender) + b.amounts[0], 1 + dice(b.amounts[0])));
        _tryRelease(b, _milestone(b, 0), 0);
    }

    /// @notice Terms that are not in force, and messages that were used, are brought again; a stranger returns money.
    function bringForeignTerms(uint256 seed) external acts(seed) {
        _clearWay();
        Book storage b = _drawnLoan(anyCoin());
        (Terms memory t, Cover[] memory covers) = (b.terms, b.covers);
        Signed[] memory consent = _consent(t, covers, noCovers());
        _ensure(b.coin, cashOf[t.lender], t.commitment);
        _ensure(b.coin, s1, t.commitment);
        _refused(outsider, address(agreements), abi.encodeCall(agreements.open, (t, covers, consent)), 22);
        _refused(cashOf[t.lender], address(agreements), abi.encodeCall(agreements.voidTerms, (t, covers)), 22);
        bytes memory refunding = abi.encodeCall(loans.refund, (t, _milestone(b, 0), _proof(b, 0), 1));
        _ensure(b.coin, outsider, 1);
        _refused(oneIn(2) ? outsider : s1, address(loans), refunding, 14);
        t.rate = t.rate == 0 ? 1 : t.rate - 1;
        _refused(outsider, address(loans), abi.encodeCall(loans.repay, (t, 1)), 14);
        _refused(outsider, address(loans), abi.encodeCall(loans.collect, (t)), 14);
    }

    /* SHARED */

    /// @dev Nothing general stands in the way.
    function _clearWay() private {
        if (isHalted()) _resume();
        for (uint256 i; i < PARTIES; ++i) {
            if (suspended[everyone[i]]) _reinstate(everyone[i]);
        }
    }

    /// @dev A new loan, lender and line of which have all that it promises.
    function _payingLoan(uint256 coin) private returns (Book storage b) {
        b = _newLoan(coin);
        PartyId lender = b.terms.lender;
        _ensure(coin, cashOf[lender], 2 * b.terms.commitment);
        if (!b.terms.lined) return b;
        _freezeLine(lender, false);
        _grant(lender, usedOf(lender) + 2 * b.terms.commitment);
    }

    function _isLined(Book storage b) private view returns (bool) {
        return b.terms.lined && b.released & 1 == 0 && _paysOut(b);
    }

    function _linedLoan() private returns (Book storage b) {
        b = _newLoan(dice(2));
        require(b.terms.lined, "no line was drawn by lot");
    }

    function _tryRelease(Book storage b, Milestone memory m, uint256 leaf) private {
        bytes memory call = abi.encodeCall(loans.release, (b.terms, m, _proof(b, leaf), ""));
        _refused(outsider, address(loans), call, 8);
    }

    function _tryChunk(Book storage b, uint256 chunk, bytes memory entries) private {
        bytes memory call = abi.encodeCall(
            loans.payOut, (b.terms, _milestone(b, LIST), chunk, entries, _chunkProof(b, chunk))
        );
        _refused(outsider, address(loans), call, 11);
    }
}
