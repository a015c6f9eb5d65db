// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReenteringToken} from "../../../contracts/test/HostileTokens.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
A token that calls back in the middle of a transfer gains nothing

├── while a payment comes in
│   ├── it redeems the debt that is being paid    → the payment is refused, everything is as before
│   └── it pays or collects the debt once more    → NothingOwed, the payment goes on
├── while a payout goes out
│   └── it redeems the same note, or another      → the same note is gone, the other is paid once
└── while a claim goes out
    └── it claims again                           → NothingParked
The money of another debt lies in the contract all the time.
*/
contract ReentrancyTest is MoneySuite {
    ReenteringToken internal hostile;
    NoteId internal other;
    NoteId internal note;
    NoteId internal piece;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        hostile = new ReenteringToken();
        other = confirmInToken(hostile);
        payIn(hostile, idOf(other), FACE);
        note = confirmIn(state(idOf(other)).programme, FACE);
        piece = assign(s1, note, S2, 400_000e6);
        id = idOf(note);
        hostile.mint(outsider, 2 * FACE);
    }

    function _arm(bytes memory data) private {
        hostile.arm(address(settlements), data);
    }

    function _settle(uint256 amount) private {
        vm.prank(outsider);
        settlements.settle(id, amount);
    }

    function _held() private view returns (uint256) {
        return hostile.balanceOf(address(settlements));
    }

    function _assertRefusedInside(bytes memory reason) private view {
        vm.assertEq(hostile.lastAnswerHash(), keccak256(reason), "refused inside");
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
    }

    function _assertOtherIsSafe() private {
        _arm("");
        vm.assertEq(redeem(other), FACE, "the other debt is paid in full");
        vm.assertEq(_held(), 0, "nothing rests");
    }

    /// @notice Redeeming with the money of others before one's own has come in refuses the payment (X-8, T09, I6).
    function test_cannotRedeemBeforePaying() external {
        _arm(abi.encodeCall(ISettlements.redeem, (list(note, piece))));
        vm.expectRevert(
            abi.encodeWithSelector(ISettlements.WrongAmountReceived.selector, address(hostile), FACE, 0)
        );
        _settle(FACE);
        assertStatus(id, Status.Open);
        assertNote(piece, S2, 400_000e6, 2);
        vm.assertEq(_held(), FACE, "the other debt's money");
    }

    /// @notice A part redeemed before it came in refuses the payment too (X-8, T09, I6).
    function test_cannotRedeemAPartBeforePaying() external {
        toDay(DUE);
        _arm(abi.encodeCall(ISettlements.redeem, (list(note, piece))));
        vm.expectRevert(
            abi.encodeWithSelector(ISettlements.WrongAmountReceived.selector, address(hostile), 300_000e6, 0)
        );
        _settle(300_000e6);
        vm.assertEq(settlements.owed(id), FACE, "owed");
    }

    /// @notice A debt that is being paid is settled already when the token is called: it is not paid twice (T09, I13).
    function test_cannotPayTwice() external {
        hostile.mint(address(hostile), FACE);
        vm.prank(address(hostile));
        hostile.approve(address(settlements), FACE);
        _arm(abi.encodeCall(ISettlements.settle, (id, FACE)));
        _settle(FACE);
        _assertRefusedInside(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Settled));
        vm.assertEq(_held(), 2 * FACE, "both debts' money");
    }

    /// @notice A collection does not collect again from within (T09, T46, I13).
    function test_cannotCollectTwice() external {
        hostile.mint(anchor, 3 * FACE);
        vm.prank(anchor);
        hostile.approve(address(settlements), type(uint256).max);
        toDay(DUE);
        _arm(abi.encodeCall(ISettlements.collect, (id)));
        settlements.collect(id);
        vm.assertEq(uint256(hostile.successes()), 0, "successes");
        vm.assertEq(hostile.balanceOf(anchor), 2 * FACE, "collected once");
    }

    /// @notice A payout that redeems its own note again finds it gone (T09, T14, I3).
    function test_cannotRedeemTwice() external {
        _settle(FACE);
        _arm(abi.encodeCall(ISettlements.redeem, (only(piece))));
        vm.assertEq(redeem(piece), 400_000e6, "paid");
        vm.assertEq(uint256(hostile.attempts()), 1, "attempts");
        vm.assertEq(hostile.balanceOf(s2), 400_000e6, "once");
        redeem(note);
        _assertOtherIsSafe();
    }

    /// @notice A share that redeems its own note again finds nothing due (T09, I3).
    function test_cannotRedeemAShareTwice() external {
        toDay(DUE);
        _settle(500_000e6);
        _arm(abi.encodeCall(ISettlements.redeem, (only(piece))));
        vm.assertEq(redeem(piece), 200_000e6, "paid");
        vm.assertEq(hostile.balanceOf(s2), 200_000e6, "once");
        vm.assertEq(_held(), FACE + 300_000e6, "held");
    }

    /// @notice A payout within a payout lacks the gas of its own and is refused, or pays what is due: nothing is paid
    /// twice in either case (S-12, T09, I6).
    function test_redeemingAnotherWithinGainsNothing() external {
        _settle(FACE);
        _arm(abi.encodeCall(ISettlements.redeem, (only(note))));
        settlements.redeem(list(piece, note));
        vm.assertEq(bytes32(hostile.lastError()), bytes32(IParking.GasTooLow.selector), "refused inside");
        vm.assertEq(hostile.balanceOf(s1), 600_000e6, "tier 1");
        vm.assertEq(hostile.balanceOf(s2), 400_000e6, "tier 2");
        _assertOtherIsSafe();
    }

    /// @notice A claim that claims again finds nothing parked (T09, I11).
    function test_cannotClaimTwice() external {
        _settle(FACE);
        suspend(S2);
        redeem(piece);
        reinstate(S2);
        _arm(abi.encodeCall(IParking.claim, (S2, address(hostile))));
        settlements.claim(S2, address(hostile));
        _assertRefusedInside(abi.encodeWithSelector(IParking.NothingParked.selector, S2, address(hostile)));
        vm.assertEq(hostile.balanceOf(s2), 400_000e6, "once");
        redeem(note);
        _assertOtherIsSafe();
    }

    /// @notice The token is neither party nor contract of the system: from within it moves no note (X-5, T09).
    function test_cannotMoveNotes() external {
        hostile.arm(address(receivables), abi.encodeCall(IReceivables.move, (other, S1, S3, FACE)));
        _settle(FACE);
        _assertRefusedInside(abi.encodeWithSelector(IReceivables.NotCustodian.selector, address(hostile)));
        assertNote(other, S1, FACE, 1);
    }
}
