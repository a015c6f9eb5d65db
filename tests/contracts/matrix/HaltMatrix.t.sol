// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, ProgrammeId} from "../../../interfaces/Types.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {Suite} from "../base/Suite.sol";
import {vm} from "../base/Vm.sol";
import {HaltChecks} from "./HaltChecks.sol";

/*
What a halt stops: every function that changes state, by a call with which everything else is in order.
Loans: LoanHaltMatrix.t.sol.

├── confirming, correcting, assigning, accepting, plain transfers, taking offers → Halted
└── everything else                                                              → as without a halt
tests/frame/test_halt_matrix.py fails when a function of a contract is missing here.
*/
contract HaltMatrixTest is NotesSuite, DepositsSuite, HaltChecks {
    PartyId private constant SUSPENDED = PartyId.wrap(31);
    PartyId private constant RECOVERING = PartyId.wrap(32);
    PartyId private constant READY = PartyId.wrap(33);
    PartyId private constant ROTATED = PartyId.wrap(34);
    PartyId private constant OTHER_ANCHOR = PartyId.wrap(35);
    uint256 private constant NEW_KEY = 0x9E3;
    uint256 private constant ROTATED_KEY = 0x9E4;
    uint256 private constant PIECE = 100_000e6;

    NoteId private _whole;
    NoteId private _note;
    NoteId private _sibling;
    NoteId private _deeper;
    NoteId private _waiting;
    NoteId private _locked;
    NoteId private _sold;
    NoteId private _paid;
    address private _helper;

    function setUp() public override(Suite, NotesSuite, DepositsSuite) {
        super.setUp();
        _prepareParties();
        _prepareNotes();
        _prepareMoney();
    }

    function _prepareParties() private {
        _register(SUSPENDED, vm.addr(0x31), 1, 0);
        _register(RECOVERING, vm.addr(0x32), 1, 0);
        _register(READY, vm.addr(0x33), 1, 0);
        _register(ROTATED, vm.addr(0x34), 1, 0);
        _register(OTHER_ANCHOR, vm.addr(0x35), 2, 0);
        suspend(SUSPENDED);
        _helper = accountOf(S1, 0x4E1, ADMINISTER, 0);
        bytes memory consent = _consentOf(ROTATED, ROTATED_KEY);
        vm.prank(vm.addr(0x34));
        parties.rotate(vm.addr(ROTATED_KEY), LATER, consent);
        vm.startPrank(registrar);
        parties.proposeRecovery(RECOVERING, vm.addr(0x132), DOCUMENT);
        parties.proposeRecovery(READY, vm.addr(0x133), DOCUMENT);
        vm.stopPrank();
        vm.startPrank(compliance);
        parties.approveRecovery(READY, vm.addr(0x133), DOCUMENT);
        programmes.suspendAnchor(OTHER_ANCHOR, DOCUMENT);
        vm.stopPrank();
    }

    function _prepareNotes() private {
        _whole = confirm();
        _note = confirm();
        _sibling = split(s1, _note, PIECE);
        _deeper = assign(s1, _note, S2, PIECE);
        _waiting = propose(s1, confirm(), FACE);
        _locked = confirm();
        custodian.lock(_locked, S1);
        IDiscounting.Offer memory o = offer();
        o.recourse = true;
        fund(bankA, 10 * FACE, address(discounting));
        fund(s1, 10 * FACE, address(discounting));
        bytes memory signature = signOffer(BANK_A_KEY, o);
        NoteId sold = confirm();
        vm.prank(s1);
        (_sold,) = discounting.take(o, bankA, signature, fill(sold, FACE));
    }

    /// @dev One debt paid and not redeemed, one whose payout is parked.
    function _prepareMoney() private {
        fund(anchor, 10 * FACE, address(settlements));
        fund(outsider, 10 * FACE, address(settlements));
        _paid = confirm();
        settle(idOf(_paid));
        NoteId parked = confirm();
        settle(idOf(parked));
        suspend(S1);
        settlements.redeem(only(parked));
        reinstate(S1);
        redeem(1);
    }

    /* ROLES */

    /// @notice What roles do at Parties goes on in a halt, but for a second halt (X-4, P-14, I21).
    function test_rolesAtParties() external {
        IParties.Profile memory p = profile(1, 0);
        (PartyId[] memory list, address[] memory cash) = (new PartyId[](0), new address[](0));
        _at(registrar, address(parties));
        _passes("Parties.register", abi.encodeCall(parties.register, (PartyId.wrap(99), vm.addr(NEW_KEY), p)));
        IParties.Profile[] memory profiles = new IParties.Profile[](0);
        _passes("Parties.registerMany", abi.encodeCall(parties.registerMany, (list, cash, profiles)));
        _passes("Parties.update", abi.encodeCall(parties.update, (S1, p)));
        _passes("Parties.setAccount", abi.encodeCall(parties.setAccount, (S1, _helper, 1, 1)));
        bytes memory proposal = abi.encodeCall(parties.proposeRecovery, (S2, vm.addr(NEW_KEY), DOCUMENT));
        _passes("Parties.proposeRecovery", proposal);
        _passes("Parties.withdrawRecovery", abi.encodeCall(parties.withdrawRecovery, (RECOVERING)));
        _at(compliance, address(parties));
        _passes("Parties.suspend", abi.encodeCall(parties.suspend, (S1, DOCUMENT)));
        _passes("Parties.reinstate", abi.encodeCall(parties.reinstate, (SUSPENDED, DOCUMENT)));
        bytes memory approval =
            abi.encodeCall(parties.approveRecovery, (RECOVERING, vm.addr(0x132), DOCUMENT));
        _passes("Parties.approveRecovery", approval);
    }

    /// @notice In a halt the guardian cannot halt again, and ADMIN lifts it (P-14).
    function test_haltAndResume() external {
        halt();
        _at(guardian, address(parties));
        (bool ok, bytes memory why) = _call(abi.encodeCall(parties.halt, (1)));
        vm.assertFalse(ok, "Parties.halt");
        uint256 earliest = block.timestamp + 14 days;
        vm.assertEq(why, abi.encodeWithSelector(IParties.HaltTooSoon.selector, earliest), "Parties.halt");
        _at(admin, address(parties));
        (ok,) = _call(abi.encodeCall(parties.resume, ()));
        vm.assertTrue(ok, "Parties.resume");
        vm.assertEq(parties.haltedUntil(), 0, "resumed");
    }

    /// @notice What roles do at Programmes and at a deposit token goes on in a halt (X-4, I21).
    function test_rolesAtProgrammes() external {
        _at(admin, address(programmes));
        _passes("Programmes.allowToken", abi.encodeCall(programmes.allowToken, (address(token), false)));
        bytes memory admission = abi.encodeCall(programmes.admitLimitContract, (outsider));
        _passes("Programmes.admitLimitContract", admission);
        _passes("Programmes.addCustodian", abi.encodeCall(programmes.addCustodian, (outsider)));
        _at(registrar, address(programmes));
        ProgrammeId second = ProgrammeId.wrap(ProgrammeId.unwrap(PROGRAMME) + 1);
        _passes("Programmes.open", abi.encodeCall(programmes.open, (second, rules())));
        _passes("Programmes.proposeChange", abi.encodeCall(programmes.proposeChange, (PROGRAMME, _change())));
        _passes("Programmes.setDispute", abi.encodeCall(programmes.setDispute, (idOf(_note), true, DOCUMENT)));
        bytes memory lifting = abi.encodeCall(programmes.liftSuspension, (OTHER_ANCHOR, DOCUMENT));
        _passes("Programmes.liftSuspension", lifting);
        _at(compliance, address(programmes));
        _passes("Programmes.suspendAnchor", abi.encodeCall(programmes.suspendAnchor, (ANCHOR, DOCUMENT)));
        _passes("Programmes.setFreeze", abi.encodeCall(programmes.setFreeze, (idOf(_note), true, DOCUMENT)));
        _passes("Programmes.setNoteFreeze", abi.encodeCall(programmes.setNoteFreeze, (_note, true, DOCUMENT)));
        _at(issuer, address(deposit));
        _passes("DepositToken.issue", abi.encodeCall(deposit.issue, (s1, 1, BOOKING)));
        _passes("DepositToken.execute", abi.encodeCall(deposit.execute, (s1, REFERENCE)));
        _passes("DepositToken.giveBack", abi.encodeCall(deposit.giveBack, (s1, REFERENCE, REASON)));
        _at(compliance, address(deposit));
        _passes("DepositToken.setFreeze", abi.encodeCall(deposit.setFreeze, (s2, true, DOCUMENT)));
    }

    /* PARTIES THEMSELVES */

    /// @notice What a party does with its own accounts goes on in a halt (X-4, I21).
    function test_ownAccounts() external {
        _at(s1, address(parties));
        _passes("Parties.setOptIns", abi.encodeCall(parties.setOptIns, (0)));
        bytes memory consent = _consentOf(S1, NEW_KEY);
        address account = vm.addr(NEW_KEY);
        _passes("Parties.addAccount", abi.encodeCall(parties.addAccount, (account, 1, 1, LATER, consent)));
        _passes("Parties.changeAccount", abi.encodeCall(parties.changeAccount, (_helper, 1, 1)));
        _passes("Parties.removeAccount", abi.encodeCall(parties.removeAccount, (_helper)));
        _passes("Parties.rotate", abi.encodeCall(parties.rotate, (account, LATER, consent)));
        _passes("Parties.voidSignature", abi.encodeCall(parties.voidSignature, (DOCUMENT)));
        _at(vm.addr(0x32), address(parties));
        _passes("Parties.vetoRecovery", abi.encodeCall(parties.vetoRecovery, ()));
        _day = DAY + 3;
        _at(outsider, address(parties));
        _passes("Parties.recover", abi.encodeCall(parties.recover, (READY)));
    }

    /// @notice In a halt nothing is confirmed or corrected; an anchor still cancels and consents to changes (X-4, I21).
    function test_anchor() external {
        IProgrammes.Confirmation memory t = terms();
        bytes memory signature = sign(ANCHOR_KEY, programmes.confirmationDigest(t));
        IProgrammes.Confirmation[] memory many = new IProgrammes.Confirmation[](1);
        bytes[] memory signatures = new bytes[](1);
        (many[0], signatures[0]) = (t, signature);
        _at(anchor, address(programmes));
        _stops("Programmes.confirm", abi.encodeCall(programmes.confirm, (t)));
        _stops("Programmes.confirmMany", abi.encodeCall(programmes.confirmMany, (many)));
        _stops("Programmes.confirmSigned", abi.encodeCall(programmes.confirmSigned, (t, anchor, signature)));
        bytes memory batch = abi.encodeCall(programmes.confirmManySigned, (many, anchor, signatures));
        _stops("Programmes.confirmManySigned", batch);
        _stops("Programmes.amend", _amendment(false));
        _passes("Programmes.amend", _amendment(true));
        vm.prank(registrar);
        programmes.proposeChange(PROGRAMME, _change());
        _passes("Programmes.acceptChange", abi.encodeCall(programmes.acceptChange, (PROGRAMME, _change())));
        _passes("Programmes.voidSignature", abi.encodeCall(programmes.voidSignature, (DOCUMENT)));
    }

    /* NOTES */

    /// @notice In a halt notes are not assigned and not accepted; what waits is still refused, withdrawn and released.
    function test_assigning() external {
        IReceivables.Assignment memory a = assignment(_note, S2, PIECE);
        IReceivables.Assignment[] memory many = new IReceivables.Assignment[](1);
        many[0] = a;
        _at(s1, address(receivables));
        _stops("Receivables.assign", abi.encodeCall(receivables.assign, (a)));
        _stops("Receivables.assignMany", abi.encodeCall(receivables.assignMany, (many)));
        IParties.Consent memory c = IParties.Consent(_note, S1, S2, PIECE, TRADE, true, LATER);
        bytes memory consent = sign(S2_KEY, parties.consentDigest(address(receivables), c));
        bytes memory call = abi.encodeCall(receivables.assignWithConsent, (a, s2, LATER, consent));
        _stops("Receivables.assignWithConsent", call);
        _passes("Receivables.withdraw", abi.encodeCall(receivables.withdraw, (_waiting)));
        _at(bankB, address(receivables));
        _stops("Receivables.accept", abi.encodeCall(receivables.accept, (_waiting, TRADE)));
        _passes("Receivables.refuse", abi.encodeCall(receivables.refuse, (_waiting)));
        _day = DAY + 2;
        _at(outsider, address(receivables));
        _passes("Receivables.release", abi.encodeCall(receivables.release, (only(_waiting))));
    }

    /// @notice In a halt no token passes to another party; an owner still arranges its own, and gives leave.
    function test_tokens() external {
        (uint256 id, uint256 other) = (NoteId.unwrap(_sibling), NoteId.unwrap(_note));
        _at(s1, address(receivables));
        bytes memory plain = abi.encodeCall(IERC721.transferFrom, (s1, s2, id));
        _stops("Receivables.transferFrom(address,address,uint256)", plain);
        bytes memory safe = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", s1, s2, id);
        _stops("Receivables.safeTransferFrom(address,address,uint256)", safe);
        safe = abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", s1, s2, id, "");
        _stops("Receivables.safeTransferFrom(address,address,uint256,bytes)", safe);
        bytes memory value = abi.encodeWithSignature("transferFrom(uint256,address,uint256)", id, s2, PIECE);
        _stops("Receivables.transferFrom(uint256,address,uint256)", value);
        string memory into = "Receivables.transferFrom(uint256,uint256,uint256)";
        _stops(into, abi.encodeWithSignature("transferFrom(uint256,uint256,uint256)", id, _deeper, PIECE));
        _passes(into, abi.encodeWithSignature("transferFrom(uint256,uint256,uint256)", id, other, PIECE));
        _passes("Receivables.approve(address,uint256)", abi.encodeCall(IERC721.approve, (s2, id)));
        bytes memory grant = abi.encodeWithSignature("approve(uint256,address,uint256)", id, s2, PIECE);
        _passes("Receivables.approve(uint256,address,uint256)", grant);
        _passes("Receivables.setApprovalForAll", abi.encodeCall(receivables.setApprovalForAll, (s2, true)));
        _passes("Receivables.split", abi.encodeCall(receivables.split, (_note, PIECE)));
        _passes("Receivables.merge", abi.encodeCall(receivables.merge, (_sibling, _note)));
        _at(vm.addr(ROTATED_KEY), address(receivables));
        _passes("Receivables.announce", abi.encodeCall(receivables.announce, (new NoteId[](0))));
    }

    /// @notice A halt leaves custodians their acts: new business is stopped before it reaches them.
    function test_custodians() external {
        _at(address(custodian), address(receivables));
        _passes("Receivables.lock", abi.encodeCall(receivables.lock, (_note, S1)));
        _passes("Receivables.unlock", abi.encodeCall(receivables.unlock, (_locked)));
        _passes("Receivables.move", abi.encodeCall(receivables.move, (_locked, S1, S2, FACE)));
    }

    /* MONEY */

    /// @notice A halt never stops paying, collecting, redeeming, claiming or marking (X-4, T68, I21).
    function test_money() external {
        _at(outsider, address(settlements));
        _passes("Settlements.settle", abi.encodeCall(settlements.settle, (idOf(_note), FACE)));
        _passes("Settlements.redeem", abi.encodeCall(settlements.redeem, (only(_paid))));
        _passes("Settlements.claim", abi.encodeCall(settlements.claim, (S1, address(token))));
        _day = DUE;
        _passes("Settlements.collect", abi.encodeCall(settlements.collect, (idOf(_note))));
        _day = OVERDUE;
        _passes("Settlements.markOverdue", abi.encodeCall(settlements.markOverdue, (idOf(_note))));
    }

    /// @notice In a halt no offer is taken; funders still cancel theirs and put notes back.
    function test_offers() external {
        IDiscounting.Offer memory o = offer();
        bytes memory signature = signOffer(BANK_A_KEY, o);
        _at(s1, address(discounting));
        bytes memory call = abi.encodeCall(discounting.take, (o, bankA, signature, fill(_note, PIECE)));
        _stops("Discounting.take", call);
        _at(bankA, address(discounting));
        _passes("Discounting.cancel", abi.encodeCall(discounting.cancel, (o)));
        _passes("Discounting.cancelBelow", abi.encodeCall(discounting.cancelBelow, (9)));
        toOverdue(idOf(_sold));
        _day = OVERDUE;
        _passes("Discounting.putBack", abi.encodeCall(discounting.putBack, (_sold)));
    }

    /// @notice A halt does not touch a deposit token in its holders' hands.
    function test_deposits() external {
        _at(s1, address(deposit));
        _passes("DepositToken.redeem", abi.encodeCall(deposit.redeem, (1, DOCUMENT, ACCOUNT)));
        _passes("DepositToken.approve", abi.encodeCall(IERC20.approve, (s2, 1)));
        _passes("DepositToken.transfer", abi.encodeCall(IERC20.transfer, (s2, 1)));
        bytes32 kind =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 content = keccak256(abi.encode(kind, s1, s2, 1, 0, LATER));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", deposit.DOMAIN_SEPARATOR(), content));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(S1_KEY, digest);
        _passes("DepositToken.permit", abi.encodeCall(deposit.permit, (s1, s2, 1, LATER, v, r, s)));
        vm.prank(s1);
        deposit.approve(s2, 1);
        _at(s2, address(deposit));
        _passes("DepositToken.transferFrom", abi.encodeCall(IERC20.transferFrom, (s1, s2, 1)));
    }

    /* BUILDERS */

    function _consentOf(PartyId party, uint256 key) private view returns (bytes memory) {
        return sign(key, parties.accountConsentDigest(party, vm.addr(key), LATER));
    }

    function _change() private pure returns (IProgrammes.Change memory) {
        return IProgrammes.Change(LIMIT, 90, DEEPEST, SMALLEST, false, AGREEMENT);
    }

    /// @dev Of a debt that is whole in one free note of S1.
    function _amendment(bool cancelling) private view returns (bytes memory) {
        IProgrammes.Amendment memory a =
            IProgrammes.Amendment(_whole, cancelling, FACE, DUE + 1, DOCUMENT, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        return abi.encodeCall(programmes.amend, (a, s1, signature));
    }
}
