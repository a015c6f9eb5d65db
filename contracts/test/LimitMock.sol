// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILimit} from "../../interfaces/ILimit.sol";
import {ProgrammeId} from "../../interfaces/Types.sol";

/// @title LimitMock
/// @notice A sponsor's limit that counts, refuses beyond its room, and may call back once while it is asked or told.
contract LimitMock is ILimit {
    /// @notice Thrown when more is consumed than there is room for.
    error NoRoom(uint256 amount, uint256 room);

    mapping(ProgrammeId programme => uint256) private _used;
    uint256 private _room = type(uint256).max;
    uint256 private _calls;
    address private _target;
    bytes private _data;
    bool private _answered;

    /// @notice From now on at most `room` more may be consumed.
    function setRoom(uint256 room) external {
        _room = room;
    }

    /// @notice The next time that this contract is asked or told, it first calls `target` with `data`.
    function callBack(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @inheritdoc ILimit
    function consume(ProgrammeId programme, uint256 amount) external {
        if (amount > _room) revert NoRoom(amount, _room);
        _room -= amount;
        _used[programme] += amount;
        _callBack();
    }

    /// @inheritdoc ILimit
    function restore(ProgrammeId programme, uint256 amount) external {
        _used[programme] -= amount;
        _callBack();
    }

    /// @notice What was consumed and not restored.
    function usedOf(ProgrammeId programme) external view returns (uint256) {
        return _used[programme];
    }

    /// @notice How often this contract was asked or told.
    function calls() external view returns (uint256) {
        return _calls;
    }

    /// @notice Whether the call back was made and not refused.
    function answered() external view returns (bool) {
        return _answered;
    }

    function _callBack() private {
        ++_calls;
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        (_answered,) = target.call(_data);
    }
}
