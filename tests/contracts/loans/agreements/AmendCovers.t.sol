// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {Cover, ILoans, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.amend: covers

├── when covers stay: lender, borrower and each guarantor consent            → amended, no CoverGiven
├── when covers change
│   ├── when the old ones brought are not those in force                     → CoversMismatch
│   ├── when a new one has a fee, or is out of its bounds                    → AmendmentInvalid, TermInvalid
│   ├── when a guarantor of old or new covers has not consented              → SignatureCount, SignatureInvalid
│   ├── while a guarantor has a claim                                        → AmendmentInvalid
│   └── otherwise, signatures of new guarantors before those of old ones     → amended, each new cover told
└── when a guarantor is suspended, or of the borrower's group by now         → the error of Parties
*/
contract AmendCoversTest is AgreementSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = coveredTerms();
        loan = openCovered(terms_);
        release(terms_, 0);
    }

    /// @dev New terms under other covers.
    function _under(Cover[] memory covers) private view returns (Terms memory n) {
        n = amendmentOf(terms_, loan);
        n.covers = coversHash(covers);
    }

    /// @dev GUARANTOR_TWO takes the place of GUARANTOR.
    function _another() private pure returns (Cover[] memory covers) {
        covers = oneCover();
        covers[0].guarantor = GUARANTOR_TWO;
    }

    function _refused(
        Terms memory n,
        Cover[] memory covers,
        Cover[] memory newCovers,
        Signed[] memory list,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        agreements.amend(terms_, n, covers, newCovers, list);
    }

    function _notChanged(
        Terms memory n,
        Cover[] memory newCovers,
        uint256[] memory signers,
        bytes memory reason
    ) private {
        _refused(n, oneCover(), newCovers, signatures(n, signers), reason);
    }

    function _count(uint256 given, uint256 needed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILoanAgreements.SignatureCount.selector, given, needed);
    }

    /* COVERS STAY */

    /// @notice A guarantor agrees to whatever its cover is to stand for from now on (L-40, T27).
    function test_refusesWithoutTheGuarantor() external {
        Terms memory n = amendmentOf(terms_, loan);
        _refused(n, oneCover(), oneCover(), signatures(n), _count(2, 3));
        Signed[] memory list = signedWithGuarantor(n);
        list[2].signature = sign(GUARANTOR_KEY, agreements.termsDigest(terms_));
        _refused(n, oneCover(), oneCover(), list, unsigned(n, guarantor));
    }

    /// @notice Covers that stay are brought as they are, since their guarantors sign by them (L-40).
    function test_refusesOtherCoversThanNamed() external {
        Terms memory n = amendmentOf(terms_, loan);
        Cover[] memory none = noCovers();
        _refused(
            n,
            none,
            none,
            signatures(n),
            abi.encodeWithSelector(ILoanAgreements.CoversMismatch.selector, keccak256(""), n.covers)
        );
        _refused(
            n,
            oneCover(),
            _another(),
            signatures(n, keys(GUARANTOR_TWO_KEY)),
            abi.encodeWithSelector(ILoanAgreements.CoversMismatch.selector, coversHash(_another()), n.covers)
        );
    }

    /// @notice Covers that stay are told once, at the opening; the list of old ones need not be brought (L-40, I23).
    function test_keepsCovers() external {
        Terms memory n = amendmentOf(terms_, loan);
        vm.recordLogs();
        agreements.amend(terms_, n, noCovers(), oneCover(), signedWithGuarantor(n));
        assertEvents(abi.encodePacked(ILoanAgreements.TermsAmended.selector, ILoans.LoanAmended.selector));
        vm.assertEq(loans.termsInForce(loan), agreements.hashOf(n), "in force");
    }

    /// @notice A guarantor's consent is no longer had from one that is suspended, or of the borrower's group by now (L-3,
    /// L-4, L-40, T62).
    function test_refusesAGuarantorNotInOrder() external {
        Terms memory n = amendmentOf(terms_, loan);
        suspend(GUARANTOR);
        bytes memory reason = abi.encodeWithSelector(IParties.PartySuspended.selector, GUARANTOR);
        _notChanged(n, oneCover(), keys(GUARANTOR_KEY), reason);
        _notChanged(_under(_another()), _another(), keys(GUARANTOR_TWO_KEY, GUARANTOR_KEY), reason);
        reinstate(GUARANTOR);
        update(S1, 1, 7, DAY);
        update(GUARANTOR, 8, 7, DAY);
        reason = abi.encodeWithSelector(IParties.SameGroup.selector, GUARANTOR, S1);
        _notChanged(n, oneCover(), keys(GUARANTOR_KEY), reason);
    }

    /// @notice While a guarantor has a claim its cover stays, and everything else may change (L-42).
    function test_amendsACoveredLoanUnderTheSameCovers() external {
        vm.prank(address(guaranteeBook));
        loans.setCovered(loan);
        Terms memory n = amendmentOf(terms_, loan);
        agreements.amend(terms_, n, noCovers(), oneCover(), signedWithGuarantor(n));
        vm.assertTrue(stateOf(loan).covered, "covered");
    }

    /* COVERS CHANGE */

    /// @notice Guarantors who have paid on a loan are not put out of it (L-42).
    function test_refusesWhileAGuarantorHasAClaim() external {
        vm.prank(address(guaranteeBook));
        loans.setCovered(loan);
        _notChanged(
            _under(_another()),
            _another(),
            keys(GUARANTOR_TWO_KEY, GUARANTOR_KEY),
            abi.encodeWithSelector(ILoanAgreements.AmendmentInvalid.selector, bytes32("covers"))
        );
    }

    /// @notice The guarantors who are to be let go are those of the covers in force, not of a list made up (L-40).
    function test_refusesOldCoversNotInForce() external {
        Terms memory n = _under(_another());
        bytes memory reason =
            abi.encodeWithSelector(ILoanAgreements.CoversMismatch.selector, keccak256(""), terms_.covers);
        _refused(n, noCovers(), _another(), signatures(n, keys(GUARANTOR_TWO_KEY)), reason);
    }

    /// @notice New covers keep to the bounds of covers, and no fee is paid for them here (L-4, L-5, L-40).
    function test_refusesNewCoversWithFeeOrWithoutSense() external {
        Cover[] memory covers = _another();
        covers[0].fee = 1;
        _notChanged(
            _under(covers),
            covers,
            keys(GUARANTOR_TWO_KEY, GUARANTOR_KEY),
            abi.encodeWithSelector(ILoanAgreements.AmendmentInvalid.selector, bytes32("coverFee"))
        );
        (covers[0].fee, covers[0].share) = (0, 1_000_001);
        _notChanged(
            _under(covers),
            covers,
            keys(GUARANTOR_TWO_KEY, GUARANTOR_KEY),
            invalid("shares", 1_000_001, 1_000_000)
        );
    }

    /// @notice A guarantor leaves, and another comes, by its own consent only (L-40, T27).
    function test_refusesWithoutOldOrNewGuarantor() external {
        Terms memory n = _under(_another());
        _notChanged(n, _another(), keys(GUARANTOR_TWO_KEY), _count(3, 4));
        Signed[] memory list = signatures(n, keys(GUARANTOR_TWO_KEY, GUARANTOR_KEY));
        for (uint256 i = 2; i < 4; ++i) {
            bytes memory signature = list[i].signature;
            list[i].signature = "";
            _refused(n, oneCover(), _another(), list, unsigned(n, list[i].signer));
            list[i].signature = signature;
        }
        _notChanged(
            n,
            _another(),
            keys(GUARANTOR_KEY, GUARANTOR_TWO_KEY),
            abi.encodeWithSelector(IParties.AccountOfAnother.selector, guarantorTwo, GUARANTOR_TWO, GUARANTOR)
        );
    }

    /// @notice Lender, borrower, the new guarantors and the old ones consent, and the new covers are told (L-40, I23).
    function test_changesCovers() external {
        Terms memory n = _under(_another());
        Signed[] memory list = signatures(n, keys(GUARANTOR_TWO_KEY, GUARANTOR_KEY));
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.CoverGiven(loan, GUARANTOR_TWO, 500_000, 400_000e6, 0);
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.TermsAmended(loan, agreements.hashOf(n), n);
        vm.recordLogs();
        agreements.amend(terms_, n, oneCover(), _another(), list);
        assertEvents(
            abi.encodePacked(
                ILoanAgreements.CoverGiven.selector,
                ILoanAgreements.TermsAmended.selector,
                ILoans.LoanAmended.selector
            )
        );
    }

    /// @notice Covers end with the consent of their guarantors, and begin on a loan that had none (L-40).
    function test_dropsAndAddsCovers() external {
        Terms memory n = _under(noCovers());
        agreements.amend(terms_, n, oneCover(), noCovers(), signedWithGuarantor(n));
        Terms memory further = amendmentOf(n, loan);
        further.covers = coversHash(twoCovers());
        Signed[] memory list = signatures(further, keys(GUARANTOR_KEY, GUARANTOR_TWO_KEY));
        agreements.amend(n, further, noCovers(), twoCovers(), list);
        vm.assertEq(loans.termsInForce(loan), agreements.hashOf(further), "in force");
    }

    /// @notice A guarantor whose share changes consents both to what it lets go and to what it takes on (L-40, T27).
    function test_changesAShare() external {
        Cover[] memory covers = oneCover();
        covers[0].share = 1;
        Terms memory n = _under(covers);
        Signed[] memory list = signatures(n, keys(GUARANTOR_KEY, GUARANTOR_KEY));
        (list[2].signature, list[3].signature) = ("", "");
        vm.prank(guarantor);
        agreements.amend(terms_, n, oneCover(), covers, list);
        vm.assertEq(loans.termsInForce(loan), agreements.hashOf(n), "in force");
    }
}
