// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyWords} from "../../../contracts/libraries/Words.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";

/// @title LoanSurroundings
/// @notice All that Loans talks to when it pays out, as little of it as proofs need: parties, and a token.
contract LoanSurroundings {
    /// @dev All that the token has moved to payees.
    uint256 public moved;
    mapping(address account => uint256) public balanceOf;

    function standing(PartyId, PartyId) external pure returns (PartyWord, PartyWord) {
        PartyWord word = PartyWords.pack(address(0xca54), 0, type(uint24).max, 0);
        return (word, word);
    }

    function accountOf(address) external pure returns (IParties.Account memory account) {}

    /// @dev Whoever pays has enough; what Loans pulls to pay a list is moved by `transfer`.
    function transferFrom(address, address to, uint256 amount) external returns (bool) {
        balanceOf[to] += amount;
        if (to != msg.sender) moved += amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        moved += amount;
        return true;
    }
}

/// @title Answers
/// @notice A condition that answers whatever it is told to, also what is no answer.
contract Answers {
    uint256 private _answer;
    uint256 private _words;
    bool private _refuses;

    function set(uint256 answer, uint256 words, bool refuses) external {
        (_answer, _words, _refuses) = (answer, words, refuses);
    }

    fallback() external {
        uint256 answer = _answer;
        uint256 words = _words;
        require(!_refuses);
        if (words == 0) _give(answer, 0);
        if (words == 1) _give(answer, 32);
        _give(answer, 64);
    }

    function _give(uint256 answer, uint256 size) private pure {
        assembly ("memory-safe") {
            mstore(0, answer)
            return(0, size)
        }
    }
}
