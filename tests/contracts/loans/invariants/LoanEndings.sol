// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Parking} from "../../../../contracts/base/Parking.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {LoanHolds} from "./LoanHolds.sol";

/// @title LoanEndings
/// @notice All acts and checks in one contract that the fuzzer calls; and, from wherever the acts have led, the end:
/// whatever never succeeded is done now, every debt is paid, and everything parked or reserved goes home.
contract LoanEndings is LoanHolds {
    /// @notice Deploys the world, opens the books, and a first loan.
    function setUp() public override {
        super.setUp();
        has[0][bankA] = token.balanceOf(bankA);
        _grant(BANK_A, 5_000_000 * coins[0].unit);
        _grant(BANK_B, 5_000_000 * coins[1].unit);
        _throwDice(0);
        _newLoan(0);
        _listActs();
    }

    /// @notice The contracts whose calls are looked at.
    function system() external view returns (address[] memory list) {
        list = new address[](9);
        (list[0], list[1], list[2]) = (address(loans), address(agreements), address(guarantees));
        (list[3], list[4], list[5]) = (address(collateral), address(lines), address(settlements));
        (list[6], list[7], list[8]) = (address(parties), address(programmes), address(receivables));
    }

    /// @notice What else they may call: authority, the conditions of milestones, tokens.
    function callable() external view returns (address[] memory list) {
        list = new address[](2 + COINS);
        (list[0], list[1]) = (address(authority), address(gate));
        for (uint256 i; i < COINS; ++i) {
            list[2 + i] = address(coins[i].token);
        }
    }

    /// @notice Whether an account is the cash account of a party now.
    function isCash(address account) external view returns (bool) {
        return PartyId.unwrap(parties.holderOf(account)) != 0;
    }

    function _listActs() private {
        _list("openLoan", this.openLoan.selector);
        _list("voidTerms", this.voidTerms.selector);
        _list("turnGate", this.turnGate.selector);
        _list("releaseMilestone", this.releaseMilestone.selector);
        _list("payChunk", this.payChunk.selector);
        _list("claimForPayee", this.claimForPayee.selector);
        _list("refundSome", this.refundSome.selector);
        _list("returnReserve", this.returnReserve.selector);
        _list("repayLoan", this.repayLoan.selector);
        _list("repayInParts", this.repayInParts.selector);
        _list("collectDue", this.collectDue.selector);
        _list("applyProceeds", this.applyProceeds.selector);
        _list("pledgeAndRelease", this.pledgeAndRelease.selector);
        _list("claimForParty", this.claimForParty.selector);
        _list("markDefault", this.markDefault.selector);
        _list("liftDefault", this.liftDefault.selector);
        _list("markAndLift", this.markAndLift.selector);
        _list("callCover", this.callCover.selector);
        _list("amendLoan", this.amendLoan.selector);
        _listMore();
    }

    function _listMore() private {
        _list("freezeLoan", this.freezeLoan.selector);
        _list("suspendParty", this.suspendParty.selector);
        _list("halt", this.halt.selector);
        _list("changeLine", this.changeLine.selector);
        _list("turnToken", this.turnToken.selector);
        _list("donate", this.donate.selector);
        _list("passTime", this.passTime.selector);
        _list("usurpSystem", this.usurpSystem.selector);
        _list("forceRelease", this.forceRelease.selector);
        _list("forceChunk", this.forceChunk.selector);
        _list("payOutBarred", this.payOutBarred.selector);
        _list("drainDefaulted", this.drainDefaulted.selector);
        _list("takeTooEarly", this.takeTooEarly.selector);
        _list("exceedLine", this.exceedLine.selector);
        _list("bringForeignTerms", this.bringForeignTerms.selector);
    }

    /* THE END */

    /// @notice I25: each debt is paid by one call, whatever is halted, frozen or suspended; reserves return, what waits is
    /// claimed, and then nothing is left but what was given.
    function windUp() external {
        vm.warp(clock);
        for (uint256 i; i < 27; ++i) {
            vm.assertEq(faults[i], "", "fault");
        }
        for (uint256 i; i < books.length; ++i) {
            Book storage b = books[i];
            if (owedToday(b).payoff != 0) _repay(b, outsider, type(uint256).max);
            vm.assertEq(_quote(b.terms, 0).payoff, 0, "nothing is owed");
            vm.assertEq(guarantees.claimOn(b.id), 0, "guarantors have their money back");
        }
        for (uint256 i; i < books.length; ++i) {
            Book storage b = books[i];
            if (b.reserve == 0) continue;
            if (today(b) <= b.terms.drawDeadline) _passToDay(b, uint256(b.terms.drawDeadline) + 1);
            _returnReserve(b);
        }
        for (uint256 coin; coin < COINS; ++coin) {
            _claimAll(coin);
        }
        vm.assertEq(lines.lineOf(BANK_A, S1).used, 0, "line of the first lender");
        vm.assertEq(lines.lineOf(BANK_B, S1).used, 0, "line of the second lender");
    }

    function _claimAll(uint256 coin) private {
        address[3] memory places = [address(loans), address(guarantees), address(collateral)];
        for (uint256 i; i < accounts.length; ++i) {
            uint256 waiting = parkedFor[coin][accounts[i]];
            if (waiting == 0) continue;
            _calm(accounts[i]);
            loans.claimFor(accounts[i], address(coins[coin].token));
            parkedFor[coin][accounts[i]] = 0;
            _move(coin, address(loans), accounts[i], waiting);
        }
        for (uint256 i; i < 3 * PARTIES; ++i) {
            _claimFor(places[i % 3], coin, everyone[i / 3]);
        }
        for (uint256 i; i < 3; ++i) {
            uint256 left = coins[coin].token.balanceOf(places[i]);
            vm.assertEq(left, donated[coin][places[i]], "nothing rests but what was given");
        }
    }

    function _claimFor(address place, uint256 coin, PartyId party) private {
        uint256 waiting = parked[place][coin][party];
        if (waiting == 0) return;
        if (suspended[party]) _reinstate(party);
        _calm(cashOf[party]);
        Parking(place).claim(party, address(coins[coin].token));
        parked[place][coin][party] = 0;
        _move(coin, place, cashOf[party], waiting);
    }
}
