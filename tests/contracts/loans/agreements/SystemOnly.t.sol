// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.begin, reserve, payFee, kill, amend and setFrozen

├── when another than LoanAgreements calls, itself or by the forwarder  → NotSystem
└── when LoanAgreements would begin or kill what is begun or dead       → LoanExists, TermsDead
*/
contract SystemOnlyTest is AgreementSuite {
    bytes32 internal constant LOAN = keccak256("a loan");

    /// @dev The calls that LoanAgreements alone makes.
    function _calls() private view returns (bytes[6] memory calls) {
        Terms memory t = loanTerms();
        calls[0] = abi.encodeCall(ILoans.begin, (LOAN, 0));
        calls[1] = abi.encodeCall(ILoans.reserve, (LOAN, address(token), bankA, COMMITMENT));
        calls[2] = abi.encodeCall(ILoans.payFee, (address(token), bankA, outsider, COMMITMENT));
        calls[3] = abi.encodeCall(ILoans.kill, (LOAN));
        calls[5] = abi.encodeCall(ILoans.setFrozen, (agreements.hashOf(t), true));
        calls[4] = abi.encodeCall(ILoans.amend, (t, amendmentOf(t, agreements.hashOf(t))));
    }

    /// @notice Nobody opens, kills, amends or freezes a loan, or takes a reserve or a fee, past LoanAgreements (L-2, L-9, T64).
    function test_refusesStrangers() external {
        openLoan(loanTerms());
        bytes[6] memory calls = _calls();
        address[7] memory callers =
            [outsider, admin, compliance, bankA, s1, address(guaranteeBook), address(forwarder)];
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                vm.prank(callers[j]);
                (bool ok, bytes memory reason) = address(loans).call(calls[i]);
                vm.assertFalse(ok, "refused");
                vm.assertEq(reason, abi.encodeWithSelector(ILoans.NotSystem.selector, callers[j]), "reason");
            }
        }
        assertBalance(token, bankA, 10 * COMMITMENT, "nothing is taken");
    }

    /// @notice The forwarder does not speak for LoanAgreements: it has no key (L-2, X-2, T64).
    function test_refusesTheForwarderInItsName() external {
        bytes[6] memory calls = _calls();
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(address(forwarder));
            (bool ok, bytes memory reason) =
                address(loans).call(abi.encodePacked(calls[i], address(agreements)));
            vm.assertFalse(ok, "refused");
            vm.assertEq(
                reason, abi.encodeWithSelector(ILoans.NotSystem.selector, address(forwarder)), "reason"
            );
        }
    }

    /// @notice A loan begins once, and what has begun is not killed; what is dead neither begins nor dies (L-2, L-8).
    function test_beginsAndKillsOnce() external {
        vm.startPrank(address(agreements));
        loans.begin(LOAN, 3);
        bytes memory reason = abi.encodeWithSelector(ILoans.LoanExists.selector, LOAN);
        vm.expectRevert(reason);
        loans.begin(LOAN, 0);
        vm.expectRevert(reason);
        loans.kill(LOAN);
        assertFresh(LOAN, 3);
        bytes32 dead = keccak256("another loan");
        loans.kill(dead);
        reason = abi.encodeWithSelector(ILoans.TermsDead.selector, dead);
        vm.expectRevert(reason);
        loans.begin(dead, 0);
        vm.expectRevert(reason);
        loans.kill(dead);
        vm.stopPrank();
        assertUnopened(dead);
    }
}
