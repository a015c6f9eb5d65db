// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ActList} from "../../base/ActList.sol";
import {Campaign} from "../../base/Campaign.sol";
import {LoanEndings} from "./LoanEndings.sol";

/// @notice The invariants of docs/invariants.md on loans, lines and covers, each campaign over all acts of the handler;
/// each run ends with every act done once, every debt paid and everything claimed.
contract LoanInvariantsTest is Campaign {
    LoanEndings private _handler;

    function setUp() external {
        _handler = new LoanEndings();
        _handler.setUp();
    }

    function _actors() internal view override returns (ActList) {
        return _handler;
    }

    /// @notice I6, I10, I14: money is all there, to the unit, and only who should has more or less of it.
    function invariant_I6_I10_I14_MoneyOfLoansToTheUnit() external {
        _handler.holdsMoney();
    }

    /// @notice I8, I11, I12, I21: milestones and chunks once and on their conditions, within commitments and lines.
    function invariant_I8_I11_I12_I21_WhatIsDrawn() external {
        _handler.holdsDraws();
    }

    /// @notice I13, I15, I16, I17, I18: what is owed grows with time alone, and payments take it from the top.
    function invariant_I13_I15_I16_I17_I18_WhatIsOwed() external {
        _handler.holdsDebts();
    }

    /// @notice I19, I22, I26: covers pay their part after default and get it back; used terms stay used.
    function invariant_I19_I22_I26_CoversAndMarks() external {
        _handler.holdsCovers();
    }

    /// @notice I25, called by the test runner at the end of each run: each kind of act can succeed, each debt is paid by one
    /// call, and everything that waits goes home.
    function afterInvariant() external {
        _handler.doTheRest();
        _handler.windUp();
        _handler.holdsMoney();
        _handler.holdsDraws();
        _handler.holdsDebts();
        _handler.holdsCovers();
    }
}
