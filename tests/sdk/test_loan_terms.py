"""
Terms of loans, from a sheet to what is signed.

├── fields  what cannot be read, or makes no sense      → BadInput that begins with the name
├── files   YAML and JSON by the published schema       → the same terms
├── wire    base units, days, hashes                    → those of the contract, and of wallets
├── trees   every milestone and chunk is proven         → as OpenZeppelin's MerkleProof checks
└── words   a signer sees what it binds itself to
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

import silkline
from silkline import BadInput, PartyId, merkle
from silkline import loan_math as lm
from silkline import loan_terms as lt
from silkline.chain import abi
from silkline.chain.rpc import RpcError
from silkline.dates import day_number
from silkline.loan_terms.words import words_in
from silkline.messages import Message
from silkline.money import Money
from silkline.tokens import Token
from tests.sdk.harness import Harness, harness_of

FILE = Path(__file__).parent / "data" / "term_sheet.yaml"
SCHEMA = json.loads(
    (Path(silkline.__file__).parent / "schemas" / "term_sheet.schema.json").read_text()
)
CONTENT = yaml.load(FILE.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - text only
SHEET = lt.read_sheet(FILE)
TOKEN = Token("0x" + "66" * 20, "EUR", 6)
MADE = lt.agreement(SHEET, TOKEN)
CONTRACT = "0x" + "55" * 20


def eur(amount: str) -> Money:
    """Return an amount in EUR."""
    return Money(amount, "EUR")


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    """The compiled hashes and checks."""
    with harness_of("LoanTermsHarness") as running:
        yield running


# Fields


@pytest.mark.parametrize("value", ["4.35", "4,35 %", "", "%", 4.35, 5, None, Decimal("NaN")])
def test_what_is_no_percentage_is_refused(value):
    """A rate without its sign could be a hundred times another."""
    with pytest.raises(BadInput, match=r"is no percentage; write '4\.35 %'"):
        lt.ppm(value)


@pytest.mark.parametrize("value", ["0.00001 %", Decimal("0.0000001")])
def test_percentages_are_exact(value):
    """What parts per million cannot say is not rounded."""
    with pytest.raises(BadInput, match=r"is finer than 0\.0001 %"):
        lt.ppm(value)


@given(st.integers(-(10**8), 10**8))
def test_percentages_go_both_ways(parts):
    """Parts per million, text and fraction are the same rate."""
    assert lt.ppm(lt.percent(parts)) == lt.ppm(Decimal(parts).scaleb(-6)) == parts


NONSENSE = [
    ({"rate": "4.35"}, r"rate: '4\.35' is no percentage"),
    ({"penalty_rate": "101 %"}, r"penalty_rate: must be in 0\.\.1000000, got 1010000"),
    ({"commitment": eur("0.00")}, r"commitment: must be in 1\.\."),
    ({"commitment": eur("1199999.99")}, r"milestones: come to 1200000000000, commitment is 1199"),
    ({"commitment": Money("1", "JPY")}, r"commitment is in JPY, the token .* is for EUR"),
    ({"fee": eur("1200000.01")}, r"fee: must be in 0\.\.1200000000000"),
    ({"fee_payee": None}, r"fee_payee: a fee needs an account"),
    ({"draw_deadline": "31.3.2027"}, r"draw_deadline: '31\.3\.2027' is no ISO date"),
    ({"draw_deadline": "2027-04-30"}, r"first principal day: must be in 20939\.\.84005, got 20938"),
    ({"first_due": "2200-01-01"}, r"first_due: must be in 1\.\.84005, got 84006"),
    ({"instalments": 601}, r"instalments: must be in 1\.\.600, got 601"),
    ({"instalments": 600, "interval": 12}, r"last due day: must be in 1\.\.84005"),
    ({"days_to_default": 4}, r"days_to_default: must be in 5\.\.65535, got 4"),
    ({"interest_only": 12}, r"instalments \(12\) must be more than"),
    ({"utc_offset": 57}, r"utc_offset: must be in -48\.\.56, got 57"),
    ({"borrower": PartyId(5)}, r"borrower: party 5 is the lender"),
    ({"purpose": "supplies"}, r"purpose: 'supplies' is no code"),
    ({"agreement_hash": "0x12"}, r"agreement_hash must be 32 bytes"),
    ({"salt": -1}, r"salt: must be in 0\.\."),
    ({"deadline": "tomorrow"}, r"deadline: a moment is an aware datetime"),
    ({"milestones": ()}, r"milestones: must be in 1\.\.64, got 0"),
    ({"milestones": SHEET.milestones[:1] * 65}, r"milestones: must be in 1\.\.64, got 65"),
    (
        {"rate": "100 %", "interval": 12, "instalments": 28, "floating": None},
        r"rate x instalments: must be in 0\.\.26000000000000000000000000000",
    ),
]


@pytest.mark.parametrize(("change", "message"), NONSENSE)
def test_terms_without_sense_are_refused(change, message):
    """The refusal begins with the field and has what it says and what it may say."""
    with pytest.raises(BadInput, match=f"^{message}"):
        lt.agreement(replace(SHEET, **change), TOKEN)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"share": "0 %"}, r"covers\[1\]\.share: must be in 1\.\.1000000, got 0"),
        ({"share": "20.0001 %"}, r"covers: shares together: must be in 0\.\.1000000, got 1000001"),
        ({"cap": eur("0")}, r"covers\[1\]\.cap: must be in 1\.\."),
        ({"fee": Money("1", "USD")}, r"covers\[1\]\.fee is in USD"),
        ({"guarantor": PartyId(6)}, r"covers\[1\]\.guarantor: party 6 is the guarantor of covers"),
        ({"guarantor": PartyId(5)}, r"covers\[1\]\.guarantor: party 5 is the lender"),
        ({"guarantor": PartyId(2)}, r"covers\[1\]\.guarantor: party 2 is the borrower"),
    ],
)
def test_covers_without_sense_are_refused(change, message):
    """A guarantor covers something, for another party, once, and nobody covers more than all."""
    covers = (SHEET.covers[0], replace(SHEET.covers[1], **change))

    with pytest.raises(BadInput, match=message):
        lt.agreement(replace(SHEET, covers=covers), TOKEN)


def test_at_most_four_guarantors():
    """A fifth is refused."""
    covers = tuple(
        lt.Cover(guarantor=PartyId(10 + i), share="1 %", cap=eur("1.00")) for i in range(5)
    )
    with pytest.raises(BadInput, match=r"covers: must be in 0\.\.4, got 5"):
        lt.agreement(replace(SHEET, covers=covers), TOKEN)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": eur("0")}, r"milestones\[0\]\.amount: must be in 1\.\.2\*\*96-1, got 0"),
        ({"payees": "0x" + "00" * 32}, r"milestones\[0\]\.payees: names nobody"),
        ({"payees": "0x12"}, r"milestones\[0\]\.payees must be 32 bytes"),
        ({"condition": "0x12"}, r"milestones\[0\]\.condition must be an address"),
        ({"config": "12"}, r"milestones\[0\]\.config must be 0x-prefixed hex"),
        ({"deadline": "2027-04-01"}, r"milestones\[0\]\.deadline: day 20909 is after the draw"),
        ({"deadline": "soon"}, r"milestones\[0\]\.deadline: 'soon' is no ISO date"),
    ],
)
def test_milestones_without_sense_are_refused(change, message):
    """A milestone pays something to somebody in time."""
    milestones = (replace(SHEET.milestones[0], **change), SHEET.milestones[1])

    with pytest.raises(BadInput, match=message):
        lt.agreement(replace(SHEET, milestones=milestones), TOKEN)


FLOATS = [
    ({"reset_months": 0}, r"a floating rate has resets every month or more"),
    ({"reset_months": 256}, r"reset_months must be an int in 0\.\.255"),
    ({"spread": "100.0001 %"}, r"floating\.spread: must be in -1000000\.\.1000000, got 1000001"),
    ({"floor": "x"}, r"floating\.floor: 'x' is no percentage"),
    ({"first_reset": "2200-01-01"}, r"floating\.first_reset: must be in 1\.\.84005, got 84006"),
    ({"index": "0x"}, r"floating\.index must be 32 bytes"),
]


@pytest.mark.parametrize(("change", "message"), FLOATS)
def test_floating_rates_without_sense_are_refused(change, message):
    """An index, a spread and days on which they count."""
    floating = replace(SHEET.floating, **change)

    with pytest.raises(BadInput, match=message):
        lt.agreement(replace(SHEET, floating=floating), TOKEN)


# Files


def test_the_sample_keeps_to_the_schema():
    """The file, as JSON and as text alone, is what the published schema describes."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)

    validator.validate(CONTENT)
    validator.validate(lt.sheet_json(SHEET))


def test_the_schema_has_every_field():
    """What the sheet has, the schema describes, and what must be there is required by both."""
    kinds = {
        lt.TermSheet: SCHEMA,
        lt.FloatingRate: SCHEMA["$defs"]["floating"],
        lt.Cover: SCHEMA["$defs"]["cover"],
        lt.Milestone: SCHEMA["$defs"]["milestone"],
    }
    for kind, schema in kinds.items():
        known = {one.name for one in fields(kind)} - {"in_days"}
        needed = {one.name for one in fields(kind) if one.default is MISSING}
        assert set(schema["properties"]) == known
        assert set(schema["required"]) == needed


def test_a_file_says_what_a_sheet_in_python_says():
    """Every field of the sample, by hand."""
    assert (
        lt.TermSheet(
            lender=PartyId(5),
            borrower=PartyId(2),
            commitment=eur("1200000.00"),
            draw_deadline=date(2027, 3, 31),
            rate="4.35 %",
            day_count=lm.DayCount.ACT_360,
            method=lm.Method.ANNUITY,
            first_due=date(2027, 4, 30),
            instalments=12,
            interval=1,
            end_of_month=True,
            grace_days=5,
            penalty_rate="6 %",
            days_to_default=90,
            prepayment=lm.Prepayment.SMALLER,
            floating=lt.FloatingRate(
                index="0x" + "11" * 32,
                spread="-0.25 %",
                floor="1.5 %",
                first_reset=date(2027, 6, 30),
                reset_months=3,
            ),
            fee=eur("1200.00"),
            fee_payee="0x" + "77" * 20,
            covers=(
                lt.Cover(
                    guarantor=PartyId(6), share="80 %", cap=eur("900000.00"), fee=eur("450.50")
                ),
                lt.Cover(guarantor=PartyId(7), share="12.5 %", cap=eur("100000.00")),
            ),
            milestones=(
                lt.Milestone(
                    amount=eur("700000.00"),
                    payees="0x" + "22" * 32,
                    condition="0x" + "88" * 20,
                    config="0x0102",
                    deadline=date(2027, 2, 28),
                ),
                lt.Milestone(amount=eur("500000.00"), payees="0x" + "99" * 20),
            ),
            reserved=True,
            lined=True,
            proceeds_to_principal=True,
            purpose="SUPP",
            agreement_hash="0x" + "a9" * 32,
            evidence_root="0x" + "d0" * 32,
            utc_offset=32,
            salt=42,
            deadline=datetime(2027, 1, 31, 11, tzinfo=UTC),
        )
        == SHEET
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"in_days": True, "interval": 30, "utc_offset": -13},
        {"rate": Decimal("0.05"), "deadline": 1_800_000_000, "first_due": "2027-05-31"},
        {
            "floating": None,
            "covers": (),
            "fee": None,
            "fee_payee": None,
            "amends": "0x" + "ab" * 32,
        },
    ],
)
def test_sheets_come_back_from_json(change):
    """What is written is read as the same terms, whatever form the fields had."""
    sheet = replace(SHEET, **change)
    text = json.dumps(lt.sheet_json(sheet))

    assert lt.agreement(lt.sheet_from(json.loads(text)), TOKEN) == lt.agreement(sheet, TOKEN)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rates": "1 %"}, r"^rates: no such field; there are lender, borrower"),
        ({"salt": None}, r"^salt: expected text, got NoneType None"),
        ({"salt": 4.2}, r"^salt: expected text, got float 4\.2"),
        ({"salt": "4.2"}, r"^salt: '4\.2' is no whole number"),
        ({"lender": "bank"}, r"^lender: 'bank' is not a PartyId"),
        ({"commitment": "1200000 Euro"}, r"^commitment: '1200000 Euro' is no amount; write it as"),
        ({"commitment": "1.234 EUR"}, r"^commitment: 1\.234 has too many decimals: EUR has 2"),
        ({"rate": "0.0435"}, r"^rate: '0\.0435' is no percentage"),
        ({"day_count": "30/360"}, r"^day_count: '30/360' is none of ACT/360, ACT/365F, 30E/360"),
        ({"method": "balloon"}, r"^method: 'balloon' is none of bullet, interest-only"),
        ({"interval": "monthly"}, r"^interval: 'monthly' is no interval such as '1 month'"),
        ({"first_due": "30.4.2027"}, r"^first_due: '30\.4\.2027' is no ISO date"),
        ({"end_of_month": "yes"}, r"^end_of_month: 'yes' is neither true nor false"),
        ({"utc_offset": "8"}, r"^utc_offset: '8' is no offset from UTC such as '\+08:00'"),
        ({"deadline": "2027-01-31"}, r"^deadline: '2027-01-31' is no moment|^deadline: a moment"),
        ({"deadline": "soon"}, r"^deadline: 'soon' is no moment with a time zone"),
        ({"fee_payee": "0x12"}, r"^fee_payee: it must be an address"),
        ({"amends": "0x12"}, r"^amends: it must be 32 bytes"),
        ({"covers": {}}, r"^covers: expected a list, got '\{\}'"),
        ({"covers": ["6"]}, r"^covers\[0\]: expected names with values, got '6'"),
        ({"covers": [{"guarantor": "6"}]}, r"^covers\[0\]\.cap: is missing"),
        ({"milestones": [{"amount": "1 EUR", "payee": "x"}]}, r"^milestones\[0\]\.payee: no such"),
        ({"floating": {"index": "0x12"}}, r"^floating\.first_reset: is missing"),
    ],
)
def test_files_with_faults_are_refused(change, message):
    """The refusal begins with the name of the field."""
    with pytest.raises(BadInput, match=message):
        lt.sheet_from({**CONTENT, **change})


def test_a_missing_field_is_named():
    """What has no default must be there."""
    for name in SCHEMA["required"]:
        with pytest.raises(BadInput, match=rf"^{name}: is missing"):
            lt.sheet_from({key: value for key, value in CONTENT.items() if key != name})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("salt: 1\nsalt: 2\n", r"salt: stands twice"),
        ("covers:\n- share: 1 %\n  share: 2 %\n", r"share: stands twice \(line 2 on\)"),
        ("[1, 2]", r"term sheet: expected names with values"),
        ("", r"term sheet: expected names with values, got 'None'"),
        ("a: [", r"is no term sheet that can be read"),
    ],
)
def test_unreadable_files_are_refused(tmp_path, text, message):
    """A name that stands twice, or no names at all."""
    file = tmp_path / "loan.yaml"
    file.write_text(text)

    with pytest.raises(BadInput, match=message):
        lt.read_sheet(file)
    with pytest.raises(BadInput, match=r"is no term sheet that can be read"):
        lt.read_sheet(tmp_path / "none.yaml")


# Wire


def test_money_and_days_become_units_and_numbers():
    """The terms of the sample on the wire, where they are not what the sheet says itself."""
    expected = {
        "commitment": 1_200_000_000_000,
        "offset": 32,
        "drawDeadline": day_number("2027-03-31"),
        "rate": 43_500,
        "spread": -2_500,
        "floor": 15_000,
        "method": 4,
        "fee": 1_200_000_000,
        "purpose": b"SUPP",
        "milestones": 2,
        "amends": bytes(32),
        "deadline": 1_801_393_200,
    }

    assert {name: MADE.terms[name] for name in expected} == expected
    assert [m["payees"].hex() for m in MADE.milestones] == ["22" * 32, "00" * 12 + "99" * 20]
    assert [m["deadline"] for m in MADE.milestones] == [day_number("2027-02-28"), 0]
    assert lm.LoanTerms.from_chain(MADE.terms) == SHEET.loan_terms()


def test_hashes_are_the_contracts(harness):
    """Terms, covers, milestones and chunks hash to what the contract makes of them."""
    bare = lt.agreement(replace(SHEET, covers=(), purpose="", floating=None), TOKEN)
    for made in (MADE, bare):
        assert abi.to_hex(harness("hashOf", made.terms)) == made.hash == made.loan
        assert harness("hashOfCovers", made.covers) == made.terms["covers"]
        assert [harness("leafOf", m) for m in made.milestones] == list(made.leaves)
    payouts = lt.PayoutList([("0x" + f"{i:040x}", i) for i in range(1, 8)], chunk_size=3)
    for number, chunk in enumerate(payouts.chunks):
        leaf = harness("leafOfChunk", number, chunk)
        root = abi.from_hex(payouts.root)
        assert harness("verify", list(payouts.proof(number)), root, leaf)
    for index, leaf in enumerate(MADE.leaves):
        assert harness("verify", list(MADE.proof(index)), MADE.terms["milestonesRoot"], leaf)


def test_what_the_contract_refuses_is_refused_before(harness):
    """Sense and nonsense are told apart as the contract does it."""
    today = day_number("2027-01-01")
    assert harness("check", MADE.terms, MADE.covers, today)
    names = {
        "penalty_rate": "penaltyRate",
        "days_to_default": "daysToDefault",
        "utc_offset": "offset",
    }
    for change in (
        {"penalty_rate": 1_000_001},
        {"commitment": 0},
        {"fee": MADE.terms["commitment"] + 1},
        {"drawDeadline": MADE.terms["firstDue"]},
        {"instalments": 601},
        {"days_to_default": 4},
        {"utc_offset": 57},
        {"milestones": 65},
    ):
        ((name, value),) = change.items()
        wrong = {**MADE.terms, names.get(name, name): value}
        with pytest.raises(RpcError):
            harness("check", wrong, MADE.covers, today)


def test_the_digest_is_the_wallets():
    """The signed document shows the covers themselves, and hashes to the loan's id."""
    message = message_of(MADE)
    document = message.document

    assert [t["type"] for t in document["types"]["Terms"] if t["name"] == "covers"] == ["Cover[]"]
    assert document["message"]["covers"][1] == {
        "guarantor": 7,
        "share": 125_000,
        "cap": 100_000_000_000,
        "fee": 0,
    }
    assert document["domain"]["name"] == "Silkline Loans"
    assert abi.to_hex(message.signable.body) == MADE.hash
    domain = message.signable.header
    assert message.digest == abi.to_hex(keccak(b"\x19\x01" + domain + abi.from_hex(MADE.hash)))


def message_of(made: lt.Agreement) -> Message:
    """Return the message that the parties sign, of some chain."""
    content = {"message": "Terms", "chain_id": 31337, "contract": CONTRACT, "fields": made.message}
    return Message.from_content(content, None)


def test_the_message_travels_as_json():
    """What a guarantor reads from a file is what it signs."""
    message = message_of(MADE)

    assert Message.from_json(message.to_json()) == message


def test_amended_terms_keep_the_id():
    """New terms of a loan have a hash of their own, and name the loan."""
    loan = "0x" + "ab" * 32
    amended = lt.agreement(replace(SHEET, amends=loan), TOKEN)

    assert (amended.loan, amended.hash == loan) == (loan, False)


def test_a_sheet_is_checked_without_a_token():
    """Minor units do where no token is known yet."""
    assert lt.agreement(SHEET, lt.offline_token("EUR")).terms["commitment"] == 120_000_000


# Trees


@settings(max_examples=50)
@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True))
def test_every_leaf_proves_itself_alone(leaves):
    """Each is behind the root with its own proof, and no other with it."""
    tree = merkle.Tree(leaves)
    for leaf, other in zip(leaves, leaves[1:] + leaves[:1], strict=True):
        proof = tree.proof(leaf)
        assert merkle.verify(tree.root, leaf, proof)
        assert leaf == other or not merkle.verify(tree.root, other, proof)


def test_what_is_no_leaf_has_no_proof():
    """Neither a stranger nor a node inside the tree, and there is no tree without leaves."""
    tree = merkle.Tree([bytes([i]) * 32 for i in range(4)])
    for stranger in (b"\7" * 32, tree.root):
        with pytest.raises(BadInput, match=rf"0x{stranger.hex()} is no leaf of this tree"):
            tree.proof(stranger)
    for leaves in ([], [b"short"]):
        with pytest.raises(BadInput, match="at least one leaf, each of 32 bytes"):
            merkle.Tree(leaves)
    with pytest.raises(BadInput, match=r"milestones are numbered 0\.\.1, got 2"):
        MADE.proof(2)


# Back


def test_what_no_sheet_says_is_refused():
    """Of another token; or a spread without an index, which the arithmetic leaves alone."""
    other = replace(TOKEN, address="0x" + "77" * 20)
    with pytest.raises(BadInput, match=rf"is of token {TOKEN.address}, not {other.address}"):
        lt.sheet_of(MADE, other)
    made = lt.Agreement({**MADE.message, "index": bytes(32)}, MADE.milestones)
    with pytest.raises(BadInput, match=rf"no term sheet says what the terms {made.hash} say"):
        lt.sheet_of(made, TOKEN)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"floating": None, "covers": (), "fee": None, "fee_payee": None, "purpose": ""},
        {"evidence_root": None, "utc_offset": -18, "reserved": False, "lined": False},
        {"amends": "0x" + "5d" * 32, "deadline": 2**40, "prepayment": lm.Prepayment.SHORTER},
        {"in_days": True, "interval": 30, "method": lm.Method.EQUAL_PRINCIPAL},
        {"day_count": lm.DayCount.THIRTY_E_360, "method": lm.Method.BULLET, "instalments": 1},
        {"milestones": (lt.Milestone(amount=eur("0.01"), payees="0x" + "99" * 20),)},
    ],
)
def test_terms_go_back_to_their_sheet(changes):
    """Whatever they say, the sheet makes the same terms, also as a file."""
    made = lt.agreement(replace(SHEET, **changes), TOKEN)
    back = lt.sheet_of(made, TOKEN)

    assert lt.agreement(back, TOKEN).hash == made.hash
    if "deadline" not in changes:  # a moment beyond the calendar is no text
        assert lt.sheet_from(lt.sheet_json(back)) == back
        assert lt.sheet_json(back) == lt.sheet_json(lt.sheet_of(made, TOKEN))


# Words


def test_a_signer_sees_what_it_binds_itself_to():
    """Parties, amounts, rates and days are said; what is not agreed is not."""
    said = words_in(TOKEN, message_of(MADE).fields)
    for part in (
        "party 5 lends party 2 up to 1200000.00 EUR, paid out set aside at opening in 2 milestones",
        "until 2027-03-31; interest at 4.35 % a year (ACT/360), from 2027-06-30 every 3 months",
        "plus -0.25 %, at least 1.5 %",
        "repaid 12 times from 2027-04-30 every month, at ends of months, in equal instalments",
        "5 days of grace, then 6 % a year on what is overdue",
        "default after 90 days past due; principal paid ahead makes smaller instalments",
        "fee 1200.00 EUR to 0x7777777777777777777777777777777777777777 at opening",
        "party 6 covers 80 % of a shortfall, up to 900000.00 EUR, for 450.50 EUR",
        "within the borrower's line; proceeds of pledged notes pay principal ahead",
        "agreement 0xa9a9a9a9…; counts until 2027-01-31 11:00:00 UTC",
    ):
        assert part in said
    plain = replace(
        SHEET,
        floating=None,
        covers=(),
        fee=None,
        reserved=False,
        lined=False,
        proceeds_to_principal=False,
        amends="0x" + "ab" * 32,
        interest_only=2,
    )
    fewer = words_in(TOKEN, message_of(lt.agreement(plain, TOKEN)).fields)
    assert "in place of the terms of loan 0xabababab…" in fewer
    assert "the first 2 of interest only" in fewer
    assert not any(word in fewer for word in ("index", "covers", "fee 1", "line", "pledged"))


def test_a_sheet_has_a_schedule():
    """What the sheet brings, drawn on a day in full, adds up in the table of schedules."""
    terms = replace(SHEET, floating=None).loan_terms()
    start = lm.roll(terms, lm.LoanState.opened(terms), day_number("2027-03-31"))
    table = lm.schedule_of(terms, lm.release(start, 120_000_000), currency="EUR", decimals=2)

    assert (table.drawn, table.amount, len(table.rows)) == (date(2027, 3, 31), 120_000_000, 12)
    assert table.rows[-1].balance == 0
    assert table.rows[1].date == date(2027, 5, 31)
    assert table.paid == table.amount + table.interest
