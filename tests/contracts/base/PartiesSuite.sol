// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {Checks} from "./Checks.sol";
import {vm} from "./Vm.sol";

/// @title PartiesSuite
/// @notice A party and an account that are not registered yet, and the acts on accounts that tests begin with.
abstract contract PartiesSuite is Checks {
    uint16 internal constant ALL_SCOPES = 63;
    uint96 internal constant NO_LIMIT = type(uint96).max;
    PartyId internal constant FRESH = PartyId.wrap(99);
    uint256 internal constant FRESH_KEY = 0x99;
    uint256 internal constant SECOND_KEY = 0x98;

    address internal fresh = vm.addr(FRESH_KEY);
    address internal second = vm.addr(SECOND_KEY);

    /// @dev The consent of the account of `key` to act for `party`, good until LATER.
    function consentOf(uint256 key, PartyId party) internal view returns (bytes memory) {
        return sign(key, parties.accountConsentDigest(party, vm.addr(key), LATER));
    }

    /// @dev Adds the account of `key` to S1.
    function add(uint256 key, uint16 scopes, uint96 limit) internal returns (address account) {
        account = vm.addr(key);
        bytes memory consent = consentOf(key, S1);
        vm.prank(s1);
        parties.addAccount(account, scopes, limit, LATER, consent);
    }

    /// @dev Adds the account of `key` to S1 and closes it again.
    function retire(uint256 key) internal returns (address account) {
        account = add(key, ASSIGN, 1);
        vm.prank(s1);
        parties.removeAccount(account);
    }

    /// @dev Makes the account of `key` the cash account of S1.
    function rotate(uint256 key) internal {
        bytes memory consent = consentOf(key, S1);
        address previous = parties.partyOf(S1).cash;
        vm.prank(previous);
        parties.rotate(vm.addr(key), LATER, consent);
    }

    function propose(address cash) internal {
        vm.prank(registrar);
        parties.proposeRecovery(S1, cash, DOCUMENT);
    }

    function approve(address cash) internal {
        vm.prank(compliance);
        parties.approveRecovery(S1, cash, DOCUMENT);
    }

    /// @dev Recovers S1 to `cash`, the whole way.
    function recover(address cash) internal {
        propose(cash);
        approve(cash);
        vm.warp(block.timestamp + RECOVERY_DELAY);
        parties.recover(S1);
    }

    function suspend(PartyId party) internal {
        vm.prank(compliance);
        parties.suspend(party, DOCUMENT);
    }

    function reinstate(PartyId party) internal {
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
    }

    /// @dev Ends the KYC of a party on `day`; its roles become `roles`, its group `group`.
    function setProfile(PartyId party, uint8 roles, uint256 day, uint40 group) internal {
        IParties.Profile memory p = profile(roles, group);
        p.kycExpiry = uint24(day);
        vm.prank(registrar);
        parties.update(party, p);
    }

    function halt() internal {
        vm.prank(guardian);
        parties.halt(1 days);
    }

    function assertAccount(address account, PartyId party, bool live, uint16 scopes, uint96 limit)
        internal
        view
    {
        IParties.Account memory a = parties.accountOf(account);
        same(a.party, party, "party of account");
        vm.assertEq(a.live, live, "live");
        vm.assertEq(a.scopes, scopes, "scopes");
        vm.assertEq(a.limit, limit, "limit per act");
    }

    function assertProfile(PartyId party, IParties.Profile memory expected) internal view {
        bytes memory found = abi.encode(parties.partyOf(party).profile);
        vm.assertEq(found, abi.encode(expected), "profile");
    }
}
