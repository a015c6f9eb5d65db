// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {Cover, DayCount, Method, Prepayment, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {vm} from "../../base/Vm.sol";
import {PaperCalendar} from "../math/PaperCalendar.sol";
import {LoanBooks} from "./LoanBooks.sol";

/// @title LoanActs
/// @notice The frame of an act, the terms that are drawn by lot, and how acts find or make the loan that they need.
/// @dev An act that is refused reverts as a whole, books included; Forge's table counts it as a revert.
abstract contract LoanActs is LoanBooks {
    uint256 private _salts;
    bool private _wantsCovers;

    /// @dev Runs an act: sets the clock, and draws chance from `seed`.
    modifier acts(uint256 seed) {
        vm.warp(clock);
        _throwDice(seed);
        _;
        ++succeeded[msg.sig];
    }

    /* MAKING WAY */

    /// @dev Mostly lifts what stands in the way of new business; else the act meets it.
    function _reopen() internal {
        if (oneIn(8)) return;
        if (isHalted()) _resume();
        for (uint256 i; i < PARTIES; ++i) {
            if (suspended[everyone[i]]) _reinstate(everyone[i]);
        }
    }

    function _resume() internal {
        vm.prank(admin);
        parties.resume();
        haltedUntil = 0;
    }

    function _suspend(PartyId party) internal {
        vm.prank(compliance);
        parties.suspend(party, DOCUMENT);
        suspended[party] = true;
    }

    function _reinstate(PartyId party) internal {
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
        suspended[party] = false;
    }

    function _freeze(Book storage b, bool on) internal {
        vm.prank(compliance);
        agreements.freeze(b.id, on, DOCUMENT);
        b.frozen = on;
    }

    function _grant(PartyId lender, uint256 limit) internal {
        ICreditLines.Grant memory g;
        (g.limit, g.expiry, g.decisionHash) = (limit, type(uint16).max, DOCUMENT);
        vm.prank(cashOf[lender]);
        lines.grant(S1, g);
        limitOf[lender] = limit;
    }

    function _freezeLine(PartyId lender, bool on) internal {
        vm.prank(cashOf[lender]);
        lines.setFreeze(S1, on, DOCUMENT);
        lineFrozen[lender] = on;
    }

    /// @dev The hostile token answers transfers to a payee in this manner.
    function _turn(address payee, AnsweringToken.Manner manner) internal {
        hostile.setManner(payee, manner);
        refusing[payee] = manner != AnsweringToken.Manner.Honest && manner != AnsweringToken.Manner.Nothing;
    }

    function _calm(address payee) internal {
        _turn(payee, AnsweringToken.Manner.Honest);
    }

    /// @dev Gives an account what it lacks of an amount.
    function _ensure(uint256 coin, address account, uint256 amount) internal {
        if (has[coin][account] < amount) _mint(coin, account, amount - has[coin][account]);
    }

    function _passToDay(Book storage b, uint256 day) internal {
        passTo(uint256(int256(day * 86_400) - int256(b.terms.offset) * 900));
    }

    /* CALLS THAT MUST BE REFUSED */

    function _refused(address caller, address target, bytes memory data, uint256 invariant) internal {
        vm.prank(caller);
        (bool ok,) = target.call(data);
        expect(!ok, invariant, "what is forbidden was done");
    }

    /* TERMS */

    /// @dev A loan that nobody has signed yet.
    function _draft(uint256 coin) internal returns (Book storage b) {
        b = books.push();
        b.coin = coin;
        uint256 unit = coins[coin].unit;
        uint256 whole = oneIn(6) ? 100 + dice(1_000) : between(1, 1_000_000) * unit + dice(unit);
        uint8[4] memory parts = [30, 20, 10, 40];
        for (uint256 i; i < 4; ++i) {
            b.amounts[i] = whole * parts[i] / 100;
        }
        // The second chunk of a list that promises too much is refused.
        b.wage = b.amounts[LIST] / 4 + (oneIn(6) ? 1 : 0);
        b.payees = [oneIn(3) ? s1 : supplierOne, supplierTwo, s2];
        Terms memory t = _parties(coin);
        t.commitment = oneIn(4) ? whole - dice(whole / 3) : whole;
        _schedule(t, uint256(int256(clock) + int256(t.offset) * 900) / 86_400);
        b.lapse = t.drawDeadline - dice(4);
        if (!oneIn(3)) (t.fee, t.feePayee) = (1 + dice(t.commitment / 20), feeTaker);
        (b.terms, b.dueDays) = (t, PaperCalendar.dueDays(t));
        _drawCovers(b, true);
        b.terms.milestonesRoot = _rootOf(b);
    }

    function _parties(uint256 coin) private returns (Terms memory t) {
        t.lender = oneIn(2) ? BANK_A : BANK_B;
        t.borrower = S1;
        t.token = address(coins[coin].token);
        t.offset = [int8(0), 32, -48][dice(3)];
        t.reserved = oneIn(2);
        // A line is of one currency.
        t.lined = t.lender == (coin == 0 ? BANK_A : BANK_B) && coin != HOSTILE && !oneIn(3);
        t.proceedsToPrincipal = oneIn(2);
        (t.milestones, t.deadline, t.salt) = (4, type(uint48).max, ++_salts);
        t.agreementHash = AGREEMENT;
    }

    /// @dev Interest and instalments from a day on.
    function _schedule(Terms memory t, uint256 day) internal {
        t.rate = uint32(oneIn(10) ? dice(2) * 1e6 : dice(200_000));
        t.dayCount = DayCount(1 + dice(3));
        t.method = Method(1 + dice(4));
        t.instalments = uint16(t.method == Method.Bullet ? 1 : 1 + dice(6));
        t.interestOnly = uint16(dice(t.instalments));
        (t.inDays, t.endOfMonth) = (oneIn(3), oneIn(2));
        t.interval = uint16(1 + dice(t.inDays ? 60 : 3));
        t.firstDue = uint24(day + 31 + dice(60));
        t.drawDeadline = uint24(day + 5 + dice(26));
        bool late = t.method == Method.InterestOnly && t.instalments > 1;
        if (late && oneIn(2)) t.drawDeadline = t.firstDue;
        t.graceDays = uint16(dice(12));
        t.daysToDefault = uint16(t.graceDays + dice(60));
        t.penaltyRate = uint32(dice(300_000));
        t.prepayment = Prepayment(1 + dice(2));
    }

    /// @dev None to two covers.
    function _drawCovers(Book storage b, bool fees) internal {
        delete b.covers;
        uint256 number = _wantsCovers ? 1 + dice(2) : dice(3);
        bool turned = oneIn(2);
        for (uint256 i; i < number; ++i) {
            PartyId who = (i == 0) == turned ? GUARANTOR : GUARANTOR_B;
            uint256 cap = 1 + dice(b.terms.commitment * 2);
            uint256 fee = fees ? dice(b.terms.commitment / 50 + 1) : 0;
            b.covers.push(Cover(who, uint32(between(100_000, 500_000)), cap, fee));
        }
        b.terms.covers = coversHash(b.covers);
    }

    /* MILESTONES */

    function _milestone(Book storage b, uint256 i) internal view returns (Milestone memory m) {
        m.index = uint8(i);
        m.amount = b.amounts[i];
        m.payees = i == LIST ? _listRoot(b) : bytes32(uint256(uint160(b.payees[i])));
        if (i == GATED) m.condition = address(gate);
        if (i == 2) m.deadline = uint24(b.lapse);
    }

    function _rootOf(Book storage b) private view returns (bytes32) {
        return Hashes.commutativeKeccak256(_pairOf(b, 0), _pairOf(b, 2));
    }

    function _pairOf(Book storage b, uint256 first) private view returns (bytes32) {
        return Hashes.commutativeKeccak256(leafOf(_milestone(b, first)), leafOf(_milestone(b, first + 1)));
    }

    function _proof(Book storage b, uint256 i) internal view returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = leafOf(_milestone(b, i ^ 1));
        proof[1] = _pairOf(b, i < 2 ? 2 : 0);
    }

    /// @dev The workers of a chunk: the first of all stands in both.
    function _workerOf(uint256 chunk, uint256 entry) internal view returns (address) {
        return workers[(2 * chunk + entry) % 3];
    }

    function _entries(Book storage b, uint256 chunk) internal view returns (bytes memory) {
        uint96 wage = uint96(b.wage);
        return abi.encodePacked(_workerOf(chunk, 0), wage, _workerOf(chunk, 1), wage);
    }

    function _chunkLeaf(Book storage b, uint256 chunk) internal view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(chunk, keccak256(_entries(b, chunk))))));
    }

    function _listRoot(Book storage b) private view returns (bytes32) {
        return Hashes.commutativeKeccak256(_chunkLeaf(b, 0), _chunkLeaf(b, 1));
    }

    function _chunkProof(Book storage b, uint256 chunk) internal view returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = _chunkLeaf(b, 1 - chunk);
    }

    /* OPENING */

    /// @dev Lender, borrower and the guarantors of one or two lists of covers sign.
    function _consent(Terms memory t, Cover[] memory covers, Cover[] memory more)
        internal
        view
        returns (Signed[] memory list)
    {
        bytes32 digest = agreements.termsDigest(t);
        list = new Signed[](2 + covers.length + more.length);
        list[0] = _signed(t.lender, digest);
        list[1] = _signed(t.borrower, digest);
        for (uint256 i; i < covers.length; ++i) {
            list[2 + i] = _signed(covers[i].guarantor, digest);
        }
        for (uint256 i; i < more.length; ++i) {
            list[2 + covers.length + i] = _signed(more[i].guarantor, digest);
        }
    }

    function _signed(PartyId party, bytes32 digest) private view returns (Signed memory) {
        return Signed(cashOf[party], sign(keyOf[party], digest));
    }

    function _newLoan(uint256 coin) internal returns (Book storage b) {
        b = _draft(coin);
        _open(b);
    }

    function _newCoveredLoan(uint256 coin) internal returns (Book storage b) {
        _wantsCovers = true;
        b = _newLoan(coin);
        _wantsCovers = false;
    }

    /// @dev The commitment is set aside where it is reserved, and the fees are paid (L-9).
    function _open(Book storage b) internal {
        (Terms memory t, Cover[] memory covers) = (b.terms, b.covers);
        if (t.reserved) _ensure(b.coin, cashOf[t.lender], t.commitment);
        uint256 fees = t.fee;
        for (uint256 i; i < covers.length; ++i) {
            fees += covers[i].fee;
            _calm(cashOf[covers[i].guarantor]);
        }
        _ensure(b.coin, s1, fees);
        Signed[] memory signatures_ = _consent(t, covers, noCovers());
        vm.prank(outsider);
        b.id = agreements.open(t, covers, signatures_);
        expect(!isHalted(), 21, "a loan was opened during a halt");
        bool barred = suspended[t.lender] || suspended[t.borrower];
        if (t.reserved) {
            _move(b.coin, cashOf[t.lender], address(loans), t.commitment);
            b.reserve = t.commitment;
        }
        if (t.fee != 0) _move(b.coin, s1, feeTaker, t.fee);
        for (uint256 i; i < covers.length; ++i) {
            barred = barred || suspended[covers[i].guarantor];
            _move(b.coin, s1, cashOf[covers[i].guarantor], covers[i].fee);
        }
        expect(!barred, 10, "a suspended party agreed");
        b.recast = t.interestOnly;
    }

    /* FINDING */

    /// @dev A loan that fits, from a random one on; the first where none does.
    function _find(function(Book storage) internal view returns (bool) fits)
        internal
        returns (bool found, Book storage b)
    {
        uint256 start = dice(books.length);
        for (uint256 i; i < books.length; ++i) {
            b = books[(start + i) % books.length];
            if (fits(b)) return (true, b);
        }
        b = books[0];
    }

    function _owes(Book storage b) internal view returns (bool) {
        return b.principal + b.billed + b.accrued != 0;
    }

    function _paysOut(Book storage b) internal view returns (bool) {
        return today(b) <= b.terms.drawDeadline && !b.frozen && !b.defaulted;
    }

    function anyCoin() internal returns (uint256) {
        return dice(COINS);
    }
}
