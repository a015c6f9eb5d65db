// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, LoanState, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {AgreementSuite} from "../agreements/AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @title PayoutSuite
/// @notice What tests of paying out begin with: loans of one milestone of any kind, lists of any entries, other tokens,
/// and refusals in one line.
abstract contract PayoutSuite is AgreementSuite {
    uint256 private _salts = 1000;

    /* TERMS */

    /// @dev Terms of a loan with this milestone only; each call makes another loan.
    function termsOf(Milestone memory m) internal returns (Terms memory t) {
        t = loanTerms();
        (t.milestonesRoot, t.milestones, t.salt) = (leafOf(m), 64, ++_salts);
    }

    /// @dev A milestone of 300,000 for an account.
    function payeeMilestone(address payee) internal pure returns (Milestone memory m) {
        (m.amount, m.payees) = (300_000e6, bytes32(uint256(uint160(payee))));
    }

    /// @dev A milestone for a list of two chunks.
    function listMilestone(bytes memory first, bytes memory second, uint256 amount)
        internal
        pure
        returns (Milestone memory m)
    {
        m.amount = amount;
        m.payees = Hashes.commutativeKeccak256(leafOfChunk(0, first), leafOfChunk(1, second));
    }

    function leafOfChunk(uint256 chunk, bytes memory entries) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(chunk, keccak256(entries)))));
    }

    /// @dev Terms in another token, which the lender has and allows.
    function inToken(Terms memory t, TestToken other) internal returns (Terms memory) {
        vm.prank(admin);
        programmes.allowToken(address(other), true);
        other.mint(bankA, 10 * COMMITMENT);
        vm.prank(bankA);
        other.approve(address(loans), type(uint256).max);
        t.token = address(other);
        return t;
    }

    /// @dev The manners in which a payee cannot be paid.
    function failing() internal pure returns (AnsweringToken.Manner[6] memory) {
        return [
            AnsweringToken.Manner.Blacklist,
            AnsweringToken.Manner.False,
            AnsweringToken.Manner.Two,
            AnsweringToken.Manner.Short,
            AnsweringToken.Manner.Megabyte,
            AnsweringToken.Manner.Loop
        ];
    }

    function noProof() internal pure returns (bytes32[] memory) {
        return new bytes32[](0);
    }

    function proof(bytes32 sibling) internal pure returns (bytes32[] memory siblings) {
        siblings = new bytes32[](1);
        siblings[0] = sibling;
    }

    /* ACTS */

    function releaseOnly(Terms memory t, Milestone memory m) internal {
        loans.release(t, m, noProof(), "");
    }

    /// @dev Opens a loan of this milestone only and releases it.
    function openAndRelease(Milestone memory m) internal returns (Terms memory t, bytes32 loan) {
        t = termsOf(m);
        loan = openLoan(t);
        releaseOnly(t, m);
    }

    function freezeLoan(bytes32 loan, bool on) internal {
        vm.prank(compliance);
        agreements.freeze(loan, on, DOCUMENT);
    }

    function refund(address payee, Terms memory t, uint8 index, uint256 amount) internal {
        Milestone memory m = milestone(index);
        bytes32[] memory siblings = proofOf(index);
        vm.prank(payee);
        loans.refund(t, m, siblings, amount);
    }

    /// @dev A payee allows that it is taken back what it was paid.
    function allowBack(address payee) internal {
        vm.prank(payee);
        token.approve(address(loans), type(uint256).max);
    }

    /* REFUSALS */

    function releaseRefused(Terms memory t, uint8 index, bytes memory reason) internal {
        vm.expectRevert(reason);
        release(t, index);
    }

    function releaseRefused(
        Terms memory t,
        Milestone memory m,
        bytes32[] memory siblings,
        bytes memory reason
    ) internal {
        vm.expectRevert(reason);
        loans.release(t, m, siblings, "");
    }

    function payOutRefused(Terms memory t, uint256 chunk, bytes memory reason) internal {
        vm.expectRevert(reason);
        payOut(t, chunk);
    }

    function unknown(bytes32 loan, uint8 index) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(ILoans.MilestoneUnknown.selector, loan, index);
    }

    function suspended(PartyId party) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IParties.PartySuspended.selector, party);
    }

    /* ASSERTIONS */

    /// @dev Fails unless so much is drawn, by these milestones, and nothing was paid back.
    function assertDrawn(bytes32 loan, uint256 drawn, uint64 released) internal view {
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.principal, drawn, "principal");
        vm.assertEq(s.base, drawn, "base");
        vm.assertEq(uint256(s.released), released, "released");
    }

    /// @dev Fails unless an account waits for so much, and has so much.
    function assertPayee(TestToken currency, address payee, uint256 parked, uint256 paid) internal view {
        vm.assertEq(loans.parkedFor(payee, address(currency)), parked, "parked");
        vm.assertEq(currency.balanceOf(payee), paid, "paid");
    }
}
