// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../contracts/test/TestToken.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {PartyId, ProgrammeId} from "../../../interfaces/Types.sol";
import {ActList} from "../base/ActList.sol";
import {Suite} from "../base/Suite.sol";
import {vm} from "../base/Vm.sol";
import {HostileToken} from "./HostileToken.sol";
import {Locker} from "./Locker.sol";

/// @title World
/// @notice The system with three programmes (a six-decimal token, an 18-decimal token on another calendar, a hostile
/// token), a second custodian, a clock of its own and chance drawn from the fuzzer's seeds.
abstract contract World is Suite, ActList {
    /// @dev A programme's token and the rules that never change in it.
    struct Coin {
        TestToken token;
        ProgrammeId programme;
        uint256 unit;
        uint256 lateRate;
        uint256 graceDays;
        int256 offset;
    }

    uint256 internal constant COINS = 3;
    uint256 internal constant HOSTILE = 2;
    uint256 internal constant PARTIES = 7;
    uint256 internal constant SUPPLIERS = 4;

    HostileToken internal hostile;
    Locker internal locker;
    Coin[COINS] internal coins;
    /// @dev The rules in force, as agreed.
    mapping(uint256 coin => IProgrammes.Rules) internal ruleOf;

    /// @dev The anchor, the suppliers, the banks.
    PartyId[PARTIES] internal everyone = [ANCHOR, S1, S2, S3, S4, BANK_A, BANK_B];
    /// @dev Key of the present cash account of each party.
    mapping(PartyId party => uint256) internal keyOf;

    uint256 internal clock = DAY * 1 days;
    uint256 private _keys = 0xABC000;

    function setUp() public virtual override {
        super.setUp();
        uint256[PARTIES] memory keys = [ANCHOR_KEY, S1_KEY, S2_KEY, S3_KEY, S4_KEY, BANK_A_KEY, BANK_B_KEY];
        for (uint256 i; i < PARTIES; ++i) {
            keyOf[everyone[i]] = keys[i];
        }
        hostile = new HostileToken();
        locker = new Locker(receivables, parties);
        vm.prank(admin);
        programmes.addCustodian(address(locker));
        coins[0] = Coin(token, PROGRAMME, 1e6, LATE_RATE, GRACE, 0);
        ruleOf[0] = rules();
        _open(1, new TestToken("Test Yuan", "TCNY", 18), 1e18, 350_001, 0, 32, true);
        _open(HOSTILE, hostile, 1e6, 777_777, 30, -48, false);
        for (uint256 i; i < PARTIES; ++i) {
            _allowAll(everyone[i]);
        }
    }

    function _open(
        uint256 index,
        TestToken token_,
        uint256 unit,
        uint24 lateRate,
        uint8 graceDays,
        int8 offset,
        bool referenceRequired
    ) private {
        ProgrammeId programme = ProgrammeId.wrap(uint48(uint48(PartyId.unwrap(ANCHOR)) << 8 | (index + 1)));
        coins[index] = Coin(token_, programme, unit, lateRate, graceDays, offset);
        vm.prank(admin);
        programmes.allowToken(address(token_), true);
        IProgrammes.Rules memory r = rules();
        (r.token, r.limit, r.smallestPiece) = (address(token_), LIMIT / 1e6 * unit, SMALLEST / 1e6 * unit);
        (r.lateRate, r.graceDays, r.utcOffset) = (lateRate, graceDays, offset);
        r.tradeReferenceRequired = referenceRequired;
        ruleOf[index] = r;
        vm.prank(registrar);
        programmes.open(programme, r);
    }

    /// @dev A party's cash account lets the system take what it may come to owe.
    function _allowAll(PartyId party) internal {
        for (uint256 i; i < COINS; ++i) {
            vm.startPrank(cashOf(party));
            coins[i].token.approve(address(settlements), type(uint256).max);
            coins[i].token.approve(address(discounting), type(uint256).max);
            vm.stopPrank();
        }
    }

    function cashOf(PartyId party) internal view returns (address) {
        return vm.addr(keyOf[party]);
    }

    function newKey() internal returns (uint256) {
        return ++_keys;
    }

    /* TIME */

    function passTo(uint256 time) internal {
        if (time <= clock) return;
        _beforeTime();
        clock = time;
        vm.warp(clock);
    }

    /// @dev Called before the clock moves.
    function _beforeTime() internal virtual;

    /// @dev Day of the clock on a coin's calendar, worked out anew.
    function today(uint256 coin) internal view returns (uint256) {
        return uint256(int256(clock) + coins[coin].offset * 900) / 86_400;
    }

    /// @dev Moves the clock to the first second of `day` on a coin's calendar, if that lies ahead.
    function passToDay(uint256 coin, uint256 day) internal {
        passTo(uint256(int256(day * 86_400) - coins[coin].offset * 900));
    }

    /* CALLS THAT MUST NOT SUCCEED */

    /// @dev Calls as `caller`; tells whether it succeeded, and what it answered.
    function attempt(address caller, address target, bytes memory data)
        internal
        returns (bool ok, bytes4 selector)
    {
        vm.prank(caller);
        bytes memory answer;
        (ok, answer) = target.call(data);
        selector = answer.length < 4 ? bytes4(0) : bytes4(answer);
    }

    function profileOf(PartyId party, uint24 kycExpiry) internal pure returns (IParties.Profile memory p) {
        uint40 id = PartyId.unwrap(party);
        p = profile(id == PartyId.unwrap(ANCHOR) ? 2 : id > 20 ? 4 : 1, 0);
        p.kycExpiry = kycExpiry;
    }
}
