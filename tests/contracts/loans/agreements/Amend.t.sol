// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {ILoans, Prepayment, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {ISignatures} from "../../../../interfaces/ISignatures.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.amend: what it refuses

├── when the new terms name another loan, or none                        → AmendmentInvalid
├── when lender, borrower, token, calendar, reserve or line would change → AmendmentInvalid
├── when more would be drawn than is reserved, or a fee be paid          → AmendmentInvalid
├── when the new terms make no sense, or the first due day is not ahead  → TermInvalid
├── when the rate goes below the line's floor                            → the error of CreditLines
├── when one side has not consented, or too late                         → SignatureInvalid, SignatureExpired
├── when a side is suspended or lacks scope or limit; during a halt      → the error of Parties
├── when the old terms are unopened, dead or not in force                → LoanUnknown, TermsNotInForce
├── when more is drawn than the new commitment                           → CommitmentExceeded
└── when the new terms were brought before                               → TermsDead
*/
contract AmendTest is AgreementSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        loan = openAndDraw(terms_);
    }

    function _new() private view returns (Terms memory) {
        return amendmentOf(terms_, loan);
    }

    function _notKept(Terms memory n, bytes32 term) private {
        amendRefused(terms_, n, abi.encodeWithSelector(ILoanAgreements.AmendmentInvalid.selector, term));
    }

    function _senseless(Terms memory n, bytes32 term, uint256 value, uint256 bound) private {
        amendRefused(terms_, n, invalid(term, value, bound));
    }

    function _refusedBy(Signed[] memory list, bytes memory reason) private {
        vm.expectRevert(reason);
        agreements.amend(terms_, _new(), noCovers(), noCovers(), list);
    }

    /* WHAT STAYS */

    /// @notice New terms name the loan that they amend: not another, and not none (L-40, T27).
    function test_refusesAnotherLoan() external {
        Terms memory n = _new();
        n.amends = 0;
        _notKept(n, "amends");
        n.amends = keccak256("another loan");
        _notKept(n, "amends");
        n.amends = agreements.hashOf(n);
        _notKept(n, "amends");
    }

    /// @notice The loan is named by its first id, whichever terms are in force (L-1, L-40).
    function test_refusesTheIdOfAmendedTerms() external {
        Terms memory n = _new();
        amend(terms_, n);
        Terms memory further = amendmentOf(n, agreements.hashOf(n));
        amendRefused(
            n, further, abi.encodeWithSelector(ILoanAgreements.AmendmentInvalid.selector, bytes32("amends"))
        );
    }

    /// @notice Sides, token, calendar, reserve and line stay, and no fee is paid once more (L-40, T27).
    function test_refusesWhatMustStay() external {
        bytes32[7] memory names =
            [bytes32("lender"), "borrower", "token", "offset", "reserved", "lined", "fee"];
        for (uint256 i; i < names.length; ++i) {
            Terms memory n = _new();
            if (i == 0) n.lender = BANK_B;
            if (i == 1) n.borrower = S2;
            if (i == 2) n.token = address(new TestToken("Other", "OTH", 6));
            if (i == 3) n.offset = 1;
            if (i == 4) n.reserved = true;
            if (i == 5) n.lined = true;
            if (i == 6) (n.fee, n.feePayee) = (1, supplierOne);
            _notKept(n, names[i]);
        }
    }

    /// @notice A reserve stays a reserve and a line a line, and nothing can be drawn beyond what was reserved (L-40).
    function test_refusesMoreThanIsReserved() external {
        letLinesAgree();
        (terms_.reserved, terms_.lined) = (true, true);
        loan = openAndDraw(terms_);
        Terms memory n = _new();
        n.commitment += 1;
        _notKept(n, "commitment");
        (n.commitment, n.reserved) = (COMMITMENT, false);
        _notKept(n, "reserved");
        (n.reserved, n.lined) = (true, false);
        _notKept(n, "lined");
        n.lined = true;
        amend(terms_, n);
        vm.assertEq(loans.reserveOf(loan), 700_000e6, "reserve");
    }

    /* SENSE */

    /// @notice New terms keep to the bounds of first terms (L-5, L-41, T29).
    function test_refusesTermsWithoutSense() external {
        Terms memory n = _new();
        n.rate = 1_000_001;
        _senseless(n, "rate", 1_000_001, 1_000_000);
        (n.rate, n.instalments) = (0, 601);
        _senseless(n, "instalments", 601, 600);
        (n.instalments, n.milestones) = (12, 0);
        _senseless(n, "milestones", 0, 1);
        (n.milestones, n.commitment) = (4, MOST + 1);
        _senseless(n, "commitment", MOST + 1, MOST);
        (n.commitment, n.prepayment) = (COMMITMENT, Prepayment.None);
        _senseless(n, "prepayment", 0, 1);
    }

    /// @notice The first due day of the new terms lies ahead, and principal after their draw deadline (L-6, L-41, T27).
    function test_refusesDaysThatHavePassed() external {
        toDay(DAY + 3);
        Terms memory n = _new();
        n.firstDue = uint24(DAY + 3);
        _senseless(n, "firstDue", DAY + 3, DAY + 4);
        (n.firstDue, n.drawDeadline) = (uint24(DAY + 4), uint24(DAY + 2));
        _senseless(n, "drawDeadline", DAY + 2, DAY + 3);
        (n.interestOnly, n.drawDeadline) = (0, uint24(DAY + 4));
        _senseless(n, "firstPrincipalDay", DAY + 4, DAY + 5);
        n.drawDeadline = uint24(DAY + 3);
        amend(terms_, n);
    }

    /// @notice A rate below the line's floor is no more agreed on later than at the opening (L-7, T29).
    function test_refusesARateBelowTheLine() external {
        letLinesAgree();
        terms_.lined = true;
        loan = openAndDraw(terms_);
        Terms memory n = _new();
        bytes memory reason =
            abi.encodeWithSelector(ICreditLines.RateBelowFloor.selector, BANK_A, S1, n.rate, 40_000);
        vm.mockCallRevert(
            address(lines), abi.encodeCall(ICreditLines.checkRate, (BANK_A, S1, n.rate)), reason
        );
        amendRefused(terms_, n, reason);
        n.rate = 40_000;
        amend(terms_, n);
    }

    /// @notice A token that is no longer on the list may go on being owed on new terms (L-7, L-40).
    function test_asksNoListAgain() external {
        vm.prank(admin);
        programmes.allowToken(address(token), false);
        amend(terms_, _new());
    }

    /* CONSENT */

    /// @notice Both sides sign: neither amends alone, by the signatures of the first terms, or by empty ones (L-40, T27).
    function test_refusesOneSideAlone() external {
        bytes memory nobody = unsigned(_new(), bankA);
        _refusedBy(signatures(terms_), nobody);
        _refusedBy(signedBy(_new(), OUTSIDER_KEY, S1_KEY), _ofAnother(outsider, NOBODY));
        _refusedBy(signedBy(_new(), S1_KEY, S1_KEY), _ofAnother(s1, S1));
        Signed[] memory list = signatures(_new());
        (list[0].signature, list[1].signature) = ("", "");
        bytes memory noBorrower = unsigned(_new(), s1);
        vm.prank(bankA);
        _refusedBy(list, noBorrower);
        vm.prank(s1);
        _refusedBy(list, nobody);
    }

    function _ofAnother(address signer, PartyId party) private pure returns (bytes memory) {
        if (PartyId.unwrap(party) == 0) {
            return abi.encodeWithSelector(IParties.AccountUnknown.selector, signer);
        }
        return abi.encodeWithSelector(IParties.AccountOfAnother.selector, signer, party, BANK_A);
    }

    /// @notice Signatures on new terms are bound to number, time, chain and contract as those on first ones (L-40, T20).
    function test_refusesSignaturesOutOfPlace() external {
        Signed[] memory list = signatures(_new());
        _refusedBy(new Signed[](1), abi.encodeWithSelector(ILoanAgreements.SignatureCount.selector, 1, 2));
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _refusedBy(list, unsigned(_new(), bankA));
        vm.chainId(chain);
        Terms memory n = _new();
        n.deadline = block.timestamp;
        list = signatures(n);
        vm.warp(n.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureExpired.selector, n.deadline, n.deadline + 1)
        );
        agreements.amend(terms_, n, noCovers(), noCovers(), list);
    }

    /// @notice The sides are in order as for new business: active, in date, within limits, and no halt (L-3, L-40).
    function test_refusesSidesNotInOrder() external {
        suspend(S1);
        amendRefused(terms_, _new(), abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
        reinstate(S1);
        update(BANK_A, 4, 0, DAY - 1);
        amendRefused(
            terms_, _new(), abi.encodeWithSelector(IParties.KycExpired.selector, BANK_A, DAY - 1, DAY)
        );
        update(BANK_A, 1, 0, DAY);
        amendRefused(
            terms_, _new(), abi.encodeWithSelector(ILoanAgreements.SignerRoleMissing.selector, BANK_A, 4, 1)
        );
        update(BANK_A, 4, 0, DAY);
        halt();
        amendRefused(
            terms_, _new(), abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days)
        );
    }

    /// @notice A larger commitment is within the limits of the accounts that sign it (L-3, L-40, T29).
    function test_boundsALargerCommitment() external {
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(COMMITMENT));
        Terms memory n = _new();
        n.commitment += 1;
        amendRefused(
            terms_,
            n,
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, COMMITMENT + 1, COMMITMENT)
        );
        n.commitment -= 1;
        amend(terms_, n);
    }

    /* THE LOAN */

    /// @notice Only a loan that is open is amended (L-40).
    function test_refusesWhatIsNotOpen() external {
        Terms memory t = loanTerms();
        t.salt = 7;
        bytes32 unopened = agreements.hashOf(t);
        bytes memory reason = abi.encodeWithSelector(ILoans.LoanUnknown.selector, unopened);
        amendRefused(t, amendmentOf(t, unopened), reason);
        vm.prank(s1);
        agreements.voidTerms(t, noCovers());
        amendRefused(t, amendmentOf(t, unopened), reason);
    }

    /// @notice The terms that are replaced are those in force: not the first ones once amended, nor any others (L-40).
    function test_refusesTermsNotInForce() external {
        Terms memory n = _new();
        amend(terms_, n);
        Terms memory further = amendmentOf(n, loan);
        bytes32 inForce = agreements.hashOf(n);
        amendRefused(
            terms_, further, abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, loan, inForce)
        );
        Terms memory others = copy(n);
        others.rate = 0;
        amendRefused(
            others,
            further,
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(others), inForce)
        );
        amend(n, further);
    }

    /// @notice What is drawn lies within the new commitment (L-13, L-41, T29).
    function test_refusesACommitmentBelowWhatIsDrawn() external {
        Terms memory n = _new();
        n.commitment = 300_000e6 - 1;
        amendRefused(
            terms_, n, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 300_000e6, 300_000e6 - 1)
        );
        n.commitment = 300_000e6;
        amend(terms_, n);
    }

    /// @notice Signatures amend once: brought again they neither take later terms back, nor lift what has fallen due or
    /// a default since (L-40, T20, T27).
    function test_refusesTheSameTermsTwice() external {
        Terms memory n = _new();
        amend(terms_, n);
        bytes memory reason = abi.encodeWithSelector(ILoans.TermsDead.selector, agreements.hashOf(n));
        amendRefused(n, n, reason);
        Terms memory further = amendmentOf(n, loan);
        amend(n, further);
        amendRefused(further, n, reason);
        n.salt = 99;
        amend(further, n);
    }

    /// @notice New terms that are in force open no loan of their own (L-1, L-40).
    function test_refusesToOpenAmendedTerms() external {
        Terms memory n = _new();
        amend(terms_, n);
        openRefused(
            n,
            signatures(n),
            abi.encodeWithSelector(ILoanAgreements.AmendmentInvalid.selector, bytes32("amends"))
        );
        assertUnopened(agreements.hashOf(n));
    }
}
