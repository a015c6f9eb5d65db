// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, Status} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.take: the seller, the note and the money (the offer's own terms: TakeTerms.t.sol; its signature:
TakeSignature.t.sol)

├── when there is no such note                                    → NoteUnknown
├── when new business is halted                                   → Halted
├── when the caller is no account of the owner                    → AccountUnknown, AccountOfAnother
├── when the account lacks the scope or is over its limit         → ScopeMissing, LimitPerActExceeded
├── when seller or funder is suspended, out of date, or unknown   → PartySuspended, KycExpired, PartyUnknown
├── when the funder is the seller                                 → OwnOffer
├── when the funder is no funder                                  → FunderRoleMissing
├── when the value is more than the note carries                  → ValueExceedsNote
├── when the note is due                                          → TooLateToSell
├── when the note does not move                                   → the error of its state
├── when the piece or the rest is too small                       → PieceTooSmall
├── when the funder allowed or owns too little                    → the token's error, and the note stays
├── when the whole is sold                                        → the note is the funder's, the cash the seller's
└── when a part is sold                                           → a new note at the same tier
*/
contract TakeTest is SalesSuite {
    function _refused(address seller, uint256 value, bytes memory reason) private {
        saleRefused(seller, offer(), fill(note, value), reason);
    }

    /* REFUSALS */

    /// @notice A note that was never made is not sold (R-23).
    function test_refusesAnUnknownNote() external {
        note = noteOf(idOf(note), 2);
        _refused(s1, 1, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, note));
    }

    /// @notice A halt stops sales (X-4).
    function test_refusesDuringAHalt() external {
        halt();
        _refused(s1, FACE, abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
    }

    /// @notice Only an account of the owner sells (D-3, X-5).
    function test_refusesAnotherThanTheOwner() external {
        _refused(outsider, FACE, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        _refused(s2, FACE, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s2, S2, S1));
        _refused(bankA, FACE, abi.encodeWithSelector(IParties.AccountOfAnother.selector, bankA, BANK_A, S1));
    }

    /// @notice Selling needs the scope assign, and a limit that reaches the value sold (D-3, P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        address account = accountOf(S1, 0x511, FUND, uint96(FACE));
        _refused(account, FACE, abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, FUND));
        accountOf(S1, 0x511, ASSIGN, uint96(FACE - 1));
        _refused(
            account,
            FACE,
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, FACE, FACE - 1)
        );
    }

    /// @notice A suspended party neither sells nor buys (P-4, I10).
    function test_refusesSuspendedParties() external {
        suspend(BANK_A);
        _refused(s1, FACE, abi.encodeWithSelector(IParties.PartySuspended.selector, BANK_A));
        suspend(S1);
        _refused(s1, FACE, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice Seller and funder need a KYC in date (P-5).
    function test_refusesPartiesOutOfDate() external {
        PartyId[2] memory outOfDate = [BANK_A, S1];
        for (uint256 i; i < 2; ++i) {
            IParties.Profile memory p = profile(i == 0 ? 4 : 1, 0);
            p.kycExpiry = uint24(DAY - 1);
            vm.prank(registrar);
            parties.update(outOfDate[i], p);
            _refused(
                s1, FACE, abi.encodeWithSelector(IParties.KycExpired.selector, outOfDate[i], DAY - 1, DAY)
            );
        }
    }

    /// @notice An unknown party funds nothing (D-1).
    function test_refusesAnUnknownFunder() external {
        PartyId stranger = PartyId.wrap(999);
        saleRefused(
            s1,
            offerOf(stranger),
            fill(note, FACE),
            abi.encodeWithSelector(IParties.PartyUnknown.selector, stranger)
        );
    }

    /// @notice A party does not take its own offer (D-3).
    function test_refusesOnesOwnOffer() external {
        custodian.move(note, S1, BANK_A, FACE);
        _refused(bankA, FACE, abi.encodeWithSelector(IDiscounting.OwnOffer.selector, BANK_A));
    }

    /// @notice A party without the role funder funds nothing, unless it is the debtor (D-1).
    function test_refusesAPartyWithoutTheRole() external {
        IDiscounting.Offer memory o = offerOf(S2);
        bytes memory signature = signOffer(S2_KEY, o);
        vm.prank(s1);
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.FunderRoleMissing.selector, S2));
        discounting.take(o, s2, signature, fill(note, FACE));
    }

    /// @notice More than a note carries is not sold, not even what 96 bits do not hold (T05, X-6).
    function test_refusesMoreThanTheNoteCarries() external {
        IDiscounting.Offer memory o = offer();
        o.cap = type(uint256).max;
        saleRefused(
            s1,
            o,
            fill(note, FACE + 1),
            abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, FACE + 1, FACE)
        );
        saleRefused(
            s1,
            o,
            fill(note, LARGEST + 1),
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, LARGEST + 1, LARGEST)
        );
    }

    /// @notice From the first second of the due day nothing is sold (D-5, R-4).
    function test_refusesFromTheDueDay() external {
        toDay(DUE);
        _refused(s1, FACE, abi.encodeWithSelector(IDiscounting.TooLateToSell.selector, DUE, DUE));
        toDay(OVERDUE);
        _refused(s1, FACE, abi.encodeWithSelector(IDiscounting.TooLateToSell.selector, DUE, OVERDUE));
    }

    /// @notice A locked, pending, frozen or disputed note is not sold, whoever offers for it (R-3, T07, T15, T16).
    function test_refusesWhatDoesNotMove() external {
        uint256 clean = vm.snapshotState();
        custodian.lock(note, S1);
        _refused(s1, FACE, abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
        vm.revertToState(clean);
        propose(s1, note, FACE);
        _refused(s1, FACE, abi.encodeWithSelector(IReceivables.NotePending.selector, note));
        vm.revertToState(clean);
        freezeNote(note);
        _refused(s1, FACE, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
        vm.revertToState(clean);
        freeze(idOf(note));
        _refused(s1, FACE, abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, idOf(note)));
        vm.revertToState(clean);
        dispute(idOf(note));
        _refused(s1, FACE, abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
        vm.revertToState(clean);
        settle(idOf(note));
        _refused(
            s1, FACE, abi.encodeWithSelector(IReceivables.WrongStatus.selector, idOf(note), Status.Settled)
        );
    }

    /// @notice Pieces sold and left are at least the programme's smallest piece, whatever the offer says (R-8, T06, T22).
    function test_refusesTooSmallPieces() external {
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST);
        _refused(s1, SMALLEST - 1, reason);
        _refused(s1, FACE - SMALLEST + 1, reason);
    }

    /// @notice Without the funder's allowance or money there is no sale, and the note stays (D-8, T24).
    function test_refusesWithoutTheMoney() external {
        uint256 proceeds = FACE - 11_250e6;
        vm.prank(bankA);
        token.approve(address(discounting), proceeds - 1);
        _refused(
            s1,
            FACE,
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, discounting, proceeds - 1, proceeds
            )
        );
        vm.startPrank(bankA);
        token.approve(address(discounting), proceeds);
        require(token.transfer(outsider, CASH - proceeds + 1));
        vm.stopPrank();
        _refused(
            s1,
            FACE,
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, bankA, proceeds - 1, proceeds
            )
        );
        assertNote(note, S1, FACE, 1);
        vm.assertEq(discounting.filledOf(discounting.offerDigest(offer())), 0, "filled");
    }

    /* SUCCESS */

    /// @notice A million at 4.5 % ACT/360 for 90 days costs 11,250.00: 988,750.00 and the note change hands at once (D-5, D-8).
    function test_sellsTheWhole() external {
        bytes32 digest = discounting.offerDigest(offer());
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, bankA, NoteId.unwrap(note));
        vm.expectEmit(address(discounting));
        emit IDiscounting.OfferTaken(digest, note, S1, note, BANK_A, FACE, 988_750e6, 0, false);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(bankA, s1, 988_750e6);
        (NoteId bought, uint256 proceeds) = sellToA(offer(), FACE);

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector, IDiscounting.OfferTaken.selector, IERC20.Transfer.selector
            )
        );
        same(bought, note, "note");
        vm.assertEq(proceeds, 988_750e6, "proceeds");
        assertNote(note, BANK_A, FACE, 1);
        vm.assertEq(token.balanceOf(s1), 988_750e6, "seller");
        vm.assertEq(token.balanceOf(bankA), CASH - 988_750e6, "funder");
        vm.assertEq(token.balanceOf(address(discounting)), 0, "nothing rests");
        vm.assertEq(discounting.filledOf(digest), FACE, "filled");
        vm.assertEq(discounting.saleOf(note).value, 0, "no sale with recourse");
    }

    /// @notice A part becomes the funder's note at the seller's tier; the rest stays with the seller (D-3, R-7).
    function test_sellsAPart() external {
        NoteId deep = assign(s1, note, S2, 300_000e6);
        NoteId piece = noteOf(idOf(note), 3);
        IDiscounting.Fill memory f = fill(deep, 100_000e6);
        f.registryReference = keccak256("registry entry");
        bytes32 digest = discounting.offerDigest(offer());
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        vm.recordLogs();
        vm.expectEmit(address(discounting));
        emit IDiscounting.OfferTaken(
            digest, piece, S2, deep, BANK_A, 100_000e6, 98_875e6, f.registryReference, false
        );
        vm.prank(s2);
        (NoteId bought, uint256 proceeds) = discounting.take(offer(), bankA, signature, f);

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC3525.TransferValue.selector,
                IDiscounting.OfferTaken.selector,
                IERC20.Transfer.selector
            )
        );
        same(bought, piece, "note");
        vm.assertEq(proceeds, 98_875e6, "proceeds");
        assertNote(piece, BANK_A, 100_000e6, 2);
        assertNote(deep, S2, 200_000e6, 2);
        vm.assertEq(token.balanceOf(s2), 98_875e6, "seller");
        vm.assertEq(discounting.filledOf(digest), 100_000e6, "filled");
    }

    /// @notice An account within its limit sells for its party, whose cash account is paid (D-3, D-8, P-3).
    function test_servesAnAccountWithinItsLimit() external {
        address account = accountOf(S1, 0x511, ASSIGN, uint96(FACE));
        sell(account, offer(), BANK_A_KEY, note, FACE);
        vm.assertEq(token.balanceOf(s1), 988_750e6, "cash account");
        vm.assertEq(token.balanceOf(account), 0, "acting account");
    }

    /// @notice Tier 4 sells by its signature alone, which a passer-by brings; the passer-by gets nothing (X-1, T73).
    function test_servesASignedCall() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        bytes memory data = abi.encodeCall(IDiscounting.take, (offer(), bankA, signature, fill(note, FACE)));
        forward(signedCall(S1_KEY, address(discounting), data));
        assertNote(note, BANK_A, FACE, 1);
        vm.assertEq(token.balanceOf(s1), 988_750e6, "seller");
        vm.assertEq(token.balanceOf(outsider), 0, "passer-by");
    }

    /// @notice A funder takes another funder's offer: a note bought is sold on, at the same tier (R-7, D-1).
    function test_servesRediscounting() external {
        sellToA(offer(), FACE);
        toDay(DAY + 30);
        (, uint256 proceeds) = sell(bankA, offerOf(BANK_B), BANK_B_KEY, note, FACE);
        vm.assertEq(proceeds, 992_500e6, "60 days cost 7,500.00");
        assertNote(note, BANK_B, FACE, 1);
        vm.assertEq(token.balanceOf(bankA), CASH - 988_750e6 + 992_500e6, "first funder");
    }

    /// @notice Funder and seller are paid where their cash accounts are now (P-9, D-8).
    function test_paysPresentCashAccounts() external {
        address fresh = vm.addr(0xF1);
        bytes memory consent = sign(0xF1, parties.accountConsentDigest(S1, fresh, LATER));
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
        sell(fresh, offer(), BANK_A_KEY, note, FACE);
        vm.assertEq(token.balanceOf(fresh), 988_750e6, "present account");
        vm.assertEq(token.balanceOf(s1), 0, "former account");
    }
}
