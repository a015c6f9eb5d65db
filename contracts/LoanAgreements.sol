// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {ICreditLines} from "../interfaces/ICreditLines.sol";
import {ILoanAgreements} from "../interfaces/ILoanAgreements.sol";
import {Cover, ILoans, Signed, Terms} from "../interfaces/ILoans.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {PartyId, PartyWord} from "../interfaces/Types.sol";
import {Signatures} from "./base/Signatures.sol";
import {Calendar} from "./libraries/Calendar.sol";
import {LoanTerms} from "./libraries/LoanTerms.sol";
import {PartyWords} from "./libraries/Words.sol";

/// @title LoanAgreements
/// @notice See ILoanAgreements. Stores nothing: an agreement takes effect in Loans, in the loan's own word.
contract LoanAgreements is ILoanAgreements, AccessManaged, Signatures {
    using PartyWords for PartyWord;

    uint256 private constant SCOPE_CONFIRM = 1;
    uint256 private constant SCOPE_FUND = 4;
    uint256 private constant ROLE_FUNDER = 4;
    uint256 private constant ROLE_GUARANTOR = 8;
    PartyId private constant NOBODY = PartyId.wrap(0);

    IParties public immutable parties;
    IProgrammes public immutable programmes;
    ICreditLines public immutable creditLines;
    ILoans public immutable loans;

    constructor(
        address authority,
        address forwarder,
        IParties parties_,
        IProgrammes programmes_,
        ICreditLines creditLines_,
        ILoans loans_
    ) AccessManaged(authority) ERC2771Context(forwarder) EIP712("Silkline Loans", "1") {
        parties = parties_;
        programmes = programmes_;
        creditLines = creditLines_;
        loans = loans_;
    }

    /* ACTS */

    /// @inheritdoc ILoanAgreements
    function open(Terms calldata terms, Cover[] calldata covers, Signed[] calldata signatures)
        external
        returns (bytes32 loan)
    {
        if (terms.amends != 0) revert AmendmentInvalid("amends");
        loan = LoanTerms.hash(terms);
        LoanTerms.check(terms, covers, Calendar.today(terms.offset));
        _checkToken(terms);
        bytes32 digest = _hashTypedDataV4(loan);
        (address lender, address borrower) = _checkSides(terms, digest, signatures, covers.length);
        _checkGuarantors(terms, digest, covers, signatures, 2);
        emit LoanOpened(loan, terms.lender, terms.borrower);
        _give(loan, covers);
        loans.begin(loan, terms.interestOnly);
        if (terms.reserved) loans.reserve(loan, terms.token, lender, terms.commitment);
        _payFees(terms, covers, borrower);
    }

    /// @inheritdoc ILoanAgreements
    function voidTerms(Terms calldata terms, Cover[] calldata covers) external {
        LoanTerms.checkNamed(terms, covers);
        PartyId party = parties.accountOf(_msgSender()).party;
        bool named = party == terms.lender || party == terms.borrower;
        for (uint256 i; i < covers.length; ++i) {
            named = named || party == covers[i].guarantor;
        }
        if (!named) revert NotParty(party);
        parties.act(_msgSender(), party == terms.borrower ? SCOPE_CONFIRM : SCOPE_FUND, 0);
        bytes32 loan = LoanTerms.hash(terms);
        emit TermsVoided(loan, party);
        loans.kill(loan);
    }

    /// @inheritdoc ILoanAgreements
    function amend(
        Terms calldata terms,
        Terms calldata newTerms,
        Cover[] calldata covers,
        Cover[] calldata newCovers,
        Signed[] calldata signatures
    ) external {
        bytes32 termsHash = LoanTerms.hash(newTerms);
        bytes32 digest = _hashTypedDataV4(termsHash);
        _checkKept(terms, newTerms);
        LoanTerms.check(newTerms, newCovers, Calendar.today(terms.offset));
        _checkRate(newTerms);
        if (newTerms.covers == terms.covers) {
            _checkSides(newTerms, digest, signatures, newCovers.length);
        } else {
            _checkNewCovers(terms, covers, newCovers);
            _checkSides(newTerms, digest, signatures, covers.length + newCovers.length);
            _checkGuarantors(newTerms, digest, covers, signatures, 2 + newCovers.length);
            _give(newTerms.amends, newCovers);
        }
        _checkGuarantors(newTerms, digest, newCovers, signatures, 2);
        emit TermsAmended(newTerms.amends, termsHash, newTerms);
        loans.amend(terms, newTerms);
    }

    /// @inheritdoc ILoanAgreements
    function freeze(bytes32 loan, bool on, bytes32 document) external restricted {
        emit LoanFreezeChanged(loan, on, document);
        loans.setFrozen(loan, on);
    }

    /* VIEWS */

    /// @inheritdoc ILoanAgreements
    function hashOf(Terms calldata terms) external pure returns (bytes32) {
        return LoanTerms.hash(terms);
    }

    /// @inheritdoc ILoanAgreements
    function termsDigest(Terms calldata terms) external view returns (bytes32) {
        return _hashTypedDataV4(LoanTerms.hash(terms));
    }

    /* INTERNALS: CONSENT */

    /// @dev Lender and borrower consent, in this order, and `guarantors` signatures follow. They are two parties: one
    /// of them at least has signed, and its signature is in time.
    function _checkSides(
        Terms calldata terms,
        bytes32 digest,
        Signed[] calldata signatures,
        uint256 guarantors
    ) private view returns (address lenderCash, address borrowerCash) {
        uint256 needed = guarantors + 2;
        if (signatures.length != needed) revert SignatureCount(signatures.length, needed);
        address signer = _signer(terms, digest, signatures[0]);
        (PartyWord lender, PartyWord borrower) = _admitLender(terms, signer);
        signer = _signer(terms, digest, signatures[1]);
        // The word that the lender's admission read says it already of an unrestricted cash account.
        if (!borrower.isFreeCash(signer)) _admitBorrower(terms, signer);
        return (lender.cash(), borrower.cash());
    }

    function _admitLender(Terms calldata terms, address signer)
        private
        view
        returns (PartyWord lender, PartyWord borrower)
    {
        (, lender, borrower) =
            parties.admit(terms.lender, signer, SCOPE_FUND, terms.commitment, terms.borrower, NOBODY);
        _checkRole(terms.lender, lender, ROLE_FUNDER);
    }

    function _admitBorrower(Terms calldata terms, address signer) private view {
        parties.admit(terms.borrower, signer, SCOPE_CONFIRM, terms.commitment, terms.lender, NOBODY);
    }

    /// @dev Guarantors consent, in the order of the covers; none of the borrower's group is one.
    function _checkGuarantors(
        Terms calldata terms,
        bytes32 digest,
        Cover[] calldata covers,
        Signed[] calldata signatures,
        uint256 from
    ) private view {
        for (uint256 i; i < covers.length; ++i) {
            address signer = _signer(terms, digest, signatures[from + i]);
            _admitGuarantor(terms.borrower, covers[i], signer);
        }
    }

    function _admitGuarantor(PartyId borrower, Cover calldata cover, address signer) private view {
        PartyId guarantor = cover.guarantor;
        (, PartyWord word,) = parties.admit(guarantor, signer, SCOPE_FUND, cover.cap, guarantor, borrower);
        _checkRole(guarantor, word, ROLE_GUARANTOR);
    }

    /// @dev The account that consents: it signed, or it calls.
    function _signer(Terms calldata terms, bytes32 digest, Signed calldata signed)
        private
        view
        returns (address signer)
    {
        signer = signed.signer;
        if (signer == _msgSender()) return signer;
        _checkSignature(signer, digest, terms.deadline, signed.signature);
    }

    function _checkRole(PartyId party, PartyWord word, uint256 role) private pure {
        if (word.roles() & role == 0) revert SignerRoleMissing(party, role, word.roles());
    }

    /* INTERNALS: OPENING */

    function _checkToken(Terms calldata terms) private view {
        if (!programmes.isTokenAllowed(terms.token)) revert TokenNotListed(terms.token);
        _checkRate(terms);
    }

    /// @dev Under a line the rate keeps to the line's floor: with a floating rate its own floor does.
    function _checkRate(Terms calldata terms) private view {
        if (!terms.lined) return;
        creditLines.checkRate(terms.lender, terms.borrower, terms.index == 0 ? terms.rate : terms.floor);
    }

    function _give(bytes32 loan, Cover[] calldata covers) private {
        for (uint256 i; i < covers.length; ++i) {
            Cover calldata cover = covers[i];
            emit CoverGiven(loan, cover.guarantor, cover.share, cover.cap, cover.fee);
        }
    }

    function _payFees(Terms calldata terms, Cover[] calldata covers, address borrower) private {
        if (terms.fee != 0) loans.payFee(terms.token, borrower, terms.feePayee, terms.fee);
        for (uint256 i; i < covers.length; ++i) {
            if (covers[i].fee == 0) continue;
            address guarantor = parties.wordFor(covers[i].guarantor).cash();
            loans.payFee(terms.token, borrower, guarantor, covers[i].fee);
        }
    }

    /* INTERNALS: AMENDING */

    /// @dev What an amendment keeps. Guarantors who have paid keep their covers until they have their money back.
    function _checkKept(Terms calldata terms, Terms calldata newTerms) private view {
        bytes32 loan = terms.amends == 0 ? LoanTerms.hash(terms) : terms.amends;
        if (newTerms.amends != loan) revert AmendmentInvalid("amends");
        if (newTerms.lender != terms.lender) revert AmendmentInvalid("lender");
        if (newTerms.borrower != terms.borrower) revert AmendmentInvalid("borrower");
        if (newTerms.token != terms.token) revert AmendmentInvalid("token");
        if (newTerms.offset != terms.offset) revert AmendmentInvalid("offset");
        _checkMoneyKept(terms, newTerms);
        if (newTerms.covers != terms.covers && loans.stateOf(loan).covered) {
            revert AmendmentInvalid("covers");
        }
    }

    function _checkMoneyKept(Terms calldata terms, Terms calldata newTerms) private pure {
        if (newTerms.reserved != terms.reserved) revert AmendmentInvalid("reserved");
        if (newTerms.lined != terms.lined) revert AmendmentInvalid("lined");
        // What was reserved is all that there is to draw.
        if (terms.reserved && newTerms.commitment > terms.commitment) revert AmendmentInvalid("commitment");
        // Fees are paid at opening: what a change costs is settled outside.
        if (newTerms.fee != 0) revert AmendmentInvalid("fee");
    }

    function _checkNewCovers(Terms calldata terms, Cover[] calldata covers, Cover[] calldata newCovers)
        private
        pure
    {
        LoanTerms.checkNamed(terms, covers);
        for (uint256 i; i < newCovers.length; ++i) {
            if (newCovers[i].fee != 0) revert AmendmentInvalid("coverFee");
        }
    }

    /* INTERNALS: CONTEXT */

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
