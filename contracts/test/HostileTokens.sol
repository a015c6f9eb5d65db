// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {TestToken} from "./TestToken.sol";

/// @dev Six decimals, like the tokens that they stand in for.
uint8 constant DECIMALS = 6;

/// @title AnsweringToken
/// @notice A token that answers a transfer to each payee in the manner set for it.
contract AnsweringToken is TestToken {
    /// @dev `Honest`, `Nothing` and `Long` transfer; the others keep the tokens where they are.
    enum Manner {
        Honest,
        Blacklist,
        False,
        Two,
        Short,
        Nothing,
        Long,
        Megabyte,
        Loop
    }

    /// @notice Thrown when a payee is on the blacklist.
    error Blacklisted(address payee);

    mapping(address payee => Manner) private _manners;

    constructor() TestToken("Answering", "ANS", DECIMALS) {}

    /// @notice Sets how a transfer to `payee` is answered.
    function setManner(address payee, Manner manner) external {
        _manners[payee] = manner;
    }

    /// @inheritdoc ERC20
    function transfer(address to, uint256 amount) public override returns (bool) {
        _answer(to);
        _transfer(msg.sender, to, amount);
        return _finish(to);
    }

    /// @inheritdoc ERC20
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _answer(to);
        _spendAllowance(from, msg.sender, amount);
        _transfer(from, to, amount);
        return _finish(to);
    }

    /// @dev The manners that never come to a transfer.
    function _answer(address to) private view {
        Manner manner = _manners[to];
        if (manner == Manner.Blacklist) revert Blacklisted(to);
        if (manner == Manner.False) _return(0, 32);
        if (manner == Manner.Two) _return(2, 32);
        if (manner == Manner.Short) _return(1, 31);
        if (manner == Manner.Megabyte) _return(1, 1 << 20);
        while (manner == Manner.Loop) {}
    }

    /// @dev 200 kB is about the longest answer that an isolated payout has the gas for.
    function _finish(address to) private view returns (bool) {
        Manner manner = _manners[to];
        if (manner == Manner.Nothing) _return(0, 0);
        if (manner == Manner.Long) _return(1, 200_000);
        return true;
    }

    /// @dev Ends the call with `size` bytes, the first word of which is `word`.
    function _return(uint256 word, uint256 size) private pure {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, word)
            return(at, size)
        }
    }
}

/// @title FeeToken
/// @notice A token that keeps one per cent of everything transferred by allowance.
contract FeeToken is TestToken {
    constructor() TestToken("Fee", "FEE", DECIMALS) {}

    /// @inheritdoc ERC20
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _burn(from, amount / 100);
        return super.transferFrom(from, to, amount - amount / 100);
    }
}

/// @title ReenteringToken
/// @notice A token that makes a call of its own in the middle of every transfer, once armed, and remembers the answer.
/// @dev Frugal, since an isolated payout has 200,000 gas: the call is kept as code, which is read at once. What the
/// call does not get pays for remembering the answer and for the transfer; if that ran out of gas, the payout would
/// fail and the attempt would be undone with it, as if there had been none.
contract ReenteringToken is TestToken {
    uint256 private constant KEPT_GAS = 75_000;

    address private _target;
    bool private _inside;
    uint16 public attempts;
    uint16 public successes;
    bytes4 public lastError;
    bytes32 public lastAnswerHash;
    address private _call;

    constructor() TestToken("Reentering", "REE", DECIMALS) {}

    /// @notice Makes every transfer call `target` with `data` before it moves anything; empty data disarms.
    function arm(address target, bytes calldata data) external {
        _target = target;
        _call = data.length == 0 ? address(0) : SSTORE2.write(data);
    }

    /// @dev Once per transfer: a transfer within the call makes none of its own.
    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0) && !_inside && _call != address(0)) _reenter();
        super._update(from, to, amount);
    }

    function _reenter() private {
        (_inside, attempts) = (true, attempts + 1);
        bytes memory data = SSTORE2.read(_call);
        uint256 given = Math.saturatingSub(gasleft(), KEPT_GAS);
        (bool ok, bytes memory answer) = _target.call{gas: given}(data);
        _inside = false;
        if (ok) ++successes;
        else (lastError, lastAnswerHash) = (bytes4(answer), keccak256(answer));
    }
}

/// @title GasRecorder
/// @notice A token that remembers how much gas the last transfer began with.
contract GasRecorder is TestToken {
    uint256 public gasAtStart;

    constructor() TestToken("Gas", "GAS", DECIMALS) {}

    /// @inheritdoc ERC20
    function transfer(address to, uint256 amount) public override returns (bool) {
        uint256 left = gasleft();
        gasAtStart = left;
        return super.transfer(to, amount);
    }
}
