// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Parking} from "../../../../contracts/base/Parking.sol";
import {IGuarantees} from "../../../../interfaces/IGuarantees.sol";
import {LoanState, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {DefiantLoanActs} from "./DefiantLoanActs.sol";

/// @title LoanHolds
/// @notice The chain against the books, one function for each group of invariants; each reverts with what differs.
abstract contract LoanHolds is DefiantLoanActs {
    /// @dev At the time of the last act, and with no breach of the invariants seen by the books.
    modifier faultless(uint8[4] memory invariants) {
        vm.warp(clock);
        for (uint256 i; i < 4; ++i) {
            vm.assertEq(faults[invariants[i]], "", "fault");
        }
        _;
    }

    /// @notice I6, I10, I14: everybody has what the books say, and a contract holds what waits in it, and nothing else.
    function holdsMoney() external faultless([6, 10, 14, 0]) {
        for (uint256 coin; coin < COINS; ++coin) {
            for (uint256 i; i < accounts.length; ++i) {
                uint256 balance = coins[coin].token.balanceOf(accounts[i]);
                vm.assertEq(balance, has[coin][accounts[i]], "balance");
            }
            uint256 waiting = _waitingForPayees(coin) + _waitingIn(address(loans), coin) + _reserved(coin);
            vm.assertEq(has[coin][address(loans)], waiting + donated[coin][address(loans)], "in Loans");
            waiting = _waitingIn(address(guarantees), coin) + donated[coin][address(guarantees)];
            vm.assertEq(has[coin][address(guarantees)], waiting, "in Guarantees");
            waiting = _waitingIn(address(collateral), coin) + donated[coin][address(collateral)];
            vm.assertEq(has[coin][address(collateral)], waiting, "in Collateral");
        }
    }

    function _waitingIn(address place, uint256 coin) private view returns (uint256 sum) {
        for (uint256 i; i < PARTIES; ++i) {
            uint256 waiting = Parking(place).parkedOf(everyone[i], address(coins[coin].token));
            vm.assertEq(waiting, parked[place][coin][everyone[i]], "parked for a party");
            sum += waiting;
        }
    }

    function _waitingForPayees(uint256 coin) private view returns (uint256 sum) {
        for (uint256 i; i < accounts.length; ++i) {
            uint256 waiting = loans.parkedFor(accounts[i], address(coins[coin].token));
            vm.assertEq(waiting, parkedFor[coin][accounts[i]], "parked for a payee");
            sum += waiting;
        }
    }

    function _reserved(uint256 coin) private view returns (uint256 sum) {
        for (uint256 i; i < books.length; ++i) {
            if (books[i].coin != coin) continue;
            uint256 reserve = loans.reserveOf(books[i].id);
            vm.assertEq(reserve, books[i].reserve, "reserve");
            sum += reserve;
        }
    }

    /// @notice I8, I11, I12, I21: what was released and paid of a list, within commitments and lines.
    function holdsDraws() external faultless([8, 11, 12, 21]) {
        for (uint256 i; i < books.length; ++i) {
            Book storage b = books[i];
            LoanState memory s = loans.stateOf(b.id);
            vm.assertEq(s.released, b.released, "released");
            vm.assertEq(s.frozen, b.frozen, "frozen");
            (, uint256 paid) = loans.listOf(b.id, LIST);
            vm.assertEq(paid, b.listPaid, "paid of the list");
            vm.assertLe(paid, b.amounts[LIST], "list");
            for (uint256 chunk; chunk < 2; ++chunk) {
                bool there = loans.isChunkPaid(b.id, LIST, chunk);
                vm.assertEq(there, b.chunks >> chunk & 1 != 0, "chunk");
            }
            vm.assertLe(b.drawn, b.terms.commitment, "commitment");
            vm.assertEq(s.principal, b.principal, "principal");
            vm.assertEq(loans.termsInForce(b.id), _hashOf(b.terms), "terms in force");
        }
        vm.assertEq(lines.lineOf(BANK_A, S1).used, usedOf(BANK_A), "line of the first lender");
        vm.assertEq(lines.lineOf(BANK_B, S1).used, usedOf(BANK_B), "line of the second lender");
    }

    function _hashOf(Terms memory t) private view returns (bytes32) {
        return agreements.hashOf(t);
    }

    /// @notice I13, I15, I16, I17, I18: what is owed is what the books have, from penalty down to principal.
    function holdsDebts() external faultless([13, 15, 16, 17]) {
        for (uint256 i; i < books.length; ++i) {
            Quote memory kept = owedToday(books[i]);
            Quote memory q = _quote(books[i].terms, 0);
            vm.assertEq(q.penalty, kept.penalty, "penalty");
            vm.assertEq(q.billed, kept.billed, "interest due");
            vm.assertEq(q.accrued, kept.accrued, "interest accrued");
            vm.assertEq(q.overdue, kept.overdue, "principal due");
            vm.assertEq(q.principal, kept.principal, "principal");
            vm.assertEq(q.due, kept.due, "due");
            vm.assertEq(q.payoff, kept.payoff, "payoff");
            vm.assertEq(q.daysPastDue, kept.daysPastDue, "days past due");
        }
    }

    /// @notice I19, I22, I26: guarantors are creditors of what they paid and did not get back, never of more than the debt.
    function holdsCovers() external faultless([19, 22, 26, 0]) {
        for (uint256 i; i < books.length; ++i) {
            Book storage b = books[i];
            uint256 claims = claimOn(b);
            vm.assertEq(guarantees.claimOn(b.id), claims, "claims");
            vm.assertEq(loans.defaultsOf(b.id), b.marks, "marks");
            LoanState memory s = loans.stateOf(b.id);
            vm.assertEq(s.defaulted, b.defaulted, "defaulted");
            vm.assertEq(s.covered, b.covered, "covered");
            if (b.payers.length == 0) continue;
            vm.assertLe(claims, owedToday(b).payoff, "claims beyond the debt");
            for (uint256 j; j < b.payers.length; ++j) {
                _compareClaim(b, b.payers[j]);
            }
        }
    }

    function _compareClaim(Book storage b, PartyId who) private view {
        Claim storage c = claimsOf[b.id][who];
        IGuarantees.Position memory p = guarantees.positionOf(b.id, who);
        vm.assertEq(p.claim, c.claim, "claim");
        vm.assertEq(p.paid, c.paid, "paid by the guarantor");
        vm.assertEq(p.shortfall, c.shortfall, "shortfall");
        vm.assertEq(p.paidOnShortfall, c.paidOnShortfall, "paid on the shortfall");
    }
}
