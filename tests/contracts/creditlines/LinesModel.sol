// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title LinesModel
/// @notice What is used of the lines of one lender, kept as a list of all draws and payments, and summed anew whenever
/// somebody asks: it shares neither the words nor the sums of the contract.
contract LinesModel {
    struct Entry {
        uint256 party;
        bool tied;
        int256 amount;
    }

    Entry[] private _entries;
    mapping(uint256 party => uint256) private _limits;
    mapping(uint256 party => bool) private _tied;
    uint256 private _groupLimit;

    /// @notice The lender grants a party a line.
    function grant(uint256 party, uint256 limit, bool tied) external {
        (_limits[party], _tied[party]) = (limit, tied);
    }

    /// @notice The lender grants the group a line.
    function grantGroup(uint256 limit) external {
        _groupLimit = limit;
    }

    /// @notice Something is drawn (above zero) or comes back (below).
    function enter(uint256 party, int256 amount) external {
        _entries.push(Entry(party, _tied[party], amount));
    }

    /// @notice Whether a line is tied to the group's.
    function isTied(uint256 party) external view returns (bool) {
        return _tied[party];
    }

    /// @notice What is used of a party's line.
    function usedOf(uint256 party) public view returns (uint256) {
        int256 sum;
        for (uint256 i; i < _entries.length; ++i) {
            if (_entries[i].party == party) sum += _entries[i].amount;
        }
        return uint256(sum);
    }

    /// @notice What is used of the group's line.
    function groupUsed() public view returns (uint256) {
        int256 sum;
        for (uint256 i; i < _entries.length; ++i) {
            if (_entries[i].tied) sum += _entries[i].amount;
        }
        return uint256(sum);
    }

    /// @notice What may be drawn by a party.
    function room(uint256 party) external view returns (uint256 left) {
        left = _left(_limits[party], usedOf(party));
        if (_tied[party]) {
            uint256 ofGroup = _left(_groupLimit, groupUsed());
            if (ofGroup < left) left = ofGroup;
        }
    }

    function _left(uint256 limit, uint256 used) private pure returns (uint256) {
        return used > limit ? 0 : limit - used;
    }
}
