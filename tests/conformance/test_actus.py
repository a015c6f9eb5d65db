"""
The public ACTUS test cases (github.com/actusfrf/actus-tests, CC BY-SA 4.0).

Needs the folder of public vectors: SILKLINE_DATA=<folder with actus/, invoices/, ...>.

├── a case whose features are offered   → every event matches to 1e-8 relative
└── a case of actus_left_out.json       → is answered with the feature that it needs
"""

import json
import os
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from silkline.schedules import actus

FOLDER = os.environ.get("SILKLINE_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="SILKLINE_DATA names no folder with the public vectors"
)
LEFT_OUT = json.loads(Path(__file__).with_name("actus_left_out.json").read_text("utf-8"))
COUNTS = {"pam": 13, "lam": 16, "ann": 16}
CLOSE = Decimal("1e-8")
NUMBERS = ("payoff", "notionalPrincipal", "nominalInterestRate", "accruedInterest")


def cases():
    """Return all cases of the three files by name."""
    if not FOLDER:
        return {}
    files = (Path(FOLDER, "actus", f"{kind}.json") for kind in COUNTS)
    return {n: case for file in files for n, case in actus.read_json(file.read_text()).items()}


CASES = cases()


def matches(case):
    """Return whether our events are those of the case's results, one by one."""
    events = actus.run_case(case)
    pairs = zip(events, case["results"], strict=False)
    return len(events) == len(case["results"]) and all(same(*pair) for pair in pairs)


def same(ours, published):
    """Return whether two events agree; published numbers may be text."""
    keys = ("eventType", "currency")
    named = all(ours[key] == published[key] for key in keys)
    timed = time_of(ours) == time_of(published)
    return named and timed and all(near(ours[key], published[key]) for key in NUMBERS)


def near(ours, published):
    """Return whether two numbers agree to 1e-8 relative; only nothing agrees with nothing."""
    expected = Decimal(str(published))
    return abs(ours - expected) <= CLOSE * abs(expected)


def time_of(event):
    """Return the time of an event, written with or without seconds."""
    return datetime.fromisoformat(event["eventDate"])


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_the_cases_are_there(kind, count):
    """Each file has the number of cases that these tests are about."""
    assert sum(name.startswith(kind) for name in CASES) == count


@pytest.mark.parametrize("name", sorted(CASES))
def test_case(name):
    """A case matches in every event, unless the list says which feature it needs."""
    if name in LEFT_OUT:
        assert actus.run_case(CASES[name]) == {"unsupported": LEFT_OUT[name]}
    else:
        assert matches(CASES[name])


def test_the_list_names_cases_that_exist():
    """No case is left out that is not in the files."""
    assert set(LEFT_OUT) <= set(CASES)


@pytest.mark.parametrize("key", NUMBERS)
def test_the_comparison_sees_a_difference(key):
    """A figure that is off by 1e-7 does not pass for the published one."""
    for case in CASES.values():
        for event in case["results"]:
            published = Decimal(str(event[key]))
            assert not published or not near(published * (1 + CLOSE * 10), published)


def test_the_comparison_sees_a_shifted_day():
    """An event a day later does not pass for the published one."""
    event = CASES["pam01"]["results"][0]
    later = (time_of(event) + timedelta(days=1)).isoformat()

    assert same({**event, **{key: Decimal(str(event[key])) for key in NUMBERS}}, event)
    assert not same({**event, "eventDate": later}, event)
