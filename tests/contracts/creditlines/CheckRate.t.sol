// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.checkRate

├── when there is no line                  → LineUnknown
├── when the rate is below the floor       → RateBelowFloor
└── at the floor and above                 → allowed, also while frozen or expired
*/
contract CheckRateTest is LinesSuite {
    /// @notice A loan under a line needs the line (K-11).
    function test_checkRate_refusesWithoutLine() external {
        grant(S1, LINE);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_B, S1, 0));
        lines.checkRate(BANK_B, S1, FLOOR);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_A, S2, 0));
        lines.checkRate(BANK_A, S2, FLOOR);
    }

    /// @notice Any rate below the floor is refused, any other allowed (K-11).
    function testFuzz_checkRate(uint256 rate, uint32 floor) external {
        ICreditLines.Grant memory terms = grantOf(LINE, 0);
        terms.rateFloor = floor;
        grantAs(bankA, S1, terms);
        if (rate < floor) {
            vm.expectRevert(
                abi.encodeWithSelector(ICreditLines.RateBelowFloor.selector, BANK_A, S1, rate, floor)
            );
        }
        lines.checkRate(BANK_A, S1, rate);
    }

    /// @notice A new grant sets the floor of loans to come (K-3, K-11).
    function test_checkRate_afterNewGrant() external {
        grant(S1, LINE);
        ICreditLines.Grant memory terms = grantOf(LINE, 0);
        terms.rateFloor = FLOOR + 1;
        grantAs(bankA, S1, terms);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.RateBelowFloor.selector, BANK_A, S1, FLOOR, FLOOR + 1)
        );
        lines.checkRate(BANK_A, S1, FLOOR);
    }

    /// @notice The rate is asked at opening; freeze and expiry are, when money is drawn (K-6, K-11).
    function test_checkRate_asksNeitherFreezeNorExpiry() external {
        grant(S1, LINE);
        freeze(S1, true);
        toDay(EXPIRY + 1);
        lines.checkRate(BANK_A, S1, FLOOR);
    }
}
