// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {PartyId, ProgrammeId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Views of Programmes

rulesOf                         → ProgrammeUnknown without a programme
usedOf                          → zero without a programme
paymentTerms, saleTerms         → the token and what settling or selling asks; zero without a programme
isSuspended, isTokenAllowed     → false of what nobody named
setAuthority                    → AccessManagedUnauthorized to all but the authority
eip712Domain                    → name, version, chain and address
*/
contract ProgrammesViewsTest is ProgrammesSuite {
    /// @notice A programme that was not opened has no rules (G-1).
    function test_rulesOf_refusesUnknownProgramme() external {
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.ProgrammeUnknown.selector, UNKNOWN));
        programmes.rulesOf(UNKNOWN);
    }

    /// @notice Where there is nothing, the other views answer zero and false (G-1).
    function test_zeroWhereThereIsNothing() external view {
        assertUsed(UNKNOWN, 0);
        _assertTerms(UNKNOWN, address(0), 0, 0, 0);
        vm.assertFalse(programmes.isSuspended(PartyId.wrap(77)), "suspended");
        vm.assertFalse(programmes.isTokenAllowed(fresh), "allowed");
    }

    /// @notice Settling and selling read the terms the programme was opened with; a change moves the agreement only (G-3, G-4).
    function testFuzz_terms(uint24 lateRate, uint8 graceDays, bytes32 agreementHash) external {
        IProgrammes.Rules memory r = rules();
        (r.lateRate, r.graceDays, r.agreementHash) = (lateRate, graceDays, agreementHash);
        open(numbered(3), r);
        _assertTerms(numbered(3), address(token), lateRate, graceDays, agreementHash);
        vm.prank(registrar);
        programmes.proposeChange(numbered(3), change());
        vm.prank(anchor);
        programmes.acceptChange(numbered(3), change());
        _assertTerms(numbered(3), address(token), lateRate, graceDays, change().agreementHash);
    }

    /// @notice Nobody but the authority itself hands it over, not even ADMIN (X-7, T64, T65).
    function test_setAuthority_refusesOthers() external {
        assertOnly(
            address(authority), address(programmes), abi.encodeCall(programmes.setAuthority, (address(token)))
        );
        assertOnly(
            address(authority), address(parties), abi.encodeCall(parties.setAuthority, (address(token)))
        );
    }

    /// @notice The domain that signers see names this contract, on this chain (X-2).
    function test_eip712Domain() external view {
        (, string memory name, string memory version, uint256 chain, address verifier,,) =
            programmes.eip712Domain();
        vm.assertEq(name, "Silkline Programmes", "name");
        vm.assertEq(version, "1", "version");
        vm.assertEq(chain, block.chainid, "chain");
        vm.assertEq(verifier, address(programmes), "contract");
    }

    function _assertTerms(
        ProgrammeId programme,
        address token_,
        uint256 rate,
        uint256 grace,
        bytes32 agreement
    ) private view {
        (address paid, uint256 lateRate, uint256 graceDays) = programmes.paymentTerms(programme);
        (address sold, bytes32 agreementHash) = programmes.saleTerms(programme);
        vm.assertEq(paid, token_, "token of settlements");
        vm.assertEq(sold, token_, "token of sales");
        vm.assertEq(lateRate, rate, "late rate");
        vm.assertEq(graceDays, grace, "days of grace");
        vm.assertEq(agreementHash, agreement, "agreement");
    }
}
