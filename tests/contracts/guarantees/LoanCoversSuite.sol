// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DefaultedLoansMock} from "../../../contracts/test/DefaultedLoansMock.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {Cover, ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {vm} from "../base/Vm.sol";
import {GuaranteesSuite} from "./GuaranteesSuite.sol";

/// @title LoanCoversSuite
/// @notice A loan of BANK_A to S1, with debts set by hand: G1 covers half, up to 600; G2 30 %, up to a million.
abstract contract LoanCoversSuite is GuaranteesSuite {
    DefaultedLoansMock internal mock;
    Terms internal t;
    Cover[] internal covers;
    bytes32 internal loan;

    function setUp() public virtual override {
        super.setUp();
        covers.push(Cover({guarantor: G1, share: 500_000, cap: 600, fee: 0}));
        covers.push(Cover({guarantor: G2, share: 300_000, cap: 1_000_000, fee: 0}));
        (t.lender, t.borrower, t.token, t.salt) = (BANK_A, S1, address(token), 1);
        t.covers = hashOf(covers);
        loan = mock.loanOf(t);
        fund(s1, FACE, address(mock));
    }

    function _loans() internal override returns (ILoans) {
        mock = new DefaultedLoansMock();
        return ILoans(address(mock));
    }

    /// @dev Hash of the covers as EIP-712 encodes an array of structs.
    function hashOf(Cover[] memory list_) internal pure returns (bytes32) {
        bytes memory hashes;
        bytes32 typehash = keccak256("Cover(uint40 guarantor,uint32 share,uint256 cap,uint256 fee)");
        for (uint256 i; i < list_.length; ++i) {
            hashes = bytes.concat(hashes, keccak256(abi.encode(typehash, list_[i])));
        }
        return keccak256(hashes);
    }

    /// @dev Marks default on a debt.
    function inDefault(uint256 debt) internal {
        mock.setDebt(loan, debt);
        mock.setDefaulted(loan, true);
    }

    /// @dev The mark is lifted, and set again on a debt.
    function markAgain(uint256 debt) internal {
        mock.setDefaulted(loan, false);
        inDefault(debt);
    }

    function callLoan(uint256 index) internal returns (uint256) {
        vm.prank(outsider);
        return guarantees.callLoanCover(t, covers, index);
    }

    /// @dev The borrower pays; returned is the part of the guarantors.
    function repay(uint256 amount) internal returns (uint256) {
        vm.prank(s1);
        return mock.repay(IGuarantees(address(guarantees)), loan, address(token), amount);
    }
}
