// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../contracts/test/TestToken.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "./NotesSuite.sol";
import {vm} from "./Vm.sol";

/// @title MoneySuite
/// @notice What tests of payments begin with: payers, programmes in other tokens, assertions on accounts.
abstract contract MoneySuite is NotesSuite {
    /// @dev A debt of `FACE` to S1 in a programme of its own in another token.
    function confirmInToken(TestToken other) internal returns (NoteId) {
        IProgrammes.Rules memory r = rules();
        r.token = address(other);
        return confirmIn(openProgramme(9, r), FACE);
    }

    /// @dev A passer-by pays `amount` on a debt in `token`, with money made for it.
    function pay(ReceivableId id, uint256 amount) internal returns (uint256 taken) {
        return payIn(token, id, amount);
    }

    function payIn(TestToken currency, ReceivableId id, uint256 amount) internal returns (uint256 taken) {
        currency.mint(outsider, amount);
        vm.prank(outsider);
        currency.approve(address(settlements), type(uint256).max);
        vm.prank(outsider);
        return settlements.settle(id, amount);
    }

    function redeem(NoteId note) internal returns (uint256) {
        return settlements.redeem(only(note));
    }

    /// @dev Accounts of a debt: received, unpaid principal, interest charged, paid out, day charged to.
    function assertAccount(
        ReceivableId id,
        uint256 received,
        uint256 unpaid,
        uint256 interest,
        uint256 paidOut,
        uint256 chargedTo
    ) internal view {
        ISettlements.Account memory a = settlements.accountOf(id);
        vm.assertEq(a.received, received, "received");
        vm.assertEq(a.unpaid, unpaid, "unpaid");
        vm.assertEq(a.interest, interest, "interest");
        vm.assertEq(a.paidOut, paidOut, "paid out");
        vm.assertEq(a.chargedTo, chargedTo, "charged to");
    }
}
