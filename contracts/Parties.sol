// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IParties} from "../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../interfaces/Types.sol";
import {PartyWords} from "./libraries/Words.sol";
import {Signatures} from "./base/Signatures.sol";

/// @title Parties
/// @notice See IParties. One word holds what acts ask of a party, one word what they ask of an account.
contract Parties is IParties, AccessManaged, Signatures {
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
        _words[party] = _pack(w.cash(), profile, w.active(), w.optIns(), w.epoch());
        _reports[party] = Report(profile.industry, profile.region);
        emit PartyUpdated(party, profile);
    }

    /// @inheritdoc IParties
    function setAccount(PartyId party, address account, uint16 scopes, uint96 limit) external restricted {
        PartyWord w = _known(party);
        if (!_isLiveAccountOf(account, party, w)) _checkFree(account);
        _setAccount(party, account, scopes, limit, w.epoch());
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
        _words[party] =
            PartyWords.pack(w.cash(), w.group(), w.kycExpiry(), w.roles(), w.active(), optIns, w.epoch());
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
        _checkSignature(account, accountConsentDigest(party, account, deadline), deadline, signature);
        _setAccount(party, account, scopes, limit, w.epoch());
    }

    /// @inheritdoc IParties
    function changeAccount(address account, uint16 scopes, uint96 limit) external {
        (PartyId party, PartyWord w) = _administered(account);
        _setAccount(party, account, scopes, limit, w.epoch());
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
        _checkSignature(cash, accountConsentDigest(party, cash, deadline), deadline, signature);
        AccountRecord memory old = _accounts[w.cash()];
        _close(party, w.cash());
        _setAccount(party, cash, old.scopes, old.limit, w.epoch());
        _changeCash(party, w, cash, w.epoch());
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
        uint16 epoch = w.epoch() + 1;
        _setAccount(party, recovery.cash, ALL_SCOPES, type(uint96).max, epoch);
        _changeCash(party, w, recovery.cash, epoch);
    }

    /* WHO MAY ACT */

    /// @inheritdoc IParties
    function act(address account, uint256 scope, uint256 amount)
        public
        view
        returns (PartyId party, PartyWord word)
    {
        AccountRecord memory record = _accounts[account];
        party = record.party;
        if (PartyId.unwrap(party) == 0) revert AccountUnknown(account);
        word = _words[party];
        if (record.closed || record.epoch != word.epoch()) revert AccountRetired(account);
        if (record.scopes & scope != scope) revert ScopeMissing(account, scope, record.scopes);
        if (amount > record.limit) revert LimitPerActExceeded(account, amount, record.limit);
        if (!word.active()) revert PartySuspended(party);
    }

    /// @inheritdoc IParties
    function admit(address account, uint256 scope, uint256 amount, PartyId receiver, PartyId debtor)
        external
        view
        returns (PartyId party, PartyWord word, PartyWord receiverWord)
    {
        if (block.timestamp < haltedUntil) revert Halted(haltedUntil);
        (party, word) = act(account, scope, amount);
        _checkKyc(party, word);
        receiverWord = checkReceiver(receiver, debtor);
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
        _checkSignature(signer, digest, consent.deadline, signature);
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
    function wordOf(PartyId party) external view returns (PartyWord) {
        return _words[party];
    }

    /// @inheritdoc IParties
    function partyOf(PartyId party) external view returns (Party memory) {
        PartyWord w = _known(party);
        Report memory report = _reports[party];
        Profile memory profile = Profile(w.roles(), w.kycExpiry(), w.group(), report.industry, report.region);
        return Party(profile, w.cash(), w.active(), w.optIns(), w.epoch());
    }

    /// @inheritdoc IParties
    function accountOf(address account) external view returns (Account memory) {
        AccountRecord memory record = _accounts[account];
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
        _words[party] = _pack(cash, profile, true, 0, 0);
        _reports[party] = Report(profile.industry, profile.region);
        emit PartyRegistered(party, cash, profile);
        _setAccount(party, cash, ALL_SCOPES, type(uint96).max, 0);
    }

    function _setActive(PartyId party, PartyWord w, bool active, bytes32 document) private {
        _words[party] =
            PartyWords.pack(w.cash(), w.group(), w.kycExpiry(), w.roles(), active, w.optIns(), w.epoch());
        emit PartyStatusChanged(party, active, document);
    }

    function _setAccount(PartyId party, address account, uint16 scopes, uint96 limit, uint16 epoch) private {
        _accounts[account] = AccountRecord(party, scopes, epoch, limit, false);
        emit AccountSet(party, account, scopes, limit);
    }

    function _close(PartyId party, address account) private {
        _accounts[account].closed = true;
        emit AccountClosed(party, account);
    }

    function _changeCash(PartyId party, PartyWord w, address cash, uint16 epoch) private {
        _previousCash[party] = w.cash();
        _words[party] =
            PartyWords.pack(cash, w.group(), w.kycExpiry(), w.roles(), w.active(), w.optIns(), epoch);
        emit CashAccountChanged(party, w.cash(), cash, epoch);
    }

    function _stopRecovery(PartyId party) private {
        if (_recoveries[party].cash == address(0)) revert RecoveryUnknown(party);
        delete _recoveries[party];
        emit RecoveryStopped(party, _msgSender());
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

    function _pack(address cash, Profile calldata profile, bool active, uint8 optIns, uint16 epoch)
        private
        pure
        returns (PartyWord)
    {
        return PartyWords.pack(cash, profile.group, profile.kycExpiry, profile.roles, active, optIns, epoch);
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
