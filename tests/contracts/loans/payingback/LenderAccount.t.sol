// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {AnsweringToken, FeeToken} from "../../../../contracts/test/HostileTokens.sol";
import {ILoans} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
What is paid on a loan, and its lender's account

├── when the lender is suspended                      → taken and parked, its account is not called
├── when the token refuses the lender, or answers
│   false, 2, 31 bytes, a megabyte, or never           → taken and parked
├── when the token answers nothing, or at length      → paid
├── when a token keeps a fee of what is to be parked  → WrongAmountReceived, nothing is paid
├── when the token is no contract any more            → nothing is paid
├── what is parked                                    → adds up, and is claimed for the lender by anyone
│   ├── while it is suspended                          → PayeeSuspended
│   └── when there is nothing                          → NothingParked
└── after a rotation                                  → the new account is paid
*/
contract LenderAccountTest is PaybackSuite {
    AnsweringToken internal answering;

    function _useAnswering() private {
        answering = new AnsweringToken();
        useToken(answering);
        toDay(FIRST);
    }

    /// @notice A suspended lender stops no payment: it is taken and parked for it, and counts in full (L-28, L-31, T66,
    /// T68, I10, I21).
    function test_parksForASuspendedLender() external {
        toDay(FIRST);
        suspend(BANK_A);
        allow(s1, INTEREST + PART);
        uint256 before = balance(bankA);
        vm.recordLogs();
        expectRepaid(s1, 0, INTEREST, PART, PRINCIPAL - PART);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(s1, address(loans), INTEREST + PART);
        vm.expectEmit(address(loans));
        emit IParking.Parked(BANK_A, address(token), INTEREST + PART);
        vm.prank(s1);
        loans.repay(t, INTEREST + PART);
        assertEvents(3);
        vm.assertEq(parked(), INTEREST + PART, "parked");
        vm.assertEq(balance(address(loans)), INTEREST + PART, "held");
        vm.assertEq(balance(bankA), before, "lender");
        vm.assertEq(due(), 0, "due");
    }

    /// @notice Collections for a suspended lender are parked too (L-30, L-31, T68).
    function test_parksCollections() external {
        toDay(FIRST);
        suspend(BANK_A);
        allow(s1, PRINCIPAL);
        vm.assertEq(collect(), INTEREST + PART, "taken");
        vm.assertEq(parked(), INTEREST + PART, "parked");
    }

    /// @notice In whatever manner the lender's account fails, the payment is taken and parked (L-31, T43, T68).
    function test_parksWhatFails() external {
        _useAnswering();
        AnsweringToken.Manner[6] memory manners = [
            AnsweringToken.Manner.Blacklist,
            AnsweringToken.Manner.False,
            AnsweringToken.Manner.Two,
            AnsweringToken.Manner.Short,
            AnsweringToken.Manner.Megabyte,
            AnsweringToken.Manner.Loop
        ];
        uint256 before = balance(bankA);
        for (uint256 i; i < manners.length; ++i) {
            answering.setManner(bankA, manners[i]);
            vm.assertEq(pay(100e6), 100e6, "taken");
            vm.assertEq(parked(), (i + 1) * 100e6, "parked");
        }
        vm.assertEq(balance(bankA), before, "lender");
        vm.assertEq(payoff(), PRINCIPAL + INTEREST - 600e6, "owed");
    }

    /// @notice A token that answers nothing has paid; so has one with a long answer, of which 32 bytes are read (L-31).
    function test_paysOddAnswers() external {
        _useAnswering();
        uint256 before = balance(bankA);
        answering.setManner(bankA, AnsweringToken.Manner.Nothing);
        pay(100e6);
        answering.setManner(bankA, AnsweringToken.Manner.Long);
        pay(100e6);
        vm.assertEq(balance(bankA) - before, 200e6, "lender");
        vm.assertEq(parked(), 0, "parked");
    }

    /// @notice Failing costs the payer the payout's 200,000 gas at most, whatever the token answers (L-31, T43).
    function test_boundsTheCost() external {
        _useAnswering();
        answering.setManner(bankA, AnsweringToken.Manner.Loop);
        allow(outsider, 100e6);
        vm.prank(outsider);
        uint256 before = gasleft();
        loans.repay(t, 100e6);
        vm.assertLt(before - gasleft(), 200_000 + 180_000, "gas");
    }

    /// @notice A token that keeps a fee is found out when its money would be parked: nothing is paid (L-31, T57).
    function test_refusesATokenWithAFee() external {
        useToken(new FeeToken());
        toDay(FIRST);
        suspend(BANK_A);
        allow(outsider, 100e6);
        vm.expectRevert(abi.encodeWithSelector(ILoans.WrongAmountReceived.selector, t.token, 100e6, 99e6));
        vm.prank(outsider);
        loans.repay(t, 100e6);
        vm.assertEq(payoff(), PRINCIPAL + INTEREST, "owed as before");
    }

    /// @notice A token that is no contract any more pays nobody, and nothing is taken for paid (L-31).
    function test_refusesWhenTheTokenIsGone() external {
        _useAnswering();
        allow(outsider, 100e6);
        vm.etch(address(answering), "");
        vm.prank(outsider);
        (bool ok,) = address(loans).call(abi.encodeCall(ILoans.repay, (t, 100e6)));
        vm.assertFalse(ok, "refused");
        vm.assertEq(payoff(), PRINCIPAL + INTEREST, "owed as before");
    }

    /// @notice What was parked is claimed for the lender by anyone, once it is reinstated, and only once (L-31, I25).
    function test_claims() external {
        toDay(FIRST);
        suspend(BANK_A);
        pay(400e6);
        pay(300e6);
        vm.expectRevert(abi.encodeWithSelector(IParking.PayeeSuspended.selector, BANK_A));
        loans.claim(BANK_A, address(token));
        reinstate(BANK_A);
        uint256 before = balance(bankA);
        vm.expectEmit(address(loans));
        emit IParking.Claimed(BANK_A, address(token), bankA, 700e6);
        vm.prank(outsider);
        vm.assertEq(loans.claim(BANK_A, address(token)), 700e6, "claimed");
        vm.assertEq(balance(bankA) - before, 700e6, "lender");
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, BANK_A, address(token)));
        loans.claim(BANK_A, address(token));
    }

    /// @notice Once reinstated the lender is paid straight again; what was parked waits for its claim (L-31).
    function test_paysStraightAgain() external {
        toDay(FIRST);
        suspend(BANK_A);
        pay(400e6);
        reinstate(BANK_A);
        uint256 before = balance(bankA);
        pay(300e6);
        vm.assertEq(balance(bankA) - before, 300e6, "straight");
        vm.assertEq(parked(), 400e6, "waits");
    }

    /// @notice After a rotation of the lender's keys the new cash account is paid (P-9, L-31).
    function test_paysThePresentCashAccount() external {
        address fresh = vm.addr(0xF4E);
        bytes memory consent = sign(0xF4E, parties.accountConsentDigest(BANK_A, fresh, LATER));
        vm.prank(bankA);
        parties.rotate(fresh, LATER, consent);
        toDay(FIRST);
        pay(INTEREST);
        vm.assertEq(balance(fresh), INTEREST, "present account");
    }

    /// @notice Money parked for one party, and dust, lie in the contract and pay for nothing else (L-31, T57, I6).
    function test_heldMoneyStays() external {
        toDay(FIRST);
        suspend(BANK_A);
        pay(400e6);
        token.mint(address(loans), 50e6);
        reinstate(BANK_A);
        pay(payoff());
        vm.assertEq(balance(address(loans)), 450e6, "parked and dust");
        loans.claim(BANK_A, address(token));
        vm.assertEq(balance(address(loans)), 50e6, "dust");
    }
}
