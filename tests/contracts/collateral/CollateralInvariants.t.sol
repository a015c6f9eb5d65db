// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids} from "../../../contracts/libraries/Words.sol";
import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {PledgeActs} from "./PledgeActs.sol";

/// @title PledgeHolds
/// @notice What must hold after any acts on pledged notes, and how everything comes to its end.
contract PledgeHolds is PledgeActs {
    /// @notice A pledged note is locked by Collateral and no other is; it keeps owner and value (I2, I5).
    function holdsLocks() external view {
        for (uint256 i; i < NOTES; ++i) {
            IDescriptor.Note memory n = noteState(notes[i]);
            bool pledged = secures[notes[i]] != 0;
            vm.assertEq(n.custodian, pledged ? address(collateral) : address(0), "custodian");
            (bytes32 loan,) = collateral.pledgeOf(notes[i]);
            vm.assertEq(loan, pledged ? ids[secures[notes[i]] - 1] : bytes32(0), "loan");
            if (!pledged) continue;
            vm.assertEq(PartyId.unwrap(n.owner), PartyId.unwrap(ownerThen[notes[i]]), "owner");
            vm.assertEq(n.value, valueThen[notes[i]], "value");
        }
    }

    /// @notice A loan's pledged value is what its notes say is still to come (C-4).
    function holdsValue() external view {
        uint256[2] memory toCome;
        for (uint256 i; i < NOTES; ++i) {
            IDescriptor.Note memory n = noteState(notes[i]);
            if (secures[notes[i]] == 0 || n.claimed >= n.value) continue;
            toCome[secures[notes[i]] - 1] += n.value - n.claimed;
        }
        vm.assertEq(collateral.pledgedValue(ids[0]), toCome[0], "first loan");
        vm.assertEq(collateral.pledgedValue(ids[1]), toCome[1], "second loan");
    }

    /// @notice Collateral holds what waits for loans and owners, to the unit (I6).
    function holdsMoney() external view {
        uint256 sum;
        for (uint256 i; i < 2; ++i) {
            (uint256 booked,) = collateral.proceedsOf(ids[i]);
            vm.assertEq(booked, waiting[i], "booked");
            sum += booked;
        }
        PartyId[3] memory owners = [S1, S2, S3];
        for (uint256 i; i < 3; ++i) {
            vm.assertEq(collateral.parkedOf(owners[i], address(token)), parked[owners[i]], "parked");
            sum += parked[owners[i]];
        }
        vm.assertEq(token.balanceOf(address(collateral)), sum, "held");
        vm.assertEq(token.allowance(address(collateral), address(loans)), 0, "allowance");
    }

    /// @notice From here the borrower repays each loan by one call, the notes are free by a second, and every debt, note
    /// and parked payout comes to its end (I25).
    function windUp() external {
        vm.warp(clock);
        if (clock <= uint256(DRAW_DEADLINE) * 1 days) toDay(DRAW_DEADLINE + 1);
        for (uint256 i; i < 2; ++i) {
            if (quoteOf(terms_[i]).payoff != 0) repay(terms_[i], type(uint96).max);
            _reinstate(S1);
            vm.prank(s1);
            _release(i, notes);
            vm.assertEq(collateral.pledgedValue(ids[i]), 0, "nothing is pledged");
        }
        for (uint256 i; i < NOTES; ++i) {
            vm.assertEq(receivables.custodianOf(notes[i]), address(0), "free");
        }
        _endDebts();
        _payOwners();
        vm.assertEq(token.balanceOf(address(collateral)), 0, "nothing rests");
    }

    function _endDebts() private {
        for (uint256 i; i < NOTES; i += 3) {
            ReceivableId id = Ids.receivable(notes[i]);
            if (settlements.owed(id) != 0) settle(id);
        }
        settlements.redeem(notes);
    }

    function _payOwners() private {
        PartyId[3] memory owners = [S1, S2, S3];
        for (uint256 i; i < 2; ++i) {
            if (waiting[i] != 0) collateral.applyProceeds(terms_[i], type(uint256).max);
        }
        for (uint256 i; i < 3; ++i) {
            _reinstate(owners[i]);
            if (collateral.parkedOf(owners[i], address(token)) == 0) continue;
            collateral.claim(owners[i], address(token));
        }
    }

    function _reinstate(PartyId party) private {
        if (parties.partyOf(party).active) return;
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
    }
}

/// @notice The invariants of pledged notes over all acts of PledgeActs.
contract CollateralInvariantsTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    PledgeHolds private _handler;

    function setUp() external {
        _handler = new PledgeHolds();
        _handler.setUp();
    }

    /// @notice The fuzzer calls the acts of the handler, and nothing else.
    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(_handler), _handler.selectors());
    }

    /// @notice The fuzzer calls the handler alone.
    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(_handler);
    }

    /// @notice I2, I5, I6: one lock a note, kept as it was; value and money to the unit; and I25 at the end of each run.
    function invariant_I2_I5_I6_I25_PledgedNotes() external view {
        _handler.holdsLocks();
        _handler.holdsValue();
        _handler.holdsMoney();
    }

    /// @notice Each kind of act can succeed: a life of both loans by acts of the handler alone.
    function test_everyActCanSucceed() external {
        _handler.draw(2);
        _handler.releaseByLender(36);
        _handler.passOn(6);
        _handler.pledge(6);
        _handler.changeStatus(1);
        for (uint256 i; i < 5; ++i) {
            _handler.wait(19);
        }
        _handler.changeDefault(0);
        _handler.changeDefault(0);
        _handler.payDebt(0);
        _handler.payDebt(4);
        _handler.redeemByStranger(0);
        _handler.applyWaiting(2);
        _handler.repayLoan(3);
        _handler.redeemForLoan(10);
        _handler.changeStatus(1);
        _handler.claim(1);
        _handler.repayLoan(0);
        _handler.releaseByAnyone(1);
        _handler.releaseByAnyone(0);
        this.invariant_I2_I5_I6_I25_PledgedNotes();
        _handler.windUp();
    }

    /// @notice Called by the test runner at the end of each run.
    function afterInvariant() external {
        _handler.windUp();
    }
}
