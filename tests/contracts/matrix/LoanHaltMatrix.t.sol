// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Collateral} from "../../../contracts/Collateral.sol";
import {CreditLines} from "../../../contracts/CreditLines.sol";
import {Fixings} from "../../../contracts/Fixings.sol";
import {Ids} from "../../../contracts/libraries/Words.sol";
import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IFixings} from "../../../interfaces/IFixings.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {Cover, ILoans, Signed, Terms} from "../../../interfaces/ILoans.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {LoanSuite} from "../base/LoanSuite.sol";
import {Suite} from "../base/Suite.sol";
import {vm} from "../base/Vm.sol";
import {HaltChecks} from "./HaltChecks.sol";

/*
What a halt stops of loans, as HaltMatrix.t.sol has it of the rest.

├── opening, amending, releasing, paying lists, pledging, covers of receivables → Halted
└── everything else                                                             → as without a halt
tests/frame/test_halt_matrix.py fails when a function of a contract is missing here.
*/
contract LoanHaltMatrixTest is LoanSuite, HaltChecks {
    PartyId private constant ATTESTOR = PartyId.wrap(41);
    uint256 private constant ATTESTOR_KEY = 0xA77;
    uint256 private constant LATER = type(uint48).max;
    uint40 private constant GROUP = 77;
    /// @dev First day on which default may be marked.
    uint256 private constant DEFAULT_DAY = FIRST_DUE + 31;

    Fixings private _fixings;
    Collateral private _collateral;
    Terms private _terms;
    bytes32 private _loan;
    NoteId private _pledged;
    NoteId private _free;

    /// @dev A loan drawn, with a list released, a payee that could not be paid, and a note pledged.
    function setUp() public override(Suite, LoanSuite) {
        super.setUp();
        _deployCollateral();
        vm.assertEq(address(guarantees.loans()), address(loans), "as predicted");
        fund(guarantor, COMMITMENT, address(guarantees));
        fund(s1, COMMITMENT, address(loans));
        fund(supplierOne, COMMITMENT, address(loans));
        _terms = loanTerms();
        _terms.covers = coversHash(oneCover());
        _loan = agreements.open(_terms, oneCover(), _signed(_terms));
        release(_terms, 0);
        release(_terms, 3);
        _suspend(S2);
        release(_terms, 2);
        _reinstate(S2);
        (_pledged, _free) = (confirm(), confirm());
        vm.prank(s1);
        _collateral.pledge(_terms, only(_pledged));
    }

    /// @dev The suite makes five contracts from here on; then come lines, fixings, agreements and loans.
    function _loans() internal view override returns (ILoans) {
        return ILoans(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 8));
    }

    function _deployLoans() internal override {
        lines = new CreditLines(address(authority), address(forwarder), parties, programmes);
        _fixings = new Fixings(address(forwarder), parties);
        super._deployLoans();
    }

    function _linesAndRates() internal view override returns (ICreditLines, IFixings) {
        return (lines, _fixings);
    }

    function _guaranteesAndCollateral() internal view override returns (IGuarantees, address) {
        uint256 nonce = vm.getNonce(address(this));
        return (IGuarantees(address(guarantees)), vm.computeCreateAddress(address(this), nonce + 2));
    }

    function _deployCollateral() private {
        _collateral = new Collateral(
            address(forwarder),
            parties,
            IReceivables(address(receivables)),
            ISettlements(address(settlements)),
            ILoans(address(loans))
        );
        vm.assertEq(address(_collateral), collateralAt, "as predicted");
        vm.prank(admin);
        programmes.addCustodian(address(_collateral));
    }

    /* LOANS */

    /// @notice In a halt no terms come into force; unopened ones are still voided, and loans frozen (X-4, I21).
    function test_agreeing() external {
        Terms memory other = _terms;
        other.salt = 2;
        Signed[] memory signatures = _signed(other);
        _at(outsider, address(agreements));
        _stops("LoanAgreements.open", abi.encodeCall(agreements.open, (other, oneCover(), signatures)));
        Terms memory amended = _terms;
        (amended.amends, amended.rate) = (_loan, 50_000);
        signatures = _signed(amended);
        bytes memory amendment =
            abi.encodeCall(agreements.amend, (_terms, amended, oneCover(), oneCover(), signatures));
        _stops("LoanAgreements.amend", amendment);
        _at(s1, address(agreements));
        _passes("LoanAgreements.voidTerms", abi.encodeCall(agreements.voidTerms, (other, oneCover())));
        _at(compliance, address(agreements));
        _passes("LoanAgreements.freeze", abi.encodeCall(agreements.freeze, (_loan, true, DOCUMENT)));
    }

    /// @notice In a halt no loan pays out; what is parked is claimed, and what is not needed returns (X-4, L-12, I21).
    function test_payingOut() external {
        _at(outsider, address(loans));
        bytes memory call = abi.encodeCall(loans.release, (_terms, milestone(1), proofOf(1), ""));
        _stops("Loans.release", call);
        call = abi.encodeCall(loans.payOut, (_terms, milestone(3), 0, entriesOf(0), chunkProof(0)));
        _stops("Loans.payOut", call);
        _passes("Loans.claimFor", abi.encodeCall(loans.claimFor, (s2, address(token))));
        _at(supplierOne, address(loans));
        call = abi.encodeCall(loans.refund, (_terms, milestone(0), proofOf(0), 1));
        _passes("Loans.refund", call);
        Terms memory reserved = loanTerms();
        reserved.reserved = true;
        openLoan(reserved);
        _day = DRAW_DEADLINE + 1;
        _at(outsider, address(loans));
        _passes("Loans.returnReserve", abi.encodeCall(loans.returnReserve, (reserved)));
    }

    /// @notice A halt never stops paying back, collecting, claiming, or marking and lifting default (X-4, T68, I21).
    function test_payingBack() external {
        _at(s1, address(loans));
        _passes("Loans.repay", abi.encodeCall(loans.repay, (_terms, 1)));
        _at(outsider, address(loans));
        _day = FIRST_DUE;
        _passes("Loans.collect", abi.encodeCall(loans.collect, (_terms)));
        _day = DEFAULT_DAY;
        _passes("Loans.markDefault", abi.encodeCall(loans.markDefault, (_terms)));
        _suspend(BANK_A);
        vm.prank(s1);
        loans.repay(_terms, 1);
        _reinstate(BANK_A);
        _passes("Loans.claim", abi.encodeCall(loans.claim, (BANK_A, address(token))));
        _default();
        _at(bankA, address(loans));
        _passes("Loans.liftDefault", abi.encodeCall(loans.liftDefault, (_terms)));
    }

    /* LINES AND RATES */

    /// @notice A halt leaves lenders their lines: what would be drawn under them is stopped elsewhere (X-4, I21).
    function test_lines() external {
        _at(admin, address(lines));
        _passes("CreditLines.addConsumer", abi.encodeCall(lines.addConsumer, (address(loans))));
        ICreditLines.Grant memory terms =
            ICreditLines.Grant(COMMITMENT, 0, DAY + 365, 0, DOCUMENT, "scorecard");
        _at(bankA, address(lines));
        _passes("CreditLines.grant", abi.encodeCall(lines.grant, (S1, terms)));
        bytes memory call =
            abi.encodeCall(lines.grantGroup, (GROUP, COMMITMENT, DAY + 365, DOCUMENT, "scorecard"));
        _passes("CreditLines.grantGroup", call);
        vm.startPrank(bankA);
        lines.grant(S1, terms);
        lines.grantGroup(GROUP, COMMITMENT, DAY + 365, DOCUMENT, "scorecard");
        vm.stopPrank();
        _passes("CreditLines.setFreeze", abi.encodeCall(lines.setFreeze, (S1, true, DOCUMENT)));
        _passes("CreditLines.setGroupFreeze", abi.encodeCall(lines.setGroupFreeze, (GROUP, true, DOCUMENT)));
        call = abi.encodeCall(lines.offerSponsor, (PROGRAMME, true));
        _passes("CreditLines.offerSponsor", call);
        vm.prank(bankA);
        lines.offerSponsor(PROGRAMME, true);
        _at(anchor, address(lines));
        _passes("CreditLines.acceptSponsor", abi.encodeCall(lines.acceptSponsor, (PROGRAMME, BANK_A)));
    }

    /// @notice In a halt rates are fixed as ever: loans go on bearing interest (X-4, I21).
    function test_fixings() external {
        _register(ATTESTOR, vm.addr(ATTESTOR_KEY), 16, 0);
        uint40[] memory panel = new uint40[](1);
        panel[0] = PartyId.unwrap(ATTESTOR);
        bytes32 index = _fixings.indexOf("rate", panel, 1);
        IFixings.Fixing memory f = IFixings.Fixing(index, DAY, 21_340, LATER);
        Signed[] memory signed = new Signed[](1);
        signed[0] = Signed(vm.addr(ATTESTOR_KEY), sign(ATTESTOR_KEY, _fixings.fixingDigest(f)));
        _at(outsider, address(_fixings));
        _passes("Fixings.record", abi.encodeCall(_fixings.record, ("rate", panel, 1, f, signed)));
    }

    /* COVERS */

    /// @notice In a halt no debt gets a cover; covers given are called, taken back and paid out (X-4, U-6, I21).
    function test_coversOfReceivables() external {
        ReceivableId id = Ids.receivable(_free);
        IGuarantees.ReceivableCover memory c =
            IGuarantees.ReceivableCover(id, GUARANTOR, 500_000, 1, ANCHOR, 0, AGREEMENT, LATER, 1);
        bytes memory signature = sign(GUARANTOR_KEY, guarantees.coverDigest(c));
        _at(anchor, address(guarantees));
        bytes memory call = abi.encodeCall(guarantees.cover, (c, NoteId.wrap(0), guarantor, signature));
        _stops("Guarantees.cover", call);
        _at(guarantor, address(guarantees));
        _passes("Guarantees.voidSignature", abi.encodeCall(guarantees.voidSignature, (DOCUMENT)));
        vm.prank(anchor);
        guarantees.cover(c, NoteId.wrap(0), guarantor, signature);
        _day = DUE + GRACE + 1;
        toDay(_day);
        settlements.markOverdue(id);
        _at(outsider, address(guarantees));
        _passes("Guarantees.callCover", abi.encodeCall(guarantees.callCover, (id, GUARANTOR)));
    }

    /// @notice In a halt a cover of a loan is called after default, and what guarantors get back is claimed (X-4, U-6).
    function test_coversOfLoans() external {
        _default();
        _at(outsider, address(guarantees));
        Cover[] memory covers = oneCover();
        bytes memory call = abi.encodeCall(guarantees.callLoanCover, (_terms, covers, 0));
        _passes("Guarantees.callLoanCover", call);
        guarantees.callLoanCover(_terms, covers, 0);
        _suspend(GUARANTOR);
        vm.prank(s1);
        loans.repay(_terms, 1_000e6);
        _reinstate(GUARANTOR);
        _passes("Guarantees.claim", abi.encodeCall(guarantees.claim, (GUARANTOR, address(token))));
    }

    /* PLEDGES */

    /// @notice In a halt no note is pledged; pledges end, and what notes are paid is applied and claimed (X-4, C-13).
    function test_pledges() external {
        _at(s1, address(_collateral));
        _stops("Collateral.pledge", abi.encodeCall(_collateral.pledge, (_terms, only(_free))));
        _at(bankA, address(_collateral));
        bytes memory call = abi.encodeCall(_collateral.release, (_terms, only(_pledged)));
        _passes("Collateral.release", call);
        settle(Ids.receivable(_pledged));
        _at(outsider, address(_collateral));
        call = abi.encodeCall(_collateral.redeem, (_terms, only(_pledged)));
        _passes("Collateral.redeem", call);
        settlements.redeem(only(_pledged));
        call = abi.encodeCall(_collateral.applyProceeds, (_terms, 1));
        _passes("Collateral.applyProceeds", call);
        _suspend(S1);
        _collateral.applyProceeds(_terms, 1);
        _reinstate(S1);
        _passes("Collateral.claim", abi.encodeCall(_collateral.claim, (S1, address(token))));
    }

    /* HELPERS */

    /// @dev Signatures of lender, borrower and guarantor.
    function _signed(Terms memory t) private view returns (Signed[] memory) {
        uint256[] memory keys = new uint256[](1);
        keys[0] = GUARANTOR_KEY;
        return signatures(t, keys);
    }

    function _default() private {
        _day = DEFAULT_DAY;
        toDay(DEFAULT_DAY);
        loans.markDefault(_terms);
    }

    function _suspend(PartyId party) private {
        vm.prank(compliance);
        parties.suspend(party, DOCUMENT);
    }

    function _reinstate(PartyId party) private {
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
    }
}
