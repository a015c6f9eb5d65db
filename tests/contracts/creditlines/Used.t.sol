// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";
import {LinesModel} from "./LinesModel.sol";

/*
CreditLines: what is used, for any acts in any order

├── of a party's line: what was drawn and did not come back
├── of a group's line: the sum over the lines tied to it
├── a draw succeeds exactly when it fits what is left of both
├── what is used always comes back, and not a unit more
└── a tie changes exactly while nothing of the line is used
*/
contract UsedTest is LinesSuite {
    struct Act {
        uint8 kind;
        uint8 party;
        uint16 amount;
    }

    LinesModel private _model;

    function setUp() public override {
        super.setUp();
        _model = new LinesModel();
        setProfile(S3, 1, DAY + 10_000, GROUP);
        grantGroup(100_000);
        _model.grantGroup(100_000);
        for (uint256 i; i < 3; ++i) {
            _grant(i, 65_535, i < 2);
        }
    }

    /// @notice After any draws, payments and grants the lines say what a list of them says (K-6, K-8, K-9, I12, T28).
    function testFuzz_used(Act[40] calldata acts) external {
        for (uint256 i; i < acts.length; ++i) {
            uint256 party = acts[i].party % 3;
            uint256 kind = acts[i].kind % 8;
            if (kind < 3) _draw(party, acts[i].amount);
            else if (kind < 6) _repay(party, acts[i].amount);
            else if (kind == 6) _grant(party, acts[i].amount, acts[i].kind > 127);
            else _grantGroup(uint256(acts[i].amount) * 2);
            _check();
        }
        _endAll();
    }

    function _draw(uint256 party, uint256 amount) private {
        uint256 room = _model.room(party);
        vm.assertEq(lines.available(BANK_A, _party(party)), room, "available");
        vm.prank(loans);
        (bool ok,) = address(lines).call(abi.encodeCall(lines.draw, (BANK_A, _party(party), amount)));
        vm.assertEq(ok, amount <= room, "drawn");
        if (ok) _model.enter(party, int256(amount));
    }

    function _repay(uint256 party, uint256 amount) private {
        uint256 used = _model.usedOf(party);
        vm.prank(loans);
        (bool ok,) = address(lines)
            .call(abi.encodeCall(lines.repaid, (BANK_A, _party(party), amount, amount, 0, false)));
        vm.assertEq(ok, amount <= used, "came back");
        if (ok) _model.enter(party, -int256(amount));
    }

    function _grant(uint256 party, uint256 limit, bool tied) private {
        ICreditLines.Grant memory terms = grantOf(limit, tied ? GROUP : 0);
        vm.prank(bankA);
        (bool ok,) = address(lines).call(abi.encodeCall(lines.grant, (_party(party), terms)));
        bool allowed = tied == _model.isTied(party) || _model.usedOf(party) == 0;
        vm.assertEq(ok, allowed, "granted");
        if (ok) _model.grant(party, limit, tied);
    }

    function _grantGroup(uint256 limit) private {
        grantGroup(limit);
        _model.grantGroup(limit);
    }

    function _check() private view {
        for (uint256 i; i < 3; ++i) {
            assertUsed(_party(i), _model.usedOf(i));
        }
        assertGroupUsed(_model.groupUsed());
    }

    /// @dev Whatever is used comes back, whatever stands in the way of draws.
    function _endAll() private {
        toDay(EXPIRY + 1);
        freezeGroup(true);
        for (uint256 i; i < 3; ++i) {
            _repay(i, _model.usedOf(i));
            assertUsed(_party(i), 0);
        }
        assertGroupUsed(0);
    }

    function _party(uint256 i) private pure returns (PartyId) {
        PartyId[3] memory all = [S1, S2, S3];
        return all[i];
    }
}
