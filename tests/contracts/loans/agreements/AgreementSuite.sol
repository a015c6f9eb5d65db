// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {TestWallet} from "../../../../contracts/test/TestWallet.sol";
import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {Cover, LoanState, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {ISignatures} from "../../../../interfaces/ISignatures.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {LoanSuite} from "../../base/LoanSuite.sol";
import {NotesSuite} from "../../base/NotesSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @title AgreementSuite
/// @notice What tests of agreements begin with: signatures of chosen keys, wallets, amended terms, refusals in one line.
abstract contract AgreementSuite is LoanSuite, NotesSuite {
    PartyId internal constant NOBODY = PartyId.wrap(0);
    PartyId internal constant GUARANTOR_TWO = PartyId.wrap(32);
    uint256 internal constant GUARANTOR_TWO_KEY = 0x6A2;
    uint256 internal constant WALLET_KEY = 0x1271;
    uint256 internal constant MOST = type(uint96).max;

    address internal guarantorTwo = vm.addr(GUARANTOR_TWO_KEY);

    function setUp() public virtual override(LoanSuite, NotesSuite) {
        super.setUp();
        _register(GUARANTOR_TWO, guarantorTwo, 8, 0);
    }

    /* SIGNATURES */

    /// @dev The same terms signed by two keys, whoever they are.
    function signedBy(Terms memory t, uint256 first, uint256 second)
        internal
        view
        returns (Signed[] memory list)
    {
        bytes32 digest = agreements.termsDigest(t);
        list = new Signed[](2);
        list[0] = Signed(vm.addr(first), sign(first, digest));
        list[1] = Signed(vm.addr(second), sign(second, digest));
    }

    /// @dev Signatures of lender, borrower and GUARANTOR.
    function signedWithGuarantor(Terms memory t) internal view returns (Signed[] memory) {
        return signatures(t, keys(GUARANTOR_KEY));
    }

    function keys(uint256 a) internal pure returns (uint256[] memory result) {
        result = new uint256[](1);
        result[0] = a;
    }

    function keys(uint256 a, uint256 b) internal pure returns (uint256[] memory result) {
        result = new uint256[](2);
        (result[0], result[1]) = (a, b);
    }

    /// @dev A contract that acts for a party and signs by the key WALLET_KEY.
    function walletOf(PartyId party, uint16 scopes, uint96 limit) internal returns (address wallet) {
        wallet = address(new TestWallet(vm.addr(WALLET_KEY)));
        vm.prank(registrar);
        parties.setAccount(party, wallet, scopes, limit);
    }

    /* TERMS */

    /// @dev Terms under `oneCover`.
    function coveredTerms() internal view returns (Terms memory t) {
        t = loanTerms();
        t.covers = coversHash(oneCover());
    }

    /// @dev GUARANTOR covers half, GUARANTOR_TWO a quarter.
    function twoCovers() internal pure returns (Cover[] memory covers) {
        covers = new Cover[](2);
        covers[0] = oneCover()[0];
        covers[1] = Cover({guarantor: GUARANTOR_TWO, share: 250_000, cap: 100_000e6, fee: 0});
    }

    /// @dev Terms that amend those of a loan: first due day a month later, half the rate.
    function amendmentOf(Terms memory t, bytes32 loan) internal pure returns (Terms memory n) {
        n = copy(t);
        n.amends = loan;
        n.rate = t.rate / 2;
        n.firstDue = t.firstDue + 30;
        n.salt = t.salt + 1;
    }

    /// @dev Another one of the same terms: memory structs are handed on by reference.
    function copy(Terms memory t) internal pure returns (Terms memory) {
        return abi.decode(abi.encode(t), (Terms));
    }

    /* ACTS */

    function openCovered(Terms memory t) internal returns (bytes32) {
        return agreements.open(t, oneCover(), signedWithGuarantor(t));
    }

    /// @dev Amends a loan without covers by signatures of both sides.
    function amend(Terms memory t, Terms memory n) internal {
        agreements.amend(t, n, noCovers(), noCovers(), signatures(n));
    }

    /// @dev The registrar changes a party's roles, group and KYC's last day.
    function update(PartyId party, uint8 roles, uint40 group, uint256 kycExpiry) internal {
        vm.prank(registrar);
        parties.update(party, IParties.Profile(roles, uint24(kycExpiry), group, 24, 276));
    }

    /// @dev Lines of credit answer whatever they are asked.
    function letLinesAgree() internal {
        vm.mockCall(address(lines), "", "");
    }

    /* REFUSALS */

    function openRefused(Terms memory t, Cover[] memory covers, Signed[] memory list, bytes memory reason)
        internal
    {
        vm.expectRevert(reason);
        agreements.open(t, covers, list);
    }

    function openRefused(Terms memory t, Signed[] memory list, bytes memory reason) internal {
        openRefused(t, noCovers(), list, reason);
    }

    function amendRefused(Terms memory t, Terms memory n, bytes memory reason) internal {
        Signed[] memory list = signatures(n);
        vm.expectRevert(reason);
        agreements.amend(t, n, noCovers(), noCovers(), list);
    }

    function invalid(bytes32 term, uint256 value, uint256 bound) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(ILoanAgreements.TermInvalid.selector, term, value, bound);
    }

    /// @dev That these terms are not signed by `signer`.
    function unsigned(Terms memory t, address signer) internal view returns (bytes memory) {
        return
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, signer, agreements.termsDigest(t));
    }

    /* ASSERTIONS */

    /// @dev Fails unless the loan is as it is once opened: nothing drawn, nothing owed.
    function assertFresh(bytes32 loan, uint256 interestOnly) internal view {
        LoanState memory expected;
        (expected.open, expected.recast) = (true, interestOnly);
        assertState(loan, expected);
        vm.assertEq(loans.termsInForce(loan), loan, "terms in force");
        vm.assertEq(loans.defaultsOf(loan), 0, "defaults");
    }

    function assertUnopened(bytes32 loan) internal view {
        LoanState memory nothing;
        assertState(loan, nothing);
        vm.assertEq(loans.termsInForce(loan), 0, "terms in force");
        vm.assertEq(loans.reserveOf(loan), 0, "reserve");
    }

    function assertState(bytes32 loan, LoanState memory expected) internal view {
        vm.assertEq(abi.encode(stateOf(loan)), abi.encode(expected), "state");
    }

    function assertBalance(IERC20 currency, address account, uint256 expected, string memory label)
        internal
        view
    {
        vm.assertEq(currency.balanceOf(account), expected, label);
    }
}
