// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IGuarantees} from "../../interfaces/IGuarantees.sol";
import {ILoans, LoanState, Quote, Terms} from "../../interfaces/ILoans.sol";

/// @title DefaultedLoansMock
/// @notice What Guarantees asks of Loans, with debts and marks of default that tests set by hand.
contract DefaultedLoansMock {
    mapping(bytes32 loan => Quote) private _quotes;
    mapping(bytes32 loan => LoanState) private _states;
    mapping(bytes32 loan => uint256) public defaultsOf;
    mapping(bytes32 loan => uint256) public timesSetCovered;

    /* WHAT TESTS SET */

    /// @notice From now on the payoff of a loan is `payoff`.
    function setDebt(bytes32 loan, uint256 payoff) external {
        _quotes[loan].payoff = payoff;
    }

    /// @notice Marks default, or lifts the mark; each mark is counted.
    function setDefaulted(bytes32 loan, bool defaulted) external {
        if (defaulted) ++defaultsOf[loan];
        _states[loan].defaulted = defaulted;
    }

    /// @notice Pays `amount` on a loan as Loans does: floor(amount * G / D) to guarantors, of what the caller allowed.
    function repay(IGuarantees guarantees, bytes32 loan, address token, uint256 amount)
        external
        returns (uint256 part)
    {
        part = amount * guarantees.claimOn(loan) / _quotes[loan].payoff;
        _quotes[loan].payoff -= amount;
        IERC20(token).transferFrom(msg.sender, address(guarantees), part);
        guarantees.recovered(loan, token, part);
    }

    /* WHAT GUARANTEES ASKS */

    /// @notice As ILoans; terms whose salt is zero are not in force.
    function quote(Terms calldata terms, uint256) external view returns (bytes32 loan, Quote memory) {
        loan = loanOf(terms);
        if (terms.salt == 0) revert ILoans.TermsNotInForce(loan, loan, 0);
        return (loan, _quotes[loan]);
    }

    /// @notice As ILoans.
    function stateOf(bytes32 loan) external view returns (LoanState memory) {
        return _states[loan];
    }

    /// @notice As ILoans.
    function setCovered(bytes32 loan) external {
        _states[loan].covered = true;
        ++timesSetCovered[loan];
    }

    /// @notice A hash of terms, another than that of ILoans.
    function loanOf(Terms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }
}
