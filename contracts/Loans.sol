// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import {ICondition, Milestone} from "../interfaces/ICondition.sol";
import {ICreditLines} from "../interfaces/ICreditLines.sol";
import {IFixings} from "../interfaces/IFixings.sol";
import {IGuarantees} from "../interfaces/IGuarantees.sol";
import {ILoans, LoanState, Quote, Terms} from "../interfaces/ILoans.sol";
import {IParties} from "../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../interfaces/Types.sol";
import {LoanLedger} from "./base/LoanLedger.sol";
import {Parking} from "./base/Parking.sol";
import {Payout} from "./base/Payout.sol";
import {LoanMath} from "./libraries/LoanMath.sol";
import {LoanTerms} from "./libraries/LoanTerms.sol";
import {LoanWords} from "./libraries/LoanWords.sol";
import {PartyWords} from "./libraries/Words.sol";

/// @title Loans
/// @notice See ILoans. Terms in calldata, their hash in storage.
contract Loans is LoanLedger, ERC2771Context {
    using BitMaps for BitMaps.BitMap;
    using LoanWords for uint256;
    using PartyWords for PartyWord;
    using SafeERC20 for IERC20;

    /// @dev A payout list from its release on: the leaf of its milestone, what it paid, which chunks it paid.
    struct List {
        bytes32 leaf;
        uint256 paid;
        BitMaps.BitMap chunks;
    }

    uint256 private constant SCOPE_FUND = 4;

    address public immutable agreements;
    address public immutable collateral;

    mapping(bytes32 loan => mapping(uint256 index => List)) private _lists;
    mapping(bytes32 loan => mapping(uint256 index => uint256)) private _refunded;

    constructor(
        address forwarder,
        IParties parties_,
        ICreditLines creditLines_,
        IFixings fixings_,
        address agreements_,
        IGuarantees guarantees_,
        address collateral_
    ) ERC2771Context(forwarder) Parking(parties_) LoanLedger(fixings_, creditLines_, guarantees_) {
        agreements = agreements_;
        collateral = collateral_;
    }

    /* AGREEMENTS */

    /// @inheritdoc ILoans
    function begin(bytes32 loan, uint256 interestOnly) external {
        _onlySystem(agreements);
        _checkUnopened(loan);
        _openings[loan] = LoanWords.opened(interestOnly);
    }

    /// @inheritdoc ILoans
    function reserve(bytes32 loan, address token, address lender, uint256 amount) external {
        _onlySystem(agreements);
        _reserves[loan] = amount;
        emit ReserveChanged(loan, amount);
        _pull(token, lender, amount);
    }

    /// @inheritdoc ILoans
    function payFee(address token, address borrower, address payee, uint256 amount) external {
        _onlySystem(agreements);
        IERC20(token).safeTransferFrom(borrower, payee, amount);
    }

    /// @inheritdoc ILoans
    function kill(bytes32 loan) external {
        _onlySystem(agreements);
        _kill(loan);
    }

    /// @inheritdoc ILoans
    function amend(Terms calldata terms, Terms calldata newTerms) external {
        _onlySystem(agreements);
        Loan memory loan = _loanToday(terms);
        uint256 drawn = _drawn(loan);
        if (newTerms.commitment < drawn) revert CommitmentExceeded(drawn, newTerms.commitment);
        LoanMath.amend(terms, newTerms, loan.state);
        loan.opening = loan.opening.withFlag(LoanWords.AMENDED, true);
        bytes32 termsHash = LoanTerms.hash(newTerms);
        // An amendment is made once: signatures that brought it must not bring it again later.
        _kill(termsHash);
        _amended[loan.id] = termsHash;
        _save(loan);
        emit LoanAmended(loan.id, termsHash, loan.state);
    }

    /* PAYING OUT */

    /// @inheritdoc ILoans
    function release(
        Terms calldata terms,
        Milestone calldata milestone,
        bytes32[] calldata proof,
        bytes calldata evidence
    ) external {
        Loan memory loan = _loanToday(terms);
        address lenderCash = _checkPayingOut(terms, loan);
        bytes32 leaf = _checkMilestone(terms, loan, milestone, proof);
        _checkCondition(loan.id, milestone, evidence);
        if (loan.opening.released() == 0) _publish(loan.id, terms);
        loan.opening = loan.opening.withReleased(milestone.index);
        emit Released(loan.id, milestone.index, milestone.payees, milestone.amount);
        if (_isList(milestone)) {
            _checkAmount(milestone.amount);
            _lists[loan.id][milestone.index].leaf = leaf;
            _save(loan);
        } else {
            _draw(terms, loan, milestone.amount);
            address payee = address(uint160(uint256(milestone.payees)));
            _payPayee(terms, lenderCash, payee, milestone.amount, _isFitPayee(terms, payee));
        }
    }

    /// @inheritdoc ILoans
    function payOut(
        Terms calldata terms,
        Milestone calldata milestone,
        uint256 chunk,
        bytes calldata entries,
        bytes32[] calldata proof
    ) external returns (uint256 amount) {
        Loan memory loan = _loanToday(terms);
        address lenderCash = _checkPayingOut(terms, loan);
        List storage list = _lists[loan.id][milestone.index];
        if (list.leaf != LoanTerms.leaf(milestone)) revert MilestoneNotReleased(loan.id, milestone.index);
        _takeChunk(list, milestone, chunk, entries, proof);
        amount = _sum(entries);
        uint256 room = milestone.amount - list.paid;
        if (amount > room) revert ListExceeded(milestone.payees, amount, room);
        list.paid += amount;
        _draw(terms, loan, amount);
        if (!terms.reserved) _pull(terms.token, lenderCash, amount);
        uint256 parked = _payEntries(terms.token, entries);
        emit ChunkPaidOut(loan.id, milestone.index, chunk, amount, parked);
    }

    /// @inheritdoc ILoans
    function refund(
        Terms calldata terms,
        Milestone calldata milestone,
        bytes32[] calldata proof,
        uint256 amount
    ) external {
        _checkAmount(amount);
        Loan memory loan = _loanToday(terms);
        address payee = _msgSender();
        _checkProof(terms, loan.id, milestone, proof);
        _checkRefundingPayee(terms, loan, milestone, payee);
        uint256 refunded = _refunded[loan.id][milestone.index];
        // Amended milestones may be smaller than what was returned before.
        uint256 left = Math.saturatingSub(milestone.amount, refunded);
        uint256 room = Math.min(left, loan.state.principal);
        if (amount > room) revert RefundTooLarge(amount, room);
        _refunded[loan.id][milestone.index] = refunded + amount;
        uint256 debt = LoanMath.quote(terms, loan.state).payoff;
        LoanMath.refund(terms, loan.state, amount);
        _save(loan);
        emit Refunded(loan.id, milestone.index, payee, amount);
        if (terms.lined) creditLines.repaid(terms.lender, terms.borrower, amount, 0, 0, false);
        _payCreditors(terms, loan, payee, amount, debt);
    }

    /// @inheritdoc ILoans
    function returnReserve(Terms calldata terms) external returns (uint256 amount) {
        Loan memory loan = _loan(terms);
        amount = _reserves[loan.id];
        if (amount == 0) revert NothingReserved(loan.id);
        if (loan.today <= terms.drawDeadline) {
            revert ReserveStillNeeded(loan.id, terms.drawDeadline, loan.today);
        }
        _reserves[loan.id] = 0;
        emit ReserveChanged(loan.id, 0);
        _payOut(terms.lender, parties.wordFor(terms.lender), terms.token, amount);
    }

    /* PAYING BACK */

    /// @inheritdoc ILoans
    function repay(Terms calldata terms, uint256 amount) external returns (uint256 taken) {
        if (amount == 0) revert ZeroAmount();
        (Loan memory loan, Quote memory q) = _owing(terms);
        taken = Math.min(amount, q.payoff);
        _pay(terms, loan, q, _msgSender(), taken, false);
    }

    /// @inheritdoc ILoans
    function collect(Terms calldata terms) external returns (uint256 taken) {
        (Loan memory loan, Quote memory q) = _owing(terms);
        address borrower = parties.wordFor(terms.borrower).cash();
        uint256 allowance = IERC20(terms.token).allowance(borrower, address(this));
        uint256 balance = IERC20(terms.token).balanceOf(borrower);
        taken = Math.min(q.due, Math.min(allowance, balance));
        if (taken == 0) revert NothingToCollectOn(loan.id, q.due, allowance, balance);
        _pay(terms, loan, q, borrower, taken, true);
    }

    /// @inheritdoc ILoans
    function applyProceeds(Terms calldata terms, uint256 amount) external returns (uint256 taken) {
        _onlySystem(collateral);
        (Loan memory loan, Quote memory q) = _owing(terms);
        taken = Math.min(amount, terms.proceedsToPrincipal ? q.payoff : q.due);
        if (taken != 0) _pay(terms, loan, q, msg.sender, taken, !terms.proceedsToPrincipal);
    }

    /* DEFAULT */

    /// @inheritdoc ILoans
    function markDefault(Terms calldata terms) external {
        (Loan memory loan, Quote memory q) = _owing(terms);
        if (loan.state.defaulted) revert AlreadyDefaulted(loan.id);
        if (q.daysPastDue <= terms.daysToDefault) {
            revert DefaultTooEarly(loan.id, q.daysPastDue, terms.daysToDefault);
        }
        loan.state.defaulted = true;
        loan.opening = loan.opening.withMark();
        _save(loan);
        emit Defaulted(loan.id, q.payoff, q.daysPastDue);
        if (terms.lined) creditLines.defaulted(terms.lender, terms.borrower, q.payoff);
    }

    /// @inheritdoc ILoans
    function liftDefault(Terms calldata terms) external {
        Loan memory loan = _loanToday(terms);
        if (!loan.state.defaulted) revert NotDefaulted(loan.id);
        (PartyId party,) = parties.act(_msgSender(), SCOPE_FUND, 0);
        if (party != terms.lender) revert NotLender(party, terms.lender);
        // A new mark would be a new shortfall: guarantors who have paid must agree to that, by an amendment.
        if (loan.state.covered) revert CoverCalled(loan.id);
        LoanMath.lift(terms, loan.state);
        _save(loan);
        emit DefaultLifted(loan.id);
    }

    /* SYSTEM */

    /// @inheritdoc ILoans
    function setFrozen(bytes32 loan, bool on) external {
        _onlySystem(agreements);
        _openings[loan] = _opened(loan).withFlag(LoanWords.FROZEN, on);
    }

    /// @inheritdoc ILoans
    function setCovered(bytes32 loan) external {
        _onlySystem(address(guarantees));
        _setCovered(loan);
    }

    /* VIEWS */

    /// @inheritdoc ILoans
    function stateOf(bytes32 loan) external view returns (LoanState memory) {
        return _state(loan, _openings[loan]);
    }

    /// @inheritdoc ILoans
    function quote(Terms calldata terms, uint256 day) external view returns (bytes32, Quote memory) {
        Loan memory loan = _loan(terms);
        LoanMath.roll(terms, fixings, loan.state, Math.max(day, loan.today));
        return (loan.id, LoanMath.quote(terms, loan.state));
    }

    /// @inheritdoc ILoans
    function defaultsOf(bytes32 loan) external view returns (uint256) {
        return _openings[loan].marks();
    }

    /// @inheritdoc ILoans
    function termsInForce(bytes32 loan) external view returns (bytes32) {
        uint256 opening = _openings[loan];
        if (!opening.isOpen()) return 0;
        return opening.has(LoanWords.AMENDED) ? _amended[loan] : loan;
    }

    /// @inheritdoc ILoans
    function reserveOf(bytes32 loan) external view returns (uint256) {
        return _reserves[loan];
    }

    /// @inheritdoc ILoans
    function listOf(bytes32 loan, uint256 index) external view returns (bytes32 leaf, uint256 paid) {
        List storage list = _lists[loan][index];
        return (list.leaf, list.paid);
    }

    /// @inheritdoc ILoans
    function isChunkPaid(bytes32 loan, uint256 index, uint256 chunk) external view returns (bool) {
        return _lists[loan][index].chunks.get(chunk);
    }

    /* INTERNALS: AGREEMENTS */

    function _onlySystem(address caller) private view {
        if (msg.sender != caller) revert NotSystem(msg.sender);
    }

    /// @dev Terms of this hash never take effect from now on.
    function _kill(bytes32 termsHash) private {
        _checkUnopened(termsHash);
        _openings[termsHash] = LoanWords.DEAD;
    }

    function _checkUnopened(bytes32 loan) private view {
        uint256 opening = _openings[loan];
        if (opening == LoanWords.DEAD) revert TermsDead(loan);
        if (opening != 0) revert LoanExists(loan);
    }

    /* INTERNALS: PAYING OUT */

    /// @dev Whether money may leave for this loan today; returns the lender's account.
    function _checkPayingOut(Terms calldata terms, Loan memory loan) private view returns (address) {
        if (loan.opening.has(LoanWords.FROZEN)) revert LoanFrozen(loan.id);
        if (loan.state.defaulted) revert LoanDefaulted(loan.id);
        if (loan.today > terms.drawDeadline) revert DrawDeadlinePassed(terms.drawDeadline, loan.today);
        (PartyWord lender,) = parties.standing(terms.lender, terms.borrower);
        return lender.cash();
    }

    function _checkMilestone(
        Terms calldata terms,
        Loan memory loan,
        Milestone calldata milestone,
        bytes32[] calldata proof
    ) private pure returns (bytes32 leaf) {
        leaf = _checkProof(terms, loan.id, milestone, proof);
        if (loan.opening.isReleased(milestone.index)) revert MilestoneReleased(loan.id, milestone.index);
        if (milestone.deadline != 0 && loan.today > milestone.deadline) {
            revert DrawDeadlinePassed(milestone.deadline, loan.today);
        }
    }

    function _checkProof(
        Terms calldata terms,
        bytes32 loan,
        Milestone calldata milestone,
        bytes32[] calldata proof
    ) private pure returns (bytes32 leaf) {
        leaf = LoanTerms.leaf(milestone);
        bool proven = milestone.index < terms.milestones
            && MerkleProof.verifyCalldata(proof, terms.milestonesRoot, leaf);
        if (!proven) revert MilestoneUnknown(loan, milestone.index);
    }

    /// @dev Emits TermsPublished: the words of the terms as they came, which their hash has proven.
    function _publish(bytes32 loan, Terms calldata terms) private {
        bytes32 topic = TermsPublished.selector;
        assembly ("memory-safe") {
            // Written to free memory that nobody claims.
            let data := mload(64)
            calldatacopy(data, terms, 1216)
            log2(data, 1216, topic, loan)
        }
    }

    function _checkCondition(bytes32 loan, Milestone calldata milestone, bytes calldata evidence)
        private
        view
    {
        address condition = milestone.condition;
        if (condition == address(0)) return;
        if (!ICondition(condition).isMet(loan, milestone, evidence)) {
            revert ConditionNotMet(loan, milestone.index, condition);
        }
    }

    function _isList(Milestone calldata milestone) private pure returns (bool) {
        return uint256(milestone.payees) > type(uint160).max;
    }

    /// @dev A payee that is a party must be active, and not of the borrower's group but the borrower itself.
    function _isFitPayee(Terms calldata terms, address payee) private view returns (bool) {
        PartyId party = parties.accountOf(payee).party;
        if (PartyId.unwrap(party) == 0 || party == terms.borrower) return true;
        (PartyWord word, PartyWord borrower) = parties.wordsFor(party, terms.borrower);
        if (word.group() != 0 && word.group() == borrower.group()) {
            revert PayeeOfBorrowersGroup(payee, party);
        }
        return word.active();
    }

    /// @dev Marks a chunk paid, which must be of the list and unpaid.
    function _takeChunk(
        List storage list,
        Milestone calldata milestone,
        uint256 chunk,
        bytes calldata entries,
        bytes32[] calldata proof
    ) private {
        if (entries.length == 0 || entries.length % 32 != 0) {
            revert ChunkMalformed(entries.length);
        }
        if (!MerkleProof.verifyCalldata(proof, milestone.payees, LoanTerms.leaf(chunk, entries))) {
            revert ChunkUnknown(milestone.payees, chunk);
        }
        if (list.chunks.get(chunk)) revert ChunkPaid(milestone.payees, chunk);
        list.chunks.set(chunk);
    }

    /// @dev Sum of the amounts of a chunk; no chunk is long enough to overflow it.
    function _sum(bytes calldata entries) private pure returns (uint256 sum) {
        unchecked {
            for (uint256 i; i < entries.length; i += 32) {
                (, uint256 amount) = _entry(entries, i);
                sum += amount;
            }
        }
    }

    function _payEntries(address token, bytes calldata entries) private returns (uint256 parked) {
        for (uint256 i; i < entries.length; i += 32) {
            (address payee, uint256 amount) = _entry(entries, i);
            if (Payout.tryTransfer(token, payee, amount)) continue;
            _parkFor(payee, token, amount);
            parked += amount;
        }
    }

    /// @dev The entry that begins at byte `i`: account 160 | amount 96; the caller stays within the chunk.
    function _entry(bytes calldata entries, uint256 i) private pure returns (address payee, uint256 amount) {
        uint256 word;
        assembly ("memory-safe") {
            word := calldataload(add(entries.offset, i))
        }
        return (address(uint160(word >> 96)), uint96(word));
    }

    /* INTERNALS: PAYING BACK */

    /// @dev The borrower pays back by `repay`, interest first, also what it was paid itself.
    function _checkRefundingPayee(
        Terms calldata terms,
        Loan memory loan,
        Milestone calldata milestone,
        address payee
    ) private view {
        bool paid = loan.opening.isReleased(milestone.index) && uint256(milestone.payees) == uint160(payee);
        if (!paid || parties.accountOf(payee).party == terms.borrower) {
            revert NotPayee(payee, milestone.payees);
        }
    }

    function _owing(Terms calldata terms) private view returns (Loan memory loan, Quote memory q) {
        loan = _loanToday(terms);
        q = LoanMath.quote(terms, loan.state);
        if (q.payoff == 0) revert NothingOwedOn(loan.id);
    }
}
