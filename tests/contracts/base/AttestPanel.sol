// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAttestations} from "../../../interfaces/IAttestations.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {ISignatures} from "../../../interfaces/ISignatures.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {AttestSuite} from "./AttestSuite.sol";
import {vm} from "./Vm.sol";

/*
What k of n attestors sign, in every contract that asks them

├── when the threshold is zero, or above the number listed  → ThresholdInvalid
├── when the list does not strictly rise                    → AttestorsUnordered
├── when fewer sign than the threshold                      → TooFewSignatures
├── when an attestor signs twice, or out of order           → SignaturesUnordered
├── when an active attestor signs that is not listed        → NotAttestor
├── when the signer is no account, or was one               → AccountUnknown, AccountRetired
├── when the account lacks the scope trigger                → ScopeMissing
├── when the attestor has been suspended since              → PartySuspended
├── when the party is no attestor any more                  → RoleMissing
├── when a signature is not the signer's                    → SignatureInvalid
├── when it is too late                                     → SignatureExpired
└── otherwise                                               → it counts, by keys, acting accounts and contracts
*/
abstract contract AttestPanel is AttestSuite {
    /// @dev What the attestors of this list sign.
    function panelDigest(uint40[] memory attestors, uint256 threshold) internal view virtual returns (bytes32);

    /// @dev Brings the signatures by exactly one call; reverts unless they count.
    function bring(uint40[] memory attestors, uint256 threshold, Signed[] memory signed) internal virtual;

    /* REFUSALS */

    /// @notice A threshold that nobody, or not even everybody, can meet is refused (Q-1).
    function test_panel_refusesThreshold() external {
        _refuseThreshold(0);
        _refuseThreshold(4);
        _refuseThreshold(type(uint256).max);
    }

    function _refuseThreshold(uint256 threshold) private {
        Signed[] memory signed = _twoOf(panel(), threshold);
        _expect(abi.encodeWithSelector(IAttestations.ThresholdInvalid.selector, threshold, 3));
        bring(panel(), threshold, signed);
    }

    /// @notice A list that names an attestor twice, or falls, is refused (Q-1, T32).
    function test_panel_refusesUnorderedList() external {
        uint40[] memory attestors = panel();
        attestors[2] = MIDDLE;
        _refuseList(attestors, MIDDLE, MIDDLE);
        attestors[2] = FIRST;
        _refuseList(attestors, MIDDLE, FIRST);
    }

    function _refuseList(uint40[] memory attestors, uint40 previous, uint40 next) private {
        Signed[] memory signed = _twoOf(attestors, 2);
        _expect(abi.encodeWithSelector(IAttestations.AttestorsUnordered.selector, previous, next));
        bring(attestors, 2, signed);
    }

    /// @notice One signature less than the threshold is too few, and so is none (Q-2).
    function test_panel_refusesTooFew() external {
        Signed[] memory signed = _twoOf(panel(), 3);
        _expect(abi.encodeWithSelector(IAttestations.TooFewSignatures.selector, 2, 3));
        bring(panel(), 3, signed);
        _expect(abi.encodeWithSelector(IAttestations.TooFewSignatures.selector, 0, 1));
        bring(panel(), 1, new Signed[](0));
    }

    /// @notice One attestor does not count twice, neither by one account nor by two (Q-2, T32, I8).
    function test_panel_refusesAttestorTwice() external {
        addSigner(FIRST, second, TRIGGER);
        bytes32 digest = panelDigest(panel(), 2);
        Signed[] memory once = signedByTwo(FIRST_KEY, FIRST_KEY, digest);
        Signed[] memory twice = signedByTwo(FIRST_KEY, SECOND_KEY, digest);
        bytes memory reason = abi.encodeWithSelector(IAttestations.SignaturesUnordered.selector, FIRST, FIRST);
        _expect(reason);
        bring(panel(), 2, once);
        _expect(reason);
        bring(panel(), 2, twice);
    }

    /// @notice Signatures out of order are refused, so that each is looked at once (Q-2, T32).
    function test_panel_refusesDisorder() external {
        Signed[] memory signed = signedByTwo(MIDDLE_KEY, FIRST_KEY, panelDigest(panel(), 2));
        _expect(abi.encodeWithSelector(IAttestations.SignaturesUnordered.selector, MIDDLE, FIRST));
        bring(panel(), 2, signed);
    }

    /// @notice An active attestor that is not on the list does not count: before, between or after those (Q-3, T33).
    function test_panel_refusesOthers() external {
        _refuseOther(FIRST - 1, true);
        _refuseOther(MIDDLE - 1, false);
        _refuseOther(LAST + 1, false);
    }

    function _refuseOther(uint40 party, bool first) private {
        uint256 key = 0x7000 + party;
        _register(PartyId.wrap(party), vm.addr(key), ATTESTOR, 0);
        bytes32 digest = panelDigest(panel(), 2);
        Signed[] memory signed =
            first ? signedByTwo(key, FIRST_KEY, digest) : signedByTwo(FIRST_KEY, key, digest);
        _expect(abi.encodeWithSelector(IAttestations.NotAttestor.selector, vm.addr(key), party));
        bring(panel(), 2, signed);
    }

    /// @notice An address that acts for nobody does not count, whatever it signs (Q-3).
    function test_panel_refusesUnknownAccount() external {
        Signed[] memory signed = signedByTwo(FIRST_KEY, OUTSIDER_KEY, panelDigest(panel(), 2));
        _expect(abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        bring(panel(), 2, signed);
    }

    /// @notice An account that its party has closed since does not count (Q-3, T33).
    function test_panel_refusesClosedAccount() external {
        addSigner(MIDDLE, second, TRIGGER);
        Signed[] memory signed = signedByTwo(FIRST_KEY, SECOND_KEY, panelDigest(panel(), 2));
        vm.prank(vm.addr(MIDDLE_KEY));
        parties.removeAccount(second);
        _expect(abi.encodeWithSelector(IParties.AccountRetired.selector, second));
        bring(panel(), 2, signed);
    }

    /// @notice An account for other acts does not attest (Q-3).
    function test_panel_refusesAccountWithoutScope() external {
        uint16 others = ALL_SCOPES & ~TRIGGER;
        addSigner(MIDDLE, second, others);
        Signed[] memory signed = signedByTwo(FIRST_KEY, SECOND_KEY, panelDigest(panel(), 2));
        _expect(abi.encodeWithSelector(IParties.ScopeMissing.selector, second, TRIGGER, others));
        bring(panel(), 2, signed);
    }

    /// @notice What an attestor signed before it was suspended does not count; reinstated, it does (Q-3, T33).
    function test_panel_refusesSuspendedAttestor() external {
        Signed[] memory signed = _twoOf(panel(), 2);
        suspend(PartyId.wrap(MIDDLE));
        _expect(abi.encodeWithSelector(IParties.PartySuspended.selector, MIDDLE));
        bring(panel(), 2, signed);
        reinstate(PartyId.wrap(MIDDLE));
        bring(panel(), 2, signed);
    }

    /// @notice What a party signed while it had the role does not count without it (Q-3, T33).
    function test_panel_refusesFormerAttestor() external {
        Signed[] memory signed = _twoOf(panel(), 2);
        setProfile(PartyId.wrap(MIDDLE), 1, DAY + 10_000, 0);
        _expect(abi.encodeWithSelector(IParties.RoleMissing.selector, MIDDLE, ATTESTOR, 1));
        bring(panel(), 2, signed);
    }

    /// @notice A signature of another key is refused, though enough others are good (X-2, Q-3).
    function test_panel_refusesForgery() external {
        bytes32 digest = panelDigest(panel(), 2);
        uint256[] memory all = new uint256[](3);
        (all[0], all[1], all[2]) = (FIRST_KEY, MIDDLE_KEY, OUTSIDER_KEY);
        Signed[] memory signed = signedBy(all, digest);
        signed[2].signer = vm.addr(LAST_KEY);
        _expect(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, vm.addr(LAST_KEY), digest));
        bring(panel(), 2, signed);
    }

    /// @notice A second after the last valid one nothing counts (X-2, Q-5).
    function test_panel_refusesTooLate() external {
        Signed[] memory signed = _twoOf(panel(), 2);
        vm.warp(VALID_UNTIL + 1);
        _expect(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, VALID_UNTIL, VALID_UNTIL + 1));
        bring(panel(), 2, signed);
    }

    /// @notice Signatures for the same contract on another chain do not count here (X-2, T20, I27).
    function test_panel_refusesOtherChain() external {
        bytes32 digest = panelDigest(panel(), 2);
        vm.chainId(block.chainid + 1);
        Signed[] memory signed = _twoOf(panel(), 2);
        vm.chainId(block.chainid - 1);
        _expect(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, vm.addr(FIRST_KEY), digest));
        bring(panel(), 2, signed);
    }

    /* WHAT COUNTS */

    /// @notice An acting account and a contract of the attestors count as their cash accounts do, to the last second
    /// (Q-3, Q-5).
    function test_panel_countsAccountsAndContracts() external {
        addSigner(FIRST, second, TRIGGER);
        address wallet = addWallet(MIDDLE, FRESH_KEY);
        bytes32 digest = panelDigest(panel(), 2);
        Signed[] memory signed = signedByTwo(SECOND_KEY, FRESH_KEY, digest);
        signed[1].signer = wallet;
        vm.warp(VALID_UNTIL);
        bring(panel(), 2, signed);
    }

    /// @notice Any attestors, brought in order, count exactly when they are as many as the threshold (Q-2, I8).
    function testFuzz_panel_countsFromThreshold(uint8 which, uint8 threshold_) external {
        uint256 threshold = 1 + uint256(threshold_) % 3;
        bytes32 digest = panelDigest(panel(), threshold);
        uint256[3] memory all = [FIRST_KEY, MIDDLE_KEY, LAST_KEY];
        uint256 count;
        for (uint256 i; i < 3; ++i) {
            if (which >> i & 1 == 1) ++count;
        }
        uint256[] memory signing = new uint256[](count);
        count = 0;
        for (uint256 i; i < 3; ++i) {
            if (which >> i & 1 == 1) signing[count++] = all[i];
        }
        Signed[] memory signed = signedBy(signing, digest);
        if (count < threshold) {
            _expect(abi.encodeWithSelector(IAttestations.TooFewSignatures.selector, count, threshold));
        }
        bring(panel(), threshold, signed);
    }

    /// @dev The first two of the three attestors sign for this list.
    function _twoOf(uint40[] memory attestors, uint256 threshold) private view returns (Signed[] memory) {
        return signedByTwo(FIRST_KEY, MIDDLE_KEY, panelDigest(attestors, threshold));
    }

    function _expect(bytes memory reason) private {
        vm.expectRevert(reason);
    }
}
