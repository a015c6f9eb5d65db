// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {AnsweringToken} from "../../../contracts/test/HostileTokens.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.claim and parkedOf

├── when nothing is parked               → NothingParked
├── when the party is suspended          → PayeeSuspended
├── when the token still refuses         → the token's error, and it stays parked
└── otherwise                            → anyone pays the present cash account of the party, once
*/
contract ClaimTest is MoneySuite {
    AnsweringToken internal answering;
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        answering = new AnsweringToken();
        note = confirmInToken(answering);
        payIn(answering, idOf(note), FACE);
        answering.setManner(s1, AnsweringToken.Manner.Blacklist);
        redeem(note);
    }

    function _claim(PartyId party) private returns (uint256) {
        vm.prank(outsider);
        return settlements.claim(party, address(answering));
    }

    function _parked() private view returns (uint256) {
        return settlements.parkedOf(S1, address(answering));
    }

    /* REFUSALS */

    /// @notice A party, or a token, of which nothing is parked has nothing to claim, nor has an unknown party (S-11).
    function test_refusesWhenNothingIsParked() external {
        PartyId[2] memory others = [S2, PartyId.wrap(999)];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IParking.NothingParked.selector, others[i], address(answering))
            );
            _claim(others[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, S1, address(token)));
        settlements.claim(S1, address(token));
    }

    /// @notice Nothing reaches a suspended party; it is paid when it is reinstated (P-4, S-11, T66, I10).
    function test_refusesASuspendedParty() external {
        answering.setManner(s1, AnsweringToken.Manner.Honest);
        suspend(S1);
        vm.expectRevert(abi.encodeWithSelector(IParking.PayeeSuspended.selector, S1));
        _claim(S1);
        reinstate(S1);
        vm.assertEq(_claim(S1), FACE, "claimed");
    }

    /// @notice While the token refuses the payee its money stays parked, however it refuses (S-11).
    function test_refusesWhileTheTokenDoes() external {
        vm.expectRevert(abi.encodeWithSelector(AnsweringToken.Blacklisted.selector, s1));
        _claim(S1);
        answering.setManner(s1, AnsweringToken.Manner.False);
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(answering))
        );
        _claim(S1);
        vm.assertEq(_parked(), FACE, "parked");
    }

    /* SUCCESS */

    /// @notice Anyone claims for a party what is parked, once; it reaches the party's cash account (S-11, I25).
    function test_paysThePayee() external {
        answering.setManner(s1, AnsweringToken.Manner.Honest);
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit IParking.Claimed(S1, address(answering), s1, FACE);
        vm.expectEmit(address(answering));
        emit IERC20.Transfer(address(settlements), s1, FACE);
        vm.assertEq(_claim(S1), FACE, "claimed");

        assertEvents(abi.encodePacked(IParking.Claimed.selector, IERC20.Transfer.selector));
        vm.assertEq(answering.balanceOf(s1), FACE, "cash");
        vm.assertEq(answering.balanceOf(outsider), 0, "the caller gets nothing");
        vm.assertEq(_parked(), 0, "parked");
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, S1, address(answering)));
        _claim(S1);
    }

    /// @notice A payee on the token's blacklist rotates to another cash account and is paid there (P-9, S-11, I25).
    function test_paysThePresentCashAccount() external {
        address fresh = vm.addr(0xF1);
        bytes memory consent = sign(0xF1, parties.accountConsentDigest(S1, fresh, LATER));
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
        _claim(S1);
        vm.assertEq(answering.balanceOf(fresh), FACE, "present account");
        vm.assertEq(answering.balanceOf(s1), 0, "former account");
    }

    /// @notice A token that answers nothing pays a claim like any other (S-11).
    function test_takesAnEmptyAnswer() external {
        answering.setManner(s1, AnsweringToken.Manner.Nothing);
        _claim(S1);
        vm.assertEq(answering.balanceOf(s1), FACE, "cash");
    }

    /// @notice What is parked for several parties is kept apart: a claim takes one party's alone (S-10, S-11, I6).
    function test_keepsPartiesApart() external {
        NoteId more = confirmIn(state(idOf(note)).programme, FACE);
        NoteId piece = assign(s1, more, S2, 400_000e6);
        payIn(answering, idOf(more), FACE);
        suspend(S2);
        settlements.redeem(list(piece, more));
        vm.assertEq(_parked(), FACE + 600_000e6, "of the first");
        answering.setManner(s1, AnsweringToken.Manner.Honest);
        _claim(S1);
        vm.assertEq(settlements.parkedOf(S2, address(answering)), 400_000e6, "of the second");
        vm.assertEq(answering.balanceOf(address(settlements)), 400_000e6, "held for it");
        reinstate(S2);
        _claim(S2);
        vm.assertEq(answering.balanceOf(address(settlements)), 0, "nothing rests");
    }

    /// @notice Neither a halt nor an expired KYC stops a claim (X-4, P-5, T68).
    function test_isNeverStopped() external {
        answering.setManner(s1, AnsweringToken.Manner.Honest);
        toDay(DAY + 10_001);
        halt();
        _claim(S1);
        vm.assertEq(answering.balanceOf(s1), FACE, "cash");
    }
}
