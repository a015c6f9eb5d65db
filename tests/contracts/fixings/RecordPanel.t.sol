// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../../interfaces/IFixings.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {AttestPanel} from "../base/AttestPanel.sol";
import {AttestSuite} from "../base/AttestSuite.sol";
import {FixingsSuite} from "./FixingsSuite.sol";

/*
Fixings.record

└── what k of n attestors sign → AttestPanel (F-2)
*/
contract RecordPanelTest is FixingsSuite, AttestPanel {
    function setUp() public override(AttestSuite, FixingsSuite) {
        FixingsSuite.setUp();
    }

    function panelDigest(uint40[] memory attestors, uint256 threshold)
        internal
        view
        override
        returns (bytes32)
    {
        return fixingDigest(_fixing(attestors, threshold));
    }

    function bring(uint40[] memory attestors, uint256 threshold, Signed[] memory signed) internal override {
        fixings.record(NAME, attestors, threshold, _fixing(attestors, threshold), signed);
    }

    function _fixing(uint40[] memory attestors, uint256 threshold)
        private
        pure
        returns (IFixings.Fixing memory)
    {
        return IFixings.Fixing(indexOf(NAME, attestors, threshold), DAY, RATE, VALID_UNTIL);
    }
}
