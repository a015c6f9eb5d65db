// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";

import {Descriptor} from "../../../contracts/Descriptor.sol";
import {Discounting} from "../../../contracts/Discounting.sol";
import {Guarantees} from "../../../contracts/Guarantees.sol";
import {Parties} from "../../../contracts/Parties.sol";
import {Programmes} from "../../../contracts/Programmes.sol";
import {Receivables} from "../../../contracts/Receivables.sol";
import {Settlements} from "../../../contracts/Settlements.sol";
import {TestToken} from "../../../contracts/test/TestToken.sol";
import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IFingerprints} from "../../../interfaces/IFingerprints.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {ILoans} from "../../../interfaces/ILoans.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {vm} from "./Vm.sol";

/// @title Suite
/// @notice The whole system deployed as it ships, with an anchor, four suppliers and two banks registered, one
/// programme in a six-decimal token, and helpers that do the common acts. Every test contract inherits it.
/// @dev Day 20,000 begins the tests; the programme's offset is zero.
abstract contract Suite {
    uint64 internal constant ADMIN = 0;
    uint64 internal constant REGISTRAR = 1;
    uint64 internal constant COMPLIANCE = 2;
    uint64 internal constant GUARDIAN = 3;
    uint64 internal constant ISSUER = 4;

    uint16 internal constant CONFIRM = 1;
    uint16 internal constant ASSIGN = 2;
    uint16 internal constant FUND = 4;
    uint16 internal constant ADMINISTER = 16;

    uint256 internal constant DAY = 20_000;
    uint256 internal constant TENOR = 90;
    uint256 internal constant DUE = DAY + TENOR;
    uint256 internal constant FACE = 1_000_000e6;
    uint256 internal constant LIMIT = 100_000_000e6;
    uint256 internal constant SMALLEST = 1_000e6;
    uint24 internal constant LATE_RATE = 500_000;
    uint8 internal constant GRACE = 5;
    uint8 internal constant DEEPEST = 4;
    uint256 internal constant RECOVERY_DELAY = 3 days;
    bytes32 internal constant AGREEMENT = keccak256("framework agreement");
    bytes32 internal constant TRADE = keccak256("trade");
    bytes32 internal constant DOCUMENT = keccak256("document");

    PartyId internal constant ANCHOR = PartyId.wrap(1);
    PartyId internal constant S1 = PartyId.wrap(11);
    PartyId internal constant S2 = PartyId.wrap(12);
    PartyId internal constant S3 = PartyId.wrap(13);
    PartyId internal constant S4 = PartyId.wrap(14);
    PartyId internal constant BANK_A = PartyId.wrap(21);
    PartyId internal constant BANK_B = PartyId.wrap(22);
    ProgrammeId internal constant PROGRAMME = ProgrammeId.wrap(uint48(1) << 8 | 1);

    /// @dev Keys; the address of each is its party's cash account.
    uint256 internal constant ANCHOR_KEY = 0xA1;
    uint256 internal constant S1_KEY = 0x51;
    uint256 internal constant S2_KEY = 0x52;
    uint256 internal constant S3_KEY = 0x53;
    uint256 internal constant S4_KEY = 0x54;
    uint256 internal constant BANK_A_KEY = 0xBA;
    uint256 internal constant BANK_B_KEY = 0xBB;
    uint256 internal constant OUTSIDER_KEY = 0x077;

    address internal anchor = vm.addr(ANCHOR_KEY);
    address internal s1 = vm.addr(S1_KEY);
    address internal s2 = vm.addr(S2_KEY);
    address internal s3 = vm.addr(S3_KEY);
    address internal s4 = vm.addr(S4_KEY);
    address internal bankA = vm.addr(BANK_A_KEY);
    address internal bankB = vm.addr(BANK_B_KEY);
    address internal outsider = vm.addr(OUTSIDER_KEY);

    address internal admin = vm.addr(0xAD);
    address internal registrar = vm.addr(0x4E6);
    address internal compliance = vm.addr(0xC0);
    address internal guardian = vm.addr(0x6A);
    address internal issuer = vm.addr(0x155);

    AccessManager internal authority;
    ERC2771Forwarder internal forwarder;
    Parties internal parties;
    Descriptor internal descriptor;
    Programmes internal programmes;
    Receivables internal receivables;
    Settlements internal settlements;
    Discounting internal discounting;
    Guarantees internal guarantees;
    TestToken internal token;

    uint256 private _ids;

    function setUp() public virtual {
        vm.warp(DAY * 1 days);
        _deploy();
        _grantRoles();
        _registerParties();
        _openProgramme();
    }

    /* SET-UP */

    function _deploy() private {
        authority = new AccessManager(admin);
        forwarder = new ERC2771Forwarder("Silkline Forwarder");
        token = new TestToken("Test Euro", "TEUR", 6);
        parties = new Parties(address(authority), address(forwarder), RECOVERY_DELAY);
        descriptor = new Descriptor();
        ILoans loans = _loans();
        uint256 nonce = vm.getNonce(address(this));
        address receivablesAt = vm.computeCreateAddress(address(this), nonce + 1);
        address settlementsAt = vm.computeCreateAddress(address(this), nonce + 2);
        address guaranteesAt = vm.computeCreateAddress(address(this), nonce + 4);
        programmes = new Programmes(
            address(authority),
            address(forwarder),
            parties,
            IReceivables(receivablesAt),
            settlementsAt,
            _predecessors()
        );
        receivables =
            new Receivables(address(forwarder), parties, programmes, settlementsAt, IDescriptor(descriptor));
        IReceivables asInterface = IReceivables(address(receivables));
        settlements =
            new Settlements(address(forwarder), parties, programmes, asInterface, IGuarantees(guaranteesAt));
        discounting = new Discounting(address(forwarder), parties, programmes, asInterface);
        guarantees = new Guarantees(
            address(forwarder), parties, programmes, asInterface, ISettlements(address(settlements)), loans
        );
    }

    /// @dev Overridden by tests of loans' guarantees.
    function _loans() internal virtual returns (ILoans) {
        return ILoans(address(0));
    }

    /// @dev Overridden by tests of predecessors.
    function _predecessors() internal virtual returns (IFingerprints[] memory) {
        return new IFingerprints[](0);
    }

    function _grantRoles() private {
        vm.startPrank(admin);
        authority.grantRole(REGISTRAR, registrar, 0);
        authority.grantRole(COMPLIANCE, compliance, 0);
        authority.grantRole(GUARDIAN, guardian, 0);
        authority.grantRole(ISSUER, issuer, 0);
        authority.setTargetFunctionRole(address(parties), _registrarOfParties(), REGISTRAR);
        authority.setTargetFunctionRole(address(parties), _complianceOfParties(), COMPLIANCE);
        authority.setTargetFunctionRole(address(parties), _one(IParties.halt.selector), GUARDIAN);
        authority.setTargetFunctionRole(address(programmes), _registrarOfProgrammes(), REGISTRAR);
        authority.setTargetFunctionRole(address(programmes), _complianceOfProgrammes(), COMPLIANCE);
        programmes.allowToken(address(token), true);
        programmes.addCustodian(address(discounting));
        vm.stopPrank();
    }

    function _registrarOfParties() private pure returns (bytes4[] memory list) {
        list = new bytes4[](6);
        list[0] = IParties.register.selector;
        list[1] = IParties.registerMany.selector;
        list[2] = IParties.update.selector;
        list[3] = IParties.setAccount.selector;
        list[4] = IParties.proposeRecovery.selector;
        list[5] = IParties.withdrawRecovery.selector;
    }

    function _complianceOfParties() private pure returns (bytes4[] memory list) {
        list = new bytes4[](3);
        list[0] = IParties.suspend.selector;
        list[1] = IParties.reinstate.selector;
        list[2] = IParties.approveRecovery.selector;
    }

    function _registrarOfProgrammes() private pure returns (bytes4[] memory list) {
        list = new bytes4[](4);
        list[0] = IProgrammes.open.selector;
        list[1] = IProgrammes.proposeChange.selector;
        list[2] = IProgrammes.liftSuspension.selector;
        list[3] = IProgrammes.setDispute.selector;
    }

    function _complianceOfProgrammes() private pure returns (bytes4[] memory list) {
        list = new bytes4[](3);
        list[0] = IProgrammes.suspendAnchor.selector;
        list[1] = IProgrammes.setFreeze.selector;
        list[2] = IProgrammes.setNoteFreeze.selector;
    }

    function _one(bytes4 selector) internal pure returns (bytes4[] memory list) {
        list = new bytes4[](1);
        list[0] = selector;
    }

    function _registerParties() private {
        _register(ANCHOR, anchor, 2, 0);
        _register(S1, s1, 1, 0);
        _register(S2, s2, 1, 0);
        _register(S3, s3, 1, 0);
        _register(S4, s4, 1, 0);
        _register(BANK_A, bankA, 4, 0);
        _register(BANK_B, bankB, 4, 0);
        address[5] memory optingIn = [s1, s2, s3, s4, bankA];
        for (uint256 i; i < optingIn.length; ++i) {
            vm.prank(optingIn[i]);
            parties.setOptIns(3);
        }
    }

    function _openProgramme() private {
        vm.prank(registrar);
        programmes.open(PROGRAMME, rules());
    }

    /* BUILDERS */

    function rules() internal view returns (IProgrammes.Rules memory) {
        return IProgrammes.Rules({
            token: address(token),
            currency: "EUR",
            limit: LIMIT,
            maxTenor: 180,
            deepestTier: DEEPEST,
            smallestPiece: SMALLEST,
            lateRate: LATE_RATE,
            graceDays: GRACE,
            utcOffset: 0,
            tradeReferenceRequired: false,
            limitContract: address(0),
            agreementHash: AGREEMENT
        });
    }

    function profile(uint8 roles, uint40 group) internal pure returns (IParties.Profile memory) {
        return IParties.Profile({
            roles: roles, kycExpiry: uint24(DAY + 10_000), group: group, industry: 24, region: 276
        });
    }

    /// @dev A confirmation of `FACE` for S1 under a new fingerprint.
    function terms() internal returns (IProgrammes.Confirmation memory) {
        return IProgrammes.Confirmation({
            programme: PROGRAMME,
            creditor: S1,
            id: newId(),
            face: FACE,
            dueDay: DUE,
            evidenceRoot: keccak256("evidence"),
            further: new ReceivableId[](0),
            deadline: type(uint48).max
        });
    }

    function assignment(NoteId note, PartyId receiver, uint256 value)
        internal
        pure
        returns (IReceivables.Assignment memory)
    {
        return IReceivables.Assignment({
            note: note,
            receiver: receiver,
            value: value,
            tradeReference: TRADE,
            inPayment: true,
            acceptUntil: 0
        });
    }

    /// @dev BANK_A's offer on the programme: 4.5 % ACT/360, no fee, all tiers, ample cap.
    function offer() internal pure returns (IDiscounting.Offer memory) {
        return IDiscounting.Offer({
            funder: BANK_A,
            programme: PROGRAMME,
            receivable: ReceivableId.wrap(0),
            deepestTier: 255,
            rate: 45_000,
            basis: 360,
            fee: 0,
            smallest: 1,
            cap: LIMIT,
            recourse: false,
            registryRequired: false,
            validUntil: type(uint48).max,
            salt: 1
        });
    }

    function fill(NoteId note, uint256 value) internal pure returns (IDiscounting.Fill memory) {
        return IDiscounting.Fill({note: note, value: value, minProceeds: 0, registryReference: 0});
    }

    function newId() internal returns (ReceivableId) {
        return ReceivableId.wrap(uint96(uint256(keccak256(abi.encode("id", ++_ids)))));
    }

    function noteOf(ReceivableId id, uint256 number) internal pure returns (NoteId) {
        return NoteId.wrap(uint128(uint256(ReceivableId.unwrap(id)) << 32 | number));
    }

    function only(NoteId note) internal pure returns (NoteId[] memory notes) {
        notes = new NoteId[](1);
        notes[0] = note;
    }

    /* ACTS */

    function _register(PartyId party, address cash, uint8 roles, uint40 group) internal {
        vm.prank(registrar);
        parties.register(party, cash, profile(roles, group));
    }

    /// @dev Confirms `FACE` for S1.
    function confirm() internal returns (NoteId) {
        IProgrammes.Confirmation memory t = terms();
        vm.prank(anchor);
        return programmes.confirm(t);
    }

    function assign(address sender, NoteId note, PartyId receiver, uint256 value) internal returns (NoteId) {
        IReceivables.Assignment memory a = assignment(note, receiver, value);
        vm.prank(sender);
        return receivables.assign(a);
    }

    function signOffer(uint256 key, IDiscounting.Offer memory o) internal view returns (bytes memory) {
        return sign(key, discounting.offerDigest(o));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Gives an account tokens and lets `spender` take them.
    function fund(address account, uint256 amount, address spender) internal {
        token.mint(account, amount);
        vm.prank(account);
        token.approve(spender, type(uint256).max);
    }

    /// @dev Pays a receivable whole, from a passer-by.
    function settle(ReceivableId id) internal {
        uint256 amount = settlements.owed(id) + settlements.claimOf(id);
        fund(outsider, amount, address(settlements));
        vm.prank(outsider);
        settlements.settle(id, amount);
    }

    function toDay(uint256 day) internal {
        vm.warp(day * 1 days);
    }
}
