// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanAgreements} from "../../../../contracts/LoanAgreements.sol";
import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {Cover, DayCount, ILoans, Method, Prepayment, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {ISignatures} from "../../../../interfaces/ISignatures.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.open: the consent of lender, borrower and guarantors

├── when the deadline has passed                                        → SignatureExpired
├── when there are more or fewer signatures than parties                → SignatureCount
├── when any word of the terms is not as signed                         → SignatureInvalid
├── when they were signed for another chain or contract                 → SignatureInvalid
├── when it is another key's, or no signature                           → SignatureInvalid
└── by keys, by contracts (ERC-1271), by the caller itself, in any mix  → opened
*/
contract OpenConsentTest is AgreementSuite {
    uint256 internal constant FIELDS = 38;

    TestToken internal other;

    function setUp() public override {
        super.setUp();
        other = new TestToken("Other", "OTH", 6);
        vm.prank(admin);
        programmes.allowToken(address(other), true);
        letLinesAgree();
    }

    /* DEADLINE AND NUMBER */

    /// @notice Consent counts until its last second, for a caller who is all parties' last one too (L-2, T18).
    function test_refusesAfterTheDeadline() external {
        Terms memory t = loanTerms();
        t.deadline = block.timestamp;
        Signed[] memory list = signatures(t);
        vm.warp(block.timestamp + 1);
        openRefused(
            t, list, abi.encodeWithSelector(ISignatures.SignatureExpired.selector, t.deadline, t.deadline + 1)
        );
        vm.warp(t.deadline);
        agreements.open(t, noCovers(), list);
    }

    /// @notice Each party consents once: fewer and more are refused with both numbers (L-2).
    function test_refusesAnotherNumber() external {
        Terms memory t = loanTerms();
        uint256[3] memory given = [uint256(0), 1, 3];
        for (uint256 i; i < given.length; ++i) {
            openRefused(t, _resized(signatures(t), given[i]), _count(given[i], 2));
        }
        t = coveredTerms();
        openRefused(t, oneCover(), signatures(t), _count(2, 3));
        openRefused(t, oneCover(), _resized(signedWithGuarantor(t), 4), _count(4, 3));
    }

    function _count(uint256 given, uint256 needed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILoanAgreements.SignatureCount.selector, given, needed);
    }

    /// @dev The first `length` of a list, the last one again where there are not so many.
    function _resized(Signed[] memory list, uint256 length) private pure returns (Signed[] memory result) {
        result = new Signed[](length);
        for (uint256 i; i < length; ++i) {
            result[i] = list[i < list.length ? i : list.length - 1];
        }
    }

    /* WHAT IS SIGNED */

    /// @notice Consent is to every word of the terms: with any one changed the signatures are none (L-1, X-2, T04).
    function test_refusesEachChangedField() external {
        Signed[] memory list = signatures(loanTerms());
        for (uint256 i = 1; i < FIELDS; ++i) {
            (Terms memory t, Cover[] memory covers) = _changed(i);
            Signed[] memory brought = list;
            if (covers.length != 0) brought = _resized(list, 3);
            openRefused(t, covers, brought, unsigned(t, bankA));
        }
        agreements.open(loanTerms(), noCovers(), list);
    }

    /// @dev The terms with one member changed so that they still make sense; the first, `amends`, cannot be.
    function _changed(uint256 i) private view returns (Terms memory t, Cover[] memory covers) {
        t = loanTerms();
        covers = noCovers();
        if (i == 1) t.lender = BANK_B;
        if (i == 2) t.borrower = S2;
        if (i == 3) t.token = address(other);
        if (i == 4) t.offset = 1;
        if (i == 5) t.commitment += 1;
        if (i == 6) t.reserved = true;
        if (i == 7) t.drawDeadline += 1;
        if (i == 8) t.rate -= 1;
        if (i == 9) (t.index, t.firstReset, t.resetMonths) = (keccak256("index"), uint24(DAY), 1);
        if (i == 10) t.spread = -1;
        if (i == 11) t.floor = 1;
        if (i == 12) t.firstReset = 1;
        if (i == 13) t.resetMonths = 1;
        if (i == 14) t.dayCount = DayCount.Act365Fixed;
        if (i == 15) t.method = Method.Annuity;
        if (i == 16) t.interestOnly += 1;
        if (i == 17) t.firstDue += 1;
        if (i == 18) t.instalments += 1;
        if (i > 18) _changeLater(t, i);
        if (i == 28) (t, covers) = (coveredTerms(), oneCover());
    }

    function _changeLater(Terms memory t, uint256 i) private view {
        if (i == 19) t.interval = 2;
        if (i == 20) (t.inDays, t.interval) = (true, 31);
        if (i == 21) t.endOfMonth = true;
        if (i == 22) t.graceDays -= 1;
        if (i == 23) t.penaltyRate -= 1;
        if (i == 24) t.daysToDefault += 1;
        if (i == 25) t.prepayment = Prepayment.Smaller;
        if (i == 26) (t.fee, t.feePayee) = (1, supplierOne);
        if (i == 27) t.feePayee = supplierOne;
        if (i == 29) t.lined = true;
        if (i == 30) t.proceedsToPrincipal = true;
        if (i == 31) t.purpose = "LOAN";
        if (i == 32) t.agreementHash = keccak256("another agreement");
        if (i == 33) t.evidenceRoot = keccak256("other evidence");
        if (i == 34) t.milestonesRoot = keccak256("other milestones");
        if (i == 35) t.milestones = 3;
        if (i == 36) t.salt = 2;
        if (i == 37) t.deadline -= 1;
    }

    /// @notice Covers other than those that the terms name are refused with both hashes (L-2, X-2).
    function test_refusesOtherCovers() external {
        Terms memory t = coveredTerms();
        for (uint256 i; i < 5; ++i) {
            Cover[] memory covers = i == 4 ? noCovers() : oneCover();
            if (i == 0) covers[0].guarantor = GUARANTOR_TWO;
            if (i == 1) covers[0].share += 1;
            if (i == 2) covers[0].cap += 1;
            if (i == 3) covers[0].fee += 1;
            openRefused(
                t,
                covers,
                signedWithGuarantor(t),
                abi.encodeWithSelector(ILoanAgreements.CoversMismatch.selector, coversHash(covers), t.covers)
            );
        }
    }

    /// @notice Terms signed on one chain open nothing on another (X-2, T20, T40, I27).
    function test_refusesAnotherChain() external {
        Terms memory t = loanTerms();
        Signed[] memory list = signatures(t);
        vm.chainId(block.chainid + 1);
        openRefused(t, list, unsigned(t, bankA));
    }

    /// @notice Terms signed for one contract open nothing in another of the same code (X-2, T20, T40, I27).
    function test_refusesAnotherContract() external {
        Terms memory t = loanTerms();
        Signed[] memory list = signatures(t);
        LoanAgreements twin = new LoanAgreements(
            address(authority), address(forwarder), parties, programmes, lines, ILoans(address(loans))
        );
        bytes memory reason =
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bankA, twin.termsDigest(t));
        vm.expectRevert(reason);
        twin.open(t, noCovers(), list);
        list[1].signature = sign(S1_KEY, twin.termsDigest(t));
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotSystem.selector, address(twin)));
        vm.prank(bankA);
        twin.open(t, noCovers(), list);
    }

    /// @notice Another key's signature, none, and a mangled one are refused for each party (L-2, X-2).
    function test_refusesWhatIsNoSignature() external {
        Terms memory t = coveredTerms();
        address[3] memory signers = [bankA, s1, guarantor];
        bytes[3] memory wrong = [sign(OUTSIDER_KEY, agreements.termsDigest(t)), bytes(""), new bytes(65)];
        for (uint256 i; i < 9; ++i) {
            Signed[] memory list = signedWithGuarantor(t);
            list[i / 3].signature = wrong[i % 3];
            openRefused(t, oneCover(), list, unsigned(t, signers[i / 3]));
        }
    }

    /// @notice A contract's signature is that of its owner's key now; another's is none (L-2, X-2).
    function test_refusesAContractThatDoesNotSign() external {
        Terms memory t = loanTerms();
        address wallet = walletOf(BANK_A, FUND, uint96(COMMITMENT));
        Signed[] memory list = signatures(t);
        list[0].signer = wallet;
        openRefused(t, list, unsigned(t, wallet));
    }

    /// @notice Who calls consents for itself alone: its empty signature counts, another's does not (L-2).
    function test_refusesAnothersEmptySignature() external {
        Terms memory t = loanTerms();
        Signed[] memory list = signatures(t);
        (list[0].signature, list[1].signature) = ("", "");
        (bytes memory noBorrower, bytes memory noLender) = (unsigned(t, s1), unsigned(t, bankA));
        vm.prank(bankA);
        openRefused(t, list, noBorrower);
        vm.prank(s1);
        openRefused(t, list, noLender);
    }

    /* SUCCESS */

    /// @notice A passer-by brings the signatures of keys; no party has to send anything (L-2).
    function test_opensByKeys() external {
        Terms memory t = coveredTerms();
        Signed[] memory list = signedWithGuarantor(t);
        vm.prank(outsider);
        assertFresh(agreements.open(t, oneCover(), list), 2);
    }

    /// @notice Each of the parties may be the caller, and need not sign then (L-2).
    function test_opensByEachCaller() external {
        address[3] memory callers = [bankA, s1, guarantor];
        for (uint256 i; i < callers.length; ++i) {
            Terms memory t = coveredTerms();
            t.salt = i;
            Signed[] memory list = signedWithGuarantor(t);
            list[i].signature = "";
            vm.prank(callers[i]);
            assertFresh(agreements.open(t, oneCover(), list), 2);
        }
    }

    /// @notice A signed call that the forwarder brings is its signer's own (L-2, X-2).
    function test_opensByForwarder() external {
        Terms memory t = loanTerms();
        Signed[] memory list = signatures(t);
        list[0].signature = "";
        bytes memory call = abi.encodeCall(ILoanAgreements.open, (t, noCovers(), list));
        forward(signedCall(BANK_A_KEY, address(agreements), call));
        assertFresh(agreements.hashOf(t), 2);
    }

    /// @notice Contracts sign for lender, borrower and guarantor by ERC-1271 (L-2, X-2).
    function test_opensByContracts() external {
        Terms memory t = coveredTerms();
        bytes memory signature = sign(WALLET_KEY, agreements.termsDigest(t));
        Signed[] memory list = new Signed[](3);
        list[0] = Signed(walletOf(BANK_A, FUND, uint96(COMMITMENT)), signature);
        list[1] = Signed(walletOf(S1, CONFIRM, uint96(COMMITMENT)), signature);
        list[2] = Signed(walletOf(GUARANTOR, FUND, 400_000e6), signature);
        assertFresh(agreements.open(t, oneCover(), list), 2);
    }

    /// @notice Guarantors consent in the order of the covers (L-2).
    function test_opensWithManyGuarantors() external {
        Terms memory t = loanTerms();
        t.covers = coversHash(twoCovers());
        assertFresh(agreements.open(t, twoCovers(), signatures(t, keys(GUARANTOR_KEY, GUARANTOR_TWO_KEY))), 2);
    }
}
