// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cover, Terms} from "../../../../interfaces/ILoans.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.hashOf and termsDigest

├── are those that EIP-712 gives for the type written in ILoanAgreements, with the covers as an array
├── whatever the terms say
└── the digest is bound to chain and contract, the hash is not
*/
contract DigestsTest is AgreementSuite {
    string internal constant COVER = "Cover(uint40 guarantor,uint32 share,uint256 cap,uint256 fee)";
    string internal constant TERMS =
        "Terms(bytes32 amends,uint40 lender,uint40 borrower,address token,int8 offset,uint256 commitment,bool reserved,uint24 drawDeadline,uint32 rate,bytes32 index,int32 spread,uint32 floor,uint24 firstReset,uint8 resetMonths,uint8 dayCount,uint8 method,uint16 interestOnly,uint24 firstDue,uint16 instalments,uint16 interval,bool inDays,bool endOfMonth,uint16 graceDays,uint32 penaltyRate,uint16 daysToDefault,uint8 prepayment,uint256 fee,address feePayee,Cover[] covers,bool lined,bool proceedsToPrincipal,bytes4 purpose,bytes32 agreementHash,bytes32 evidenceRoot,bytes32 milestonesRoot,uint8 milestones,uint256 salt,uint256 deadline)";

    /// @dev encodeData of the standard, member by member; the covers are an array of structs there.
    function _structHash(Terms memory t, Cover[] memory covers) private pure returns (bytes32) {
        bytes memory data =
            abi.encode(keccak256(abi.encodePacked(TERMS, COVER)), t.amends, t.lender, t.borrower);
        data = bytes.concat(data, abi.encode(t.token, t.offset, t.commitment, t.reserved, t.drawDeadline));
        data = bytes.concat(data, abi.encode(t.rate, t.index, t.spread, t.floor, t.firstReset, t.resetMonths));
        data = bytes.concat(data, abi.encode(t.dayCount, t.method, t.interestOnly, t.firstDue, t.instalments));
        data = bytes.concat(data, abi.encode(t.interval, t.inDays, t.endOfMonth, t.graceDays, t.penaltyRate));
        data = bytes.concat(data, abi.encode(t.daysToDefault, t.prepayment, t.fee, t.feePayee));
        data = bytes.concat(data, abi.encode(_arrayHash(covers), t.lined, t.proceedsToPrincipal, t.purpose));
        data = bytes.concat(data, abi.encode(t.agreementHash, t.evidenceRoot, t.milestonesRoot));
        return keccak256(bytes.concat(data, abi.encode(t.milestones, t.salt, t.deadline)));
    }

    function _arrayHash(Cover[] memory covers) private pure returns (bytes32) {
        bytes memory hashes;
        for (uint256 i; i < covers.length; ++i) {
            Cover memory c = covers[i];
            bytes memory data = abi.encode(keccak256(bytes(COVER)), c.guarantor, c.share, c.cap, c.fee);
            hashes = bytes.concat(hashes, keccak256(data));
        }
        return keccak256(hashes);
    }

    function _check(Terms memory t, Cover[] memory covers) private view {
        bytes32 expected = _structHash(t, covers);
        vm.assertEq(agreements.hashOf(t), expected, "hash");
        vm.assertEq(
            agreements.termsDigest(t), typedData("Silkline Loans", address(agreements), expected), "digest"
        );
    }

    /// @notice Hash and digest are those of the standard, without covers, with one and with two (L-1, X-2, T78).
    function test_followTheStandard() external view {
        _check(loanTerms(), noCovers());
        _check(coveredTerms(), oneCover());
        Terms memory t = loanTerms();
        t.covers = coversHash(twoCovers());
        _check(t, twoCovers());
    }

    /// @notice Negative numbers, and every member at its ends, are encoded as the standard has them (X-2, T78).
    function test_followTheStandardAtTheEnds() external view {
        Terms memory t = loanTerms();
        (t.offset, t.spread, t.reserved, t.endOfMonth, t.lined) = (-48, -1_000_000, true, true, true);
        (t.rate, t.floor, t.purpose) = (type(uint32).max, type(uint32).max, 0xffffffff);
        (t.drawDeadline, t.commitment, t.salt) = (type(uint24).max, type(uint256).max, type(uint256).max);
        _check(t, noCovers());
    }

    /// @notice Whatever the terms say, the hash is that of the standard (X-2, T78).
    function testFuzz_followsTheStandard(uint256[38] memory words, Cover[3] memory three, uint256 count)
        external
        view
    {
        // The words of members by their types: arrays of words decode as structs of words do.
        uint8[38] memory bits = [
            0,
            40,
            40,
            160,
            7,
            0,
            1,
            24,
            32,
            0,
            31,
            32,
            24,
            8,
            1,
            2,
            16,
            24,
            16,
            16,
            1,
            1,
            16,
            32,
            16,
            1,
            0,
            160,
            0,
            1,
            1,
            0,
            0,
            0,
            0,
            8,
            0,
            0
        ];
        for (uint256 i; i < 38; ++i) {
            if (bits[i] != 0) words[i] &= (1 << bits[i]) - 1;
        }
        words[31] = words[31] >> 224 << 224;
        Cover[] memory covers = new Cover[](count % 4);
        for (uint256 i; i < covers.length; ++i) {
            covers[i] = three[i];
        }
        Terms memory t = abi.decode(abi.encode(words), (Terms));
        t.covers = _arrayHash(covers);
        _check(t, covers);
    }

    /// @notice A loan keeps its id on every chain, while what is signed is bound to one (X-2, T40, I27).
    function test_digestIsBoundToTheChain() external {
        Terms memory t = loanTerms();
        (bytes32 hash, bytes32 digest) = (agreements.hashOf(t), agreements.termsDigest(t));
        vm.chainId(block.chainid + 1);
        vm.assertEq(agreements.hashOf(t), hash, "hash");
        vm.assertTrue(agreements.termsDigest(t) != digest, "digest");
    }
}
