// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {Cover, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.open: who may be a party, and sign for one

├── when the lender is no funder, or a guarantor no guarantor           → SignerRoleMissing
├── when the lender is the borrower                                     → TermInvalid
├── when a signer is of another party, unknown or closed                → the error of Parties
├── when its account lacks the scope, or the limit is below the amount  → ScopeMissing, LimitPerActExceeded
├── when a party is unknown, suspended, or its KYC has run out          → PartyUnknown, PartySuspended, KycExpired
├── during a halt                                                       → Halted
├── when a guarantor is the borrower or of its group                    → SameGroup
├── when a guarantor is the lender, or named twice                      → TermInvalid
├── when there are more than four covers, or one out of its bounds      → TermInvalid
└── with accounts that have just the scope and the limit                → opened
*/
contract OpenPartiesTest is AgreementSuite {
    uint16 internal constant ALL_BUT_FUND = 63 - FUND;
    uint16 internal constant ALL_BUT_CONFIRM = 63 - CONFIRM;

    function _coveredRefused(bytes memory reason) private {
        Terms memory t = coveredTerms();
        openRefused(t, oneCover(), signedWithGuarantor(t), reason);
    }

    /// @dev Refused with these covers under the keys of GUARANTOR and GUARANTOR_TWO, as many as there are covers.
    function _coversRefused(Cover[] memory covers, bytes memory reason) private {
        Terms memory t = loanTerms();
        t.covers = coversHash(covers);
        uint256[] memory signers =
            covers.length == 1 ? keys(GUARANTOR_KEY) : keys(GUARANTOR_KEY, GUARANTOR_TWO_KEY);
        openRefused(t, covers, signatures(t, signers), reason);
    }

    function _with(PartyId who) private pure returns (Cover[] memory covers) {
        covers = oneCover();
        covers[0].guarantor = who;
    }

    /// @dev Refused where the signer of one of the three parties, 0 to 2, is the account of `key`.
    function _signerRefused(uint256 which, uint256 key, bytes memory reason) private {
        Terms memory t = coveredTerms();
        openRefused(t, oneCover(), _signed(t, which, key), reason);
    }

    function _signed(Terms memory t, uint256 which, uint256 key) private view returns (Signed[] memory list) {
        list = signedWithGuarantor(t);
        list[which] = Signed(vm.addr(key), sign(key, agreements.termsDigest(t)));
    }

    /* ROLES */

    /// @notice Only a funder lends, only a guarantor guarantees; any party borrows (L-3).
    function test_refusesPartiesWithoutTheRole() external {
        Terms memory t = loanTerms();
        t.lender = S2;
        openRefused(
            t,
            signedBy(t, S2_KEY, S1_KEY),
            abi.encodeWithSelector(ILoanAgreements.SignerRoleMissing.selector, S2, 4, 1)
        );
        t = loanTerms();
        t.covers = coversHash(_with(BANK_B));
        openRefused(
            t,
            _with(BANK_B),
            signatures(t, keys(BANK_B_KEY)),
            abi.encodeWithSelector(ILoanAgreements.SignerRoleMissing.selector, BANK_B, 8, 4)
        );
    }

    /// @notice Nobody lends to itself, though one call or one key would consent for both sides (L-3).
    function test_refusesOnePartyOnBothSides() external {
        Terms memory t = loanTerms();
        t.borrower = BANK_A;
        bytes memory reason =
            abi.encodeWithSelector(ILoanAgreements.TermInvalid.selector, bytes32("borrower"), BANK_A, BANK_A);
        Signed[] memory both = signedBy(t, BANK_A_KEY, BANK_A_KEY);
        openRefused(t, both, reason);
        vm.prank(bankA);
        vm.expectRevert(reason);
        agreements.open(t, new Cover[](0), both);
    }

    /* ACCOUNTS */

    /// @notice Each party signs by an account of its own: lender's and borrower's signatures swapped are refused (L-2).
    function test_refusesAccountsOfOthers() external {
        Terms memory t = loanTerms();
        openRefused(
            t,
            signedBy(t, S1_KEY, BANK_A_KEY),
            abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, BANK_A)
        );
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        for (uint256 i; i < all.length; ++i) {
            _signerRefused(
                i,
                BANK_B_KEY,
                abi.encodeWithSelector(IParties.AccountOfAnother.selector, bankB, BANK_B, all[i])
            );
            _signerRefused(
                i, OUTSIDER_KEY, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider)
            );
        }
    }

    /// @notice A closed account signs for nobody (L-3, T33).
    function test_refusesClosedAccounts() external {
        address[3] memory cash = [bankA, s1, guarantor];
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        for (uint256 i; i < all.length; ++i) {
            address account = accountOf(all[i], 0xC105 + i, 63, uint96(MOST));
            vm.prank(cash[i]);
            parties.removeAccount(account);
            _signerRefused(i, 0xC105 + i, abi.encodeWithSelector(IParties.AccountRetired.selector, account));
        }
    }

    /// @notice Lender and guarantor need the scope fund, the borrower the scope confirm (L-3, P-3).
    function test_refusesAccountsWithoutScope() external {
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        uint16[3] memory held = [ALL_BUT_FUND, ALL_BUT_CONFIRM, ALL_BUT_FUND];
        uint16[3] memory needed = [FUND, CONFIRM, FUND];
        for (uint256 i; i < all.length; ++i) {
            address account = accountOf(all[i], 0x5C0 + i, held[i], uint96(MOST));
            _signerRefused(
                i,
                0x5C0 + i,
                abi.encodeWithSelector(IParties.ScopeMissing.selector, account, needed[i], held[i])
            );
        }
    }

    /// @notice Accounts sign up to exactly their limit: the commitment, and the cap (L-3, P-3, T29).
    function test_boundsByTheLimitPerAct() external {
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        uint16[3] memory scopes = [FUND, CONFIRM, FUND];
        uint256[3] memory worth = [COMMITMENT, COMMITMENT, 400_000e6];
        for (uint256 i; i < all.length; ++i) {
            uint256 key = 0x117 + i;
            address account = accountOf(all[i], key, scopes[i], uint96(worth[i] - 1));
            bytes memory reason = abi.encodeWithSelector(
                IParties.LimitPerActExceeded.selector, account, worth[i], worth[i] - 1
            );
            _signerRefused(i, key, reason);
            accountOf(all[i], key, scopes[i], uint96(worth[i]));
            Terms memory t = coveredTerms();
            t.salt = key;
            assertFresh(agreements.open(t, oneCover(), _signed(t, i, key)), 2);
        }
    }

    /// @notice A cash account that was given limits keeps to them (L-3, P-3).
    function test_boundsARestrictedCashAccount() external {
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(COMMITMENT - 1));
        _coveredRefused(
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, COMMITMENT, COMMITMENT - 1)
        );
        vm.prank(s1);
        parties.changeAccount(s1, ALL_BUT_CONFIRM, uint96(MOST));
        _coveredRefused(abi.encodeWithSelector(IParties.ScopeMissing.selector, s1, CONFIRM, ALL_BUT_CONFIRM));
    }

    /* STANDING */

    /// @notice Nobody lends to a party that is not registered, or is guaranteed by one (L-3).
    function test_refusesUnknownParties() external {
        Terms memory t = loanTerms();
        t.borrower = PartyId.wrap(99);
        openRefused(t, signatures(t), abi.encodeWithSelector(IParties.PartyUnknown.selector, t.borrower));
        t.borrower = NOBODY;
        openRefused(t, signatures(t), abi.encodeWithSelector(IParties.PartyUnknown.selector, NOBODY));
        t = loanTerms();
        t.lender = PartyId.wrap(98);
        openRefused(t, signatures(t), abi.encodeWithSelector(IParties.PartyUnknown.selector, t.lender));
        _coversRefused(_with(NOBODY), abi.encodeWithSelector(IParties.PartyUnknown.selector, NOBODY));
    }

    /// @notice A suspended party neither lends, borrows nor guarantees (L-3, T66).
    function test_refusesSuspendedParties() external {
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        for (uint256 i; i < all.length; ++i) {
            suspend(all[i]);
            _coveredRefused(abi.encodeWithSelector(IParties.PartySuspended.selector, all[i]));
            reinstate(all[i]);
        }
        openCovered(coveredTerms());
    }

    /// @notice A party whose KYC has run out neither lends, borrows nor guarantees (L-3).
    function test_refusesPartiesOutOfDate() external {
        PartyId[3] memory all = [BANK_A, S1, GUARANTOR];
        uint8[3] memory roles = [4, 1, 8];
        for (uint256 i; i < all.length; ++i) {
            update(all[i], roles[i], 0, DAY - 1);
            _coveredRefused(abi.encodeWithSelector(IParties.KycExpired.selector, all[i], DAY - 1, DAY));
            update(all[i], roles[i], 0, DAY);
        }
        openCovered(coveredTerms());
    }

    /// @notice A halt stops new loans until its last second (L-3, T68).
    function test_refusesDuringAHalt() external {
        halt();
        uint256 until = block.timestamp + 7 days;
        _coveredRefused(abi.encodeWithSelector(IParties.Halted.selector, until));
        vm.warp(until);
        openCovered(coveredTerms());
    }

    /* GUARANTORS */

    /// @notice The borrower, a party of its group and the lender guarantee nothing (L-4, T62).
    function test_refusesGuarantorsOfTheBorrowersGroup() external {
        update(S1, 1 + 8, 0, DAY);
        Terms memory t = loanTerms();
        t.covers = coversHash(_with(S1));
        openRefused(
            t,
            _with(S1),
            signatures(t, keys(S1_KEY)),
            abi.encodeWithSelector(IParties.SameGroup.selector, S1, S1)
        );
        update(S1, 1, 7, DAY);
        update(GUARANTOR, 8, 7, DAY);
        _coveredRefused(abi.encodeWithSelector(IParties.SameGroup.selector, GUARANTOR, S1));
        update(GUARANTOR, 8, 8, DAY);
        openCovered(coveredTerms());
    }

    /// @notice The lender is no guarantor, and none is named twice (L-4).
    function test_refusesTheLenderAndTwins() external {
        update(BANK_A, 4 + 8, 0, DAY);
        _coversRefused(_with(BANK_A), invalid("guarantor", 0, 0));
        Cover[] memory covers = twoCovers();
        covers[1].guarantor = BANK_A;
        _coversRefused(covers, invalid("guarantor", 1, 0));
        covers[1].guarantor = GUARANTOR;
        _coversRefused(covers, invalid("guarantor", 1, 0));
    }

    /// @notice At most four covers, with shares of at most all together and caps from 1 to 96 bits (L-5).
    function test_boundsCovers() external {
        Cover[] memory covers = oneCover();
        covers[0].share = 0;
        _coversRefused(covers, invalid("share", 0, 1));
        covers[0].share = 1_000_001;
        _coversRefused(covers, invalid("shares", 1_000_001, 1_000_000));
        (covers[0].share, covers[0].cap) = (1_000_000, 0);
        _coversRefused(covers, invalid("cap", 0, 1));
        covers[0].cap = MOST + 1;
        _coversRefused(covers, invalid("cap", MOST + 1, MOST));
        covers = twoCovers();
        covers[1].share = 500_001;
        _coversRefused(covers, invalid("shares", 1_000_001, 1_000_000));
        _coversRefused(new Cover[](5), invalid("covers", 5, 4));
    }

    /// @notice Four guarantors may cover all of a loan, each up to any cap (L-5).
    function test_opensAtTheBoundsOfCovers() external {
        Cover[] memory covers = new Cover[](4);
        uint256[] memory signers = new uint256[](4);
        for (uint256 i; i < 4; ++i) {
            (signers[i], covers[i]) = (0x900 + i, Cover(PartyId.wrap(uint40(51 + i)), 250_000, MOST, 0));
            _register(covers[i].guarantor, vm.addr(signers[i]), 8, 0);
        }
        Terms memory t = loanTerms();
        t.covers = coversHash(covers);
        assertFresh(agreements.open(t, covers, signatures(t, signers)), 2);
        (t.covers, t.salt) = (coversHash(_one(1_000_000, 1)), 2);
        assertFresh(agreements.open(t, _one(1_000_000, 1), signedWithGuarantor(t)), 2);
    }

    function _one(uint32 share, uint256 cap) private pure returns (Cover[] memory covers) {
        covers = oneCover();
        (covers[0].share, covers[0].cap) = (share, cap);
    }
}
