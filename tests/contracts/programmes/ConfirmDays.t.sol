// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, ProgrammeId, ReceivableWord} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.confirm: when the debt falls due

├── when it is due today or earlier, on the programme's calendar    → DueDayPassed
├── when it runs longer than the programme allows                   → TenorTooLong
└── otherwise                                                       → due on that day of that calendar
    ├── tomorrow, and after exactly the longest tenor
    ├── on each calendar from -48 to 56, a second before and at its midnight
    └── after the longest tenor there is
*/
contract ConfirmDaysTest is ProgrammesSuite {
    using ReceivableWords for ReceivableWord;

    /// @notice A debt is due tomorrow at the earliest (G-8).
    function test_refusesDueToday() external {
        _refuses(PROGRAMME, DAY, _passed(DAY, DAY));
        _refuses(PROGRAMME, DAY - 1, _passed(DAY - 1, DAY));
        _refuses(PROGRAMME, 0, _passed(0, DAY));
        _confirms(PROGRAMME, DAY + 1, 0);
    }

    /// @notice A debt runs for at most the programme's tenor, also where the day does not fit its bits (G-8).
    function test_refusesLongTenor() external {
        bytes4 tooLong = IProgrammes.TenorTooLong.selector;
        _refuses(PROGRAMME, DAY + 181, abi.encodeWithSelector(tooLong, 181, 180));
        _refuses(PROGRAMME, 2 ** 20 + DUE, abi.encodeWithSelector(tooLong, 2 ** 20 + TENOR, 180));
        uint256 last = type(uint256).max;
        _refuses(PROGRAMME, last, abi.encodeWithSelector(tooLong, last - DAY, 180));
        _confirms(PROGRAMME, DAY + 180, 0);
    }

    /// @notice On every calendar "today" ends at its own midnight, to the second (G-8, P-8, T52).
    function test_daysOfEveryCalendar() external {
        for (int256 offset = -48; offset <= 56; ++offset) {
            ProgrammeId programme = _openAt(int8(offset));
            uint256 midnight = uint256(int256(MIDNIGHT + 1 days) - offset * 900);
            vm.warp(midnight - 1);
            _confirms(programme, DAY + 1, int8(offset));
            _refuses(programme, DAY + 181, _tooLong(181));
            vm.warp(midnight);
            _refuses(programme, DAY + 1, _passed(DAY + 1, DAY + 1));
            _confirms(programme, DAY + 181, int8(offset));
        }
    }

    /// @notice At any second and offset the tenor counts from the local day, worked out by the clock (G-8, P-8).
    function testFuzz_daysOfAnyTime(uint24 seconds_, uint8 quarter, uint8 tenor) external {
        int8 offset = int8(int256(uint256(quarter % 105)) - 48);
        ProgrammeId programme = _openAt(offset);
        vm.warp(MIDNIGHT + 1 days + seconds_);
        int256 ofDay = int256(block.timestamp % 86_400) + int256(offset) * 900;
        uint256 today = block.timestamp / 86_400;
        if (ofDay < 0) --today;
        if (ofDay >= 86_400) ++today;
        uint256 days_ = uint256(tenor) % 180 + 1;
        _confirms(programme, today + days_, offset);
        _refuses(programme, today, _passed(today, today));
        _refuses(programme, today + 181, _tooLong(181));
    }

    /// @notice The longest tenor of 65,535 days fits the word of a receivable (G-8).
    function test_longestTenor() external {
        IProgrammes.Rules memory r = rules();
        r.maxTenor = type(uint16).max;
        open(numbered(200), r);
        _confirms(numbered(200), DAY + type(uint16).max, 0);
    }

    function _openAt(int8 offset) private returns (ProgrammeId programme) {
        programme = numbered(uint8(uint256(int256(offset) + 60)));
        IProgrammes.Rules memory r = rules();
        r.utcOffset = offset;
        open(programme, r);
    }

    function _passed(uint256 dueDay, uint256 today) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IProgrammes.DueDayPassed.selector, dueDay, today);
    }

    function _tooLong(uint256 tenor) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IProgrammes.TenorTooLong.selector, tenor, 180);
    }

    function _terms(ProgrammeId programme, uint256 dueDay)
        private
        returns (IProgrammes.Confirmation memory t)
    {
        t = terms();
        (t.programme, t.dueDay) = (programme, dueDay);
    }

    function _confirms(ProgrammeId programme, uint256 dueDay, int8 offset) private {
        NoteId note = confirm(_terms(programme, dueDay));
        (ReceivableWord r,) = receivables.words(note);
        vm.assertEq(r.dueDay(), dueDay, "due day");
        vm.assertEq(int256(r.offset()), int256(offset), "offset");
    }

    function _refuses(ProgrammeId programme, uint256 dueDay, bytes memory reason) private {
        IProgrammes.Confirmation memory t = _terms(programme, dueDay);
        vm.expectRevert(reason);
        confirm(t);
    }
}
