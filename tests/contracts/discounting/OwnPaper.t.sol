// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, ProgrammeId, Status} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.take, of an offer of the debtor on its own paper

├── on another debtor's paper         → FunderRoleMissing
├── from the due day                  → TooLateToSell
├── of a part                         → the part is extinguished, face and used limit fall
├── of the whole                      → the debt is Settled
└── with recourse asked for           → none is recorded: what ended cannot go back
*/
contract OwnPaperTest is SalesSuite {
    function setUp() public override {
        super.setUp();
        fund(anchor, CASH, address(discounting));
    }

    function _sellToAnchor(uint256 value) private returns (NoteId, uint256) {
        return sell(s1, offerOf(ANCHOR), ANCHOR_KEY, note, value);
    }

    function _refused(bytes memory reason) private {
        bytes memory signature = signOffer(ANCHOR_KEY, offerOf(ANCHOR));
        vm.prank(s1);
        vm.expectRevert(reason);
        discounting.take(offerOf(ANCHOR), anchor, signature, fill(note, FACE));
    }

    /* REFUSALS */

    /// @notice The leave to buy one's own paper is no leave to buy others' (D-1).
    function test_refusesAnothersPaper() external {
        PartyId second = PartyId.wrap(2);
        address cash = vm.addr(0xA2);
        _register(second, cash, 2, 0);
        IDiscounting.Offer memory o = offerOf(second);
        bytes memory signature = signOffer(0xA2, o);
        vm.prank(s1);
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.FunderRoleMissing.selector, second));
        discounting.take(o, cash, signature, fill(note, FACE));
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.FunderRoleMissing.selector, second));
        discounting.preview(o, note, FACE);
    }

    /// @notice From the due day a debt is paid, not bought at a discount (R-21, D-5).
    function test_refusesFromTheDueDay() external {
        toDay(DUE);
        _refused(abi.encodeWithSelector(IDiscounting.TooLateToSell.selector, DUE, DUE));
    }

    /// @notice A disputed debt is not bought back by its debtor on the cheap (R-3, R-21, T15).
    function test_refusesADisputedDebt() external {
        dispute(idOf(note));
        _refused(abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
    }

    /* SUCCESS */

    /// @notice A part bought by the debtor ends: the seller has the cash, face and used limit fall (D-1, R-21, T28).
    function test_extinguishesAPart() external {
        bytes32 digest = discounting.offerDigest(offerOf(ANCHOR));
        vm.recordLogs();
        vm.expectEmit(address(discounting));
        emit IDiscounting.OfferTaken(digest, note, S1, note, ANCHOR, 400_000e6, 395_500e6, 0, false);
        (NoteId ended, uint256 proceeds) = _sellToAnchor(400_000e6);

        assertEvents(
            abi.encodePacked(
                IERC3525.TransferValue.selector,
                IReceivables.Extinguished.selector,
                IDiscounting.OfferTaken.selector,
                IERC20.Transfer.selector
            )
        );
        same(ended, note, "note");
        vm.assertEq(proceeds, 395_500e6, "proceeds");
        assertNote(note, S1, 600_000e6, 1);
        vm.assertEq(state(idOf(note)).face, 600_000e6, "face");
        vm.assertEq(programmes.usedOf(PROGRAMME), 600_000e6, "used limit");
        vm.assertEq(token.balanceOf(s1), 395_500e6, "seller");
        vm.assertEq(token.balanceOf(anchor), CASH - 395_500e6, "debtor");
    }

    /// @notice The whole bought by the debtor settles the debt, and nothing is owed or redeemed any more (D-1, R-21).
    function test_extinguishesTheWhole() external {
        vm.recordLogs();
        _sellToAnchor(FACE);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                IReceivables.Extinguished.selector,
                IReceivables.StatusChanged.selector,
                IDiscounting.OfferTaken.selector,
                IERC20.Transfer.selector
            )
        );
        assertGone(note);
        assertStatus(idOf(note), Status.Settled);
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
        vm.assertEq(settlements.owed(idOf(note)), 0, "owed");
        vm.assertEq(redeem(note), 0, "redeemed");
        vm.assertEq(token.balanceOf(s1), 988_750e6, "seller");
    }

    /// @notice A bank sells the debtor its own paper as any holder does, at any tier (D-1, D-3).
    function test_buysFromABank() external {
        NoteId deep = assign(s1, note, S2, 400_000e6);
        sell(s2, offer(), BANK_A_KEY, deep, 400_000e6);
        sell(bankA, offerOf(ANCHOR), ANCHOR_KEY, deep, 400_000e6);
        assertGone(deep);
        vm.assertEq(state(idOf(note)).face, 600_000e6, "face");
    }

    /// @notice Recourse asked for on one's own paper is not recorded, since nothing is left to put back (D-10).
    function test_recordsNoRecourse() external {
        IDiscounting.Offer memory o = offerOf(ANCHOR);
        (o.recourse, o.programme, o.receivable) = (true, ProgrammeId.wrap(0), idOf(note));
        sell(s1, o, ANCHOR_KEY, note, 400_000e6);
        vm.assertEq(discounting.saleOf(note).value, 0, "no sale");
        toOverdue(idOf(note));
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.NoRecourse.selector, note));
        putBack(anchor, note);
    }

    /// @notice What the debtor did not buy it pays at maturity; the holders get exactly that (R-21, S-9, I1).
    function testFuzz_paysTheRest(uint256 value) external {
        value = value % (FACE - 2 * SMALLEST) + SMALLEST;
        NoteId piece = assign(s1, note, S2, SMALLEST);
        value = value > FACE - 2 * SMALLEST ? FACE - 2 * SMALLEST : value;
        (, uint256 proceeds) = _sellToAnchor(value);
        toDay(DUE);
        vm.prank(anchor);
        token.approve(address(settlements), CASH);
        vm.assertEq(settlements.collect(idOf(note)), FACE - value, "collected");
        vm.assertEq(settlements.redeem(list(note, piece)), FACE - value, "redeemed");
        vm.assertEq(token.balanceOf(anchor), CASH - proceeds - (FACE - value), "debtor");
        vm.assertEq(token.balanceOf(s1) + token.balanceOf(s2), proceeds + FACE - value, "holders");
    }
}
