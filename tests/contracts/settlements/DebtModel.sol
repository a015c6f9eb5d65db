// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title DebtModel
/// @notice A debt kept the way a clerk keeps it on paper: principal, and interest in three columns. It shares no code
/// and no variables with Settlements.
/// @dev Interest of the days since principal last fell is worked out afresh each time, never added up.
contract DebtModel {
    uint256 private constant ROOM = type(uint96).max;

    uint256 private immutable _face;
    uint256 private immutable _rate;
    uint256 public principal;
    uint256 public sinceDay;
    /// @dev Interest of the days before `sinceDay`, which was paid when principal fell.
    uint256 public interestBefore;
    /// @dev What has been paid on the interest since `sinceDay`.
    uint256 public paidSince;

    constructor(uint256 face, uint256 dueDay, uint256 rate) {
        (_face, _rate, principal, sinceDay) = (face, rate, face, dueDay);
    }

    /// @notice Interest open on a day.
    function interestOpen(uint256 day) public view returns (uint256) {
        if (day <= sinceDay) return 0;
        uint256 exact = principal * _rate * (day - sinceDay);
        uint256 run = exact / 1e9 + (exact % 1e9 == 0 ? 0 : 1);
        uint256 room = ROOM - _face - interestBefore;
        return (run < room ? run : room) - paidSince;
    }

    /// @notice What is owed on a day.
    function owed(uint256 day) public view returns (uint256) {
        return principal + interestOpen(day);
    }

    /// @notice Books a payment of at most what is owed.
    function pay(uint256 day, uint256 amount) external {
        uint256 open = interestOpen(day);
        if (amount <= open) {
            paidSince += amount;
            return;
        }
        interestBefore += open + paidSince;
        paidSince = 0;
        principal -= amount - open;
        if (day > sinceDay) sinceDay = day;
    }
}
