// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Milestone} from "../../interfaces/ICondition.sol";
import {ILoanAgreements} from "../../interfaces/ILoanAgreements.sol";
import {Cover, Method, Terms} from "../../interfaces/ILoans.sol";
import {PartyId} from "../../interfaces/Types.sol";
import {LoanCalendar} from "./LoanCalendar.sol";
import {LoanMath} from "./LoanMath.sol";
import {MAX_AMOUNT} from "./Words.sol";

/// @title LoanTerms
/// @notice What signed terms hash to, and whether they make sense.
library LoanTerms {
    /// @dev Last day of the year 2199.
    uint256 internal constant LAST_DAY = 84_005;
    uint256 internal constant MOST_INSTALMENTS = 600;
    uint256 internal constant MOST_COVERS = 4;
    uint256 internal constant MOST_MILESTONES = 64;
    /// @dev Periods x rate of a period up to which an annuity's plan is worked out: it grows by less than e**26.
    uint256 internal constant MOST_GROWTH = 26 * LoanMath.RAY;

    bytes32 internal constant COVER_TYPEHASH =
        keccak256("Cover(uint40 guarantor,uint32 share,uint256 cap,uint256 fee)");
    bytes32 internal constant TERMS_TYPEHASH = keccak256(
        "Terms(bytes32 amends,uint40 lender,uint40 borrower,address token,int8 offset,uint256 commitment,"
        "bool reserved,uint24 drawDeadline,uint32 rate,bytes32 index,int32 spread,uint32 floor,"
        "uint24 firstReset,uint8 resetMonths,uint8 dayCount,uint8 method,uint16 interestOnly,"
        "uint24 firstDue,uint16 instalments,uint16 interval,bool inDays,bool endOfMonth,uint16 graceDays,"
        "uint32 penaltyRate,uint16 daysToDefault,uint8 prepayment,uint256 fee,address feePayee,"
        "Cover[] covers,bool lined,bool proceedsToPrincipal,bytes4 purpose,bytes32 agreementHash,"
        "bytes32 evidenceRoot,bytes32 milestonesRoot,uint8 milestones,uint256 salt,uint256 deadline)"
        "Cover(uint40 guarantor,uint32 share,uint256 cap,uint256 fee)"
    );

    /* HASHES */

    /// @notice EIP-712 struct hash of terms.
    /// @dev Each member is one word of calldata, encoded as EIP-712 encodes it: the words are hashed as they came.
    function hash(Terms calldata terms) internal pure returns (bytes32 result) {
        bytes32 typehash = TERMS_TYPEHASH;
        assembly ("memory-safe") {
            // Written to free memory that nobody claims: the type's hash and the 38 words of the terms.
            let data := mload(64)
            mstore(data, typehash)
            calldatacopy(add(data, 32), terms, 1216)
            result := keccak256(data, 1248)
        }
    }

    /// @notice Hash of an array of covers as EIP-712 encodes it.
    function hash(Cover[] calldata covers) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](covers.length);
        for (uint256 i; i < covers.length; ++i) {
            hashes[i] = keccak256(abi.encode(COVER_TYPEHASH, covers[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }

    /// @notice Leaf of a milestone, hashed twice, so that no node of a tree passes for one.
    function leaf(Milestone calldata milestone) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(milestone))));
    }

    /// @notice Leaf of a chunk of a payout list.
    function leaf(uint256 chunk, bytes calldata entries) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(chunk, keccak256(entries)))));
    }

    /* SENSE */

    /// @notice Reverts with `TermInvalid` unless the terms make sense on `today`.
    function check(Terms calldata terms, Cover[] calldata covers, uint256 today) internal pure {
        _checkAmounts(terms);
        _checkInterest(terms);
        _checkSchedule(terms, today);
        _checkCovers(terms, covers);
    }

    function _checkAmounts(Terms calldata terms) private pure {
        _atLeast("lender", PartyId.unwrap(terms.lender), 1);
        if (terms.borrower == terms.lender) {
            revert ILoanAgreements.TermInvalid(
                "borrower", PartyId.unwrap(terms.borrower), PartyId.unwrap(terms.lender)
            );
        }
        _atLeast("commitment", terms.commitment, 1);
        _atMost("commitment", terms.commitment, MAX_AMOUNT);
        _atLeast("milestones", terms.milestones, 1);
        _atMost("milestones", terms.milestones, MOST_MILESTONES);
        if (terms.fee == 0) return;
        _atMost("fee", terms.fee, terms.commitment);
        _atLeast("feePayee", uint160(terms.feePayee), 1);
    }

    function _checkInterest(Terms calldata terms) private pure {
        uint256 most = LoanMath.RATE_SCALE;
        _atMost("rate", terms.rate, most);
        _atMost("penaltyRate", terms.penaltyRate, most);
        _atLeast("dayCount", uint256(terms.dayCount), 1);
        if (terms.index == 0) return;
        _atMost("floor", terms.floor, most);
        int256 spread = terms.spread;
        _atMost("spread", uint256(spread < 0 ? -spread : spread), most);
        _atLeast("firstReset", terms.firstReset, 1);
        _atMost("firstReset", terms.firstReset, LAST_DAY);
        _atLeast("resetMonths", terms.resetMonths, 1);
    }

    function _checkSchedule(Terms calldata terms, uint256 today) private pure {
        _atMost("offset", uint256(int256(terms.offset) + 48), 104);
        _atLeast("method", uint256(terms.method), 1);
        _atLeast("prepayment", uint256(terms.prepayment), 1);
        _atLeast("instalments", terms.instalments, 1);
        _atMost("instalments", terms.instalments, terms.method == Method.Bullet ? 1 : MOST_INSTALMENTS);
        _atMost("interestOnly", terms.interestOnly, terms.instalments - 1);
        _atLeast("interval", terms.interval, 1);
        _atLeast("drawDeadline", terms.drawDeadline, today);
        _atLeast("firstDue", terms.firstDue, today + 1);
        _atMost("firstDue", terms.firstDue, LAST_DAY);
        _checkLastDays(terms);
        _atLeast("daysToDefault", terms.daysToDefault, terms.graceDays);
        if (terms.method != Method.Annuity) return;
        uint256 parts = terms.instalments - terms.interestOnly;
        _atMost("annuity", LoanMath.periodRate(terms) * parts, MOST_GROWTH);
    }

    function _checkLastDays(Terms calldata terms) private pure {
        uint256 last = LoanCalendar.dueDay(terms, terms.instalments);
        _atMost("lastDue", last, LAST_DAY);
        bool inParts = terms.method == Method.EqualPrincipal || terms.method == Method.Annuity;
        uint256 first = inParts ? LoanCalendar.dueDay(terms, uint256(terms.interestOnly) + 1) : last;
        _atLeast("firstPrincipalDay", first, uint256(terms.drawDeadline) + 1);
    }

    function _checkCovers(Terms calldata terms, Cover[] calldata covers) private pure {
        checkNamed(terms, covers);
        _atMost("covers", covers.length, MOST_COVERS);
        uint256 shares;
        for (uint256 i; i < covers.length; ++i) {
            _atLeast("share", covers[i].share, 1);
            _atLeast("cap", covers[i].cap, 1);
            _atMost("cap", covers[i].cap, MAX_AMOUNT);
            shares += covers[i].share;
            if (covers[i].guarantor == terms.lender) revert ILoanAgreements.TermInvalid("guarantor", i, 0);
            for (uint256 j; j < i; ++j) {
                if (covers[i].guarantor == covers[j].guarantor) {
                    revert ILoanAgreements.TermInvalid("guarantor", i, j);
                }
            }
        }
        _atMost("shares", shares, LoanMath.RATE_SCALE);
    }

    /// @notice Reverts unless the covers are those that the terms name.
    function checkNamed(Terms calldata terms, Cover[] calldata covers) internal pure {
        bytes32 given = hash(covers);
        if (given != terms.covers) revert ILoanAgreements.CoversMismatch(given, terms.covers);
    }

    function _atLeast(bytes32 term, uint256 value, uint256 least) private pure {
        if (value < least) revert ILoanAgreements.TermInvalid(term, value, least);
    }

    function _atMost(bytes32 term, uint256 value, uint256 most) private pure {
        if (value > most) revert ILoanAgreements.TermInvalid(term, value, most);
    }
}
