// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {LoanAgreements} from "../../../contracts/LoanAgreements.sol";
import {Loans} from "../../../contracts/Loans.sol";
import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {Milestone} from "../../../interfaces/ICondition.sol";
import {IFixings} from "../../../interfaces/IFixings.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {
    Cover,
    DayCount,
    ILoans,
    LoanState,
    Method,
    Prepayment,
    Quote,
    Signed,
    Terms
} from "../../../interfaces/ILoans.sol";
import {ILoanAgreements} from "../../../interfaces/ILoanAgreements.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {Suite} from "./Suite.sol";
import {vm} from "./Vm.sol";

/// @title LoanSuite
/// @notice The suite with loans: BANK_A lends 1,000,000 to S1, who buys from S2 and S3 and pays workers by a list.
/// @dev Tests of lines, fixings, guarantees and collateral set those contracts at the addresses that Loans knows.
abstract contract LoanSuite is Suite {
    uint256 internal constant COMMITMENT = 1_000_000e6;
    uint24 internal constant DRAW_DEADLINE = uint24(DAY + 60);
    /// @dev 2024-11-05, the tests beginning on 2024-10-04.
    uint24 internal constant FIRST_DUE = uint24(DAY + 32);
    uint256 internal constant GUARANTOR_KEY = 0x6A1;
    PartyId internal constant GUARANTOR = PartyId.wrap(31);
    uint256 internal constant WORKERS = 4;

    address internal guarantor = vm.addr(GUARANTOR_KEY);
    address internal supplierOne = vm.addr(0x501);
    address internal supplierTwo = vm.addr(0x502);

    LoanAgreements internal agreements;
    Loans internal loans;
    ICreditLines internal lines;
    IFixings internal rates;
    IGuarantees internal guaranteeBook;
    address internal collateralAt;

    function setUp() public virtual override {
        super.setUp();
        _register(GUARANTOR, guarantor, 8, 0);
        _deployLoans();
        vm.prank(admin);
        authority.setTargetFunctionRole(
            address(agreements), _one(ILoanAgreements.freeze.selector), COMPLIANCE
        );
        fund(bankA, 10 * COMMITMENT, address(loans));
    }

    function _deployLoans() internal virtual {
        uint256 nonce = vm.getNonce(address(this));
        address loansAt = vm.computeCreateAddress(address(this), nonce + 1);
        (lines, rates) = _linesAndRates();
        (guaranteeBook, collateralAt) = _guaranteesAndCollateral();
        agreements = new LoanAgreements(
            address(authority), address(forwarder), parties, programmes, lines, ILoans(loansAt)
        );
        loans = new Loans(
            address(forwarder), parties, lines, rates, address(agreements), guaranteeBook, collateralAt
        );
    }

    /// @dev Accounts that stand for contracts which a test does not use; tests mock what they need of them.
    function _linesAndRates() internal virtual returns (ICreditLines, IFixings) {
        return (ICreditLines(vm.addr(0x11E5)), IFixings(vm.addr(0xF1)));
    }

    function _guaranteesAndCollateral() internal virtual returns (IGuarantees, address) {
        return (IGuarantees(vm.addr(0x6B)), vm.addr(0xC011));
    }

    /* TERMS */

    /// @dev 6 % ACT/360, twelve monthly instalments, the first two of interest alone.
    function loanTerms() internal view virtual returns (Terms memory t) {
        t.lender = BANK_A;
        t.borrower = S1;
        t.token = address(token);
        t.commitment = COMMITMENT;
        t.drawDeadline = DRAW_DEADLINE;
        t.rate = 60_000;
        t.dayCount = DayCount.Act360;
        t.method = Method.EqualPrincipal;
        t.interestOnly = 2;
        t.firstDue = FIRST_DUE;
        t.instalments = 12;
        t.interval = 1;
        t.graceDays = 5;
        t.penaltyRate = 120_000;
        t.daysToDefault = 30;
        t.prepayment = Prepayment.Shorter;
        t.covers = keccak256("");
        t.purpose = "SUPP";
        t.agreementHash = AGREEMENT;
        t.evidenceRoot = keccak256("loan evidence");
        t.milestonesRoot = milestonesRoot();
        t.milestones = 4;
        t.salt = 1;
        t.deadline = type(uint48).max;
    }

    function noCovers() internal pure returns (Cover[] memory) {
        return new Cover[](0);
    }

    /// @dev GUARANTOR covers half, up to 400,000.
    function oneCover() internal pure returns (Cover[] memory covers) {
        covers = new Cover[](1);
        covers[0] = Cover({guarantor: GUARANTOR, share: 500_000, cap: 400_000e6, fee: 0});
    }

    function coversHash(Cover[] memory covers) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](covers.length);
        bytes32 typehash = keccak256("Cover(uint40 guarantor,uint32 share,uint256 cap,uint256 fee)");
        for (uint256 i; i < covers.length; ++i) {
            hashes[i] = keccak256(abi.encode(typehash, covers[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }

    /// @dev Signatures of lender and borrower, then of guarantors under their keys.
    function signatures(Terms memory t, uint256[] memory guarantorKeys)
        internal
        view
        returns (Signed[] memory list)
    {
        bytes32 digest = agreements.termsDigest(t);
        list = new Signed[](2 + guarantorKeys.length);
        list[0] = Signed(bankA, sign(BANK_A_KEY, digest));
        list[1] = Signed(s1, sign(S1_KEY, digest));
        for (uint256 i; i < guarantorKeys.length; ++i) {
            list[2 + i] = Signed(vm.addr(guarantorKeys[i]), sign(guarantorKeys[i], digest));
        }
    }

    function signatures(Terms memory t) internal view returns (Signed[] memory) {
        return signatures(t, new uint256[](0));
    }

    /* MILESTONES */

    /// @dev 0: 300,000 to a supplier; 1: 200,000 to another; 2: 100,000 to S2, a party; 3: 400,000 to a list.
    function milestone(uint8 index) internal view virtual returns (Milestone memory m) {
        m.index = index;
        m.amount = [uint256(300_000e6), 200_000e6, 100_000e6, 400_000e6][index];
        address payee = [supplierOne, supplierTwo, s2, address(0)][index];
        m.payees = index == 3 ? listRoot() : bytes32(uint256(uint160(payee)));
    }

    function leafOf(Milestone memory m) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(m))));
    }

    function milestonesRoot() internal view returns (bytes32) {
        return Hashes.commutativeKeccak256(_pair(0), _pair(2));
    }

    function proofOf(uint8 index) internal view returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = leafOf(milestone(index ^ 1));
        proof[1] = _pair(index < 2 ? 2 : 0);
    }

    function _pair(uint8 first) private view returns (bytes32) {
        return Hashes.commutativeKeccak256(leafOf(milestone(first)), leafOf(milestone(first + 1)));
    }

    /* THE LIST: two chunks of two workers, 100,000 each */

    function worker(uint256 i) internal pure returns (address) {
        return vm.addr(0x3000 + i);
    }

    function entriesOf(uint256 chunk) internal pure returns (bytes memory entries) {
        for (uint256 i = 2 * chunk; i < 2 * chunk + 2; ++i) {
            entries = abi.encodePacked(entries, worker(i), uint96(100_000e6));
        }
    }

    function chunkLeaf(uint256 chunk) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(chunk, keccak256(entriesOf(chunk))))));
    }

    function listRoot() internal pure returns (bytes32) {
        return Hashes.commutativeKeccak256(chunkLeaf(0), chunkLeaf(1));
    }

    function chunkProof(uint256 chunk) internal pure returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = chunkLeaf(1 - chunk);
    }

    /* ACTS */

    function openLoan(Terms memory t) internal returns (bytes32) {
        return agreements.open(t, noCovers(), signatures(t));
    }

    function release(Terms memory t, uint8 index) internal {
        loans.release(t, milestone(index), proofOf(index), "");
    }

    function payOut(Terms memory t, uint256 chunk) internal returns (uint256) {
        return loans.payOut(t, milestone(3), chunk, entriesOf(chunk), chunkProof(chunk));
    }

    /// @dev Opens a loan and draws the 300,000 of its first milestone.
    function openAndDraw(Terms memory t) internal returns (bytes32 loan) {
        loan = openLoan(t);
        release(t, 0);
    }

    function repay(Terms memory t, uint256 amount) internal returns (uint256) {
        fund(s1, amount, address(loans));
        vm.prank(s1);
        return loans.repay(t, amount);
    }

    function quoteOf(Terms memory t) internal view returns (Quote memory q) {
        (, q) = loans.quote(t, 0);
    }

    function stateOf(bytes32 loan) internal view returns (LoanState memory) {
        return loans.stateOf(loan);
    }
}
