// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICustodian} from "../interfaces/ICustodian.sol";
import {IGuarantees} from "../interfaces/IGuarantees.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {ISettlements} from "../interfaces/ISettlements.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../interfaces/Types.sol";
import {Parking} from "./base/Parking.sol";
import {Calendar} from "./libraries/Calendar.sol";
import {DebtMath} from "./libraries/DebtMath.sol";
import {Ids, MAX_AMOUNT, NoteWords, PartyWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Settlements
/// @notice See ISettlements.
/// @dev Nothing here asks for a halt, a dispute or a freeze. State is final before any token is called.
contract Settlements is ISettlements, Parking, ERC2771Context {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;
    using SafeERC20 for IERC20;

    /// @dev Account in two words; not written when the whole face arrives at once and on time.
    struct Record {
        uint96 received;
        uint96 unpaid;
        uint24 chargedTo;
        uint96 interest;
        uint96 paidOut;
    }

    /// @dev A payment on its way in, and what is owed on its day: unpaid principal, `interest`, of which `accrued` is
    /// not charged yet, and the guarantors' `claim`.
    struct Payment {
        ReceivableId id;
        ReceivableWord r;
        address token;
        uint256 day;
        uint256 owed;
        uint256 interest;
        uint256 accrued;
        uint256 claim;
        Record record;
    }

    IProgrammes public immutable programmes;
    IReceivables public immutable receivables;
    IGuarantees public immutable guarantees;

    mapping(ReceivableId id => Record) private _records;
    /// @dev What guarantors paid and have not got back, and how much of it is principal still in use of the limit.
    mapping(ReceivableId id => uint256) private _claims;
    mapping(ReceivableId id => uint256) private _unrestored;

    /// @param guarantees_ Guarantees, at the address that it will be deployed to.
    constructor(
        address forwarder,
        IParties parties_,
        IProgrammes programmes_,
        IReceivables receivables_,
        IGuarantees guarantees_
    ) Parking(parties_) ERC2771Context(forwarder) {
        programmes = programmes_;
        receivables = receivables_;
        guarantees = guarantees_;
    }

    /* MONEY IN */

    /// @inheritdoc ISettlements
    function settle(ReceivableId id, uint256 amount) external returns (uint256 taken) {
        Payment memory payment = _owing(id);
        if (amount == 0) revert ZeroPayment();
        taken = Math.min(amount, payment.owed);
        if (taken < payment.owed && payment.day < payment.r.dueDay()) {
            revert PartBeforeDueDay(id, amount, payment.owed);
        }
        _receive(payment, _msgSender(), taken);
    }

    /// @inheritdoc ISettlements
    function collect(ReceivableId id) external returns (uint256 taken) {
        Payment memory payment = _owing(id);
        if (payment.day < payment.r.dueDay()) revert NotDue(id, payment.r.dueDay(), payment.day);
        address anchor = parties.wordFor(payment.r.anchor()).cash();
        uint256 allowance = IERC20(payment.token).allowance(anchor, address(this));
        uint256 balance = IERC20(payment.token).balanceOf(anchor);
        taken = Math.min(payment.owed, Math.min(allowance, balance));
        if (taken == 0) revert NothingToCollect(id, payment.owed, allowance, balance);
        _receive(payment, anchor, taken);
    }

    /// @inheritdoc ISettlements
    function markOverdue(ReceivableId id) external {
        ReceivableWord r = _known(id);
        if (r.status() != Status.Open) revert NotOpen(id, r.status());
        (,, uint256 graceDays) = programmes.paymentTerms(r.programme());
        uint256 today = Calendar.today(r.offset());
        uint256 lastGraceDay = r.dueDay() + graceDays;
        if (today <= lastGraceDay) revert GraceNotOver(id, lastGraceDay, today);
        receivables.updateStatus(id, Status.Overdue);
        programmes.suspendForOverdue(r.anchor(), id);
    }

    /// @inheritdoc ISettlements
    function bookCover(ReceivableId id, uint256 amount) external {
        if (msg.sender != address(guarantees)) revert NotSystem(msg.sender);
        Payment memory payment = _owing(id);
        Status status = payment.r.status();
        if (status != Status.Overdue) revert NotMarkedOverdue(id, status);
        uint256 toHolders = payment.owed - payment.claim;
        if (amount > toHolders) revert MoreThanOwed(id, amount, toHolders);
        uint256 principal = _book(payment, amount);
        _claims[id] += amount;
        _unrestored[id] += principal;
        emit PaidByGuarantor(id, amount, amount - principal, toHolders - amount, payment.claim + amount);
    }

    /* MONEY OUT */

    /// @inheritdoc ISettlements
    function redeem(NoteId[] calldata notes) external returns (uint256 paid) {
        ProgrammeId programme;
        address token;
        for (uint256 i; i < notes.length; ++i) {
            (ReceivableWord r, NoteWord n) = receivables.words(notes[i]);
            // A programme's token never changes: read once for a run of notes under one programme.
            if (ProgrammeId.unwrap(r.programme()) != ProgrammeId.unwrap(programme)) {
                programme = r.programme();
                (token,,) = programmes.paymentTerms(programme);
            }
            paid += _redeem(notes[i], r, n, token);
        }
    }

    /* VIEWS */

    /// @inheritdoc ISettlements
    function owed(ReceivableId id) external view returns (uint256) {
        ReceivableWord r = receivables.receivableWord(id);
        return owedOn(id, Calendar.today(r.offset()));
    }

    /// @inheritdoc ISettlements
    function claimOf(ReceivableId id) external view returns (uint256) {
        return _claims[id];
    }

    /// @inheritdoc ISettlements
    function owedOn(ReceivableId id, uint256 day) public view returns (uint256) {
        ReceivableWord r = receivables.receivableWord(id);
        if (r.status() != Status.Open && r.status() != Status.Overdue) return 0;
        (, uint256 rate,) = programmes.paymentTerms(r.programme());
        Record memory record = _recordOf(id, r);
        return record.unpaid + _interestDue(record, r.face(), _accrued(record, r.face(), rate, day));
    }

    /// @inheritdoc ISettlements
    function redeemable(NoteId note) external view returns (uint256) {
        (ReceivableWord r, NoteWord n) = receivables.words(note);
        if (!n.exists()) return 0;
        return _payable(n, r, _records[Ids.receivable(note)]);
    }

    /// @inheritdoc ISettlements
    function accountOf(ReceivableId id) external view returns (Account memory) {
        ReceivableWord r = receivables.receivableWord(id);
        if (r.status() == Status.Linked) return Account(0, 0, 0, 0, 0);
        Record memory record = _recordOf(id, r);
        if (r.status() == Status.Settled && record.received == 0) {
            (record.received, record.unpaid) = (record.unpaid, 0);
        }
        return Account(record.received, record.unpaid, record.interest, record.paidOut, record.chargedTo);
    }

    /* INTERNALS: IN */

    /// @dev Books a payment, then takes it; what it leaves open decides status and limit.
    function _receive(Payment memory payment, address payer, uint256 taken) private {
        if (payment.claim != 0) return _receiveAndShare(payment, payer, taken);
        uint256 principal = taken;
        // Paid at once, without interest: nothing needs to be remembered but the status.
        if (payment.record.received != 0 || payment.interest != 0 || taken != payment.owed) {
            principal = _book(payment, taken);
        }
        _finish(payment, payer, taken, taken - principal, principal);
    }

    /// @dev As `_receive`, once guarantors have paid: their part is passed on to them.
    function _receiveAndShare(Payment memory payment, address payer, uint256 taken) private {
        (uint256 part, uint256 restored) = _bookGuarantorsPart(payment, taken);
        uint256 principal = _book(payment, taken - part);
        _finish(payment, payer, taken, taken - part - principal, principal + restored);
        if (part != 0) _passOn(payment, part);
    }

    function _finish(Payment memory payment, address payer, uint256 taken, uint256 interest, uint256 restored)
        private
    {
        uint256 left = payment.owed - taken;
        emit Paid(payment.id, payer, taken, interest, left);
        if (left == 0) receivables.updateStatus(payment.id, Status.Settled);
        if (restored != 0) programmes.restore(payment.r.programme(), restored);
        _pull(payment.token, payer, taken);
    }

    /// @dev Interest first. Days are charged only when principal falls, so that asking and paying often costs nothing.
    function _book(Payment memory payment, uint256 taken) private returns (uint256 principal) {
        Record memory record = payment.record;
        if (taken > payment.interest) {
            principal = taken - payment.interest;
            // All fit: interest is capped so that it and the face stay below 2**96.
            record.interest += uint96(payment.accrued);
            record.unpaid -= uint96(principal);
            if (payment.day > record.chargedTo) record.chargedTo = uint24(payment.day);
        }
        record.received += uint96(taken);
        _records[payment.id] = record;
    }

    /// @dev floor(y * G / D) of a payment is the guarantors'; as large a part of the principal they paid is restored.
    function _bookGuarantorsPart(Payment memory payment, uint256 taken)
        private
        returns (uint256 part, uint256 restored)
    {
        part = taken * payment.claim / payment.owed;
        restored = part * _unrestored[payment.id] / payment.claim;
        _claims[payment.id] = payment.claim - part;
        _unrestored[payment.id] -= restored;
        if (part != 0) emit PaidToGuarantors(payment.id, part, payment.claim - part);
    }

    function _passOn(Payment memory payment, uint256 part) private {
        IERC20(payment.token).safeTransfer(address(guarantees), part);
        guarantees.recovered(bytes32(uint256(ReceivableId.unwrap(payment.id))), payment.token, part);
    }

    function _pull(address token, address payer, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(payer, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert WrongAmountReceived(token, amount, received);
    }

    function _owing(ReceivableId id) private view returns (Payment memory payment) {
        payment.id = id;
        payment.r = _known(id);
        Status status = payment.r.status();
        if (status != Status.Open && status != Status.Overdue) revert NothingOwed(id, status);
        uint256 rate;
        (payment.token, rate,) = programmes.paymentTerms(payment.r.programme());
        payment.day = Calendar.today(payment.r.offset());
        _workOut(payment, rate, _recordOf(id, payment.r));
        // No guarantor pays before the mark.
        if (status != Status.Overdue) return payment;
        payment.claim = _claims[id];
        payment.owed += payment.claim;
    }

    function _workOut(Payment memory payment, uint256 rate, Record memory record) private pure {
        uint256 face = payment.r.face();
        payment.record = record;
        payment.accrued = _accrued(record, face, rate, payment.day);
        payment.interest = _interestDue(record, face, payment.accrued);
        payment.owed = record.unpaid + payment.interest;
    }

    /* INTERNALS: OUT */

    function _redeem(NoteId note, ReceivableWord r, NoteWord n, address token)
        private
        returns (uint256 amount)
    {
        if (!n.exists()) return 0;
        ReceivableId id = Ids.receivable(note);
        Record storage record = _records[id];
        amount = _payable(n, r, record);
        bool burnt = r.status() == Status.Settled;
        if (amount == 0 && !burnt) return 0;

        // Fits: all that notes are paid is at most what was received.
        if (record.received != 0) record.paidOut += uint96(amount);
        PartyId owner = n.owner();
        PartyWord w = parties.wordFor(owner);
        address custodian = n.custodian() == 0 ? address(0) : receivables.custodianOf(note);
        if (burnt) receivables.remove(note, w.cash());
        else receivables.recordPayout(note, amount);
        emit Redeemed(note, owner, amount, burnt);
        // Burnt with nothing due: its share of the last payment was rounded down to nothing.
        if (amount == 0) return 0;
        if (custodian != address(0)) _payCustodian(custodian, note, owner, token, amount);
        else _payOut(owner, w, token, amount);
    }

    /// @dev A lock passes what its note is paid to the contract that holds the lock.
    function _payCustodian(address custodian, NoteId note, PartyId owner, address token, uint256 amount)
        private
    {
        IERC20(token).safeTransfer(custodian, amount);
        ICustodian(custodian).onPayout(note, owner, token, amount);
    }

    /// @dev floor(T * v / F) - claimed; the last note of a settled receivable takes T - Q.
    function _payable(NoteWord n, ReceivableWord r, Record storage record) private view returns (uint256) {
        bool settled = r.status() == Status.Settled;
        uint256 received = record.received;
        if (received == 0) return settled ? n.value() : 0;
        if (settled && r.live() == 1) return received - record.paidOut;
        return DebtMath.shareDown(received, n.value(), r.face()) - n.claimed();
    }

    /* INTERNALS: ACCOUNTS */

    function _known(ReceivableId id) private view returns (ReceivableWord r) {
        r = receivables.receivableWord(id);
        if (r.status() == Status.None) revert UnknownReceivable(id);
    }

    /// @dev Before the first payment: everything is unpaid, and interest counts from the due day.
    function _recordOf(ReceivableId id, ReceivableWord r) private view returns (Record memory record) {
        // One word tells that there is no second.
        if (_records[id].received != 0) return _records[id];
        record.unpaid = uint96(r.face());
        record.chargedTo = uint24(r.dueDay());
    }

    function _interestDue(Record memory record, uint256 face, uint256 accrued)
        private
        pure
        returns (uint256)
    {
        return DebtMath.interestDue(face, record.received, record.unpaid, record.interest + accrued);
    }

    function _accrued(Record memory record, uint256 face, uint256 rate, uint256 day)
        private
        pure
        returns (uint256)
    {
        if (day <= record.chargedTo) return 0;
        uint256 interest = DebtMath.interestUp(record.unpaid, rate, day - record.chargedTo);
        return Math.min(interest, MAX_AMOUNT - face - record.interest);
    }
}
