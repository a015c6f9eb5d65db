// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.collect

├── when there is no such receivable                 → UnknownReceivable
├── when it is settled or cancelled                  → NothingOwed
├── before the due day                               → NotDue
├── when allowance or balance of the anchor is zero  → NothingToCollect
└── otherwise                                        → the least of what is owed, allowance and balance is taken
*/
contract CollectTest is MoneySuite {
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    function _collect() private returns (uint256) {
        vm.prank(outsider);
        return settlements.collect(id);
    }

    function _allow(uint256 amount) private {
        vm.prank(anchor);
        token.approve(address(settlements), amount);
    }

    /* REFUSALS */

    /// @notice A debt that was never confirmed is not collected (S-3).
    function test_refusesAnUnknownReceivable() external {
        id = ReceivableId.wrap(7);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.UnknownReceivable.selector, id));
        _collect();
    }

    /// @notice A debt is collected once: what is settled is not collected again (S-3, T46, I13).
    function test_refusesWhatIsSettled() external {
        fund(anchor, 2 * FACE, address(settlements));
        toDay(DUE);
        _collect();
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingOwed.selector, id, Status.Settled));
        _collect();
        vm.assertEq(token.balanceOf(anchor), FACE, "collected once");
    }

    /// @notice Nothing is collected before the due day begins (S-3, T46, I13).
    function test_refusesBeforeTheDueDay() external {
        fund(anchor, FACE, address(settlements));
        vm.warp(DUE * 1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NotDue.selector, id, DUE, DUE - 1));
        _collect();
    }

    /// @notice Without allowance or without balance there is nothing to collect, and the refusal says which (S-3, T47).
    function test_refusesWhenThereIsNothing() external {
        toDay(DUE);
        token.mint(anchor, FACE);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingToCollect.selector, id, FACE, 0, FACE));
        _collect();
        _allow(FACE);
        vm.prank(anchor);
        require(token.transfer(outsider, FACE));
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NothingToCollect.selector, id, FACE, FACE, 0));
        _collect();
    }

    /* SUCCESS */

    /// @notice From the first second of the due day anyone collects the whole from the anchor's cash account (S-3).
    function test_collectsTheWhole() external {
        fund(anchor, FACE + 5, address(settlements));
        toDay(DUE);
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, anchor, FACE, 0, 0);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(anchor, address(settlements), FACE);
        vm.assertEq(_collect(), FACE, "taken");

        assertEvents(abi.encodePacked(ISettlements.Paid.selector, IERC20.Transfer.selector));
        assertStatus(id, Status.Settled);
        vm.assertEq(token.balanceOf(anchor), 5, "left with the anchor");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
        assertAccount(id, FACE, 0, 0, 0, DUE);
    }

    /// @notice Interest is collected with the principal, up to the day (S-3, S-4).
    function test_collectsInterest() external {
        fund(anchor, 2 * FACE, address(settlements));
        toDay(DUE + 3);
        vm.expectEmit(address(settlements));
        emit ISettlements.Paid(id, anchor, FACE + 1_500e6, 1_500e6, 0);
        vm.assertEq(_collect(), FACE + 1_500e6, "taken");
        assertStatus(id, Status.Settled);
    }

    /// @notice What the balance allows is taken, and the rest when there is more (S-3, T47).
    function test_collectsTheBalance() external {
        fund(anchor, 300_000e6, address(settlements));
        toDay(DUE);
        vm.assertEq(_collect(), 300_000e6, "first");
        assertStatus(id, Status.Open);
        vm.assertEq(settlements.owed(id), 700_000e6, "owed");
        token.mint(anchor, FACE);
        vm.assertEq(_collect(), 700_000e6, "second");
        assertStatus(id, Status.Settled);
    }

    /// @notice What the allowance allows is taken (S-3, T47, I14).
    function test_collectsTheAllowance() external {
        token.mint(anchor, FACE);
        _allow(300_000e6);
        toDay(DUE);
        vm.assertEq(_collect(), 300_000e6, "taken");
        vm.assertEq(token.balanceOf(anchor), 700_000e6, "left with the anchor");
        vm.expectRevert(
            abi.encodeWithSelector(ISettlements.NothingToCollect.selector, id, 700_000e6, 0, 700_000e6)
        );
        _collect();
    }

    /// @notice Only the anchor's cash account pays, whoever else allowed the contract to take its money (S-3, T48, I14).
    function test_takesFromNobodyElse() external {
        fund(outsider, FACE, address(settlements));
        fund(s1, FACE, address(settlements));
        address acting = accountOf(ANCHOR, 0xA11, CONFIRM, 0);
        fund(acting, FACE, address(settlements));
        fund(anchor, FACE, address(settlements));
        toDay(DUE);
        _collect();
        vm.assertEq(token.balanceOf(outsider), FACE, "caller");
        vm.assertEq(token.balanceOf(s1), FACE, "creditor");
        vm.assertEq(token.balanceOf(acting), FACE, "another account of the anchor");
        vm.assertEq(token.balanceOf(anchor), 0, "cash account");
    }

    /// @notice After a rotation the new cash account is asked, and the old one no more (P-9, S-3).
    function test_takesFromThePresentCashAccount() external {
        address fresh = vm.addr(0xF1);
        fund(anchor, FACE, address(settlements));
        fund(fresh, FACE, address(settlements));
        bytes memory consent = sign(0xF1, parties.accountConsentDigest(ANCHOR, fresh, LATER));
        vm.prank(anchor);
        parties.rotate(fresh, LATER, consent);
        toDay(DUE);
        _collect();
        vm.assertEq(token.balanceOf(anchor), FACE, "former account");
        vm.assertEq(token.balanceOf(fresh), 0, "present account");
    }

    /// @notice Neither halt, dispute, freeze, overdue mark nor suspension of the anchor stops collecting (X-4, T68, I21).
    function test_isNeverStopped() external {
        fund(anchor, 2 * FACE, address(settlements));
        toDay(DUE);
        halt();
        dispute(id);
        freeze(id);
        suspend(ANCHOR);
        toOverdue(id);
        _collect();
        assertStatus(id, Status.Settled);
    }

    /// @notice Whatever balance and allowance are, the least of the three is taken, from the anchor alone (S-3, I14).
    function testFuzz_takesTheLeast(uint96 balance, uint96 allowance, uint8 late) external {
        balance = uint96(balance % (2 * FACE)) + 1;
        allowance = uint96(allowance % (2 * FACE)) + 1;
        token.mint(anchor, balance);
        _allow(allowance);
        toDay(DUE + late);
        uint256 owed = settlements.owed(id);
        uint256 least = balance < allowance ? balance : allowance;
        if (owed < least) least = owed;
        vm.assertEq(_collect(), least, "taken");
        vm.assertEq(token.balanceOf(anchor), balance - least, "anchor");
        vm.assertEq(token.balanceOf(address(settlements)), least, "held");
        vm.assertEq(settlements.owed(id), owed - least, "owed");
    }
}
