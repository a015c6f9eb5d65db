// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {Cover, ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.voidTerms

├── when the covers are not those that the terms name        → CoversMismatch
├── when the caller is of no party that the terms name       → NotParty
├── when its account is closed or lacks the signing scope    → AccountRetired, ScopeMissing
├── when its party is suspended                              → PartySuspended
├── when the loan is open, or the terms are dead             → LoanExists, TermsDead
├── by lender, borrower or a guarantor, also during a halt   → never opened
└── an amendment that is not in force                        → never takes effect
*/
contract VoidTermsTest is AgreementSuite {
    function _void(address account, Terms memory t, Cover[] memory covers) private {
        vm.prank(account);
        agreements.voidTerms(t, covers);
    }

    function _refused(address account, bytes memory reason) private {
        vm.expectRevert(reason);
        _void(account, coveredTerms(), oneCover());
    }

    function _dead(Terms memory t) private view returns (bytes memory) {
        return abi.encodeWithSelector(ILoans.TermsDead.selector, agreements.hashOf(t));
    }

    /* REFUSALS */

    /// @notice Nobody names itself a guarantor by covers of its own (L-8, T73).
    function test_refusesOtherCovers() external {
        Terms memory t = loanTerms();
        vm.expectRevert(
            abi.encodeWithSelector(
                ILoanAgreements.CoversMismatch.selector, coversHash(oneCover()), keccak256("")
            )
        );
        _void(guarantor, t, oneCover());
    }

    /// @notice Strangers, other parties and guarantors of no cover void nothing (L-8, T73).
    function test_refusesStrangers() external {
        address[4] memory callers = [outsider, bankB, guarantorTwo, s2];
        PartyId[4] memory all = [NOBODY, BANK_B, GUARANTOR_TWO, S2];
        for (uint256 i; i < callers.length; ++i) {
            _refused(callers[i], abi.encodeWithSelector(ILoanAgreements.NotParty.selector, all[i]));
        }
        Terms memory t = loanTerms();
        t.lender = NOBODY;
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        _void(outsider, t, noCovers());
    }

    /// @notice An account voids by the scope that it would sign with (L-8, P-3).
    function test_refusesAccountsWithoutScope() external {
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        uint16[3] memory needed = [FUND, CONFIRM, FUND];
        for (uint256 i; i < all.length; ++i) {
            uint16 held = 63 - needed[i];
            address account = accountOf(all[i], 0x5C0 + i, held, 0);
            _refused(
                account, abi.encodeWithSelector(IParties.ScopeMissing.selector, account, needed[i], held)
            );
        }
    }

    /// @notice A closed account and a suspended party void nothing (L-8, P-4).
    function test_refusesClosedAndSuspended() external {
        address account = accountOf(S1, 0xC105, 63, 0);
        vm.prank(s1);
        parties.removeAccount(account);
        _refused(account, abi.encodeWithSelector(IParties.AccountRetired.selector, account));
        suspend(S1);
        _refused(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice Terms that are open are no longer taken back (L-8).
    function test_refusesOnceOpen() external {
        bytes32 loan = openCovered(coveredTerms());
        _refused(s1, abi.encodeWithSelector(ILoans.LoanExists.selector, loan));
        assertFresh(loan, 2);
    }

    /// @notice Dead terms are not voided again (L-8, I22).
    function test_refusesTwice() external {
        _void(s1, coveredTerms(), oneCover());
        _refused(s1, _dead(coveredTerms()));
        _refused(bankA, _dead(coveredTerms()));
    }

    /// @notice An amendment that is, or was, in force is not taken back, and strangers take back none (L-8, L-40, T27).
    function test_refusesToTakeBackWhatWasInForce() external {
        Terms memory t = loanTerms();
        Terms memory n = amendmentOf(t, openLoan(t));
        vm.expectRevert(abi.encodeWithSelector(ILoanAgreements.NotParty.selector, BANK_B));
        _void(bankB, n, noCovers());
        amend(t, n);
        vm.expectRevert(_dead(n));
        _void(s1, n, noCovers());
        release(n, 0);
        amend(n, amendmentOf(n, n.amends));
        vm.expectRevert(_dead(n));
        _void(s1, n, noCovers());
    }

    /* SUCCESS */

    /// @notice Each party that the terms name, and each alone, ends them for ever; all signatures count no more (L-8).
    function test_voidsByEachParty() external {
        address[3] memory callers = [bankA, s1, guarantor];
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        for (uint256 i; i < callers.length; ++i) {
            Terms memory t = coveredTerms();
            t.salt = i;
            bytes32 loan = agreements.hashOf(t);
            vm.expectEmit(address(agreements));
            emit ILoanAgreements.TermsVoided(loan, all[i]);
            vm.recordLogs();
            _void(callers[i], t, oneCover());
            assertEvents(abi.encodePacked(ILoanAgreements.TermsVoided.selector));
            openRefused(t, oneCover(), signedWithGuarantor(t), _dead(t));
            assertUnopened(loan);
        }
    }

    /// @notice An account with no limit to speak of voids, since voiding costs nothing (L-8, P-3).
    function test_voidsByAnActingAccount() external {
        _void(accountOf(S1, 0x5C0, CONFIRM, 0), coveredTerms(), oneCover());
        openRefused(coveredTerms(), oneCover(), signedWithGuarantor(coveredTerms()), _dead(coveredTerms()));
    }

    /// @notice A party takes its consent back during a halt, and by a call that the forwarder brings (L-8, T68).
    function test_voidsDuringAHaltByForwarder() external {
        halt();
        Terms memory t = loanTerms();
        forward(
            signedCall(
                S1_KEY, address(agreements), abi.encodeCall(ILoanAgreements.voidTerms, (t, noCovers()))
            )
        );
        vm.warp(block.timestamp + 8 days);
        openRefused(t, signatures(t), _dead(t));
    }

    /// @notice What is dead is a loan for no call; its twin with another salt opens (L-8).
    function test_leavesNoLoan() external {
        Terms memory t = loanTerms();
        _void(bankA, t, noCovers());
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        release(t, 0);
        t.salt = 2;
        assertFresh(openLoan(t), 2);
    }

    /// @notice A signed amendment that a party takes back never takes effect; the loan goes on as it was (L-8, X-3).
    function test_takesAnAmendmentBack() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        Terms memory n = amendmentOf(t, loan);
        bytes32 termsHash = agreements.hashOf(n);
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.TermsVoided(termsHash, BANK_A);
        _void(bankA, n, noCovers());
        amendRefused(t, n, abi.encodeWithSelector(ILoans.TermsDead.selector, termsHash));
        vm.assertEq(loans.termsInForce(loan), loan, "terms in force");
    }
}
