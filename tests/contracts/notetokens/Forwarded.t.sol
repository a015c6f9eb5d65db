// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice The standards' functions by the signature of who acts, brought by anyone.
///
/// ├── when an address is only appended to the call, without the forwarder → AccountUnknown, naming the true caller
/// ├── when the signer has no leave                                        → NotOwnerNorApproved, naming the signer
/// └── otherwise                                                           → as if the signer had called
contract ForwardedTest is TokenSuite {
    function _forward(uint256 key, bytes memory data) private {
        forward(signedCall(key, address(receivables), data));
    }

    function _noteToS2() private view returns (bytes memory) {
        return abi.encodeWithSignature("transferFrom(address,address,uint256)", s1, s2, tokenId);
    }

    /// @notice T08: an address at the end of a call counts only when the forwarder brings it.
    function test_T08_appended_address_counts_for_nothing() external {
        vm.prank(outsider);
        (bool ok, bytes memory reason) = address(receivables).call(abi.encodePacked(_noteToS2(), s1));
        vm.assertFalse(ok, "refused");
        vm.assertEq(reason, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider), "reason");
    }

    /// @notice T08: bringing a signed call lends the signer no leave, and the bringer's own is not asked.
    function test_T08_signer_without_leave() external {
        vm.prank(address(forwarder));
        (bool ok, bytes memory reason) = address(receivables).call(abi.encodePacked(_noteToS2(), s3));
        vm.assertFalse(ok, "refused");
        vm.assertEq(
            reason, abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, s3, tokenId), "reason"
        );
    }

    /// @notice An owner without gas passes its note.
    function test_transfer() external {
        _forward(S1_KEY, _noteToS2());
        assertNote(note, S2, FACE, 2);
    }

    /// @notice An owner without gas names an approved account and an operator, who act by signature too.
    function test_leave() external {
        _forward(S1_KEY, abi.encodeWithSignature("approve(address,uint256)", s3, tokenId));
        vm.assertEq(approvedOf(note), s3, "approved");
        _forward(S1_KEY, abi.encodeCall(IERC721.setApprovalForAll, (s4, true)));
        vm.assertTrue(receivables.isApprovedForAll(s1, s4), "operator");
        _forward(S4_KEY, _noteToS2());
        assertNote(note, S2, FACE, 2);
    }

    /// @notice An owner without gas allows value, and the signer's allowance is spent when it is moved.
    function test_value() external {
        _forward(S1_KEY, abi.encodeWithSignature("approve(uint256,address,uint256)", tokenId, s4, 2 * PART));
        _forward(S4_KEY, abi.encodeWithSignature("transferFrom(uint256,address,uint256)", tokenId, s2, PART));
        NoteId created = noteOf(slot, 2);
        _forward(
            S4_KEY,
            abi.encodeWithSignature(
                "transferFrom(uint256,uint256,uint256)", tokenId, uint256(NoteId.unwrap(created)), PART
            )
        );
        assertNote(created, S2, 2 * PART, 2);
        vm.assertEq(receivables.allowance(tokenId, s4), 0, "spent");
    }
}
