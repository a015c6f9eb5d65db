// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/// @title GuaranteesSuite
/// @notice What tests of covers begin with: three guarantors with money, covers of a debt of `FACE` to S1, and acts.
abstract contract GuaranteesSuite is MoneySuite {
    PartyId internal constant G1 = PartyId.wrap(31);
    PartyId internal constant G2 = PartyId.wrap(32);
    PartyId internal constant G3 = PartyId.wrap(33);
    uint256 internal constant G1_KEY = 0x61;
    uint256 internal constant G2_KEY = 0x62;
    uint256 internal constant G3_KEY = 0x63;
    uint256 internal constant FEE = 10_000e6;
    uint256 internal constant WHOLE = 1_000_000;

    address internal g1 = vm.addr(G1_KEY);
    address internal g2 = vm.addr(G2_KEY);
    address internal g3 = vm.addr(G3_KEY);

    function setUp() public virtual override {
        super.setUp();
        _register(G1, g1, 8, 0);
        _register(G2, g2, 8, 0);
        _register(G3, g3, 8, 0);
        fund(g1, 10 * FACE, address(guarantees));
        fund(g2, 10 * FACE, address(guarantees));
        fund(g3, 10 * FACE, address(guarantees));
    }

    /// @dev A cover of half of a debt, up to 400,000, for a fee that S1 pays.
    function coverTerms(ReceivableId id) internal pure returns (IGuarantees.ReceivableCover memory) {
        return IGuarantees.ReceivableCover({
            receivable: id,
            guarantor: G1,
            share: 500_000,
            cap: 400_000e6,
            payer: S1,
            fee: FEE,
            agreementHash: AGREEMENT,
            deadline: LATER,
            salt: 1
        });
    }

    function signCover(uint256 key, IGuarantees.ReceivableCover memory c)
        internal
        view
        returns (bytes memory)
    {
        return sign(key, guarantees.coverDigest(c));
    }

    /// @dev Records a cover without a fee, brought by the anchor.
    function cover(ReceivableId id, PartyId guarantor, uint256 key, uint32 share, uint256 cap) internal {
        IGuarantees.ReceivableCover memory c = coverTerms(id);
        (c.guarantor, c.share, c.cap, c.payer, c.fee) = (guarantor, share, cap, ANCHOR, 0);
        bytes memory signature = signCover(key, c);
        vm.prank(anchor);
        guarantees.cover(c, NoteId.wrap(0), vm.addr(key), signature);
    }

    function callCover(ReceivableId id, PartyId guarantor) internal returns (uint256) {
        vm.prank(outsider);
        return guarantees.callCover(id, guarantor);
    }

    function debtOf(ReceivableId id) internal pure returns (bytes32) {
        return bytes32(uint256(ReceivableId.unwrap(id)));
    }

    /// @dev Where a guarantor stands: claim, all paid, number of the shortfall, paid on that.
    function assertPosition(
        bytes32 debt,
        PartyId guarantor,
        uint256 claim,
        uint256 paid,
        uint256 shortfall,
        uint256 paidOnShortfall
    ) internal view {
        IGuarantees.Position memory p = guarantees.positionOf(debt, guarantor);
        vm.assertEq(p.claim, claim, "claim");
        vm.assertEq(p.paid, paid, "paid");
        vm.assertEq(p.shortfall, shortfall, "shortfall");
        vm.assertEq(p.paidOnShortfall, paidOnShortfall, "paid on the shortfall");
    }
}
