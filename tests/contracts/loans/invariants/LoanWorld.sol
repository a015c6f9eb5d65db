// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Collateral} from "../../../../contracts/Collateral.sol";
import {CreditLines} from "../../../../contracts/CreditLines.sol";
import {LoanAgreements} from "../../../../contracts/LoanAgreements.sol";
import {Loans} from "../../../../contracts/Loans.sol";
import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {IFixings} from "../../../../interfaces/IFixings.sol";
import {IGuarantees} from "../../../../interfaces/IGuarantees.sol";
import {ILoans} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../../interfaces/ISettlements.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {ActList} from "../../base/ActList.sol";
import {LoanSuite} from "../../base/LoanSuite.sol";
import {vm} from "../../base/Vm.sol";
import {Gate} from "./Gate.sol";

/// @title LoanWorld
/// @notice Loans, lines, guarantees and collateral as they ship, two lenders, a borrower, two guarantors, suppliers and
/// workers, tokens of 6 and 18 decimals and a hostile one, a clock, and chance drawn from the fuzzer's seeds.
abstract contract LoanWorld is LoanSuite, ActList {
    struct Coin {
        TestToken token;
        uint256 unit;
    }

    uint256 internal constant COINS = 3;
    uint256 internal constant HOSTILE = 2;
    uint256 internal constant PARTIES = 6;
    uint24 internal constant LAST_KYC_DAY = 80_000;
    uint256 internal constant GUARANTOR_B_KEY = 0x6A2;
    PartyId internal constant GUARANTOR_B = PartyId.wrap(32);

    address internal guarantorB = vm.addr(GUARANTOR_B_KEY);
    address internal feeTaker = vm.addr(0xFEE);
    AnsweringToken internal hostile;
    Collateral internal collateral;
    Gate internal gate;
    Coin[COINS] internal coins;

    PartyId[PARTIES] internal everyone = [BANK_A, BANK_B, S1, S2, GUARANTOR, GUARANTOR_B];
    mapping(PartyId party => uint256) internal keyOf;
    /// @dev Worked out once: addresses of keys are dear.
    mapping(PartyId party => address) internal cashOf;
    address[3] internal workers = [worker(0), worker(1), worker(2)];
    /// @dev Everybody whose balances are followed.
    address[] internal accounts;

    uint256 internal clock = DAY * 1 days;

    function setUp() public virtual override {
        super.setUp();
        _register(GUARANTOR_B, guarantorB, 8, 0);
        uint256[PARTIES] memory keys =
            [BANK_A_KEY, BANK_B_KEY, S1_KEY, S2_KEY, GUARANTOR_KEY, GUARANTOR_B_KEY];
        uint8[PARTIES] memory roles = [4, 4, 1, 1, 8, 8];
        hostile = new AnsweringToken();
        coins[0] = Coin(token, 1e6);
        coins[1] = Coin(new TestToken("Test Yuan", "TCNY", 18), 1e18);
        coins[HOSTILE] = Coin(hostile, 1e6);
        gate = new Gate();
        vm.startPrank(admin);
        programmes.allowToken(address(coins[1].token), true);
        programmes.allowToken(address(hostile), true);
        programmes.addCustodian(address(collateral));
        CreditLines(address(lines)).addConsumer(address(loans));
        vm.stopPrank();
        _renew(ANCHOR, 2);
        for (uint256 i; i < PARTIES; ++i) {
            keyOf[everyone[i]] = keys[i];
            cashOf[everyone[i]] = vm.addr(keys[i]);
            _renew(everyone[i], roles[i]);
            _allowAll(cashOf[everyone[i]]);
        }
        _allowAll(outsider);
        _allowAll(supplierOne);
        _allowAll(supplierTwo);
        _listAccounts();
    }

    /// @dev Suite makes five contracts from here on, then come the four of `_deployLoans`.
    function _loans() internal view override returns (ILoans) {
        return ILoans(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 7));
    }

    function _deployLoans() internal override {
        uint256 nonce = vm.getNonce(address(this));
        address loansAt = vm.computeCreateAddress(address(this), nonce + 2);
        collateralAt = vm.computeCreateAddress(address(this), nonce + 3);
        lines = new CreditLines(address(authority), address(forwarder), parties, programmes);
        (rates, guaranteeBook) = (IFixings(vm.addr(0xF1)), IGuarantees(address(guarantees)));
        agreements = new LoanAgreements(
            address(authority), address(forwarder), parties, programmes, lines, ILoans(loansAt)
        );
        loans = new Loans(
            address(forwarder), parties, lines, rates, address(agreements), guaranteeBook, collateralAt
        );
        collateral = new Collateral(
            address(forwarder),
            parties,
            IReceivables(address(receivables)),
            ISettlements(address(settlements)),
            ILoans(loansAt)
        );
        vm.assertEq(address(guarantees.loans()), address(loans), "as predicted");
    }

    function _listAccounts() private {
        for (uint256 i; i < PARTIES; ++i) {
            accounts.push(cashOf[everyone[i]]);
        }
        for (uint256 i; i < 3; ++i) {
            accounts.push(workers[i]);
        }
        address[4] memory others = [supplierOne, supplierTwo, outsider, feeTaker];
        address[6] memory system = [
            address(loans),
            address(guarantees),
            address(collateral),
            address(settlements),
            address(agreements),
            address(lines)
        ];
        for (uint256 i; i < others.length; ++i) {
            accounts.push(others[i]);
        }
        for (uint256 i; i < system.length; ++i) {
            accounts.push(system[i]);
        }
    }

    function _renew(PartyId party, uint8 roles) private {
        IParties.Profile memory p = profile(roles, 0);
        p.kycExpiry = LAST_KYC_DAY;
        vm.prank(registrar);
        parties.update(party, p);
    }

    /// @dev Lets Loans, Guarantees and Settlements take what the account may come to owe.
    function _allowAll(address account) private {
        vm.startPrank(account);
        for (uint256 i; i < COINS; ++i) {
            coins[i].token.approve(address(loans), type(uint256).max);
            coins[i].token.approve(address(guarantees), type(uint256).max);
            coins[i].token.approve(address(settlements), type(uint256).max);
        }
        vm.stopPrank();
    }

    /* TIME */

    function passTo(uint256 time) internal {
        if (time <= clock) return;
        clock = time;
        vm.warp(clock);
    }

    /* NUMBERS */

    function least(uint256 one, uint256 other) internal pure returns (uint256) {
        return one < other ? one : other;
    }

    /// @dev `one` less `other`, never below nothing.
    function less(uint256 one, uint256 other) internal pure returns (uint256) {
        return one > other ? one - other : 0;
    }
}
