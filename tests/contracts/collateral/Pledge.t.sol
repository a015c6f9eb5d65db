// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../contracts/test/TestToken.sol";
import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
Collateral.pledge, pledgedValue and pledgeOf

├── when the loan was never opened, or the terms are not in force → LoanUnknown, TermsNotInForce
├── when there is no such note                                    → NoteUnknown
├── when the caller is no account of the owner, lacks the scope,
│   the limit or the KYC, is suspended, or business is halted     → as IParties.admit
├── when the lender is suspended or out of date                   → PartySuspended, KycExpired
├── when the note secures a loan already, this or another         → NotePledged
├── when it is paid in another token                              → TokenMismatch
├── when it does not move                                         → as IReceivables.lock
├── when one of many is refused                                   → none is pledged
└── otherwise                                                     → locked in place, counted less what it was paid
*/
contract PledgeTest is CollateralSuite {
    function _refused(address caller, bytes memory reason) private {
        vm.expectRevert(reason);
        pledge(caller, note);
    }

    function _account(uint16 scopes, uint96 limit) private returns (address) {
        return accountOf(S1, 0xACC, scopes, limit);
    }

    /* REFUSALS */

    /// @notice Nothing is pledged for a loan that was never opened, or with terms that are not in force (C-1).
    function test_refusesTermsNotInForce() external {
        Terms memory newTerms = loanTerms;
        (newTerms.amends, newTerms.salt) = (loan, 7);
        bytes32 inForce = loans.hashOf(newTerms);
        loans.amend(newTerms);
        _refused(s1, abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, loan, inForce));
        loanTerms.salt = 9;
        _refused(s1, abi.encodeWithSelector(ILoans.LoanUnknown.selector, loans.hashOf(loanTerms)));
    }

    /// @notice Notes that do not exist are refused (C-3).
    function test_refusesAnUnknownNote() external {
        note = noteOf(idOf(note), 2);
        _refused(s1, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, note));
    }

    /// @notice Only the owner pledges a note: not the borrower that needs it, not the lender, not a stranger (C-1, X-5).
    function test_refusesAnothersNote() external {
        _refused(s2, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s2, S2, S1));
        _refused(bankA, abi.encodeWithSelector(IParties.AccountOfAnother.selector, bankA, BANK_A, S1));
        _refused(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice An account needs the scope assign and a limit that covers the note (C-1, P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        address account = _account(FUND, type(uint96).max);
        _refused(account, abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, FUND));
        account = _account(ASSIGN, uint96(FACE - 1));
        _refused(
            account, abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, FACE, FACE - 1)
        );
    }

    /// @notice A halt stops pledging: a stolen key cannot give notes away while the guardian looks (C-1).
    function test_refusesDuringAHalt() external {
        halt();
        _refused(s1, abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
    }

    /// @notice A suspended owner pledges nothing, and nothing is pledged to a suspended lender (C-1, P-4).
    function test_refusesASuspendedParty() external {
        suspend(BANK_A);
        _refused(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, BANK_A));
        suspend(S1);
        _refused(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice Pledging is new business: owner and lender are in date with their KYC (C-1, P-5).
    function test_refusesAPartyOutOfDate() external {
        IParties.Profile memory stale = profile(4, 0);
        stale.kycExpiry = uint24(DAY - 1);
        vm.prank(registrar);
        parties.update(BANK_A, stale);
        _refused(s1, abi.encodeWithSelector(IParties.KycExpired.selector, BANK_A, DAY - 1, DAY));
        stale.roles = 1;
        vm.prank(registrar);
        parties.update(S1, stale);
        _refused(s1, abi.encodeWithSelector(IParties.KycExpired.selector, S1, DAY - 1, DAY));
    }

    /// @notice A note secures one loan, once: neither the same nor another takes it again (C-3, T16, I2).
    function test_refusesASecondPledge() external {
        pledge(s1, note);
        bytes memory reason = abi.encodeWithSelector(ICollateral.NotePledged.selector, note, loan);
        _refused(s1, reason);
        (Terms memory other,) = openAnother();
        vm.prank(s1);
        vm.expectRevert(reason);
        collateral.pledge(other, only(note));
        vm.assertEq(collateral.pledgedValue(loan), FACE, "counted once");
    }

    /// @notice A note that comes twice in one call is refused, and with it the call (C-3, I2).
    function test_refusesANoteTwiceInOneCall() external {
        vm.expectRevert(abi.encodeWithSelector(ICollateral.NotePledged.selector, note, loan));
        pledgeMany(s1, list(note, note));
        assertPledge(note, 0, 0);
    }

    /// @notice A note paid in another token than the loan's would pay nothing on it, and is refused (C-3).
    function test_refusesAnotherToken() external {
        TestToken other = new TestToken("Other", "OTH", 6);
        note = confirmInToken(other);
        _refused(
            s1,
            abi.encodeWithSelector(ICollateral.TokenMismatch.selector, note, address(other), address(token))
        );
    }

    /// @notice What does not move is not pledged: locked by another, pending, frozen, disputed, paid (C-3, T07, R-20).
    function test_refusesWhatDoesNotMove() external {
        custodian.lock(note, S1);
        _refused(s1, abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
        custodian.unlock(note);
        freezeNote(note);
        _refused(s1, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
        note = confirm();
        dispute(idOf(note));
        _refused(s1, abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
        note = confirm();
        propose(s1, note, FACE);
        _refused(s1, abi.encodeWithSelector(IReceivables.NotePending.selector, note));
        note = confirm();
        settle(idOf(note));
        _refused(s1, abi.encodeWithSelector(IReceivables.WrongStatus.selector, idOf(note), Status.Settled));
    }

    /// @notice When one of many notes is refused none is pledged (C-3).
    function test_refusesAllForOne() external {
        NoteId second = confirm();
        freezeNote(second);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteFrozen.selector, second));
        pledgeMany(s1, list(note, second));
        assertPledge(note, 0, 0);
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
    }

    /* SUCCESS */

    /// @notice A pledged note stays its owner's, locked, and counts with its value; two events tell (C-1, C-2, C-4).
    function test_locksInPlace() external {
        vm.recordLogs();
        vm.expectEmit(address(collateral));
        emit ICollateral.Pledged(loan, note, S1, FACE);
        vm.expectEmit(address(receivables));
        emit IReceivables.LockChanged(note, address(collateral), true);
        vm.assertEq(pledge(s1, note), FACE, "to come");
        assertEvents(abi.encodePacked(ICollateral.Pledged.selector, IReceivables.LockChanged.selector));
        assertNote(note, S1, FACE, 1);
        assertPledge(note, loan, FACE);
        vm.assertEq(collateral.pledgedValue(loan), FACE, "pledged value");
        assertBooked(0, 0);
    }

    /// @notice Notes of several debts and owners secure one loan, each still its owner's (C-1, C-4).
    function test_pledgesNotesOfSeveralDebts() external {
        NoteId second = confirm();
        NoteId third = assign(s1, confirm(), S2, 250_000e6);
        vm.assertEq(pledgeMany(s1, list(note, second)), 2 * FACE, "to come");
        vm.assertEq(pledge(s2, third), 250_000e6, "of a third party");
        vm.assertEq(collateral.pledgedValue(loan), 2 * FACE + 250_000e6, "pledged value");
        assertNote(third, S2, 250_000e6, 2);
        assertPledge(third, loan, 250_000e6);
    }

    /// @notice Loans count their own notes only (C-4).
    function test_countsForItsLoanOnly() external {
        NoteId piece = split(s1, note, 400_000e6);
        (Terms memory other, bytes32 otherLoan) = openAnother();
        pledge(s1, note);
        vm.prank(s1);
        collateral.pledge(other, only(piece));
        vm.assertEq(collateral.pledgedValue(loan), 600_000e6, "one");
        vm.assertEq(collateral.pledgedValue(otherLoan), 400_000e6, "other");
    }

    /// @notice A note that was paid in part counts with what is still to come, also when overdue (C-4, R-4).
    function test_countsWhatIsToCome() external {
        NoteId piece = split(s1, note, 400_000e6);
        payPart(idOf(note), 250_000e6);
        redeem(note);
        vm.assertEq(pledge(s1, note), 450_000e6, "three quarters");
        toOverdue(idOf(note));
        vm.assertEq(pledge(s1, piece), 400_000e6, "not redeemed yet");
        vm.assertEq(collateral.pledgedValue(loan), 850_000e6, "pledged value");
    }

    /// @notice A note that late interest has paid more than its value, before any principal, counts nothing (C-4).
    function test_countsNothingPaidMoreThanItsValue() external {
        toDay(DUE + 3000);
        pay(idOf(note), FACE + 200_000e6);
        vm.assertEq(redeem(note), FACE + 200_000e6, "paid");
        vm.assertEq(pledge(s1, note), 0, "to come");
        assertPledge(note, loan, 0);
    }

    /// @notice Amended terms secure the same loan as the first (C-1).
    function test_pledgesUnderAmendedTerms() external {
        pledge(s1, note);
        (loanTerms.amends, loanTerms.salt) = (loan, 7);
        loans.amend(loanTerms);
        NoteId second = confirm();
        pledge(s1, second);
        vm.assertEq(collateral.pledgedValue(loan), 2 * FACE, "pledged value");
        assertPledge(second, loan, FACE);
    }

    /// @notice An account with just the scope and limit, and a signature brought by anyone, pledge as the cash account
    /// does (C-1, X-1).
    function test_pledgesByAccountAndSignature() external {
        address account = _account(ASSIGN, uint96(FACE));
        pledge(account, note);
        assertPledge(note, loan, FACE);
        NoteId second = confirm();
        bytes memory data = abi.encodeCall(ICollateral.pledge, (loanTerms, only(second)));
        forward(signedCall(S1_KEY, address(collateral), data));
        assertPledge(second, loan, FACE);
    }
}
