// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {AnsweringToken} from "../../../contracts/test/HostileTokens.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Payouts of Settlements.redeem on locked notes

├── when the token refuses the custodian, or it refuses → the error, and only this note stays unpaid
├── when a part was received                            → the share goes to the custodian, which is told whose it is
├── when the debt is settled                            → and the note is burnt, the lock with it
├── when the owner is suspended                         → the custodian is paid all the same
└── when the note was unlocked before                   → its owner is paid
*/
contract PayoutToCustodianTest is MoneySuite {
    NoteId internal note;
    NoteId internal piece;

    function setUp() public override {
        super.setUp();
        note = confirm();
        piece = assign(s1, note, S2, 250_000e6);
        custodian.lock(piece, S2);
    }

    function _assertTold(uint256 index, uint256 amount, uint256 held) private view {
        CustodianMock.Payout memory told = custodian.payouts()[index];
        same(told.note, piece, "note");
        same(told.owner, S2, "owner");
        vm.assertEq(told.token, address(token), "token");
        vm.assertEq(told.amount, amount, "amount");
        vm.assertEq(told.held, held, "held when told");
    }

    /* FAILING */

    /// @notice A custodian that refuses keeps its own note unpaid; the others are paid without it (S-10, S-14).
    function test_failsWithItsCustodian() external {
        settle(idOf(note));
        custodian.refusePayouts();
        vm.expectRevert(abi.encodeWithSelector(CustodianMock.PayoutRefused.selector, piece));
        redeem(piece);
        vm.assertEq(redeem(note), 750_000e6, "the other note");
        assertNote(piece, S2, 250_000e6, 2);
    }

    /// @notice A token that refuses the custodian leaves its note as it was (S-14).
    function test_failsWithTheToken() external {
        AnsweringToken answering = new AnsweringToken();
        note = confirmInToken(answering);
        custodian.lock(note, S1);
        payIn(answering, idOf(note), FACE);
        answering.setManner(address(custodian), AnsweringToken.Manner.False);
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(answering))
        );
        redeem(note);
        assertNote(note, S1, FACE, 1);
    }

    /* SUCCESS */

    /// @notice A share goes to the custodian, which is told after it holds it; note and lock stay (S-14).
    function test_paysAShare() external {
        toDay(DUE);
        pay(idOf(note), 400_000e6);
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Redeemed(piece, S2, 100_000e6, false);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(settlements), address(custodian), 100_000e6);
        vm.assertEq(redeem(piece), 100_000e6, "paid");
        assertEvents(abi.encodePacked(ISettlements.Redeemed.selector, IERC20.Transfer.selector));
        _assertTold(0, 100_000e6, 100_000e6);
        vm.assertEq(receivables.custodianOf(piece), address(custodian), "locked");
        vm.assertEq(token.balanceOf(s2), 0, "the owner is not paid");
    }

    /// @notice The last payout burns the note; owner and custodian have nothing left to unlock (S-9, S-14).
    function test_burnsALockedNote() external {
        settle(idOf(note));
        vm.recordLogs();
        redeem(piece);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                ISettlements.Redeemed.selector,
                IERC20.Transfer.selector
            )
        );
        assertGone(piece);
        _assertTold(0, 250_000e6, 250_000e6);
        vm.assertEq(receivables.custodianOf(piece), address(0), "no lock");
    }

    /// @notice Each payout is told of, so that the custodian can keep its books (S-14).
    function test_tellsOfEachPayout() external {
        toDay(DUE);
        pay(idOf(note), 400_000e6);
        redeem(piece);
        pay(idOf(note), FACE);
        redeem(piece);
        vm.assertEq(custodian.payouts().length, 2, "payouts");
        _assertTold(1, 150_000e6, 250_000e6);
    }

    /// @notice A suspended owner changes nothing for its custodian, which may owe it to another (S-14, T66).
    function test_paysForASuspendedOwner() external {
        suspend(S2);
        settle(idOf(note));
        redeem(piece);
        _assertTold(0, 250_000e6, 250_000e6);
        vm.assertEq(settlements.parkedOf(S2, address(token)), 0, "nothing is parked");
    }

    /// @notice A lock that ended before the payout pays the owner, what was paid before stays with the custodian (S-14).
    function test_paysTheOwnerOnceUnlocked() external {
        toDay(DUE);
        pay(idOf(note), 400_000e6);
        redeem(piece);
        custodian.unlock(piece);
        pay(idOf(note), FACE);
        redeem(piece);
        vm.assertEq(token.balanceOf(address(custodian)), 100_000e6, "custodian");
        vm.assertEq(token.balanceOf(s2), 150_000e6, "owner");
        vm.assertEq(custodian.payouts().length, 1, "told once");
    }

    /// @notice A locked note burnt with nothing due makes no empty payout and tells nothing (S-9, S-13, S-14).
    function test_isNotToldOfNothing() external {
        note = confirmIn(openFine(2, 1), 10);
        piece = assign(s1, note, S2, 1);
        custodian.lock(piece, S2);
        toDay(DUE + 1);
        pay(idOf(note), 10);
        redeem(piece);
        pay(idOf(note), 1);
        redeem(piece);
        assertGone(piece);
        vm.assertEq(custodian.payouts().length, 1, "told once");
    }
}
