// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../interfaces/ICondition.sol";
import {ILoans, Quote, Terms} from "../../interfaces/ILoans.sol";
import {Calendar} from "../libraries/Calendar.sol";
import {LoanCalendar} from "../libraries/LoanCalendar.sol";

/// @title InstalmentsPaid
/// @notice Holds when so many instalments of the loan have fallen due, and nothing is past due today.
/// @dev Config: abi.encode(uint256 instalments). Evidence: abi.encode(Terms), the terms in force of the loan.
contract InstalmentsPaid is ICondition {
    /// @dev Terms are 38 words.
    uint256 private constant TERMS_LENGTH = 1216;

    ILoans public immutable loans;

    /// @param loans_ Knows what is owed; reverts for terms that are not in force.
    constructor(ILoans loans_) {
        loans = loans_;
    }

    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        uint256 instalments = abi.decode(milestone.config, (uint256));
        Terms calldata terms = _terms(evidence);
        (bytes32 loan, Quote memory quote) = loans.quote(terms, 0);
        if (loan != loanId) revert EvidenceOfAnotherLoan(loan, loanId);
        return
            quote.daysPastDue == 0 && LoanCalendar.duesBy(terms, Calendar.today(terms.offset)) >= instalments;
    }

    /// @dev Reads abi.encode(Terms) where it lies. Loans proves it by its hash.
    function _terms(bytes calldata evidence) private pure returns (Terms calldata terms) {
        if (evidence.length < TERMS_LENGTH) revert EvidenceMalformed(evidence.length, TERMS_LENGTH);
        assembly ("memory-safe") {
            terms := evidence.offset
        }
    }
}
