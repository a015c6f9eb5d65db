// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICreditLines} from "../../interfaces/ICreditLines.sol";
import {IFixings} from "../../interfaces/IFixings.sol";
import {IGuarantees} from "../../interfaces/IGuarantees.sol";
import {ILoans, LoanState, Quote, Terms} from "../../interfaces/ILoans.sol";
import {PartyWord} from "../../interfaces/Types.sol";
import {Calendar} from "../libraries/Calendar.sol";
import {LoanMath} from "../libraries/LoanMath.sol";
import {LoanTerms} from "../libraries/LoanTerms.sol";
import {LoanWords} from "../libraries/LoanWords.sol";
import {MAX_AMOUNT, PartyWords} from "../libraries/Words.sol";
import {Parking} from "./Parking.sol";
import {Payout} from "./Payout.sol";

/// @title LoanLedger
/// @notice The words of loans, and the only functions that draw on a loan, pay on it and move its money.
abstract contract LoanLedger is ILoans, Parking {
    using LoanWords for uint256;
    using PartyWords for PartyWord;
    using SafeERC20 for IERC20;

    /// @dev A loan as a call works on it: its words and what they say on `today`.
    struct Loan {
        bytes32 id;
        uint256 opening;
        uint256 today;
        LoanState state;
    }

    IFixings public immutable fixings;
    ICreditLines public immutable creditLines;
    IGuarantees public immutable guarantees;

    mapping(bytes32 loan => uint256 word) internal _openings;
    mapping(bytes32 loan => uint256 word) private _balances;
    mapping(bytes32 loan => uint256 word) private _arrears;
    mapping(bytes32 loan => uint256 numerator) private _penalties;
    /// @dev Hash of the terms in force, for loans that were amended.
    mapping(bytes32 loan => bytes32 termsHash) internal _amended;
    mapping(bytes32 loan => uint256) internal _reserves;
    mapping(bytes32 loan => uint256) private _returned;
    mapping(address payee => mapping(address token => uint256)) private _parkedFor;

    constructor(IFixings fixings_, ICreditLines creditLines_, IGuarantees guarantees_) {
        fixings = fixings_;
        creditLines = creditLines_;
        guarantees = guarantees_;
    }

    /// @inheritdoc ILoans
    function claimFor(address payee, address token) external returns (uint256 amount) {
        amount = _parkedFor[payee][token];
        if (amount == 0) revert NothingParkedFor(payee, token);
        _parkedFor[payee][token] = 0;
        emit ClaimedFor(payee, token, amount);
        IERC20(token).safeTransfer(payee, amount);
    }

    /// @inheritdoc ILoans
    function parkedFor(address payee, address token) external view returns (uint256) {
        return _parkedFor[payee][token];
    }

    /* WORDS */

    /// @dev The loan of the terms, which must be in force; as stored, of the state's own day.
    function _loan(Terms calldata terms) internal view returns (Loan memory loan) {
        bytes32 given = LoanTerms.hash(terms);
        loan.id = terms.amends == 0 ? given : terms.amends;
        loan.opening = _opened(loan.id);
        bytes32 inForce = loan.opening.has(LoanWords.AMENDED) ? _amended[loan.id] : loan.id;
        if (given != inForce) revert TermsNotInForce(loan.id, given, inForce);
        loan.state = _state(loan.id, loan.opening);
        loan.today = Calendar.today(terms.offset);
    }

    /// @dev As `_loan`, brought forward to today.
    function _loanToday(Terms calldata terms) internal view returns (Loan memory loan) {
        loan = _loan(terms);
        LoanMath.roll(terms, fixings, loan.state, loan.today);
    }

    function _opened(bytes32 id) internal view returns (uint256 opening) {
        opening = _openings[id];
        if (!opening.isOpen()) revert LoanUnknown(id);
    }

    function _state(bytes32 id, uint256 opening) internal view returns (LoanState memory state) {
        uint256 balance = _balances[id];
        state = opening.unpack(balance);
        if (balance.has(LoanWords.ARREARS)) LoanWords.unpackArrears(state, _arrears[id], _penalties[id]);
    }

    /// @dev Writes the words that a call has changed.
    function _save(Loan memory loan) internal {
        LoanState memory s = loan.state;
        uint256 stored = _openings[loan.id];
        uint256 opening = loan.opening.withPlan(s.base, s.recast);
        if (s.base < stored.base()) {
            // What was drawn stays drawn, for the commitment.
            _returned[loan.id] += stored.base() - s.base;
            opening = opening.withFlag(LoanWords.RETURNED, true);
        }
        if (opening != stored) _openings[loan.id] = opening;
        bool late = _balances[loan.id].has(LoanWords.ARREARS);
        _balances[loan.id] = LoanWords.packBalance(s);
        if (s.oldest == 0 && !late) return;
        _arrears[loan.id] = s.oldest == 0 ? 0 : LoanWords.packArrears(s);
        _penalties[loan.id] = s.oldest == 0 ? 0 : s.penalty;
    }

    /// @dev All that was ever drawn: what the plan divides, and what refunds and payments ahead took off it.
    function _drawn(Loan memory loan) internal view returns (uint256) {
        uint256 returned = loan.opening.has(LoanWords.RETURNED) ? _returned[loan.id] : 0;
        return loan.state.base + returned;
    }

    /// @dev From now on guarantors get their part of what is paid.
    function _setCovered(bytes32 id) internal {
        _balances[id] = _balances[id].withFlag(LoanWords.COVERED, true);
    }

    /* MONEY OUT */

    /// @dev Adds `amount` to what is drawn, before any money moves.
    function _draw(Terms calldata terms, Loan memory loan, uint256 amount) internal {
        if (amount == 0) revert ZeroAmount();
        LoanState memory s = loan.state;
        uint256 room = terms.commitment - _drawn(loan);
        if (terms.reserved) room = Math.min(room, _reserves[loan.id]);
        if (amount > room) revert CommitmentExceeded(amount, room);
        s.principal += amount;
        s.base += amount;
        _save(loan);
        if (terms.reserved) _takeReserve(loan.id, amount);
        if (terms.lined) creditLines.draw(terms.lender, terms.borrower, amount);
    }

    function _takeReserve(bytes32 id, uint256 amount) private {
        uint256 left = _reserves[id] - amount;
        _reserves[id] = left;
        emit ReserveChanged(id, left);
    }

    /// @dev Pays a payee straight from where the money is; what it cannot receive is parked for it.
    function _payPayee(Terms calldata terms, address lenderCash, address payee, uint256 amount, bool fit)
        internal
    {
        address token = terms.token;
        if (terms.reserved) {
            if (fit && Payout.tryTransfer(token, payee, amount)) return;
        } else {
            if (fit && Payout.tryTransferFrom(token, lenderCash, payee, amount)) return;
            // If the lender cannot pay, nothing is released.
            _pull(token, lenderCash, amount);
        }
        _parkFor(payee, token, amount);
    }

    function _parkFor(address payee, address token, uint256 amount) internal {
        _parkedFor[payee][token] += amount;
        emit ParkedFor(payee, token, amount);
    }

    /* MONEY IN */

    /// @dev Pays `taken` on a loan from `payer`, who allowed it; `onlyDue` leaves interest that is not due yet.
    function _pay(
        Terms calldata terms,
        Loan memory loan,
        Quote memory q,
        address payer,
        uint256 taken,
        bool onlyDue
    ) internal {
        LoanMath.Split memory split = LoanMath.pay(terms, loan.state, q, taken, onlyDue);
        _save(loan);
        emit Repaid(loan.id, payer, split.penalty, split.interest, split.principal, q.payoff - taken);
        if (terms.lined) {
            creditLines.repaid(
                terms.lender, terms.borrower, split.principal, taken, q.daysPastDue, loan.state.defaulted
            );
        }
        _payCreditors(terms, loan, payer, taken, q.payoff);
    }

    /// @dev Pays `taken` of the debt to guarantors, where they have a claim, and lender.
    function _payCreditors(Terms calldata terms, Loan memory loan, address payer, uint256 taken, uint256 debt)
        internal
    {
        uint256 part = loan.state.covered ? _payGuarantors(loan.id, terms.token, payer, taken, debt) : 0;
        _payLender(terms, payer, taken - part);
    }

    /// @dev Guarantors who have paid get their part of what comes back: floor(taken * G / D).
    function _payGuarantors(bytes32 id, address token, address payer, uint256 taken, uint256 debt)
        private
        returns (uint256 part)
    {
        part = taken * guarantees.claimOn(id) / debt;
        if (part == 0) return 0;
        _pullTo(address(guarantees), token, payer, part);
        guarantees.recovered(id, token, part);
    }

    /// @dev Straight to the lender's account; what it cannot receive is taken all the same, and parked for it.
    function _payLender(Terms calldata terms, address payer, uint256 amount) private {
        if (amount == 0) return;
        PartyWord lender = parties.wordFor(terms.lender);
        bool paid = lender.active() && Payout.tryTransferFrom(terms.token, payer, lender.cash(), amount);
        if (paid) return;
        _pull(terms.token, payer, amount);
        _park(terms.lender, terms.token, amount);
    }

    function _pull(address token, address from, uint256 amount) internal {
        _pullTo(address(this), token, from, amount);
    }

    /// @dev Moves what `from` allowed into a contract of the system, which must receive exactly that.
    function _pullTo(address to, address token, address from, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(to);
        IERC20(token).safeTransferFrom(from, to, amount);
        uint256 received = IERC20(token).balanceOf(to) - before;
        if (received != amount) revert WrongAmountReceived(token, amount, received);
    }

    /* CHECKS */

    function _checkAmount(uint256 amount) internal pure {
        if (amount == 0) revert ZeroAmount();
        if (amount > MAX_AMOUNT) revert AmountTooLarge(amount, MAX_AMOUNT);
    }
}
