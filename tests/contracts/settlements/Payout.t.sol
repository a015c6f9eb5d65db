// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnsweringToken, GasRecorder} from "../../../contracts/test/HostileTokens.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Payouts of Settlements.redeem, each isolated from the others

├── when less than 245,000 gas is left before one         → GasTooLow, nothing has happened
├── when the payee is suspended                           → parked, the token is not called
├── when the token refuses, answers false, 2 or 31 bytes,
│   1 MB or never, or is no contract any more             → parked, the others are paid
├── when the token answers nothing, or 200 kB             → paid
└── whatever gas the caller gives                         → 200,000 for the token, or nothing happens
*/
contract PayoutTest is MoneySuite {
    uint256 internal constant SHARE = 250_000e6;

    AnsweringToken internal answering;
    ReceivableId internal id;
    NoteId[] internal notes;

    function setUp() public override {
        super.setUp();
        answering = new AnsweringToken();
        notes.push(confirmInToken(answering));
        notes.push(assign(s1, notes[0], S2, SHARE));
        notes.push(assign(s1, notes[0], S3, SHARE));
        notes.push(assign(s1, notes[0], S4, SHARE));
        id = idOf(notes[0]);
        payIn(answering, id, FACE);
    }

    function _parked(PartyId party) private view returns (uint256) {
        return settlements.parkedOf(party, address(answering));
    }

    function _assertOthersPaid() private view {
        vm.assertEq(answering.balanceOf(s1), SHARE, "before it");
        vm.assertEq(answering.balanceOf(s3), SHARE, "after it");
        vm.assertEq(answering.balanceOf(s4), SHARE, "the last");
    }

    /* FAILING */

    /// @notice A payout that fails in any manner is parked for its payee and stops nobody else's (S-10, T43, T47).
    function test_parksWhatFails() external {
        AnsweringToken.Manner[6] memory manners = [
            AnsweringToken.Manner.Blacklist,
            AnsweringToken.Manner.False,
            AnsweringToken.Manner.Two,
            AnsweringToken.Manner.Short,
            AnsweringToken.Manner.Megabyte,
            AnsweringToken.Manner.Loop
        ];
        for (uint256 i; i < manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            answering.setManner(s2, manners[i]);
            vm.expectEmit(address(settlements));
            emit ISettlements.Redeemed(notes[1], S2, SHARE, true);
            vm.expectEmit(address(settlements));
            emit IParking.Parked(S2, address(answering), SHARE);
            vm.assertEq(settlements.redeem(notes), FACE, "paid or parked");
            vm.assertEq(_parked(S2), SHARE, "parked");
            vm.assertEq(answering.balanceOf(s2), 0, "not paid");
            vm.assertEq(answering.balanceOf(address(settlements)), SHARE, "held for it");
            assertGone(notes[1]);
            _assertOthersPaid();
            vm.revertToState(clean);
        }
    }

    /// @notice A token that is no contract any more has paid nobody: an empty answer of no code is no success (S-10).
    function test_parksWhenTheTokenIsGone() external {
        vm.etch(address(answering), "");
        vm.assertEq(settlements.redeem(notes), FACE, "parked");
        vm.assertEq(_parked(S1), SHARE, "first");
        vm.assertEq(_parked(S4), SHARE, "last");
    }

    /// @notice A suspended party is parked for without a call to the token; the others are paid (P-4, S-10, T66, I10).
    function test_parksForASuspendedParty() external {
        suspend(S2);
        vm.expectEmit(address(settlements));
        emit IParking.Parked(S2, address(answering), SHARE);
        settlements.redeem(notes);
        vm.assertEq(_parked(S2), SHARE, "parked");
        vm.assertEq(answering.balanceOf(s2), 0, "not paid");
        _assertOthersPaid();
    }

    /// @notice What fails several times adds up for the payee (S-10).
    function test_addsUpWhatIsParked() external {
        NoteId more = confirmIn(state(id).programme, FACE);
        NoteId piece = assign(s1, more, S2, SHARE);
        toDay(DUE);
        suspend(S2);
        redeem(notes[1]);
        payIn(answering, idOf(more), 400_000e6);
        redeem(piece);
        vm.assertEq(_parked(S2), SHARE + 100_000e6, "after a share");
        payIn(answering, idOf(more), FACE);
        redeem(piece);
        vm.assertEq(_parked(S2), 2 * SHARE, "after the rest");
    }

    /* PAID */

    /// @notice A token that answers nothing, as some do, has paid; so has one with a long answer, of which 32 bytes are
    /// read (S-10, S-12).
    function test_paysOddAnswers() external {
        answering.setManner(s2, AnsweringToken.Manner.Nothing);
        answering.setManner(s3, AnsweringToken.Manner.Long);
        settlements.redeem(notes);
        vm.assertEq(answering.balanceOf(s2), SHARE, "answered nothing");
        _assertOthersPaid();
        vm.assertEq(_parked(S2) + _parked(S3), 0, "nothing is parked");
    }

    /* GAS */

    /// @notice Each failing payout costs the caller at most its 200,000 gas, whatever it answers (S-12, T43).
    function test_boundsTheCost() external {
        AnsweringToken.Manner[3] memory manners =
            [AnsweringToken.Manner.Megabyte, AnsweringToken.Manner.Loop, AnsweringToken.Manner.Long];
        for (uint256 i; i < manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            answering.setManner(s2, manners[i]);
            uint256 before = gasleft();
            redeem(notes[1]);
            vm.assertLt(before - gasleft(), 200_000 + 130_000, "gas");
            vm.revertToState(clean);
        }
    }

    /// @notice The token begins with exactly 200,000 gas, whether the caller gives little or much (S-12).
    function test_givesExactlyTheGas() external {
        GasRecorder recorder = new GasRecorder();
        vm.etch(address(answering), address(recorder).code);
        recorder = GasRecorder(address(answering));
        require(recorder.transfer{gas: 200_000}(outsider, 0));
        uint256 expected = recorder.gasAtStart();
        uint256[3] memory given = [uint256(400_000), 1_000_000, 20_000_000];
        for (uint256 i; i < given.length; ++i) {
            settlements.redeem{gas: given[i]}(only(notes[i]));
            vm.assertEq(recorder.gasAtStart(), expected, "gas of the payout");
        }
    }

    /// @notice Below 245,000 gas the transaction is refused with both numbers, and the note is as it was (S-12).
    function test_refusesTooLittleGas() external {
        (bool ok, bytes memory reason) =
            address(settlements).call{gas: 280_000}(abi.encodeCall(ISettlements.redeem, (only(notes[1]))));
        vm.assertFalse(ok, "refused");
        vm.assertEq(bytes32(bytes4(reason)), bytes32(IParking.GasTooLow.selector), "error");
        (uint256 left, uint256 needed) = this.numbersOf(reason);
        vm.assertEq(needed, 245_000, "needed");
        vm.assertLt(left, needed, "left");
        vm.assertGt(left, 150_000, "left");
        assertNote(notes[1], S2, SHARE, 2);
    }

    /// @dev The two numbers of a GasTooLow.
    function numbersOf(bytes calldata reason) external pure returns (uint256 left, uint256 needed) {
        return abi.decode(reason[4:], (uint256, uint256));
    }

    /// @notice Whoever brings the transaction cannot starve a payout: with any gas every payee of the list is paid, or
    /// nothing happens (S-12, T43).
    function test_callerCannotStarveAPayout() external {
        uint256 done;
        for (uint256 given = 50_000; given <= 900_000; given += 10_000) {
            uint256 clean = vm.snapshotState();
            (bool ok,) = address(settlements).call{gas: given}(abi.encodeCall(ISettlements.redeem, (notes)));
            if (ok) {
                ++done;
                vm.assertEq(answering.balanceOf(s2), SHARE, "second");
                _assertOthersPaid();
            } else {
                vm.assertEq(answering.balanceOf(address(settlements)), FACE, "nothing happened");
            }
            vm.assertEq(_parked(S1) + _parked(S2) + _parked(S3) + _parked(S4), 0, "never parked");
            vm.revertToState(clean);
        }
        vm.assertGt(done, 20, "it succeeds with enough");
    }

    /// @notice A payout that fails leaves enough gas to park it: with any gas it is parked, or nothing happens (S-12).
    function test_callerCannotLoseAPayout() external {
        answering.setManner(s2, AnsweringToken.Manner.Loop);
        uint256 done;
        for (uint256 given = 250_000; given <= 600_000; given += 5_000) {
            uint256 clean = vm.snapshotState();
            (bool ok,) =
                address(settlements).call{gas: given}(abi.encodeCall(ISettlements.redeem, (only(notes[1]))));
            if (ok) ++done;
            vm.assertEq(_parked(S2), ok ? SHARE : 0, "parked");
            vm.assertEq(noteState(notes[1]).value, ok ? 0 : SHARE, "note");
            vm.revertToState(clean);
        }
        vm.assertGt(done, 20, "it succeeds with enough");
    }
}
