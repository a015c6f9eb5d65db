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
import {Choices} from "./Choices.sol";
import {Surroundings} from "./Surroundings.sol";

/// @notice What is owed (I15, I16): proofs on the contract itself within the bounds that each states.
/// @dev At some 12 % a day, so that debts of few units, which a solver can follow, bear interest that is rounded.
/// @custom:halmos --solver-timeout-assertion 60000 --solver-timeout-branching 50
contract SettlementProofs {
    using ReceivableWords for ReceivableWord;

    uint256 internal constant DUE = 100;
    /// @dev Interest on it is rounded.
    uint256 internal constant FACE = 1e12 + 3;
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

    /// @notice Paid in two parts on the due day, the account is as paid at once; 64 bits (S-5, I16).
    function check_partsOnTheDueDay(uint64 face, uint64 one, uint64 two) external {
        vm.assume(face != 0);
        _partsEqualTheWhole(face, one, two, 0);
    }

    /// @notice Paid in two parts 30 days late, the account is as at once; a face of 200, all parts (S-5, I16).
    function check_partsWhenLate(uint16 one, uint16 two) external {
        _partsEqualTheWhole(200, one, two, 30);
    }

    /// @notice Who pays interest alone, 30 days late, owes that less a week later; a face of 1e12 + 3, all parts (S-5).
    function check_interestPaidMovesNoDay(uint48 amount) external {
        _confirm(ONE, FACE);
        _goTo(30);
        uint256 owed = settlements.owed(ONE);
        vm.assume(amount != 0 && amount <= owed - FACE);
        Choices.tellMin(amount, owed);
        uint256 before = settlements.owedOn(ONE, DUE + 37);
        settlements.settle(ONE, amount);
        assert(settlements.owedOn(ONE, DUE + 37) == before - amount);
    }

    /// @notice What is owed never falls from one day to the next; a face of 1e12 + 3, days to 8 bits (I15).
    function check_owedNeverFalls(uint8 day) external {
        _confirm(ONE, FACE);
        assert(settlements.owedOn(ONE, DUE + day) <= settlements.owedOn(ONE, DUE + day + 1));
    }

    /// @notice Nor does it after a part was paid, 10 days late, on the next day and the one after; a face of 200 (I15).
    function check_owedNeverFallsAfterAPart(uint16 paid) external {
        uint256 left = _payPart(200, paid);
        uint256 next = settlements.owedOn(ONE, DUE + 11);
        assert(left <= next);
        assert(next <= settlements.owedOn(ONE, DUE + 12));
    }

    /// @notice Who offers more than is owed pays that, and owes nothing; a face of 1e12 + 3, all parts (S-1, S-7).
    function check_payoffLeavesNothing(uint48 paid) external {
        _payPart(FACE, paid);
        _goTo(30);
        uint256 owed = settlements.owed(ONE);
        Choices.tellMin(type(uint256).max, owed);
        assert(settlements.settle(ONE, type(uint256).max) == owed);
        assert(settlements.owed(ONE) == 0);
        assert(around.receivableWord(ONE).status() == Status.Settled);
        assert(around.balanceOf(address(settlements)) == owed + paid);
    }

    function _partsEqualTheWhole(uint256 face, uint256 one, uint256 two, uint256 daysLate) private {
        _confirm(ONE, face);
        _confirm(OTHER, face);
        _goTo(daysLate);
        uint256 owed = settlements.owed(ONE);
        vm.assume(one != 0 && two != 0 && one + two < owed);
        Choices.tellMin(one, owed);
        Choices.tellMin(one + two, owed);
        settlements.settle(ONE, one);
        Choices.tellMin(two, owed - one);
        _tellInterestLeft(face, owed - face, one);
        settlements.settle(ONE, two);
        settlements.settle(OTHER, one + two);
        assert(_account(ONE) == _account(OTHER));
    }

    function _tellInterestLeft(uint256 face, uint256 interest, uint256 paid) private pure {
        if (paid > interest) Choices.tellDifference(interest + face, face + interest - paid + paid);
        else Choices.tellDifference(interest + face, face + paid);
    }

    /// @dev Pays a part of a debt of `face` that is 10 days late; returns what is left.
    function _payPart(uint256 face, uint256 paid) private returns (uint256) {
        _confirm(ONE, face);
        _goTo(10);
        uint256 owed = settlements.owed(ONE);
        vm.assume(paid != 0 && paid < owed);
        Choices.tellMin(paid, owed);
        settlements.settle(ONE, paid);
        return owed - paid;
    }

    function _account(ReceivableId id) private view returns (bytes32) {
        return keccak256(abi.encode(settlements.accountOf(id)));
    }

    function _confirm(ReceivableId id, uint256 face) private {
        around.setReceivable(id, ReceivableWords.pack(ProgrammeId.wrap(0x101), DUE, face));
    }

    function _goTo(uint256 daysLate) private {
        vm.warp((DUE + daysLate) * 1 days);
    }
}
