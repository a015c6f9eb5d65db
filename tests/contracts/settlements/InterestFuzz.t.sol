// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";
import {DebtModel} from "./DebtModel.sol";

/*
Late interest in general

├── any payments on any days            → what an independent model says, to the unit (S-4, S-5)
├── asking in between                   → changes nothing (I15)
├── interest paid in drops              → changes nothing (I15)
├── one payment split in two            → never lowers the debt (I16)
└── one day more                        → never lowers the debt (I15)
*/
contract InterestFuzzTest is MoneySuite {
    function _debt(uint256 face, uint24 rate) private returns (ReceivableId) {
        return idOf(confirmIn(openFine(2, rate), face));
    }

    /// @notice Eight payments of any size on any days leave exactly the debt that a clerk's model leaves (S-4, S-5, T51,
    /// I15).
    function testFuzz_agreesWithTheModel(
        uint96 face,
        uint24 rate,
        uint16[8] memory wait,
        uint96[8] memory amounts
    ) external {
        vm.assume(face > 0);
        ReceivableId id = _debt(face, rate);
        DebtModel model = new DebtModel(face, DUE, rate);
        uint256 day = DUE;
        for (uint256 i; i < 8; ++i) {
            day += wait[i] % 400;
            toDay(day);
            uint256 owed = model.owed(day);
            vm.assertEq(settlements.owed(id), owed, "owed");
            vm.assertEq(settlements.owedOn(id, day + 9), model.owed(day + 9), "owed on a later day");
            if (owed == 0) break;
            uint256 amount = _size(amounts[i], owed, model.interestOpen(day));
            pay(id, amount);
            model.pay(day, amount);
            vm.assertEq(settlements.owed(id), owed - amount, "owed after the payment");
            vm.assertEq(programmes.usedOf(state(id).programme), model.principal(), "used limit");
        }
        if (settlements.owed(id) == 0) assertStatus(id, Status.Settled);
    }

    /// @dev A payment from one unit to all, about half of them below the interest, some exactly the interest.
    function _size(uint256 seed, uint256 owed, uint256 interest) private pure returns (uint256) {
        if (seed % 5 == 0 && interest != 0) return interest;
        if (seed % 2 == 0 && interest > 1) return seed % interest + 1;
        return seed % owed + 1;
    }

    /// @notice Whoever asks, and whoever pays drops of interest each day, changes nothing of what falls due in the end
    /// (S-5, T50, I15).
    function testFuzz_isPathIndependent(uint96 face, uint24 rate, uint8 numberOfDays, uint96 principal)
        external
    {
        face = face / 4 + 1_000_000;
        ReceivableId asked = _debt(face, rate);
        ReceivableId left = idOf(confirmIn(state(asked).programme, face));
        toDay(DUE);
        uint256 part = principal % face;
        if (part != 0) {
            pay(asked, part);
            pay(left, part);
        }
        uint256 drops;
        for (uint256 i = 1; i <= numberOfDays % 40; ++i) {
            toDay(DUE + i);
            if (settlements.owed(asked) <= face - part) continue;
            drops += pay(asked, 1);
        }
        vm.assertEq(settlements.owed(asked) + drops, settlements.owed(left), "owed");
        toDay(DUE + 1_000);
        vm.assertEq(settlements.owed(asked) + drops, settlements.owed(left), "owed much later");
    }

    /// @notice A payment split in two on one day leaves the very same debt, that day and later (S-5, T51, I16).
    function testFuzz_splittingGainsNothing(
        uint96 face,
        uint24 rate,
        uint16 late,
        uint96 first,
        uint96 second
    ) external {
        face = face / 4 + 3;
        ReceivableId once = _debt(face, rate);
        ReceivableId twice = idOf(confirmIn(state(once).programme, face));
        uint256 day = DUE + late % 2_000;
        toDay(day);
        uint256 owed = settlements.owed(once);
        uint256 a = first % (owed - 1) + 1;
        uint256 b = second % (owed - a) + 1;
        pay(once, a + b);
        pay(twice, a);
        pay(twice, b);
        vm.assertEq(settlements.owed(twice), settlements.owed(once), "owed that day");
        vm.assertEq(settlements.owedOn(twice, day + 100), settlements.owedOn(once, day + 100), "owed later");
    }

    /// @notice Paying at once never leaves more than paying the same in two parts on two days, but for the one unit by
    /// which the interest of two spans may be rounded up twice (S-5, I7, I16).
    function testFuzz_waitingGainsNothing(uint96 face, uint24 rate, uint16 late, uint96 first, uint96 second)
        external
    {
        face = face / 4 + 3;
        ReceivableId early = _debt(face, rate);
        ReceivableId waits = idOf(confirmIn(state(early).programme, face));
        toDay(DUE + 1);
        uint256 owed = settlements.owed(early);
        uint256 a = first % (owed - 1) + 1;
        uint256 b = second % (owed - a) + 1;
        pay(early, a + b);
        pay(waits, a);
        uint256 day = DUE + 2 + late % 500;
        toDay(day);
        pay(waits, b);
        vm.assertGe(settlements.owed(waits) + 1, settlements.owed(early), "owed");
    }

    /// @notice What is owed never falls by a day going by, and never rises by a payment (S-4, I15).
    function testFuzz_neverFallsByWaiting(uint96 face, uint24 rate, uint16 late, uint96 amount) external {
        vm.assume(face > 0);
        ReceivableId id = _debt(face, rate);
        uint256 day = DUE + late % 2_000;
        toDay(day);
        uint256 before = settlements.owed(id);
        vm.assertLe(before, settlements.owedOn(id, day + 1), "a day more");
        uint256 taken = pay(id, uint256(amount) % before + 1);
        vm.assertEq(settlements.owed(id), before - taken, "a payment");
        vm.assertLe(settlements.owed(id), settlements.owedOn(id, day + 1), "a day more");
    }
}
