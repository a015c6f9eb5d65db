// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IERC3525Receiver} from "../../interfaces/IERC3525.sol";

/// @title ContractAccount
/// @notice An account that is a contract, does whatever it is told, and knows no token standard: for tests only.
contract ContractAccount {
    /// @notice Thrown when a call that the account was told to make failed.
    error CallFailed(bytes reason);

    /// @notice Calls `target` as this account.
    function execute(address target, bytes calldata data) public returns (bytes memory answer) {
        bool ok;
        (ok, answer) = target.call(data);
        if (!ok) revert CallFailed(answer);
    }
}

/// @title TokenReceiver
/// @notice A contract account that is told of tokens and value, remembers what it saw, and answers as it was told to.
contract TokenReceiver is ContractAccount, IERC721Receiver, IERC3525Receiver, IERC165 {
    /// @dev How a hook ends.
    enum Answer {
        Accept,
        Wrong,
        Refuse,
        Fail
    }

    /// @dev A hook called for a token, and who owned the token at that moment.
    struct Token {
        address sender;
        address operator;
        address from;
        uint256 tokenId;
        bytes data;
        address owner;
    }

    /// @dev A hook called for value, and what both tokens carried at that moment.
    struct Value {
        address sender;
        address operator;
        uint256 fromTokenId;
        uint256 toTokenId;
        uint256 value;
        bytes data;
        uint256 rest;
        uint256 carried;
    }

    /// @notice Thrown by a receiver that was told to refuse.
    error NotWanted(uint256 tokenId);

    Answer private _answer;
    bytes private _reentry;
    Token[] private _tokens;
    Value[] private _values;

    /// @notice From now on hooks end like this.
    function answerWith(Answer answer_) external {
        _answer = answer_;
    }

    /// @notice In the next hook, once, this account calls its caller with `data`.
    function reenterWith(bytes calldata data) external {
        _reentry = data;
    }

    /// @inheritdoc IERC721Receiver
    function onERC721Received(address operator, address from, uint256 tokenId, bytes calldata data)
        external
        returns (bytes4)
    {
        address owner = IERC721(msg.sender).ownerOf(tokenId);
        _tokens.push(Token(msg.sender, operator, from, tokenId, data, owner));
        return _end(tokenId, IERC721Receiver.onERC721Received.selector);
    }

    /// @inheritdoc IERC3525Receiver
    function onERC3525Received(
        address operator,
        uint256 fromTokenId,
        uint256 toTokenId,
        uint256 value,
        bytes calldata data
    ) external returns (bytes4) {
        uint256 rest = _carried(fromTokenId);
        uint256 carried = _carried(toTokenId);
        _values.push(Value(msg.sender, operator, fromTokenId, toTokenId, value, data, rest, carried));
        return _end(toTokenId, IERC3525Receiver.onERC3525Received.selector);
    }

    /// @notice The hooks called for tokens, oldest first.
    function tokens() external view returns (Token[] memory) {
        return _tokens;
    }

    /// @notice The hooks called for value, oldest first.
    function values() external view returns (Value[] memory) {
        return _values;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure virtual returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC3525Receiver).interfaceId;
    }

    function _end(uint256 tokenId, bytes4 accepted) private returns (bytes4) {
        bytes memory data = _reentry;
        delete _reentry;
        if (data.length != 0) _reenter(data);
        if (_answer == Answer.Refuse) revert NotWanted(tokenId);
        if (_answer == Answer.Fail) assert(false);
        return _answer == Answer.Wrong ? bytes4(0xdeadbeef) : accepted;
    }

    function _reenter(bytes memory data) private {
        (bool ok, bytes memory reason) = msg.sender.call(data);
        if (!ok) revert CallFailed(reason);
    }

    /// @dev Value of a token; 0 when there is none.
    function _carried(uint256 tokenId) private view returns (uint256) {
        (bool ok, bytes memory answer) =
            msg.sender.staticcall(abi.encodeWithSignature("balanceOf(uint256)", tokenId));
        return ok ? abi.decode(answer, (uint256)) : 0;
    }
}

/// @title ShyReceiver
/// @notice Has the hook for value but does not say so by ERC-165, and refuses whatever it is told of.
contract ShyReceiver is TokenReceiver {
    /// @notice Says no to everything.
    function supportsInterface(bytes4) external pure override returns (bool) {
        return false;
    }
}
