// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.putBack and putBackPrice

├── when the caller is no account of a party, or lacks the scope → AccountUnknown, ScopeMissing
├── when the caller does not own the note                        → NoRecourse
├── when it was sold without recourse, or not sold               → NoRecourse
├── when it is no longer whole                                   → NoRecourse
├── when it was paid the price already                           → NoRecourse
├── when the debt is not marked overdue                          → NotOverdue
├── when note or receivable is frozen, or the note locked        → NoteFrozen, ReceivableFrozen, NoteLocked
├── when the seller's allowance or cash does not reach           → recorded as a claim, the note stays
├── when the seller is suspended                                 → recorded as a claim, the note stays
└── otherwise                                                    → the note is the seller's, the price the buyer's
On 1,000,000.00 sold for 988,750.00 on the first day, the price 96 days later is 988,750.00 + ceil(988,750.00 x 4.5 % x
96 / 360) = 1,000,615.00.
*/
contract PutBackTest is SalesSuite {
    uint256 internal constant PRICE = 1_000_615e6;

    function _refused(address buyer, bytes memory reason) private {
        vm.expectRevert(reason);
        putBack(buyer, note);
    }

    function _noRecourse() private view returns (bytes memory) {
        return abi.encodeWithSelector(IDiscounting.NoRecourse.selector, note);
    }

    /* REFUSALS */

    /// @notice Putting back is an act of the buyer's with the scope fund (D-10, P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        sellWithRecourse();
        _refused(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        address account = accountOf(BANK_A, 0xBA1, ASSIGN, 0);
        _refused(account, abi.encodeWithSelector(IParties.ScopeMissing.selector, account, FUND, ASSIGN));
    }

    /// @notice Only the buyer of that very note puts it back (D-10).
    function test_refusesAnotherThanTheBuyer() external {
        sellWithRecourse();
        _refused(bankB, _noRecourse());
        _refused(s1, _noRecourse());
    }

    /// @notice Without recourse agreed, or without a sale, nothing is put back (D-10).
    function test_refusesWithoutRecourse() external {
        sellToA(offer(), FACE);
        toOverdue(idOf(note));
        _refused(bankA, _noRecourse());
        vm.expectRevert(_noRecourse());
        discounting.putBackPrice(note);
    }

    /// @notice A note that its holder never sold, or that does not exist, is not put back (D-10, R-23).
    function test_refusesWithoutASale() external {
        toOverdue(idOf(note));
        _refused(s1, _noRecourse());
        note = NoteId.wrap(77);
        _refused(bankA, _noRecourse());
        vm.expectRevert(_noRecourse());
        discounting.putBackPrice(note);
    }

    /// @notice A note of which the buyer has passed a part on is not put back (D-10, T17).
    function test_refusesWhatIsNoLongerWhole() external {
        sellToA(recourse(), FACE);
        split(bankA, note, SMALLEST);
        toOverdue(idOf(note));
        _refused(bankA, _noRecourse());
    }

    /// @notice Before the overdue mark nothing is put back, also not late or after the grace (D-10, T60).
    function test_refusesBeforeTheMark() external {
        sellToA(recourse(), FACE);
        bytes memory reason = abi.encodeWithSelector(IDiscounting.NotOverdue.selector, idOf(note));
        uint256[4] memory times = [DAY, DUE, DUE + GRACE, OVERDUE];
        for (uint256 i; i < times.length; ++i) {
            toDay(times[i]);
            _refused(bankA, reason);
            vm.expectRevert(reason);
            discounting.putBackPrice(note);
        }
    }

    /// @notice A debt that was settled after the mark has nothing to put back (D-10, T26).
    function test_refusesASettledDebt() external {
        sellWithRecourse();
        settle(idOf(note));
        _refused(bankA, abi.encodeWithSelector(IDiscounting.NotOverdue.selector, idOf(note)));
        redeem(note);
        _refused(bankA, _noRecourse());
    }

    /// @notice A buyer that redemptions have made whole has no recourse left (D-10, I19).
    function test_refusesWhatIsMadeWhole() external {
        sellWithRecourse();
        pay(idOf(note), PRICE);
        redeem(note);
        _refused(bankA, _noRecourse());
    }

    /// @notice What is frozen is not put back, and a lock is lifted first (R-4, R-20).
    function test_refusesWhatDoesNotMove() external {
        sellWithRecourse();
        fund(s1, PRICE, address(discounting));
        uint256 clean = vm.snapshotState();
        freezeNote(note);
        _refused(bankA, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
        vm.revertToState(clean);
        freeze(idOf(note));
        _refused(bankA, abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, idOf(note)));
        vm.revertToState(clean);
        custodian.lock(note, BANK_A);
        _refused(bankA, abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
        vm.assertEq(discounting.saleOf(note).value, FACE, "the sale stands");
    }

    /* CLAIMS */

    function _assertClaimed() private {
        vm.recordLogs();
        vm.expectEmit(address(discounting));
        emit IDiscounting.RecourseClaimed(note, S1, BANK_A, PRICE);
        vm.assertFalse(putBack(bankA, note), "paid");
        assertEvents(abi.encodePacked(IDiscounting.RecourseClaimed.selector));
        assertNote(note, BANK_A, FACE, 1);
        vm.assertTrue(discounting.saleOf(note).claimed, "claimed");
        vm.assertEq(discounting.saleOf(note).proceeds, 988_750e6, "the sale stands");
    }

    /// @notice Without the seller's allowance, and with too little cash, the claim is recorded and the note stays (D-11).
    function test_recordsAClaim() external {
        sellWithRecourse();
        _assertClaimed();
        fund(s1, PRICE - 988_750e6 - 1, address(discounting));
        _assertClaimed();
        vm.assertEq(token.balanceOf(s1), PRICE - 1, "nothing was taken");
    }

    /// @notice No note moves to a suspended seller: the claim is recorded (D-11, T66, I10).
    function test_recordsAClaimAgainstASuspendedSeller() external {
        sellWithRecourse();
        fund(s1, PRICE, address(discounting));
        suspend(S1);
        _assertClaimed();
    }

    /// @notice After a claim the buyer is paid by redemption as any holder, and tries again for the rest (D-10, D-11).
    function test_triesAgainAfterAClaim() external {
        sellWithRecourse();
        _assertClaimed();
        pay(idOf(note), 600_000e6);
        redeem(note);
        vm.assertEq(discounting.putBackPrice(note), PRICE - 600_000e6, "less what was redeemed");
        fund(s1, PRICE, address(discounting));
        vm.expectEmit(address(discounting));
        emit IDiscounting.PutBack(note, S1, BANK_A, PRICE - 600_000e6);
        vm.assertTrue(putBack(bankA, note), "paid");
        assertNote(note, S1, FACE, 1);
        vm.assertEq(token.balanceOf(bankA), CASH - 988_750e6 + PRICE, "made whole");
    }

    /* SUCCESS */

    /// @notice The seller pays the price and has its note back, at its tier, whole; the sale is closed (D-10).
    function test_putsBack() external {
        sellWithRecourse();
        fund(s1, PRICE - 988_750e6, address(discounting));
        vm.assertEq(discounting.putBackPrice(note), PRICE, "price");
        vm.recordLogs();
        vm.expectEmit(address(token));
        emit IERC20.Transfer(s1, bankA, PRICE);
        vm.expectEmit(address(discounting));
        emit IDiscounting.PutBack(note, S1, BANK_A, PRICE);
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(bankA, s1, NoteId.unwrap(note));
        vm.assertTrue(putBack(bankA, note), "paid");

        assertEvents(
            abi.encodePacked(
                IERC20.Transfer.selector, IDiscounting.PutBack.selector, IERC721.Transfer.selector
            )
        );
        assertNote(note, S1, FACE, 1);
        vm.assertEq(token.balanceOf(s1), 0, "seller");
        vm.assertEq(token.balanceOf(bankA), CASH - 988_750e6 + PRICE, "buyer");
        vm.assertEq(token.balanceOf(address(discounting)), 0, "nothing rests");
        vm.assertEq(discounting.saleOf(note).value, 0, "no sale is open");
        _refused(bankA, _noRecourse());
    }

    /// @notice A note put back is paid to the seller when the debtor pays after all (D-10, S-8).
    function test_sellerIsPaidLater() external {
        sellWithRecourse();
        fund(s1, PRICE, address(discounting));
        putBack(bankA, note);
        uint256 before = token.balanceOf(s1);
        settle(idOf(note));
        redeem(note);
        vm.assertEq(token.balanceOf(s1) - before, FACE + 6 * 500e6, "face and interest");
    }

    /// @notice Sold in part, the part is put back; the seller's rest was never sold (D-10).
    function test_putsAPartBack() external {
        (NoteId piece,) = sellToA(recourse(), 400_000e6);
        toOverdue(idOf(note));
        fund(s1, FACE, address(discounting));
        // 395,500.00 + ceil(395,500.00 x 4.5 % x 96 / 360)
        vm.assertEq(discounting.putBackPrice(piece), 400_246e6, "price");
        note = piece;
        putBack(bankA, piece);
        assertNote(piece, S1, 400_000e6, 1);
    }

    /// @notice A dispute, a halt and an expired KYC do not stop it: it is neither assignment nor sale (D-10, X-4, R-4).
    function test_isNotStopped() external {
        sellWithRecourse();
        fund(s1, FACE, address(discounting));
        dispute(idOf(note));
        IParties.Profile memory p = profile(1, 0);
        p.kycExpiry = uint24(DAY);
        vm.prank(registrar);
        parties.update(S1, p);
        halt();
        vm.assertTrue(putBack(bankA, note), "paid");
        assertNote(note, S1, FACE, 1);
    }

    /// @notice The price counts days in the offer's own year and rounds up: 1,000,000.00 at 7.3 % ACT/365 (D-10, I7).
    function test_countsTheOffersYear() external {
        IDiscounting.Offer memory o = recourse();
        (o.rate, o.basis) = (73_000, 365);
        sellToA(o, FACE);
        toOverdue(idOf(note));
        // 1,000,000.00 - 18,000.00, then 982,000.00 x 7.3 % x 96 / 365 = 18,854.40
        vm.assertEq(discounting.putBackPrice(note), 982_000e6 + 18_854_400_000, "price");
        toDay(OVERDUE + 7);
        // 982,000.00 x 7.3 % x 103 / 365 = 20,229.20
        vm.assertEq(discounting.putBackPrice(note), 982_000e6 + 20_229_200_000, "a week later");
    }

    /// @notice Whatever was redeemed before, the buyer ends with exactly the price, or keeps the note (D-10, I7, I19).
    function testFuzz_makesTheBuyerWhole(uint256 part, uint256 value, uint32 rate, uint8 late) external {
        IDiscounting.Offer memory o = recourse();
        o.rate = rate % 500_000;
        (NoteId piece, uint256 proceeds) = sellToA(o, value % (FACE - 2 * SMALLEST) + SMALLEST);
        toOverdue(idOf(note));
        toDay(OVERDUE + late);
        pay(idOf(note), part % (settlements.owed(idOf(note)) - 1) + 1);
        uint256 redeemed = redeem(piece);
        uint256 numerator = proceeds * o.rate * (OVERDUE + late - DAY);
        uint256 due = proceeds + (numerator + 359_999_999) / 360_000_000;
        note = piece;
        if (due <= redeemed) return _refused(bankA, _noRecourse());
        vm.assertEq(discounting.putBackPrice(piece), due - redeemed, "price");
        fund(s1, FACE, address(discounting));
        putBack(bankA, piece);
        vm.assertEq(token.balanceOf(bankA), CASH - proceeds + due, "made whole, to the unit");
    }
}
