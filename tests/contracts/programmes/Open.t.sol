// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {PartyId, ProgrammeId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.open

├── when the caller is not the registrar                        → AccessManagedUnauthorized
├── when the number is 0                                        → ProgrammeNumberZero
├── given the programme is open                                 → ProgrammeExists
├── given there is no such party                                → PartyUnknown
├── given the party is suspended                                → PartySuspended
├── given its KYC has run out                                   → KycExpired
├── given it is no anchor                                       → RoleMissing
├── when the token is not on the list                           → TokenNotAllowed
├── when the offset is outside -48 to 56                        → UtcOffsetInvalid
├── when the limit contract was not admitted                    → LimitContractNotAdmitted
├── when the currency is not three capital letters              → CurrencyInvalid
├── when the limit does not fit 96 bits                         → LimitTooLarge
├── when the longest tenor is 0                                 → TenorZero
├── when the smallest piece is 0 or cannot be stored            → SmallestPieceInvalid
├── when the deepest tier is 0                                  → DeepestTierZero
└── otherwise                                                   → the rules, nothing used, one event
    ├── for any rules that are well formed
    ├── with every number from 1 to 255
    └── by the registrar's signature
*/
contract OpenTest is ProgrammesSuite {
    ProgrammeId private constant THIRD = ProgrammeId.wrap(uint48(1) << 8 | 3);

    /// @notice Only the registrar opens programmes (G-1, T64).
    function test_refusesOthersThanTheRegistrar() external {
        assertOnly(registrar, address(programmes), abi.encodeCall(programmes.open, (THIRD, rules())));
    }

    /// @notice Programmes count from 1 (G-1).
    function test_refusesNumberZero() external {
        _refuses(numbered(0), rules(), _error(IProgrammes.ProgrammeNumberZero.selector, numbered(0)));
    }

    /// @notice A programme is opened once, whatever the rules (G-1).
    function test_refusesOpenProgramme() external {
        _refuses(PROGRAMME, rules(), _error(IProgrammes.ProgrammeExists.selector, PROGRAMME));
        agree(change());
        _refuses(PROGRAMME, rules(), _error(IProgrammes.ProgrammeExists.selector, PROGRAMME));
    }

    /// @notice The id of a programme names its anchor, who must exist (G-1).
    function test_refusesUnknownAnchor() external {
        ProgrammeId programme = ProgrammeId.wrap(99 << 8 | 1);
        _refuses(programme, rules(), abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        bytes memory reason = abi.encodeWithSelector(IParties.PartyUnknown.selector, PartyId.wrap(0));
        _refuses(ProgrammeId.wrap(1), rules(), reason);
    }

    /// @notice No programme is opened for a suspended party (P-4).
    function test_refusesSuspendedParty() external {
        suspend(ANCHOR);
        _refuses(THIRD, rules(), abi.encodeWithSelector(IParties.PartySuspended.selector, ANCHOR));
    }

    /// @notice No programme is opened for a party whose KYC ran out yesterday (P-5).
    function test_refusesExpiredParty() external {
        setProfile(ANCHOR, 2, DAY - 1, 0);
        bytes memory reason = abi.encodeWithSelector(IParties.KycExpired.selector, ANCHOR, DAY - 1, DAY);
        _refuses(THIRD, rules(), reason);
        setProfile(ANCHOR, 2, DAY, 0);
        open(THIRD, rules());
    }

    /// @notice Only a party with the role anchor has programmes, whatever other roles it has (G-1).
    function test_refusesPartyThatIsNoAnchor() external {
        setProfile(ANCHOR, 255 - 2, DAY, 0);
        _refuses(THIRD, rules(), abi.encodeWithSelector(IParties.RoleMissing.selector, ANCHOR, 2, 253));
    }

    /// @notice Debts are paid in a token on the list (G-2).
    function test_refusesTokenNotAllowed() external {
        IProgrammes.Rules memory r = rules();
        r.token = fresh;
        _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.TokenNotAllowed.selector, fresh));
    }

    /// @notice Offsets are those of the earth: twelve hours behind to fourteen ahead (G-2, P-8).
    function test_refusesOffset() external {
        IProgrammes.Rules memory r = rules();
        r.utcOffset = -49;
        _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.UtcOffsetInvalid.selector, int256(-49)));
        r.utcOffset = 57;
        _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.UtcOffsetInvalid.selector, int256(57)));
    }

    /// @notice A limit contract is one that ADMIN admitted (G-2).
    function test_refusesLimitContract() external {
        IProgrammes.Rules memory r = rules();
        r.limitContract = fresh;
        _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.LimitContractNotAdmitted.selector, fresh));
    }

    /// @notice A currency code is three capital letters (G-2).
    function test_refusesCurrency() external {
        bytes3[7] memory wrong = [bytes3("eUR"), "EuR", "EUr", "EU", "@UR", "E[R", 0];
        IProgrammes.Rules memory r = rules();
        for (uint256 i; i < wrong.length; ++i) {
            r.currency = wrong[i];
            _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.CurrencyInvalid.selector, wrong[i]));
        }
    }

    /// @notice A limit fits 96 bits (G-2, X-6).
    function test_refusesLimit() external {
        IProgrammes.Rules memory r = rules();
        r.limit = LARGEST + 1;
        bytes4 tooLarge = IProgrammes.LimitTooLarge.selector;
        _refuses(THIRD, r, abi.encodeWithSelector(tooLarge, LARGEST + 1, LARGEST));
    }

    /// @notice A programme lets debts run for at least a day (G-2).
    function test_refusesTenorZero() external {
        IProgrammes.Rules memory r = rules();
        r.maxTenor = 0;
        _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.TenorZero.selector));
    }

    /// @notice A smallest piece is not zero and is kept exactly: 2047 times a power of ten (G-2).
    function test_refusesSmallestPiece() external {
        uint256[4] memory wrong = [uint256(0), 2048, 12_345, type(uint256).max];
        IProgrammes.Rules memory r = rules();
        for (uint256 i; i < wrong.length; ++i) {
            r.smallestPiece = wrong[i];
            _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.SmallestPieceInvalid.selector, wrong[i]));
        }
    }

    /// @notice There is at least the tier of the creditor (G-2).
    function test_refusesDeepestTierZero() external {
        IProgrammes.Rules memory r = rules();
        r.deepestTier = 0;
        _refuses(THIRD, r, abi.encodeWithSelector(IProgrammes.DeepestTierZero.selector));
    }

    /// @notice A programme has the rules it was opened with, and nothing is used of its limit (G-1).
    function test_opens() external {
        IProgrammes.Rules memory r = rules();
        r.tradeReferenceRequired = true;
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.ProgrammeOpened(THIRD, ANCHOR, address(token), r);
        open(THIRD, r);
        assertEvents(1);
        assertRules(THIRD, r);
        assertUsed(THIRD, 0);
    }

    /// @notice Every well-formed rule is read back as it was written (G-2).
    function testFuzz_keepsRules(IProgrammes.Rules memory r, uint8 number, uint16 mantissa, uint8 exponent)
        external
    {
        number = number < 2 ? 2 : number;
        r.token = address(token);
        r.limitContract = address(0);
        r.currency = bytes3(abi.encodePacked(_letter(r.currency[0]), _letter(r.currency[1]), "Z"));
        r.limit %= LARGEST + 1;
        r.maxTenor = r.maxTenor == 0 ? 1 : r.maxTenor;
        r.deepestTier = r.deepestTier == 0 ? 1 : r.deepestTier;
        r.utcOffset %= 49;
        r.smallestPiece = (1 + mantissa % 2047) * 10 ** (exponent % 29);
        open(numbered(number), r);
        assertRules(numbered(number), r);
        assertUsed(numbered(number), 0);
    }

    /// @notice An anchor may have 255 programmes, and the extreme offsets are allowed (G-1, P-8).
    function test_opensEveryNumber() external {
        IProgrammes.Rules memory r = rules();
        for (uint256 number = 2; number < 256; ++number) {
            r.utcOffset = int8(number % 2 == 0 ? int256(-48) : int256(56));
            open(numbered(uint8(number)), r);
        }
        assertRules(numbered(255), r);
    }

    /// @notice The registrar's signature, brought by anyone, opens as its call does (X-1).
    function test_opensBySignature() external {
        bytes memory data = abi.encodeCall(programmes.open, (THIRD, rules()));
        forward(signedCall(0x4E6, address(programmes), data));
        assertRules(THIRD, rules());
    }

    function _letter(bytes1 seed) private pure returns (bytes1) {
        return bytes1(uint8(65 + uint8(seed) % 26));
    }

    function _error(bytes4 selector, ProgrammeId programme) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, programme);
    }

    function _refuses(ProgrammeId programme, IProgrammes.Rules memory r, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(registrar);
        programmes.open(programme, r);
    }
}
