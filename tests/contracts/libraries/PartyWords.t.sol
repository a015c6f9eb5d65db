// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyWords} from "../../../contracts/libraries/Words.sol";
import {PartyWord} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";

/*
PartyWords

pack            → cash, group, KYC and roles at their places, active, the rest zero
with...         → that field changes and no other
exists          → of every word but zero
isFreeCash      → of the cash account of an unrestricted word
*/
contract PartyWordsTest {
    using PartyWords for PartyWord;

    /// @dev The fields of a word, each in its own slot of memory.
    struct Fields {
        address cash;
        uint40 group;
        uint24 kycExpiry;
        uint8 roles;
        bool active;
        bool restricted;
        uint8 optIns;
        uint16 epoch;
    }

    /// @notice A new party's word holds what the registrar said, is active, and holds nothing else (P-1).
    function testFuzz_pack(address cash, uint40 group, uint24 kycExpiry, uint8 roles) external pure {
        _assertWord(
            PartyWords.pack(cash, group, kycExpiry, roles),
            Fields(cash, group, kycExpiry, roles, true, false, 0, 0)
        );
    }

    /// @notice Every field of any word is read from its own bits (P-1).
    function testFuzz_fields(Fields memory f) external pure {
        _assertWord(_word(f), f);
    }

    /// @notice Replacing the profile touches group, KYC and roles only (P-1).
    function testFuzz_withProfile(Fields memory f, uint40 group, uint24 kycExpiry, uint8 roles)
        external
        pure
    {
        PartyWord w = _word(f).withProfile(group, kycExpiry, roles);
        (f.group, f.kycExpiry, f.roles) = (group, kycExpiry, roles);
        _assertWord(w, f);
    }

    /// @notice Replacing the cash account touches nothing else (P-9).
    function testFuzz_withCash(Fields memory f, address cash) external pure {
        PartyWord w = _word(f).withCash(cash);
        f.cash = cash;
        _assertWord(w, f);
    }

    /// @notice Suspending and reinstating touch one bit (P-4).
    function testFuzz_withActive(Fields memory f, bool active) external pure {
        PartyWord w = _word(f).withActive(active);
        f.active = active;
        _assertWord(w, f);
    }

    /// @notice Restricting the cash account touches one bit (P-3).
    function testFuzz_withRestricted(Fields memory f, bool restricted) external pure {
        PartyWord w = _word(f).withRestricted(restricted);
        f.restricted = restricted;
        _assertWord(w, f);
    }

    /// @notice Opt-ins take six bits and touch nothing else (P-15).
    function testFuzz_withOptIns(Fields memory f, uint8 optIns) external pure {
        PartyWord w = _word(f).withOptIns(optIns % 64);
        f.optIns = optIns;
        _assertWord(w, f);
    }

    /// @notice A new epoch touches nothing else (P-12).
    function testFuzz_withEpoch(Fields memory f, uint16 epoch) external pure {
        PartyWord w = _word(f).withEpoch(epoch);
        f.epoch = epoch;
        _assertWord(w, f);
    }

    /// @notice An account is free to act exactly when it is the cash account and that is not restricted (P-3).
    function testFuzz_isFreeCash(Fields memory f, address account) external pure {
        vm.assertEq(_word(f).isFreeCash(f.cash), !f.restricted, "cash account");
        vm.assertEq(_word(f).isFreeCash(account), account == f.cash && !f.restricted, "any account");
    }

    /// @notice Only the empty word is no party (P-1).
    function testFuzz_exists(uint256 word) external pure {
        vm.assertEq(PartyWord.wrap(word).exists(), word != 0, "exists");
        vm.assertFalse(PartyWord.wrap(0).exists(), "none");
    }

    /// @dev The word, written out as bytes from the highest field to the lowest.
    function _word(Fields memory f) private pure returns (PartyWord) {
        uint8 bits = (f.optIns % 64) * 4 + (f.restricted ? 2 : 0) + (f.active ? 1 : 0);
        bytes memory packed = abi.encodePacked(f.epoch, bits, f.roles, f.kycExpiry, f.group, f.cash);
        return PartyWord.wrap(uint256(bytes32(packed)));
    }

    function _assertWord(PartyWord w, Fields memory f) private pure {
        vm.assertEq(PartyWord.unwrap(w), PartyWord.unwrap(_word(f)), "word");
        vm.assertEq(w.cash(), f.cash, "cash");
        vm.assertEq(w.group(), f.group, "group");
        vm.assertEq(w.kycExpiry(), f.kycExpiry, "KYC");
        vm.assertEq(w.roles(), f.roles, "roles");
        vm.assertEq(w.active(), f.active, "active");
        vm.assertEq(w.optIns(), f.optIns % 64, "opt-ins");
        vm.assertEq(w.epoch(), f.epoch, "epoch");
    }
}
