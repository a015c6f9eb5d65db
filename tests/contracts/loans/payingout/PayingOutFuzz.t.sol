// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Paying out, at random

├── lists of random entries, payees failing at random, chunks in random order and again and again
│   → paid + parked = drawn = what the list paid; each chunk once; never more than the milestone
├── what is parked is claimed once                                  → the payees have what the list says, to the unit
└── milestones and refunds of random amounts in random order        → principal = drawn - refunded
*/
contract PayingOutFuzzTest is PayoutSuite {
    uint256 internal constant PAYEES = 5;
    uint256 internal constant CHUNKS = 3;

    AnsweringToken internal answering;
    Terms internal terms_;
    bytes32 internal loan;
    Milestone internal list_;
    bytes[3] internal chunks;
    uint256[3] internal sums;
    bool[3] internal paid;
    /// @dev By the list, in the chunks that were paid.
    uint256[5] internal wages;

    function setUp() public override {
        super.setUp();
        answering = new AnsweringToken();
    }

    function _random(uint256 seed, string memory what, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what, i)));
    }

    /* LISTS */

    /// @dev Three chunks of one to four entries; the milestone's amount is about their sum, above or below it.
    function _openList(uint256 seed) private {
        uint256 total;
        for (uint256 c; c < CHUNKS; ++c) {
            uint256 count = 1 + _random(seed, "entries", c) % 4;
            for (uint256 i; i < count; ++i) {
                uint256 amount = _random(seed, "amount", 4 * c + i) % 50_000e6;
                address payee = worker(_random(seed, "payee", 4 * c + i) % PAYEES);
                chunks[c] = abi.encodePacked(chunks[c], payee, uint96(amount));
                sums[c] += amount;
            }
            total += sums[c];
        }
        list_.index = 5;
        list_.amount = 1 + total * (80 + _random(seed, "room", 0) % 40) / 100;
        list_.payees = Hashes.commutativeKeccak256(_pair(), _leaf(2));
        terms_ = inToken(termsOf(list_), answering);
        terms_.reserved = seed % 2 == 1;
        loan = openLoan(terms_);
        releaseOnly(terms_, list_);
    }

    function _leaf(uint256 c) private view returns (bytes32) {
        return leafOfChunk(c, chunks[c]);
    }

    function _pair() private view returns (bytes32) {
        return Hashes.commutativeKeccak256(_leaf(0), _leaf(1));
    }

    function _proofOfChunk(uint256 c) private view returns (bytes32[] memory siblings) {
        if (c == 2) return proof(_pair());
        siblings = new bytes32[](2);
        (siblings[0], siblings[1]) = (_leaf(1 - c), _leaf(2));
    }

    /// @dev Brings a chunk; it is refused just when it was paid, pays nothing, or is too much for its milestone.
    function _payChunk(uint256 c) private {
        (, uint256 before) = loans.listOf(loan, 5);
        bool fits = sums[c] != 0 && sums[c] <= list_.amount - before;
        bytes memory call = abi.encodeCall(ILoans.payOut, (terms_, list_, c, chunks[c], _proofOfChunk(c)));
        (bool ok, bytes memory answer) = address(loans).call(call);
        vm.assertEq(ok, fits && !paid[c], "paid");
        if (!ok) return;
        vm.assertEq(abi.decode(answer, (uint256)), sums[c], "amount");
        paid[c] = true;
        for (uint256 i; i < chunks[c].length / 32; ++i) {
            (address payee, uint256 amount) = this.entryAt(chunks[c], i);
            for (uint256 p; p < PAYEES; ++p) {
                if (payee == worker(p)) wages[p] += amount;
            }
        }
    }

    /// @dev The entry, read another way than the contract reads it.
    function entryAt(bytes calldata entries, uint256 i) external pure returns (address, uint256) {
        bytes calldata entry = entries[32 * i:32 * i + 32];
        return (address(bytes20(entry[:20])), uint96(bytes12(entry[20:])));
    }

    function _assertConserved() private view {
        uint256 drawn;
        for (uint256 c; c < CHUNKS; ++c) {
            vm.assertEq(loans.isChunkPaid(loan, 5, c), paid[c], "bit");
            if (paid[c]) drawn += sums[c];
        }
        uint256 parked;
        for (uint256 p; p < PAYEES; ++p) {
            uint256 waiting = loans.parkedFor(worker(p), address(answering));
            vm.assertEq(waiting + answering.balanceOf(worker(p)), wages[p], "wage");
            parked += waiting;
        }
        (, uint256 ofList) = loans.listOf(loan, 5);
        vm.assertEq(ofList, drawn, "of the list");
        vm.assertLe(ofList, list_.amount, "of the milestone");
        assertDrawn(loan, drawn, 1 << 5);
        vm.assertEq(answering.balanceOf(address(loans)), parked + loans.reserveOf(loan), "held");
        uint256 lenders = 10 * COMMITMENT - (terms_.reserved ? COMMITMENT : drawn);
        vm.assertEq(answering.balanceOf(bankA), lenders, "lender");
    }

    /// @notice Whatever the list, the order and the failures: paid and parked is what was drawn, each chunk is paid once,
    /// and the milestone's amount is never passed (L-15, L-16, T39, T41, T43, I6, I11).
    function testFuzz_listsConserve(uint256 seed) external {
        _openList(seed);
        for (uint256 turn; turn < 6; ++turn) {
            uint256 p = _random(seed, "who", turn) % PAYEES;
            answering.setManner(worker(p), AnsweringToken.Manner(_random(seed, "manner", turn) % 9));
            _payChunk(_random(seed, "chunk", turn) % CHUNKS);
            _assertConserved();
        }
        for (uint256 p; p < PAYEES; ++p) {
            answering.setManner(worker(p), AnsweringToken.Manner.Honest);
            uint256 waiting = loans.parkedFor(worker(p), address(answering));
            if (waiting != 0) vm.assertEq(loans.claimFor(worker(p), address(answering)), waiting, "claimed");
            vm.assertEq(answering.balanceOf(worker(p)), wages[p], "has its wage");
        }
        _assertConserved();
        vm.assertEq(answering.balanceOf(address(loans)), loans.reserveOf(loan), "only the reserve rests");
    }

    /* MILESTONES AND REFUNDS */

    /// @notice Milestones come in any order, each once, and refunds of any size in between: the principal is what was
    /// drawn less what came back, to the unit (L-10, L-13, L-18, T35, I6, I8).
    function testFuzz_milestonesAndRefundsConserve(uint256 seed) external {
        terms_ = loanTerms();
        loan = openLoan(terms_);
        address[3] memory payees = [supplierOne, supplierTwo, s2];
        for (uint256 i; i < 3; ++i) {
            allowBack(payees[i]);
        }
        uint256[3] memory drawn;
        uint256[3] memory back;
        for (uint256 turn; turn < 10; ++turn) {
            uint8 i = uint8(_random(seed, "milestone", turn) % 3);
            uint256 amount = _random(seed, "amount", turn) % 150_000e6;
            if (_random(seed, "act", turn) % 2 == 0) drawn[i] = _tryRelease(i, drawn[i]);
            else back[i] = _tryRefund(payees[i], i, amount, drawn[i], back[i]);
            vm.assertEq(token.balanceOf(payees[i]), drawn[i] - back[i], "payee");
            uint256 owed = drawn[0] + drawn[1] + drawn[2] - back[0] - back[1] - back[2];
            vm.assertEq(stateOf(loan).principal, owed, "principal");
            vm.assertEq(stateOf(loan).base, owed, "base");
            vm.assertEq(token.balanceOf(bankA), 10 * COMMITMENT - owed, "lender");
        }
    }

    /// @dev Released just when it was not yet.
    function _tryRelease(uint8 i, uint256 drawn) private returns (uint256) {
        (bool ok,) =
            address(loans).call(abi.encodeCall(ILoans.release, (terms_, milestone(i), proofOf(i), "")));
        vm.assertEq(ok, drawn == 0, "released");
        return milestone(i).amount;
    }

    /// @dev Refunded just when there is an amount, paid and not yet refunded.
    function _tryRefund(address payee, uint8 i, uint256 amount, uint256 drawn, uint256 back)
        private
        returns (uint256)
    {
        bytes memory call = abi.encodeCall(ILoans.refund, (terms_, milestone(i), proofOf(i), amount));
        vm.prank(payee);
        (bool ok,) = address(loans).call(call);
        vm.assertEq(ok, amount != 0 && amount <= drawn - back, "refunded");
        return ok ? back + amount : back;
    }
}
