// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, ReceivableWord} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.proposeChange, Programmes.acceptChange

proposeChange
├── when the caller is not the registrar                        → AccessManagedUnauthorized
├── given there is no such programme                            → ProgrammeUnknown
├── when the limit does not fit 96 bits                         → LimitTooLarge
├── when the longest tenor is 0                                 → TenorZero
├── when the smallest piece is 0 or cannot be stored            → SmallestPieceInvalid
├── when the deepest tier is 0                                  → DeepestTierZero
└── otherwise                                                   → nothing changes yet, one event
acceptChange
├── when the caller is no account                               → AccountUnknown
├── when the caller lacks the scope administer                  → ScopeMissing
├── given the anchor is suspended as a party                    → PartySuspended
├── when the caller is another party's                          → NotAnchor
├── given nothing was proposed                                  → ChangeUnknown
├── given something else was proposed last                      → ChangeUnknown
├── given it was accepted already                               → ChangeUnknown
└── otherwise                                                   → new rules, one event
    ├── token, currency, late rate, grace, offset, limit contract and what is used stay
    ├── receivables confirmed before keep theirs
    ├── a limit below what is used                              → no room until principal is paid
    ├── by the anchor's signature
    └── for any change
*/
contract ChangeTest is ProgrammesSuite {
    using ReceivableWords for ReceivableWord;

    /// @notice Only the registrar proposes changes (G-4, T27, T64).
    function test_propose_refusesOthersThanTheRegistrar() external {
        bytes memory data = abi.encodeCall(programmes.proposeChange, (PROGRAMME, change()));
        assertOnly(registrar, address(programmes), data);
    }

    /// @notice A programme must be open to be changed (G-4).
    function test_propose_refusesUnknownProgramme() external {
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.ProgrammeUnknown.selector, UNKNOWN));
        vm.prank(registrar);
        programmes.proposeChange(UNKNOWN, change());
    }

    /// @notice A change keeps within the bounds of an opening (G-2, G-4, T29).
    function test_propose_refusesWhatOpenRefuses() external {
        IProgrammes.Change memory c = change();
        c.limit = LARGEST + 1;
        _refusesProposal(c, abi.encodeWithSelector(IProgrammes.LimitTooLarge.selector, LARGEST + 1, LARGEST));
        c = change();
        c.maxTenor = 0;
        _refusesProposal(c, abi.encodeWithSelector(IProgrammes.TenorZero.selector));
        c = change();
        c.smallestPiece = 0;
        _refusesProposal(c, abi.encodeWithSelector(IProgrammes.SmallestPieceInvalid.selector, 0));
        c.smallestPiece = 2049;
        _refusesProposal(c, abi.encodeWithSelector(IProgrammes.SmallestPieceInvalid.selector, 2049));
        c = change();
        c.deepestTier = 0;
        _refusesProposal(c, abi.encodeWithSelector(IProgrammes.DeepestTierZero.selector));
    }

    /// @notice A proposal alone changes nothing (G-4, T27).
    function test_propose() external {
        IProgrammes.Change memory c = change();
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.ProgrammeChangeProposed(PROGRAMME, keccak256(abi.encode(c)), c);
        _propose(c);
        assertEvents(1);
        assertRules(PROGRAMME, rules());
    }

    /// @notice An outsider accepts nothing (G-4).
    function test_accept_refusesOutsider() external {
        _propose(change());
        _refuses(outsider, change(), abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice Accepting needs the scope administer: who may confirm may not change the limit (P-3, G-4).
    function test_accept_refusesWithoutScope() external {
        _propose(change());
        vm.prank(registrar);
        parties.setAccount(ANCHOR, fresh, CONFIRM, NO_LIMIT);
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ADMINISTER, CONFIRM);
        _refuses(fresh, change(), reason);
    }

    /// @notice A suspended party accepts nothing (P-4).
    function test_accept_refusesSuspendedParty() external {
        _propose(change());
        suspend(ANCHOR);
        _refuses(anchor, change(), abi.encodeWithSelector(IParties.PartySuspended.selector, ANCHOR));
    }

    /// @notice Only the programme's own anchor accepts (G-4, T27).
    function test_accept_refusesAnotherParty() external {
        _propose(change());
        _refuses(s1, change(), abi.encodeWithSelector(IProgrammes.NotAnchor.selector, S1, ANCHOR));
    }

    /// @notice What was not proposed cannot be accepted, nor what was proposed for another programme (G-4).
    function test_accept_refusesWithoutProposal() external {
        _refusesUnknown(change());
        open(numbered(3), rules());
        vm.prank(registrar);
        programmes.proposeChange(numbered(3), change());
        _refusesUnknown(change());
    }

    /// @notice The anchor accepts exactly what was proposed, in every field (G-4, T27).
    function test_accept_refusesOtherFields() external {
        _propose(change());
        for (uint256 field; field < 6; ++field) {
            IProgrammes.Change memory c = change();
            if (field == 0) c.limit += 1;
            if (field == 1) c.maxTenor += 1;
            if (field == 2) c.deepestTier += 1;
            if (field == 3) c.smallestPiece = 1;
            if (field == 4) c.tradeReferenceRequired = false;
            if (field == 5) c.agreementHash = AGREEMENT;
            _refusesUnknown(c);
        }
    }

    /// @notice A later proposal replaces an earlier one, also when the anchor's consent is under way (G-4, T73).
    function test_accept_refusesReplacedProposal() external {
        _propose(change());
        IProgrammes.Change memory later = change();
        later.limit = 1;
        _propose(later);
        _refusesUnknown(change());
    }

    /// @notice A change is accepted once (G-4, T70).
    function test_accept_refusesSecondTime() external {
        agree(change());
        _refusesUnknown(change());
    }

    /// @notice Accepted, the change is in force; what never changes and what is used stay (G-3, G-4).
    function test_accept() external {
        confirm();
        IProgrammes.Change memory c = change();
        _propose(c);
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.ProgrammeChanged(PROGRAMME, keccak256(abi.encode(c)), c);
        vm.prank(anchor);
        programmes.acceptChange(PROGRAMME, c);
        assertEvents(1);
        _assertChanged(c);
        assertUsed(PROGRAMME, FACE);
    }

    /// @notice Any account of the anchor with the scope administer accepts, by a signature that anyone brings (X-1).
    function test_accept_bySignature() external {
        vm.prank(registrar);
        parties.setAccount(ANCHOR, fresh, ADMINISTER, 0);
        _propose(change());
        bytes memory data = abi.encodeCall(programmes.acceptChange, (PROGRAMME, change()));
        forward(signedCall(FRESH_KEY, address(programmes), data));
        _assertChanged(change());
    }

    /// @notice Debts confirmed before a change keep the rules they were confirmed with (G-4, T27).
    function test_accept_leavesConfirmedDebts() external {
        NoteId first = confirm();
        agree(change());
        IProgrammes.Confirmation memory t = terms();
        (ReceivableWord r,) = receivables.words(first);
        vm.assertEq(r.deepest(), DEEPEST, "deepest tier before");
        vm.assertEq(r.smallest(), SMALLEST, "smallest piece before");
        vm.assertFalse(r.has(ReceivableWords.TRADE_REFERENCE_REQUIRED), "trade reference before");
        confirm(t);
        r = receivables.receivableWord(t.id);
        vm.assertEq(r.deepest(), 2, "deepest tier after");
        vm.assertEq(r.smallest(), 2_000e6, "smallest piece after");
        vm.assertTrue(r.has(ReceivableWords.TRADE_REFERENCE_REQUIRED), "trade reference after");
    }

    /// @notice A limit lowered below what is used admits nothing until principal is paid, and harms no debt (G-13, I12).
    function test_accept_limitBelowUsed() external {
        NoteId note = confirm();
        setLimit(FACE / 2);
        IProgrammes.Confirmation memory t = termsOf(SMALLEST);
        vm.expectRevert(
            abi.encodeWithSelector(IProgrammes.LimitExceeded.selector, PROGRAMME, SMALLEST, uint256(0))
        );
        vm.prank(anchor);
        programmes.confirm(t);
        settle(Ids.receivable(note));
        assertUsed(PROGRAMME, 0);
        confirm(termsOf(FACE / 2));
        assertUsed(PROGRAMME, FACE / 2);
    }

    /// @notice Every well-formed change is in force as it was written, and changes back (G-4).
    function testFuzz_accept(IProgrammes.Change memory c, uint16 mantissa, uint8 exponent) external {
        c.limit %= LARGEST + 1;
        c.maxTenor = c.maxTenor == 0 ? 1 : c.maxTenor;
        c.deepestTier = c.deepestTier == 0 ? 1 : c.deepestTier;
        c.smallestPiece = (1 + mantissa % 2047) * 10 ** (exponent % 29);
        agree(c);
        _assertChanged(c);
        setLimit(LIMIT);
        assertRules(PROGRAMME, rules());
    }

    function _propose(IProgrammes.Change memory c) private {
        vm.prank(registrar);
        programmes.proposeChange(PROGRAMME, c);
    }

    function _refusesProposal(IProgrammes.Change memory c, bytes memory reason) private {
        vm.expectRevert(reason);
        _propose(c);
    }

    function _refuses(address caller, IProgrammes.Change memory c, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        programmes.acceptChange(PROGRAMME, c);
    }

    function _refusesUnknown(IProgrammes.Change memory c) private {
        bytes32 changeHash = keccak256(abi.encode(c));
        _refuses(anchor, c, abi.encodeWithSelector(IProgrammes.ChangeUnknown.selector, PROGRAMME, changeHash));
    }

    function _assertChanged(IProgrammes.Change memory c) private view {
        IProgrammes.Rules memory r = rules();
        (r.limit, r.maxTenor, r.deepestTier) = (c.limit, c.maxTenor, c.deepestTier);
        (r.smallestPiece, r.tradeReferenceRequired) = (c.smallestPiece, c.tradeReferenceRequired);
        r.agreementHash = c.agreementHash;
        assertRules(PROGRAMME, r);
    }
}
