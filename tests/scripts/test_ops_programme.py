"""
scripts.ops programme-open, programme-change, rotate

├── when the file is wrong                              → each thing with its line
├── when it contradicts what stands, or cannot change   → refused, with the line
├── programme-open     opened by REGISTRAR, once
├── programme-change   proposed by REGISTRAR, accepted by the anchor, each once
└── rotate             by the party, to an account that consents and only while it does
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import silkline as sl
from scripts.ops.rules import read_rules
from tests.scripts.conftest import Site
from tests.scripts.nodes import HANDS

NEW = sl.Key("0x" + "77" * 32)
RULES = f"""\
programme: 2/1
limit: 5000000.00 EUR
smallest_piece: 100.00 EUR
max_tenor: 365
deepest_tier: 5
late_rate: 0.05 %
agreement_hash: "0x{"a9" * 32}"
grace_days: 3
utc_offset: "+01:00"
trade_reference_required: true
"""


@pytest.fixture
def anchored(site: Site) -> Site:
    """The site with party 2, an anchor, whose account is the issuer's."""
    profile = sl.Profile(sl.Role.ANCHOR, "2050-12-31")
    account = HANDS["issuer"].address
    site.system("registrar").parties.register(2, account, profile).submit()
    written(RULES)
    return site


def written(text: str) -> Path:
    """Write a file with rules into the working directory."""
    path = Path("rules.yaml")
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2/1", "two", "line 1: programme: 'two' is not a ProgrammeId such as 7/2"),
        ("5000000.00 EUR", "5000000.00", "line 2: limit: '5000000.00' is no amount; write it as"),
        ("5000000.00 EUR", "5000000.001 EUR", "line 2: limit: "),
        ("100.00 EUR", "100 JPY", "line 3: smallest_piece is in JPY, limit in EUR"),
        ("365", "a year", "line 4: max_tenor: 'a year' is no whole number"),
        ("0.05 %", "0.05", "line 6: late_rate: '0.05' is no percentage; write it as '0.05 %'"),
        ("a9" * 32, "a9", "line 7: agreement_hash: it must be 32 bytes"),
        ('"+01:00"', "1", "line 9: utc_offset: '1' is no offset from UTC such as +08:00"),
        (": true", ": yes", "line 10: trade_reference_required: 'yes' is neither true nor false"),
        ("grace_days", "grace", "line 8: grace is unknown; there are programme, limit"),
        ("max_tenor", "limit", "line 4: limit stands twice"),
        ("max_tenor", "limit", "line 1: max_tenor missing"),
        ("365", "[1]", "line 4: max_tenor: expected one value"),
    ],
)
def test_what_is_wrong_with_rules_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """By its line and its name."""
    (tmp_path / "rules.yaml").write_text(RULES.replace(old, new))
    with pytest.raises(sl.BadInput, match=re.escape(said)):
        read_rules(tmp_path / "rules.yaml")


def test_a_programme_is_opened_once(anchored: Site) -> None:
    """By the registrar; the second start has nothing to do, and other rules are a change."""
    wrong = anchored.run("compliance", "programme-open", "rules.yaml")
    assert "To be continued: the next step is for REGISTRAR" in wrong.output
    done = anchored.run("registrar", "programme-open", "rules.yaml")
    assert done.exit_code == 0, done.output
    found = anchored.system().programmes.get("2/1").rules
    assert (found.limit, found.late_rate, found.utc_offset) == (
        sl.Money("5000000.00", "EUR"), 500_000, 4,
    )  # fmt: skip
    assert "Nothing to do" in anchored.run("registrar", "programme-open", "rules.yaml").output
    written(RULES.replace("max_tenor: 365", "max_tenor: 180"))
    other = anchored.run("registrar", "programme-open", "rules.yaml")
    assert other.exit_code == 2
    assert "stands with other rules" in other.output
    assert "line 4: max_tenor: 365 in force, 180 in the file" in other.output
    assert len(anchored.records()) == 1


def test_a_programme_is_changed_by_two(anchored: Site) -> None:
    """The registrar proposes, the anchor accepts; what never changes is refused with its line."""
    unknown = anchored.run("registrar", "programme-change", "rules.yaml")
    assert (unknown.exit_code, "ProgrammeUnknown" in unknown.output) == (1, True)
    assert anchored.run("registrar", "programme-open", "rules.yaml").exit_code == 0
    assert "Nothing to do" in anchored.run("registrar", "programme-change", "rules.yaml").output
    written(RULES.replace("0.05 %", "0.06 %").replace("+01:00", "-02:30"))
    fixed = anchored.run("registrar", "programme-change", "rules.yaml")
    assert fixed.exit_code == 2
    assert "line 6: late_rate: 0.05 % in force, 0.06 % in the file" in fixed.output
    assert "line 9: utc_offset: +01:00 in force, -02:30 in the file" in fixed.output

    written(RULES.replace("5000000.00", "7000000.00").replace(": true", ": false"))
    words = ("programme-change", "rules.yaml")
    rehearsed = anchored.run("", *words)
    assert "limit: 5000000.00 EUR in force, 7000000.00 EUR in the file" in rehearsed.output
    assert "by        party 2, by an account with the scope administer" in rehearsed.output
    early = anchored.run("issuer", *words)
    assert "To be continued: the next step is for REGISTRAR" in early.output
    for _ in range(2):
        proposed = anchored.run("registrar", *words)
        assert "To be continued: the next step is for party 2" in proposed.output
    assert len(anchored.records()) == 2
    accepted = anchored.run("issuer", *words)
    assert accepted.exit_code == 0, accepted.output
    found = anchored.system().programmes.get("2/1").rules
    assert found.limit == sl.Money("7000000.00", "EUR")
    assert not found.trade_reference_required
    assert "Nothing to do" in anchored.run("issuer", *words).output


def test_a_key_is_rotated_by_its_party(site: Site) -> None:
    """Only by a key of the party, to an account that consents now; the former one is closed."""
    until = site.chain.time + 1000
    message = site.system().parties.account_consent(1, NEW.address, until)
    Path("consent.json").write_text(message.sign(NEW).to_json())
    Path("other.json").write_text(message.sign(HANDS["issuer"]).to_json())
    forged = site.run("stranger", "rotate", "other.json")
    assert (forged.exit_code, "signature is not that of" in forged.output) == (2, True)
    wrong = site.run("compliance", "rotate", "consent.json")
    assert "the next step is for party 1, by an account with the scope" in wrong.output

    done = site.run("stranger", "rotate", "consent.json")
    assert done.exit_code == 0, done.output
    assert site.system().parties.get(1).cash == NEW.address
    assert not site.system().parties.account(HANDS["stranger"].address).live
    assert "Nothing to do" in site.run("stranger", "rotate", "consent.json").output
    assert len(site.records()) == 1


def test_a_consent_that_has_run_out_is_refused(site: Site) -> None:
    """With the moment until which it was good."""
    message = site.system().parties.account_consent(1, NEW.address, site.chain.time - 1)
    Path("consent.json").write_text(message.sign(NEW).to_json())
    late = site.run("stranger", "rotate", "consent.json")
    assert (late.exit_code, "the consent was good until 20" in late.output) == (2, True)
