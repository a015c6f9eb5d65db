// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "../base/Vm.sol";

/// @title Replay
/// @notice Rebuilds the state from the logs alone (I23); imports nothing of the contracts but the text of their events.
/// @dev Values and tiers follow from TransferValue and Assigned, owners from Transfer and the cash accounts known then,
/// accounts of a debt from Paid and Redeemed, what is used of a limit from Confirmed, Corrected, Paid and Extinguished.
contract Replay {
    struct Debt {
        uint256 programme;
        uint256 status;
        uint256 dueDay;
        uint256 face;
        uint256 received;
        uint256 unpaid;
        uint256 interest;
        uint256 chargedTo;
        uint256 paidOut;
        uint256 issued;
        uint256 live;
        uint256 first;
        bool disputed;
        bool frozen;
    }

    struct Note {
        uint256 owner;
        uint256 value;
        uint256 tier;
        uint256 claimed;
        address custodian;
        uint256 receiver;
        bool frozen;
    }

    mapping(uint256 id => Debt) private _debts;
    mapping(uint256 id => Note) private _notes;
    mapping(uint256 party => address) public cashOf;
    mapping(address cash => uint256) public partyOf;
    mapping(uint256 party => bool) public suspended;
    mapping(uint256 party => uint256) public held;
    mapping(uint256 party => mapping(address token => uint256)) public parked;
    mapping(uint256 programme => uint256) public used;
    mapping(bytes32 offer => uint256) public filled;
    mapping(uint256 id => uint256) private _interestPaid;
    mapping(uint256 programme => int256) private _offsets;
    uint256 private _time;

    bytes32 private constant REGISTERED =
        keccak256("PartyRegistered(uint40,address,(uint8,uint24,uint40,uint16,uint16))");
    bytes32 private constant CASH_CHANGED = keccak256("CashAccountChanged(uint40,address,address,uint16)");
    bytes32 private constant PARTY_STATUS = keccak256("PartyStatusChanged(uint40,bool,bytes32)");
    bytes32 private constant CONFIRMED = keccak256("Confirmed(uint96,uint48,uint40,uint256,uint256,bytes32)");
    bytes32 private constant CORRECTED = keccak256("Corrected(uint96,uint256,uint256)");
    bytes32 private constant OPENED = keccak256(
        "ProgrammeOpened(uint48,uint40,address,(address,bytes3,uint256,uint16,uint8,uint256,uint24,uint8,int8,bool,address,bytes32))"
    );
    bytes32 private constant LINKED = keccak256("InvoiceLinked(uint96,uint96)");
    bytes32 private constant STATUS = keccak256("StatusChanged(uint96,uint8)");
    bytes32 private constant EXTINGUISHED = keccak256("Extinguished(uint96,uint128,uint256)");
    bytes32 private constant DISPUTE = keccak256("DisputeChanged(uint96,bool,bytes32)");
    bytes32 private constant FREEZE = keccak256("FreezeChanged(uint96,bool,bytes32)");
    bytes32 private constant NOTE_FREEZE = keccak256("NoteFreezeChanged(uint128,bool,bytes32)");
    bytes32 private constant TRANSFER = keccak256("Transfer(address,address,uint256)");
    bytes32 private constant TRANSFER_VALUE = keccak256("TransferValue(uint256,uint256,uint256)");
    bytes32 private constant ASSIGNED =
        keccak256("Assigned(uint128,uint128,uint40,uint40,uint256,uint8,bytes32,bool)");
    bytes32 private constant PROPOSED =
        keccak256("AssignmentProposed(uint128,uint128,uint40,uint256,bytes32,bool)");
    bytes32 private constant ENDED = keccak256("AssignmentEnded(uint128,uint40)");
    bytes32 private constant LOCK = keccak256("LockChanged(uint128,address,bool)");
    bytes32 private constant PAID = keccak256("Paid(uint96,address,uint256,uint256,uint256)");
    bytes32 private constant REDEEMED = keccak256("Redeemed(uint128,uint40,uint256,bool)");
    bytes32 private constant PARKED = keccak256("Parked(uint40,address,uint256)");
    bytes32 private constant CLAIMED = keccak256("Claimed(uint40,address,address,uint256)");
    bytes32 private constant TAKEN =
        keccak256("OfferTaken(bytes32,uint128,uint40,uint128,uint40,uint256,uint256,bytes32,bool)");
    bytes32 private constant WITHDRAWN = keccak256("OfferWithdrawn(bytes32,uint40)");

    uint256 private constant OPEN = 1;
    uint256 private constant SETTLED = 3;
    uint256 private constant CANCELLED = 4;
    uint256 private constant IS_LINKED = 5;

    /// @notice Reads logs in their order; those of other contracts and of no consequence are passed over.
    /// @param time Time of the blocks that they are of.
    function follow(Vm.Log[] calldata logs, uint256 time) external {
        _time = time;
        for (uint256 i; i < logs.length; ++i) {
            Vm.Log calldata log = logs[i];
            bytes32[] calldata t = log.topics;
            if (t.length == 0) continue;
            if (_party(t, log.data) || _debt(t, log.data) || _note(t, log.data)) continue;
            if (_flag(t, log.data) || _money(t, log.data)) continue;
        }
    }

    /// @notice A debt as the logs tell it.
    function debtOf(uint256 id) external view returns (Debt memory) {
        return _debts[id];
    }

    /// @notice A note as the logs tell it.
    function noteOf(uint256 id) external view returns (Note memory) {
        return _notes[id];
    }

    function _party(bytes32[] calldata t, bytes calldata data) private returns (bool) {
        uint256 party = uint256(t[t.length > 1 ? 1 : 0]);
        if (t[0] == REGISTERED) {
            _setCash(party, _address(t[2]));
        } else if (t[0] == CASH_CHANGED) {
            partyOf[_address(t[2])] = 0;
            _setCash(party, _address(t[3]));
        } else if (t[0] == PARTY_STATUS) {
            suspended[party] = _word(data, 0) == 0;
        } else {
            return false;
        }
        return true;
    }

    function _debt(bytes32[] calldata t, bytes calldata data) private returns (bool) {
        Debt storage d = _debts[uint256(t[t.length > 1 ? 1 : 0])];
        if (t[0] == CONFIRMED) {
            (d.programme, d.status) = (uint256(t[2]), OPEN);
            (d.face, d.unpaid) = (_word(data, 0), _word(data, 0));
            (d.dueDay, d.chargedTo) = (_word(data, 1), _word(data, 1));
            _notes[uint256(t[1]) << 32 | 1].tier = 1;
            used[d.programme] += d.face;
        } else if (t[0] == CORRECTED) {
            used[d.programme] = used[d.programme] + _word(data, 0) - d.face;
            (d.face, d.unpaid) = (_word(data, 0), _word(data, 0));
            (d.dueDay, d.chargedTo) = (_word(data, 1), _word(data, 1));
        } else if (t[0] == EXTINGUISHED) {
            d.face -= _word(data, 0);
            d.unpaid -= _word(data, 0);
            used[d.programme] -= _word(data, 0);
        } else if (t[0] == STATUS) {
            d.status = _word(data, 0);
            if (d.status == CANCELLED) {
                used[d.programme] -= d.face;
                (d.face, d.unpaid) = (0, 0);
            }
        } else if (t[0] == LINKED) {
            (d.status, d.first) = (IS_LINKED, uint256(t[2]));
        } else if (t[0] == OPENED) {
            _offsets[uint256(t[1])] = int256(_word(data, 8));
        } else {
            return false;
        }
        return true;
    }

    function _note(bytes32[] calldata t, bytes calldata data) private returns (bool) {
        if (t[0] == TRANSFER && t.length == 4) {
            _transfer(_address(t[1]), _address(t[2]), uint256(t[3]));
        } else if (t[0] == TRANSFER_VALUE) {
            (uint256 from, uint256 to) = (uint256(t[1]), uint256(t[2]));
            if (from != 0) _notes[from].value -= _word(data, 0);
            if (to != 0) _notes[to].value += _word(data, 0);
            if (from != 0 && to != 0 && _notes[to].tier == 0) _notes[to].tier = _notes[from].tier;
        } else if (t[0] == ASSIGNED) {
            _notes[uint256(t[2])].tier = _word(data, 2);
            _notes[uint256(t[1])].receiver = 0;
        } else if (t[0] == PROPOSED) {
            _notes[uint256(t[1])].receiver = uint256(t[3]);
        } else if (t[0] == ENDED) {
            _notes[uint256(t[1])].receiver = 0;
        } else if (t[0] == LOCK) {
            _notes[uint256(t[1])].custodian = _word(data, 0) == 1 ? _address(t[2]) : address(0);
        } else {
            return false;
        }
        return true;
    }

    function _transfer(address from, address to, uint256 id) private {
        Note storage n = _notes[id];
        Debt storage d = _debts[id >> 32];
        uint256 next = to == address(0) ? 0 : partyOf[to];
        if (from == address(0)) {
            ++d.issued;
            ++d.live;
        } else {
            --held[n.owner];
        }
        if (next == 0) {
            --d.live;
            n.frozen = false;
        } else {
            ++held[next];
        }
        // A lock ends with the ownership, of which an announcement to wallets changes nothing.
        if (next != n.owner) n.custodian = address(0);
        n.owner = next;
    }

    function _flag(bytes32[] calldata t, bytes calldata data) private returns (bool) {
        if (t[0] == DISPUTE) _debts[uint256(t[1])].disputed = _word(data, 0) == 1;
        else if (t[0] == FREEZE) _debts[uint256(t[1])].frozen = _word(data, 0) == 1;
        else if (t[0] == NOTE_FREEZE) _notes[uint256(t[1])].frozen = _word(data, 0) == 1;
        else if (t[0] == TAKEN) filled[t[1]] += _word(data, 2);
        else if (t[0] == WITHDRAWN) filled[t[1]] = type(uint256).max;
        else return false;
        return true;
    }

    function _money(bytes32[] calldata t, bytes calldata data) private returns (bool) {
        if (t[0] == PAID) {
            _pay(uint256(t[1]), _word(data, 0), _word(data, 1));
            if (_word(data, 2) == 0) _debts[uint256(t[1])].status = SETTLED;
        } else if (t[0] == REDEEMED) {
            _notes[uint256(t[1])].claimed += _word(data, 0);
            _debts[uint256(t[1]) >> 32].paidOut += _word(data, 0);
        } else if (t[0] == PARKED) {
            parked[uint256(t[1])][_address(t[2])] += _word(data, 0);
        } else if (t[0] == CLAIMED) {
            parked[uint256(t[1])][_address(t[2])] -= _word(data, 0);
        } else {
            return false;
        }
        return true;
    }

    /// @dev Interest is charged, and days count, only when principal falls: then all interest so far is paid.
    function _pay(uint256 id, uint256 amount, uint256 interest) private {
        Debt storage d = _debts[id];
        uint256 day = uint256(int256(_time) + _offsets[d.programme] * 900) / 86_400;
        d.received += amount;
        d.unpaid -= amount - interest;
        used[d.programme] -= amount - interest;
        _interestPaid[id] += interest;
        if (amount == interest) return;
        d.interest = _interestPaid[id];
        if (day > d.chargedTo) d.chargedTo = day;
    }

    function _setCash(uint256 party, address cash) private {
        cashOf[party] = cash;
        partyOf[cash] = party;
    }

    function _word(bytes calldata data, uint256 index) private pure returns (uint256) {
        return uint256(bytes32(data[32 * index:32 * index + 32]));
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}
