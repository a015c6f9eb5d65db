// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Debts at the edge of 96 bits

├── a face of 2^96 - 1                → bears no interest, is settled and redeemed to the unit
├── interest that would pass 2^96 - 1 → stops there, also after payments in parts
└── a smallest face at the top rate   → interest passes the face many times
*/
contract LargeAmountsTest is MoneySuite {
    uint24 internal constant TOP_RATE = type(uint24).max;

    ProgrammeId internal programme;

    function setUp() public override {
        super.setUp();
        programme = openFine(2, TOP_RATE);
    }

    /// @notice The largest face there is bears no interest, since none fits, and is paid to the unit (S-6, X-6).
    function test_largestFace() external {
        NoteId note = confirmIn(programme, LARGEST);
        NoteId piece = assign(s1, note, S2, LARGEST / 3);
        toDay(DUE + 3_650);
        vm.assertEq(settlements.owed(idOf(note)), LARGEST, "owed");
        pay(idOf(note), 1);
        pay(idOf(note), LARGEST - 2);
        vm.assertEq(settlements.redeem(list(note, piece)), LARGEST - 2, "both rounded down");
        pay(idOf(note), 1);
        assertStatus(idOf(note), Status.Settled);
        settlements.redeem(list(piece, note));
        vm.assertEq(token.balanceOf(s2), LARGEST / 3, "tier 2");
        vm.assertEq(token.balanceOf(s1), LARGEST - LARGEST / 3, "tier 1");
        assertAccount(idOf(note), LARGEST, 0, 0, LARGEST, DUE + 3_650);
    }

    /// @notice Interest stops where face and interest would pass 96 bits, and stays there (S-6).
    function test_interestStops() external {
        NoteId note = confirmIn(programme, LARGEST - 1_000);
        ReceivableId id = idOf(note);
        toDay(DUE + 1);
        vm.assertEq(settlements.owed(id), LARGEST, "after a day");
        toDay(DUE + 3_650);
        vm.assertEq(settlements.owed(id), LARGEST, "after ten years");
        pay(id, 400);
        vm.assertEq(settlements.owed(id), LARGEST - 400, "part of the interest");
        pay(id, LARGEST / 2);
        assertAccount(id, LARGEST / 2 + 400, LARGEST - 400 - LARGEST / 2, 1_000, 0, DUE + 3_650);
        toDay(DUE + 7_300);
        vm.assertEq(settlements.owed(id), LARGEST - 400 - LARGEST / 2, "no more interest ever");
        pay(id, LARGEST);
        assertStatus(id, Status.Settled);
        redeem(note);
        vm.assertEq(token.balanceOf(s1), LARGEST, "to the unit");
    }

    /// @notice One unit at the top rate owes one unit of interest for 59 days, then a second one (S-4).
    function test_smallestFace() external {
        NoteId note = confirmIn(programme, 1);
        toDay(DUE + 59);
        vm.assertEq(settlements.owed(idOf(note)), 2, "0.99 rounded up");
        toDay(DUE + 60);
        vm.assertEq(settlements.owed(idOf(note)), 3, "1.01 rounded up");
        toDay(DUE + 36_500);
        vm.assertEq(settlements.owed(idOf(note)), 1 + 613, "612.4 rounded up, a hundred years late");
        pay(idOf(note), LARGEST);
        vm.assertEq(redeem(note), 614, "redeemed");
    }

    /// @notice Whatever face, rate and lateness: what is owed fits 96 bits, is paid in full and reaches the holders
    /// (S-6, S-16, I6, I25).
    function testFuzz_alwaysPayable(uint96 face, uint24 rate, uint32 late, uint96 first, uint96 cut)
        external
    {
        vm.assume(face > 1);
        NoteId note = confirmIn(openFine(3, rate), face);
        NoteId piece = assign(s1, note, S2, cut % (face - 1) + 1);
        ReceivableId id = idOf(note);
        toDay(DUE + late % 1_000_000);
        uint256 owed = settlements.owed(id);
        vm.assertLe(owed, LARGEST, "fits");
        uint256 part = first % owed + 1;
        pay(id, part);
        settlements.redeem(list(piece, note));
        if (part < owed) pay(id, LARGEST);
        assertStatus(id, Status.Settled);
        settlements.redeem(list(note, piece));
        vm.assertEq(token.balanceOf(s1) + token.balanceOf(s2), owed, "reaches the holders");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }
}
