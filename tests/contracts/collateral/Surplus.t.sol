// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnsweringToken} from "../../../contracts/test/HostileTokens.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
The surplus of pledged notes, claim and parkedOf of Collateral

├── when the token refuses the owner, however it does     → parked for the owner, the loan is paid
├── when the owner is suspended                           → parked for the owner, the loan is paid
├── when one of several owners cannot be paid             → the others are
├── claim
│   ├── when nothing is parked, or the party is suspended → NothingParked, PayeeSuspended
│   └── otherwise                                         → to the present cash account, by anyone, once
└── an owner whose cash account was replaced              → the new account is paid
*/
contract SurplusTest is CollateralSuite {
    uint256 private constant SURPLUS = 400_000e6;

    AnsweringToken internal answering;

    function setUp() public override {
        super.setUp();
        answering = new AnsweringToken();
        useToken(answering);
        pledge(s1, note);
        loans.setDebt(loan, DEBT, DEBT);
        payIn(answering, idOf(note), FACE);
        redeem(note);
    }

    function _parked(PartyId party) private view returns (uint256) {
        return collateral.parkedOf(party, address(answering));
    }

    function _claim(PartyId party) private returns (uint256) {
        vm.prank(outsider);
        return collateral.claim(party, address(answering));
    }

    function _assertParked() private {
        vm.expectEmit(address(collateral));
        emit IParking.Parked(S1, address(answering), SURPLUS);
        (uint256 paid, uint256 surplus) = applyAll();
        vm.assertEq(paid, DEBT, "paid on the loan");
        vm.assertEq(surplus, SURPLUS, "surplus");
        vm.assertEq(_parked(S1), SURPLUS, "parked");
        vm.assertEq(answering.balanceOf(address(collateral)), SURPLUS, "held");
        vm.assertEq(answering.balanceOf(bankA), DEBT, "lender");
        assertBooked(0, 0);
    }

    /* PARKED */

    /// @notice However a token refuses the owner, the loan is paid and the surplus waits for the owner (C-7, S-12).
    function test_parksWhatTheTokenRefuses() external {
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
            answering.setManner(s1, manners[i]);
            _assertParked();
            vm.revertToState(clean);
        }
    }

    /// @notice Nothing reaches a suspended owner, and its suspension keeps nothing from the lender (C-7, C-13, T66).
    function test_parksForASuspendedOwner() external {
        suspend(S1);
        _assertParked();
    }

    /// @notice An owner that cannot be paid holds up no other (C-7).
    function test_paysTheOthers() external {
        NoteId second = confirmIn(state(idOf(note)).programme, FACE);
        second = assign(s1, second, S2, 300_000e6);
        pledge(s2, second);
        payIn(answering, idOf(second), FACE);
        redeem(second);
        answering.setManner(s1, AnsweringToken.Manner.Blacklist);
        applyAll();
        vm.assertEq(_parked(S1), SURPLUS, "parked");
        vm.assertEq(answering.balanceOf(s2), 300_000e6, "the other owner");
    }

    /// @notice Parked surpluses of several applications and loans add up, and are no loan's proceeds (C-7, I6).
    function test_addsUpWhatIsParked() external {
        suspend(S1);
        applyAll();
        loanTerms.salt = 2;
        loan = loans.open(loanTerms);
        reinstate(S1);
        NoteId second = confirmIn(state(idOf(note)).programme, FACE);
        pledge(s1, second);
        suspend(S1);
        payIn(answering, idOf(second), FACE);
        redeem(second);
        applyAll();
        vm.assertEq(_parked(S1), SURPLUS + FACE, "parked");
        vm.assertEq(answering.balanceOf(address(collateral)), SURPLUS + FACE, "held");
    }

    /* CLAIM */

    /// @notice Where nothing is parked there is nothing to claim (S-11).
    function test_claimRefusesWhenNothingIsParked() external {
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, S1, address(answering)));
        _claim(S1);
        suspend(S1);
        applyAll();
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, S2, address(answering)));
        _claim(S2);
    }

    /// @notice Nothing is claimed for a suspended party (S-11, T66).
    function test_claimRefusesASuspendedParty() external {
        suspend(S1);
        applyAll();
        vm.expectRevert(abi.encodeWithSelector(IParking.PayeeSuspended.selector, S1));
        _claim(S1);
        vm.assertEq(_parked(S1), SURPLUS, "parked");
    }

    /// @notice Anyone claims for the owner, once, also in a halt (C-13, S-11, I25).
    function test_claims() external {
        suspend(S1);
        applyAll();
        reinstate(S1);
        halt();
        vm.expectEmit(address(collateral));
        emit IParking.Claimed(S1, address(answering), s1, SURPLUS);
        vm.assertEq(_claim(S1), SURPLUS, "claimed");
        vm.assertEq(answering.balanceOf(s1), SURPLUS, "owner");
        vm.assertEq(answering.balanceOf(address(collateral)), 0, "held");
        vm.expectRevert(abi.encodeWithSelector(IParking.NothingParked.selector, S1, address(answering)));
        _claim(S1);
    }

    /// @notice The surplus goes to the owner's cash account of that moment, not of the pledge's (C-7, P-9).
    function test_paysThePresentCashAccount() external {
        uint256 key = 0xCA54;
        address fresh = vm.addr(key);
        bytes memory consent = sign(key, parties.accountConsentDigest(S1, fresh, LATER));
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
        applyAll();
        vm.assertEq(answering.balanceOf(fresh), SURPLUS, "new account");
        vm.assertEq(answering.balanceOf(s1), 0, "old account");
    }
}
