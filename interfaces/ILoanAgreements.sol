// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {Cover, Signed, Terms} from "./ILoans.sol";
import {ISignatures} from "./ISignatures.sol";
import {PartyId} from "./Types.sol";

/// @title ILoanAgreements
/// @notice Terms of loans as lender, borrower and guarantors agree on them: opened, amended, or never to be opened.
/// @dev The parties sign terms as EIP-712 messages in which `covers` is the array of covers itself.
interface ILoanAgreements is ISignatures {
    /// @notice Thrown when a term has no meaning or contradicts another.
    /// @param term Name of the term in ASCII. @param value What it says. @param bound What it had to keep to.
    error TermInvalid(bytes32 term, uint256 value, uint256 bound);
    /// @notice Thrown when a token is not on the list of Programmes.
    error TokenNotListed(address token);
    /// @notice Thrown when a party does not have the role of what it signs as.
    error SignerRoleMissing(PartyId party, uint256 needed, uint256 held);
    /// @notice Thrown when the covers brought are not those that the terms name.
    error CoversMismatch(bytes32 given, bytes32 named);
    /// @notice Thrown when there are not as many signatures as signing parties.
    error SignatureCount(uint256 given, uint256 needed);
    /// @notice Thrown when a party is none of those that the terms name.
    error NotParty(PartyId party);
    /// @notice Thrown when an amendment would change what cannot change.
    error AmendmentInvalid(bytes32 term);

    /// @notice Emitted when a loan is opened; its terms are in the call, and in Loans' event of the first release.
    event LoanOpened(bytes32 indexed loan, PartyId indexed lender, PartyId indexed borrower);
    /// @notice Emitted when a guarantor covers a loan: at its opening, or with amended terms.
    event CoverGiven(
        bytes32 indexed loan, PartyId indexed guarantor, uint256 share, uint256 cap, uint256 fee
    );
    /// @notice Emitted when a party marks unopened terms dead.
    event TermsVoided(bytes32 indexed loan, PartyId indexed party);
    /// @notice Emitted when compliance freezes or thaws a loan.
    event LoanFreezeChanged(bytes32 indexed loan, bool frozen, bytes32 document);
    /// @notice Emitted when amended terms are in force.
    event TermsAmended(bytes32 indexed loan, bytes32 indexed termsHash, Terms terms);

    /// @notice Opens a loan. Anyone may bring the signatures of lender, borrower and guarantors, in this order.
    /// @dev Accounts need scope fund (lender, guarantors) or confirm (borrower) for the amounts they answer for. Pulls
    /// the commitment where it is reserved, and the fees from the borrower. Stopped by a halt.
    /// @return loan Its id.
    function open(Terms calldata terms, Cover[] calldata covers, Signed[] calldata signatures)
        external
        returns (bytes32 loan);

    /// @notice Marks terms dead that are not in force yet, first terms or an amendment, by a party that they name.
    /// @dev Needs the scope that the party signs terms with. Dead terms never take effect.
    function voidTerms(Terms calldata terms, Cover[] calldata covers) external;

    /// @notice Puts new terms in force, signed by lender, borrower and the guarantors of old and new covers.
    /// @dev The new terms name the loan in `amends`. Lender, borrower, token, offset, reserve and line stay; accrued
    /// interest, payments and released milestones stay; a payout list that has begun keeps index, amount and root.
    function amend(
        Terms calldata terms,
        Terms calldata newTerms,
        Cover[] calldata covers,
        Cover[] calldata newCovers,
        Signed[] calldata signatures
    ) external;

    /// @notice Stops or allows payouts of a loan; repaying is never stopped. Role COMPLIANCE.
    function freeze(bytes32 loan, bool on, bytes32 document) external;

    /// @notice Hash of terms: the id of the loan that they open.
    function hashOf(Terms calldata terms) external pure returns (bytes32);

    /// @notice Digest that the parties sign.
    function termsDigest(Terms calldata terms) external view returns (bytes32);
}
