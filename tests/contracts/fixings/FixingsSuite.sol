// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Fixings} from "../../../contracts/Fixings.sol";
import {IFixings} from "../../../interfaces/IFixings.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {AttestSuite} from "../base/AttestSuite.sol";
import {vm} from "../base/Vm.sol";

/// @title FixingsSuite
/// @notice Fixings of one reference rate, which two of three attestors sign.
abstract contract FixingsSuite is AttestSuite {
    bytes32 internal constant NAME = "EURIBOR 3M";
    int256 internal constant RATE = 21_340;
    int256 internal constant WHOLE = 1_000_000;

    bytes32 internal immutable INDEX = indexOf(NAME, panel(), 2);

    Fixings internal fixings;

    function setUp() public virtual override {
        super.setUp();
        fixings = new Fixings(address(forwarder), parties);
    }

    /// @dev Id of a reference rate, worked out here once more.
    function indexOf(bytes32 name, uint40[] memory attestors, uint256 threshold)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(name, attestors, threshold));
    }

    function fixingOf(uint256 day, int256 rate) internal view returns (IFixings.Fixing memory) {
        return IFixings.Fixing(INDEX, day, rate, VALID_UNTIL);
    }

    function fixingDigest(IFixings.Fixing memory f) internal view returns (bytes32) {
        bytes32 typeHash =
            keccak256("Fixing(bytes32 index,uint256 observedOn,int256 rate,uint256 validUntil)");
        bytes32 structHash = keccak256(abi.encode(typeHash, f.index, f.observedOn, f.rate, f.validUntil));
        return typedData("Silkline Fixings", address(fixings), structHash);
    }

    function signFixing(IFixings.Fixing memory f) internal view returns (Signed[] memory) {
        return signedByTwo(FIRST_KEY, MIDDLE_KEY, fixingDigest(f));
    }

    function recordFixing(IFixings.Fixing memory f) internal {
        fixings.record(NAME, panel(), 2, f, signFixing(f));
    }

    function assertLatest(bytes32 index, uint256 recordedAt, uint256 observedOn, int256 rate) internal view {
        (uint256 time, uint256 day, int256 value) = fixings.latest(index);
        vm.assertEq(time, recordedAt, "recorded at");
        vm.assertEq(day, observedOn, "observed on");
        vm.assertEq(value, rate, "rate");
    }
}
