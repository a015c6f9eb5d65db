// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";

import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {Suite} from "./Suite.sol";
import {Vm, vm} from "./Vm.sol";

/// @title Checks
/// @notice What tests of single functions ask again and again: how many events there were, that everybody without
/// the role is refused, and acts that the forwarder brings.
abstract contract Checks is Suite {
    uint256 internal constant LATER = type(uint48).max;
    uint256 internal constant FORWARD_GAS = 5_000_000;

    /* EVENTS */

    /// @dev Fails unless exactly `count` events were emitted by contracts under test since `vm.recordLogs`.
    function assertEvents(uint256 count) internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 found;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(this)) ++found;
        }
        vm.assertEq(found, count, "number of events");
    }

    /* ROLES */

    /// @dev Fails unless each holder of another role, a party and an outsider are refused by the authority.
    function assertOnly(address allowed, address target, bytes memory data) internal {
        address[8] memory callers = [admin, registrar, compliance, guardian, issuer, anchor, s1, outsider];
        for (uint256 i; i < callers.length; ++i) {
            if (callers[i] == allowed) continue;
            vm.prank(callers[i]);
            (bool ok, bytes memory reason) = target.call(data);
            vm.assertFalse(ok, "refused");
            vm.assertEq(reason, unauthorised(callers[i]), "reason");
        }
    }

    function unauthorised(address caller) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller);
    }

    /* THE FORWARDER */

    /// @dev A call signed by `key`, for anyone to bring.
    function signedCall(uint256 key, address target, bytes memory data)
        internal
        view
        returns (ERC2771Forwarder.ForwardRequestData memory request)
    {
        request.from = vm.addr(key);
        request.to = target;
        request.gas = FORWARD_GAS;
        request.deadline = uint48(LATER);
        request.data = data;
        request.signature = sign(key, _requestDigest(request));
    }

    /// @dev A passer-by brings a signed call.
    function forward(ERC2771Forwarder.ForwardRequestData memory request) internal {
        vm.prank(outsider);
        forwarder.execute(request);
    }

    function _requestDigest(ERC2771Forwarder.ForwardRequestData memory request)
        private
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            "ForwardRequest(address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,bytes data)"
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typeHash,
                request.from,
                request.to,
                request.value,
                request.gas,
                forwarder.nonces(request.from),
                request.deadline,
                keccak256(request.data)
            )
        );
        return typedData("Silkline Forwarder", address(forwarder), structHash);
    }

    /* EIP-712, WORKED OUT HERE ONCE MORE */

    /// @dev Digest of a message of version 1 on the present chain, written after the standard, not after the code.
    function typedData(string memory name, address verifier, bytes32 structHash)
        internal
        view
        returns (bytes32)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /* IDS */

    function same(PartyId found, PartyId expected, string memory label) internal pure {
        vm.assertEq(PartyId.unwrap(found), PartyId.unwrap(expected), label);
    }

    function same(NoteId found, NoteId expected, string memory label) internal pure {
        vm.assertEq(NoteId.unwrap(found), NoteId.unwrap(expected), label);
    }
}
