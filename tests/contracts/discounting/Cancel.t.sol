// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {ProgrammeId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.cancel, cancelBelow, filledOf and lowestSaltOf

├── when the caller is no account of a party      → AccountUnknown
├── when the account lacks the scope fund         → ScopeMissing
├── cancel: when the offer is another funder's    → NotFunder
├── cancelBelow: when the salt does not rise      → SaltNotRaised
├── cancel                                        → this offer is never taken again
└── cancelBelow                                   → no offer below the salt is taken again
*/
contract CancelTest is SalesSuite {
    function _cancel(address account, IDiscounting.Offer memory o) private {
        vm.prank(account);
        discounting.cancel(o);
    }

    function _cancelBelow(address account, uint256 salt) private {
        vm.prank(account);
        discounting.cancelBelow(salt);
    }

    /* REFUSALS */

    /// @notice An outsider cancels nothing (P-3).
    function test_refusesAnOutsider() external {
        bytes memory reason = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        vm.expectRevert(reason);
        _cancel(outsider, offer());
        vm.expectRevert(reason);
        _cancelBelow(outsider, 2);
    }

    /// @notice Cancelling needs the scope fund (D-9, P-3).
    function test_refusesAnAccountWithoutScope() external {
        address account = accountOf(BANK_A, 0xBA1, ASSIGN, 0);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, account, FUND, ASSIGN);
        vm.expectRevert(reason);
        _cancel(account, offer());
        vm.expectRevert(reason);
        _cancelBelow(account, 2);
    }

    /// @notice A funder cancels its own offers only (D-9, T18).
    function test_refusesAnothersOffer() external {
        address[2] memory others = [bankB, s1];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IDiscounting.NotFunder.selector, i == 0 ? BANK_B : S1, BANK_A)
            );
            _cancel(others[i], offer());
        }
    }

    /// @notice The lowest salt only rises: what was cancelled stays so (D-9, I22).
    function test_refusesASaltThatDoesNotRise() external {
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.SaltNotRaised.selector, 0, 0));
        _cancelBelow(bankA, 0);
        _cancelBelow(bankA, 7);
        for (uint256 salt = 6; salt <= 7; ++salt) {
            vm.expectRevert(abi.encodeWithSelector(IDiscounting.SaltNotRaised.selector, salt, 7));
            _cancelBelow(bankA, salt);
        }
    }

    /* SUCCESS */

    /// @notice A cancelled offer is exhausted for ever, its twin with another salt is not (D-9, T18).
    function test_cancelsOneOffer() external {
        bytes32 digest = discounting.offerDigest(offer());
        vm.recordLogs();
        vm.expectEmit(address(discounting));
        emit IDiscounting.OfferWithdrawn(digest, BANK_A);
        _cancel(bankA, offer());
        assertEvents(abi.encodePacked(IDiscounting.OfferWithdrawn.selector));
        vm.assertEq(discounting.filledOf(digest), type(uint256).max, "filled");
        saleRefused(
            s1,
            offer(),
            fill(note, FACE),
            abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, FACE, 0)
        );
        IDiscounting.Offer memory twin = offer();
        twin.salt = 2;
        sellToA(twin, FACE);
    }

    /// @notice An offer is cancelled before it was ever shown, after fills, twice, and when it names a receivable (D-9).
    function test_cancelsInAnyState() external {
        IDiscounting.Offer memory o = offer();
        (o.programme, o.receivable) = (ProgrammeId.wrap(0), idOf(note));
        sellToA(o, 100_000e6);
        _cancel(accountOf(BANK_A, 0xBA1, FUND, 0), o);
        _cancel(bankA, o);
        saleRefused(
            s1,
            o,
            fill(note, 100_000e6),
            abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, 100_000e6, 0)
        );
    }

    /// @notice All offers below a salt are cancelled at once, those at and above it, and other funders', are not (D-9, T18).
    function test_cancelsAllBelow() external {
        vm.recordLogs();
        vm.expectEmit(address(discounting));
        emit IDiscounting.LowestSaltRaised(BANK_A, 10);
        _cancelBelow(bankA, 10);
        assertEvents(abi.encodePacked(IDiscounting.LowestSaltRaised.selector));
        vm.assertEq(discounting.lowestSaltOf(BANK_A), 10, "lowest salt");
        vm.assertEq(discounting.lowestSaltOf(BANK_B), 0, "of another");
        IDiscounting.Offer memory o = offer();
        for (o.salt = 0; o.salt < 10; o.salt += 3) {
            saleRefused(
                s1,
                o,
                fill(note, 100_000e6),
                abi.encodeWithSelector(IDiscounting.OfferCancelled.selector, o.salt, 10)
            );
        }
        o.salt = 10;
        sellToA(o, 100_000e6);
        o.salt = type(uint256).max;
        sellToA(o, 100_000e6);
        sell(s1, offerOf(BANK_B), BANK_B_KEY, note, 100_000e6);
    }

    /// @notice A halt and an expired KYC do not keep a funder from cancelling (X-4, P-5, I21).
    function test_isNeverStopped() external {
        toDay(DAY + 10_001);
        halt();
        _cancel(bankA, offer());
        _cancelBelow(bankA, 2);
        vm.assertEq(discounting.lowestSaltOf(BANK_A), 2, "lowest salt");
    }

    /// @notice A funder cancels by its signature alone, which a passer-by brings (X-1).
    function test_servesASignedCall() external {
        forward(signedCall(BANK_A_KEY, address(discounting), abi.encodeCall(IDiscounting.cancelBelow, (3))));
        vm.assertEq(discounting.lowestSaltOf(BANK_A), 3, "lowest salt");
    }
}
