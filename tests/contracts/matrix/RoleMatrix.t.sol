// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {Suite} from "../base/Suite.sol";
import {RoleChecks} from "./RoleChecks.sol";

/*
Who may call what: every function that changes state, by every kind of caller. Loans: LoanRoleMatrix.t.sol.

├── a role's function        → only that role gets past the authority
├── a function of the system → nobody from outside
├── a custodian's function   → nobody but custodians
└── everybody's function     → never refused by the authority, but by the rules
tests/frame/test_role_matrix.py fails when a function of a contract is missing here.
*/
contract RoleMatrixTest is DepositsSuite, RoleChecks {
    function setUp() public override(Suite, DepositsSuite) {
        super.setUp();
    }

    /// @notice Each role's functions are open to that role alone (T64, T65, I20, X-7).
    function test_rolesFunctions() external {
        _only(admin, address(parties), "resume()");
        _registrarAtParties();
        _only(compliance, address(parties), "approveRecovery(uint40,address,bytes32)");
        _only(compliance, address(parties), "suspend(uint40,bytes32)");
        _only(compliance, address(parties), "reinstate(uint40,bytes32)");
        _only(guardian, address(parties), "halt(uint256)");
        _adminAtProgrammes();
        _registrarAtProgrammes();
        _only(compliance, address(programmes), "suspendAnchor(uint40,bytes32)");
        _only(compliance, address(programmes), "setFreeze(uint96,bool,bytes32)");
        _only(compliance, address(programmes), "setNoteFreeze(uint128,bool,bytes32)");
        _only(issuer, address(deposit), "issue(address,uint256,bytes32)");
        _only(issuer, address(deposit), "execute(address,bytes32)");
        _only(issuer, address(deposit), "giveBack(address,bytes32,bytes32)");
        _only(compliance, address(deposit), "setFreeze(address,bool,bytes32)");
    }

    /// @notice Nobody but the authority itself replaces the authority of a contract (T65).
    function test_authorityStays() external {
        _only(address(authority), address(parties), "setAuthority(address)");
        _only(address(authority), address(programmes), "setAuthority(address)");
        _only(address(authority), address(deposit), "setAuthority(address)");
    }

    /// @notice What contracts of the system do for each other nobody does from outside (R-22, I20).
    function test_systemFunctions() external {
        string[10] memory ofReceivables = [
            "addCustodian(address)",
            "setDispute(uint96,bool,bytes32)",
            "setFreeze(uint96,bool,bytes32)",
            "setNoteFreeze(uint128,bool,bytes32)",
            "originate(uint96,uint256,uint40,address,uint96[])",
            "correct(uint128,uint256,uint256)",
            "cancel(uint128)",
            "remove(uint128,address)",
            "recordPayout(uint128,uint256)",
            "updateStatus(uint96,uint8)"
        ];
        for (uint256 i; i < ofReceivables.length; ++i) {
            _nobody(address(receivables), ofReceivables[i], IReceivables.NotSystemContract.selector);
        }
        _nobody(address(programmes), "restore(uint48,uint256)", IProgrammes.NotSystem.selector);
        _nobody(address(programmes), "suspendForOverdue(uint40,uint96)", IProgrammes.NotSystem.selector);
        _nobody(address(settlements), "bookCover(uint96,uint256)", ISettlements.NotSystem.selector);
    }

    /// @notice Only custodians lock, unlock and move (R-20, R-22).
    function test_custodiansFunctions() external {
        bytes4 refusal = IReceivables.NotCustodian.selector;
        _nobody(address(receivables), "lock(uint128,uint40)", refusal);
        _nobody(address(receivables), "unlock(uint128)", refusal);
        _nobody(address(receivables), "move(uint128,uint40,uint40,uint256)", refusal);
    }

    /// @notice A party's own acts, and what anyone may trigger, never ask for a role (X-1, decision 6).
    function test_everybodysFunctions() external {
        _everybodyAtParties();
        _everybodyAtProgrammes();
        _everybodyAtReceivables();
        _everybodyWithMoney();
    }

    /* THE TABLE, CONTINUED */

    function _registrarAtParties() private {
        _only(registrar, address(parties), "register(uint40,address,(uint8,uint24,uint40,uint16,uint16))");
        _only(
            registrar,
            address(parties),
            "registerMany(uint40[],address[],(uint8,uint24,uint40,uint16,uint16)[])"
        );
        _only(registrar, address(parties), "update(uint40,(uint8,uint24,uint40,uint16,uint16))");
        _only(registrar, address(parties), "setAccount(uint40,address,uint16,uint96)");
        _only(registrar, address(parties), "proposeRecovery(uint40,address,bytes32)");
        _only(registrar, address(parties), "withdrawRecovery(uint40)");
    }

    function _adminAtProgrammes() private {
        _only(admin, address(programmes), "allowToken(address,bool)");
        _only(admin, address(programmes), "admitLimitContract(address)");
        _only(admin, address(programmes), "addCustodian(address)");
    }

    function _registrarAtProgrammes() private {
        _only(
            registrar,
            address(programmes),
            "open(uint48,(address,bytes3,uint256,uint16,uint8,uint256,uint24,uint8,int8,bool,address,bytes32))"
        );
        _only(
            registrar,
            address(programmes),
            "proposeChange(uint48,(uint256,uint16,uint8,uint256,bool,bytes32))"
        );
        _only(registrar, address(programmes), "liftSuspension(uint40,bytes32)");
        _only(registrar, address(programmes), "setDispute(uint96,bool,bytes32)");
    }

    function _everybodyAtParties() private {
        _everybody(address(parties), "setOptIns(uint8)");
        _everybody(address(parties), "addAccount(address,uint16,uint96,uint256,bytes)");
        _everybody(address(parties), "changeAccount(address,uint16,uint96)");
        _everybody(address(parties), "removeAccount(address)");
        _everybody(address(parties), "rotate(address,uint256,bytes)");
        _everybody(address(parties), "vetoRecovery()");
        _everybody(address(parties), "recover(uint40)");
        _everybody(address(parties), "voidSignature(bytes32)");
    }

    function _everybodyAtProgrammes() private {
        _everybody(address(programmes), "acceptChange(uint48,(uint256,uint16,uint8,uint256,bool,bytes32))");
        _everybody(address(programmes), "amend((uint128,bool,uint256,uint256,bytes32,uint256),address,bytes)");
        _everybody(
            address(programmes), "confirm((uint48,uint40,uint96,uint256,uint256,bytes32,uint96[],uint256))"
        );
        _everybody(
            address(programmes),
            "confirmMany((uint48,uint40,uint96,uint256,uint256,bytes32,uint96[],uint256)[])"
        );
        _everybody(
            address(programmes),
            "confirmSigned((uint48,uint40,uint96,uint256,uint256,bytes32,uint96[],uint256),address,bytes)"
        );
        _everybody(
            address(programmes),
            "confirmManySigned((uint48,uint40,uint96,uint256,uint256,bytes32,uint96[],uint256)[],address,bytes[])"
        );
        _everybody(address(programmes), "voidSignature(bytes32)");
    }

    function _everybodyAtReceivables() private {
        string[18] memory acts = [
            "assign((uint128,bytes32,bool,uint256,uint256,uint40))",
            "assignMany((uint128,bytes32,bool,uint256,uint256,uint40)[])",
            "assignWithConsent((uint128,bytes32,bool,uint256,uint256,uint40),address,uint256,bytes)",
            "accept(uint128,bytes32)",
            "refuse(uint128)",
            "withdraw(uint128)",
            "release(uint128[])",
            "split(uint128,uint256)",
            "merge(uint128,uint128)",
            "announce(uint128[])",
            "approve(address,uint256)",
            "approve(uint256,address,uint256)",
            "setApprovalForAll(address,bool)",
            "transferFrom(address,address,uint256)",
            "transferFrom(uint256,address,uint256)",
            "transferFrom(uint256,uint256,uint256)",
            "safeTransferFrom(address,address,uint256)",
            "safeTransferFrom(address,address,uint256,bytes)"
        ];
        for (uint256 i; i < acts.length; ++i) {
            _everybody(address(receivables), acts[i]);
        }
    }

    function _everybodyWithMoney() private {
        string memory anOffer =
            "(uint40,uint48,uint96,uint8,uint32,uint16,uint256,uint256,uint256,bool,bool,uint256,uint256)";
        string memory aFill = "(uint128,uint256,uint256,bytes32)";
        _everybody(address(settlements), "settle(uint96,uint256)");
        _everybody(address(settlements), "collect(uint96)");
        _everybody(address(settlements), "redeem(uint128[])");
        _everybody(address(settlements), "claim(uint40,address)");
        _everybody(address(settlements), "markOverdue(uint96)");
        _everybody(address(discounting), string.concat("take(", anOffer, ",address,bytes,", aFill, ")"));
        _everybody(address(discounting), string.concat("cancel(", anOffer, ")"));
        _everybody(address(discounting), "cancelBelow(uint256)");
        _everybody(address(discounting), "putBack(uint128)");
        _everybody(address(deposit), "redeem(uint256,bytes32,bytes32)");
        _everybody(address(deposit), "approve(address,uint256)");
        _everybody(address(deposit), "transfer(address,uint256)");
        _everybody(address(deposit), "transferFrom(address,address,uint256)");
        _everybody(address(deposit), "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)");
    }
}
