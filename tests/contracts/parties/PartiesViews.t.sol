// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Views of Parties

partyOf                 → PartyUnknown without a party
wordFor, wordsFor       → zero without a party, else the fields of partyOf at their places
accountOf, recoveryOf   → all zero when there is none
holderOf                → the party of a cash account, zero for every other account
previousCashOf          → zero before the first rotation
haltedUntil             → zero before the first halt
recoveryDelay           → as constructed
accountConsentDigest    → as EIP-712 says, for this chain
eip712Domain            → name, version, chain and address
*/
contract PartiesViewsTest is PartiesSuite {
    /// @notice A party that does not exist is not described (P-1).
    function test_partyOf_refusesUnknownParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        parties.partyOf(FRESH);
    }

    /// @notice Where there is nothing, views of words, accounts and recoveries answer zero (P-1).
    function test_zeroWhereThereIsNothing() external view {
        vm.assertEq(PartyWord.unwrap(parties.wordFor(FRESH)), 0, "word");
        assertAccount(fresh, PartyId.wrap(0), false, 0, 0);
        assertAccount(address(0), PartyId.wrap(0), false, 0, 0);
        vm.assertEq(
            abi.encode(parties.recoveryOf(S1)), abi.encode(IParties.Recovery(address(0), 0, 0)), "recovery"
        );
        vm.assertEq(parties.previousCashOf(S1), address(0), "previous cash");
        vm.assertEq(parties.haltedUntil(), 0, "halted until");
    }

    /// @notice The word tells what the fields tell, each at its place (P-1).
    function test_wordFor() external {
        setProfile(S1, 5, 20_444, 1234);
        uint256 word = uint256(uint160(s1)) | uint256(1234) << 160 | uint256(20_444) << 200 | uint256(5)
            << 224 | uint256(1) << 232 | uint256(3) << 234;
        vm.assertEq(PartyWord.unwrap(parties.wordFor(S1)), word, "word");
        vm.prank(s1);
        parties.changeAccount(s1, ALL_SCOPES, 1);
        vm.assertEq(PartyWord.unwrap(parties.wordFor(S1)), word | uint256(1) << 233, "restricted");
    }

    /// @notice Two words are read as one by one, whether there are such parties or not (P-1).
    function test_wordsFor() external view {
        (PartyWord one, PartyWord other) = parties.wordsFor(S1, S2);
        vm.assertEq(PartyWord.unwrap(one), PartyWord.unwrap(parties.wordFor(S1)), "one");
        vm.assertEq(PartyWord.unwrap(other), PartyWord.unwrap(parties.wordFor(S2)), "other");
        (one, other) = parties.wordsFor(FRESH, S1);
        vm.assertEq(PartyWord.unwrap(one), 0, "none");
        vm.assertEq(PartyWord.unwrap(other), PartyWord.unwrap(parties.wordFor(S1)), "one again");
    }

    /// @notice Only the cash account holds a party's notes towards wallets, not its acting accounts (P-1, R-19).
    function test_holderOf() external {
        add(FRESH_KEY, ASSIGN, 1);
        same(parties.holderOf(s1), S1, "cash account");
        same(parties.holderOf(fresh), PartyId.wrap(0), "acting account");
        same(parties.holderOf(outsider), PartyId.wrap(0), "outsider");
        same(parties.holderOf(address(0)), PartyId.wrap(0), "zero address");
    }

    /// @notice The delay of recoveries is fixed at construction (X-7).
    function test_recoveryDelay() external view {
        vm.assertEq(parties.recoveryDelay(), RECOVERY_DELAY, "delay");
    }

    /// @notice The digest of an account's consent is that of EIP-712, on whatever chain (X-2, T78, I27).
    function testFuzz_accountConsentDigest(uint40 party, address account, uint256 deadline, uint64 chain)
        external
    {
        vm.assume(chain != 0);
        vm.chainId(chain);
        bytes32 typeHash = keccak256("AccountConsent(uint40 party,address account,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, party, account, deadline));
        vm.assertEq(
            parties.accountConsentDigest(PartyId.wrap(party), account, deadline),
            typedData("Silkline Parties", address(parties), structHash),
            "digest"
        );
    }

    /// @notice The domain that signers see names this contract, on this chain (X-2).
    function test_eip712Domain() external view {
        (, string memory name, string memory version, uint256 chain, address verifier,,) =
            parties.eip712Domain();
        vm.assertEq(name, "Silkline Parties", "name");
        vm.assertEq(version, "1", "version");
        vm.assertEq(chain, block.chainid, "chain");
        vm.assertEq(verifier, address(parties), "contract");
    }
}
