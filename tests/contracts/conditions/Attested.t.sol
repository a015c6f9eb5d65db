// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Attested} from "../../../contracts/conditions/Attested.sol";
import {IAttested} from "../../../interfaces/IAttested.sol";
import {ICondition, Milestone} from "../../../interfaces/ICondition.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {ISignatures} from "../../../interfaces/ISignatures.sol";
import {AttestPanel} from "../base/AttestPanel.sol";
import {vm} from "../base/Vm.sol";

/*
Attested.isMet, Attested.evidenceDigest

├── what k of n attestors sign                              → AttestPanel
├── when the config is no config                            → refused
├── when the evidence is too short                          → EvidenceMalformed
├── when it is of another loan                              → EvidenceOfAnotherLoan
├── when it is of another milestone, in whichever member    → EvidenceOfAnotherMilestone
├── when it was observed later                              → ObservedLater
├── when what was signed differs in any member              → SignatureInvalid
├── when the list lies about where or how long it is        → refused, never counted
└── otherwise                                               → true, by anyone, as often as asked
evidenceDigest                                              → EIP-712, in the condition's own domain
*/
contract AttestedTest is AttestPanel {
    Attested private _attested;

    function setUp() public override {
        super.setUp();
        _attested = new Attested(address(forwarder), parties);
    }

    /* THE PANEL */

    function panelDigest(uint40[] memory attestors, uint256 threshold)
        internal
        view
        override
        returns (bytes32)
    {
        return digestOf(address(_attested), evidenceFor(_milestone(attestors, threshold)));
    }

    function bring(uint40[] memory attestors, uint256 threshold, Signed[] memory signed) internal override {
        Milestone memory m = _milestone(attestors, threshold);
        bytes memory evidence = abi.encode(evidenceFor(m), signed);
        _attested.isMet(LOAN, m, evidence);
    }

    /* REFUSALS */

    /// @notice A config that cannot be read meets nothing (Q-1).
    function test_isMet_refusesNoConfig() external {
        Milestone memory m = milestoneOf(address(_attested), "");
        bytes memory evidence = evidenceBytes(address(_attested), evidenceFor(m));
        vm.expectRevert(bytes(""));
        _attested.isMet(LOAN, m, evidence);
    }

    /// @notice Evidence shorter than its fixed part is refused with both lengths (Q-4).
    function test_isMet_refusesShortEvidence() external {
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceMalformed.selector, 0, 256));
        _attested.isMet(LOAN, _milestone(), "");
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceMalformed.selector, 255, 256));
        _attested.isMet(LOAN, _milestone(), new bytes(255));
    }

    /// @notice Evidence for one loan does not release the same milestone of another (Q-4, T34, I8).
    function test_isMet_refusesAnotherLoan() external {
        bytes memory evidence = evidenceBytes(address(_attested), evidenceFor(_milestone()));
        bytes32 other = keccak256("another loan");
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceOfAnotherLoan.selector, LOAN, other));
        _attested.isMet(other, _milestone(), evidence);
    }

    /// @notice Evidence for one milestone does not release another, be it of other number, amount, payees, condition,
    /// config or deadline (Q-4, T34, I8).
    function testFuzz_isMet_refusesAnotherMilestone(uint256 which) external {
        bytes memory evidence = evidenceBytes(address(_attested), evidenceFor(_milestone()));
        Milestone memory other = _other(which);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttested.EvidenceOfAnotherMilestone.selector, leafOf(_milestone()), leafOf(other)
            )
        );
        _attested.isMet(LOAN, other, evidence);
    }

    /// @notice Evidence of the future is refused, until it is the present (Q-5).
    function test_isMet_refusesObservedLater() external {
        IAttested.Evidence memory e = evidenceFor(_milestone());
        e.observedAt = NOW + 1;
        bytes memory evidence = evidenceBytes(address(_attested), e);
        vm.expectRevert(abi.encodeWithSelector(IAttested.ObservedLater.selector, NOW + 1, NOW));
        _attested.isMet(LOAN, _milestone(), evidence);
        vm.warp(NOW + 1);
        vm.assertTrue(_attested.isMet(LOAN, _milestone(), evidence), "observed now");
    }

    /// @notice Who brings evidence changes nothing in it: each member that is left to choose is signed (Q-4, T34).
    function testFuzz_isMet_refusesChangedMember(uint256 which) external {
        IAttested.Evidence memory e = evidenceFor(_milestone());
        Signed[] memory signed = signedByTwo(FIRST_KEY, MIDDLE_KEY, digestOf(address(_attested), e));
        if (which % 4 == 0) e.document = keccak256("another document");
        if (which % 4 == 1) ++e.value;
        if (which % 4 == 2) --e.observedAt;
        if (which % 4 == 3) ++e.validUntil;
        bytes memory evidence = abi.encode(e, signed);
        bytes32 digest = digestOf(address(_attested), e);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, vm.addr(FIRST_KEY), digest)
        );
        _attested.isMet(LOAN, _milestone(), evidence);
    }

    /// @notice Evidence signed for another condition contract does not count here (X-2, T20).
    function test_isMet_refusesAnotherContract() external {
        IAttested.Evidence memory e = evidenceFor(_milestone());
        bytes memory evidence = evidenceBytes(address(this), e);
        bytes32 digest = digestOf(address(_attested), e);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, vm.addr(FIRST_KEY), digest)
        );
        _attested.isMet(LOAN, _milestone(), evidence);
    }

    /// @notice Bytes that lie about the list of signatures are refused or read as what they are: never counted (Q-2,
    /// I8).
    function testFuzz_isMet_refusesCraftedList(uint256 offset, uint256 length, bytes calldata rest) external {
        bytes memory evidence = abi.encodePacked(abi.encode(evidenceFor(_milestone())), offset, length, rest);
        (bool ok,) =
            address(_attested).staticcall(abi.encodeCall(ICondition.isMet, (LOAN, _milestone(), evidence)));
        vm.assertFalse(ok, "counted");
    }

    /* WHAT HOLDS */

    /// @notice Two of three attestors make it hold, whoever asks and however often (Q-2, Q-12).
    function test_isMet() external {
        bytes memory evidence = evidenceBytes(address(_attested), evidenceFor(_milestone()));
        vm.assertTrue(_attested.isMet(LOAN, _milestone(), evidence), "met");
        vm.prank(outsider);
        vm.assertTrue(_attested.isMet(LOAN, _milestone(), evidence), "met again");
    }

    /// @notice The value is not looked at where no threshold is set on it (Q-6).
    function testFuzz_isMet_anyValue(uint256 value) external view {
        IAttested.Evidence memory e = evidenceFor(_milestone());
        e.value = value;
        bytes memory evidence = evidenceBytes(address(_attested), e);
        vm.assertTrue(_attested.isMet(LOAN, _milestone(), evidence), "met");
    }

    /// @notice The digest is that of the standard, over every member (Q-4, X-2).
    function testFuzz_evidenceDigest(IAttested.Evidence calldata e) external view {
        vm.assertEq(_attested.evidenceDigest(e), digestOf(address(_attested), e), "digest");
    }

    function _milestone(uint40[] memory attestors, uint256 threshold)
        private
        view
        returns (Milestone memory)
    {
        return milestoneOf(address(_attested), abi.encode(attestors, threshold));
    }

    function _milestone() private view returns (Milestone memory) {
        return _milestone(panel(), 2);
    }

    /// @dev The milestone with one member changed.
    function _other(uint256 which) private view returns (Milestone memory m) {
        m = _milestone();
        if (which % 6 == 0) ++m.index;
        if (which % 6 == 1) ++m.amount;
        if (which % 6 == 2) m.payees = bytes32(uint256(0xBAD));
        if (which % 6 == 3) m.condition = address(this);
        if (which % 6 == 4) m.config = abi.encode(panel(), 1);
        if (which % 6 == 5) ++m.deadline;
    }
}
