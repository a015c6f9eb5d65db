// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IDiscounting} from "../interfaces/IDiscounting.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../interfaces/Types.sol";
import {Signatures} from "./base/Signatures.sol";
import {Calendar} from "./libraries/Calendar.sol";
import {DebtMath} from "./libraries/DebtMath.sol";
import {Ids, NoteWords, PartyWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Discounting
/// @notice See IDiscounting. A custodian of Receivables: it moves notes for the holder who calls it, and keeps none.
contract Discounting is IDiscounting, Signatures {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;
    using SafeERC20 for IERC20;

    /// @dev Sale in two words.
    struct SaleRecord {
        PartyId seller;
        uint96 value;
        uint96 proceeds;
        uint24 day;
        uint32 rate;
        uint16 basis;
        bool claimed;
    }

    /// @dev A fill as worked out: who sells what to whom for how much.
    struct Deal {
        bytes32 digest;
        PartyId seller;
        address sellerCash;
        PartyWord funder;
        address token;
        ReceivableWord r;
        uint256 today;
        uint256 proceeds;
    }

    uint256 private constant SCOPE_ASSIGN = 2;
    uint256 private constant SCOPE_FUND = 4;
    uint256 private constant ROLE_FUNDER = 4;
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "Offer(uint40 funder,uint48 programme,uint96 receivable,uint8 deepestTier,uint32 rate,uint16 basis,"
        "uint256 fee,uint256 smallest,uint256 cap,bool recourse,bool registryRequired,uint256 validUntil,"
        "uint256 salt,bytes32 agreementHash)"
    );

    IParties public immutable parties;
    IProgrammes public immutable programmes;
    IReceivables public immutable receivables;

    mapping(bytes32 offer => uint256) private _filled;
    mapping(PartyId funder => uint256) private _lowestSalt;
    /// @dev By buyer, so that a note sold on with recourse can go back the whole way that it came.
    mapping(NoteId note => mapping(PartyId buyer => SaleRecord)) private _sales;

    constructor(address forwarder, IParties parties_, IProgrammes programmes_, IReceivables receivables_)
        ERC2771Context(forwarder)
        EIP712("Silkline Discounting", "1")
    {
        parties = parties_;
        programmes = programmes_;
        receivables = receivables_;
    }

    /* SELLER */

    /// @inheritdoc IDiscounting
    function take(Offer calldata offer, address signer, bytes calldata signature, Fill calldata fill)
        external
        returns (NoteId note, uint256 proceeds)
    {
        Deal memory deal = _admit(offer, fill);
        _checkSigner(offer, deal, signer, signature);
        if (offer.registryRequired && fill.registryReference == 0) revert RegistryReferenceMissing();
        proceeds = deal.proceeds;
        if (proceeds < fill.minProceeds) revert ProceedsTooLow(proceeds, fill.minProceeds);

        _filled[deal.digest] += fill.value;
        note = receivables.move(fill.note, deal.seller, offer.funder, fill.value);
        if (offer.recourse) _recordSale(offer, deal, note, fill.value);
        _emitTaken(offer, fill, deal, note);
        IERC20(deal.token).safeTransferFrom(deal.funder.cash(), deal.sellerCash, proceeds);
    }

    /* FUNDER */

    /// @inheritdoc IDiscounting
    function cancel(Offer calldata offer) external {
        PartyId party = _funder(0);
        if (party != offer.funder) revert NotFunder(party, offer.funder);
        (, bytes32 agreementHash) = programmes.saleTerms(_programmeOf(offer));
        bytes32 digest = _digest(offer, agreementHash);
        _filled[digest] = type(uint256).max;
        emit OfferWithdrawn(digest, party);
    }

    /// @inheritdoc IDiscounting
    function cancelBelow(uint256 lowestSalt) external {
        PartyId party = _funder(0);
        if (lowestSalt <= _lowestSalt[party]) revert SaltNotRaised(lowestSalt, _lowestSalt[party]);
        _lowestSalt[party] = lowestSalt;
        emit LowestSaltRaised(party, lowestSalt);
    }

    /// @inheritdoc IDiscounting
    function putBack(NoteId note) external returns (bool paid) {
        PartyId buyer = _funder(0);
        (ReceivableWord r, NoteWord n) = receivables.words(note);
        if (n.owner() != buyer) revert NoRecourse(note);
        SaleRecord memory sale = _sales[note][buyer];
        uint256 price = _checkedPrice(note, r, n, sale);
        (address token,) = programmes.saleTerms(r.programme());
        // Gone before the token is called; back if it does not pay.
        delete _sales[note][buyer];
        paid = _tryPull(IERC20(token), sale.seller, buyer, price);
        if (paid) {
            emit PutBack(note, sale.seller, buyer, price);
            receivables.move(note, buyer, sale.seller, n.value());
        } else {
            sale.claimed = true;
            _sales[note][buyer] = sale;
            emit RecourseClaimed(note, sale.seller, buyer, price);
        }
    }

    /* VIEWS */

    /// @inheritdoc IDiscounting
    function preview(Offer calldata offer, NoteId note, uint256 value)
        external
        view
        returns (uint256 proceeds, uint256 cost, uint256 daysToDue)
    {
        (ReceivableWord r, NoteWord n) = receivables.words(note);
        (, bytes32 agreementHash) = programmes.saleTerms(r.programme());
        _checkOffer(offer, _digest(offer, agreementHash), value);
        _checkNote(offer, note, n, r, value);
        _checkFunderRole(offer, r, parties.checkReceiver(offer.funder, PartyId.wrap(0)));
        daysToDue = _daysToDue(r, Calendar.today(r.offset()));
        (proceeds, cost) = _price(offer, value, daysToDue);
    }

    /// @inheritdoc IDiscounting
    function putBackPrice(NoteId note) external view returns (uint256) {
        (ReceivableWord r, NoteWord n) = receivables.words(note);
        return _checkedPrice(note, r, n, _sales[note][n.owner()]);
    }

    /// @inheritdoc IDiscounting
    function saleOf(NoteId note) external view returns (Sale memory) {
        (, NoteWord n) = receivables.words(note);
        PartyId owner = n.owner();
        SaleRecord memory s = _sales[note][owner];
        if (PartyId.unwrap(s.seller) == 0) return Sale(s.seller, s.seller, 0, 0, 0, 0, 0, false);
        return Sale(s.seller, owner, s.value, s.proceeds, s.day, s.rate, s.basis, s.claimed);
    }

    /// @inheritdoc IDiscounting
    function filledOf(bytes32 offer) external view returns (uint256) {
        return _filled[offer];
    }

    /// @inheritdoc IDiscounting
    function lowestSaltOf(PartyId funder) external view returns (uint256) {
        return _lowestSalt[funder];
    }

    /// @inheritdoc IDiscounting
    function offerDigest(Offer calldata offer) external view returns (bytes32) {
        (, bytes32 agreementHash) = programmes.saleTerms(_programmeOf(offer));
        return _digest(offer, agreementHash);
    }

    /* INTERNALS: TAKING */

    /// @dev Whether this caller may sell this value of this note under this offer, and for how much.
    function _admit(Offer calldata offer, Fill calldata fill) private view returns (Deal memory deal) {
        NoteWord n;
        PartyWord seller;
        (deal.r, n) = receivables.words(fill.note);
        if (!n.exists()) revert IReceivables.NoteUnknown(NoteId.unwrap(fill.note));
        (deal.seller, seller, deal.funder) =
            parties.admit(n.owner(), _msgSender(), SCOPE_ASSIGN, fill.value, offer.funder, PartyId.wrap(0));
        if (deal.seller == offer.funder) revert OwnOffer(offer.funder);
        deal.sellerCash = seller.cash();
        bytes32 agreementHash;
        (deal.token, agreementHash) = programmes.saleTerms(deal.r.programme());
        deal.digest = _digest(offer, agreementHash);
        _checkOffer(offer, deal.digest, fill.value);
        _checkNote(offer, fill.note, n, deal.r, fill.value);
        _checkFunderRole(offer, deal.r, deal.funder);
        deal.today = Calendar.today(deal.r.offset());
        (deal.proceeds,) = _price(offer, fill.value, _daysToDue(deal.r, deal.today));
    }

    function _checkOffer(Offer calldata offer, bytes32 digest, uint256 value) private view {
        if (ProgrammeId.unwrap(offer.programme) == 0 == (ReceivableId.unwrap(offer.receivable) == 0)) {
            revert OfferScopeInvalid(offer.programme, offer.receivable);
        }
        if (offer.basis != 360 && offer.basis != 365) revert BasisInvalid(offer.basis);
        if (block.timestamp > offer.validUntil) revert OfferExpired(offer.validUntil, block.timestamp);
        uint256 lowestSalt = _lowestSalt[offer.funder];
        if (offer.salt < lowestSalt) revert OfferCancelled(offer.salt, lowestSalt);
        if (value < offer.smallest || value == 0) revert FillTooSmall(value, offer.smallest);
        uint256 filled = _filled[digest];
        uint256 left = offer.cap > filled ? offer.cap - filled : 0;
        if (value > left) revert OfferExhausted(value, left);
    }

    function _checkNote(Offer calldata offer, NoteId note, NoteWord n, ReceivableWord r, uint256 value)
        private
        pure
    {
        if (value > n.value()) revert IReceivables.ValueExceedsNote(note, value, n.value());
        bool fits = ReceivableId.unwrap(offer.receivable) != 0
            ? offer.receivable == Ids.receivable(note)
            : ProgrammeId.unwrap(offer.programme) == ProgrammeId.unwrap(r.programme());
        if (!fits) revert NotOfferedFor(note);
        if (n.tier() > offer.deepestTier) revert OfferTierExceeded(n.tier(), offer.deepestTier);
    }

    /// @dev The debtor may buy its own paper without being a funder.
    function _checkFunderRole(Offer calldata offer, ReceivableWord r, PartyWord funder) private pure {
        if (funder.roles() & ROLE_FUNDER == 0 && offer.funder != r.anchor()) {
            revert FunderRoleMissing(offer.funder);
        }
    }

    function _checkSigner(Offer calldata offer, Deal memory deal, address signer, bytes calldata signature)
        private
        view
    {
        _checkSignature(signer, deal.digest, offer.validUntil, signature);
        // The word that the seller's admission read says it already of an unrestricted cash account.
        if (deal.funder.isFreeCash(signer)) return;
        (PartyId party,) = parties.act(signer, SCOPE_FUND, deal.proceeds);
        if (party != offer.funder) revert SignerNotOfFunder(party, offer.funder);
    }

    function _daysToDue(ReceivableWord r, uint256 today) private pure returns (uint256) {
        if (today >= r.dueDay()) revert TooLateToSell(r.dueDay(), today);
        return r.dueDay() - today;
    }

    function _price(Offer calldata offer, uint256 value, uint256 daysToDue)
        private
        pure
        returns (uint256 proceeds, uint256 cost)
    {
        // A fee of any size is refused as too high a cost, not as an overflow.
        cost = Math.saturatingAdd(offer.fee, DebtMath.discountUp(value, offer.rate, daysToDue, offer.basis));
        if (cost >= value) revert CostExceedsValue(cost, value);
        proceeds = value - cost;
    }

    function _recordSale(Offer calldata offer, Deal memory deal, NoteId note, uint256 value) private {
        // An extinguished note has no owner to put it back. The amounts fit: they are at most the note's value.
        if (offer.funder == deal.r.anchor()) return;
        _sales[note][offer.funder] = SaleRecord({
            seller: deal.seller,
            value: uint96(value),
            proceeds: uint96(deal.proceeds),
            day: uint24(deal.today),
            rate: offer.rate,
            basis: offer.basis,
            claimed: false
        });
    }

    function _emitTaken(Offer calldata offer, Fill calldata fill, Deal memory deal, NoteId note) private {
        emit OfferTaken(
            deal.digest,
            note,
            deal.seller,
            fill.note,
            offer.funder,
            fill.value,
            deal.proceeds,
            fill.registryReference,
            offer.recourse
        );
    }

    /* INTERNALS: RECOURSE */

    /// @dev Proceeds and the offer's rate on them since the sale (up), less what the note has been paid.
    function _checkedPrice(NoteId note, ReceivableWord r, NoteWord n, SaleRecord memory sale)
        private
        view
        returns (uint256)
    {
        if (PartyId.unwrap(sale.seller) == 0 || n.value() != sale.value) revert NoRecourse(note);
        if (r.status() != Status.Overdue) revert NotOverdue(Ids.receivable(note));
        uint256 daysSince = Calendar.today(r.offset()) - sale.day;
        uint256 price = sale.proceeds + DebtMath.discountUp(sale.proceeds, sale.rate, daysSince, sale.basis);
        if (price <= n.claimed()) revert NoRecourse(note);
        return price - n.claimed();
    }

    function _tryPull(IERC20 token, PartyId seller, PartyId buyer, uint256 price) private returns (bool) {
        PartyWord w = parties.wordFor(seller);
        // No note moves to a suspended party.
        if (!w.active()) return false;
        return token.trySafeTransferFrom(w.cash(), parties.wordFor(buyer).cash(), price);
    }

    /* INTERNALS: OFFERS */

    function _funder(uint256 amount) private view returns (PartyId party) {
        (party,) = parties.act(_msgSender(), SCOPE_FUND, amount);
    }

    function _programmeOf(Offer calldata offer) private view returns (ProgrammeId) {
        if (ReceivableId.unwrap(offer.receivable) == 0) return offer.programme;
        return receivables.receivableWord(offer.receivable).programme();
    }

    function _digest(Offer calldata offer, bytes32 agreementHash) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(OFFER_TYPEHASH, offer, agreementHash)));
    }
}
