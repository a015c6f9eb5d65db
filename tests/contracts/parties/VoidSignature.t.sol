// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Signatures.voidSignature, Signatures.isSignatureVoid (of Parties, Programmes and Discounting alike)

└── whoever calls                       → that digest of the caller's is void for ever, one event
    ├── by the caller's signature       → of the signer, not of who brings it
    ├── twice                           → void as before
    └── any digest                      → nobody else's, no other digest, in no other contract
*/
contract VoidSignatureTest is PartiesSuite {
    /// @notice A signer that is no account takes its message back by a signature that anyone brings (X-1, X-3).
    function test_voidsBySignature() external {
        forward(signedCall(FRESH_KEY, address(parties), abi.encodeCall(parties.voidSignature, (DOCUMENT))));
        vm.assertTrue(parties.isSignatureVoid(fresh, DOCUMENT), "signer");
        vm.assertFalse(parties.isSignatureVoid(outsider, DOCUMENT), "who brought it");
        vm.assertFalse(parties.isSignatureVoid(address(forwarder), DOCUMENT), "forwarder");
    }

    /// @notice What is void stays void, also when it is taken back again (X-3, I22).
    function test_voidsTwice() external {
        for (uint256 i; i < 2; ++i) {
            vm.prank(s1);
            parties.voidSignature(DOCUMENT);
        }
        vm.assertTrue(parties.isSignatureVoid(s1, DOCUMENT), "void");
    }

    /// @notice A signer takes back exactly one message, its own, of one contract (X-2, X-3).
    function testFuzz_voids(address signer, bytes32 digest, address other, bytes32 another) external {
        vm.assume(signer != other && digest != another && signer != address(forwarder));
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IVoidableSignatures.SignatureVoided(signer, digest);
        vm.prank(signer);
        parties.voidSignature(digest);
        assertEvents(1);
        vm.assertTrue(parties.isSignatureVoid(signer, digest), "void");
        vm.assertFalse(parties.isSignatureVoid(other, digest), "of another signer");
        vm.assertFalse(parties.isSignatureVoid(signer, another), "of another message");
        vm.assertFalse(programmes.isSignatureVoid(signer, digest), "of another contract");
    }
}
