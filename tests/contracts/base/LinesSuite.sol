// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CreditLines} from "../../../contracts/CreditLines.sol";
import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "./PartiesSuite.sol";
import {vm} from "./Vm.sol";

/// @title LinesSuite
/// @notice Credit lines with one consumer, two lenders, and S1 and S2 in one group of companies.
abstract contract LinesSuite is PartiesSuite {
    uint40 internal constant GROUP = 700;
    uint256 internal constant LINE = 1_000e6;
    uint256 internal constant EXPIRY = DAY + 365;
    uint32 internal constant FLOOR = 30_000;
    uint256 internal constant LARGEST = type(uint96).max;
    uint256 internal constant LATEST = type(uint16).max;
    bytes32 internal constant DECISION = keccak256("credit decision");
    PartyId internal constant NOBODY = PartyId.wrap(0);

    /// @dev Stands in for Loans.
    address internal loans = vm.addr(0x10A5);
    CreditLines internal lines;

    function setUp() public virtual override {
        super.setUp();
        lines = new CreditLines(address(authority), address(forwarder), parties, programmes);
        vm.prank(admin);
        lines.addConsumer(loans);
        setProfile(S1, 1, DAY + 10_000, GROUP);
        setProfile(S2, 1, DAY + 10_000, GROUP);
    }

    /* BUILDERS */

    function grantOf(uint256 limit, uint40 group) internal pure returns (ICreditLines.Grant memory) {
        return ICreditLines.Grant({
            limit: limit,
            rateFloor: FLOOR,
            expiry: EXPIRY,
            group: group,
            decisionHash: DECISION,
            modelVersion: "2026.1"
        });
    }

    /* ACTS */

    /// @dev BANK_A grants a party a line of its own, tied to no group.
    function grant(PartyId party, uint256 limit) internal {
        grantAs(bankA, party, grantOf(limit, 0));
    }

    function grantAs(address lender, PartyId party, ICreditLines.Grant memory terms) internal {
        vm.prank(lender);
        lines.grant(party, terms);
    }

    /// @dev BANK_A grants GROUP a line.
    function grantGroup(uint256 limit) internal {
        vm.prank(bankA);
        lines.grantGroup(GROUP, limit, EXPIRY, DECISION, "2026.1");
    }

    /// @dev BANK_A grants S1 and S2 a line of LINE each, under one of `limit` for their group.
    function grantTied(uint256 limit) internal {
        grantGroup(limit);
        grantAs(bankA, S1, grantOf(LINE, GROUP));
        grantAs(bankA, S2, grantOf(LINE, GROUP));
    }

    function draw(PartyId party, uint256 amount) internal {
        vm.prank(loans);
        lines.draw(BANK_A, party, amount);
    }

    /// @dev Principal comes back on time, without interest.
    function repay(PartyId party, uint256 amount) internal {
        vm.prank(loans);
        lines.repaid(BANK_A, party, amount, amount, 0, false);
    }

    function freeze(PartyId party, bool on) internal {
        vm.prank(bankA);
        lines.setFreeze(party, on, DOCUMENT);
    }

    function freezeGroup(bool on) internal {
        vm.prank(bankA);
        lines.setGroupFreeze(GROUP, on, DOCUMENT);
    }

    /* WHAT IS ASSERTED */

    function assertUsed(PartyId party, uint256 used) internal view {
        vm.assertEq(lines.lineOf(BANK_A, party).used, used, "used of line");
    }

    function assertGroupUsed(uint256 used) internal view {
        vm.assertEq(lines.groupLineOf(BANK_A, GROUP).used, used, "used of group's line");
    }

    function assertTally(PartyId party, ICreditLines.Outcome outcome, uint256 count, uint256 amount)
        internal
        view
    {
        ICreditLines.Tally memory tally = lines.recordOf(party)[uint256(outcome)];
        vm.assertEq(tally.count, count, "count");
        vm.assertEq(tally.amount, amount, "amount");
    }

    /// @dev Fails unless a line is all zero.
    function assertNoLine(ICreditLines.Line memory line) internal pure {
        ICreditLines.Line memory none;
        vm.assertEq(abi.encode(line), abi.encode(none), "no line");
    }
}
