// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICreditLines} from "../interfaces/ICreditLines.sol";
import {ILimit} from "../interfaces/ILimit.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {PartyId, PartyWord, ProgrammeId} from "../interfaces/Types.sol";
import {Ids, MAX_AMOUNT, PartyWords} from "./libraries/Words.sol";

/// @title CreditLines
/// @notice See ICreditLines. A draw reads and writes one word of the party's line, and one of its group's.
/// @dev Invariant I12: what is used of a line is what was drawn and not given back; what is used of a group's line is
/// the sum over the lines tied to it. It holds because a tie changes only while nothing of the party's line is used.
contract CreditLines is ICreditLines, AccessManaged, ERC2771Context {
    using PartyWords for PartyWord;

    /// @dev One word: all that a draw asks. Every granted line has an expiry.
    struct LineRecord {
        uint96 limit;
        uint96 used;
        uint40 group;
        uint16 expiry;
        bool frozen;
    }

    uint256 private constant SCOPE_FUND = 4;
    uint256 private constant SCOPE_ADMINISTER = 16;
    uint256 private constant ROLE_FUNDER = 4;
    uint256 private constant LATEST_EXPIRY = type(uint16).max;
    uint40 private constant NO_GROUP = 0;

    IParties public immutable parties;
    IProgrammes public immutable programmes;

    mapping(PartyId lender => mapping(PartyId party => LineRecord)) private _lines;
    mapping(PartyId lender => mapping(uint40 group => LineRecord)) private _groupLines;
    mapping(PartyId lender => mapping(PartyId party => uint32)) private _rateFloors;
    mapping(PartyId party => mapping(Outcome => Tally)) private _records;
    mapping(ProgrammeId programme => PartyId lender) private _sponsors;
    mapping(ProgrammeId programme => mapping(PartyId lender => bool)) private _offers;
    mapping(address consumer => bool) private _consumers;

    modifier onlyConsumer() {
        if (!_consumers[msg.sender]) revert NotConsumer(msg.sender);
        _;
    }

    modifier onlyProgrammes() {
        if (msg.sender != address(programmes)) revert NotProgrammes(msg.sender);
        _;
    }

    /// @param authority AccessManager that knows the roles.
    /// @param forwarder ERC-2771 forwarder that brings signed calls.
    constructor(address authority, address forwarder, IParties parties_, IProgrammes programmes_)
        AccessManaged(authority)
        ERC2771Context(forwarder)
    {
        parties = parties_;
        programmes = programmes_;
    }

    /* ADMIN */

    /// @inheritdoc ICreditLines
    function addConsumer(address consumer) external restricted {
        _consumers[consumer] = true;
        emit ConsumerAdded(consumer);
    }

    /* LENDER */

    /// @inheritdoc ICreditLines
    function grant(PartyId party, Grant calldata terms) external {
        PartyId lender = _checkedLender(terms.limit, terms.expiry);
        PartyWord word = parties.wordFor(party);
        if (!word.exists()) revert IParties.PartyUnknown(party);
        LineRecord storage line = _lines[lender][party];
        if (terms.group != line.group) _checkTie(lender, party, line, terms.group, word.group());
        line.group = terms.group;
        _rateFloors[lender][party] = terms.rateFloor;
        emit LineGranted(lender, party, terms);
        _setTerms(line, terms.limit, terms.expiry);
    }

    /// @inheritdoc ICreditLines
    function grantGroup(
        uint40 group,
        uint256 limit,
        uint256 expiry,
        bytes32 decisionHash,
        bytes32 modelVersion
    ) external {
        PartyId lender = _checkedLender(limit, expiry);
        if (group == NO_GROUP) revert GroupZero();
        emit GroupLineGranted(lender, group, limit, expiry, decisionHash, modelVersion);
        _setTerms(_groupLines[lender][group], limit, expiry);
    }

    /// @inheritdoc ICreditLines
    function setFreeze(PartyId party, bool on, bytes32 document) external {
        (PartyId lender,) = parties.act(_msgSender(), SCOPE_FUND, 0);
        LineRecord storage line = _lines[lender][party];
        if (line.expiry == 0) revert LineUnknown(lender, party, NO_GROUP);
        line.frozen = on;
        emit LineFreezeChanged(lender, party, on, document);
    }

    /// @inheritdoc ICreditLines
    function setGroupFreeze(uint40 group, bool on, bytes32 document) external {
        (PartyId lender,) = parties.act(_msgSender(), SCOPE_FUND, 0);
        LineRecord storage line = _groupLines[lender][group];
        if (line.expiry == 0) revert LineUnknown(lender, PartyId.wrap(0), group);
        line.frozen = on;
        emit GroupLineFreezeChanged(lender, group, on, document);
    }

    /* SPONSORS OF PROGRAMMES */

    /// @inheritdoc ICreditLines
    function offerSponsor(ProgrammeId programme, bool on) external {
        PartyId lender = _funder(0);
        _checkUnsponsored(programme);
        _offers[programme][lender] = on;
        emit SponsorOffered(programme, lender, on);
    }

    /// @inheritdoc ICreditLines
    function acceptSponsor(ProgrammeId programme, PartyId lender) external {
        PartyId anchor = Ids.anchor(programme);
        (PartyId caller,) = parties.act(_msgSender(), SCOPE_ADMINISTER, 0);
        if (caller != anchor) revert IProgrammes.NotAnchor(caller, anchor);
        _checkUnsponsored(programme);
        if (!_offers[programme][lender]) revert SponsorNotOffered(programme, lender);
        delete _offers[programme][lender];
        _sponsors[programme] = lender;
        emit SponsorAccepted(programme, lender);
    }

    /// @inheritdoc ILimit
    function consume(ProgrammeId programme, uint256 amount) external onlyProgrammes {
        _draw(_sponsor(programme), Ids.anchor(programme), amount);
    }

    /// @inheritdoc ILimit
    function restore(ProgrammeId programme, uint256 amount) external onlyProgrammes {
        _restore(_sponsor(programme), Ids.anchor(programme), amount);
    }

    /* LOANS */

    /// @inheritdoc ICreditLines
    function draw(PartyId lender, PartyId party, uint256 amount) external onlyConsumer {
        _draw(lender, party, amount);
    }

    /// @inheritdoc ICreditLines
    function repaid(
        PartyId lender,
        PartyId party,
        uint256 principal,
        uint256 amount,
        uint256 daysLate,
        bool inDefault
    ) external onlyConsumer {
        if (principal != 0) _restore(lender, party, principal);
        if (amount == 0) return;
        _record(lender, party, inDefault ? Outcome.Recovered : _outcome(daysLate), amount, daysLate);
    }

    /// @inheritdoc ICreditLines
    function defaulted(PartyId lender, PartyId party, uint256 debt) external onlyConsumer {
        _record(lender, party, Outcome.Defaulted, debt, 0);
    }

    /// @inheritdoc ICreditLines
    function checkRate(PartyId lender, PartyId party, uint256 rate) external view {
        if (_lines[lender][party].expiry == 0) revert LineUnknown(lender, party, NO_GROUP);
        uint256 rateFloor = _rateFloors[lender][party];
        if (rate < rateFloor) revert RateBelowFloor(lender, party, rate, rateFloor);
    }

    /* VIEWS */

    /// @inheritdoc ICreditLines
    function lineOf(PartyId lender, PartyId party) external view returns (Line memory) {
        return _view(_lines[lender][party], _rateFloors[lender][party]);
    }

    /// @inheritdoc ICreditLines
    function groupLineOf(PartyId lender, uint40 group) external view returns (Line memory) {
        return _view(_groupLines[lender][group], 0);
    }

    /// @inheritdoc ICreditLines
    function available(PartyId lender, PartyId party) external view returns (uint256 amount) {
        LineRecord memory line = _lines[lender][party];
        amount = _room(line);
        if (line.group != NO_GROUP) amount = Math.min(amount, _room(_groupLines[lender][line.group]));
    }

    /// @inheritdoc ICreditLines
    function recordOf(PartyId party) external view returns (Tally[7] memory tallies) {
        for (uint256 i; i < tallies.length; ++i) {
            tallies[i] = _records[party][Outcome(i)];
        }
    }

    /// @inheritdoc ICreditLines
    function sponsorOf(ProgrammeId programme) external view returns (PartyId) {
        return _sponsors[programme];
    }

    /// @inheritdoc ICreditLines
    function isSponsorOffered(ProgrammeId programme, PartyId lender) external view returns (bool) {
        return _offers[programme][lender];
    }

    /// @inheritdoc ICreditLines
    function isConsumer(address account) external view returns (bool) {
        return _consumers[account];
    }

    /* INTERNALS: GRANTING */

    /// @dev The party for which the caller may fund `amount`, if it is a funder.
    function _funder(uint256 amount) private view returns (PartyId lender) {
        PartyWord word;
        (lender, word) = parties.act(_msgSender(), SCOPE_FUND, amount);
        uint256 roles = word.roles();
        if (roles & ROLE_FUNDER == 0) revert IParties.RoleMissing(lender, ROLE_FUNDER, roles);
    }

    /// @dev The same for every grant, the first or a later one, of a party's line or a group's.
    function _checkedLender(uint256 limit, uint256 expiry) private view returns (PartyId) {
        // First of all: to every account it would be above its limit per act, which says less.
        if (limit > MAX_AMOUNT) revert LimitTooLarge(limit, MAX_AMOUNT);
        if (expiry < _today() || expiry > LATEST_EXPIRY) {
            revert ExpiryInvalid(expiry, _today(), LATEST_EXPIRY);
        }
        return _funder(limit);
    }

    function _checkTie(
        PartyId lender,
        PartyId party,
        LineRecord storage line,
        uint40 group,
        uint40 groupOfParty
    ) private view {
        if (line.used != 0) revert GroupTied(lender, party, line.group, line.used);
        if (group == NO_GROUP) return;
        if (group != groupOfParty) revert NotOfGroup(party, group, groupOfParty);
        if (_groupLines[lender][group].expiry == 0) revert LineUnknown(lender, party, group);
    }

    /// @dev Both fit, or the grant was refused.
    function _setTerms(LineRecord storage line, uint256 limit, uint256 expiry) private {
        line.limit = uint96(limit);
        line.expiry = uint16(expiry);
    }

    /* INTERNALS: USING */

    function _draw(PartyId lender, PartyId party, uint256 amount) private {
        (uint256 used, uint40 group) = _use(_lines[lender][party], lender, party, NO_GROUP, amount);
        uint256 groupUsed;
        if (group != NO_GROUP) {
            (groupUsed,) = _use(_groupLines[lender][group], lender, party, group, amount);
        }
        emit LineDrawn(lender, party, amount, used, groupUsed);
    }

    /// @param group The group whose line it is, for errors; zero for the party's own.
    /// @return used What is used now. @return tied Group that the line is tied to.
    function _use(LineRecord storage record, PartyId lender, PartyId party, uint40 group, uint256 amount)
        private
        returns (uint256 used, uint40 tied)
    {
        LineRecord memory line = record;
        if (line.expiry == 0) revert LineUnknown(lender, party, group);
        if (line.frozen) revert LineFrozen(lender, party, group);
        if (_today() > line.expiry) revert LineExpired(lender, party, group, line.expiry, _today());
        uint256 room = _left(line);
        if (amount > room) revert LineExceeded(lender, party, group, amount, room);
        // Fits: used + amount <= limit.
        record.used = uint96(line.used + amount);
        return (line.used + amount, line.group);
    }

    function _restore(PartyId lender, PartyId party, uint256 amount) private {
        LineRecord storage line = _lines[lender][party];
        uint256 used = line.used;
        if (amount > used) revert NotUsed(lender, party, amount, used);
        line.used = uint96(used - amount);
        uint40 group = line.group;
        uint256 groupUsed;
        if (group != NO_GROUP) {
            // At least what is used of the party's line.
            groupUsed = _groupLines[lender][group].used - amount;
            _groupLines[lender][group].used = uint96(groupUsed);
        }
        emit LineRestored(lender, party, amount, used - amount, groupUsed);
    }

    function _sponsor(ProgrammeId programme) private view returns (PartyId lender) {
        lender = _sponsors[programme];
        if (PartyId.unwrap(lender) == 0) revert SponsorMissing(programme);
    }

    function _checkUnsponsored(ProgrammeId programme) private view {
        PartyId lender = _sponsors[programme];
        if (PartyId.unwrap(lender) != 0) revert SponsorFixed(programme, lender);
    }

    /// @dev What a draw may be worth by this line alone.
    function _room(LineRecord memory line) private view returns (uint256) {
        return line.frozen || _today() > line.expiry ? 0 : _left(line);
    }

    /// @dev A limit lowered by the lender may lie below what is used.
    function _left(LineRecord memory line) private pure returns (uint256) {
        return line.limit > line.used ? line.limit - line.used : 0;
    }

    function _view(LineRecord memory line, uint256 rateFloor) private pure returns (Line memory) {
        return Line(line.limit, line.used, rateFloor, line.expiry, line.group, line.frozen);
    }

    /// @dev UTC day of the block.
    function _today() private view returns (uint256) {
        return block.timestamp / 1 days;
    }

    /* INTERNALS: RECORDS */

    function _record(PartyId lender, PartyId party, Outcome outcome, uint256 amount, uint256 daysLate)
        private
    {
        Tally storage tally = _records[party][outcome];
        ++tally.count;
        // No repayment is refused for the sake of the record: 2**64 amounts of 128 bits fit.
        tally.amount += uint192(Math.min(amount, type(uint128).max));
        emit OutcomeRecorded(lender, party, outcome, amount, daysLate);
    }

    function _outcome(uint256 daysLate) private pure returns (Outcome) {
        if (daysLate == 0) return Outcome.OnTime;
        if (daysLate <= 30) return Outcome.Late30;
        if (daysLate <= 90) return Outcome.Late90;
        return daysLate <= 180 ? Outcome.Late180 : Outcome.LateMore;
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
