// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../interfaces/Types.sol";

/// @dev Largest amount that the packed words hold.
uint256 constant MAX_AMOUNT = type(uint96).max;

/// @title Ids
/// @notice What an id says by itself.
library Ids {
    /// @dev Programme = anchor << 8 | number.
    function anchor(ProgrammeId programme) internal pure returns (PartyId) {
        return PartyId.wrap(uint40(ProgrammeId.unwrap(programme) >> 8));
    }

    /// @dev Note = receivable << 32 | number.
    function receivable(NoteId note_) internal pure returns (ReceivableId) {
        return ReceivableId.wrap(uint96(NoteId.unwrap(note_) >> 32));
    }

    function note(ReceivableId id, uint256 number) internal pure returns (NoteId) {
        return NoteId.wrap(uint128(uint256(ReceivableId.unwrap(id)) << 32 | number));
    }
}

/// @title PartyWords
/// @notice cash account 160 | group 40 | KYC expiry day 24 | roles 8 | active 1 |
/// restricted 1 (the cash account lacks a scope, or has a limit) | opt-ins 6 | epoch 16.
library PartyWords {
    uint256 private constant GROUP = 160;
    uint256 private constant KYC = 200;
    uint256 private constant ROLES = 224;
    uint256 private constant ACTIVE = 232;
    uint256 private constant RESTRICTED = 233;
    uint256 private constant OPT_INS = 234;
    uint256 private constant EPOCH = 240;

    /// @dev A new party: active, unrestricted, no opt-ins, first epoch.
    function pack(address cash_, uint256 group_, uint256 kycExpiry_, uint256 roles_)
        internal
        pure
        returns (PartyWord)
    {
        return PartyWord.wrap(
            uint256(uint160(cash_)) | group_ << GROUP | kycExpiry_ << KYC | roles_ << ROLES | 1 << ACTIVE
        );
    }

    function withProfile(PartyWord w, uint256 group_, uint256 kycExpiry_, uint256 roles_)
        internal
        pure
        returns (PartyWord)
    {
        w = _replace(w, GROUP, type(uint40).max, group_);
        return _replace(_replace(w, KYC, type(uint24).max, kycExpiry_), ROLES, type(uint8).max, roles_);
    }

    function withCash(PartyWord w, address cash_) internal pure returns (PartyWord) {
        return _replace(w, 0, type(uint160).max, uint160(cash_));
    }

    function withActive(PartyWord w, bool active_) internal pure returns (PartyWord) {
        return _replace(w, ACTIVE, 1, active_ ? 1 : 0);
    }

    function withRestricted(PartyWord w, bool restricted_) internal pure returns (PartyWord) {
        return _replace(w, RESTRICTED, 1, restricted_ ? 1 : 0);
    }

    function withOptIns(PartyWord w, uint256 optIns_) internal pure returns (PartyWord) {
        return _replace(w, OPT_INS, 0x3f, optIns_);
    }

    function withEpoch(PartyWord w, uint256 epoch_) internal pure returns (PartyWord) {
        return _replace(w, EPOCH, type(uint16).max, epoch_);
    }

    /// @dev Whether `account` is the cash account with every scope and no limit: then no other word says what it may.
    function isFreeCash(PartyWord w, address account) internal pure returns (bool) {
        return uint160(PartyWord.unwrap(w)) == uint160(account) && PartyWord.unwrap(w) >> RESTRICTED & 1 == 0;
    }

    function exists(PartyWord w) internal pure returns (bool) {
        return PartyWord.unwrap(w) != 0;
    }

    function cash(PartyWord w) internal pure returns (address) {
        return address(uint160(PartyWord.unwrap(w)));
    }

    function group(PartyWord w) internal pure returns (uint40) {
        return uint40(PartyWord.unwrap(w) >> GROUP);
    }

    function kycExpiry(PartyWord w) internal pure returns (uint24) {
        return uint24(PartyWord.unwrap(w) >> KYC);
    }

    function roles(PartyWord w) internal pure returns (uint8) {
        return uint8(PartyWord.unwrap(w) >> ROLES);
    }

    function active(PartyWord w) internal pure returns (bool) {
        return PartyWord.unwrap(w) >> ACTIVE & 1 == 1;
    }

    function optIns(PartyWord w) internal pure returns (uint8) {
        return uint8(PartyWord.unwrap(w) >> OPT_INS & 0x3f);
    }

    function epoch(PartyWord w) internal pure returns (uint16) {
        return uint16(PartyWord.unwrap(w) >> EPOCH);
    }

    function _replace(PartyWord w, uint256 shift, uint256 mask, uint256 value)
        private
        pure
        returns (PartyWord)
    {
        return PartyWord.wrap(PartyWord.unwrap(w) & ~(mask << shift) | value << shift);
    }
}

/// @title ReceivableWords
/// @notice programme 48 | due day 20 | face 96 | smallest piece 16 (compact) | notes issued 24 | notes live 24 |
/// UTC offset 8 | deepest tier 8 | status 4 | flags 8. A further fingerprint keeps its receivable's id as `face`.
library ReceivableWords {
    uint256 internal constant TRADE_REFERENCE_REQUIRED = 1;
    uint256 internal constant DISPUTED = 2;
    uint256 internal constant FROZEN = 4;

    uint256 private constant DUE = 48;
    uint256 private constant FACE = 68;
    uint256 private constant SMALLEST = 164;
    uint256 private constant ISSUED = 180;
    uint256 private constant LIVE = 204;
    uint256 private constant OFFSET = 228;
    uint256 private constant DEEPEST = 236;
    uint256 private constant STATUS = 244;
    uint256 private constant FLAGS = 248;

    /// @dev An open receivable with its first note; `withRules` adds the rest.
    function pack(ProgrammeId programme_, uint256 dueDay_, uint256 face_)
        internal
        pure
        returns (ReceivableWord)
    {
        return ReceivableWord.wrap(
            uint256(ProgrammeId.unwrap(programme_)) | dueDay_ << DUE | face_ << FACE | 1 << ISSUED | 1 << LIVE
                | uint256(Status.Open) << STATUS
        );
    }

    function withRules(ReceivableWord w, uint256 smallest_, int8 offset_, uint256 deepest_, uint256 flags_)
        internal
        pure
        returns (ReceivableWord)
    {
        return ReceivableWord.wrap(
            ReceivableWord.unwrap(w) | smallest_ << SMALLEST | uint256(uint8(offset_)) << OFFSET | deepest_
                << DEEPEST | flags_ << FLAGS
        );
    }

    function linked(ReceivableId first_) internal pure returns (ReceivableWord) {
        return
            ReceivableWord.wrap(
                uint256(ReceivableId.unwrap(first_)) << FACE | uint256(Status.Linked) << STATUS
            );
    }

    function programme(ReceivableWord w) internal pure returns (ProgrammeId) {
        return ProgrammeId.wrap(uint48(ReceivableWord.unwrap(w)));
    }

    function anchor(ReceivableWord w) internal pure returns (PartyId) {
        return PartyId.wrap(uint40(ReceivableWord.unwrap(w) >> 8));
    }

    function dueDay(ReceivableWord w) internal pure returns (uint256) {
        return ReceivableWord.unwrap(w) >> DUE & 0xfffff;
    }

    function face(ReceivableWord w) internal pure returns (uint256) {
        return ReceivableWord.unwrap(w) >> FACE & type(uint96).max;
    }

    function smallest(ReceivableWord w) internal pure returns (uint256) {
        return Compact.unpack(ReceivableWord.unwrap(w) >> SMALLEST & 0xffff);
    }

    function issued(ReceivableWord w) internal pure returns (uint256) {
        return ReceivableWord.unwrap(w) >> ISSUED & 0xffffff;
    }

    function live(ReceivableWord w) internal pure returns (uint256) {
        return ReceivableWord.unwrap(w) >> LIVE & 0xffffff;
    }

    function offset(ReceivableWord w) internal pure returns (int8) {
        return int8(uint8(ReceivableWord.unwrap(w) >> OFFSET));
    }

    function deepest(ReceivableWord w) internal pure returns (uint256) {
        return ReceivableWord.unwrap(w) >> DEEPEST & 0xff;
    }

    function status(ReceivableWord w) internal pure returns (Status) {
        return Status(ReceivableWord.unwrap(w) >> STATUS & 0xf);
    }

    function has(ReceivableWord w, uint256 flag) internal pure returns (bool) {
        return ReceivableWord.unwrap(w) >> FLAGS & flag != 0;
    }

    /// @dev Whether it is open, undisputed and not frozen, by one comparison.
    function isQuiet(ReceivableWord w) internal pure returns (bool) {
        uint256 stops = (DISPUTED | FROZEN) << FLAGS | uint256(0xf) << STATUS;
        return ReceivableWord.unwrap(w) & stops == uint256(Status.Open) << STATUS;
    }

    function withFlag(ReceivableWord w, uint256 flag, bool on) internal pure returns (ReceivableWord) {
        uint256 bit = flag << FLAGS;
        return ReceivableWord.wrap(on ? ReceivableWord.unwrap(w) | bit : ReceivableWord.unwrap(w) & ~bit);
    }

    function withStatus(ReceivableWord w, Status status_) internal pure returns (ReceivableWord) {
        return _replace(w, STATUS, 0xf, uint256(status_));
    }

    function withFace(ReceivableWord w, uint256 face_) internal pure returns (ReceivableWord) {
        return _replace(w, FACE, type(uint96).max, face_);
    }

    function withDueDay(ReceivableWord w, uint256 dueDay_) internal pure returns (ReceivableWord) {
        return _replace(w, DUE, 0xfffff, dueDay_);
    }

    /// @dev One more note made and alive; the caller has checked that `issued` is below its largest value.
    function oneMore(ReceivableWord w) internal pure returns (ReceivableWord) {
        return ReceivableWord.wrap(ReceivableWord.unwrap(w) + (1 << ISSUED | 1 << LIVE));
    }

    /// @dev One note burnt; there is one, or the caller would not have found it.
    function oneLess(ReceivableWord w) internal pure returns (ReceivableWord) {
        return ReceivableWord.wrap(ReceivableWord.unwrap(w) - (1 << LIVE));
    }

    function _replace(ReceivableWord w, uint256 shift, uint256 mask, uint256 value)
        private
        pure
        returns (ReceivableWord)
    {
        return ReceivableWord.wrap(ReceivableWord.unwrap(w) & ~(mask << shift) | value << shift);
    }
}

/// @title NoteWords
/// @notice owner 40 | value 96 | claimed 96 | tier 8 | flags 16 (custodian 4, pending, frozen, approved).
library NoteWords {
    uint256 internal constant PENDING = 1 << 244;
    uint256 internal constant FROZEN = 1 << 245;
    uint256 internal constant APPROVED = 1 << 246;

    uint256 private constant VALUE = 40;
    uint256 private constant CLAIMED = 136;
    uint256 private constant TIER = 232;
    uint256 private constant CUSTODIAN = 240;

    function pack(PartyId owner_, uint256 value_, uint256 tier_) internal pure returns (NoteWord) {
        return NoteWord.wrap(uint256(PartyId.unwrap(owner_)) | value_ << VALUE | tier_ << TIER);
    }

    function exists(NoteWord w) internal pure returns (bool) {
        return NoteWord.unwrap(w) != 0;
    }

    function owner(NoteWord w) internal pure returns (PartyId) {
        return PartyId.wrap(uint40(NoteWord.unwrap(w)));
    }

    function value(NoteWord w) internal pure returns (uint256) {
        return NoteWord.unwrap(w) >> VALUE & type(uint96).max;
    }

    function claimed(NoteWord w) internal pure returns (uint256) {
        return NoteWord.unwrap(w) >> CLAIMED & type(uint96).max;
    }

    function tier(NoteWord w) internal pure returns (uint256) {
        return NoteWord.unwrap(w) >> TIER & 0xff;
    }

    function custodian(NoteWord w) internal pure returns (uint8) {
        return uint8(NoteWord.unwrap(w) >> CUSTODIAN & 0xf);
    }

    function has(NoteWord w, uint256 flag) internal pure returns (bool) {
        return NoteWord.unwrap(w) & flag != 0;
    }

    /// @dev Whether it is neither locked, pending nor frozen, by one comparison.
    function isQuiet(NoteWord w) internal pure returns (bool) {
        return NoteWord.unwrap(w) & (PENDING | FROZEN | uint256(0xf) << CUSTODIAN) == 0;
    }

    function withFlag(NoteWord w, uint256 flag, bool on) internal pure returns (NoteWord) {
        return NoteWord.wrap(on ? NoteWord.unwrap(w) | flag : NoteWord.unwrap(w) & ~flag);
    }

    function withCustodian(NoteWord w, uint256 index) internal pure returns (NoteWord) {
        return NoteWord.wrap(NoteWord.unwrap(w) & ~(uint256(0xf) << CUSTODIAN) | index << CUSTODIAN);
    }

    function withValue(NoteWord w, uint256 value_) internal pure returns (NoteWord) {
        return NoteWord.wrap(NoteWord.unwrap(w) & ~(uint256(type(uint96).max) << VALUE) | value_ << VALUE);
    }

    /// @dev Owner and tier change together or not at all; value, claimed and flags stay.
    function withOwner(NoteWord w, PartyId owner_, uint256 tier_) internal pure returns (NoteWord) {
        uint256 kept = NoteWord.unwrap(w) & ~(uint256(type(uint40).max) | uint256(0xff) << TIER);
        return NoteWord.wrap(kept | uint256(PartyId.unwrap(owner_)) | tier_ << TIER);
    }

    /// @dev Cannot carry into the tier: what all notes are paid is received, and what is received fits 96 bits.
    function plusClaimed(NoteWord w, uint256 amount) internal pure returns (NoteWord) {
        return NoteWord.wrap(NoteWord.unwrap(w) + (amount << CLAIMED));
    }
}

/// @title Compact
/// @notice A round amount in 16 bits: mantissa (11 bits, up to 2047) times ten to the exponent (5 bits).
library Compact {
    uint256 internal constant MAX_MANTISSA = 2047;
    uint256 internal constant MAX_EXPONENT = 28;

    /// @notice Packs `amount` exactly; `ok` is false when it cannot be.
    function pack(uint256 amount) internal pure returns (uint256 packed, bool ok) {
        uint256 exponent;
        while (amount > MAX_MANTISSA && amount % 10 == 0 && exponent < MAX_EXPONENT) {
            amount /= 10;
            ++exponent;
        }
        return (amount << 5 | exponent, amount <= MAX_MANTISSA);
    }

    /// @notice The amount that `packed` stands for.
    function unpack(uint256 packed) internal pure returns (uint256) {
        unchecked {
            // At most 2047 * 10**31, far below 2**256.
            return (packed >> 5) * 10 ** (packed & 0x1f);
        }
    }
}
