// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LimitMock} from "../../../contracts/test/LimitMock.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "./PartiesSuite.sol";
import {vm} from "./Vm.sol";

/// @title ProgrammesSuite
/// @notice A second programme behind a sponsor's limit, messages to be signed, and changes to be accepted.
abstract contract ProgrammesSuite is PartiesSuite {
    ProgrammeId internal constant LIMITED = ProgrammeId.wrap(uint48(1) << 8 | 2);
    ProgrammeId internal constant UNKNOWN = ProgrammeId.wrap(uint48(1) << 8 | 9);
    uint256 internal constant LARGEST = type(uint96).max;
    uint256 internal constant MIDNIGHT = DAY * 1 days;

    LimitMock internal sponsor;

    /// @dev Opens LIMITED, whose sponsor has no bound of its own yet.
    function openLimited() internal {
        sponsor = new LimitMock();
        vm.prank(admin);
        programmes.admitLimitContract(address(sponsor));
        IProgrammes.Rules memory r = rules();
        r.limitContract = address(sponsor);
        open(LIMITED, r);
    }

    function open(ProgrammeId programme, IProgrammes.Rules memory r) internal {
        vm.prank(registrar);
        programmes.open(programme, r);
    }

    /// @dev A programme of the anchor with this number.
    function numbered(uint8 number) internal pure returns (ProgrammeId) {
        return ProgrammeId.wrap(uint48(1) << 8 | number);
    }

    /// @dev A change in every field that may change.
    function change() internal pure returns (IProgrammes.Change memory) {
        return IProgrammes.Change({
            limit: 5_000_000e6,
            maxTenor: 120,
            deepestTier: 2,
            smallestPiece: 2_000e6,
            tradeReferenceRequired: true,
            agreementHash: keccak256("second agreement")
        });
    }

    /// @dev A change of nothing but the limit of PROGRAMME, which both sides agree to.
    function setLimit(uint256 limit) internal {
        IProgrammes.Change memory c = IProgrammes.Change(limit, 180, DEEPEST, SMALLEST, false, AGREEMENT);
        agree(c);
    }

    /// @dev The registrar proposes a change of PROGRAMME and the anchor accepts it.
    function agree(IProgrammes.Change memory c) internal {
        vm.prank(registrar);
        programmes.proposeChange(PROGRAMME, c);
        vm.prank(anchor);
        programmes.acceptChange(PROGRAMME, c);
    }

    /// @dev Terms of another face.
    function termsOf(uint256 face) internal returns (IProgrammes.Confirmation memory t) {
        t = terms();
        t.face = face;
    }

    function confirm(IProgrammes.Confirmation memory t) internal returns (NoteId) {
        vm.prank(anchor);
        return programmes.confirm(t);
    }

    function signConfirmation(uint256 key, IProgrammes.Confirmation memory t)
        internal
        view
        returns (bytes memory)
    {
        return sign(key, programmes.confirmationDigest(t));
    }

    /// @dev The digest of a confirmation, worked out after the standard.
    function confirmationDigest(IProgrammes.Confirmation memory t, bytes32 agreementHash)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            "Confirmation(uint48 programme,uint40 creditor,uint96 id,uint256 face,uint256 dueDay,bytes32 evidenceRoot,uint96[] further,uint256 deadline,bytes32 agreementHash)"
        );
        bytes memory further;
        for (uint256 i; i < t.further.length; ++i) {
            further = bytes.concat(further, abi.encode(t.further[i]));
        }
        bytes memory head =
            abi.encode(typeHash, t.programme, t.creditor, t.id, t.face, t.dueDay, t.evidenceRoot);
        bytes memory tail = abi.encode(keccak256(further), t.deadline, agreementHash);
        return typedData("Silkline Programmes", address(programmes), keccak256(bytes.concat(head, tail)));
    }

    /// @dev A correction of a note's receivable to this face and due day.
    function correction(NoteId note, uint256 face, uint256 dueDay)
        internal
        pure
        returns (IProgrammes.Amendment memory)
    {
        return IProgrammes.Amendment(note, false, face, dueDay, keccak256("amendment"), LATER);
    }

    function cancellation(NoteId note) internal pure returns (IProgrammes.Amendment memory) {
        return IProgrammes.Amendment(note, true, 0, 0, keccak256("amendment"), LATER);
    }

    function signAmendment(uint256 key, IProgrammes.Amendment memory a) internal view returns (bytes memory) {
        return sign(key, programmes.amendmentDigest(a));
    }

    /// @dev The anchor amends with S1's signature.
    function amend(IProgrammes.Amendment memory a) internal {
        bytes memory signature = signAmendment(S1_KEY, a);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    function suspendAnchor() internal {
        vm.prank(compliance);
        programmes.suspendAnchor(ANCHOR, DOCUMENT);
    }

    /// @dev `count` fingerprints that nobody used.
    function fingerprints(uint256 count) internal returns (ReceivableId[] memory list) {
        list = new ReceivableId[](count);
        for (uint256 i; i < count; ++i) {
            list[i] = newId();
        }
    }

    function assertRules(ProgrammeId programme, IProgrammes.Rules memory expected) internal view {
        vm.assertEq(abi.encode(programmes.rulesOf(programme)), abi.encode(expected), "rules");
    }

    function assertUsed(ProgrammeId programme, uint256 expected) internal view {
        vm.assertEq(programmes.usedOf(programme), expected, "used");
    }
}
