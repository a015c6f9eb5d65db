// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";

/// @title DepositToken
/// @notice See IDepositToken. Supply is what the bank has booked and not been told to pay out.
contract DepositToken is IDepositToken, ERC20Permit, AccessManaged, ERC2771Context {
    uint8 private immutable _decimals;

    mapping(address account => bool) private _frozen;
    mapping(bytes32 bookingReference => bool) private _booked;
    mapping(address holder => mapping(bytes32 bookingReference => Instruction)) private _instructions;

    /// @param decimals_ Minor units of the currency, for EUR 2.
    constructor(
        string memory name_,
        string memory symbol_,
        uint8 decimals_,
        address authority,
        address forwarder
    ) ERC20(name_, symbol_) ERC20Permit(name_) AccessManaged(authority) ERC2771Context(forwarder) {
        _decimals = decimals_;
    }

    /* ISSUER */

    /// @inheritdoc IDepositToken
    function issue(address account, uint256 amount, bytes32 bookingReference) external restricted {
        _checkReference(bookingReference);
        _checkAmount(amount);
        if (_booked[bookingReference]) revert ReferenceUsed(bookingReference);
        _booked[bookingReference] = true;
        emit Issued(bookingReference, account, amount);
        _mint(account, amount);
    }

    /// @inheritdoc IDepositToken
    function execute(address holder, bytes32 bookingReference) external restricted {
        Instruction storage instruction = _instructed(holder, bookingReference);
        instruction.state = State.Executed;
        emit RedemptionExecuted(bookingReference, holder, instruction.amount);
    }

    /// @inheritdoc IDepositToken
    function giveBack(address holder, bytes32 bookingReference, bytes32 reason) external restricted {
        Instruction storage instruction = _instructed(holder, bookingReference);
        instruction.state = State.Returned;
        emit RedemptionReturned(bookingReference, holder, instruction.amount, reason);
        // Also to an account frozen meanwhile: the money is its own, and stays frozen there.
        super._update(address(0), holder, instruction.amount);
    }

    /* COMPLIANCE */

    /// @inheritdoc IDepositToken
    function setFreeze(address account, bool frozen, bytes32 document) external restricted {
        if (account == address(0)) revert AccountZero();
        if (_frozen[account] == frozen) revert FreezeUnchanged(account, frozen);
        _frozen[account] = frozen;
        emit FreezeChanged(account, frozen, document);
    }

    /* HOLDER */

    /// @inheritdoc IDepositToken
    function redeem(uint256 amount, bytes32 bookingReference, bytes32 accountReference) external {
        address holder = _msgSender();
        _checkReference(bookingReference);
        _checkAmount(amount);
        Instruction storage instruction = _instructions[holder][bookingReference];
        if (instruction.state != State.None) revert ReferenceUsed(bookingReference);
        _instructions[holder][bookingReference] =
            Instruction(holder, uint96(amount), State.Instructed, accountReference);
        emit RedemptionInstructed(bookingReference, holder, amount, accountReference);
        _burn(holder, amount);
    }

    /* VIEWS */

    /// @inheritdoc IDepositToken
    function isFrozen(address account) external view returns (bool) {
        return _frozen[account];
    }

    /// @inheritdoc IDepositToken
    function isBooked(bytes32 bookingReference) external view returns (bool) {
        return _booked[bookingReference];
    }

    /// @inheritdoc IDepositToken
    function instructionOf(address holder, bytes32 bookingReference)
        external
        view
        returns (Instruction memory)
    {
        return _instructions[holder][bookingReference];
    }

    /// @notice Minor units of the currency.
    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    /* INTERNALS */

    function _update(address from, address to, uint256 amount) internal override {
        if (_frozen[from]) revert AccountFrozen(from);
        if (_frozen[to]) revert AccountFrozen(to);
        super._update(from, to, amount);
    }

    function _instructed(address holder, bytes32 bookingReference)
        private
        view
        returns (Instruction storage instruction)
    {
        instruction = _instructions[holder][bookingReference];
        if (instruction.state != State.Instructed) {
            revert WrongState(bookingReference, instruction.state);
        }
    }

    function _checkReference(bytes32 bookingReference) private pure {
        if (bookingReference == 0) revert ReferenceZero();
    }

    function _checkAmount(uint256 amount) private pure {
        if (amount == 0) revert AmountZero();
        if (amount > type(uint96).max) revert AmountExceeds96Bits(amount);
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
