// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {AnsweringToken, FeeToken} from "../../../contracts/test/HostileTokens.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.settle

├── when there is no such receivable                        → UnknownReceivable
├── when it is settled, cancelled, or a further invoice     → NothingOwed
├── when the amount is zero                                 → ZeroPayment
├── when less than all is paid before the due day           → PartBeforeDueDay
├── when the payer allowed or owns too little               → the token's error
├── when the token answers false, or brings another amount  → SafeERC20FailedOperation, WrongAmountReceived
├── when the whole is paid on time                          → Settled, nothing else is written
├── when more is offered than is owed                       → only what is owed is taken
└── when a part is paid from the due day                    → it is taken, the principal paid restores the limit
Late interest is in Interest.t.sol.
*/
contract SettleTest is MoneySuite {
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    function _settle(uint256 amount) private returns (uint256) {
        vm.prank(outsider);
        return settlements.settle(id, amount);
    }

    /* REFUSALS */

    /// @notice A debt that was never confirmed is not paid (S-1).
    function test_refusesAnUnknownReceivable() external {
        id = ReceivableId.wrap(7);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.UnknownReceivable.selector, id));
        _settle(1);
    }

    /// @notice What is settled or cancelled is not paid again (S-1, T14, T54, I4).
    function test_refusesWhatHasEnded() external {
        settle(id);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Settled));
        _settle(1);
        note = confirm();
        cancel(note);
        id = idOf(note);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Cancelled));
        _settle(1);
    }

    /// @notice The id of a further invoice is no debt: its receivable is paid under its own id (S-1).
    function test_refusesALinkedInvoice() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = new ReceivableId[](1);
        t.further[0] = newId();
        vm.prank(anchor);
        programmes.confirm(t);
        id = t.further[0];
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Linked));
        _settle(1);
    }

    /// @notice Nothing is no payment, neither before nor from the due day (S-1).
    function test_refusesNothing() external {
        vm.expectRevert(abi.encodeWithSelector(ISettlements.ZeroPayment.selector));
        _settle(0);
        toDay(DUE);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.ZeroPayment.selector));
        _settle(0);
    }

    /// @notice Before the due day only the whole is paid: a stranger's cent must not stop circulation (S-2).
    function test_refusesAPartBeforeTheDueDay() external {
        fund(outsider, FACE, address(settlements));
        vm.warp(DUE * 1 days - 1);
        uint256[2] memory parts = [uint256(1), FACE - 1];
        for (uint256 i; i < parts.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ISettlements.PartBeforeDueDay.selector, id, parts[i], FACE)
            );
            _settle(parts[i]);
        }
    }

    /// @notice The payer's own allowance and balance pay, nobody else's (S-1, X-5, T48).
    function test_refusesWithoutAllowanceOrBalance() external {
        fund(anchor, FACE, address(settlements));
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(settlements), 0, FACE
            )
        );
        _settle(FACE);
        fund(outsider, FACE - 1, address(settlements));
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, outsider, FACE - 1, FACE)
        );
        _settle(FACE);
        assertStatus(id, Status.Open);
    }

    /// @notice A token that answers false has paid nothing, and nothing is booked (X-8).
    function test_refusesATokenThatAnswersFalse() external {
        AnsweringToken answering = new AnsweringToken();
        id = idOf(confirmInToken(answering));
        answering.setManner(address(settlements), AnsweringToken.Manner.False);
        fund(outsider, 1, address(settlements));
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(answering))
        );
        _settle(FACE);
        assertStatus(id, Status.Open);
    }

    /// @notice A token that brings less than was asked is refused, with both amounts (X-8).
    function test_refusesATokenThatKeepsAFee() external {
        FeeToken fee = new FeeToken();
        id = idOf(confirmInToken(fee));
        vm.expectRevert(
            abi.encodeWithSelector(
                ISettlements.WrongAmountReceived.selector, address(fee), FACE, FACE - FACE / 100
            )
        );
        this.payFrom(fee, FACE);
    }

    /// @dev Outside, so that the refusal of the last of its calls is what is expected.
    function payFrom(FeeToken fee, uint256 amount) external {
        payIn(fee, id, amount);
    }

    /* SUCCESS */

    /// @notice The whole on time settles the debt and restores the limit; no account is written (S-1, S-7, S-17).
    function test_paysTheWhole() external {
        fund(outsider, FACE, address(settlements));
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, outsider, FACE, 0, 0);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(outsider, address(settlements), FACE);
        vm.assertEq(_settle(FACE), FACE, "taken");

        assertEvents(abi.encodePacked(ISettlements.Paid.selector, IERC20.Transfer.selector));
        assertStatus(id, Status.Settled);
        vm.assertEq(token.balanceOf(address(settlements)), FACE, "held for the notes");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
        vm.assertEq(settlements.owed(id), 0, "owed");
        assertAccount(id, FACE, 0, 0, 0, DUE);
        assertNote(note, S1, FACE, 1);
        redeem(note);
        vm.assertEq(settlements.accountOf(id).paidOut, 0, "no account was written");
    }

    /// @notice What exceeds the debt is not taken, however much was offered (S-1, T54).
    function test_takesOnlyWhatIsOwed() external {
        fund(outsider, FACE + 5, address(settlements));
        vm.assertEq(_settle(type(uint256).max), FACE, "taken");
        vm.assertEq(token.balanceOf(outsider), 5, "left with the payer");
    }

    /// @notice On the due day itself parts are taken, without interest (S-2, S-4).
    function test_paysAPartOnTheDueDay() external {
        toDay(DUE);
        fund(outsider, FACE, address(settlements));
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, outsider, 400_000e6, 0, 600_000e6);
        vm.assertEq(_settle(400_000e6), 400_000e6, "taken");

        assertEvents(abi.encodePacked(ISettlements.Paid.selector, IERC20.Transfer.selector));
        assertStatus(id, Status.Open);
        assertAccount(id, 400_000e6, 600_000e6, 0, 0, DUE);
        vm.assertEq(settlements.owed(id), 600_000e6, "owed");
        vm.assertEq(programmes.usedOf(PROGRAMME), 600_000e6, "used limit");
    }

    /// @notice Parts of any size, to the last unit, settle the debt; each restores its principal (S-7, G-13, T28, T55).
    function test_paysTheRestInParts() external {
        toDay(DUE);
        pay(id, 400_000e6);
        pay(id, 1);
        pay(id, FACE);
        assertStatus(id, Status.Settled);
        assertAccount(id, FACE, 0, 0, 0, DUE);
        vm.assertEq(token.balanceOf(outsider), 400_000e6 + 1, "left with the payer");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
    }

    /// @notice A party pays by its signature alone, from its own allowance, which a passer-by brings (X-1).
    function test_servesASignedCall() external {
        fund(anchor, FACE, address(settlements));
        bytes memory data = abi.encodeCall(ISettlements.settle, (id, FACE));
        forward(signedCall(ANCHOR_KEY, address(settlements), data));
        assertStatus(id, Status.Settled);
        vm.assertEq(token.balanceOf(anchor), 0, "payer");
    }

    /// @notice A token that answers nothing, and one with a long answer, pay like any other (X-8).
    function test_takesTokensOfOddAnswers() external {
        AnsweringToken answering = new AnsweringToken();
        id = idOf(confirmInToken(answering));
        toDay(DUE);
        answering.setManner(address(settlements), AnsweringToken.Manner.Nothing);
        payIn(answering, id, FACE - 1);
        answering.setManner(address(settlements), AnsweringToken.Manner.Long);
        payIn(answering, id, 1);
        assertStatus(id, Status.Settled);
    }

    /// @notice Tokens sent straight to the contract pay nothing and disturb nothing (X-8, T57, I6).
    function test_ignoresDonations() external {
        token.mint(address(settlements), 77);
        vm.assertEq(settlements.owed(id), FACE, "owed");
        settle(id);
        redeem(note);
        vm.assertEq(token.balanceOf(s1), FACE, "paid");
        vm.assertEq(token.balanceOf(address(settlements)), 77, "the donation stays");
    }

    /// @notice Neither halt, dispute, freeze nor a suspended debtor stops paying, in full or in part (X-4, T68, I21).
    function test_isNeverStopped() external {
        halt();
        dispute(id);
        freeze(id);
        freezeNote(note);
        suspend(ANCHOR);
        suspend(S1);
        toDay(DUE);
        pay(id, 400_000e6);
        pay(id, FACE);
        assertStatus(id, Status.Settled);
    }

    /// @notice A debt is paid in the token of its programme alone, other debts stay as they are (S-1, I6).
    function test_paysOneDebt() external {
        NoteId other = confirm();
        settle(id);
        vm.assertEq(settlements.owed(idOf(other)), FACE, "other debt");
        vm.assertEq(programmes.usedOf(PROGRAMME), FACE, "used limit");
        vm.assertEq(settlements.redeemable(other), 0, "nothing of it is another's");
    }
}
