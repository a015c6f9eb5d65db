// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.offerSponsor, CreditLines.acceptSponsor

offerSponsor
├── when the account lacks the scope fund                   → ScopeMissing
├── when the caller's party is no funder                    → RoleMissing
├── given the programme has its sponsor                     → SponsorFixed
└── otherwise                                               → offered or withdrawn, one event
acceptSponsor
├── when the account lacks the scope administer             → ScopeMissing
├── when the caller is not the programme's anchor           → NotAnchor
├── given the programme has its sponsor                     → SponsorFixed
├── when the lender never offered itself, or withdrew       → SponsorNotOffered
└── otherwise                                               → the sponsor for ever, one event
*/
contract SponsorTest is LinesSuite {
    /// @notice An account without the scope fund offers nothing (K-12, P-3).
    function test_offerSponsor_refusesWithoutScope() external {
        vm.prank(registrar);
        parties.setAccount(BANK_A, second, CONFIRM, 0);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, second, FUND, CONFIRM));
        vm.prank(second);
        lines.offerSponsor(PROGRAMME, true);
    }

    /// @notice Who is no funder sponsors nothing (K-12).
    function test_offerSponsor_refusesOthersThanFunders() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.RoleMissing.selector, ANCHOR, 4, 2));
        vm.prank(anchor);
        lines.offerSponsor(PROGRAMME, true);
    }

    /// @notice A sponsor that an anchor accepted is neither replaced nor withdrawn (K-12).
    function test_offerSponsor_refusesAfterAcceptance() external {
        _offer(bankA, true);
        _accept();
        bytes memory reason = abi.encodeWithSelector(ICreditLines.SponsorFixed.selector, PROGRAMME, BANK_A);
        vm.expectRevert(reason);
        _offer(bankB, true);
        vm.expectRevert(reason);
        _offer(bankA, false);
    }

    /// @notice An offer stands until it is withdrawn, and binds nobody yet (K-12, I26).
    function test_offerSponsor() external {
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.SponsorOffered(PROGRAMME, BANK_A, true);
        _offer(bankA, true);
        assertEvents(1);
        vm.assertTrue(lines.isSponsorOffered(PROGRAMME, BANK_A), "offered");
        vm.assertFalse(lines.isSponsorOffered(PROGRAMME, BANK_B), "other lender");
        same(lines.sponsorOf(PROGRAMME), NOBODY, "sponsor");
        vm.expectEmit(address(lines));
        emit ICreditLines.SponsorOffered(PROGRAMME, BANK_A, false);
        _offer(bankA, false);
        vm.assertFalse(lines.isSponsorOffered(PROGRAMME, BANK_A), "withdrawn");
    }

    /// @notice An account without the scope administer accepts nothing (K-12, P-3).
    function test_acceptSponsor_refusesWithoutScope() external {
        _offer(bankA, true);
        vm.prank(registrar);
        parties.setAccount(ANCHOR, second, CONFIRM, 0);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, second, ADMINISTER, CONFIRM));
        vm.prank(second);
        lines.acceptSponsor(PROGRAMME, BANK_A);
    }

    /// @notice Nobody but the anchor chooses its sponsor, so that no bank blocks another's programme (K-12, T64).
    function test_acceptSponsor_refusesOthersThanAnchor() external {
        _offer(bankB, true);
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.NotAnchor.selector, BANK_B, ANCHOR));
        vm.prank(bankB);
        lines.acceptSponsor(PROGRAMME, BANK_B);
    }

    /// @notice A programme has one sponsor for ever (K-12).
    function test_acceptSponsor_refusesSecond() external {
        _offer(bankA, true);
        _offer(bankB, true);
        _accept();
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.SponsorFixed.selector, PROGRAMME, BANK_A));
        vm.prank(anchor);
        lines.acceptSponsor(PROGRAMME, BANK_B);
    }

    /// @notice No lender stands behind a programme against its will (K-12).
    function test_acceptSponsor_refusesWithoutOffer() external {
        bytes memory reason =
            abi.encodeWithSelector(ICreditLines.SponsorNotOffered.selector, PROGRAMME, BANK_A);
        vm.expectRevert(reason);
        _accept();
        _offer(bankA, true);
        _offer(bankA, false);
        vm.expectRevert(reason);
        _accept();
    }

    /// @notice The sponsor accepted is the programme's, and of none else (K-12).
    function test_acceptSponsor() external {
        _offer(bankA, true);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.SponsorAccepted(PROGRAMME, BANK_A);
        _accept();
        assertEvents(1);
        same(lines.sponsorOf(PROGRAMME), BANK_A, "sponsor");
        vm.assertFalse(lines.isSponsorOffered(PROGRAMME, BANK_A), "offer used up");
    }

    /// @notice Signed calls that anyone brings offer and accept as well (X-1, K-12).
    function test_acceptSponsor_forwarded() external {
        bytes memory data = abi.encodeCall(ICreditLines.offerSponsor, (PROGRAMME, true));
        forward(signedCall(BANK_A_KEY, address(lines), data));
        data = abi.encodeCall(ICreditLines.acceptSponsor, (PROGRAMME, BANK_A));
        forward(signedCall(ANCHOR_KEY, address(lines), data));
        same(lines.sponsorOf(PROGRAMME), BANK_A, "sponsor");
    }

    function _offer(address lender, bool on) private {
        vm.prank(lender);
        lines.offerSponsor(PROGRAMME, on);
    }

    function _accept() private {
        vm.prank(anchor);
        lines.acceptSponsor(PROGRAMME, BANK_A);
    }
}
