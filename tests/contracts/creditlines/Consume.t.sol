// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {Ids} from "../../../contracts/libraries/Words.sol";
import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.consume, CreditLines.restore (ILimit), behind a programme that asks and tells

├── when the caller is not Programmes                 → NotProgrammes
├── given the programme has no sponsor                → SponsorMissing, nothing is confirmed
├── given the sponsor granted the anchor no line      → LineUnknown, nothing is confirmed
├── when a debt exceeds what is left of the line      → LineExceeded, nothing is confirmed
└── otherwise                                         → each debt uses the anchor's line with the sponsor
    ├── several programmes under one sponsor use one line
    └── it comes back: paid in parts or whole, overdue, cancelled, extinguished, also while frozen or expired
*/
contract ConsumeTest is LinesSuite {
    ProgrammeId private constant SPONSORED = ProgrammeId.wrap(uint48(1) << 8 | 2);
    ProgrammeId private constant SECOND = ProgrammeId.wrap(uint48(1) << 8 | 3);

    function setUp() public override {
        super.setUp();
        vm.prank(admin);
        programmes.admitLimitContract(address(lines));
        _openUnderLimit(SPONSORED);
        _openUnderLimit(SECOND);
    }

    /* REFUSALS */

    /// @notice Only Programmes asks and tells; a consumer does not (K-7).
    function test_consume_refusesOthersThanProgrammes() external {
        _sponsor(SPONSORED);
        address[5] memory callers = [loans, bankA, anchor, admin, outsider];
        for (uint256 i; i < callers.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(ICreditLines.NotProgrammes.selector, callers[i]);
            vm.expectRevert(reason);
            vm.prank(callers[i]);
            lines.consume(SPONSORED, 1);
            vm.expectRevert(reason);
            vm.prank(callers[i]);
            lines.restore(SPONSORED, 1);
        }
    }

    /// @notice Without a sponsor nothing is confirmed, and nothing was to come back (K-13).
    function test_consume_refusesWithoutSponsor() external {
        bytes memory reason = abi.encodeWithSelector(ICreditLines.SponsorMissing.selector, SPONSORED);
        IProgrammes.Confirmation memory t = _terms(SPONSORED, FACE);
        vm.expectRevert(reason);
        vm.prank(anchor);
        programmes.confirm(t);
        vm.expectRevert(reason);
        vm.prank(address(programmes));
        lines.restore(SPONSORED, 1);
    }

    /// @notice A sponsor without a line for the anchor lets nothing be confirmed (K-6, K-13).
    function test_consume_refusesWithoutLine() external {
        _sponsor(SPONSORED);
        IProgrammes.Confirmation memory t = _terms(SPONSORED, FACE);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_A, ANCHOR, 0));
        vm.prank(anchor);
        programmes.confirm(t);
    }

    /// @notice A debt above what is left of the line is not confirmed, and its invoice not spent (K-6, K-13).
    function test_consume_refusesAboveLimit() external {
        _sponsor(SPONSORED);
        grant(ANCHOR, FACE - 1);
        IProgrammes.Confirmation memory t = _terms(SPONSORED, FACE);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.LineExceeded.selector, BANK_A, ANCHOR, 0, FACE, FACE - 1)
        );
        vm.prank(anchor);
        programmes.confirm(t);
        vm.assertFalse(programmes.isSpent(t.id), "spent");
    }

    /* SUCCESS */

    /// @notice A confirmed debt uses the anchor's line with the sponsor (K-13, I12).
    function test_consume() external {
        _sponsor(SPONSORED);
        grant(ANCHOR, LIMIT);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineDrawn(BANK_A, ANCHOR, FACE, FACE, 0);
        _confirm(SPONSORED);
        assertUsed(ANCHOR, FACE);
    }

    /// @notice Programmes of one anchor under one sponsor share one line, and so do its loans (K-13, T28, T29).
    function test_consume_oneLineForAll() external {
        _sponsor(SPONSORED);
        _sponsor(SECOND);
        grant(ANCHOR, 3 * FACE);
        _confirm(SPONSORED);
        _confirm(SECOND);
        draw(ANCHOR, FACE);
        assertUsed(ANCHOR, 3 * FACE);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.LineExceeded.selector, BANK_A, ANCHOR, 0, 1, 0));
        draw(ANCHOR, 1);
    }

    /// @notice Principal that is paid comes back at once, part by part, by Programmes' call (K-8, K-13, T28, I12).
    function test_restore_paidInParts() external {
        ReceivableId id = _confirmed();
        toDay(DUE);
        fund(outsider, 2 * FACE, address(settlements));
        vm.expectEmit(address(lines));
        emit ICreditLines.LineRestored(BANK_A, ANCHOR, FACE / 4, FACE - FACE / 4, 0);
        _pay(id, FACE / 4);
        assertUsed(ANCHOR, FACE - FACE / 4);
        _pay(id, FACE);
        assertUsed(ANCHOR, 0);
    }

    /// @notice An overdue mark frees nothing; the payment after it does (K-13, T28).
    function test_restore_afterOverdue() external {
        ReceivableId id = _confirmed();
        toDay(DUE + GRACE + 1);
        settlements.markOverdue(id);
        assertUsed(ANCHOR, FACE);
        settle(id);
        assertUsed(ANCHOR, 0);
    }

    /// @notice Neither freeze nor expiry nor a lower limit holds up a payment of the debt (K-8, K-13).
    function test_restore_neverHeldUp() external {
        ReceivableId id = _confirmed();
        grant(ANCHOR, 1);
        freeze(ANCHOR, true);
        toDay(EXPIRY + 1);
        settle(id);
        assertUsed(ANCHOR, 0);
    }

    /// @notice A transfer uses nothing and frees nothing; what comes to the debtor frees as much (K-13, T28).
    function test_restore_extinguished() external {
        CustodianMock custodian = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(custodian));
        ReceivableId id = _confirmed();
        assign(s1, noteOf(id, 1), S2, FACE / 2);
        assertUsed(ANCHOR, FACE);
        custodian.move(noteOf(id, 1), S1, ANCHOR, FACE / 2);
        assertUsed(ANCHOR, FACE / 2);
    }

    /// @notice A cancelled debt frees the line again (K-13, T28, I26).
    function test_restore_cancelled() external {
        ReceivableId id = _confirmed();
        IProgrammes.Amendment memory a;
        (a.note, a.cancel, a.deadline) = (noteOf(id, 1), true, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
        assertUsed(ANCHOR, 0);
    }

    function _openUnderLimit(ProgrammeId programme) private {
        IProgrammes.Rules memory r = rules();
        r.limitContract = address(lines);
        vm.prank(registrar);
        programmes.open(programme, r);
    }

    function _sponsor(ProgrammeId programme) private {
        vm.prank(bankA);
        lines.offerSponsor(programme, true);
        vm.prank(anchor);
        lines.acceptSponsor(programme, BANK_A);
    }

    function _terms(ProgrammeId programme, uint256 face) private returns (IProgrammes.Confirmation memory t) {
        t = terms();
        (t.programme, t.face) = (programme, face);
    }

    function _confirm(ProgrammeId programme) private returns (NoteId note) {
        IProgrammes.Confirmation memory t = _terms(programme, FACE);
        vm.prank(anchor);
        return programmes.confirm(t);
    }

    /// @dev A debt of FACE under a sponsor with ample room.
    function _confirmed() private returns (ReceivableId) {
        _sponsor(SPONSORED);
        grant(ANCHOR, LIMIT);
        return Ids.receivable(_confirm(SPONSORED));
    }

    function _pay(ReceivableId id, uint256 amount) private {
        vm.prank(outsider);
        settlements.settle(id, amount);
    }
}
