// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ReenteringToken} from "../../../../contracts/test/HostileTokens.sol";
import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.claimFor and parkedFor

├── when nothing is parked for the account in the token     → NothingParkedFor
├── when the account still cannot be paid                   → the token's error, it stays parked
├── when the token calls back                               → it is claimed once
└── otherwise, by anyone                                    → all of it to the account itself
*/
contract ClaimForTest is PayoutSuite {
    uint256 internal constant AMOUNT = 100_000e6;

    /// @dev A loan that has 100,000 parked for S2, which was suspended.
    function _park(TestToken currency) private {
        Terms memory t = inToken(loanTerms(), currency);
        openLoan(t);
        suspend(S2);
        release(t, 2);
        reinstate(S2);
    }

    function _refused(address payee, address currency) private {
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingParkedFor.selector, payee, currency));
        loans.claimFor(payee, currency);
    }

    /// @notice Nothing is claimed by whom nothing is parked for, in a token in which nothing is (L-15).
    function test_refusesWithoutAnything() external {
        _refused(s2, address(token));
        _park(token);
        _refused(s3, address(token));
        _refused(outsider, address(token));
        TestToken other = new TestToken("Other", "OTH", 6);
        _refused(s2, address(other));
    }

    /// @notice What is parked for an account is not claimed by its party's name, nor the other way round (L-15, L-31).
    function test_keepsAccountsAndPartiesApart() external {
        _park(token);
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, S2, address(token)));
        loans.claim(S2, address(token));
    }

    /// @notice Anyone has it paid, to the account itself and nobody else, in one and once (L-15, I6, I11).
    function test_paysTheAccount() external {
        _park(token);
        vm.expectEmit(address(loans));
        emit ILoans.ClaimedFor(s2, address(token), AMOUNT);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(loans), s2, AMOUNT);
        vm.recordLogs();
        vm.prank(outsider);
        vm.assertEq(loans.claimFor(s2, address(token)), AMOUNT, "amount");
        assertEvents(abi.encodePacked(ILoans.ClaimedFor.selector, IERC20.Transfer.selector));
        assertPayee(token, s2, 0, AMOUNT);
        assertBalance(token, address(loans), 0, "nothing rests");
        _refused(s2, address(token));
    }

    /// @notice What is parked is the account's: a halt, and a freeze of the loan, keep nobody from it (L-12, L-15, T68).
    function test_paysDuringAHalt() external {
        _park(token);
        freezeLoan(agreements.hashOf(loanTerms()), true);
        halt();
        loans.claimFor(s2, address(token));
        assertPayee(token, s2, 0, AMOUNT);
    }

    /// @notice A token that calls back in the middle of a claim finds nothing more to claim (L-15, T09, I6).
    function test_paysOnceThoughTheTokenCallsBack() external {
        ReenteringToken reentering = new ReenteringToken();
        _park(reentering);
        reentering.mint(address(loans), AMOUNT);
        reentering.arm(address(loans), abi.encodeCall(ILoans.claimFor, (s2, address(reentering))));
        loans.claimFor(s2, address(reentering));
        vm.assertEq(uint256(reentering.attempts()), 1, "it tried");
        vm.assertEq(uint256(reentering.successes()), 0, "in vain");
        vm.assertEq(
            bytes32(reentering.lastError()), bytes32(ILoans.NothingParkedFor.selector), "nothing parked"
        );
        assertPayee(reentering, s2, 0, AMOUNT);
    }
}
