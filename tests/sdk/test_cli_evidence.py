"""
silkline evidence

├── make, trade  no invoice, odd files, a key that is none, a file there already  → exit 2
├── show         a changed file                                                   → exit 2
├── prove        unknown fields                                                   → exit 2
├── check        another root, changed fields, other files                        → exit 2
├── check        a root that stands nowhere on the debt, or was replaced          → exit 2
└── otherwise    a file for its owner alone; fields without salts; what is proven
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from silkline import documents
from silkline.cli import main
from silkline.documents.evidence import Disclosure, Evidence, file_hash
from tests.sdk.commands import commands
from tests.sdk.world import ANCHOR, DOCUMENT, DUE, TIER1, TIER2, eur

DATA = Path(__file__).parent / "data"
KEY = "5a" * 32


def run(*arguments):
    """Run the command line."""
    return CliRunner().invoke(main, list(map(str, arguments)), env={"COLUMNS": "200"})


def answer(*arguments):
    """Run a command and return what it answers."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def error(*arguments):
    """Run a command that fails with exit code 2 and return its message."""
    done = run(*arguments, "--json")
    assert done.exit_code == 2, done.output
    return json.loads(done.stdout)["error"]["message"]


@pytest.fixture
def note(tmp_path):
    """Write a delivery note and return its path."""
    path = tmp_path / "note.pdf"
    path.write_bytes(b"delivered")
    return path


@pytest.fixture
def kept(tmp_path, note):
    """Make an evidence file and return its path."""
    path = tmp_path / "evidence.json"
    done = run("evidence", "make", DATA / "ubl.xml", "--file", f"delivery={note}", "--out", path)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def shown(tmp_path, kept):
    """Disclose an amount and a file, and return the path."""
    path = tmp_path / "disclosure.json"
    done = run("evidence", "prove", kept, "BT-115", "file:delivery", "--out", path)
    assert done.exit_code == 0, done.output
    return path


def root_of(path):
    """Return the root that a file names."""
    return json.loads(path.read_text("utf-8"))["root"]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (["delivery"], "--file: 'delivery' is not NAME=PATH, such as delivery=note.pdf"),
        (["=note.pdf"], "is not NAME=PATH"),
        (["a=x.pdf", "a=y.pdf"], "--file: 'a' is named twice"),
        (["a=/nowhere/x.pdf"], "/nowhere/x.pdf cannot be read: No such file or directory"),
    ],
)
def test_odd_files_are_refused(tmp_path, named, message):
    """A file has a name and a path, each name once, and can be read; nothing is written."""
    options = [part for one in named for part in ("--file", one)]
    out = tmp_path / "evidence.json"

    assert message in error("evidence", "make", DATA / "ubl.xml", *options, "--out", out)
    assert not out.exists()


def test_what_is_no_invoice_has_no_evidence(tmp_path):
    """A document that is refused is refused here too, by its code."""
    message = error("evidence", "make", DATA / "term_sheet.yaml", "--out", tmp_path / "new.json")

    assert message.startswith("not-xml (document)")


def test_evidence_is_never_overwritten(kept):
    """The salts of an evidence file cannot be made again."""
    before = kept.read_bytes()

    assert error("evidence", "make", DATA / "ubl.xml", "--out", kept) == (
        f"{kept} cannot be written: File exists"
    )
    assert kept.read_bytes() == before


def test_changed_evidence_is_refused(kept):
    """Fields that do not give the root beside them are neither shown nor proven."""
    kept.write_text(kept.read_text("utf-8").replace("1000.00 EUR", "9000.00 EUR"), "utf-8")

    assert "root is 0x" in error("evidence", "show", kept)
    assert "root is 0x" in error("evidence", "prove", kept, "BT-115")
    kept.write_text("{", "utf-8")
    assert error("evidence", "show", kept).startswith(f"{kept} is no JSON that can be read: ")
    kept.write_text("[" * 200_000, "utf-8")
    assert error("evidence", "check", kept) == (
        f"{kept} is no JSON that can be read: lists and objects nested more than 64 deep"
    )


def test_unknown_fields_are_not_proven(kept):
    """The refusal names the fields that there are."""
    assert error("evidence", "prove", kept, "BT-99").startswith("no field 'BT-99'; there are BT-1")
    assert "each once" in error("evidence", "prove", kept, "BT-1", "BT-1")
    assert run("evidence", "prove", kept).exit_code == 2


def test_wrong_disclosures_are_refused(shown, kept, note):
    """Another root, a changed field, an evidence file instead."""
    other = "0x" + "11" * 32

    assert error("evidence", "check", shown, "--root", other).endswith(f"expected {other}")
    assert "--root" in error("evidence", "check", shown, "--root", "0x11")
    assert "a disclosure has root and disclosed" in error("evidence", "check", kept)
    text = shown.read_text("utf-8")
    shown.write_text(text.replace("1000.00 EUR", "9000.00 EUR"), "utf-8")
    assert "'BT-115' does not stand behind" in error("evidence", "check", shown)


def test_other_files_are_refused(shown, note):
    """A file that was changed, and one that was never disclosed."""
    note.write_bytes(b"never delivered")
    changed = error("evidence", "check", shown, "--file", f"delivery={note}")

    assert changed.startswith(f"{note} has the hash {file_hash(note)}, disclosed under 'delivery'")
    assert error("evidence", "check", shown, "--file", f"order={note}") == (
        "no file 'order' is disclosed; there are file:delivery"
    )


def test_evidence_is_made_for_its_owner_alone(kept, note):
    """Others cannot read the file; the root in it is that of all its leaves."""
    found = Evidence.from_json(json.loads(kept.read_text("utf-8")))

    assert kept.stat().st_mode & 0o777 == 0o600
    assert found.leaves["BT-1"].value == "Re-2027/0042 a"
    assert found.leaves["file:delivery"].value == file_hash(note)


def test_making_evidence_says_the_root(tmp_path):
    """Programs get root, names of the fields and the path; people the root and the path."""
    out = tmp_path / "new.json"
    made = answer("evidence", "make", DATA / "efapiao.xml", "--out", out)
    people = run("evidence", "make", DATA / "invoice.json", "--out", tmp_path / "other.json")

    assert list(made) == ["root", "fields", "file"]
    assert (made["root"], made["file"]) == (root_of(out), str(out))
    assert made["fields"][:3] == ["BT-1", "BT-2", "BT-3"]
    assert root_of(tmp_path / "other.json") in people.stdout


def test_evidence_is_shown_without_salts(kept):
    """Fields with types and values, for programs and for people."""
    found = answer("evidence", "show", kept)
    people = run("evidence", "show", kept).stdout
    salts = [leaf["salt"] for leaf in json.loads(kept.read_text("utf-8"))["leaves"]]

    assert list(found) == ["root", "fields"]
    assert found["root"] == root_of(kept)
    assert {"field": "BT-115", "type": "money", "value": "1000.00 EUR"} in found["fields"]
    assert "1000.00 EUR" in people
    assert root_of(kept) in people
    assert not any(salt in people + json.dumps(found) for salt in salts)


def test_a_disclosure_is_checked(shown, kept, note):
    """Against the root of the chain, and its file against the disclosed hash."""
    root = root_of(kept)
    checked = answer("evidence", "check", shown, "--root", root, "--file", f"delivery={note}")
    bare, people = answer("evidence", "check", shown), run("evidence", "check", shown)

    assert checked == {
        "root": root,
        "root_given": True,
        "stands": None,
        "files": ["delivery"],
        "fields": [
            {"field": "BT-115", "type": "money", "value": "1000.00 EUR"},
            {"field": "file:delivery", "type": "sha256", "value": file_hash(note)},
        ],
    }
    assert (bare["root_given"], bare["files"]) == (False, [])
    assert "1000.00 EUR" in people.stdout
    assert "Compare the root with the one on chain" in people.stderr


def test_a_disclosure_is_printed_where_no_file_is_named(kept):
    """What is printed is what would be written, and can be checked."""
    done = run("evidence", "prove", kept, "BT-9")
    Disclosure.from_json(json.loads(done.stdout)).check(bytes.fromhex(root_of(kept)[2:]))

    assert json.loads(done.stdout)["disclosed"][0]["value"] == "2027-03-31"


def hop(tmp_path, *options, key=KEY):
    """Return the arguments that make the evidence of a hop."""
    secret = tmp_path / "consortium.key"
    secret.write_text(f"0x{key}\n", "utf-8")
    arguments = ["--key-file", secret, "--delivery", "DN-1", "--out", tmp_path / "hop.json"]
    return ("evidence", "trade", DATA / "ubl.xml", *arguments, *options)


@pytest.mark.parametrize(
    ("key", "message"),
    [("nonsense", "consortium.key has no key in hexadecimal"), ("5a" * 31, "at least 32 bytes")],
)
def test_a_key_that_is_none_is_refused(tmp_path, key, message):
    """The refusal does not repeat what stands in the file."""
    told = error(*hop(tmp_path, key=key))

    assert message in told
    assert key not in told


def test_a_key_that_is_not_there_is_told(tmp_path):
    """The later option counts; a file that cannot be read is not said to be no key."""
    told = error(*hop(tmp_path), "--key-file", tmp_path / "none.key")

    assert f"{tmp_path / 'none.key'} cannot be read" in told


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--amount", "1000.01 EUR"], "it is above zero and at most 1000.00 EUR"),
        (["--amount", "1000.01"], "--amount: '1000.01' is no amount"),
        (["--delivery-date", "28.01.2027"], "'28.01.2027' is no ISO date"),
        (["--order", " "], "a hop names its order and its delivery"),
    ],
)
def test_a_hop_that_its_invoice_does_not_carry_is_refused(tmp_path, options, message):
    """Amount, day and order make sense; nothing is written otherwise."""
    assert message in error(*hop(tmp_path, *options))
    assert not (tmp_path / "hop.json").exists()


def test_a_hop_has_its_trade_reference(tmp_path):
    """The root of fingerprint, amount, order and delivery; each can be shown alone."""
    made = answer(*hop(tmp_path, "--amount", "400.00 EUR", "--delivery-date", "2027-01-20"))
    fields = answer("evidence", "show", made["file"])["fields"]
    text = documents.fingerprint_input(documents.read(DATA / "ubl.xml"))
    number = documents.fingerprint(bytes.fromhex(KEY), text)

    assert {one["field"]: one["value"] for one in fields} == {
        "invoice": f"0x{number:024x}",
        "amount": "400.00 EUR",
        "order": "PO-13",
        "delivery": "DN-1",
        "delivery-date": "2027-01-20",
    }
    shown = tmp_path / "shown.json"
    assert run("evidence", "prove", made["file"], "amount", "--out", shown).exit_code == 0
    assert answer("evidence", "check", shown, "--root", made["root"])["root_given"] is True


# On the chain


def confirmed(world, root=None, fingerprint=0xF1):
    """Confirm a debt with a root of evidence and return its id and its note."""
    terms = world.terms(fingerprint, evidence_root=root)
    return world.as_(ANCHOR).receivables.confirm(terms).submit().result


def test_a_root_that_stands_nowhere_is_refused(world, tmp_path, shown):
    """Neither the evidence of the debt nor a trade of its notes has the root; or no such debt."""
    cli, debt = commands(world, tmp_path), confirmed(world, DOCUMENT)
    found = cli.error("evidence", "check", shown, "--receivable", debt.receivable)
    unknown = cli.error("evidence", "check", shown, "--receivable", "0xf7", code=1)

    assert found["message"] == (
        f"{root_of(shown)} stands nowhere on {debt.receivable}: neither as evidence nor as a trade"
    )
    assert unknown["name"] == "ReceivableUnknown"


def test_a_root_is_found_on_the_debt(world, tmp_path, shown):
    """As the evidence with which it was confirmed, until an amendment replaces it."""
    cli, debt = commands(world, tmp_path), confirmed(world, root_of(shown))
    call = ("evidence", "check", shown, "--receivable", debt.receivable)
    found, people = cli.json(*call), cli(*call)

    assert (found["stands"], found["root_given"]) == (f"evidence of {debt.receivable}", False)
    assert f"evidence of {debt.receivable}" in people.stdout
    assert people.stderr == ""

    correction = world.hub.receivables.correction(
        debt.note, eur("90000.00"), DUE, evidence_root=DOCUMENT, deadline=world.chain.time + 600
    )
    world.as_(ANCHOR).receivables.amend(correction.sign(world.key(TIER1))).submit()

    assert [one.hex() for one in world.hub.receivables.evidence_roots(debt.receivable)] == [
        root_of(shown)[2:],
        DOCUMENT[2:],
    ]
    assert cli.error(*call)["message"].endswith("was replaced by another")


def test_a_trade_is_found_on_the_note(world, tmp_path):
    """The root of a hop stands on the note that was assigned with it."""
    cli, debt = commands(world, tmp_path), confirmed(world)
    made = answer(*hop(tmp_path))
    notes = world.as_(TIER1).notes
    note = notes.assign(debt.note, TIER2, eur("1000.00"), trade_reference=made["root"])
    passed = note.submit().result.note
    shown = tmp_path / "shown.json"
    assert run("evidence", "prove", made["file"], "amount", "--out", shown).exit_code == 0
    found = cli.json("evidence", "check", shown, "--receivable", debt.receivable)

    assert found["stands"] == f"trade of note {passed}"
    assert world.hub.receivables.evidence_roots(debt.receivable) == ()
