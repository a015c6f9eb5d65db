// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Collateral} from "../../../contracts/Collateral.sol";
import {Ids} from "../../../contracts/libraries/Words.sol";
import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {LoanSuite} from "../base/LoanSuite.sol";
import {Vm, vm} from "../base/Vm.sol";

/// @title PledgeActs
/// @notice Acts on pledged notes of two loans, one of which takes proceeds to principal, beside Loans as they ship, and
/// books of them that are never read from Collateral. What cannot be done at the time reverts, books and all.
contract PledgeActs is LoanSuite {
    uint256 internal constant NOTES = 9;

    Collateral internal collateral;
    Terms[2] internal terms_;
    bytes32[2] internal ids;
    NoteId[] internal notes;
    uint256 internal clock;

    /// @dev Loan that a note secures, 1 or 2, 0 for none; and its owner and value at that time.
    mapping(NoteId note => uint256) internal secures;
    mapping(NoteId note => PartyId) internal ownerThen;
    mapping(NoteId note => uint256) internal valueThen;
    uint256[2] internal waiting;
    mapping(PartyId party => uint256) internal parked;
    bytes4[] private _selectors;

    modifier act() {
        vm.warp(clock);
        _;
        clock = block.timestamp;
    }

    /// @notice Deploys everything; three debts in nine notes of S1, S2 and S3, pledged for two loans to S1
    /// with something drawn; the acts begin five days before the last day for drawing more.
    function setUp() public override {
        super.setUp();
        collateral = new Collateral(
            address(forwarder),
            parties,
            IReceivables(address(receivables)),
            ISettlements(address(settlements)),
            ILoans(address(loans))
        );
        vm.prank(admin);
        programmes.addCustodian(address(collateral));
        for (uint256 i; i < NOTES / 3; ++i) {
            NoteId whole = confirm();
            notes.push(whole);
            notes.push(assign(s1, whole, S2, (i + 1) * 100_000e6 + 1));
            notes.push(assign(s1, whole, S3, (i + 1) * 70_000e6 + 3));
        }
        for (uint256 i; i < 2; ++i) {
            Terms memory t = loanTerms();
            (t.proceedsToPrincipal, t.salt) = (i == 1, i + 1);
            terms_[i] = t;
            ids[i] = openLoan(t);
            release(t, 0);
        }
        for (uint256 i; i < NOTES; ++i) {
            _pledge(notes[i], i % 2);
        }
        clock = uint256(DRAW_DEADLINE - 5) * 1 days;
        _listActs();
    }

    function _guaranteesAndCollateral() internal view override returns (IGuarantees, address) {
        uint256 nonce = vm.getNonce(address(this));
        return (IGuarantees(vm.addr(0x6B)), vm.computeCreateAddress(address(this), nonce + 2));
    }

    /// @notice The acts, for the fuzzer.
    function selectors() external view returns (bytes4[] memory) {
        return _selectors;
    }

    function _listActs() private {
        _selectors.push(this.pledge.selector);
        _selectors.push(this.pledgeAgain.selector);
        _selectors.push(this.releaseByAnyone.selector);
        _selectors.push(this.releaseByLender.selector);
        _selectors.push(this.passOn.selector);
        _selectors.push(this.payDebt.selector);
        _selectors.push(this.redeemByStranger.selector);
        _selectors.push(this.redeemForLoan.selector);
        _selectors.push(this.applyWaiting.selector);
        _selectors.push(this.claim.selector);
        _selectors.push(this.draw.selector);
        _selectors.push(this.repayLoan.selector);
        _selectors.push(this.changeDefault.selector);
        _selectors.push(this.changeStatus.selector);
        _selectors.push(this.wait.selector);
    }

    /* PLEDGES */

    /// @notice The owner pledges a note for one of the loans.
    function pledge(uint256 seed) external act {
        _pledge(notes[seed % NOTES], seed / NOTES % 2);
    }

    /// @notice A note that is pledged is pledged once more, which must fail.
    function pledgeAgain(uint256 seed) external act {
        NoteId note = notes[seed % NOTES];
        if (secures[note] != 0) _pledge(note, seed / NOTES % 2);
    }

    function _pledge(NoteId note, uint256 i) private {
        IDescriptor.Note memory n = noteState(note);
        vm.prank(_cash(n.owner));
        collateral.pledge(terms_[i], only(note));
        vm.assertEq(secures[note], 0, "pledged once");
        (secures[note], ownerThen[note], valueThen[note]) = (i + 1, n.owner, n.value);
    }

    /// @notice A passer-by releases all notes of a loan.
    function releaseByAnyone(uint256 seed) external act {
        vm.prank(s1);
        _release(seed % 2, notes);
        vm.assertEq(quoteOf(terms_[seed % 2]).payoff, 0, "nothing is owed");
    }

    /// @notice The lender releases one note, now and then.
    function releaseByLender(uint256 seed) external act {
        if (seed % 3 != 0) return;
        seed /= 3;
        vm.prank(bankA);
        _release(seed % 2, only(notes[seed / 2 % NOTES]));
    }

    function _release(uint256 i, NoteId[] memory list) internal {
        collateral.release(terms_[i], list);
        for (uint256 j; j < list.length; ++j) {
            if (secures[list[j]] == i + 1) secures[list[j]] = 0;
        }
    }

    /// @notice The owner passes a note, or a part of it, to another supplier; a pledged one must not pass.
    function passOn(uint256 seed) external act {
        NoteId note = notes[seed % NOTES];
        IDescriptor.Note memory n = noteState(note);
        PartyId to = n.owner == S1 ? S2 : S1;
        assign(_cash(n.owner), note, to, seed % 3 == 0 ? n.value : SMALLEST);
        vm.assertEq(secures[note], 0, "a pledged note passed");
    }

    /* MONEY */

    /// @notice A passer-by pays on a debt.
    function payDebt(uint256 seed) external act {
        NoteId note = notes[seed % NOTES];
        uint256 owed = settlements.owed(Ids.receivable(note));
        uint256 amount = seed % 3 == 0 ? owed : seed % owed + 1;
        fund(outsider, amount, address(settlements));
        vm.prank(outsider);
        settlements.settle(Ids.receivable(note), amount);
    }

    /// @notice A passer-by redeems all notes of a debt through Settlements, one by one.
    function redeemByStranger(uint256 seed) external act {
        for (uint256 i; i < 3; ++i) {
            NoteId note = notes[seed % 3 * 3 + i];
            _booked(note, settlements.redeem(only(note)));
        }
    }

    /// @notice A passer-by redeems a note for a loan, whether it secures it or not.
    function redeemForLoan(uint256 seed) external act {
        NoteId note = notes[seed % NOTES];
        uint256 i = seed / NOTES % 2;
        uint256 amount = settlements.redeemable(note);
        uint256 wanted = _wanted(i);
        vm.recordLogs();
        (uint256 paid, uint256 surplus) = collateral.redeem(terms_[i], only(note));
        _booked(note, amount);
        vm.assertEq(paid + surplus, waiting[i], "all that waited");
        _applied(i, paid, surplus, wanted);
    }

    /// @notice A passer-by applies some of what waits.
    function applyWaiting(uint256 seed) external act {
        uint256 i = waiting[seed % 2] != 0 ? seed % 2 : 1 - seed % 2;
        uint256 wanted = _wanted(i);
        vm.recordLogs();
        (uint256 paid, uint256 surplus) = collateral.applyProceeds(terms_[i], seed / 2 % 4);
        _applied(i, paid, surplus, wanted);
    }

    /// @notice A passer-by claims what is parked for an owner, of whom something is if of any.
    function claim(uint256 seed) external act {
        PartyId[3] memory owners = [S1, S2, S3];
        uint256 i = seed % 3;
        for (uint256 j; j < 2 && parked[owners[i]] == 0; ++j) {
            i = (i + 1) % 3;
        }
        vm.assertEq(collateral.claim(owners[i], address(token)), parked[owners[i]], "what was parked");
        parked[owners[i]] = 0;
    }

    function _booked(NoteId note, uint256 amount) internal {
        if (secures[note] == 0) return;
        waiting[secures[note] - 1] += amount;
        // A note that is burnt secures nothing any more: its value is paid.
        if (PartyId.unwrap(noteState(note).owner) == 0) secures[note] = 0;
    }

    /// @dev The loan got the least of what waited and what it wanted; what events say is parked is remembered.
    function _applied(uint256 i, uint256 paid, uint256 surplus, uint256 wanted) internal {
        uint256 sum = paid + surplus;
        vm.assertEq(paid, sum < wanted ? sum : wanted, "to the loan first");
        waiting[i] -= sum;
        _rememberParked();
    }

    function _wanted(uint256 i) internal view returns (uint256) {
        return i == 1 ? quoteOf(terms_[i]).payoff : quoteOf(terms_[i]).due;
    }

    function _rememberParked() private {
        bytes32 topic = keccak256("Parked(uint40,address,uint256)");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(collateral) || logs[i].topics[0] != topic) continue;
            parked[PartyId.wrap(uint40(uint256(logs[i].topics[1])))] += abi.decode(logs[i].data, (uint256));
        }
    }

    /* LOANS AND PARTIES */

    /// @notice A milestone is paid out.
    function draw(uint256 seed) external act {
        release(terms_[seed % 2], uint8(seed / 2 % 3));
    }

    /// @notice The borrower pays on a loan.
    function repayLoan(uint256 seed) external act {
        repay(terms_[seed % 2], seed % 3 == 0 ? type(uint96).max : seed % COMMITMENT + 1);
    }

    /// @notice Default is marked, or lifted by the lender.
    function changeDefault(uint256 seed) external act {
        Terms memory t = terms_[seed % 2];
        if (!stateOf(ids[seed % 2]).defaulted) return loans.markDefault(t);
        vm.prank(bankA);
        loans.liftDefault(t);
    }

    /// @notice Compliance suspends a party, or reinstates it, which it does more often.
    function changeStatus(uint256 seed) external act {
        PartyId party = [S1, S2, S3, BANK_A][seed % 4];
        bool active = parties.partyOf(party).active;
        if (active && seed / 4 % 3 != 0) return;
        vm.prank(compliance);
        if (active) parties.suspend(party, DOCUMENT);
        else parties.reinstate(party, DOCUMENT);
    }

    /// @notice Days pass.
    function wait(uint256 seed) external act {
        vm.warp(block.timestamp + seed % 20 * 1 days);
    }

    function noteState(NoteId note) internal view returns (IDescriptor.Note memory) {
        return descriptor.noteOf(address(receivables), note);
    }

    function _cash(PartyId party) internal view returns (address) {
        return parties.partyOf(party).cash;
    }
}
