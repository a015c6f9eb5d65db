// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ILoans, LoanState, Quote, Terms} from "../../interfaces/ILoans.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {PartyWord} from "../../interfaces/Types.sol";
import {PartyWords} from "../libraries/Words.sol";

/// @title LoansMock
/// @notice What Collateral asks of Loans, with debts that tests set by hand.
contract LoansMock {
    using PartyWords for PartyWord;

    IParties private immutable _parties;

    mapping(bytes32 loan => LoanState) private _states;
    mapping(bytes32 loan => Quote) private _quotes;
    mapping(bytes32 loan => bytes32) private _inForce;
    mapping(bytes32 loan => mapping(uint256 index => bytes32)) private _leaves;
    int256 private _error;
    uint256 private _short;
    bytes private _call;
    address private _target;

    constructor(IParties parties_) {
        _parties = parties_;
    }

    /* WHAT TESTS SET */

    /// @notice Opens a loan with nothing drawn.
    function open(Terms calldata terms) external returns (bytes32 loan) {
        loan = hashOf(terms);
        _states[loan].open = true;
        _inForce[loan] = loan;
    }

    /// @notice Puts new terms in force, which name the loan.
    function amend(Terms calldata newTerms) external {
        _inForce[newTerms.amends] = hashOf(newTerms);
    }

    /// @notice From now on `due` of a debt of `payoff` is due.
    function setDebt(bytes32 loan, uint256 due, uint256 payoff) external {
        (_quotes[loan].due, _quotes[loan].payoff) = (due, payoff);
    }

    /// @notice Marks default, or that a guarantor has paid.
    function setMarks(bytes32 loan, bool defaulted, bool covered) external {
        (_states[loan].defaulted, _states[loan].covered) = (defaulted, covered);
    }

    /// @notice Bit i of `released` says that milestone i is released.
    function setReleased(bytes32 loan, uint64 released) external {
        _states[loan].released = released;
    }

    /// @notice From now on milestone `index` pays a list.
    function setList(bytes32 loan, uint256 index, bytes32 leaf) external {
        _leaves[loan][index] = leaf;
    }

    /// @notice From now on this contract says that it took so much more than it did.
    function setError(int256 error_) external {
        _error = error_;
    }

    /// @notice From now on this contract takes so much less than it could.
    function setShort(uint256 short) external {
        _short = short;
    }

    /// @notice Before it next takes proceeds this contract calls `target` with `data`, which must succeed.
    function callBefore(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    /* WHAT COLLATERAL ASKS */

    /// @notice As ILoans; any later day is like today.
    function quote(Terms calldata terms, uint256) external view returns (bytes32 loan, Quote memory) {
        loan = _check(terms);
        return (loan, _quotes[loan]);
    }

    /// @notice As ILoans; the money goes to the lender's cash account.
    function applyProceeds(Terms calldata terms, uint256 amount) external returns (uint256 taken) {
        bytes32 loan = _check(terms);
        Quote memory q = _quotes[loan];
        taken = Math.min(amount, terms.proceedsToPrincipal ? q.payoff : q.due);
        if (taken == 0) revert ILoans.NothingOwedOn(loan);
        taken -= _short;
        (_quotes[loan].due, _quotes[loan].payoff) = (Math.saturatingSub(q.due, taken), q.payoff - taken);
        _callBack();
        address lender = _parties.wordFor(terms.lender).cash();
        IERC20(terms.token).transferFrom(msg.sender, lender, taken);
        taken = uint256(int256(taken) + _error);
    }

    /// @notice As ILoans.
    function stateOf(bytes32 loan) external view returns (LoanState memory) {
        return _states[loan];
    }

    /// @notice As ILoans; nothing is ever paid of a list.
    function listOf(bytes32 loan, uint256 index) external view returns (bytes32 leaf, uint256 paid) {
        return (_leaves[loan][index], 0);
    }

    /// @notice A hash of terms, another than that of ILoans.
    function hashOf(Terms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function _check(Terms calldata terms) private view returns (bytes32 loan) {
        bytes32 given = hashOf(terms);
        loan = terms.amends == 0 ? given : terms.amends;
        if (!_states[loan].open) revert ILoans.LoanUnknown(loan);
        if (given != _inForce[loan]) revert ILoans.TermsNotInForce(loan, given, _inForce[loan]);
    }

    function _callBack() private {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        (bool ok,) = target.call(_call);
        assert(ok);
    }
}
