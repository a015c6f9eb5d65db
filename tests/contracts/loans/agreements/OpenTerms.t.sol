// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {DayCount, Method, Prepayment, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.open: the sense of the terms

├── when the terms amend others                                        → AmendmentInvalid
├── when an amount, rate, day, number or choice is out of its bounds    → TermInvalid, with value and bound
│   ├── the lender is nobody; the fee has no payee
│   ├── with a floating rate: spread, first reset day, months between
│   ├── a bullet in parts; as many interest-only periods as instalments
│   ├── the last due day after 2199; principal due by the draw deadline
│   └── default before the grace is over; an annuity that grows by e^26 or more
├── at each bound                                                       → opened
└── when a word of the terms is no value of its type                    → reverts, whoever signed the terms
*/
contract OpenTermsTest is AgreementSuite {
    uint256 internal constant LAST_DAY = 84_005;
    uint256 internal constant WORDS = 38;

    /// @dev Terms are looked at before signatures: none are needed to be refused.
    function _refused(Terms memory t, bytes32 term, uint256 value, uint256 bound) private {
        openRefused(t, new Signed[](0), invalid(term, value, bound));
    }

    function _opens(Terms memory t) private {
        assertFresh(openLoan(t), t.interestOnly);
    }

    /// @dev Terms of one instalment, of all principal, on the last day there is.
    function _lastBullet() private view returns (Terms memory t) {
        t = loanTerms();
        (t.method, t.interestOnly, t.instalments) = (Method.Bullet, 0, 1);
        t.firstDue = uint24(LAST_DAY);
    }

    /* WHOSE AND WHAT */

    /// @notice Terms that name a loan to amend open none (L-1, L-40).
    function test_refusesAnAmendment() external {
        Terms memory t = loanTerms();
        t.amends = keccak256("a loan");
        openRefused(
            t,
            signatures(t),
            abi.encodeWithSelector(ILoanAgreements.AmendmentInvalid.selector, bytes32("amends"))
        );
    }

    /// @notice No lender, or a fee that goes nowhere, is named (L-5).
    function test_refusesNobody() external {
        Terms memory t = loanTerms();
        t.lender = NOBODY;
        _refused(t, "lender", 0, 1);
        t = loanTerms();
        t.fee = 1;
        _refused(t, "feePayee", 0, 1);
    }

    /// @notice The commitment is from 1 to 96 bits, and the fee at most the commitment (L-5).
    function test_boundsAmounts() external {
        Terms memory t = loanTerms();
        t.commitment = 0;
        _refused(t, "commitment", 0, 1);
        t.commitment = MOST + 1;
        _refused(t, "commitment", MOST + 1, MOST);
        t.commitment = MOST;
        _opens(t);
        t.commitment = 1;
        _opens(t);
        (t.fee, t.feePayee) = (2, supplierOne);
        _refused(t, "fee", 2, 1);
        t.fee = 1;
        fund(s1, 1, address(loans));
        _opens(t);
    }

    /// @notice There are one to 64 milestones (L-5).
    function test_boundsMilestones() external {
        Terms memory t = loanTerms();
        t.milestones = 0;
        _refused(t, "milestones", 0, 1);
        t.milestones = 65;
        _refused(t, "milestones", 65, 64);
        t.milestones = 64;
        _opens(t);
        t.milestones = 1;
        _opens(t);
    }

    /* INTEREST */

    /// @notice Rates are at most 100 % (L-5).
    function test_boundsRates() external {
        Terms memory t = loanTerms();
        t.rate = 1_000_001;
        _refused(t, "rate", 1_000_001, 1_000_000);
        (t.rate, t.penaltyRate) = (1_000_000, 1_000_001);
        _refused(t, "penaltyRate", 1_000_001, 1_000_000);
        t.penaltyRate = 1_000_000;
        _opens(t);
        (t.rate, t.penaltyRate) = (0, 0);
        _opens(t);
    }

    /// @notice A day count is named, and each of the three opens (L-5, L-21).
    function test_namesTheDayCount() external {
        Terms memory t = loanTerms();
        t.dayCount = DayCount.None;
        _refused(t, "dayCount", 0, 1);
        for (uint256 i = 1; i <= uint256(type(DayCount).max); ++i) {
            t.dayCount = DayCount(i);
            _opens(t);
        }
    }

    /// @notice Of a floating rate the floor is at most 100 %, and the spread as much up or down (L-5, L-23).
    function test_boundsFloorAndSpread() external {
        Terms memory t = _floating();
        t.floor = 1_000_001;
        _refused(t, "floor", 1_000_001, 1_000_000);
        t.floor = 1_000_000;
        t.spread = 1_000_001;
        _refused(t, "spread", 1_000_001, 1_000_000);
        t.spread = -1_000_001;
        _refused(t, "spread", 1_000_001, 1_000_000);
        t.spread = type(int32).min;
        _refused(t, "spread", 1 << 31, 1_000_000);
        t.spread = -1_000_000;
        _opens(t);
        t.spread = 1_000_000;
        _opens(t);
    }

    /// @notice A floating rate has a first reset day until 2199 and at least a month to the next (L-5, L-23).
    function test_boundsResets() external {
        Terms memory t = _floating();
        t.firstReset = 0;
        _refused(t, "firstReset", 0, 1);
        t.firstReset = uint24(LAST_DAY + 1);
        _refused(t, "firstReset", LAST_DAY + 1, LAST_DAY);
        (t.firstReset, t.resetMonths) = (uint24(LAST_DAY), 0);
        _refused(t, "resetMonths", 0, 1);
        t.resetMonths = 255;
        _opens(t);
        (t.firstReset, t.resetMonths) = (1, 1);
        _opens(t);
    }

    /// @notice Nothing is asked of floor, spread and reset days where the rate is fixed (L-5).
    function test_looksAtResetsOfFloatingRatesOnly() external {
        Terms memory t = loanTerms();
        (t.spread, t.firstReset, t.resetMonths) = (type(int32).min, type(uint24).max, 0);
        t.floor = type(uint32).max;
        _opens(t);
    }

    function _floating() private view returns (Terms memory t) {
        t = loanTerms();
        (t.index, t.firstReset, t.resetMonths) = (keccak256("index"), uint24(DAY), 3);
    }

    /* SCHEDULE */

    /// @notice The calendar is that of a place on earth: twelve hours behind UTC to fourteen ahead (L-5).
    function test_boundsTheOffset() external {
        Terms memory t = loanTerms();
        t.offset = -49;
        _refused(t, "offset", type(uint256).max, 104);
        t.offset = -128;
        _refused(t, "offset", type(uint256).max - 79, 104);
        t.offset = 57;
        _refused(t, "offset", 105, 104);
        t.offset = -48;
        _opens(t);
        t.offset = 56;
        _opens(t);
    }

    /// @notice How principal comes back, and what paying ahead does, is named (L-5, L-24, L-33).
    function test_namesMethodAndPrepayment() external {
        Terms memory t = loanTerms();
        t.method = Method.None;
        _refused(t, "method", 0, 1);
        (t.method, t.prepayment) = (Method.Annuity, Prepayment.None);
        _refused(t, "prepayment", 0, 1);
        for (uint256 i = uint256(Method.InterestOnly); i <= uint256(type(Method).max); ++i) {
            (t.method, t.prepayment) = (Method(i), Prepayment.Smaller);
            _opens(t);
        }
    }

    /// @notice There are one to 600 instalments, and a bullet has one (L-5).
    function test_boundsInstalments() external {
        Terms memory t = loanTerms();
        t.instalments = 0;
        _refused(t, "instalments", 0, 1);
        t.instalments = 601;
        _refused(t, "instalments", 601, 600);
        t.instalments = 600;
        _opens(t);
        (t.method, t.interestOnly, t.instalments) = (Method.Bullet, 0, 2);
        _refused(t, "instalments", 2, 1);
        (t.instalments, t.firstDue) = (1, DRAW_DEADLINE + 1);
        _opens(t);
    }

    /// @notice At least one instalment pays principal, and instalments are at least a month or a day apart (L-5).
    function test_boundsPeriods() external {
        Terms memory t = loanTerms();
        t.interestOnly = 12;
        _refused(t, "interestOnly", 12, 11);
        t.interval = 0;
        t.interestOnly = 11;
        _refused(t, "interval", 0, 1);
        t.interval = 1;
        _opens(t);
        (t.inDays, t.interval, t.interestOnly, t.instalments) = (true, 32_767, 1, 2);
        _opens(t);
    }

    /// @notice Money is paid out, and the first instalment due, from today or tomorrow until 2199 (L-5).
    function test_boundsDays() external {
        Terms memory t = loanTerms();
        t.drawDeadline = uint24(DAY - 1);
        _refused(t, "drawDeadline", DAY - 1, DAY);
        t.drawDeadline = uint24(LAST_DAY + 1);
        _refused(t, "firstPrincipalDay", DAY + 93, LAST_DAY + 2);
        (t.drawDeadline, t.firstDue) = (uint24(DAY), uint24(DAY));
        _refused(t, "firstDue", DAY, DAY + 1);
        t.firstDue = uint24(LAST_DAY + 1);
        _refused(t, "firstDue", LAST_DAY + 1, LAST_DAY);
        t.firstDue = uint24(DAY + 1);
        _opens(t);
        t = _lastBullet();
        t.drawDeadline = uint24(LAST_DAY - 1);
        _opens(t);
    }

    /// @notice Today is a day of the loan's own calendar (L-5).
    function test_countsDaysOnTheLoansCalendar() external {
        vm.warp(DAY * 1 days + 23 hours);
        Terms memory t = loanTerms();
        (t.offset, t.drawDeadline) = (4, uint24(DAY));
        _refused(t, "drawDeadline", DAY, DAY + 1);
        t.offset = 3;
        _opens(t);
    }

    /// @notice The last due day lies in the year 2199 at the latest, however far apart instalments are (L-5).
    function test_boundsTheLastDueDay() external {
        Terms memory t = loanTerms();
        (t.inDays, t.instalments, t.interestOnly, t.firstDue) = (true, 2, 0, uint24(LAST_DAY));
        _refused(t, "lastDue", LAST_DAY + 1, LAST_DAY);
        (t.firstDue, t.interval, t.instalments) = (FIRST_DUE, 65_535, 600);
        _refused(t, "lastDue", FIRST_DUE + 599 * 65_535, LAST_DAY);
        (t.instalments, t.interval) = (2, uint16(LAST_DAY - FIRST_DUE));
        t.drawDeadline = uint24(DAY);
        _opens(t);
    }

    /// @notice Principal is first due after the draw deadline: after the interest-only periods where it comes back in
    /// parts, on the last due day where it comes back at once (L-6).
    function test_boundsTheFirstPrincipalDay() external {
        Terms memory t = loanTerms();
        Method[4] memory methods = [Method.EqualPrincipal, Method.Annuity, Method.InterestOnly, Method.Bullet];
        uint16[4] memory days_ = [93, 93, 366, 32];
        for (uint256 i; i < methods.length; ++i) {
            t.method = methods[i];
            if (t.method == Method.Bullet) (t.interestOnly, t.instalments) = (0, 1);
            t.drawDeadline = uint24(DAY + days_[i]);
            _refused(t, "firstPrincipalDay", DAY + days_[i], DAY + days_[i] + 1);
            t.drawDeadline -= 1;
            _opens(t);
        }
    }

    /// @notice Default is not marked before the grace is over (L-5, L-36).
    function test_boundsDaysToDefault() external {
        Terms memory t = loanTerms();
        t.daysToDefault = 4;
        _refused(t, "daysToDefault", 4, 5);
        t.daysToDefault = 5;
        _opens(t);
    }

    /// @notice The plan of an annuity grows by less than e^26, in months and in days (L-5).
    function test_boundsTheAnnuity() external {
        Terms memory t = loanTerms();
        (t.method, t.rate, t.interestOnly) = (Method.Annuity, 1_000_000, 1);
        (t.interval, t.instalments) = (12, 28);
        _refused(t, "annuity", 27e27, 26e27);
        t.instalments = 27;
        _opens(t);
        (t.inDays, t.interval, t.drawDeadline) = (true, 360, uint24(DAY));
        _opens(t);
        t.instalments = 28;
        _refused(t, "annuity", 27e27, 26e27);
        t.dayCount = DayCount.Act365Fixed;
        _refused(t, "annuity", uint256(360e27) / 365 * 27, 26e27);
    }

    /* WORDS */

    /// @notice Terms have one encoding: signed ones are no longer signed where a word is no value of its member's type
    /// (L-1, X-2, T04).
    function test_refusesDirtyWords() external {
        bytes memory words = abi.encode(loanTerms());
        for (uint256 i; i < WORDS; ++i) {
            if (_isFullWord(i)) continue;
            // The purpose is four bytes from the left, the others are numbers.
            uint256 dirt = i == 31 ? 1 : 1 << 255;
            (bool ok,) = address(agreements).call(_openCall(_with(words, i, dirt)));
            vm.assertFalse(ok, string.concat("word ", vm.toString(i)));
        }
        (bool clean,) = address(agreements).call(_openCall(words));
        vm.assertTrue(clean, "the same call with clean words");
    }

    /// @dev amends, commitment, index, fee, covers, the hashes and roots, salt, deadline.
    function _isFullWord(uint256 i) private pure returns (bool) {
        return i == 0 || i == 5 || i == 9 || i == 26 || i == 28 || (i >= 32 && i <= 34) || i >= 36;
    }

    function _with(bytes memory words, uint256 i, uint256 dirt) private pure returns (bytes memory dirty) {
        dirty = bytes.concat(words);
        assembly ("memory-safe") {
            let at := add(dirty, add(32, mul(i, 32)))
            mstore(at, xor(mload(at), dirt))
        }
    }

    /// @dev A call of `open` with these words as terms, and the signatures of the terms as they are meant.
    function _openCall(bytes memory words) private view returns (bytes memory) {
        bytes memory arrays = abi.encode(noCovers(), signatures(loanTerms()));
        // Offsets count from behind the selector: the terms, both offsets, and the arrays as they lie in `arrays`.
        bytes memory heads = abi.encode((WORDS + 4) * 32, (WORDS + 5) * 32);
        return bytes.concat(ILoanAgreements.open.selector, words, heads, arrays);
    }
}
