"""
scripts.ops

├── when a plan is wrong: lines of a CSV, roles in one hand   → refused, each named
├── when the rehearsal is refused, or nobody has a role       → nothing sent
├── when it is not approved                                   → nothing sent
├── when the key at hand has not the next role, or it waits   → said; the next start goes on
├── when it was interrupted                                   → each act happens once
├── when all stands                                           → nothing sent
└── otherwise                                                 → done, checked, recorded
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import silkline as sl
from scripts.ops import frame, onboard
from scripts.ops.hands import Signing
from scripts.ops.procedure import Act
from scripts.ops.record import Record
from silkline.cli.party_list import read_parties
from tests.scripts.conftest import Site
from tests.scripts.nodes import HANDS

DOCUMENT = "0x" + "d0" * 32
NEW = sl.Key("0x" + "77" * 32)
A, B, C = (sl.Key(f"0x{0xABC0 + i:064x}").address for i in range(3))
HEAD = "party,account,roles,kyc_expiry,group\n"
DAY = 86_400


def written(text: str) -> Path:
    """Write a CSV file into the working directory."""
    path = Path("parties.csv")
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no column party, account, roles, kyc_expiry"),
        ("party,account,roles,kyc_expiry,name\n", "line 1: unknown column name"),
        (HEAD, "has no line but its head"),
        (f"{HEAD}11,{A},supplier,2050-01-01\n", "line 2: not as many fields as the head"),
        (f"{HEAD}0,{A},supplier,2050-01-01,0\n", "line 2: party: "),
        (f"{HEAD}11,0x12,supplier,2050-01-01,0\n", "line 2: account: "),
        (f"{HEAD}11,{A},banker,2050-01-01,0\n", "line 2: roles: 'banker' is none of supplier, an"),
        (f"{HEAD}11,{A},supplier,soon,0\n", "line 2: kyc_expiry: 'soon' is no ISO date"),
        (f"{HEAD}11,{A},supplier,2050-01-01,-1\n", "line 2: group: '-1' is no whole number"),
        (f'{HEAD}11,"{A}"x,supplier,2050-01-01,0\n', "line 2: ',' expected after"),
    ],
)
def test_wrong_lines_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    """What is wrong with a file is said with the number of its line and the name of its column."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(sl.BadInput, match=re.escape(said)):
        read_parties(written(text))


def test_all_wrong_lines_are_named_at_once(site: Site) -> None:
    """One answer has all that is wrong: lines in themselves, twice the same, against the chain."""
    written(f"{HEAD}x,{A},supplier,2050-01-01,0\n12,{B},anchor,2050-01-01,0\n12,{B},funder,soon,0\n"
            f"12,{C},anchor,2050-01-01,0\n13,{B},anchor,2050-01-01,0\n")  # fmt: skip
    done = site.run("registrar", "onboard", "parties.csv")
    assert done.exit_code == 2
    for said in (
        "line 2: party: 'x' is no whole number",
        "line 4: kyc_expiry: 'soon' is no ISO date",
        "line 5: party 12 stands on line 3 already",
        f"line 6: account {B} stands on line 3 already",
    ):
        assert said in done.output

    taken = HANDS["stranger"].address
    written(f"{HEAD}1,{A},supplier,2050-12-31,0\n12,{taken},anchor,2050-01-01,0\n"
            f"13,{B},anchor,2001-01-01,0\n")  # fmt: skip
    done = site.run("registrar", "onboard", "parties.csv")
    assert done.exit_code == 2
    for said in (
        f"line 2: party 1 is registered otherwise: account {taken}",
        f"line 3: account {taken} is of party 1 already",
        "line 4: KYC ended on 2001-01-01",
    ):
        assert said in done.output


def test_parties_come_aboard_once(site: Site) -> None:
    """New lines are registered and recorded, in batches; started again there is nothing to do."""
    keys = [f"0x{(0xC0DE << 32) + i:040x}" for i in range(51)]
    lines = [f"{100 + i},{key},supplier+funder,2050-01-01,7" for i, key in enumerate(keys)]
    written(HEAD + "\n".join(lines) + "\n")
    done = site.run("registrar", "onboard", "parties.csv")
    assert done.exit_code == 0, done.output
    assert "Register 51 of the 51 parties of parties.csv" in done.output
    found = site.system().parties.get(150)
    profile = sl.Profile(sl.Role.SUPPLIER | sl.Role.FUNDER, "2050-01-01", group=7)
    assert (found.cash.lower(), found.profile) == (keys[50], profile)
    (record,) = [json.loads(path.read_text()) for path in site.records()]
    assert [len(act["words"].splitlines()) for act in record["acts"]] == [50, 1]
    assert {act["by"] for act in record["acts"]} == {HANDS["registrar"].address}
    assert (record["operation"], record["waits"]) == ("onboard", "")

    again = site.run("registrar", "onboard", "parties.csv")
    assert (again.exit_code, len(site.records())) == (0, 1)
    assert "Nothing to do: it stands as meant" in again.output


def test_what_is_not_approved_is_not_done(site: Site) -> None:
    """Without a yes, and in a dry run, nothing is sent and nothing recorded."""
    refused = site.run("guardian", "halt", "--hours", "24", yes=False)
    assert refused.exit_code == 2
    assert "not confirmed, so nothing was done" in refused.output
    rehearsed = site.run("", "halt", "--hours", "24")
    assert rehearsed.exit_code == 0
    assert "Halt new business for 86400 seconds" in rehearsed.output
    assert rehearsed.output.endswith("Nothing was sent.\n")
    assert site.system().parties.halted_until() == 0
    assert site.records() == []


def test_halt_and_resume(site: Site) -> None:
    """GUARDIAN halts; ADMIN announces that it resumes, and does so two days later."""
    wrong = site.run("registrar", "halt", "--hours", "168")
    assert "To be continued: the next step is for GUARDIAN" in wrong.output
    assert site.records() == []
    done = site.run("guardian", "halt", "--hours", "168")
    assert (done.exit_code, len(site.records())) == (0, 1)
    assert site.system().parties.halted_until() > site.chain.time + 167 * 3600
    again = site.run("guardian", "halt", "--hours", "168")
    assert (again.exit_code, len(site.records())) == (0, 1)
    assert "Nothing to do: new business is halted until 20" in again.output

    announced = site.run("admin", "resume")
    assert "To be continued: announced; it can be done from" in announced.output
    assert site.run("admin", "resume").output.count("Done in block") == 0
    site.chain.advance(2 * DAY)
    done = site.run("admin", "resume")
    assert done.exit_code == 0
    assert "Done in block" in done.output
    assert site.system().parties.halted_until() <= site.chain.time
    assert site.run("guardian", "halt", "--hours", "1").exit_code == 0


def test_suspend_and_reinstate(site: Site) -> None:
    """A party is suspended and reinstated, each with its document; an unknown one is refused."""
    unknown = site.run("compliance", "suspend", "9", "--document", DOCUMENT)
    assert unknown.exit_code == 1
    assert "PartyUnknown" in unknown.output
    short = site.run("compliance", "suspend", "1", "--document", "0x12")
    assert "--document must be 32 bytes" in short.output
    for turn in range(2):  # the same twice: an act is named anew when it was finished before
        suspended = site.run("compliance", "suspend", "1", "--document", DOCUMENT)
        assert suspended.exit_code == 0, suspended.output
        assert not site.system().parties.get(1).active
        lifted = site.run("compliance", "reinstate", "1", "--document", DOCUMENT, "--json")
        said = json.loads(lifted.stdout)
        assert (said["operation"], said["done"], len(said["acts"])) == ("reinstate", True, 1)
        assert said["record"] == str(site.records()[-1].relative_to(site.folder))
        assert site.system().parties.get(1).active
        assert len(site.records()) == 2 * turn + 2


def test_a_stolen_key_is_replaced_by_three_people(site: Site) -> None:
    """Registrar and compliance take turns; after the delay anyone ends it; then all is done."""
    words = ("recover", "1", NEW.address, "--stolen", "--document", DOCUMENT)
    rehearsal = site.run("", *words)
    assert rehearsal.exit_code == 0, rehearsal.output
    assert "168 hours after the first step" in rehearsal.output
    assert "the next step is for COMPLIANCE" in site.run("registrar", *words).output
    assert "the next step is for REGISTRAR" in site.run("compliance", *words).output
    thief = site.system("stranger")
    assert "the next step is for COMPLIANCE" in site.run("registrar", *words).output
    other = site.run("registrar", "recover", "1", A, "--stolen", "--document", DOCUMENT)
    assert f"party 1 is being recovered to {NEW.address}" in other.output
    assert "the next step can be done from" in site.run("compliance", *words).output
    with pytest.raises(sl.refusals.PartySuspended):
        thief.parties.veto_recovery().submit()
    site.chain.advance(7 * DAY)
    done = site.run("compliance", *words)
    assert done.exit_code == 0, done.output
    found = site.system().parties.get(1)
    assert (found.cash, found.active, found.epoch) == (NEW.address, True, 1)
    assert not site.system().parties.account(HANDS["stranger"].address).live
    assert len(site.records()) == 4
    assert "Nothing to do" in site.run("compliance", *words).output


def test_roles_are_given_and_taken(site: Site) -> None:
    """ADMIN announces and does; roles that must be apart stay apart, and none is left empty."""
    for words, said in (
        (("grant", "KING", A), "'KING' is none of ADMIN, REGISTRAR, COMPLIANCE, GUARDIAN, ISSUER"),
        (("grant", "ADMIN", A), "ADMIN without a delay acts at once"),
        (("grant", "COMPLIANCE", HANDS["registrar"].address), "is REGISTRAR as well: both tog"),
        (("grant", "REGISTRAR", HANDS["compliance"].address), "is COMPLIANCE as well"),
        (("revoke", "GUARDIAN", HANDS["guardian"].address), "is the last with GUARDIAN"),
    ):
        refused = site.run("admin", *words)
        assert refused.exit_code == 2
        assert said in refused.output
    assert "announced" in site.run("admin", "grant", "ISSUER EUR", A).output
    assert "announced" in site.run("admin", "grant", "GUARDIAN", A).output
    site.chain.advance(2 * DAY)
    assert site.run("admin", "grant", "ISSUER EUR", A).exit_code == 0
    assert site.run("admin", "grant", "GUARDIAN", A).exit_code == 0
    roles = site.system().roles
    assert roles.members(100) == (HANDS["issuer"].address, A)
    assert roles.members(sl.SystemRole.GUARDIAN) == (HANDS["guardian"].address, A)
    words = ("revoke", "GUARDIAN", HANDS["guardian"].address)
    assert "announced" in site.run("admin", *words).output
    site.chain.advance(2 * DAY)
    assert site.run("admin", *words).exit_code == 0
    assert roles.members(sl.SystemRole.GUARDIAN) == (A,)


def test_an_interrupted_act_happens_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that was sent and not waited for is found by the next start, and recorded then."""
    original = sl.Operation.submit

    def dying(self: sl.Operation, *given: object, **named: object) -> None:
        original(self, *given, **{**named, "wait": False})
        raise KeyboardInterrupt

    site.chain.rpc("evm_setAutomine", False)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(sl.Operation, "submit", dying)
            assert site.run("guardian", "halt", "--hours", "2").exit_code == 130
        assert site.records() == []
        account = HANDS["guardian"].address
        before = site.chain.rpc.number("eth_getTransactionCount", account, "pending")
        site.chain.rpc("evm_setIntervalMining", 1)
        done = site.run("guardian", "halt", "--hours", "2")
    finally:
        site.chain.rpc("evm_setAutomine", True)
    assert done.exit_code == 0, done.output
    after = site.chain.rpc.number("eth_getTransactionCount", account, "latest")
    assert after == before
    assert len(site.records()) == 1


def test_an_act_that_was_not_recorded_is_recorded_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the act is mined and not written down: the next start finds it, and no other."""

    def killed(self: Record, act: Act) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Record, "add", killed)
        assert site.run("guardian", "halt", "--hours", "2").exit_code == 130
    assert site.system().parties.halted_until() > site.chain.time
    assert site.records() == []
    for _ in range(2):
        assert site.run("guardian", "halt", "--hours", "2").exit_code == 0
        (record,) = [json.loads(path.read_text()) for path in site.records()]
        assert [act["words"] for act in record["acts"]] == ["Halt new business for 7200 seconds"]
        assert record["waits"] == ""


def test_an_end_that_is_not_as_meant_is_named(site: Site) -> None:
    """What the chain shows in the end is compared, in the rehearsal already."""
    system = site.system("guardian")
    made = replace(onboard.onboard(written(f"{HEAD}12,{A},funder,2050-01-01,0\n"))(system),
                   verify=lambda now: ["party 12 is not so"])  # fmt: skip
    with pytest.raises(sl.SilklineError, match="party 12 is not so"):
        frame.rehearse(site.chain.url, system, made)
    assert Signing(system, "onboard", lambda act: None).holder(sl.SystemRole.REGISTRAR) is None
