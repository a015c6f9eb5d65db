// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.payOut

├── when the list's milestone is not released, or not this one           → MilestoneNotReleased
├── when the loan or the terms are others                                → LoanUnknown, TermsNotInForce
├── when a chunk is empty, or not whole entries                          → ChunkMalformed
├── when a chunk is not of the list: changed, of another place or list   → ChunkUnknown
├── when a chunk was paid                                                → ChunkPaid
├── when the list would pay more than its milestone                      → ListExceeded
├── when nothing, or more than is left of the commitment, would be drawn → ZeroAmount, CommitmentExceeded
├── while paying out is stopped, or after the draw deadline              → as for a release
├── when the lender cannot pay, or the line refuses                      → their error, the chunk stays unpaid
└── otherwise: by anyone, in any order, resumed at any time              → each entry paid, each chunk once
*/
contract PayOutTest is PayoutSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        loan = openLoan(terms_);
        release(terms_, 3);
    }

    function _refused(
        Milestone memory m,
        uint256 chunk,
        bytes memory entries,
        bytes32[] memory siblings,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        loans.payOut(terms_, m, chunk, entries, siblings);
    }

    function _unknownChunk(uint256 chunk, bytes memory entries, bytes32[] memory siblings) private {
        _refused(
            milestone(3),
            chunk,
            entries,
            siblings,
            abi.encodeWithSelector(ILoans.ChunkUnknown.selector, listRoot(), chunk)
        );
    }

    function _assertUnpaid() private view {
        for (uint256 i; i < 2; ++i) {
            vm.assertFalse(loans.isChunkPaid(loan, 3, i), "unpaid");
        }
        (, uint256 paid) = loans.listOf(loan, 3);
        vm.assertEq(paid, 0, "paid");
        assertDrawn(loan, 0, 8);
    }

    /// @dev Opens and releases a list of two chunks; from now on the loan of the tests.
    function _useList(bytes memory first, bytes memory second, uint256 amount)
        private
        returns (Milestone memory m)
    {
        m = listMilestone(first, second, amount);
        (terms_, loan) = openAndRelease(m);
    }

    function _entry(uint256 i, uint256 amount) private pure returns (bytes memory) {
        return abi.encodePacked(worker(i), uint96(amount));
    }

    /* WHICH LIST */

    /// @notice A list pays once its milestone is released, and no sooner (L-16).
    function test_refusesBeforeTheRelease() external {
        terms_.salt = 2;
        loan = openLoan(terms_);
        bytes memory reason = abi.encodeWithSelector(ILoans.MilestoneNotReleased.selector, loan, 3);
        payOutRefused(terms_, 0, reason);
        release(terms_, 0);
        payOutRefused(terms_, 0, reason);
    }

    /// @notice Index, amount, root, condition and deadline of a list are those that were released (L-16, L-41, T36).
    function test_refusesAnotherMilestone() external {
        for (uint256 i; i < 6; ++i) {
            Milestone memory m = milestone(3);
            if (i == 0) m.index = 2;
            if (i == 1) m.amount += 1;
            if (i == 2) m.payees = chunkLeaf(0);
            if (i == 3) m.condition = address(token);
            if (i == 4) m.config = hex"00";
            if (i == 5) m.deadline = 1;
            _refused(
                m,
                0,
                entriesOf(0),
                chunkProof(0),
                abi.encodeWithSelector(ILoans.MilestoneNotReleased.selector, loan, m.index)
            );
        }
        _assertUnpaid();
    }

    /// @notice The milestone of one payee is no list, though it is released (L-16).
    function test_refusesTheMilestoneOfAPayee() external {
        release(terms_, 0);
        _refused(
            milestone(0),
            0,
            entriesOf(0),
            chunkProof(0),
            abi.encodeWithSelector(ILoans.MilestoneNotReleased.selector, loan, 0)
        );
    }

    /// @notice A list is paid under the terms in force of its loan only (L-1, L-16).
    function test_refusesOtherTerms() external {
        Terms memory t = loanTerms();
        t.salt = 2;
        payOutRefused(t, 0, abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        t.amends = loan;
        payOutRefused(
            t, 0, abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan)
        );
    }

    /* WHICH CHUNK */

    /// @notice A chunk is whole entries of 32 bytes, and at least one (L-17).
    function test_refusesMalformedChunks() external {
        uint256[4] memory lengths = [uint256(0), 31, 33, 63];
        for (uint256 i; i < lengths.length; ++i) {
            _refused(
                milestone(3),
                0,
                new bytes(lengths[i]),
                chunkProof(0),
                abi.encodeWithSelector(ILoans.ChunkMalformed.selector, lengths[i])
            );
        }
        // Signed so, it is malformed all the same.
        bytes memory odd = bytes.concat(_entry(0, 1), hex"00");
        Milestone memory m = _useList(odd, _entry(1, 1), 2);
        _refused(
            m,
            0,
            odd,
            proof(leafOfChunk(1, _entry(1, 1))),
            abi.encodeWithSelector(ILoans.ChunkMalformed.selector, 33)
        );
    }

    /// @notice Nobody changes a payee, an amount or the order of a chunk, adds or leaves out an entry (L-11, L-16, T42).
    function test_refusesChangedEntries() external {
        bytes memory entries = entriesOf(0);
        bytes32[] memory siblings = chunkProof(0);
        _unknownChunk(
            0, abi.encodePacked(outsider, uint96(100_000e6), worker(1), uint96(100_000e6)), siblings
        );
        _unknownChunk(0, bytes.concat(_entry(0, 100_000e6), _entry(1, 100_000e6 - 1)), siblings);
        _unknownChunk(0, bytes.concat(_entry(1, 100_000e6), _entry(0, 100_000e6)), siblings);
        _unknownChunk(0, bytes.concat(entries, _entry(2, 1)), siblings);
        _unknownChunk(0, _entry(0, 100_000e6), siblings);
        _assertUnpaid();
    }

    /// @notice A chunk has its place: as another number, or by another proof, it is none (L-16, T39).
    function test_refusesAnotherPlace() external {
        _unknownChunk(1, entriesOf(0), chunkProof(0));
        _unknownChunk(0, entriesOf(1), chunkProof(1));
        _unknownChunk(2, entriesOf(0), chunkProof(0));
        _unknownChunk(type(uint256).max, entriesOf(0), chunkProof(0));
        _unknownChunk(0, entriesOf(0), chunkProof(1));
        _unknownChunk(0, entriesOf(0), noProof());
    }

    /// @notice A node of the tree of chunks is no chunk, nor is a leaf hashed once; a milestone is none either (L-16, T38).
    function test_refusesNodesAsChunks() external {
        bytes memory pair = bytes.concat(chunkLeaf(0), chunkLeaf(1));
        _unknownChunk(0, pair, noProof());
        _unknownChunk(0, bytes.concat(chunkLeaf(1), chunkLeaf(0)), noProof());
        bytes memory entries = _entry(0, 1);
        Milestone memory m;
        (m.amount, m.payees) = (1, keccak256(abi.encode(uint256(0), keccak256(entries))));
        (terms_, loan) = openAndRelease(m);
        _refused(m, 0, entries, noProof(), abi.encodeWithSelector(ILoans.ChunkUnknown.selector, m.payees, 0));
    }

    /// @notice A chunk of one list is none of another: neither of the same loan nor of another one (L-16, T40).
    function test_refusesAChunkOfAnotherList() external {
        bytes memory foreign = _entry(2, 5e6);
        Milestone memory m = _useList(foreign, _entry(3, 5e6), 10e6);
        _refused(
            m,
            0,
            entriesOf(0),
            chunkProof(0),
            abi.encodeWithSelector(ILoans.ChunkUnknown.selector, m.payees, 0)
        );
        (terms_, loan) = (loanTerms(), agreements.hashOf(loanTerms()));
        _unknownChunk(0, foreign, proof(leafOfChunk(1, _entry(3, 5e6))));
    }

    /// @notice A chunk is paid once, whoever brings it, and however often (L-16, T39, I11).
    function test_refusesTwice() external {
        payOut(terms_, 1);
        bytes memory reason = abi.encodeWithSelector(ILoans.ChunkPaid.selector, listRoot(), 1);
        payOutRefused(terms_, 1, reason);
        vm.prank(bankA);
        payOutRefused(terms_, 1, reason);
        payOut(terms_, 0);
        toDay(DAY + 1);
        payOutRefused(terms_, 1, reason);
        assertDrawn(loan, 400_000e6, 8);
    }

    /// @notice Two chunks of one number in a tree are one: the second is never paid (L-16, T39, I11).
    function test_refusesAnotherOfTheSameNumber() external {
        (bytes memory first, bytes memory second) = (_entry(0, 1), _entry(1, 1));
        Milestone memory m;
        m.amount = 2;
        m.payees = Hashes.commutativeKeccak256(leafOfChunk(0, first), leafOfChunk(0, second));
        (terms_, loan) = openAndRelease(m);
        loans.payOut(terms_, m, 0, second, proof(leafOfChunk(0, first)));
        _refused(
            m,
            0,
            first,
            proof(leafOfChunk(0, second)),
            abi.encodeWithSelector(ILoans.ChunkPaid.selector, m.payees, 0)
        );
    }

    /* AMOUNTS */

    /// @notice A list pays at most its milestone's amount, whatever its chunks add up to (L-16, T41, I11).
    function test_refusesMoreThanTheMilestone() external {
        (bytes memory first, bytes memory second) = (_entry(0, 6e6), _entry(1, 5e6));
        Milestone memory m = _useList(first, second, 11e6 - 1);
        loans.payOut(terms_, m, 0, first, proof(leafOfChunk(1, second)));
        _refused(
            m,
            1,
            second,
            proof(leafOfChunk(0, first)),
            abi.encodeWithSelector(ILoans.ListExceeded.selector, m.payees, 5e6, 5e6 - 1)
        );
        vm.assertFalse(loans.isChunkPaid(loan, 0, 1), "unpaid");
        m = _useList(first, second, 5e6);
        _refused(
            m,
            0,
            first,
            proof(leafOfChunk(1, second)),
            abi.encodeWithSelector(ILoans.ListExceeded.selector, m.payees, 6e6, 5e6)
        );
    }

    /// @notice A chunk that pays nobody anything is refused; one with an empty entry among others is paid (L-16).
    function test_refusesNothing() external {
        bytes memory nothing = bytes.concat(_entry(0, 0), _entry(1, 0));
        bytes memory some = bytes.concat(_entry(0, 0), _entry(1, 1));
        Milestone memory m = _useList(nothing, some, 1);
        _refused(
            m, 0, nothing, proof(leafOfChunk(1, some)), abi.encodeWithSelector(ILoans.ZeroAmount.selector)
        );
        loans.payOut(terms_, m, 1, some, proof(leafOfChunk(0, nothing)));
        assertPayee(token, worker(1), 0, 1);
    }

    /// @notice Chunks draw on the commitment beside all else (L-13, T41).
    function test_refusesMoreThanTheCommitment() external {
        (terms_.commitment, terms_.salt) = (500_000e6, 2);
        loan = openLoan(terms_);
        release(terms_, 3);
        payOut(terms_, 0);
        release(terms_, 1);
        payOutRefused(
            terms_, 1, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 100_000e6)
        );
        vm.assertFalse(loans.isChunkPaid(loan, 3, 1), "unpaid");
    }

    /* STANDING */

    /// @notice What stops releases stops chunks too, and they go on where they stopped (L-12, T44, T68).
    function test_refusesWhileStoppedAndResumes() external {
        payOut(terms_, 1);
        freezeLoan(loan, true);
        payOutRefused(terms_, 0, abi.encodeWithSelector(ILoans.LoanFrozen.selector, loan));
        freezeLoan(loan, false);
        suspend(BANK_A);
        payOutRefused(terms_, 0, suspended(BANK_A));
        reinstate(BANK_A);
        suspend(S1);
        payOutRefused(terms_, 0, suspended(S1));
        reinstate(S1);
        halt();
        payOutRefused(terms_, 0, abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
        vm.warp(block.timestamp + 7 days);
        vm.assertEq(payOut(terms_, 0), 200_000e6, "resumed");
    }

    /// @notice In default nothing more of a list is paid (L-12, L-36).
    function test_refusesInDefault() external {
        (terms_.graceDays, terms_.daysToDefault, terms_.salt) = (0, 0, 2);
        loan = openLoan(terms_);
        release(terms_, 3);
        payOut(terms_, 0);
        toDay(FIRST_DUE + 1);
        loans.markDefault(terms_);
        payOutRefused(terms_, 1, abi.encodeWithSelector(ILoans.LoanDefaulted.selector, loan));
    }

    /// @notice What of a list is unpaid lapses after the draw deadline; a deadline for its release is none for its
    /// chunks (L-10, L-16).
    function test_refusesAfterTheDrawDeadline() external {
        Milestone memory m = listMilestone(entriesOf(0), entriesOf(1), 400_000e6);
        m.deadline = uint24(DAY);
        (terms_, loan) = openAndRelease(m);
        vm.warp((uint256(DRAW_DEADLINE) + 1) * 1 days - 1);
        loans.payOut(terms_, m, 0, entriesOf(0), chunkProof(0));
        vm.warp(block.timestamp + 1);
        _refused(
            m,
            1,
            entriesOf(1),
            chunkProof(1),
            abi.encodeWithSelector(
                ILoans.DrawDeadlinePassed.selector, DRAW_DEADLINE, uint256(DRAW_DEADLINE) + 1
            )
        );
    }

    /// @notice If the lender cannot pay a chunk, nothing of it is paid, and it may be brought again (L-15, L-16, T24).
    function test_refusesWithoutTheLendersMoney() external {
        vm.prank(bankA);
        token.approve(address(loans), 200_000e6 - 1);
        payOutRefused(
            terms_,
            0,
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(loans), 200_000e6 - 1, 200_000e6
            )
        );
        _assertUnpaid();
        vm.prank(bankA);
        token.approve(address(loans), 200_000e6);
        payOut(terms_, 0);
    }

    /// @notice Under a line each chunk draws what it pays, before any money moves, or is refused by the line (L-43, I12).
    function test_drawsOnTheLine() external {
        letLinesAgree();
        (terms_.lined, terms_.salt) = (true, 2);
        loan = openLoan(terms_);
        release(terms_, 3);
        bytes memory call = abi.encodeCall(ICreditLines.draw, (BANK_A, S1, 200_000e6));
        bytes memory reason =
            abi.encodeWithSelector(ICreditLines.LineExceeded.selector, BANK_A, S1, 0, 200_000e6, 0);
        vm.mockCallRevert(address(lines), call, reason);
        payOutRefused(terms_, 0, reason);
        _assertUnpaid();
        vm.mockCall(address(lines), call, "");
        vm.expectCall(address(lines), call);
        payOut(terms_, 0);
    }

    /* SUCCESS */

    /// @notice A chunk is pulled from the lender in one, and each entry paid; the event says all of it (L-11, L-16, I23).
    function test_paysAChunk() external {
        vm.expectEmit(address(token));
        emit IERC20.Transfer(bankA, address(loans), 200_000e6);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(loans), worker(2), 100_000e6);
        vm.expectEmit(address(loans));
        emit ILoans.ChunkPaidOut(loan, 3, 1, 200_000e6, 0);
        vm.recordLogs();
        vm.prank(outsider);
        vm.assertEq(payOut(terms_, 1), 200_000e6, "amount");
        bytes32 moved = IERC20.Transfer.selector;
        assertEvents(abi.encodePacked(moved, moved, moved, ILoans.ChunkPaidOut.selector));
        assertPayee(token, worker(2), 0, 100_000e6);
        assertPayee(token, worker(3), 0, 100_000e6);
        assertPayee(token, worker(0), 0, 0);
        assertBalance(token, address(loans), 0, "nothing rests");
        vm.assertTrue(loans.isChunkPaid(loan, 3, 1), "paid");
        vm.assertFalse(loans.isChunkPaid(loan, 3, 0), "the other is not");
        vm.assertFalse(loans.isChunkPaid(loan, 2, 1), "nor one of another list");
        (, uint256 paid) = loans.listOf(loan, 3);
        vm.assertEq(paid, 200_000e6, "of the list");
        assertDrawn(loan, 200_000e6, 8);
    }

    /// @notice Chunks come in any order, on any day; interest on each starts with it (L-13, L-16, T44).
    function test_paysInAnyOrder() external {
        payOut(terms_, 1);
        toDay(DAY + 10);
        vm.assertEq(quoteOf(terms_).accrued, 333_333_334, "of the first");
        payOut(terms_, 0);
        for (uint256 i; i < WORKERS; ++i) {
            assertPayee(token, worker(i), 0, 100_000e6);
        }
        (, uint256 paid) = loans.listOf(loan, 3);
        vm.assertEq(paid, 400_000e6, "of the list");
        toDay(DAY + 20);
        vm.assertEq(quoteOf(terms_).accrued, 1_000e6, "of both");
    }

    /// @notice The same payee and amount twice in a list are two wages, and paid twice (L-16, T39).
    function test_paysTheSameEntryTwice() external {
        bytes memory twice = bytes.concat(_entry(0, 7e6), _entry(0, 7e6));
        Milestone memory m = _useList(twice, twice, 28e6);
        loans.payOut(terms_, m, 0, twice, proof(leafOfChunk(1, twice)));
        loans.payOut(terms_, m, 1, twice, proof(leafOfChunk(0, twice)));
        assertPayee(token, worker(0), 0, 28e6);
    }

    /// @notice One chunk may be the whole list, and its number any at all (L-16).
    function test_paysAListOfOneChunk() external {
        uint256 number = type(uint256).max;
        bytes memory entries = _entry(0, 3);
        Milestone memory m;
        (m.amount, m.payees) = (3, leafOfChunk(number, entries));
        (terms_, loan) = openAndRelease(m);
        vm.assertEq(loans.payOut(terms_, m, number, entries, noProof()), 3, "amount");
        vm.assertTrue(loans.isChunkPaid(loan, 0, number), "paid");
    }

    /// @notice From a reserve each entry is paid directly, and the lender's account is left alone (L-9, L-16).
    function test_paysFromTheReserve() external {
        (terms_.reserved, terms_.salt) = (true, 2);
        loan = openLoan(terms_);
        release(terms_, 3);
        uint256 before = token.balanceOf(bankA);
        vm.recordLogs();
        payOut(terms_, 0);
        bytes32 moved = IERC20.Transfer.selector;
        assertEvents(
            abi.encodePacked(ILoans.ReserveChanged.selector, moved, moved, ILoans.ChunkPaidOut.selector)
        );
        assertBalance(token, bankA, before, "lender");
        vm.assertEq(loans.reserveOf(loan), 800_000e6, "reserve");
        assertBalance(token, address(loans), 800_000e6, "held");
    }

    /// @notice Entries need not be parties, and may be: the token alone decides on payees of a list (L-16, T36).
    function test_paysPartiesOfAList() external {
        bytes memory entries = abi.encodePacked(s2, uint96(1e6), s1, uint96(2e6));
        Milestone memory m = _useList(entries, _entry(0, 1), 4e6);
        suspend(S2);
        loans.payOut(terms_, m, 0, entries, proof(leafOfChunk(1, _entry(0, 1))));
        assertPayee(token, s2, 0, 1e6);
        assertPayee(token, s1, 0, 2e6);
    }
}
