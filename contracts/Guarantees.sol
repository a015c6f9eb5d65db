// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IGuarantees} from "../interfaces/IGuarantees.sol";
import {Cover, ILoans, LoanState, Quote, Terms} from "../interfaces/ILoans.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {ISettlements} from "../interfaces/ISettlements.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ReceivableId,
    ReceivableWord,
    Status
} from "../interfaces/Types.sol";
import {Parking} from "./base/Parking.sol";
import {VoidableSignatures} from "./base/VoidableSignatures.sol";
import {LoanTerms} from "./libraries/LoanTerms.sol";
import {Ids, MAX_AMOUNT, NoteWords, PartyWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Guarantees
/// @notice See IGuarantees. State is final before any token is called.
contract Guarantees is IGuarantees, Parking, VoidableSignatures {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;
    using SafeERC20 for IERC20;

    /// @dev A cover of a receivable.
    struct CoverRecord {
        uint32 share;
        uint96 cap;
    }

    /// @dev How many covers a receivable has, and their shares together.
    struct Covered {
        uint8 count;
        uint32 shares;
    }

    /// @dev Position in two words.
    struct PositionRecord {
        uint96 claim;
        uint96 paid;
        uint64 shortfall;
        uint96 paidOnShortfall;
    }

    /// @dev `earlier` is the part of all claims that stems from shortfalls before the last one that was called on.
    struct Debt {
        uint128 earlier;
        uint64 shortfall;
        PartyId[] guarantors;
    }

    /// @dev A call on a cover, and the shortfall as it finds it: `debt` owed, of which guarantors are owed `claims`.
    struct Call {
        bytes32 id;
        PartyId guarantor;
        uint256 share;
        uint256 cap;
        uint256 shortfall;
        uint256 debt;
        uint256 claims;
    }

    uint256 private constant SCOPE_FUND = 4;
    uint256 private constant ROLE_GUARANTOR = 8;
    uint256 private constant MOST_COVERS = 4;
    uint256 private constant WHOLE = 1e6;
    bytes32 private constant COVER_TYPEHASH = keccak256(
        "ReceivableCover(uint96 receivable,uint40 guarantor,uint32 share,uint256 cap,uint40 payer,uint256 fee,"
        "bytes32 agreementHash,uint256 deadline,uint256 salt)"
    );

    IProgrammes public immutable programmes;
    IReceivables public immutable receivables;
    ISettlements public immutable settlements;
    ILoans public immutable loans;

    mapping(ReceivableId id => mapping(PartyId guarantor => CoverRecord)) private _covers;
    mapping(ReceivableId id => Covered) private _covered;
    mapping(bytes32 debt => Debt) private _debts;
    mapping(bytes32 debt => mapping(PartyId guarantor => PositionRecord)) private _positions;

    constructor(
        address forwarder,
        IParties parties_,
        IProgrammes programmes_,
        IReceivables receivables_,
        ISettlements settlements_,
        ILoans loans_
    ) Parking(parties_) ERC2771Context(forwarder) EIP712("Silkline Guarantees", "1") {
        programmes = programmes_;
        receivables = receivables_;
        settlements = settlements_;
        loans = loans_;
    }

    /* COVERING */

    /// @inheritdoc IGuarantees
    function cover(ReceivableCover calldata terms, NoteId holding, address signer, bytes calldata signature)
        external
    {
        // First of all: to every account it would be above its limit per act, which says less.
        if (terms.cap == 0 || terms.cap > MAX_AMOUNT) revert CapInvalid(terms.cap, MAX_AMOUNT);
        ReceivableWord r = receivables.receivableWord(terms.receivable);
        if (r.status() != Status.Open) revert ISettlements.NotOpen(terms.receivable, r.status());
        address payerCash = _checkPayer(terms, r, holding);
        _checkStanding(signer, coverDigest(terms), terms.deadline, signature);
        PartyWord guarantor = _checkGuarantor(terms, r, signer);
        _record(terms);
        emit CoverRecorded(
            terms.receivable,
            terms.guarantor,
            terms.payer,
            terms.share,
            terms.cap,
            terms.fee,
            terms.agreementHash
        );
        if (terms.fee == 0) return;
        (address token,,) = programmes.paymentTerms(r.programme());
        IERC20(token).safeTransferFrom(payerCash, guarantor.cash(), terms.fee);
    }

    /* CALLING */

    /// @inheritdoc IGuarantees
    function callCover(ReceivableId id, PartyId guarantor) external returns (uint256 amount) {
        CoverRecord memory c = _covers[id][guarantor];
        bytes32 debt = bytes32(uint256(ReceivableId.unwrap(id)));
        if (c.share == 0) revert CoverUnknown(debt, PartyId.unwrap(guarantor));
        uint256 claims = settlements.claimOf(id);
        amount = _book(Call(debt, guarantor, c.share, c.cap, 1, settlements.owed(id) + claims, claims));
        settlements.bookCover(id, amount);
        (address token,,) = programmes.paymentTerms(receivables.receivableWord(id).programme());
        _pull(token, guarantor, address(settlements), amount);
    }

    /// @inheritdoc IGuarantees
    function callLoanCover(Terms calldata terms, Cover[] calldata covers, uint256 index)
        external
        returns (uint256 amount)
    {
        // Only terms in force are quoted.
        (bytes32 loan, Quote memory q) = loans.quote(terms, 0);
        LoanState memory state = loans.stateOf(loan);
        if (!state.defaulted) revert ILoans.NotDefaulted(loan);
        LoanTerms.checkNamed(terms, covers);
        if (index >= covers.length) revert CoverUnknown(loan, index);
        Cover calldata c = covers[index];
        uint256 shortfall = loans.defaultsOf(loan);
        amount = _book(Call(loan, c.guarantor, c.share, c.cap, shortfall, q.payoff, claimOn(loan)));
        if (!state.covered) loans.setCovered(loan);
        _pull(terms.token, c.guarantor, address(this), amount);
        _payOut(terms.lender, parties.wordFor(terms.lender), terms.token, amount);
    }

    /* GETTING BACK */

    /// @inheritdoc IGuarantees
    function recovered(bytes32 debt, address token, uint256 amount) external {
        if (msg.sender != address(loans) && msg.sender != address(settlements)) revert NotSystem(msg.sender);
        uint256 claims = claimOn(debt);
        Debt storage d = _debts[debt];
        d.earlier -= uint128(amount * d.earlier / claims);
        PartyId[] memory guarantors = d.guarantors;
        uint256[] memory parts = new uint256[](guarantors.length);
        for (uint256 i; i < guarantors.length; ++i) {
            PositionRecord storage position = _positions[debt][guarantors[i]];
            uint256 claim_ = position.claim;
            if (claim_ == 0) continue;
            parts[i] = amount * claim_ / claims;
            // Fits: amount is at most claims, here and after each guarantor, so that no part is above its claim.
            position.claim = uint96(claim_ - parts[i]);
            amount -= parts[i];
            claims -= claim_;
            emit Recovered(debt, guarantors[i], parts[i], position.claim);
        }
        _payParts(guarantors, parts, token);
    }

    /* VIEWS */

    /// @inheritdoc IGuarantees
    function claimOn(bytes32 debt) public view returns (uint256 claims) {
        PartyId[] memory guarantors = _debts[debt].guarantors;
        for (uint256 i; i < guarantors.length; ++i) {
            claims += _positions[debt][guarantors[i]].claim;
        }
    }

    /// @inheritdoc IGuarantees
    function positionOf(bytes32 debt, PartyId guarantor) external view returns (Position memory) {
        PositionRecord memory p = _positions[debt][guarantor];
        return Position(p.claim, p.paid, p.shortfall, p.paidOnShortfall);
    }

    /// @inheritdoc IGuarantees
    function guarantorsOf(bytes32 debt) external view returns (PartyId[] memory) {
        return _debts[debt].guarantors;
    }

    /// @inheritdoc IGuarantees
    function coverOf(ReceivableId id, PartyId guarantor) external view returns (uint256 share, uint256 cap) {
        CoverRecord memory c = _covers[id][guarantor];
        return (c.share, c.cap);
    }

    /// @inheritdoc IGuarantees
    function coverDigest(ReceivableCover calldata terms) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(COVER_TYPEHASH, terms)));
    }

    /* INTERNALS: COVERING */

    /// @dev The caller acts for the payer, and the payer has to do with the debt: nobody else fills its four places.
    function _checkPayer(ReceivableCover calldata terms, ReceivableWord r, NoteId holding)
        private
        view
        returns (address cash)
    {
        (PartyId payer, PartyWord word) = parties.act(_msgSender(), SCOPE_FUND, terms.fee);
        if (payer != terms.payer) revert NotFeePayer(payer, terms.payer);
        if (payer == r.anchor()) return word.cash();
        (, NoteWord n) = receivables.words(holding);
        PartyId holder = Ids.receivable(holding) == terms.receivable ? n.owner() : PartyId.wrap(0);
        if (payer != holder) revert IProgrammes.NeitherAnchorNorHolder(payer, r.anchor(), holder);
        return word.cash();
    }

    /// @dev As one that receives the debt: active, in date, outside the debtor's group, and not during a halt.
    function _checkGuarantor(ReceivableCover calldata terms, ReceivableWord r, address signer)
        private
        view
        returns (PartyWord w)
    {
        PartyId guarantor = terms.guarantor;
        if (PartyId.unwrap(guarantor) == 0) revert IParties.ZeroParty();
        (, w,) = parties.admit(guarantor, signer, SCOPE_FUND, terms.cap, guarantor, r.anchor());
        if (w.roles() & ROLE_GUARANTOR == 0) {
            revert IParties.RoleMissing(guarantor, ROLE_GUARANTOR, w.roles());
        }
    }

    function _record(ReceivableCover calldata terms) private {
        ReceivableId id = terms.receivable;
        Covered memory covered = _covered[id];
        if (_covers[id][terms.guarantor].share != 0) revert CoverExists(id, terms.guarantor);
        if (covered.count == MOST_COVERS) revert TooManyCovers(id, MOST_COVERS);
        uint256 largest = WHOLE - covered.shares;
        if (terms.share == 0 || terms.share > largest) revert ShareInvalid(terms.share, largest);
        _covered[id] = Covered(covered.count + 1, covered.shares + terms.share);
        _covers[id][terms.guarantor] = CoverRecord(terms.share, uint96(terms.cap));
    }

    /* INTERNALS: CALLING */

    /// @dev Books what the guarantor pays. All covers of a shortfall are shares of the debt less the claims that were
    /// there before it, so that none depends on whether another was called first.
    function _book(Call memory c) private returns (uint256 amount) {
        Debt storage d = _debts[c.id];
        if (d.shortfall != c.shortfall) (d.shortfall, d.earlier) = (uint64(c.shortfall), uint128(c.claims));
        PositionRecord memory p = _positions[c.id][c.guarantor];
        if (p.shortfall != c.shortfall) (p.shortfall, p.paidOnShortfall) = (uint64(c.shortfall), 0);
        amount = _payable(c, p, d.earlier);
        if (p.paid == 0) d.guarantors.push(c.guarantor);
        // Fit: what a guarantor pays in all is at most its cap.
        p.claim += uint96(amount);
        p.paid += uint96(amount);
        p.paidOnShortfall += uint96(amount);
        _positions[c.id][c.guarantor] = p;
        emit CoverCalled(c.id, c.guarantor, c.shortfall, amount, p.claim);
    }

    /// @dev min(floor(share * (D - E)) - paid before on the shortfall, cap - all paid, D - G).
    function _payable(Call memory c, PositionRecord memory p, uint256 earlier)
        private
        pure
        returns (uint256 amount)
    {
        uint256 part = c.share * Math.saturatingSub(c.debt, earlier) / WHOLE;
        uint256 room = Math.saturatingSub(c.cap, p.paid);
        uint256 owed = Math.saturatingSub(c.debt, c.claims);
        amount = Math.min(Math.saturatingSub(part, p.paidOnShortfall), Math.min(room, owed));
        if (amount == 0) revert NothingToCall(c.id, c.guarantor, part, p.paidOnShortfall, room, owed);
    }

    function _pull(address token, PartyId guarantor, address to, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(to);
        IERC20(token).safeTransferFrom(parties.wordFor(guarantor).cash(), to, amount);
        uint256 received = IERC20(token).balanceOf(to) - before;
        if (received != amount) revert WrongAmountReceived(token, amount, received);
    }

    /* INTERNALS: GETTING BACK */

    function _payParts(PartyId[] memory guarantors, uint256[] memory parts, address token) private {
        for (uint256 i; i < guarantors.length; ++i) {
            if (parts[i] == 0) continue;
            _payOut(guarantors[i], parties.wordFor(guarantors[i]), token, parts[i]);
        }
    }
}
