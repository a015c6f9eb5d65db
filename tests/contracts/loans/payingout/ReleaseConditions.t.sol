// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.release: conditions

├── when the condition does not hold                            → ConditionNotMet
├── when the condition reverts                                  → its own error
├── when its answer is no answer, or it is no contract          → reverts
├── when it would change anything                               → reverts
├── when the milestone is not the loan's                        → MilestoneUnknown, the condition is not asked
└── when it holds, asked with loan, milestone and evidence      → released; its list's chunks ask no more
*/
contract ReleaseConditionsTest is PayoutSuite {
    bytes internal constant EVIDENCE = "evidence";

    address internal condition = vm.addr(0xC04D);

    Milestone internal milestone_;
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        milestone_ = payeeMilestone(supplierOne);
        (milestone_.condition, milestone_.config) = (condition, "config");
        terms_ = termsOf(milestone_);
        loan = openLoan(terms_);
    }

    /// @dev Exactly this question: of this loan, milestone and evidence.
    function _question(Milestone memory m, bytes memory evidence) private view returns (bytes memory) {
        return abi.encodeCall(ICondition.isMet, (loan, m, evidence));
    }

    function _answer(bytes memory answer) private {
        vm.clearMockedCalls();
        vm.mockCall(condition, _question(milestone_, EVIDENCE), answer);
    }

    function _release() private {
        loans.release(terms_, milestone_, noProof(), EVIDENCE);
    }

    /// @notice Without its condition nothing is released, whoever asks (L-10, I8).
    function test_refusesUnlessItHolds() external {
        _answer(abi.encode(false));
        bytes memory reason = abi.encodeWithSelector(ILoans.ConditionNotMet.selector, loan, 0, condition);
        address[3] memory callers = [outsider, bankA, s1];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(reason);
            _release();
        }
        assertDrawn(loan, 0, 0);
    }

    /// @notice What a condition says is wrong with the evidence reaches the caller as it is (L-10).
    function test_refusesWithTheConditionsError() external {
        bytes memory reason =
            abi.encodeWithSelector(ICondition.EvidenceOfAnotherLoan.selector, bytes32("another"), loan);
        vm.mockCallRevert(condition, _question(milestone_, EVIDENCE), reason);
        vm.expectRevert(reason);
        _release();
    }

    /// @notice Two, an empty and a short answer are no consent, and an account without code has none to give (L-10, I8).
    function test_refusesWhatIsNoAnswer() external {
        bytes[3] memory answers = [abi.encode(2), bytes(""), bytes(hex"01")];
        for (uint256 i; i < answers.length; ++i) {
            _answer(answers[i]);
            _refusedWithoutError();
        }
        vm.clearMockedCalls();
        vm.etch(condition, "");
        _refusedWithoutError();
    }

    function _refusedWithoutError() private {
        (bool ok,) =
            address(loans).call(abi.encodeCall(ILoans.release, (terms_, milestone_, noProof(), EVIDENCE)));
        vm.assertFalse(ok, "refused");
        assertDrawn(loan, 0, 0);
    }

    /// @notice A condition is asked and cannot act: one that would write anything releases nothing (L-10, I24).
    function test_refusesAConditionThatActs() external {
        // Stores one at zero, then answers one: PUSH1 1 PUSH0 SSTORE PUSH1 1 PUSH0 MSTORE PUSH1 32 PUSH0 RETURN.
        vm.etch(condition, hex"60015f5560015f5260205ff3");
        _refusedWithoutError();
        // The same without the store answers, and releases.
        vm.etch(condition, hex"60015f5260205ff3");
        _release();
    }

    /// @notice A milestone that is not the loan's is no question for its condition: another one is not asked (L-10, L-11).
    function test_asksOnlyWhatTheTermsName() external {
        address willing = vm.addr(0x111);
        vm.mockCall(willing, abi.encodeWithSelector(ICondition.isMet.selector), abi.encode(true));
        Milestone memory m = milestone_;
        m.condition = willing;
        releaseRefused(terms_, m, noProof(), unknown(loan, 0));
        (m.condition, m.config) = (address(0), "");
        releaseRefused(terms_, m, noProof(), unknown(loan, 0));
    }

    /// @notice A condition that holds for this loan, milestone and evidence releases, once (L-10, T34, T35, I8).
    function test_releasesWhenItHolds() external {
        _answer(abi.encode(true));
        _release();
        assertDrawn(loan, 300_000e6, 1);
        assertPayee(token, supplierOne, 0, 300_000e6);
        vm.expectRevert(abi.encodeWithSelector(ILoans.MilestoneReleased.selector, loan, 0));
        _release();
    }

    /// @notice Evidence goes to the condition as it was brought (L-10, T34).
    function test_handsOnTheEvidence() external {
        _answer(abi.encode(true));
        vm.mockCall(condition, _question(milestone_, "other"), abi.encode(false));
        vm.expectRevert(abi.encodeWithSelector(ILoans.ConditionNotMet.selector, loan, 0, condition));
        loans.release(terms_, milestone_, noProof(), "other");
        _release();
    }

    /// @notice The condition of a list is asked once, at its release: its chunks are paid though it holds no more (L-10,
    /// L-16).
    function test_asksForAListOnce() external {
        (milestone_.payees, milestone_.amount) = (listRoot(), 400_000e6);
        terms_ = termsOf(milestone_);
        loan = openLoan(terms_);
        _answer(abi.encode(true));
        _release();
        _answer(abi.encode(false));
        loans.payOut(terms_, milestone_, 0, entriesOf(0), chunkProof(0));
        assertDrawn(loan, 200_000e6, 1);
    }
}
