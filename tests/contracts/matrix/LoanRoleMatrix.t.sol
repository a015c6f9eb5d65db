// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Collateral} from "../../../contracts/Collateral.sol";
import {CreditLines} from "../../../contracts/CreditLines.sol";
import {Fixings} from "../../../contracts/Fixings.sol";
import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IFixings} from "../../../interfaces/IFixings.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {ILoans} from "../../../interfaces/ILoans.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {LoanSuite} from "../base/LoanSuite.sol";
import {Suite} from "../base/Suite.sol";
import {vm} from "../base/Vm.sol";
import {RoleChecks} from "./RoleChecks.sol";

/*
Who may call what of loans, as RoleMatrix.t.sol has it of the rest.

├── a role's function        → only that role gets past the authority
├── a function of the system → nobody from outside
└── everybody's function     → never refused by the authority, but by the rules
tests/frame/test_role_matrix.py fails when a function of a contract is missing here.
*/
contract LoanRoleMatrixTest is LoanSuite, RoleChecks {
    string private constant T =
        "(bytes32,uint40,uint40,address,int8,uint256,bool,uint24,uint32,bytes32,int32,uint32,uint24,uint8,uint8,uint8,uint16,uint24,uint16,uint16,bool,bool,uint16,uint32,uint16,uint8,uint256,address,bytes32,bool,bool,bytes4,bytes32,bytes32,bytes32,uint8,uint256,uint256)";
    string private constant M = "(uint8,uint256,bytes32,address,bytes,uint24)";
    string private constant C = "(uint40,uint32,uint256,uint256)[]";
    string private constant S = "(address,bytes)[]";

    Fixings private fixings;
    Collateral private collateral;

    function setUp() public override(Suite, LoanSuite) {
        super.setUp();
    }

    function _deployLoans() internal override {
        lines = new CreditLines(address(authority), address(forwarder), parties, programmes);
        fixings = new Fixings(address(forwarder), parties);
        collateral = new Collateral(
            address(forwarder),
            parties,
            IReceivables(address(receivables)),
            ISettlements(address(settlements)),
            ILoans(address(0))
        );
        super._deployLoans();
    }

    function _linesAndRates() internal view override returns (ICreditLines, IFixings) {
        return (lines, fixings);
    }

    function _guaranteesAndCollateral() internal view override returns (IGuarantees, address) {
        return (IGuarantees(address(guarantees)), address(collateral));
    }

    /// @notice Each role's functions are open to that role alone (T64, T65, I20, X-7).
    function test_rolesFunctions() external {
        _only(admin, address(lines), "addConsumer(address)");
        _only(compliance, address(agreements), "freeze(bytes32,bool,bytes32)");
    }

    /// @notice Nobody but the authority itself replaces the authority of a contract (T65).
    function test_authorityStays() external {
        _only(address(authority), address(lines), "setAuthority(address)");
        _only(address(authority), address(agreements), "setAuthority(address)");
    }

    /// @notice What contracts of the system do for each other nobody does from outside (K-7, U-17, C-5, I20).
    function test_systemFunctions() external {
        bytes4 refusal = ILoans.NotSystem.selector;
        _nobody(address(loans), "begin(bytes32,uint256)", refusal);
        _nobody(address(loans), "reserve(bytes32,address,address,uint256)", refusal);
        _nobody(address(loans), "payFee(address,address,address,uint256)", refusal);
        _nobody(address(loans), "kill(bytes32)", refusal);
        _nobody(address(loans), string.concat("amend(", T, ",", T, ")"), refusal);
        _nobody(address(loans), string.concat("applyProceeds(", T, ",uint256)"), refusal);
        _nobody(address(loans), "setFrozen(bytes32,bool)", refusal);
        _nobody(address(loans), "setCovered(bytes32)", refusal);
        _nobody(address(guarantees), "recovered(bytes32,address,uint256)", IGuarantees.NotSystem.selector);
        _nobody(
            address(collateral),
            "onPayout(uint128,uint40,address,uint256)",
            ICollateral.NotSettlements.selector
        );
        _nobody(address(lines), "draw(uint40,uint40,uint256)", ICreditLines.NotConsumer.selector);
        _nobody(address(lines), "defaulted(uint40,uint40,uint256)", ICreditLines.NotConsumer.selector);
        _nobody(
            address(lines),
            "repaid(uint40,uint40,uint256,uint256,uint256,bool)",
            ICreditLines.NotConsumer.selector
        );
        _nobody(address(lines), "consume(uint48,uint256)", ICreditLines.NotProgrammes.selector);
        _nobody(address(lines), "restore(uint48,uint256)", ICreditLines.NotProgrammes.selector);
    }

    /// @notice Agreeing, paying out and paying back never ask for a role of the authority (X-1, L-10, L-28).
    function test_everybodysLoans() external {
        _everybody(address(agreements), string.concat("open(", T, ",", C, ",", S, ")"));
        _everybody(address(agreements), string.concat("voidTerms(", T, ",", C, ")"));
        _everybody(address(agreements), string.concat("amend(", T, ",", T, ",", C, ",", C, ",", S, ")"));
        _everybody(address(loans), string.concat("release(", T, ",", M, ",bytes32[],bytes)"));
        _everybody(address(loans), string.concat("refund(", T, ",", M, ",bytes32[],uint256)"));
        _everybody(address(loans), string.concat("payOut(", T, ",", M, ",uint256,bytes,bytes32[])"));
        _everybody(address(loans), string.concat("returnReserve(", T, ")"));
        _everybody(address(loans), string.concat("repay(", T, ",uint256)"));
        _everybody(address(loans), string.concat("collect(", T, ")"));
        _everybody(address(loans), string.concat("markDefault(", T, ")"));
        _everybody(address(loans), string.concat("liftDefault(", T, ")"));
        _everybody(address(loans), "claim(uint40,address)");
        _everybody(address(loans), "claimFor(address,address)");
        _everybody(
            address(fixings),
            string.concat("record(bytes32,uint40[],uint256,(bytes32,uint256,int256,uint256),", S, ")")
        );
    }

    /// @notice Lines, covers and pledges are the parties' own, and never ask for a role of the authority (X-1).
    function test_everybodysSecurity() external {
        _everybody(address(lines), "grant(uint40,(uint256,uint32,uint256,uint40,bytes32,bytes32))");
        _everybody(address(lines), "grantGroup(uint40,uint256,uint256,bytes32,bytes32)");
        _everybody(address(lines), "setFreeze(uint40,bool,bytes32)");
        _everybody(address(lines), "setGroupFreeze(uint40,bool,bytes32)");
        _everybody(address(lines), "offerSponsor(uint48,bool)");
        _everybody(address(lines), "acceptSponsor(uint48,uint40)");
        _everybody(
            address(guarantees),
            "cover((uint96,uint40,uint32,uint256,uint40,uint256,bytes32,uint256,uint256),uint128,address,bytes)"
        );
        _everybody(address(guarantees), "callCover(uint96,uint40)");
        _everybody(address(guarantees), string.concat("callLoanCover(", T, ",", C, ",uint256)"));
        _everybody(address(guarantees), "claim(uint40,address)");
        _everybody(address(guarantees), "voidSignature(bytes32)");
        _everybody(address(collateral), string.concat("pledge(", T, ",uint128[])"));
        _everybody(address(collateral), string.concat("release(", T, ",uint128[])"));
        _everybody(address(collateral), string.concat("redeem(", T, ",uint128[])"));
        _everybody(address(collateral), string.concat("applyProceeds(", T, ",uint256)"));
        _everybody(address(collateral), "claim(uint40,address)");
    }
}
