// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {Milestone} from "./ICondition.sol";
import {IParking} from "./IParking.sol";
import {PartyId} from "./Types.sol";

/// @dev How days become parts of a year. None of them is plain "30/360".
enum DayCount {
    None,
    Act360,
    Act365Fixed,
    Thirty360European
}

/// @dev How principal comes back. Bullet: all on the only due day, with all interest. InterestOnly: interest on each,
/// principal on the last. EqualPrincipal, Annuity: principal in parts once the interest-only periods are over.
enum Method {
    None,
    Bullet,
    InterestOnly,
    EqualPrincipal,
    Annuity
}

/// @dev What paying principal ahead does to the instalments left: fewer of the same size, or as many smaller ones.
enum Prepayment {
    None,
    Shorter,
    Smaller
}

/// @notice Terms of a loan, as lender, borrower and guarantors sign them. In the signed message (EIP-712) the member
/// `covers` is the array itself, of type Cover[]; a call brings its hash.
/// @param amends The loan that these terms amend; zero for first terms.
/// @param offset Quarter hours that the loan's calendar is ahead of UTC.
/// @param commitment Most that is ever drawn.
/// @param reserved Whether the commitment is set aside at opening; else money leaves the lender's account when due.
/// @param drawDeadline Last day on which money is paid out.
/// @param rate Rate of the interest; where it floats, of the days before the first fixing, and of the annuity's plan.
/// @param index Reference rate that the interest follows (IFixings); zero for a fixed rate.
/// @param spread Added to each fixing. @param floor Least rate that comes of it.
/// @param firstReset First day of which the fixing counts. @param resetMonths Months from one to the next.
/// @param interestOnly First instalments that are of interest alone.
/// @param firstDue First day on which an instalment is due. @param instalments How many there are.
/// @param interval Months, or days where `inDays`, from one due day to the next, always counted from the first.
/// @param endOfMonth Whether due days are last days of months if the first one is.
/// @param graceDays Days past due for which no penalty is payable.
/// @param penaltyRate Rate on what is overdue, besides the interest.
/// @param daysToDefault Days past due after which default may be marked.
/// @param fee Paid by the borrower to `feePayee` at opening.
/// @param covers Hash of the covers of guarantors; at most four, with shares of at most all.
/// @param lined Whether what is drawn uses the borrower's line with the lender (ICreditLines).
/// @param proceedsToPrincipal Whether proceeds of pledged notes beyond what is due pay principal ahead.
/// @param purpose Code of the purpose (ISO 20022 external purpose).
/// @param evidenceRoot Root of the documents behind the loan.
/// @param milestonesRoot Root of the milestones' leaves. @param milestones How many there are, at most 64.
/// @param salt Makes equal terms two loans. @param deadline Last second at which the signatures count (Unix time).
struct Terms {
    bytes32 amends;
    PartyId lender;
    PartyId borrower;
    address token;
    int8 offset;
    uint256 commitment;
    bool reserved;
    uint24 drawDeadline;
    uint32 rate;
    bytes32 index;
    int32 spread;
    uint32 floor;
    uint24 firstReset;
    uint8 resetMonths;
    DayCount dayCount;
    Method method;
    uint16 interestOnly;
    uint24 firstDue;
    uint16 instalments;
    uint16 interval;
    bool inDays;
    bool endOfMonth;
    uint16 graceDays;
    uint32 penaltyRate;
    uint16 daysToDefault;
    Prepayment prepayment;
    uint256 fee;
    address feePayee;
    bytes32 covers;
    bool lined;
    bool proceedsToPrincipal;
    bytes4 purpose;
    bytes32 agreementHash;
    bytes32 evidenceRoot;
    bytes32 milestonesRoot;
    uint8 milestones;
    uint256 salt;
    uint256 deadline;
}

/// @notice A guarantor's part in a loan.
/// @param share Parts per million of a shortfall that it covers. @param cap Most that it ever pays.
/// @param fee Paid to it by the borrower at opening.
struct Cover {
    PartyId guarantor;
    uint32 share;
    uint256 cap;
    uint256 fee;
}

/// @notice An account and its signature, which is not looked at where the account itself calls.
struct Signed {
    address signer;
    bytes signature;
}

/// @notice A loan as it stands: what is stored, of the day `day`.
/// @param released Bit i is set once milestone i is released.
/// @param base Amount that the plan of instalments divides. @param recast Instalment after which it begins.
/// @param accrued Interest of the running period: amount x parts per million x days.
/// @param dues Instalments that have fallen due by `day`.
/// @param billed Interest that fell due and is unpaid. @param overdue Principal that fell due and is unpaid.
/// @param penalty Penalty so far: amount x parts per million x days. @param oldest Oldest unpaid due day, 0 for none.
struct LoanState {
    bool open;
    bool frozen;
    bool defaulted;
    bool covered;
    uint64 released;
    uint256 base;
    uint256 recast;
    uint256 principal;
    uint256 accrued;
    uint256 day;
    uint256 dues;
    uint256 billed;
    uint256 overdue;
    uint256 penalty;
    uint256 oldest;
}

/// @notice What is owed on a day.
/// @param penalty Payable penalty. @param billed Interest that fell due. @param accrued Interest since.
/// @param overdue Principal that fell due. @param principal All principal.
/// @param due What `collect` may take. @param payoff What ends the debt.
/// @param daysPastDue Days since the oldest unpaid due day, 0 for none.
struct Quote {
    uint256 penalty;
    uint256 billed;
    uint256 accrued;
    uint256 overdue;
    uint256 principal;
    uint256 due;
    uint256 payoff;
    uint256 daysPastDue;
}

/// @title ILoans
/// @notice Loans that pay out milestone by milestone to payees fixed in signed terms, and pay back by their schedule.
/// @dev A loan's id is the EIP-712 struct hash of its first terms, for ever. The chain keeps only what changes: every
/// call brings the terms in force, and their hash proves them. Amounts are base units of the loan's token, rates parts
/// per million a year, days whole days since 1970-01-01 on the loan's calendar; what the borrower owes is rounded up.
interface ILoans is IParking {
    /// @notice Thrown when a loan was never opened.
    error LoanUnknown(bytes32 loan);
    /// @notice Thrown when terms were opened before.
    error LoanExists(bytes32 loan);
    /// @notice Thrown when terms never take effect again: a party has marked them dead, or they were used to amend.
    error TermsDead(bytes32 loan);
    /// @notice Thrown when the terms brought are not those in force.
    /// @param given Hash of the terms brought. @param inForce Hash of the terms in force.
    error TermsNotInForce(bytes32 loan, bytes32 given, bytes32 inForce);
    /// @notice Thrown when a milestone is none of the loan's.
    error MilestoneUnknown(bytes32 loan, uint8 index);
    /// @notice Thrown when a milestone is released twice.
    error MilestoneReleased(bytes32 loan, uint8 index);
    /// @notice Thrown when a payout list is paid before its milestone is released.
    error MilestoneNotReleased(bytes32 loan, uint8 index);
    /// @notice Thrown when a milestone's condition does not hold.
    error ConditionNotMet(bytes32 loan, uint8 index, address condition);
    /// @notice Thrown when money would be paid out after the last day for it.
    error DrawDeadlinePassed(uint256 deadline, uint256 today);
    /// @notice Thrown when more would be drawn than was committed.
    error CommitmentExceeded(uint256 amount, uint256 room);
    /// @notice Thrown when a payee is a party of the borrower's group, and not the borrower.
    error PayeeOfBorrowersGroup(address payee, PartyId party);
    /// @notice Thrown when a chunk is none of the list's.
    error ChunkUnknown(bytes32 list, uint256 chunk);
    /// @notice Thrown when a chunk is paid twice.
    error ChunkPaid(bytes32 list, uint256 chunk);
    /// @notice Thrown when the bytes of a chunk are not whole entries of 32 bytes, or none.
    error ChunkMalformed(uint256 length);
    /// @notice Thrown when a list would pay more than its milestone.
    error ListExceeded(bytes32 list, uint256 amount, uint256 room);
    /// @notice Thrown when a frozen loan would pay out.
    error LoanFrozen(bytes32 loan);
    /// @notice Thrown when a defaulted loan would pay out.
    error LoanDefaulted(bytes32 loan);
    /// @notice Thrown when a lift of default is tried by another party than the lender.
    error NotLender(PartyId party, PartyId lender);
    /// @notice Thrown when the mark of default would be lifted after a guarantor was called on it.
    error CoverCalled(bytes32 loan);
    /// @notice Thrown when an amount is zero.
    error ZeroAmount();
    /// @notice Thrown when an amount does not fit 96 bits.
    error AmountTooLarge(uint256 amount, uint256 largest);
    /// @notice Thrown when nothing is owed.
    error NothingOwedOn(bytes32 loan);
    /// @notice Thrown when nothing can be collected.
    error NothingToCollectOn(bytes32 loan, uint256 due, uint256 allowance, uint256 balance);
    /// @notice Thrown when default is marked too early.
    error DefaultTooEarly(bytes32 loan, uint256 daysPastDue, uint256 daysToDefault);
    /// @notice Thrown when the mark of default is already set.
    error AlreadyDefaulted(bytes32 loan);
    /// @notice Thrown when there is no mark of default.
    error NotDefaulted(bytes32 loan);
    /// @notice Thrown when a refund is not brought by the payee of a released milestone.
    error NotPayee(address caller, bytes32 payees);
    /// @notice Thrown when a payee would refund more than it was paid, or more than is owed.
    error RefundTooLarge(uint256 amount, uint256 room);
    /// @notice Thrown when no reserve is left, or it is still needed.
    error NothingReserved(bytes32 loan);
    /// @notice Thrown when a reserve would be returned on or before the last day for payouts.
    error ReserveStillNeeded(bytes32 loan, uint256 drawDeadline, uint256 today);
    /// @notice Thrown when a function of the system is called from outside.
    error NotSystem(address caller);
    /// @notice Thrown when a pull brings another amount than asked for.
    error WrongAmountReceived(address token, uint256 asked, uint256 received);
    /// @notice Thrown when no payout is parked for an account.
    error NothingParkedFor(address payee, address token);

    /// @notice Emitted when amended terms are in force, with the state that they begin from.
    event LoanAmended(bytes32 indexed loan, bytes32 indexed termsHash, LoanState state);
    /// @notice Emitted when the first milestone is released: all that follows can be worked out from events.
    event TermsPublished(bytes32 indexed loan, Terms terms);
    /// @notice Emitted when a milestone is released; to a payout list (`list`, a root) no money moves yet.
    event Released(bytes32 indexed loan, uint256 indexed index, bytes32 payees, uint256 amount);
    /// @notice Emitted when a chunk of a payout list is paid. @param parked Part that waits for payees that failed.
    event ChunkPaidOut(
        bytes32 indexed loan, uint256 indexed index, uint256 chunk, uint256 amount, uint256 parked
    );
    /// @notice Emitted when a payee's transfer fails: the amount waits for it here.
    event ParkedFor(address indexed payee, address indexed token, uint256 amount);
    /// @notice Emitted when a parked payout reaches its payee.
    event ClaimedFor(address indexed payee, address indexed token, uint256 amount);
    /// @notice Emitted when a loan is paid on.
    /// @param payer Account that paid. @param penalty Part of the payment that paid penalty. @param interest Interest.
    /// @param principal Principal. @param left What is still owed today; 0 ends the debt.
    event Repaid(
        bytes32 indexed loan,
        address indexed payer,
        uint256 penalty,
        uint256 interest,
        uint256 principal,
        uint256 left
    );
    /// @notice Emitted when a payee returns money.
    event Refunded(bytes32 indexed loan, uint256 indexed index, address payee, uint256 amount);
    /// @notice Emitted when default is marked: all is due.
    event Defaulted(bytes32 indexed loan, uint256 debt, uint256 daysPastDue);
    /// @notice Emitted when the lender lifts the mark of default.
    event DefaultLifted(bytes32 indexed loan);
    /// @notice Emitted when money is set aside for a loan, and when what is left of it returns to the lender.
    event ReserveChanged(bytes32 indexed loan, uint256 reserve);

    /// @notice Opens a loan whose terms are agreed. Only LoanAgreements calls it.
    function begin(bytes32 loan, uint256 interestOnly) external;

    /// @notice Takes the reserve of a loan that has just begun. Only LoanAgreements calls it.
    function reserve(bytes32 loan, address token, address lender, uint256 amount) external;

    /// @notice Moves a fee of a loan that has just begun. Only LoanAgreements calls it.
    function payFee(address token, address borrower, address payee, uint256 amount) external;

    /// @notice Marks unopened terms dead. Only LoanAgreements calls it.
    function kill(bytes32 loan) external;

    /// @notice Puts agreed new terms in force from today. Only LoanAgreements calls it.
    function amend(Terms calldata terms, Terms calldata newTerms) external;

    /// @notice Releases a milestone whose condition holds, by anyone; pays its payee, or opens its payout list.
    /// @dev Stopped by a halt, a freeze, a default, and while lender or borrower is suspended.
    /// @param proof Siblings of the milestone's leaf. @param evidence For the condition.
    function release(
        Terms calldata terms,
        Milestone calldata milestone,
        bytes32[] calldata proof,
        bytes calldata evidence
    ) external;

    /// @notice Pays one chunk of the payout list of a released milestone, by anyone, in any order, each once.
    /// @dev A payee that cannot be paid is parked for, and holds up nobody. Needs 245,000 gas before each payee.
    /// @param chunk Its number. @param entries 32 bytes for each payee: account, then amount in 12 bytes.
    /// @param proof Siblings of the chunk's leaf in the list's tree.
    /// @return amount What was paid or parked.
    function payOut(
        Terms calldata terms,
        Milestone calldata milestone,
        uint256 chunk,
        bytes calldata entries,
        bytes32[] calldata proof
    ) external returns (uint256 amount);

    /// @notice Pays on a loan from the caller's allowance: penalty, interest due, interest accrued, principal.
    /// @param amount Most to pay; what exceeds the debt is not taken.
    /// @return taken What was taken.
    function repay(Terms calldata terms, uint256 amount) external returns (uint256 taken);

    /// @notice Collects what is due from the borrower's cash account, by anyone: the least of due, allowance, balance.
    function collect(Terms calldata terms) external returns (uint256 taken);

    /// @notice Pays proceeds of pledged notes on a loan, from the allowance of Collateral, which alone may call it.
    /// @dev First what is due; then, if the terms say so, as `repay`.
    function applyProceeds(Terms calldata terms, uint256 amount) external returns (uint256 taken);

    /// @notice Takes back money from the payee of a released milestone; principal falls from today.
    /// @dev After the last due day a refund of all principal bills the interest accrued.
    /// @param proof Siblings of the milestone's leaf.
    function refund(
        Terms calldata terms,
        Milestone calldata milestone,
        bytes32[] calldata proof,
        uint256 amount
    ) external;

    /// @notice Returns to the lender what was reserved and not drawn by the draw deadline, by anyone.
    function returnReserve(Terms calldata terms) external returns (uint256 amount);

    /// @notice Marks default, by anyone, once the terms' days past due have passed: everything is due.
    function markDefault(Terms calldata terms) external;

    /// @notice Lifts the mark of default, by the lender (scope fund): what was due without it is due.
    function liftDefault(Terms calldata terms) external;

    /// @notice Stops or allows payouts of a loan. Only LoanAgreements calls it.
    function setFrozen(bytes32 loan, bool on) external;

    /// @notice Tells that a guarantor has become creditor of a part of the debt. Only Guarantees calls it.
    function setCovered(bytes32 loan) external;

    /// @notice Pays an account what was parked for it, by anyone.
    function claimFor(address payee, address token) external returns (uint256 amount);

    /// @notice What is parked for an account that a milestone or list pays.
    function parkedFor(address payee, address token) external view returns (uint256);

    /// @notice A loan as stored; all zero when unknown.
    function stateOf(bytes32 loan) external view returns (LoanState memory);

    /// @notice What is owed today, or will be on the later day `day` if nothing happens until then.
    /// @param day Day of the loan's calendar; 0 for today. @return loan Its id.
    function quote(Terms calldata terms, uint256 day) external view returns (bytes32 loan, Quote memory);

    /// @notice How often default was marked on a loan: each mark is a shortfall of its own.
    function defaultsOf(bytes32 loan) external view returns (uint256);

    /// @notice Hash of the terms in force of a loan; zero when unknown.
    function termsInForce(bytes32 loan) external view returns (bytes32);

    /// @notice What is left of the money reserved for a loan.
    function reserveOf(bytes32 loan) external view returns (uint256);

    /// @notice A payout list: the leaf of its milestone (0 until released), and what it has paid.
    function listOf(bytes32 loan, uint256 index) external view returns (bytes32 leaf, uint256 paid);

    /// @notice Whether a chunk of a payout list is paid.
    function isChunkPaid(bytes32 loan, uint256 index, uint256 chunk) external view returns (bool);
}
