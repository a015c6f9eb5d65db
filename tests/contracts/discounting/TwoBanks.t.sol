// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReenteringToken} from "../../../contracts/test/HostileTokens.sol";
import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
One claim, two who would finance it

├── the same note sold to two banks               → the second sale is refused, in either order
├── more than the note sold in parts to two banks → the sale beyond it is refused
├── a note locked for one, sold to the other      → refused, in either order
├── a note sold, its pieces used elsewhere        → refused
├── a token that sells again from within a sale   → refused within, sold once
└── the same offer taken by two holders           → each up to the cap
*/
contract TwoBanksTest is SalesSuite {
    function _offers(bool swapped) private pure returns (IDiscounting.Offer[2] memory offers) {
        offers[swapped ? 1 : 0] = offer();
        offers[swapped ? 0 : 1] = offerOf(BANK_B);
    }

    /// @notice The same note is sold to one bank only, whichever comes first in a block (T16, I2).
    function test_sellsOnce() external {
        for (uint256 i; i < 2; ++i) {
            uint256 clean = vm.snapshotState();
            IDiscounting.Offer[2] memory offers = _offers(i == 1);
            uint256[2] memory keys = i == 1 ? [BANK_B_KEY, BANK_A_KEY] : [BANK_A_KEY, BANK_B_KEY];
            sell(s1, offers[0], keys[0], note, FACE);
            bytes memory signature = signOffer(keys[1], offers[1]);
            vm.prank(s1);
            vm.expectRevert(
                abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, offers[0].funder)
            );
            discounting.take(offers[1], vm.addr(keys[1]), signature, fill(note, FACE));
            vm.assertEq(token.balanceOf(s1), 988_750e6, "paid once");
            vm.revertToState(clean);
        }
    }

    /// @notice Parts sold to two banks are together at most the note (T16, T05, I2).
    function test_sellsAtMostTheNote() external {
        sellToA(offer(), 600_000e6);
        IDiscounting.Offer memory o = offerOf(BANK_B);
        bytes memory signature = signOffer(BANK_B_KEY, o);
        vm.prank(s1);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, 600_000e6, 400_000e6)
        );
        discounting.take(o, bankB, signature, fill(note, 600_000e6));
        sell(s1, o, BANK_B_KEY, note, 400_000e6);
        assertNote(note, BANK_B, 400_000e6, 1);
        assertNote(noteOf(idOf(note), 2), BANK_A, 600_000e6, 1);
    }

    /// @notice What is locked for one bank is not sold to another; what is sold is not locked by its seller (T16, R-20, I2).
    function test_lockOrSale() external {
        uint256 clean = vm.snapshotState();
        custodian.lock(note, S1);
        saleRefused(
            s1,
            offer(),
            fill(note, SMALLEST),
            abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian))
        );
        vm.revertToState(clean);
        sellToA(offer(), FACE);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.WrongOwner.selector, note, S1, BANK_A));
        custodian.lock(note, S1);
    }

    /// @notice Once sold or locked a note is not cut by its seller into pieces for others (T17, I2).
    function test_noPiecesOfWhatIsGone() external {
        custodian.lock(note, S1);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
        split(s1, note, SMALLEST);
        custodian.unlock(note);
        sellToA(offer(), FACE);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, s1, note));
        split(s1, note, SMALLEST);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, BANK_A));
        assign(s1, note, S2, SMALLEST);
    }

    /// @notice A piece cut before the sale of the rest is a claim of its own, sold on its own (T17).
    function test_piecesAreSoldOnTheirOwn() external {
        NoteId piece = split(s1, note, 400_000e6);
        sellToA(offer(), 600_000e6);
        sell(s1, offerOf(BANK_B), BANK_B_KEY, piece, 400_000e6);
        settle(idOf(note));
        settlements.redeem(list(note, piece));
        vm.assertEq(token.balanceOf(bankA), CASH - 593_250e6 + 600_000e6, "first bank");
        vm.assertEq(token.balanceOf(bankB), CASH - 395_500e6 + 400_000e6, "second bank");
    }

    /// @notice Two holders of one debt take one offer, up to its cap and no further (D-4, T16).
    function test_twoHoldersShareAnOffer() external {
        NoteId second = assign(s1, note, S2, 300_000e6);
        IDiscounting.Offer memory o = offer();
        o.cap = 400_000e6;
        sell(s2, o, BANK_A_KEY, second, 300_000e6);
        saleRefused(
            s1,
            o,
            fill(note, 200_000e6),
            abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, 200_000e6, 100_000e6)
        );
        sellToA(o, 100_000e6);
        vm.assertEq(discounting.filledOf(discounting.offerDigest(o)), 400_000e6, "filled");
    }

    /// @notice A token that takes the offer again while it pays, in the seller's name, finds the note sold (T09, T16).
    function test_cannotSellTwiceFromWithin() external {
        ReenteringToken hostile = new ReenteringToken();
        note = confirmInToken(hostile);
        IDiscounting.Offer memory o = offer();
        o.programme = state(idOf(note)).programme;
        hostile.mint(bankA, CASH);
        vm.prank(bankA);
        hostile.approve(address(discounting), CASH);
        bytes memory signature = signOffer(BANK_A_KEY, o);
        bytes memory again = abi.encodeCall(IDiscounting.take, (o, bankA, signature, fill(note, FACE)));
        bytes memory brought =
            abi.encodeCall(forwarder.execute, (signedCall(S1_KEY, address(discounting), again)));
        hostile.arm(address(forwarder), brought);
        sell(s1, o, BANK_A_KEY, note, FACE);
        vm.assertEq(uint256(hostile.attempts()), 1, "attempts");
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        assertNote(note, BANK_A, FACE, 1);
        vm.assertEq(hostile.balanceOf(s1), 988_750e6, "paid once");
        vm.assertEq(discounting.filledOf(discounting.offerDigest(o)), FACE, "filled once");
    }

    /// @notice A token that puts the note back again while the price is paid finds the sale closed (T09, D-10).
    function test_cannotPutBackTwiceFromWithin() external {
        ReenteringToken hostile = new ReenteringToken();
        note = confirmInToken(hostile);
        IDiscounting.Offer memory o = recourse();
        o.programme = state(idOf(note)).programme;
        hostile.mint(bankA, CASH);
        hostile.mint(s1, CASH);
        vm.prank(bankA);
        hostile.approve(address(discounting), CASH);
        vm.prank(s1);
        hostile.approve(address(discounting), CASH);
        sell(s1, o, BANK_A_KEY, note, FACE);
        toOverdue(idOf(note));
        bytes memory again = abi.encodeCall(IDiscounting.putBack, (note));
        bytes memory brought =
            abi.encodeCall(forwarder.execute, (signedCall(BANK_A_KEY, address(discounting), again)));
        hostile.arm(address(forwarder), brought);
        vm.assertTrue(putBack(bankA, note), "paid");
        vm.assertEq(uint256(hostile.attempts()), 1, "attempts");
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        vm.assertEq(hostile.balanceOf(bankA), CASH - 988_750e6 + 1_000_615e6, "the price, once");
        assertNote(note, S1, FACE, 1);
    }
}
