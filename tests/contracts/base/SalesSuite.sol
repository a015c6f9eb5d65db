// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {MoneySuite} from "./MoneySuite.sol";
import {vm} from "./Vm.sol";

/// @title SalesSuite
/// @notice What tests of discounting begin with: banks with cash, a note of S1, signed offers in one line.
abstract contract SalesSuite is MoneySuite {
    uint256 internal constant CASH = 10_000_000e6;

    NoteId internal note;

    function setUp() public virtual override {
        super.setUp();
        fund(bankA, CASH, address(discounting));
        fund(bankB, CASH, address(discounting));
        note = confirm();
    }

    function offerOf(PartyId funder) internal pure returns (IDiscounting.Offer memory o) {
        o = offer();
        o.funder = funder;
    }

    /// @dev An offer of BANK_A with recourse.
    function recourse() internal pure returns (IDiscounting.Offer memory o) {
        o = offer();
        o.recourse = true;
    }

    /// @dev `seller` sells `value` of a note under an offer that the cash account of `key` signs now.
    function sell(address seller, IDiscounting.Offer memory o, uint256 key, NoteId sold, uint256 value)
        internal
        returns (NoteId bought, uint256 proceeds)
    {
        bytes memory signature = signOffer(key, o);
        vm.prank(seller);
        return discounting.take(o, vm.addr(key), signature, fill(sold, value));
    }

    /// @dev S1 sells `value` of `note` to BANK_A.
    function sellToA(IDiscounting.Offer memory o, uint256 value) internal returns (NoteId, uint256) {
        return sell(s1, o, BANK_A_KEY, note, value);
    }

    /// @dev The note that S1 sold whole to BANK_A with recourse on the first day, overdue.
    function sellWithRecourse() internal returns (NoteId bought) {
        (bought,) = sellToA(recourse(), FACE);
        toOverdue(idOf(note));
    }

    function putBack(address buyer, NoteId sold) internal returns (bool) {
        vm.prank(buyer);
        return discounting.putBack(sold);
    }

    /// @dev Fails unless selling is refused for exactly this reason; the signature is BANK_A's over these terms.
    function saleRefused(
        address seller,
        IDiscounting.Offer memory o,
        IDiscounting.Fill memory f,
        bytes memory reason
    ) internal {
        bytes memory signature = signOffer(BANK_A_KEY, o);
        vm.prank(seller);
        vm.expectRevert(reason);
        discounting.take(o, bankA, signature, f);
    }
}
