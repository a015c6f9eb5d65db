// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
What cannot be done with a pledged note

├── assigned, split, merged, poured, transferred by owner or operator → NoteLocked
├── sold, or put back by its buyer                                    → NoteLocked
├── corrected or cancelled                                            → NoteLocked
├── locked, unlocked or moved by another custodian                    → NoteLocked, NotLockedByCaller
├── a note sold, then pledged by its seller                           → AccountOfAnother
└── pieces cut before the pledge                                      → free, and no part of it
*/
contract PledgedNotesTest is CollateralSuite {
    bytes internal locked;

    function setUp() public override {
        super.setUp();
        locked = abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(collateral));
    }

    /// @dev S1 calls Receivables, which answers that the note is locked; owner and value stay.
    function _refused(address caller, bytes memory data) private {
        vm.prank(caller);
        (bool ok, bytes memory reason) = address(receivables).call(data);
        vm.assertFalse(ok, "refused");
        vm.assertEq(reason, locked, "reason");
        assertPledge(note, loan, FACE);
        assertNote(note, S1, FACE, 1);
    }

    /// @notice The owner passes a pledged note on in no way, nor does an operator it approved before (C-2, T07, T08, I5).
    function test_doesNotPass() external {
        uint256 id = NoteId.unwrap(note);
        vm.prank(s1);
        receivables.approve(bankA, id);
        pledge(s1, note);
        _refused(s1, abi.encodeCall(IReceivables.assign, (assignment(note, S2, FACE))));
        _refused(s1, abi.encodeCall(IReceivables.assign, (assignment(note, S2, SMALLEST))));
        _refused(s1, abi.encodeWithSignature("transferFrom(address,address,uint256)", s1, s2, id));
        _refused(bankA, abi.encodeWithSignature("transferFrom(address,address,uint256)", s1, s2, id));
        _refused(s1, abi.encodeWithSignature("transferFrom(uint256,address,uint256)", id, s2, SMALLEST));
    }

    /// @notice A pledged note is neither cut nor filled up: what was counted stays as it is (C-2, T07, T17, I5).
    function test_keepsItsValue() external {
        NoteId piece = split(s1, note, 400_000e6);
        NoteId third = split(s1, note, 100_000e6);
        pledge(s1, note);
        vm.prank(s1);
        vm.expectRevert(locked);
        receivables.split(note, SMALLEST);
        vm.prank(s1);
        vm.expectRevert(locked);
        receivables.merge(note, piece);
        vm.prank(s1);
        vm.expectRevert(locked);
        receivables.merge(piece, note);
        vm.prank(s1);
        vm.expectRevert(locked);
        receivables.transferFrom(NoteId.unwrap(third), NoteId.unwrap(note), SMALLEST);
        assertPledge(note, loan, 500_000e6);
        assertNote(note, S1, 500_000e6, 1);
    }

    /// @notice Anchor and holder together neither correct nor cancel a pledged debt (C-2, T07, G-14).
    function test_isNotCancelled() external {
        pledge(s1, note);
        IProgrammes.Amendment memory a = IProgrammes.Amendment(note, true, 0, 0, DOCUMENT, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        vm.prank(anchor);
        vm.expectRevert(locked);
        programmes.amend(a, s1, signature);
    }

    /// @notice A note pledged to one bank is not sold to another, whole or in part, and one sold is not pledged by its
    /// seller: in either order one of the two is refused (C-2, T16, I2).
    function test_pledgeOrSale() external {
        uint256 clean = vm.snapshotState();
        pledge(s1, note);
        fund(bankB, 2 * FACE, address(discounting));
        IDiscounting.Offer memory o = offer();
        o.funder = BANK_B;
        bytes memory signature = signOffer(BANK_B_KEY, o);
        uint256[2] memory values = [FACE, SMALLEST];
        for (uint256 i; i < 2; ++i) {
            vm.prank(s1);
            vm.expectRevert(locked);
            discounting.take(o, bankB, signature, fill(note, values[i]));
        }
        vm.revertToState(clean);
        _sell(offer());
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, BANK_A));
        pledge(s1, note);
    }

    /// @notice A note bought with recourse and pledged by its buyer goes back only once it is released (C-2, D-10, T07).
    function test_isNotPutBack() external {
        IDiscounting.Offer memory o = offer();
        o.recourse = true;
        _sell(o);
        loanTerms.lender = BANK_B;
        loan = loans.open(loanTerms);
        pledge(bankA, note);
        toOverdue(idOf(note));
        fund(s1, 2 * FACE, address(discounting));
        vm.prank(bankA);
        vm.expectRevert(locked);
        discounting.putBack(note);
        release(bankB, only(note));
        vm.prank(bankA);
        vm.assertTrue(discounting.putBack(note), "paid");
        assertNote(note, S1, FACE, 1);
    }

    /// @notice No other custodian locks, unlocks or moves a pledged note (C-2, R-20, T16, I2).
    function test_isOutOfReachOfOtherCustodians() external {
        pledge(s1, note);
        vm.expectRevert(locked);
        custodian.lock(note, S1);
        vm.expectRevert(locked);
        custodian.move(note, S1, S2, FACE);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.NotLockedByCaller.selector, note, address(collateral))
        );
        custodian.unlock(note);
    }

    /// @notice A piece cut before the pledge is a claim of its own: free, and no part of the security (C-4, T17, I2).
    function test_leavesPiecesFree() external {
        NoteId piece = split(s1, note, 400_000e6);
        pledge(s1, note);
        assign(s1, piece, S2, 400_000e6);
        custodian.lock(piece, S2);
        vm.assertEq(receivables.custodianOf(piece), address(custodian), "locked elsewhere");
        vm.assertEq(collateral.pledgedValue(loan), 600_000e6, "pledged value");
    }

    function _sell(IDiscounting.Offer memory o) private {
        fund(bankA, 2 * FACE, address(discounting));
        bytes memory signature = signOffer(BANK_A_KEY, o);
        vm.prank(s1);
        discounting.take(o, bankA, signature, fill(note, FACE));
        same(noteState(note).owner, BANK_A, "sold");
    }
}
