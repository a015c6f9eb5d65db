// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IParties} from "../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../interfaces/Types.sol";
import {PartyWords} from "./libraries/Words.sol";
import {VoidableSignatures} from "./base/VoidableSignatures.sol";

/// @title Parties
/// @notice See IParties. One word holds what acts ask of a party, one word what they ask of an account.
contract Parties is IParties, AccessManaged, VoidableSignatures {
    using PartyWords for PartyWord;

    /// @dev industry and region, which no act asks for.
    struct Report {
        uint16 industry;
        uint16 region;
    }

    /// @dev Packs into one word. `epoch` must be the party's for the account to live.
    struct AccountRecord {
        PartyId party;
        uint16 scopes;
        uint16 epoch;
        uint96 limit;
        bool closed;
    }

    uint256 private constant SCOPE_ASSIGN = 2;
    uint256 private constant SCOPE_ADMINISTER = 16;
    uint16 private constant ALL_SCOPES = 63;
    uint96 private constant NO_LIMIT = type(uint96).max;
    uint8 private constant OPT_IN_MASK = 63;
    uint256 private constant LONGEST_HALT = 7 days;
    bytes32 private constant ACCOUNT_CONSENT_TYPEHASH =
        keccak256("AccountConsent(uint40 party,address account,uint256 deadline)");

    bytes32 private constant CONSENT_TYPEHASH = keccak256(
        "Consent(address receivables,uint128 note,uint40 sender,uint40 receiver,uint256 value,"
        "bytes32 tradeReference,bool inPayment,uint256 deadline)"
    );

    /// @inheritdoc IParties
    uint256 public immutable recoveryDelay;
    /// @inheritdoc IParties
    uint256 public haltedUntil;

    mapping(PartyId party => PartyWord) private _words;
    mapping(address account => AccountRecord) private _accounts;
    mapping(PartyId party => Report) private _reports;
    mapping(PartyId party => Recovery) private _recoveries;
    mapping(PartyId party => address) private _previousCash;

    /// @param authority AccessManager that knows the roles.
    /// @param forwarder ERC-2771 forwarder that brings signed calls.
    /// @param recoveryDelay_ Seconds between approval and execution of a recovery.
    constructor(address authority, address forwarder, uint256 recoveryDelay_)
        AccessManaged(authority)
        ERC2771Context(forwarder)
        EIP712("Silkline Parties", "1")
    {
        recoveryDelay = recoveryDelay_;
    }

    /* REGISTRAR */

    /// @inheritdoc IParties
    function register(PartyId party, address cash, Profile calldata profile) external restricted {
        _register(party, cash, profile);
    }

    /// @inheritdoc IParties
    function registerMany(PartyId[] calldata parties, address[] calldata cash, Profile[] calldata profiles)
        external
        restricted
    {
        if (parties.length != cash.length) revert LengthMismatch(parties.length, cash.length);
        if (parties.length != profiles.length) revert LengthMismatch(parties.length, profiles.length);
        for (uint256 i; i < parties.length; ++i) {
            _register(parties[i], cash[i], profiles[i]);
        }
    }

    /// @inheritdoc IParties
    function update(PartyId party, Profile calldata profile) external restricted {
        PartyWord w = _known(party);
        _words[party] = w.withProfile(profile.group, profile.kycExpiry, profile.roles);
        _reports[party] = Report(profile.industry, profile.region);
        emit PartyUpdated(party, profile);
    }

    /// @inheritdoc IParties
    function setAccount(PartyId party, address account, uint16 scopes, uint96 limit) external restricted {
        PartyWord w = _known(party);
        if (!_isLiveAccountOf(account, party, w)) _checkFree(account);
        _setAccount(party, w, account, scopes, limit);
    }

    /// @inheritdoc IParties
    function proposeRecovery(PartyId party, address cash, bytes32 document) external restricted {
        _known(party);
        _checkFree(cash);
        if (_recoveries[party].cash != address(0)) revert RecoveryPending(party);
        _recoveries[party] = Recovery(cash, 0, document);
        emit RecoveryProposed(party, cash, document);
    }

    /// @inheritdoc IParties
    function withdrawRecovery(PartyId party) external restricted {
        _stopRecovery(party);
    }

    /* COMPLIANCE */

    /// @inheritdoc IParties
    function suspend(PartyId party, bytes32 document) external restricted {
        PartyWord w = _known(party);
        if (!w.active()) revert PartySuspended(party);
        _setActive(party, w, false, document);
    }

    /// @inheritdoc IParties
    function reinstate(PartyId party, bytes32 document) external restricted {
        PartyWord w = _known(party);
        if (w.active()) revert PartyNotSuspended(party);
        _setActive(party, w, true, document);
    }

    /// @inheritdoc IParties
    function approveRecovery(PartyId party, address cash, bytes32 document) external restricted {
        Recovery storage recovery = _recoveries[party];
        if (recovery.cash != cash || recovery.document != document || recovery.cash == address(0)) {
            revert RecoveryUnknown(party);
        }
        if (recovery.readyAt != 0) revert RecoveryPending(party);
        recovery.readyAt = uint48(block.timestamp + recoveryDelay);
        emit RecoveryApproved(party, cash, document, recovery.readyAt);
    }

    /* GUARDIAN AND ADMIN */

    /// @inheritdoc IParties
    function halt(uint256 duration) external restricted {
        if (duration > LONGEST_HALT) revert HaltTooLong(duration, LONGEST_HALT);
        uint256 last = haltedUntil;
        // A guardian's key alone must not be able to halt for ever.
        if (last != 0 && block.timestamp < last + LONGEST_HALT) revert HaltTooSoon(last + LONGEST_HALT);
        haltedUntil = block.timestamp + duration;
        emit HaltedUntil(block.timestamp + duration);
    }

    /// @inheritdoc IParties
    function resume() external restricted {
        if (block.timestamp >= haltedUntil) revert NotHalted();
        haltedUntil = 0;
        emit Resumed();
    }

    /* THE PARTY ITSELF */

    /// @inheritdoc IParties
    function setOptIns(uint8 optIns) external {
        (PartyId party, PartyWord w) = act(_msgSender(), SCOPE_ADMINISTER, 0);
        optIns &= OPT_IN_MASK;
        _words[party] = w.withOptIns(optIns);
        emit OptInsChanged(party, optIns);
    }

    /// @inheritdoc IParties
    function addAccount(
        address account,
        uint16 scopes,
        uint96 limit,
        uint256 deadline,
        bytes calldata signature
    ) external {
        (PartyId party, PartyWord w) = act(_msgSender(), SCOPE_ADMINISTER, 0);
        _checkFree(account);
        _checkStanding(account, accountConsentDigest(party, account, deadline), deadline, signature);
        _setAccount(party, w, account, scopes, limit);
    }

    /// @inheritdoc IParties
    function changeAccount(address account, uint16 scopes, uint96 limit) external {
        (PartyId party, PartyWord w) = _administered(account);
        _setAccount(party, w, account, scopes, limit);
    }

    /// @inheritdoc IParties
    function removeAccount(address account) external {
        (PartyId party, PartyWord w) = _administered(account);
        if (account == w.cash()) revert CashAccountStays(account);
        _close(party, account);
    }

    /// @inheritdoc IParties
    function rotate(address cash, uint256 deadline, bytes calldata signature) external {
        (PartyId party, PartyWord w) = act(_msgSender(), SCOPE_ADMINISTER, 0);
        _checkFree(cash);
        _checkStanding(cash, accountConsentDigest(party, cash, deadline), deadline, signature);
        AccountRecord memory old = _accounts[w.cash()];
        _close(party, w.cash());
        _changeCash(party, w, cash, old.scopes, old.limit);
    }

    /// @inheritdoc IParties
    function vetoRecovery() external {
        (PartyId party,) = act(_msgSender(), SCOPE_ADMINISTER, 0);
        _stopRecovery(party);
    }

    /* ANYONE */

    /// @inheritdoc IParties
    function recover(PartyId party) external {
        Recovery memory recovery = _recoveries[party];
        if (recovery.cash == address(0)) revert RecoveryUnknown(party);
        if (recovery.readyAt == 0) revert RecoveryNotApproved(party);
        if (block.timestamp < recovery.readyAt) {
            revert RecoveryTooEarly(party, recovery.readyAt, block.timestamp);
        }
        _checkFree(recovery.cash);
        delete _recoveries[party];
        PartyWord w = _words[party];
        // A new epoch: every account of the old one is dead.
        _changeCash(party, w.withEpoch(w.epoch() + 1), recovery.cash, ALL_SCOPES, NO_LIMIT);
    }

    /* WHO MAY ACT */

    /// @inheritdoc IParties
    function act(address account, uint256 scope, uint256 amount)
        public
        view
        returns (PartyId party, PartyWord word)
    {
        party = _partyOf(account);
        word = _words[party];
        _checkAccount(party, word, account, scope, amount);
    }

    /// @inheritdoc IParties
    function admit(
        PartyId party,
        address account,
        uint256 scope,
        uint256 amount,
        PartyId receiver,
        PartyId debtor
    ) external view returns (PartyId actor, PartyWord word, PartyWord receiverWord) {
        if (block.timestamp < haltedUntil) revert Halted(haltedUntil);
        actor = PartyId.unwrap(party) == 0 ? _partyOf(account) : party;
        word = _words[actor];
        _checkAccount(actor, word, account, scope, amount);
        _checkKyc(actor, word);
        receiverWord = checkReceiver(receiver, debtor);
    }

    /// @inheritdoc IParties
    function standing(PartyId one, PartyId other)
        external
        view
        returns (PartyWord wordOne, PartyWord wordOther)
    {
        if (block.timestamp < haltedUntil) revert Halted(haltedUntil);
        (wordOne, wordOther) = (_known(one), _known(other));
        if (!wordOne.active()) revert PartySuspended(one);
        if (!wordOther.active()) revert PartySuspended(other);
    }

    /// @inheritdoc IParties
    function checkReceiver(PartyId receiver, PartyId debtor) public view returns (PartyWord word) {
        word = _known(receiver);
        if (!word.active()) revert PartySuspended(receiver);
        _checkKyc(receiver, word);
        if (PartyId.unwrap(debtor) == 0) return word;
        if (receiver == debtor) revert SameGroup(receiver, debtor);
        uint40 group = word.group();
        if (group != 0 && group == _words[debtor].group()) revert SameGroup(receiver, debtor);
    }

    /// @inheritdoc IParties
    function checkConsent(Consent calldata consent, address signer, bytes calldata signature)
        external
        view
        returns (bytes32 digest)
    {
        digest = consentDigest(msg.sender, consent);
        _checkStanding(signer, digest, consent.deadline, signature);
        (PartyId party,) = act(signer, SCOPE_ASSIGN, consent.value);
        if (party != consent.receiver) revert ConsentOfAnother(party, consent.receiver);
    }

    /* VIEWS */

    /// @inheritdoc IParties
    function consentDigest(address receivables, Consent calldata consent) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, receivables, consent)));
    }

    /// @inheritdoc IParties
    function accountConsentDigest(PartyId party, address account, uint256 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(ACCOUNT_CONSENT_TYPEHASH, party, account, deadline)));
    }

    /// @inheritdoc IParties
    function wordFor(PartyId party) external view returns (PartyWord) {
        return _words[party];
    }

    /// @inheritdoc IParties
    function wordsFor(PartyId one, PartyId other) external view returns (PartyWord, PartyWord) {
        return (_words[one], _words[other]);
    }

    /// @inheritdoc IParties
    function partyOf(PartyId party) external view returns (Party memory) {
        PartyWord w = _known(party);
        Report memory report = _reports[party];
        Profile memory profile = Profile(w.roles(), w.kycExpiry(), w.group(), report.industry, report.region);
        return Party(profile, w.cash(), w.active(), w.optIns(), w.epoch());
    }

    /// @inheritdoc IParties
    function accountOf(address account) external view returns (Account memory found) {
        AccountRecord memory record = _accounts[account];
        // Of an account of nobody's there is nothing more to read.
        if (PartyId.unwrap(record.party) == 0) return found;
        bool live = _isLiveAccountOf(account, record.party, _words[record.party]);
        return Account(record.party, live, record.scopes, record.limit);
    }

    /// @inheritdoc IParties
    function recoveryOf(PartyId party) external view returns (Recovery memory) {
        return _recoveries[party];
    }

    /// @inheritdoc IParties
    function holderOf(address account) external view returns (PartyId) {
        PartyId party = _accounts[account].party;
        return _words[party].cash() == account ? party : PartyId.wrap(0);
    }

    /// @inheritdoc IParties
    function previousCashOf(PartyId party) external view returns (address) {
        return _previousCash[party];
    }

    /* INTERNALS */

    function _register(PartyId party, address cash, Profile calldata profile) private {
        if (PartyId.unwrap(party) == 0) revert ZeroParty();
        if (_words[party].exists()) revert PartyExists(party);
        _checkFree(cash);
        PartyWord w = PartyWords.pack(cash, profile.group, profile.kycExpiry, profile.roles);
        _words[party] = w;
        _reports[party] = Report(profile.industry, profile.region);
        emit PartyRegistered(party, cash, profile);
        _setAccount(party, w, cash, ALL_SCOPES, NO_LIMIT);
    }

    function _setActive(PartyId party, PartyWord w, bool active, bytes32 document) private {
        _words[party] = w.withActive(active);
        emit PartyStatusChanged(party, active, document);
    }

    /// @dev The party's word says of its cash account whether a look at the account is needed at all.
    function _setAccount(PartyId party, PartyWord w, address account, uint16 scopes, uint96 limit) private {
        _accounts[account] = AccountRecord(party, scopes, w.epoch(), limit, false);
        if (account == w.cash()) {
            bool restricted = scopes & ALL_SCOPES != ALL_SCOPES || limit != NO_LIMIT;
            _words[party] = w.withRestricted(restricted);
        }
        emit AccountSet(party, account, scopes, limit);
    }

    function _close(PartyId party, address account) private {
        _accounts[account].closed = true;
        emit AccountClosed(party, account);
    }

    function _changeCash(PartyId party, PartyWord w, address cash, uint16 scopes, uint96 limit) private {
        address previous = w.cash();
        _previousCash[party] = previous;
        emit CashAccountChanged(party, previous, cash, w.epoch());
        _setAccount(party, w.withCash(cash), cash, scopes, limit);
    }

    function _stopRecovery(PartyId party) private {
        if (_recoveries[party].cash == address(0)) revert RecoveryUnknown(party);
        delete _recoveries[party];
        emit RecoveryStopped(party, _msgSender());
    }

    function _partyOf(address account) private view returns (PartyId party) {
        party = _accounts[account].party;
        if (PartyId.unwrap(party) == 0) revert AccountUnknown(account);
    }

    /// @dev Whether `account` may act for `party`, whose word is `w`, in an act of this scope and worth.
    function _checkAccount(PartyId party, PartyWord w, address account, uint256 scope, uint256 amount)
        private
        view
    {
        if (!w.active()) {
            if (!w.exists()) revert PartyUnknown(party);
            revert PartySuspended(party);
        }
        if (w.isFreeCash(account) && amount <= NO_LIMIT) return;
        AccountRecord memory record = _accounts[account];
        if (PartyId.unwrap(record.party) == 0) revert AccountUnknown(account);
        if (record.party != party) revert AccountOfAnother(account, record.party, party);
        if (record.closed || record.epoch != w.epoch()) revert AccountRetired(account);
        if (record.scopes & scope != scope) revert ScopeMissing(account, scope, record.scopes);
        if (amount > record.limit) revert LimitPerActExceeded(account, amount, record.limit);
    }

    /// @dev The caller's party, when it may administer `account`.
    function _administered(address account) private view returns (PartyId party, PartyWord w) {
        (party, w) = act(_msgSender(), SCOPE_ADMINISTER, 0);
        AccountRecord memory record = _accounts[account];
        if (record.party != party) revert AccountOfAnother(account, record.party, party);
        if (!_isLiveAccountOf(account, party, w)) revert AccountRetired(account);
    }

    function _isLiveAccountOf(address account, PartyId party, PartyWord w) private view returns (bool) {
        AccountRecord memory record = _accounts[account];
        return w.exists() && record.party == party && !record.closed && record.epoch == w.epoch();
    }

    /// @dev An address that was ever an account is never free again.
    function _checkFree(address account) private view {
        if (account == address(0)) revert ZeroAccount();
        PartyId party = _accounts[account].party;
        if (PartyId.unwrap(party) == 0) return;
        if (_isLiveAccountOf(account, party, _words[party])) revert AccountTaken(account, party);
        revert AccountRetired(account);
    }

    function _checkKyc(PartyId party, PartyWord w) private view {
        uint256 today = block.timestamp / 1 days;
        if (today > w.kycExpiry()) revert KycExpired(party, w.kycExpiry(), today);
    }

    function _known(PartyId party) private view returns (PartyWord w) {
        w = _words[party];
        if (!w.exists()) revert PartyUnknown(party);
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
