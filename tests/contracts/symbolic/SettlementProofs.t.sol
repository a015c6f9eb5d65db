// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {Settlements} from "../../../contracts/Settlements.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ProgrammeId, ReceivableId, ReceivableWord, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Surroundings} from "./Surroundings.sol";

/// @notice What is owed (I15, I16): proofs on the contract itself within the bounds that each states.
/// @dev At some 12 % a day, so that debts of few units, which a solver can follow, bear interest that is rounded.
/// @custom:halmos --solver-timeout-assertion 120000
contract SettlementProofs {
    using ReceivableWords for ReceivableWord;

    uint256 internal constant DUE = 100;
    ReceivableId internal constant ONE = ReceivableId.wrap(1);
    ReceivableId internal constant OTHER = ReceivableId.wrap(2);

    Surroundings internal around;
    Settlements internal settlements;

    function setUp() public {
        around = new Surroundings(123_456_789);
        settlements = new Settlements(
            address(0),
            IParties(address(around)),
            IProgrammes(address(around)),
            IReceivables(address(around)),
            IGuarantees(address(around))
        );
    }

    /// @notice Paid in two parts on the due day, as much stays owed as paid at once; faces to 64 bits (S-5, I16).
    function check_partsOnTheDueDay(uint64 face, uint64 one, uint64 two) external {
        _partsEqualTheWhole(face, one, two, 0);
    }

    /// @notice Paid in two parts 30 days late, as much stays owed as paid at once; faces to 6 bits (S-5, I16).
    function check_partsWhenLate(uint8 face, uint8 one, uint8 two) external {
        vm.assume(face < 1 << 6);
        _partsEqualTheWhole(face, one, two, 30);
    }

    /// @notice Who pays interest alone, 30 days late, owes that much less a week later; faces to 6 bits (S-5).
    function check_interestPaidMovesNoDay(uint8 face, uint8 amount) external {
        vm.assume(face != 0 && face < 1 << 6);
        _confirm(ONE, face);
        _goTo(30);
        vm.assume(amount != 0 && amount <= settlements.owed(ONE) - face);
        uint256 before = settlements.owedOn(ONE, DUE + 37);
        settlements.settle(ONE, amount);
        assert(settlements.owedOn(ONE, DUE + 37) == before - amount);
    }

    /// @notice What is owed never falls from one day to the next; faces to 6 bits, days to 4 (I15).
    function check_owedNeverFalls(uint8 face, uint8 day) external {
        vm.assume(face != 0 && face < 1 << 6 && day < 1 << 4);
        _confirm(ONE, face);
        assert(settlements.owedOn(ONE, DUE + day) <= settlements.owedOn(ONE, DUE + day + 1));
    }

    /// @notice Nor does it after a part was paid, 10 days late, on the next day and the one after; faces to 6 bits (I15).
    function check_owedNeverFallsAfterAPart(uint8 face, uint8 paid) external {
        vm.assume(face != 0 && face < 1 << 6);
        _confirm(ONE, face);
        _goTo(10);
        vm.assume(paid != 0 && paid < settlements.owed(ONE));
        settlements.settle(ONE, paid);
        uint256 next = settlements.owedOn(ONE, DUE + 11);
        assert(settlements.owed(ONE) <= next && next <= settlements.owedOn(ONE, DUE + 12));
    }

    /// @notice Who offers more than is owed pays what is owed, and owes nothing; faces to 6 bits (S-1, S-7).
    function check_payoffLeavesNothing(uint8 face, uint8 paid) external {
        vm.assume(face != 0 && face < 1 << 6);
        _confirm(ONE, face);
        _goTo(10);
        vm.assume(paid != 0 && paid < settlements.owed(ONE));
        settlements.settle(ONE, paid);
        _goTo(30);
        uint256 owed = settlements.owed(ONE);
        assert(settlements.settle(ONE, type(uint256).max) == owed);
        assert(settlements.owed(ONE) == 0);
        assert(around.receivableWord(ONE).status() == Status.Settled);
        assert(around.balanceOf(address(settlements)) == owed + paid);
    }

    function _partsEqualTheWhole(uint256 face, uint256 one, uint256 two, uint256 daysLate) private {
        vm.assume(face != 0 && one != 0 && two != 0);
        _confirm(ONE, face);
        _confirm(OTHER, face);
        _goTo(daysLate);
        vm.assume(one + two < settlements.owed(ONE));
        settlements.settle(ONE, one);
        settlements.settle(ONE, two);
        settlements.settle(OTHER, one + two);
        assert(settlements.owed(ONE) == settlements.owed(OTHER));
    }

    function _confirm(ReceivableId id, uint256 face) private {
        around.setReceivable(id, ReceivableWords.pack(ProgrammeId.wrap(0x101), DUE, face));
    }

    function _goTo(uint256 daysLate) private {
        vm.warp((DUE + daysLate) * 1 days);
    }
}
