// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Late interest in Settlements.settle, owed and owedOn, with numbers worked out by hand

├── up to the due day                           → none
├── from the day after it, also in the grace    → 0.05 % of the unpaid principal a day, rounded up
├── when a payment covers the interest          → the rest lowers the principal, later days count on what is left
├── when a payment is less than the interest    → the principal stays, nothing is charged twice
├── when all is paid                            → Settled
├── on a calendar ahead of or behind UTC        → days begin there
└── at a rate of zero                           → none
*/
contract InterestTest is MoneySuite {
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    /// @notice To the last second of the due day no interest is owed; then 500.00 of 1,000,000.00 each day, whatever the
    /// grace of five days (S-4).
    function test_runsFromTheDayAfterTheDueDay() external {
        vm.warp((DUE + 1) * 1 days - 1);
        vm.assertEq(settlements.owed(id), 1_000_000e6, "due day");
        vm.warp((DUE + 1) * 1 days);
        vm.assertEq(settlements.owed(id), 1_000_500e6, "one day late");
        toDay(DUE + 5);
        vm.assertEq(settlements.owed(id), 1_002_500e6, "last day of grace");
        toDay(DUE + 6);
        vm.assertEq(settlements.owed(id), 1_003_000e6, "first day after the grace");
        toDay(DUE + 365);
        vm.assertEq(settlements.owed(id), 1_182_500e6, "a year late");
    }

    /// @notice What will be owed on a day is what is owed when it comes; a day before the due day owes the face (S-4).
    function test_owedOnForetells() external {
        vm.assertEq(settlements.owedOn(id, DAY), 1_000_000e6, "today");
        vm.assertEq(settlements.owedOn(id, DUE), 1_000_000e6, "due day");
        uint256 foretold = settlements.owedOn(id, DUE + 31);
        vm.assertEq(foretold, 1_015_500e6, "31 days late");
        toDay(DUE + 31);
        vm.assertEq(settlements.owed(id), foretold, "when it comes");
    }

    /// @notice 400,000.00 two days late pay 1,000.00 of interest first, then 399,000.00 of principal; a day later
    /// 300.50 more are owed on the 601,000.00 left (S-4, S-5).
    function test_paysInterestFirst() external {
        toDay(DUE + 2);
        fund(outsider, 400_000e6, address(settlements));
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, outsider, 400_000e6, 1_000e6, 601_000e6);
        vm.prank(outsider);
        settlements.settle(id, 400_000e6);

        assertAccount(id, 400_000e6, 601_000e6, 1_000e6, 0, DUE + 2);
        vm.assertEq(settlements.owed(id), 601_000e6, "owed that day");
        vm.assertEq(programmes.usedOf(PROGRAMME), 601_000e6, "used limit");
        toDay(DUE + 3);
        vm.assertEq(settlements.owed(id), 601_300_500_000, "a day later");
        pay(id, FACE);
        assertStatus(id, Status.Settled);
        assertAccount(id, 1_001_300_500_000, 0, 1_300_500_000, 0, DUE + 3);
    }

    /// @notice 200.00 of 500.00 lower the interest alone, restore no limit and charge no day; the next day 500.00 more
    /// are owed, not less and not more (S-5, S-7, T50).
    function test_takesAPartOfTheInterest() external {
        toDay(DUE + 1);
        fund(outsider, 200e6, address(settlements));
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, outsider, 200e6, 200e6, 1_000_300e6);
        vm.prank(outsider);
        settlements.settle(id, 200e6);

        assertAccount(id, 200e6, 1_000_000e6, 0, 0, DUE);
        vm.assertEq(settlements.owed(id), 1_000_300e6, "owed that day");
        vm.assertEq(programmes.usedOf(PROGRAMME), 1_000_000e6, "used limit");
        toDay(DUE + 2);
        vm.assertEq(settlements.owed(id), 1_000_800e6, "a day later");
    }

    /// @notice Interest paid to the last unit leaves the principal, and the day uncharged; more lowers it (S-5).
    function test_takesExactlyTheInterest() external {
        toDay(DUE + 1);
        pay(id, 500e6);
        assertAccount(id, 500e6, 1_000_000e6, 0, 0, DUE);
        vm.assertEq(settlements.owed(id), 1_000_000e6, "owed");
        pay(id, 1);
        assertAccount(id, 500e6 + 1, 1_000_000e6 - 1, 500e6, 0, DUE + 1);
        vm.assertEq(settlements.owed(id), 1_000_000e6 - 1, "owed");
    }

    /// @notice A day that passed before what was paid owes no less than the principal: asking for it is harmless (S-4).
    function test_owedOnAnswersForThePast() external {
        toDay(DUE + 10);
        pay(id, 3_000e6);
        vm.assertEq(settlements.owed(id), 1_002_000e6, "owed");
        vm.assertEq(settlements.owedOn(id, DUE + 5), 1_000_000e6, "a day before the payment");
        vm.assertEq(settlements.owedOn(id, DUE + 7), 1_000_500e6, "3,500.00 had run by then");
    }

    /// @notice Paying 1,000,000.00 late leaves exactly the interest open, as principal, on which interest runs (S-5).
    function test_leavesNoInterestUnpaid() external {
        toDay(DUE + 4);
        pay(id, 1_000_000e6);
        assertAccount(id, 1_000_000e6, 2_000e6, 2_000e6, 0, DUE + 4);
        toDay(DUE + 5);
        vm.assertEq(settlements.owed(id), 2_001e6, "1.00 of interest on 2,000.00");
    }

    /// @notice 1,001 units at 0.05 % owe 0.5005 units a day: 1 after one day, 2 after two, since debtors' dues round
    /// up once and not each day (S-4, I7).
    function test_roundsUpOnce() external {
        id = idOf(confirmIn(openFine(2, LATE_RATE), 1_001));
        toDay(DUE + 1);
        vm.assertEq(settlements.owed(id), 1_002, "one day");
        toDay(DUE + 2);
        vm.assertEq(settlements.owed(id), 1_003, "two days: 1.001");
        toDay(DUE + 4);
        vm.assertEq(settlements.owed(id), 1_004, "four days: 2.002");
    }

    /// @notice Days begin on the programme's calendar: eight hours early in the east, twelve late in the west (P-8, S-4).
    function test_countsDaysOnTheProgrammesCalendar() external {
        _assertFirstLateDay(2, 32, -8 hours);
        _assertFirstLateDay(3, -48, 12 hours);
        _assertFirstLateDay(4, 23, -345 minutes);
    }

    function _assertFirstLateDay(uint8 number, int8 offset, int256 shift) private {
        toDay(DAY);
        IProgrammes.Rules memory r = rules();
        r.utcOffset = offset;
        ProgrammeId programme = openProgramme(number, r);
        id = idOf(confirmIn(programme, FACE));
        uint256 begins = uint256(int256((DUE + 1) * 1 days) + shift);
        vm.warp(begins - 1);
        vm.assertEq(settlements.owed(id), FACE, "last second of the due day");
        vm.warp(begins);
        vm.assertEq(settlements.owed(id), FACE + 500e6, "first second of the day after");
    }

    /// @notice At a rate of zero nothing is added, and the whole paid late still writes no account (S-4, S-17).
    function test_freeOfInterest() external {
        note = confirmIn(openFine(2, 0), FACE);
        id = idOf(note);
        toDay(DUE + 100);
        vm.assertEq(settlements.owed(id), FACE, "owed");
        pay(id, FACE);
        assertAccount(id, FACE, 0, 0, 0, DUE);
        redeem(note);
        vm.assertEq(settlements.accountOf(id).paidOut, 0, "no account was written");
    }

    /// @notice The holders share the interest by value: of 1,003,000.00 six tenths and four tenths (S-8, S-9).
    function test_interestGoesToTheHolders() external {
        NoteId piece = assign(s1, note, S2, 400_000e6);
        toDay(DUE + 6);
        pay(id, 2 * FACE);
        settlements.redeem(list(piece, note));
        vm.assertEq(token.balanceOf(s1), 601_800e6, "tier 1");
        vm.assertEq(token.balanceOf(s2), 401_200e6, "tier 2");
    }
}
