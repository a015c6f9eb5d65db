// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @title IDepositToken
/// @notice A bank's booking record as a token (ERC-20 with permit): money stays in core banking, the token mirrors it.
/// @dev References are the bank's booking references; each counts once, so a retry is refused and not booked twice.
interface IDepositToken {
    /// @notice Where an instruction to pay out stands.
    enum State {
        None,
        Instructed,
        Executed,
        Returned
    }

    /// @notice An instruction to pay out.
    /// @param accountReference Keyed reference of the bank account to be paid; no account number goes on chain.
    struct Instruction {
        address holder;
        uint96 amount;
        State state;
        bytes32 accountReference;
    }

    /// @notice Thrown when a reference is zero.
    error ReferenceZero();
    /// @notice Thrown when a reference was used before.
    error ReferenceUsed(bytes32 bookingReference);
    /// @notice Thrown when an instruction is not in the state that the act needs.
    error WrongState(bytes32 bookingReference, State state);
    /// @notice Thrown when an amount is zero.
    error AmountZero();
    /// @notice Thrown when an amount does not fit 96 bits.
    error AmountExceeds96Bits(uint256 amount);
    /// @notice Thrown when a frozen account would send or receive.
    error AccountFrozen(address account);
    /// @notice Thrown when the zero address would be frozen, which would stop issuing and redeeming for everybody.
    error AccountZero();
    /// @notice Thrown when an account is frozen that is frozen, or thawed that is not.
    error FreezeUnchanged(address account, bool frozen);

    /// @notice Emitted when money arrived at the bank and its token was issued.
    event Issued(bytes32 indexed bookingReference, address indexed account, uint256 amount);
    /// @notice Emitted when a holder instructs the bank to pay out; the tokens are gone.
    event RedemptionInstructed(
        bytes32 indexed bookingReference, address indexed holder, uint256 amount, bytes32 accountReference
    );
    /// @notice Emitted when the bank has paid.
    event RedemptionExecuted(bytes32 indexed bookingReference, address indexed holder, uint256 amount);
    /// @notice Emitted when the bank could not pay and the tokens are back.
    event RedemptionReturned(
        bytes32 indexed bookingReference, address indexed holder, uint256 amount, bytes32 reason
    );
    /// @notice Emitted when an account is frozen or thawed.
    event FreezeChanged(address indexed account, bool frozen, bytes32 document);

    /// @notice Issues tokens for money booked under `bookingReference`. Role ISSUER of this token.
    /// @param amount In base units (minor units of the currency).
    function issue(address account, uint256 amount, bytes32 bookingReference) external;

    /// @notice Gives the caller's tokens up and instructs the bank to pay out.
    /// @param bookingReference Chosen by the caller, used once per holder.
    /// @param accountReference Keyed reference of the bank account.
    function redeem(uint256 amount, bytes32 bookingReference, bytes32 accountReference) external;

    /// @notice Says that the bank has paid. Role ISSUER.
    function execute(address holder, bytes32 bookingReference) external;

    /// @notice Says that the bank could not pay; the tokens return to the holder. Role ISSUER.
    function giveBack(address holder, bytes32 bookingReference, bytes32 reason) external;

    /// @notice Freezes an account or thaws it. Role COMPLIANCE.
    function setFreeze(address account, bool frozen, bytes32 document) external;

    /// @notice Whether an account is frozen.
    function isFrozen(address account) external view returns (bool);

    /// @notice Whether a booking reference has been used to issue.
    function isBooked(bytes32 bookingReference) external view returns (bool);

    /// @notice An instruction as it stands; state None when unknown.
    function instructionOf(address holder, bytes32 bookingReference)
        external
        view
        returns (Instruction memory);
}
