// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title TestToken
/// @notice OpenZeppelin's ERC-20 unmodified, which anyone may mint: for tests and local chains only.
contract TestToken is ERC20 {
    uint8 private immutable _decimals;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ERC20(name_, symbol_) {
        _decimals = decimals_;
    }

    /// @notice Makes `amount` base units out of nothing.
    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// @notice Decimals of the currency that is played.
    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}
