// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {WaysSuite} from "./WaysSuite.sol";

/// @notice T08, R-16: no approval, operator or allowance is a way around a restriction.
///
/// every function that moves a note or its value, by its owner and by each kind of leave
/// ├── when the note is frozen, locked or pending         → NoteFrozen, NoteLocked, NotePending
/// ├── when the note that value goes to is                → the same, naming that note
/// ├── when the receivable is frozen or disputed          → ReceivableFrozen, ReceivableDisputed
/// ├── when it is due, overdue, settled                   → DueDayReached, WrongStatus
/// ├── when business is halted                            → Halted
/// ├── when owner or receiver is suspended                → PartySuspended
/// ├── when owner's or receiver's KYC has run out         → KycExpired
/// ├── when the receiver is of the debtor's group         → SameGroup
/// ├── when the receiver did not opt in                   → TransfersNotWanted
/// ├── when the programme requires a trade reference      → TradeReferenceMissing
/// ├── when the note is as deep as it may go              → TierTooDeep
/// ├── between two notes of one owner, where nothing passes: as above, but neither halt nor KYC stop it
/// └── otherwise                                          → it moves
contract RestrictionsTest is WaysSuite {
    /* THE NOTE */

    /// @notice T08: a frozen note does not move by any way.
    function test_T08_frozen_note() external {
        freezeNote(note);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: a locked note does not move by any way but its custodian's.
    function test_T08_locked_note() external {
        custodian.lock(note, S1);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian));
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: a note that waits for a consent does not move by any way.
    function test_T08_pending_note() external {
        propose(s1, note, valueOf(note));
        bytes memory reason = abi.encodeWithSelector(IReceivables.NotePending.selector, note);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: no value goes to a note that is frozen, locked or pending, another's or one's own.
    function test_T08_value_to_a_stopped_note() external {
        _stop(target, S2, s2, noteWays());
        _stop(own, S1, s1, ownWays());
    }

    /// @dev Stops a note in each of three ways and tries to move value to it.
    function _stop(NoteId to, PartyId party, address cash, Way[] memory ways) private {
        custodian.lock(to, party);
        refuse(ways, abi.encodeWithSelector(IReceivables.NoteLocked.selector, to, address(custodian)));
        custodian.unlock(to);
        propose(cash, to, valueOf(to));
        refuse(ways, abi.encodeWithSelector(IReceivables.NotePending.selector, to));
        freezeNote(to);
        refuse(ways, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, to));
    }

    /* THE RECEIVABLE */

    /// @notice T08: notes of a frozen receivable do not move by any way.
    function test_T08_frozen_receivable() external {
        freeze(slot);
        bytes memory reason = abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, slot);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: notes of a disputed receivable do not move by any way.
    function test_T08_disputed_receivable() external {
        dispute(slot);
        bytes memory reason = abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, slot);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: from the due day, and on every later one, notes do not move by any way.
    function test_T08_due_day(uint256 late) external {
        late %= GRACE;
        toDay(DUE + late);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.DueDayReached.selector, slot, DUE, DUE + late);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: notes of an overdue receivable do not move by any way.
    function test_T08_overdue_receivable() external {
        toOverdue(slot);
        bytes memory reason = abi.encodeWithSelector(IReceivables.WrongStatus.selector, slot, Status.Overdue);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: notes of a receivable that was paid before its due day wait for redemption and do not move.
    function test_T08_settled_receivable() external {
        settle(slot);
        bytes memory reason = abi.encodeWithSelector(IReceivables.WrongStatus.selector, slot, Status.Settled);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: where a trade reference is required there is no plain transfer, by any way.
    function test_T08_trade_reference_required() external {
        IProgrammes.Rules memory r = rules();
        r.tradeReferenceRequired = true;
        _startOver(r);
        refuseAll(abi.encodeWithSelector(IReceivables.TradeReferenceMissing.selector, note));
        allow(ownWays());
    }

    /// @notice T08: no leave carries a note or its value deeper than the receivable allows.
    function test_T08_deepest_tier() external {
        IProgrammes.Rules memory r = rules();
        r.deepestTier = 2;
        _startOver(r);
        NoteId deep = assign(s1, note, S2, PART);
        (note, tokenId) = (deep, NoteId.unwrap(deep));
        setOptIns(s1, 3);
        vm.prank(s2);
        receivables.setApprovalForAll(operator, true);
        bytes memory reason = abi.encodeWithSelector(IReceivables.TierTooDeep.selector, 3, 2);
        vm.expectRevert(reason);
        vm.prank(operator);
        receivables.transferFrom(s2, s1, tokenId);
        vm.expectRevert(reason);
        vm.prank(operator);
        receivables.transferFrom(tokenId, s1, PART);
    }

    /// @dev The same situation in a programme with other rules.
    function _startOver(IProgrammes.Rules memory r) private {
        note = confirmIn(openProgramme(2, r), FACE);
        tokenId = NoteId.unwrap(note);
        slot = idOf(note);
        own = split(s1, note, PART);
        target = assign(s1, note, S2, PART);
        _giveLeave();
    }

    /* THE PARTIES */

    /// @notice T08: a halt stops every way to another party, and none between notes of one owner.
    function test_T08_halt() external {
        halt();
        refuseAll(abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
        allow(ownWays());
    }

    /// @notice T08: notes of a suspended owner do not move by any way.
    function test_T08_suspended_owner() external {
        suspend(S1);
        bytes memory reason = abi.encodeWithSelector(IParties.PartySuspended.selector, S1);
        refuseAll(reason);
        refuse(ownWays(), reason);
    }

    /// @notice T08: nothing goes to a suspended receiver by any way.
    function test_T08_suspended_receiver() external {
        suspend(S2);
        refuseAll(abi.encodeWithSelector(IParties.PartySuspended.selector, S2));
    }

    /// @notice T08: an owner whose KYC has run out passes nothing on, not through others either.
    function test_T08_owner_out_of_date() external {
        expireKyc(S1);
        refuseAll(abi.encodeWithSelector(IParties.KycExpired.selector, S1, DAY - 1, DAY));
        allow(ownWays());
    }

    /// @notice T08: nothing goes to a receiver whose KYC has run out.
    function test_T08_receiver_out_of_date() external {
        expireKyc(S2);
        refuseAll(abi.encodeWithSelector(IParties.KycExpired.selector, S2, DAY - 1, DAY));
    }

    /// @notice T08: nothing goes to the debtor's group by any way.
    function test_T08_receiver_of_the_debtors_group() external {
        vm.prank(registrar);
        parties.update(ANCHOR, profile(2, 7));
        vm.prank(registrar);
        parties.update(S2, profile(1, 7));
        refuseAll(abi.encodeWithSelector(IParties.SameGroup.selector, S2, ANCHOR));
    }

    /// @notice T08, R-15: nothing goes to a receiver that takes assignments but no plain transfers.
    function test_T08_receiver_without_opt_in() external {
        setOptIns(s2, 1);
        refuseAll(abi.encodeWithSelector(IReceivables.TransfersNotWanted.selector, S2));
    }

    /* OTHERWISE */

    /// @notice R-15: where nothing stands against it, every one of these ways is open.
    function test_every_way_is_open_otherwise() external {
        allow(wholeWays());
        allow(addressWays());
        allow(noteWays());
        allow(ownWays());
    }
}
