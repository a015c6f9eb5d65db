// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {ICustodian} from "../interfaces/ICustodian.sol";
import {ILoans, LoanState, Quote, Terms} from "../interfaces/ILoans.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {ISettlements} from "../interfaces/ISettlements.sol";
import {NoteId, NoteWord, PartyId, ReceivableWord} from "../interfaces/Types.sol";
import {Parking} from "./base/Parking.sol";
import {Calendar} from "./libraries/Calendar.sol";
import {NoteWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Collateral
/// @notice See ICollateral. A custodian of Receivables that locks and unlocks notes, and never moves one.
/// @dev State is final before any token is called, but for what Loans takes, which two readings compare.
contract Collateral is ICollateral, Parking, ERC2771Context {
    using NoteWords for NoteWord;
    using ReceivableWords for ReceivableWord;
    using SafeERC20 for IERC20;

    struct Pledge {
        bytes32 loan;
        uint96 toCome;
    }

    /// @dev Proceeds of notes of one owner.
    struct Entry {
        PartyId owner;
        uint216 amount;
    }

    /// @dev Entries of a loan from `next` to before `end` wait, `sum` together. All zero when none does.
    struct Queue {
        uint64 next;
        uint64 end;
        uint128 sum;
    }

    uint256 private constant SCOPE_ASSIGN = 2;
    uint256 private constant SCOPE_FUND = 4;

    IProgrammes public immutable programmes;
    IReceivables public immutable receivables;
    ISettlements public immutable settlements;
    ILoans public immutable loans;

    /// @dev Of a note that is gone it may still say that nothing is to come: burning a note with nothing due tells
    /// nobody. No note has the same id again.
    mapping(NoteId note => Pledge) private _pledges;
    mapping(bytes32 loan => uint256) private _toCome;
    mapping(bytes32 loan => Queue) private _queues;
    mapping(bytes32 loan => mapping(uint256 index => Entry)) private _entries;

    /// @param receivables_ Deployed; the others may still be at the addresses that they will be deployed to.
    constructor(
        address forwarder,
        IParties parties_,
        IReceivables receivables_,
        ISettlements settlements_,
        ILoans loans_
    ) Parking(parties_) ERC2771Context(forwarder) {
        programmes = receivables_.programmes();
        receivables = receivables_;
        settlements = settlements_;
        loans = loans_;
    }

    /* PLEDGES */

    /// @inheritdoc ICollateral
    function pledge(Terms calldata terms, NoteId[] calldata notes) external returns (uint256 toCome) {
        (bytes32 loan,) = loans.quote(terms, 0);
        for (uint256 i; i < notes.length; ++i) {
            toCome += _pledge(terms, loan, notes[i]);
        }
        _toCome[loan] += toCome;
    }

    /// @inheritdoc ICollateral
    function release(Terms calldata terms, NoteId[] calldata notes) external returns (uint256 count) {
        (bytes32 loan, Quote memory q) = loans.quote(terms, 0);
        LoanState memory state = loans.stateOf(loan);
        if (q.payoff != 0 || _canDraw(terms, loan, state.released)) {
            _checkLender(terms, loan, q.payoff, state);
        }
        for (uint256 i; i < notes.length; ++i) {
            if (_release(loan, notes[i])) ++count;
        }
    }

    /* PROCEEDS */

    /// @inheritdoc ICollateral
    function redeem(Terms calldata terms, NoteId[] calldata notes)
        external
        returns (uint256 paid, uint256 surplus)
    {
        settlements.redeem(notes);
        (bytes32 loan, Quote memory q) = loans.quote(terms, 0);
        return _apply(terms, loan, q, type(uint256).max);
    }

    /// @inheritdoc ICollateral
    function applyProceeds(Terms calldata terms, uint256 most)
        external
        returns (uint256 paid, uint256 surplus)
    {
        (bytes32 loan, Quote memory q) = loans.quote(terms, 0);
        if (_queues[loan].sum == 0) revert NothingBooked(loan);
        return _apply(terms, loan, q, most);
    }

    /// @inheritdoc ICustodian
    function onPayout(NoteId note, PartyId owner, address, uint256 amount) external {
        if (msg.sender != address(settlements)) revert NotSettlements(msg.sender);
        Pledge memory p = _pledges[note];
        if (p.loan == 0) revert NotPledged(note);
        (, NoteWord n) = receivables.words(note);
        uint256 toCome = n.exists() ? Math.saturatingSub(p.toCome, amount) : 0;
        _toCome[p.loan] -= p.toCome - toCome;
        // A note burnt is pledged no longer. What is to come has only become less, so it fits.
        if (n.exists()) _pledges[note].toCome = uint96(toCome);
        else delete _pledges[note];
        _book(p.loan, owner, amount);
        emit ProceedsBooked(p.loan, note, owner, amount, toCome);
    }

    /* VIEWS */

    /// @inheritdoc ICollateral
    function pledgedValue(bytes32 loan) external view returns (uint256) {
        return _toCome[loan];
    }

    /// @inheritdoc ICollateral
    function pledgeOf(NoteId note) external view returns (bytes32 loan, uint256 toCome) {
        (, NoteWord n) = receivables.words(note);
        if (n.exists()) (loan, toCome) = (_pledges[note].loan, _pledges[note].toCome);
    }

    /// @inheritdoc ICollateral
    function proceedsOf(bytes32 loan) external view returns (uint256 amount, uint256 entries) {
        Queue memory q = _queues[loan];
        return (q.sum, q.end - q.next);
    }

    /* INTERNALS: PLEDGES */

    function _pledge(Terms calldata terms, bytes32 loan, NoteId note) private returns (uint256 toCome) {
        (ReceivableWord r, NoteWord n) = receivables.words(note);
        if (!n.exists()) revert IReceivables.NoteUnknown(NoteId.unwrap(note));
        // A custodian may lock what it has locked already: that a note secures one loan is for this contract to see.
        if (_pledges[note].loan != 0) revert NotePledged(note, _pledges[note].loan);
        (PartyId owner,,) =
            parties.admit(n.owner(), _msgSender(), SCOPE_ASSIGN, n.value(), terms.lender, PartyId.wrap(0));
        (address token,,) = programmes.paymentTerms(r.programme());
        if (token != terms.token) revert TokenMismatch(note, token, terms.token);
        toCome = Math.saturatingSub(n.value(), n.claimed());
        _pledges[note] = Pledge(loan, uint96(toCome));
        emit Pledged(loan, note, owner, toCome);
        receivables.lock(note, owner);
    }

    /// @return ended Whether the note was pledged for the loan.
    function _release(bytes32 loan, NoteId note) private returns (bool ended) {
        Pledge memory p = _pledges[note];
        if (p.loan != loan) return false;
        delete _pledges[note];
        _toCome[loan] -= p.toCome;
        (, NoteWord n) = receivables.words(note);
        if (!n.exists()) return false;
        emit PledgeReleased(loan, note);
        receivables.unlock(note);
        return true;
    }

    function _checkLender(Terms calldata terms, bytes32 loan, uint256 payoff, LoanState memory state)
        private
        view
    {
        (PartyId caller,) = parties.act(_msgSender(), SCOPE_FUND, 0);
        if (caller != terms.lender) revert StillSecuring(loan, payoff, caller, terms.lender);
        // Guarantors rely on the security: from the default on it is not the lender's alone to give away.
        if (state.defaulted || state.covered) {
            revert SecurityClaimed(loan, state.defaulted, state.covered);
        }
    }

    /// @dev A list may still have chunks to pay until the draw deadline, whatever of it was paid.
    function _canDraw(Terms calldata terms, bytes32 loan, uint256 released) private view returns (bool) {
        if (Calendar.today(terms.offset) > terms.drawDeadline) return false;
        for (uint256 i; i < terms.milestones; ++i) {
            if (released >> i & 1 == 0) return true;
            (bytes32 leaf,) = loans.listOf(loan, i);
            if (leaf != 0) return true;
        }
        return false;
    }

    /* INTERNALS: PROCEEDS */

    /// @dev Payouts on notes of one owner, one after the other, make one entry. Amounts are below 2**96.
    function _book(bytes32 loan, PartyId owner, uint256 amount) private {
        Queue memory q = _queues[loan];
        if (q.end == q.next || _entries[loan][q.end - 1].owner != owner) {
            _entries[loan][q.end] = Entry(owner, 0);
            ++q.end;
        }
        _entries[loan][q.end - 1].amount += uint216(amount);
        q.sum += uint128(amount);
        _queues[loan] = q;
    }

    /// @dev Takes at most `most` entries off the queue, the oldest first.
    function _take(bytes32 loan, uint256 most) private returns (Entry[] memory entries, uint256 sum) {
        Queue memory q = _queues[loan];
        entries = new Entry[](Math.min(most, q.end - q.next));
        for (uint256 i; i < entries.length; ++i) {
            entries[i] = _entries[loan][q.next + i];
            delete _entries[loan][q.next + i];
            sum += entries[i].amount;
        }
        // Both fit: they are at most what the queue says.
        q.next += uint64(entries.length);
        q.sum -= uint128(sum);
        if (q.next == q.end) delete _queues[loan];
        else _queues[loan] = q;
    }

    function _apply(Terms calldata terms, bytes32 loan, Quote memory q, uint256 most)
        private
        returns (uint256 paid, uint256 surplus)
    {
        (Entry[] memory entries, uint256 sum) = _take(loan, most);
        paid = _payLoan(terms, Math.min(sum, terms.proceedsToPrincipal ? q.payoff : q.due));
        surplus = sum - paid;
        _allot(loan, terms.token, entries, paid);
    }

    /// @dev Lets Loans take `amount` and holds it to what it says.
    function _payLoan(Terms calldata terms, uint256 amount) private returns (uint256 paid) {
        if (amount == 0) return 0;
        IERC20 token = IERC20(terms.token);
        uint256 before = token.balanceOf(address(this));
        token.forceApprove(address(loans), amount);
        paid = loans.applyProceeds(terms, amount);
        if (paid < amount) token.forceApprove(address(loans), 0);
        uint256 left = token.balanceOf(address(this));
        if (left + paid != before) revert WrongAmountTaken(terms.token, paid, before, left);
    }

    /// @dev `paid` came from the entries in their order; the rest of each goes to its owner.
    function _allot(bytes32 loan, address token, Entry[] memory entries, uint256 paid) private {
        for (uint256 i; i < entries.length; ++i) {
            PartyId owner = entries[i].owner;
            uint256 part = Math.min(paid, entries[i].amount);
            uint256 surplus = entries[i].amount - part;
            paid -= part;
            emit ProceedsApplied(loan, owner, part, surplus);
            if (surplus != 0) _payOut(owner, parties.wordFor(owner), token, surplus);
        }
    }
}
