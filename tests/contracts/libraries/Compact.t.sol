// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Compact} from "../../../contracts/libraries/Words.sol";
import {vm} from "../base/Vm.sol";

/*
Compact.pack, Compact.unpack

├── when the amount is no mantissa up to 2047 times a power of ten up to 10^28   → not ok
└── otherwise                                                                    → 16 bits that unpack to it
    ├── zero
    ├── the largest of each exponent
    └── any
*/
contract CompactTest {
    /// @notice The first amounts beyond a mantissa of 11 bits are not packed, their neighbours are (G-2).
    function test_refusesWhatDoesNotFit() external pure {
        _assertPacks(2047, true);
        _assertPacks(2048, false);
        _assertPacks(2049, false);
        _assertPacks(2050, true);
        _assertPacks(20_470, true);
        _assertPacks(20_471, false);
        _assertPacks(20_480, false);
        _assertPacks(2047e28, true);
        _assertPacks(2048e28, false);
        _assertPacks(2050e28, false);
        _assertPacks(type(uint96).max, false);
        _assertPacks(type(uint256).max, false);
    }

    /// @notice Zero and each power of ten up to 10^28, with the largest mantissa, are packed exactly (G-2).
    function test_packsEachExponent() external pure {
        _assertPacks(0, true);
        for (uint256 exponent; exponent <= 28; ++exponent) {
            _assertPacks(2047 * 10 ** exponent, true);
            _assertPacks(10 ** exponent, true);
        }
        _assertPacks(10 ** 31, true);
        _assertPacks(10 ** 32, false);
    }

    /// @notice Every mantissa and exponent that there are come back as the same amount (G-2).
    function testFuzz_packsRoundAmounts(uint256 mantissa, uint256 exponent) external pure {
        _assertPacks((mantissa % 2048) * 10 ** (exponent % 29), true);
    }

    /// @notice An amount is packed exactly when some power of ten divides it down to 2047 or less (G-2).
    function testFuzz_packsExactly(uint256 amount, uint8 shift) external pure {
        amount >>= shift;
        _assertPacks(amount, _fits(amount));
    }

    /// @notice Unpacking multiplies the upper bits by ten to the lower five, whatever the word (G-2).
    function testFuzz_unpacks(uint16 packed) external pure {
        uint256 amount = packed / 32;
        for (uint256 i; i < packed % 32; ++i) {
            amount *= 10;
        }
        vm.assertEq(Compact.unpack(packed), amount, "amount");
    }

    function _assertPacks(uint256 amount, bool fits) private pure {
        (uint256 packed, bool ok) = Compact.pack(amount);
        vm.assertEq(ok, fits, "ok");
        if (!ok) return;
        vm.assertEq(Compact.unpack(packed), amount, "round trip");
        vm.assertLe(packed, type(uint16).max, "16 bits");
    }

    /// @dev By trying every exponent.
    function _fits(uint256 amount) private pure returns (bool) {
        for (uint256 exponent; exponent <= 28; ++exponent) {
            if (amount % 10 ** exponent == 0 && amount / 10 ** exponent <= 2047) return true;
        }
        return false;
    }
}
