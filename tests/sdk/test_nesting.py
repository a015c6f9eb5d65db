"""
JSON and YAML of strangers

├── nested too deep       → ValueError, or what the reader makes of it; never the process's end
├── not well-formed       → ValueError
├── YAML with aliases     → what the reader makes of it, at once
└── otherwise             → what it says
"""

import json
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from silkline.cli.sheets import is_loan_sheet
from silkline.errors import BadInput
from silkline.loan_terms import read_sheet
from silkline.nesting import check_yaml, is_deeper, read_json
from silkline.schedules.sheets import read_term_sheet

VALUES = st.recursive(
    st.none() | st.text(alphabet='a"\\[]{},', max_size=8) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
_READERS = """
import sys
import silkline as sl
from silkline import loan_terms
deep, wrong = "[" * 300_000, []
sys.setrecursionlimit(100_000)
for read in (
    lambda: sl.Operation.from_json(deep, None),
    lambda: sl.Message.from_json(deep, None),
    lambda: sl.SignedMessage.from_json(deep, None),
    lambda: loan_terms.Agreement.from_json(deep),
    lambda: sl.Deployment.from_json(deep),
):
    try:
        read()
    except sl.errors.BadInput as error:
        assert "nested more than 64 deep" in str(error), error
    else:
        wrong.append(read)
sys.exit(len(wrong))
"""


def test_deep_json_ends_no_process():
    """Whatever travels as JSON is refused, also where a library raised the limit of recursion."""
    done = subprocess.run(
        [sys.executable, "-c", _READERS], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", ["", "{", "[" * 65 + "]" * 65, '{"a":' * 65, "\ud800"])
def test_what_cannot_be_read_is_refused(text):
    """Too deep or not well-formed is a ValueError either way."""
    with pytest.raises(ValueError, match=r"nested more than 64 deep|Expecting"):
        read_json(text)


def test_the_limit_holds_exactly():
    """What is at the limit is read."""
    value = read_json("[" * 64 + "]" * 64)
    for _ in range(63):
        (value,) = value

    assert value == []


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LAUGHS, r"\*a refers to what stands elsewhere; write it out"),
        ("a: &a\n  b: *a\n", r"\*a refers to what stands elsewhere"),
        ("[" * 60_000, "nested more than 64 deep"),
        ("- " * 65 + "x", "nested more than 64 deep"),
    ],
)
@pytest.mark.parametrize("read", [read_sheet, read_term_sheet])
def test_yaml_that_takes_for_ever_is_refused_at_once(tmp_path, read, text, message):
    """Aliases that multiply, or that lead in circles, and lists as deep as the file is long."""
    path = tmp_path / "sheet.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=message):
        read(path)

    assert is_loan_sheet(str(path)) is False


def test_yaml_at_the_limit_is_read():
    """What is at the limit passes, and what is not well-formed is the parser's to refuse."""
    check_yaml("[" * 64 + "]" * 64)
    with pytest.raises(yaml.YAMLError, match="nested more than 64 deep"):
        check_yaml("[" * 65 + "]" * 65)
    with pytest.raises(yaml.YAMLError, match="expected"):
        check_yaml("a: [b")


def depth(value):
    """Return how deep lists and objects are nested."""
    if not isinstance(value, list | dict):
        return 0
    return 1 + max(map(depth, value.values() if isinstance(value, dict) else value), default=0)


@given(VALUES)
def test_depth_is_that_of_the_value(value):
    """Brackets in texts do not count, escaped quotes neither, and what is said comes back."""
    text = json.dumps(value)

    assert not is_deeper(text.encode(), depth(value))
    assert depth(value) == 0 or is_deeper(text.encode(), depth(value) - 1)
    assert read_json(text) == value
