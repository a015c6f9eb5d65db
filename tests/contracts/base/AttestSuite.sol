// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IAttested} from "../../../interfaces/IAttested.sol";
import {Milestone} from "../../../interfaces/ICondition.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "./PartiesSuite.sol";
import {vm} from "./Vm.sol";

/// @title AttestSuite
/// @notice Three attestors, a milestone, and evidence for it that they sign.
abstract contract AttestSuite is PartiesSuite {
    uint8 internal constant ATTESTOR = 16;
    uint16 internal constant TRIGGER = 32;
    uint40 internal constant FIRST = 31;
    uint40 internal constant MIDDLE = 33;
    uint40 internal constant LAST = 35;
    uint256 internal constant FIRST_KEY = 0xA31;
    uint256 internal constant MIDDLE_KEY = 0xA33;
    uint256 internal constant LAST_KEY = 0xA35;
    uint256 internal constant VALUE = 75;
    uint256 internal constant NOW = DAY * 1 days;
    uint256 internal constant VALID_UNTIL = NOW + 7 days;
    bytes32 internal constant LOAN = keccak256("loan");

    function setUp() public virtual override {
        super.setUp();
        _register(PartyId.wrap(FIRST), vm.addr(FIRST_KEY), ATTESTOR, 0);
        _register(PartyId.wrap(MIDDLE), vm.addr(MIDDLE_KEY), ATTESTOR, 0);
        _register(PartyId.wrap(LAST), vm.addr(LAST_KEY), ATTESTOR, 0);
    }

    /* ATTESTORS */

    function panel() internal pure returns (uint40[] memory attestors) {
        attestors = new uint40[](3);
        (attestors[0], attestors[1], attestors[2]) = (FIRST, MIDDLE, LAST);
    }

    function keys(uint256 one, uint256 other) internal pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (one, other);
    }

    /// @dev What the accounts of these keys sign, in this order.
    function signedBy(uint256[] memory list, bytes32 digest) internal pure returns (Signed[] memory signed) {
        signed = new Signed[](list.length);
        for (uint256 i; i < list.length; ++i) {
            signed[i] = Signed(vm.addr(list[i]), sign(list[i], digest));
        }
    }

    function signedByTwo(uint256 one, uint256 other, bytes32 digest) internal pure returns (Signed[] memory) {
        return signedBy(keys(one, other), digest);
    }

    /// @dev Gives a party an account of its own for signing.
    function addSigner(uint40 party, address account, uint16 scopes) internal {
        vm.prank(registrar);
        parties.setAccount(PartyId.wrap(party), account, scopes, 0);
    }

    /// @dev A contract that signs as `key` does, acting for a party.
    function addWallet(uint40 party, uint256 key) internal returns (address wallet) {
        wallet = address(new TestWallet(vm.addr(key)));
        addSigner(party, wallet, TRIGGER);
    }

    /* MILESTONE AND EVIDENCE */

    function milestoneOf(address condition, bytes memory config) internal pure returns (Milestone memory) {
        return Milestone({
            index: 3,
            amount: 250_000e6,
            payees: bytes32(uint256(0xBEEF)),
            condition: condition,
            config: config,
            deadline: uint24(DAY + 60)
        });
    }

    /// @dev Leaf of a milestone, written after the specification of the tree, not after the code.
    function leafOf(Milestone memory m) internal pure returns (bytes32) {
        bytes memory encoded = abi.encode(m);
        return keccak256(abi.encodePacked(keccak256(encoded)));
    }

    function evidenceFor(Milestone memory m) internal pure returns (IAttested.Evidence memory) {
        return IAttested.Evidence({
            loan: LOAN,
            milestone: leafOf(m),
            document: DOCUMENT,
            value: VALUE,
            observedAt: NOW - 1 hours,
            validUntil: VALID_UNTIL
        });
    }

    function digestOf(address condition, IAttested.Evidence memory e) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Evidence(bytes32 loan,bytes32 milestone,bytes32 document,uint256 value,uint256 observedAt,uint256 validUntil)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, e.loan, e.milestone, e.document, e.value, e.observedAt, e.validUntil)
        );
        return typedData("Silkline Attestations", condition, structHash);
    }

    /// @dev Evidence as `isMet` takes it, signed by the first two attestors.
    function evidenceBytes(address condition, IAttested.Evidence memory e)
        internal
        view
        returns (bytes memory)
    {
        return abi.encode(e, signedByTwo(FIRST_KEY, MIDDLE_KEY, digestOf(condition, e)));
    }
}
