// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteCampaign} from "./NoteCampaign.sol";

/// @notice The invariants of docs/invariants.md, each campaign over all acts of the handler; one that needs as many
/// calls as another shares its campaign.
contract InvariantsTest is NoteCampaign {
    /// @notice I1, I3: notes make up the face less what was redeemed, which never passes it; payouts stay in receipts.
    function invariant_I1_I3_NotesMakeTheFace() external {
        handler.holdsI1();
        handler.holdsI3();
    }

    /// @notice I2, I9: an invoice is confirmed once, as its debtor said, and a note has one lock at most.
    function invariant_I2_I9_OneDebtPerInvoiceAsConfirmed() external {
        handler.holdsI2();
        handler.holdsI9();
    }

    /// @notice I4, I5: states change along the table only, and a note that is not free keeps owner and value.
    function invariant_I4_I5_StatesFollowTheTable() external {
        handler.holdsI4();
        handler.holdsI5();
    }

    /// @notice I6, I7, I12: money is all there, what is owed is rounded up and paid out down, limits are open principal.
    function invariant_I6_I7_I12_MoneyToTheUnit() external {
        handler.holdsI6();
        handler.holdsI7();
        handler.holdsI12();
    }

    /// @notice I10, I20, I21: nothing reaches the suspended, roles alone do what is theirs, a halt stops new business.
    function invariant_I10_I20_I21_WhoMayAct() external {
        handler.holdsI10();
        handler.holdsI20();
        handler.holdsI21();
    }

    /// @notice I22: used messages stay used, and what is counted only rises.
    function invariant_I22_UsedStaysUsed() external {
        handler.holdsI22();
    }

    /// @notice I23: a model that sees only the logs arrives at the same state.
    function invariant_I23_LogsTellTheState() external {
        handler.holdsI23();
    }
}
