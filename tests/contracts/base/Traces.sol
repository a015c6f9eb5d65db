// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Traces
/// @notice The cheatcodes of the test runner that tell which accounts were called, by whom and how.
interface Traces {
    enum Kind {
        Call,
        DelegateCall,
        CallCode,
        StaticCall,
        Create,
        SelfDestruct,
        Resume,
        Balance,
        Extcodesize,
        Extcodehash,
        Extcodecopy
    }

    struct Chain {
        uint256 forkId;
        uint256 chainId;
    }

    struct StorageAccess {
        address account;
        bytes32 slot;
        bool isWrite;
        bytes32 previousValue;
        bytes32 newValue;
        bool reverted;
    }

    struct Access {
        Chain chain;
        Kind kind;
        address account;
        address accessor;
        bool initialized;
        uint256 oldBalance;
        uint256 newBalance;
        bytes deployedCode;
        uint256 value;
        bytes data;
        bool reverted;
        StorageAccess[] storageAccesses;
        uint64 depth;
        uint64 oldNonce;
        uint64 newNonce;
    }

    function startStateDiffRecording() external;
    function stopAndReturnStateDiff() external returns (Access[] memory);
}

Traces constant traces = Traces(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
